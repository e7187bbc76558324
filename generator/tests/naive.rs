//! Checks that nothing is lost silently: every item that a naive reader finds on a page is in the bindings or named by a diagnostic.
//!
//! In: `docs-input`, the pages of the other tests, and the docs folders in `DOCBINDGEN_CORPORA` (separated as in `PATH`). Out: a list of lost
//! items, and counts.
//!
//! `tests/naive/explained.json` has the number of items that only a diagnostic names, by folder and lint. The numbers change if the
//! generator stops reading something, even if it reports that. `DOCBINDGEN_BLESS` accepts the counts.

mod support;

#[path = "naive/check.rs"]
mod check;
#[path = "naive/mutations.rs"]
mod mutations;
#[path = "naive/reader.rs"]
mod reader;
#[path = "naive/reader_tests.rs"]
mod reader_tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use docbindgen::pipeline::{Options, Outcome, run};

use serde_json::{Map, Value, json};

use check::{Findings, Missing, findings};
use reader::Kind;
use support::{corpora, is_blessed, package, workspace};

/// The maximum number of lost items in a failure message.
const LISTED: usize = 100;

/// All kinds of items.
const ALL: &[Kind] = &[Kind::Row, Kind::Request, Kind::Member];

fn outcome(docs: &Path) -> Outcome {
    run(docs, &Options::default()).unwrap_or_else(|error| panic!("{}: {error}", docs.display()))
}

/// Fails if a folder loses items of these kinds, or if the number of items that only a diagnostic names has changed.
fn check(folders: &BTreeSet<PathBuf>, kinds: &[Kind]) {
    let mut faults = String::new();
    let mut counted = Map::new();
    for docs in folders {
        let Findings { in_model, explained, missing } = findings(&outcome(docs));
        println!("{}: {in_model} in the bindings, {explained:?}, {}", docs.display(), counts(&missing));
        counted.insert(name(docs), json!(explained));
        let lost: Vec<Missing> = missing.into_iter().filter(|item| kinds.contains(&item.kind)).collect();
        if !lost.is_empty() {
            faults.push_str(&listed(docs, &lost));
        }
    }
    compare(counted, &mut faults);
    assert!(faults.is_empty(), "{faults}");
}

/// The key of a folder in `explained.json`: its path in this repository, else its last two components.
fn name(docs: &Path) -> String {
    let own = docs.strip_prefix(workspace()).ok();
    let parts: Vec<_> = own.unwrap_or(docs).iter().map(|part| part.to_string_lossy()).collect();
    let first = if own.is_some() { 0 } else { parts.len().saturating_sub(2) };
    parts[first..].join("/")
}

/// Serializes access to `explained.json`.
static KEPT: Mutex<()> = Mutex::new(());

/// Compares counts with `explained.json`, or updates it.
fn compare(counted: Map<String, Value>, faults: &mut String) {
    let _alone = KEPT.lock();
    let path = package().join("tests/naive/explained.json");
    let text = fs::read_to_string(&path).expect("the file of counts");
    let mut kept: Map<String, Value> = serde_json::from_str(&text).expect("the counts are JSON");
    if is_blessed() {
        kept.extend(counted);
        kept.sort_keys();
        fs::write(&path, format!("{:#}\n", Value::Object(kept))).expect("the counts can be written");
        return;
    }
    for (folder, found) in counted {
        match kept.get(&folder) {
            Some(known) if *known != found => {
                let hint = "if this is intended, run `cargo xtask bless`";
                writeln!(faults, "{folder}: only diagnostics name {found}, expected {known}; {hint}")
                    .expect("a string accepts all text");
            }
            Some(_) => {}
            None => println!("{folder}: no counts are kept"),
        }
    }
}

/// Returns the number of lost items of each kind.
fn counts(lost: &[Missing]) -> String {
    let mut counts: BTreeMap<Kind, usize> = ALL.iter().map(|kind| (*kind, 0)).collect();
    lost.iter().for_each(|item| *counts.entry(item.kind).or_default() += 1);
    let counts: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{kind:?} {count}")).collect();
    format!("lost: {}", counts.join(", "))
}

fn listed(docs: &Path, lost: &[Missing]) -> String {
    let mut out = format!("{}: {}\n", docs.display(), counts(lost));
    lost.iter().take(LISTED).for_each(|item| writeln!(out, "{item}").expect("a string accepts all text"));
    if lost.len() > LISTED {
        writeln!(out, "and {} more", lost.len() - LISTED).expect("a string accepts all text");
    }
    out
}

#[test]
fn the_bindings_of_this_repository_lose_nothing() {
    check(&BTreeSet::from([workspace().join("docs-input")]), ALL);
}

#[test]
fn the_pages_of_other_tests_lose_nothing() {
    let cases = fs::read_dir(package().join("tests/pages")).expect("the folder of cases");
    let mut folders: BTreeSet<PathBuf> = cases.map(|entry| entry.expect("readable").path()).collect();
    // The other cases show pages of the library.
    folders.retain(|folder| !folder.join("library.json").exists());
    folders.insert(package().join("tests/library"));
    check(&folders, ALL);
}

#[test]
fn the_cases_lose_nothing() {
    let folders = fs::read_dir(package().join("tests/cases/pages")).expect("the folder of cases");
    let folders: BTreeSet<PathBuf> = folders.map(|entry| entry.expect("readable").path()).collect();
    assert!(folders.len() >= 16, "{folders:?}");
    check(&folders, ALL);
}

#[test]
fn the_corpora_lose_nothing() {
    let folders: BTreeSet<PathBuf> = corpora().into_iter().collect();
    if folders.is_empty() {
        println!("skipped: DOCBINDGEN_CORPORA names no docs folder");
    }
    check(&folders, ALL);
}

#[test]
fn long_lists_are_truncated() {
    let item = |line| Missing { page: "a.md".to_owned(), line, kind: Kind::Row, name: "x".to_owned() };
    let lost: Vec<Missing> = (1..=LISTED + 5).map(item).collect();
    let text = listed(Path::new("docs"), &lost);
    assert!(text.starts_with("docs: lost: Row 105, Request 0, Member 0\na.md:1: `x`: "), "{text}");
    assert!(text.ends_with("and 5 more\n") && text.lines().count() == LISTED + 2, "{text}");
}
