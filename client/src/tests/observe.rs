//! What hooks see.

use super::fakes::{Service, response};
use crate::client::testing::block_on;
use crate::client::{
    Broken, CallView, ErrorKind, FailureView, Head, Hook, RequestView, ResponseView, SendRequest, Token,
};
use crate::runtime::{Content, Method, Operation, Path, Request};
use std::sync::{Arc, Mutex};
use std::time::Duration;

static CREATE: Operation = Operation { method: Method::Post, template: "/things/{id}", pages: &[] };

fn request() -> Request<Content> {
    Request::new(&CREATE, Path::new().lit("/things/").seg("1"))
        .query("$select", "a")
        .header("Cookie", "secret")
        .header("x-plain", "plain")
        .bytes("text/plain", "body")
}

/// Writes what it sees to a list.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>, &'static str);

impl Log {
    fn add(&self, call: &CallView, text: &str) {
        let Self(lines, name) = self;
        assert_eq!((call.method, call.template, call.request_id.len()), (Method::Post, "/things/{id}", 36));
        lines.lock().expect("lines").push(format!("{name}{} {text}", call.attempt));
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("lines").clone()
    }
}

impl Hook for Log {
    fn request(&self, call: &CallView, request: &RequestView) {
        let id = request.headers.iter().find(|(name, _)| name == "client-request-id").map(|(_, value)| value);
        assert_eq!(id, Some(&call.request_id));
        let mut headers = request.headers.clone();
        headers.retain(|(name, _)| !["Accept", "User-Agent", "Content-Type", "client-request-id"].contains(&&**name));
        let headers: Vec<_> = headers.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let body = request.body.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        self.add(call, &format!("{} {} [{}] {body}", request.method, request.url, headers.join(" ")));
    }

    fn response(&self, call: &CallView, response: &ResponseView) {
        self.add(call, &format!("{} {:?}", response.status, response.headers));
    }

    fn body(&self, call: &CallView, body: &[u8]) {
        self.add(call, &String::from_utf8_lossy(body));
    }

    fn failure(&self, call: &CallView, failure: &FailureView) {
        self.add(call, &format!("{} {}", failure.before_sending, failure.is_timeout));
    }
}

#[test]
fn hooks_see_each_attempt_without_credentials() {
    let not_sent = Broken { before_sending: true, is_timeout: false, source: "refused".into() };
    let prepared = || {
        [
            Err(Broken { source: "refused".into(), ..not_sent }),
            response(429, &[("Retry-After", "2")], "wait"),
            response(201, &[("Set-Cookie", "secret"), ("ETag", "e")], "done"),
        ]
    };
    let url = "POST https://graph.example/v1.0/things/1?$select=a";
    let expected = [
        format!("1 {url} [Cookie=*** x-plain=plain Authorization=***] body"),
        "1 true false".to_owned(),
        format!("2 {url} [Cookie=*** x-plain=plain Authorization=*** retry-attempt=1] body"),
        "2 429 [(\"Retry-After\", \"2\")]".to_owned(),
        format!("3 {url} [Cookie=*** x-plain=plain Authorization=*** retry-attempt=2] body"),
        "3 201 [(\"Set-Cookie\", \"***\"), (\"ETag\", \"e\")]".to_owned(),
        "3 done".to_owned(),
    ];
    for is_blocking in [false, true] {
        let (service, log) = (Service::new(prepared()), Log::default());
        let client = service.client().token(Token::new("secret")).hook(log.clone()).build().expect("a client");
        let sent = if is_blocking { request().send_blocking(&client) } else { block_on(request().send(&client)) };
        assert_eq!(sent.expect("a response").attempts(), 3);
        assert_eq!(log.lines(), expected);
        let sent = &service.received()[0].headers;
        assert!(sent.contains(&("Authorization".to_owned(), "Bearer secret".to_owned())), "the call is not changed");
    }
}

#[test]
fn hooks_are_called_in_order() {
    let lines = Arc::default();
    let (first, second) = (Log(Arc::clone(&lines), "a"), Log(Arc::clone(&lines), "b"));
    let client = Service::default().client().hook(first).hook(second).build().expect("a client");
    request().send_blocking(&client.strict()).expect("a response");
    let order: Vec<String> =
        lines.lock().expect("lines").iter().map(|line: &String| line.chars().take(2).collect()).collect();
    assert_eq!(order, ["a1", "b1", "a1", "b1", "a1", "b1"]);
}

#[test]
fn views_show_no_values() {
    struct Format(Arc<Mutex<String>>);
    impl Hook for Format {
        fn request(&self, _: &CallView, request: &RequestView) {
            *self.0.lock().expect("text") += &format!("{request:?}");
        }
        fn response(&self, _: &CallView, response: &ResponseView) {
            *self.0.lock().expect("text") += &format!("{response:?}");
        }
    }
    let (service, text) = (Service::new([response(404, &[("x-plain", "plain")], "{}")]), Arc::default());
    let client = service.client().hook(Format(Arc::clone(&text))).build().expect("a client");
    let error = request().send_blocking(&client).expect_err("not found");
    assert_eq!(error.kind(), ErrorKind::Status);
    let text = text.lock().expect("text");
    assert!(text.contains("x-plain") && text.contains("404") && text.contains("Some(4)"), "{text}");
    assert!(!text.contains("\"plain\"") && !text.contains("things") && !text.contains("secret"), "{text}");
}

#[test]
fn announcements_of_the_end_are_read() {
    let head = |headers: &[(&str, &str)]| {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Head::new(200, headers, Duration::ZERO)
    };
    let links = "<https://a.example/x,y>; rel=\"next\", <https://b.example/?a=b>; title=\"x\" ; rel=\"other Sunset\"";
    let sunset = ("sunset", "Sun, 11 Nov 2029 23:59:59 GMT");
    let announced = head(&[("Deprecation", "@1688169599"), sunset, ("Link", links)]);
    let deprecation = announced.deprecation().expect("an announcement");
    assert_eq!(deprecation.deprecated, Some("@1688169599"));
    assert_eq!(deprecation.sunset, Some(sunset.1));
    assert_eq!(deprecation.link, Some("https://b.example/?a=b"));
    let only = head(&[sunset, ("Link", "<https://a.example>; rel=deprecation, <https://b.example>; rel=next")]);
    assert_eq!(only.deprecation().and_then(|own| own.link), Some("https://a.example"));
    assert_eq!(head(&[sunset]).deprecation().and_then(|own| own.link), None);
    for garbage in ["", "<", "<>", ">;rel=sunset", "<a", "<a>;rel", "<a>;rel=\"", "<é>;;;=,"] {
        assert_eq!(head(&[sunset, ("Link", garbage)]).deprecation().and_then(|own| own.link), None, "{garbage}");
    }
    assert_eq!(head(&[("Link", links)]).deprecation(), None);
    let service = Service::new([response(200, &[sunset], ""), response(404, &[sunset], "")]);
    let client = service.client().build().expect("a client");
    let response = request().send_blocking(&client).expect("a response");
    assert_eq!(response.deprecation().and_then(|own| own.sunset), Some(sunset.1));
    let error = request().send_blocking(&client).expect_err("not found");
    assert_eq!(error.deprecation().and_then(|own| own.sunset), Some(sunset.1));
}
