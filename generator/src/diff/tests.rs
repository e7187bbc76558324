//! Tests of comparisons that a pair of small editions cannot show.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use super::{Bump, Class, Comparison, Edition, compare};
use crate::pipeline::{Options, Reading, read_pages};

/// Returns an exported model with one type.
fn edition(properties: &[(String, &str)]) -> Edition {
    let span = r#"{"file": "resources/widget.md", "line": 1, "column": 1, "endLine": 1, "endColumn": 2}"#;
    let mut rows = String::new();
    for (name, description) in properties {
        let comma = if rows.is_empty() { "" } else { "," };
        let _ = write!(
            rows,
            r#"{comma}{{"name": "{name}", "type": {{"primitive": "Edm.String"}}, "typeText": "String", "readOnly": false,
            "required": false, "selectOnly": false, "deprecated": false, "description": "{description}", "span": {span}}}"#
        );
    }
    let ty = format!(
        r#"{{"kind": "complex", "abstract": false, "open": false, "description": "", "properties": [{rows}],
        "navigation": [], "pages": ["resources/widget.md"], "span": {span}}}"#
    );
    let text = format!(
        r#"{{"version": "v1.0", "types": {{"sample.widget": {ty}}}, "enums": {{}}, "operations": [], "pages": {{}}, "examples": []}}"#
    );
    Edition::of_json(&text).unwrap_or_else(|error| panic!("{error}"))
}

fn found(comparison: &Comparison) -> Vec<String> {
    comparison.changes.iter().map(|change| format!("{} {}", change.kind.id, change.subject)).collect()
}

fn named(names: &[&str]) -> Vec<(String, &'static str)> {
    names.iter().map(|name| ((*name).to_owned(), "")).collect()
}

#[test]
fn without_texts_nothing_is_known_about_the_service() {
    let comparison = compare(&edition(&named(&["size"])), &edition(&named(&["size", "displayName"])));
    assert_eq!(found(&comparison), ["property-added sample.widget/displayName"]);
    assert_eq!(comparison.count(Class::Unclear), 1);
}

#[test]
fn two_candidates_are_not_a_rename() {
    let long = "The text that is printed on it.";
    let old = edition(&[("label".to_owned(), long), ("size".to_owned(), "")]);
    let one = edition(&[("size".to_owned(), ""), ("caption".to_owned(), long)]);
    assert_eq!(found(&compare(&old, &one)), ["property-renamed sample.widget/label"]);
    let two = edition(&[("size".to_owned(), ""), ("caption".to_owned(), long), ("text".to_owned(), long)]);
    let expected = [
        "property-added sample.widget/caption",
        "property-removed sample.widget/label",
        "property-added sample.widget/text",
    ];
    assert_eq!(found(&compare(&old, &two)), expected);
}

#[test]
fn similar_names_in_one_place_are_a_rename() {
    let (old, new) = (named(&["a", "colour", "b"]), named(&["a", "color", "b"]));
    assert_eq!(found(&compare(&edition(&old), &edition(&new))), ["property-renamed sample.widget/colour"]);
    let moved = named(&["color", "a", "b"]);
    assert_eq!(found(&compare(&edition(&old), &edition(&moved))).len(), 2);
}

/// Returns pages in which each kind of public item occurs.
fn shop() -> Reading {
    let dir = tempfile::tempdir().unwrap();
    let page = |path: &str, title: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("# {title}\n\nNamespace: sample.shop\n\nText.\n\n{text}")).unwrap();
    };
    let table = "## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n";
    page("resources/part.md", "part resource type", &format!("{table}|maker|String|Who made it.|\n"));
    page(
        "resources/widget.md",
        "widget resource type",
        &format!("Inherits from [part](part.md).\n\n{table}|state|widgetState|Possible values are: `new`, `used`.|\n"),
    );
    let request = |line: &str, rest: &str| format!("## HTTP request\n\n``` http\n{line}\n```\n\n{rest}## Response\n\n");
    let response = "If successful, this method returns a `200 OK` response code and a [part](../resources/part.md) object in the response body.\n";
    page("api/part-get.md", "Get part", &(request("GET /parts/{id}", "") + response));
    let body = "## Request body\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|count|Int32|How many.|\n\n";
    page("api/part-pack.md", "part: pack", &(request("POST /parts/{id}/pack", body) + response));
    read_pages(dir.path(), &Options::default()).unwrap()
}

/// An item of the crate that is gone, although the pages are the same, is a change of something that is left.
#[test]
fn every_item_of_a_crate_is_missed() {
    let all = shop().surface.items;
    let mut kinds = BTreeSet::new();
    for source in all.keys() {
        let mut new = shop();
        new.surface.items.remove(source);
        let comparison = compare(&Edition::of_pages(shop()), &Edition::of_pages(new));
        let missed = format!("rust-item-removed {}", all[source].path);
        let found: Vec<String> = comparison
            .changes
            .iter()
            .map(|change| format!("{} {}", change.kind.id, change.before.as_deref().unwrap_or_default()))
            .collect();
        assert!(found.contains(&missed), "{source:?}: {found:?}");
        assert_eq!(comparison.bump(), Some(Bump::Major), "{source:?}");
        kinds.insert(format!("{source:?}").split('(').next().unwrap_or_default().to_owned());
    }
    // These are all kinds of sources.
    assert_eq!(kinds.len(), 11, "{kinds:?}");
}

/// Both lists have the same length and no name in common. A comparison of each with each would take minutes.
#[test]
fn large_models_take_linear_time() {
    let names = |prefix: &str| -> Vec<(String, &str)> {
        (0..20_000).map(|i| (format!("{prefix}{i}"), "Some text of five words.")).collect()
    };
    let comparison = compare(&edition(&names("old")), &edition(&names("new")));
    assert_eq!(comparison.changes.len(), 40_000);
}
