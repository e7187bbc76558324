//! Filters, expansions and partial updates.

use crate::runtime::{DateTimeOffset, Expand, Expansion, Filter, Patch, Property};
use crate::tests::models::{Address, DirectoryObject, Message, RestartScope, User, UserKind};
use serde_json::{Value, json};

#[test]
fn comparisons_are_filters() {
    let cases: [(Filter<User>, _); 25] = [
        (User::ID.eq("O'Neil"), "id eq 'O''Neil'"),
        (User::ID.ne(String::from("x")), "id ne 'x'"),
        (User::KIND.eq(&UserKind::Member), "kind eq 'member'"),
        (User::BIRTHDAY.gt("2024-01-01T00:00:00Z"), "birthday gt 2024-01-01T00:00:00Z"),
        (User::BIRTHDAY.ge(DateTimeOffset::from("2024-01-01T00:00:00+02:00")), "birthday ge 2024-01-01T00:00:00+02:00"),
        (User::BIRTHDAY.lt("x or 1 eq 1"), "birthday lt 'x or 1 eq 1'"),
        (User::KIND.eq(UserKind::Guest), "kind eq 'guest'"),
        (User::KIND.le("it's"), "kind le 'it''s'"),
        (User::SCOPE.has(RestartScope::Read), "scope has 'read'"),
        (User::SIZE.eq(5), "size eq 5"),
        (User::SIZE.eq(5_000_000_000_i64), "size eq 5000000000"),
        (User::RATIO.gt(0.5), "ratio gt 0.5"),
        (User::RATIO.gt(1), "ratio gt 1"),
        (User::RATIO.lt(f64::INFINITY), "ratio lt INF"),
        (User::TYPE.eq(true), "type eq true"),
        (User::ID.in_(["a", "b'c"]), "id in ('a','b''c')"),
        (User::SIZE.in_([1, 2]), "size in (1,2)"),
        (User::ID.in_(Vec::<&str>::new()), "false"),
        (User::ID.is_null(), "id eq null"),
        (User::ID.is_not_null(), "id ne null"),
        (User::ID.starts_with("a"), "startswith(id,'a')"),
        (User::ID.ends_with("a"), "endswith(id,'a')"),
        (User::ID.contains("a"), "contains(id,'a')"),
        (User::ADDRESS.path(Address::CITY).eq("Oslo"), "address/city eq 'Oslo'"),
        (User::MANAGER.path(DirectoryObject::ID).eq("1"), "manager/id eq '1'"),
    ];
    for (filter, text) in cases {
        assert_eq!(filter.to_string(), text);
    }
}

#[test]
fn filters_add_parentheses() {
    let a = || User::ID.eq::<User>("a");
    let b = || User::SIZE.gt(1);
    let c = || User::TYPE.eq(true);
    let cases = [
        (a().and(b()).and(c()), "id eq 'a' and size gt 1 and type eq true"),
        (a().or(b()).and(c()), "(id eq 'a' or size gt 1) and type eq true"),
        (a().and(b().or(c())), "id eq 'a' and (size gt 1 or type eq true)"),
        (a().and(b()).or(c()), "id eq 'a' and size gt 1 or type eq true"),
        (a().not().and(b()), "not (id eq 'a') and size gt 1"),
        (a().or(b()).not(), "not (id eq 'a' or size gt 1)"),
        (Filter::raw("x eq 1 or y eq 2").and(a()), "(x eq 1 or y eq 2) and id eq 'a'"),
        (a() & b() | !c(), "id eq 'a' and size gt 1 or not (type eq true)"),
    ];
    for (filter, text) in cases {
        assert_eq!(filter.to_string(), text);
    }
}

#[test]
fn filters_can_test_list_elements() {
    let text = |filter: Filter<User>| filter.to_string();
    assert_eq!(text(User::TAGS.any(|tag| tag.value().eq("red"))), "tags/any(x:x eq 'red')");
    let filter =
        User::MESSAGES.any(|message| message.get(Message::SUBJECT).eq("a").or(message.get(Message::SUBJECT).eq("b")));
    assert_eq!(text(filter), "messages/any(x:x/subject eq 'a' or x/subject eq 'b')");
    assert_eq!(
        text(User::MESSAGES.all(|message| message.get(Message::SUBJECT).is_null())),
        "messages/all(x:x/subject eq null)"
    );
    assert_eq!(text(User::TAGS.is_not_empty()), "tags/any()");

    const FRIENDS: crate::runtime::Navigation<User, User> = crate::runtime::Navigation::new("friends");
    let nested = FRIENDS.any(|friend| friend.follow(FRIENDS).any(|other| other.get(User::ID).eq("1")));
    assert_eq!(text(nested), "friends/any(x:x/friends/any(xx:xx/id eq '1'))");
}

#[test]
fn expansions_have_query_options() {
    assert_eq!(Expansion::<User>::expansion(&User::MANAGER), "manager");
    let expand = Expand::new(User::MESSAGES)
        .select(Message::SUBJECT)
        .select(Property::<Message, String>::new("id"))
        .filter(Message::SUBJECT.eq("a"))
        .filter(Message::SUBJECT.ne("b").or(Message::SUBJECT.is_null()))
        .orderby(Message::SUBJECT.desc())
        .top(5)
        .skip(1)
        .count()
        .expand(Message::SENDER.select(DirectoryObject::ID));
    assert_eq!(
        Expansion::<User>::expansion(&expand),
        "messages($select=subject,id;$filter=(subject eq 'a') and (subject ne 'b' or subject eq null);\
         $orderby=subject desc;$top=5;$skip=1;$count=true;$expand=sender($select=id))"
    );
}

#[test]
fn patch_contains_changed_properties() {
    let patch = Patch::new()
        .set(User::ID, "1")
        .set(User::SIZE, 5)
        .set(User::KIND, "guest")
        .set(User::TAGS, vec!["a".to_owned()])
        .set(User::ADDRESS.path(Address::CITY), "Oslo")
        .set(User::BIRTHDAY, "2000-01-01T00:00:00Z")
        .null(User::RATIO)
        .bind(User::MANAGER, "https://example.com/users/2")
        .bind_all(User::MESSAGES, ["a", "b"])
        .raw("password", "hunter2");
    let expected = json!({
        "id": "1", "size": 5, "kind": "guest", "tags": ["a"], "address": { "city": "Oslo" }, "birthday": "2000-01-01T00:00:00Z",
        "ratio": null, "manager@odata.bind": "https://example.com/users/2", "messages@odata.bind": ["a", "b"], "password": "hunter2",
    });
    assert_eq!(patch.to_json(), expected);
    assert!(!format!("{patch:?}").contains("hunter2"));
    assert_eq!(Patch::<User>::new().to_json(), Value::Object(Default::default()));
    let replaced = Patch::new().null(User::ADDRESS).set(User::ADDRESS.path(Address::CITY), "Oslo");
    assert_eq!(replaced.to_json(), json!({ "address": { "city": "Oslo" } }));
    let whole = Patch::new().set(User::ADDRESS, Address { city: Some("Oslo".into()), ..Default::default() });
    assert_eq!(whole.to_json(), replaced.to_json());
}
