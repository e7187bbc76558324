//! Secrets are in no text of any type.

use super::fakes::{BASE_URL, Service, response};
use crate::client::testing::{VirtualClock, block_on};
use crate::client::{
    AccessToken, Broken, Call, CallOptions, CallView, Client, Clock, Event, Exchange, Head, Home, Hook, Mode,
    RequestView, ResponseView, SendRequest, Shared, Step, Target, Token, TokenCache, TokenNeed, TokenSource, token_fn,
};
use crate::runtime::{Content, Method, Operation, Path, Request};
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SECRET: &str = "SENTINEL";

static CREATE: Operation = Operation { method: Method::Post, template: "/things/{id}", pages: &[] };

fn request() -> Request<Content> {
    Request::new(&CREATE, Path::new().lit("/things/1"))
}

/// Fails if a text contains a secret.
fn assert_clean(text: &str) {
    assert!(!text.contains(SECRET), "{text}");
}

fn assert_debug_clean(value: &dyn Debug) {
    assert_clean(&format!("{value:?}"));
    assert_clean(&format!("{value:#?}"));
}

/// Returns the text of the panic when an error is not handled.
fn panic_text<E: Debug>(result: Result<(), E>) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| result.unwrap())).expect_err("a panic");
    panic.downcast_ref::<String>().expect("a text").clone()
}

#[test]
fn no_value_shows_its_token() {
    let token = Token::new(SECRET);
    assert_eq!(token.secret(), SECRET);
    assert_debug_clean(&token);
    assert_debug_clean(&AccessToken::expires_in(token.clone(), Duration::ZERO));
    assert_debug_clean(&AccessToken::expires_at(token.clone(), Duration::ZERO));
    assert_debug_clean(&Event::Token(token.clone()));
    let need = TokenNeed { rejected: Some(token.clone()), ..TokenNeed::default() };
    assert_debug_clean(&need);
    assert_debug_clean(&Step::NeedToken { need: need.clone(), timeout: None });
    assert_clean(&panic_text(Err(need)));
    let cache = TokenCache::from_fn(|_| async { Ok(AccessToken::expires_in(Token::new(SECRET), Duration::MAX)) });
    assert_eq!(block_on(cache.token(&TokenNeed::default())).expect("a token"), token);
    assert_debug_clean(&cache);
    let builder = Client::builder("https://user:SENTINEL@graph.example/v1.0").token(token);
    // A password in the base URL is a secret, too.
    assert_debug_clean(&builder);
    assert_clean(&builder.build().map(|client| format!("{client:?}")).unwrap_or_default());
    let error = Client::builder("http://user:SENTINEL@graph.example/v1.0").build().expect_err("not encrypted");
    assert_clean(&format!("{error} {error:?}"));
    let client = Service::default().client().token(cache);
    assert_debug_clean(&client);
    let client = client.build().expect("a client");
    assert_debug_clean(&client);
    assert_debug_clean(client.options());
}

/// A call that passes through all states, with secrets wherever there can be some.
#[test]
fn no_event_and_no_step_shows_a_secret() {
    let (home, shared) = (Home::new(BASE_URL).expect("a URL"), Shared::default());
    let call = Call {
        method: Method::Get,
        template: "/things/{id}",
        target: Target::Home(home.below("/things/SENTINEL?$filter=SENTINEL")),
        headers: vec![("x-own".to_owned(), SECRET.to_owned())],
        body: Some(SECRET.into()),
        mode: Mode::Buffered(1000),
        options: CallOptions { scopes: Some(["scope".to_owned()].into()), ..CallOptions::default() },
    };
    let headers = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())].into();
    let clock = VirtualClock::default();
    let events = [
        Event::Start,
        Event::Token(Token::new("SENTINEL-1")),
        Event::Head(401, headers("WWW-Authenticate", "Bearer realm=SENTINEL")),
        Event::Token(Token::new("SENTINEL-2")),
        Event::Failed(Broken { before_sending: false, is_timeout: true, source: "lost".into() }),
        Event::Awake,
        Event::Token(Token::new("SENTINEL-2")),
        Event::Head(302, headers("Location", "https://files.example/SENTINEL?tempauth=SENTINEL")),
        Event::Head(200, headers("Set-Cookie", SECRET)),
        Event::Body(SECRET.into()),
    ];
    let mut exchange = Exchange::new(&home, &shared, call, 1);
    let mut names = Vec::new();
    for event in events {
        assert_debug_clean(&event);
        let step = exchange.step(event, clock.now());
        assert_debug_clean(&step);
        names.push(format!("{step:?}").split(['(', ' ']).next().unwrap_or_default().to_owned());
        match step {
            Step::Send(attempt) => {
                let text = format!("{} {:?}", attempt.url, attempt.headers);
                assert!(text.contains(SECRET), "there is a secret to hide: {text}");
                assert_clean(&panic_text(Err(attempt)));
            }
            Step::Done(Ok(success)) => {
                assert!(success.target.url().to_string().contains(SECRET));
                assert_debug_clean(&success);
                assert_debug_clean(&success.head);
            }
            _ => {}
        }
    }
    let expected = ["NeedToken", "Send", "NeedToken", "Send", "Sleep", "NeedToken", "Send", "Send", "Read", "Done"];
    assert_eq!(names, expected);
    assert_debug_clean(&shared);
    assert_debug_clean(&Head::new(200, headers("Set-Cookie", SECRET), Duration::ZERO));
    assert_debug_clean(&home.below("/SENTINEL"));
}

#[test]
fn no_error_shows_a_token() {
    let claims = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let lost = |before_sending, is_timeout| Err(Broken { before_sending, is_timeout, source: "lost".into() });
    let prepared = [
        response(401, &[("WWW-Authenticate", claims)], ""),
        response(401, &[("WWW-Authenticate", "Bearer")], SECRET),
        response(403, &[("Set-Cookie", SECRET)], "<html>SENTINEL</html>"),
        response(404, &[], "{\"error\":{\"code\":\"notFound\"}}"),
        response(307, &[("Location", "http://files.example/SENTINEL?SENTINEL")], ""),
        response(307, &[("Location", "https://files.example/SENTINEL?SENTINEL")], ""),
        lost(true, false),
        lost(false, false),
        lost(false, true),
        response(200, &[], "SENTINEL which is too large"),
    ];
    let mut kinds = Vec::new();
    for answer in prepared {
        let service = Service::new([answer]);
        let tokens = token_fn(|_| Ok(Token::new(SECRET)));
        let client = service.client().token(tokens).build().expect("a client").with(|options| {
            options.retry.attempts = 1;
            options.largest_response = 10;
        });
        let error = request().send_blocking(&client).map(|_| ()).expect_err("an error");
        let sent = format!("{:?}", service.received().first().map(|attempt| attempt.headers.clone()));
        assert!(sent.contains("Bearer SENTINEL"), "{sent}");
        assert_clean(&format!("{error} {error:?} {error:#?}"));
        assert_debug_clean(&client);
        let mut source = error.inner().map(|inner| inner as &(dyn std::error::Error + 'static));
        while let Some(own) = source {
            assert_clean(&format!("{own} {own:?}"));
            source = own.source();
        }
        kinds.push(format!("{:?}", error.kind()));
        assert_clean(&panic_text(Err(error)));
    }
    let expected = "Claims Token Status Status Redirect Redirect Connect Connection Timeout TooLarge";
    assert_eq!(kinds.join(" "), expected);
}

#[test]
fn no_hook_receives_a_token() {
    struct Collect(Arc<Mutex<String>>);
    impl Collect {
        fn add(&self, text: &str) {
            *self.0.lock().expect("text") += text;
        }
    }
    impl Hook for Collect {
        fn request(&self, call: &CallView, request: &RequestView) {
            self.add(&format!("{call:?} {request:?} {:?} {}", request.headers, request.url));
        }
        fn response(&self, call: &CallView, response: &ResponseView) {
            self.add(&format!("{call:?} {response:?} {:?}", response.headers));
        }
    }
    let (text, service) = (Arc::default(), Service::new([response(200, &[("Set-Cookie", SECRET)], "{}")]));
    let builder = service.client().token(Token::new(SECRET)).hook(Collect(Arc::clone(&text)));
    let client = builder.build().expect("a client");
    request().send_blocking(&client).expect("a response");
    request().header("authorization", SECRET).send_blocking(&client).expect("a response");
    let text = text.lock().expect("text");
    assert!(text.contains("uthorization") && text.contains("Set-Cookie"), "{text}");
    assert_clean(&text);
}
