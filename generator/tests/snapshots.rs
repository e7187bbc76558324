//! Each kind of page through all stages: its facts, its part of the model, and the code.
//!
//! Each folder in `pages/` is a case, with three snapshots. It contains its pages, or names pages of `library/`, which cases share. If these
//! need other pages (the type of a request's response), the others are read too and left out of the snapshots.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use docbindgen::load::DocSet;
use serde_json::{Value, json};

use support::{Made, make, package, texts};

/// A case whose pages are in the library: `library.json` in the folder of the case.
#[derive(Debug, serde::Deserialize)]
struct FromLibrary {
    /// The pages that the snapshots show.
    shown: Vec<String>,
    /// Other pages that these need.
    #[serde(default)]
    context: Vec<String>,
}

/// A case: its pages, and which of them the snapshots show.
struct Case {
    name: String,
    pages: BTreeMap<String, String>,
    shown: Vec<String>,
}

/// Returns the case of each folder in `pages/`.
fn cases() -> Vec<Case> {
    let folder = package().join("tests/pages");
    let entries = std::fs::read_dir(&folder).expect("the folder of cases");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("a readable entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let library = texts(&package().join("tests/library"));
    names.into_iter().map(|name| case(name, &folder, &library)).collect()
}

fn case(name: String, folder: &Path, library: &BTreeMap<String, String>) -> Case {
    let folder = folder.join(&name);
    let Ok(text) = std::fs::read_to_string(folder.join("library.json")) else {
        let pages = texts(&folder);
        return Case { name, shown: pages.keys().cloned().collect(), pages };
    };
    let case: FromLibrary = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}/library.json: {error}"));
    let pages = case.shown.iter().chain(&case.context).map(|path| {
        let text = library.get(path).unwrap_or_else(|| panic!("{name}/library.json: the library has no {path}"));
        (path.clone(), text.clone())
    });
    Case { pages: pages.collect(), name, shown: case.shown }
}

#[test]
fn every_page_of_the_library_is_shown() {
    let used: BTreeSet<String> = cases().into_iter().flat_map(|case| case.shown).collect();
    let all = texts(&package().join("tests/library"));
    let unused: Vec<_> =
        all.keys().filter(|path| !path.starts_with("includes/") && !used.contains(path.as_str())).collect();
    assert!(unused.is_empty(), "no case shows {unused:?}");
}

/// A new case needs only its folder. `cargo xtask new-case` adds one.
#[test]
fn every_case_is_unchanged() {
    let cases = cases();
    assert!(!cases.is_empty(), "no cases in `tests/pages`");
    // All outdated snapshots are reported at once.
    let differs = |case: &&Case| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| compare(case))).is_err();
    let changed: Vec<&str> = cases.iter().filter(differs).map(|case| case.name.as_str()).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

/// Compares the results for a case with three snapshots.
fn compare(case: &Case) {
    let Case { name, pages, shown } = case;
    let all = made(pages.iter());
    let context = made(pages.iter().filter(|(path, _)| !shown.contains(path)));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        insta::assert_yaml_snapshot!(format!("{name}.1-facts"), facts(&all, shown));
        insta::assert_yaml_snapshot!(format!("{name}.2-model"), model(&all, shown));
        insta::assert_snapshot!(format!("{name}.3-code"), code(&all, &context));
    });
}

/// Runs all stages on pages.
fn made<'a>(pages: impl Iterator<Item = (&'a String, &'a String)>) -> Made {
    make(&DocSet::from_pages(pages.map(|(path, text)| (path.as_str(), text.as_str()))))
}

/// Returns the facts of the pages, and the messages about them.
fn facts(all: &Made, shown: &[String]) -> Value {
    let pages = all.facts.iter().filter(|facts| shown.contains(&facts.path));
    let pages: Vec<Value> = pages.map(value).collect();
    let messages =
        all.messages().into_iter().filter(|message| shown.iter().any(|path| message.starts_with(path.as_str())));
    slim(json!({ "pages": pages, "messages": messages.collect::<Vec<_>>() })).unwrap_or_default()
}

/// Returns the part of the model that comes from the pages.
fn model(all: &Made, shown: &[String]) -> Value {
    let of_pages = |item: &Value| {
        let pages = item["pages"].as_array().into_iter().flatten();
        pages.filter_map(Value::as_str).any(|page| shown.iter().any(|shown| shown == page))
    };
    let list = |items: Value| match items {
        Value::Object(map) => map.into_iter().map(|(_, item)| item).filter(of_pages).collect(),
        Value::Array(items) => items.into_iter().filter(of_pages).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let pages: Vec<Value> = shown.iter().filter_map(|path| all.api.pages.get(path)).map(value).collect();
    let model = json!({
        "types": list(value(&all.api.types)),
        "enums": list(value(&all.api.enums)),
        "operations": list(value(&all.api.operations)),
        "pages": pages,
    });
    slim(model).unwrap_or_default()
}

/// Returns the files that the context alone does not produce, without the lists of modules, the runtime and the samples.
fn code(all: &Made, context: &Made) -> String {
    let is_index = |path: &str| {
        ["src/lib.rs", "tests/samples.rs"].contains(&path)
            || (path.ends_with("/mod.rs") && path.matches('/').count() == 2)
    };
    let own = all.files.iter().filter(|(path, text)| {
        !path.starts_with("src/runtime")
            && !path.starts_with("src/client")
            && !is_index(path)
            && context.files.get(*path) != Some(*text)
    });
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
