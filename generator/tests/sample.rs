//! `docbindgen sample`: requests in every form that people copy.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use docbindgen::diagnostics::{FileId, Level, Printer};
use docbindgen::odata::{ExampleBody, RequestExample};
use docbindgen::paste::target::Target;
use docbindgen::paste::{Found, find, read};
use docbindgen::pipeline::{Options, Pages, Planned, plan_pages};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docbindgen"));
    command.current_dir(root()).args(["sample", "--docs", "docs-input"]).args(args).env("NO_COLOR", "1");
    command
}

/// Runs the command with a text on standard input.
fn pipe(text: impl AsRef<[u8]>, args: &[&str]) -> Output {
    let mut command = command(&["--stdin"]);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = text.as_ref().to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&text));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    output
}

/// Asserts the exit code; returns standard output and standard error.
#[track_caller]
fn expect(output: &Output, code: i32) -> (String, String) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    assert_eq!(out.is_empty(), code != 0, "{out}{err}");
    (out.into_owned(), err.into_owned())
}

/// The pages: reading them once is enough.
static PAGES: LazyLock<Planned> =
    LazyLock::new(|| plan_pages(&root().join("docs-input"), &Options::default(), &|_| {}).unwrap());

/// Reads a request as the command does; returns it, and the messages as the command prints them.
fn look_up(text: &str) -> (Found, String) {
    let mut sources = PAGES.pages.set.sources.clone();
    let found = find(text, &PAGES.pages.api, &PAGES.service, &mut sources);
    let printer = Printer::new(&sources, "docs-input");
    let printed = found.notes.iter().map(|note| format!("{}\n\n", printer.note(note))).collect();
    (found, printed)
}

/// Asserts that there is an error, and that the messages contain all of these.
#[track_caller]
fn refuse(text: impl AsRef<str>, says: &[&str]) {
    let (found, printed) = look_up(text.as_ref());
    assert!(found.notes.iter().any(|note| note.level == Level::Error), "{printed}");
    for part in says {
        assert!(printed.contains(part), "{part}: {printed}");
    }
}

/// Asserts that a request matches an operation without an error; returns the messages.
#[track_caller]
fn accept(text: &str, operation: &str) -> String {
    let (found, printed) = look_up(text);
    assert!(!found.notes.iter().any(|note| note.level == Level::Error), "{printed}");
    let matched = found.example.and_then(|example| example.matched).expect(&printed);
    let own = &PAGES.pages.api.operations[matched.operation];
    assert_eq!(format!("{} {}", own.method, own.path), operation, "{printed}");
    printed
}

/// The same request in several forms.
const SAME: [(&str, &str); 9] = [
    ("a message", "GET https://graph.microsoft.com/v1.0/me/messages?$select=subject&$top=5\nPrefer: x=y\n"),
    (
        "a message with a host",
        "GET /v1.0/me/messages?$select=subject&$top=5 HTTP/1.1\r\nHost: graph.microsoft.com\r\nPrefer: x=y\r\n\r\n",
    ),
    ("a fence", "```http\nGET /me/messages?$select=subject&$top=5\nPrefer: x=y\n```\n"),
    ("another cloud", "GET https://graph.microsoft.us/v1.0/me/messages?$select=subject&$top=5\nPrefer: x=y\n"),
    ("curl", "curl -s 'https://graph.microsoft.com/v1.0/me/messages?$select=subject&$top=5' -H 'Prefer: x=y' | jq ."),
    (
        "curl of a browser for bash",
        "curl 'https://graph.microsoft.com/v1.0/me/messages?$select=subject&$top=5' \\\n  -H 'accept: */*' \\\n  -H $'prefer: x=y' \\\n  -H 'sec-ch-ua: \"a\";v=\"1\"' \\\n  -H 'user-agent: b' \\\n  -b 'c=secret-' \\\n  --compressed",
    ),
    (
        "curl of a browser for Windows",
        "curl ^\"https://graph.microsoft.com/v1.0/me/messages?^$select=subject^&^$top=5^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  -H ^\"prefer: x=y^\" ^\r\n  -H ^\"sec-ch-ua: ^\\^\"a^\\^\";v=^\\^\"1^\\^\"^\"",
    ),
    (
        "headers of HTTP/2",
        ":authority: graph.microsoft.com\n:method: GET\n:path: /v1.0/me/messages?$select=subject&$top=5\n:scheme: https\nauthorization: Bearer secret-\nprefer: x=y\n",
    ),
    (
        "headers of HTTP/2, names and values apart",
        ":authority\ngraph.microsoft.com\n:method\nGET\n:path\n/v1.0/me/messages?$select=subject&$top=5\n:scheme\nhttps\nauthorization\nBearer secret-\nprefer\nx=y\n",
    ),
];

#[test]
fn one_request_has_one_code_in_all_forms() {
    let (expected, _) = expect(&pipe(SAME[0].1, &[]), 0);
    assert!(expected.contains("requests::me::messages::list(") && expected.contains(".top(5"), "{expected}");
    let (out, err) = expect(&pipe(SAME[6].1, &[]), 0);
    assert_eq!(out, expected);
    assert!(err.contains("headers of the connection and the browser are left out: `accept`, `sec-ch-ua`"), "{err}");
    let content = |text: &str| {
        let (found, printed) = look_up(text);
        assert!(!printed.contains("secret-"), "{printed}");
        let example = found.example.expect(&printed);
        let headers = example.facts.request.unwrap().headers;
        let headers: Vec<_> = headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
        (example.matched, headers)
    };
    for (form, text) in SAME {
        assert_eq!(content(text), content(SAME[0].1), "{form}");
    }
}

#[test]
fn examples_of_pages_are_printed() {
    let (by_name, _) = expect(&command(&["user-get.md"]).output().unwrap(), 0);
    assert!(by_name.contains("requests::"), "{by_name}");
    for name in ["v1.0/api/user-get.md:1", "docs-input/v1.0/api/user-get.md"] {
        assert_eq!(expect(&command(&[name, "-q"]).output().unwrap(), 0), (by_name.clone(), String::new()), "{name}");
    }
    for (name, code, says) in [
        ("user-gte.md", 2, "did you mean `user-get.md`?"),
        ("user-get.md:99", 2, "`v1.0/api/user-get.md` has no example 99: it has 1: `GET "),
        ("user-get.md:first", 2, "`first` is not the number of an example"),
        ("user.md", 2, "`v1.0/resources/user.md` has no example with a request"),
    ] {
        let (_, err) = expect(&command(&[name]).output().unwrap(), code);
        assert!(err.contains(says), "{says}: {err}");
    }
    for args in [&[][..], &["a.md", "--stdin"], &["--stdin", "--nonsense"]] {
        expect(&command(args).stdin(Stdio::null()).output().unwrap(), 2);
    }
    let (_, err) = expect(&command(&[]).output().unwrap(), 2);
    assert!(err.contains("--stdin") && err.contains("FILE[:N]"), "{err}");
}

#[test]
fn the_nearest_requests_are_named() {
    refuse(
        "GET /users/1/mesages",
        &[
            "--> <stdin>:1:5",
            "the request does not match any documented request",
            "near: `GET /users/{userId}/messages`",
            "--> <stdin>:1:14",
            "did you mean `messages` in place of `mesages`?",
            "docs-input/v1.0/api/user-list-messages.md",
        ],
    );
    refuse(
        "PUT https://graph.microsoft.com/v1.0/groups/1",
        &["near: `PATCH /groups/{", "the documentation has `PATCH`"],
    );
    refuse("GET /users/1/messages/2/attachments/3/foo", &["the documentation has no segment `foo` here"]);
    refuse("GET /me/reminderView(startDateTime='a')", &["the argument `endDateTime` of `reminderView` is missing"]);
    refuse(
        "GET /me/reminderView(startDatTime='a',endDateTime='b')",
        &["`reminderView` has no argument `startDatTime`: did you mean `startDateTime`?", "--> <stdin>:1:22"],
    );
    refuse("POST /users/1/mesages/2/move\n\n{}", &["near: `", "/messages"]);
    refuse("GET /qwertz/asdf", &["no documented request is similar"]);
    refuse("curl -d 'a=b' https://graph.microsoft.com/v1.0/nonsense/mesages", &["does not match"]);
}

#[test]
fn the_nearest_request_of_each_documented_one_is_itself() {
    let api = &PAGES.pages.api;
    let requests =
        api.examples.iter().filter_map(|example| Some((example.facts.request.as_ref()?, example.matched.as_ref()?)));
    let mut seen = 0;
    for (request, matched) in requests {
        // One letter more in the last word, if it has a name.
        let operation = &api.operations[matched.operation];
        let path = operation.path.split('/').next_back().unwrap_or_default();
        if path.len() < 4
            || !path.chars().all(|c| c.is_ascii_alphanumeric())
            || matched.count
            || matched.cast.is_some()
            || matched.me
        {
            continue;
        }
        let Some(at) = request.url.find(&format!("/{path}")) else { continue };
        let mut wrong = request.clone();
        wrong.url.insert(at + 1, 'x');
        // A word may be an argument.
        if docbindgen::resolve::match_request(api, &wrong).matched.is_some() {
            continue;
        }
        let found = docbindgen::resolve::nearest(api, &wrong);
        let nearest = found.first().unwrap_or_else(|| panic!("{}", wrong.url));
        let own = &api.operations[nearest.operation];
        assert_eq!((own.method, &own.path), (operation.method, &operation.path), "{}", wrong.url);
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn versions_and_hosts_are_said() {
    let err = accept("GET https://graph.microsoft.com/beta/me/messages", "GET /me/messages");
    assert!(err.contains("`beta` is another version") && err.contains("--> <stdin>:1:33"), "{err}");
    refuse(
        "GET https://files.example.com/v1.0/me",
        &[
            "error: `files.example.com` is not a host of the service",
            "--> <stdin>:1:13",
            "`https://graph.microsoft.com/{version}`",
        ],
    );
    refuse("https://graph.microsoft.com", &["the URL has no path"]);
}

#[test]
fn what_the_pages_do_not_document_is_said() {
    let text =
        "POST /groups\nContent-Type: application/json\nX-Own: a\n\n{\"displayNam\": \"a\", \"mailEnabled\": 5}\n";
    let (_, err) = expect(&pipe(text, &[]), 0);
    for part in [
        "did you mean `displayName`?",
        "--> <stdin>:5:3",
        "`mailEnabled` of `group` does not match",
        "lacks `",
        "the header `X-Own`",
    ] {
        assert!(err.contains(part), "{part}: {err}");
    }
    let (out, err) = expect(&pipe("GET /me/messages\nPrefer: outlook.timezone=\"Zürich\"\n", &[]), 0);
    assert!(!out.contains("Prefer") && err.contains("the code lacks the header `Prefer`"), "{out}{err}");
    let doubtful = "POST /groups\nContent-Type: application/json\n\n{\"displayName\": \"a\", \"displayName\": \"b\"}\n";
    let (out, err) = expect(&pipe(doubtful, &[]), 0);
    assert!(out.contains("\"b\"") && err.contains("two members with the same name"), "{out}{err}");
    let secrets = "GET /me/messages?client_secret=hidden1&sig=hidden2&code=hidden3&$skiptoken=kept\nX-CSRF: hidden4\n";
    let (out, err) = expect(&pipe(secrets, &[]), 0);
    assert!(!out.contains("hidden") && !err.contains("hidden") && out.contains("kept"), "{out}{err}");
    let err = accept("GET /me/messages?$slect=subject&$select=subjct", "GET /me/messages");
    let other = accept("GET /me/messages?$zzzzzzz=1", "GET /me/messages");
    assert!(other.contains("OData has no query option `$zzzzzzz`") && other.contains("the page lists `"), "{other}");
    for part in [
        "OData has no query option `$slect`",
        "did you mean `$select`?",
        "the property `subjct`",
        "did you mean `subject`?",
    ] {
        assert!(err.contains(part), "{part}: {err}");
    }
}

#[test]
fn values_that_are_not_documented_are_said() {
    let text = "PATCH /me/events/1\n\n{\"importance\": \"hihg\", \"showAs\": \"oof\", \"sensitivity\": \"own\"}\n";
    let printed = accept(text, "PATCH /me/events/{eventId}");
    for part in [
        "warning: `hihg` is not among the documented values of `importance`",
        "--> <stdin>:3:17",
        "did you mean `high`? correct the value",
        "`own` is not among the documented values of `sensitivity`",
        "the values are listed here",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert!(!printed.contains("`oof`"), "{printed}");
}

#[test]
fn a_body_that_is_not_a_reference_is_said() {
    let operation = "POST /groups/{groupId}/members/$ref";
    let printed = accept("POST /groups/1/members/$ref\n\n{\"id\": \"2\"}\n", operation);
    assert!(printed.contains("warning: the reference lacks `@odata.id`"), "{printed}");
    assert!(printed.contains("`id` is not a member of a reference") && printed.contains("<stdin>:3:3"), "{printed}");
    let printed = accept("POST /groups/1/members/$ref\n\n{\"@odata.id\": \"https://a/users/2\"}\n", operation);
    assert!(!printed.contains("reference"), "{printed}");
}

#[test]
fn a_missing_body_is_said() {
    for text in ["PATCH /users/1\n", "POST /groups\nContent-Type: application/json\n"] {
        let (_, printed) = look_up(text);
        assert!(printed.contains("the request has no body, and the page documents one"), "{text}: {printed}");
    }
}

#[test]
fn variables_in_a_path_are_placeholders() {
    let text = "curl \"$BASE/v1.0/users/${USER_ID}/messages/$(cat id)?$select=subject\" -H \"Authorization: $TOKEN\"";
    let printed = accept(text, "GET /users/{userId}/messages/{messageId}");
    assert_eq!(printed.matches("the value of this variable is not known").count(), 3, "{printed}");
    assert!(!printed.contains("is a placeholder") && !printed.contains("$TOKEN"), "{printed}");
    let (out, _) = expect(&pipe(text, &[]), 0);
    assert!(out.contains("let user_id = \"{USER_ID}\";") && out.contains("let message_id = \"{value}\";"), "{out}");
    let encoded = accept("GET /users/%7Bid%7D/messages/{other}", "GET /users/{userId}/messages/{messageId}");
    assert!(encoded.contains("`{id}` is a placeholder") && encoded.contains("`{other}` is a placeholder"), "{encoded}");
    // A segment that OData defines is not a variable.
    let text = "curl -d '{\"@odata.id\": \"https://graph.microsoft.com/v1.0/users/2\"}' \"https://graph.microsoft.com/v1.0/groups/$ID/members/$ref\"";
    let printed = accept(text, "POST /groups/{groupId}/members/$ref");
    assert!(printed.contains("it is read as a segment of the path"), "{printed}");
}

#[test]
fn the_object_has_everything() {
    let output = pipe(SAME[0].1, &["--format", "json"]);
    let (out, err) = expect(&output, 0);
    let printed: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(printed["operation"], "GET /me/messages");
    assert!(printed["page"].as_str().unwrap().ends_with("user-list-messages.md"));
    assert!(printed["code"].as_str().unwrap().starts_with("use graph_bindings::"));
    assert!(printed["notes"].as_array().unwrap().iter().all(|note| note["message"].is_string()), "{printed}");
    assert_eq!(err, "");
    let output = pipe("GET /users/1/mesages", &["--format", "json"]);
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &printed["code"]), (Some(1), &serde_json::Value::Null));
    assert_eq!(printed["notes"][1]["column"], 14);
}

#[test]
fn hostile_input_is_refused() {
    refuse("", &["there is no text"]);
    refuse("\u{0}\u{1}\u{1b}[31m", &["this is not a request"]);
    refuse(
        "curl 'https://graph.microsoft.com/v1.0/me -H Authorization: secret",
        &["this quote is not closed", "--> <stdin>:1:6"],
    );
    refuse("x".repeat(2 << 20), &["this is not a request"]);
    refuse(format!("GET /users/{}", "a/".repeat(1 << 20)), &["the URL has more than 64 KiB"]);
    refuse(format!("GET /users/{}", "a/".repeat(10_000)), &["does not match"]);
    refuse(format!("POST /groups\n\n{{\"a\": \"{}", "b".repeat(2 << 20)), &["this is not JSON"]);
    accept(&format!("GET /users?{}", "&a=1".repeat(10_000)), "GET /users");
    accept(&format!("GET /users?$select={}", "a,".repeat(20_000)), "GET /users");
}

#[test]
fn the_command_refuses_what_is_not_text_and_takes_much_text() {
    let (_, err) = expect(&pipe(b"\x00\xff\xfe\x80garbage", &[]), 1);
    assert!(err.contains("not text in UTF-8"), "{err}");
    let text = format!("POST /groups\n\n{{\"displayName\": \"{}\"}}", "b".repeat(1 << 20));
    let (out, err) = expect(&pipe(text, &["-q"]), 0);
    assert!(out.len() > 1 << 20 && err.is_empty(), "{err}");
}

/// Prints a request in a form.
type Form = fn(&RequestExample, &str) -> String;

/// The forms in which requests are printed, each with whether it can have any URL and body.
const FORMS: [(&str, Form); 7] = [
    ("message", |request, body| {
        let headers = lines(request, ": ");
        format!("{} {}\n{headers}\n{body}", request.method, absolute(&request.url))
    }),
    ("message with a host", |request, body| {
        let url = absolute(&request.url);
        let rest = url.strip_prefix("https://").unwrap_or(&url);
        let at = rest.find('/').unwrap_or(rest.len());
        let (host, path) = rest.split_at(at);
        format!("{} {path} HTTP/1.1\r\nHost: {host}\r\n{}\r\n{body}", request.method, lines(request, ": "))
    }),
    ("HTTP/2", |request, body| {
        let url = absolute(&request.url);
        let rest = url.strip_prefix("https://").unwrap_or(&url);
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        format!(
            ":authority: {host}\n:method: {}\n:path: {path}\n:scheme: https\n{}\n{body}",
            request.method,
            lines(request, ": ")
        )
    }),
    ("HTTP/2, names and values apart", |request, body| {
        let url = absolute(&request.url);
        let rest = url.strip_prefix("https://").unwrap_or(&url);
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        format!(
            ":authority\n{host}\n:method\n{}\n:path\n{path}\n:scheme\nhttps\n{}\n{body}",
            request.method,
            lines(request, "\n")
        )
    }),
    ("curl", |request, body| curl(request, body, " \\\n  ", |text| format!("'{}'", text.replace('\'', "'\\''")))),
    ("curl for bash", |request, body| curl(request, body, " \\\n  ", bash)),
    ("curl for Windows", |request, body| curl(request, body, " ^\r\n  ", cmd)),
];

fn absolute(url: &str) -> String {
    match url.starts_with('/') {
        true => format!("https://graph.microsoft.com/v1.0{url}"),
        false => url.to_owned(),
    }
}

fn lines(request: &RequestExample, separator: &str) -> String {
    request.headers.iter().map(|(name, value)| format!("{name}{separator}{value}\n")).collect()
}

fn curl(request: &RequestExample, body: &str, next: &str, quote: fn(&str) -> String) -> String {
    let mut words =
        vec![format!("curl {}", quote(&absolute(&request.url))), format!("-X {}", quote(request.method.as_str()))];
    words.extend(request.headers.iter().map(|(name, value)| match value.as_str() {
        "" => format!("-H {}", quote(&format!("{name};"))),
        value => format!("-H {}", quote(&format!("{name}: {value}"))),
    }));
    if !body.is_empty() {
        words.push(format!("--data-raw {}", quote(body)));
    }
    words.join(next)
}

/// Quotes a word as Chrome does for bash.
fn bash(text: &str) -> String {
    if !text.contains(|c: char| c.is_control() || c == '!' || c == '\'') {
        return format!("'{text}'");
    }
    let escaped = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\r', "\\r");
    let escaped: String = escaped
        .chars()
        .map(|c| if c.is_control() || c == '!' { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() })
        .collect();
    format!("$'{escaped}'")
}

/// Quotes a word as Chrome does for the Windows command line.
fn cmd(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || "_-:=+~'/.,?;()*`".contains(c);
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped: String = text.chars().map(|c| if plain(c) { c.to_string() } else { format!("^{c}") }).collect();
    let mut out = String::new();
    let mut chars = escaped.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '%' && chars.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_') {
            out.push('^');
        }
    }
    format!("^\"{}^\"", out.replace("\r\n", "\n").replace('\n', "^\n\n"))
}

#[test]
fn every_example_is_the_same_request_in_every_form() {
    let Planned { pages: Pages { api, set, .. }, service, .. } = &*PAGES;
    let sources = &set.sources;
    let place = |url: &str| match service.locate(url) {
        Target::Service { url, .. } => url,
        other => format!("{other:?}"),
    };
    // What is not sent, or not shown.
    let is_kept =
        |name: &str| !docbindgen_runtime::runtime::is_secret_header(name) && !name.eq_ignore_ascii_case("host");
    let content = |request: &RequestExample| {
        let headers = request.headers.iter().filter(|(name, _)| is_kept(name));
        let headers: Vec<(String, String)> =
            headers.map(|(name, value)| (name.clone(), value.trim().to_owned())).collect();
        let body = match &request.body {
            ExampleBody::None => "none".to_owned(),
            ExampleBody::Json(block) => block.value.to_string(),
            ExampleBody::BrokenJson(_) => "broken".to_owned(),
            ExampleBody::Other(text) => format!("other {text:?}"),
        };
        (request.method, place(&request.url), headers, body)
    };
    let mut seen = 0;
    for example in &api.examples {
        let Some(request) = &example.facts.request else { continue };
        let body = match &request.body {
            ExampleBody::None => String::new(),
            // The text on the page, with its line breaks and escapes.
            ExampleBody::Json(block) => {
                let text = &sources.file(block.span.file).text;
                text[block.span.start..block.span.end].to_owned()
            }
            ExampleBody::Other(text) => text.clone(),
            ExampleBody::BrokenJson(_) => continue,
        };
        for (form, print) in FORMS {
            let is_absolute = absolute(&request.url).starts_with("https://");
            if !is_absolute && form != "message" && !form.starts_with("curl") {
                continue;
            }
            let text = print(request, &body);
            let found = read(&text, FileId(0));
            let parsed =
                found.request.unwrap_or_else(|| panic!("{form} of {}: {:?}\n{text}", example.page, found.notes));
            assert_eq!(content(&parsed), content(request), "{form} of {}\n{text}", example.page);
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}
