//! Values of a property under a heading belong to the rows of their page.

use crate::support::case::Case;

#[test]
fn values_of_a_property_type_nothing_on_other_pages() {
    let case = Case::new("containerstatus");
    let text = r#"{"collection":{"primitive":"String"}}"#;
    assert_eq!(case.type_of("sailor", "roles"), text);
    assert!(!case.outcome.api.enums.contains_key(&docbindgen::model::TypeName("microsoft.graph.roles".into())));
}

#[test]
fn values_of_a_property_type_the_row_of_their_page() {
    let case = Case::new("containerstatus");
    assert_eq!(case.type_of("grant", "roles"), r#"{"collection":{"enum":"microsoft.graph.grantRoles"}}"#);
    assert_eq!(case.members("grantRoles"), ["read", "write", "sp.full control"]);
}

#[test]
fn values_of_a_property_that_the_page_lacks_are_reported() {
    let messages = Case::new("containerstatus").messages();
    let found: Vec<&String> = messages.iter().filter(|message| message.contains("unused-values")).collect();
    assert_eq!(found.len(), 1, "{messages:#?}");
    assert!(found[0].contains("crate.md:27"), "{found:?}");
}

#[test]
fn members_are_without_blanks() {
    assert_eq!(Case::new("containerstatus").members("crateStatus"), ["inactive", "active"]);
}
