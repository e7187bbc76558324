//! Generated files that are not up to date.
//!
//! In: the output folder and the outcome of a run. Out: [`Outdated`], and messages about it.

use std::path::Path;

use super::Check;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::folders::quoted;
use crate::formats::Outdated;
use crate::formats::shell::word;
use crate::output::check;
use crate::pipeline::{Outcome, count};

/// Differences listed; with more than these something is wrong with the command rather than with files.
const MAX_LISTED: usize = 50;

/// Returns what is not up to date in `out`.
pub(super) fn find(
    args: &Check,
    out: &Path,
    outcome: &Outcome,
    console: &mut Console,
) -> Result<Option<Outdated>, Exit> {
    match check(out, &outcome.files) {
        Ok(differences) if differences.is_empty() => Ok(None),
        Ok(differences) => {
            let files = differences.iter().map(ToString::to_string).collect();
            Ok(Some(Outdated { files, command: repair(args, out) }))
        }
        Err(error) => {
            console.error(&error.to_string());
            Err(Exit::Usage)
        }
    }
}

/// Says whether `out` is up to date, and if not, what to do.
pub(super) fn report(out: &Path, outdated: Option<&Outdated>, console: &mut Console) {
    let Some(Outdated { files, command }) = outdated else {
        return console.note(&format!("{}: up to date", out.display()));
    };
    let verb = if files.len() == 1 { "is" } else { "are" };
    console.error(&format!("{} in `{}` {verb} not up to date", count(files.len(), "file"), out.display()));
    for file in files.iter().take(MAX_LISTED) {
        console.line(&format!("  {file}"));
    }
    if files.len() > MAX_LISTED {
        console.line(&format!("  and {} more", files.len() - MAX_LISTED));
    }
    console.line(&format!("run this and commit what it changes:\n  {command}"));
}

/// The `generate` that makes this check pass.
fn repair(args: &Check, out: &Path) -> String {
    let mut command = format!("docbindgen generate --docs {} --out {}", quoted(&args.input.docs), quoted(out));
    if let Some(config) = &args.input.settings.config {
        command += &format!(" --config {}", quoted(config));
    }
    for (flag, value) in [("--crate", &args.output.name), ("--api-version", &args.input.settings.api_version)] {
        if let Some(value) = value {
            command += &format!(" {flag} {}", word(value));
        }
    }
    if let Some(preset) = args.input.settings.preset {
        command += &format!(" --preset {}", preset.name);
    }
    if args.output.no_descriptions {
        command += " --no-descriptions";
    }
    if args.output.examples {
        command += " --examples";
    }
    for pattern in &args.output.select {
        command += &format!(" --select {}", word(pattern));
    }
    command
}
