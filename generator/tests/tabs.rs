//! Samples in Rust on whole references: what the pages say remains the same.
//!
//! In: the pages of this repository, and the first docs folder in `DOCBINDGEN_CORPORA`. Out: nothing is written.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use docbindgen::diagnostics::Diagnostics;
use docbindgen::export::json;
use docbindgen::pipeline::{Options, Pages, RunError, read_set};
use docbindgen::samples::{self, Changes, Placed, of_examples, place};
use serde_json::Value;

use support::command::{expect, folder, run};
use support::{corpora, package, workspace};

fn read(docs: &Path, texts: BTreeMap<String, String>) -> Option<Pages> {
    match read_set(docs, &Options { texts, ..Options::default() }, &|_| {}) {
        Ok(pages) => Some(pages),
        Err(RunError::Config(..) | RunError::Nothing(..) | RunError::Load(..)) => None,
        Err(error) => panic!("{}: {error}", docs.display()),
    }
}

/// Places samples for all examples, or for none.
fn placed(pages: &Pages, passes: bool, new_groups: bool) -> Placed {
    let code = |_: &_| if passes { Ok("let a = 1;".to_owned()) } else { Err("it fails".to_owned()) };
    let options = samples::Options { insert: true, new_groups, out: Some("") };
    place(&pages.set, &of_examples(&pages.api, pages.api.examples.iter().map(code).collect()), &options)
}

/// Returns the changed pages, by path.
fn texts(pages: &Pages, placed: &Placed) -> BTreeMap<String, String> {
    placed.pages.iter().map(|(id, text)| (pages.set.sources.file(*id).path.clone(), text.clone())).collect()
}

/// Returns the model without places in the pages.
fn model(pages: &Pages) -> Value {
    let mut model = json::export(&pages.api, &pages.set.sources).expect("a model");
    without_spans(&mut model);
    model
}

fn without_spans(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.get("endColumn").is_some_and(Value::is_number));
            map.values_mut().for_each(without_spans);
        }
        Value::Array(list) => list.iter_mut().for_each(without_spans),
        _ => {}
    }
}

/// Returns how often each message was reported.
fn messages(diagnostics: &Diagnostics) -> BTreeMap<(&'static str, &str), usize> {
    let mut counts = BTreeMap::new();
    diagnostics.list().iter().for_each(|found| *counts.entry((found.lint.id, &*found.message)).or_default() += 1);
    counts
}

/// Returns whether `after` has all lines of `before`, in their order and with their line ends.
fn has_all_lines(before: &str, after: &str) -> bool {
    let mut lines = after.split_inclusive('\n');
    before
        .split_inclusive('\n')
        .all(|line| lines.any(|other| other == line || other.trim_end_matches(['\r', '\n']) == line))
}

/// Checks the pages of a folder, with and without new groups, and returns the changes with new groups.
fn check(docs: &Path) -> Option<Changes> {
    let before = read(docs, BTreeMap::new())?;
    let (old_model, old_messages) = (model(&before), messages(&before.diagnostics));
    let mut changes = Changes::default();
    for new_groups in [false, true] {
        let first = placed(&before, true, new_groups);
        let changed = texts(&before, &first);
        changes = first.changes;
        println!("{}: {} files, {changes:?}", docs.display(), first.files.len());
        for found in first.diagnostics.list() {
            println!("  {}: {}", found.lint.id, found.message);
        }
        for (id, after) in &first.pages {
            let file = before.set.sources.file(*id);
            assert!(has_all_lines(&file.text, after), "{}: a line is lost: {after}", file.path);
        }
        let after = read(docs, changed.clone()).expect("the pages with tabs");
        let again = placed(&after, true, new_groups);
        assert_eq!(texts(&after, &again), BTreeMap::new(), "the second run changes pages");
        assert_eq!(again.files, first.files, "the second run changes files");
        assert!(model(&after) == old_model, "{}: the model is another one", docs.display());
        assert_eq!(messages(&after.diagnostics), old_messages, "{}: the findings are others", docs.display());
        if !new_groups {
            let restored = texts(&after, &placed(&after, false, false));
            assert_eq!(restored.keys().collect::<Vec<_>>(), changed.keys().collect::<Vec<_>>());
            for id in first.pages.keys() {
                let file = before.set.sources.file(*id);
                assert_eq!(restored[&file.path], file.text, "{}: removing the tabs leaves something", file.path);
            }
        }
    }
    Some(changes)
}

#[test]
fn tabs_change_nothing_else() {
    let mut folders: Vec<PathBuf> = vec![workspace().join("docs-input"), package().join("tests/library")];
    for folder in ["tests/pages", "tests/cases/pages"] {
        let entries = std::fs::read_dir(package().join(folder)).expect("the folder of cases");
        folders.extend(entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()));
    }
    folders.sort();
    let mut total = [0; 2];
    for changes in folders.iter().filter_map(|docs| check(docs)) {
        total[0] += changes.added;
        total[1] += changes.groups;
    }
    println!("{total:?} tabs and groups");
    assert!(total[0] >= 20 && total[1] >= 200, "{total:?}: hardly any page was tried");
}

#[test]
fn tabs_change_nothing_else_in_the_corpus() {
    let Some(docs) = corpora().into_iter().next() else {
        println!("skipped: DOCBINDGEN_CORPORA names no docs folder");
        return;
    };
    let changes = check(&docs).expect("pages");
    assert!(changes.added + changes.groups > 0, "no page was tried");
}

#[test]
fn wrong_usage_exits_with_2() {
    let dir = folder(&[
        ("docs/api/boat-get.md", "# Get boat\n\n## HTTP request\n\n```http\nGET /boats/{id}\n```\n"),
        ("file", ""),
    ]);
    std::fs::create_dir(dir.path().join("empty")).expect("a folder");
    for (args, says) in [
        ("samples --docs docs", "--out <DIR>"),
        ("samples --docs docs --out out --new-groups", "--insert"),
        ("samples --docs nowhere --out out", "`nowhere`"),
        ("samples --docs empty --out out", "`empty`"),
        ("samples --docs docs --out file", "`file` is not a folder"),
    ] {
        expect(&run(dir.path(), args), 2, says);
    }
    assert!(!dir.path().join("out").exists());
    expect(&run(dir.path(), "samples --docs docs --out out"), 0, "0 files written, 0 removed, 0 unchanged");
}
