//! Rules for requests that several pages document.

use super::*;

const BODY: &str = "## Request body\n\nIn the request body, provide a JSON object with the following parameters.\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n";

fn rows<'a>(api: &'a Api, page: &str) -> Vec<&'a str> {
    let object = api.pages.get(page).and_then(|page| page.parameters.as_ref());
    object.map_or_else(Vec::new, |object| object.properties.iter().map(|row| row.name.as_str()).collect())
}

#[test]
fn rows_of_one_request_are_united() {
    let add = "POST /crates/{id}/tags/add\nPOST /boxes/{id}/tags/add";
    let api = api(&[
        (
            "api/tag-add.md",
            requests("tag: add", add, &format!("{BODY}|name|String|Its name.|\n|size|Int32|Its size.|\n")),
        ),
        (
            "api/tag-addlocal.md",
            requests(
                "tag: addLocal",
                add,
                &format!("{BODY}|name|String|Its name.|\n|formula|String|Required. What.|\n"),
            ),
        ),
    ]);
    let page = &operation(&api, "POST", "/tags/add").pages[0];
    assert_eq!(rows(&api, page).len(), 3, "{:?}", rows(&api, page));
    let object = api.pages[page].parameters.as_ref().expect("parameters");
    assert!(object.properties.iter().all(|row| !row.required));
}

#[test]
fn a_table_of_parameters_is_read_before_a_page_about_many_requests() {
    let many = "## Request body\n\nProvide a JSON representation of the [note](../resources/note.md) object.\n\n|Property|Type|Description|\n|:---|:---|:---|\n|notes|[note](../resources/note.md) collection|Notes.|\n\n";
    let returned = responses("a [note](../resources/note.md) object");
    let api = api(&[
        ("api/a-many.md", requests("Add notes", "POST /crates/{id}/reply\nPOST /crates", &format!("{many}{returned}"))),
        (
            "api/crate-reply.md",
            requests("crate: reply", "POST /crates/{id}/reply", &format!("{BODY}|letter|String|The letter.|\n")),
        ),
        ("resources/note.md", resource("note", "", &[["text", "String", ""]], &[])),
    ]);
    assert_eq!(operation(&api, "POST", "/reply").body, Some(Body::Parameters));
    assert_eq!(rows(&api, "api/crate-reply.md"), ["letter"]);
}

#[test]
fn query_options_of_later_pages_are_optional() {
    let query = |row: &str| format!("## Query parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n{row}\n\n");
    let api = api(&[
        ("api/item-list.md", requests("List items", "GET /items", &query("|shade|Int32|Required. The shade.|"))),
        ("api/item-listmore.md", requests("List more", "GET /items", &query("|depth|Int32|Required. How deep.|"))),
    ]);
    let parameters = &operation(&api, "GET", "/items").parameters;
    let shown: Vec<_> = parameters.iter().map(|p| (p.name.as_str(), p.optional)).collect();
    assert_eq!(shown, [("shade", false), ("depth", true)]);
}
