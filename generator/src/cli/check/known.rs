//! Findings that are not reported, because the baseline lists them or an earlier revision has them.
//!
//! In: the arguments. Out: [`Known`], which removes these findings, or writes the baseline.

use std::io;
use std::path::{Path, PathBuf};

use super::Check;
use super::changed::Earlier;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::folders::quoted;
use crate::diagnostics::{Sources, clean, clean_message};
use crate::formats::{Baseline, Findings};
use crate::pipeline::count;

/// Entries of the baseline that are listed if they no longer occur.
const MAX_LISTED: usize = 20;

/// The findings that are not reported.
pub(super) struct Known {
    baseline: Listed,
    /// Those of an earlier revision.
    earlier: Option<Earlier>,
}

/// What is done with the baseline.
enum Listed {
    /// There is none.
    Nothing,
    /// Its findings are left out.
    Entries(PathBuf, Baseline),
    /// It is written, with all findings.
    Everything(PathBuf),
}

/// What [`Known::leave_out`] did.
#[derive(Default)]
pub(super) struct LeftOut<'a> {
    /// The number of findings in the baseline, and entries of it that no longer occur.
    listed: Option<(&'a Path, usize, Baseline)>,
    /// The number of findings that were written to the baseline.
    written: Option<(&'a Path, usize)>,
    /// The revision, and the number of findings that it has too.
    earlier: Option<(&'a str, usize)>,
}

impl Known {
    /// Reads the baseline, and the pages of the earlier revision.
    pub fn read(args: &Check, console: &mut Console) -> Result<Self, Exit> {
        let baseline = match &args.baseline {
            None => Listed::Nothing,
            Some(path) if args.write_baseline => Listed::Everything(path.clone()),
            Some(path) => match read_baseline(path) {
                Ok(baseline) => Listed::Entries(path.clone(), baseline),
                Err(message) => {
                    console.error(&message);
                    return Err(Exit::Usage);
                }
            },
        };
        let earlier =
            args.changed_since.as_deref().map(|revision| Earlier::read(args, revision, console)).transpose()?;
        Ok(Known { baseline, earlier })
    }

    /// Removes the known findings, or writes the baseline.
    pub fn leave_out(
        &self,
        findings: &mut Findings<'_>,
        sources: &Sources,
        console: &mut Console,
    ) -> Result<LeftOut<'_>, Exit> {
        let mut left_out = LeftOut::default();
        match &self.baseline {
            Listed::Nothing => {}
            Listed::Entries(path, baseline) => {
                let mut rest = baseline.clone();
                findings.retain(|finding| !rest.take(finding.diagnostic.lint.id, finding.fingerprint));
                left_out.listed = Some((path, baseline.len() - rest.len(), rest));
            }
            Listed::Everything(path) => {
                let baseline = findings.baseline();
                if let Err(error) = std::fs::write(path, baseline.print()) {
                    console.error(&format!("cannot write the baseline `{}`: {error}", path.display()));
                    return Err(Exit::Usage);
                }
                findings.retain(|_| false);
                left_out.written = Some((path, baseline.len()));
            }
        }
        if let Some(earlier) = &self.earlier {
            let before = findings.iter().count();
            let changes = earlier.changes(sources);
            findings.retain(|finding| earlier.admits(finding, sources, &changes));
            left_out.earlier = Some((&earlier.revision, before - findings.iter().count()));
        }
        Ok(left_out)
    }
}

fn read_baseline(path: &Path) -> Result<Baseline, String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "add `--write-baseline` to create it".to_owned(),
            _ => error.to_string(),
        };
        format!("cannot read the baseline `{}`: {hint}", path.display())
    })?;
    Baseline::parse(&text).map_err(|error| {
        let path = path.display();
        format!("cannot use the baseline `{path}`: {error}; add `--write-baseline` to write it anew")
    })
}

impl LeftOut<'_> {
    /// Says what was left out.
    pub fn report(&self, console: &mut Console) {
        if let Some((path, number)) = self.written {
            console.note(&format!("{}: {} written", path.display(), count(number, "finding")));
        }
        if let Some((path, number, gone)) = &self.listed {
            if *number > 0 {
                console.note(&format!("{} of `{}`", not_shown(*number), path.display()));
            }
            if !gone.is_empty() {
                report_gone(path, gone, console);
            }
        }
        if let Some((revision, number)) = self.earlier
            && number > 0
        {
            console.note(&format!("{} of `{}`", not_shown(number), clean(revision)));
        }
    }
}

fn not_shown(number: usize) -> String {
    format!("not shown: {}", count(number, "finding"))
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
