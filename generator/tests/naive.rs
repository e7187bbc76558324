//! Nothing on a page is lost in silence: what a naive reader sees is in the bindings, or a diagnostic names it.
//!
//! In: `docs-input`, the pages of the other tests, and each docs folder that `DOCBINDGEN_CORPORA` lists (separated as in `PATH`) or
//! `DOCBINDGEN_CORPUS` names. Out: what got lost, by place, and how much of each kind.

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

use docbindgen::pipeline::{Options, Outcome, run};

use check::{Missing, missing};
use reader::Kind;
use support::{package, workspace};

/// How many lost items a failure lists.
const LISTED: usize = 100;

/// The kinds of items that have to be found.
const ALL: &[Kind] = &[Kind::Row, Kind::Request, Kind::Member];

/// The kinds that have to be found in pages that were not written for this repository.
const FOREIGN: &[Kind] = &[Kind::Row, Kind::Request];

fn outcome(docs: &Path) -> Outcome {
    run(docs, &Options::default()).unwrap_or_else(|error| panic!("{}: {error}", docs.display()))
}

/// Fails with a list for each folder that has lost items of these kinds.
fn check(folders: &BTreeSet<PathBuf>, kinds: &[Kind]) {
    let mut faults = String::new();
    for docs in folders {
        let lost = missing(&outcome(docs));
        println!("{}: {}", docs.display(), counts(&lost));
        let lost: Vec<Missing> = lost.into_iter().filter(|item| kinds.contains(&item.kind)).collect();
        if !lost.is_empty() {
            faults.push_str(&listed(docs, &lost));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// How many items of each kind got lost.
fn counts(lost: &[Missing]) -> String {
    let mut counts: BTreeMap<Kind, usize> = ALL.iter().map(|kind| (*kind, 0)).collect();
    lost.iter().for_each(|item| *counts.entry(item.kind).or_default() += 1);
    let counts: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{kind:?} {count}")).collect();
    format!("lost: {}", counts.join(", "))
}

fn listed(docs: &Path, lost: &[Missing]) -> String {
    let mut out = format!("{}: {}\n", docs.display(), counts(lost));
    lost.iter().take(LISTED).for_each(|item| writeln!(out, "{item}").expect("a string takes all"));
    if lost.len() > LISTED {
        writeln!(out, "and {} more", lost.len() - LISTED).expect("a string takes all");
    }
    out
}

#[test]
fn the_bindings_of_this_repository_lose_nothing() {
    check(&BTreeSet::from([workspace().join("docs-input")]), ALL);
}

#[test]
fn the_pages_of_other_tests_lose_nothing() {
    check(&BTreeSet::from([package().join("tests/pages")]), ALL);
}

#[test]
fn the_cases_lose_nothing() {
    let folders = fs::read_dir(package().join("tests/cases/pages")).expect("the folder of cases");
    let folders: BTreeSet<PathBuf> = folders.map(|entry| entry.expect("readable").path()).collect();
    assert!(folders.len() >= 16, "{folders:?}");
    check(&folders, FOREIGN);
}

#[test]
fn the_corpora_lose_nothing() {
    let list = std::env::var_os("DOCBINDGEN_CORPORA").unwrap_or_default();
    let listed = std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty());
    let folders: BTreeSet<PathBuf> = listed.chain(std::env::var_os("DOCBINDGEN_CORPUS").map(PathBuf::from)).collect();
    if folders.is_empty() {
        println!("skipped: neither DOCBINDGEN_CORPORA nor DOCBINDGEN_CORPUS names a docs folder");
    }
    check(&folders, FOREIGN);
}

#[test]
fn a_long_list_is_cut() {
    let item = |line| Missing { page: "a.md".to_owned(), line, kind: Kind::Row, name: "x".to_owned() };
    let lost: Vec<Missing> = (1..=LISTED + 5).map(item).collect();
    let text = listed(Path::new("docs"), &lost);
    assert!(text.starts_with("docs: lost: Row 105, Request 0, Member 0\na.md:1: `x`: "), "{text}");
    assert!(text.ends_with("and 5 more\n") && text.lines().count() == LISTED + 2, "{text}");
}
