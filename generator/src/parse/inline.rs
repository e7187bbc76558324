//! Converts inline events into [`Text`].
//!
//! In: pulldown-cmark's inline events with their ranges in the prepared text. Out: a [`Text`], or several if a row's
//! last cell contains surplus cells (see [`super::rows`]).

use std::ops::Range;

use super::html::{self, Meaning};
use super::prepare::{CELL, FILLER, INCLUDE, PIPE};
use super::{Run, Text};
use crate::diagnostics::{FileId, Span};

/// Collects the runs of one paragraph, heading or cell.
#[derive(Default)]
pub(super) struct Inline {
    runs: Vec<Run>,
    strong: usize,
    /// Whether the next piece of bold text begins a new run.
    strong_starts: bool,
    link: Option<Link>,
    /// The text since the last open `<code>`.
    tagged_code: Option<String>,
    /// Number of open links and images inside the link. Their text becomes part of the link's text.
    nested: usize,
    /// Texts completed by the beginning of a surplus cell.
    done: Vec<Text>,
    /// Offset at which the current text begins.
    from: usize,
    /// Whether this is a table cell, which can contain surplus cells.
    cell: bool,
}

struct Link {
    text: String,
    dest: String,
    start: usize,
}

impl Inline {
    /// Creates an empty text that begins at `from`.
    pub fn new(from: usize) -> Self {
        Inline { from, ..Inline::default() }
    }

    /// Creates an empty table cell that begins at `from`.
    pub fn new_cell(from: usize) -> Self {
        Inline { from, cell: true, ..Inline::default() }
    }

    /// Adds plain text written at `at`. `include` returns the content of the include directive at an offset.
    pub fn text(&mut self, file: FileId, text: &str, at: &Range<usize>, include: &mut dyn FnMut(usize) -> Vec<Run>) {
        // Text that differs from its source (an entity) contains no marks, whatever its characters.
        if text.len() != at.len() || !has_mark(text) {
            self.push(text);
            return;
        }
        let mut rest = text;
        while let Some(mark) = rest.bytes().position(|b| (INCLUDE..=FILLER).contains(&b)) {
            self.push(&rest[..mark]);
            let kind = rest.as_bytes()[mark];
            let offset = at.start + (text.len() - rest.len()) + mark;
            rest = &rest[mark + 1..];
            match kind {
                INCLUDE => {
                    rest = rest.trim_start_matches(INCLUDE as char);
                    self.runs.extend(include(offset));
                }
                PIPE => self.push("|"),
                CELL => self.split(file, offset),
                _ => {}
            }
        }
        self.push(rest);
    }

    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.runs.capacity() == 0 {
            // Most of the hundreds of thousands of texts have a single run.
            self.runs.reserve_exact(1);
        }
        if let Some(code) = &mut self.tagged_code {
            code.push_str(text);
        } else if let Some(link) = &mut self.link {
            link.text.push_str(text);
        } else if self.strong > 0 {
            match self.runs.last_mut() {
                Some(Run::Strong(last)) if !self.strong_starts => last.push_str(text),
                _ => self.runs.push(Run::Strong(text.to_owned())),
            }
            self.strong_starts = false;
        } else if let Some(Run::Plain(last)) = self.runs.last_mut() {
            last.push_str(text);
        } else {
            self.runs.push(Run::Plain(text.to_owned()));
        }
    }

    /// Adds a code span.
    pub fn code(&mut self, code: &str) {
        let code = restore(code);
        match (&mut self.tagged_code, &mut self.link) {
            (Some(outer), _) => outer.push_str(&code),
            (None, Some(link)) => link.text.push_str(&code),
            (None, None) => self.runs.push(Run::Code(code)),
        }
    }

    /// Handles an HTML tag: code, bold text or a line break. Other HTML elements are ignored.
    ///
    /// A tag that is not an HTML element is text, such as `<name>` for a name.
    pub fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with("</");
        match html::meaning(tag) {
            Meaning::Code if !is_end => self.tagged_code = self.tagged_code.take().or_else(|| Some(String::new())),
            Meaning::Code => self.end_tagged_code(),
            Meaning::Strong if is_end => self.end_strong(),
            Meaning::Strong => self.start_strong(),
            Meaning::Break => self.line_break(),
            Meaning::Nothing => {}
            Meaning::Text => self.push(&restore(tag)),
        }
    }

    fn end_tagged_code(&mut self) {
        match self.tagged_code.take() {
            Some(code) if !code.trim().is_empty() => self.code(&code),
            _ => {}
        }
    }

    /// Adds a hard break.
    pub fn line_break(&mut self) {
        match (&mut self.tagged_code, &mut self.link) {
            (Some(text), _) | (None, Some(Link { text, .. })) => text.push(' '),
            (None, None) => self.runs.push(Run::Break),
        }
    }

    /// Adds a soft break, which is a line end inside a paragraph.
    pub fn soft_break(&mut self) {
        self.push(" ");
    }

    pub fn start_strong(&mut self) {
        self.strong += 1;
        self.strong_starts = true;
    }

    pub fn end_strong(&mut self) {
        self.strong = self.strong.saturating_sub(1);
        self.strong_starts = true;
    }

    /// Starts a link or, without a destination, an image. Only the text of an image is kept.
    pub fn start_link(&mut self, dest: Option<&str>, at: &Range<usize>) {
        match dest {
            Some(dest) if self.link.is_none() => {
                self.link = Some(Link { text: String::new(), dest: restore(dest), start: at.start });
            }
            _ => self.nested += 1,
        }
    }

    pub fn end_link(&mut self, file: FileId, at: &Range<usize>) {
        if self.nested > 0 {
            self.nested -= 1;
        } else if let Some(link) = self.link.take() {
            let span = Span::new(file, link.start, at.end);
            self.runs.push(Run::Link { text: link.text, dest: link.dest, span });
        }
    }

    /// Ends the current cell at `offset` and begins another.
    fn split(&mut self, file: FileId, offset: usize) {
        self.end_tagged_code();
        if self.link.is_some() || !self.cell {
            return self.push("|");
        }
        let start = std::mem::replace(&mut self.from, offset + 1);
        self.done.push(finish(std::mem::take(&mut self.runs), file, start..offset));
    }

    /// Returns the texts of the preceding cells, which only a row's last cell has, and the text up to `end`.
    pub fn finish(mut self, file: FileId, end: usize) -> (Vec<Text>, Text) {
        self.end_tagged_code();
        if let Some(link) = self.link.take() {
            self.push(&link.text);
        }
        (self.done, finish(self.runs, file, self.from..end))
    }
}

/// Returns `runs` as a text, without leading and trailing white space.
fn finish(mut runs: Vec<Run>, file: FileId, at: Range<usize>) -> Text {
    if let Some(Run::Plain(first)) = runs.first_mut() {
        let cut = first.len() - first.trim_ascii_start().len();
        first.drain(..cut);
    }
    if let Some(Run::Plain(last)) = runs.last_mut() {
        last.truncate(last.trim_ascii_end().len());
    }
    runs.retain(|run| !matches!(run, Run::Plain(text) | Run::Strong(text) if text.is_empty()));
    Text { runs, span: Some(Span::new(file, at.start.min(at.end), at.end)) }
}

fn has_mark(text: &str) -> bool {
    text.bytes().any(|b| (INCLUDE..=FILLER).contains(&b))
}

/// Returns `text` as written on the page, without the marks of [`super::prepare`].
pub(super) fn restore(text: &str) -> String {
    if !has_mark(text) {
        return text.to_owned();
    }
    let keep = |c: char| match u8::try_from(c) {
        Ok(PIPE | CELL) => Some('|'),
        Ok(FILLER | INCLUDE) => None,
        _ => Some(c),
    };
    text.chars().filter_map(keep).collect()
}
