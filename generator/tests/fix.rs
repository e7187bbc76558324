//! `docbindgen check --fix`: what it corrects, and that it changes nothing else.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docbindgen::diagnostics::Diagnostics;
use docbindgen::export::json;
use docbindgen::fix;
use docbindgen::pipeline::{Options, Outcome, RunError, run as run_pages};
use serde_json::Value;

use support::command::{expect, folder, out, run, write};
use support::package;

/// The lints that `--fix` corrects.
const FIXABLE: [&str; 9] = [
    "annotation-case",
    "link-case",
    "missing-blank-line",
    "repaired-json",
    "row-code-pipe",
    "row-surplus",
    "table-columns",
    "table-tabs",
    "table-without-delimiter",
];

/// Lints whose correction changes what is read: the text of a cell, or a table that was none.
const CHANGE_MORE: [&str; 3] = ["row-surplus", "table-columns", "table-without-delimiter"];

/// Returns the files below a folder, by path.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).expect("below").to_owned(), fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

/// Returns one side of the pair of a lint as the files of a docs folder.
fn side(lint: &str, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let pair = package().join("lints").join(lint);
    if pair.join(name).is_dir() {
        return files(&pair.join(name));
    }
    let Ok(page) = fs::read(pair.join(format!("{name}.md"))) else { return BTreeMap::new() };
    let text = String::from_utf8_lossy(&page);
    let is_resource = text.contains("resource type") || text.contains("## Properties");
    BTreeMap::from([(PathBuf::from(if is_resource { "resources/a.md" } else { "api/a.md" }), page)])
}

fn docs_of(files: &BTreeMap<PathBuf, Vec<u8>>) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        write(&dir.path().join("docs").join(path), bytes);
    }
    dir
}

/// Returns files with CRLF line ends and a byte order mark.
fn as_on_windows(files: &BTreeMap<PathBuf, Vec<u8>>) -> BTreeMap<PathBuf, Vec<u8>> {
    let convert = |bytes: &Vec<u8>| {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
    };
    files.iter().map(|(path, bytes)| (path.clone(), convert(bytes))).collect()
}

#[test]
fn a_bad_page_becomes_the_good_one() {
    // All rules with a fault are reported at once.
    let is_faulty = |lint: &&str| std::panic::catch_unwind(|| becomes_good(lint)).is_err();
    let faulty: Vec<&str> = FIXABLE.into_iter().filter(is_faulty).collect();
    assert_eq!(faulty, [""; 0]);
}

fn becomes_good(lint: &str) {
    let (bad, good) = (side(lint, "bad"), side(lint, "good"));
    for (bad, good) in [(bad.clone(), good.clone()), (as_on_windows(&bad), as_on_windows(&good))] {
        let dir = docs_of(&bad);
        expect(&run(dir.path(), "check --docs docs --fix"), 0, &format!("1 finding fixed in 1 page: 1 {lint}"));
        let fixed = files(&dir.path().join("docs"));
        for (path, bytes) in &good {
            assert_eq!(String::from_utf8_lossy(&fixed[path]), String::from_utf8_lossy(bytes), "{lint}");
        }
        assert_eq!(fixed.len(), good.len(), "{lint}: temporary files");
        expect(&run(dir.path(), "check --docs docs --fix"), 0, "nothing to fix");
    }
}

/// Returns the folders with pages in this repository.
fn all_docs() -> Vec<(String, BTreeMap<PathBuf, Vec<u8>>)> {
    let mut all = vec![("docs-input".to_owned(), files(&package().join("../docs-input")))];
    for folder in ["tests/pages", "tests/cases/pages"] {
        for entry in fs::read_dir(package().join(folder)).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                all.push((path.display().to_string(), files(&path)));
            }
        }
    }
    for entry in fs::read_dir(package().join("lints")).expect("readable") {
        let lint = entry.expect("readable").file_name().to_string_lossy().into_owned();
        for name in ["bad", "good"] {
            all.push((format!("{lint}/{name}"), side(&lint, name)));
        }
    }
    all.retain(|(_, files)| !files.is_empty());
    all
}

/// Returns the exported model without places, and the outcome.
fn read(docs: &Path, texts: BTreeMap<String, String>) -> Option<(Value, Outcome)> {
    match run_pages(docs, &Options { texts, ..Options::default() }) {
        Ok(outcome) => {
            let mut model = json::export(&outcome.api, &outcome.sources).expect("a model");
            without_spans(&mut model);
            Some((model, outcome))
        }
        Err(RunError::Config(..) | RunError::Nothing(..) | RunError::Load(..)) => None,
        Err(error) => panic!("{}: {error}", docs.display()),
    }
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

/// Returns how often each lint was reported.
fn counts(diagnostics: &Diagnostics) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    diagnostics.list().iter().for_each(|found| *counts.entry(found.lint.id).or_default() += 1);
    counts
}

#[test]
fn corrections_leave_the_model_as_it_was() {
    let mut corrected = BTreeMap::new();
    for (name, files) in all_docs() {
        let dir = docs_of(&files);
        let docs = dir.path().join("docs");
        let Some((before, outcome)) = read(&docs, BTreeMap::new()) else { continue };
        let fixed = fix::apply(&outcome.sources, outcome.diagnostics.list());
        if fixed.texts.is_empty() {
            continue;
        }
        let texts: BTreeMap<String, String> =
            fixed.texts.iter().map(|(id, text)| (outcome.sources.file(*id).path.clone(), text.clone())).collect();
        let (after, again) = read(&docs, texts).expect("an outcome");
        if !fixed.lints.keys().any(|lint| CHANGE_MORE.contains(lint)) {
            assert_eq!(after, before, "{name}: {:?}", fixed.lints);
            // No other finding appears.
            let (old, new) = (counts(&outcome.diagnostics), counts(&again.diagnostics));
            for (lint, count) in &new {
                assert!(count <= old.get(lint).unwrap_or(&0), "{name}: {lint}");
            }
        }
        let twice = fix::apply(&again.sources, again.diagnostics.list());
        assert!(twice.texts.is_empty(), "{name}: {:?}, then {:?}", fixed.lints, twice.lints);
        fixed.lints.into_iter().for_each(|(lint, count)| *corrected.entry(lint).or_insert(0) += count);
    }
    assert_eq!(corrected.keys().copied().collect::<Vec<_>>(), FIXABLE, "{corrected:?}");
}

const PAGE: &str = "# widget resource type\r\n\r\nA widget.\r\n\r\n## Properties\r\n\r\n\
    |Property|Type|Description|\r\n|:---|:---|\r\n|size|Int32|Either `1|2`.|\r\n";

#[test]
fn a_dry_run_prints_a_diff_that_can_be_applied() {
    let dir = folder(&[("docs/resources/widget.md", PAGE)]);
    let page = dir.path().join("docs/resources/widget.md");
    let output = run(dir.path(), "check --docs ./docs --fix --dry-run");
    expect(&output, 1, "2 findings to fix in 1 page: 1 row-code-pipe, 1 table-columns");
    let diff = out(&output);
    assert!(diff.starts_with("--- a/docs/resources/widget.md\n+++ b/docs/resources/widget.md\n@@ "), "{diff}");
    assert!(diff.contains("-|:---|:---|\r\n") && diff.contains("+|:---|:---|:---|\r\n"), "{diff}");
    assert_eq!(fs::read_to_string(&page).expect("a page"), PAGE, "nothing is written");
    let here = dir.path().canonicalize().expect("a folder");
    let absolute = run(&here, &format!("check --docs {} --fix --dry-run", here.join("docs").display()));
    assert_eq!(out(&absolute), diff, "paths are relative to the current folder");

    fs::write(dir.path().join("fix.diff"), diff).expect("written");
    let git = std::process::Command::new("git").args(["apply", "fix.diff"]).current_dir(dir.path()).status();
    let applied = fs::read_to_string(&page).expect("a page");
    fs::write(&page, PAGE).expect("written");
    expect(&run(dir.path(), "check --docs docs --fix"), 0, "2 findings fixed");
    match git {
        Ok(status) => {
            assert!(status.success(), "git refuses the diff");
            assert_eq!(applied, fs::read_to_string(&page).expect("a page"));
        }
        Err(_) => println!("git is not installed: the diff was not applied"),
    }
    expect(&run(dir.path(), "check --docs docs --fix --dry-run"), 0, "nothing to fix");
}

/// The delimiter row is too short for a table, whose rows are read only when it is corrected.
#[test]
fn corrections_that_show_other_faults_are_continued() {
    let page = "# widget resource type\n\nA widget.\n\n## Properties\n\n\
        |Property|Type|Default|Description|\n|-|\n|size|Int32|1|Either `1|2`.|\n";
    let dir = folder(&[("docs/resources/widget.md", page)]);
    let fixed = "2 findings fixed in 1 page: 1 row-code-pipe, 1 table-columns";
    expect(&run(dir.path(), "check --docs docs --fix"), 0, fixed);
    expect(&run(dir.path(), "check --docs docs --fix"), 0, "nothing to fix");
}

#[test]
fn baselines_and_suppressions_are_not_fixed() {
    let page = PAGE.replace("Either `1|2`.", "Either `1|2`. <!-- docbindgen-allow row-code-pipe: old -->");
    let dir = folder(&[("docs/resources/widget.md", &page)]);
    run(dir.path(), "check --docs docs --baseline b.json --write-baseline");
    expect(&run(dir.path(), "check --docs docs --baseline b.json --fix"), 0, "nothing to fix");
    expect(&run(dir.path(), "check --docs docs --fix"), 0, "1 finding fixed in 1 page: 1 table-columns");
}

#[test]
fn included_files_are_fixed_in_the_docs_folder_only() {
    let table = "|Property|Type|\n|:---|\n|size|Int32|\n";
    let page = "# widget resource type\n\nA widget.\n\n## Properties\n\n[!INCLUDE [x](../includes/table.md)]\n\n## Relationships\n\n[!INCLUDE [x](../../includes/table.md)]\n";
    let dir = folder(&[
        ("docs/resources/widget.md", page),
        ("docs/includes/table.md", table),
        ("includes/table.md", &table.replace("size", "other")),
    ]);
    let said = expect(&run(dir.path(), "check --docs docs --fix"), 0, "1 finding fixed in 1 page: 1 table-columns");
    assert!(said.contains("1 finding in included files outside the docs folder"), "{said}");
    let read = |path: &str| fs::read_to_string(dir.path().join(path)).expect("a file");
    assert_eq!(read("docs/includes/table.md"), table.replace("|:---|", "|:---|:---|"));
    assert_eq!(read("includes/table.md"), table.replace("size", "other"));
    assert_eq!(read("docs/resources/widget.md"), page);
}

#[cfg(unix)]
#[test]
fn links_and_read_only_files_are_not_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = folder(&[("docs/resources/widget.md", PAGE), ("docs/other/real.txt", PAGE)]);
    let page = dir.path().join("docs/resources/widget.md");
    fs::set_permissions(&page, fs::Permissions::from_mode(0o444)).expect("read-only");
    expect(&run(dir.path(), "check --docs docs --fix"), 2, "widget.md` is read-only");
    assert_eq!(fs::read_to_string(&page).expect("a page"), PAGE);

    fs::set_permissions(&page, fs::Permissions::from_mode(0o640)).expect("writable");
    expect(&run(dir.path(), "check --docs docs --fix"), 0, "2 findings fixed");
    assert_eq!(fs::metadata(&page).expect("a file").permissions().mode() & 0o777, 0o640);

    fs::remove_file(&page).expect("removed");
    symlink("../other/real.txt", &page).expect("a link");
    expect(&run(dir.path(), "check --docs docs --fix"), 2, "widget.md` is a symbolic link");
    assert_eq!(fs::read_to_string(dir.path().join("docs/other/real.txt")).expect("a file"), PAGE);
}
