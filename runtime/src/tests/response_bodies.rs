//! Decoding of response bodies: pages of lists, single values, and decodes_plain_bodies.

use crate::runtime::{Collection, Content, Method, Operation, Path, Request, ResponseBody, Scalar, UndocumentedKind};
use crate::tests::models::User;
use serde_json::{Value, json};

#[test]
fn decodes_page() {
    let sent = json!({
        "@odata.context": "c", "@odata.nextLink": "n", "@odata.deltaLink": "d", "@odata.count": 7, "x": null,
        "value": [{ "id": "1" }, { "id": 2 }],
    });
    let page = Collection::<User>::decode(sent.to_string().as_bytes()).unwrap();
    assert_eq!(page.value.len(), 2);
    assert_eq!((page.next_link.as_deref(), page.delta_link.as_deref(), page.count), (Some("n"), Some("d"), Some(7)));
    assert_eq!(page.annotation("@odata.context"), Some(&json!("c")));
    assert_eq!(page.to_json(), sent);
    assert_eq!(serde_json::to_value(&page).unwrap(), sent);
    assert_eq!(serde_json::from_value::<Collection<User>>(sent).unwrap(), page.clone());
    let found: Vec<_> = page.undocumented().into_iter().map(|found| (found.path, found.kind)).collect();
    assert!(found.contains(&("/value/1/id".to_owned(), UndocumentedKind::Mistyped)), "{found:?}");
    assert!(
        format!("{page:?}")
            .starts_with("Collection { value: [User { id: \"1\" }, User { extra: {\"id\": 2} }], next_link: \"n\"")
    );
    assert_eq!(page.into_iter().count(), 2);
}

#[test]
fn preserves_page_of_unexpected_type() {
    for sent in [json!({ "value": [1, { "id": "1" }] }), json!({ "value": { "id": "1" } }), json!({ "value": null })] {
        let page = Collection::<User>::decode(sent.to_string().as_bytes()).unwrap();
        assert_eq!(page.to_json(), sent);
        assert_eq!(page.undocumented().len(), 1);
    }
    assert_eq!(Collection::<User>::decode(br#"{"value":[]}"#).unwrap(), Collection::default());
    assert!(Collection::<User>::decode(b"[]").is_err());
    let names = Collection::<String>::decode(br#"{"value":["a"]}"#).unwrap();
    assert_eq!(names.value, ["a"]);
}

#[test]
fn lists_and_single_values_have_a_value() {
    for sent in ["{}", r#"{"@odata.context":"c"}"#, r#"{"id":"1"}"#, "\u{FEFF}{\"@odata.nextLink\":\"n\"}"] {
        let message = "the response body has no member `value`";
        assert_eq!(Collection::<User>::decode(sent.as_bytes()).unwrap_err().to_string(), message);
        assert_eq!(Option::<Collection<User>>::decode(sent.as_bytes()).unwrap_err().to_string(), message);
        assert_eq!(Scalar::<i64>::decode(sent.as_bytes()).unwrap_err().to_string(), message);
    }
    assert_eq!(Collection::<User>::decode(br#"{"value":null}"#).unwrap().value, []);
}

#[test]
fn decodes_scalar() {
    let scalar = Scalar::<i64>::decode(br#"{"@odata.context":"c","value":"5"}"#).unwrap();
    assert_eq!(scalar.value, Some(5));
    assert_eq!(scalar.to_json(), json!({ "@odata.context": "c", "value": "5" }));
    assert_eq!(Scalar::<bool>::decode(br#"{"value":null}"#).unwrap().value, None);
}

#[test]
fn decodes_plain_bodies() {
    assert!(<() as ResponseBody>::decode(b"whatever").is_ok());
    assert_eq!(Value::decode(b" ").unwrap(), Value::Null);
    assert_eq!(String::decode(b"\xEF\xBB\xBF42").unwrap(), "42");
    assert!(String::decode(&[0xFF]).is_err());
    assert!(Value::decode(b"{").unwrap_err().to_string().contains("line 1"));
}

#[test]
fn optional_body_may_be_empty() {
    assert_eq!(Option::<User>::decode(b"").unwrap(), None);
    assert_eq!(Option::<User>::decode(b"\xef\xbb\xbf \r\n").unwrap(), None);
    assert_eq!(Option::<User>::decode(br#"{"id":"1"}"#).unwrap().unwrap().id.as_deref(), Some("1"));
    assert!(Option::<User>::decode(b"[").is_err(), "a body that is not empty must be an object");
    assert_eq!(Option::<Collection<User>>::decode(b"").unwrap(), None);
    assert_eq!(Option::<Collection<User>>::decode(br#"{"value":[{}]}"#).unwrap().unwrap().value.len(), 1);
    assert_eq!(Option::<Scalar<i32>>::decode(b"").unwrap(), None);
    assert_eq!(Option::<Value>::decode(b"").unwrap(), None);
    assert_eq!(Option::<i64>::decode(b"").unwrap(), None);
    assert_eq!(Option::<Content>::decode(b"").unwrap(), None);
    // White space is content here.
    assert_eq!(Option::<Content>::decode(b" ").unwrap(), Some(Content(b" ".to_vec())));
}

#[test]
fn requests_with_optional_body_have_query_options() {
    static OPERATION: Operation = Operation { method: Method::Patch, template: "/users/{id}", pages: &[] };
    let path = || Path::new().lit("/users/").seg("1");
    let one = Request::<Option<User>>::new(&OPERATION, path()).select(User::ID);
    assert_eq!(one.path_and_query().unwrap(), "/users/1?$select=id");
    assert_eq!(one.decode(b"").unwrap(), None);
    let many = Request::<Option<Collection<User>>>::new(&OPERATION, path()).count_only();
    assert_eq!(many.path_and_query().unwrap(), "/users/1/$count");
}
