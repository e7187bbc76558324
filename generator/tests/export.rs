//! Exports keep what they promise: every one is of the published form.

use std::fs;
use std::path::Path;

use docbindgen::export::json;
use docbindgen::pipeline::{Options, run};
use serde_json::{Value, json};

/// The bindings' own pages.
const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs-input");

fn exported(docs: &Path) -> Value {
    let outcome = run(docs, &Options::default()).expect("the pages are read");
    json::export(&outcome.api, &outcome.sources).expect("the model is JSON")
}

/// The published form.
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/model.schema.json");

/// The export of a folder with these pages.
fn exported_pages(pages: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in pages {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a page");
    }
    exported(folder.path())
}

fn validator() -> jsonschema::Validator {
    let text = fs::read_to_string(SCHEMA).expect("the schema is there");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema can be used")
}

fn faults(value: &Value) -> Vec<String> {
    validator().iter_errors(value).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

const BOX: &str = "\
# box resource type

Namespace: own.things

A **box** holds [lids](lid.md), `a*b` and more.

Inherits from [thing](thing.md).

## Properties

| Property | Type | Description |
|:---|:---|:---|
| id | String | The *id*. Read-only. |
| size | boxSize | How large it is. |
| weights | Collection(Int64) | Weights. Supports `$filter` (`eq`). |

## Relationships

| Relationship | Type | Description |
|:---|:---|:---|
| lids | [lid](lid.md) collection | Its lids. |

### boxSize values

| Member | Value | Description |
|:---|:---|:---|
| small | 0 | Small. |
| large | 1 | Large. |
";

const LID: &str = "\
# lid resource type

Namespace: own.things

## Properties

| Property | Type | Description |
|:---|:---|:---|
| round | Boolean | Ä round one? |
";

const GET: &str = "\
# Get box

Namespace: own.things

## Permissions

| Permission type | Permissions |
|:---|:---|
| Delegated (work or school account) | Box.Read, Box.ReadWrite |

## HTTP request

```http
GET /boxes/{box-id}
```

## Request headers

| Name | Description |
|:---|:---|
| Prefer | How. Required. |

## Response

If successful, this method returns a `200 OK` response code and a [box](../resources/box.md) object in the response body.

## Example

```http
GET https://graph.microsoft.com/v1.0/boxes/1
```
";

fn small() -> Value {
    exported_pages(&[("resources/box.md", BOX), ("resources/lid.md", LID), ("api/box-get.md", GET)])
}

#[test]
fn the_bindings_own_pages_are_of_the_published_form() {
    assert_eq!(faults(&exported(Path::new(DOCS))), Vec::<String>::new());
}

#[test]
fn small_pages_are_of_the_published_form() {
    let model = small();
    assert_eq!(faults(&model), Vec::<String>::new());
    let lid = &model["types"]["own.things.lid"];
    assert_eq!(
        lid["properties"][0]["span"],
        json!({"file": "resources/lid.md", "line": 9, "column": 3, "endLine": 9, "endColumn": 8}),
        "columns count characters from 1"
    );
    let text = &model["types"]["own.things.box"]["description"];
    assert_eq!(text, "A **box** holds [lids](resources/lid.md), `a*b` and more.");
    assert_eq!(model["operations"][0]["path"], "/boxes/{boxId}");
    assert_eq!(model["operations"][0]["answer"], json!({"value": {"type": "own.things.box"}}));
    assert_eq!(model["pages"]["api/box-get.md"]["permissions"][0]["span"]["line"], 9);
    assert_eq!(model["pages"]["api/box-get.md"]["headers"][0]["span"]["line"], 21);
    assert_eq!(model["examples"][0]["operation"], 0);
}

#[test]
fn nothing_else_is_of_the_published_form() {
    type Break = fn(&mut Value);
    let breaks: [(&str, Break); 6] = [
        ("a member that the form lacks", |model| model["extra"] = json!(1)),
        ("a place in bytes", |model| {
            model["types"]["own.things.box"]["span"] = json!({"file": 0, "start": 1, "end": 2})
        }),
        ("a line before the first", |model| model["operations"][0]["span"]["line"] = json!(0)),
        ("a type that is no type", |model| model["types"]["own.things.box"]["properties"][0]["type"] = json!("String")),
        ("a kind that is no kind", |model| model["operations"][0]["kind"] = json!("fetch")),
        ("no answer", |model| {
            model["operations"][0].as_object_mut().expect("an object").remove("answer");
        }),
    ];
    for (what, change) in breaks {
        let mut model = small();
        change(&mut model);
        assert!(!validator().is_valid(&model), "{what} is let through");
    }
}

#[test]
fn twice_is_once() {
    assert_eq!(small().to_string(), small().to_string());
}
