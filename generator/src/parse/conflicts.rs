//! What an unfinished merge leaves in a page: `<<<<<<< a`, one side, `=======`, the other side, `>>>>>>> b`.
//!
//! In: the lines of the copy. Out: the same without the marks. Of markdown both sides stay, since each may document what the
//! other does not; of a fenced block the first side stays, since both together are not JSON. A mark between two rows of a table goes with
//! its line end, since an empty line would end the table.

use std::collections::BTreeSet;

use super::prepare::{Copy, LineKind};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

/// See the module.
pub(super) fn take_out(copy: &mut Copy<'_>, diagnostics: &mut Diagnostics) {
    let mut open = None;
    // The last line that is not a mark.
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
                let message = "a merge was not finished here";
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

/// Whether the line is a row of a table, or its delimiter row.
fn is_row(copy: &Copy<'_>, index: usize) -> bool {
    copy.lines.get(index).is_some_and(|line| {
        line.kind == LineKind::Text && copy.text[line.start..line.end].trim_start().starts_with('|')
    })
}

/// Whether a row follows, after further marks at most, that is not the first of a table of its own.
fn continues_table(copy: &Copy<'_>, from: usize) -> bool {
    let is_mark =
        |index: &usize| copy.lines.get(*index).is_some_and(|line| Mark::of(&copy.text[line.start..line.end]).is_some());
    // Two marks of the same merge can follow, and the first of the next one.
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

/// Whether the marks that belong to the first one, at `index`, follow before the next of its kind.
fn closes(copy: &Copy<'_>, index: usize) -> bool {
    let below = copy.lines[index + 1..].iter().filter_map(|line| Mark::of(&copy.text[line.start..line.end]));
    below.take(2).eq([Mark::Between, Mark::End])
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}
