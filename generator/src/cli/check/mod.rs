//! `docbindgen check`
//!
//! In: arguments. Out: findings on standard error or, for other programs, on standard output; with `--fix`, corrected pages.

mod changed;
mod fix;
mod known;
mod outdated;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::export::print;
use super::generate::check_folders;
use super::{Exit, Input, Output, Stopped};
use crate::diagnostics::Level;
use crate::formats::{Findings, Outdated};
use crate::pipeline::{Outcome, Summary};
use known::Known;

const EXAMPLES: &str = "\
Examples:
  docbindgen check --docs docs --fix --dry-run
      show what --fix would change
  docbindgen check --docs docs --baseline findings.json --write-baseline
      accept what is found today; without --write-baseline, later runs report only what is new
  docbindgen check --docs docs --changed-since origin/main
      report errors, and the warnings and notes that the changes since then cause
  docbindgen check --docs docs --format sarif > findings.sarif
      for code scanning

In a page, `<!-- docbindgen-allow LINT: reason -->` suppresses findings in the block below it or in its line,
`<!-- docbindgen-allow-page LINT: reason -->` in the whole page.";

/// Check the pages, and that the bindings are up to date; writes nothing unless told to
///
/// Without --out only the pages are checked. With it, every file that is missing, differs, is no longer generated or has other
/// line ends is named, together with the command that puts it right.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    #[command(flatten)]
    input: Input,
    /// Folder to compare with
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Correct the pages where only one correction can be meant: capitalisation of links and annotations, missing blank lines of examples,
    /// faulty JSON, delimiter rows, unescaped `|`
    #[arg(long)]
    fix: bool,
    /// With --fix: print the changes as a diff and write nothing; exit with 1 if there are any
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Report only errors, findings on lines that changed since the git revision REV, and findings that the pages did not have then
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
    /// Findings to leave out: those that FILE lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// With --baseline: write all findings to FILE
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "changed_since"])]
    write_baseline: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on standard error
    Text,
    /// JSON, on standard output
    Json,
    /// Annotations of GitHub Actions, on standard output
    Github,
    /// SARIF 2.1.0, for code scanning, on standard output
    Sarif,
}

pub(super) fn run(args: &Check) -> Exit {
    let mut console = Console::new(&args.input.messages, &args.input.docs);
    args.run(&mut console).unwrap_or_else(|exit| exit)
}

impl Check {
    fn run(&self, console: &mut Console) -> Result<Exit, Exit> {
        if self.dry_run && self.format != Format::Text {
            console.error("`--dry-run` prints a diff instead of findings: remove `--format` or `--dry-run`");
            return Err(Exit::Usage);
        }
        if let Some(out) = &self.out {
            check_folders(out, &self.input, console)?;
        }
        let known = Known::read(self, console)?;
        let mut outcome = self.read_pages(BTreeMap::new(), console)?;
        if self.fix {
            let fixes = fix::find(self, outcome, &known, console)?;
            if self.dry_run {
                return fixes.print(self, console);
            }
            outcome = fixes.write(self, console)?;
        }
        let outdated = self.out.as_deref().map(|out| outdated::find(self, out, &outcome, console)).transpose()?;
        self.report(&outcome, &known, outdated.flatten().as_ref(), console)
    }

    /// Runs all stages, with these texts instead of those on disk. A run that stops early has been reported.
    fn read_pages(&self, texts: BTreeMap<String, String>, console: &mut Console) -> Result<Outcome, Exit> {
        self.input.attempt(&self.output, texts, console).map_err(|stopped| {
            if let (Stopped { found: Some((sources, diagnostics)), .. }, true) = (&stopped, self.format != Format::Text)
            {
                let findings = Findings::new(sources, diagnostics, &self.docs());
                // The command fails in any case.
                let _ = print(&self.formatted(&findings));
                console.error(&stopped.message);
                return stopped.exit;
            }
            stopped.report(console)
        })
    }

    /// Reports findings and outdated files, and returns how the command ends.
    fn report(
        &self,
        outcome: &Outcome,
        known: &Known,
        outdated: Option<&Outdated>,
        console: &mut Console,
    ) -> Result<Exit, Exit> {
        let docs = self.docs();
        let mut findings = Findings::new(&outcome.sources, &outcome.diagnostics, &docs).with_outdated(outdated);
        let left_out = known.leave_out(&mut findings, &outcome.sources, console)?;
        if self.format == Format::Text {
            console.diagnostics(&outcome.sources, findings.iter().map(|finding| finding.diagnostic));
        } else if let Err(error) = print(&self.formatted(&findings)) {
            console.error(&format!("cannot write to standard output: {error}"));
            return Err(Exit::Usage);
        }
        let summary = Summary {
            errors: findings.count(Level::Error),
            warnings: findings.count(Level::Warning),
            notes: findings.count(Level::Note),
            ..outcome.summary.clone()
        };
        console.note(&summary.to_string());
        left_out.report(console);
        if let Some(out) = &self.out {
            outdated::report(out, outdated, console);
        }
        let exit = self.input.exit(&summary);
        Ok(if outdated.is_some() { Exit::Found } else { exit })
    }

    fn formatted(&self, findings: &Findings<'_>) -> String {
        match self.format {
            Format::Text => String::new(),
            Format::Json => findings.json(),
            Format::Github => findings.github(),
            Format::Sarif => findings.sarif(),
        }
    }

    fn docs(&self) -> String {
        self.input.docs.to_string_lossy().into_owned()
    }
}
