//! Removes the markers of an unfinished merge: `<<<<<<< a`, one side, `=======`, the other side, `>>>>>>> b`.
//!
//! In: the lines of the copy. Out: the same lines without markers. Both sides of markdown are kept, since each may document something the
//! other lacks. In a fenced code block only the first side is kept, since both together are not valid JSON. A marker between two rows of a
//! table is removed together with its line end, since an empty line would end the table.

use std::collections::BTreeSet;

use super::prepare::{Copy, LineKind};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

/// Removes merge markers; see the module documentation.
pub(super) fn take_out(copy: &mut Copy<'_>, diagnostics: &mut Diagnostics) {
    let mut open = None;
    // The last line that is not a marker.
    let mut kept: Option<usize> = None;
    let mut joined = BTreeSet::new();
    for index in 0..copy.lines.len() {
        let line = &copy.lines[index];
        let (at, kind) = (line.start..line.end, line.kind);
        let mark = Mark::of(&copy.text[at.clone()]);
        match (mark, open) {
            (Some(Mark::Begin), None) if closes(copy, index) => {
                open = Some(Mark::Begin);
                let span = Span::new(copy.file, at.start, at.end);
                let message = "this is an unresolved merge conflict";
                diagnostics
                    .push(Diagnostic::new(lint::MERGE_CONFLICT, span, message).hint("keep one of the two sides"));
            }
            (Some(Mark::Between), Some(Mark::Begin)) => open = Some(Mark::Between),
            (Some(Mark::End), Some(_)) => open = None,
            (None, Some(Mark::Between)) if kind == LineKind::Code && !is_fence(&copy.text[at.clone()]) => {}
            _ => {
                kept = Some(index);
                continue;
            }
        }
        copy.blank(at.clone());
        if kind != LineKind::Text {
            continue;
        }
        copy.lines[index].kind = LineKind::Blank;
        if kept.is_some_and(|above| is_row(copy, above)) && continues_table(copy, index + 1) {
            copy.bytes[copy.lines[index - 1].end..at.start].fill(b' ');
            joined.insert(index);
        }
    }
    let mut index = 0;
    copy.lines.retain(|_| {
        index += 1;
        !joined.contains(&(index - 1))
    });
}

/// Returns whether the line is a table row or a delimiter row.
fn is_row(copy: &Copy<'_>, index: usize) -> bool {
    copy.lines.get(index).is_some_and(|line| {
        line.kind == LineKind::Text && copy.text[line.start..line.end].trim_start().starts_with('|')
    })
}

/// Returns whether the next line, not counting markers, is a row that does not begin another table.
fn continues_table(copy: &Copy<'_>, from: usize) -> bool {
    let is_mark =
        |index: &usize| copy.lines.get(*index).is_some_and(|line| Mark::of(&copy.text[line.start..line.end]).is_some());
    // Up to three markers can follow: two of the same merge and the first of the next one.
    let Some(next) = (from..copy.lines.len()).take(4).find(|index| !is_mark(index)) else { return false };
    is_row(copy, next) && !is_delimiter(copy, next + 1)
}

fn is_delimiter(copy: &Copy<'_>, index: usize) -> bool {
    is_row(copy, index)
        && copy.lines.get(index).is_some_and(|line| {
            let text = &copy.text[line.start..line.end];
            text.contains('-') && text.chars().all(|c| matches!(c, '|' | ':' | '-' | ' ' | '\t'))
        })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Begin,
    Between,
    End,
}

impl Mark {
    fn of(line: &str) -> Option<Mark> {
        match line.trim_end() {
            "=======" => Some(Mark::Between),
            line if line.starts_with("<<<<<<< ") => Some(Mark::Begin),
            line if line.starts_with(">>>>>>> ") => Some(Mark::End),
            _ => None,
        }
    }
}

/// Returns whether the next two markers complete the merge that begins at `index`.
fn closes(copy: &Copy<'_>, index: usize) -> bool {
    let below = copy.lines[index + 1..].iter().filter_map(|line| Mark::of(&copy.text[line.start..line.end]));
    below.take(2).eq([Mark::Between, Mark::End])
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}
