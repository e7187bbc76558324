//! The result for each page.
//!
//! In: the facts of all pages, the diagnostics and the summary of a run. Out: [`Report`], which `--report` writes as JSON. It lists every
//! page, with its facts or with the reason why it has none.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Summary;
use crate::diagnostics::{Diagnostics, FileId, Level};
use crate::extract::{PageFacts, SkipReason};

/// The report of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Counts over all pages.
    pub summary: Summary,
    /// The number of diagnostics of each lint, by its name.
    pub lints: BTreeMap<&'static str, usize>,
    /// The pages, by path.
    pub pages: Vec<PageReport>,
}

/// The result for one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageReport {
    /// Path relative to the version's folder.
    pub path: String,
    /// Why it has no facts; `None` if it has some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<SkipReason>,
    /// Names of the types it describes, at least in part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Names of the enums it describes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<String>,
    /// Its requests, `GET /users/{id}`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<String>,
    /// Its examples.
    pub examples: usize,
    /// The number of its zones and monikers that were left out because they are for other versions.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out_zones: usize,
    /// Diagnostics that are errors.
    pub errors: usize,
    /// Diagnostics that are warnings.
    pub warnings: usize,
    /// Diagnostics that are notes.
    pub notes: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}

/// Pages before resolve consumes them. The diagnostics are added at the end of the run.
pub(super) struct ReportBuilder {
    pages: Vec<(FileId, PageReport)>,
}

impl ReportBuilder {
    pub(super) fn new(facts: &[PageFacts]) -> Self {
        ReportBuilder { pages: facts.iter().map(|page| (page.file, page_report(page))).collect() }
    }

    pub(super) fn finish(self, summary: &Summary, diagnostics: &Diagnostics) -> Report {
        let mut lints = BTreeMap::new();
        let mut levels: BTreeMap<FileId, [usize; 3]> = BTreeMap::new();
        for diagnostic in diagnostics.list() {
            *lints.entry(diagnostic.lint.id).or_default() += 1;
            if let Some(span) = diagnostic.span {
                let level = match diagnostic.level {
                    Level::Error => 0,
                    Level::Warning => 1,
                    Level::Note => 2,
                };
                levels.entry(span.file).or_default()[level] += 1;
            }
        }
        let pages = self.pages.into_iter().map(|(file, mut page)| {
            [page.errors, page.warnings, page.notes] = levels.get(&file).copied().unwrap_or_default();
            page
        });
        Report { summary: summary.clone(), lints, pages: pages.collect() }
    }
}

fn page_report(page: &PageFacts) -> PageReport {
    let requests = page.operation.iter().flat_map(|operation| &operation.requests);
    PageReport {
        path: page.path.clone(),
        skipped: page.skipped,
        types: page.resources.iter().map(|resource| resource.name.clone()).collect(),
        enums: page.enums.iter().map(|stated| stated.name.clone()).collect(),
        requests: requests.map(|request| format!("{} {}", request.method, request.template)).collect(),
        examples: page.operation.as_ref().map_or(0, |operation| operation.examples.len()),
        left_out_zones: page.left_out_zones,
        errors: 0,
        warnings: 0,
        notes: 0,
    }
}
