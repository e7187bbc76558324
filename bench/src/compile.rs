//! Measures the cost of compiling.
//!
//! In: a workspace of crates. Out: for each crate and command, the costs of several runs. The crates alternate, so that a disturbance of
//! the machine affects all of them.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::crates::Workspace;
use crate::error::MeasureError;
use crate::measure::{self, Cost};

/// A cargo command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// `cargo check`
    Check,
    /// `cargo build`
    Build,
    /// `cargo build --release`
    Release,
    /// `cargo doc`
    Doc,
}

impl Verb {
    /// The commands that compile.
    pub const ALL: [Verb; 3] = [Verb::Check, Verb::Build, Verb::Release];

    /// Returns the command as a user types it.
    pub fn name(self) -> &'static str {
        match self {
            Verb::Check => "check",
            Verb::Build => "build",
            Verb::Release => "build --release",
            Verb::Doc => "doc",
        }
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            Verb::Check => &["check"],
            Verb::Build => &["build"],
            Verb::Release => &["build", "--release"],
            Verb::Doc => &["doc"],
        }
    }
}

/// One compilation of one package.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Its cost.
    pub cost: Cost,
    /// Bytes of its output: `rlib`, `rmeta`, or the program.
    pub size: u64,
}

/// The runs of each package and command.
#[derive(Debug, Default)]
pub struct Samples(BTreeMap<(String, Verb), Vec<Sample>>);

impl Samples {
    /// Compiles each package `runs` times. The packages alternate, so that a disturbance of the machine affects all of them.
    ///
    /// # Errors
    /// Fails if a package does not compile.
    pub fn take(
        &mut self,
        workspace: &Workspace,
        packages: &[String],
        verb: Verb,
        runs: usize,
        progress: &mut dyn FnMut(&str),
    ) -> Result<(), MeasureError> {
        for run in 1..=runs {
            for package in packages {
                progress(&format!("{} {package}, {run} of {runs}", verb.name()));
                let sample = sample(workspace, package, verb)?;
                self.0.entry((package.clone(), verb)).or_default().push(sample);
            }
        }
        Ok(())
    }

    /// Compiles each program together with the crate it uses, in one command, `runs` times. The samples are those of [`together`].
    ///
    /// # Errors
    /// Fails if a program or a crate does not compile.
    pub fn take_together(
        &mut self,
        workspace: &Workspace,
        pairs: &[(String, String)],
        verb: Verb,
        runs: usize,
        progress: &mut dyn FnMut(&str),
    ) -> Result<(), MeasureError> {
        for run in 1..=runs {
            for (program, krate) in pairs {
                let name = together(program, krate);
                progress(&format!("{} {name}, {run} of {runs}", verb.name()));
                clean(workspace, krate, verb)?;
                let sample = sample(workspace, program, verb)?;
                self.0.entry((name, verb)).or_default().push(sample);
            }
        }
        Ok(())
    }

    fn all(&self, package: &str, verb: Verb, of: impl Fn(&Sample) -> f64) -> Vec<f64> {
        self.0.get(&(package.to_owned(), verb)).into_iter().flatten().map(of).collect()
    }

    /// Returns the seconds of processor time of each run.
    pub fn cpu(&self, package: &str, verb: Verb) -> Vec<f64> {
        self.all(package, verb, |sample| sample.cost.seconds())
    }

    /// Returns the seconds of wall time of each run.
    pub fn wall(&self, package: &str, verb: Verb) -> Vec<f64> {
        self.all(package, verb, |sample| sample.cost.wall.as_secs_f64())
    }

    /// Returns the bytes of the largest process in any run.
    pub fn peak(&self, package: &str, verb: Verb) -> Option<u64> {
        self.0.get(&(package.to_owned(), verb))?.iter().filter_map(|sample| sample.cost.peak).max()
    }

    /// Returns the bytes of the output.
    pub fn size(&self, package: &str, verb: Verb) -> Option<u64> {
        self.0.get(&(package.to_owned(), verb))?.last().map(|sample| sample.size)
    }
}

/// Builds `package` and its dependencies, without measuring.
///
/// # Errors
/// Fails if it does not compile.
pub fn prepare(workspace: &Workspace, package: &str, verb: Verb) -> Result<(), MeasureError> {
    measure::run(&mut cargo(workspace, package, verb)).map(|_| ())
}

/// Returns the name of the samples of a program together with its crate.
pub fn together(program: &str, krate: &str) -> String {
    format!("{program} and {krate}")
}

/// Removes the output of a package.
fn clean(workspace: &Workspace, package: &str, verb: Verb) -> Result<(), MeasureError> {
    let mut clean = workspace.cargo("clean");
    clean.args(["--quiet", "--package", package]);
    if verb == Verb::Release {
        clean.arg("--release");
    }
    measure::run(&mut clean).map(|_| ())
}

/// Compiles `package` again, and what it uses if that is not built.
fn sample(workspace: &Workspace, package: &str, verb: Verb) -> Result<Sample, MeasureError> {
    clean(workspace, package, verb)?;
    let mut command = cargo(workspace, package, verb);
    command.arg("--message-format=json");
    let (cost, output) = measure::run(&mut command)?;
    let size = artifact(&output, package)
        .ok_or_else(|| MeasureError::Format(format!("cargo did not compile {package}: nothing was measured")))?;
    Ok(Sample { cost, size })
}

/// Returns the command for a package, with all areas if it is one of the crates.
fn cargo(workspace: &Workspace, package: &str, verb: Verb) -> Command {
    let all = if workspace.has_features(package) { workspace.all_areas() } else { &[] };
    command(workspace, package, verb, all)
}

/// Returns the command for a package, with its default features and these.
pub fn command(workspace: &Workspace, package: &str, verb: Verb, features: &[&str]) -> Command {
    let (name, rest) = verb.words().split_first().unwrap_or((&"check", &[]));
    let mut command = workspace.cargo(name);
    command.args(rest).args(["--quiet", "--package", package]);
    if !features.is_empty() {
        command.arg("--features").arg(features.join(","));
    }
    command
}

/// Returns the bytes of the files that cargo reports for `package` in this run.
pub fn artifact(output: &[u8], package: &str) -> Option<u64> {
    let text = String::from_utf8_lossy(output);
    let mut messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let message = messages.find(|message| {
        let name = message["target"]["name"].as_str().unwrap_or_default();
        message["reason"] == "compiler-artifact"
            && message["fresh"] == false
            && name.replace('-', "_") == package.replace('-', "_")
    })?;
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    files.map(|path| fs::metadata(path).map_or(0, |data| data.len())).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_that_were_not_compiled_are_not_measured() {
        let message = |fresh: bool| {
            format!(
                "{{\"reason\":\"compiler-artifact\",\"target\":{{\"name\":\"derive_models\"}},\"fresh\":{fresh},\
                 \"filenames\":[\"nowhere.rlib\"]}}\n"
            )
        };
        assert_eq!(artifact(message(true).as_bytes(), "derive-models"), None);
        assert_eq!(artifact(message(false).as_bytes(), "derive"), None);
        assert_eq!(artifact(message(false).as_bytes(), "derive-models"), Some(0));
    }
}
