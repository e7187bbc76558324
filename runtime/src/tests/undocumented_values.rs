//! Values that are not in the documented lists.

use crate::runtime::{
    Body, Content, Flags, JsonBody, Method, Model, NULL, OpenEnum, Operation, Patch, Path, Request, UndocumentedValue,
};
use crate::tests::models::{DirectoryObject, Group, Message, RestartScope, User, UserKind};
use serde_json::json;

static UPDATE: Operation = Operation { method: Method::Patch, template: "/things/{id}", pages: &[] };

fn request<B>(body: impl JsonBody<B>) -> Request<Content> {
    Request::new(&UPDATE, Path::new().lit("/things/1")).json(body)
}

fn locations(request: &Request<Content>) -> Vec<String> {
    request.undocumented_values().into_iter().map(|found| found.location).collect()
}

#[test]
fn values_of_a_body_are_compared_with_their_enums() {
    let message = |kind: &str| Message { importance: Some(kind.into()), ..Message::default() };
    let user = User {
        kind: Some("stranger".into()),
        scope: Some(Flags::from_text("read,execute")),
        kinds: Some(vec!["guest".into(), "enemy".into()]),
        messages: Some(vec![message("MEMBER"), message("spam")]),
        tags: Some(vec!["any text".into()]),
        ..User::default()
    };
    let expected = ["/kind", "/scope", "/messages/1/importance", "/kinds/1"];
    assert_eq!(locations(&request::<User>(&user)), expected);
    let found: Vec<UndocumentedValue> = request::<User>(user).undocumented_values();
    assert_eq!((found[0].members, found[1].members), (UserKind::MEMBERS, RestartScope::MEMBERS));
    assert_eq!(
        found[0].to_string(),
        "the documentation does not list the value of `/kind`; it lists `member`, `guest`",
        "without the value"
    );
}

#[test]
fn documented_values_are_not_reported() {
    let user = User {
        kind: Some(UserKind::Unrecognized("Guest".to_owned())),
        scope: Some(Flags::from_text("write, READ")),
        ..User::default()
    };
    assert_eq!(locations(&request::<User>(user)), [""; 0]);
    let fine = json!({"kind": "GUEST", "scope": ["read"], "kinds": null, "unknown": {"kind": "x"}, "@odata.type": "x"});
    for value in [fine, json!({"kind": 7}), json!({"kinds": "x"})] {
        assert_eq!(locations(&request::<User>(User::from_json(value.clone()).unwrap())), [""; 0], "{value}");
    }
}

#[test]
fn patches_and_derived_types_are_examined() {
    let patch = || Patch::<User>::new().set(User::KIND, "stranger");
    assert_eq!(locations(&request::<User>(patch())), ["/kind"]);
    assert_eq!(locations(&request::<User>(&patch())), ["/kind"]);
    assert_eq!(locations(&request::<DirectoryObject>(patch())), ["/kind"], "a user in the place of its base");
    let user = User { kind: Some("stranger".into()), ..User::default() };
    assert_eq!(locations(&request::<DirectoryObject>(&user)), ["/kind"]);
    assert_eq!(locations(&request::<DirectoryObject>(user)), ["/kind"]);
    let typed = json!({"@odata.type": "#microsoft.graph.user", "kind": "stranger"});
    let base = |value| DirectoryObject::from_json(value).unwrap();
    assert_eq!(locations(&request::<DirectoryObject>(base(typed))), ["/kind"]);
    let typed = json!({"@type": "#microsoft.graph.user", "kind": "stranger"});
    assert_eq!(locations(&request::<DirectoryObject>(base(typed))), ["/kind"]);
    let untyped = base(json!({"kind": "stranger"}));
    assert_eq!(locations(&request::<DirectoryObject>(untyped)), [""; 0], "not a member of the base");
    let nested = json!({"messages": [{"sender": {"@odata.type": "microsoft.graph.user", "kind": "stranger"}}]});
    assert_eq!(locations(&request::<User>(User::from_json(nested).unwrap())), ["/messages/0/sender/kind"]);
    let group = Group::from_json(json!({"owner": {"kind": "stranger"}})).unwrap();
    assert_eq!(locations(&request::<Group>(group)), [""; 0], "related entities");
}

#[test]
fn bodies_without_a_documented_type_are_not_examined() {
    let body = json!({"kind": "stranger"});
    assert_eq!(locations(&request::<()>(body.clone())), [""; 0]);
    assert_eq!(
        locations(&request::<User>(body.clone())),
        [""; 0],
        "a program that sends only JSON has no code of the type"
    );
    let user = || User::from_json(body.clone()).unwrap();
    assert_eq!(locations(&request::<User>(user())), ["/kind"]);
    assert_eq!(locations(&request::<User>(user()).bytes("text/plain", "x")), [""; 0]);
    assert_eq!(locations(&request::<User>(user()).json::<User>(body)), [""; 0], "the last body counts");
    assert!(Request::<Content>::new(&UPDATE, Path::new()).undocumented_values().is_empty());
}

#[test]
fn arguments_are_compared_with_their_enums() {
    let with = |values: &[UserKind]| request::<()>(json!({})).listed("kind", values);
    assert_eq!(locations(&with(&["guest".into(), "MEMBER".into(), NULL.into()])), [""; 0]);
    assert_eq!(locations(&with(&[])), [""; 0]);
    let found = with(&["guest".into(), "stranger".into()]);
    assert_eq!(locations(&found), ["kind"]);
    assert_eq!(locations(&found.clone().answering()), ["kind"]);
    let flags: Option<&Flags<RestartScope>> = Some(&Flags::from_text("read,execute"));
    let both = request::<User>(Patch::new().set(User::KIND, "x")).listed("scope", flags.into_iter().flatten());
    assert_eq!(locations(&both), ["scope", "/kind"]);
    assert!(!both.undocumented_values()[0].to_string().contains("execute"));
    assert!(matches!(both.body(), Some(Body::Json(_))));
}
