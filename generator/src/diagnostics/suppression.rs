//! Comments of pages that suppress diagnostics.
//!
//! In: [`Suppression`]s, which parse reads, and the diagnostics of a run. Out: the diagnostics that remain, and one for each lint that a
//! comment names in vain.

use std::collections::{BTreeMap, BTreeSet};

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
    suppressions.sort_by_key(|suppression| suppression.span);
    suppressions.dedup();
    let mut by_file: BTreeMap<FileId, Vec<&Suppression>> = BTreeMap::new();
    for suppression in &suppressions {
        by_file.entry(suppression.span.file).or_default().push(suppression);
    }
    let mut used: BTreeSet<(Span, &str)> = BTreeSet::new();
    list.retain(|diagnostic| {
        let Some(at) = diagnostic.span else { return true };
        let mut keep = true;
        for suppression in by_file.get(&at.file).into_iter().flatten() {
            let scope = suppression.scope;
            if (scope.start..scope.end).contains(&at.start) && suppression.lints.contains(&diagnostic.lint) {
                used.insert((suppression.span, diagnostic.lint.id));
                keep = false;
            }
        }
        keep
    });
    let unused = suppressions.iter().flat_map(|suppression| {
        let unused = suppression.lints.iter().filter(|lint| !used.contains(&(suppression.span, lint.id)));
        unused.map(|lint| {
            let message = format!("there is no `{}` to suppress here", lint.id);
            Diagnostic::new(lint::UNUSED_SUPPRESSION, suppression.span, message)
                .hint("remove the lint from the comment, or the comment")
        })
    });
    unused.collect()
}
