//! Findings that are not reported, because the baseline lists them.
//!
//! In: the arguments. Out: [`Known`], which removes these findings, or writes the baseline.

use std::io;
use std::path::{Path, PathBuf};

use super::Check;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::folders::quoted;
use crate::diagnostics::{clean, clean_message};
use crate::formats::{Baseline, Findings};
use crate::pipeline::count;

/// Entries of the baseline that are listed if they no longer occur.
const MAX_LISTED: usize = 20;

/// The findings that are not reported.
pub(super) enum Known {
    /// None.
    Nothing,
    /// Those of a baseline.
    Listed(PathBuf, Baseline),
    /// All, because the baseline is written.
    Everything(PathBuf),
}

/// What [`Known::leave_out`] did.
pub(super) enum LeftOut<'a> {
    /// No finding is known.
    Nothing,
    /// This number of findings is in the baseline; these entries of it no longer occur.
    Listed(&'a Path, usize, Baseline),
    /// The baseline was written, with this number of findings.
    Written(&'a Path, usize),
}

impl Known {
    /// Reads the baseline.
    pub fn read(args: &Check, console: &mut Console) -> Result<Self, Exit> {
        let Some(path) = &args.baseline else { return Ok(Known::Nothing) };
        if args.write_baseline {
            return Ok(Known::Everything(path.clone()));
        }
        let text = std::fs::read_to_string(path).map_err(|error| {
            let hint = match error.kind() {
                io::ErrorKind::NotFound => "add `--write-baseline` to create it".to_owned(),
                _ => error.to_string(),
            };
            format!("cannot read the baseline `{}`: {hint}", path.display())
        });
        let parsed = text.and_then(|text| {
            let fault = |error| {
                let path = path.display();
                format!("cannot use the baseline `{path}`: {error}; add `--write-baseline` to write it anew")
            };
            Baseline::parse(&text).map_err(fault)
        });
        match parsed {
            Ok(baseline) => Ok(Known::Listed(path.clone(), baseline)),
            Err(message) => {
                console.error(&message);
                Err(Exit::Usage)
            }
        }
    }

    /// Removes the known findings, or writes the baseline.
    pub fn leave_out(&self, findings: &mut Findings<'_>, console: &mut Console) -> Result<LeftOut<'_>, Exit> {
        match self {
            Known::Nothing => Ok(LeftOut::Nothing),
            Known::Listed(path, baseline) => {
                let mut rest = baseline.clone();
                findings.retain(|finding| !rest.take(finding.diagnostic.lint.id, finding.fingerprint));
                Ok(LeftOut::Listed(path, baseline.len() - rest.len(), rest))
            }
            Known::Everything(path) => {
                let baseline = findings.baseline();
                if let Err(error) = std::fs::write(path, baseline.print()) {
                    console.error(&format!("cannot write the baseline `{}`: {error}", path.display()));
                    return Err(Exit::Usage);
                }
                findings.retain(|_| false);
                Ok(LeftOut::Written(path, baseline.len()))
            }
        }
    }
}

impl LeftOut<'_> {
    /// Says what was left out.
    pub fn report(&self, console: &mut Console) {
        match self {
            LeftOut::Nothing => {}
            LeftOut::Written(path, number) => {
                console.note(&format!("{}: {} written", path.display(), count(*number, "finding")));
            }
            LeftOut::Listed(path, number, gone) => {
                if *number > 0 {
                    let verb = if *number == 1 { "is" } else { "are" };
                    console.note(&format!("{} of `{}` {verb} not shown", count(*number, "finding"), path.display()));
                }
                if !gone.is_empty() {
                    report_gone(path, gone, console);
                }
            }
        }
    }
}

/// Says which entries of the baseline no longer occur.
fn report_gone(path: &Path, gone: &Baseline, console: &mut Console) {
    let (number, verb) = (count(gone.len(), "finding"), if gone.len() == 1 { "occurs" } else { "occur" });
    let mut lines = format!("note: {number} of `{}` no longer {verb}:", path.display());
    for (file, lint, message) in gone.iter().take(MAX_LISTED) {
        lines += &format!("\n  {}: {} [{}]", clean(file), clean_message(message), clean(lint));
    }
    if gone.len() > MAX_LISTED {
        lines += &format!("\n  and {} more", gone.len() - MAX_LISTED);
    }
    lines += &format!("\nrepeat the command with `--baseline {} --write-baseline` to remove them", quoted(path));
    console.note(&lines);
}
