//! The permissions that operations need.

use super::fakes::Service;
use crate::client::testing::block_on;
use crate::client::{CallerPermissions, Permissions, SendRequest};
use crate::runtime::{Caller, Content, Method, Operation, Page, Path, Request};

const fn page(reference: &'static str, allowed: &'static str) -> Page {
    Page { allowed, ..Page::new(reference) }
}

const fn get(template: &'static str, pages: &'static [Page]) -> Operation {
    Operation { method: Method::Get, template, pages }
}

const fn post(template: &'static str, pages: &'static [Page]) -> Operation {
    Operation { method: Method::Post, template, pages }
}

/// Returns the permissions of signed-in users with a work account.
fn work(operations: &[&'static Operation]) -> CallerPermissions {
    let permissions = Permissions::of(operations.iter().copied());
    let mut callers = permissions.callers().iter().filter(|own| own.caller == Caller::DelegatedWork);
    callers.next().expect("each kind of caller").clone()
}

fn names(operations: &[&'static Operation]) -> Vec<&'static str> {
    work(operations).names().collect()
}

static READ: Operation = get("/me/messages", &[page("1", "work: Mail.Read | Mail.ReadWrite")]);
static WRITE: Operation = post("/me/messages", &[page("2", "work: Mail.ReadWrite")]);
static USERS: Operation = get("/users", &[page("3", "work: User.Read.All | Directory.Read.All")]);
static GROUPS: Operation = get("/groups", &[page("4", "work: Group.Read.All | Directory.Read.All")]);
static DIRECTORY: Operation = get("/directory", &[page("5", "work: Directory.Read.All")]);
static BOTH: Operation = get("/both", &[page("6", "work: A + B | C")]);

#[test]
fn the_first_alternative_is_the_least() {
    assert_eq!(names(&[&READ]), ["Mail.Read"]);
    assert_eq!(names(&[&USERS, &GROUPS]), ["Group.Read.All", "User.Read.All"]);
    assert_eq!(names(&[&BOTH]), ["A", "B"]);
    assert_eq!(names(&[]), [""; 0]);
}

#[test]
fn a_permission_that_is_needed_anyway_covers_others() {
    for operations in [[&READ, &WRITE], [&WRITE, &READ]] {
        let permissions = work(&operations);
        assert_eq!(permissions.names().collect::<Vec<_>>(), ["Mail.ReadWrite"]);
        assert_eq!(permissions.needed[0].uses.len(), 2);
        assert!(permissions.is_complete());
    }
    assert_eq!(names(&[&USERS, &GROUPS, &DIRECTORY]), ["Directory.Read.All"]);
    static C: Operation = get("/c", &[page("7", "work: C")]);
    assert_eq!(names(&[&BOTH, &C]), ["C"]);
}

#[test]
fn the_more_privileged_permission_is_left_out() {
    static OPERATIONS: [Operation; 3] = [
        get("/1", &[page("1", "work: A | B")]),
        get("/2", &[page("2", "work: B | C")]),
        get("/3", &[page("3", "work: C")]),
    ];
    assert_eq!(names(&OPERATIONS.iter().collect::<Vec<_>>()), ["A", "C"], "`B` and `C` suffice, too");
}

#[test]
fn nothing_superfluous_is_left() {
    static OPERATIONS: [Operation; 5] = [
        get("/1", &[page("1", "work: X | A")]),
        get("/2", &[page("2", "work: X | B")]),
        get("/3", &[page("3", "work: X | A")]),
        get("/4", &[page("4", "work: A")]),
        get("/5", &[page("5", "work: B")]),
    ];
    assert_eq!(names(&OPERATIONS.iter().collect::<Vec<_>>()), ["A", "B"]);
}

#[test]
fn unknown_is_said_as_unknown() {
    static SILENT: Operation = get("/silent", &[page("8", "")]);
    static NO_PAGE: Operation = get("/none", &[]);
    static NO_USERS: Operation = get("/daemon", &[page("9", "work:\napplication: D.All")]);
    let permissions = work(&[&SILENT, &NO_PAGE, &NO_USERS, &READ]);
    let operations = |uses: &[crate::client::Use]| uses.iter().map(|own| own.operation.template).collect::<Vec<_>>();
    assert_eq!(operations(&permissions.unknown), ["/silent", "/none"]);
    assert_eq!(operations(&permissions.unsupported), ["/daemon"]);
    assert!(!permissions.is_complete());
    let all = Permissions::of([&NO_USERS]);
    let unknown = all.callers().iter().filter(|caller| !caller.unknown.is_empty()).map(|caller| caller.caller);
    assert_eq!(unknown.collect::<Vec<_>>(), [Caller::DelegatedPersonal], "the page has no line for it");
}

#[test]
fn conditions_are_kept() {
    static CALENDAR: Operation = get(
        "/calendar",
        &[page("1", "work: Calendars.Read; user calendar\nwork: Group.Read.All; group calendar\nwork:; other")],
    );
    let text = work(&[&CALENDAR]).to_string();
    let expected = "delegated, work or school account:\n  \
        Calendars.Read  GET /calendar (user calendar)\n  \
        Group.Read.All  GET /calendar (group calendar)\n  \
        not supported   GET /calendar (other)\n";
    assert_eq!(text, expected);
}

#[test]
fn pages_of_one_operation_are_combined() {
    static TWO: Operation = get("/two", &[page("1", "work: A"), page("2", "work: A"), page("3", "work:")]);
    let permissions = work(&[&TWO, &TWO]);
    assert_eq!(permissions.needed.len(), 1);
    assert_eq!(permissions.needed[0].uses.len(), 1);
    assert!(permissions.is_complete(), "one of the pages supports the caller");
    static OTHERS: [Operation; 3] = [
        get("/1", &[page("1", "work:"), page("2", "work:")]),
        get("/2", &[page("1", "work: A | B"), page("2", "work: A")]),
        get("/3", &[]),
    ];
    let [one, two, three] = &OTHERS;
    let permissions = work(&[one, two, three, one, two, three]);
    assert_eq!((permissions.unsupported.len(), permissions.unknown.len()), (1, 1));
    assert_eq!(permissions.needed[0].uses.len(), 1);
}

#[test]
fn the_table_is_readable() {
    static DELETE: Operation = get("/groups/{id}", &[page("8", "")]);
    let text = Permissions::of([&READ, &WRITE, &DELETE]).to_string();
    let expected = "delegated, work or school account:\n  \
        Mail.ReadWrite  GET /me/messages\n                  \
        POST /me/messages\n  \
        unknown         GET /groups/{id}\n\n\
        delegated, personal account:\n  \
        unknown  GET /me/messages\n           POST /me/messages\n           GET /groups/{id}\n\n\
        application:\n  \
        unknown  GET /me/messages\n           POST /me/messages\n           GET /groups/{id}\n";
    assert_eq!(text, expected);
    assert_eq!(work(&[]).to_string(), "delegated, work or school account:\n  no permission\n");
}

#[test]
fn a_client_knows_what_it_has_sent() {
    static BETA: Operation = get("/me/messages", &[page("beta", "work: Beta")]);
    static INVALID: Operation = get("/never", &[page("1", "work: Never")]);
    let service = Service::default();
    let client = service.client().build().expect("a client");
    let copy = client.with_base_url("https://graph.example/beta").expect("a URL");
    let request = |operation: &'static Operation| Request::<Content>::new(operation, Path::new().lit("/x"));
    for _ in 0..3 {
        request(&READ).send_blocking(&client).expect("a response");
        block_on(request(&BETA).send(&copy)).expect("a response");
    }
    request(&WRITE).send_blocking(&copy).expect("a response");
    Request::<Content>::new(&INVALID, Path::new().seg("")).send_blocking(&client).expect_err("not sent");
    assert_eq!(client.operations(), [&READ, &BETA, &WRITE]);
    let other = service.client().build().expect("a client");
    assert!(other.operations().is_empty());
}
