//! Pages of the folder `success2`: optional bodies, several types, headers in tables, and collections that only keys reveal.

use docbindgen::model::{ResponseBody, TypeName, TypeRef};

use crate::support::case::Case;

fn ty(name: &str) -> TypeRef {
    TypeRef::Type(TypeName(format!("microsoft.graph.{name}")))
}

fn response(case: &Case, request: &str) -> (ResponseBody, bool) {
    let operation = case.operation(request);
    (operation.response.clone(), operation.may_be_empty)
}

fn told(case: &Case, page: &str, lint: &str) -> Vec<String> {
    case.messages().into_iter().filter(|line| line.contains(page) && line.contains(&format!(": {lint}: "))).collect()
}

#[test]
fn a_body_that_may_be_empty_is_an_option() {
    let case = Case::new("success2");
    assert_eq!(response(&case, "POST /boats/{boatId}/paint"), (ResponseBody::Value(ty("boat")), true));
}

#[test]
fn several_types_are_their_base_or_json() {
    let case = Case::new("success2");
    assert_eq!(response(&case, "POST /boats/{boatId}/dock"), (ResponseBody::Value(ty("vessel")), false));
    assert_eq!(response(&case, "POST /boats/{boatId}/tow"), (ResponseBody::Value(TypeRef::UNTYPED), false));
    let told_of = told(&case, "boat-tow", "dropped-type");
    assert!(told_of[0].contains("`boat`") && told_of[0].contains("`anchor`"), "{told_of:?}");
    assert_eq!(response(&case, "POST /boats/{boatId}/sink"), (ResponseBody::Value(TypeRef::UNTYPED), false));
    assert_eq!(told(&case, "boat-sink", "missing-link-target").len(), 1, "{:?}", case.messages());
    assert_eq!(response(&case, "POST /boats/{boatId}/weigh"), (ResponseBody::Value(ty("vessel")), true));
}

#[test]
fn statuses_without_a_type_claim_no_body() {
    let case = Case::new("success2");
    let (found, _) = response(&case, "PUT /boats/{boatId}/mark(tag='{tag}')");
    assert_eq!(found, ResponseBody::Nothing);
}

#[test]
fn example_bodies_that_contradict_the_text_are_reported() {
    let case = Case::new("success2");
    assert_eq!(response(&case, "POST /boats/{boatId}/turn"), (ResponseBody::Value(ty("boat")), true));
    assert_eq!(told(&case, "boat-turn", "example-response").len(), 1, "{:?}", case.messages());
}

#[test]
fn tables_below_headings_about_headers_list_headers() {
    let case = Case::new("success2");
    let headers = |page: &str| -> Vec<String> {
        let found = &case.outcome.api.pages[page].response_headers;
        found.iter().map(|header| header.name.clone()).collect()
    };
    assert_eq!(headers("api/boat-weigh.md"), ["Location", "X-Draught"]);
    assert_eq!(headers("api/boat-load.md"), ["Location", "Retry-After"]);
}

#[test]
fn a_key_after_a_navigation_proves_a_collection() {
    let case = Case::new("success2");
    for name in ["replies", "gear", "flags"] {
        assert!(case.property("boat", name).ty.is_collection(), "{name}: {:?}", case.messages());
    }
    assert_eq!(told(&case, "boat.md", "listed-navigation").len(), 3, "{:?}", case.messages());
}

#[test]
fn one_object_in_the_text_of_a_list_is_reported() {
    let case = Case::new("success2");
    assert_eq!(response(&case, "GET /boats/{boatId}/crews"), (ResponseBody::Collection(ty("raft")), false));
    assert_eq!(told(&case, "boat-list-crews", "collection-or-not").len(), 1, "{:?}", case.messages());
}
