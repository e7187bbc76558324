//! What authors of programs write: queries on derived types, setters, dates as arguments, and what a body lacks.

use graph_bindings::models::{DirectoryObject, EmailAddress, Group, PasswordProfile, Recipient, User};
use graph_bindings::parameters::MessageForward;
use graph_bindings::requests::{groups, users};
use graph_bindings::runtime::{DateTimeOffset, ME, Missing, Model, Request};

/// Returns the query string of a request, not encoded.
fn query<T>(request: &Request<T>) -> String {
    let options = request.query_options().iter().map(|(name, value)| format!("{name}={value}"));
    options.collect::<Vec<_>>().join("&")
}

fn names(missing: &[Missing]) -> Vec<&str> {
    missing.iter().map(|missing| missing.name).collect()
}

#[test]
fn members_are_queried_as_what_they_are() {
    let manager = users::get(ME).expand(User::MANAGER.select(User::DISPLAY_NAME));
    assert_eq!(query(&manager), "$expand=manager($select=displayName)");
    let members = groups::members::list("17")
        .select(User::DISPLAY_NAME)
        .filter(User::DEPARTMENT.eq("Retail").or(Group::MAIL_ENABLED.eq(true)))
        .orderby(User::SURNAME.asc());
    assert_eq!(
        query(&members),
        "$select=displayName&$filter=microsoft.graph.user/department eq 'Retail' or microsoft.graph.group/mailEnabled eq true\
         &$orderby=microsoft.graph.user/surname"
    );
    let plain =
        groups::members::list("17").filter(User::DISPLAY_NAME.unqualified::<DirectoryObject>().starts_with("a"));
    assert_eq!(query(&plain), "$filter=startswith(displayName,'a')");
}

#[test]
fn properties_are_set_through_constants() {
    let user = User::default()
        .with(User::CITY, "Oslo")
        .with(User::PASSWORD_PROFILE.path(PasswordProfile::PASSWORD), "hunter2")
        .bind(User::MANAGER, "https://graph.microsoft.com/v1.0/users/2");
    assert_eq!(user.city.as_deref(), Some("Oslo"));
    assert_eq!(user.password_profile.as_ref().and_then(|profile| profile.password.as_deref()), Some("hunter2"));
    assert_eq!(user.to_json()["manager@odata.bind"], "https://graph.microsoft.com/v1.0/users/2");
    let recipient = Recipient::default().with(Recipient::EMAIL_ADDRESS.path(EmailAddress::ADDRESS), "ann@example.com");
    assert_eq!(recipient.to_json().to_string(), r#"{"emailAddress":{"address":"ann@example.com"}}"#);
}

#[test]
fn dates_are_text_or_dates() {
    let end = DateTimeOffset::from("2026-03-15T00:00:00Z");
    let expected = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-03-15T00:00:00Z";
    let start = "2026-03-01T00:00:00Z".to_owned();
    assert_eq!(query(&users::calendar::calendar_view::list(ME, &start, &end)), expected);
    assert_eq!(query(&users::calendar::calendar_view::list(ME, start.as_str(), end.clone())), expected);
    assert_eq!(query(&users::calendar::calendar_view::list(ME, start, end)), expected);
    let reminders = users::reminder_view(ME, "2026-03-01T00:00:00Z", DateTimeOffset::from("2026-03-15"));
    assert_eq!(
        reminders.path(),
        Ok("/me/reminderView(startDateTime='2026-03-01T00%3A00%3A00Z',endDateTime='2026-03-15')")
    );
}

#[cfg(feature = "jiff")]
#[test]
fn dates_are_those_of_jiff() {
    let start: jiff::Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    let end = &start;
    let events = users::calendar::calendar_view::list(ME, start, end);
    assert_eq!(query(&events), "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-03-01T00:00:00Z");
    let created = users::list().filter(User::CREATED_DATE_TIME.ge(start));
    assert_eq!(query(&created), "$filter=createdDateTime ge 2026-03-01T00:00:00Z");
}

#[test]
fn what_a_body_lacks_is_listed() {
    let user = User::default().with(User::DISPLAY_NAME, "Ann").with(User::MAIL_NICKNAME, "ann");
    assert_eq!(names(&users::create(user).missing()), ["accountEnabled", "passwordProfile"]);
    let group = Group::default().with(Group::DISPLAY_NAME, "g").with(Group::MAIL_ENABLED, false);
    let missing = groups::create(group).missing();
    assert_eq!(names(&missing), ["mailNickname", "securityEnabled"]);
    assert_eq!(missing[0].to_string(), "the request body has no `mailNickname`, which its documentation requires");
    // An update requires nothing.
    assert!(users::update(ME, User::default()).missing().is_empty());
    assert!(users::create(User::default()).into_parts().is_ok());
    let forward = users::messages::forward(ME, "17", MessageForward::default());
    assert_eq!(names(&forward.missing()), Vec::<&str>::new());
}
