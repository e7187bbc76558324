//! The common traits of all public types (C-COMMON-TRAITS, C-SERDE, C-CONV-TRAITS, C-SEND-SYNC and C-GOOD-ERR of the Rust
//! API guidelines).

use crate::runtime::*;
use crate::tests::models::{DirectoryObject, DirectoryObjectDerived, Group, RestartScope, User, UserKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// Declares a function that compiles only if each type is `Send + Sync + 'static` and implements the traits after it,
/// and one that returns the names of the types.
macro_rules! implement {
    ($($type:ty: $($bound:path),* $(,)?;)*) => {
        #[test]
        fn types_implement_common_traits() {
            fn implements<T: Send + Sync + 'static>() {}
            $(
                implements::<$type>();
                $({
                    fn implements<T: $bound>() {}
                    implements::<$type>();
                })*
            )*
        }

        /// The names of the types in the table.
        fn names() -> BTreeSet<&'static str> {
            [$(stringify!($type)),*].into_iter().map(|name| name.split('<').next().unwrap_or(name).trim()).collect()
        }
    };
}

implement! {
    // Errors. A decode error can contain one of `serde_json`, which is neither `Clone` nor `PartialEq`.
    ApiError: Clone, Debug, Default, PartialEq, Display, Error, Serialize, DeserializeOwned;
    InnerError: Clone, Debug, Default, PartialEq, Serialize, DeserializeOwned;
    DecodeError: Debug, Display, Error;
    ConversionError: Clone, Debug, PartialEq, Eq, Hash, Display, Error;
    InvalidPath: Clone, Debug, PartialEq, Eq, Hash, Display, Error;
    InvalidPathReason: Copy, Debug, PartialEq, Eq, Hash;
    InvalidLink: Clone, Debug, PartialEq, Eq, Hash, Display, Error;
    InvalidLinkReason: Copy, Debug, PartialEq, Eq, Hash;
    // URLs.
    Origin: Clone, Debug, PartialEq, Eq, Hash, Display;
    Url: Clone, Debug, PartialEq, Eq, Hash, Display;
    // Values.
    Decimal: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<i64>, Serialize,
        DeserializeOwned;
    Date: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<String>, Serialize,
        DeserializeOwned;
    DateTimeOffset: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<String>,
        Serialize, DeserializeOwned;
    Duration: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<String>, Serialize,
        DeserializeOwned;
    TimeOfDay: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<String>, Serialize,
        DeserializeOwned;
    Guid: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<String>, Serialize,
        DeserializeOwned;
    Binary: Clone, Debug, Default, PartialEq, Eq, Hash, Ord, Display, FromStr, AsRef<str>, From<String>, Serialize,
        DeserializeOwned;
    Flags<RestartScope>: Clone, Debug, Default, PartialEq, Eq, Hash, Display, FromStr, From<RestartScope>,
        FromIterator<RestartScope>, Extend<RestartScope>, IntoIterator, Serialize, DeserializeOwned;
    Extra: Clone, Debug, Default, PartialEq, Eq, From<Map<String, Value>>, FromIterator<(String, Value)>,
        Extend<(String, Value)>, IntoIterator, Serialize, DeserializeOwned;
    Json: Clone, Debug, Default, PartialEq, Eq, Display, From<Value>, Serialize, DeserializeOwned;
    Content: Clone, Debug, Default, PartialEq, Eq, Hash, AsRef<[u8]>, From<Vec<u8>>;
    // Requests.
    Request<User>: Clone, Debug, PartialEq, Eq;
    Parts: Clone, Debug, PartialEq, Eq, Hash;
    Body: Clone, Debug, PartialEq, Eq;
    Path: Clone, Debug, Default, PartialEq, Eq, Hash;
    Method: Copy, Debug, PartialEq, Eq, Hash, Ord, Display, AsRef<str>;
    Operation: Clone, Debug, PartialEq, Eq, Hash;
    Page: Copy, Debug, PartialEq, Eq, Hash;
    Permission: Clone, Debug, PartialEq, Eq, Hash;
    Caller: Copy, Debug, PartialEq, Eq, Hash, Ord;
    Patch<User>: Clone, Debug, Default, PartialEq, Eq, Serialize;
    RequestHeader: Copy, Debug, PartialEq, Eq, Hash;
    Missing: Clone, Debug, PartialEq, Eq, Hash, Display;
    UndocumentedValue: Clone, Debug, PartialEq, Eq, Hash, Display;
    // Query options.
    Property<User, String>: Copy, Debug, PartialEq, Eq, Hash;
    Navigation<User, DirectoryObject>: Copy, Debug, PartialEq, Eq, Hash;
    Element<User>: Clone, Debug, PartialEq, Eq, Hash;
    Filter<User>: Clone, Debug, PartialEq, Eq, Hash, Display;
    OrderBy<User>: Clone, Debug, PartialEq, Eq, Hash, Display;
    Expand<User, DirectoryObject>: Clone, Debug, PartialEq, Eq, Hash, Display, From<Navigation<User, DirectoryObject>>;
    // Responses. Models are not `Eq`, so that services can add numbers to them.
    Collection<User>: Clone, Debug, Default, PartialEq, IntoIterator, Serialize, DeserializeOwned;
    Scalar<User>: Clone, Debug, Default, PartialEq, Serialize, DeserializeOwned;
    Related<User>: Clone, Debug, PartialEq, Eq, From<User>, Serialize, DeserializeOwned;
    Related<Vec<User>>: Clone, Debug, PartialEq, Eq, From<Vec<User>>, FromIterator<User>, Serialize, DeserializeOwned;
    Items<'static, User>: Clone, Debug, Iterator;
    Reference: Clone, Debug, Default, PartialEq, Serialize, DeserializeOwned;
    Undocumented: Clone, Debug, PartialEq, Eq;
    UndocumentedKind: Copy, Debug, PartialEq, Eq, Hash;
    RelatedType: Copy, Debug;
    // The parts of the shared code. Views borrow trait objects, which are neither `Send` nor comparable.
    Schema: Debug;
    DerivedType: Copy, Debug;
    Outcome: Clone, Debug, PartialEq, Eq;
    // Emitted types.
    User: Clone, Debug, Default, PartialEq, Serialize, DeserializeOwned, Into<DirectoryObject>;
    DirectoryObjectDerived: Clone, Debug, PartialEq, Serialize;
    UserKind: Clone, Debug, PartialEq, Eq, Hash, Display, FromStr, AsRef<str>, From<&'static str>, Serialize,
        DeserializeOwned;
}

/// Public names that are not in the table: traits, constants, functions, and the view, which is `Debug` only.
const OTHERS: [&str; 21] = [
    "Base",
    "BytesBody",
    "DerivedFrom",
    "Expansion",
    "Form",
    "JsonBody",
    "List",
    "Literal",
    "ME",
    "MemberVisitor",
    "Model",
    "NULL",
    "Object",
    "OpenEnum",
    "Operand",
    "RelatedValue",
    "ResponseBody",
    "Slot",
    "View",
    "Wire",
    "navigation",
];

/// Macros and functions.
const CODE: [&str; 7] = ["derived", "is_secret_header", "looks_secret", "object", "open_enum", "property", "upcast"];

#[test]
fn table_contains_every_public_type() {
    let source = include_str!("../runtime/mod.rs").replace("\r\n", "\n");
    let exports = source.split("\npub use ").skip(1).filter_map(|rest| rest.split(';').next());
    let exported: BTreeSet<String> = exports
        .flat_map(|path| path.rsplit("::").next().unwrap_or(path).split(['{', '}', ',']))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty() && !CODE.contains(&name.as_str()))
        .collect();
    assert!(exported.len() > 50, "{exported:?}");
    let table = names();
    let known = |name: &&String| table.contains(name.as_str()) || OTHERS.contains(&name.as_str());
    assert_eq!(exported.iter().filter(|name| !known(name)).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(OTHERS.iter().all(|name| exported.contains(*name)));
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn enums_convert_from_and_to_text() {
    assert_eq!("GUEST".parse(), Ok(UserKind::Guest));
    assert_eq!("x".parse(), Ok(UserKind::Unrecognized("x".into())));
    assert_eq!(UserKind::Guest.as_str(), "guest");
    assert_eq!(UserKind::Unrecognized("Guest".into()).as_ref(), "guest");
    assert_eq!(format!("{:>6}|", UserKind::Guest), " guest|");
    assert_eq!(Path::new().seg(UserKind::Member).build(), Ok("member"));
}

#[test]
fn equal_flags_have_the_same_hash() {
    let flags: Flags<RestartScope> = "read, write,x".parse().unwrap();
    let other: Flags<RestartScope> = serde_json::from_value(json!("x,Write,read,x")).unwrap();
    assert_eq!((&flags, hash(&flags)), (&other, hash(&other)));
    assert_ne!(hash(&flags), hash(&Flags::from(RestartScope::Read)));
    let split = [RestartScope::Unrecognized("a,b".into())].into_iter().collect::<Flags<_>>();
    let joined = Flags::<RestartScope>::from_text("b,a");
    assert_eq!((&split, hash(&split)), (&joined, hash(&joined)));
    let listed: Flags<RestartScope> = serde_json::from_value(json!(["read", "write,x"])).unwrap();
    assert_eq!(listed, flags);
    let error = serde_json::from_value::<Flags<RestartScope>>(json!(5)).unwrap_err();
    assert_eq!(error.to_string(), "expected a string, found a number");
}

#[test]
fn additional_members_are_iterated_and_serialized() {
    let mut extra: Extra = [("b", json!(1)), ("a", json!([null]))].into_iter().collect();
    let mut seen = Vec::new();
    for (name, value) in &extra {
        seen.push((name.to_owned(), value.clone()));
    }
    assert_eq!(seen, [("b".to_owned(), json!(1)), ("a".to_owned(), json!([null]))]);
    assert_eq!(extra.iter().len(), 2);
    assert_eq!(serde_json::to_string(&extra).unwrap(), r#"{"b":1,"a":[null]}"#);
    assert_eq!(serde_json::from_str::<Extra>(r#"{"b":1,"a":[null]}"#).unwrap(), extra);
    let price = crate::tests::models::Price::from_slice(br#"{"x":1e400,"y":2}"#).unwrap();
    assert_eq!(serde_json::to_string(&price.extra).unwrap(), r#"{"x":1e400,"y":2}"#);
    extra.extend([("c", true)]);
    assert_eq!(extra.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["b", "a", "c"]);
}

#[test]
fn derived_enum_is_serialized_with_its_type() {
    let new = DirectoryObjectDerived::Team(Box::new(Group { id: Some("1".into()), ..Group::default() }));
    assert_eq!(serde_json::to_string(&new).unwrap(), r##"{"@odata.type":"#microsoft.graph.group","id":"1"}"##);
    for text in [
        r##"{"@odata.type":"#Microsoft.Graph.User","id":"1","new":2}"##,
        r##"{"@odata.type":"#microsoft.graph.other","id":"1"}"##,
        r#"{"id":"1"}"#,
    ] {
        let received = DirectoryObject::from_slice(text.as_bytes()).unwrap().into_derived();
        assert_eq!(serde_json::to_string(&received).unwrap(), text);
        assert_eq!(received, received.clone());
        assert_ne!(received, new);
    }
    assert_eq!(format!("{new:?}"), r#"Team(Group { id: "1" })"#);
    let user = User { id: Some("1".into()), ..User::default() };
    let group = Group { id: Some("1".into()), ..Group::default() };
    assert_ne!(DirectoryObjectDerived::User(Box::new(user)), DirectoryObjectDerived::Team(Box::new(group)));
}

#[test]
fn patch_and_json_are_serialized_with_all_digits() {
    use crate::tests::models::Price;
    let amount: Decimal = "12345678901234567890.12".parse().unwrap();
    let patch = Patch::<Price>::new().set(Price::AMOUNT, amount);
    let text = r#"{"amount":12345678901234567890.12}"#;
    assert_eq!(serde_json::to_string(&patch).unwrap(), text);
    assert_eq!(serde_json::to_string(&patch.into_json()).unwrap(), text);
    assert_eq!(serde_json::from_str::<Json>("[1]").unwrap(), Json::from(json!([1])));
}

#[test]
fn other_conversions() {
    assert_eq!(Method::Get.as_ref(), "GET");
    assert_eq!("2024-05-04".parse(), Ok(Date::from("2024-05-04")));
    assert_eq!(String::from(Guid::from("x")), "x");
    assert_eq!(Vec::from(Content::from(vec![1])), Content(vec![1]).as_ref());
    let members: Related<Vec<User>> = vec![User { password: Some("pw".into()), ..User::default() }].into();
    assert_eq!(format!("{:?}", members.iter()), r#"[{"password": "***"}]"#);
}
