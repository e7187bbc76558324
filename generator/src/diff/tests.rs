//! Tests of comparisons that a pair of small editions cannot show.

use std::fmt::Write;

use super::{Class, Comparison, Edition, compare};

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

/// Both lists have the same length and no name in common. A comparison of each with each would take minutes.
#[test]
fn large_models_take_linear_time() {
    let names = |prefix: &str| -> Vec<(String, &str)> {
        (0..20_000).map(|i| (format!("{prefix}{i}"), "Some text of five words.")).collect()
    };
    let comparison = compare(&edition(&names("old")), &edition(&names("new")));
    assert_eq!(comparison.changes.len(), 40_000);
}
