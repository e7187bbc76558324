//! Compares the Rust levels of `docbindgen diff` with the findings of cargo-semver-checks.
//!
//! In: two editions. Out: the findings that no major change explains, and the major changes that no finding names. Both lists must be empty.

#[cfg(test)]
mod emitted;
mod findings;
mod judges;
#[cfg(test)]
mod tests;

#[cfg(test)]
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use docbindgen::config::{Layout, Preset};
use docbindgen::diff::input::{self, Source};
use docbindgen::diff::{Edition, compare};
use docbindgen::load::Place;
use docbindgen::output;
use docbindgen::pipeline::{self, Options as RunOptions};

use crate::{Failure, root, shell};
use judges::{Judges, Old};

/// What to compare.
#[derive(clap::Args)]
pub struct Options {
    /// The old edition: a docs folder, or one in a revision, such as `main:docs`.
    old: PathBuf,
    /// The new edition.
    new: PathBuf,
    /// The preset of both.
    #[arg(long)]
    preset: Option<String>,
}

/// The pages of the bindings in this repository.
const DOCS: &str = "docs-input";

/// The names that the default branch may have, in a clone and in the repository itself.
const DEFAULT_BRANCHES: [&str; 5] = ["origin/HEAD", "origin/main", "main", "origin/master", "master"];

/// The version of cargo-semver-checks whose output `findings.rs` reads. CI installs it.
const VERSION: &str = "0.51.0";

/// The name of both crates.
const CRATE: &str = "compared";

/// Compares both judges.
///
/// # Errors
/// Fails if an edition cannot be read, the tool is missing, or the judges disagree.
pub fn run(options: &Options) -> Result<(), Failure> {
    if !is_installed() {
        return Err(format!(
            "cargo-semver-checks is not installed; run `cargo install --locked cargo-semver-checks@{VERSION}`"
        )
        .into());
    }
    let preset = match options.preset.as_deref() {
        Some(name) => Some(Preset::find(name).ok_or_else(|| format!("there is no preset `{name}`"))?),
        None => None,
    };
    let verdict = judge(&place(&options.old)?, &place(&options.new)?, preset)?;
    println!("{} major findings, {} major changes, {} faults", verdict.findings, verdict.changes, verdict.faults.len());
    // Whole kinds are exempt, because no lint is for them. Where the tool names an item nevertheless, another change of it may be the reason.
    for (kind, subject) in &verdict.named_though_not_covered {
        println!("named, although no lint is for the kind {kind}: `{subject}`");
    }
    if verdict.faults.is_empty() {
        return Ok(());
    }
    Err(verdict.faults.join("\n").into())
}

/// Compares both judges on the pages of this repository, before and after the work on this branch. Does nothing if the tool is missing, or
/// the commit before.
///
/// # Errors
/// Fails if the pages cannot be read, or the judges disagree. A breaking change by itself is not a failure.
pub fn run_on_branch() -> Result<(), Failure> {
    if !is_installed() {
        println!("cargo-semver-checks is not installed: skipped");
        return Ok(());
    }
    let Some(before) = commit_before(&root()) else {
        println!("the history has no commit to compare with: skipped");
        return Ok(());
    };
    if shell::succeeds("git", &["diff", "--quiet", &before, "--", DOCS]) {
        println!("{DOCS} is the same as in {before}: skipped");
        return Ok(());
    }
    println!("{DOCS} since {before}");
    run(&Options { old: format!("{before}:{DOCS}").into(), new: root().join(DOCS), preset: None })
}

/// Returns the commit where this branch left the default branch; on the default branch, the last commit but one. `None` if the history
/// does not have it.
fn commit_before(repository: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(repository).args(arguments).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    let commit = |name: &str| git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]);
    let head = commit("HEAD")?;
    let default = DEFAULT_BRANCHES.iter().find_map(|name| commit(name))?;
    // Without a common commit, the history is cut off.
    let base = git(&["merge-base", &head, &default])?;
    if base == head { commit("HEAD~1") } else { Some(base) }
}

/// Returns where an edition is.
fn place(text: &Path) -> Result<Place, Failure> {
    match input::find(text, Some(&root()))? {
        Source::Pages(place) => Ok(place),
        Source::Model(path) => Err(format!("`{}` is a model; give the folder of its pages", path.display()).into()),
    }
}

/// Returns whether the tool is installed.
pub fn is_installed() -> bool {
    shell::succeeds("cargo", &["semver-checks", "--version"])
}

/// Where the judges agree and where they do not.
#[derive(Debug)]
pub struct Verdict {
    findings: usize,
    changes: usize,
    faults: Vec<String>,
    /// Changes of kinds without a lint whose items are named nevertheless: kind and subject.
    named_though_not_covered: Vec<(&'static str, String)>,
    /// What the findings name.
    #[cfg(test)]
    named: BTreeSet<findings::Named>,
}

fn judge(old: &Place, new: &Place, preset: Option<&'static Preset>) -> Result<Verdict, Failure> {
    let options =
        RunOptions { preset, crate_name: Some(CRATE.to_owned()), layout: Some(Layout::Crate), ..RunOptions::default() };
    let folder = tempfile::tempdir()?;
    let mut features = Vec::new();
    for (docs, side) in [(old, "baseline"), (new, "current")] {
        let outcome = pipeline::run_at(docs, &options)?;
        if outcome.areas.list().next().is_some() {
            features.extend([format!("--{side}-features"), "full".to_owned()]);
        }
        output::write(&folder.path().join(side), &outcome.files)?;
    }
    let read = |docs: &Place| pipeline::read_pages_at(docs, &options);
    let (old_reading, new_reading) = (read(old)?, read(new)?);
    let (old, surface) = (Old::new(&old_reading), new_reading.surface.clone());
    let comparison = compare(&Edition::of_pages(old_reading), &Edition::of_pages(new_reading));
    let findings = findings::parse(&checked(folder.path(), &features)?)?;
    let judges = Judges::new(&old, &surface, &comparison, &findings);
    Ok(Verdict {
        findings: findings.len(),
        changes: judges.changes(),
        faults: judges.faults(),
        named_though_not_covered: judges.named_though_not_covered(),
        #[cfg(test)]
        named: findings.iter().map(|finding| finding.named.clone()).collect(),
    })
}

/// Runs the tool over both crates and returns what it prints.
fn checked(folder: &Path, features: &[String]) -> Result<String, Failure> {
    let mut command = Command::new("cargo");
    // Minor changes are allowed, so that all findings are major. The dependencies of both crates are compiled once.
    command.args(["semver-checks", "--color", "never", "-vv", "--release-type", "minor", "--only-explicit-features"]);
    command.args(features).env("CARGO_TARGET_DIR", folder.join("target"));
    command.arg("--manifest-path").arg(folder.join("current/Cargo.toml"));
    command.arg("--baseline-root").arg(folder.join("baseline"));
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // It fails for findings, which are expected, and for crates that do not compile.
    if !output.status.success() && !text.contains("--- failure ") {
        return Err(format!("cargo semver-checks failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(text)
}
