//! `docbindgen check --changed-since REV`
//!
//! In: the docs folder in an earlier revision, read through git's objects. Out: which findings of today are reported: those on changed
//! lines, those that the earlier pages did not have, wherever they are, and all errors.

use std::collections::BTreeSet;

use super::Check;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::diagnostics::{Level, Sources, Span, clean_message};
use crate::formats::{Finding, Findings};
use crate::git::{GitError, docs_at};
use crate::load::Place;
use crate::pipeline::{Outcome, run_at};
use crate::source::Changes;

/// The pages of an earlier revision.
pub(super) struct Earlier {
    /// The revision, as the user wrote it.
    pub revision: String,
    sources: Sources,
    /// Lint and fingerprint of each finding.
    findings: BTreeSet<(&'static str, String)>,
}

impl Earlier {
    /// Reads the pages of `revision`. All findings count as new if they cannot be read, or if the folder did not exist.
    pub fn read(args: &Check, revision: &str, console: &mut Console) -> Result<Self, Exit> {
        let mut earlier =
            Earlier { revision: revision.to_owned(), sources: Sources::default(), findings: BTreeSet::new() };
        let folder = match docs_at(&args.input.docs, revision) {
            Ok(folder) => folder,
            Err(error @ GitError::NoSuchPath { .. }) => {
                console
                    .note(&format!("note: all findings are reported, because {}", clean_message(&error.to_string())));
                return Ok(earlier);
            }
            Err(error) => {
                console.error(&clean_message(&error.to_string()));
                return Err(Exit::Usage);
            }
        };
        match run_at(&Place::Revision(folder), &args.input.options(&args.output)) {
            Ok(outcome) => earlier.add(outcome),
            Err(error) => {
                let why = clean_message(&error.to_string());
                console.note(&format!(
                    "note: all findings are reported, because the pages of that revision cannot be read: {why}"
                ));
            }
        }
        Ok(earlier)
    }

    fn add(&mut self, outcome: Outcome) {
        let findings = Findings::new(&outcome.sources, &outcome.diagnostics, "");
        self.findings =
            findings.iter().map(|finding| (finding.diagnostic.lint.id, finding.fingerprint.to_owned())).collect();
        self.sources = outcome.sources;
    }

    /// Returns what changed since then in `sources`.
    pub fn changes(&self, sources: &Sources) -> Changes {
        Changes::between(&self.sources, sources)
    }

    /// Returns whether a finding in `sources` is on a changed line, is new, or is an error. Bindings lack something because of an error,
    /// whatever caused it.
    pub fn admits(&self, finding: Finding<'_>, sources: &Sources, changes: &Changes) -> bool {
        if finding.diagnostic.level == Level::Error {
            return true;
        }
        let key = (finding.diagnostic.lint.id, finding.fingerprint.to_owned());
        !self.findings.contains(&key) || finding.diagnostic.span.is_some_and(|span| is_changed(span, sources, changes))
    }
}

fn is_changed(span: Span, sources: &Sources, changes: &Changes) -> bool {
    let file = sources.file(span.file);
    changes.touch(&file.path, file.line_of(span.start), file.line_of(span.end.saturating_sub(1).max(span.start)))
}
