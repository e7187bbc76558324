//! The spans that earlier stages reported.
//!
//! In: their diagnostics. Out: whether one of them explains what a section lacks, so that one fault is reported once.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, FileId, Lint, Span, lint};

/// The lints that explain why a part of a page is missing: it was to be included from elsewhere, or never written.
const EXPLAIN: &[&Lint] =
    &[lint::MISSING_INCLUDE, lint::INCLUDE_OUTSIDE, lint::INCLUDE_CYCLE, lint::TODO_PLACEHOLDER, lint::MERGE_CONFLICT];

/// Where earlier stages found that a part of a page is missing.
pub(super) struct Reported(BTreeSet<(FileId, usize)>);

impl Reported {
    pub fn new(diagnostics: &Diagnostics) -> Self {
        let found = diagnostics.list().iter().filter(|found| EXPLAIN.contains(&found.lint));
        Reported(found.filter_map(|found| found.span).map(|span| (span.file, span.start)).collect())
    }

    /// Returns whether a part of this span is missing.
    pub fn lacks_part(&self, span: Span) -> bool {
        self.0.range((span.file, span.start)..(span.file, span.end)).next().is_some()
    }
}
