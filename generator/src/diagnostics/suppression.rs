//! Comments of pages that suppress diagnostics.
//!
//! In: [`Suppression`]s, which parse reads, and the diagnostics of a run. Out: the diagnostics that remain, and one for each lint that a
//! comment names in vain.

use std::collections::BTreeMap;

use super::{Diagnostic, FileId, Level, Lint, Span, lint};

/// A comment that suppresses diagnostics of some lints in a part of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The comment.
    pub span: Span,
    /// The part of the file.
    pub scope: Span,
    /// The lints.
    pub lints: Vec<&'static Lint>,
}

/// Returns whether comments may suppress `lint`. An error means that something is missing from the output, and a suppression must not hide
/// faults of suppressions.
pub(crate) fn can_be_suppressed(lint: &Lint) -> bool {
    let of_suppressions = [lint::UNUSED_SUPPRESSION, lint::UNKNOWN_SUPPRESSION, lint::INVALID_SUPPRESSION];
    lint.level != Level::Error && !of_suppressions.contains(&lint)
}

/// Removes suppressed diagnostics from `list`. Returns a diagnostic for each lint of a suppression that suppressed nothing.
pub(super) fn apply(list: &mut Vec<Diagnostic>, mut suppressions: Vec<Suppression>) -> Vec<Diagnostic> {
    // A file that several pages include has been read several times.
    suppressions.sort_by_key(|suppression| (suppression.span, suppression.scope));
    suppressions.dedup();
    let mut scopes: BTreeMap<(FileId, &str), Vec<Span>> = BTreeMap::new();
    for suppression in &suppressions {
        for lint in &suppression.lints {
            scopes.entry((suppression.span.file, lint.id)).or_default().push(suppression.scope);
        }
    }
    scopes.values_mut().for_each(unite);
    let mut suppressed: BTreeMap<(FileId, &str), Vec<usize>> = BTreeMap::new();
    list.retain(|diagnostic| {
        let Some(at) = diagnostic.span else { return true };
        let key = (at.file, diagnostic.lint.id);
        let is_suppressed = scopes.get(&key).is_some_and(|scopes| contain(scopes, at.start));
        if is_suppressed {
            suppressed.entry(key).or_default().push(at.start);
        }
        !is_suppressed
    });
    suppressed.values_mut().for_each(|offsets| offsets.sort_unstable());
    let mut unused = Vec::new();
    for suppression in &suppressions {
        for lint in &suppression.lints {
            let offsets = suppressed.get(&(suppression.span.file, lint.id)).map_or(&[][..], Vec::as_slice);
            let first = offsets.partition_point(|offset| *offset < suppression.scope.start);
            if offsets.get(first).is_none_or(|offset| *offset >= suppression.scope.end) {
                let message = format!("there is no `{}` to suppress here", lint.id);
                let diagnostic = Diagnostic::new(lint::UNUSED_SUPPRESSION, suppression.span, message);
                unused.push(diagnostic.hint("remove the lint from the comment, or the comment"));
            }
        }
    }
    unused
}

/// Sorts spans of one file, and unites those that overlap.
fn unite(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    let mut united: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match united.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => united.push(span),
        }
    }
    *spans = united;
}

/// Returns whether one of the spans, which are sorted and apart, contains `offset`.
fn contain(spans: &[Span], offset: usize) -> bool {
    let after = spans.partition_point(|span| span.start <= offset);
    after.checked_sub(1).and_then(|index| spans.get(index)).is_some_and(|span| offset < span.end)
}
