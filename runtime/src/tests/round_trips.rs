//! Decoding, encoding, copying, comparison, and `Debug` of models.

use crate::runtime::{Extra, Flags, Model, OpenEnum, Scalar, UndocumentedKind};
use crate::tests::models::{Address, DirectoryObject, Empty, Message, RestartScope, User, UserKind};
use serde_json::{Value, json};

/// Returns whether two JSON values are equal. Numbers are compared by value.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || (left.as_f64() == right.as_f64() && (left.is_f64() || right.is_f64()))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        (left, right) => left == right,
    }
}

/// Decodes and encodes a user in all ways, and compares the results with the input.
fn round_trip(text: &str) -> User {
    let before: Value = serde_json::from_str(text).unwrap();
    let user = User::from_slice(text.as_bytes()).unwrap();
    let by_value = User::from_json(before.clone()).unwrap();
    assert_eq!(user, by_value, "{text}");
    assert_eq!(user, user.clone());
    for after in [
        user.to_json(),
        serde_json::to_value(&user).unwrap(),
        serde_json::from_str(&serde_json::to_string(&user).unwrap()).unwrap(),
    ] {
        assert!(equal(&before, &after), "{before}\n{after}");
    }
    let decoded: User = serde_json::from_str(&serde_json::to_string(&user).unwrap()).unwrap();
    assert_eq!(user, decoded);
    user
}

#[test]
fn decodes_documented_members_to_fields() {
    let user = round_trip(
        r#"{ "@odata.etag": "W/\"1\"", "id": "7", "birthday": "1990-01-01T00:00:00Z", "manager": { "id": "8" }, "password": "p",
             "kind": "guest", "scope": "read,write", "tags": ["a", "b"], "messages": [{ "subject": "s" }, {}], "data": { "x": [1] },
             "address": { "city": "Oslo" }, "size": 9007199254740993, "level": 3, "ratio": 0.5, "weight": 0.1, "type": true,
             "sizes": [1, 2], "kinds": ["member", "guest"], "deletedDateTime": "now" }"#,
    );
    assert_eq!(user.id.as_deref(), Some("7"));
    assert_eq!(user.birthday.as_ref().unwrap().as_str(), "1990-01-01T00:00:00Z");
    assert_eq!(user.manager.as_ref().unwrap().id.as_deref(), Some("8"));
    assert_eq!(user.kind, Some(UserKind::Guest));
    assert_eq!(user.scope, Some([RestartScope::Write, RestartScope::Read].into_iter().collect()));
    assert_eq!(user.tags.as_ref().unwrap().len(), 2);
    assert_eq!(user.messages.as_ref().unwrap()[0].subject.as_deref(), Some("s"));
    assert_eq!(user.data, Some(json!({ "x": [1] })));
    assert_eq!(user.address.as_ref().unwrap().city.as_deref(), Some("Oslo"));
    assert_eq!(user.size, Some(9_007_199_254_740_993));
    assert_eq!((user.level, user.ratio, user.weight, user.r#type), (Some(3), Some(0.5), Some(0.1), Some(true)));
    assert_eq!(user.etag(), Some("W/\"1\""));
    assert_eq!(user.extra.len(), 1);
}

#[test]
fn keeps_many_additional_members_in_order() {
    let members = |count| (0..count).map(|index| format!(r#""extra{index}":"{index}""#)).collect::<Vec<_>>().join(",");
    for count in [1, 2, 999, 1_000, 1_500] {
        let text = format!(r#"{{"@odata.etag":"e","id":"7","password":null,{}}}"#, members(count));
        let user = round_trip(&text);
        assert_eq!(serde_json::to_string(&user).unwrap(), text);
        // The last of several members with the same name wins, wherever the first one is.
        let text = format!(r#"{{{},"extra0":true,"extra{}":false}}"#, members(count), count - 1);
        let user = User::from_slice(text.as_bytes()).unwrap();
        assert_eq!(user.extra.len(), count);
        assert_eq!(user.extra.get("extra0"), Some(&Value::Bool(count > 1)));
        assert_eq!(user.extra.get(&format!("extra{}", count - 1)), Some(&Value::Bool(false)));
    }
}

#[test]
fn preserves_values_of_unexpected_type() {
    let values = [
        "null",
        "true",
        "5",
        "-5",
        "300",
        "1e30",
        "0.5",
        "\"text\"",
        "\"5\"",
        "\"\"",
        "[]",
        "[1]",
        "[null]",
        "[\"a\",null,\"5\"]",
        "[[]]",
        "[{}]",
        "{}",
        r#"{"id":5}"#,
        r#"{"city":{"a":null}}"#,
        "[{\"subject\":3},4]",
        "18446744073709551615",
        "9223372036854775808",
        "5.0",
        "-0.0",
        "1e40",
    ];
    let names = [
        "id",
        "birthday",
        "manager",
        "password",
        "kind",
        "scope",
        "tags",
        "messages",
        "data",
        "address",
        "size",
        "level",
        "ratio",
        "weight",
        "type",
        "sizes",
        "kinds",
        "somethingElse",
        "@odata.type",
        "x@odata.nextLink",
        "tags@odata.type",
    ];
    for value in values {
        for name in names {
            round_trip(&format!("{{\"before\":1,\"{name}\":{value},\"id\":\"1\",\"zzz\":null}}"));
            // The second of two members with the same name wins, whatever the first is.
            for first in values {
                round_trip(&format!("{{\"{name}\":{first},\"{name}\":{value}}}"));
            }
        }
    }
}

#[test]
fn mistyped_null_and_unknown_members_do_not_fail() {
    let user = round_trip(
        r#"{"id":5,"birthday":null,"tags":["a",5],"address":"Oslo","level":256,"nickname":"n","messages":[null]}"#,
    );
    assert_eq!(user.id, None);
    assert_eq!(user.birthday, None);
    assert_eq!(user.tags, Some(vec!["a".to_owned()]), "matching elements are decoded");
    assert_eq!(user.address, None);
    assert_eq!(user.level, None);
    assert_eq!(user.messages, None);
    let found: Vec<_> = user.undocumented().into_iter().map(|found| (found.path, found.kind)).collect();
    let expected = [
        ("/id", UndocumentedKind::Mistyped),
        ("/birthday", UndocumentedKind::Null),
        ("/tags", UndocumentedKind::Mistyped),
        ("/messages", UndocumentedKind::Mistyped),
        ("/address", UndocumentedKind::Mistyped),
        ("/level", UndocumentedKind::Mistyped),
        ("/nickname", UndocumentedKind::Unknown),
    ];
    assert_eq!(found, expected.map(|(path, kind)| (path.to_owned(), kind)));
}

#[test]
fn alternative_forms_are_decoded_and_preserved() {
    let user = round_trip(
        r#"{"size":"9223372036854775807","ratio":"-INF","weight":"NaN","scope":"write, read","kind":"GUEST","sizes":["1",2],
            "kinds":["Member","other"],"level":"7"}"#,
    );
    assert_eq!(user.size, Some(i64::MAX));
    assert_eq!(user.ratio, Some(f64::NEG_INFINITY));
    assert!(user.weight.unwrap().is_nan());
    assert_eq!(user.kind, Some(UserKind::Guest));
    assert_eq!(user.sizes, Some(vec![1, 2]));
    assert_eq!(user.kinds, Some(vec![UserKind::Member, UserKind::Unrecognized("other".to_owned())]));
    assert!(user.undocumented().is_empty(), "{:?}", user.undocumented());

    let user = round_trip(r#"{"scope":["read","write"],"ratio":"1.10","weight":16777217}"#);
    assert!(user.scope.as_ref().unwrap().contains(&RestartScope::Write));
    assert_eq!(user.ratio, Some(1.1));
}

#[test]
fn set_field_replaces_received_value() {
    let mut user = round_trip(r#"{"size":"5","birthday":null,"id":5,"kind":"GUEST","tags":["a",1]}"#);
    user.size = Some(6);
    user.birthday = Some("2000-01-01T00:00:00Z".into());
    user.id = Some("5".to_owned());
    user.tags = Some(vec!["b".to_owned()]);
    let expected = json!({ "size": 6, "birthday": "2000-01-01T00:00:00Z", "id": "5", "kind": "GUEST", "tags": ["b"] });
    assert_eq!(user.to_json(), expected);
    assert_eq!(serde_json::to_value(&user).unwrap(), expected);
}

#[test]
fn annotations_come_first() {
    let user = User::from_json(json!({ "id": "1", "@odata.type": "#microsoft.graph.user", "a": 1 })).unwrap();
    assert_eq!(serde_json::to_string(&user).unwrap(), r##"{"@odata.type":"#microsoft.graph.user","id":"1","a":1}"##);
}

/// Additional members have a fixed position between the fields, whatever their order in the input.
#[test]
fn additional_members_have_a_fixed_position() {
    let text = r##"{"another":[],"size":"5","@odata.id":"i","kind":"GUEST","id":null,"z@odata.count":2,"data":{"b":1},"tags":7}"##;
    let mut user: User = serde_json::from_str(text).unwrap();
    let written = |user: &User| {
        let text = serde_json::to_string(user).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), user.to_json());
        text
    };
    let expected = r##"{"@odata.id":"i","id":null,"kind":"GUEST","tags":7,"data":{"b":1},"size":"5","another":[],"z@odata.count":2}"##;
    assert_eq!(written(&user), expected);
    // After the last field, and in the position of a removed field.
    (user.size, user.data, user.kind) = (None, None, None);
    user.extra.remove("another");
    assert_eq!(written(&user), r##"{"@odata.id":"i","id":null,"kind":"GUEST","tags":7,"size":"5","z@odata.count":2}"##);
    // The field was set, so it is written.
    (user.id, user.size) = (Some("1".to_owned()), Some(6));
    assert_eq!(written(&user), r##"{"@odata.id":"i","id":"1","kind":"GUEST","tags":7,"size":6,"z@odata.count":2}"##);
}

/// A writer that accepts a limited number of bytes.
struct LimitedWriter(usize);

impl std::io::Write for LimitedWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 && !bytes.is_empty() { Err(std::io::Error::other("full")) } else { Ok(taken) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn returns_first_write_error() {
    let text =
        r#"{"@odata.id":"i","id":null,"kind":"guest","tags":["a",1],"messages":[{"subject":"s"}],"size":"5","a":1}"#;
    let user: User = serde_json::from_str(text).unwrap();
    let length = serde_json::to_vec(&user).unwrap().len();
    for limit in 0..length {
        let error = serde_json::to_writer(LimitedWriter(limit), &user).unwrap_err();
        assert_eq!(error.to_string(), "full", "after {limit}");
    }
    assert!(serde_json::to_writer(LimitedWriter(length), &user).is_ok());
}

#[test]
fn invalid_utf8_error_has_location() {
    for text in [&b"{\"id\":\"1\",\n \"unknown\":\"\xFF\"}"[..], b"{\"id\":\"1\"}\n\xFF", b"{\n\"\xE6\xB0\":1}"] {
        let error = User::from_slice(text).unwrap_err().to_string();
        assert!(error.contains("at line 2 column"), "{error}");
    }
}

#[test]
fn only_malformed_json_and_non_objects_fail() {
    for text in ["", "5", "null", "[]", "\"x\"", "{", "{\"id\":}", "{\"id\":1}x", "nul"] {
        let error = User::from_slice(text.as_bytes()).unwrap_err();
        let is_syntax = !text.is_empty() && error.json_error().is_some_and(|error| error.is_syntax() || error.is_eof());
        assert_eq!(error.to_string().starts_with("invalid JSON: "), is_syntax, "{error}");
        assert!(serde_json::from_str::<User>(text).is_err());
    }
    assert!(User::from_slice(b"").unwrap_err().to_string().starts_with("the response has no body"));
    let error = User::from_slice(b"[1]").unwrap_err().to_string();
    assert!(error.contains("a JSON object (User)"), "{error}");
    let error = User::from_json(json!(5)).unwrap_err().to_string();
    assert_eq!(error, "expected a JSON object (User), found a number");
    assert!(User::from_slice(b"\xEF\xBB\xBF{}").is_ok());
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = format!("{}1{}", "{\"data\":[".repeat(5000), "]}".repeat(5000));
    assert!(User::from_slice(deep.as_bytes()).is_err());
}

#[test]
fn types_without_properties_keep_all_members() {
    let empty: Empty = serde_json::from_str(r#"{"a":1,"@odata.type":"x"}"#).unwrap();
    assert_eq!(empty.to_json(), json!({ "a": 1, "@odata.type": "x" }));
    assert_eq!(empty, empty.clone());
    assert_eq!(format!("{:?}", Empty::default()), "Empty");
}

#[test]
fn debug_shows_set_members_and_hides_secrets() {
    let user = User::from_json(json!({
        "password": "hunter2", "id": "1", "type": true, "address": { "city": "Oslo" }, "tags": ["a"], "scope": "read",
        "clientSecret": "s3cret", "nested": { "accessToken": "t0ken", "plain": [1, { "apiKey": "k3y" }] }, "data": { "pin": 1234 },
    }))
    .unwrap();
    let shown = format!("{user:?}");
    assert_eq!(
        shown,
        "User { id: \"1\", password: \"***\", scope: \"read\", tags: [\"a\"], data: {\"pin\": \"***\"}, \
         address: Address { city: \"Oslo\" }, type: true, extra: {\"clientSecret\": \"***\", \
         \"nested\": {\"accessToken\": \"***\", \"plain\": [1, {\"apiKey\": \"***\"}]}} }"
    );
    let mistyped = User::from_json(json!({ "password": ["hunter2"] })).unwrap();
    assert_eq!(format!("{mistyped:?}"), "User { extra: {\"password\": \"***\"} }");
}

#[test]
fn models_can_be_built_by_hand() {
    let address = Address { city: Some("Oslo".into()), ..Default::default() };
    let mut extra = Extra::new();
    extra.extend([User::MANAGER.bind("https://example.com/users/8")]);
    let user =
        User { address: Some(address), scope: Some(Flags::from(RestartScope::Read)), extra, ..Default::default() };
    assert_eq!(
        user.to_json(),
        json!({ "address": { "city": "Oslo" }, "scope": "read", "manager@odata.bind": "https://example.com/users/8" })
    );
}

#[test]
fn nan_equals_itself() {
    let user = User { ratio: Some(f64::NAN), ..Default::default() };
    assert_eq!(user, user.clone());
    assert_eq!(user.to_json(), json!({ "ratio": "NaN" }));
    assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"ratio":"NaN"}"#);
}

#[test]
fn clone_is_exact() {
    let mut user = User {
        kind: Some(UserKind::Unrecognized("other".to_owned())),
        scope: Some(
            [RestartScope::Unrecognized("b".to_owned()), RestartScope::Unrecognized("a".to_owned())]
                .into_iter()
                .collect(),
        ),
        size: Some(i64::MIN),
        level: Some(255),
        ratio: Some(-0.0),
        weight: Some(f32::MIN_POSITIVE),
        r#type: Some(false),
        tags: Some(vec![String::new(), "\u{0}".to_owned()]),
        sizes: Some(Vec::new()),
        kinds: Some(vec![UserKind::Member]),
        data: Some(serde_json::Value::Null),
        messages: Some(vec![Message::default(), Message { subject: Some("1".to_owned()), ..Message::default() }]),
        manager: Some(Box::new(DirectoryObject { id: Some("2".to_owned()), ..DirectoryObject::default() })),
        ..User::default()
    };
    user.extra.insert("city", serde_json::Value::Null);
    let copy = user.clone();
    assert_eq!(copy, user);
    assert_eq!(format!("{copy:?}"), format!("{user:?}"));
    assert_eq!(serde_json::to_string(&copy).unwrap(), serde_json::to_string(&user).unwrap());
    assert_eq!(copy.ratio.map(f64::to_bits), Some((-0.0_f64).to_bits()));
    assert_eq!((copy.weight, copy.sizes, copy.data), (user.weight, Some(Vec::new()), Some(serde_json::Value::Null)));
}

#[test]
fn objects_are_equal_if_their_json_is_equal() {
    let scope =
        |parts: [&str; 2]| User { scope: Some(parts.into_iter().map(RestartScope::from).collect()), ..User::default() };
    assert_eq!(scope(["x", "y"]), scope(["y", "x"]), "flags have no order");
    assert_ne!(scope(["x", "y"]), scope(["x", "z"]));
    let kind = |kind: UserKind| User { kind: Some(kind), ..User::default() };
    assert_eq!(kind(UserKind::Unrecognized("MEMBER".to_owned())), kind(UserKind::Member));
    assert_eq!(kind(UserKind::Unrecognized("MEMBER".to_owned())).to_json(), kind(UserKind::Member).to_json());
    assert_ne!(kind(UserKind::Unrecognized("other".to_owned())), kind(UserKind::Member));
    let message = |id: &str| Message { subject: Some(id.to_owned()), ..Message::default() };
    let messages = |list: Vec<Message>| User { messages: Some(list), ..User::default() };
    assert_ne!(messages(vec![message("1"), message("2")]), messages(vec![message("2"), message("1")]));
    assert_ne!(messages(vec![message("1")]), messages(vec![message("1"), message("1")]));
    assert_ne!(messages(Vec::new()), User::default());
    assert_ne!(User { ratio: Some(1.0), ..User::default() }, User { ratio: Some(1.5), ..User::default() });
    assert_ne!(
        User { id: Some("1".to_owned()), ..User::default() },
        User { id: Some("2".to_owned()), ..User::default() }
    );
}

#[test]
fn clone_preserves_flags() {
    for sent in [json!({"scope": ["a, b"]}), json!({"scope": ["", " read ", "READ"]}), json!({"scope": " b,,a"})] {
        let user = User::from_json(sent.clone()).unwrap();
        assert_eq!(user, user.clone(), "{sent}");
        let members = |user: &User| user.scope.as_ref().map(Flags::len);
        assert_eq!(members(&user), members(&user.clone()), "{sent}");
        assert_eq!(user.clone().to_json(), sent);
    }
    let many: Vec<String> = (0..1000).map(|number| format!("f{}", number % 700)).collect();
    let flags = Flags::<RestartScope>::from_text(&many.join(","));
    assert_eq!(flags.len(), 700, "duplicates are removed");
    assert_eq!(flags.iter().next().map(OpenEnum::as_str), Some("f0"));
    let reversed: Flags<RestartScope> = flags.iter().rev().cloned().collect();
    assert_eq!(flags, reversed);
    assert_ne!(flags, Flags::from_text(&many[1..600].join(",")));
}

#[test]
fn nested_lists_preserve_mistyped_elements() {
    let sent = json!({"value": [["a"], ["b", 5], [6]]});
    let scalar: Scalar<Vec<Vec<String>>> = serde_json::from_value(sent.clone()).unwrap();
    assert_eq!(scalar.value, Some(vec![vec!["a".to_owned()], vec!["b".to_owned()]]));
    assert_eq!(scalar.extra.get("value"), Some(&sent["value"]));
    assert_eq!(serde_json::to_value(&scalar).unwrap(), sent);
}

#[test]
fn clone_of_unrecognized_value_is_the_matching_member() {
    let copy = UserKind::Unrecognized("GUEST".to_owned()).clone();
    assert!(matches!(copy, UserKind::Guest), "{copy:?}");
    assert!(matches!(UserKind::Unrecognized("x".to_owned()).clone(), UserKind::Unrecognized(text) if text == "x"));
}
