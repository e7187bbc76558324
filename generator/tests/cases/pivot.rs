//! Pages of the folder `pivot`: zones for other versions, types named by their H1 alone, requests on conceptual pages.

use docbindgen::model::{Body, OperationKind, TypeName, TypeRef};

use docbindgen::pipeline::{Options, run};

use crate::support::case::Case;
use crate::support::messages;

/// Returns the result of the folder `pivot2` for a version: properties of its type, requests, number of left-out zones, messages.
fn crane(version: &str) -> (String, String, usize, Vec<String>) {
    let options = Options { version: Some(version.to_owned()), ..Options::default() };
    let outcome = run(&Case::pages("pivot2"), &options).expect("the pages can be read");
    let types = outcome.api.types.values().flat_map(|ty| &ty.properties);
    let properties: Vec<&str> = types.map(|property| property.name.as_str()).collect();
    let requests: Vec<&str> = outcome.api.operations.iter().map(|operation| operation.path.as_str()).collect();
    let text = |docs: &[u8]| String::from_utf8_lossy(docs).contains("above the ship");
    let crane = &outcome.api.types[&TypeName("microsoft.graph.crane".to_owned())];
    assert_eq!(crane.description.plain(), "A crane that lifts.");
    assert!(!outcome.files.iter().any(|(_, bytes)| text(bytes) || String::from_utf8_lossy(bytes).contains(":::")));
    let messages = messages(&outcome.sources, &outcome.diagnostics);
    (properties.join(" "), requests.join(" "), outcome.summary.left_out_zones, messages)
}

#[test]
fn the_version_decides_what_is_read() {
    let (properties, requests, left_out, messages) = crane("v1.0");
    assert_eq!((properties.as_str(), requests.as_str(), left_out), ("id load", "/cranes/{craneId}", 3));
    let unknown = "resources/crane.md:39:1: unknown-zone: `harbor-old` is not in `[zones]`";
    assert_eq!(messages, [unknown]);
    let (properties, requests, left_out, _) = crane("beta");
    assert_eq!(
        (properties.as_str(), requests.as_str(), left_out),
        ("id angle load pilot", "/harbor/cranes/{craneId}", 1)
    );
}

#[test]
fn zones_of_the_other_version_are_left_out_and_counted() {
    let case = Case::new("pivot");
    let requests: Vec<String> =
        case.outcome.api.operations.iter().map(|found| format!("{} {}", found.method, found.path)).collect();
    assert_eq!(requests, ["GET /post/admin/parcels", "POST /post/fetch"]);
    let thing: Vec<&str> = case.ty("thing").properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(thing, ["id", "kind"]);
    assert_eq!(case.outcome.summary.left_out_zones, 6);
    let page = case.outcome.report.pages.iter().find(|page| page.path == "api/parcels-list.md");
    assert_eq!(page.map(|page| page.left_out_zones), Some(3));
    assert!(case.outcome.files.iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains(":::")));
}

#[test]
fn types_are_named_by_their_heading() {
    let case = Case::new("pivot");
    let parcel = case.ty("parcel");
    assert_eq!(parcel.base, Some(TypeName("microsoft.graph.thing".to_owned())));
    assert_eq!(case.type_of("thing", "kind"), r#"{"enum":"microsoft.graph.parcelKind"}"#);
    assert_eq!(case.type_of("parcel", "zipFile"), r#"{"primitive":"Stream"}"#);
    let own: Vec<&str> = parcel.properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(own, ["hosts", "lastSeen", "zipFile"]);
    assert_eq!(case.type_of("sourceSettings", "lineId"), r#"{"primitive":"String"}"#);
}

#[test]
fn a_conceptual_page_has_its_request() {
    let case = Case::new("pivot");
    let fetch = case.operation("POST /post/fetch");
    assert_eq!(fetch.kind, OperationKind::Action("fetch".to_owned()));
    assert_eq!(fetch.body, Some(Body::Parameters));
    let parameters = case.outcome.api.pages["api/post-fetch.md"].parameters.as_ref().expect("parameters");
    let source = parameters.properties.iter().find(|row| row.name == "sourceSettings").expect("a row");
    assert_eq!(source.ty, TypeRef::Type(TypeName("microsoft.graph.sourceSettings".to_owned())));
}

#[test]
fn permissions_have_no_footnote_marks() {
    let case = Case::new("pivot");
    let page = &case.outcome.api.pages["api/parcels-list.md"];
    let names = format!("{:?}", page.permissions);
    assert!(names.contains("\"Sites.Read.All\"") && !names.contains('*') && !names.contains('\\'), "{names}");
}

#[test]
fn properties_to_filter_by_are_not_query_options() {
    let case = Case::new("pivot");
    assert_eq!(case.query_options("api/parcels-list.md"), ["$filter"]);
    let operations = case.outcome.api.operations.iter().filter(|operation| operation.path.ends_with("/parcels"));
    for operation in operations {
        assert!(operation.parameters.is_empty(), "{operation:?}");
    }
}
