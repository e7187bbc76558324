//! Base and derived types.

use crate::runtime::{
    Base, Collection, Filter, JsonBody, Method, Model, Operation, Patch, Path, Property, Request, UndocumentedKind,
};
use crate::tests::models::{Address, DirectoryObject, DirectoryObjectDerived, Group, Message, User};
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

/// OData 4.01 writes annotations without `odata.`.
#[test]
fn the_type_can_have_the_short_name() {
    let sent = json!({ "@type": "#microsoft.graph.user", "password": "p" });
    let base = DirectoryObject::from_json(sent.clone()).unwrap();
    assert_eq!(base.odata_type(), Some("#microsoft.graph.user"));
    assert!(base.undocumented().iter().all(|member| member.kind == UndocumentedKind::Annotation));
    let user = base.derived_as::<User>().unwrap();
    assert_eq!(JsonBody::<DirectoryObject>::into_json(&user), sent);
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
    let short = Message::from_json(json!({ "@etag": "e", "@id": "i" })).unwrap();
    assert_eq!((short.etag(), short.odata_id()), (Some("e"), Some("i")));
    assert_eq!(Message::from_json(json!({ "@removed": {} })).unwrap().removed(), Some(""));
    assert_eq!(Message::default().removed(), None);
}

/// Returns a request for a list of directory objects.
fn members() -> Request<Collection<DirectoryObject>> {
    static MEMBERS: Operation = Operation { method: Method::Get, template: "/groups/{id}/members", pages: &[] };
    Request::new(&MEMBERS, Path::new().lit("/groups/").seg("17").lit("/members"))
}

/// Returns the query string of a request, not encoded.
fn query<T>(request: &Request<T>) -> String {
    let options = request.query_options().iter().map(|(name, value)| format!("{name}={value}"));
    options.collect::<Vec<_>>().join("&")
}

#[test]
fn properties_of_derived_types_are_selected_by_their_plain_names() {
    let selected = members().select(DirectoryObject::ID).select(User::SIZE).select(Group::DISPLAY_NAME);
    assert_eq!(query(&selected), "$select=id,size,displayName");
    let manager = User::MANAGER.select(User::SIZE).select(DirectoryObject::ID);
    assert_eq!(manager.to_string(), "manager($select=size,id)");
    let qualified = members().select(User::SIZE.qualified()).select(User::ADDRESS.path(Address::CITY));
    assert_eq!(query(&qualified), "$select=microsoft.graph.user/size,address/city");
}

#[test]
fn conditions_on_properties_of_derived_types_have_cast_segments() {
    let cases: [(Filter<DirectoryObject>, _); 10] = [
        (User::ID.eq("1"), "microsoft.graph.user/id eq '1'"),
        (DirectoryObject::ID.eq("1"), "id eq '1'"),
        (
            User::SIZE.gt(1).or(Group::DISPLAY_NAME.starts_with("a")),
            "microsoft.graph.user/size gt 1 or startswith(microsoft.graph.group/displayName,'a')",
        ),
        (User::TAGS.any(|tag| tag.value().eq("red")), "microsoft.graph.user/tags/any(x:x eq 'red')"),
        (User::MESSAGES.is_not_empty(), "microsoft.graph.user/messages/any()"),
        (User::ADDRESS.path(Address::CITY).is_null(), "microsoft.graph.user/address/city eq null"),
        (User::MANAGER.path(User::SIZE).in_([1, 2]), "microsoft.graph.user/manager/microsoft.graph.user/size in (1,2)"),
        (User::SIZE.qualified().lt(1), "microsoft.graph.user/size lt 1"),
        (User::SIZE.unqualified::<DirectoryObject>().lt(1), "size lt 1"),
        (
            Group::MEMBERS.all(|member| {
                member.get(User::SIZE).eq(1) | member.follow(Group::OWNER).any(|owner| owner.get(User::ID).eq("2"))
            }),
            "microsoft.graph.group/members/all(x:x/microsoft.graph.user/size eq 1 or x/microsoft.graph.group/owner/any(xx:xx/id eq '2'))",
        ),
    ];
    for (filter, text) in cases {
        assert_eq!(filter.to_string(), text);
        assert_eq!(query(&members().filter(filter)), format!("$filter={text}"));
    }
    let sorted = members().orderby(User::SIZE.desc()).orderby(DirectoryObject::ID.asc());
    assert_eq!(query(&sorted), "$orderby=microsoft.graph.user/size desc,id");
    let own: Filter<User> = User::ID.eq("1");
    assert_eq!(own.to_string(), "id eq '1'");
}

#[test]
fn navigation_properties_of_derived_types_have_cast_segments() {
    let expanded = members().expand(User::MANAGER).expand(Group::OWNER.select(User::SIZE).filter(User::SIZE.eq(1)));
    assert_eq!(
        query(&expanded),
        "$expand=microsoft.graph.user/manager,microsoft.graph.group/owner($select=size;$filter=size eq 1)"
    );
    let nested = User::MANAGER.expand(User::MESSAGES).orderby(User::SIZE.asc()).filter(Group::DISPLAY_NAME.eq("a"));
    assert_eq!(
        nested.to_string(),
        "manager($expand=microsoft.graph.user/messages;$orderby=microsoft.graph.user/size;\
         $filter=microsoft.graph.group/displayName eq 'a')"
    );
    let plain = members().expand(User::MANAGER.unqualified::<DirectoryObject>().select(DirectoryObject::ID));
    assert_eq!(query(&plain), "$expand=manager($select=id)");
}

#[test]
fn values_at_paths_with_casts_name_their_type() {
    let manager = Property::<User, DirectoryObject>::new("manager");
    let patch = Patch::new().set(manager.path(User::SIZE), 5).set(manager.path(DirectoryObject::ID), "1");
    let expected = json!({ "manager": { "@odata.type": "#microsoft.graph.user", "size": 5, "id": "1" } });
    assert_eq!(patch.to_json(), expected);
    let user = User::default().with(manager.path(User::SIZE), 5).with(manager.path(DirectoryObject::ID), "1");
    assert_eq!(user.to_json(), expected);
    assert_eq!(user.manager.unwrap().derived_as::<User>().unwrap().size, Some(5));
}
