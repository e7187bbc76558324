//! Rules for references: each is linked once, and reported once.

use super::*;
use crate::config::{Action, Override, Target};
use crate::diagnostics::FileId;

/// Returns the diagnostics of a lint before duplicates are removed.
fn reported(facts: &[crate::extract::PageFacts], lint: &str) -> Vec<String> {
    let (_, found) = resolve("v1.0", facts);
    found.list().iter().filter(|found| found.lint.id == lint).map(|found| found.message.clone()).collect()
}

fn facts(pages: &[(&str, String)]) -> Vec<crate::extract::PageFacts> {
    let set = DocSet::from_pages(pages.iter().map(|(path, text)| (*path, text.as_str())));
    set.pages.iter().map(|page| extract(&parse(&set, page).0).0).collect()
}

#[test]
fn a_reference_that_several_passes_read_is_reported_once() {
    let body = "## Request body\n\nSupply a JSON representation of the [box](../resources/box.md) object.\n\n|Property|Type|Description|\n|:---|:---|:---|\n|lid|[lid](../resources/lid.md)|Its lid.|\n\n";
    let response = responses("a [box](../resources/box.md) object");
    let pages = [
        ("api/box-add.md", requests("Add box", "POST /boxes\nPOST /crates/{id}/boxes", &format!("{body}{response}"))),
        ("api/box-get.md", requests("Get box", "GET /boxes/{id}", &response)),
    ];
    let facts = facts(&pages);
    let links = reported(&facts, "missing-link-target");
    assert_eq!(links.iter().filter(|message| message.starts_with("`lid`")).count(), 1, "{links:?}");
    assert_eq!(links.len(), 4, "the body, its row, and two responses: {links:?}");
    assert_eq!(reported(&facts, "unresolved-type"), ["no page describes the type `lid`"]);
}

#[test]
fn alternatives_that_several_passes_read_are_reported_once() {
    let response = responses("a [box](../resources/box.md) or [lid](../resources/lid.md) object");
    let size = [["size", "Int32", "Its size."]];
    let pages = [
        ("api/box-find.md", requests("Find box", "GET /boxes/{id}\nGET /crates/{id}/box", &response)),
        ("resources/box.md", resource("box", "A box.", &size, &[])),
        ("resources/lid.md", resource("lid", "A lid.", &size, &[])),
    ];
    assert_eq!(reported(&facts(&pages), "dropped-type").len(), 1);
}

#[test]
fn references_of_overrides_are_linked() {
    let mut facts = facts(&[
        ("resources/box.md", resource("box", "A box.", &[["lid", "String", "."], ["tag", "String", "."]], &[])),
        ("resources/lid.md", resource("lid", "A lid.", &[["size", "Int32", "Its size."]], &[])),
    ]);
    let retype = |name: &str, to: &str| Override {
        page: None,
        target: Target::Property { ty: "box".to_owned(), name: name.to_owned() },
        action: Action::Retype(to.to_owned()),
        reason: None,
        range: 0..1,
    };
    let overrides = [retype("lid", "lid collection"), retype("tag", "own.label")];
    crate::overrides::apply(&mut facts, &overrides, FileId(9));
    let (api, _) = resolve("v1.0", &facts);
    let types: Vec<_> = api.types[&own("box")].properties.iter().map(|property| property.ty.clone()).collect();
    assert_eq!(types, [of("lid").collection(), TypeRef::UNTYPED]);
    assert_eq!(reported(&facts, "unresolved-type"), ["no page describes the type `own.label`"]);
}

const DEFAULT: &str = "Namespace: microsoft.graph\n\n";
const SUB: &str = "Namespace: microsoft.graph.sub\n\n";

/// Returns the page with another paragraph for its namespace.
fn within(namespace: &str, page: &str) -> String {
    page.replacen("Namespace: own\n\n", namespace, 1)
}

/// Returns the text about a request body with rows of names and types.
fn body(sentence: &str, rows: &[[&str; 2]]) -> String {
    let mut text = format!("## Request body\n\n{sentence}\n");
    let rows: Vec<[&str; 3]> = rows.iter().map(|[name, ty]| [*name, *ty, "."]).collect();
    text.push_str("\n|Property|Type|Description|\n|:---|:---|:---|\n");
    rows.iter().for_each(|[name, ty, about]| text.push_str(&format!("|{name}|{ty}|{about}|\n")));
    text + "\n"
}

const SENT: &str = "In the request body, supply a JSON representation of the [box](../resources/box.md) object.";
const RELEVANT: &str = "In the request body, supply the values for relevant fields that should be updated.";
const QUALIFIED: &str = "In the request body, supply a JSON representation of the microsoft.graph.sub.crate object.";

/// A row of type `part`, which both namespaces have, on a page with each namespace and each kind of sentence.
#[test]
fn rows_mean_types_of_the_namespace_that_their_use_determines() {
    let part = resource("part", "A part.", &[["size", "Int32", "."]], &[]);
    let named = [["id", "String", "."], ["name", "String", "."]];
    let of_box = "a [box](../resources/box.md) object";
    let own = [["speed", "String"], ["inner", "part"]];
    let rows = [["name", "String"], ["inner", "part"]];
    let example =
        "## More\n\n<!-- {\"blockType\": \"request\", \"name\": \"add\"} -->\n```http\nPATCH /boxes/{id}\n```\n";
    // Method and path, the text of the page, and the type of the row: on a page without a namespace, in the default one, and in the type's.
    let cases = [
        ("PATCH /boxes/{id}", body(RELEVANT, &rows), ["sub.part", "part", "sub.part"]),
        ("PATCH /boxes/{id}", body(SENT, &rows), ["sub.part", "part", "sub.part"]),
        ("POST /boxes/{id}/fill", format!("This action fills.\n\n{}", body(SENT, &own)), ["part", "part", "sub.part"]),
        ("POST /crates", body(QUALIFIED, &rows), ["sub.part", "sub.part", "sub.part"]),
        ("DELETE /boxes/{id}", format!("{}{example}", body(SENT, &rows)), ["sub.part", "part", "sub.part"]),
    ];
    for (line, text, wanted) in cases {
        for (namespace, wanted) in ["", DEFAULT, SUB].into_iter().zip(wanted) {
            let pages = [
                ("api/box-get.md", within(SUB, &requests("Get box", "GET /boxes/{id}", &responses(of_box)))),
                ("api/box-own.md", within(namespace, &requests("box: own", line, &text))),
                ("resources/box.md", within(SUB, &resource("box", "A box.", &named, &[]))),
                ("resources/part.md", within(DEFAULT, &part)),
                ("resources/subpart.md", within(SUB, &part)),
            ];
            let facts = facts(&pages);
            let (api, _) = resolve("v1.0", &facts);
            let of_pages = api.pages.values().filter_map(|page| page.parameters.as_ref());
            let of_types = api.types.values().flat_map(|ty| &ty.properties);
            let mut all = of_pages.flat_map(|object| &object.properties).chain(of_types);
            let inner = all.find(|property| property.name == "inner").map(|property| property.ty.clone());
            let wanted = TypeRef::Type(TypeName(format!("microsoft.graph.{wanted}")));
            assert_eq!(inner, Some(wanted), "{line} in {namespace:?}");
            assert_eq!(reported(&facts, "conflicting-property"), [""; 0], "{line} in {namespace:?}");
        }
    }
}

const MOOD: [&str; 3] = ["status", "String", "Possible values are: `calm`, `rough`."];

/// Returns the page of a type whose JSON shows a member `mood`.
fn with_mood(name: &str, properties: &[[&str; 3]], mood: &str) -> String {
    let json = format!("## JSON representation\n\n```json\n{{\"size\": 1, \"mood\": {mood}}}\n```\n");
    format!("{}\n{json}", resource(name, "A type.", properties, &[]))
}

#[test]
fn json_and_annotations_may_name_enums_of_properties() {
    let mood = r#"{"@odata.type": "own.boatStatus"}"#;
    let annotated = "## Response\n\nIt returns a `200 OK` response code.\n\n## Examples\n\n### Request\n\n```http\nGET https://x.org/v1.0/mood\n```\n\n### Response\n\n<!-- {\n  \"blockType\": \"response\",\n  \"@odata.type\": \"own.boatStatus\"\n} -->\n\n```http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{\"value\": \"calm\"}\n```\n";
    let size = ["size", "Int32", "."];
    let pages = [
        ("api/mood-get.md", requests("Get mood", "GET /mood", annotated)),
        ("resources/boat.md", resource("boat", "A boat.", &[MOOD], &[])),
        ("resources/crew.md", with_mood("crew", &[size], mood)),
        ("resources/trip.md", with_mood("trip", &[size, ["mood", "Int32", "."]], mood)),
    ];
    let facts = facts(&pages);
    let (api, _) = resolve("v1.0", &facts);
    let crew = api.types[&own("crew")].properties.iter().find(|property| property.name == "mood");
    assert_eq!(crew.map(|property| property.ty.clone()), Some(TypeRef::Enum(own("boatStatus"))));
    assert_eq!(reported(&facts, "unknown-annotation-type"), [""; 0]);
    assert_eq!(reported(&facts, "unresolved-type"), [""; 0]);
    assert_eq!(reported(&facts, "conflicting-property"), ["`mood` of `trip` is `own.boatStatus` here"]);
}

#[test]
fn a_json_member_of_unknown_type_is_reported_if_it_is_used() {
    let unknown = r#"{"@odata.type": "own.weather"}"#;
    let size = ["size", "Int32", "."];
    let pages = [
        ("resources/crew.md", with_mood("crew", &[size], unknown)),
        ("resources/trip.md", with_mood("trip", &[size, ["mood", "Int32", "."]], unknown)),
    ];
    assert_eq!(reported(&facts(&pages), "unresolved-type"), ["no page describes the type `own.weather`"]);
}

#[test]
fn references_that_nothing_uses_are_not_reported() {
    let unknown = "[lid](../resources/box.md)";
    let size = ["size", "Int32", "."];
    let of_lid = format!("In the request body, supply a JSON representation of the {unknown} object.");
    let response = responses(&format!("a {unknown} object"));
    let json = |member: &str| {
        let text =
            format!("## JSON representation\n\n```json\n{{\"{member}\": {{\"@odata.type\": \"own.lid\"}}}}\n```\n");
        format!("{}\n{text}", resource("tag", "A tag.", &[], &[]))
    };
    let dictionary = |values: &str| {
        let intro = format!("A dictionary. Its values are {values} objects.");
        resource("labels", &intro, &[], &[])
    };
    let cases = [
        ("a body", 1, vec![("api/a.md", requests("Add", "POST /boxes", &format!("## Request body\n\n{of_lid}\n")))]),
        (
            "a reference",
            0,
            vec![("api/a.md", requests("Add", "POST /boxes/$ref", &format!("## Request body\n\n{of_lid}\n")))],
        ),
        ("a response", 1, vec![("api/a.md", requests("Get", "GET /boxes/{id}", &response))]),
        ("content", 0, vec![("api/a.md", requests("Get", "GET /boxes/{id}/$value", &response))]),
        ("a relationship", 1, vec![("resources/box.md", resource("box", "A box.", &[size], &[["lid", "lid", "."]]))]),
        (
            "a hidden one",
            0,
            vec![("resources/box.md", resource("box", "A box.", &[["lid", "String", "."]], &[["lid", "lid", "."]]))],
        ),
        ("JSON", 1, vec![("resources/tag.md", json("lid"))]),
        ("more JSON", 1, vec![("resources/tag.md", json("lid")), ("resources/tag2.md", json("lid"))]),
        ("values", 1, vec![("resources/labels.md", dictionary("[lid](lid.md)"))]),
        (
            "more values",
            1,
            vec![
                ("resources/labels.md", dictionary("[lid](lid.md)")),
                ("resources/labels2.md", dictionary("[lid](lid.md)")),
            ],
        ),
    ];
    for (name, count, pages) in cases {
        let found = reported(&facts(&pages), "unresolved-type");
        assert_eq!(found.len(), count, "{name}: {found:?}");
    }
}
