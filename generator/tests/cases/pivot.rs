//! Pages of the folder `pivot`: zones for other versions, types named by their H1 alone, requests on conceptual pages.

use docbindgen::model::{Body, OperationKind, TypeName, TypeRef};

use crate::support::case::Case;

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
