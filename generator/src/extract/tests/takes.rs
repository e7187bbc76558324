//! Inputs and responses of operations that are described outside the usual sections.

use super::read;
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::extract::{BodyKind, InvocationKind, OperationFacts, PageFacts, SkipReason};

fn operation(lines: &str, rest: &str) -> OperationFacts {
    let text = format!("# part: turn\n\nTurns it.\n\n## HTTP request\n\n```http\n{lines}\n```\n\n{rest}");
    read("api/page.md", &text).0.operation.expect("requests")
}

fn table(rows: &[[&str; 2]]) -> String {
    let rows: String = rows.iter().map(|[name, ty]| format!("|{name}|{ty}|What it is.|\n")).collect();
    format!("|Parameter|Type|Description|\n|:---|:---|:---|\n{rows}\n")
}

fn names(rows: &[crate::extract::PropertyFacts]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn parameters_of_a_get_are_in_its_url() {
    let body = format!(
        "## Request body\n\nProvide a JSON object with the following parameters.\n\n{}",
        table(&[["by", "Int32"]])
    );
    let of_body = operation("GET /parts/{id}/turn", &body);
    assert_eq!(names(&of_body.function_parameters), ["by"]);
    assert!(of_body.body.rows.is_empty());
    assert_eq!(of_body.kind, Some(InvocationKind::Function));
    let path = format!("## Path parameters\n\n{}", table(&[["part-id", "String"], ["turn", "Int32"]]));
    let of_path = operation("GET /parts/{partId}/turn\nGET /spares(code='{code}')/turn", &path);
    assert_eq!(names(&of_path.function_parameters), ["turn"]);
    assert_eq!(names(&of_path.path_parameters), ["part-id"]);
    let of_things = operation("GET /parts/{partId}/turn\nGET /parts/{partId}", &path);
    assert!(of_things.function_parameters.is_empty(), "not all of them call the same function");
}

#[test]
fn values_that_differ_between_paths_are_samples() {
    let rows = format!("## Function parameters\n\n{}", table(&[["by", "String"]]));
    let lines = |lines: &str| {
        let found = operation(lines, &rows);
        found.requests.iter().map(|request| request.template.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("GET /parts/{id}/turn(by='2')\nGET /spares/{id}/turn(by='3')"),
        ["/parts/{id}/turn(by='{by}')", "/spares/{id}/turn(by='{by}')"]
    );
    let documented = lines("GET /parts/{id}/turn(by='2')\nGET /parts/{id}/turn(by='3')");
    assert!(documented.iter().all(|line| !line.contains("{by}")), "{documented:?}");
}

#[test]
fn rows_of_path_parameters_are_not_body_parameters() {
    let rows = table(&[["id", "String"], ["extra", "String"]]);
    let plain = |lines: &str, heading: &str| {
        let head = format!("# List lamps\n\nLists them.\n\n## HTTP request\n\n```http\n{lines}\n```\n\n");
        let text = format!("{head}## {heading}\n\n{rows}");
        read("api/page.md", &text).0.operation.expect("requests")
    };
    for heading in ["Path parameters", "URI parameters", "Parameters"] {
        let o = plain("GET /rooms/{id}/lamps", heading);
        assert!(o.function_parameters.is_empty() && o.kind.is_none(), "{heading}");
        assert_eq!(names(&o.path_parameters), ["id", "extra"], "{heading}");
    }
    let o = plain("POST /rooms/{id}/lamps", "URI parameters");
    assert!(o.body.rows.is_empty());
    assert_eq!(names(&plain("POST /rooms/{id}/lamps", "Parameters").body.rows), ["extra"]);
}

#[test]
fn statuses_are_read_in_tables_headings_and_prose() {
    let boat = "[boat](../resources/boat.md)";
    let table = "|Code|Body|\n|:---|:---|\n|200 OK|BOAT|\n|`204 No Content`|None|\n|404|Not found|\n";
    let headings = "### 200 OK\n\nA BOAT.\n\n### 204 No Content\n\nNothing to do.\n";
    let words = "Returns HTTP 200 and a BOAT. If there is nothing to do, the status code is 204.";
    for text in [table, headings, words] {
        let o = operation("PATCH /boats/{id}", &format!("## Response\n\n{}", text.replace("BOAT", boat)));
        assert_eq!(o.response.statuses, [200, 204], "{text}");
        assert_eq!(o.response.without_body, [204], "{text}");
        assert!(matches!(&o.response.body, Some(TypeExpr::Named(named)) if named.name == "boat"), "{text}");
    }
}

#[test]
fn a_bare_parameters_table_lists_the_parameters_of_an_action() {
    let rows = table(&[["item", "String"], ["late", "Boolean"], ["id", "String"]]);
    let o = operation("POST /items/{id}/turn", &format!("## Parameters\n\n{rows}"));
    assert_eq!((names(&o.body.rows), &o.body.kind), (vec!["item", "late"], &BodyKind::Parameters));
    assert_eq!(names(&o.path_parameters), ["id"]);
    let o = operation("PATCH /items/{id}", &format!("## Parameters\n\n{rows}"));
    assert!(o.body.rows.is_empty(), "the path determines what a PATCH changes");
}

#[test]
fn json_in_the_section_shows_the_members() {
    let section = "## Request body\n\nYou may include the `late` parameter, as follows.\n\n```json\n{ \"@odata.type\": \"x\", \"late\": true, \"by\": 3, \"to\": \"a\" }\n```\n";
    let o = operation("POST /parts/{id}/turn", section);
    let types: Vec<_> = o.body.rows.iter().map(|row| (row.name.as_str(), &row.ty)).collect();
    let of = TypeExpr::Primitive;
    assert_eq!(
        types,
        [("late", &of(Primitive::Boolean)), ("by", &of(Primitive::Untyped)), ("to", &of(Primitive::String))]
    );
}

#[test]
fn the_first_example_determines_an_undocumented_response() {
    let sections = "## Example\n\n### Request\n\n```http\nGET /parts/1/turn\n```\n\n### Response\n\nThis method returns a [part](../resources/part.md).\n\n\
        ## Spares too\n\n### Response\n\nThis method returns a [spare](../resources/spare.md).\n";
    let o = operation("GET /parts/{id}/turn", sections);
    assert_eq!(o.response.body.and_then(|ty| Some(ty.named()?.name.clone())).as_deref(), Some("part"));
}

#[test]
fn a_table_of_the_response_is_read() {
    let section =
        format!("## Response\n\nThe answer has these properties.\n\n{}", table(&[["url", "String"], ["at", "Int32"]]));
    assert_eq!(operation("POST /parts/{id}/turn", &section).response.members, ["url", "at"]);
    let section = format!(
        "## Response\n\nReturns `200 OK` and a [part](../resources/part.md).\n\n{}",
        table(&[["url", "String"]])
    );
    assert!(operation("POST /parts/{id}/turn", &section).response.members.is_empty());
}

fn page(text: &str) -> PageFacts {
    read("resources/part.md", &format!("# part resource type\n\nNamespace: own\n\n{text}")).0
}

#[test]
fn an_empty_page_is_not_a_type() {
    let anchor = page("Where requests begin.\n\n## JSON representation\n\nNone\n\n## Properties\n\nNone\n");
    assert_eq!((anchor.resources.len(), anchor.skipped), (0, Some(SkipReason::Conceptual)));
    let derived = page("A part. Inherits from [thing](thing.md).\n\n## Properties\n\nNone\n");
    assert_eq!(derived.resources.len(), 1);
    assert!(!derived.resources[0].is_base);
    let base = page(&format!("The base type of all parts.\n\n## Properties\n\n{}", table(&[["id", "String"]])));
    assert!(base.resources[0].is_base);
}

#[test]
fn primitives_below_properties_are_not_relationships() {
    let rows =
        table(&[["state", "String collection"], ["owner", "[user](user.md)"]]).replace("Parameter", "Relationship");
    let stated = page(&format!("A part.\n\n## Properties\n\n{rows}"));
    assert_eq!(names(&stated.resources[0].properties), ["state"]);
    assert_eq!(names(&stated.resources[0].navigation), ["owner"]);
}

#[test]
fn bodies_without_a_table_are_read() {
    let body = |text: &str| {
        let o = operation("POST /lamps/{id}/light", &format!("## Request body\n\n{text}\n"));
        let row = |row: &crate::extract::PropertyFacts| format!("{}:{}", row.name, row.type_text);
        o.body.rows.iter().map(row).collect::<Vec<_>>().join(" ")
    };
    for (text, want) in [
        (
            "In the request body, supply `displayName` (String) and `size` (Int32, optional).",
            "displayName:string size:int32",
        ),
        (
            "Supply a JSON object with these properties:\n\n- `name` (string): the name\n- **size**: Int32. The size.\n- kind - the kind",
            "name:string size:Int32 kind:",
        ),
        ("- `name` (string): the name", "name:string"),
        ("Supply a JSON object. The `kind` has one of these values:\n\n- `round` - as a ball", ""),
        ("- `Content-Type`: application/json\n- **Note**: nothing", ""),
        ("Do not supply `name` (String).", ""),
        ("See the `name` (String).", ""),
    ] {
        assert_eq!(body(text), want, "{text}");
    }
}

#[test]
fn members_named_in_prose_have_no_type() {
    let rows = |said: &str, example: &str| {
        let rest = format!(
            "## Request body\n\n{said}\n\n## Example\n\n```http\nPOST https://x.y/v1.0/lamps/1/light\n\n{example}\n```\n"
        );
        names(&operation("POST /lamps/{id}/light", &rest).body.rows).join(" ")
    };
    let said = "In the request body, supply `name` and `size`.";
    assert_eq!(rows(said, r#"{ "name": "a", "size": 1 }"#), "name size");
    assert_eq!(rows(said, r#"{ "name": "a", "size": 1, "more": true }"#), "", "the sentence omits a member");
    assert_eq!(rows("In the request body, do not supply `name`.", r#"{ "name": "a" }"#), "");
    assert_eq!(
        names(&operation("POST /lamps/{id}/light", &format!("## Request body\n\n{said}\n")).body.rows).join(" "),
        "name size"
    );
}
