//! Exports conform to their published schemas.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use docbindgen::export::{json, openapi};
use docbindgen::pipeline::{Options, Outcome, run};
use serde_json::{Value, json};

/// The bindings' own pages.
const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs-input");

/// The published form of the model.
const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/model.schema.json");

/// The published form of OpenAPI descriptions.
const OPENAPI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/openapi-3.1.json");

fn model(outcome: &Outcome) -> Value {
    json::export(&outcome.api, &outcome.sources).expect("the model is JSON")
}

fn description(outcome: &Outcome) -> Value {
    openapi::export(&outcome.api, &outcome.base_url)
}

fn read(docs: &Path) -> Outcome {
    run(docs, &Options::default()).expect("the pages are read")
}

/// Returns the outcome for a folder with these pages.
fn read_pages(pages: &[(&str, &str)]) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in pages {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a page");
    }
    read(folder.path())
}

fn validator(schema: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(schema).expect("the schema exists");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema can be used")
}

fn faults(schema: &str, value: &Value) -> Vec<String> {
    validator(schema).iter_errors(value).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

const NOTHING: Vec<String> = Vec::new();

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

const ADD: &str = "\
# box: add

Namespace: own.things

## HTTP request

```http
POST /boxes/{id}/add
```

## Request body

In the request body, provide a JSON object with the following parameters.

| Parameter | Type | Description |
|:---|:---|:---|
| lid | [lid](../resources/lid.md) | The lid. Required. |
| colour | String | Its colour. Possible values are: `red`, `green`. |

## Response

If successful, this method returns a `204 No Content` response code.
";

fn small() -> Outcome {
    read_pages(&[
        ("resources/box.md", BOX),
        ("resources/lid.md", LID),
        ("api/box-get.md", GET),
        ("api/box-add.md", ADD),
    ])
}

#[test]
fn the_model_of_docs_input_matches_the_schema() {
    let outcome = read(Path::new(DOCS));
    assert_eq!(faults(MODEL, &model(&outcome)), NOTHING);
    let description = description(&outcome);
    assert_eq!(faults(OPENAPI, &description), NOTHING);
    assert_eq!(loose_ends(&description), NOTHING);
}

#[test]
fn the_models_of_small_pages_match_the_schema() {
    let model = model(&small());
    assert_eq!(faults(MODEL, &model), NOTHING);
    let lid = &model["types"]["own.things.lid"];
    assert_eq!(
        lid["properties"][0]["span"],
        json!({"file": "resources/lid.md", "line": 9, "column": 3, "endLine": 9, "endColumn": 8}),
        "columns count characters from 1"
    );
    let text = &model["types"]["own.things.box"]["description"];
    assert_eq!(text, "A **box** holds [lids](#own.things.lid), `a*b` and more.");
    assert_eq!(model["operations"][0]["path"], "/boxes/{boxId}");
    assert_eq!(model["operations"][0]["response"], json!({"value": {"type": "own.things.box"}}));
    assert_eq!(model["pages"]["api/box-get.md"]["permissions"][0]["span"]["line"], 9);
    assert_eq!(model["pages"]["api/box-get.md"]["headers"][0]["span"]["line"], 21);
    assert_eq!(model["examples"][0]["operation"], 0);
}

#[test]
fn other_values_do_not_match_the_schema() {
    type Break = fn(&mut Value);
    let breaks: [(&str, Break); 6] = [
        ("a member that the form lacks", |model| model["extra"] = json!(1)),
        ("a place in bytes", |model| {
            model["types"]["own.things.box"]["span"] = json!({"file": 0, "start": 1, "end": 2});
        }),
        ("a line before the first", |model| model["operations"][0]["span"]["line"] = json!(0)),
        ("a type of an unknown kind", |model| {
            model["types"]["own.things.box"]["properties"][0]["type"] = json!("String");
        }),
        ("a kind that is not a kind", |model| model["operations"][0]["kind"] = json!("fetch")),
        ("no response", |model| {
            model["operations"][0].as_object_mut().expect("an object").remove("response");
        }),
    ];
    let validator = validator(MODEL);
    for (what, change) in breaks {
        let mut model = model(&small());
        change(&mut model);
        assert!(!validator.is_valid(&model), "{what} is accepted");
    }
}

#[test]
fn descriptions_contain_the_facts_of_the_pages() {
    let description = description(&small());
    assert_eq!(faults(OPENAPI, &description), NOTHING);
    assert_eq!(loose_ends(&description), NOTHING);
    let schemas = &description["components"]["schemas"];
    let of_box = &schemas["own.things.box"];
    assert_eq!(of_box["x-kind"], "entity");
    assert_eq!(of_box["properties"]["id"]["readOnly"], true);
    assert_eq!(of_box["properties"]["weights"]["items"], json!({"type": "integer", "format": "int64"}));
    assert_eq!(of_box["properties"]["lids"]["x-navigation"], true);
    assert_eq!(of_box["properties"]["lids"]["items"], json!({"$ref": "#/components/schemas/own.things.lid"}));
    let get = &description["paths"]["/boxes/{boxId}"]["get"];
    let response = json!({"application/json": {"schema": {"$ref": "#/components/schemas/own.things.box"}}});
    assert_eq!(get["responses"]["200"]["content"], response);
    assert_eq!(
        get["parameters"][1],
        json!({"name": "Prefer", "in": "header", "required": true, "description": "How. Required.", "schema": {"type": "string"}})
    );
    let add =
        description["paths"].as_object().expect("paths").values().find_map(|item| item.get("post")).expect("a POST");
    let body = &add["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["required"], json!(["lid"]));
    assert_eq!(body["properties"]["colour"]["x-odata-type"], "Edm.String");
    assert_eq!(add["responses"], json!({"204": {"description": "No Content"}}));
    let colours = schemas.as_object().expect("schemas").values().find(|schema| schema["x-synthetic"] == true);
    assert_eq!(colours.expect("an enum of colours")["enum"], json!(["red", "green"]));
}

#[test]
fn unusual_paths_are_templates() {
    let line = |line: &str| GET.replace("GET /boxes/{box-id}", line);
    let outcome = read_pages(&[
        ("resources/box.md", BOX),
        ("api/a.md", &line("GET /boxes/kind={kind}")),
        ("api/b.md", &line("GET /boxes/{a}/lids/{a}")),
        ("api/c.md", &line("DELETE /boxes/{box}/lids/{lid}")),
    ]);
    let description = description(&outcome);
    assert_eq!(faults(OPENAPI, &description), NOTHING);
    assert_eq!(loose_ends(&description), NOTHING);
}

#[test]
fn broken_descriptions_are_detected() {
    let mut description = description(&small());
    description["paths"]["boxes"] = json!({});
    assert_ne!(faults(OPENAPI, &description), NOTHING);
    description["components"]["schemas"].as_object_mut().expect("schemas").remove("own.things.lid");
    assert_ne!(loose_ends(&description), NOTHING);
}

#[test]
fn exports_are_deterministic() {
    assert_eq!(model(&small()).to_string(), model(&small()).to_string());
    assert_eq!(description(&small()).to_string(), description(&small()).to_string());
}

/// Returns faults that the OpenAPI schema cannot express: dangling references, invalid schemas, and path parameters that are not in the
/// path.
fn loose_ends(description: &Value) -> Vec<String> {
    let mut out = Vec::new();
    references(description, &mut |reference| {
        if description.pointer(reference.trim_start_matches('#')).is_none() {
            out.push(format!("{reference} leads nowhere"));
        }
    });
    for (name, schema) in description["components"]["schemas"].as_object().expect("schemas") {
        if !jsonschema::draft202012::meta::is_valid(schema) {
            out.push(format!("{name} is not a schema"));
        }
    }
    let mut shapes = BTreeSet::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        let in_path: BTreeSet<&str> = path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        if !shapes.insert(in_path.iter().fold(path.clone(), |path, name| path.replace(&format!("{{{name}}}"), "{}"))) {
            out.push(format!("{path} is there twice"));
        }
        for (method, operation) in item.as_object().expect("a path item") {
            let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            let stated: BTreeSet<&str> =
                parameters.iter().filter(|p| p["in"] == "path").filter_map(|p| p["name"].as_str()).collect();
            if stated != in_path {
                out.push(format!("{method} {path}: parameters {stated:?}"));
            }
        }
    }
    out
}

/// Visits every `$ref`.
fn references<'a>(value: &'a Value, found: &mut impl FnMut(&'a str)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(reference) if name == "$ref" => found(reference),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_model_contains_the_product_of_a_page() {
    let front = |text: &str| format!("---\ntitle: x\nms.prod: \"Storage\"\n---\n{text}");
    let outcome =
        read_pages(&[("resources/box.md", &front(BOX)), ("resources/lid.md", LID), ("api/box-get.md", &front(GET))]);
    let model = model(&outcome);
    assert_eq!(faults(MODEL, &model), NOTHING);
    for named in ["/types/own.things.box", "/enums/own.things.boxSize", "/pages/api~1box-get.md"] {
        assert_eq!(model.pointer(named).expect(named)["product"], "Storage", "{named}");
    }
    assert_eq!(model["types"]["own.things.lid"].get("product"), None);
}
