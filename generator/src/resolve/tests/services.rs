//! Rules for services whose pages have a different form: keys in parentheses, names of sets, streams.

use super::*;

fn shop_types() -> [(&'static str, String); 2] {
    let rows = [["id", "GUID", "The id."], ["size", "Int32", "Its size."]];
    let link = ["[crates](crate.md)", "crates", "Its crates."];
    [
        ("resources/crate.md", resource("crate", "A crate.", &rows, &[])),
        ("resources/shelf.md", resource("shelf", "A shelf.", &[["id", "GUID", "The id."]], &[link])),
    ]
}

#[test]
fn keys_in_parentheses_and_names_of_sets_are_read() {
    let [crates, shelf] = shop_types();
    let update = "## Request body\n\nSupply the values for relevant fields that should be updated.\n\n";
    let api = api(&[
        crates,
        shelf,
        (
            "api/crate-get.md",
            requests("Get crates", "GET yardPrefix/yards({id})/crates({id})", &responses("a **crates** object")),
        ),
        (
            "api/crate-update.md",
            requests(
                "Update crates",
                "PATCH yardPrefix/yards({id})/crates({id})",
                &format!("{update}{}", responses("an updated **crates** object")),
            ),
        ),
        (
            "api/shelf-update.md",
            requests(
                "Update shelves",
                "PATCH yardPrefix/yards({id})/racks({id})",
                &format!("{update}{}", responses("an updated **shelf** object")),
            ),
        ),
    ]);
    let get = operation(&api, "GET", "crates({crateId})");
    assert_eq!((&get.kind, &get.response), (&OperationKind::Get, &ResponseBody::Value(of("crate"))));
    let update = operation(&api, "PATCH", "crates({crateId})");
    assert_eq!((&update.kind, &update.body), (&OperationKind::Update, &Some(Body::Partial(own("crate")))));
    assert_eq!(operation(&api, "PATCH", "racks({rackId})").body, Some(Body::Partial(own("shelf"))));
    assert_eq!(api.types[&own("crate")].kind, Kind::Entity);
    assert_eq!(api.types[&own("shelf")].navigation[0].ty, of("crate").collection());
}

#[test]
fn arguments_without_names_are_not_keys_of_single_objects() {
    let api = api(&[
        crate_page(),
        (
            "api/range.md",
            requests("Get range", "GET /yard/range(<address>)", &responses("a [crate](../resources/crate.md) object")),
        ),
    ]);
    assert!(matches!(operation(&api, "GET", ")").kind, OperationKind::Function(_)));
}

#[test]
fn annotations_without_their_sign_are_not_properties() {
    let rows = [["odata.type", "String", "`#own.crate`."], ["size", "Int32", "Its size."]];
    let api = api(&[("resources/crate.md", resource("crate", "A crate.", &rows, &[]))]);
    let names: Vec<_> = api.types[&own("crate")].properties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["size"]);
}

#[test]
fn stream_properties_are_requested_as_bytes() {
    let rows = [["id", "String", "Key."], ["scan", "Stream", "What it looks like."]];
    let update = "## Request body\n\nSupply the values for relevant fields that should be updated.\n\n## Response\n\nReturns `204 No Content`.\n";
    let api = api(&[
        ("resources/crate.md", resource("crate", "A crate.", &rows, &[])),
        (
            "api/crate-get.md",
            requests("Get crate", "GET /crates/{id}", &responses("a [crate](../resources/crate.md) object")),
        ),
        ("api/scan-update.md", requests("Update scan", "PATCH /crates/{id}/scan", update)),
    ]);
    let update = operation(&api, "PATCH", "/scan");
    assert_eq!((&update.kind, &update.body), (&OperationKind::SetContent, &Some(Body::Stream)));
}

#[test]
fn relationships_whose_name_links_the_page_of_their_type() {
    let rows = [["id", "GUID", "The id."]];
    let links = [
        ["[ordersOfDay](order_of_day.md)", "ordersOfDay", "Its orders."],
        ["[boxes](crate.md)", "boxes", "Its crates."],
    ];
    let api = api(&[
        ("resources/crate.md", resource("crate", "A crate.", &rows, &[])),
        ("resources/order_of_day.md", resource("orderOfDay", "Orders.", &rows, &[])),
        ("resources/yard.md", resource("yard", "A yard.", &rows, &links)),
        (
            "api/order-delete.md",
            requests(
                "Delete orders",
                "DELETE yardPrefix/yards({id})/ordersOfDay({yardId},{orderId})",
                "## Response\n\nReturns `204 No Content`.\n",
            ),
        ),
    ]);
    let leads: Vec<_> = api.types[&own("yard")].navigation.iter().map(|p| p.ty.clone()).collect();
    assert_eq!(leads, [of("orderOfDay").collection(), of("crate")]);
    assert_eq!(operation(&api, "DELETE", "({yardId2},{orderId})").kind, OperationKind::Delete);
}
