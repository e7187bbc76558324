//! Tests of the passes: a small set of pages for each rule.

use std::fmt::Write;

use crate::extract::extract;
use crate::load::DocSet;
use crate::model::{Api, Body, Kind, OperationKind, ResponseBody, TypeName, TypeRef};
use crate::parse::parse;

use super::resolve;

mod links;
mod operations;
mod services;
mod types;
mod united;
mod unread;

/// Returns the model of pages given by path and text.
fn api(pages: &[(&str, String)]) -> Api {
    let set = DocSet::from_pages(pages.iter().map(|(path, text)| (*path, text.as_str())));
    let facts: Vec<_> = set.pages.iter().map(|page| extract(&parse(&set, page).0).0).collect();
    resolve("v1.0", &facts).0
}

/// Returns the page of a type: the text before the tables, rows of properties, rows of relationships.
fn resource(name: &str, intro: &str, properties: &[[&str; 3]], relationships: &[[&str; 3]]) -> String {
    let mut text = format!("# {name} resource type\n\nNamespace: own\n\n{intro}\n");
    table(&mut text, "Properties", "Property", properties);
    table(&mut text, "Relationships", "Relationship", relationships);
    text
}

fn table(text: &mut String, heading: &str, first: &str, rows: &[[&str; 3]]) {
    if !rows.is_empty() {
        let _ = write!(text, "\n## {heading}\n\n|{first}|Type|Description|\n|:---|:---|:---|\n");
        for [name, ty, description] in rows {
            let _ = writeln!(text, "|{name}|{ty}|{description}|");
        }
    }
}

/// Returns a page of requests: its title, its request lines, and the text after them.
fn requests(title: &str, lines: &str, rest: &str) -> String {
    format!("# {title}\n\nNamespace: own\n\nDoes it.\n\n## HTTP request\n\n```http\n{lines}\n```\n\n{rest}")
}

fn responses(what: &str) -> String {
    format!(
        "## Response\n\nIf successful, this method returns a `200 OK` response code and {what} in the response body.\n"
    )
}

fn own(name: &str) -> TypeName {
    TypeName(format!("own.{name}"))
}

fn of(name: &str) -> TypeRef {
    TypeRef::Type(own(name))
}

fn operation<'a>(api: &'a Api, method: &str, end: &str) -> &'a crate::model::Operation {
    let found =
        api.operations.iter().find(|operation| operation.method.as_str() == method && operation.path.ends_with(end));
    found.unwrap_or_else(|| {
        panic!("no {method} {end} in {:?}", api.operations.iter().map(|o| &o.path).collect::<Vec<_>>())
    })
}

const ID: [&str; 3] = ["id", "String", "Its id."];

fn crate_page() -> (&'static str, String) {
    let rows = [["id", "String", "Key."], ["colour", "String", "Its colour."], ["size", "Int32", "Its size."]];
    ("resources/crate.md", resource("crate", "A crate.", &rows, &[]))
}

const COLOUR: &str =
    "## Request body\n\n|Property|Type|Description|\n|:---|:---|:---|\n|colour|String|Its colour.|\n\n";

#[test]
fn a_request_sends_the_type_that_the_get_of_its_path_returns() {
    let api = api(&[
        crate_page(),
        (
            "api/crate-get.md",
            requests("Get crate", "GET /yard/crates/{id}", &responses("a [crate](../resources/crate.md) object")),
        ),
        ("api/crate-update.md", requests("Update crate", "PATCH /yard/crates/{id}", COLOUR)),
        ("api/crate-post.md", requests("Create crate", "POST /yard/crates", COLOUR)),
    ]);
    assert_eq!(operation(&api, "PATCH", "}").body, Some(Body::Partial(own("crate"))));
    assert_eq!(operation(&api, "POST", "/crates").body, Some(Body::Value(of("crate"))));
    assert_eq!(api.types[&own("crate")].kind, Kind::Entity);
}

#[test]
fn paths_may_continue_after_a_function() {
    let rows = [["name", "String", "Its name."]];
    let relationships = [["lid", "[lid](lid.md)", "Its lid."]];
    let of_function = format!("This function finds one.\n\n{}", responses("a [crate](../resources/crate.md) object"));
    let api = api(&[
        ("resources/crate.md", resource("crate", "A crate.", &rows, &relationships)),
        (
            "resources/lid.md",
            resource("lid", "A lid.", &[["id", "String", "Its id."], ["colour", "String", "Its colour."]], &[]),
        ),
        ("resources/yard.md", resource("yard", "A yard.", &rows, &[])),
        ("api/yard-get.md", requests("Get yard", "GET /yard", &responses("a [yard](../resources/yard.md) object"))),
        ("api/yard-find.md", requests("yard: find", "GET /yard/find(name='{name}')", &of_function)),
        ("api/lid-update.md", requests("Update lid", "PATCH /yard/find(name='{text}')/lid", COLOUR)),
    ]);
    assert_eq!(operation(&api, "GET", ")").kind, OperationKind::Function("find".to_owned()));
    assert_eq!(operation(&api, "PATCH", "/lid").body, Some(Body::Partial(own("lid"))));
    assert_eq!(api.types[&own("lid")].kind, Kind::Entity, "a relationship leads to it");
    assert_eq!(api.types[&own("yard")].kind, Kind::Complex, "it has no key");
}

#[test]
fn relationships_determine_request_and_response_types() {
    let lids = [["lids", "[lid](lid.md) collection", "Its lids."]];
    let round = "A round lid. Inherits from [lid](lid.md).";
    let sentence = responses("a [roundLid](../resources/roundlid.md) object");
    let body = "## Request body\n\nIn the request body, supply a JSON representation of a [roundLid](../resources/roundlid.md) object.\n\n";
    let api = api(&[
        ("resources/yard.md", resource("yard", "A yard.", &[["id", "String", "Key."]], &lids)),
        ("resources/lid.md", resource("lid", "A lid. This is an open type.", &[["id", "String", "Key."]], &[])),
        ("resources/roundlid.md", resource("roundLid", round, &[["radius", "Int32", "Its radius."]], &[])),
        ("api/yard-get.md", requests("Get yard", "GET /yard", &responses("a [yard](../resources/yard.md) object"))),
        ("api/lid-get.md", requests("Get lid", "GET /yard/lids/{id}", &sentence)),
        ("api/lid-post.md", requests("Create lid", "POST /yard/lids", &format!("{body}{sentence}"))),
    ]);
    assert_eq!(operation(&api, "GET", "}").response, ResponseBody::Value(of("lid")));
    assert_eq!(operation(&api, "POST", "/lids").response, ResponseBody::Value(of("lid")));
    assert_eq!(operation(&api, "POST", "/lids").body, Some(Body::Value(of("lid"))));
    let round = &api.types[&own("roundLid")];
    assert_eq!((round.base.as_ref(), round.is_open), (Some(&own("lid")), true));
}

#[test]
fn a_page_with_one_target_takes_precedence() {
    let note = resource("note", "A note.", &[["id", "String", "Key."]], &[]);
    let body = |name: &str| {
        format!(
            "## Request body\n\nIn the request body, supply a JSON representation of a [{name}](../resources/{name}.md) object.\n\n{}",
            responses(&format!("a [{name}](../resources/{name}.md) object"))
        )
    };
    let api = api(&[
        crate_page(),
        ("resources/note.md", note),
        ("api/a-note-post.md", requests("Create note", "POST /crates\nPOST /boxes", &body("note"))),
        ("api/crate-post.md", requests("Create crate", "POST /crates", &body("crate"))),
    ]);
    assert_eq!(operation(&api, "POST", "/crates").body, Some(Body::Value(of("crate"))));
}

#[test]
fn creating_returns_one_object() {
    let api = api(&[
        crate_page(),
        (
            "api/crate-post.md",
            requests(
                "Create crate",
                "POST /crates",
                &responses("a collection of [crate](../resources/crate.md) objects"),
            ),
        ),
        (
            "api/crate-list.md",
            requests(
                "List crates",
                "GET /crates",
                &responses("a collection of [crate](../resources/crate.md) objects"),
            ),
        ),
    ]);
    assert_eq!(operation(&api, "POST", "/crates").response, ResponseBody::Value(of("crate")));
    assert_eq!(operation(&api, "GET", "/crates").response, ResponseBody::Collection(of("crate")));
}

#[test]
fn redirections_return_bytes() {
    let text = "This function reports.\n\n## Response\n\nIf successful, this method returns a `302 Found` response that leads to the file.\n";
    let api = api(&[("api/report.md", requests("reports: sizes", "GET /reports/sizes(period='{period}')", text))]);
    assert_eq!(api.operations[0].response, ResponseBody::Stream);
}

#[test]
fn a_function_called_with_and_without_arguments_stays_two_requests() {
    let text = format!(
        "This function lists.\n\n## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|form|String|The form.|\n\n{}",
        responses("a collection of String")
    );
    let api =
        api(&[("api/zones.md", requests("yard: zones", "GET /yard/zones\nGET /yard/zones(form='{form}')", &text))]);
    let paths: Vec<&str> = api.operations.iter().map(|operation| operation.path.as_str()).collect();
    assert_eq!(paths, ["/yard/zones", "/yard/zones(form='{form}')"]);
}

const LISTS: &str = "
### lidKind values

|Member|
|:---|
|round|
|square|
|unknownFutureValue|

### finish values

|Member|
|:---|
|matt|
|shiny|

### age values

|Member|
|:---|
|null|
|young|
|old|
";

#[test]
fn strings_take_the_enum_that_a_page_describes() {
    let rows = [
        ["kind", "String", "Possible values are: `round`, `square`."],
        ["form", "String", "Possible values are: `round`, `square`."],
        ["finish", "String", "See [below](#finish-values)."],
        ["age", "[age](#age-values)", "Its age."],
        ["other", "lidKind", "Another kind."],
    ];
    let text = format!("{}{LISTS}", resource("lid", "A lid.", &rows, &[]));
    let api = api(&[("resources/lid.md", text)]);
    let ty = |name: &str| {
        let properties = &api.types[&own("lid")].properties;
        match &properties.iter().find(|property| property.name == name).expect("a property").ty {
            TypeRef::Enum(name) => (name.short().to_owned(), api.enums[name].synthetic),
            other => panic!("{name} is {other:?}"),
        }
    };
    assert_eq!(ty("kind"), ("lidKind".to_owned(), false), "same values, and the name ends in the property's name");
    assert_eq!(ty("form"), ("lidForm".to_owned(), true), "same values, but another name");
    assert_eq!(ty("finish"), ("lidFinish".to_owned(), true), "values of a property, named after owner and property");
    assert_eq!(ty("age"), ("age".to_owned(), true), "null is not a member");
    assert_eq!(api.enums[&own("age")].members.len(), 2);
}

/// Returns the diagnostics of pages given by path and text: lint and message.
fn diagnostics(pages: &[(&str, String)]) -> Vec<String> {
    let set = DocSet::from_pages(pages.iter().map(|(path, text)| (*path, text.as_str())));
    let facts: Vec<_> = set.pages.iter().map(|page| extract(&parse(&set, page).0).0).collect();
    let (_, found) = resolve("v1.0", &facts);
    found.list().iter().map(|found| format!("{}: {}", found.lint.id, found.message)).collect()
}
