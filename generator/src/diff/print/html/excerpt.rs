//! Lines of a page, and differences of two texts, as HTML.
//!
//! In: a page and a range of it, or two texts. Out: escaped HTML.

use std::fmt::Write as _;
use std::ops::Range;

use ::similar::{ChangeTag, TextDiff};

use super::escape;
use crate::diagnostics::SourceFile;

/// Lines shown before and after the range.
const CONTEXT: usize = 1;
/// Lines of the range that are shown at most.
const MAX_LINES: usize = 8;
/// Characters of a line that are shown at most.
const MAX_LINE: usize = 1000;
/// Longer texts are shown without their differences.
const MAX_COMPARED: usize = 8000;

/// Returns the lines around `range`, with the range marked.
pub(super) fn excerpt(file: &SourceFile, range: Range<usize>) -> String {
    let starts = file.line_starts();
    let index = |offset: usize| file.line_of(offset) - 1;
    let (first, last) = (index(range.start), index(range.end.saturating_sub(1).max(range.start)));
    let last_shown = last.min(first + MAX_LINES - 1) + CONTEXT;
    let mut out = String::from("<pre>");
    for index in first.saturating_sub(CONTEXT)..=last_shown {
        let Some(start) = starts.get(index).copied() else { break };
        let end = starts.get(index + 1).copied().unwrap_or(file.text.len());
        let Some(line) = file.text.get(start..end) else { break };
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() && index == starts.len() - 1 {
            break;
        }
        let marked = if (first..=last).contains(&index) {
            let within = |offset: usize| line.floor_char_boundary(offset.saturating_sub(start).min(line.len()));
            within(range.start)..within(range.end)
        } else {
            0..0
        };
        let _ = write!(out, "<span><b>{:>4}  </b>{}\n</span>", index + 1, marked_line(line, marked));
    }
    if last > first + MAX_LINES - 1 {
        out.push_str("<span><b>   …</b></span>");
    }
    out + "</pre>"
}

fn marked_line(line: &str, marked: Range<usize>) -> String {
    let end = line.char_indices().nth(MAX_LINE).map_or(line.len(), |(offset, _)| offset);
    let part = |range: Range<usize>| escape(line.get(range.start.min(end)..range.end.min(end)).unwrap_or_default());
    let mut out = part(0..marked.start);
    if !marked.is_empty() {
        let _ = write!(out, "<mark>{}</mark>", part(marked.clone()));
    }
    out += &part(marked.end..line.len());
    if end < line.len() {
        out.push('…');
    }
    out
}

/// Returns both texts, with the words that only one of them has marked.
pub(super) fn word_difference(before: &str, after: &str) -> (String, String) {
    if before.len() + after.len() > MAX_COMPARED {
        return (escape(before), escape(after));
    }
    let (mut old, mut new) = (String::new(), String::new());
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let text = escape(change.value());
        match change.tag() {
            ChangeTag::Equal => {
                old += &text;
                new += &text;
            }
            ChangeTag::Delete => {
                let _ = write!(old, "<del>{text}</del>");
            }
            ChangeTag::Insert => {
                let _ = write!(new, "<ins>{text}</ins>");
            }
        }
    }
    (old.replace("</del><del>", ""), new.replace("</ins><ins>", ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Sources;

    #[test]
    fn lines_are_escaped_and_the_range_is_marked() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "one\r\n<b>two</b>\r\nthree\r\nfour\r\n");
        let file = sources.file(id);
        assert_eq!(
            excerpt(file, 8..11),
            "<pre><span><b>   1  </b>one\n</span><span><b>   2  </b>&lt;b&gt;<mark>two</mark>&lt;/b&gt;\n</span><span><b>   3  </b>three\n</span></pre>"
        );
        assert_eq!(excerpt(file, 0..15).matches("<mark>").count(), 2, "both lines of the range are marked");
        for range in [0..0, 0..9999, 9999..9999, 27..28] {
            assert!(excerpt(file, range).ends_with("</pre>"));
        }
    }

    #[test]
    fn words_of_one_text_are_marked() {
        let (old, new) = word_difference("a <b> c", "a d c");
        assert_eq!((old.as_str(), new.as_str()), ("a <del>&lt;b&gt;</del> c", "a <ins>d</ins> c"));
        assert_eq!(word_difference("", "x").1, "<ins>x</ins>");
    }
}
