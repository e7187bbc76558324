//! The replacements that a [`Fix`] stands for.
//!
//! In: the text of a file, the span of a diagnostic, and its fix. Out: ranges and new texts, or nothing if the text is not as the fix expects.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::{Edit, Fix, Span};

/// A range of the file, and its new text.
pub(super) type Replacement = (Range<usize>, String);

/// The ranges of the destinations in definitions of links, by destination.
pub(super) type Definitions<'a> = BTreeMap<&'a str, Vec<Range<usize>>>;

/// Returns the replacements for a fix of the diagnostic at `span`. A link such as `[text][label]` has its destination in a definition, which
/// `definitions` finds.
pub(super) fn replacements(
    text: &str,
    span: Span,
    fix: &Fix,
    definitions: impl FnOnce(&str) -> Option<Vec<Range<usize>>>,
) -> Option<Vec<Replacement>> {
    match fix {
        Fix::Replace(edits) => edits.iter().map(|edit| replacement(text, span, edit)).collect(),
        Fix::Rename { from, to } => {
            let here = find_name(text, span, from).map(|range| vec![range]);
            let ranges = here.or_else(|| definitions(from))?;
            Some(ranges.into_iter().map(|range| (range, to.clone())).collect())
        }
        Fix::BlankLine => Some(vec![blank_line(text, span.start)?]),
    }
}

fn replacement(text: &str, span: Span, edit: &Edit) -> Option<Replacement> {
    let range = edit.span.start..edit.span.end;
    let is_same = edit.span.file == span.file && is_same(text.get(range.clone())?, &edit.from);
    is_same.then(|| (range, edit.to.clone()))
}

/// Returns whether two texts differ at most in white space and quote markers: a line of a fenced block in a list or quote has a prefix.
fn is_same(one: &str, other: &str) -> bool {
    let essential = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '>').collect::<String>();
    one == other || one.contains('\n') && essential(one) == essential(other)
}

/// Returns the range of `name` in `span`, if it is there once: as a whole word, and if there are several, after a bracket.
fn find_name(text: &str, span: Span, name: &str) -> Option<Range<usize>> {
    let inside = text.get(span.start..span.end)?;
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let in_path = |c: char| in_word(c) || matches!(c, '.' | '/');
    let words: Vec<usize> = inside
        .match_indices(name)
        .filter(|(at, _)| !inside[..*at].ends_with(in_path) && !inside[at + name.len()..].starts_with(in_word))
        .map(|(at, _)| at)
        .collect();
    let in_brackets = || words.iter().copied().filter(|at| inside[..*at].ends_with('(')).collect::<Vec<_>>();
    let found = if words.len() > 1 { in_brackets() } else { words };
    let [at] = found.as_slice() else { return None };
    let start = span.start + at;
    Some(start..start + name.len())
}

/// Returns the definitions of links in `text`: `[label]: path#fragment`.
pub(super) fn definitions(text: &str) -> Definitions<'_> {
    let mut found: Definitions<'_> = BTreeMap::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((label, rest)) = line.split_once("]:")
            && label.trim_start().starts_with('[')
        {
            let at = start + line.len() - rest.trim_start().len();
            let ends = |c: char| c.is_whitespace() || c == '#' || c == '?';
            let path = rest.trim_start().split(ends).next().unwrap_or_default();
            found.entry(path).or_default().push(at..at + path.len());
        }
        start += line.len();
    }
    found
}

/// Returns the insertion of an empty line before the line that contains `at`. In a quote, the line has the quote's marker.
fn blank_line(text: &str, at: usize) -> Option<Replacement> {
    let before = text.get(..at)?;
    let start = before.rfind('\n')? + 1;
    let prefix = &before[start..];
    let line_end = if before[..start].ends_with("\r\n") { "\r\n" } else { "\n" };
    let is_prefix = prefix.chars().all(|c| c.is_whitespace() || c == '>');
    is_prefix.then(|| (start..start, format!("{}{line_end}", prefix.trim_end())))
}
