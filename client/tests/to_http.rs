//! Requests for other HTTP libraries.

use docbindgen_client::client::{InvalidHttpRequest, ToHttp};
use docbindgen_client::runtime::{Method, Operation, Path, Request};
use serde_json::Value;

static UPDATE: Operation = Operation { method: Method::Patch, template: "/users/{id}", pages: &[] };

const BASE_URL: &str = "https://graph.example/v1.0/";

fn update(id: &str) -> Request<Value> {
    Request::new(&UPDATE, Path::new().lit("/users/").seg(id))
}

fn error(result: Result<http::Request<bytes::Bytes>, InvalidHttpRequest>) -> String {
    result.expect_err("it is not valid").to_string()
}

#[test]
fn a_request_keeps_all_its_parts() {
    let request = update("a b").query("$select", "id,name").if_match("W/\"1\"").header("Authorization", "Bearer x");
    let request = request.bytes("application/json", b"{}".to_vec()).to_http(BASE_URL).expect("a request");
    assert_eq!(request.method(), http::Method::PATCH);
    assert_eq!(request.uri(), "https://graph.example/v1.0/users/a%20b?$select=id,name");
    let headers: Vec<_> = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let expected: [(&str, &[u8]); 3] =
        [("if-match", b"W/\"1\""), ("authorization", b"Bearer x"), ("content-type", b"application/json")];
    assert_eq!(headers, expected);
    assert_eq!(request.body(), "{}");
    assert!(!format!("{request:?}").contains("Bearer"), "a token is not in debug output");
}

#[test]
fn a_request_without_a_body_has_none() {
    let request = update("a").to_http(BASE_URL).expect("a request");
    assert!(request.body().is_empty() && request.headers().is_empty());
}

#[test]
fn a_request_that_is_not_valid_is_an_error() {
    assert!(error(update("..").to_http(BASE_URL)).contains("is not a valid path argument"));
    assert!(error(update("a").to_http("graph.example")).contains("not a valid https URL"));
    assert!(error(update("a").to_http("http://graph.example")).contains("not encrypted"));
    let text = error(update("a").header("my secret", "x").to_http(BASE_URL));
    assert_eq!(text, "the request cannot be converted: invalid HTTP header name");
    // The text contains the cause, and reporters print both.
    let error = update("a").to_http("x").expect_err("not a URL");
    assert!(std::error::Error::source(&error).is_none(), "{error}");
}
