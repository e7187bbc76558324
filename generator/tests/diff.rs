//! Every kind of change has a pair of editions: `diffs/<id>/old` and `diffs/<id>/new` differ in this way.

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

#[test]
fn each_kind_has_a_pair_of_editions() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/diffs");
    let mut faults = Vec::new();
    for kind in ChangeKind::all() {
        let folder = package().join("diffs").join(kind.id);
        if !folder.is_dir() {
            faults.push(format!("{}: the pair is missing", kind.id));
            continue;
        }
        let comparison = compared(&folder);
        let found: Vec<String> = comparison.changes.iter().map(text).collect();
        if !comparison.changes.iter().any(|change| change.kind == kind) {
            faults.push(format!("{}: the pair gives {found:#?}", kind.id));
        }
        // All outdated snapshots are reported at once.
        let compare = || settings.bind(|| insta::assert_snapshot!(kind.id, found.join("\n")));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err() {
            faults.push(format!("{}: the changes are others", kind.id));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_pair_has_its_kind_and_every_side_equals_itself() {
    let folders = fs::read_dir(package().join("diffs")).expect("the folder of pairs");
    let folders: BTreeSet<String> =
        folders.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    for id in &folders {
        assert!(ChangeKind::find(id).is_some(), "no kind is named {id}");
        let old = package().join("diffs").join(id).join("old");
        assert_eq!(compare(&edition(&old), &edition(&old)), Comparison::default(), "{id}");
    }
}
