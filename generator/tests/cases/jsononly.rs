//! Pages of the folders `jsononly` and `jsononly2`: types that only a JSON representation describes.

use docbindgen::model::TypeName;

use crate::support::case::Case;

fn types(case: &Case, ty: &str) -> Vec<String> {
    let properties = case.ty(ty).properties.iter();
    properties.map(|property| format!("{} {}", property.name, case.type_of(ty, &property.name))).collect()
}

#[test]
fn placeholders_objects_and_samples_determine_types() {
    let case = Case::new("jsononly");
    let leaflet = case.ty("leaflet");
    assert_eq!(leaflet.base, Some(TypeName("microsoft.graph.paper".to_owned())));
    assert_eq!(leaflet.key.as_deref(), Some("id"));
    let expected = [
        r#"id {"primitive":"String"}"#,
        r#"headline {"primitive":"String"}"#,
        r#"printedDateTime {"primitive":"DateTimeOffset"}"#,
        r#"copies {"primitive":"Int64"}"#,
        r#"folded {"primitive":"Boolean"}"#,
        r#"panels {"collection":{"type":"microsoft.graph.panel"}}"#,
        r#"printer {"type":"microsoft.graph.identitySet"}"#,
    ];
    assert_eq!(types(&case, "leaflet"), expected);
    let notes = case.messages();
    assert!(notes.iter().any(|note| note.contains("leaflet.md:24:1: shown-properties: ")), "{notes:?}");
}

#[test]
fn lists_of_values_and_collections_are_read() {
    let case = Case::new("jsononly2");
    let expected = [
        r#"id {"primitive":"Guid"}"#,
        r#"scale {"primitive":"Double"}"#,
        r#"kind {"enum":"microsoft.graph.chartKind"}"#,
        r#"editions {"collection":{"primitive":"DateTimeOffset"}}"#,
        r#"legend {"type":"microsoft.graph.legend"}"#,
        r#"sheets {"collection":{"type":"microsoft.graph.legend"}}"#,
        r#"anything {"primitive":"Untyped"}"#,
    ];
    assert_eq!(types(&case, "chart"), expected);
    assert_eq!(case.members("chartKind"), ["sea", "land"]);
}

#[test]
fn unannotated_blocks_are_read() {
    let case = Case::new("jsononly2");
    assert_eq!(types(&case, "legend"), [r#"text {"primitive":"String"}"#, r#"lines {"primitive":"Int32"}"#]);
}

#[test]
fn samples_of_open_types_and_of_types_without_properties_are_not_declared() {
    let case = Case::new("jsononly2");
    assert!(case.ty("anyBox").is_open);
    assert_eq!(types(&case, "anyBox"), [""; 0]);
    assert_eq!(types(&case, "emptyBox"), [""; 0]);
    let left_out = "emptybox.md:21:4: representation-member: no table of `emptyBox` has the member `lid`";
    assert!(case.messages().iter().any(|message| message.contains(left_out)), "{:?}", case.messages());
    assert!(!case.messages().iter().any(|message| message.contains("anybox.md")), "{:?}", case.messages());
}

#[test]
fn an_annotated_block_outweighs_an_example_before_it() {
    let case = Case::new("jsononly2");
    assert_eq!(types(&case, "sextant"), [r#"arc {"primitive":"Int32"}"#]);
}

#[test]
fn a_block_below_the_title_adds_to_the_relationships() {
    let case = Case::new("jsononly2");
    assert_eq!(types(&case, "compass"), [r#"needle {"enum":"microsoft.graph.compassNeedle"}"#]);
    assert_eq!(case.type_of("compass", "chart"), r#"{"type":"microsoft.graph.chart"}"#);
}
