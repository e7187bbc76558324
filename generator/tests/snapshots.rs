//! Each kind of page through all stages: its facts, its part of the model, and the code.
//!
//! Each folder in `pages/` is a case. The kinds below share the pages of `library/`: if a kind needs other pages (the type of a request's
//! response), these are read too and left out of the snapshots. There are three snapshots of each kind.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use docbindgen::load::DocSet;
use serde_json::{Value, json};

use support::{Made, make, package, texts};

/// Declares a test for each kind, and `KINDS` with the pages of all kinds.
macro_rules! kinds {
    ($($kind:ident: $shown:tt $(with $context:tt)?;)*) => {
        $(#[test] fn $kind() {
            let context: &[&[&str]] = &[$(&$context)?];
            snapshots(stringify!($kind), &$shown, &context.concat());
        })*
        const KINDS: &[&[&str]] = &[$(&$shown),*];
    };
}

kinds! {
    resource_with_base_and_navigation: ["resources/book.md"] with
        ["resources/entity.md", "resources/imprint.md", "resources/person.md", "api/book-list.md", "api/book-delete.md"];
    entity: ["resources/entity.md"];
    plain_resource: ["resources/imprint.md"];
    resource_without_annotation: ["resources/person.md"] with ["resources/entity.md"];
    open_type: ["resources/notecard.md"];
    abstract_type: ["resources/medium.md"] with ["resources/audiobook.md", "resources/atlas.md"];
    derived_types: ["resources/audiobook.md", "resources/atlas.md"] with ["resources/medium.md"];
    deprecated_type: ["resources/punchcard.md"] with ["resources/notecard.md"];
    enum_page: ["resources/binding.md"];
    multi_enum_page: ["resources/enums.md"];
    enum_in_resource_page: ["resources/copy.md"] with ["resources/book.md"];
    type_on_two_pages: ["resources/lending-branch.md", "resources/opening-branch.md"];
    list: ["api/book-list.md"] with ["resources/book.md"];
    get: ["api/book-get.md"] with ["resources/book.md"];
    create: ["api/library-post-books.md"] with ["resources/book.md", "resources/imprint.md"];
    update: ["api/book-update.md"] with ["resources/book.md"];
    delete: ["api/book-delete.md"];
    ref_add: ["api/book-post-authors.md"] with ["resources/person.md"];
    ref_remove: ["api/book-delete-author.md"];
    content_down: ["api/book-get-cover.md"];
    action_with_parameters: ["api/book-lend.md"] with ["resources/copy.md", "resources/person.md"];
    function_with_parentheses: ["api/book-search.md"] with ["resources/book.md"];
    function_without_parentheses: ["api/book-delta.md"] with ["resources/book.md"];
    scalar_answer: ["api/book-isavailable.md"];
    path_with_alternatives: ["api/person-list-wishes.md"] with ["resources/book.md"];
    same_placeholder_twice: ["api/copy-get-twice.md"] with ["resources/copy.md"];
    several_requests_on_a_page: ["api/branch-put.md"] with ["resources/lending-branch.md"];
    one_request_on_two_pages: ["api/book-get.md", "api/desk-book-get.md"] with ["resources/book.md"];
    deprecated_request: ["api/punchcard-get.md"] with ["resources/punchcard.md", "resources/notecard.md"];
    tabs: ["api/book-list-copies.md"] with ["resources/copy.md"];
    included_permissions: ["api/copy-get.md"] with ["resources/copy.md", "includes/copy-permissions.md"];
    machine_generated: ["api/stamps-imprint-create.md"] with ["resources/imprint.md"];
}

#[test]
fn every_page_has_a_kind() {
    let used: BTreeSet<&str> = KINDS.iter().flat_map(|pages| pages.iter().copied()).collect();
    let all = texts(&package().join("tests/library"));
    let unused: Vec<_> =
        all.keys().filter(|path| !path.starts_with("includes/") && !used.contains(path.as_str())).collect();
    assert!(unused.is_empty(), "no kind shows {unused:?}");
}

/// Each folder in `pages/` is a case; a new case needs only its pages. `cargo xtask new-case` adds one.
#[test]
fn every_folder_of_pages() {
    let folder = package().join("tests/pages");
    let cases = std::fs::read_dir(&folder).expect("the folder of cases");
    let mut names: Vec<String> =
        cases.map(|case| case.expect("a readable entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(!names.is_empty(), "no case in {}", folder.display());
    let mut changed = Vec::new();
    for name in names {
        let pages = texts(&folder.join(&name));
        let shown: Vec<&str> = pages.keys().map(String::as_str).collect();
        let all = make(&DocSet::from_pages(pages.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
        // All outdated snapshots are reported at once.
        let compare = || compare(&name, &all, &shown, &[]);
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err() {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "{changed:?}");
}

fn snapshots(kind: &str, shown: &[&str], context: &[&str]) {
    compare(kind, &made(&[shown, context].concat()), shown, context);
}

/// Compares the results for the pages in `shown` with three snapshots.
fn compare(kind: &str, all: &Made, shown: &[&str], context: &[&str]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        insta::assert_yaml_snapshot!(format!("{kind}.1-facts"), facts(all, shown));
        insta::assert_yaml_snapshot!(format!("{kind}.2-model"), model(all, shown));
        insta::assert_snapshot!(format!("{kind}.3-code"), code(all, context));
    });
}

fn made(paths: &[&str]) -> Made {
    let folder = package().join("tests/library");
    let read =
        |path: &str| std::fs::read_to_string(folder.join(path)).expect("a page of tests/library").replace("\r\n", "\n");
    make(&DocSet::from_pages(paths.iter().map(|path| (*path, read(path)))))
}

/// Returns the facts of the pages, and the messages about them.
fn facts(all: &Made, shown: &[&str]) -> Value {
    let pages = all.facts.iter().filter(|facts| shown.contains(&facts.path.as_str()));
    let pages: Vec<Value> = pages.map(value).collect();
    let messages = all.messages().into_iter().filter(|message| shown.iter().any(|path| message.starts_with(path)));
    slim(json!({ "pages": pages, "messages": messages.collect::<Vec<_>>() })).unwrap_or_default()
}

/// Returns the part of the model that comes from the pages.
fn model(all: &Made, shown: &[&str]) -> Value {
    let of_pages = |item: &Value| {
        let pages = item["pages"].as_array().into_iter().flatten();
        pages.filter_map(Value::as_str).any(|page| shown.contains(&page))
    };
    let list = |items: Value| match items {
        Value::Object(map) => map.into_iter().map(|(_, item)| item).filter(of_pages).collect(),
        Value::Array(items) => items.into_iter().filter(of_pages).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let pages: Vec<Value> = shown.iter().filter_map(|path| all.api.pages.get(*path)).map(value).collect();
    let model = json!({
        "types": list(value(&all.api.types)),
        "enums": list(value(&all.api.enums)),
        "operations": list(value(&all.api.operations)),
        "pages": pages,
    });
    slim(model).unwrap_or_default()
}

/// Returns the files that the context alone does not produce, without the lists of modules and the runtime.
fn code(all: &Made, context: &[&str]) -> String {
    let before = if context.is_empty() { BTreeMap::new() } else { made(context).files };
    let is_index = |path: &str| path == "src/lib.rs" || (path.ends_with("/mod.rs") && path.matches('/').count() == 2);
    let own = all
        .files
        .iter()
        .filter(|(path, text)| !path.starts_with("src/runtime") && !is_index(path) && before.get(*path) != Some(*text));
    own.map(|(path, text)| format!("==> {path}\n{}", text.split_once("\n\n").map_or(text.as_str(), |(_, rest)| rest)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn value(item: &impl serde::Serialize) -> Value {
    serde_json::to_value(item).expect("facts and models are plain data")
}

/// Removes spans and empty values (`null`, `false`, empty lists), so that an additional row changes no other line of a snapshot.
fn slim(value: Value) -> Option<Value> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) if text.is_empty() => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.into_iter().map(|item| slim(item).unwrap_or_default()).collect()),
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(key, item)| key != "span" || item.get("start").is_none());
            let kept: serde_json::Map<_, _> = kept.filter_map(|(key, item)| Some((key, slim(item)?))).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        other => Some(other),
    }
}
