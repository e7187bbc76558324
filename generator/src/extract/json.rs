//! JSON in fenced blocks (docs/format.md#repaired-json).
//!
//! In: a block, and the lines of it that contain JSON. Out: the value; repairs and faults are reported on request.

use crate::diagnostics::{Diagnostic, Edit, Fix, Span, lint};
use crate::odata::json::{COMMENT, Dialect, Fault, Reading, Repair, Strings, read};
use crate::parse::CodeBlock;

use super::context::Context;
use super::http_message::is_start_line;

/// Examples are compared with the model. Another message may follow the JSON in the same block.
const EXAMPLE: Dialect = Dialect { strings: Strings::Data, separate: starts_message };

fn starts_message(text: &str) -> bool {
    text.lines().next().is_some_and(is_start_line)
}

/// Reads one JSON value from the text of an example.
#[must_use]
pub(super) fn parse(text: &str) -> Reading {
    read(text, EXAMPLE)
}

/// Reports a repair in `text`, which begins at line `first` of the block.
pub(super) fn report_repair(cx: &mut Context<'_>, code: &CodeBlock, first: usize, text: &str, repair: Repair) {
    let span = place(code, first, text, repair.at);
    let (message, hint) = (format!("this JSON has {}", repair.what), repair.hint());
    let edits: Vec<Edit> = repair
        .replacements
        .into_iter()
        .map(|replacement| {
            let (from, to) = (replacement.range.start, replacement.range.end);
            let (start, end) = (place(code, first, text, from).start, place(code, first, text, to).start);
            let span = Span::new(code.span.file, start, end);
            Edit::new(span, text.get(from..to).unwrap_or_default(), replacement.text)
        })
        .collect();
    let fix = (!edits.is_empty()).then_some(Fix::Replace(edits));
    cx.report(Diagnostic::new(lint::REPAIRED_JSON, span, message).hint(hint).fix(fix));
}

/// Returns the first repair of `text` that is not a comment on a line of its own, given its first `repair`.
#[must_use]
pub(super) fn beyond_titles(text: &str, repair: Option<Repair>) -> Option<Repair> {
    if repair.as_ref().is_none_or(|repair| repair.what != COMMENT) {
        return repair;
    }
    let is_title = |line: &str| {
        let line = line.trim();
        line.starts_with("//") || line.starts_with("/*") && line.find("*/").is_some_and(|at| at + 2 == line.len())
    };
    let mut without = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if is_title(line) {
            // Blanks keep the offsets.
            without.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            without.push_str(line);
        }
    }
    let reading = parse(&without);
    if reading.fault.is_some() { repair } else { reading.repair }
}

/// Reports a fault in `text`, which begins at line `first` of the block.
pub(super) fn report_fault(cx: &mut Context<'_>, code: &CodeBlock, first: usize, text: &str, fault: Fault) {
    let span = place(code, first, text, fault.stopped);
    cx.warn(lint::BROKEN_JSON, span, "this is not JSON".to_owned(), "correct the text from here on");
}

/// Returns the span of byte `at` of `text`, which begins at line `first` of the block.
fn place(code: &CodeBlock, first: usize, text: &str, at: usize) -> Span {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count();
    let column = before.rfind('\n').map_or(before.len(), |i| before.len() - i - 1);
    code.line_span(first + line, column, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_message_may_follow() {
        for (rest, repaired) in [("PATCH /me", true), ("HTTP/1.1 200 OK\n\n{}", true), ("Content-Type: a/b", false)] {
            let reading = parse(&format!("{{\"a\": 1}}\n{rest}"));
            assert_eq!(reading.value, serde_json::json!({"a": 1}), "{rest}");
            assert_eq!(
                reading.repair.map(|repair| (repair.what, repair.at)),
                repaired.then_some(("text after the end", 9)),
                "{rest}"
            );
            assert_eq!(reading.fault.map(|fault| fault.stopped), (!repaired).then_some(9), "{rest}");
        }
    }
}
