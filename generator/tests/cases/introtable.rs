//! Pages of the folders `introtable` and `introtable2`: property tables without a heading `Properties`.

use crate::support::case::Case;

/// Returns the structural properties of a type, each with its type.
fn properties(case: &Case, ty: &str) -> Vec<(String, String)> {
    let names = case.ty(ty).properties.iter().map(|property| property.name.clone());
    names.map(|name| (name.clone(), case.type_of(ty, &name))).collect()
}

fn pair(name: &str, primitive: &str) -> (String, String) {
    (name.to_owned(), format!(r#"{{"primitive":"{primitive}"}}"#))
}

#[test]
fn a_table_below_the_title_lists_properties() {
    let case = Case::new("introtable");
    assert_eq!(properties(&case, "tideScore"), [pair("harbour", "String"), pair("score", "Double")]);
    assert!(case.messages().is_empty(), "{:?}", case.messages());
    let case = Case::new("introtable2");
    assert_eq!(properties(&case, "gust"), [pair("strength", "Int32"), pair("from", "String")]);
}

#[test]
fn a_table_below_an_equivalent_heading_lists_properties() {
    let case = Case::new("introtable2");
    assert_eq!(properties(&case, "swell"), [pair("height", "Double")]);
    assert!(!case.messages().iter().any(|message| message.contains("swell.md")), "{:?}", case.messages());
}

#[test]
fn a_table_of_the_members_in_json_lists_properties() {
    let case = Case::new("introtable2");
    assert_eq!(properties(&case, "ebb"), [pair("depth", "Double")]);
}

#[test]
fn other_tables_of_names_and_types_do_not_list_properties() {
    let case = Case::new("introtable2");
    assert_eq!(properties(&case, "drift"), [pair("code", "String")]);
    let unused = "resources/drift.md:14:3: unused-table: nothing is read from this table: `prefix`";
    assert_eq!(case.messages(), [unused], "a table with a column of types is not left out silently");
}
