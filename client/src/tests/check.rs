//! What is found in requests that are not sent.

use super::fakes::Service;
use crate::client::testing::block_on;
use crate::client::{CheckRequest, ErrorKind, FindingKind, SendRequest};
use crate::runtime::{Content, Method, Operation, Page, Path, Request};
use serde_json::json;

const REFERENCE: &str = "https://learn.microsoft.com/graph/api/thing-list?view=graph-rest-1.0";

const fn page(options: &'static str) -> Page {
    Page { reference: REFERENCE, allowed: "", options, statuses: "200" }
}

const DIRECTORY: &str = "$count $expand $filter $orderby $search $select $top";

const fn get(template: &'static str, pages: &'static [Page]) -> Operation {
    Operation { method: Method::Get, template, pages }
}

static USERS: Operation = get("/users", &[page(DIRECTORY)]);
static MESSAGES: Operation = get("/users/{id}/messages", &[page(DIRECTORY)]);
static MEMBERS: Operation = get("/groups/{id}/members", &[page(DIRECTORY)]);
static SILENT: Operation = get("/things", &[page("")]);
static TWO_PAGES: Operation = get("/things", &[page(""), page("$top"), page("$select $top")]);
static NO_PAGE: Operation = get("/things", &[]);
static CREATE: Operation = Operation { method: Method::Post, template: "/users", pages: &[page("")] };

fn at(operation: &'static Operation, path: &str) -> Request<Content> {
    Request::new(operation, Path::new().lit(path))
}

/// Returns the kinds and subjects of the findings.
fn found(request: &Request<Content>) -> Vec<(FindingKind, String)> {
    request.check().iter().map(|finding| (finding.kind(), finding.subject().to_owned())).collect()
}

fn undocumented(name: &str) -> Vec<(FindingKind, String)> {
    vec![(FindingKind::UndocumentedOption, name.to_owned())]
}

#[test]
fn options_are_compared_with_all_pages() {
    for name in ["$select", "$top", "select", "TOP", "$Top"] {
        assert_eq!(found(&at(&TWO_PAGES, "/things").query(name, "1")), [], "{name}");
    }
    for name in ["$skip", "skip", "$SKIP", "$unheardOf", "$filter"] {
        assert_eq!(found(&at(&TWO_PAGES, "/things").query(name, "1")), undocumented(name));
    }
    let finding = at(&TWO_PAGES, "/things").query("$skip", "1").check().remove(0);
    let text = format!("the page does not list the query option `$skip`; it lists `$top`, `$select`, see {REFERENCE}");
    assert_eq!((finding.to_string(), finding.reference()), (text, Some(REFERENCE)));
    assert_eq!(finding, finding.clone());
}

#[test]
fn options_that_no_page_can_list_are_not_judged() {
    for name in ["$skiptoken", "$deltatoken", "@now", "startDateTime", "state"] {
        assert_eq!(found(&at(&TWO_PAGES, "/things").query(name, "1")), [], "{name}");
    }
    for operation in [&SILENT, &NO_PAGE] {
        assert_eq!(found(&at(operation, "/things").query("$skip", "1").query("$filter", "a ne 1")), []);
    }
}

#[test]
fn advanced_queries_need_the_header_and_the_count() {
    let advanced = [
        "city ne 'Oslo'",
        "not startswith(city,'O')",
        "not(city eq 'Oslo')",
        "city eq 'a' and (not (city eq 'b'))",
        "endsWith(mail,'@x')",
        "endswith (mail,'@x')",
        "assignedLicenses/$count eq 0",
        "city eq 'O''Neil' and city ne 'x'",
    ];
    for filter in advanced {
        let request = || at(&USERS, "/users").query("$filter", filter);
        assert_eq!(found(&request()).len(), 2, "{filter}: header and count");
        assert_eq!(found(&request().query("$count", "true")).len(), 1, "{filter}: header");
        assert_eq!(found(&request().consistency_level_eventual()).len(), 1, "{filter}: count");
        let complete = request().query("$count", "true").consistency_level_eventual();
        assert_eq!(found(&complete), [], "{filter}");
    }
    for filter in
        ["city eq 'a ne b'", "city eq ' not (x)'", "knot eq 1", "a/ne eq 1", "city eq 'it''s not (x) ne '", "ne eq 1"]
    {
        assert_eq!(found(&at(&USERS, "/users").query("$filter", filter)), [], "{filter}");
    }
    let sorted = at(&USERS, "/users").query("$filter", "city eq 'x'").query("$orderby", "city");
    assert_eq!(found(&sorted).len(), 2);
    assert_eq!(
        sorted.check().first().expect("a finding").to_string(),
        format!(
            "`$filter` with `$orderby` needs the header `ConsistencyLevel: eventual` here; \
             add `.consistency_level_eventual()` to the request, see {REFERENCE}"
        )
    );
    assert_eq!(found(&at(&USERS, "/users").query("$orderby", "city")), []);
}

#[test]
fn search_and_count_need_the_header_only() {
    let advanced = |subject: &str| vec![(FindingKind::AdvancedQuery, subject.to_owned())];
    assert_eq!(found(&at(&USERS, "/users").query("$search", "\"a:b\"")), advanced("$search"));
    assert_eq!(found(&at(&USERS, "/users").query("$count", "true")), advanced("$count"));
    assert_eq!(found(&at(&USERS, "/users").query("$count", "false")), []);
    assert_eq!(found(&at(&USERS, "/users/$count")), advanced("$count"));
    assert_eq!(found(&at(&USERS, "/users/$count").query("$filter", "a ne 1")), advanced("$filter"));
    assert_eq!(found(&at(&MEMBERS, "/groups/1/members").query("$search", "x")), advanced("$search"));
    assert_eq!(found(&at(&USERS, "/users").query("$search", "x").consistency_level_eventual()), []);
    assert_eq!(found(&at(&USERS, "/users").query("$search", "x").header("consistencylevel", "session")).len(), 1);
}

#[test]
fn other_areas_need_no_header() {
    let query = |request: Request<Content>| {
        request.query("$filter", "a ne 1").query("$search", "x").query("$count", "true").query("$orderby", "a")
    };
    assert_eq!(found(&query(at(&MESSAGES, "/users/1/messages"))), []);
    static OTHER: Page =
        Page { reference: "https://example.com/users", allowed: "", options: DIRECTORY, statuses: "200" };
    static ELSEWHERE: Operation = Operation { method: Method::Get, template: "/users", pages: &[OTHER] };
    assert_eq!(found(&query(at(&ELSEWHERE, "/users"))), []);
    static ONE: Operation = get("/users/{id}", &[page(DIRECTORY)]);
    assert_eq!(found(&query(at(&ONE, "/users/1"))), []);
}

#[test]
fn directory_lists_are_recognized() {
    static LISTS: [Operation; 6] = [
        get("/me/memberOf", &[page(DIRECTORY)]),
        get("/users/{id}/memberOf/$count", &[page(DIRECTORY)]),
        get("/groups/{id}/members/microsoft.graph.user", &[page(DIRECTORY)]),
        get("/directory/administrativeUnits", &[page(DIRECTORY)]),
        get("/servicePrincipals", &[page(DIRECTORY)]),
        get("/users/{id}/directReports", &[page(DIRECTORY)]),
    ];
    for operation in &LISTS {
        assert_eq!(found(&at(operation, "/x").query("$search", "x")).len(), 1, "{}", operation.template);
    }
    static OTHERS: [Operation; 5] = [
        get("/teams/{id}/members", &[page(DIRECTORY)]),
        get("/users/{id}/calendars", &[page(DIRECTORY)]),
        get("/users/delta()", &[page(DIRECTORY)]),
        get("/groups/{id}/members", &[page("$search")]),
        get("/", &[page(DIRECTORY)]),
    ];
    for operation in &OTHERS {
        assert_eq!(found(&at(operation, "/x").query("$search", "x")), [], "{}", operation.template);
    }
    static UNINDEXED: Operation = get("/users/{id}/directReports", &[page("$count $expand $filter $select")]);
    assert_eq!(found(&at(&UNINDEXED, "/x").query("$count", "true").query("$filter", "a ne 1")), []);
}

#[test]
fn required_properties_are_in_the_body() {
    let request = || at(&CREATE, "/users").requires("displayName mail");
    let body = request().check().remove(0);
    assert_eq!((body.kind(), body.subject()), (FindingKind::MissingBody, "body"));
    assert!(body.to_string().contains("`displayName`, `mail`"), "{body}");
    let property = (FindingKind::MissingProperty, "mail".to_owned());
    assert_eq!(found(&request().json::<()>(json!({"displayName": null}))), [property]);
    assert_eq!(found(&request().json::<()>(json!({"displayName": "a", "mail": "b"}))), []);
    assert_eq!(found(&request().bytes("text/plain", "x")), []);
    assert_eq!(found(&at(&CREATE, "/users")), []);
}

#[test]
fn arguments_are_valid_and_not_repeated() {
    static USER: Operation = get("/users/{id}/messages/{id1}", &[]);
    let with =
        |argument: &str| Request::<Content>::new(&USER, Path::new().lit("/users/").seg(argument).lit("/messages/1"));
    for (argument, text) in [("", "empty"), ("..", "`..`"), ("ann\u{7}", "control character")] {
        let findings = with(argument).check();
        assert_eq!((findings.len(), findings[0].kind()), (1, FindingKind::InvalidPath));
        assert_eq!((findings[0].subject(), findings[0].reference()), ("/users/{id}/messages/{id1}", None));
        assert!(findings[0].to_string().contains(text), "{}", findings[0]);
        assert!(!format!("{:?}", findings[0]).contains("ann"), "{:?}", findings[0]);
    }
    assert!(with("ann").check().is_empty());
}

#[test]
fn strict_clients_refuse_what_is_found() {
    let service = Service::default();
    let client = service.client().build().expect("a client");
    let request = || at(&TWO_PAGES, "/things").query("$skip", "1").query("$filter", "secret eq 1");
    let error = request().send_blocking(&client.strict()).expect_err("refused");
    assert_eq!((error.kind(), error.findings()), (ErrorKind::Refused, &*request().check()));
    assert_eq!(error.findings().len(), 2);
    let text = error.to_string();
    assert!(text.contains("`$skip`") && text.contains("; the page does not list the query option `$filter`"), "{text}");
    assert!(!text.contains("secret"), "{text}");
    assert!(service.received().is_empty(), "nothing is sent");
    block_on(request().send(&client.strict())).expect_err("refused");
    assert!(service.received().is_empty(), "nothing is sent");
    request().send_blocking(&client).expect("not strict");
    at(&TWO_PAGES, "/things").send_blocking(&client.strict()).expect("nothing is found");
    assert_eq!(service.received().len(), 2);
}
