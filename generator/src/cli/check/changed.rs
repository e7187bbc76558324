//! `docbindgen check --changed-since REV`
//!
//! In: the docs folder in an earlier revision, read through git's objects. Out: which findings of today a change since then has caused:
//! those on changed lines, and those that the earlier pages did not have, wherever they are.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use similar::{DiffTag, TextDiff};

use super::Check;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::diagnostics::{FileId, Sources, Span, clean_message};
use crate::formats::{Finding, Findings};
use crate::git::{GitError, docs_at};
use crate::load::Place;
use crate::pipeline::{Outcome, run_at};

/// The pages of an earlier revision.
pub(super) struct Earlier {
    /// The revision, as the user wrote it.
    pub revision: String,
    /// The texts, by path.
    texts: BTreeMap<String, String>,
    /// Lint and fingerprint of each finding.
    findings: BTreeSet<(&'static str, String)>,
}

impl Earlier {
    /// Reads the pages of `revision`. All findings count as new if they cannot be read, or if the folder did not exist.
    pub fn read(args: &Check, revision: &str, console: &mut Console) -> Result<Self, Exit> {
        let mut earlier = Earlier { revision: revision.to_owned(), texts: BTreeMap::new(), findings: BTreeSet::new() };
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
            Ok(outcome) => earlier.add(&outcome),
            Err(error) => {
                let why = clean_message(&error.to_string());
                console.note(&format!(
                    "note: all findings are reported, because the pages of that revision cannot be read: {why}"
                ));
            }
        }
        Ok(earlier)
    }

    fn add(&mut self, outcome: &Outcome) {
        let findings = Findings::new(&outcome.sources, &outcome.diagnostics, "");
        self.findings =
            findings.iter().map(|finding| (finding.diagnostic.lint.id, finding.fingerprint.to_owned())).collect();
        self.texts = outcome.sources.iter().map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
    }

    /// Returns the changes between the earlier texts and `sources`.
    pub fn changes<'a>(&'a self, sources: &'a Sources) -> Changes<'a> {
        Changes { earlier: self, sources, lines: BTreeMap::new() }
    }
}

/// The changes since an earlier revision.
pub(super) struct Changes<'a> {
    earlier: &'a Earlier,
    sources: &'a Sources,
    /// The changed lines of files, from 0, once computed.
    lines: BTreeMap<FileId, Vec<Range<usize>>>,
}

impl Changes<'_> {
    /// Returns whether a finding is on a changed line, or is new.
    pub fn has(&mut self, finding: Finding<'_>) -> bool {
        let key = (finding.diagnostic.lint.id, finding.fingerprint.to_owned());
        !self.earlier.findings.contains(&key) || finding.diagnostic.span.is_some_and(|span| self.is_changed(span))
    }

    /// Returns whether a line of the span was added or changed.
    fn is_changed(&mut self, span: Span) -> bool {
        let file = self.sources.file(span.file);
        let line = |offset: usize| file.line_starts().partition_point(|start| *start <= offset).saturating_sub(1);
        let (first, last) = (line(span.start), line(span.end.saturating_sub(1).max(span.start)));
        let changed = self.lines.entry(span.file).or_insert_with(|| {
            let before = self.earlier.texts.get(&file.path).map_or("", String::as_str);
            changed_lines(before, &file.text)
        });
        changed.iter().any(|range| range.start <= last && first < range.end)
    }
}

/// Returns the lines of `after` that `before` does not have, from 0.
fn changed_lines(before: &str, after: &str) -> Vec<Range<usize>> {
    if before == after {
        return Vec::new();
    }
    let diff = TextDiff::from_lines(before, after);
    diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal).map(|op| op.new_range()).collect()
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[test]
    fn added_and_replaced_lines_are_changed() {
        for (before, after, expected) in [
            ("a\nb\n", "a\nb\n", vec![]),
            ("a\nb\n", "x\na\nb\n", vec![0..1]),
            ("a\nb\nc\n", "a\nx\nc\n", vec![1..2]),
            ("a\nb\n", "a\n", vec![1..1]),
            ("", "a\n", vec![0..1]),
        ] {
            assert_eq!(changed_lines(before, after), expected, "{after}");
        }
    }
}
