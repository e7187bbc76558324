//! Related entities: decoding on access, errors, references, deep creates, round trips.

use crate::runtime::{Base, Collection, Model, Navigation, Related, RelatedType, ResponseBody, UndocumentedKind};
use crate::tests::models::{DirectoryObject, DirectoryObjectDerived, Group, User};
use serde_json::{Value, json};

/// A group with members of two types, one member that is not an object, and an owner.
const GROUP: &str = r##"{ "id": "1", "members": [ {"zeta": 1.50, "id":"2", "@odata.type": "#microsoft.graph.user", "birthday": "now"},
    7, { "@odata.id": "https://host/3" }, {"id": "4", "deletedDateTime": "then"} ],
    "members@odata.nextLink": "https://host/next", "members@odata.count": 9, "owner": { "id": "5", "shoeSize": 1e400 } }"##;

fn group(text: &str) -> Group {
    Group::from_slice(text.as_bytes()).unwrap()
}

#[test]
fn one_bad_element_affects_only_itself() {
    let members = group(GROUP).members.unwrap();
    let items: Vec<_> = members.iter().collect();
    let ids: Vec<_> = items.iter().map(|item| item.as_ref().ok().and_then(|item| item.id.as_deref())).collect();
    assert_eq!(ids, [Some("2"), None, None, Some("4")]);
    let error = items[1].as_ref().unwrap_err();
    assert_eq!(error.path(), "/1");
    assert!(error.to_string().contains("at /1: "), "{error}");
    assert_eq!(members.get().unwrap_err().path(), "/1");
    assert_eq!(members.into_inner().unwrap_err().path(), "/1");
}

#[test]
fn elements_end_with_the_list() {
    for (text, count) in [("[]", 0), (" [ ] ", 0), ("[{}]", 1), ("[{},{}]", 2), ("[ {} , null, [1, {}], \"a,]\" ]", 4)]
    {
        let members: Related<Vec<DirectoryObject>> = serde_json::from_str(text).unwrap();
        assert_eq!(members.iter().count(), count, "{text}");
        assert_eq!(members.entities().count(), count, "{text}");
    }
}

#[test]
fn a_reference_is_told_from_an_entity() {
    let members = group(GROUP).members.unwrap();
    let references: Vec<_> = members.entities().map(|member| member.reference()).collect();
    assert_eq!(references, [None, None, Some("https://host/3".to_owned()), None]);
    let with_property: Related<User> = serde_json::from_value(json!({ "@odata.id": "x", "id": "1" })).unwrap();
    assert_eq!(with_property.reference(), None);
}

#[test]
fn a_derived_type_is_available() {
    let object =
        Related::<DirectoryObject>::from(DirectoryObject::from(Group { id: Some("1".into()), ..Group::default() }));
    assert_eq!(object.get_as::<Group>().unwrap().id.as_deref(), Some("1"));
    let first = group(GROUP).members.unwrap().entities().next().unwrap();
    let DirectoryObjectDerived::User(user) = first.derived().unwrap() else { panic!("{first:?}") };
    assert_eq!(user.birthday.unwrap().as_str(), "now");
    assert!(matches!(first.get().unwrap().into_derived(), DirectoryObjectDerived::User(_)));
}

#[test]
fn the_next_page_and_the_count_belong_to_the_owner() {
    let group = group(GROUP);
    assert_eq!(group.next_link(Group::MEMBERS), Some("https://host/next"));
    assert_eq!(group.count(Group::MEMBERS), Some(9));
    assert_eq!(group.next_link(Group::OWNER), None);
}

#[test]
fn the_text_is_written_as_received() {
    let group = group(GROUP);
    let text = serde_json::to_string(&group).unwrap();
    for part in [r##"{"zeta": 1.50, "id":"2", "@odata.type": "#microsoft.graph.user", "birthday": "now"}"##, "1e400"] {
        assert!(text.contains(part), "{text}");
    }
    let again = Group::from_slice(text.as_bytes()).unwrap();
    assert_eq!(group, again);
    assert_eq!(group, group.clone());
    // As a base type and back, and as the body of a request.
    let base = DirectoryObject::from(group.clone());
    let DirectoryObjectDerived::Team(back) = base.into_derived() else { panic!() };
    assert_eq!(back.members, group.members);
    let body = crate::runtime::JsonBody::<Group>::into_json(&group);
    assert!(String::from_utf8(body.clone().into_bytes()).unwrap().contains("1e400"));
    assert_eq!(body["owner"]["shoeSize"], "1e400");
    assert_eq!(body["members"][0]["zeta"], 1.5);
}

#[test]
fn values_and_other_formats_decode_alike() {
    let text = GROUP.replace("1e400", "1e40");
    let value: Value = serde_json::from_str(&text).unwrap();
    let expected = group(&text);
    assert_eq!(Group::from_json(value.clone()).unwrap(), expected);
    assert_eq!(serde_json::from_value::<Group>(value.clone()).unwrap(), expected);
    assert_eq!(expected.to_json(), value);
    assert_eq!(serde_json::to_value(&expected).unwrap(), value);
    // Serde buffers what an untagged enum contains.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Group(Group),
    }
    let Either::Group(buffered) = serde_json::from_str(&text).unwrap();
    assert_eq!(buffered, expected);
}

#[test]
fn a_member_named_like_raw_text_is_only_a_member() {
    // `serde_json::Value` cannot read such a member, so the texts are compared.
    let text = r#"{"owner":{"$serde_json::private::RawValue":"}], evil"}}"#;
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Group(Group),
    }
    let Either::Group(buffered) = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&buffered).unwrap(), text);
    assert_eq!(serde_json::to_string(&group(text)).unwrap(), text);
}

#[test]
fn other_values_are_additional_members() {
    for text in [
        r#"{"members":{"id":"1"}}"#,
        r#"{"members":null}"#,
        r#"{"members":"a"}"#,
        r#"{"owner":[1e400]}"#,
        r#"{"owner":true}"#,
        r#"{"drive":{"id":"1"}}"#,
        r#"{"drive":12345678901234567890123}"#,
    ] {
        let group = group(text);
        assert!(group.members.is_none() && group.owner.is_none(), "{text}");
        assert_eq!(group.extra.len(), 1, "{text}");
        if !text.contains("23}") {
            assert_eq!(serde_json::to_string(&group).unwrap(), text);
        }
        let kind = group.undocumented()[0].kind;
        let expected = match text {
            _ if text.contains("null") => UndocumentedKind::Null,
            _ if text.contains("drive") => UndocumentedKind::Unknown,
            _ => UndocumentedKind::Mistyped,
        };
        assert_eq!(kind, expected, "{text}");
    }
    // The last of several members with the same name wins.
    let last = group(r#"{"owner":{"id":"1"},"owner":null}"#);
    assert!(last.owner.is_none() && last.extra.contains("owner"));
}

#[test]
fn new_entities_are_sent_with_their_owner() {
    let user = || User { id: Some("1".to_owned()), ..User::default() };
    let group = Group { members: Some(vec![user()].into()), owner: Some((&user()).into()), ..Group::default() };
    let sent = json!({ "members": [{ "@odata.type": "#microsoft.graph.user", "id": "1" }], "owner": { "id": "1" } });
    assert_eq!(group.to_json(), sent);
    let one = Related::<DirectoryObject>::new(user());
    assert_eq!(one.json(), json!({ "@odata.type": "#microsoft.graph.user", "id": "1" }));
    let mixed: Related<Vec<DirectoryObject>> =
        [DirectoryObject::from(user()), DirectoryObject::default()].into_iter().collect();
    assert_eq!(mixed.json(), json!([{ "@odata.type": "#microsoft.graph.user", "id": "1" }, {}]));
    assert_eq!(Related::<User>::from(user()), Related::from(&user()));
}

#[test]
fn undocumented_members_are_found_where_asked() {
    let page = format!("{{\"value\": [{GROUP}]}}");
    let page = Collection::<Group>::decode(page.as_bytes()).unwrap();
    let paths = |found: Vec<crate::runtime::Undocumented>| {
        let kinds = [UndocumentedKind::Unknown, UndocumentedKind::Mistyped];
        found.into_iter().filter(|found| kinds.contains(&found.kind)).map(|found| found.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(page.undocumented()), [""; 0]);
    let related = [RelatedType::of(Group::MEMBERS), RelatedType::of(Group::OWNER)];
    let expected = ["/value/0/members/0/zeta", "/value/0/members/1", "/value/0/owner/shoeSize"];
    assert_eq!(paths(page.undocumented_in(&related)), expected);
    assert_eq!(paths(page.undocumented_in(&related[1..])), expected[2..]);
}

#[test]
fn secrets_are_hidden() {
    let group = group(r#"{"owner":{"id":"1","password":"geheim"}}"#);
    let shown = format!("{group:?}");
    assert!(shown.contains("***") && !shown.contains("geheim"), "{shown}");
}

#[test]
fn equality_ignores_the_order_of_members_and_spaces() {
    let of = |text: &str| serde_json::from_str::<Related<User>>(text).unwrap();
    assert_eq!(of(r#"{"id":"1","x":[1,2]}"#), of(r#"{ "x": [ 1, 2 ], "id": "1" }"#));
    assert_ne!(of(r#"{"id":"1"}"#), of(r#"{"id":"2"}"#));
    let error = serde_json::from_str::<Related<User>>("[]").unwrap_err();
    assert!(error.to_string().contains("an array"), "{error}");
}

#[test]
fn a_value_that_nobody_reads_may_be_nested_deeply() {
    let deep = format!("{{\"owner\":{{\"x\":{}1{}}}}}", "[".repeat(500), "]".repeat(500));
    let owner = group(&deep).owner.unwrap();
    assert!(owner.get().is_err());
    assert_eq!(serde_json::to_string(&group(&deep)).unwrap(), deep);
}

#[test]
fn wrapping_and_binary_formats_keep_related_entities() {
    let text = r#"{"id":"1","members":[{"id":"6"},{"id":"7"}],"owner":{"id":"5"}}"#;
    let expected = group(text);
    assert_eq!(expected.owner.as_ref().and_then(|owner| owner.get().ok()?.id).as_deref(), Some("5"));
    let wrapped: Group = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text)).unwrap();
    assert_eq!(wrapped, expected);
    assert_eq!(serde_json::to_string(&wrapped).unwrap(), text);
    let mut bytes = Vec::new();
    ciborium::into_writer(&expected, &mut bytes).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("RawValue"));
    assert_eq!(ciborium::from_reader::<Group, _>(&*bytes).unwrap(), expected);
}

#[test]
fn navigation_properties_of_a_base_type_are_looked_into() {
    let object = DirectoryObject::from_json(json!({
        "@odata.type": "#microsoft.graph.group",
        "owner": { "unknown": 1 },
    }))
    .unwrap();
    let paths = |related| object.undocumented_in(&[related]).into_iter().map(|found| found.path).collect::<Vec<_>>();
    assert!(paths(RelatedType::of(Group::OWNER)).contains(&"/owner/unknown".to_owned()));
    let inherited = Navigation::<DirectoryObject, User>::new("owner");
    assert!(paths(RelatedType::of(inherited)).contains(&"/owner/unknown".to_owned()));
}
