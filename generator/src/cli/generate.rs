//! `docbindgen generate`

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::folders::is_inside;
use super::{Exit, Input, Output};
use crate::output::write;
use crate::pipeline::{Report, count};

/// Write the bindings: a crate that compiles as it is
///
/// Files that already have the right bytes are not touched; files of an earlier run that are no longer generated are
/// removed. Faults in the pages never stop the run: what has one is left out or falls back to a JSON value, and is reported.
#[derive(Debug, Args)]
pub(super) struct Generate {
    #[command(flatten)]
    pub(super) input: Input,
    /// Folder to write to, created if need be; must not lie in the docs folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) output: Output,
    /// Write what became of each page to FILE, as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Say how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
}

/// What to know before the crate is published.
const UNLICENSED: &str = "\
note: comments contain text of the pages, whose licence or authors are not configured
  set `license` and `attribution` in [docs] of docbindgen.toml, give `--preset` if there is one for these pages, or leave the
  text out with `--no-descriptions`";

pub(super) fn run(args: &Generate) -> Exit {
    let mut console = Console::new(&args.input.messages, &args.input.docs);
    if let Err(exit) = check_folders(&args.out, &args.input, &mut console) {
        return exit;
    }
    let mut outcome = match args.input.run(&args.output, &mut console) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let written = match outcome.timings.time("write", || write(&args.out, &outcome.files)) {
        Ok(written) => written,
        Err(error) => {
            console.error(&error.to_string());
            return Exit::Usage;
        }
    };
    if let Some(Err(message)) = args.report.as_deref().map(|path| write_report(path, &outcome.report)) {
        console.error(&message);
        return Exit::Usage;
    }
    console.note(&outcome.summary.to_string());
    let changed = count(written.changed.len(), "file");
    let (removed, unchanged) = (written.removed.len(), written.unchanged);
    console.note(&format!("{}: {changed} written, {removed} removed, {unchanged} unchanged", args.out.display()));
    if outcome.unlicensed {
        console.note(UNLICENSED);
    }
    if args.timings {
        console.line(&outcome.timings.to_string());
    }
    let exit = args.input.exit(&outcome.summary);
    // The process ends here: to take the model apart piece by piece would only cost time.
    std::mem::forget(outcome);
    exit
}

fn write_report(path: &Path, report: &Report) -> Result<(), String> {
    let text =
        serde_json::to_string_pretty(report).map_err(|error| format!("the report cannot be written: {error}"))?;
    std::fs::write(path, text + "\n").map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

/// Refuses to write among the pages: the next run would read what this one wrote.
pub(super) fn check_folders(out: &Path, input: &Input, console: &mut Console) -> Result<(), Exit> {
    match is_inside(out, &input.docs) {
        Ok(false) if out.exists() && !out.is_dir() => {
            console.error(&format!("`{}` is not a folder; choose another folder for `--out`", out.display()));
            Err(Exit::Usage)
        }
        Ok(false) => Ok(()),
        Ok(true) => {
            let (out, docs) = (out.display(), input.docs.display());
            console.error(&format!("`--out {out}` lies in `--docs {docs}`: choose a folder outside the pages"));
            Err(Exit::Usage)
        }
        Err(error) => {
            console.error(&format!("cannot tell where `{}` is: {error}", out.display()));
            Err(Exit::Usage)
        }
    }
}
