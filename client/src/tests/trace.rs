//! What is recorded with the crate `tracing`.

use super::fakes::{Service, response};
use crate::client::testing::block_on;
use crate::client::{Broken, CallOptions, SendRequest, Token};
use crate::runtime::{Content, Method, Operation, Path, Request};
use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A subscriber that keeps everything, as text.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Collected>>);

#[derive(Default)]
struct Collected {
    spans: Vec<Fields>,
    /// The events, with the span that is entered.
    events: Vec<(Option<u64>, Fields)>,
    entered: Vec<u64>,
}

type Fields = BTreeMap<String, String>;

struct Visitor<'f>(&'f mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Visitor(&mut fields));
        let mut collected = self.0.lock().expect("collected");
        collected.spans.push(fields);
        Id::from_u64(collected.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = span.into_u64() as usize - 1;
        values.record(&mut Visitor(&mut self.0.lock().expect("collected").spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::from([("level".to_owned(), event.metadata().level().to_string())]);
        event.record(&mut Visitor(&mut fields));
        let mut collected = self.0.lock().expect("collected");
        let span = collected.entered.last().copied();
        collected.events.push((span, fields));
    }

    fn enter(&self, span: &Id) {
        self.0.lock().expect("collected").entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.0.lock().expect("collected").entered.pop(), Some(span.into_u64()));
    }
}

/// Collects what a program records.
fn collect(program: impl FnOnce()) -> Collected {
    let collector = Collector::default();
    tracing::subscriber::with_default(collector.clone(), program);
    std::mem::take(&mut *collector.0.lock().expect("collected"))
}

static UPDATE: Operation = Operation { method: Method::Patch, template: "/users/{id}/things/{id1}", pages: &[] };

/// A request with `SENTINEL` wherever a caller can write something.
fn request() -> Request<Content> {
    Request::new(&UPDATE, Path::new().lit("/users/").seg("SENTINEL-a").lit("/things/").seg("SENTINEL-b"))
        .query("$filter", "name eq 'SENTINEL-c'")
        .query("SENTINEL-d", "e")
        .header("x-own", "SENTINEL-f")
        .header("If-Match", "SENTINEL-g")
        .bytes("text/plain", "SENTINEL-h")
}

/// Responses with `SENTINEL` wherever a service can write something.
fn service() -> Service {
    let lost = Broken { before_sending: false, is_timeout: true, source: "SENTINEL-i".into() };
    Service::new([
        Err(lost),
        response(503, &[("Retry-After", "2.5"), ("x-own", "SENTINEL-j")], "SENTINEL-k"),
        response(307, &[("Location", "https://graph.example/SENTINEL-l?SENTINEL-m")], ""),
        response(401, &[("WWW-Authenticate", "Bearer realm=\"SENTINEL-n\"")], ""),
        response(
            404,
            &[("request-id", "SENTINEL-o")],
            "{\"error\":{\"code\":\"SENTINEL-p\",\"message\":\"SENTINEL-q\"}}",
        ),
    ])
}

/// Calls the service with `SENTINEL` tokens.
fn call(service: &Service, is_blocking: bool) {
    let tokens = crate::client::token_fn(|need| {
        Ok(Token::new(if need.rejected.is_some() { "SENTINEL-token-1" } else { "SENTINEL-token-0" }))
    });
    let quadratic = |options: &mut CallOptions| options.retry.backoff = crate::client::Backoff::Quadratic;
    let client = service.client().token(tokens).options(quadratic).build().expect("a client");
    if is_blocking {
        request().send_blocking(&client).map(|_| ()).expect_err("not found");
    } else {
        block_on(request().send(&client)).map(|_| ()).expect_err("not found");
    }
}

fn text(fields: &Fields, leave_out: &[&str]) -> String {
    let mut text = String::new();
    for (name, value) in fields.iter().filter(|(name, _)| !leave_out.contains(&name.as_str())) {
        write!(text, "{name}={value} ").expect("a text");
    }
    text
}

#[test]
fn a_call_is_a_span_and_each_attempt_an_event() {
    for is_blocking in [false, true] {
        assert_recorded(&collect(|| call(&service(), is_blocking)));
    }
}

fn assert_recorded(collected: &Collected) {
    let spans: Vec<String> = collected.spans.iter().map(|fields| text(fields, &[])).collect();
    assert_eq!(
        spans,
        ["error.type=404 http.request.method=PATCH http.request.resend_count=4 http.response.status_code=404 \
          otel.kind=client otel.name=PATCH /users/{id}/things/{id1} otel.status_code=ERROR server.address=graph.example \
          server.port=443 url.scheme=https url.template=/users/{id}/things/{id1} "]
    );
    assert!(collected.events.iter().all(|(span, _)| *span == Some(1)), "in the span of the call");
    assert!(collected.entered.is_empty());
    let same = [
        "level",
        "message",
        "http.request.method",
        "url.template",
        "server.address",
        "server.port",
        "http.request.body.size",
        "attempt.duration",
    ];
    let events: Vec<String> = collected.events.iter().map(|(_, fields)| text(fields, &same)).collect();
    assert_eq!(
        events,
        [
            "attempt.delay=0.0 error.type=timeout http.request.resend_count=0 ",
            "attempt.delay=1.0 error.type=503 http.request.resend_count=1 http.response.status_code=503 ",
            "attempt.delay=2.5 http.request.resend_count=2 http.response.status_code=307 ",
            "attempt.delay=0.0 error.type=401 http.request.resend_count=3 http.response.status_code=401 ",
            "attempt.delay=0.0 error.type=404 http.request.resend_count=4 http.response.body.size=54 \
             http.response.status_code=404 ",
        ]
    );
    for (_, fields) in &collected.events {
        assert_eq!(
            text(&fields.iter().filter(|(name, _)| same.contains(&name.as_str())).map(own).collect(), &[]),
            "attempt.duration=0.0 http.request.body.size=10 http.request.method=PATCH level=DEBUG \
             message=attempt server.address=graph.example server.port=443 url.template=/users/{id}/things/{id1} "
        );
    }
}

fn own((name, value): (&String, &String)) -> (String, String) {
    (name.clone(), value.clone())
}

#[test]
fn nothing_that_was_sent_or_received_is_recorded() {
    for is_blocking in [false, true] {
        let service = service();
        let collected = collect(|| call(&service, is_blocking));
        let sent = format!("{:?}", service.received().iter().map(|own| (&own.url, &own.headers)).collect::<Vec<_>>());
        assert!(
            ["a", "b", "c", "d", "f", "g", "token-0"].iter().all(|part| sent.contains(&format!("SENTINEL-{part}")))
        );
        let events = collected.events.iter().map(|(_, fields)| fields);
        let all: String = collected.spans.iter().chain(events).map(|fields| text(fields, &[])).collect();
        assert!(all.contains("/users/{id}/things/{id1}"), "{all}");
        assert!(!all.contains("SENTINEL") && !all.contains("Bearer"), "{all}");
        assert_eq!(collected.spans.len(), 1);
        assert!(collected.events.len() == 5 && collected.events.iter().all(|(span, _)| *span == Some(1)));
    }
}

#[test]
fn a_successful_call_is_no_error() {
    let collected = collect(|| {
        let client = Service::default().client().build().expect("a client");
        block_on(request().send(&client)).expect("a response");
    });
    let fields = &collected.spans[0];
    assert_eq!(fields.get("http.response.status_code").map(String::as_str), Some("200"));
    for name in ["error.type", "otel.status_code", "http.request.resend_count"] {
        assert_eq!(fields.get(name), None, "{name}");
    }
    let not_modified = collect(|| {
        let client = Service::new([response(304, &[], "")]).client().build().expect("a client");
        block_on(request().send(&client)).map(|_| ()).expect_err("not modified");
    });
    assert_eq!(not_modified.spans[0].get("otel.status_code"), None);
}

#[test]
fn the_span_is_entered_only_while_its_call_is_polled() {
    let collector = Collector::default();
    tracing::subscriber::with_default(collector.clone(), || {
        let service = Service::default();
        let waiting = crate::client::token_async(|_| std::future::pending());
        let client = service.client().token(waiting).build().expect("a client");
        let mut call = request().send(&client);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(call.as_mut().poll(&mut context).is_pending());
        assert!(collector.0.lock().expect("collected").entered.is_empty());
        tracing::info!(target: "client", "outside");
        drop(call);
    });
    let collected = collector.0.lock().expect("collected");
    assert_eq!((collected.spans.len(), collected.events.len()), (1, 1));
    assert_eq!(collected.events[0].0, None);
    assert_eq!(collected.spans[0].get("error.type").map(String::as_str), Some("cancelled"));
}

#[test]
fn errors_without_a_response_have_a_type() {
    let collected = collect(|| {
        let refused = Broken { before_sending: true, is_timeout: false, source: "SENTINEL".into() };
        let client = Service::new([Err(refused)]).client().build().expect("a client");
        let client = client.with(|options| options.retry.attempts = 1);
        request().send_blocking(&client).map(|_| ()).expect_err("no connection");
        let no_token = crate::client::token_fn(|_| Err("SENTINEL".into()));
        let client = Service::default().client().token(no_token).build().expect("a client");
        request().send_blocking(&client).map(|_| ()).expect_err("no token");
    });
    let types: Vec<_> = collected.spans.iter().map(|fields| fields["error.type"].as_str()).collect();
    assert_eq!(types, ["connect", "token"]);
    assert_eq!(collected.events.len(), 1, "nothing was sent without a token");
}

#[test]
fn the_end_of_an_operation_is_reported_once() {
    let collected = collect(|| {
        let sunset = [
            ("Sunset", "Sun, 11 Nov 2029 23:59:59 GMT"),
            ("Retry-After", "1"),
            ("Link", "<https://docs.example/end?SENTINEL#x>; rel=\"sunset\""),
        ];
        let service = Service::new([response(429, &sunset, ""), response(200, &sunset, "")]);
        let client = service.client().build().expect("a client");
        block_on(request().send(&client)).expect("a response");
    });
    let warnings: Vec<String> = collected
        .events
        .iter()
        .filter(|(_, fields)| fields["level"] == "WARN")
        .map(|(_, fields)| text(fields, &["level"]))
        .collect();
    assert_eq!(
        warnings,
        [
            "http.response.header.link=https://docs.example/end http.response.header.sunset=Sun, 11 Nov 2029 23:59:59 GMT \
          message=the service is going to remove this operation url.template=/users/{id}/things/{id1} "
        ]
    );
}

#[test]
fn delays_of_any_length_are_added() {
    // The largest number of seconds that a `Retry-After` can name: it is read as a floating-point number.
    let busy = || response(429, &[("Retry-After", "18446744073709549568")], "");
    // No one records the attempts, so their delays are not recorded separately.
    let service = Service::new([busy(), busy()]);
    let client = service.client().options(|options| options.retry.budget = std::time::Duration::MAX);
    let client = client.build().expect("a client");
    let request = Request::<Content>::new(&UPDATE, Path::new().lit("/users"));
    assert_eq!(request.send_blocking(&client).expect("a response").attempts(), 3);
}
