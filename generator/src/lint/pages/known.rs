//! The spans that earlier stages reported.
//!
//! In: their diagnostics. Out: whether one of them explains what a section lacks, so that one fault is reported once.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, FileId, Lint, Span, lint};

/// The lints that explain why a part of a page is missing: it was to be included from elsewhere, or never written.
const EXPLAIN: &[&Lint] = &[lint::MISSING_INCLUDE, lint::INCLUDE_OUTSIDE, lint::INCLUDE_CYCLE, lint::TODO_PLACEHOLDER];

/// What earlier stages found.
pub(super) struct Reported {
    /// Where a part of a page is missing.
    missing: BTreeSet<(FileId, usize)>,
    /// The pages that contain both sides of a merge conflict.
    conflicts: BTreeSet<FileId>,
    /// The pages whose front matter could not be read.
    open: BTreeSet<FileId>,
}

impl Reported {
    pub fn new(diagnostics: &Diagnostics) -> Self {
        let spans = |lints: &[&Lint]| {
            let found = diagnostics.list().iter().filter(|found| lints.contains(&found.lint));
            found.filter_map(|found| found.span).collect::<Vec<Span>>()
        };
        Reported {
            missing: spans(EXPLAIN).into_iter().map(|span| (span.file, span.start)).collect(),
            conflicts: spans(&[lint::MERGE_CONFLICT]).into_iter().map(|span| span.file).collect(),
            open: spans(&[lint::FRONT_MATTER_OPEN, lint::FRONT_MATTER_GLUED])
                .into_iter()
                .map(|span| span.file)
                .collect(),
        }
    }

    /// Returns whether a page has everything twice, because of a merge conflict.
    pub fn has_conflict(&self, page: FileId) -> bool {
        self.conflicts.contains(&page)
    }

    /// Returns whether the front matter of a page could not be read.
    pub fn has_unread_front_matter(&self, page: FileId) -> bool {
        self.open.contains(&page)
    }

    /// Returns whether a part of this span is missing.
    pub fn lacks_part(&self, span: Span) -> bool {
        self.missing.range((span.file, span.start)..(span.file, span.end)).next().is_some()
    }
}
