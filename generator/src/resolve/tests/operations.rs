//! Rules for requests, their parameters and responses, and examples.

use super::*;

/// Returns an annotated request under its own heading.
fn example(heading: &str, line: &str) -> String {
    format!("\n## {heading}\n\n<!-- {{ \"blockType\": \"request\" }} -->\n\n```http\n{line}\n```\n")
}

#[test]
fn requests_of_examples_are_operations() {
    let rest = responses("a collection of [item](../resources/item.md) objects")
        + &example("The first rack", "GET /racks/first/items")
        + &example("A new one", "GET https://graph.microsoft.com/v1.0/racks/first/items")
        + &example("One of them", "GET /racks/{id}/items/17")
        + &example("Those with a name", "GET /racks/first/items?$filter=name");
    let pages = [
        ("api/item-list.md", requests("List items", "GET /racks/{id}/items\nGET /boxes/{id}/items", &rest)),
        ("api/rack-get.md", requests("Get rack", "GET /racks/first", &responses("a [rack](../resources/rack.md)"))),
        ("resources/item.md", resource("item", "", &[["name", "String", ""]], &[])),
        ("resources/rack.md", resource("rack", "", &[], &[["items", "[item](item.md) collection", ""]])),
    ];
    let api = api(&pages);
    let paths: Vec<&str> = api.operations.iter().map(|operation| operation.path.as_str()).collect();
    // `first` fits `{id}`: only a page whose lines do not cover it adds a line.
    assert_eq!(paths, ["/boxes/{boxId}/items", "/racks/first", "/racks/{rackId}/items"]);
    let mut without = pages;
    without[0].1 = requests("List items", "GET /boxes/{id}/items", &rest);
    let api = self::api(&without);
    let from_example = operation(&api, "GET", "/racks/first/items");
    assert_eq!(from_example.response, ResponseBody::Collection(of("item")));
    assert!(api.operations.iter().all(|operation| !operation.path.ends_with("17")), "17 is not a word of a path");
}

#[test]
fn examples_may_contain_segments_that_requests_can_add() {
    let rest = responses("a collection of [thing](../resources/thing.md) objects")
        + &["users/1/owned", "me/owned", "me/owned/own.tool/$count", "users('a''b')/owned", "users/1/owned/own.user"]
            .map(|path| example("Examples", &format!("GET https://graph.microsoft.com/v1.0/{path}")))
            .concat();
    let api = api(&[
        ("api/user-list-owned.md", requests("List owned", "GET /users/{id}/owned", &rest)),
        ("resources/thing.md", resource("thing", "", &[["id", "String", ""]], &[])),
        ("resources/tool.md", resource("tool", "Inherits from [thing](thing.md).", &[["name", "String", ""]], &[])),
        ("resources/user.md", resource("user", "", &[], &[["owned", "[thing](thing.md) collection", ""]])),
    ]);
    let shown: Vec<_> = api
        .examples
        .iter()
        .map(|example| {
            let found = example.matched.as_ref()?;
            Some((
                if found.me { "ME".to_owned() } else { format!("{:?}", found.arguments[0]) },
                found.cast.clone(),
                found.count,
            ))
        })
        .collect();
    let tool = Some(own("tool"));
    assert_eq!(
        shown,
        [
            Some(("Text(\"1\")".to_owned(), None, false)),
            Some(("ME".to_owned(), None, false)),
            Some(("ME".to_owned(), tool, true)),
            Some(("Text(\"a'b\")".to_owned(), None, false)),
            // The type `user` does not derive from `thing`.
            None,
        ]
    );
}

#[test]
fn strings_are_quoted_even_if_the_path_omits_quotes() {
    let table =
        "## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|name|String||\n|size|Int32||\n\n";
    let api = api(&[(
        "api/shelf-find.md",
        requests(
            "shelf: find",
            "GET /shelves/find(name={name},size={size})",
            &(table.to_owned() + &responses("a Boolean")),
        ),
    )]);
    assert_eq!(api.operations[0].path, "/shelves/find(name='{name}',size={size})");
}

#[test]
fn paths_followed_by_a_key_are_collections() {
    let one = "\n## Example\n\n### Request\n\n```http\nGET /yard/lead\n```\n\n### Response\n\n```http\nHTTP/1.1 200 OK\n\n{ \"colour\": \"red\" }\n```\n";
    let several = responses("a collection of [crate](../resources/crate.md) objects");
    let api = api(&[
        crate_page(),
        ("api/lead.md", requests("Get lead", "GET /yard/lead", &(several + one))),
        (
            "api/crates.md",
            requests("List", "GET /yard/crates", &responses("the requested [crate](../resources/crate.md) object")),
        ),
        ("api/approve.md", requests("crate: approve", "POST /yard/crates/{id}/approve", "")),
    ]);
    assert_eq!(operation(&api, "GET", "/lead").response, ResponseBody::Value(of("crate")));
    assert_eq!(operation(&api, "GET", "/crates").response, ResponseBody::Collection(of("crate")));
}

#[test]
fn pages_with_several_targets_yield() {
    let sends = |name: &str| {
        format!(
            "## Request body\n\nIn the request body, supply a JSON representation of a [{name}](../resources/{name}.md) object.\n\n"
        )
    };
    let note = resource("note", "A note.", &[ID], &[]);
    let nothing = "## Response\n\nIf successful, this method returns `202 Accepted`. It does not return anything in the response body.\n";
    let crates = responses("a [crate](../resources/crate.md) object");
    let api = api(&[
        crate_page(),
        ("resources/note.md", note),
        ("api/crate-get.md", requests("Get crate", "GET /crates/{id}", &crates)),
        ("api/crate-close.md", requests("crate: close", "POST /crates/{id}/close", nothing)),
        (
            "api/notes.md",
            requests(
                "Add note",
                "PATCH /crates/{id}\nPOST /crates/{id}/close",
                &(sends("note") + &responses("a [note](../resources/note.md) object")),
            ),
        ),
    ]);
    assert_eq!(operation(&api, "PATCH", "}").body, Some(Body::Partial(own("crate"))));
    assert_eq!(operation(&api, "POST", "/close").response, ResponseBody::Nothing);
}

#[test]
fn rows_that_are_not_properties_are_parameters() {
    let body = "## Request body\n\nSupply a JSON representation of a [crate](../resources/crate.md) object.\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|colour|String|Its colour.|\n|all|Boolean|All of them.|\n\n";
    let wrapped = "## Response\n\nReturns `200 OK`.\n\n## Example\n\n### Request\n\n```http\nPOST /crates/1/paint\n```\n\n### Response\n\n```http\nHTTP/1.1 200 OK\n\n{ \"value\": true }\n```\n";
    let api = api(&[
        crate_page(),
        ("api/paint.md", requests("crate: paint", "POST /crates/{id}/paint", &format!("{body}{wrapped}"))),
    ]);
    let paint = operation(&api, "POST", "/paint");
    assert_eq!(paint.body, Some(Body::Parameters));
    let parameters = api.pages["api/paint.md"].parameters.as_ref().expect("parameters");
    assert_eq!(parameters.properties.len(), 2);
    assert_eq!(paint.response, ResponseBody::Scalar(TypeRef::Primitive(crate::extract::type_expr::Primitive::Boolean)));
}

#[test]
fn optional_arguments_belong_to_one_function() {
    let table = "## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|row|Int32|The row.|\n|exact|Boolean|Optional. Whether.|\n\n";
    let text = format!("This function looks.\n\n{table}{}", responses("a [crate](../resources/crate.md) object"));
    let api = api(&[crate_page(), ("api/look.md", requests("yard: look", "GET /yard/look", &text))]);
    let paths: Vec<&str> = api.operations.iter().map(|operation| operation.path.as_str()).collect();
    assert_eq!(paths, ["/yard/look(row={row},exact={exact})"]);
    assert_eq!(api.operations[0].parameters.iter().map(|p| p.optional).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn overloads_on_other_pages_are_separate_functions() {
    let table = "## Function parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|exact|Boolean|Optional. Whether.|\n\n";
    let text = format!("This function looks.\n\n{table}{}", responses("a [crate](../resources/crate.md) object"));
    let other = format!("This function looks.\n\n{}", responses("a [crate](../resources/crate.md) object"));
    let api = api(&[
        crate_page(),
        ("api/look.md", requests("yard: look", "GET /yard/look", &text)),
        ("api/look-twice.md", requests("yard: look", "GET /yard/look(exact={exact})", &other)),
    ]);
    let paths: Vec<_> =
        api.operations.iter().map(|operation| (operation.path.as_str(), operation.pages.len())).collect();
    assert_eq!(paths, [("/yard/look", 1), ("/yard/look(exact={exact})", 2)]);
    assert!(api.operations.iter().flat_map(|o| &o.parameters).all(|p| !p.optional));
}

#[test]
fn alternatives_become_their_common_type() {
    let rows = [["name", "String", "Its name."]];
    let inherits = "One. Inherits from [shape](shape.md).";
    let holds = [
        ["shape", "[round](round.md) or [square](square.md)", "Its shape."],
        ["any", "[round](round.md) or [lid](lid.md)", "Any."],
    ];
    let api = api(&[
        ("resources/shape.md", resource("shape", "A shape.", &rows, &[])),
        ("resources/round.md", resource("round", inherits, &rows, &[])),
        ("resources/square.md", resource("square", inherits, &rows, &[])),
        ("resources/lid.md", resource("lid", "A lid.", &holds, &[])),
    ]);
    let types: Vec<_> = api.types[&own("lid")].properties.iter().map(|property| property.ty.clone()).collect();
    assert_eq!(types, [of("shape"), TypeRef::UNTYPED]);
}

#[test]
fn response_tables_match_the_type_with_their_members() {
    let table = "## Response\n\nThe response:\n\n|Name|Type|Description|\n|:---|:---|:---|\n|size|Int32|Its size.|\n|colour|String|Its colour.|\n|id|String|Its id.|\n";
    let api = api(&[crate_page(), ("api/peek.md", requests("crate: peek", "POST /crates/{id}/peek", table))]);
    assert_eq!(operation(&api, "POST", "/peek").response, ResponseBody::Value(of("crate")));
}

#[test]
fn unused_lists_of_values_are_not_enums() {
    let table =
        "|Property|Type|Description|\n|:---|:---|:---|\n|colour|String|Possible values are: `red`, `blue`.|\n\n";
    let one = "## Request body\n\nSupply the values for relevant fields that should be updated.\n\n";
    let parameters = "## Request body\n\nProvide a JSON object with the following parameters.\n\n";
    let api_of = |title: &str, lines: &str, body: &str| {
        let get = requests("Get crate", "GET /crates/{id}", &responses("a [crate](../resources/crate.md) object"));
        let own = requests(title, lines, &format!("{body}{table}"));
        api(&[crate_page(), ("api/crate-get.md", get), ("api/paint.md", own)])
    };
    assert!(api_of("Update crate", "PATCH /crates/{id}", one).enums.is_empty());
    let made = api_of("crate: paint", "POST /crates/{id}/paint", parameters).enums;
    assert_eq!(made.values().map(|made| made.members.len()).collect::<Vec<_>>(), [2]);
}

#[test]
fn examples_with_another_spelling_match_the_documented_path() {
    let lines = "GET /racks/delta\nGET /racks/{id}/Own.Yard.fold\nGET /racks/{id}/microsoft.graph.turn\nGET /racks/near(a={a},b={b})\nGET /racks/{id}";
    let paths = [
        "Racks/microsoft.graph.delta()",
        "racks/7/turn",
        "racks/7/fold",
        "racks/near(b=1, a=2)?$top=1",
        "racks/own.crate",
        "racks/x%2Fy",
    ];
    let rest = responses("a collection of [crate](../resources/crate.md) objects")
        + &paths.map(|path| example("Examples", &format!("GET https://graph.microsoft.com/v1.0/{path}"))).concat();
    let api = api(&[crate_page(), ("api/racks.md", requests("Racks", lines, &rest))]);
    let shown: Vec<_> = api
        .examples
        .iter()
        .map(|example| example.matched.as_ref().map(|found| (found.target.as_str(), found.respelled)))
        .collect();
    assert_eq!(
        shown,
        [
            Some(("/racks/delta", true)),
            Some(("/racks/7/microsoft.graph.turn", true)),
            Some(("/racks/7/Own.Yard.fold", true)),
            Some(("/racks/near(a=2,b=1)?$top=1", true)),
            // The name of a type is not an ID.
            None,
            Some(("/racks/x%2Fy", false)),
        ]
    );
}
