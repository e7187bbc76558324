//! Base and derived types.

use crate::runtime::{Base, JsonBody, Model, Patch, UndocumentedKind};
use crate::tests::models::{DirectoryObject, DirectoryObjectDerived, Group, Message, User};
use serde_json::json;

#[test]
fn base_keeps_all_members_and_converts_to_derived_type() {
    let sent = json!({ "@odata.type": "#Microsoft.Graph.User", "id": "1", "password": "p", "unknown": null });
    let base = DirectoryObject::from_json(sent.clone()).unwrap();
    assert_eq!(base.to_json(), sent);
    assert_eq!(base.derived_as::<User>().unwrap().password.as_deref(), Some("p"));
    assert!(base.derived_as::<Group>().is_none());
    let DirectoryObjectDerived::User(user) = base.into_derived() else { panic!() };
    assert_eq!(user.to_json(), sent);
}

#[test]
fn unknown_types_stay_the_base() {
    for name in ["#microsoft.graph.device", "", "#", "microsoft.graph.directoryObject", "userX"] {
        let sent = json!({ "@odata.type": name, "id": "1", "x": [] });
        let base = DirectoryObject::from_json(sent.clone()).unwrap();
        let DirectoryObjectDerived::Other(base) = base.into_derived() else { panic!("{name}") };
        assert_eq!(base.to_json(), sent);
    }
    assert!(matches!(DirectoryObject::default().into_derived(), DirectoryObjectDerived::Other(_)));
    let group =
        DirectoryObject::from_json(json!({ "@odata.type": "microsoft.graph.group", "displayName": "g" })).unwrap();
    let DirectoryObjectDerived::Team(group) = group.into_derived() else { panic!() };
    assert_eq!(group.display_name.as_deref(), Some("g"));
}

#[test]
fn derived_type_converts_to_base() {
    let user = User { id: Some("1".into()), size: Some(5), ..Default::default() };
    let expected = json!({ "@odata.type": "#microsoft.graph.user", "id": "1", "size": 5 });
    assert_eq!(JsonBody::<DirectoryObject>::into_json(&user), expected);
    assert_eq!(JsonBody::<User>::into_json(&user), json!({ "id": "1", "size": 5 }));
    let patch = || Patch::<User>::new().set(User::SIZE, 6);
    let patched = json!({ "@odata.type": "#microsoft.graph.user", "size": 6 });
    assert_eq!(JsonBody::<DirectoryObject>::into_json(patch()), patched);
    assert_eq!(JsonBody::<User>::into_json(patch()), json!({ "size": 6 }));
    let base: DirectoryObject = user.into();
    assert_eq!(base.to_json(), expected);
    assert_eq!(base.id.as_deref(), Some("1"));
    assert_eq!(base.derived_as::<User>().unwrap().size, Some(5));
}

#[test]
fn undocumented_visits_derived_types_and_lists() {
    let user = User::from_json(json!({
        "@odata.etag": "1",
        "manager": { "@odata.type": "#microsoft.graph.user", "size": "5", "level": "high", "a/b": 1, "kind": null },
        "messages": [{ "subject": "s" }, { "subject": 3, "sender": { "@odata.type": "#microsoft.graph.group", "displayName": "x", "y": 1 } }],
        "messages@odata.nextLink": "l",
    }))
    .unwrap();
    let mut found: Vec<_> = user.undocumented().into_iter().map(|found| (found.path, found.kind)).collect();
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let expected = [
        ("/@odata.etag", UndocumentedKind::Annotation),
        ("/manager/@odata.type", UndocumentedKind::Annotation),
        ("/manager/a~1b", UndocumentedKind::Unknown),
        ("/manager/kind", UndocumentedKind::Null),
        ("/manager/level", UndocumentedKind::Mistyped),
        ("/messages/1/sender/@odata.type", UndocumentedKind::Annotation),
        ("/messages/1/sender/y", UndocumentedKind::Unknown),
        ("/messages/1/subject", UndocumentedKind::Mistyped),
        ("/messages@odata.nextLink", UndocumentedKind::Annotation),
    ];
    assert_eq!(found, expected.map(|(path, kind)| (path.to_owned(), kind)));
}

#[test]
fn annotations_have_accessors() {
    let message = Message::from_json(json!({
        "@odata.type": "#microsoft.graph.message", "@odata.etag": "e", "@odata.id": "i", "@removed": { "reason": "deleted" }, "x@odata.count": 3,
    }))
    .unwrap();
    assert_eq!(message.odata_type(), Some("#microsoft.graph.message"));
    assert_eq!((message.etag(), message.odata_id(), message.removed()), (Some("e"), Some("i"), Some("deleted")));
    assert_eq!(message.annotation("x@odata.count"), Some(&json!(3)));
    assert_eq!(Message::from_json(json!({ "@removed": {} })).unwrap().removed(), Some(""));
    assert_eq!(Message::default().removed(), None);
}
