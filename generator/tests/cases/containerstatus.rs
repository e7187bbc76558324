//! Pages of the folders `containerstatus` and `containerstatus2`: dictionaries, whose member names are chosen by users.

use docbindgen::model::{Body, ResponseBody, TypeName, TypeRef};

use crate::support::case::Case;

fn ty(name: &str) -> TypeRef {
    TypeRef::Type(TypeName(format!("microsoft.graph.{name}")))
}

#[test]
fn a_dictionary_is_an_open_type_with_typed_values() {
    for (folder, name, values) in
        [("containerstatus", "crateLabelDictionary", "crateLabelValue"), ("containerstatus2", "trunkMarks", "mark")]
    {
        let case = Case::new(folder);
        let found = case.ty(name);
        assert!(found.is_open && found.properties.is_empty(), "{name}");
        assert_eq!(found.values, Some(ty(values)));
    }
    let case = Case::new("containerstatus");
    assert!(case.file("src/models/crate_label_dictionary.rs").contains("Dictionary: "));
}

#[test]
fn requests_to_a_dictionary_send_a_dictionary() {
    for (folder, request, name) in [
        ("containerstatus", "PATCH /storage/crates/{crateId}/labels", "crateLabelDictionary"),
        ("containerstatus2", "PATCH /trunks/{trunkId}/marks", "trunkMarks"),
    ] {
        let case = Case::new(folder);
        let update = case.operation(request);
        assert_eq!(update.body, Some(Body::Partial(TypeName(format!("microsoft.graph.{name}")))));
        assert_eq!(update.response, ResponseBody::Value(ty(name)));
        assert!(
            !case.messages().iter().any(|m| m.contains("undocumented-member") || m.contains("unused-row")),
            "{:?}",
            case.messages()
        );
    }
}

#[test]
fn a_name_alone_does_not_make_a_dictionary() {
    let case = Case::new("containerstatus2");
    let notes = case.ty("noteDictionary");
    assert!(!notes.is_open && notes.values.is_none());
}

#[test]
fn values_of_a_property_do_not_affect_other_pages() {
    let case = Case::new("containerstatus");
    let text = r#"{"collection":{"primitive":"String"}}"#;
    assert_eq!(case.type_of("sailor", "roles"), text);
    assert!(!case.outcome.api.enums.contains_key(&docbindgen::model::TypeName("microsoft.graph.roles".into())));
}

#[test]
fn values_of_a_property_determine_its_type_on_their_page() {
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
fn members_contain_no_spaces() {
    assert_eq!(Case::new("containerstatus").members("crateStatus"), ["inactive", "active"]);
}
