//! Every kind of change has a pair of editions: `diffs/<id>/old` and `diffs/<id>/new` differ in this way. Further pairs of a kind are in
//! folders with a suffix: `diffs/<id>.<variant>`.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use docbindgen::diff::{Change, ChangeKind, Comparison, Edition, compare};
use docbindgen::pipeline::{Options, read_pages};

use support::package;

fn edition(docs: &Path) -> Edition {
    Edition::of_pages(
        read_pages(docs, &Options::default()).unwrap_or_else(|error| panic!("{}: {error}", docs.display())),
    )
}

fn compared(folder: &Path) -> Comparison {
    compare(&edition(&folder.join("old")), &edition(&folder.join("new")))
}

/// Returns a change in a few lines.
fn text(change: &Change) -> String {
    let Change { kind, subject, before, after, wire, rust, class, .. } = change;
    let mut out = format!("{} {}: {subject}\n", kind.id, subject.item.name());
    for (name, value, span) in [("before", before, &change.old_span), ("after", after, &change.new_span)] {
        let place = span.as_ref().map_or_else(String::new, |span| {
            format!("{}:{}:{}-{}:{} ", span.file, span.line, span.column, span.end_line, span.end_column)
        });
        let _ = writeln!(out, "  {name}: {place}{}", value.as_deref().unwrap_or("-"));
    }
    let _ = writeln!(out, "  {}; {}; {}", wire.name(), rust.name(), class.name());
    for evidence in &change.evidence {
        let supports = evidence.supports.map_or("the same item", docbindgen::diff::Class::name);
        let _ = writeln!(out, "  {supports}: {}", evidence.text);
    }
    out
}

/// Returns the names of the folders with pairs.
fn folders() -> BTreeSet<String> {
    let folders = fs::read_dir(package().join("diffs")).expect("the folder of pairs");
    folders.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect()
}

/// Returns the kind whose pair is in a folder.
fn kind_of(folder: &str) -> &'static ChangeKind {
    let id = folder.split('.').next().unwrap_or_default();
    ChangeKind::find(id).unwrap_or_else(|| panic!("no kind is named {id}"))
}

#[test]
fn each_kind_has_a_pair_of_editions() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/diffs");
    let mut faults = Vec::new();
    let folders = folders();
    for kind in ChangeKind::all().filter(|kind| !folders.contains(kind.id)) {
        faults.push(format!("{}: the pair is missing", kind.id));
    }
    for folder in &folders {
        let kind = kind_of(folder);
        let comparison = compared(&package().join("diffs").join(folder));
        let found: Vec<String> = comparison.changes.iter().map(text).collect();
        if !comparison.changes.iter().any(|change| change.kind == kind) {
            faults.push(format!("{folder}: the pair gives {found:#?}"));
        }
        // All outdated snapshots are reported at once.
        let compare = || settings.bind(|| insta::assert_snapshot!(folder.as_str(), found.join("\n")));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err() {
            faults.push(format!("{folder}: the changes are others"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_pair_has_its_kind_and_every_side_equals_itself() {
    for id in folders() {
        kind_of(&id);
        let old = package().join("diffs").join(&id).join("old");
        assert_eq!(compare(&edition(&old), &edition(&old)), Comparison::default(), "{id}");
    }
}

/// An edition that was read from an exported model, and the same one read from pages.
#[test]
fn an_exported_model_is_the_same_edition() {
    for id in ["property-removed", "permission-raised", "enum-became-flags", "body-member-required"] {
        let docs = package().join("diffs").join(id).join("old");
        let outcome = docbindgen::pipeline::run(&docs, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
        let json = docbindgen::export::json::export(&outcome.api, &outcome.sources).expect("a model is JSON");
        let exported = Edition::of_json(&json.to_string()).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(compare(&exported, &edition(&docs)), Comparison::default(), "{id}");
        assert_eq!(compare(&edition(&docs), &exported), Comparison::default(), "{id}");
    }
}

#[test]
fn files_that_are_not_models_are_errors_with_a_place() {
    for (text, message) in [
        (
            "",
            "1:1: the file is not JSON: EOF while parsing a value; write the file with `docbindgen export --format json`",
        ),
        (
            "{}",
            "1:2: the file is not an exported model: missing field `version`; write the file with `docbindgen export --format json`",
        ),
        (
            "{\n\"version\": 1}",
            "2:12: the file is not an exported model: invalid type: integer `1`, expected a string; write the file with `docbindgen export --format json`",
        ),
    ] {
        assert_eq!(Edition::of_json(text).map(|_| ()).map_err(|error| error.to_string()), Err(message.to_owned()));
    }
    let deep = format!("{{\"version\": \"v1.0\", \"types\": {}", "[".repeat(100_000));
    assert!(Edition::of_json(&deep).is_err());
    let control = Edition::of_json("{\"version\": \"v1.0\", \"types\": \"\\u001b[31m\"}").map(|_| ());
    assert!(control.is_err_and(|error| !error.to_string().contains('\u{1b}')));
}

/// The order of the items does not matter, and the other direction has as many changes of the opposite kinds.
#[test]
fn removed_and_added_are_opposites() {
    for (added, removed) in [
        ("type-added", "type-removed"),
        ("property-added", "property-removed"),
        ("operation-added", "operation-removed"),
    ] {
        let folder = package().join("diffs").join(added);
        let back = compare(&edition(&folder.join("new")), &edition(&folder.join("old")));
        assert!(back.changes.iter().any(|change| change.kind.id == removed), "{added}");
    }
}
