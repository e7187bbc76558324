//! The forms of pasted requests.

use serde_json::json;

use super::*;

fn pasted(text: &str) -> Pasted {
    read(text, FileId(0))
}

/// Returns method, URL, and headers of a request without messages.
fn parts(text: &str) -> (String, String, Vec<(String, String)>) {
    let Pasted { request, notes, .. } = pasted(text);
    let request = request.unwrap_or_else(|| panic!("{text}: {notes:?}"));
    (request.method.to_string(), request.url, request.headers)
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn json_of(text: &str) -> serde_json::Value {
    match pasted(text).request.expect(text).body {
        ExampleBody::Json(block) => block.value,
        other => panic!("{text}: {other:?}"),
    }
}

/// Returns the messages as `level line:column: message`.
fn messages(text: &str) -> Vec<String> {
    let Pasted { notes, shown, .. } = pasted(text);
    let mut sources = crate::diagnostics::Sources::default();
    sources.add("<stdin>", shown);
    let place = |span| {
        let (line, column) = sources.line_column(span);
        format!(" {line}:{column}")
    };
    notes
        .iter()
        .map(|note| format!("{}{}: {}", note.level.name(), note.span.map(place).unwrap_or_default(), note.message))
        .collect()
}

#[test]
fn messages_are_read_as_on_pages() {
    let text = "POST https://graph.microsoft.com/v1.0/users HTTP/1.1\nContent-Type: application/json\n\n{\"a\": 1}\n";
    assert_eq!(
        parts(text),
        (
            "POST".to_owned(),
            "https://graph.microsoft.com/v1.0/users".to_owned(),
            vec![header("Content-Type", "application/json")]
        )
    );
    assert_eq!(json_of(text), json!({"a": 1}));
    assert_eq!(parts("\r\n  GET /me?$select=a\r\n&$top=1\r\n").1, "/me?$select=a&$top=1");
    assert!(messages(text).is_empty(), "{:?}", messages(text));
}

#[test]
fn the_host_of_a_message_may_be_in_a_header() {
    for text in [
        "GET /v1.0/me HTTP/1.1\nHost: graph.microsoft.com\nAccept: a/b\n\n",
        "GET /v1.0/me HTTP/2\nhost: graph.microsoft.com\naccept: a/b",
        "* Connected\n> GET /v1.0/me HTTP/2\n> Host: graph.microsoft.com\n> accept: a/b\n>\n< HTTP/2 200\n",
    ] {
        let (method, url, headers) = parts(text);
        assert_eq!((method.as_str(), url.as_str()), ("GET", "https://graph.microsoft.com/v1.0/me"), "{text}");
        assert!(
            headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("accept") && value == "a/b"),
            "{headers:?}"
        );
    }
}

#[test]
fn lists_of_headers_are_read() {
    let inline = ":authority: graph.microsoft.com\n:method: POST\n:path: /v1.0/me/x?a=b:c\n:scheme: https\naccept: */*\n\n{\"a\": 1}";
    let split = "Request Headers\n:authority\ngraph.microsoft.com\n:method\nPOST\n:path\n/v1.0/me/x?a=b:c\n:scheme\nhttps\naccept\n*/*\n\n{\"a\": 1}";
    let colons = ":authority:\ngraph.microsoft.com\n:method:\nPOST\n:path:\n/v1.0/me/x?a=b:c\n:scheme:\nhttps\naccept:\n*/*\n{\"a\": 1}";
    let summary = "General\nRequest URL\nhttps://graph.microsoft.com/v1.0/me/x?a=b:c\nRequest Method\nPOST\nStatus Code\n200 OK\nRemote Address\n1.2.3.4:443\n\nResponse Headers\ncontent-length\n3\n\nRequest Headers\naccept\n*/*\n\n{\"a\": 1}";
    let old = "Request URL: https://graph.microsoft.com/v1.0/me/x?a=b:c\nRequest Method: POST\nStatus Code: 200 OK\nRequest Headers\naccept: */*\n\n{\"a\": 1}";
    for text in [inline, split, colons, summary, old] {
        let expected = (
            "POST".to_owned(),
            "https://graph.microsoft.com/v1.0/me/x?a=b:c".to_owned(),
            vec![header("accept", "*/*")],
        );
        assert_eq!(parts(text), expected, "{text}");
        assert_eq!(json_of(text), json!({"a": 1}), "{text}");
    }
    assert_eq!(messages(":authority: a\n:path: /b"), ["error 1:1: the list of headers has no `:method`"]);
    assert_eq!(messages(":authority: a\n:method: GET"), ["error 1:1: the list of headers has no `:path`"]);
}

#[test]
fn urls_are_requests() {
    for (text, url) in [
        ("https://graph.microsoft.com/v1.0/me\n", "https://graph.microsoft.com/v1.0/me"),
        ("/users?$filter=startswith(displayName, 'a b')", "/users?$filter=startswith(displayName, 'a b')"),
        ("graph.microsoft.com/v1.0/me", "graph.microsoft.com/v1.0/me"),
        ("<https://graph.microsoft.com/v1.0/me>", "https://graph.microsoft.com/v1.0/me"),
        ("https://a/b\n  ?$top=1\n  &$skip=2", "https://a/b?$top=1&$skip=2"),
    ] {
        assert_eq!(parts(text), ("GET".to_owned(), url.to_owned(), Vec::new()), "{text}");
        assert!(messages(text).is_empty(), "{text}");
    }
    assert_eq!(messages("https://a/b\nmore"), ["warning 2:1: the text after the URL is ignored"]);
}

#[test]
fn further_fences_are_reported() {
    let found = |second: &str| messages(&format!("```http\nGET /me\n```\n\n```http\n{second}\n```\n"));
    assert_eq!(found("GET /users"), ["warning 6:1: only the first request is read"]);
    assert_eq!(found("HTTP/1.1 200 OK"), [""; 0]);
}

#[test]
fn fences_are_opened() {
    for text in [
        "```http\nGET /me\n```",
        "<!-- { \"blockType\": \"request\" } -->\n```http\nGET /me\n```\n",
        "Send this:\n\n~~~\ncurl https://a/me\n~~~\n",
        "```json\n{}\n```\n\n```\nGET /me",
        "### Me\n@host = a\n\nGET /me",
        "# curl https://a/me",
    ] {
        assert!(parts(text).1.ends_with("/me"), "{text}");
    }
}

#[test]
fn curl_options_are_applied() {
    for (text, method, url) in [
        ("curl https://a/b", "GET", "https://a/b"),
        ("curl a/b", "GET", "https://a/b"),
        ("$ curl -sSLX POST 'https://a/b'", "POST", "https://a/b"),
        ("curl -XPATCH https://a/b", "PATCH", "https://a/b"),
        ("curl --request=PUT --url https://a/b", "PUT", "https://a/b"),
        ("C:\\x>curl.exe -I https://a/b", "HEAD", "https://a/b"),
        ("/usr/bin/curl --head https://a/b", "HEAD", "https://a/b"),
        ("curl https://a/b -d x=1", "POST", "https://a/b"),
        ("curl -G https://a/b -d x=1 --data-urlencode 'y=a b&c'", "GET", "https://a/b?x=1&y=a%20b%26c"),
        ("curl https://a/b?z=1 --url-query 'x=a b'", "GET", "https://a/b?z=1&x=a%20b"),
        ("curl -T photo.jpg https://a/b", "PUT", "https://a/b"),
        ("curl -F a=b https://a/b", "POST", "https://a/b"),
        ("curl -o out.json -w '%{http_code}' --max-time 5 https://a/b", "GET", "https://a/b"),
        ("curl --compressed --no-location -- https://a/b", "GET", "https://a/b"),
        ("curl --frobnicate 5 https://a/b", "GET", "https://a/b"),
    ] {
        let (own_method, own_url, _) = parts(text);
        assert_eq!((own_method.as_str(), own_url.as_str()), (method, url), "{text}");
    }
}

#[test]
fn headers_and_bodies_of_curl_are_read() {
    let text = "curl -X POST https://a/b \\\n  -H 'Content-Type: application/json' \\\n  -H Prefer:x -H 'Empty;' -H 'Accept:' \\\n  --data-raw $'{\"a\": \"it\\'s\\u0021\\n\"}'";
    assert_eq!(parts(text).2, [header("Content-Type", "application/json"), header("Prefer", "x"), header("Empty", "")]);
    let broken = "curl https://a -d '{\"a\": 1' -d '2}'";
    assert_eq!(messages(broken), ["error 1:28: this is not JSON"]);
    let text = "curl --json '{\"a\":' --json '1}' https://a/b -A agent -e https://c -r 0-9";
    assert_eq!(json_of(text), json!({"a": 1}));
    let headers = parts(text).2;
    for (name, value) in [
        ("User-Agent", "agent"),
        ("Referer", "https://c"),
        ("Range", "bytes=0-9"),
        ("Content-Type", "application/json"),
        ("Accept", "application/json"),
    ] {
        assert!(headers.contains(&header(name, value)), "{name}: {headers:?}");
    }
    let windows = "curl ^\"https://a/b?^$top=1^\" ^\r\n  -H ^\"accept: a/b^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"c:^\\^\\^\\^\\d^\\^\"^}^\"\r\n";
    assert_eq!(parts(windows), ("POST".to_owned(), "https://a/b?$top=1".to_owned(), vec![header("accept", "a/b")]));
    assert_eq!(json_of(windows), json!({"a": "c:\\d"}));
}

#[test]
fn what_is_not_read_is_reported() {
    for (text, expected) in [
        ("", "error 1:1: there is no text"),
        (" \n", "error 2:1: there is no text"),
        ("Hello", "error 1:1: this is not a request"),
        ("HTTP/1.1 200 OK\n\n{}", "error 1:1: this is a response, not a request"),
        ("MERGE /users/1", "error 1:1: no request has this method"),
        ("curl -X", "warning 1:6: the option `--request` has no value"),
        ("curl", "error 1:1: the command has no URL"),
        ("curl https://a -X 'G T'", "error 1:19: no request has this method"),
        ("curl https://a 'b", "error 1:16: this quote is not closed"),
        ("curl https://a --heder x", "warning 1:16: the unknown option `--heder` is skipped"),
        ("curl https://a -H nonsense", "warning 1:19: this is not a header, and is skipped"),
        ("curl https://a https://b", "warning 1:16: a second URL is ignored"),
        (
            "curl https://a -d @body.json",
            "warning 1:19: the file is not read, and its content is missing from the code",
        ),
        ("curl https://a -F a=b -F c=d", "warning 1:16: the parts of a multipart body are not read"),
        ("curl https://a --next https://b", "warning 1:16: only the first request is read"),
        ("curl https://a | jq .", "note 1:16: the text after the command is ignored"),
        ("curl https://a?b=1&c=2", "note 1:19: a shell would end the command here; it is read as text"),
        (
            "curl https://a\n -H 'b: c'",
            "note 1:15: a shell would end the command at this line break; the options after it are read as well",
        ),
        (
            "curl \"https://a?$top=1\"",
            "note 1:17: a shell would replace this by the value of a variable; it is read as a query option",
        ),
        ("curl \"https://a/$ID\"", "warning 1:17: the value of this variable is not known; its name is read as text"),
        ("get /me", "note 1:1: methods are in upper case"),
        ("GET /me\n\nPOST /me", "warning 3:1: only the first request is read"),
        ("POST /me\n\n{}\n\nPOST /you", "warning 5:1: only the first request is read"),
        ("GET /me\n\nHTTP/1.1 200 OK", "note 3:1: the response is not read"),
        ("POST /me\n\n{\"a\": 1,}", "warning 3:8: this JSON has a trailing comma"),
        ("POST /me\n\n{\"a\": }", "error 3:7: this is not JSON"),
        ("fetch(\"https://a\")", "error 1:1: requests of this tool are not read"),
    ] {
        let found = messages(text);
        assert!(found.iter().any(|message| message == expected), "{text}: {found:?}");
        let notes = pasted(text).notes;
        assert!(notes.iter().all(|note| note.hint.is_some()), "{notes:?}");
        assert!(notes.iter().all(|note| !note.message.ends_with('.') && !note.message.starts_with(char::is_uppercase)));
    }
}

#[test]
fn an_open_quote_is_not_guessed() {
    assert_eq!(pasted("curl 'https://a/b -H c").request, None);
    assert_eq!(pasted("curl \"https://a/b -H c").request, None);
    assert_eq!(pasted("curl ^\"https://a/b -H c").request, None);
}

#[test]
fn secrets_do_not_get_out() {
    for text in [
        "GET /me\nAuthorization: Bearer s3cret-s3cret\nCookie: s3cret\nX-Api-Key: s3cret",
        "curl https://a/me -H 'Authorization: Bearer s3cret-s3cret' -b 's3cret=s3cret'",
        "curl -u me:s3cret --oauth2-bearer s3cret https://a/me",
        "curl -ume:s3cret --cookie=s3cret https://a/me",
        "curl ^\"https://a/me^\" ^\n -H ^\"authorization: Bearer s3cret^\" ^\n -b ^\"a=s3cret^\"",
        ":method: GET\n:path: /me\n:authority: a\nauthorization: Bearer s3cret",
        ":method\nGET\n:path\n/me\n:authority\na\nauthorization\nBearer s3cret",
        "https://a/me?access_token=s3cret&b=c",
        "curl https://a/me -H 'Authorization: Bearer s3cret",
        "curl https://a/me -H Authorization: Bearer s3cret",
        "curl https://a/me -x http://u:s3cret@proxy --proxy-user u:s3cret",
    ] {
        let Pasted { request, notes, shown } = pasted(text);
        let all = format!("{request:?} {notes:?} {shown}");
        assert!(!all.contains("s3cret"), "{text}\n{all}");
        assert_eq!(shown.len(), text.len());
    }
    let found = messages("curl https://a/me -H 'Authorization: a' -b c");
    assert_eq!(found, ["note 1:38: left out because the values are secrets: `--cookie`, `Authorization`"]);
    assert_eq!(parts("https://a/me?access_token=x&b=c").1, "https://a/me?b=c");
}

#[test]
fn hostile_texts_end_quickly() {
    let long = |text: &str| text.repeat(1_000_000 / text.len());
    let started = std::time::Instant::now();
    for text in [
        long("\u{0}"),
        long("curl "),
        long("\n"),
        long("```\n"),
        long("GET /a\n"),
        format!("GET /{}", long("a/")),
        format!("curl '{}", long("a")),
        format!("curl {}", long("-H 'a: b' ")),
        format!("curl {}", long("$(")),
        format!("curl {}", long("${")),
        format!(":method: GET\n{}", long("\n")),
        format!("curl \"{}\"", long("$a ")),
        format!("curl ^\"{}", long("^\\^\"")),
        format!("POST /a\n\n{}", long("[")),
        format!(":method: GET\n{}", long("a: b\n\n")),
        format!("> GET /a\n{}", long("> a: b\n")),
        long("authorization: \n"),
        long("://"),
    ] {
        let found = pasted(&text);
        assert!(found.request.is_some() || !found.notes.is_empty(), "{}", &text[..20]);
    }
    // Without optimization, each takes less than a second.
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

#[test]
fn no_text_panics() {
    let seeds = [
        "curl 'https://a/b' -H \"c: d\" --data-raw $'\\u00e9\\x41' -b e | f",
        "curl ^\"https://a^\" ^\r\n -d ^\"^\\^\"^\\^\\^\"",
        ":method\nGET\n:path: /a\n\n{\"é\": 1,}",
        "```http\nPOST /a\r\nAuthorization: é\r\n\r\n{",
        "> GET /a HTTP/2\n> b: c\nget: /é",
        "<https://é/a?access_token=é&b>",
    ];
    for seed in seeds {
        let ends: Vec<usize> = seed.char_indices().map(|(at, _)| at).chain([seed.len()]).collect();
        for (index, from) in ends.iter().enumerate() {
            for to in &ends[index..] {
                let text = &seed[*from..*to];
                let found = pasted(text);
                assert_eq!(found.shown.len(), text.len(), "{text}");
                assert!(found.request.is_some() || found.notes.iter().any(|note| note.level == Level::Error), "{text}");
                for span in found.notes.iter().filter_map(|note| note.span) {
                    assert!(span.start <= text.len() + 1, "{text}: {span:?}");
                }
            }
        }
    }
}
