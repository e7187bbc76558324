//! What compiling costs.
//!
//! In: a workspace of crates. Out: for each crate and command the costs of several runs, taken in turn, so that what disturbs the machine
//! disturbs all of them.

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

/// Builds `package` and what it needs, whatever that takes.
///
/// # Errors
/// When it does not compile.
pub fn prepare(workspace: &Workspace, package: &str, verb: Verb) -> Result<(), Error> {
    let mut command = cargo(workspace, package, verb, &[]);
    measure::run(&mut command).map(|_| ())
}

/// Compiles `package` anew, its dependencies being there.
///
/// # Errors
/// When it does not compile, or was not compiled.
pub fn sample(workspace: &Workspace, package: &str, verb: Verb, features: &[&str]) -> Result<Sample, Error> {
    let mut clean = workspace.cargo("clean");
    clean.args(["--quiet", "--package", package]);
    if verb == Verb::Release {
        clean.arg("--release");
    }
    measure::run(&mut clean)?;
    let mut command = cargo(workspace, package, verb, features);
    command.arg("--message-format=json");
    let (cost, output) = measure::run(&mut command)?;
    let size = artifact(&output, package)
        .ok_or_else(|| Error::Format(format!("cargo did not compile {package}: nothing was measured")))?;
    Ok(Sample { cost, size })
}

fn cargo(workspace: &Workspace, package: &str, verb: Verb, features: &[&str]) -> std::process::Command {
    let (name, rest) = verb.words().split_first().unwrap_or((&"check", &[]));
    let mut command = workspace.cargo(name);
    command.args(rest).args(["--quiet", "--package", package]);
    for feature in features {
        command.args(["--features", feature]);
    }
    command
}

/// Bytes of what cargo says it made of `package` in this very run.
fn artifact(output: &[u8], package: &str) -> Option<u64> {
    let text = String::from_utf8_lossy(output);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut own = messages.filter(|message| {
        let name = message["target"]["name"].as_str().unwrap_or_default();
        message["reason"] == "compiler-artifact" && message["fresh"] == false && name == package.replace('-', "_")
            || message["reason"] == "compiler-artifact" && message["fresh"] == false && name == package
    });
    let message = own.next()?;
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    let size = |path: &str| std::fs::metadata(path).map_or(0, |data| data.len());
    files.map(size).max()
}
