//! Both transports against a server that fails on purpose.
//!
//! In: what the server does. Out: what the client returns, and what the server has received.

mod support;

use docbindgen_client::client::{
    Client, DownloadReader, Error, ErrorKind, Reqwest, Response, SendRequest, Token, Ureq, token_fn,
};
use docbindgen_client::runtime::{Content, Method, Operation, Path, Request, ResponseBody};
use serde_json::{Value, json};
use std::error::Error as _;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{Act, Received, Server, head, json, response};
use tokio::runtime::Runtime;

static GET: Operation = Operation { method: Method::Get, template: "/users/{id}", pages: &[] };
static HEAD: Operation = Operation { method: Method::Head, template: "/users/{id}", pages: &[] };
static POST: Operation = Operation { method: Method::Post, template: "/users/{id}", pages: &[] };
static PUT: Operation = Operation { method: Method::Put, template: "/users/{id}", pages: &[] };
static PATCH: Operation = Operation { method: Method::Patch, template: "/users/{id}", pages: &[] };
static DELETE: Operation = Operation { method: Method::Delete, template: "/users/{id}", pages: &[] };
static OPTIONS: Operation = Operation { method: Method::Options, template: "/users/{id}", pages: &[] };

const TOKEN: &str = "top-secret";

fn request<T>(operation: &'static Operation) -> Request<T> {
    Request::new(operation, Path::new().lit("/users/").seg("me@example.com"))
}

fn get<T>() -> Request<T> {
    request(&GET)
}

fn post<T>() -> Request<T> {
    request(&POST).bytes("application/json", br#"{"a":1}"#.to_vec())
}

/// A transport.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Via {
    Reqwest,
    Ureq,
}

/// A client that sends with one of the transports.
struct Rig {
    via: Via,
    runtime: Runtime,
    client: Client,
}

/// Runs a test with both transports.
fn with_both(test: impl Fn(Via)) {
    for via in [Via::Reqwest, Via::Ureq] {
        println!("{via:?}");
        test(via);
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

impl Rig {
    fn new(via: Via, url: &str) -> Self {
        let client = Client::builder(url).token(Token::new(TOKEN)).build().expect("a client");
        let client = client.with(|options| options.retry.base_delay = Duration::from_millis(1));
        Self { via, runtime: runtime(), client }
    }

    /// Ends attempts that stall.
    fn impatient(mut self) -> Self {
        self.client = self.client.with(|options| {
            options.timeout = Duration::from_secs(1);
            options.stalled_after = Duration::from_secs(1);
        });
        self
    }

    fn send<T: ResponseBody + 'static>(&self, request: Request<T>) -> Result<Response<T>, Error> {
        match self.via {
            Via::Reqwest => self.runtime.block_on(request.send(&self.client)),
            Via::Ureq => request.send_blocking(&self.client),
        }
    }

    /// Reads a body as it arrives. Returns how many bytes have arrived, and the error.
    fn read<T: ResponseBody + 'static>(&self, request: Request<T>) -> (Vec<u8>, Option<std::io::Error>) {
        let mut bytes = Vec::new();
        let error = match self.via {
            Via::Reqwest => self.runtime.block_on(async {
                let mut body = request.open(&self.client).await?.into_body();
                while let Some(piece) = body.chunk().await? {
                    bytes.extend_from_slice(&piece);
                }
                Ok(())
            }),
            Via::Ureq => {
                let body: Result<Response<DownloadReader>, Error> = request.open_blocking(&self.client);
                body.map_err(Into::into).and_then(|body| body.into_body().read_to_end(&mut bytes).map(drop))
            }
        };
        (bytes, error.err())
    }
}

#[test]
fn a_plain_response() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![response(
            200,
            &[("Content-Type", "application/json"), ("request-id", "abc"), ("X-Twice", "1"), ("X-Twice", "2")],
            r#"{"id":"1"}"#,
        )]]);
        let rig = Rig::new(via, &server.url());
        let user = rig.send(get::<Value>().header("Prefer", "é")).expect("a response");
        assert_eq!(*user, json!({ "id": "1" }));
        assert_eq!((user.status(), user.attempts(), user.request_id()), (200, 1, "abc"));
        let twice: Vec<&str> = values(user.headers(), "x-twice");
        assert_eq!(twice, ["1", "2"]);
        let received = &server.received()[0];
        assert_eq!((received.method.as_str(), received.target.as_str()), ("GET", "/users/me@example.com"));
        assert_eq!(received.header("authorization"), Some("Bearer top-secret"));
        assert_eq!(received.header("accept"), Some("application/json, */*;q=0.8"));
        assert_eq!(received.header("accept-encoding"), Some("gzip"));
        assert_eq!(received.header("prefer"), Some("%C3%A9"));
        assert_eq!(received.header("client-request-id").map(str::len), Some(36));
        assert!(received.header("user-agent").is_some_and(|agent| agent.starts_with("docbindgen-client/")));
    });
}

fn values<'h>(headers: &'h [(String, String)], name: &str) -> Vec<&'h str> {
    headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
}

#[test]
fn every_method_with_and_without_a_body() {
    let all = [&GET, &HEAD, &POST, &PUT, &PATCH, &DELETE, &OPTIONS];
    with_both(|via| {
        let server = Server::in_order(vec![vec![response(204, &[], "")]]);
        let rig = Rig::new(via, &server.url());
        for operation in all {
            rig.send(request::<()>(operation)).expect("a response");
            let received = server.received().pop().expect("a request");
            assert_eq!((received.method.as_str(), received.body.len()), (operation.method.as_str(), 0));
            let length = matches!(operation.method, Method::Post | Method::Put | Method::Patch).then_some("0");
            assert_eq!(received.header("content-length"), length, "{}", operation.method);
            assert_eq!(received.header("transfer-encoding"), None);
        }
        for operation in [&POST, &PUT, &PATCH, &DELETE] {
            let wrong = [("Content-Length", "3"), ("Transfer-Encoding", "chunked")];
            let request = request::<()>(operation).bytes("text/plain", b"hello".to_vec());
            let request = wrong.iter().fold(request, |request, (name, value)| request.header(name, value));
            rig.send(request).expect("a response");
            let received = server.received().pop().expect("a request");
            assert_eq!((received.method.as_str(), &*received.body), (operation.method.as_str(), &b"hello"[..]));
            assert_eq!(received.header("content-length"), Some("5"));
            assert_eq!(received.header("content-type"), Some("text/plain"));
            assert_eq!(received.header("transfer-encoding"), None);
        }
    });
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn a_compressed_response() {
    let body = format!("{:?}", "a".repeat(100_000));
    with_both(|via| {
        let headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")];
        let server = Server::in_order(vec![vec![response(200, &headers, gzip(body.as_bytes()))]]);
        let rig = Rig::new(via, &server.url());
        let text = rig.send(get::<Value>()).expect("a response");
        assert_eq!(text.as_str().map(str::len), Some(100_000));
        assert_eq!(text.header("Content-Encoding"), None);
        assert_eq!(rig.read(get::<Value>()).0.len(), 100_002);
        assert_eq!(server.received()[1].connection, 0, "the connection is used again");
    });
}

#[test]
fn a_part_of_a_body_is_not_compressed() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![response(206, &[], "abc")]]);
        let part =
            Rig::new(via, &server.url()).send(get::<Content>().header("Range", "bytes=0-2")).expect("a response");
        assert_eq!(part.0, b"abc");
        assert_eq!(server.received()[0].header("accept-encoding"), Some("identity"));
    });
}

#[test]
fn responses_without_a_body() {
    with_both(|via| {
        let acts = vec![vec![response(204, &[], "")], vec![response(200, &[], "")], vec![response(304, &[], "")]];
        let server = Server::in_order(acts);
        let rig = Rig::new(via, &server.url());
        assert_eq!(rig.send(request::<()>(&DELETE)).expect("a response").status(), 204);
        assert_eq!(*rig.send(get::<Value>()).expect("a response"), Value::Null);
        let error = rig.send(get::<Value>().if_none_match("\"1\"")).expect_err("not modified");
        assert!(error.is_not_modified());
        assert_eq!(server.received()[2].connection, 0);
    });
}

#[test]
fn header_values_that_are_not_utf_8() {
    with_both(|via| {
        let head = b"HTTP/1.1 200 OK\r\nX-Name: a\xFFb\r\nContent-Length: 2\r\n\r\n{}".to_vec();
        let server = Server::in_order(vec![vec![Act::Write(head)]]);
        let value = Rig::new(via, &server.url()).send(get::<Value>()).expect("a response");
        assert_eq!(value.header("x-name"), Some("a\u{FFFD}b"));
    });
}

/// A fault of the first response.
struct Fault {
    name: &'static str,
    acts: Vec<Act>,
    /// What it is for a request that is not repeated.
    kind: ErrorKind,
}

fn faults() -> Vec<Fault> {
    use ErrorKind::{Connection, Timeout};
    let half = |mut acts: Vec<Act>| {
        let mut bytes = head(200, &[], 100);
        bytes.extend_from_slice(b"{\"a\":");
        acts.insert(0, Act::Write(bytes));
        acts
    };
    let chunked = |body: &[u8]| {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        vec![Act::Write([head, body].concat()), Act::Close]
    };
    let mut broken = gzip(&[b'a'; 1000]);
    broken.truncate(20);
    let fault = |name, kind, acts| Fault { name, acts, kind };
    vec![
        fault("closed before the head", Connection, vec![Act::Close]),
        fault("reset before the head", Connection, vec![Act::Reset]),
        fault("closed in the head", Connection, vec![Act::Write(b"HTTP/1.1 200 OK\r\nConte".to_vec()), Act::Close]),
        fault("reset in the body", Connection, half(vec![Act::Reset])),
        fault("closed in the body", Connection, half(vec![Act::Close])),
        fault("closed in a chunk", Connection, chunked(b"10\r\n{\"a\"")),
        fault("closed between chunks", Connection, chunked(b"2\r\n{}\r\n")),
        fault("a chunk without a size", Connection, chunked(b"zz\r\n{}\r\n0\r\n\r\n")),
        fault("stall before the head", Timeout, vec![Act::Stall]),
        fault("stall in the head", Timeout, vec![Act::Write(b"HTTP/1.1 200 OK\r\n".to_vec()), Act::Stall]),
        fault("stall in the body", Timeout, half(vec![Act::Stall])),
        fault("slow head", Timeout, vec![Act::Trickle(head(200, &[("X-Long", &"x".repeat(4000))], 0))]),
        fault("slow body", Timeout, vec![Act::Write(head(200, &[], 4000)), Act::Trickle(vec![b' '; 4000])]),
        fault("garbage", Connection, vec![Act::Write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()), Act::Close]),
        fault("broken gzip", Connection, vec![response(200, &[("Content-Encoding", "gzip")], broken)]),
    ]
}

impl Fault {
    fn check(self, via: Via) {
        let Self { name, acts, kind } = self;
        let server = Server::in_order(vec![acts.clone(), vec![json("[1]")]]);
        let rig = Rig::new(via, &server.url()).impatient();
        let got = rig.send(get::<Value>()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((&*got, got.attempts()), (&json!([1]), 2), "{name}");
        assert_eq!(server.received()[1].header("retry-attempt"), Some("1"), "{name}");

        let server = Server::in_order(vec![acts, vec![json("[1]")]]);
        let rig = Rig::new(via, &server.url()).impatient();
        let error = rig.send(post::<Value>()).expect_err(name);
        let found = (error.kind(), error.attempts(), error.may_have_been_applied());
        assert_eq!(found, (kind, 1, true), "{name}: {error}");
        assert_eq!(server.received().len(), 1, "{name}");
        assert!(error.inner().is_some(), "{name}");
        // Reporters print the text and the chain of sources.
        let text = error.to_string();
        let causes = std::iter::successors(error.source(), |cause| (*cause).source());
        assert!(!causes.map(ToString::to_string).any(|cause| text.contains(&cause)), "{name}: {text}");
        assert!(!error.to_string().contains("error decoding response body"), "{name}: {error}");
        assert!(!format!("{error:?} {error}").contains(TOKEN), "{name}");
    }
}

#[test]
fn faults_are_repeated_where_that_is_safe() {
    with_both(|via| {
        // At the same time, because many of them wait.
        std::thread::scope(|scope| {
            for fault in faults() {
                scope.spawn(move || fault.check(via));
            }
        });
    });
}

#[test]
fn stalled_connections_are_closed() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![Act::Stall], vec![json("1")]]);
        Rig::new(via, &server.url()).impatient().send(get::<Value>()).expect("a response");
        server.wait_for_closed(1);
    });
}

#[test]
fn bodies_that_the_caller_reads_fail_in_time() {
    with_both(|via| {
        let fail = |acts: Vec<Act>| {
            let server = Server::in_order(vec![acts]);
            let mut rig = Rig::new(via, &server.url()).impatient();
            rig.client = rig.client.with(|options| options.retry.attempts = 1);
            let (bytes, error) = rig.read(get::<Content>());
            (bytes.len(), error.expect("the body is not complete").kind())
        };
        let start = || Act::Write([&head(200, &[], 5000)[..], &[b'x'; 1000]].concat());
        assert_eq!(fail(vec![start(), Act::Stall]), (1000, std::io::ErrorKind::TimedOut));
        assert_eq!(fail(vec![start(), Act::Close]).0, 1000);
        assert_eq!(fail(vec![Act::Stall]), (0, std::io::ErrorKind::TimedOut));
        let slow = Act::Trickle(head(200, &[("X-Long", &"x".repeat(4000))], 0));
        assert_eq!(fail(vec![slow]), (0, std::io::ErrorKind::TimedOut));
    });
}

#[test]
fn a_body_that_the_caller_reads_may_take_longer_than_the_attempt() {
    with_both(|via| {
        let start = || Act::Write([&head(200, &[], 5000)[..], &[b'x'; 4700]].concat());
        let server = Server::in_order(vec![vec![start(), Act::Trickle(vec![b'y'; 300])]]);
        let mut rig = Rig::new(via, &server.url()).impatient();
        rig.client = rig.client.with(|options| options.stalled_after = Duration::from_secs(20));
        let (bytes, error) = rig.read(get::<Content>());
        assert_eq!((bytes.len(), error.map(|error| error.to_string())), (5000, None));
    });
}

#[test]
fn limits_can_be_off() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![json("1")]]);
        let mut rig = Rig::new(via, &server.url());
        rig.client = rig.client.with(|options| {
            options.timeout = Duration::MAX;
            options.stalled_after = Duration::MAX;
            options.deadline = Some(Duration::MAX);
        });
        assert_eq!(*rig.send(get::<Value>()).expect("a response"), json!(1));
        assert_eq!(rig.read(get::<Value>()).0, b"1");
    });
}

#[test]
fn a_slow_body_of_an_error_ends() {
    with_both(|via| {
        let acts = vec![Act::Write(head(400, &[], 60_000)), Act::Trickle(vec![b'x'; 60_000])];
        let server = Server::in_order(vec![acts]);
        let (_, error) = Rig::new(via, &server.url()).impatient().read(get::<Content>());
        assert!(error.expect("an error").to_string().contains("400 Bad Request"));
        server.wait_for_closed(1);
    });
}

#[test]
fn redirects_take_no_secrets_to_another_port() {
    with_both(|via| {
        let other = Server::in_order(vec![vec![json("[2]")]]);
        let location = format!("{}/file?sig=secret", other.url());
        let server = Server::new(move |_, _| vec![response(302, &[("Location", &location)], "elsewhere")]);
        let rig = Rig::new(via, &server.url());
        let got = rig.send(get::<Value>().prefer("a").header("Range", "bytes=0-")).expect("a response");
        assert_eq!((&*got, got.attempts(), server.received().len()), (&json!([2]), 2, 1));
        let received = &other.received()[0];
        assert_eq!(received.target, "/file?sig=secret");
        for name in ["authorization", "client-request-id", "prefer", "user-agent", "referer", "cookie"] {
            let value = received.header(name).filter(|value| !value.starts_with("ureq/"));
            assert_eq!(value, None, "{name}");
        }
        assert_eq!(received.header("range"), Some("bytes=0-"));

        let error = rig.send(post::<Value>()).expect_err("the body stays home");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Redirect, 1));
        assert!(!error.to_string().contains("secret"));
        assert_eq!(other.received().len(), 1);
    });
}

#[test]
fn redirects_to_an_allowed_port_take_the_token() {
    with_both(|via| {
        let other = Server::in_order(vec![vec![json("[2]")]]);
        let location = format!("{}/file", other.url());
        let server = Server::new(move |_, _| vec![response(307, &[("Location", &location)], "")]);
        let client = Client::builder(server.url()).allow(other.url()).token(Token::new(TOKEN)).build();
        let rig = Rig { via, runtime: runtime(), client: client.expect("a client") };
        rig.send(post::<Value>()).expect("a response");
        let received = &other.received()[0];
        assert_eq!(received.header("authorization"), Some("Bearer top-secret"));
        assert_eq!((received.method.as_str(), &*received.body), ("POST", &br#"{"a":1}"#[..]));
    });
}

#[test]
fn see_other_becomes_get() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![response(303, &[("Location", "/done")], "")], vec![json("[3]")]]);
        let got = Rig::new(via, &server.url()).send(post::<Value>()).expect("a response");
        assert_eq!(*got, json!([3]));
        let received = &server.received()[1];
        assert_eq!((received.method.as_str(), received.target.as_str(), received.body.len()), ("GET", "/done", 0));
        assert_eq!((received.header("content-type"), received.header("content-length")), (None, None));
    });
}

#[test]
fn ten_megabytes() {
    let body: Vec<u8> = (0..10 << 20).map(|number: u32| (number % 251) as u8).collect();
    with_both(|via| {
        let server = Server::in_order(vec![vec![response(200, &[], &body)]]);
        let rig = Rig::new(via, &server.url());
        assert!(rig.send(get::<Content>()).expect("a response").0 == body);
        let (bytes, error) = rig.read(get::<Content>());
        assert!(bytes == body && error.is_none());
        assert_eq!(server.received()[1].connection, 0);
    });
}

#[test]
fn a_response_that_is_too_large() {
    with_both(|via| {
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n0\r\n\r\n".to_vec();
        let server = Server::in_order(vec![vec![json("1234")], vec![Act::Write(chunked)], vec![json("123")]]);
        let mut rig = Rig::new(via, &server.url());
        rig.client = rig.client.with(|options| options.largest_response = 3);
        for _ in 0..2 {
            let error = rig.send(get::<Value>()).expect_err("it is too large");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
        }
        assert_eq!(*rig.send(get::<Value>()).expect("a response"), json!(123));
    });
}

#[test]
fn a_connection_that_closes_as_it_is_used_again() {
    with_both(|via| {
        // The server resets the connection when it has received another request.
        let again = |received: &Received, seen: &Mutex<Vec<usize>>| {
            let mut seen = seen.lock().expect("no panic");
            let is_again = seen.contains(&received.connection);
            seen.push(received.connection);
            if is_again { vec![Act::Reset] } else { vec![json("1")] }
        };
        let seen = Mutex::new(Vec::new());
        let server = Server::new(move |_, received| again(received, &seen));
        let rig = Rig::new(via, &server.url());
        rig.send(get::<Value>()).expect("a response");
        assert_eq!(rig.send(get::<Value>()).expect("a response").attempts(), 2);
        let error = rig.send(post::<Value>()).expect_err("the server may have received it");
        assert_eq!((error.kind(), error.attempts(), error.may_have_been_applied()), (ErrorKind::Connection, 1, true));
    });
}

#[test]
fn a_connection_that_closes_while_it_is_idle() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![json("1"), Act::Close]]);
        let rig = Rig::new(via, &server.url());
        let mut posted = 0;
        for _ in 0..50 {
            assert_eq!(*rig.send(get::<Value>()).expect("a response"), json!(1));
            match rig.send(post::<Value>()) {
                Ok(_) => posted += 1,
                Err(error) => {
                    assert!(error.kind() == ErrorKind::Connection && error.may_have_been_applied(), "{error}")
                }
            }
        }
        let received = server.received().iter().filter(|received| received.method == "POST").count();
        assert_eq!(received, posted, "no request was sent twice");
    });
}

/// The URL of a port on which no one listens. A port that was free a moment ago can belong to the server of another test.
const REFUSING: &str = "http://127.0.0.1:1";

#[test]
fn refused_connections_are_tried_again() {
    with_both(|via| {
        let mut rig = Rig::new(via, &format!("{REFUSING}/secret-path"));
        rig.client = rig.client.with(|options| options.retry.attempts = 3);
        for request in [get::<Value>(), post()] {
            let error = rig.send(request.query("$filter", "secret-query")).expect_err("no one listens");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
            assert!(!error.may_have_been_applied());
            assert!(error.to_string().to_lowercase().contains("connection refused"), "{error}");
            assert!(error.to_string().contains(&format!(": no connection: {REFUSING}: ")), "{error}");
            let all = format!("{error} {error:?} {:?}", error.source());
            assert!(!all.contains("secret"), "{all}");
        }
    });
}

#[test]
fn hosts_without_an_address_receive_nothing() {
    // The first label is too long (RFC 1035 §2.3.4), so no network is needed to know that.
    let url = format!("https://{}.invalid", "a".repeat(64));
    with_both(|via| {
        let mut rig = Rig::new(via, &url);
        rig.client = rig.client.with(|options| options.retry.attempts = 2);
        let error = rig.send(post::<Value>()).expect_err("the host has no address");
        let found = (error.kind(), error.attempts(), error.may_have_been_applied());
        assert_eq!(found, (ErrorKind::Connect, 2, false), "{error}");
    });
}

#[test]
fn a_certificate_that_no_one_trusts_ends_the_call_before_it_is_sent() {
    let server = support::tls::Server::new();
    with_both(|via| {
        let mut rig = Rig::new(via, &server.url());
        rig.client = rig.client.with(|options| options.retry.attempts = 2);
        let error = rig.send(post::<Value>()).expect_err("the certificate is not trusted");
        let found = (error.kind(), error.attempts(), error.may_have_been_applied());
        assert_eq!(found, (ErrorKind::Connect, 2, false), "{error}");
        assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
    });
    assert_eq!(server.received(), 0);
}

#[test]
fn a_service_that_does_not_speak_tls_receives_nothing() {
    let server = Server::in_order(vec![vec![json("1")]]);
    with_both(|via| {
        let mut rig = Rig::new(via, &server.url().replace("http:", "https:"));
        rig.client = rig.client.with(|options| {
            options.retry.attempts = 1;
            options.timeout = Duration::from_millis(250);
        });
        rig.send(get::<Value>()).expect_err("it waits for a request");
    });
    assert!(server.received().is_empty());
}

#[test]
fn ready_clients_choose_whom_they_trust() {
    let server = support::tls::Server::new();
    let ready = reqwest::Client::builder().tls_backend_preconfigured(support::tls::client()).build().expect("a client");
    let certificate = ureq::tls::Certificate::from_pem(support::tls::CERTIFICATE).expect("a certificate");
    let roots = ureq::tls::RootCerts::new_with_certs(&[certificate]);
    let tls = ureq::tls::TlsConfig::builder().root_certs(roots).build();
    let agent = ureq::Agent::config_builder().tls_config(tls).build().new_agent();
    let client = Client::builder(server.url())
        .transport(Reqwest::from(ready))
        .blocking_transport(Ureq::from(agent))
        .token(Token::new(TOKEN))
        .build()
        .expect("a client");
    with_both(|via| {
        let rig = Rig { via, runtime: runtime(), client: client.clone() };
        assert_eq!(*rig.send(get::<Value>()).expect("a response"), json!(1));
    });
    assert_eq!(server.received(), 2);
}

/// Runs in a process of its own: see below.
#[test]
#[ignore = "needs a system that trusts the certificate of the test"]
fn default_clients_trust_what_the_system_trusts_here() {
    let server = support::tls::Server::new();
    with_both(|via| {
        let rig = Rig::new(via, &server.url());
        assert_eq!(*rig.send(get::<Value>()).expect("a response"), json!(1));
        assert_eq!(*rig.send(get::<Value>()).expect("a response"), json!(1));
    });
    assert_eq!(server.received(), 4);
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

#[test]
#[cfg(target_os = "linux")]
fn default_clients_trust_what_the_system_trusts() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/certificate.pem");
    let output = std::process::Command::new(std::env::current_exe().expect("a path"))
        .args(["--ignored", "--exact", "default_clients_trust_what_the_system_trusts_here"])
        .env("SSL_CERT_FILE", file)
        .output()
        .expect("the test can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn requests_that_http_2_refuses_are_sent_again() {
    for refusal in [support::http2::Refusal::GoAway, support::http2::Refusal::Stream] {
        let server = support::http2::Server::new(refusal);
        let ready = reqwest::Client::builder()
            .http2_prior_knowledge()
            .retry(reqwest::retry::never())
            .tls_backend_preconfigured(support::tls::client())
            .build()
            .expect("a client");
        let client = Client::builder(server.url()).transport(Reqwest::from(ready)).build().expect("a client");
        let client = client.with(|options| options.retry.base_delay = Duration::from_millis(1));
        let rig = Rig { via: Via::Reqwest, runtime: runtime(), client };
        let done = rig.send(post::<()>()).unwrap_or_else(|error| panic!("{refusal:?}: {error}"));
        assert_eq!((done.status(), done.attempts()), (204, 2), "{refusal:?}");
    }
}

#[test]
fn a_challenge_is_answered_with_another_token() {
    with_both(|via| {
        let challenge = r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#;
        let server =
            Server::in_order(vec![vec![response(401, &[("WWW-Authenticate", challenge)], "{}")], vec![json("1")]]);
        let needs = Arc::new(Mutex::new(Vec::new()));
        let seen = needs.clone();
        let source = token_fn(move |need| {
            let mut seen = seen.lock().expect("no panic");
            seen.push((need.claims.clone(), need.rejected.clone()));
            Ok(Token::new(format!("token-{}", seen.len())))
        });
        let client = Client::builder(server.url()).token(source).build().expect("a client");
        let rig = Rig { via, runtime: runtime(), client };
        assert_eq!(rig.send(post::<Value>()).expect("a response").attempts(), 2);
        let expected = vec![(None, None), (Some("{\"a\":1}".to_owned()), Some(Token::new("token-1")))];
        assert_eq!(*needs.lock().expect("no panic"), expected);
        let sent = server.received();
        let sent: Vec<_> = sent.iter().filter_map(|received| received.header("authorization")).collect();
        assert_eq!(sent, ["Bearer token-1", "Bearer token-2"]);
    });
}

#[test]
fn throttled_requests_are_repeated_after_the_delay() {
    with_both(|via| {
        let throttled = || vec![response(429, &[("Retry-After", "0.01")], "{}")];
        let server = Server::in_order(vec![throttled(), throttled(), vec![json("1")]]);
        let got = Rig::new(via, &server.url()).send(post::<Value>()).expect("a response");
        assert_eq!(got.attempts(), 3);
        let sent = server.received();
        let retries: Vec<_> = sent.iter().map(|received| received.header("retry-attempt")).collect();
        assert_eq!(retries, [None, Some("1"), Some("2")]);
        assert!(sent.iter().all(|received| received.body == br#"{"a":1}"#));
        let ids: Vec<_> = sent.iter().map(|received| received.header("client-request-id")).collect();
        assert!(ids[0] == ids[1] && ids[1] == ids[2]);
    });
}

#[test]
fn bodies_of_errors() {
    let odata = r#"{"error":{"code":"Request_ResourceNotFound","message":"No such user.","target":"id",
        "innerError":{"request-id":"r-1","date":"2026-01-01T00:00:00"},"details":[{"code":"d","message":"m"}]}}"#;
    let html = "<html><title>502 Bad Gateway</title></html>";
    let cases = [
        (404, "application/json", odata, Some("Request_ResourceNotFound"), "No such user."),
        (404, "text/plain", odata, Some("Request_ResourceNotFound"), "No such user."),
        (400, "text/html", html, None, "400 Bad Request"),
        (403, "application/json", "", None, "403 Forbidden"),
        (409, "application/json", r#"{"error":{"code":"#, None, "409 Conflict"),
        (412, "application/json", "\u{0}", None, "412 Precondition Failed"),
        (418, "text/html", r#"{"message":1}"#, None, "418 I'm a teapot"),
    ];
    with_both(|via| {
        for (status, content_type, body, code, text) in cases {
            let headers =
                [("Content-Type", content_type), ("request-id", "srv-1"), ("Date", "Thu, 01 Jan 2026 00:00:00 GMT")];
            let server = Server::in_order(vec![vec![response(status, &headers, body)]]);
            let error = Rig::new(via, &server.url()).send(post::<Value>()).expect_err("an error");
            assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Status, Some(status), code), "{body}");
            assert!(error.to_string().contains(text), "{error}");
            assert_eq!(error.body(), body.as_bytes());
            assert_eq!((error.request_id(), error.date()), ("srv-1", Some("Thu, 01 Jan 2026 00:00:00 GMT")));
            assert_eq!((error.attempts(), error.may_have_been_applied()), (1, false));
        }
        let server = Server::in_order(vec![vec![response(404, &[], "x".repeat(200_000))]]);
        let error = Rig::new(via, &server.url()).send(get::<Value>()).expect_err("an error");
        assert_eq!((error.body().len(), error.is_not_found()), (64 * 1024, true));
        let api = Server::in_order(vec![vec![response(404, &[], odata)]]);
        let error = Rig::new(via, &api.url()).send(get::<Value>()).expect_err("an error");
        assert_eq!(error.api_error().and_then(|api| api.target.as_deref()), Some("id"));
    });
}

#[test]
fn retries_end() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![response(503, &[], "busy")]]);
        let rig = Rig::new(via, &server.url());
        let error = rig.send(get::<Value>()).expect_err("an error");
        assert_eq!((error.attempts(), error.status(), error.body()), (5, Some(503), &b"busy"[..]));
        assert_eq!(server.received().len(), 5);
        let error = rig.send(post::<Value>()).expect_err("an error");
        assert_eq!((error.attempts(), error.may_have_been_applied()), (1, true));
    });
}

#[test]
fn a_header_that_is_not_one_is_not_sent() {
    with_both(|via| {
        let server = Server::in_order(vec![vec![json("1")]]);
        let error =
            Rig::new(via, &server.url()).send(get::<Value>().header("bad name", "x")).expect_err("not a header");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0), "{error}");
        assert!(server.received().is_empty());
    });
}

#[test]
fn dropping_a_future_closes_the_connection() {
    let server = Server::in_order(vec![vec![Act::Stall]]);
    let rig = Rig::new(Via::Reqwest, &server.url());
    rig.runtime.block_on(async {
        let mut call = post::<Value>().send(&rig.client);
        while server.received().is_empty() {
            let late = tokio::time::timeout(Duration::from_millis(10), &mut call).await;
            assert!(late.is_err());
        }
        drop(call);
        // The connection belongs to a task of the runtime.
        tokio::time::sleep(Duration::from_millis(10)).await;
        server.wait_for_closed(1);
    });
    assert_eq!(server.received().len(), 1);
}

#[test]
fn dropping_a_body_closes_the_connection() {
    let acts = || vec![Act::Write(head(200, &[], 1000)), Act::Stall];
    let server = Server::in_order(vec![acts()]);
    let rig = Rig::new(Via::Reqwest, &server.url());
    rig.runtime.block_on(async {
        drop(get::<Content>().open(&rig.client).await.expect("a head"));
        tokio::time::sleep(Duration::from_millis(10)).await;
        server.wait_for_closed(1);
        drop(get::<Content>().open_blocking(&rig.client).expect("a head"));
        server.wait_for_closed(2);
    });
}

#[test]
fn ready_clients_can_be_handed_in() {
    let server = Server::in_order(vec![vec![json("1")]]);
    let redirect = format!("{}/elsewhere", server.url());
    let home = Server::new(move |_, _| vec![response(302, &[("Location", &redirect)], "")]);
    let ready = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .default_headers([(reqwest::header::FROM, "me".parse().expect("a value"))].into_iter().collect())
        .tls_backend_preconfigured(support::tls::client())
        .build()
        .expect("a client");
    // By default, an agent follows redirects, and an error status is an error.
    let agent = ureq::Agent::config_builder().user_agent("mine").build().new_agent();
    let client = Client::builder(home.url())
        .transport(Reqwest::from(ready))
        .blocking_transport(Ureq::from(agent))
        .token(Token::new(TOKEN))
        .build()
        .expect("a client");
    with_both(|via| {
        let rig = Rig { via, runtime: runtime(), client: client.clone() };
        assert_eq!(rig.send(get::<Value>()).expect("a response").attempts(), 2);
    });
    assert_eq!(home.received()[0].header("from"), Some("me"));
    assert_eq!(server.received().len(), 2);
    assert!(server.received().iter().all(|received| received.header("authorization").is_none()));
}

#[test]
fn a_ready_client_that_follows_redirects_is_an_error() {
    let other = Server::in_order(vec![vec![json("1")]]);
    let location = other.url();
    let server = Server::new(move |_, _| vec![response(302, &[("Location", &location)], "")]);
    let ready = reqwest::Client::builder().tls_backend_preconfigured(support::tls::client()).build().expect("a client");
    let client = Client::builder(server.url()).transport(Reqwest::from(ready)).build().expect("a client");
    let client = client.with(|options| options.retry.attempts = 1);
    let rig = Rig { via: Via::Reqwest, runtime: runtime(), client };
    let error = rig.send(get::<Value>()).expect_err("it follows redirects");
    assert!(error.to_string().contains("turn them off"), "{error}");
}

#[test]
fn a_ready_client_with_time_limits_of_its_own() {
    let stall = vec![Act::Write(head(200, &[], 10)), Act::Stall];
    let server = Server::in_order(vec![vec![Act::Stall], stall]);
    let limit = Duration::from_millis(100);
    let ready = reqwest::Client::builder().read_timeout(limit).tls_backend_preconfigured(support::tls::client());
    let client = Client::builder(server.url()).transport(Reqwest::from(ready.build().expect("a client")));
    let client = client.build().expect("a client").with(|options| options.retry.attempts = 1);
    let rig = Rig { via: Via::Reqwest, runtime: runtime(), client };
    let error = rig.send(get::<Value>()).expect_err("no response");
    assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::Timeout, true), "{error}");
    let error = rig.read(get::<Content>()).1.expect("no body");
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut, "{error}");
}

#[test]
fn a_hundred_at_once() {
    let server = Server::new(|_, received| vec![json(&format!("{:?}", received.target))]);
    let rig = Rig::new(Via::Reqwest, &server.url());
    let numbered = |number: usize| {
        let path = Path::new().lit("/users/").seg(number.to_string());
        (Request::<Value>::new(&GET, path), json!(format!("/users/{number}")))
    };
    rig.runtime.block_on(async {
        let tasks: Vec<_> = (0..100)
            .map(|number| {
                let (client, (request, expected)) = (rig.client.clone(), numbered(number));
                tokio::spawn(async move { (request.send(&client).await.expect("a response").into_body(), expected) })
            })
            .collect();
        for task in tasks {
            let (found, expected) = task.await.expect("no panic");
            assert_eq!(found, expected);
        }
    });
    std::thread::scope(|scope| {
        for number in 0..100 {
            let (request, expected) = numbered(number);
            let client = &rig.client;
            scope.spawn(move || assert_eq!(*request.send_blocking(client).expect("a response"), expected));
        }
    });
    assert_eq!(server.received().len(), 200);
}

/// Returns bytes that look more or less like a response.
fn noise(random: &mut fastrand::Rng) -> Vec<u8> {
    let mut gzipped = head(200, &[("Content-Encoding", "gzip")], 40);
    gzipped.extend_from_slice(&gzip(b"[1,2,3]"));
    let starts: [&[u8]; 10] = [
        b"",
        b"HTTP/1.1 ",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /x\r\nLocation: ",
        b"HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer claims=\"",
        b"HTTP/1.1 503 No\r\nRetry-After: 0.0",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 \r\n\r\n",
        &gzipped,
    ];
    let mut bytes = starts[random.usize(..starts.len())].to_vec();
    let tail = random.usize(..200);
    let alphabet = b"\r\n\r\n: 0123456789abcdef\"{}[],HTTP/1.=;";
    for _ in 0..tail {
        let any = random.u8(..);
        bytes.push(if random.bool() { alphabet[random.usize(..alphabet.len())] } else { any });
    }
    for _ in 0..random.usize(..4) {
        let position = random.usize(..bytes.len().max(1));
        if let Some(byte) = bytes.get_mut(position) {
            *byte = random.u8(..);
        }
    }
    if random.bool() {
        bytes.extend_from_slice(b"\r\n\r\n");
    }
    bytes
}

#[test]
fn noise_is_never_a_panic() {
    with_both(|via| {
        let server = Server::new(|number, _| {
            let mut random = fastrand::Rng::with_seed(number as u64);
            vec![Act::Write(noise(&mut random)), Act::Close]
        });
        let mut rig = Rig::new(via, &server.url());
        rig.client = rig.client.with(|options| {
            options.retry.attempts = 1;
            options.timeout = Duration::from_secs(2);
            options.largest_response = 1000;
        });
        for number in 0..400 {
            let error = match number % 3 {
                0 => rig.send(get::<Value>()).err(),
                1 => rig.send(post::<Value>()).err(),
                _ => rig.read(get::<Value>()).1.and_then(|error| error.downcast().ok()),
            };
            if let Some(error) = error {
                assert!(!error.to_string().is_empty());
            }
        }
    });
}
