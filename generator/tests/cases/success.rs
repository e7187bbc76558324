//! Pages of the folder `success`: a response is decoded according to its content, with or without a body.

use docbindgen::model::ResponseBody;

use crate::support::case::Case;

/// Returns the statuses of a request; `+` marks those with a body.
fn statuses(case: &Case, request: &str) -> String {
    let shown = case.operation(request).statuses.iter().map(|s| format!("{}{}", s.code, if s.body { "+" } else { "" }));
    shown.collect::<Vec<_>>().join(" ")
}

/// Returns the comment of a generated function, on one line.
fn docs(case: &Case, file: &str, function: &str) -> String {
    let text = case.file(file);
    let before = text.split(&format!("pub fn {function}(")).next().expect("the function exists");
    let lines = before.lines().rev().skip(1).map(str::trim).take_while(|line| line.starts_with(['/', '#']));
    let mut lines: Vec<&str> = lines.filter_map(|line| line.strip_prefix("///")).map(str::trim).collect();
    lines.reverse();
    lines.join(" ")
}

#[test]
fn a_body_or_nothing_is_an_option() {
    let case = Case::new("success");
    let update = case.operation("PATCH /kilns/{kilnId}");
    assert!(update.may_be_empty && matches!(update.response, ResponseBody::Value(_)));
    assert_eq!(statuses(&case, "PATCH /kilns/{kilnId}"), "200+ 204");
    let text = case.file("src/requests/kilns.rs");
    assert!(text.contains("-> Request<Option<crate::models::Kiln>>"), "{text}");
    assert!(text.contains("-> Request<Option<Collection<crate::models::Kiln>>>"), "{text}");
    let docs = docs(&case, "src/requests/kilns.rs", "update");
    assert!(docs.contains("`None` if the service responds with `204 No Content`."), "{docs}");
}

#[test]
fn only_204_excludes_a_body() {
    let case = Case::new("success");
    let replace = case.operation("PUT /kilns/{kilnId}");
    assert_eq!((&replace.response, replace.may_be_empty), (&ResponseBody::Nothing, false));
    assert_eq!(statuses(&case, "PUT /kilns/{kilnId}"), "204");
}

#[test]
fn an_example_adds_its_status() {
    let case = Case::new("success");
    assert_eq!(statuses(&case, "POST /kilns/{kilnId}/rename"), "200+ 204");
    assert!(case.operation("POST /kilns/{kilnId}/rename").may_be_empty);
}

#[test]
fn a_202_without_a_body_is_nothing() {
    let case = Case::new("success");
    let fire = case.operation("POST /kilns/{kilnId}/fire");
    assert!(fire.may_be_empty && matches!(fire.response, ResponseBody::Value(_)));
    assert_eq!(statuses(&case, "POST /kilns/{kilnId}/fire"), "200+ 202");
    let clean = case.operation("POST /kilns/{kilnId}/clean");
    assert_eq!((&clean.response, clean.may_be_empty), (&ResponseBody::Nothing, false));
    assert!(!case.operation("GET /kilns/{kilnId}").may_be_empty);
}

#[test]
fn response_headers_are_in_the_model_and_in_the_comment() {
    let case = Case::new("success");
    let headers = |page: &str| -> Vec<String> {
        let found = &case.outcome.api.pages[page].response_headers;
        found.iter().map(|header| format!("{} {:?}", header.name, header.statuses)).collect()
    };
    assert_eq!(headers("api/kiln-fire.md"), ["Location [202]", "Retry-After [202]"]);
    assert_eq!(headers("api/kiln-clean.md"), ["Operation-Location [202]", "Retry-After [202]"]);
    assert_eq!(headers("api/kiln-post-kilns.md"), ["Location [201]"]);
    assert_eq!(headers("api/kiln-cool.md"), ["Location [202]", "Retry-After [202]"]);
    assert_eq!(headers("api/kiln-load.md"), ["Location [202]", "x-kiln-load [202]"]);
    assert_eq!(case.outcome.api.pages["api/kiln-cool.md"].response_headers[1].text, "Seconds to wait before that.");
    let docs = docs(&case, "src/requests/kilns.rs", "clean");
    assert!(docs.contains("Success: `202 Accepted`, `Operation-Location` header"), "{docs}");
}

#[test]
fn openapi_lists_each_status() {
    let case = Case::new("success");
    let description = docbindgen::export::openapi::export(&case.outcome.api, "https://example.org");
    let responses = &description["paths"]["/kilns/{kilnId}"]["patch"]["responses"];
    assert!(responses["200"]["content"].is_object() && responses["204"]["content"].is_null(), "{responses}");
    let fire = &description["paths"]["/kilns/{kilnId}/fire"]["post"]["responses"];
    assert!(fire["202"]["headers"]["Location"].is_object() && fire["202"]["content"].is_null(), "{fire}");
}
