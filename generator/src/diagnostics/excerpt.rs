//! The lines of a page that a diagnostic shows, made safe and short.
//!
//! In: a text and a range in it. Out: [`Excerpt`]: a few lines and the range within them. Control characters are replaced, and long lines
//! are cut. Pages are untrusted text: a terminal must not obey an escape sequence in a table cell, and a cell of a megabyte must not fill
//! the screen.

use std::ops::Range;

use super::SourceFile;

/// A range over more lines than this is shown by its first line only.
const MAX_LINES: usize = 4;
/// Characters of a line kept after the start of the range.
const KEEP_AFTER: usize = 120;
/// Characters of a line kept before the start of the range, if it begins after [`MAX_COLUMN`].
const KEEP_BEFORE: usize = 60;
/// Up to this column, a line keeps its beginning, so that the renderer can count columns.
const MAX_COLUMN: usize = 2000;
/// Maximum number of characters of a message or a hint.
const MAX_MESSAGE: usize = 1000;

/// The result of [`excerpt`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The lines, joined by `\n`.
    pub text: String,
    /// The range in `text` (bytes).
    pub range: Range<usize>,
    /// Number of the first line, from 1.
    pub line: usize,
    /// Whether the beginning of the first line is missing, so that columns cannot be counted in `text`.
    pub cut_left: bool,
}

/// Returns the lines around `range` of `file`. A range beyond the text is moved into it.
pub(crate) fn excerpt(file: &SourceFile, range: Range<usize>) -> Excerpt {
    let text = file.text.as_str();
    let start = text.floor_char_boundary(range.start);
    let end = text.ceil_char_boundary(range.end).max(start);
    let line = line_index(file, start);
    // A range that ends with a line break ends in that line, not at the start of the next.
    let last = line_index(file, end.saturating_sub(1).max(start));
    let last = if last - line < MAX_LINES { last } else { line };

    let mut out = Excerpt { text: String::new(), range: 0..0, line: line + 1, cut_left: false };
    for index in line..=last {
        if index > line {
            out.text.push('\n');
        }
        let bounds = line_bounds(file, index);
        let focus = start.clamp(bounds.start, bounds.end)..end.clamp(bounds.start, bounds.end);
        let cut = cut_line(&text[bounds.clone()], focus.start - bounds.start..focus.end - bounds.start);
        if index == line {
            out.range.start = cut.focus.start;
            out.cut_left = cut.cut_left;
        }
        out.range.end = out.text.len() + cut.focus.end;
        out.text.push_str(&cut.text);
    }
    out
}

fn line_index(file: &SourceFile, offset: usize) -> usize {
    file.line_of(offset) - 1
}

/// Returns the byte range of a line, without its line ending.
fn line_bounds(file: &SourceFile, index: usize) -> Range<usize> {
    let start = file.line_starts()[index];
    let end = file.line_starts().get(index + 1).copied().unwrap_or(file.text.len());
    let trimmed = file.text[start..end].trim_end_matches(['\n', '\r']);
    start..start + trimmed.len()
}

struct CutLine {
    text: String,
    focus: Range<usize>,
    cut_left: bool,
}

fn cut_line(line: &str, focus: Range<usize>) -> CutLine {
    let before = &line[..focus.start];
    let cut_left = before.char_indices().nth(MAX_COLUMN).is_some();
    let from = match before.char_indices().rev().nth(KEEP_BEFORE - 1) {
        Some((offset, _)) if cut_left => offset,
        _ => 0,
    };
    let after = &line[focus.start..];
    let to = after.char_indices().nth(KEEP_AFTER).map_or(line.len(), |(offset, _)| focus.start + offset);

    let mut text = String::from(if cut_left { "…" } else { "" });
    text.push_str(&clean(&line[from..focus.start]));
    let start = text.len();
    text.push_str(&clean(&line[focus.start..focus.end.min(to)]));
    let end = text.len();
    text.push_str(&clean(&line[focus.end.min(to)..to]));
    if to < line.len() {
        text.push('…');
    }
    CutLine { text, focus: start..end, cut_left }
}

/// Makes a text safe for terminals: control characters become their pictures (`␛`), line breaks and tabs become spaces, and direction marks
/// and other invisible characters become `\u{fffd}`.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\n' => out.push(' '),
            '\r' => {}
            '\0'..='\u{1f}' => out.extend(char::from_u32(u32::from(c) + 0x2400)),
            '\u{7f}' => out.push('\u{2421}'),
            '\u{80}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// Returns whether a text has neither control characters nor invisible ones, and is safe for terminals as it is.
pub fn is_printable(text: &str) -> bool {
    clean(text) == text
}

/// [`clean`], and shortened to a readable length.
pub(crate) fn clean_message(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => clean(&text[..end]) + "…",
        None => clean(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sources;
    use super::*;

    fn of(text: &str, range: Range<usize>) -> Excerpt {
        let mut sources = Sources::default();
        let id = sources.add("x.md", text);
        excerpt(sources.file(id), range)
    }

    #[test]
    fn the_line_of_the_range_is_shown() {
        let e = of("one\ntwo three\nfour", 8..13);
        assert_eq!((e.text.as_str(), e.range, e.line, e.cut_left), ("two three", 4..9, 2, false));
    }

    #[test]
    fn line_ends_are_excluded() {
        let e = of("one\r\ntwo\r\n", 5..10);
        assert_eq!((e.text.as_str(), e.range, e.line), ("two", 0..3, 2));
    }

    #[test]
    fn long_ranges_show_their_first_line() {
        assert_eq!(of("a\nb\nc\nd\ne\nf", 0..5).text, "a\nb\nc");
        let e = of("aa\nb\nc\nd\ne\nf", 1..12);
        assert_eq!((e.text.as_str(), e.range), ("aa", 1..2));
    }

    #[test]
    fn ranges_outside_the_text_and_inside_characters_are_moved() {
        assert_eq!(of("", 5..9).range, 0..0);
        assert_eq!(of("ab", 7..9).range, 2..2);
        assert_eq!(of("é", 1..1).range, 0..2);
        #[allow(clippy::reversed_empty_ranges, reason = "that is the point")]
        let reversed = 2..1;
        assert_eq!(of("abc", reversed).range, 2..2);
        assert_eq!(of("abc\n", 4..4).text, "");
    }

    #[test]
    fn long_lines_are_cut_on_both_sides() {
        let text = format!("{}X{}", "é".repeat(500_000), "b".repeat(500_000));
        let e = of(&text, 1_000_000..1_000_001);
        assert!(e.cut_left && e.text.chars().count() < 600, "{}", e.text.len());
        assert_eq!(&e.text[e.range.clone()], "X");
        assert!(e.text.starts_with('…') && e.text.ends_with('…'));
        // A range as long as the line is cut with it.
        let e = of(&text, 0..text.len());
        assert!(!e.cut_left && e.text.chars().count() < 600 && e.range.end < 1000);
    }

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\tc\u{9b}d\u{202e}e\nf\r\0"), "a␛[31mb␇    c\u{fffd}d\u{fffd}e f␀");
        let e = of("\u{1b}[2J\tX", 5..6);
        assert_eq!(&e.text[e.range], "X");
    }
}
