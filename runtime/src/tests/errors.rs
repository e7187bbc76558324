//! Errors that a service reports, and the texts of errors.

use crate::runtime::{
    ApiError, Binary, Collection, Content, DecodeError, Duration, InnerError, Model, Path, Related, RelatedType,
    ResponseBody, Scalar,
};
use crate::tests::models::{DirectoryObject, Empty, Group, User};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Debug;

/// A long-running operation, whose property `error` is documented.
pub struct Operation {
    /// The identifier.
    pub id: Option<String>,
    /// The error.
    pub error: Option<ApiError>,
    /// Additional members.
    pub extra: crate::runtime::Extra,
}

crate::runtime::object! { Operation "microsoft.graph.operation" { 0 id "id", 1 error "error" } }

fn graph_error() -> Value {
    json!({
        "error": {
            "code": "Request_BadRequest",
            "message": "The values are not valid.",
            "target": "body",
            "details": [{ "code": "PropertyConflict", "message": "It exists.", "target": "mailNickname", "x": 1 }],
            "innerError": {
                "code": "invalidRange",
                "date": "2024-05-04T12:30:00",
                "request-id": "r",
                "client-request-id": "c",
                "innererror": { "code": "deeper", "stacktrace": "s" },
                "region": "north",
            },
            "severity": 3,
        },
    })
}

#[track_caller]
fn is_service_error<T: Debug>(decoded: Result<T, DecodeError>) -> ApiError {
    let error = decoded.expect_err("the body is only an error");
    assert_eq!(error.to_string(), "the service reports an error: Request_BadRequest: The values are not valid.");
    error.api_error().expect("the error of the service")
}

#[test]
fn error_keeps_all_members() {
    let error = is_service_error(User::decode(graph_error().to_string().as_bytes()));
    assert_eq!(error.code.as_deref(), Some("Request_BadRequest"));
    assert_eq!(error.message.as_deref(), Some("The values are not valid."));
    assert_eq!(error.target.as_deref(), Some("body"));
    assert_eq!(error.extra.get("severity"), Some(&json!(3)));
    let detail = &error.details.as_deref().expect("details")[0];
    assert_eq!((detail.target.as_deref(), detail.extra.get("x")), (Some("mailNickname"), Some(&json!(1))));
    let inner: &InnerError = error.inner().expect("an inner error");
    assert_eq!(inner.code.as_deref(), Some("invalidRange"));
    assert_eq!(inner.date.as_ref().map(|date| date.as_str()), Some("2024-05-04T12:30:00"));
    assert_eq!((inner.request_id.as_deref(), inner.client_request_id.as_deref()), (Some("r"), Some("c")));
    assert_eq!(inner.extra.get("region"), Some(&json!("north")));
    let deeper = inner.inner().expect("another inner error");
    assert_eq!((deeper.code.as_deref(), deeper.extra.get("stacktrace")), (Some("deeper"), Some(&json!("s"))));
    assert_eq!(error.to_json(), graph_error()["error"]);
}

#[test]
fn no_type_decodes_an_error_as_its_content() {
    let text = graph_error().to_string();
    let body = text.as_bytes();
    is_service_error(User::decode(body));
    is_service_error(Empty::from_slice(body));
    is_service_error(User::from_json(graph_error()));
    is_service_error(Option::<User>::decode(body));
    is_service_error(Collection::<User>::decode(body));
    is_service_error(Option::<Collection<User>>::decode(body));
    is_service_error(Scalar::<bool>::decode(body));
    is_service_error(Value::decode(body));
    is_service_error(i64::decode(body));
    is_service_error(<()>::decode(body));
    is_service_error(Option::<()>::decode(body));
    is_service_error(User::decode(&[b"\xEF\xBB\xBF ", body].concat()));
    assert_eq!(Content::decode(body).unwrap().0, body);
    assert_eq!(String::decode(body).unwrap(), text);
    let expected = "the service reports an error: Request_BadRequest: The values are not valid.";
    for error in [
        serde_json::from_str::<User>(&text).unwrap_err(),
        serde_json::from_str::<Collection<User>>(&text).unwrap_err(),
        serde_json::from_value::<User>(graph_error()).unwrap_err(),
    ] {
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    assert_eq!(ApiError::from_body(body).expect("an error").code.as_deref(), Some("Request_BadRequest"));
    assert_eq!(ApiError::from_body(br#"{"id":"1"}"#), None);
    assert_eq!(ApiError::from_body(b"Bad Gateway"), None);
}

#[test]
fn annotations_and_large_numbers_do_not_hide_an_error() {
    for text in [
        r#"{"error":{},"@odata.context":"c"}"#,
        r#"{"@example.retry":1,"error":{"code":""},"error@example.note":"n"}"#,
        r#"{"error":{"size":1e400}}"#,
    ] {
        let error = User::from_slice(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "the service reports an error: no code, no message");
        assert!(error.api_error().is_some() && ApiError::from_body(text.as_bytes()).is_some());
    }
}

#[test]
fn entities_with_a_member_named_error_are_not_errors() {
    for text in [
        r#"{"error":{"code":"a"},"id":"1"}"#,
        r#"{"error":{"code":"a"},"id":null}"#,
        r#"{"error":{"code":"a"},"other":1}"#,
        r##"{"@odata.type":"#microsoft.graph.operation","error":{"code":"a"}}"##,
        r#"{"@odata.etag":"e","error":{"code":"a"}}"#,
        r#"{"error":{"code":"a"},"members@odata.count":1}"#,
        r#"{"error":"invalid_grant"}"#,
        r#"{"error":null}"#,
        r#"{"error":1e400}"#,
        "{}",
    ] {
        let user = User::from_slice(text.as_bytes()).unwrap();
        assert_eq!(user.extra.contains("error"), text != "{}", "{text}");
        assert!(Value::decode(text.as_bytes()).is_ok(), "{text}");
    }
    let page = Collection::<User>::decode(br#"{"value":[],"error":{"code":"a"}}"#).unwrap();
    assert!(page.value.is_empty() && page.extra.contains("error"));
}

#[test]
fn documented_property_error_is_decoded() {
    let text = r#"{"error":{"code":"a"}}"#;
    for operation in [
        Operation::decode(text.as_bytes()).unwrap(),
        Operation::decode(br#"{"error":{"code":"a","size":1e400}}"#).unwrap(),
        Operation::from_json(json!({ "error": { "code": "a" } })).unwrap(),
        serde_json::from_str(text).unwrap(),
    ] {
        assert_eq!(operation.error.expect("a property").code.as_deref(), Some("a"));
    }
}

#[test]
fn error_within_an_object_affects_only_its_member() {
    let group = Group::decode(br#"{"owner":{"error":{"code":"a"}},"members":[{"error":{"code":"b"}},{}]}"#).unwrap();
    assert!(group.owner.as_ref().expect("an owner").get().unwrap().extra.contains("error"));
    let members: Vec<_> = group.members.as_ref().expect("members").iter().map(Result::unwrap).collect();
    assert!(members[0].extra.contains("error") && members[1].extra.is_empty());
    assert!(group.undocumented_in(&[RelatedType::of(Group::OWNER)]).iter().any(|found| found.path == "/owner/error"));
    let body = br#"{"error":{"code":"a"},"requestId":"r"}"#;
    assert_eq!(ApiError::from_body(body).and_then(|error| error.code).as_deref(), Some("a"));
    assert!(User::decode(body).unwrap().extra.contains("error"));
    assert_eq!(ApiError::from_body(br#"{"error":"a"}"#), None);
    let page = Collection::<User>::decode(br#"{"value":[{"error":{"code":"a"}}]}"#).unwrap();
    assert!(page.value[0].extra.contains("error"));
}

/// The texts of an error and of its sources, as reporters print them one after the other.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(": {error}");
        source = error.source();
    }
    text
}

#[test]
fn error_texts_contain_each_part_once() {
    let related: Related<Vec<DirectoryObject>> = serde_json::from_str("[1]").unwrap();
    let cases: [(Box<dyn Error>, &str); 10] = [
        (Box::new(User::from_slice(b"{").unwrap_err()), "invalid JSON: EOF while parsing an object at line 1 column 1"),
        (
            Box::new(User::from_slice(b"[]").unwrap_err()),
            "invalid type: sequence, expected a JSON object (User) at line 1 column 0",
        ),
        (Box::new(User::from_json(json!(5)).unwrap_err()), "expected a JSON object (User), found a number"),
        (
            Box::new(related.get().unwrap_err()),
            "at /0: invalid type: integer `1`, expected a JSON object (DirectoryObject) at line 1 column 1",
        ),
        (Box::new(serde_json::from_str::<Related<Vec<User>>>("{}").unwrap_err()), "expected an array, found an object"),
        (Box::new(String::decode(b"\xFF").unwrap_err()), "the response body is not valid UTF-8"),
        (
            Box::new(User::from_json(json!({ "error": { "message": "m" } })).unwrap_err()),
            "the service reports an error: m",
        ),
        (Box::new(ApiError { code: Some("c".into()), message: Some("m".into()), ..ApiError::default() }), "c: m"),
        (
            Box::new(Duration::from("P1Y").to_seconds().unwrap_err()),
            "\"P1Y\" is not a duration of fixed length, such as P1DT2H30M",
        ),
        (
            Box::new(Path::new().seg("..").build().unwrap_err()),
            "\"..\" is not a valid path argument: a segment is `.` or `..`",
        ),
    ];
    for (error, text) in cases {
        assert_eq!(chain(&*error), text);
    }
    let binary = Binary::from("!").decode().unwrap_err();
    assert!(chain(&binary).starts_with("\"!\" is not base64: "), "{binary}");
}

#[test]
fn debug_form_of_a_decode_error_contains_each_part_once() {
    let error = User::from_slice(b"{").unwrap_err();
    assert_eq!(format!("{error:?}").matches("EOF").count(), 1, "{error:?}");
    assert_eq!(error.json_error().map(serde_json::Error::is_eof), Some(true));
    assert!(User::from_json(json!(5)).unwrap_err().json_error().is_none());
}

#[test]
fn error_is_a_model() {
    let error = ApiError { inner_error: Some(Box::default()), ..ApiError::default() };
    assert_eq!(error.to_json(), json!({ "innerError": {} }));
    assert_eq!(format!("{error:?}"), "ApiError { inner_error: InnerError }");
    assert_eq!(error.to_string(), "no code, no message");
}
