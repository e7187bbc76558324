//! Converts the parser events of one file into blocks.
//!
//! In: a prepared text and its pulldown-cmark events. Out: calls to a [`Builder`]: blocks, headings and, at their
//! original positions, the annotations and includes that the preparation took out of the text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::build::{Builder, Frame};
use super::fences;
use super::inline::{Inline, restore};
use super::prepare::{Mark, MarkKind, Prepared};
use super::table::TableBuilder;
use super::{Annotation, Block, CodeBlock, Run, Text, annotation, html};
use crate::diagnostics::{Diagnostic, FileId, Span, lint};

/// The open block, between its start and end events.
enum Open {
    None,
    Inline(Inline, Option<u8>),
    Code(CodeBlock, bool),
    Html(String, Range<usize>),
    Table(TableBuilder),
}

/// Reads one file into a [`Builder`].
pub(super) struct FileReader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    file: FileId,
    text: &'a str,
    prepared: &'b Prepared,
    next_mark: usize,
    /// The last annotation, until the next block shows whether it belongs to a fenced code block.
    pending: Option<Annotation>,
    open: Open,
}

impl<'b, 'a> FileReader<'b, 'a> {
    pub fn new(builder: &'b mut Builder<'a>, file: FileId, text: &'a str, prepared: &'b Prepared) -> Self {
        FileReader { builder, file, text, prepared, next_mark: 0, pending: None, open: Open::None }
    }

    /// Reads the whole file.
    pub fn run(mut self) {
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
        if let Some(annotation) = self.pending.take()
            && self.builder.in_page()
        {
            self.builder.annotations.push(annotation);
        }
    }

    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.file, at.start, at.end)
    }

    /// Returns `at` without leading and trailing white space.
    fn trim(&self, at: &Range<usize>) -> Range<usize> {
        let text = self.prepared.text.get(at.clone()).unwrap_or_default();
        let start = at.start + (text.len() - text.trim_ascii_start().len());
        start..start.max(at.start + text.trim_ascii_end().len())
    }

    /// Handles the remaining marks before `offset`.
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
                let (value, fault) = annotation::object(&self.text[content.clone()]);
                if let Some(fault) = fault {
                    let at = content.start + fault.at;
                    let len = self.text[at..].chars().next().map_or(0, char::len_utf8);
                    let at = Span::new(self.file, at, at + len);
                    let broken = Diagnostic::new(lint::ANNOTATION_JSON, at, fault.message);
                    self.builder.diagnostics.push(broken.hint("write the annotation as a JSON object"));
                }
                let annotation = Annotation { value, span };
                if annotation.str("type").is_some_and(|kind| kind.starts_with("#page.")) {
                    if self.builder.in_page() {
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

    /// Closes the implicit paragraph of text directly inside a list item.
    fn close_implicit(&mut self, end: usize) {
        if let Open::Inline(_, None) = self.open {
            self.close_inline(end, None);
        }
    }

    fn close_inline(&mut self, end: usize, at: Option<&Range<usize>>) {
        let Open::Inline(inline, level) = std::mem::replace(&mut self.open, Open::None) else { return };
        let (_, mut text) = inline.finish(self.file, end);
        if let Some(span) = &mut text.span {
            let trimmed = self.trim(&(span.start..span.end));
            *span = self.span(&trimmed);
        }
        match (level, at) {
            (Some(level), Some(at)) => {
                // A tab marker in an unusual position, which the preparation missed.
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
                    for code in fences::split(code, &mut self.builder.diagnostics) {
                        self.builder.push(Block::Code(code));
                    }
                }
            }
            TagEnd::HtmlBlock => {
                if let Open::Html(html, at) = std::mem::replace(&mut self.open, Open::None) {
                    if html::has_table(&html) {
                        let span = self.span(&self.trim(&at));
                        let found = Diagnostic::new(lint::UNUSED_TABLE, span, "tables in HTML are not read");
                        self.builder.diagnostics.push(found.hint("write the table in markdown"));
                    }
                    self.tag_links(&at);
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
                    for block in table.finish(self.text, self.prepared, &mut self.builder.diagnostics) {
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

    /// Adds the links and images of the tags at `at`.
    fn tag_links(&mut self, at: &Range<usize>) {
        for (tag, destination, is_link) in html::destinations(self.prepared.text.get(at.clone()).unwrap_or_default()) {
            let span = Span::new(self.file, at.start + tag.start, at.start + tag.end);
            match is_link {
                true => self.builder.tag_link(&destination, span),
                false => self.builder.destination(&destination, span),
            }
        }
    }

    fn start_inline(&mut self, tag: Tag<'_>, at: &Range<usize>) {
        if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = &tag {
            self.builder.destination(&restore(dest_url), Span::new(self.file, at.start, at.end));
        }
        let inline = self.inline(at);
        match tag {
            Tag::Strong => inline.start_strong(),
            Tag::Link { dest_url, .. } => inline.start_link(Some(&dest_url), at),
            Tag::Image { .. } => inline.start_link(None, at),
            _ => {}
        }
    }

    /// Returns the target of inline content at `at`: the open block, or a new implicit paragraph.
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
            (_, Event::InlineHtml(tag) | Event::Html(tag)) => {
                self.inline(&at).tag(&tag);
                self.tag_links(&at);
            }
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

/// Appends `text`, as written on the page, to the lines of a code block. `open` is whether the last line continues.
fn push_code(code: &mut CodeBlock, open: &mut bool, text: &str, at: &Range<usize>, page: &str) {
    let written = page.get(at.clone()).filter(|written| written.len() == text.len());
    let mut offset = at.start;
    for piece in text.split_inclusive('\n') {
        let own = written.and_then(|written| written.get(offset - at.start..offset - at.start + piece.len()));
        // A line that was blanked in the copy stays blank.
        let line = if piece.trim().is_empty() { piece } else { own.unwrap_or(piece) };
        let line = line.trim_end_matches(['\n', '\r']);
        match code.lines.last_mut() {
            Some((_, last)) if *open => last.push_str(line),
            _ => code.lines.push((offset, line.to_owned())),
        }
        *open = !piece.ends_with('\n');
        offset += piece.len();
    }
}

/// Returns the text outside tags and comments.
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
