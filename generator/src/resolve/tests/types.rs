//! Rules for types and their kinds.

use crate::model::{Kind, TypeRef};

use super::{ID, api, own, requests, resource, responses};

#[test]
fn unnamed_lists_of_values_are_not_types() {
    let list = "# Values\n\nNamespace: own\n\n### crateState values\n\n|Member|\n|:---|\n|open|\n|shut|\n\n### spare values\n\n|Member|\n|:---|\n|a|\n|b|\n\n\
        ### named values\n\n|Member|\n|:---|\n|c|\n|d|\n";
    let rows = [["state", "String", "Possible values are: `open`, `shut`."], ["kind", "named", "Its kind."]];
    let api = api(&[
        ("resources/crate.md", resource("crate", "A crate.", &rows, &[])),
        ("resources/values.md", list.to_owned()),
    ]);
    let synthetic = |name: &str| api.enums[&own(name)].synthetic;
    assert_eq!((synthetic("crateState"), synthetic("spare"), synthetic("named")), (false, true, false));
    assert_eq!(
        api.types[&own("crate")].properties[0].ty,
        TypeRef::Enum(own("crateState")),
        "the values it lists, and a name that ends in its own"
    );
}

fn keyed(name: &str, rows: &[[&str; 3]]) -> String {
    let json = format!(
        "\n## JSON representation\n\n<!-- {{ \"blockType\": \"resource\", \"keyProperty\": \"id\", \"@odata.type\": \"own.{name}\" }} -->\n\n```json\n{{ }}\n```\n"
    );
    resource(name, "Something.", rows, &[]) + &json
}

#[test]
fn keys_must_be_properties() {
    let holds = [ID, ["label", "[label](label.md)", "Its label."], ["tag", "[tag](tag.md)", "Its tag."]];
    let api = api(&[
        ("resources/crate.md", keyed("crate", &holds)),
        ("resources/label.md", keyed("label", &[["text", "String", "Its text."]])),
        ("resources/tag.md", keyed("tag", &[ID])),
        ("resources/loose.md", keyed("loose", &[["text", "String", "Its text."]])),
    ]);
    let kind = |name: &str| api.types[&own(name)].kind;
    assert_eq!((kind("label"), kind("tag"), kind("loose")), (Kind::Complex, Kind::Entity, Kind::Entity));
}

#[test]
fn returned_types_with_an_id_are_entities_unless_properties() {
    let pair = responses("a [job](../resources/job.md) object");
    let part = responses("a [part](../resources/part.md) object");
    let api = api(&[
        ("resources/job.md", resource("job", "A job.", &[ID], &[])),
        ("resources/part.md", resource("part", "A part.", &[ID], &[])),
        ("resources/whole.md", resource("whole", "A whole.", &[["part", "[part](part.md)", "Its part."]], &[])),
        ("api/job-start.md", requests("Get job", "GET /job", &pair)),
        ("api/part-find.md", requests("part: find", "POST /find", &part)),
    ]);
    assert_eq!((api.types[&own("job")].kind, api.types[&own("part")].kind), (Kind::Entity, Kind::Complex));
}

#[test]
fn bases_without_shown_values_are_abstract() {
    let inherits = |base: &str| format!("One kind. Inherits from [{base}]({base}.md).");
    let rows = [["size", "Int32", "Its size."]];
    let mut pages = vec![
        ("resources/named.md".to_owned(), resource("named", "A base class for things.", &rows, &[])),
        ("resources/plain.md".to_owned(), resource("plain", "A thing.", &rows, &[])),
        ("resources/shown.md".to_owned(), resource("shown", "A base class, and more.", &rows, &[])),
        ("resources/single.md".to_owned(), resource("single", "A thing.", &rows, &[])),
    ];
    let derived = [
        ("a", "named"),
        ("b", "plain"),
        ("c", "plain"),
        ("d", "shown"),
        ("e", "single"),
        ("f", "silent"),
        ("g", "silent"),
    ];
    for (name, base) in derived {
        pages.push((format!("resources/{name}.md"), resource(name, &inherits(base), &rows, &[])));
    }
    pages.push(("resources/silent.md".to_owned(), resource("silent", "A thing.", &rows, &[])));
    let holds = [["all", "[silent](silent.md) collection", "Things."]];
    pages.push(("resources/holder.md".to_owned(), resource("holder", "Holds things.", &holds, &[])));
    let example = "\n## Example\n\n### Request\n\n```http\nGET /shown\n```\n\n### Response\n\n```http\nHTTP/1.1 200 OK\n\n{ \"size\": 1 }\n```\n";
    let text = responses("a [shown](../resources/shown.md) object") + example;
    pages.push(("api/shown-get.md".to_owned(), requests("Get shown", "GET /shown", &text)));
    let pages: Vec<(&str, String)> = pages.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let api = api(&pages);
    let found: Vec<&str> = api.types.values().filter(|ty| ty.is_abstract).map(|ty| ty.name.short()).collect();
    assert_eq!(
        found,
        ["named", "plain"],
        "one value is exactly `shown`, `single` has one derived type only, `holder` has values of `silent`"
    );
}

#[test]
fn types_with_only_derived_values_are_abstract() {
    let inherits = "One kind. Inherits from [form](form.md).";
    let makes = |name: &str| {
        let body = format!("Supply a JSON representation of the [{name}](../resources/{name}.md) object.");
        requests("Create it", "POST /forms", &format!("## Request body\n\n{body}\n"))
    };
    let forms = [
        ("resources/form.md", keyed("form", &[ID])),
        ("resources/long.md", resource("long", inherits, &[ID], &[])),
        ("resources/wide.md", resource("wide", inherits, &[ID], &[])),
        (
            "api/form-list.md",
            requests("List", "GET /forms", &responses("a collection of [form](../resources/form.md) objects")),
        ),
        ("api/long-create.md", makes("long")),
        ("api/wide-create.md", makes("wide")),
    ];
    assert!(api(&forms).types[&own("form")].is_abstract);
    let own_page = [("api/form-create.md", makes("form"))];
    assert!(!api(&[&forms[..], &own_page].concat()).types[&own("form")].is_abstract);
}
