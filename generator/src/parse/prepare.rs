//! Prepares a page for pulldown-cmark: removes or replaces what it must not see.
//!
//! In: the page's text. Out: a copy of the same length, so that every offset in it is an offset in the page, and the
//! annotations and includes taken out of it. Front matter, comments, tab markers and directives become spaces. Text
//! that must leave a trace inside a line becomes one of four control characters, which [`super::inline`] reads back.
//! Tables are repaired on the same copy ([`super::rows`]): one parser reads everything, so reference links resolve.

use std::ops::Range;

use memchr::memmem;

use super::front_matter::{self, FrontMatter};
use super::zones::{self, Audience};
use super::{conflicts, rows, suppressions, tabs};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};
use crate::load::directives;

/// An inline include directive.
pub(super) const INCLUDE: u8 = 0x1a;
/// A `|` inside a code span of a row, which must not end the cell.
pub(super) const PIPE: u8 = 0x1c;
/// A `|` before a surplus cell, which pulldown-cmark would drop.
pub(super) const CELL: u8 = 0x1d;
/// Replaces a comment or directive inside a line, and is dropped later.
pub(super) const FILLER: u8 = 0x1e;

/// Maximum length in bytes of a line in which [`skip_code`] looks for the end of a code span.
const MAX_CODE_LINE: usize = 64 << 10;

/// A text prepared for pulldown-cmark.
pub(super) struct Prepared {
    /// The copy.
    pub text: String,
    /// Annotations, and include directives on their own lines, in order.
    pub marks: Vec<Mark>,
    /// Inline include directives in order: byte range and target.
    pub inline_includes: Vec<(Range<usize>, String)>,
    /// The headers of the tables without a delimiter row, in order.
    pub headers: Vec<rows::HeaderCells>,
    /// The front matter.
    pub front: FrontMatter,
    /// Number of zones, monikers and tabs left out because they are for other versions.
    pub left_out: usize,
}

/// An annotation or include directive taken out of the text.
pub(super) struct Mark {
    /// Its byte range.
    pub at: Range<usize>,
    /// Its kind.
    pub kind: MarkKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A comment whose content begins with a brace, with the byte range of the content.
    Annotation(Range<usize>),
    /// An include directive on its own line, with its target.
    Include(String),
}

/// A line of the copy, without its line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    pub kind: LineKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Markdown.
    Text,
    /// Only white space, possibly after a comment was taken out.
    Blank,
    /// Part of a fenced code block.
    Code,
}

/// Prepares `text`.
pub(super) fn prepare(file: FileId, text: &str, audience: Audience<'_>, diagnostics: &mut Diagnostics) -> Prepared {
    let front = front_matter::read(text);
    if front.open {
        let message = "the front matter has no closing `---`";
        let open = Diagnostic::new(lint::FRONT_MATTER_OPEN, Span::new(file, 0, 3), message);
        diagnostics.push(open.hint("put a line `---` after the last key"));
    }
    let mut copy = Copy::new(file, text, front.end);
    copy.blank(0..front.end);
    if front.glued {
        let message = "the front matter ends in the line of the heading";
        let note = Diagnostic::new(lint::FRONT_MATTER_GLUED, Span::new(file, front.end - 3, front.end), message);
        diagnostics.push(note.hint("write each key, each `---` and the heading on a line of its own"));
        // Put the heading on its own line.
        copy.bytes[front.end - 1] = b'\n';
    }
    copy.scan(diagnostics);
    conflicts::take_out(&mut copy, diagnostics);
    let mut left_out = zones::take_out(&mut copy, audience, diagnostics);
    left_out += tabs::keep_http(&mut copy, audience, diagnostics);
    suppressions::read(file, text, &copy.suppressions, diagnostics);
    let inline_includes = copy.take_includes();
    rows::repair(&mut copy, diagnostics);
    copy.marks.sort_by_key(|mark| mark.at.start);
    // Only whole characters were replaced, by ASCII. If that ever fails, the original text is read.
    let patched = String::from_utf8(copy.bytes).unwrap_or_else(|_| text.to_owned());
    Prepared { text: patched, marks: copy.marks, inline_includes, headers: copy.headers, front, left_out }
}

/// The copy under construction.
pub(super) struct Copy<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub bytes: Vec<u8>,
    pub lines: Vec<Line>,
    pub marks: Vec<Mark>,
    /// The comments that suppress diagnostics.
    pub suppressions: Vec<Range<usize>>,
    /// The headers taken out.
    pub headers: Vec<rows::HeaderCells>,
    /// Offset at which the front matter ends.
    body: usize,
}

impl<'a> Copy<'a> {
    pub fn new(file: FileId, text: &'a str, body: usize) -> Self {
        let mut bytes = text.as_bytes().to_vec();
        // The control characters must come from the preparation only, never from the page.
        for byte in &mut bytes {
            // Assigning every byte, rather than some, compiles to vector instructions.
            *byte = if (INCLUDE..=FILLER).contains(byte) { b' ' } else { *byte };
        }
        Copy {
            file,
            text,
            bytes,
            lines: Vec::new(),
            marks: Vec::new(),
            suppressions: Vec::new(),
            headers: Vec::new(),
            body,
        }
    }

    /// Replaces everything except line ends with spaces.
    pub fn blank(&mut self, at: Range<usize>) {
        self.fill(at, b' ');
    }

    pub fn fill(&mut self, at: Range<usize>, with: u8) {
        for byte in &mut self.bytes[at] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = with;
            }
        }
    }

    /// Drops the marks and suppressions that begin in one of `ranges`, which must be in order.
    pub fn drop_marks(&mut self, ranges: &[Range<usize>]) {
        keep_outside(&mut self.marks, |mark| mark.at.start, ranges);
        keep_outside(&mut self.suppressions, |at| at.start, ranges);
    }

    pub fn line(&self, index: usize) -> &[u8] {
        let line = &self.lines[index];
        &self.bytes[line.start..line.end]
    }

    /// Splits the text into lines, finds fenced code blocks and takes comments out.
    pub fn scan(&mut self, diagnostics: &mut Diagnostics) {
        let mut at = self.body;
        let mut fence: Option<Fence> = None;
        let last_end = self.text.rfind("-->").unwrap_or(0);
        // Where the last comment ends.
        let mut comment_end = at;
        // The next `<!--`, cached so that not every line has to be searched.
        let find_open =
            |from: usize| memmem::find(&self.text.as_bytes()[from..], b"<!--").map_or(usize::MAX, |n| from + n);
        let mut next_open = find_open(at);
        while at < self.text.len() {
            let next = line_end(self.text, at);
            let end = at + self.text[at..next].trim_end_matches(['\n', '\r']).len();
            let mut kind = LineKind::Text;
            if let Some(open) = &fence {
                kind = LineKind::Code;
                if open.closed_by(&self.text[at..end]) {
                    fence = None;
                }
            } else if comment_end < end {
                let from = comment_end.max(at);
                fence = if from == at { Fence::open(&self.text[at..end]) } else { None };
                if next_open < from {
                    next_open = find_open(from);
                }
                if fence.is_some() {
                    kind = LineKind::Code;
                } else if next_open < end || self.text[from..end].trim_ascii() == "-->" {
                    comment_end = self.comments(from..end, last_end, diagnostics).max(comment_end);
                }
            }
            if kind == LineKind::Text {
                self.blank_covered(at..end);
                if self.bytes[at..end].iter().all(u8::is_ascii_whitespace) {
                    kind = LineKind::Blank;
                }
            }
            self.lines.push(Line { start: at, end, kind });
            at = next;
        }
    }

    /// Takes out the comments that begin in `at`, a part of a line, and returns the end of the last one.
    fn comments(&mut self, at: Range<usize>, last_end: usize, diagnostics: &mut Diagnostics) -> usize {
        let text = self.text;
        let mut from = at.start;
        while let Some(start) = find_comment(&text[from..at.end]).map(|n| from + n) {
            let (end, closed) = comment_end(self.text, start, last_end);
            if !closed {
                let message = "this comment has no `-->`";
                let span = Span::new(self.file, start, start + 4);
                let note = Diagnostic::new(lint::COMMENT_OPEN, span, message);
                diagnostics.push(note.hint("the comment is taken to end with its paragraph"));
            }
            self.mark_annotation(start..end);
            self.fill(start..end, FILLER);
            if end >= at.end {
                return end;
            }
            from = end;
        }
        if self.text[at.clone()].trim() == "-->" {
            let span = Span::new(self.file, at.start, at.end);
            let end = Diagnostic::new(lint::COMMENT_END, span, "this `-->` has no matching `<!--`");
            diagnostics.push(end.hint("remove it, or put `<!--` where the comment begins"));
            self.fill(at.clone(), FILLER);
        }
        at.start
    }

    fn mark_annotation(&mut self, at: Range<usize>) {
        let inside = self.text[at.clone()].trim_start_matches("<!--");
        let from = at.end - inside.len();
        let inside = inside.strip_suffix("-->").unwrap_or(inside).trim_end_matches('-');
        let lead = inside.len() - inside.trim_start().len();
        let content = from + lead..from + lead + inside.trim().len();
        if self.text[content.clone()].starts_with('{') {
            self.marks.push(Mark { at, kind: MarkKind::Annotation(content) });
        } else if suppressions::is_suppression(&self.text[content]) {
            self.suppressions.push(at);
        }
    }

    /// Replaces fillers with spaces if the line has no other content.
    fn blank_covered(&mut self, line: Range<usize>) {
        let bytes = &mut self.bytes[line];
        if bytes.contains(&FILLER) && bytes.iter().all(|b| matches!(*b, FILLER | b' ' | b'\t' | b'>')) {
            for byte in bytes {
                if *byte == FILLER {
                    *byte = b' ';
                }
            }
        }
    }

    /// Takes out include directives. Those on their own lines become marks; inline ones are returned.
    pub fn take_includes(&mut self) -> Vec<(Range<usize>, String)> {
        let mut inside = Vec::new();
        let mut lines = std::mem::take(&mut self.lines);
        let mut all = directives(self.text)
            .map(|d| (d.range, d.target.to_owned()))
            // Skip directives inside comments.
            .filter(|(at, _)| self.bytes[at.start] == b'[' && self.bytes[at.end - 1] == b']')
            .collect::<Vec<_>>()
            .into_iter()
            .peekable();
        while let Some((first, _)) = all.peek() {
            let index = lines.partition_point(|line| line.end <= first.start);
            let Some(line) = lines.get_mut(index) else { break };
            let found: Vec<_> = std::iter::from_fn(|| all.next_if(|(at, _)| at.start < line.end)).collect();
            if line.kind != LineKind::Text || found[0].0.start < line.start {
                continue;
            }
            let found = outside_code(&self.bytes[line.start..line.end], line.start, found);
            if found.is_empty() {
                continue;
            }
            for (at, _) in &found {
                self.fill(at.clone(), INCLUDE);
            }
            let bytes = &self.bytes[line.start..line.end];
            let alone = bytes.iter().all(|b| matches!(*b, INCLUDE | FILLER | b' ' | b'\t' | b'>'));
            for (at, target) in found {
                if alone {
                    self.blank(at.clone());
                    self.marks.push(Mark { at, kind: MarkKind::Include(target) });
                } else {
                    inside.push((at, target));
                }
            }
            if alone {
                line.kind = LineKind::Blank;
            }
        }
        self.lines = lines;
        inside
    }
}

/// Drops the items, which are in order, that begin in one of `ranges`, which are in order too.
fn keep_outside<T>(items: &mut Vec<T>, start: impl Fn(&T) -> usize, ranges: &[Range<usize>]) {
    let mut next = 0;
    items.retain(|item| {
        let start = start(item);
        while ranges.get(next).is_some_and(|range| range.end <= start) {
            next += 1;
        }
        ranges.get(next).is_none_or(|range| start < range.start)
    });
}

/// Returns the end of the line at `at`, including its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n + 1)
}

/// Returns the offset of the first `<!--` outside code spans.
fn find_comment(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut from = 0;
    while let Some(byte) = bytes.get(from) {
        match byte {
            b'<' if bytes[from..].starts_with(b"<!--") => return Some(from),
            b'`' => from = skip_code(bytes, from).unwrap_or_else(|after| after),
            b'\\' => from += 2,
            _ => from += 1,
        }
    }
    None
}

/// Returns the end of the code span at `from`, or the end of its opening backquotes if it is not closed.
///
/// In very long lines, every code span counts as not closed, because repeated searches would take too long.
pub(super) fn skip_code(line: &[u8], from: usize) -> Result<usize, usize> {
    let run = |at: usize| line[at..].iter().take_while(|b| **b == b'`').count();
    let ticks = run(from);
    if line.len() > MAX_CODE_LINE {
        return Err(from + ticks);
    }
    let mut at = from + ticks;
    while at < line.len() {
        match run(at) {
            0 => at += 1,
            n if n == ticks => return Ok(at + n),
            n => at += n,
        }
    }
    Err(from + ticks)
}

/// Returns those of `found` that begin outside the code spans of the line, which begins at `start`.
fn outside_code(line: &[u8], start: usize, mut found: Vec<(Range<usize>, String)>) -> Vec<(Range<usize>, String)> {
    let mut at = 0;
    found.retain(|(range, _)| {
        let offset = range.start - start;
        while at < offset {
            at = if line[at] == b'`' { skip_code(line, at).unwrap_or_else(|after| after) } else { at + 1 };
        }
        at == offset
    });
    found
}

/// Returns the end of the comment that begins at `start`, and whether it is closed by `-->`.
///
/// An annotation never contains a second `<!--`: if one comes first, its `-->` is missing. An unclosed comment must
/// not swallow the page: it ends with its line if text precedes it there, otherwise with its paragraph.
fn comment_end(text: &str, start: usize, last_end: usize) -> (usize, bool) {
    // `<!-->` is a comment too.
    let inside = start + 2;
    let behind = &text[start + 4..];
    let annotation = behind.trim_start().starts_with('{');
    let limit = if annotation { behind.find("<!--").map(|n| start + 4 + n) } else { None };
    if last_end >= inside
        && let Some(found) = text[inside..limit.unwrap_or(text.len())].find("-->")
    {
        return (inside + found + 3, true);
    }
    let line_start = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let whole_line = content(&text[line_start..start]).is_empty();
    let mut end = line_end(text, start);
    while whole_line && end < text.len() {
        let next = line_end(text, end);
        let line = text[end..next].trim();
        if line.is_empty() || Fence::open(line).is_some() || line.starts_with('#') {
            break;
        }
        end = next;
    }
    (text[..end].trim_end().len().max(start + 4), false)
}

/// An open fence.
pub(super) struct Fence {
    byte: u8,
    len: usize,
    indent: usize,
}

impl Fence {
    /// Returns the fence that a line opens, also inside quotes and list items.
    pub fn open(whole: &str) -> Option<Fence> {
        let line = content(whole);
        let byte = *line.as_bytes().first()?;
        if byte != b'`' && byte != b'~' {
            return None;
        }
        let len = line.bytes().take_while(|b| *b == byte).count();
        (len >= 3 && !(byte == b'`' && line[len..].contains('`'))).then_some(Fence {
            byte,
            len,
            indent: whole.len() - line.len(),
        })
    }

    /// Returns whether a line closes the fence.
    pub fn closed_by(&self, line: &str) -> bool {
        let inside = line.trim_start_matches([' ', '\t', '>']);
        // With four more spaces, the line is part of the code.
        let indent = line.len() - inside.len();
        let line = inside.trim_end();
        indent < self.indent + 4 && line.len() >= self.len && line.bytes().all(|b| b == self.byte)
    }
}

/// Returns a line without indentation, quote markers and one list marker.
pub(super) fn content(line: &str) -> &str {
    let outer = line.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
    let line = &line[outer..];
    let number = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match line.as_bytes().get(number) {
        Some(b'.' | b')') if number > 0 => number + 1,
        Some(b'-' | b'*' | b'+') if number == 0 => 1,
        _ => return line,
    };
    match line.as_bytes().get(marker) {
        Some(b' ' | b'\t') => line[marker..].trim_start_matches([' ', '\t']),
        _ => line,
    }
}
