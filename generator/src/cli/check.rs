//! `docbindgen check`

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::folders::quoted;
use super::generate::check_folders;
use super::{Exit, Input, Output};
use crate::output::{Difference, check};
use crate::pipeline::{Outcome, count};

/// Differences listed; with more than these something is wrong with the command rather than with files.
const MAX_LISTED: usize = 50;

/// Check the pages, and that the bindings are up to date; writes nothing
///
/// Without --out only the pages are checked. With it, every file that is missing, differs, is no longer generated or has other
/// line ends is named, together with the command that puts it right.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    input: Input,
    /// Folder to compare with
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Check) -> Exit {
    let mut console = Console::new(&args.input.messages, &args.input.docs);
    if let Some(Err(exit)) = args.out.as_deref().map(|out| check_folders(out, &args.input, &mut console)) {
        return exit;
    }
    let outcome = match args.input.run(&args.output, &mut console) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    console.note(&outcome.summary.to_string());
    match &args.out {
        None => args.input.exit(&outcome),
        Some(out) => compare(args, out, &outcome, &mut console),
    }
}

fn compare(args: &Check, out: &Path, outcome: &Outcome, console: &mut Console) -> Exit {
    let differences = match check(out, &outcome.files) {
        Ok(differences) => differences,
        Err(error) => {
            console.error(&error.to_string());
            return Exit::Usage;
        }
    };
    if differences.is_empty() {
        console.note(&format!("{}: up to date", out.display()));
        return args.input.exit(outcome);
    }
    let verb = if differences.len() == 1 { "is" } else { "are" };
    console.error(&format!("{} in `{}` {verb} not up to date", count(differences.len(), "file"), out.display()));
    list(&differences, console);
    console.line(&format!("run this and commit what it changes:\n  {}", repair(args, out)));
    Exit::Found
}

fn list(differences: &[Difference], console: &mut Console) {
    for difference in differences.iter().take(MAX_LISTED) {
        console.line(&format!("  {difference}"));
    }
    if differences.len() > MAX_LISTED {
        console.line(&format!("  and {} more", differences.len() - MAX_LISTED));
    }
}

/// The `generate` that makes this check pass.
fn repair(args: &Check, out: &Path) -> String {
    let mut command = format!("docbindgen generate --docs {} --out {}", quoted(&args.input.docs), quoted(out));
    if let Some(config) = &args.input.config {
        command += &format!(" --config {}", quoted(config));
    }
    for (flag, value) in [("--crate", &args.output.name), ("--api-version", &args.input.api_version)] {
        if let Some(value) = value {
            command += &format!(" {flag} {}", quoted(Path::new(value)));
        }
    }
    if let Some(preset) = args.input.preset {
        command += &format!(" --preset {}", preset.name);
    }
    if args.output.no_descriptions {
        command += " --no-descriptions";
    }
    if args.output.examples {
        command += " --examples";
    }
    for pattern in &args.output.select {
        command += &format!(" --select {}", quoted(Path::new(pattern)));
    }
    command
}
