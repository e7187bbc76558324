//! Rows and requests that are missing from the model.

use crate::extract::extract;
use crate::load::DocSet;
use crate::parse::parse;
use crate::resolve::resolve;

use super::{ID, api, diagnostics, requests, resource, responses};

/// Returns the diagnostics about unused parts of pages: lint and message.
fn unused(pages: &[(&str, String)]) -> Vec<String> {
    let set = DocSet::from_pages(pages.iter().map(|(path, text)| (*path, text.as_str())));
    let facts: Vec<_> = set.pages.iter().map(|page| extract(&parse(&set, page).0).0).collect();
    let (_, diagnostics) = resolve("v1.0", &facts);
    let unused = diagnostics
        .list()
        .iter()
        .filter(|found| found.lint.id.starts_with("unused-") || found.lint.id == "dropped-type");
    unused.map(|found| format!("{}: {}", found.lint.id, found.message)).collect()
}

fn kettle() -> (&'static str, String) {
    ("resources/kettle.md", resource("kettle", "A kettle.", &[ID, ["litres", "Double", "How much it holds."]], &[]))
}

/// Returns a page of one request, with a table in its body.
fn request(line: &str, body: &str, rows: &str) -> (&'static str, String) {
    let table = format!("|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n");
    let title = "# Change kettle\n\nNamespace: own\n\nChanges a kettle.";
    let text = format!("{title}\n\n## HTTP request\n\n```http\n{line}\n```\n\n## Request body\n\n{body}\n\n{table}");
    ("api/kettle-change.md", text)
}

#[test]
fn rows_of_an_unsent_body_are_reported() {
    let nothing = "Do not supply a request body for this method.";
    let row = "|reason|String|Why it is removed.|";
    let drawn = unused(&[kettle(), request("DELETE /kettles/{id}", nothing, row)]);
    assert_eq!(drawn, ["unused-row: no type or request of the bindings uses `reason`"]);
}

#[test]
fn rows_in_the_model_are_not_reported() {
    let body = "In the request body, supply a JSON representation of the [kettle](../resources/kettle.md) object.";
    let rows = "|litres|Double|How much it holds.|\n|@odata.type|String|Its type.|";
    assert_eq!(unused(&[kettle(), request("POST /kettles", body, rows)]), [""; 0]);
    let rows = "|steam|Boolean|Whether it steams.|";
    let steamer = (
        "resources/steamer.md",
        resource("steamer", "Inherits from [kettle](kettle.md).", &[["steam", "Boolean", "."]], &[]),
    );
    assert_eq!(unused(&[kettle(), steamer, request("POST /kettles", body, rows)]), [""; 0], "a derived type has it");
    let parameters = "In the request body, provide a JSON object with the following parameters.";
    assert_eq!(unused(&[kettle(), request("POST /kettles/{id}/boil", parameters, "|at|Double|When.|")]), [""; 0]);
}

#[test]
fn placeholders_of_queries_are_parameters() {
    let line = "GET /kettles?$filter=litres gt {least_litres} and lid/shape eq '{shape}'";
    let page = |rows: &str| {
        let (path, text) = request(line, "", rows);
        unused(&[kettle(), (path, text.replace("## Request body", "## Path parameters"))])
    };
    assert_eq!(page("|least_litres|Double|The limit.|\n|shape|String|The shape.|"), [""; 0]);
    assert_eq!(page("|most|Double|The limit.|"), ["unused-row: no type or request of the bindings uses `most`"]);
}

#[test]
fn members_of_the_elements_of_a_collection_are_not_reported() {
    let lids = ["lids", "[lid](lid.md) collection", "Its lids."];
    let kettle = || ("resources/kettle.md", resource("kettle", "A kettle.", &[ID, lids], &[]));
    let lid = || ("resources/lid.md", resource("lid", "A lid.", &[["shape", "String", "Its shape."]], &[]));
    let page = |rows: &str| {
        let body =
            "Provide a JSON body of each [lid](../resources/lid.md) object in the **lids** property of the kettle.";
        let (_, text) = request("POST /kettles", body, rows);
        let whole = "In the request body, supply a JSON representation of the [kettle](../resources/kettle.md) object.";
        let (_, create) = request("POST /kettles", whole, "|lids|[lid](../resources/lid.md) collection|The lids.|");
        unused(&[kettle(), lid(), ("api/lid-add.md", text), ("api/kettle-create.md", create)])
    };
    let list = "|lids|[lid](../resources/lid.md) collection|The lids.|";
    let shape = "|shape|String|The shape of each lid.|";
    assert_eq!(page(&format!("{list}\n{shape}")), [""; 0]);
    let drawn = ["unused-row: no type or request of the bindings uses `shape`"];
    assert_eq!(page(&format!("{shape}\n{list}")), drawn, "the collection comes later");
}

#[test]
fn requests_outside_request_sections_are_reported() {
    let page = |line: &str| {
        let (path, text) = kettle();
        (path, format!("{text}\n## Remarks\n\n```http\n{line}\n```\n"))
    };
    let get = || {
        (
            "api/kettle-get.md",
            "# Get kettle\n\nGets it.\n\n## HTTP request\n\n```http\nGET /kettles/{id}\n```\n".to_owned(),
        )
    };
    assert_eq!(unused(&[page("GET /kettles/{kettle-id}"), get()]), [""; 0]);
    assert_eq!(unused(&[page("GET https://graph.microsoft.com/v1.0/kettles/7"), get()]), [""; 0]);
    let drawn = unused(&[page("PUT /kettles/7"), get()]);
    assert_eq!(drawn, ["unused-fence: no page documents this request, and nothing else is read from it"]);
}

#[test]
fn a_response_is_reported_with_its_request() {
    let page = |line: &str| {
        let (path, text) = kettle();
        let fences =
            format!("```http\n{line}\n```\n\n### Response\n\n```http\nHTTP/1.1 200 OK\n\n{{ \"hot\": true }}\n```\n");
        let request = "# Get kettle\n\nGets it.\n\n## HTTP request\n\n```http\nGET /kettles/{id}\n```\n";
        unused(&[(path, format!("{text}\n## Remarks\n\n{fences}")), ("api/kettle-get.md", request.to_owned())])
    };
    let unknown = ["unused-fence: no page documents this request, and nothing else is read from it"];
    assert_eq!(page("GET /pans/7"), unknown);
    assert_eq!(page("GET /kettles/7"), ["unused-fence: nothing is read from this response"]);
}

#[test]
fn examples_of_described_types_are_not_reported() {
    let page = |ty: &str| {
        let (path, text) = kettle();
        let annotation = format!("<!-- {{ \"blockType\": \"example\", \"@odata.type\": \"{ty}\" }} -->");
        unused(&[(path, format!("{text}\n## Remarks\n\n{annotation}\n```json\n{{ \"hot\": true }}\n```\n"))])
    };
    assert_eq!(page("own.kettle"), [""; 0]);
    assert_eq!(page("own.pan"), ["unused-fence: nothing is read from this JSON: no page describes `own.pan`"]);
}

#[test]
fn alternatives_without_a_common_type_are_reported() {
    let drawn = |base: &str| {
        let ty = |name: &str, intro: &str| {
            (format!("resources/{name}.md"), resource(name, intro, &[["size", "Int32", "."]], &[]))
        };
        let either = [["lid", "[round](round.md) or [flat](flat.md)", "Its lid."]];
        let pages = [
            ("resources/pot.md".to_owned(), resource("pot", "A pot.", &either, &[])),
            ty("lid", "A lid."),
            ty("round", base),
            ty("flat", base),
        ];
        let pages: Vec<(&str, String)> = pages.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
        unused(&pages)
    };
    assert_eq!(drawn("Inherits from [lid](lid.md)."), [""; 0]);
    assert_eq!(drawn("A lid."), ["dropped-type: the alternatives `round`, `flat` have no common base type"]);
}

#[test]
fn properties_of_query_options_are_looked_up() {
    let lamp = resource("lamp", "A lamp.", &[["watts", "Int32", "Its power."]], &[]);
    let section = "## Optional query parameters\n\nThe following properties support `$filter`.\n\n|Property|Operators|\n|:--|:--|\n|watts|eq|\n|wats|eq|\n\n";
    let list = requests(
        "List lamps",
        "GET /lamps",
        &format!("{section}{}", responses("a [lamp](../resources/lamp.md) collection")),
    );
    let found = diagnostics(&[("resources/lamp.md", lamp), ("api/lamp-list.md", list)]);
    assert_eq!(found, ["unused-row: no type has the property `wats`"]);
}

#[test]
fn parameters_without_types_take_those_of_the_type() {
    let lamp = resource("lamp", "A lamp.", &[["watts", "Int32", "Its power."]], &[]);
    let body = "## Request body\n\nSupply a JSON object with these parameters.\n\n|Parameter|Description|\n|:--|:--|\n|watts|Its power.|\n|dim|How far.|\n";
    let action = requests("lamp: light", "POST /lamps/{id}/light", body);
    let pages = [("resources/lamp.md", lamp), ("api/lamp-light.md", action)];
    assert_eq!(diagnostics(&pages), ["unknown-type: `dim` has no type"]);
    let api = api(&pages);
    let taken = api.pages.values().find_map(|page| page.parameters.as_ref()).expect("parameters");
    let types: Vec<_> = taken.properties.iter().map(|row| (row.name.as_str(), row.type_text.as_str())).collect();
    assert_eq!(types, [("watts", "Int32"), ("dim", "")]);
}
