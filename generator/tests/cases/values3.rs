//! Headings of value lists in several wordings, and tables of values that nothing uses.

use crate::support::case::Case;

#[test]
fn the_wording_of_a_heading_does_not_matter() {
    let case = Case::new("values3");
    for property in ["shade", "tint", "hue", "glow", "finish", "grain", "pitch", "level"] {
        let ty = case.type_of("lamp", property);
        let name = ty.split('"').nth(3).unwrap_or_default().to_owned();
        assert!(ty.contains("enum"), "{property} is {ty}");
        assert_eq!(case.members(&name), [format!("{property}One"), format!("{property}Two")], "{property}");
    }
}

#[test]
fn values_of_another_type_or_of_nothing_are_reported() {
    let case = Case::new("values3");
    assert_eq!(case.type_of("lamp", "size"), r#"{"primitive":"String"}"#);
    let messages: Vec<String> = case.messages().into_iter().filter(|found| found.contains("unused-values")).collect();
    assert_eq!(messages.len(), 2, "{messages:#?}");
    assert!(!case.outcome.api.enums.keys().any(|name| ["default", "size"].contains(&name.short())));
}

#[test]
fn values_without_a_name_belong_to_the_enum_of_the_page() {
    assert_eq!(Case::new("values3").members("trim"), ["lace", "none"]);
}

#[test]
fn links_of_strings_lead_to_their_values() {
    let case = Case::new("values3");
    assert!(case.type_of("lamp", "mood").contains("enum"));
    for property in ["kind", "sort"] {
        assert_eq!(case.type_of("lamp", property), r#"{"enum":"microsoft.graph.levelKind"}"#, "{property}");
    }
    assert!(case.messages().iter().any(|found| found.contains("dropped-type") && found.contains("lost")));
}
