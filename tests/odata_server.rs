//! The client against an OData server that others wrote, with generated requests.
//!
//! In: the path of a Python environment with `tests/odata_server/requirements.txt`, in `DOCBINDGEN_ODATA_SERVER`; `cargo xtask ci`
//! creates one. Out: what the service returns is what its data and the OData rules say. Without the variable, the tests are skipped.
//!
//! Left out, because odatapy does not implement it:
//!
//! * enum literals without the name of their type in `$filter` (OData URL Conventions 4.01 §5.1.1.14.2): `Message::IMPORTANCE.eq(…)` and
//!   `Property::has`
//! * `DELETE /groups/{id}/members/{id}/$ref`: `groups::members::remove_ref`
//! * plain names of properties of derived types: `groups::members::list(…).select(User::DISPLAY_NAME)` and `Property::unqualified`; the
//!   tests select with `Property::qualified`
//! * navigation properties of derived types in `$expand`: `User::MANAGER` within `User::MANAGER`
//! * keys with a dot (`/users/ann@contoso.com`), and the URL of an entity with the key as a segment in `@odata.id`

use graph_bindings::Graph;
use graph_bindings::client::{Error, ErrorKind, RetryPolicy};
use graph_bindings::models::{
    DirectoryObject, DirectoryObjectDerived, EmailAddress, EmployeeOrgData, Group, Importance, Message, ObjectIdentity,
    PasswordProfile, Recipient, User,
};
use graph_bindings::prelude::*;
use graph_bindings::requests::{groups, users};
use graph_bindings::runtime::{Expand, Reference};
use serde_json::{Value, json};
use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The variable with the path of the Python environment.
const ENVIRONMENT: &str = "DOCBINDGEN_ODATA_SERVER";

/// A running server, which ends with this value.
struct Service {
    process: Child,
    graph: Graph,
    base_url: String,
}

impl Service {
    /// Starts a server without data. Returns `None` if there is no Python environment.
    fn start() -> Option<Self> {
        let Some(folder) = env::var_os(ENVIRONMENT).filter(|folder| !folder.is_empty()) else {
            println!("skipped: {ENVIRONMENT} is not set");
            return None;
        };
        let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odata_server/asgi.py");
        let mut process = Command::new(PathBuf::from(folder).join("bin/python"))
            .arg(server)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // The server ends with its input, even if this process is killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the Python environment has an interpreter");
        let mut port = String::new();
        let output = process.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut port).expect("the server prints its port");
        let base_url = format!("http://127.0.0.1:{}/v1.0", port.trim());
        let graph = Graph::builder(&base_url).build().expect("a client");
        let service = Self { process, graph, base_url };
        let users = users::list().send_blocking(&service.graph).expect("the server answers");
        assert!(users.value.is_empty(), "the server has no data");
        Some(service)
    }

    /// Starts a server with three users, each with the next one as manager, and two groups.
    fn with_data() -> Option<Self> {
        let service = Self::start()?;
        let ann = User::default()
            .with(User::ID, "ann")
            .with(User::DISPLAY_NAME, "Ann O'Neil")
            .with(User::ACCOUNT_ENABLED, true)
            .with(User::CITY, "Oslo")
            .with(User::CREATED_DATE_TIME, "2024-01-01T00:00:00Z")
            .with(User::DEPARTMENT, "Retail")
            .with(User::EMPLOYEE_ORG_DATA.path(EmployeeOrgData::COST_CENTER), "17")
            .with(User::OTHER_MAILS, ["ann@example.com".to_owned(), "a@example.org".to_owned()])
            .with(User::IDENTITIES, [ObjectIdentity::default().with(ObjectIdentity::ISSUER, "contoso")]);
        let bob = User::default()
            .with(User::ID, "bob")
            .with(User::DISPLAY_NAME, "Bob")
            .with(User::ACCOUNT_ENABLED, false)
            .with(User::CITY, "Bergen")
            .with(User::CREATED_DATE_TIME, "2025-01-01T00:00:00Z")
            .with(User::DEPARTMENT, "R&D 100% + #1/2")
            .with(User::OTHER_MAILS, ["bob@example.com".to_owned()]);
        let cyd = User::default()
            .with(User::ID, "cyd")
            .with(User::DISPLAY_NAME, "Cyd")
            .with(User::ACCOUNT_ENABLED, true)
            .with(User::CREATED_DATE_TIME, "2026-01-01T00:00:00Z")
            .with(User::DEPARTMENT, "Retail")
            .with(User::OTHER_MAILS, Vec::new());
        for user in [ann, bob, cyd] {
            users::create(user).send_blocking(&service.graph).expect("a user");
        }
        for (user, manager) in [("ann", "bob"), ("bob", "cyd")] {
            let manager = Reference::to(service.address("users", manager));
            users::manager::set_ref(user, manager).send_blocking(&service.graph).expect("a manager");
        }
        let team = Group::default()
            .with(Group::ID, "team")
            .with(Group::DISPLAY_NAME, "Team")
            .with(Group::UNSEEN_COUNT, 7)
            .bind_all(Group::MEMBERS, [service.address("users", "cyd")])
            .bind_all(Group::MEMBERS_WITH_LICENSE_ERRORS, [service.address("users", "ann")]);
        groups::create(team).send_blocking(&service.graph).expect("a group");
        let members = [("users", "ann"), ("users", "bob"), ("groups", "team")];
        let staff = Group::default()
            .with(Group::ID, "staff")
            .with(Group::DISPLAY_NAME, "Staff")
            .with(Group::UNSEEN_COUNT, 5)
            .bind_all(Group::MEMBERS, members.map(|(set, id)| service.address(set, id)));
        groups::create(staff).send_blocking(&service.graph).expect("a group");
        Some(service)
    }

    /// Returns the URL of an entity, as the server writes it.
    fn address(&self, set: &str, id: &str) -> String {
        format!("{}/{set}('{id}')", self.base_url)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Returns the IDs of users.
fn ids(users: &Collection<User>) -> Vec<&str> {
    users.value.iter().filter_map(|user| user.id.as_deref()).collect()
}

/// Returns the error of a call that must fail.
fn failure<T: std::fmt::Debug>(result: Result<T, Error>) -> Error {
    result.expect_err("the service refuses the request")
}

#[test]
fn a_user_is_created_read_updated_and_deleted() {
    let Some(service) = Service::start() else { return };
    let graph = &service.graph;
    let mut user = User::default()
        .with(User::ID, "ann")
        .with(User::DISPLAY_NAME, "Ann")
        .with(User::CITY, "Oslo")
        .with(User::PASSWORD_PROFILE.path(PasswordProfile::FORCE_CHANGE_PASSWORD_NEXT_SIGN_IN), true);
    user.extra.insert("shoeSize", 42);
    let created = users::create(user).send_blocking(graph).expect("created");
    assert_eq!((created.status(), created.location()), (201, Some(&*service.address("users", "ann"))));
    assert_eq!(created.display_name.as_deref(), Some("Ann"));

    let read = users::get("ann").send_blocking(graph).expect("read");
    assert_eq!((read.status(), read.attempts()), (200, 1));
    assert_eq!(read.city.as_deref(), Some("Oslo"));
    let profile = read.password_profile.as_ref().expect("a password profile");
    assert_eq!(profile.force_change_password_next_sign_in, Some(true));
    // The type is open.
    assert_eq!(read.extra.get("shoeSize"), Some(&json!(42)));

    let patch = Patch::new().set(User::DISPLAY_NAME, "Ann B").null(User::CITY).raw("shoeSize", 43);
    let updated = users::update("ann", patch).send_blocking(graph).expect("updated");
    assert_eq!(updated.status(), 204);
    let read = users::get("ann").send_blocking(graph).expect("read");
    assert_eq!(read.display_name.as_deref(), Some("Ann B"));
    assert_eq!((read.city.as_deref(), read.extra.get("city")), (None, Some(&Value::Null)));
    assert_eq!(read.extra.get("shoeSize"), Some(&json!(43)));
    assert!(read.password_profile.is_some(), "the update does not mention it");

    assert_eq!(users::delete("ann").send_blocking(graph).expect("deleted").status(), 204);
    let error = failure(users::get("ann").send_blocking(graph));
    assert!(error.is_not_found() && !error.may_have_been_applied(), "{error}");
    assert!(failure(users::delete("ann").send_blocking(graph)).is_not_found());
}

#[test]
fn ids_are_encoded() {
    let Some(service) = Service::start() else { return };
    for id in ["a b", "\u{e9}", "50%", "a+b", "a&b=c", "a?b#c", "a:b;c"] {
        users::create(User::default().with(User::ID, id)).send_blocking(&service.graph).expect("created");
        let user = users::get(id).send_blocking(&service.graph).expect("read");
        assert_eq!(user.id.as_deref(), Some(id));
    }
}

/// Covers every method of properties, elements and conditions whose result is a part of `$filter`, except `has`.
#[test]
fn users_are_filtered_with_every_operator() {
    let Some(service) = Service::with_data() else { return };
    let (enabled, created) = (User::ACCOUNT_ENABLED, User::CREATED_DATE_TIME);
    let cost_center = User::EMPLOYEE_ORG_DATA.path(EmployeeOrgData::COST_CENTER);
    let year_2025 = "2025-01-01T00:00:00Z";
    let none: [&str; 0] = [];
    let cases: Vec<(Filter<User>, &[&str])> = vec![
        (User::CITY.eq("Oslo"), &["ann"]),
        (User::DISPLAY_NAME.eq("Ann O'Neil"), &["ann"]),
        (User::DEPARTMENT.eq("R&D 100% + #1/2"), &["bob"]),
        (User::CITY.ne("Oslo"), &["bob", "cyd"]),
        (enabled.eq(false), &["bob"]),
        (created.gt(year_2025), &["cyd"]),
        (created.ge(year_2025), &["bob", "cyd"]),
        (created.lt(year_2025), &["ann"]),
        (created.le(year_2025), &["ann", "bob"]),
        (User::CITY.in_(["Oslo", "Bergen"]), &["ann", "bob"]),
        (User::CITY.in_(none), &[]),
        (User::CITY.is_null(), &["cyd"]),
        (User::CITY.is_not_null(), &["ann", "bob"]),
        (User::DISPLAY_NAME.starts_with("An"), &["ann"]),
        (User::DISPLAY_NAME.ends_with("yd"), &["cyd"]),
        (User::DISPLAY_NAME.contains("'N"), &["ann"]),
        (cost_center.eq("17"), &["ann"]),
        (User::OTHER_MAILS.any(|mail| mail.value().eq("ann@example.com")), &["ann"]),
        (User::OTHER_MAILS.any(|mail| mail.value().ends_with(".org")), &["ann"]),
        (User::OTHER_MAILS.all(|mail| mail.value().ends_with(".com")), &["bob", "cyd"]),
        (User::OTHER_MAILS.is_not_empty(), &["ann", "bob"]),
        (User::IDENTITIES.any(|identity| identity.get(ObjectIdentity::ISSUER).eq("contoso")), &["ann"]),
        (User::MANAGER.path(DirectoryObject::ID).eq("bob"), &["ann"]),
        (User::MANAGER.path(User::CITY).eq("Bergen"), &["ann"]),
        (User::CITY.eq("Oslo").and(enabled.eq(true)), &["ann"]),
        (User::CITY.eq("Oslo") & enabled.eq(false), &[]),
        (User::CITY.eq("Oslo").or(User::CITY.eq("Bergen")), &["ann", "bob"]),
        (User::CITY.eq("Bergen") | User::CITY.is_null(), &["bob", "cyd"]),
        // Without parentheses, `and` would come first.
        ((User::CITY.eq("Oslo") | User::CITY.eq("Bergen")) & enabled.eq(true), &["ann"]),
        (!User::CITY.eq("Oslo"), &["bob", "cyd"]),
        (User::CITY.eq("Oslo").or(enabled.eq(false)).not(), &["cyd"]),
        (Filter::raw("length(displayName) eq 3 or false") & enabled.eq(true), &["cyd"]),
    ];
    for (condition, expected) in cases {
        let users = users::list().filter(condition.clone()).orderby(User::ID.asc()).send_blocking(&service.graph);
        assert_eq!(ids(&users.unwrap_or_else(|error| panic!("{condition}: {error}"))), expected, "{condition}");
    }
}

#[test]
fn groups_are_filtered_by_numbers_and_members() {
    let Some(service) = Service::with_data() else { return };
    let cases: Vec<(Filter<Group>, &[&str])> = vec![
        (Group::UNSEEN_COUNT.eq(5), &["staff"]),
        (Group::UNSEEN_COUNT.gt(5), &["team"]),
        (Group::UNSEEN_COUNT.in_([5, 7]), &["staff", "team"]),
        (Group::MEMBERS.any(|member| member.get(DirectoryObject::ID).eq("cyd")), &["team"]),
        (Group::MEMBERS.any(|member| member.get(User::CITY).eq("Oslo")), &["staff"]),
        (Group::MEMBERS.any(|member| member.get(Group::UNSEEN_COUNT).eq(7)), &["staff"]),
        (Group::MEMBERS.all(|member| member.get(DirectoryObject::ID).eq("cyd")), &["team"]),
        (Group::MEMBERS.is_not_empty(), &["staff", "team"]),
        // Elements within elements.
        (
            Group::MEMBERS
                .any(|member| member.follow(Group::MEMBERS).any(|inner| inner.get(DirectoryObject::ID).eq("cyd"))),
            &["staff"],
        ),
    ];
    for (condition, expected) in cases {
        let groups = groups::list().filter(condition.clone()).orderby(Group::ID.asc()).send_blocking(&service.graph);
        let groups = groups.unwrap_or_else(|error| panic!("{condition}: {error}"));
        let ids: Vec<_> = groups.value.iter().filter_map(|group| group.id.as_deref()).collect();
        assert_eq!(ids, expected, "{condition}");
    }
}

#[test]
fn properties_are_selected() {
    let Some(service) = Service::with_data() else { return };
    let ann = users::get("ann").select(User::DISPLAY_NAME).select(User::CITY).send_blocking(&service.graph);
    let ann = ann.expect("a user");
    assert_eq!((ann.display_name.as_deref(), ann.city.as_deref()), (Some("Ann O'Neil"), Some("Oslo")));
    assert_eq!((&ann.department, &ann.other_mails, &ann.account_enabled), (&None, &None, &None));
}

#[test]
fn lists_are_sorted_cut_counted_and_searched() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let sorted = users::list().orderby(User::DEPARTMENT.asc()).orderby(User::ID.desc()).send_blocking(graph);
    assert_eq!(ids(&sorted.expect("a list")), ["bob", "cyd", "ann"]);
    let second = users::list().orderby(User::ID.asc()).top(1).skip(1).count().send_blocking(graph).expect("a list");
    assert_eq!((ids(&second), second.count), (vec!["bob"], Some(3)));
    let count = users::list().filter(User::DEPARTMENT.eq("Retail")).count_only().send_blocking(graph);
    assert_eq!(count.expect("a number").into_body(), 2);
    let found = users::list().search(r#""Ann O'Neil""#).send_blocking(graph).expect("a list");
    assert_eq!(ids(&found), ["ann"]);
    let found = users::list().search("Bergen OR Oslo").orderby(User::ID.asc()).send_blocking(graph).expect("a list");
    assert_eq!(ids(&found), ["ann", "bob"]);
}

#[test]
fn related_entities_are_expanded() {
    let Some(service) = Service::with_data() else { return };
    let ann = users::get("ann").expand(User::MANAGER.select(User::DISPLAY_NAME.qualified()));
    let ann = ann.send_blocking(&service.graph).expect("a user");
    let bob = ann.manager.as_ref().expect("a manager").get_as::<User>().expect("a user");
    assert_eq!((bob.display_name.as_deref(), bob.city.as_deref()), (Some("Bob"), None));

    // Two levels.
    let manager = Expand::new(User::MANAGER).select(User::CITY.qualified());
    let erroneous = Group::MEMBERS_WITH_LICENSE_ERRORS.select(User::DISPLAY_NAME).expand(manager);
    let team = groups::get("team").expand(erroneous).expand(Group::MEMBERS).send_blocking(&service.graph);
    let team = team.expect("a group");
    let users = team.members_with_license_errors.as_ref().expect("members").get().expect("users");
    assert_eq!(users.iter().map(|user| user.display_name.as_deref()).collect::<Vec<_>>(), [Some("Ann O'Neil")]);
    let bob = users[0].manager.as_ref().expect("a manager").get_as::<User>().expect("a user");
    assert_eq!((bob.display_name.as_deref(), bob.city.as_deref()), (None, Some("Bergen")));
    assert_eq!(team.members.as_ref().expect("members").iter().count(), 1);

    let members = Expand::new(Group::MEMBERS)
        .filter(DirectoryObject::ID.ne("team"))
        .orderby(DirectoryObject::ID.desc())
        .top(1)
        .count();
    let staff = groups::get("staff").expand(members).send_blocking(&service.graph).expect("a group");
    let ids: Vec<_> = staff
        .members
        .as_ref()
        .expect("members")
        .iter()
        .map(|member| member.expect("an object").id.expect("an ID"))
        .collect();
    assert_eq!(ids, ["bob"]);
    assert_eq!(staff.count(Group::MEMBERS), Some(2));
}

#[test]
fn members_have_derived_types() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let members = groups::members::list("staff").orderby(DirectoryObject::ID.asc()).send_blocking(graph);
    let members: Vec<_> =
        members.expect("members").into_body().value.into_iter().map(DirectoryObject::into_derived).collect();
    let [DirectoryObjectDerived::User(ann), DirectoryObjectDerived::User(bob), DirectoryObjectDerived::Group(team)] =
        &members[..]
    else {
        panic!("{members:?}")
    };
    assert_eq!((ann.city.as_deref(), bob.city.as_deref(), team.unseen_count), (Some("Oslo"), Some("Bergen"), Some(7)));

    let cast = groups::members::as_user::list("staff").filter(User::CITY.eq("Bergen")).send_blocking(graph);
    assert_eq!(ids(&cast.expect("users")), ["bob"]);
    let cast = groups::members::list("staff").of_type::<Group>().send_blocking(graph).expect("groups");
    assert_eq!(cast.value.iter().map(|group| group.id.as_deref()).collect::<Vec<_>>(), [Some("team")]);
    assert_eq!(groups::members::count("staff").send_blocking(graph).expect("a number").into_body(), 3);
    let filter = User::CITY.eq("Oslo").or(Group::UNSEEN_COUNT.eq(7));
    let filtered = groups::members::list("staff").filter(filter).orderby(DirectoryObject::ID.asc());
    let filtered = filtered.send_blocking(graph).expect("members");
    assert_eq!(
        filtered.value.iter().map(|member| member.id.as_deref()).collect::<Vec<_>>(),
        [Some("ann"), Some("team")]
    );
}

#[test]
fn references_are_added_and_removed() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let reference = || Reference::to(service.address("users", "ann"));
    let added = groups::members::add_ref("team", reference()).send_blocking(graph).expect("a member");
    assert_eq!(added.status(), 204);
    assert_eq!(groups::members::count("team").send_blocking(graph).expect("a number").into_body(), 2);

    users::manager::set_ref("cyd", reference()).send_blocking(graph).expect("a manager");
    let manager = users::manager::get("cyd").send_blocking(graph).expect("a manager");
    let manager = manager.derived_as::<User>().expect("a user");
    assert_eq!(manager.display_name.as_deref(), Some("Ann O'Neil"));
    users::manager::remove_ref("cyd").send_blocking(graph).expect("no manager");
    assert!(failure(users::manager::get("cyd").send_blocking(graph)).is_not_found());

    let unknown = Reference::to(service.address("users", "nobody"));
    assert!(failure(groups::members::add_ref("team", unknown).send_blocking(graph)).is_not_found());
}

#[test]
fn entities_are_created_with_related_ones() {
    let Some(service) = Service::start() else { return };
    let graph = &service.graph;
    let message = |id: &str, importance: Importance| {
        let from = Recipient::default().with(Recipient::EMAIL_ADDRESS.path(EmailAddress::ADDRESS), "bob@example.com");
        let message = Message::default().with(Message::ID, id).with(Message::IMPORTANCE, importance);
        message.with(Message::FROM, from).with(Message::TO_RECIPIENTS, Vec::new()).with(Message::SUBJECT, "Hello")
    };
    let user = User {
        id: Some("ann".to_owned()),
        messages: Some(Related::new(vec![message("1", Importance::High)])),
        ..User::default()
    };
    users::create(user).send_blocking(graph).expect("a user with a message");
    let created =
        users::messages::create("ann", message("2", Importance::Low)).send_blocking(graph).expect("a message");
    assert_eq!(created.status(), 201);

    let messages = users::messages::list("ann").orderby(Message::ID.asc()).send_blocking(graph).expect("messages");
    let found: Vec<_> =
        messages.value.iter().map(|message| (message.id.as_deref(), message.importance.clone())).collect();
    assert_eq!(found, [(Some("1"), Some(Importance::High)), (Some("2"), Some(Importance::Low))]);
    let from = messages.value[0].from.as_ref().and_then(|from| from.email_address.as_ref()).expect("a sender");
    assert_eq!(from.address.as_deref(), Some("bob@example.com"));
    assert_eq!(messages.value[0].to_recipients, Some(Vec::new()));

    // The same operation with a response body and without one.
    let patch = || Patch::new().null(Message::SUBJECT).set(Message::IS_READ, true);
    let whole = users::messages::update("ann", "1", patch()).prefer("return=representation").send_blocking(graph);
    let whole = whole.expect("a message");
    assert_eq!((whole.status(), whole.is_read, whole.extra.get("subject")), (200, Some(true), Some(&Value::Null)));
    let minimal = users::messages::update("ann", "2", patch()).prefer("return=minimal").answering::<Option<Message>>();
    let minimal = minimal.send_blocking(graph).expect("updated");
    assert_eq!((minimal.status(), &*minimal), (204, &None));
    let second = users::messages::get("ann", "2").send_blocking(graph).expect("a message");
    assert_eq!((second.is_read, second.subject.as_deref()), (Some(true), None));

    users::messages::delete("ann", "2").send_blocking(graph).expect("deleted");
    assert!(failure(users::messages::get("ann", "2").send_blocking(graph)).is_not_found());
}

#[test]
fn versions_are_compared() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let first = groups::get("team").send_blocking(graph).expect("a group");
    let etag = first.etag().expect("an ETag").to_owned();
    assert_eq!(Model::etag(&*first), Some(&*etag), "the body has it too");
    let unchanged = failure(groups::get("team").if_none_match(&etag).send_blocking(graph));
    assert!(unchanged.is_not_modified(), "{unchanged}");

    let patch = |text: &str| groups::update("team", Patch::new().set(Group::DESCRIPTION, text));
    patch("first").if_match(&etag).send_blocking(graph).expect("updated");
    let conflict = failure(patch("second").if_match(&etag).send_blocking(graph));
    assert_eq!(conflict.status(), Some(412));
    assert!(conflict.is_conflict() && !conflict.may_have_been_applied(), "{conflict}");
    // Without a version, the server changes nothing.
    assert_eq!(failure(patch("third").send_blocking(graph)).status(), Some(428));

    let second = groups::get("team").if_none_match(&etag).send_blocking(graph).expect("a group that was changed");
    assert_eq!(second.description.as_deref(), Some("first"));
    assert_ne!(second.etag(), Some(&*etag));
    assert!(failure(groups::delete("team").if_match(&etag).send_blocking(graph)).is_conflict());
    groups::delete("team").if_match("*").send_blocking(graph).expect("deleted");
    assert!(failure(groups::get("team").send_blocking(graph)).is_not_found());
}

#[test]
fn pages_follow_one_another() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let list = || users::list().orderby(User::ID.asc()).count().prefer("odata.maxpagesize=2");
    let pages: Vec<_> = list().pages(graph).blocking().map(|page| page.expect("a page")).collect();
    assert_eq!(pages.iter().map(|page| ids(page)).collect::<Vec<_>>(), [vec!["ann", "bob"], vec!["cyd"]]);
    // The second page has the preference of the first request.
    assert!(pages.iter().all(|page| page.header("preference-applied").is_some()), "{pages:?}");

    let mut items = list().items(graph).blocking();
    let first = items.next().expect("an item").expect("a user");
    assert_eq!((first.id.as_deref(), items.total()), (Some("ann"), Some(3)));
    // Within a page, and between pages. At the end there is no position.
    let mut remaining = vec!["bob", "cyd"];
    while let Some(cursor) = items.cursor() {
        let stored: Cursor = cursor.to_string().parse().expect("a cursor");
        let rest: Vec<_> = list().items(graph).resume(stored).blocking().map(|user| user.expect("a user").id).collect();
        assert_eq!(rest.iter().flatten().collect::<Vec<_>>(), remaining);
        items.next().expect("an item").expect("a user");
        remaining.remove(0);
    }
    assert!(remaining.is_empty(), "{remaining:?}");
    assert!(items.next().is_none());
}

#[test]
fn changes_are_read_since_a_position() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let mut changes = users::delta().prefer("odata.maxpagesize=2").changes(graph).blocking();
    let mut first = Vec::new();
    while let Some(change) = changes.next() {
        let Change::Changed(user) = change.expect("a change") else { panic!("nobody was removed") };
        first.push(user.id.expect("an ID"));
        // After the last item, the end is not known yet.
        assert!(changes.cursor().is_none() || first.len() == 3);
    }
    assert_eq!(first, ["ann", "bob", "cyd"]);
    let stored = changes.cursor().expect("the position for the next time").to_string();

    let since = |stored: &str| {
        let mut changes = users::delta().changes(graph).since(stored.parse::<Cursor>().expect("a cursor")).blocking();
        let all: Vec<_> = changes.by_ref().map(|change| change.expect("a change")).collect();
        (all, changes.cursor().expect("the position for the next time").to_string())
    };
    assert_eq!(since(&stored).0, []);
    users::create(User::default().with(User::ID, "dan")).send_blocking(graph).expect("created");
    users::update("bob", Patch::new().null(User::CITY)).send_blocking(graph).expect("updated");
    users::delete("ann").send_blocking(graph).expect("deleted");
    let (all, later) = since(&stored);
    let [Change::Changed(dan), Change::Changed(bob), Change::Removed(ann)] = &all[..] else { panic!("{all:?}") };
    assert_eq!((dan.id.as_deref(), bob.id.as_deref()), (Some("dan"), Some("bob")));
    assert!(all[1].members().contains(&"city".to_owned()), "the null is a change: {:?}", all[1]);
    assert_eq!(ann.reason.as_deref(), Some("deleted"));
    assert_eq!(ann.entity.odata_id(), Some(&*service.address("users", "ann")));
    assert_eq!(since(&later).0, []);
}

#[test]
fn errors_have_codes_and_messages() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let missing = failure(users::get("nobody").send_blocking(graph));
    assert_eq!((missing.kind(), missing.status(), missing.code()), (ErrorKind::Status, Some(404), Some("404")));
    assert_eq!(missing.api_error().and_then(|error| error.message.as_deref()), Some("Entity not found."));
    let text = missing.to_string();
    assert!(text.starts_with("GET /users/{userId}: 404 Not Found") && text.contains("Entity not found."), "{text}");

    let duplicate = failure(users::create(User::default().with(User::ID, "ann")).send_blocking(graph));
    assert!(duplicate.is_conflict(), "{duplicate}");
    let unknown = failure(users::list().filter(Filter::raw("shoeSize eq 42")).send_blocking(graph));
    assert_eq!(unknown.status(), Some(400));
    assert!(unknown.to_string().contains("shoeSize"), "{unknown}");
    // The error of a list ends it.
    let mut items = users::list().select(Property::<User, String>::new("a/b/c")).items(graph).blocking();
    assert_eq!(failure(items.next().expect("an error")).status(), Some(400));
    assert!(items.next().is_none());
}

#[test]
fn faults_are_survived() {
    let Some(service) = Service::with_data() else { return };
    let graph = &service.graph;
    let read =
        users::get("ann").header("x-fault", "read 503 429 503").send_blocking(graph).expect("the fourth attempt");
    assert_eq!(read.attempts(), 4);
    // The service says that it has not carried out the first attempt.
    let user = User::default().with(User::ID, "dan");
    let created = users::create(user).header("x-fault", "create 429").send_blocking(graph).expect("the second attempt");
    assert_eq!((created.status(), created.attempts()), (201, 2));
    // A change is not repeated after an error that does not say this.
    let patch = Patch::new().set(User::CITY, "Rome");
    let error = failure(users::update("ann", patch).header("x-fault", "update 500").send_blocking(graph));
    assert_eq!((error.status(), error.code(), error.attempts()), (Some(500), Some("injected"), 1));
    assert!(error.may_have_been_applied(), "{error}");
    let impatient = graph.with(|options| options.retry = RetryPolicy::off());
    let error = failure(users::get("ann").header("x-fault", "off 429").send_blocking(&impatient));
    assert!(error.is_throttled() && error.attempts() == 1, "{error}");
    // A page in the middle of a list.
    let list = users::list().prefer("odata.maxpagesize=1").header("x-fault", "pages 429 503");
    assert_eq!(list.items(graph).blocking().filter_map(Result::ok).count(), 4);
}

/// The asynchronous client. The requests are the same, so a part of them is enough.
#[cfg(feature = "reqwest")]
mod asynchronous {
    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
    }

    #[test]
    fn a_user_is_created_read_updated_and_deleted() {
        let Some(service) = Service::start() else { return };
        let graph = &service.graph;
        block_on(async {
            let user = User::default().with(User::ID, "ann").with(User::CITY, "Oslo");
            assert_eq!(users::create(user).send(graph).await.expect("created").status(), 201);
            users::update("ann", Patch::new().null(User::CITY)).send(graph).await.expect("updated");
            let read = users::get("ann").send(graph).await.expect("read");
            assert_eq!((read.city.as_deref(), read.extra.get("city")), (None, Some(&Value::Null)));
            users::delete("ann").send(graph).await.expect("deleted");
            assert!(failure(users::get("ann").send(graph).await).is_not_found());
        });
    }

    #[test]
    fn users_are_filtered_and_expanded() {
        let Some(service) = Service::with_data() else { return };
        let list = users::list()
            .filter(User::DEPARTMENT.eq("R&D 100% + #1/2").or(User::DISPLAY_NAME.eq("Ann O'Neil")))
            .expand(User::MANAGER.select(User::DISPLAY_NAME.qualified()))
            .orderby(User::ID.desc());
        let users = block_on(list.send(&service.graph)).expect("users");
        assert_eq!(ids(&users), ["bob", "ann"]);
        let managers = users.value.iter().map(|user| {
            let manager = user.manager.as_ref().expect("a manager").get_as::<User>().expect("a user");
            manager.display_name.expect("a name")
        });
        assert_eq!(managers.collect::<Vec<_>>(), ["Cyd", "Bob"]);
    }

    #[test]
    fn versions_are_compared() {
        let Some(service) = Service::with_data() else { return };
        let graph = &service.graph;
        block_on(async {
            let etag = groups::get("team").send(graph).await.expect("a group").etag().expect("an ETag").to_owned();
            assert!(failure(groups::get("team").if_none_match(&etag).send(graph).await).is_not_modified());
            let patch = || groups::update("team", Patch::new().set(Group::DESCRIPTION, "text")).if_match(&etag);
            patch().send(graph).await.expect("updated");
            assert!(failure(patch().send(graph).await).is_conflict());
        });
    }

    #[test]
    fn pages_follow_one_another() {
        let Some(service) = Service::with_data() else { return };
        let graph = &service.graph;
        let list = || users::list().orderby(User::ID.asc()).prefer("odata.maxpagesize=1");
        block_on(async {
            for items in [list().items(graph), list().items(graph).prefetch()] {
                let ids: Vec<_> = items.all().await.expect("users").into_iter().filter_map(|user| user.id).collect();
                assert_eq!(ids, ["ann", "bob", "cyd"]);
            }
            let mut items = list().items(graph);
            items.try_next().await.expect("a page").expect("an item");
            let cursor = items.cursor().expect("a position");
            let rest = list().items(graph).resume(cursor).all().await.expect("users");
            assert_eq!(rest.iter().map(|user| user.id.as_deref()).collect::<Vec<_>>(), [Some("bob"), Some("cyd")]);
        });
    }

    #[test]
    fn changes_are_read_since_a_position() {
        let Some(service) = Service::with_data() else { return };
        let graph = &service.graph;
        block_on(async {
            let mut changes = users::delta().prefer("odata.maxpagesize=2").changes(graph);
            let mut count = 0;
            while changes.try_next().await.expect("a page").is_some() {
                count += 1;
            }
            assert_eq!(count, 3);
            users::delete("cyd").send(graph).await.expect("deleted");
            let mut changes = users::delta().changes(graph).since(changes.cursor().expect("a position"));
            let change = changes.try_next().await.expect("a page").expect("a change");
            assert!(matches!(change, Change::Removed(_)), "{change:?}");
            assert_eq!(changes.try_next().await.expect("a page"), None);
        });
    }

    #[test]
    fn faults_are_survived() {
        let Some(service) = Service::with_data() else { return };
        let request = users::get("ann").header("x-fault", "read 503 429");
        assert_eq!(block_on(request.send(&service.graph)).expect("the third attempt").attempts(), 3);
    }
}
