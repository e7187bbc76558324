//! Pages of the folder `disagree`: two pages or sections contradict each other about one type.

use crate::support::case::Case;

/// Returns the diagnostics of one lint.
fn drawn(case: &Case, lint: &str) -> Vec<String> {
    let id = format!(": {lint}: ");
    case.messages().into_iter().filter(|message| message.contains(&id)).collect()
}

fn names<'a>(case: &'a Case, ty: &str) -> Vec<&'a str> {
    case.ty(ty).properties.iter().map(|property| property.name.as_str()).collect()
}

#[test]
fn the_spelling_of_the_examples_is_sent() {
    let case = Case::new("disagree");
    let names = names(&case, "berth");
    assert!(
        names.contains(&"quayside") && !names.contains(&"quaySide"),
        "the representation and an example: {names:?}"
    );
    assert!(names.contains(&"slipno") && !names.contains(&"slipNo"), "the table and an example: {names:?}");
    assert!(names.contains(&"tideMark") && !names.contains(&"TideMark"), "the table, with no example: {names:?}");
    let drawn = drawn(&case, "name-case");
    assert_eq!(drawn.len(), 3, "{drawn:#?}");
    assert!(drawn.iter().all(|message| message.starts_with("resources/berth.md:")), "{drawn:#?}");
}

#[test]
fn the_shape_of_the_examples_is_sent() {
    let case = Case::new("disagree");
    let text = "{\"collection\":{\"primitive\":\"String\"}}";
    assert_eq!(case.type_of("berth", "flags"), text, "the table has one text, representation and example a list");
    assert_eq!(case.type_of("berth", "ropes"), text, "the representation has one text, table and example a list");
    assert_eq!(drawn(&case, "collection-or-not").len(), 2);
}

#[test]
fn members_found_only_in_the_representation_are_properties() {
    let case = Case::new("disagree");
    assert_eq!(case.type_of("berth", "paintedOn"), "{\"primitive\":\"DateTimeOffset\"}");
    assert_eq!(case.type_of("berth", "keeper"), "{\"type\":\"microsoft.graph.keeper\"}");
    assert_eq!(case.type_of("berth", "floods"), "{\"primitive\":\"Boolean\"}");
    assert_eq!(case.type_of("ledger", "seal"), "{\"type\":\"microsoft.graph.keeper\"}");
    assert!(!names(&case, "ledger").contains(&"AnyName"), "an open type shows a caller's member");
    let drawn = drawn(&case, "representation-member");
    assert_eq!(drawn.len(), 5, "{drawn:#?}");
    assert!(drawn[0].starts_with("resources/berth.md:44:4:"), "the member's own place: {drawn:#?}");
}

#[test]
fn rows_of_a_body_table_are_properties_unless_they_are_paths() {
    let case = Case::new("disagree");
    assert_eq!(case.type_of("berth", "mooredBy"), "{\"primitive\":\"String\"}");
    assert!(!case.property("berth", "mooredBy").required, "one request requires it, others do not");
    assert!(names(&case, "berth").iter().all(|name| !name.contains(['/', '@'])));
    assert_eq!(drawn(&case, "body-row").len(), 1);
    let conflicts = drawn(&case, "conflicting-property");
    assert!(conflicts.len() == 1 && conflicts[0].contains("`depth`"), "the type's page wins: {conflicts:?}");
    assert_eq!(case.type_of("berth", "depth"), "{\"primitive\":\"Double\"}");
}

#[test]
fn navigation_that_requests_list_is_a_collection() {
    let case = Case::new("disagree");
    assert_eq!(case.type_of("berth", "vessels"), "{\"collection\":{\"type\":\"microsoft.graph.vessel\"}}");
    assert_eq!(case.type_of("berth", "lamps"), "{\"collection\":{\"type\":\"microsoft.graph.lamp\"}}", "by its keys");
    assert_eq!(case.type_of("berth", "warden"), "{\"type\":\"microsoft.graph.keeper\"}");
    assert_eq!(drawn(&case, "listed-navigation").len(), 2);
}

#[test]
fn the_example_decides_between_text_and_annotation() {
    let case = Case::new("disagree");
    let response =
        |request: &str| serde_json::to_string(&case.operation(request).response).expect("a response is JSON");
    assert!(response("GET /berths/{berthId}/warden").contains("keeper"), "the text fits the example");
    assert!(response("GET /vessels/{vesselId}").contains("vessel"), "the annotation fits the example");
    assert_eq!(drawn(&case, "annotation-type").len(), 2);
}
