//! Compares the Rust levels of `docbindgen diff` with the findings of cargo-semver-checks.
//!
//! In: two docs folders. Out: the findings that no major change explains, and the major changes that no finding names. Both lists must be empty.

mod findings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use docbindgen::config::{Layout, Preset};
use docbindgen::diff::{Change, Comparison, Edition, Item, RustLevel, Subject, compare};
use docbindgen::output;
use docbindgen::pipeline::{self, Options as RunOptions};
use docbindgen::plan::surface::{Source, Surface};

use crate::{Failure, shell};
use findings::{Finding, Named, parse};

/// What to compare.
#[derive(clap::Args)]
pub struct Options {
    /// The docs folder of the old edition.
    old: PathBuf,
    /// The docs folder of the new edition.
    new: PathBuf,
    /// The preset of both.
    #[arg(long)]
    preset: Option<String>,
}

/// The name of both crates.
const CRATE: &str = "compared";

/// Kinds that change types of fields, arguments and results, or conversions: cargo-semver-checks has no lints for them.
const NOT_COVERED: [&str; 25] = [
    "base-changed",
    "base-removed",
    "body-changed",
    "enum-became-flags",
    "enum-lost-flags",
    "navigation-became-property",
    "navigation-retyped",
    "parameter-became-optional",
    "parameter-became-required",
    "parameter-retyped",
    "property-became-navigation",
    "property-enum-changed",
    "property-narrowed",
    "property-retyped",
    "property-type-lost",
    "property-type-resolved",
    "property-values-listed",
    "property-values-unlisted",
    "property-widened",
    "response-added",
    "response-became-certain",
    "response-became-optional",
    "response-changed",
    "response-removed",
    "rust-signature-changed",
];

/// Compares both judges.
///
/// # Errors
/// Fails if a folder cannot be read, the tool is missing, or the judges disagree.
pub fn run(options: &Options) -> Result<(), Failure> {
    if !is_installed() {
        return Err("cargo-semver-checks is not installed; run `cargo install --locked cargo-semver-checks`".into());
    }
    let preset = options.preset.as_deref();
    let preset = match preset {
        Some(name) => Some(Preset::find(name).ok_or_else(|| format!("there is no preset `{name}`"))?),
        None => None,
    };
    let verdict = judge(&options.old, &options.new, preset)?;
    println!("{} major findings, {} major changes", verdict.findings, verdict.changes);
    if verdict.faults.is_empty() {
        return Ok(());
    }
    Err(verdict.faults.join("\n").into())
}

/// Returns whether the tool is installed.
fn is_installed() -> bool {
    shell::succeeds("cargo", &["semver-checks", "--version"])
}

/// Where the judges agree and where they do not.
#[derive(Debug)]
struct Verdict {
    findings: usize,
    changes: usize,
    faults: Vec<String>,
}

fn judge(old: &Path, new: &Path, preset: Option<&'static Preset>) -> Result<Verdict, Failure> {
    let options =
        RunOptions { preset, crate_name: Some(CRATE.to_owned()), layout: Some(Layout::Crate), ..RunOptions::default() };
    let folder = tempfile::tempdir()?;
    let mut has_areas = true;
    for (docs, name) in [(old, "old"), (new, "new")] {
        let outcome = pipeline::run(docs, &options)?;
        has_areas &= outcome.areas.list().next().is_some();
        output::write(&folder.path().join(name), &outcome.files)?;
    }
    let read = |docs: &Path| pipeline::read_pages(docs, &options);
    let (old_reading, new_reading) = (read(old)?, read(new)?);
    let surface = old_reading.surface.clone();
    let comparison = compare(&Edition::of_pages(old_reading), &Edition::of_pages(new_reading));
    let findings = parse(&checked(folder.path(), has_areas)?);
    Ok(Verdict {
        findings: findings.len(),
        changes: majors(&comparison).count(),
        faults: faults(&surface, &comparison, &findings),
    })
}

/// Runs the tool over both crates and returns what it prints.
fn checked(folder: &Path, has_areas: bool) -> Result<String, Failure> {
    let mut command = Command::new("cargo");
    command.args(["semver-checks", "--color", "never", "--release-type", "patch", "--only-explicit-features"]);
    if has_areas {
        command.args(["--features", "full"]);
    }
    command.arg("--manifest-path").arg(folder.join("new/Cargo.toml")).arg("--baseline-root").arg(folder.join("old"));
    let output = command.output()?;
    let text = format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    // It fails for findings, which are expected, and for crates that do not compile.
    if !output.status.success() && !text.contains("--- failure ") {
        return Err(format!("cargo semver-checks failed:\n{text}").into());
    }
    Ok(text)
}

fn majors(comparison: &Comparison) -> impl Iterator<Item = &Change> {
    comparison.changes.iter().filter(|change| change.rust == RustLevel::Major)
}

/// Returns what only one judge reports.
fn faults(surface: &Surface, comparison: &Comparison, findings: &[Finding]) -> Vec<String> {
    let index = Index::new(surface);
    let mut faults = Vec::new();
    let mut named = BTreeSet::new();
    for finding in findings {
        let Some(name) = finding.named() else {
            faults.push(format!("{}: the form of `{}` is unknown", finding.lint, finding.line));
            continue;
        };
        let sources = index.sources(&name);
        if !majors(comparison).any(|change| explains(change, &name, &sources)) {
            faults.push(format!("{}: no major change explains `{}`", finding.lint, finding.line));
        }
        named.extend(sources.into_iter().cloned());
    }
    let constants: BTreeSet<Named> = findings.iter().filter_map(Finding::named).collect();
    for change in majors(comparison).filter(|change| !NOT_COVERED.contains(&change.kind.id)) {
        let is_named = match change.subject.item {
            Item::Area => constants.contains(&Named::Feature(change.subject.name.clone())),
            Item::Page => constants.contains(&Named::Constant(constant(&change.subject.name))),
            // The structs of parameters are not in the surface.
            Item::BodyParameter => true,
            _ => named.iter().any(|source| concerns(&change.subject, source)),
        };
        if !is_named {
            faults.push(format!("no finding names the change {} of `{}`", change.kind.id, change.subject));
        }
    }
    faults
}

/// Returns whether a change explains a finding.
fn explains(change: &Change, name: &Named, sources: &[&Source]) -> bool {
    match name {
        Named::Feature(name) => change.subject.item == Item::Area && change.subject.name == *name,
        Named::Constant(name) => change.subject.item == Item::Page && constant(&change.subject.name) == *name,
        Named::Module(_) | Named::Item(_) => sources.iter().any(|source| concerns(&change.subject, source)),
    }
}

/// Returns whether a change is about what an item belongs to.
fn concerns(subject: &Subject, source: &Source) -> bool {
    let Subject { item, owner, name } = subject;
    let owner = owner.as_deref();
    match (item, source) {
        (Item::Type | Item::Enum, Source::Type(ty) | Source::Property(ty, _) | Source::Member(ty, _)) => name == ty,
        // An inherited property is a field of each derived type.
        (Item::Property | Item::Navigation, Source::Property(_, property)) => name == property,
        (Item::Member, Source::Member(ty, member)) => owner == Some(ty) && name == member,
        (Item::Operation, Source::Operation(method, path)) => *name == format!("{method} {path}"),
        (Item::Parameter, Source::Operation(method, path)) => {
            owner.is_some_and(|owner| owner == format!("{method} {path}"))
        }
        _ => false,
    }
}

/// Returns the name of a page's constant.
fn constant(page: &str) -> String {
    let file = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".md");
    file.to_uppercase().replace('-', "_")
}

/// The items of the old crate by their names.
struct Index<'a> {
    by_path: BTreeMap<&'a str, Vec<&'a Source>>,
    /// By type and member, in lower case: the constant of a field has its name in upper case.
    by_member: BTreeMap<String, Vec<&'a Source>>,
}

impl<'a> Index<'a> {
    fn new(surface: &'a Surface) -> Index<'a> {
        let mut index = Index { by_path: BTreeMap::new(), by_member: BTreeMap::new() };
        for (source, item) in &surface.items {
            index.by_path.entry(&item.path).or_default().push(source);
            let mut parts = item.path.rsplit("::");
            if let (Some(member), Some(ty)) = (parts.next(), parts.next()) {
                index.by_member.entry(format!("{ty}::{member}").to_lowercase()).or_default().push(source);
            }
        }
        index
    }

    /// Returns what the named item belongs to.
    fn sources(&self, name: &Named) -> Vec<&'a Source> {
        match name {
            Named::Feature(_) | Named::Constant(_) => Vec::new(),
            Named::Module(path) => {
                let inside = format!("{path}::");
                let items = self.by_path.range(inside.as_str()..).take_while(|(path, _)| path.starts_with(&inside));
                items.flat_map(|(_, sources)| sources).copied().collect()
            }
            Named::Item(path) => {
                // `WidgetDerived` is the enum of the types that are derived from `Widget`, each a variant.
                let base = path.replace("Derived::", "::").replace("Derived", "");
                let variant = base.rsplit("::").next().unwrap_or_default().to_owned();
                let exact = self.by_path.get(path.as_str()).or_else(|| self.by_path.get(base.as_str()));
                let member = self.by_member.get(&path.to_lowercase());
                let derived =
                    (base != *path).then(|| self.by_path.get(format!("models::{variant}").as_str())).flatten();
                exact.into_iter().chain(member).chain(derived).flatten().copied().collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(side: &str) -> PathBuf {
        crate::root().join("xtask/semver").join(side)
    }

    /// The crates of two small page sets.
    #[test]
    fn both_judges_agree() {
        if !is_installed() {
            eprintln!("skipped: cargo-semver-checks is not installed");
            return;
        }
        let verdict = judge(&pages("old"), &pages("new"), None).expect("a verdict");
        assert!(verdict.findings > 0 && verdict.changes > 0, "{verdict:?}");
        assert_eq!(verdict.faults, [""; 0]);
    }

    #[test]
    fn the_document_lists_the_kinds_without_a_lint() {
        let text = std::fs::read_to_string(crate::root().join("docs/diff.md")).expect("the document");
        let text = text.split("<!-- begin").next().unwrap_or_default();
        for id in NOT_COVERED {
            assert!(docbindgen::diff::ChangeKind::find(id).is_some_and(|kind| kind.rust == RustLevel::Major), "{id}");
            assert!(text.contains(&format!("`{id}`")), "{id} is missing in docs/diff.md");
        }
    }

    #[test]
    fn a_finding_without_a_change_is_a_fault() {
        let read = |side| pipeline::read_pages(&pages(side), &RunOptions::default()).expect("pages");
        let (old, new) = (read("old"), read("new"));
        let surface = old.surface.clone();
        let comparison = compare(&Edition::of_pages(old), &Edition::of_pages(new));
        let finding = |lint: &str, line: &str| Finding { lint: lint.to_owned(), line: line.to_owned() };
        let gone = finding("struct_pub_field_missing", "field label of struct Widget");
        let there = finding("struct_pub_field_missing", "field size of struct Widget");
        let found = faults(&surface, &comparison, &[gone, there]);
        assert!(
            found.contains(
                &"struct_pub_field_missing: no major change explains `field size of struct Widget`".to_owned()
            )
        );
        assert!(!found.iter().any(|fault| fault.contains("label")), "{found:?}");
        assert!(
            found.iter().any(|fault| fault.starts_with("no finding names the change operation-removed")),
            "{found:?}"
        );
    }
}
