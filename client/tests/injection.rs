//! Texts that try to leave their place in a request.
//!
//! In: random texts of characters that mean something in URLs, filters and headers. Out: requests as they arrive at the transport. Whatever
//! the text, the request goes to the base URL, with the same segments, options and headers, and decoding it gives the text back.
//!
//! The texts are the same in every run. The URLs are read by the parser of browsers, which also corrects what is not valid.

mod models;

use docbindgen_client::client::testing::{Script, Sent, block_on};
use docbindgen_client::client::{Client, ErrorKind, ListRequest, Response, SendRequest};
use docbindgen_client::runtime::{Collection, Filter, ME, Method, NULL, Operation, Path, Request};
use models::{User, list, user};
use serde_json::Value;
use url::Url;

const RUNS: u64 = 3000;

/// What texts are made of.
const PIECES: &[&str] = &[
    "/",
    "\\",
    "//",
    ".",
    "..",
    "../",
    "%2e%2e",
    "%2F",
    "%5c",
    "%",
    "%00",
    "%0d%0a",
    "?",
    "#",
    "&",
    "=",
    ";",
    ":",
    "@",
    "'",
    "''",
    "\"",
    "(",
    ")",
    ",",
    " ",
    "+",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "é",
    "日",
    "。",
    "／",
    "K",
    "a",
    "Z",
    "0",
    "[",
    "]",
    "{",
    "}",
    "|",
    "^",
    "`",
    "<",
    ">",
    "~",
    "!",
    "*",
    "$",
    "$filter=",
    "$top=1",
    "evil.example",
    "//evil.example/",
    "https://evil.example/",
    "http:",
    "user:word@",
    ":8443",
    " or ",
    " eq ",
    "null",
    "me",
    "v1.0",
    "X-Evil: 1",
];

struct Texts(fastrand::Rng);

impl Texts {
    fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Returns up to five pieces.
    fn text(&mut self) -> String {
        (0..self.0.usize(0..=5)).map(|_| PIECES[self.0.usize(..PIECES.len())]).collect()
    }
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned()
}

fn is_control(text: &str) -> bool {
    text.contains(char::is_control)
}

static OPERATION: Operation = Operation { method: Method::Get, template: "/any", pages: &[] };

fn request(path: Path) -> Request<Value> {
    Request::new(&OPERATION, path)
}

/// Sends a request, and returns what arrived at the transport, or `None` if an argument is not valid.
fn arrived<T>(request: Request<T>) -> Option<Sent> {
    let script = Script::new().status(200);
    let graph = script.client().expect("a client");
    match request.answering::<()>().send_blocking(&graph) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::Request, "{error}"),
    }
    let mut requests = script.requests();
    assert!(requests.len() <= 1);
    requests.pop()
}

/// Checks that a request goes below the base URL, and returns the segments and the query as a browser sees them.
fn check(sent: &Sent) -> (Vec<String>, Option<String>) {
    let text = sent.url();
    assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text}");
    let url = Url::parse(text).expect(text);
    assert_eq!(url.origin().ascii_serialization(), "https://graph.example", "{text}");
    assert_eq!((url.username(), url.password(), url.fragment()), ("", None, None), "{text}");
    // The parser has nothing to correct: `..` and the like are not resolved.
    let path = text.split('?').next().unwrap_or_default();
    assert_eq!(url.path(), path.trim_start_matches("https://graph.example"), "{text}");
    let below = url.path().strip_prefix("/v1.0/").unwrap_or_else(|| panic!("not below the base URL: {text}"));
    (below.split('/').map(str::to_owned).collect(), url.query().map(str::to_owned))
}

/// Returns whether a text is not valid as a segment of a path.
fn is_refused(text: &str) -> bool {
    matches!(text, "" | "." | "..") || is_control(text)
}

#[test]
fn path_argument_is_one_segment() {
    let mut texts = Texts::new(1);
    for _ in 0..RUNS {
        let text = texts.text();
        let Some(sent) = arrived(request(Path::new().lit("/users/").seg(&text).lit("/messages"))) else {
            assert!(is_refused(&text), "{text:?}");
            continue;
        };
        assert!(!is_refused(&text), "{text:?}");
        let (segments, query) = check(&sent);
        assert_eq!(segments.len(), 3, "{text:?}");
        assert_eq!((segments[0].as_str(), decode(&segments[1]), segments[2].as_str()), ("users", text, "messages"));
        assert_eq!(query, None);
    }
}

#[test]
fn path_of_a_file_has_its_own_segments_only() {
    let mut texts = Texts::new(2);
    for _ in 0..RUNS {
        let text = texts.text();
        let expected: Vec<&str> = text.strip_prefix('/').unwrap_or(&text).split('/').collect();
        let Some(sent) = arrived(request(Path::new().lit("/drive/root:/").item_path(&text).lit(":/content"))) else {
            assert!(expected.iter().any(|segment| is_refused(segment)), "{text:?}");
            continue;
        };
        assert!(!expected.iter().any(|segment| is_refused(segment)), "{text:?}");
        let (segments, query) = check(&sent);
        assert_eq!((segments.len(), query), (expected.len() + 3, None), "{text:?}");
        let joined =
            segments[2..segments.len() - 1].iter().map(|segment| decode(segment)).collect::<Vec<_>>().join("/");
        assert_eq!(joined, format!("{}:", expected.join("/")));
    }
}

#[test]
fn function_argument_ends_at_its_quote() {
    let mut texts = Texts::new(3);
    for _ in 0..RUNS {
        let (first, second) = (texts.text(), texts.text());
        let path = Path::new().lit("/find(a=").quoted(&first).lit(",b=").prefixed("duration", &second).lit(")/x");
        let Some(sent) = arrived(request(path)) else {
            assert!(is_control(&first) || is_control(&second), "{first:?} {second:?}");
            continue;
        };
        let (segments, query) = check(&sent);
        assert_eq!((segments.len(), segments[1].as_str(), query), (2, "x", None), "{first:?}");
        let expected = format!("find(a='{}',b=duration'{}')", first.replace('\'', "''"), second.replace('\'', "''"));
        assert_eq!(decode(&segments[0]), expected);
        // Quotes are where they belong, also before decoding.
        assert_eq!(segments[0].matches('\'').count(), 4, "{segments:?}");
    }
}

#[test]
fn unquoted_function_argument_has_no_delimiters() {
    let mut texts = Texts::new(4);
    for _ in 0..RUNS {
        let text = texts.text();
        let Some(sent) = arrived(request(Path::new().lit("/find(a=").arg(&text).lit(",b=1)"))) else {
            assert!(is_refused(&text), "{text:?}");
            continue;
        };
        let (segments, query) = check(&sent);
        assert_eq!((segments.len(), query), (1, None), "{text:?}");
        assert_eq!(decode(&segments[0]), format!("find(a={text},b=1)"));
        assert!(
            !segments[0]["find(a=".len()..].trim_end_matches(",b=1)").contains(['(', ')', '\'', '=']),
            "{segments:?}"
        );
    }
}

#[test]
fn text_of_a_filter_stays_in_its_quotes() {
    let mut texts = Texts::new(5);
    for _ in 0..RUNS {
        let (first, second) = (texts.text(), texts.text());
        let filter: Filter<User> = User::NAME.eq(first.as_str()).or(User::NAME.ne(second.as_str()));
        let sent = arrived(list().filter(filter).top(1)).expect("a request");
        let (segments, query) = check(&sent);
        assert_eq!((segments.len(), segments[0].as_str()), (1, "users"));
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let expected = format!("name eq {} or name ne {}", quoted(&first), quoted(&second));
        assert_eq!(options(&query), [("$filter".to_owned(), expected), ("$top".to_owned(), "1".to_owned())]);
    }
}

/// Splits and decodes a query.
fn options(query: &Option<String>) -> Vec<(String, String)> {
    let options = query.as_deref().unwrap_or_default().split('&');
    options
        .map(|option| option.split_once('=').expect(option))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[test]
fn query_option_is_one_option() {
    let mut texts = Texts::new(6);
    for _ in 0..RUNS {
        let (name, value, search) = (format!("x{}", texts.text()), texts.text(), texts.text());
        let sent = arrived(list().query(&name, value.as_str()).search(search.as_str())).expect("a request");
        let (segments, query) = check(&sent);
        assert_eq!((segments.len(), segments[0].as_str()), (1, "users"));
        assert_eq!(options(&query), [(name, value), ("$search".to_owned(), search)]);
        assert!(!query.unwrap_or_default().contains('+'), "a plus would be read as a space");
    }
}

#[test]
fn header_is_one_line() {
    let mut texts = Texts::new(7);
    let plain = arrived(list().header("X-Own", "1").if_match("1").prefer("a")).expect("a request").headers().len();
    for _ in 0..RUNS {
        let (value, etag, preference) = (texts.text(), texts.text(), texts.text());
        let sent = arrived(list().header("X-Own", &value).if_match(&etag).prefer(&preference)).expect("a request");
        check(&sent);
        assert_eq!(sent.headers().len(), plain);
        for (name, text) in [("X-Own", &value), ("If-Match", &etag), ("Prefer", &preference)] {
            let received = sent.header(name).expect(name);
            assert!(http::HeaderValue::from_str(received).is_ok(), "{received:?}");
            assert!(!is_control(received), "{received:?}");
            assert_eq!(decode_lossy(received), decode_lossy(text), "{text:?}");
            if !is_control(text) && text.is_ascii() {
                assert_eq!(received, text);
            }
        }
    }
}

/// Decodes text that may contain other percent signs, which headers keep.
fn decode_lossy(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[test]
fn header_name_does_not_begin_another_line() {
    let mut texts = Texts::new(8);
    let (mut sent, mut refused) = (0, 0);
    for _ in 0..RUNS {
        let name = format!("X-{}", texts.text());
        // A name with characters that no name has is refused.
        let Some(request) = arrived(list().header(&name, "1")) else {
            refused += 1;
            continue;
        };
        sent += 1;
        for (name, value) in request.headers() {
            assert!(!is_control(name) && !is_control(value), "{name:?}");
            assert!(http::HeaderName::from_bytes(name.as_bytes()).is_ok(), "{name:?}");
        }
        assert_eq!(request.header("X-Evil"), None);
    }
    assert!(sent > 0 && refused > 0, "{sent} {refused}");
}

#[test]
fn content_type_is_one_line() {
    let mut texts = Texts::new(9);
    for _ in 0..RUNS {
        let text = texts.text();
        let sent = arrived(list().bytes(text.clone(), Vec::new())).expect("a request");
        let received = sent.header("Content-Type").expect("a media type");
        assert!(!is_control(received) && decode_lossy(received) == decode_lossy(&text), "{text:?} {received:?}");
    }
}

/// Constants for the signed-in user and for null have a meaning in one place each.
#[test]
fn constants_are_not_texts() {
    for path in [Path::new().lit("/groups/").seg(ME), Path::new().lit("/f(a=").quoted(ME).lit(")")] {
        assert!(arrived(request(path)).is_none());
    }
    assert!(arrived(request(Path::new().lit("/users/").seg(NULL))).is_none());
    let sent = arrived(request(Path::new().lit("/users/").seg(ME))).expect("a request");
    assert_eq!(sent.path(), "/me");
}

/// What links are made of.
const LINK_PIECES: &[&str] = &[
    "https:",
    "http:",
    "HTTPS:",
    "//",
    "/",
    "\\",
    "\\\\",
    "graph.example",
    "evil.example",
    "GRAPH.example",
    "graph.example.evil.example",
    "graph.example@evil.example",
    "evil.example@graph.example",
    ":443",
    ":80",
    ":@",
    "@",
    "%40",
    "#",
    "?",
    "..",
    "/..",
    "%2e%2e",
    "v1.0",
    "users",
    "$skiptoken=1",
    "\t",
    "\n",
    " ",
    "\u{3002}",
    "[::1]",
    "127.0.0.1",
    "localhost",
    ";",
    "javascript:",
    "graph。example",
    "é",
];

impl Texts {
    fn link(&mut self) -> String {
        let start = ["", "https://", "//", "https://graph.example/v1.0"][self.0.usize(..4)];
        let rest: String = (0..self.0.usize(0..=6)).map(|_| LINK_PIECES[self.0.usize(..LINK_PIECES.len())]).collect();
        format!("{start}{rest}")
    }
}

/// Returns whether a browser would send this request to the service.
fn is_home(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.origin().ascii_serialization() == "https://graph.example")
}

#[test]
fn links_of_pages_lead_to_the_service_only() {
    let mut texts = Texts::new(10);
    let mut followed = 0;
    for _ in 0..RUNS {
        let link = texts.link();
        let script =
            Script::new().page::<User>(&[], None).on(Method::Get, "/users").page(&[user("1")], Some(&link)).times(1);
        let graph: Client = script.client().expect("a client");
        let _ = list().items(&graph).blocking().count();
        let requests = script.requests();
        followed += requests.len() - 1;
        for sent in requests {
            assert!(is_home(sent.url()), "{link:?} leads to {}", sent.url());
        }
    }
    assert!(followed > 100, "some links are valid: {followed}");
}

#[test]
fn redirects_take_the_token_to_the_service_only() {
    let mut texts = Texts::new(11);
    let (mut home, mut foreign) = (0, 0);
    for _ in 0..RUNS {
        let location = texts.link();
        let script = Script::new()
            .page::<User>(&[], None)
            .on(Method::Get, "/users?first=1")
            .status(302)
            .header("Location", &location)
            .times(1);
        let graph = script.client().expect("a client");
        let request: Request<Collection<User>> = list().query("first", "1").prefer("x");
        let result: Result<Response<_>, _> = block_on(request.send(&graph));
        drop(result);
        for sent in script.requests().iter().skip(1) {
            let secret = sent.header("Authorization").or(sent.header("Prefer")).or(sent.header("client-request-id"));
            let is_trusted = secret.is_some();
            assert!(!is_trusted || is_home(sent.url()), "{location:?} leads to {}", sent.url());
            // A transport rejects what a browser cannot parse.
            let Ok(url) = Url::parse(sent.url()) else { continue };
            let is_loopback = matches!(url.host_str(), Some("[::1]" | "127.0.0.1" | "localhost"));
            assert!(url.scheme() == "https" || is_loopback, "{location:?} leads to {url}");
            if is_trusted { home += 1 } else { foreign += 1 }
        }
    }
    assert!(home > 100 && foreign > 100, "both kinds exist: {home} {foreign}");
}

#[test]
fn base_url_is_kept_whatever_the_request_is() {
    let script = Script::at("https://proxy.example:8443/a/b").status(200);
    let graph = script.client().expect("a client");
    let request = request(Path::new().lit("/users/").seg("/../..//evil.example/?#"));
    assert!(block_on(request.send(&graph)).is_ok());
    assert_eq!(
        script.requests()[0].url(),
        "https://proxy.example:8443/a/b/users/%2F..%2F..%2F%2Fevil.example%2F%3F%23"
    );
    let script = Script::at("https://proxy.example").status(200);
    let graph = script.client().expect("a client");
    let request = self::request(Path::new().lit("@evil.example/"));
    assert!(block_on(request.send(&graph)).is_ok());
    assert_eq!(script.requests()[0].url(), "https://proxy.example/@evil.example/");
}
