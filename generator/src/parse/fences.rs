//! Splits a fenced code block at fences that open inside it: ```` ```json ```` between the headers and the body of a message, or after
//! a fence that was never closed.
//!
//! In: a fenced code block as a renderer sees it, which ends only at the next bare fence. Out: the intended blocks.

use super::CodeBlock;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::odata::Method;

/// Splits `code` at the fences that open inside it. A block without such a fence is returned unchanged.
pub(super) fn split(mut code: CodeBlock, diagnostics: &mut Diagnostics) -> Vec<CodeBlock> {
    if !code.lines.iter().any(|(_, line)| opens(line).is_some()) {
        return vec![code];
    }
    let mut out = Vec::new();
    let mut current = CodeBlock { lines: Vec::new(), ..code.clone() };
    for (offset, line) in std::mem::take(&mut code.lines) {
        let Some(info) = opens(&line) else {
            current.lines.push((offset, line));
            continue;
        };
        let span = Span::new(code.span.file, offset, offset + line.len());
        let message = "this fence opens inside a fenced code block";
        diagnostics.push(
            Diagnostic::new(lint::NESTED_FENCE, span, message).hint("close the block above, or remove the fence"),
        );
        if ends_in_header(&current) {
            // The body of the message follows, so a blank line replaces the fence.
            current.lines.push((offset, String::new()));
            continue;
        }
        cut_prose(&mut current);
        current.span.end = offset;
        out.push(std::mem::replace(
            &mut current,
            CodeBlock { info, lines: Vec::new(), span: Span { start: offset, ..code.span }, annotation: None },
        ));
    }
    out.push(current);
    out
}

/// Returns the info string of a line that opens a fence. A bare fence closes one.
fn opens(line: &str) -> Option<String> {
    let info = line.trim().strip_prefix("```")?;
    (!info.is_empty() && info.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        .then(|| info.to_ascii_lowercase())
}

/// Returns whether the last non-blank line is a header or a start line, so that a body is expected next.
fn ends_in_header(code: &CodeBlock) -> bool {
    let last = code.lines.iter().rev().map(|(_, line)| line.trim()).find(|line| !line.is_empty());
    last.is_some_and(|line| {
        let word = line.split([' ', ':']).next().unwrap_or_default();
        let is_word =
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'.'));
        let is_start = Method::parse(word).is_some() || word.starts_with("HTTP/");
        is_word && (is_start || line[word.len()..].starts_with(':'))
    })
}

/// Removes prose after the JSON in a block that was never closed.
fn cut_prose(code: &mut CodeBlock) {
    let is_end = |(_, line): &(usize, String)| matches!(line.trim(), "}" | "]");
    if let Some(last) = code.lines.iter().rposition(is_end) {
        code.lines.truncate(last + 1);
    }
}
