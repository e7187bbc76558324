//! What is found in requests that are not sent.

use super::fakes::Service;
use crate::client::testing::block_on;
use crate::client::{CheckRequest, ErrorKind, FindingKind, SendRequest};
use crate::runtime::{Content, Extra, Method, Model, Operation, Page, Path, Request, object, open_enum};
use serde_json::json;

const REFERENCE: &str = "https://learn.microsoft.com/graph/api/thing-list?view=graph-rest-1.0";

const fn page(options: &'static str) -> Page {
    Page { options, ..Page::new(REFERENCE) }
}

/// Returns a page of an operation with advanced queries.
const fn indexed(headers: &'static str) -> Page {
    Page { headers, ..page(DIRECTORY) }
}

const DIRECTORY: &str = "$count $expand $filter $orderby $search $select $top";
const HEADERS: &str = "Prefer\nConsistencyLevel: eventual";

const fn get(template: &'static str, pages: &'static [Page]) -> Operation {
    Operation { method: Method::Get, template, pages }
}

static USERS: Operation = get("/users", &[indexed(HEADERS)]);
static MESSAGES: Operation = get("/users/{id}/messages", &[page(DIRECTORY)]);
static MEMBERS: Operation = get("/groups/{id}/members", &[indexed(HEADERS)]);
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
        let (header, count) = ("`.consistency_level_eventual()`", "`.count()`");
        let calls = |request: Request<Content>| -> [bool; 2] {
            let findings = request.check();
            assert_eq!((findings.len(), findings[0].subject()), (1, "$filter"), "{filter}");
            [header, count].map(|call| findings[0].to_string().contains(call))
        };
        assert_eq!(calls(request()), [true, true], "{filter}: header and count");
        assert_eq!(calls(request().query("$count", "true")), [true, false], "{filter}: header");
        assert_eq!(calls(request().consistency_level_eventual()), [false, true], "{filter}: count");
        let complete = request().query("$count", "true").consistency_level_eventual();
        assert_eq!(found(&complete), [], "{filter}");
    }
    for filter in
        ["city eq 'a ne b'", "city eq ' not (x)'", "knot eq 1", "a/ne eq 1", "city eq 'it''s not (x) ne '", "ne eq 1"]
    {
        assert_eq!(found(&at(&USERS, "/users").query("$filter", filter)), [], "{filter}");
    }
    let sorted = at(&USERS, "/users").query("$filter", "city eq 'x'").query("$orderby", "city");
    assert_eq!(
        sorted.check().iter().map(ToString::to_string).collect::<Vec<_>>(),
        [format!(
            "`$filter` with `$orderby` needs the header `ConsistencyLevel: eventual` and `$count=true` here; \
             add `.consistency_level_eventual()` and `.count()` to the request, see {REFERENCE}"
        )]
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
fn only_pages_with_the_header_have_advanced_queries() {
    let query = |request: Request<Content>| {
        request.query("$filter", "a ne 1").query("$search", "x").query("$count", "true").query("$orderby", "a")
    };
    static INDEXED: [Operation; 5] = [
        get("/users", &[indexed("ConsistencyLevel: eventual")]),
        get("/any/{id}/things/$count", &[indexed("consistencylevel: eventual")]),
        get("/any/{id}/things/graph.user", &[indexed("CONSISTENCYLEVEL")]),
        get("/things", &[page(DIRECTORY), page("$search"), indexed("If-Match\nConsistencyLevel: eventual\nPrefer")]),
        get("/things", &[Page { reference: "https://example.com/things", ..indexed(HEADERS) }]),
    ];
    for operation in &INDEXED {
        let found = found(&query(at(operation, "/x")));
        assert_eq!(found, [(FindingKind::AdvancedQuery, "$filter".to_owned())], "{}", operation.template);
    }
    static OTHERS: [Operation; 4] = [
        get("/users", &[page(DIRECTORY)]),
        get("/users", &[indexed("Prefer: ConsistencyLevel")]),
        get("/users", &[]),
        Operation { method: Method::Post, template: "/users", pages: &[indexed(HEADERS)] },
    ];
    for operation in OTHERS.iter().chain([&MESSAGES]) {
        assert_eq!(found(&query(at(operation, "/x"))), [], "{}", operation.template);
    }
}

#[test]
fn deprecated_operations_are_reported() {
    const NOTE: &str = "Use the parts of a thing instead.";
    const OLD: Page = Page { deprecated: NOTE, ..page("") };
    static OLD_THINGS: Operation = get("/things/{id}", &[OLD, page("")]);
    let findings = at(&OLD_THINGS, "/things/1").check();
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.kind(), finding.subject()), (FindingKind::DeprecatedOperation, "GET /things/{id}"));
    let text = format!("`GET /things/{{id}}` is deprecated: Use the parts of a thing instead, see {REFERENCE}");
    assert_eq!(finding.to_string(), text);
    static OLD_ELSEWHERE: Operation = get("/things/{id}", &[page(""), OLD]);
    for operation in [&OLD_ELSEWHERE, &SILENT, &NO_PAGE] {
        assert_eq!(found(&at(operation, "/things/1")), [], "the leading page decides");
    }
}

#[test]
fn values_outside_the_documented_lists_are_reported() {
    let undocumented = |subject: &str| (FindingKind::UndocumentedValue, subject.to_owned());
    let body = |kind: &str| json!({"name": "a", "parts": [{"kind": "small"}, {"kind": kind}], "kind": "LARGE"});
    let request = |kind: &str| at(&CREATE, "/users").json::<Thing>(Thing::from_json(body(kind)).unwrap());
    assert_eq!(found(&request("secret")), [undocumented("/parts/1/kind")]);
    assert_eq!(found(&request("Small")), []);
    assert_eq!(found(&at(&CREATE, "/users").json::<Thing>(body("secret"))), [], "JSON is not compared");
    let text = request("secret").check().remove(0).to_string();
    let expected = "the documentation does not list the value of `/parts/1/kind`; it lists `small`, `large`";
    assert_eq!(text, format!("{expected}, see {REFERENCE}"), "without the value");
    let argument = |size: &Size| found(&at(&SILENT, "/things").listed("size", [size]));
    assert_eq!(argument(&"secret".into()), [undocumented("size")]);
    assert_eq!(argument(&Size::Small), []);
}

/// A body with an enum.
struct Thing {
    name: Option<String>,
    kind: Option<Size>,
    parts: Option<Vec<Thing>>,
    extra: Extra,
}

object! { Thing "graph.thing" { 0 name "name", 1 kind "kind", 2 parts "parts" } }

enum Size {
    Small,
    Large,
    Unrecognized(String),
}

open_enum! { Size { 0 Small "small", 1 Large "large" } }

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
