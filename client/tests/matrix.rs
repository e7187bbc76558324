//! The matrix of retries, and that of redirects.
//!
//! In: every kind of request with every failure and every redirect. Out: whether the exchange sends the request again, and as what.

use Failure::{BodyLost, Delayed, Lost, NotSent, Status, Timeout};
use docbindgen_client::client::{
    Attempt, Broken, Call, CallOptions, Error, Event, Exchange, Headers, Home, Mode, Now, RetryPolicy, Shared, Step,
    Success, Target,
};
use docbindgen_client::runtime::Method;
use std::time::Duration;

/// How the first attempt fails.
#[derive(Clone, Copy, Debug)]
enum Failure {
    NotSent,
    Lost,
    Timeout,
    /// The connection is lost after the head of a successful response.
    BodyLost,
    Status(u16),
    /// A status with `Retry-After`.
    Delayed(u16),
}

/// The failures; whether a repeatable request is sent again; whether any other is; whether the service may have carried out the request.
const FAILURES: &[(Failure, bool, bool, bool)] = &[
    (NotSent, true, true, false),
    (Lost, true, false, true),
    (Timeout, true, false, true),
    (BodyLost, true, false, true),
    (Status(408), true, false, true),
    (Delayed(408), true, false, true),
    (Status(429), true, true, false),
    (Delayed(429), true, true, false),
    (Status(500), true, false, true),
    (Delayed(500), true, false, true),
    (Status(502), true, false, true),
    (Delayed(502), true, false, true),
    (Status(503), true, false, true),
    (Delayed(503), true, true, false),
    (Status(504), true, false, true),
    (Delayed(504), true, false, true),
    (Status(509), true, false, true),
    (Delayed(509), true, false, true),
    (Status(400), false, false, false),
    (Status(401), false, false, false),
    (Status(403), false, false, false),
    (Status(404), false, false, false),
    (Delayed(404), false, false, false),
    (Status(409), false, false, false),
    (Status(410), false, false, false),
    (Status(412), false, false, false),
    (Status(415), false, false, false),
    (Status(423), false, false, false),
    (Status(501), false, false, true),
    (Status(505), false, false, true),
    (Status(507), false, false, true),
    (Delayed(507), false, false, true),
    // Without `Location`, these are not redirects.
    (Status(302), false, false, false),
    (Status(304), false, false, false),
];

/// What makes a request repeatable besides its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    Nothing,
    Header(&'static str),
    Mark,
}

/// The requests, and whether they are repeatable.
const REQUESTS: &[(Method, With, bool)] = &[
    (Method::Get, With::Nothing, true),
    (Method::Head, With::Nothing, true),
    (Method::Options, With::Nothing, true),
    (Method::Put, With::Nothing, true),
    (Method::Delete, With::Nothing, true),
    (Method::Post, With::Nothing, false),
    (Method::Patch, With::Nothing, false),
    (Method::Post, With::Header("Prefer"), false),
    (Method::Get, With::Header("If-None-Match"), true),
    (Method::Put, With::Header("If-Match"), true),
    (Method::Delete, With::Header("If-Match"), true),
    (Method::Post, With::Header("If-Match"), true),
    (Method::Patch, With::Header("If-Match"), true),
    (Method::Patch, With::Header("if-match"), true),
    (Method::Patch, With::Header("If-None-Match"), true),
    (Method::Get, With::Mark, true),
    (Method::Put, With::Mark, true),
    (Method::Delete, With::Mark, true),
    (Method::Post, With::Mark, true),
    (Method::Patch, With::Mark, true),
];

/// Whether a method does not change anything (RFC 9110 §9.2.1).
fn is_safe(method: Method) -> bool {
    matches!(method, Method::Get | Method::Head | Method::Options)
}

struct Service {
    home: Home,
    shared: Shared,
}

impl Service {
    fn new() -> Self {
        Self { home: Home::new("https://graph.example/v1.0").expect("a base URL"), shared: Shared::default() }
    }

    fn exchange(&self, method: Method, with: With, retry: RetryPolicy) -> Exchange<'_> {
        let mut headers = vec![("Content-Type".to_owned(), "text/plain".to_owned())];
        if let With::Header(name) = with {
            headers.push((name.to_owned(), "\"1\"".to_owned()));
        }
        let options = CallOptions { retry, repeatable: with == With::Mark, scopes: None, ..CallOptions::default() };
        let target = Target::Home(self.home.below("/items/1?a=b"));
        let body = (!is_safe(method)).then(|| "text".into());
        let call = Call { method, template: "/items/{id}", target, headers, body, mode: Mode::Buffered(10), options };
        Exchange::new(&self.home, &self.shared, call, 1)
    }
}

fn now() -> Now {
    Now { elapsed: Duration::ZERO, unix: Duration::from_secs(1_767_225_600) }
}

/// Begins a call.
fn begin(exchange: &mut Exchange) -> Attempt {
    match exchange.step(Event::Start, now()) {
        Step::Send(attempt) => attempt,
        step => panic!("not sent: {step:?}"),
    }
}

/// Lets the attempt fail.
fn fail(exchange: &mut Exchange, failure: Failure) -> Step {
    let broken = |before_sending, is_timeout| {
        Event::Failed(Broken { before_sending, is_timeout, source: "a fault of the test".into() })
    };
    let event = match failure {
        NotSent => broken(true, false),
        Lost => broken(false, false),
        Timeout => broken(false, true),
        BodyLost => {
            assert!(matches!(
                exchange.step(Event::Head(200, Headers::default()), now()),
                Step::Read { cut: false, .. }
            ));
            broken(false, false)
        }
        Status(status) => Event::Head(status, Headers::default()),
        Delayed(status) => Event::Head(status, vec![("Retry-After".to_owned(), "2.128".to_owned())].into()),
    };
    exchange.step(event, now())
}

/// Returns how a call ends that is not sent again.
fn end(exchange: &mut Exchange, step: Step) -> Result<Success, Error> {
    match step {
        Step::Read { .. } => match exchange.step(Event::Body("text".into()), now()) {
            Step::Done(result) => result,
            step => panic!("not the end: {step:?}"),
        },
        Step::Done(result) => result,
        step => panic!("not the end: {step:?}"),
    }
}

fn without_number(attempt: &Attempt) -> Vec<(String, String)> {
    attempt.headers.iter().filter(|(name, _)| name != "retry-attempt").cloned().collect()
}

#[test]
fn request_is_sent_again_as_in_the_matrix() {
    for &(method, with, is_repeatable) in REQUESTS {
        for &(failure, repeatable, other, may_have_been_applied) in FAILURES {
            let cell = format!("{method} {with:?} {failure:?}");
            let service = Service::new();
            let mut exchange = service.exchange(method, with, RetryPolicy::default());
            let first = begin(&mut exchange);
            let step = fail(&mut exchange, failure);
            let expected = if is_repeatable { repeatable } else { other };
            let Step::Sleep(delay) = step else {
                assert!(!expected, "{cell} is not sent again: {step:?}");
                let error = end(&mut exchange, step).expect_err(&cell);
                assert_eq!(error.may_have_been_applied(), may_have_been_applied && !is_safe(method), "{cell}");
                assert_eq!(error.attempts(), 1, "{cell}");
                continue;
            };
            assert!(expected, "{cell} is sent again");
            let named = Duration::from_millis(2128);
            assert!(
                if matches!(failure, Delayed(_)) { delay == named } else { delay <= Duration::from_secs(1) },
                "{cell}"
            );
            let Step::Send(second) = exchange.step(Event::Awake, Now { elapsed: delay, ..now() }) else {
                panic!("{cell} is not sent")
            };
            assert_eq!((second.method, &second.url, &second.body), (method, &first.url, &first.body), "{cell}");
            assert_eq!(without_number(&second), first.headers, "{cell}");
            assert!(second.headers.contains(&("retry-attempt".to_owned(), "1".to_owned())), "{cell}");
            // A later failure does not make the first one harmless.
            let step = fail(&mut exchange, Status(400));
            let error = end(&mut exchange, step).expect_err(&cell);
            assert_eq!(error.may_have_been_applied(), may_have_been_applied && !is_safe(method), "{cell}");
        }
    }
}

#[test]
fn without_retries_each_failure_is_the_result() {
    for &(method, with, _) in REQUESTS {
        for &(failure, _, _, may_have_been_applied) in FAILURES {
            let service = Service::new();
            let mut exchange = service.exchange(method, with, RetryPolicy::off());
            begin(&mut exchange);
            let step = fail(&mut exchange, failure);
            let error = end(&mut exchange, step).expect_err("an error");
            let expected = may_have_been_applied && !is_safe(method);
            assert_eq!(error.may_have_been_applied(), expected, "{method} {with:?} {failure:?}");
            assert_eq!(error.to_string().contains("may have been applied"), expected, "{error}");
            match failure {
                Status(status) | Delayed(status) => assert_eq!(error.status(), Some(status)),
                BodyLost => assert_eq!(error.status(), Some(200)),
                NotSent | Lost | Timeout => assert_eq!(error.status(), None),
            }
        }
    }
}

#[test]
fn success_is_not_sent_again_whatever_delay_it_names() {
    for &(method, with, _) in REQUESTS {
        for success in [Status(200), Status(201), Delayed(202), Status(202), Status(204), Delayed(200), Status(299)] {
            let service = Service::new();
            let mut exchange = service.exchange(method, with, RetryPolicy::default());
            begin(&mut exchange);
            let step = fail(&mut exchange, success);
            let done = end(&mut exchange, step).expect("a success");
            assert_eq!(done.attempts, 1, "{method} {success:?}");
        }
    }
}

#[test]
fn redirect_keeps_the_request_except_after_see_other() {
    for method in [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete] {
        for status in [301, 302, 303, 307, 308] {
            for location in
                ["/v1.0/items/2", "2", "https://graph.example/v1.0/items/2", "//GRAPH.example:443/v1.0/items/2"]
            {
                let case = format!("{method} {status} {location}");
                let service = Service::new();
                let mut exchange = service.exchange(method, With::Header("Prefer"), RetryPolicy::default());
                let first = begin(&mut exchange);
                let headers = vec![("location".to_owned(), location.to_owned())];
                let Step::Send(second) = exchange.step(Event::Head(status, headers.into()), now()) else {
                    panic!("{case} is not followed")
                };
                assert_eq!(second.url, "https://graph.example/v1.0/items/2", "{case}");
                let becomes_get = status == 303 && method != Method::Head;
                let expected_method = if becomes_get { Method::Get } else { method };
                let expected_body = if becomes_get { None } else { first.body.clone() };
                assert_eq!((second.method, &second.body), (expected_method, &expected_body), "{case}");
                let has_type = second.headers.iter().any(|(name, _)| name == "Content-Type");
                assert_eq!(has_type, !becomes_get, "{case}");
                assert!(second.headers.iter().any(|(name, _)| name == "Prefer"), "{case}");
            }
        }
    }
}

#[test]
fn other_statuses_with_a_location_are_not_redirects() {
    for status in [200, 201, 202, 300, 304, 305, 306, 399, 410] {
        let service = Service::new();
        let mut exchange = service.exchange(Method::Get, With::Nothing, RetryPolicy::default());
        begin(&mut exchange);
        let headers = vec![("Location".to_owned(), "/v1.0/items/2".to_owned())];
        let step = exchange.step(Event::Head(status, headers.into()), now());
        assert!(matches!(step, Step::Read { .. }), "{status}: {step:?}");
    }
}

#[test]
fn request_with_a_body_or_an_effect_is_not_redirected_to_another_host() {
    for method in [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete] {
        for status in [301, 302, 303, 307, 308] {
            let service = Service::new();
            let mut exchange = service.exchange(method, With::Header("If-Match"), RetryPolicy::default());
            begin(&mut exchange);
            let headers = vec![("Location".to_owned(), "https://files.example/2".to_owned())];
            let step = exchange.step(Event::Head(status, headers.into()), now());
            let is_read = method == Method::Get || method == Method::Head || status == 303;
            match step {
                Step::Send(attempt) => {
                    assert!(is_read, "{method} {status} is sent");
                    assert!(attempt.body.is_none() && attempt.headers.is_empty(), "{method} {status}: {attempt:?}");
                }
                Step::Done(Err(_)) => assert!(!is_read, "{method} {status} is not sent"),
                step => panic!("{method} {status}: {step:?}"),
            }
        }
    }
}
