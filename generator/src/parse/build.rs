//! Events to sections and blocks.
//!
//! In: a prepared text and pulldown-cmark's events for it. Out: sections with blocks, the title, annotations. Nesting is kept on
//! a stack of its own and ends at a fixed depth, so that no page can make recursion (here, in `Drop`, in later stages) too deep.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::inline::{Inline, restore};
use super::prepare::{Mark, MarkKind, Prepared, prepare};
use super::table::TableBuilder;
use super::{Annotation, Block, CodeBlock, Run, Section, Text, json};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, Spanned, lint};
use crate::load::{DocSet, Include};

/// Quotes and lists below this depth are read as if they stood at it.
const MAX_NESTING: usize = 32;
/// Includes inside includes.
const MAX_INCLUDE_DEPTH: usize = 8;
/// How much text all includes of a page may have together.
const MAX_INCLUDE_BYTES: usize = 4 << 20;

/// Collects a page.
pub(super) struct Builder<'a> {
    set: &'a DocSet,
    pub sections: Vec<Section>,
    pub title: Option<Spanned<String>>,
    pub annotations: Vec<Annotation>,
    pub diagnostics: Diagnostics,
    frames: Vec<Frame>,
    /// Containers beyond [`MAX_NESTING`] that are open.
    too_deep: usize,
    /// The files being read: the page, its include, that one's include.
    files: Vec<FileId>,
    included_bytes: usize,
}

/// An open container.
enum Frame {
    Quote(Vec<Block>),
    List(Vec<Vec<Block>>),
    Item(Vec<Block>),
}

/// What is being read between a block's start and its end.
enum Open {
    None,
    Inline(Inline, Option<u8>),
    Code(CodeBlock, bool),
    Html(String, Range<usize>),
    Table(TableBuilder),
}

impl<'a> Builder<'a> {
    pub fn new(set: &'a DocSet, file: FileId) -> Self {
        let first = Section {
            level: 1,
            heading: Spanned::new(String::new(), Span::new(file, 0, 0)),
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
        }
    }

    /// Reads the text of `file` into the current place. Gives its front matter.
    pub fn read(&mut self, file: FileId) -> super::front_matter::FrontMatter {
        let set = self.set;
        let text = set.sources.file(file).text.as_str();
        self.files.push(file);
        let prepared = prepare(file, text, &mut self.diagnostics);
        FileReader { builder: self, file, text, prepared: &prepared, next_mark: 0, pending: None, open: Open::None }
            .run();
        self.files.pop();
        prepared.front
    }

    fn push(&mut self, block: Block) {
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

    fn enter(&mut self, frame: Frame) {
        if self.frames.len() >= MAX_NESTING {
            self.too_deep += 1;
        } else {
            self.frames.push(frame);
        }
    }

    fn leave(&mut self) {
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

    /// A heading; inside a quote or list it is a bold paragraph, for sections do not end there.
    fn heading(&mut self, level: u8, text: Text, span: Span) {
        let value = text.plain().split_whitespace().collect::<Vec<_>>().join(" ");
        if !self.frames.is_empty() {
            return self.push(Block::Paragraph(Text { runs: vec![Run::Strong(value)], span: text.span }));
        }
        let heading = Spanned::new(value, text.span.unwrap_or(span));
        let of_page = self.files.len() == 1;
        let is_title = of_page && level == 1 && self.title.is_none();
        if is_title {
            self.title = Some(heading.clone());
        }
        if is_title && self.sections.len() == 1 {
            self.sections[0].heading = heading;
            return;
        }
        let mut parent = Some(self.sections.len() - 1);
        while let Some(index) = parent
            && self.sections[index].level >= level
        {
            parent = self.sections[index].parent;
        }
        self.sections.push(Section { level, heading, parent, blocks: Vec::new() });
    }

    /// The file behind a directive, unless there is a reason not to read it.
    fn may_include(&mut self, from: FileId, target: &str, span: Span) -> Option<FileId> {
        let file = match self.set.include(from, target) {
            Include::File(file) => file,
            // Code in other languages, generated beside the pages and often left out.
            Include::Missing if target.split(['/', '\\']).any(|part| part == "snippets") => return None,
            Include::Missing => {
                let message = format!("the included file `{target}` does not exist");
                self.diagnostics.push(Diagnostic::new(lint::MISSING_INCLUDE, span, message));
                return None;
            }
            Include::Outside => {
                let message = format!("`{target}` lies outside the docs folder and the include roots");
                self.diagnostics.push(Diagnostic::new(lint::INCLUDE_OUTSIDE, span, message));
                return None;
            }
        };
        // Something for each, so that even empty files come to an end.
        self.included_bytes += 64 + self.set.sources.file(file).text.len();
        let message = if self.files.contains(&file) {
            format!("`{target}` includes itself")
        } else if self.files.len() > MAX_INCLUDE_DEPTH {
            format!("`{target}` is the {MAX_INCLUDE_DEPTH}th include inside an include")
        } else if self.included_bytes > MAX_INCLUDE_BYTES {
            format!("with `{target}` this page includes more than {} MiB", MAX_INCLUDE_BYTES >> 20)
        } else {
            return Some(file);
        };
        self.diagnostics.push(Diagnostic::new(lint::INCLUDE_CYCLE, span, message));
        None
    }

    /// What a directive inside a line stands for: the paragraphs of the file, breaks between them.
    fn included_runs(&mut self, from: FileId, target: &str, span: Span) -> Vec<Run> {
        let Some(file) = self.may_include(from, target, span) else { return Vec::new() };
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
}

/// Reads one file into a [`Builder`].
struct FileReader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    file: FileId,
    text: &'a str,
    prepared: &'b Prepared,
    next_mark: usize,
    /// The annotation that waits for a fenced block.
    pending: Option<Annotation>,
    open: Open,
}

impl FileReader<'_, '_> {
    fn run(mut self) {
        let prepared = self.prepared;
        for (event, at) in Parser::new_ext(&prepared.text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(tag) => self.start(tag, at),
                Event::End(tag) => self.end(tag, at),
                event => self.leaf(event, at),
            }
        }
        self.close_implicit(self.text.len());
        self.marks_before(usize::MAX);
        let of_page = self.builder.files.len() == 1;
        if let Some(annotation) = self.pending.take()
            && of_page
        {
            self.builder.annotations.push(annotation);
        }
    }

    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.file, at.start, at.end)
    }

    /// `at` without white space at its ends.
    fn trim(&self, at: &Range<usize>) -> Range<usize> {
        let text = self.prepared.text.get(at.clone()).unwrap_or_default();
        let start = at.start + (text.len() - text.trim_ascii_start().len());
        start..start.max(at.start + text.trim_ascii_end().len())
    }

    /// Everything a mark before `offset` stands for.
    fn marks_before(&mut self, offset: usize) {
        let prepared = self.prepared;
        while let Some(mark) = prepared.marks.get(self.next_mark)
            && mark.at.start < offset
        {
            self.next_mark += 1;
            self.flush_annotation();
            self.mark(mark);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        let span = self.span(&mark.at);
        match &mark.kind {
            MarkKind::Include(target) => {
                if let Some(file) = self.builder.may_include(self.file, target, span) {
                    self.builder.read(file);
                }
            }
            MarkKind::Annotation(content) => {
                let (value, fault) = json::object(&self.text[content.clone()]);
                if let Some((offset, message)) = fault {
                    let at = content.start + offset;
                    let len = self.text[at..].chars().next().map_or(0, char::len_utf8);
                    let at = Span::new(self.file, at, at + len);
                    self.builder.diagnostics.push(Diagnostic::new(lint::ANNOTATION_JSON, at, message));
                }
                let annotation = Annotation { value, span };
                if annotation.str("type").is_some_and(|kind| kind.starts_with("#page.")) {
                    if self.builder.files.len() == 1 {
                        self.builder.annotations.push(annotation);
                    }
                } else {
                    self.pending = Some(annotation);
                }
            }
        }
    }

    fn flush_annotation(&mut self) {
        if let Some(annotation) = self.pending.take() {
            self.builder.push(Block::Annotation(annotation));
        }
    }

    /// Ends the paragraph that text directly in a list item makes.
    fn close_implicit(&mut self, end: usize) {
        if let Open::Inline(_, None) = self.open {
            self.close_inline(end, None);
        }
    }

    fn close_inline(&mut self, end: usize, at: Option<&Range<usize>>) {
        let Open::Inline(inline, level) = std::mem::replace(&mut self.open, Open::None) else { return };
        let mut texts = inline.finish(self.file, end);
        let Some(mut text) = texts.pop() else { return };
        if let Some(span) = &mut text.span {
            let trimmed = self.trim(&(span.start..span.end));
            *span = self.span(&trimmed);
        }
        match (level, at) {
            (Some(level), Some(at)) => {
                // A tab's marker that the preparation did not see, in some odd place.
                let tab = matches!(text.runs.as_slice(), [Run::Link { dest, .. }] if dest.starts_with("#tab/"));
                if !tab {
                    let span = self.span(&self.trim(at));
                    self.builder.heading(level, text, span);
                }
            }
            _ if text.is_empty() && text.links().next().is_none() => {}
            _ => self.builder.push(Block::Paragraph(text)),
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } => return self.start_inline(tag, &at),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                if let Open::Table(table) = &mut self.open {
                    table.start(&tag, &at);
                }
                return;
            }
            _ => {}
        }
        self.close_implicit(at.start);
        self.marks_before(at.start);
        if !matches!(tag, Tag::CodeBlock(_)) {
            self.flush_annotation();
        }
        match tag {
            Tag::Paragraph => self.open = Open::Inline(Inline::new(at.start), None),
            Tag::Heading { level, .. } => self.open = Open::Inline(Inline::new(at.start), Some(number(level))),
            Tag::BlockQuote(_) => self.builder.enter(Frame::Quote(Vec::new())),
            Tag::List(_) => self.builder.enter(Frame::List(Vec::new())),
            Tag::Item => self.builder.enter(Frame::Item(Vec::new())),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.trim().to_lowercase(),
                    CodeBlockKind::Indented => String::new(),
                };
                let span = self.span(&self.trim(&at));
                let code = CodeBlock { info, lines: Vec::new(), span, annotation: self.pending.take() };
                self.open = Open::Code(code, false);
            }
            Tag::HtmlBlock => self.open = Open::Html(String::new(), at),
            Tag::Table(_) => self.open = Open::Table(TableBuilder::new(self.file, &at)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.close_inline(at.end, Some(&at)),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.close_implicit(at.end);
                self.marks_before(at.end);
                self.builder.leave();
            }
            TagEnd::CodeBlock => {
                if let Open::Code(code, _) = std::mem::replace(&mut self.open, Open::None) {
                    self.builder.push(Block::Code(code));
                }
            }
            TagEnd::HtmlBlock => {
                if let Open::Html(html, at) = std::mem::replace(&mut self.open, Open::None) {
                    let text = restore(&without_tags(&html));
                    if !text.trim().is_empty() {
                        let span = Some(self.span(&self.trim(&at)));
                        let runs = vec![Run::Plain(text.trim().to_owned())];
                        self.builder.push(Block::Paragraph(Text { runs, span }));
                    }
                }
            }
            TagEnd::Table => {
                if let Open::Table(table) = std::mem::replace(&mut self.open, Open::None) {
                    for block in table.finish(self.text, &self.prepared.text, &mut self.builder.diagnostics) {
                        self.builder.push(block);
                    }
                }
            }
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                if let Open::Table(table) = &mut self.open {
                    table.end(tag, &at);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                let file = self.file;
                let inline = self.inline(&at);
                match tag {
                    TagEnd::Strong => inline.end_strong(),
                    TagEnd::Link | TagEnd::Image => inline.end_link(file, &at),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn start_inline(&mut self, tag: Tag<'_>, at: &Range<usize>) {
        let inline = self.inline(at);
        match tag {
            Tag::Strong => inline.start_strong(),
            Tag::Link { dest_url, .. } => inline.start_link(Some(&dest_url), at),
            Tag::Image { .. } => inline.start_link(None, at),
            _ => {}
        }
    }

    /// What inline content at `at` belongs to: the open block, or a paragraph that a list item leaves out.
    fn inline(&mut self, at: &Range<usize>) -> &mut Inline {
        if !matches!(self.open, Open::Inline(..) | Open::Table(_)) {
            self.marks_before(at.start);
            self.flush_annotation();
            self.open = Open::Inline(Inline::new(at.start), None);
        }
        match &mut self.open {
            Open::Inline(inline, _) => inline,
            Open::Table(table) => &mut table.cell,
            _ => unreachable!("just opened"),
        }
    }

    fn leaf(&mut self, event: Event<'_>, at: Range<usize>) {
        match (&mut self.open, event) {
            (Open::Code(code, open), Event::Text(text)) => push_code(code, open, &text, &at, self.text),
            (Open::Html(html, _), Event::Html(text) | Event::Text(text)) => html.push_str(&text),
            (_, Event::Text(text)) => self.push_text(&text, &at),
            (_, Event::Code(code)) => self.inline(&at).code(&code),
            (_, Event::InlineHtml(tag) | Event::Html(tag)) => self.inline(&at).tag(&tag),
            (_, Event::SoftBreak) => self.inline(&at).soft_break(),
            (_, Event::HardBreak) => self.inline(&at).line_break(),
            (_, Event::Rule) => {
                self.close_implicit(at.start);
                self.marks_before(at.start);
                self.flush_annotation();
            }
            _ => {}
        }
    }

    fn push_text(&mut self, text: &str, at: &Range<usize>) {
        self.inline(at);
        let FileReader { builder, open, prepared, file, .. } = self;
        let inline = match open {
            Open::Inline(inline, _) => inline,
            Open::Table(table) => &mut table.cell,
            _ => return,
        };
        inline.text(*file, text, at, &mut |offset| {
            let includes = &prepared.inline_includes;
            let Ok(index) = includes.binary_search_by_key(&offset, |(at, _)| at.start) else { return Vec::new() };
            let (at, target) = &includes[index];
            builder.included_runs(*file, target, Span::new(*file, at.start, at.end))
        });
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Adds `text` to the block's lines, as the page has it. `open` says whether the last line goes on.
fn push_code(code: &mut CodeBlock, open: &mut bool, text: &str, at: &Range<usize>, page: &str) {
    let text = if text.len() == at.len() { page.get(at.clone()).unwrap_or(text) } else { text };
    let mut offset = at.start;
    for piece in text.split_inclusive('\n') {
        let line = piece.trim_end_matches(['\n', '\r']);
        match code.lines.last_mut() {
            Some((_, last)) if *open => last.push_str(line),
            _ => code.lines.push((offset, line.to_owned())),
        }
        *open = !piece.ends_with('\n');
        offset += piece.len();
    }
}

/// Text between tags.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let end = if rest[open..].starts_with("<!--") { "-->" } else { ">" };
        match rest[open..].find(end) {
            Some(close) => rest = &rest[open + close + end.len()..],
            None => return text,
        }
    }
    text.push_str(rest);
    text
}
