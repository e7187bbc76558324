//! Pages of the folder `leading`: several pages describe the same type, enum or request. The page named after it leads.

use crate::support::case::Case;

#[test]
fn the_plain_page_gives_summary_and_order_of_a_type() {
    let case = Case::new("leading");
    let vessel = case.ty("vessel");
    assert_eq!(vessel.description.plain(), "A vessel that calls at the harbor.");
    let names: Vec<&str> = vessel.properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["id", "name", "flag", "hullNumber", "slipway", "repairState"]);
    assert_eq!(vessel.pages[0], "resources/vessel.md");
}

#[test]
fn the_most_common_product_and_the_fuller_table_lead() {
    let case = Case::new("leading");
    let crane = case.ty("crane");
    assert_eq!(crane.pages, ["resources/c-crane.md", "resources/b-crane.md", "resources/a-crane.md"]);
    assert_eq!(crane.properties[2].name, "track");
    let get = case.operation("GET /cranes/{craneId}");
    assert_eq!(get.pages, ["api/c-crane-get.md", "api/b-crane-get.md", "api/a-crane-get.md"]);
}

#[test]
fn the_page_of_an_enum_describes_its_members() {
    let case = Case::new("leading");
    let tide = case.enumeration("tideKind");
    assert_eq!(tide.pages, ["resources/tidekind.md", "resources/a-enums.md"]);
    assert_eq!(tide.members[0].description.plain(), "A high tide.");
}

#[test]
fn the_page_of_type_and_verb_leads_a_request() {
    let case = Case::new("leading");
    let list = case.operation("GET /vessels");
    assert_eq!(
        list.pages,
        [
            "api/vessel-list.md",
            "api/dock-yard-vessel-list.md",
            "api/ship-yard-vessel-list.md",
            "api/vessel-list-berths.md"
        ]
    );
    let text = case.file("src/requests/vessels.rs");
    let docs = text.lines().filter_map(|line| line.trim().strip_prefix("///"));
    let docs = docs.map(str::trim).collect::<Vec<_>>().join(" ");
    assert!(docs.contains("Lists the vessels that call at the harbor."), "{docs}");
    assert!(docs.contains("Least privileged permissions: `Vessel.Read` (delegated)"), "{docs}");
    assert!(docs.contains("Other pages of this request list other permissions:"), "{docs}");
    assert!(docs.contains("* `yard`: `Yard.Read.All` (delegated)"), "{docs}");
    assert!(docs.contains("* List berths of vessels: `Berth.Read` (delegated)"), "{docs}");
    assert!(docs.contains("vessel-list?view=graph-rest-1.0>. Also: [`dock-yard-vessel-list`]("), "{docs}");
    assert!(docs.contains("[List berths of vessels]("), "{docs}");
}
