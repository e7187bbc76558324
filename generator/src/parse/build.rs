//! Builds the sections and blocks of a page.
//!
//! In: the blocks, headings and containers that [`super::events`] finds in the page and its includes. Out: sections,
//! the title, annotations. Nesting is kept on an explicit stack with a fixed depth limit, so that no page can cause
//! deep recursion here, in `Drop` or in later stages.

use super::events::FileReader;
use super::prepare::prepare;
use super::zones::Audience;
use super::{Annotation, Block, Run, Section, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, Spanned, lint};
use crate::load::{DocSet, Include, join};
use crate::similar::similar_path;

/// Maximum nesting depth of quotes and lists. Deeper ones are flattened to this depth.
const MAX_NESTING: usize = 32;
/// Maximum nesting depth of includes.
const MAX_INCLUDE_DEPTH: usize = 8;
/// Maximum total size of a page's includes, in bytes.
const MAX_INCLUDE_BYTES: usize = 4 << 20;

/// Collects the content of a page.
pub(super) struct Builder<'a> {
    set: &'a DocSet,
    pub sections: Vec<Section>,
    pub title: Option<Spanned<String>>,
    pub annotations: Vec<Annotation>,
    pub diagnostics: Diagnostics,
    frames: Vec<Frame>,
    /// Number of open containers beyond [`MAX_NESTING`].
    too_deep: usize,
    /// The files being read: the page, its include, the include's include and so on.
    files: Vec<FileId>,
    included_bytes: usize,
    /// See [`super::Page::left_out_zones`].
    pub left_out_zones: usize,
}

/// An open container.
pub(super) enum Frame {
    Quote(Vec<Block>),
    List(Vec<Vec<Block>>),
    Item(Vec<Block>),
}

impl<'a> Builder<'a> {
    pub fn new(set: &'a DocSet, file: FileId) -> Self {
        let first = Section {
            level: 1,
            heading: Spanned::new(String::new(), Span::new(file, 0, 0)),
            links: Vec::new(),
            parent: None,
            blocks: Vec::new(),
        };
        Builder {
            set,
            sections: vec![first],
            title: None,
            annotations: Vec::new(),
            diagnostics: Diagnostics::default(),
            frames: Vec::new(),
            too_deep: 0,
            files: Vec::new(),
            included_bytes: 0,
            left_out_zones: 0,
        }
    }

    /// Returns whether the page itself is being read, not an include.
    pub fn in_page(&self) -> bool {
        self.files.len() == 1
    }

    /// Reads `file` into the current section and container, and returns its front matter.
    pub fn read(&mut self, file: FileId) -> super::front_matter::FrontMatter {
        let set = self.set;
        let text = set.sources.file(file).text.as_str();
        self.files.push(file);
        let audience = Audience { version: &set.version, zones: &set.zones };
        let prepared = prepare(file, text, audience, &mut self.diagnostics);
        self.left_out_zones += prepared.left_out;
        FileReader::new(self, file, text, &prepared).run();
        self.files.pop();
        prepared.front
    }

    /// Drops all content and diagnostics, because the page is for other versions.
    pub fn leave_out(&mut self) {
        self.sections.clear();
        self.title = None;
        self.annotations.clear();
        self.diagnostics = Diagnostics::default();
        self.left_out_zones = 0;
    }

    /// Adds a block to the innermost open container, or else to the current section.
    pub fn push(&mut self, block: Block) {
        let blocks = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Quote(blocks) | Frame::Item(blocks) => Some(blocks),
            Frame::List(_) => None,
        });
        match blocks {
            Some(blocks) => blocks.push(block),
            None => {
                if let Some(section) = self.sections.last_mut() {
                    section.blocks.push(block);
                }
            }
        }
    }

    /// Opens a container.
    pub fn enter(&mut self, frame: Frame) {
        if self.frames.len() >= MAX_NESTING {
            self.too_deep += 1;
        } else {
            self.frames.push(frame);
        }
    }

    /// Closes the innermost container.
    pub fn leave(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.frames.pop() {
            Some(Frame::Quote(blocks)) => self.push(Block::Quote(blocks)),
            Some(Frame::List(items)) => self.push(Block::List(items)),
            Some(Frame::Item(blocks)) => {
                if let Some(Frame::List(items)) = self.frames.last_mut() {
                    items.push(blocks);
                }
            }
            None => {}
        }
    }

    /// Adds a heading. Inside a quote or list it becomes a bold paragraph, because it does not end the section.
    pub fn heading(&mut self, level: u8, text: Text, span: Span) {
        let value = text.plain().split_whitespace().collect::<Vec<_>>().join(" ");
        if !self.frames.is_empty() {
            return self.push(Block::Paragraph(Text { runs: vec![Run::Strong(value)], span: text.span }));
        }
        let heading = Spanned::new(value, text.span.unwrap_or(span));
        let is_title = self.in_page() && level == 1 && self.title.is_none();
        if is_title {
            self.title = Some(heading.clone());
        }
        let links: Vec<_> = text.links().map(|(_, dest, span)| Spanned::new(dest.to_owned(), span)).collect();
        if is_title && self.sections.len() == 1 {
            self.sections[0].heading = heading;
            self.sections[0].links.extend(links);
            return;
        }
        let mut parent = Some(self.sections.len() - 1);
        while let Some(index) = parent
            && self.sections[index].level >= level
        {
            parent = self.sections[index].parent;
        }
        self.sections.push(Section { level, heading, links, parent, blocks: Vec::new() });
    }

    /// Adds the link of an HTML tag.
    pub fn tag_link(&mut self, destination: &str, span: Span) {
        self.destination(destination, span);
        if let Some(section) = self.sections.last_mut() {
            section.links.push(Spanned::new(destination.to_owned(), span));
        }
    }

    /// Reports the destination of a link or an image if it is a file that does not exist.
    pub fn destination(&mut self, destination: &str, span: Span) {
        if let Some(missing) = self.set.missing_file(span.file, destination) {
            let message = format!("the file `{}` does not exist", missing.path);
            let meant = missing.similar.as_ref().map(|meant| format!("did you mean `{meant}`? ")).unwrap_or_default();
            let hint = format!("{meant}add the file, or correct the path");
            self.diagnostics.push(Diagnostic::new(lint::DEAD_LINK, span, message).hint(hint));
        }
    }

    /// Returns the hint for an included file that does not exist: a known file of this name in another folder, or of a similar name.
    fn include_hint(&self, from: FileId, target: &str) -> String {
        let hint = "add the file, or correct the path";
        let name = target.rsplit(['/', '\\']).next().unwrap_or(target);
        let files: Vec<&str> = self.set.sources.iter().map(|(_, file)| file.path.as_str()).collect();
        let files = files.iter().copied();
        let is_same = |path: &&str| path.rsplit('/').next().is_some_and(|own| own.eq_ignore_ascii_case(name));
        let same = files.clone().find(is_same);
        let path = same.or_else(|| similar_path(&join(&self.set.sources.file(from).path, target)?, files.clone()));
        path.map_or_else(|| hint.to_owned(), |path| format!("did you mean the file `{path}`? {hint}"))
    }

    /// Returns the file that a directive includes, or `None` if it must not be read.
    pub fn may_include(&mut self, from: FileId, target: &str, span: Span) -> Option<FileId> {
        let file = match self.set.include(from, target) {
            Include::File(file) => file,
            // Snippets in other languages are generated separately and often absent.
            Include::Missing if is_snippet(target) => return None,
            Include::Missing => {
                let message = format!("the included file `{target}` does not exist");
                let missing = Diagnostic::new(lint::MISSING_INCLUDE, span, message);
                self.diagnostics.push(missing.hint(self.include_hint(from, target)));
                return None;
            }
            Include::Outside => {
                let message = format!("`{target}` is outside the docs folder and the include roots");
                let note = Diagnostic::new(lint::INCLUDE_OUTSIDE, span, message);
                self.diagnostics.push(note.hint("name its folder in `include-roots` of docbindgen.toml"));
                return None;
            }
        };
        // Each include counts for at least 64 bytes, so that even empty files reach the limit.
        self.included_bytes += 64 + self.set.sources.file(file).text.len();
        let message = if self.files.contains(&file) {
            format!("`{target}` includes itself")
        } else if self.files.len() > MAX_INCLUDE_DEPTH {
            format!("`{target}` is nested in {MAX_INCLUDE_DEPTH} includes")
        } else if self.included_bytes > MAX_INCLUDE_BYTES {
            format!("with `{target}` this page includes more than {} MiB", MAX_INCLUDE_BYTES >> 20)
        } else {
            return Some(file);
        };
        let cycle = Diagnostic::new(lint::INCLUDE_CYCLE, span, message);
        self.diagnostics.push(cycle.hint("remove the directive from one of the files"));
        None
    }

    /// Returns the content of an inline include: the paragraphs of the file, separated by breaks.
    pub fn included_runs(&mut self, from: FileId, target: &str, span: Span) -> Vec<Run> {
        let known = matches!(self.set.include(from, target), Include::File(_));
        let Some(file) = self.may_include(from, target, span) else {
            return if known || is_snippet(target) { Vec::new() } else { self.include_label(span) };
        };
        let outer = Builder::new(self.set, file).sections;
        let sections = std::mem::replace(&mut self.sections, outer);
        let frames = std::mem::take(&mut self.frames);
        self.read(file);
        self.frames = frames;
        let mut runs = Vec::new();
        for block in std::mem::replace(&mut self.sections, sections).into_iter().flat_map(|s| s.blocks) {
            if let Block::Paragraph(text) = block {
                if !runs.is_empty() {
                    runs.push(Run::Break);
                }
                runs.extend(text.runs);
            }
        }
        runs
    }

    /// Returns the label of a directive, which replaces a missing file so that the surrounding sentence stays complete.
    fn include_label(&self, span: Span) -> Vec<Run> {
        let text = self.set.sources.file(span.file).text.get(span.start..span.end).unwrap_or_default();
        let label = text.split_once("](").and_then(|(before, _)| before.rsplit_once('['));
        let label = label.map(|(_, label)| label.trim().to_owned()).filter(|label| !label.is_empty());
        label.map(Run::Plain).into_iter().collect()
    }
}

fn is_snippet(target: &str) -> bool {
    target.split(['/', '\\']).any(|part| part == "snippets")
}
