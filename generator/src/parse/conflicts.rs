//! What an unfinished merge leaves in a page: `<<<<<<< a`, one side, `=======`, the other side, `>>>>>>> b`.
//!
//! In: the lines of the copy. Out: the same without the marks. Of markdown both sides stay, since each may document what the
//! other does not; of a fenced block the first side stays, since both together are no JSON.

use super::prepare::{Copy, LineKind};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

/// See the module.
pub(super) fn take_out(copy: &mut Copy<'_>, diagnostics: &mut Diagnostics) {
    let mut open = None;
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
            _ => continue,
        }
        copy.blank(at);
        if kind == LineKind::Text {
            copy.lines[index].kind = LineKind::Blank;
        }
    }
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
