//! `docbindgen check --fix`
//!
//! In: the outcome of a run. Out: corrected pages on disk, or a diff. Corrected texts are checked again, in memory, until there is nothing
//! left to correct, so that a second run changes nothing.

use std::collections::BTreeMap;

use super::{Check, Known};
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::patch::Patch;
use crate::diagnostics::clean_message;
use crate::fix;
use crate::formats::{Findings, Locations};
use crate::output::PageFile;
use crate::pipeline::{Outcome, count};

/// Corrections that show further faults are rare, and never show many.
const MAX_ROUNDS: usize = 10;

/// The corrections of a run.
pub(super) struct Fixes {
    /// The outcome with the corrections.
    outcome: Outcome,
    /// The texts of the corrected pages before and after, by path.
    pages: BTreeMap<String, (String, String)>,
    /// The number of corrected findings, by lint.
    lints: BTreeMap<&'static str, usize>,
    /// The number of findings in included files outside the docs folder.
    outside: usize,
}

/// Finds all corrections.
pub(super) fn find(args: &Check, outcome: Outcome, known: &Known, console: &mut Console) -> Result<Fixes, Exit> {
    let mut fixes = Fixes { outcome, pages: BTreeMap::new(), lints: BTreeMap::new(), outside: 0 };
    for round in 0..MAX_ROUNDS {
        let sources = &fixes.outcome.sources;
        let docs = args.docs();
        let mut findings = Findings::new(sources, &fixes.outcome.diagnostics, &docs);
        known.leave_out(&mut findings, sources, console)?;
        let fixed = fix::apply(sources, findings.iter().map(|finding| finding.diagnostic));
        if round == 0 {
            fixes.outside = fixed.outside;
        }
        if fixed.texts.is_empty() {
            break;
        }
        for (lint, number) in fixed.lints {
            *fixes.lints.entry(lint).or_default() += number;
        }
        for (id, after) in fixed.texts {
            let file = sources.file(id);
            let before = || (file.text.clone(), String::new());
            fixes.pages.entry(file.path.clone()).or_insert_with(before).1 = after;
        }
        let texts = fixes.pages.iter().map(|(path, (_, after))| (path.clone(), after.clone())).collect();
        fixes.outcome = args.read_pages(texts, console)?;
    }
    Ok(fixes)
}

impl Fixes {
    /// Prints the corrections as a unified diff.
    pub fn print(self, args: &Check, console: &mut Console) -> Result<Exit, Exit> {
        let docs = args.docs();
        let locations = Locations::new(&self.outcome.sources, &docs);
        let mut exit = Exit::Fine;
        let mut patch = Patch::default();
        for (path, (before, after)) in &self.pages {
            let mark = match PageFile::open(&args.input.docs, path, before) {
                Ok(page) => page.mark(),
                Err(error) => {
                    console.error(&clean_message(&error.to_string()));
                    exit = Exit::Usage;
                    continue;
                }
            };
            let shown = locations.path(path);
            patch.add(&shown, Some(&[mark, before].concat()), Some(&[mark, after].concat()));
        }
        patch.print(console)?;
        self.report("to fix", console);
        Ok(if exit == Exit::Fine && !self.pages.is_empty() { Exit::Found } else { exit })
    }

    /// Writes the corrected pages. Returns the outcome for the pages as they are then.
    pub fn write(self, args: &Check, console: &mut Console) -> Result<Outcome, Exit> {
        let mut written = 0;
        for (path, (before, after)) in &self.pages {
            match PageFile::open(&args.input.docs, path, before).and_then(|page| page.write(after)) {
                Ok(()) => written += 1,
                // Paths are names of pages.
                Err(error) => console.error(&clean_message(&error.to_string())),
            }
        }
        if written < self.pages.len() {
            console.line(&format!(
                "{} corrected, {} left as they are",
                count(written, "page"),
                self.pages.len() - written
            ));
            return Err(Exit::Usage);
        }
        self.report("fixed", console);
        Ok(self.outcome)
    }

    /// Says what was corrected.
    fn report(&self, what: &str, console: &mut Console) {
        let number: usize = self.lints.values().sum();
        if number == 0 {
            console.note("nothing to fix");
        } else {
            let lints: Vec<String> = self.lints.iter().map(|(lint, number)| format!("{number} {lint}")).collect();
            let (findings, pages) = (count(number, "finding"), count(self.pages.len(), "page"));
            console.note(&format!("{findings} {what} in {pages}: {}", lints.join(", ")));
        }
        if self.outside > 0 {
            let findings = count(self.outside, "finding");
            console.note(&format!("{findings} in included files outside the docs folder: correct these by hand"));
        }
    }
}
