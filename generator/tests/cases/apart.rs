//! Pages of the folder `apart`: a property has different types in its table and elsewhere. The table of its type wins, and each difference
//! is reported.

use crate::support::case::Case;

/// Returns the first line of each diagnostic of a lint.
fn drawn(case: &Case, lint: &str, page: &str) -> Vec<String> {
    let id = format!(": {lint}: ");
    case.messages().into_iter().filter(|message| message.contains(&id) && message.starts_with(page)).collect()
}

#[test]
fn placeholders_name_another_type() {
    let case = Case::new("apart");
    let drawn = drawn(&case, "conflicting-property", "resources/hull.md");
    assert_eq!(drawn.len(), 3, "{drawn:#?}");
    for name in ["`decks`", "`launched`", "`seaworthy`"] {
        assert!(drawn.iter().any(|message| message.contains(name)), "{name} in {drawn:#?}");
    }
    assert_eq!(case.type_of("hull", "decks"), "{\"primitive\":\"Int32\"}");
    assert_eq!(case.type_of("hull", "launched"), "{\"primitive\":\"Date\"}");
}

#[test]
fn derived_types_cannot_replace_a_type() {
    let case = Case::new("apart");
    let drawn = drawn(&case, "conflicting-property", "resources/tug.md");
    assert_eq!(drawn.len(), 2, "{drawn:#?}");
    assert!(drawn[0].contains("`decks`") && drawn[1].contains("`paint`"), "{drawn:#?}");
    let names: Vec<&str> = case.ty("tug").properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["pull"]);
}

#[test]
fn values_of_one_request_are_reported() {
    let case = Case::new("apart");
    let drawn = drawn(&case, "unused-values", "api/hull-post.md");
    assert!(drawn.len() == 1 && drawn[0].contains("`paint`"), "{drawn:#?}");
    assert_eq!(case.type_of("hull", "paint"), "{\"primitive\":\"String\"}");
}

#[test]
fn the_annotation_names_another_type() {
    let case = Case::new("apart");
    let drawn = drawn(&case, "annotation-type", "resources/");
    assert_eq!(drawn.len(), 2, "{drawn:#?}");
    assert!(drawn[0].starts_with("resources/keel.md") && drawn[1].starts_with("resources/mast.md"), "{drawn:#?}");
    assert_eq!(case.type_of("boom", "size"), "{\"primitive\":\"Int32\"}");
}
