//! The examples of pages as responses of a service for tests. That they compile, and answer requests, is tested in `emitted.rs` and by the
//! generated tests of docs-input.

mod support;

use std::collections::BTreeMap;

use docbindgen::config::Config;
use docbindgen::load::DocSet;
use quote::ToTokens;

use support::{Made, make_with};

/// A row of a table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    gate: String,
    request: String,
    status: u16,
    body: String,
}

fn row(request: &str, status: u16, body: &str) -> Row {
    Row { gate: String::new(), request: request.to_owned(), status, body: body.to_owned() }
}

/// Returns the value of a literal, or of the constant with this name.
fn value(expression: &syn::Expr, constants: &BTreeMap<String, String>) -> String {
    match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.to_string(),
        other => {
            let name = other.to_token_stream().to_string();
            constants.get(&name).cloned().unwrap_or(name)
        }
    }
}

/// Returns the rows of a file, in order.
fn rows(text: &str) -> Vec<Row> {
    let file = syn::parse_file(text).expect("Rust");
    let none = BTreeMap::new();
    let constants = file.items.iter().filter_map(|item| match item {
        syn::Item::Const(item) => Some((item.ident.to_string(), value(&item.expr, &none))),
        _ => None,
    });
    let constants = constants.collect();
    let table = file.items.iter().find_map(|item| match item {
        syn::Item::Static(item) => Some(&*item.expr),
        _ => None,
    });
    let Some(syn::Expr::Reference(table)) = table else { panic!("no table in\n{text}") };
    let syn::Expr::Array(table) = &*table.expr else { panic!("the table is not an array") };
    let row = |element: &syn::Expr| {
        let syn::Expr::Struct(element) = element else { panic!("a row is not a struct") };
        let member = |name: &str| {
            let found = element.fields.iter().find(|field| field.member.to_token_stream().to_string() == name);
            value(&found.unwrap_or_else(|| panic!("no member {name}")).expr, &constants)
        };
        Row {
            gate: element.attrs.iter().map(|attribute| attribute.to_token_stream().to_string()).collect(),
            request: format!(
                "{} {}",
                member("method").trim_start_matches("Method :: ").to_uppercase(),
                member("template")
            ),
            status: member("status").parse().expect("a status"),
            body: member("body"),
        }
    };
    table.elems.iter().map(row).collect()
}

const RESOURCE: &str = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n\
    |:---|:---|:---|\n|id|String|Key.|\n|note|String|A note about the thing.|\n";

const ONE: &str = "a [thing](../resources/thing.md) object in the response body";
const MANY: &str = "a collection of [thing](../resources/thing.md) objects in the response body";

/// Returns a page with these request lines, this sentence about the response, and examples: request, response.
fn page(title: &str, lines: &[&str], says: &str, examples: &[(&str, &str)]) -> String {
    let mut out = format!(
        "# {title}\n\nText of {title}.\n\n## HTTP request\n\n``` http\n{}\n```\n\n## Response\n\nIf successful, this method returns {says}.\n\n## Examples\n",
        lines.join("\n")
    );
    for (number, (request, response)) in examples.iter().enumerate() {
        out += &format!(
            "\n### Example {0}\n\n#### Request\n\n``` http\n{request}\n```\n\n#### Response\n\n``` http\n{response}\n```\n",
            number + 1
        );
    }
    out
}

fn make(pages: &[(&str, String)], config: &str) -> Made {
    let (config, problems) = Config::parse(config);
    assert_eq!(problems, []);
    let resource = [("resources/thing.md", RESOURCE.to_owned())];
    make_with(&DocSet::from_pages(resource.into_iter().chain(pages.iter().cloned())), &config)
}

fn json(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\nContent-Type: application/json\n\n{body}")
}

#[test]
fn first_example_answers_every_request_and_the_others_their_own() {
    let listed = page(
        "List",
        &["GET /things"],
        &format!("a `200 OK` response code and {MANY}"),
        &[
            ("GET https://graph.microsoft.com/v1.0/things", &json("200 OK", "{\"value\":[{\"id\":\"1\",}]}")),
            (
                "GET https://graph.microsoft.com/v1.0/things?$filter=id%20eq%20'2'",
                &json("200 OK", "{\"value\":[{\"id\":\"2\"}]}"),
            ),
            ("GET https://graph.microsoft.com/v1.0/things?$top=1", &json("200 OK", "{\"value\":[{\"id\":\"1\"}]}")),
            ("GET https://graph.microsoft.com/v1.0/things/$count", "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n7"),
            ("GET https://graph.microsoft.com/v1.0/things?$top=0", &json("400 Bad Request", "{\"error\":{}}")),
            ("GET https://graph.microsoft.com/v1.0/things?$top=9", &json("200 OK", "{\"value\":")),
        ],
    );
    let made = make(&[("api/thing-list.md", listed)], "");
    assert_eq!(
        rows(&made.files["src/examples/thing.rs"]),
        [
            // The page's JSON has a trailing comma.
            row("GET /things", 200, r#"{"value":[{"id":"1"}]}"#),
            row("GET /things?$filter=id%20eq%20'2'", 200, r#"{"value":[{"id":"2"}]}"#),
            row("GET /things/$count", 200, "7"),
        ]
    );
}

#[test]
fn paths_of_a_page_share_its_example() {
    let get = page(
        "Get",
        &["GET /things/{id}", "GET /boxes/{id}/things/{id}", "DELETE /things/{id}/note"],
        &format!("a `200 OK` response code and {ONE}"),
        &[("GET https://graph.microsoft.com/v1.0/things/1", &json("200 OK", "{\"value\":{\"id\":\"1\"}}"))],
    );
    let made = make(&[("api/thing-get.md", get)], "[areas]\nall = [\"/things\", \"/boxes\"]");
    let text = &made.files["src/examples/thing.rs"];
    // The page shows the object inside `value`; the service sends it without.
    let one = r#"{"id":"1"}"#;
    assert_eq!(
        rows(text),
        [
            row("GET /boxes/{boxId}/things/{thingId}", 200, one),
            row("GET /things/{thingId}", 200, one),
            row("DELETE /things/{thingId}/note", 0, "")
        ],
        "{text}"
    );
    assert_eq!(text.matches("{\"id\":\"1\"}").count(), 1, "{text}");
}

#[test]
fn pages_do_not_replace_files_of_the_tests() {
    let get = |word: &str| {
        let request = format!("GET https://graph.microsoft.com/v1.0/{word}");
        let says = format!("a `200 OK` response code and {ONE}");
        page("Get", &[&format!("GET /{word}")], &says, &[(&request, &json("200 OK", "{\"id\":\"1\"}"))])
    };
    for word in ["main", "sending", "support", "calls", "mod", "table", "client", "service"] {
        let made = make(&[(&format!("api/{word}-get.md"), get(word))], "examples = true");
        let with_case: Vec<&str> = made
            .files
            .keys()
            .map(String::as_str)
            .filter(|path| made.files[*path].contains("pub fn replay(replay"))
            .collect();
        assert_eq!(with_case.len(), 1, "{word}: {with_case:?}");
        assert!(made.files["tests/examples/main.rs"].contains("fn every_example"), "{word}");
        assert!(made.files["tests/requests/main.rs"].contains("fn every_request"), "{word}");
        assert!(made.files["tests/requests/calls/mod.rs"].contains("pub mod"), "{word}");
        assert!(made.files["src/examples/mod.rs"].contains("pub fn client()"), "{word}");
    }
}

#[test]
fn requests_without_a_response_body_need_no_example() {
    let pages = [
        ("api/thing-delete.md", page("Delete", &["DELETE /things/{id}"], "a `204 No Content` response code", &[])),
        ("api/thing-get.md", page("Get", &["GET /things/{id}"], &format!("a `200 OK` response code and {ONE}"), &[])),
    ];
    let made = make(&pages, "examples = true");
    let expected = [row("DELETE /things/{thingId}", 204, ""), row("GET /things/{thingId}", 0, "")];
    assert_eq!(rows(&made.files["src/examples/thing.rs"]), expected);
    // The test that sends each request names the one without an example.
    let test = &made.files["tests/requests/main.rs"];
    assert!(test.contains("const UNANSWERED: &[&str] = &[\"GET /things/{thingId}\"];"), "{test}");
    assert!(test.contains("calls.finish(2, UNANSWERED);"), "{test}");
}

#[test]
fn without_text_of_pages_only_statuses_remain() {
    let pages = [
        ("api/thing-delete.md", page("Delete", &["DELETE /things/{id}"], "a `204 No Content` response code", &[])),
        (
            "api/thing-get.md",
            page(
                "Get",
                &["GET /things/{id}"],
                &format!("a `200 OK` response code and {ONE}"),
                &[(
                    "GET https://graph.microsoft.com/v1.0/things/1",
                    &json("200 OK", "{\"id\":\"1\",\"note\":\"Canary.\"}"),
                )],
            ),
        ),
    ];
    let has_canary = |config: &str| {
        let made = make(&pages, config);
        made.files.iter().any(|(path, text)| path.starts_with("src/") && text.contains("Canary"))
    };
    assert!(has_canary("") && !has_canary("[docs]\ndescriptions = false"));
    let made = make(&pages, "[docs]\ndescriptions = false");
    let expected = [row("DELETE /things/{thingId}", 204, ""), row("GET /things/{thingId}", 0, "")];
    assert_eq!(rows(&made.files["src/examples/thing.rs"]), expected);
}

#[test]
fn examples_are_in_the_area_of_their_request_and_need_the_feature() {
    let get = |line: &str| {
        page(
            "Get",
            &[line],
            &format!("a `200 OK` response code and {ONE}"),
            &[(
                &format!(
                    "GET https://graph.microsoft.com/v1.0{}",
                    line.trim_start_matches("GET ").replace("{id}", "1")
                ),
                &json("200 OK", "{\"id\":\"1\"}"),
            )],
        )
    };
    let pages = [("api/thing-get.md", get("GET /things/{id}")), ("api/thing-read.md", get("GET /boxes/{id}"))];
    let made = make(&pages, "[areas]\nthings = [\"/things\"]\nboxes = [\"/boxes\"]");
    let gates: Vec<String> =
        rows(&made.files["src/examples/thing.rs"]).into_iter().map(|row| row.gate.replace(' ', "")).collect();
    assert_eq!(gates, ["#[cfg(feature=\"boxes\")]", "#[cfg(feature=\"things\")]"]);
    let lib = &made.files["src/lib.rs"];
    assert!(lib.contains("#[cfg(feature = \"testing\")]\n#[rustfmt::skip]\npub mod examples;"), "{lib}");
}
