//! The test doubles.
//!
//! In: scripts and recordings. Out: what a client receives from them, and what they report.

mod models;

use docbindgen_client::client::testing::{Recording, Replay, Script, block_on};
use docbindgen_client::client::{
    Attempt, BlockingTransport, Client, Error, ErrorKind, RetryPolicy, SendRequest, Transport,
};
use docbindgen_client::runtime::{Content, Method, Operation, Path, Request};
use models::{create, get, list, update, user};
use serde_json::{Value, json};
use std::io::Read;
use std::time::Duration;

const BASE_URL: &str = "https://graph.example/v1.0";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Sends an attempt, and returns the status.
fn status(transport: &impl BlockingTransport, method: Method, url: &str) -> u16 {
    let (url, headers, timeout) = (url.to_owned(), Vec::new(), seconds(100));
    let attempt = Attempt { method, url, headers, body: None, timeout, is_exact: false, stalled_after: None };
    BlockingTransport::send(transport, attempt).map_or(0, |head| head.status)
}

/// Returns whether a rule with this path answers a request for the other path.
fn matches(rule: &str, path: &str) -> bool {
    status(&Script::new().on(Method::Get, rule), Method::Get, &format!("{BASE_URL}{path}")) == 200
}

#[test]
fn parameters_of_a_rule_stand_for_arguments() {
    let cases = [
        ("/me", "/me", true),
        ("/me", "/me?$select=id", true),
        ("/me", "/me/messages", false),
        ("/me", "/meow", false),
        ("/users/{id}", "/users/1", true),
        ("/users/{id}", "/users/", false),
        ("/users/{id}", "/users/a%2Fb", true),
        ("/users/{id}", "/users/a/b", false),
        ("/users/a b", "/users/a%20b", true),
        ("/users/{id}/messages", "/users/1/events", false),
        ("/x(a='{a}',b={b})", "/x(a='1',b=2)", true),
        ("/x(a='{a}',b={b})", "/x(a='',b=2)", true),
        ("/x(a='{a}',b={b})", "/x(a='1',b=)", false),
        ("/x(a='{a}')", "/x(a='O%27%27Neil')", true),
        ("/functions()", "/functions", true),
        ("/root:/{path}", "/root:/a/b%20c/d.txt", true),
        ("/root:/{path}:/content", "/root:/a/b.txt:/content", true),
        ("/root:/{path}:/content", "/root:/a/b.txt:/children", false),
        ("/root:/{path}:/content", "/root:/:/content", false),
        ("/root:/{path}", "/root:/a/b.txt", true),
        ("/root:/{path}", "/root:/a/b.txt:/content", false),
        ("/root:/{path}", "/root:/a%3A/b.txt", true),
        ("/items/{id}:/{name}:/content", "/items/1:/a.txt:/content", true),
        ("/a/{b", "/a/{b", true),
    ];
    for (rule, path, expected) in cases {
        assert_eq!(matches(rule, path), expected, "{rule} {path}");
    }
}

#[test]
fn query_of_a_rule_is_compared_decoded_and_in_any_order() {
    let rule = "/users?$filter=city eq 'Oslo'&$top=2";
    assert!(matches(rule, "/users?$top=2&$filter=city%20eq%20'Oslo'"));
    assert!(!matches(rule, "/users?$top=2"));
    assert!(!matches(rule, "/users?$top=2&$filter=city%20eq%20'Oslo'&$skip=1"));
    assert!(matches("/users?", "/users") && !matches("/users?", "/users?$top=2"));
}

#[test]
fn rule_is_for_one_method_and_host() {
    let script = Script::new().on(Method::Get, "/me").on(Method::Get, "https://files.example/1").status(206);
    assert_eq!(status(&script, Method::Get, "https://graph.example/v1.0/me"), 200);
    assert_eq!(status(&script, Method::Post, "https://graph.example/v1.0/me"), 400);
    assert_eq!(status(&script, Method::Get, "https://graph.example/beta/me"), 400);
    assert_eq!(status(&script, Method::Get, "https://other.example/v1.0/me"), 400);
    assert_eq!(status(&script, Method::Get, "https://files.example/1?sig=a"), 206);
}

#[test]
fn responses_are_sent_in_order_and_the_last_one_again() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .status(503)
        .times(2)
        .then()
        .json(&user("1"))
        .on(Method::Get, "/users/{id}")
        .json(&user("2"))
        .times(1);
    let graph = script.client()?;
    let (first, second) = (get("1").send_blocking(&graph)?, get("1").send_blocking(&graph)?);
    assert_eq!((first.attempts(), second.attempts()), (3, 1));
    assert_eq!(get("1").send_blocking(&graph)?.id.as_deref(), Some("1"));
    assert_eq!(get("2").send_blocking(&graph)?.id.as_deref(), Some("2"));
    assert_eq!(script.finish(), Ok(()));
    // The second rule is used up.
    assert!(get("2").send_blocking(&graph).is_err());
    Ok(())
}

#[test]
fn response_with_a_list_is_iterated() -> Result<(), Box<dyn std::error::Error>> {
    let page = json!({"value": [user("1"), user("2")]});
    let graph = Script::new().on(Method::Get, "/users").json(&page).client()?;
    let response = list().send_blocking(&graph)?;
    let mut ids = Vec::new();
    for user in &response {
        ids.push(user.id.clone());
    }
    for user in list().send_blocking(&graph)? {
        ids.push(user.id);
    }
    assert_eq!(ids.iter().flatten().collect::<Vec<_>>(), ["1", "2", "1", "2"]);
    assert_eq!(response.status(), 200);
    Ok(())
}

#[test]
fn rule_for_any_user_answers_for_the_signed_in_user() {
    let path = |script: &Script, path: &str| status(script, Method::Get, &format!("{BASE_URL}{path}"));
    let script = Script::new().on(Method::Get, "/users/{id}").status(200).on(Method::Get, "/me").status(202).times(1);
    assert_eq!(
        [path(&script, "/me"), path(&script, "/me"), path(&script, "/media"), path(&script, "/users/1")],
        [202, 200, 400, 200]
    );
}

#[test]
fn both_kinds_of_calls_get_the_same() -> Result<(), Box<dyn std::error::Error>> {
    let script = || {
        Script::new()
            .on(Method::Post, "/users")
            .not_sent()
            .then()
            .status(429)
            .header("Retry-After", "7")
            .then()
            .status(201)
            .json(&user("1"))
    };
    let (one, other) = (script(), script());
    let response = block_on(create(user("1")).send(&one.client()?))?;
    let blocking = create(user("1")).send_blocking(&other.client()?)?;
    assert_eq!((response.status(), response.attempts(), response.elapsed()), (201, 3, seconds(8)));
    assert_eq!((blocking.status(), blocking.attempts(), blocking.elapsed()), (201, 3, seconds(8)));
    assert_eq!(one.clock().sleeps(), [seconds(1), seconds(7)]);
    // The attempts differ in their number only.
    let headers = |sent: &docbindgen_client::client::testing::Sent| -> Vec<(String, String)> {
        sent.headers().iter().filter(|(name, _)| name != "retry-attempt").cloned().collect()
    };
    let requests = one.requests();
    let agents = requests[2].headers().iter().filter(|(name, _)| name.eq_ignore_ascii_case("User-Agent")).count();
    assert_eq!((headers(&requests[0]), requests[0].body(), agents), (headers(&requests[2]), requests[2].body(), 1));
    assert_eq!((requests[0].header("retry-attempt"), requests[2].header("retry-attempt")), (None, Some("2")));
    assert_eq!(other.clock().sleeps(), [seconds(1), seconds(7)]);
    let names = |script: &Script| -> Vec<String> { script.requests().iter().map(|sent| format!("{sent:?}")).collect() };
    assert_eq!(names(&one), names(&other));
    Ok(())
}

#[test]
fn what_was_sent_can_be_asserted() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::at("https://other.example/api/").on(Method::Patch, "/users/{id}").status(204);
    let graph = script.client()?;
    update("a/b", user("1")).query("$select", "id,name&x").if_match("\"1\"").send_blocking(&graph)?;
    let sent = &script.requests()[0];
    assert_eq!(sent.method(), Method::Patch);
    assert_eq!(sent.url(), "https://other.example/api/users/a%2Fb?$select=id,name%26x");
    assert_eq!((sent.path(), sent.path_and_query()), ("/users/a%2Fb", "/users/a%2Fb?$select=id,name%26x"));
    assert_eq!(sent.query_option("$select").as_deref(), Some("id,name&x"));
    assert_eq!(sent.query_option("$top"), None);
    assert_eq!((sent.header("if-match"), sent.header("authorization")), (Some("\"1\""), Some("Bearer token")));
    assert_eq!(sent.json(), json!({ "id": "1" }));
    assert_eq!(format!("{sent:?}"), "Sent(\"PATCH /users/a%2Fb?$select=id,name%26x\")");
    Ok(())
}

#[test]
fn request_that_no_rule_matches_is_an_error_with_the_rules() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new().on(Method::Get, "/me").on(Method::Post, "/users").status(201).times(0);
    let graph = script.client()?;
    let error = get("1").query("$top", "1").send_blocking(&graph).unwrap_err();
    assert_eq!((error.code(), error.attempts(), error.may_have_been_applied()), (Some("unexpectedRequest"), 1, false));
    let text = "the script has no response to `GET /users/1?$top=1`; it answers `GET /me`, `POST /users` (used up)";
    assert!(error.to_string().contains(text), "{error}");
    let text = "`GET /users/1?$top=1` was not expected; `GET /me` has 1 unsent responses";
    assert_eq!(script.finish().unwrap_err().to_string(), text);
    let error = get("1").send_blocking(&Script::new().client()?).unwrap_err();
    assert!(error.to_string().contains("it answers nothing"), "{error}");
    Ok(())
}

#[test]
fn what_precedes_the_rules_answers_all_other_requests() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new().json(&user("any")).on(Method::Get, "/users/1").error(404, "notFound", "None.");
    let graph = script.client()?;
    assert!(get("1").send_blocking(&graph).unwrap_err().is_not_found());
    assert_eq!(get("2").send_blocking(&graph)?.id.as_deref(), Some("any"));
    Ok(())
}

#[test]
fn faults_are_those_of_a_connection() -> Result<(), Box<dyn std::error::Error>> {
    let kinds = [
        (Script::new().not_sent(), ErrorKind::Connect),
        (Script::new().lost(), ErrorKind::Connection),
        (Script::new().text("{\"id\":").body_lost(), ErrorKind::Connection),
        (Script::new().times_out(), ErrorKind::Timeout),
        (Script::new().after(seconds(101)), ErrorKind::Timeout),
    ];
    for (script, kind) in kinds {
        let graph = script.client()?.with(|options| options.retry = RetryPolicy::off());
        assert_eq!(get("1").send_blocking(&graph).unwrap_err().kind(), kind);
        assert_eq!(block_on(get("1").send(&graph)).unwrap_err().kind(), kind);
    }
    let graph = Script::new().json(&user("1")).after(seconds(99)).client()?;
    assert_eq!(block_on(get("1").send(&graph))?.elapsed(), seconds(99));
    Ok(())
}

#[test]
fn body_is_read_as_it_arrives() -> Result<(), Box<dyn std::error::Error>> {
    let script =
        Script::new().on(Method::Get, "/users/1").bytes("image/png", vec![1, 2, 3]).then().text("ab").body_lost();
    let graph = script.client()?;
    let mut bytes = Vec::new();
    get("1").open_blocking(&graph)?.into_body().read_to_end(&mut bytes)?;
    assert_eq!(bytes, [1, 2, 3]);
    let mut download = block_on(get("1").open(&graph))?.into_body();
    assert_eq!(block_on(download.chunk())?.as_deref(), Some(&b"ab"[..]));
    assert_eq!(block_on(download.chunk()).unwrap_err().kind(), ErrorKind::Connection);
    assert!(get("1").open_blocking(&graph)?.into_body().read_to_end(&mut bytes).is_err());
    Ok(())
}

#[test]
fn half_an_hour_of_retries_takes_no_time() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new().on(Method::Get, "/users/1").status(503);
    let policy = RetryPolicy { attempts: 100, ..RetryPolicy::microsoft() };
    let graph = script.client()?.with(|options| options.retry = policy);
    let error = get("1").send_blocking(&graph).unwrap_err();
    // 3, 12, 27, … seconds, from the eighth on 180: after 420 s, seven delays of 180 s end within 1800 s.
    assert_eq!((error.status(), error.attempts()), (Some(503), 15));
    assert_eq!((error.elapsed(), script.clock().slept()), (seconds(1680), seconds(1680)));
    let error = block_on(get("1").send(&graph)).unwrap_err();
    assert_eq!((error.attempts(), script.clock().slept()), (15, seconds(3360)));
    // The literal numbers end after ten retries.
    let graph = script.client()?.with(|options| options.retry = RetryPolicy::microsoft());
    let error = get("1").send_blocking(&graph).unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (11, seconds(960)));
    // A service that names the delay is waited for up to half an hour.
    let script =
        Script::new().on(Method::Get, "/users/1").status(503).header("Retry-After", "1799").then().json(&user("1"));
    let graph = script.client()?.with(|options| options.retry = RetryPolicy::microsoft());
    assert_eq!(block_on(get("1").send(&graph))?.elapsed(), seconds(1799));
    Ok(())
}

#[test]
fn throttled_part_of_the_service_delays_other_calls() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .status(429)
        .header("Retry-After", "40")
        .then()
        .json(&user("1"))
        .on(Method::Get, "/users/2")
        .json(&user("2"));
    let graph = script.client()?;
    let hasty = graph.with(|options| options.retry = RetryPolicy::off());
    assert!(get("1").send_blocking(&hasty).unwrap_err().is_throttled());
    // Up to a second more, so that calls that wait are not sent at the same moment.
    let elapsed = block_on(get("2").send(&graph))?.elapsed();
    assert!(elapsed > seconds(40) && elapsed <= seconds(41), "{elapsed:?}");
    Ok(())
}

#[test]
fn throttled_host_of_a_file_does_not_delay_the_service() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .status(302)
        .header("Location", "https://files.example/1")
        .on(Method::Get, "https://files.example/1")
        .status(429)
        .header("Retry-After", "40")
        .on(Method::Get, "/users/2")
        .json(&user("2"));
    let graph = script.client()?;
    let hasty = graph.with(|options| options.retry = RetryPolicy::off());
    assert!(get("1").send_blocking(&hasty).unwrap_err().is_throttled());
    assert_eq!(block_on(get("2").send(&graph))?.elapsed(), seconds(0));
    Ok(())
}

static FILE: Operation = Operation { method: Method::Get, template: "/me/photo/$value", pages: &[] };

/// A service whose responses contain secrets.
fn service() -> Script {
    Script::new()
        .on(Method::Post, "/users")
        .status(201)
        .header("Set-Cookie", "session=c00kie")
        .header("Location", "/v1.0/users/1?sig=s1gnature&api-version=1")
        .header("X-Echo", "Bearer a-long-secret-token")
        .header("Link", "<https://files.example/2?sig=s1gnature>; rel=\"next\"")
        .json(&json!({
            "id": "1",
            "name": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.s1gnature",
            "passwordProfile": { "password": "pa55word", "forceChange": true, "pin": 1234 },
            "error": { "innerError": { "client-request-id": "an-id" } },
            "about": "The token eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.s1gnature. It has expired",
            "@microsoft.graph.downloadUrl": "https://files.example/1?tempauth=s1gnature&name=a%20b",
        }))
        .on(Method::Get, "/users/2")
        .status(503)
        .then()
        .lost()
        .then()
        .text("not JSON: a-long-secret-token")
        .then()
        .bytes("application/octet-stream", vec![0xff, 0])
        .on(Method::Get, "/users?$top=1")
        .page(&[user("1")], Some("https://graph.example/v1.0/users?$skiptoken=a%2Bb"))
        .on(Method::Get, "/users?$skiptoken=a%2Bb")
        .page(&[user("2")], Some("https://graph.example/v1.0/users?$skiptoken=c"))
        .on(Method::Get, "/users?$skiptoken=c")
        .page(&[user("3")], None)
}

/// What a program does with the service.
fn program(graph: &Client) -> Result<Vec<String>, Error> {
    use docbindgen_client::client::ListRequest;
    let mut secret = user("1");
    secret.extra.insert("password", "pa55word");
    let created = create(secret).query("access_token", "s1gnature").header("Cookie", "c00kie").send_blocking(graph)?;
    let undecoded = get("2").send_blocking(graph).unwrap_err();
    let bytes = Request::<Content>::new(&FILE, Path::new().lit("/users/2")).send_blocking(graph)?;
    let mut texts = vec![format!("{:?}", created.id), format!("{:?}", undecoded.kind()), format!("{:?}", bytes.0)];
    for user in list().top(1).items(graph).blocking() {
        texts.push(format!("{:?}", user?.id));
    }
    Ok(texts)
}

fn recorded() -> Result<(Recording, Vec<String>), Box<dyn std::error::Error>> {
    use docbindgen_client::client::{Backoff, Token};
    let (script, recording) = (service(), Recording::new(BASE_URL));
    let graph = script
        .builder()
        .blocking_transport(recording.blocking(script.clone()))
        .token(Token::new("a-long-secret-token"))
        .options(|options| options.retry.backoff = Backoff::Quadratic)
        .build()?;
    let texts = program(&graph)?;
    script.finish()?;
    Ok((recording, texts))
}

#[test]
fn recording_contains_no_secrets() -> Result<(), Box<dyn std::error::Error>> {
    let (recording, _) = recorded()?;
    let text = recording.to_json().to_string();
    assert_eq!(recording.len(), 8);
    for secret in ["s1gnature", "c00kie", "a-long-secret-token", "1234", "an-id", "eyJ", "pa55word"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let first = &recording.to_json()["exchanges"][0];
    assert_eq!(first["request"]["url"], "https://graph.example/v1.0/users?access_token=***");
    let body = &first["response"]["json"];
    assert_eq!(body["passwordProfile"], json!({ "password": "***", "forceChange": true, "pin": 0 }));
    assert_eq!(body["@microsoft.graph.downloadUrl"], "https://files.example/1?tempauth=***&name=a%20b");
    let headers = first["response"]["headers"].to_string();
    assert!(headers.contains("/v1.0/users/1?sig=***&api-version=1"), "{headers}");
    let ids = text.matches("[\"client-request-id\",\"***\"]").count();
    assert_eq!(ids, recording.len());
    Ok(())
}

#[test]
fn replay_answers_as_the_service_did() -> Result<(), Box<dyn std::error::Error>> {
    let (recording, texts) = recorded()?;
    let path = std::env::temp_dir().join(format!("docbindgen-recording-{}.json", std::process::id()));
    recording.save(&path)?;
    let replay = Replay::open(&path);
    std::fs::remove_file(&path)?;
    let replay = replay?;
    assert_eq!(program(&replay.client()?)?, texts);
    replay.finish()?;
    Ok(())
}

#[test]
fn replay_of_asynchronous_calls_is_the_same() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .status(429)
        .header("Retry-After", "5")
        .then()
        .text("{\"id\"")
        .body_lost()
        .then()
        .times_out()
        .then()
        .json(&user("1"));
    let recording = Recording::new(BASE_URL);
    let graph = script.builder().transport(recording.transport(script.clone())).build()?;
    let response = block_on(get("1").send(&graph))?;
    assert_eq!((response.attempts(), recording.len()), (4, 4));
    let replay = Replay::new(&recording.to_json())?;
    let replayed = block_on(get("1").send(&replay.client()?))?;
    assert_eq!((replayed.attempts(), replayed.elapsed(), &*replayed), (4, response.elapsed(), &*response));
    assert_eq!(replay.finish(), Ok(()));
    Ok(())
}

#[test]
fn attempt_that_is_given_up_is_recorded_as_such() -> Result<(), Box<dyn std::error::Error>> {
    struct Never;
    impl Transport for Never {
        fn send(
            &self,
            _: Attempt,
        ) -> docbindgen_client::client::BoxFuture<
            '_,
            Result<
                docbindgen_client::client::Incoming<docbindgen_client::client::BodyStream>,
                docbindgen_client::client::Broken,
            >,
        > {
            Box::pin(std::future::pending())
        }
    }
    let recording = Recording::new(BASE_URL);
    let graph = Script::new().builder().transport(recording.transport(Never)).build()?;
    let graph = graph.with(|options| options.retry = RetryPolicy::off());
    assert!(block_on(get("1").send(&graph)).unwrap_err().is_timeout());
    let failure = &recording.to_json()["exchanges"][0]["failure"];
    assert_eq!(*failure, json!({ "notSent": false, "timeout": true }));
    Ok(())
}

#[test]
fn challenge_is_replayed_and_other_schemes_are_secrets() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new()
        .on(Method::Get, "/users/1")
        .status(401)
        .header("WWW-Authenticate", "Bearer claims=\"eyJhIjoxfQ==\"")
        .then()
        .text("dXNlcjpwYXNz");
    let recording = Recording::new(BASE_URL);
    let graph = script.builder().blocking_transport(recording.blocking(script.clone())).build()?;
    let request = || get("1").header("Authorization", "Basic dXNlcjpwYXNz").header("X-Client-Request-Id", "an-id");
    let error = request().send_blocking(&graph).unwrap_err();
    assert_eq!(error.header("WWW-Authenticate"), Some("Bearer claims=\"eyJhIjoxfQ==\""));
    assert!(request().send_blocking(&graph).is_err());
    let text = recording.to_json().to_string();
    assert!(!text.contains("dXNlcjpwYXNz") && !text.contains("an-id"), "{text}");
    let replayed = request().send_blocking(&Replay::new(&recording.to_json())?.client()?).unwrap_err();
    assert_eq!(replayed.header("WWW-Authenticate"), error.header("WWW-Authenticate"));
    Ok(())
}

#[test]
fn replay_is_strict() -> Result<(), Box<dyn std::error::Error>> {
    let script = Script::new().on(Method::Patch, "/users/1").status(204).on(Method::Get, "/users/1").json(&user("1"));
    let recording = Recording::new(BASE_URL);
    let graph = script.builder().blocking_transport(recording.blocking(script.clone())).build()?;
    update("1", user("1")).send_blocking(&graph)?;
    get("1").query("$select", "id").send_blocking(&graph)?;
    let replay = || Replay::new(&recording.to_json());
    let deviation = |error: Error| {
        assert_eq!((error.code(), error.attempts()), (Some("replayDeviates"), 1));
        error.to_string()
    };

    let other_body = replay()?;
    let text = deviation(update("1", user("2")).send_blocking(&other_body.client()?).unwrap_err());
    assert!(
        text.contains(r#"the body of `PATCH https://graph.example/v1.0/users/1` is {"id":"2"}, recorded {"id":"1"}"#),
        "{text}"
    );

    let other_path = replay()?;
    let text = deviation(update("2", user("1")).send_blocking(&other_path.client()?).unwrap_err());
    let expected = "request 1 differs from the recorded one: sent `PATCH https://graph.example/v1.0/users/2`, recorded `PATCH https://graph.example/v1.0/users/1`";
    assert!(text.contains(expected), "{text}");

    let other_order = replay()?;
    let text = deviation(get("1").query("$select", "id").send_blocking(&other_order.client()?).unwrap_err());
    assert!(text.contains("sent `GET https://graph.example/v1.0/users/1?$select=id`, recorded `PATCH "), "{text}");

    let other_query = replay()?;
    update("1", user("1")).send_blocking(&other_query.client()?)?;
    let text = deviation(get("1").query("$select", "name").send_blocking(&other_query.client()?).unwrap_err());
    assert!(text.contains("?$select=name`, recorded `GET https://graph.example/v1.0/users/1?$select=id`"), "{text}");
    let rest = other_query.finish().unwrap_err().to_string();
    assert!(rest.contains("1 recorded requests were not sent, the next is `GET "), "{rest}");

    let more = replay()?;
    let graph = more.client()?;
    update("1", user("1")).send_blocking(&graph)?;
    get("1").query("$select", "id").send_blocking(&graph)?;
    assert_eq!(more.finish(), Ok(()));
    let text = deviation(get("3").send_blocking(&graph).unwrap_err());
    assert!(
        text.contains("`GET https://graph.example/v1.0/users/3` was sent after the last recorded request"),
        "{text}"
    );
    assert!(more.finish().is_err());
    Ok(())
}

#[test]
fn what_is_not_a_recording_is_an_error() {
    let text = |recording: Value| Replay::new(&recording).unwrap_err().to_string();
    assert_eq!(text(json!({})), "it is not a recording of version 1");
    assert_eq!(text(json!({ "version": 1, "exchanges": [{}] })), "exchange 1 is not complete");
    let missing = Replay::open("no such file").unwrap_err().to_string();
    assert!(missing.starts_with("no such file: "), "{missing}");
}
