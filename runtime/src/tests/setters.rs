//! Setters of models.

use crate::runtime::{DateTimeOffset, Decimal, Model, Navigation, Patch, Property};
use crate::tests::models::{Address, DirectoryObject, Group, Price, User, UserKind};
use serde_json::{Value, json};

#[test]
fn models_take_what_patches_take() {
    let kinds = Property::<User, Vec<UserKind>>::new("kinds");
    let data = Property::<User, Value>::new("data");
    let manager = Property::<User, DirectoryObject>::new("manager");
    let user = User::default()
        .with(User::ID, "1")
        .with(User::SIZE, 5)
        .with(User::KIND, "guest")
        .with(User::TAGS, vec!["a".to_owned()])
        .with(User::ADDRESS.path(Address::CITY), "Oslo")
        .with(User::BIRTHDAY, "2000-01-01T00:00:00Z")
        .with(User::RATIO, f64::INFINITY)
        .with(kinds, vec![UserKind::Member, UserKind::from("x")])
        .with(data, json!({ "a": [1, null] }))
        .with(manager, DirectoryObject::default().with(DirectoryObject::ID, "2"));
    let patch = Patch::new()
        .set(User::ID, "1")
        .set(User::SIZE, 5)
        .set(User::KIND, "guest")
        .set(User::TAGS, vec!["a".to_owned()])
        .set(User::ADDRESS.path(Address::CITY), "Oslo")
        .set(User::BIRTHDAY, "2000-01-01T00:00:00Z")
        .set(User::RATIO, f64::INFINITY)
        .set(kinds, vec![UserKind::Member, UserKind::from("x")])
        .set(data, json!({ "a": [1, null] }))
        .set(manager, DirectoryObject::default().with(DirectoryObject::ID, "2"));
    assert_eq!(user.to_json(), patch.to_json());
    assert!(user.extra.is_empty(), "{:?}", user.extra);
    assert_eq!(user.birthday, Some(DateTimeOffset::from("2000-01-01T00:00:00Z")));
    assert_eq!(user.manager.unwrap().id.as_deref(), Some("2"));
}

#[test]
fn setters_replace_values() {
    let mut user = User::from_json(json!({
        "id": null, "size": "5", "tags": ["a", 1], "address": { "city": "Rome", "zip": 1 }, "shoeSize": 38,
    }))
    .unwrap();
    user.set(User::ID, "1").set(User::SIZE, 6).set(User::TAGS, Vec::<String>::new());
    user.set(User::ADDRESS.path(Address::CITY), "Oslo");
    let expected = json!({ "id": "1", "size": 6, "tags": [], "address": { "city": "Oslo", "zip": 1 }, "shoeSize": 38 });
    assert_eq!(user.to_json(), expected);
    assert_eq!(user.extra.iter().collect::<Vec<_>>(), [("shoeSize", &json!(38))]);
    user.set(User::ADDRESS, Address::default());
    assert_eq!(user.address, Some(Address::default()));
}

#[test]
fn properties_become_null() {
    let user = User::default().with(User::ID, "1").with_null(User::ID).with_null(User::ADDRESS.path(Address::CITY));
    assert_eq!(user.to_json(), json!({ "id": null, "address": { "city": null } }));
    assert_eq!(user.id, None);
    assert_eq!(user.with(User::ID, "2").to_json()["id"], "2");
}

#[test]
fn objects_name_their_types() {
    let expected = json!({ "@odata.type": format!("#{}", User::SCHEMA.type_name) });
    assert_eq!(User::default().with_odata_type().to_json(), expected);
    assert_eq!(Patch::<User>::new().with_odata_type().to_json(), expected);
}

#[test]
fn numbers_keep_their_digits() {
    let amount: Decimal = "12345678901234567890.120".parse().unwrap();
    let price = Price::default().with(Price::AMOUNT, amount.clone());
    assert_eq!(price.amount, Some(amount));
    assert_eq!(serde_json::to_string(&price).unwrap(), r#"{"amount":12345678901234567890.120}"#);
    let undocumented =
        Price::default().with(Property::<Price, Decimal>::new("tax"), "1.10".parse::<Decimal>().unwrap());
    assert_eq!(serde_json::to_string(&undocumented).unwrap(), r#"{"tax":1.10}"#);
}

#[test]
fn undocumented_properties_become_additional_members() {
    let shoe = Property::<User, Value>::new("shoe");
    let (size, color) = (Property::<Value, i64>::new("size"), Property::<Value, String>::new("color"));
    let user = User::default().with(shoe.path(size), 38).with(shoe.path(color), "red");
    assert_eq!(user.extra.get("shoe"), Some(&json!({ "size": 38, "color": "red" })));
    let mistyped = User::default().with(Property::<User, bool>::new("size"), true);
    assert_eq!((mistyped.size, mistyped.to_json()), (None, json!({ "size": true })));
    let below_a_text = User::default().with(User::ID, "1").with(Property::<User, Value>::new("id").path(size), 1);
    assert_eq!(below_a_text.to_json(), json!({ "id": { "size": 1 } }));
}

#[test]
fn paths_lead_into_untyped_values_and_related_entities() {
    let data = Property::<User, Value>::new("data");
    let a = Property::<Value, i64>::new("a");
    let user = User { data: Some(json!({ "b": 1 })), ..User::default() }.with(data.path(a), 2);
    assert_eq!(user.data, Some(json!({ "b": 1, "a": 2 })));
    let group = Group { owner: Some(User::default().with(User::ID, "1").into()), ..Group::default() }
        .with(Group::OWNER.path(User::SIZE), 5)
        .with(Group::OWNER.path(User::ADDRESS).path(Address::CITY), "Oslo");
    let owner = group.owner.as_ref().unwrap().get().unwrap();
    assert_eq!(owner.to_json(), json!({ "id": "1", "size": 5, "address": { "city": "Oslo" } }));
    assert!(group.extra.is_empty());
}

#[test]
fn models_link_to_entities() {
    let friends = Navigation::<Group, User>::new("$docbindgen::friends");
    let group = Group::default()
        .with(Group::DISPLAY_NAME, "g")
        .bind(Group::OWNER, "https://example.com/users/1")
        .bind_all(Group::MEMBERS, ["a", "b"])
        .bind_all(friends, ["c"]);
    let expected = json!({
        "owner@odata.bind": "https://example.com/users/1", "members@odata.bind": ["a", "b"],
        "$docbindgen::friends@odata.bind": ["c"], "displayName": "g",
    });
    assert_eq!(group.to_json(), expected);
}

#[test]
fn nested_setters_keep_members_and_the_derived_type() {
    let holder = Property::<User, Group>::new("holder");
    let group = Group { owner: Some(User::default().with(User::ID, "5").into()), ..Group::default() };
    let patch = Patch::new().set(holder, group).set(holder.path(Group::OWNER.path(User::SIZE)), 7);
    assert_eq!(patch.to_json(), json!({ "holder": { "owner": { "id": "5", "size": 7 } } }));
    let data = Property::<User, DirectoryObject>::new("data");
    let mut object = DirectoryObject::default();
    object.extra.insert("@odata.type", "#microsoft.graph.specialGroup");
    let user = User::default().with(data, object).with(data.path(Group::DISPLAY_NAME), "g");
    let expected = json!({ "@odata.type": "#microsoft.graph.specialGroup", "displayName": "g" });
    assert_eq!(user.to_json()["data"], expected);
}

#[test]
fn links_have_the_form_of_their_property() {
    let expected = json!({ "owner@odata.bind": "b", "members@odata.bind": ["c", "d", "e", "f"] });
    let group = Group::default().bind(Group::OWNER, "a").bind(Group::OWNER, "b");
    let group = group.bind(Group::MEMBERS, "c").bind(Group::MEMBERS, "d").bind_all(Group::MEMBERS, ["e", "f"]);
    assert_eq!(group.to_json(), expected);
    let patch = Patch::<Group>::new().bind(Group::OWNER, "a").bind(Group::OWNER, "b");
    let patch = patch.bind(Group::MEMBERS, "c").bind(Group::MEMBERS, "d").bind_all(Group::MEMBERS, ["e", "f"]);
    assert_eq!(patch.to_json(), expected);
}
