//! Findings in the forms that other programs read: JSON, SARIF, annotations of GitHub, and baselines.
//!
//! In: the diagnostics of a run and the [`Sources`] they point into. Out: [`Findings`], which each form prints. Text of pages is cleaned as
//! it is for terminals.

mod baseline;
mod fingerprint;
pub mod github;
mod json;
mod location;
mod sarif;
#[cfg(test)]
mod schema;
pub mod shell;

pub use baseline::{Baseline, BaselineError};
pub use location::{Location, Locations, Unit, relative};

use crate::diagnostics::{Diagnostic, Diagnostics, Level, Lint, Sources, clean_message};
use fingerprint::Fingerprints;

/// Where this project is published; empty if it is not.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Outdated files in one message; with more of these something is wrong with the command rather than with files.
const MAX_FILES: usize = 20;

/// A diagnostic, and what identifies it.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    /// The diagnostic.
    pub diagnostic: &'a Diagnostic,
    /// The same in later runs, if the line with the fault moved but did not change.
    pub fingerprint: &'a str,
}

impl Finding<'_> {
    /// Returns the message, safe for terminals.
    fn message(&self) -> String {
        clean_message(&self.diagnostic.message)
    }

    /// Returns the hint, safe for terminals, or the help of the lint.
    fn way_out(&self) -> String {
        self.diagnostic.hint.as_deref().map_or_else(|| self.diagnostic.lint.help.to_owned(), clean_message)
    }
}

/// Generated files that are not up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// The files, each with what is wrong with it.
    pub files: Vec<String>,
    /// The command that updates them.
    pub command: String,
}

impl Outdated {
    /// Returns the first files, joined by `separator`, and the number of the others.
    fn first_files(&self, separator: &str) -> String {
        let mut files: Vec<String> = self.files.iter().take(MAX_FILES).cloned().collect();
        if self.files.len() > MAX_FILES {
            files.push(format!("and {} more", self.files.len() - MAX_FILES));
        }
        files.join(separator)
    }
}

/// The findings of a run.
#[derive(Debug)]
pub struct Findings<'a> {
    sources: &'a Sources,
    locations: Locations<'a>,
    diagnostics: Vec<&'a Diagnostic>,
    fingerprints: Vec<String>,
    outdated: Option<&'a Outdated>,
}

impl<'a> Findings<'a> {
    /// Returns all findings of a run. Paths begin with `docs`, the docs folder as the user wrote it.
    #[must_use]
    pub fn new(sources: &'a Sources, diagnostics: &'a Diagnostics, docs: &str) -> Self {
        let mut fingerprints = Fingerprints::new(sources);
        Findings {
            sources,
            locations: Locations::new(sources, docs),
            diagnostics: diagnostics.list().iter().collect(),
            fingerprints: diagnostics.list().iter().map(|diagnostic| fingerprints.next(diagnostic)).collect(),
            outdated: None,
        }
    }

    /// Adds generated files that are not up to date.
    #[must_use]
    pub fn with_outdated(mut self, outdated: Option<&'a Outdated>) -> Self {
        self.outdated = outdated;
        self
    }

    /// Removes the findings for which `keep` returns false.
    pub fn retain(&mut self, mut keep: impl FnMut(Finding<'_>) -> bool) {
        let findings = self.iter().map(&mut keep).collect::<Vec<bool>>();
        let mut kept = findings.iter();
        self.diagnostics.retain(|_| kept.next().is_some_and(|kept| *kept));
        let mut kept = findings.iter();
        self.fingerprints.retain(|_| kept.next().is_some_and(|kept| *kept));
    }

    /// Returns the findings, in the order of the diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = Finding<'_>> {
        let pairs = self.diagnostics.iter().zip(&self.fingerprints);
        pairs.map(|(diagnostic, fingerprint)| Finding { diagnostic, fingerprint })
    }

    /// Returns the number of findings with this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// Returns the findings as JSON of the published form (`schema/check.schema.json`).
    #[must_use]
    pub fn json(&self) -> String {
        json::print(self)
    }

    /// Returns the findings as SARIF 2.1.0.
    #[must_use]
    pub fn sarif(&self) -> String {
        sarif::print(self)
    }

    /// Returns the findings as workflow commands of GitHub.
    #[must_use]
    pub fn github(&self) -> String {
        github::print(self)
    }

    /// Returns the findings as a baseline.
    #[must_use]
    pub fn baseline(&self) -> Baseline {
        Baseline::new(self.iter().map(|finding| {
            let file = finding.diagnostic.span.map_or_else(String::new, |span| self.locations.path_in_docs(span.file));
            (file, finding.diagnostic.lint.id, finding.fingerprint, finding.message())
        }))
    }
}

/// Returns the address of a lint's explanation: a URL if this project is published, else the path in its repository.
fn explanation(lint: &Lint) -> String {
    let path = format!("docs/lints.md#{}", lint.id);
    if REPOSITORY.is_empty() { path } else { format!("{}/blob/main/{path}", REPOSITORY.trim_end_matches('/')) }
}
