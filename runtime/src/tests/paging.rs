//! Requests for further pages and for later changes.

use crate::runtime::{Body, Collection, InvalidLinkReason, Method, Operation, Path, Request, ResponseBody};
use crate::tests::models::User;
use serde_json::json;

const BASE: &str = "https://graph.microsoft.com/v1.0";
static LIST: Operation = Operation { method: Method::Post, template: "/users/{id}/friends", pages: &[] };

fn first() -> Request<Collection<User>> {
    Request::new(&LIST, Path::new().lit("/users/").seg("a b").lit("/friends"))
        .prefer("odata.maxpagesize=2")
        .header("Authorization", "Bearer abc")
        .header("cookie", "c")
        .json::<User>(json!({ "a": 1 }))
        .top(2)
}

fn page(link: &str) -> Collection<User> {
    Collection { next_link: Some(link.to_owned()), ..Collection::default() }
}

/// The path and query of the next request, or why there is none.
fn next(link: &str, base_url: &str) -> Result<String, InvalidLinkReason> {
    let next = first().next(&page(link), base_url).map_err(|error| error.reason())?;
    Ok(next.expect("a request").path_and_query().expect("a valid path"))
}

#[test]
fn next_request_keeps_method_headers_and_body() {
    let next = first().next(&page(&format!("{BASE}/users/a%20b/friends?$skiptoken=X")), BASE).unwrap().unwrap();
    assert_eq!(next.method(), Method::Post);
    assert_eq!(next.header_value("Prefer"), Some("odata.maxpagesize=2"));
    assert_eq!(next.header_value("Authorization"), Some("Bearer abc"));
    assert_eq!(next.body(), Some(&Body::Json(json!({ "a": 1 }).into())));
    assert_eq!(next.path_and_query().unwrap(), "/users/a%20b/friends?$skiptoken=X");
    assert_eq!(next.clone().count().path_and_query().unwrap(), "/users/a%20b/friends?$skiptoken=X&$count=true");
    let third = next.next(&page("?$skiptoken=Y"), BASE).unwrap().unwrap();
    assert_eq!(third.path_and_query().unwrap(), "/users/a%20b/friends?$skiptoken=Y");
    assert_eq!(third.header_value("Prefer"), Some("odata.maxpagesize=2"));
}

#[test]
fn last_page_has_no_next_request() {
    let last = Collection::<User>::decode(br#"{"value":[],"@odata.deltaLink":"/v1.0/users/delta?t=1"}"#).unwrap();
    assert!(first().next(&last, BASE).unwrap().is_none());
    let changes = first().delta(&last, BASE).unwrap().expect("a delta link");
    assert_eq!(changes.path_and_query().unwrap(), "/users/delta?t=1");
    assert_eq!(changes.header_value("Prefer"), Some("odata.maxpagesize=2"));
    assert!(first().delta(&page("x"), BASE).unwrap().is_none());
    let optional: Request<Option<Collection<User>>> = first().answering();
    assert!(optional.next(&page("?a"), BASE).unwrap().is_some());
    assert!(optional.delta(&last, BASE).unwrap().is_some());
}

#[test]
fn links_to_the_host_are_followed_unchanged() {
    let links = [
        (
            "https://graph.microsoft.com/v1.0/users?$skiptoken=a%2Fb%20c%3d+%E2%82%AC&$top=2",
            "/users?$skiptoken=a%2Fb%20c%3d+%E2%82%AC&$top=2",
        ),
        ("HTTPS://GRAPH.Microsoft.COM/v1.0/Users('A%27')", "/Users('A%27')"),
        ("https://graph.microsoft.com:443/v1.0/users?x=//evil.example/?y#z", "/users?x=//evil.example/?y"),
        ("https://graph.microsoft.com:/v1.0?x", "?x"),
        ("https://graph.microsoft.com/v1.0/users/../groups/./1", "/groups/1"),
        ("https://graph.microsoft.com/v1.0/a b?\"<ü>", "/a%20b?%22%3C%C3%BC%3E"),
        ("//graph.microsoft.com/v1.0/users", "/users"),
        ("/v1.0/users/", "/users/"),
        ("friends?$skip=2", "/users/a%20b/friends?$skip=2"),
        ("?$skip=2", "/users/a%20b/friends?$skip=2"),
        ("../../groups('a:b')?$skip=2", "/groups('a:b')?$skip=2"),
        ("groups('a:b')/x", "/users/a%20b/groups('a:b')/x"),
        ("", "/users/a%20b/friends"),
    ];
    for (link, expected) in links {
        assert_eq!(next(link, BASE).as_deref(), Ok(expected), "{link}");
    }
    assert_eq!(
        next("https://graph.microsoft.com/v1.0/users", "https://GRAPH.microsoft.com:443/v1.0/").as_deref(),
        Ok("/users")
    );
    assert_eq!(next("https://[2001:DB8::1]:80/a", "https://[2001:db8::1]:80").as_deref(), Ok("/a"));
    assert_eq!(next("http://localhost:4007/v1.0/a?b", "http://localhost:4007").as_deref(), Ok("/v1.0/a?b"));
    assert_eq!(next("http://localhost:80?b", "http://localhost").as_deref(), Ok("?b"));
}

#[test]
fn relative_links_are_relative_to_the_context_url() {
    let mut page = page("groups?$skip=2");
    page.extra.insert("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#groups");
    let target = |page: &_| first().next(page, BASE).map(|next| next.unwrap().path_and_query().unwrap());
    assert_eq!(target(&page).unwrap(), "/groups?$skip=2");
    page.extra.insert("@odata.context", "https://evil.example/v1.0/$metadata#groups");
    assert_eq!(target(&page).unwrap_err().reason(), InvalidLinkReason::OtherHost);
    page.extra.insert("@odata.context", "\\");
    assert_eq!(target(&page).unwrap_err().reason(), InvalidLinkReason::Malformed);
    page.next_link = Some(format!("{BASE}/x"));
    assert_eq!(target(&page).unwrap(), "/x");
}

#[test]
fn links_elsewhere_are_refused() {
    use InvalidLinkReason::{Malformed, OtherHost, OutsideBase};
    let links = [
        ("https://evil.example/v1.0/users", OtherHost),
        ("https://graph.microsoft.com@evil.example/v1.0/users", OtherHost),
        ("https://graph.microsoft.com:443@evil.example/v1.0/users", OtherHost),
        ("https://a@graph.microsoft.com@evil.example/v1.0/users", OtherHost),
        ("https://graph.microsoft.com.evil.example/v1.0/users", OtherHost),
        ("https://graph.microsoft.com./v1.0/users", OtherHost),
        ("https://evil.example?x=https://graph.microsoft.com/v1.0/", OtherHost),
        ("https://evil.example#@graph.microsoft.com/v1.0/", OtherHost),
        ("http://graph.microsoft.com/v1.0/users", OtherHost),
        ("https://graph.microsoft.com:8443/v1.0/users", OtherHost),
        ("https://graph.microsoft.com:80/v1.0/users", OtherHost),
        ("//evil.example/v1.0/users", OtherHost),
        ("https://graph.microsoft.com/beta/users", OutsideBase),
        ("https://graph.microsoft.com/v1.0beta/users", OutsideBase),
        ("https://graph.microsoft.com/v1.0/../beta/users", OutsideBase),
        ("https://graph.microsoft.com", OutsideBase),
        ("../../../beta", OutsideBase),
        ("https://graph.microsoft.com\\@evil.example/v1.0/users", Malformed),
        ("\\\\evil.example/v1.0/users", Malformed),
        ("https://graph.microsoft.com/v1.0/users\r\nHost: evil.example", Malformed),
        ("ht\ttps://evil.example/", Malformed),
        ("https://graph.microsoft.com/v1.0/%2E%2e/beta", Malformed),
        ("https://graph.microsoft.com/v1.0//evil.example/", Malformed),
        ("https://graph.microsoft.com:4430000/v1.0/users", Malformed),
        ("https://graph.microsoft.com:+443/v1.0/users", Malformed),
        ("https://graph%2Emicrosoft.com/v1.0/users", Malformed),
        ("https:///v1.0/users", Malformed),
        ("///evil.example/", Malformed),
        ("https:/v1.0/users", Malformed),
        ("https:users", Malformed),
        ("file:///etc/passwd", Malformed),
        ("javascript:alert(1)", Malformed),
    ];
    for (link, reason) in links {
        assert_eq!(next(link, BASE), Err(reason), "{link}");
        assert_eq!(first().follow(link, BASE).map_err(|error| error.reason()).err(), Some(reason), "{link}");
    }
}

#[test]
fn base_url_has_a_host_and_no_query() {
    let bases = [
        "",
        "graph.microsoft.com/v1.0",
        "/v1.0",
        "ftp://a/",
        "https://",
        "https://a/?b",
        "https://a/#b",
        "https://a b/",
    ];
    for base_url in bases {
        assert_eq!(next("/v1.0/users", base_url), Err(InvalidLinkReason::BaseUrl), "{base_url}");
    }
}

#[test]
fn errors_name_the_host_but_not_the_query() {
    let text = |link| first().next(&page(link), BASE).unwrap_err().to_string();
    let text_of_base = first().next(&page("/"), "graph").unwrap_err().to_string();
    assert_eq!(
        text("https://ann:pw@EVIL.example:8443/x?token=secret"),
        "the link leads to \"https://evil.example:8443\", which is not the host of the base URL \"https://graph.microsoft.com/v1.0\""
    );
    assert_eq!(
        text("/beta/x?token=secret"),
        "the link leads to \"/beta/x\", which is not below the base URL \"https://graph.microsoft.com/v1.0\""
    );
    assert_eq!(text("\n"), "the link is not a valid URL");
    assert_eq!(text_of_base, "\"graph\" is not a base URL, such as https://graph.microsoft.com/v1.0");
}

#[test]
fn any_host_is_followed_without_credentials_if_requested() {
    let (host, request) = first().follow_to_any_host("https://b@Files.example:8443/x?y=%20", BASE).unwrap();
    assert_eq!((host.as_str(), request.path_and_query().unwrap().as_str()), ("https://files.example:8443", "/x?y=%20"));
    assert_eq!(request.header_value("Authorization"), None);
    assert_eq!(request.header_value("Cookie"), None);
    assert_eq!(request.header_value("Prefer"), Some("odata.maxpagesize=2"));
    let (host, request) = first().follow_to_any_host("/other?a", BASE).unwrap();
    assert_eq!(
        (host.as_str(), request.path_and_query().unwrap().as_str()),
        ("https://graph.microsoft.com", "/other?a")
    );
    let error = first().follow_to_any_host("\\", BASE).unwrap_err();
    assert_eq!(error.reason(), InvalidLinkReason::Malformed);
}

#[test]
fn errors_and_other_hosts_get_no_secrets() {
    let request = first().header("x-api-key", "k");
    let error = request.follow("https://evil.example/", "https://user:word@host.example/v1.0").unwrap_err();
    assert!(!error.to_string().contains("word") && error.to_string().contains("host.example"), "{error}");
    let (_, other) = request.follow_to_any_host("https://evil.example/", "https://host.example/v1.0").unwrap();
    assert_eq!(other.headers().iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Prefer"]);
}
