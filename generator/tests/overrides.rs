//! Overrides in `docbindgen.toml`: each action changes its target, and an override that changes nothing is reported.

use std::fs;

use docbindgen::diagnostics::Level;
use docbindgen::pipeline::{Options, Outcome, run};

const RESOURCE: &str = "\
---
doc_type: resourcePageType
---

# crate resource type

Namespace: microsoft.graph

Holds apples.

## Properties

|Property|Type|Description|
|:---|:---|:---|
|id|String|Key.|
|weight|Int32|In grams.|
|wood|String|Possible values are: `oak`, `pine`.|
|colour|[colour](#colour-values)|Of the paint.|

### colour values

|Member|Description|
|:---|:---|
|red|Red.|
|green|Green.|
";

const REQUEST: &str = "\
---
doc_type: apiPageType
---

# Get crate

Namespace: microsoft.graph

Read one crate.

## HTTP request

``` http
GET /crates/{id}
DELETE /crates/{id}
```

## Response

If successful, this method returns a `200 OK` response code and a [crate](../resources/crate.md) object in the response body.
";

fn outcome(overrides: &str) -> Outcome {
    let docs = tempfile::tempdir().expect("a folder");
    for (path, text) in
        [("resources/crate.md", RESOURCE), ("api/crate-get.md", REQUEST), ("docbindgen.toml", overrides)]
    {
        let path = docs.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }
    run(docs.path(), &Options::default()).expect("the pages are read")
}

fn text<'a>(outcome: &'a Outcome, path: &str) -> &'a str {
    std::str::from_utf8(outcome.files.get(path).unwrap_or_else(|| panic!("no {path}"))).expect("the file is UTF-8")
}

fn unused(outcome: &Outcome) -> Vec<&str> {
    let list = outcome.diagnostics.list().iter().filter(|d| d.lint.id == "override-unused");
    list.map(|d| d.message.as_str()).collect()
}

#[test]
fn pages_are_unchanged_without_overrides() {
    let outcome = outcome("");
    assert!(text(&outcome, "src/models/crate_.rs").contains("pub weight: Option<i32>"));
    assert!(text(&outcome, "src/requests/crates.rs").contains("pub fn delete(crate_id: &str)"));
    assert_eq!(outcome.diagnostics.count(Level::Error), 0);
}

#[test]
fn each_action_changes_its_target() {
    let outcome = outcome(
        r#"
        [[override]]
        page = "resources/crate.md"
        type = "crate"
        property = "weight"
        action = "retype"
        to = "Double"
        [[override]]
        type = "crate"
        property = "label"
        action = "add"
        to = "String collection"
        reason = "What is written on it."
        [[override]]
        type = "colour"
        member = "blue"
        action = "add"
        [[override]]
        type = "colour"
        member = "red"
        action = "drop"
        [[override]]
        type = "crate"
        action = "rename"
        to = "appleCrate"
        [[override]]
        type = "crate"
        property = "id"
        action = "rename"
        to = "number"
        [[override]]
        request = "DELETE /crates/{anything}"
        action = "drop"
        [[override]]
        request = "GET /crates/{id}"
        action = "rename"
        to = "fetch"
        "#,
    );
    assert_eq!(unused(&outcome), [] as [&str; 0]);
    let model = text(&outcome, "src/models/apple_crate.rs");
    for part in [
        "pub struct AppleCrate",
        "pub weight: Option<f64>",
        "pub label: Option<Vec<String>>",
        "/// What is written on it.",
        "0 number \"id\"",
    ] {
        assert!(model.contains(part), "{part} in {model}");
    }
    let colour = text(&outcome, "src/models/colour.rs");
    assert!(colour.contains("Blue \"blue\"") && !colour.contains("Red"), "{colour}");
    let requests = text(&outcome, "src/requests/crates.rs");
    assert!(requests.contains("pub fn fetch(") && !requests.contains("delete"), "{requests}");
}

#[test]
fn pages_can_be_skipped() {
    let outcome = outcome("[[override]]\npage = \"api/crate-get.md\"\naction = \"skip-page\"\n");
    assert_eq!(outcome.summary.operations, 0);
    assert_eq!(outcome.summary.skipped.values().sum::<usize>(), 1);
}

#[test]
fn overrides_without_effect_are_reported() {
    let outcome = outcome(
        r#"
        [[override]]
        type = "crate"
        property = "weight"
        action = "retype"
        to = "Int32"
        [[override]]
        type = "crate"
        property = "wait"
        action = "drop"
        [[override]]
        type = "box"
        action = "rename"
        to = "case"
        [[override]]
        request = "GET /boxes"
        action = "drop"
        [[override]]
        page = "api/none.md"
        action = "skip-page"
        "#,
    );
    assert_eq!(
        unused(&outcome),
        [
            "the override repeats what the pages declare",
            "no page has the property `wait` of a type `crate`",
            "no page has the type `box`",
            "no page has the request `GET /boxes`",
            "no page has this path",
        ]
    );
}

#[test]
fn retyping_replaces_a_list_of_values() {
    let wood = |overrides: &str| {
        let outcome = outcome(overrides);
        let crates = outcome.api.types.values().find(|ty| ty.name.short() == "crate").expect("the type");
        let property = crates.properties.iter().find(|property| property.name == "wood").expect("the property");
        (format!("{:?}", property.ty), outcome.diagnostics.list().iter().any(|d| d.lint.id == "override-unused"))
    };
    assert!(wood("").0.starts_with("Enum"));
    let retype = "[[override]]\ntype = \"crate\"\nproperty = \"wood\"\naction = \"retype\"\nto = \"String\"\n";
    assert_eq!(wood(retype), ("Primitive(String)".to_owned(), false));
}
