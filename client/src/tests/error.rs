//! The texts of errors: they say what to do, and a chain of causes says nothing twice.

use super::fakes::{Prepared, Service, response};
#[cfg(all(feature = "reqwest", feature = "testing"))]
use crate::client::testing::block_on;
use crate::client::{
    Broken, BuildErrorKind, Builder, Client, Error, ErrorKind, Response, SendRequest, ToHttp, Token, token_fn,
};
use crate::runtime::{Content, Method, Operation, Path, Request, ResponseBody};
use serde_json::Value;
use std::fmt;

static ME: Operation = Operation { method: Method::Get, template: "/me", pages: &[] };
static HEAD: Operation = Operation { method: Method::Head, template: "/me", pages: &[] };

fn request<T: ResponseBody>() -> Request<T> {
    Request::new(&ME, Path::new().lit("/me"))
}

/// Returns the error of a call that gets this response.
fn error_of(service: &Service, change: impl FnOnce(Builder) -> Builder) -> Error {
    let client = change(service.client()).options(|options| options.retry.attempts = 1).build().expect("a client");
    request::<Value>().send_blocking(&client).map(Response::into_body).expect_err("an error")
}

fn text_of(answer: Prepared) -> String {
    error_of(&Service::new([answer]), |builder| builder.token(Token::new("secret"))).to_string()
}

/// Returns the text of an error and those of its causes, as reporters print them.
fn chain(error: &(dyn std::error::Error + 'static)) -> Vec<String> {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
}

/// Fails if a text of the chain contains a later one.
fn assert_said_once(error: &(dyn std::error::Error + 'static)) {
    let texts = chain(error);
    for (index, text) in texts.iter().enumerate() {
        assert!(!texts.iter().skip(index + 1).any(|later| text.contains(later)), "{texts:?}");
    }
}

/// An error with a cause, whose own text may contain the cause.
#[derive(Debug)]
struct Outer {
    text: &'static str,
    inner: Option<Box<Outer>>,
}

/// Returns an error with its causes, the last one first to occur.
fn nested(texts: &[&'static str]) -> Outer {
    let (text, causes) = texts.split_first().expect("a text");
    Outer { text, inner: (!causes.is_empty()).then(|| Box::new(nested(causes))) }
}

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.inner.as_deref()?)
    }
}

#[test]
fn line_end_of_a_token_is_not_part_of_it() {
    for text in ["secret\n", "secret\r\n", "secret \t\n\n"] {
        assert_eq!(Token::new(text), Token::new("secret"));
        let service = Service::default();
        let client = service.client().token(Token::new(text)).build().expect("a client");
        request::<Content>().send_blocking(&client).expect("a response");
        let authorization = ("Authorization".to_owned(), "Bearer secret".to_owned());
        assert!(service.received()[0].headers.contains(&authorization));
    }
}

#[test]
fn token_that_cannot_be_sent_fails_at_once() {
    for (text, reason) in [
        ("sec\nret", "the token contains a character that a header cannot have; remove the line break, for example"),
        ("\u{feff}secret", "the token contains a character that a header cannot have"),
        ("sec\0ret", "the token contains a character that a header cannot have"),
        ("", "the token is empty"),
        (" \r\n", "the token is empty"),
    ] {
        let service = Service::default();
        let client = service.client().token(token_fn(move |_| Ok(Token::new(text)))).build().expect("a client");
        let blocking = request::<Content>().send_blocking(&client).map(|_| ()).expect_err("no token");
        let other = crate::client::testing::block_on(request::<Content>().send(&client)).map(|_| ());
        for error in [blocking, other.expect_err("no token")] {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Token, 0), "{error}");
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(reason), "{shown}");
            assert!(!shown.contains("sec\n") && !shown.contains("ret") && !shown.contains("secret"), "{shown}");
        }
        assert_eq!(service.received().len(), 0);
    }
}

#[test]
fn user_agent_that_cannot_be_sent_is_refused() {
    let build = |text: &str| Service::default().client().user_agent(text).build();
    let error = build("a\nb").expect_err("a line break");
    assert_eq!(error.to_string(), "the user agent contains a character that a header cannot have");
    assert!(build("a/1 (b)").is_ok());
}

#[cfg(all(feature = "reqwest", feature = "testing"))]
#[test]
fn call_outside_of_tokio_is_an_error() {
    let client = Client::builder("http://127.0.0.1:1").build().expect("a client");
    let error = block_on(request::<Value>().send(&client)).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 0));
    assert!(error.to_string().contains("call them in a tokio runtime"), "{error}");
}

#[test]
fn build_errors_have_a_kind() {
    let kind = |builder: Builder| builder.build().unwrap_err().kind();
    assert_eq!(kind(Client::builder("http://graph.example")), BuildErrorKind::Url);
    assert_eq!(kind(Client::builder("https://graph.example").allow("graph.example")), BuildErrorKind::Url);
    assert_eq!(kind(Client::builder("https://graph.example").user_agent("a\nb")), BuildErrorKind::UserAgent);
}

#[test]
fn causes_are_said_once() {
    const MISSING: &str = "the file is missing";
    const REPEATED: &str = "the sign-in failed: the file is missing";
    let broken = |source: Outer| Err(Broken { before_sending: true, is_timeout: false, source: source.into() });
    for (texts, causes) in [
        (&[MISSING][..], &[][..]),
        (&["the sign-in failed", MISSING], &[MISSING]),
        (&[REPEATED, MISSING], &[]),
        (&[REPEATED, MISSING, "the disk is gone"], &["the disk is gone"]),
    ] {
        let source = move || nested(texts);
        let no_token = error_of(&Service::default(), |builder| builder.token(token_fn(move |_| Err(source().into()))));
        let no_connection = error_of(&Service::new([broken(source())]), |builder| builder);
        for error in [no_token, no_connection] {
            assert!(error.to_string().contains(source().text), "{error}");
            assert_said_once(&error);
            assert_eq!(chain(&error)[1..], causes[..], "{error}");
        }
    }
}

#[test]
fn causes_of_refused_urls_are_said_once() {
    for url in ["http://graph.example", "graph.example", "https://graph.example/?a=b"] {
        let error = Client::builder(url).build().expect_err("not a base URL");
        assert_said_once(&error);
        assert!(error.to_string().contains("only https") || error.to_string().contains("not a valid https URL"));
        assert_said_once(&request::<Content>().to_http(url).expect_err("not a base URL"));
    }
}

#[test]
fn connection_error_names_the_origin_only() {
    let lost = |before_sending| Err(Broken { before_sending, is_timeout: false, source: "refused".into() });
    let text = text_of(lost(true));
    assert!(text.starts_with("GET /me: no connection: https://graph.example: refused"), "{text}");
    let text = text_of(lost(false));
    assert!(text.contains("the connection was lost: https://graph.example: refused"), "{text}");
    // The host that failed, after a redirect. Path and query can be secrets.
    let to = [("Location", "https://files.example:444/SENTINEL?key=SENTINEL")];
    let service = Service::new([response(302, &to, ""), lost(true)]);
    let text = error_of(&service, |builder| builder).to_string();
    assert!(text.contains("no connection: https://files.example:444: refused"), "{text}");
    assert!(!text.contains("SENTINEL") && !text.contains("v1.0"), "{text}");
    // Both kinds of calls.
    let client = Service::new([lost(true)]).client().options(|options| options.retry.attempts = 1);
    let client = client.build().expect("a client");
    let error = crate::client::testing::block_on(request::<Content>().send(&client)).map(|_| ()).expect_err("refused");
    assert!(error.to_string().contains("no connection: https://graph.example: refused"), "{error}");
}

#[test]
fn error_status_without_an_error_of_the_service_says_so() {
    let html = [("Content-Type", "text/html; charset=utf-8")];
    let hint = "check the base URL";
    let foreign = "the body is not an error of the service";
    for (answer, expected, unexpected) in [
        (response(404, &html, "<html>"), &[foreign, hint, "`text/html`"][..], &["charset"][..]),
        (response(404, &[], "{\"message\": \"no\"}"), &[foreign, hint], &["content type"]),
        (response(404, &[], ""), &["the body is empty", hint], &[foreign]),
        (response(404, &[], "{\"error\": {\"code\": \"a\"}}"), &["404 Not Found"], &[foreign, hint]),
        // A proxy or a gateway, at the correct address.
        (response(503, &html, "<html>"), &[foreign, "`text/html`"], &[hint]),
        (response(304, &[], ""), &["304"], &[foreign, hint, "empty"]),
        // The rest of a long error was not read.
        (response(400, &[], &format!("{{\"error\": {:?}", "a".repeat(70_000))), &["400"], &[foreign, hint]),
        // A header contains any text.
        (response(404, &[("Content-Type", "a b\u{1b}[2J")], "x"), &[foreign], &["content type", "\u{1b}"]),
    ] {
        let text = text_of(answer);
        expected.iter().for_each(|part| assert!(text.contains(part), "{part}: {text}"));
        unexpected.iter().for_each(|part| assert!(!text.contains(part), "not {part:?}: {text}"));
    }
    let client = Service::new([response(404, &[], "")]).client().build().expect("a client");
    let head = Request::<Content>::new(&HEAD, Path::new().lit("/me"));
    let error = head.send_blocking(&client).map(|_| ()).expect_err("an error");
    assert!(error.to_string().starts_with("HEAD /me: 404 Not Found (1 attempt"), "{error}");
}

#[test]
fn throttled_error_contains_the_delay() {
    for (status, delay, expected) in [(429, "30", Some("30 s")), (503, "0.5", Some("0.5 s")), (404, "30", None)] {
        let text = text_of(response(status, &[("Retry-After", delay)], "{\"error\": {\"code\": \"a\"}}"));
        assert_eq!(text.contains("; retry after"), expected.is_some(), "{text}");
        assert!(text.contains(expected.unwrap_or_default()), "{text}");
    }
}

#[test]
fn unauthorized_call_of_a_client_without_tokens_says_so() {
    let (none, body) = ("the client has no token source", "{\"error\": {\"code\": \"a\"}}");
    let service = || Service::new([response(401, &[], body), response(401, &[], body)]);
    let text = error_of(&service(), |builder| builder).to_string();
    assert!(text.contains(none), "{text}");
    let text = error_of(&service(), |builder| builder.token(Token::new("secret"))).to_string();
    assert!(!text.contains(none), "{text}");
    let text = error_of(&Service::new([response(403, &[], body)]), |builder| builder).to_string();
    assert!(!text.contains(none), "{text}");
    let client = service().client().build().expect("a client");
    let send = |request: Request<Content>| crate::client::testing::block_on(request.send(&client)).map(|_| ());
    assert!(send(request()).expect_err("no token").to_string().contains(none));
    // The program sends its own token.
    let own = request::<Content>().header("Authorization", "Basic a");
    assert!(!send(own).expect_err("refused").to_string().contains(none));
}

#[test]
fn undecoded_body_names_its_content_type() {
    let text = text_of(response(200, &[("Content-Type", "text/html; charset=utf-8")], "<html>"));
    assert!(text.contains("the content type is `text/html`, not JSON"), "{text}");
    for content_type in ["application/json", "application/JSON;odata=a", "application/problem+json"] {
        let text = text_of(response(200, &[("Content-Type", content_type)], "<html>"));
        assert!(text.contains("documented type") && !text.contains("content type"), "{text}");
    }
}
