//! What compiling costs.
//!
//! In: a workspace of crates. Out: for each crate and command the costs of several runs, taken in turn, so that what disturbs the machine
//! disturbs all of them.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::crates::Workspace;
use crate::error::Error;
use crate::measure::{self, Cost};

/// What is asked of the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// `cargo check`
    Check,
    /// `cargo build`
    Build,
    /// `cargo build --release`
    Release,
}

impl Verb {
    /// All of them.
    pub const ALL: [Verb; 3] = [Verb::Check, Verb::Build, Verb::Release];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Verb::Check => "check",
            Verb::Build => "build",
            Verb::Release => "build --release",
        }
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            Verb::Check => &["check"],
            Verb::Build => &["build"],
            Verb::Release => &["build", "--release"],
        }
    }
}

/// One compilation of one package.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// What it cost.
    pub cost: Cost,
    /// Bytes of what it left: `rlib`, `rmeta`, or the program.
    pub size: u64,
}

/// The runs of each package, and what was requested of them.
#[derive(Debug, Default)]
pub struct Samples(BTreeMap<(String, Verb), Vec<Sample>>);

impl Samples {
    /// Compiles each package `runs` times, in turn, so that what disturbs the machine disturbs all of them.
    ///
    /// # Errors
    /// When one does not compile.
    pub fn take(
        &mut self,
        workspace: &Workspace,
        packages: &[String],
        verb: Verb,
        runs: usize,
        progress: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        for run in 1..=runs {
            for package in packages {
                progress(&format!("{} {package}, {run} of {runs}", verb.name()));
                let sample = sample(workspace, package, verb)?;
                self.0.entry((package.clone(), verb)).or_default().push(sample);
            }
        }
        Ok(())
    }

    fn all(&self, package: &str, verb: Verb, of: impl Fn(&Sample) -> f64) -> Vec<f64> {
        self.0.get(&(package.to_owned(), verb)).into_iter().flatten().map(of).collect()
    }

    /// Seconds of processor time of each run.
    pub fn cpu(&self, package: &str, verb: Verb) -> Vec<f64> {
        self.all(package, verb, |sample| sample.cost.seconds())
    }

    /// Seconds of the clock of each run.
    pub fn wall(&self, package: &str, verb: Verb) -> Vec<f64> {
        self.all(package, verb, |sample| sample.cost.wall.as_secs_f64())
    }

    /// Bytes of the largest process in any run.
    pub fn peak(&self, package: &str, verb: Verb) -> Option<u64> {
        self.0.get(&(package.to_owned(), verb))?.iter().filter_map(|sample| sample.cost.peak).max()
    }

    /// Bytes of what was made.
    pub fn size(&self, package: &str, verb: Verb) -> Option<u64> {
        self.0.get(&(package.to_owned(), verb))?.last().map(|sample| sample.size)
    }
}

/// Builds what `package` needs, and it, whatever that takes.
///
/// # Errors
/// When it does not compile.
pub fn prepare(workspace: &Workspace, package: &str, verb: Verb) -> Result<(), Error> {
    measure::run(&mut cargo(workspace, package, verb)).map(|_| ())
}

/// Compiles `package` anew, its dependencies being there.
fn sample(workspace: &Workspace, package: &str, verb: Verb) -> Result<Sample, Error> {
    let mut clean = workspace.cargo("clean");
    clean.args(["--quiet", "--package", package]);
    if verb == Verb::Release {
        clean.arg("--release");
    }
    measure::run(&mut clean)?;
    let mut command = cargo(workspace, package, verb);
    command.arg("--message-format=json");
    let (cost, output) = measure::run(&mut command)?;
    let size = artifact(&output, package)
        .ok_or_else(|| Error::Format(format!("cargo did not compile {package}: nothing was measured")))?;
    Ok(Sample { cost, size })
}

fn cargo(workspace: &Workspace, package: &str, verb: Verb) -> Command {
    let (name, rest) = verb.words().split_first().unwrap_or((&"check", &[]));
    let mut command = workspace.cargo(name);
    command.args(rest).args(["--quiet", "--package", package]);
    if workspace.has_features(package) {
        command.args(workspace.feature_arguments());
    }
    command
}

/// Bytes of what cargo says it made of `package` in this very run.
fn artifact(output: &[u8], package: &str) -> Option<u64> {
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
    fn what_was_not_compiled_is_not_measured() {
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
