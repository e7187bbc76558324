//! Pages that try to break the generator, for `hostile.rs` and `emitted.rs`.

#![allow(dead_code, reason = "each test uses some of it")]

/// The name of all injected code.
pub const CANARY: &str = "evil";

/// Path and text.
pub type Pages = Vec<(String, String)>;

/// Texts to insert wherever a page contains text.
pub const TEXTS: &[&str] = &[
    "*/ fn evil() {} /*",
    "\"; fn evil() {} //",
    "\\\"); evil(); (\\\"",
    "r#\"#; evil!{} \"#",
    "'; evil(); '",
    "#![feature(evil)]",
    "#[path = \"evil.rs\"] mod evil;",
    "} pub fn evil() { {",
    "{evil}{{evil()}}",
    "a\u{0}b\u{7}\u{1b}[31mevil",
    "a\rfn evil() {}\r\nb",
    "\u{202e}live\u{202c}\u{2066}\u{200f}\u{feff}\u{2028}fn evil() {}",
    "[evil](crate::evil) [`evil`](evil::evil) [x](javascript:evil)",
    "<script>evil()</script> <b> </pre> & &amp;evil;",
    "```rust\nevil();\n```",
    "    evil();",
    "**a&#10;&#10;    evil();&#10;&#10;b**",
    "`a&#10;&#10;    evil();` [a&#10;&#10;    evil();](x)",
    "a&#9;evil&#13;evil&#x202e;",
    "microsoft.graph.a\n\n    evil();\n\nb",
    "../../../evil",
    "..\\..\\evil",
    "/evil",
    "C:\\evil.rs",
    "con",
    "AUX.md",
    "com1",
    "self",
    "Self",
    "super",
    "crate",
    "_",
    "__",
    "fn",
    "async",
    "try",
    "gen",
    "union",
    "Option",
    "Some",
    "None",
    "Vec",
    "String",
    "Box",
    "Result",
    "Default",
    "Clone",
    "Request",
    "Operation",
    "Path",
    "Extra",
    "Property",
    "Unrecognized",
    "extra",
    "models",
    "runtime",
    "new",
    "lib",
    "mod",
    "main",
    "",
    " ",
    "-",
    "1",
    "9lives",
    "é",
    "ﬁ",
    "日本語",
    "\u{1f600}",
    "a\u{301}",
    "İ",
    "r#type",
    "$ref",
    "@odata.type",
    "a|b",
    "a\\|b",
    "%2e%2e%2fevil",
    "%",
    "?evil=1#evil",
    "microsoft.graph.",
    ".evil.",
    "a.b.c.d.e.f.g",
    "Collection(Collection(Collection(evil)))",
];

/// Returns a resource page with these rows.
pub fn resource_page(name: &str, rows: &str) -> String {
    format!(
        "# {name} resource type\n\nNamespace: microsoft.graph\n\nA thing.\n\n## Properties\n\n\
         |Property|Type|Description|\n|:---|:---|:---|\n{rows}\n"
    )
}

/// Returns a page with one request, and `rest` after its request line.
pub fn api_page(request: &str, rest: &str) -> String {
    format!(
        "# Get thing\n\nNamespace: microsoft.graph\n\nReads a thing.\n\n## HTTP request\n\n``` http\n{request}\n```\n\n{rest}\n\n\
         ## Response\n\nIf successful, this method returns a `200 OK` response code and a [thing](../resources/thing.md) \
         object in the response body.\n"
    )
}

/// Returns pages with `text` in each position, by the name of the position.
pub fn text_cases(text: &str) -> Vec<(&'static str, Pages)> {
    let one = |path: &str, text: String| vec![(path.to_owned(), text)];
    let cell = text.replace(['\n', '\r'], " ");
    let json = serde_json::to_string(text).expect("JSON");
    let annotation = |extra: &str| {
        let page = resource_page("thing", "|a|String|b|");
        format!(
            "{page}\n## JSON representation\n\n<!-- {{ \"blockType\": \"resource\", {extra} }} -->\n\n``` json\n{{ \"a\": {json} }}\n```\n"
        )
    };
    vec![
        ("name", one("resources/a.md", resource_page(text, "|a|String|b|"))),
        ("namespace", one("resources/a.md", resource_page("thing", "|a|String|b|").replace("microsoft.graph", text))),
        (
            "description",
            one("resources/a.md", resource_page("thing", &format!("|a|String|{cell}|")).replace("A thing.", text)),
        ),
        ("property", one("resources/a.md", resource_page("thing", &format!("|{cell}|String|b|\n|`{cell}`|Int32|b|")))),
        (
            "type",
            one(
                "resources/a.md",
                resource_page("thing", &format!("|a|{cell}|b|\n|b|[{cell}]({cell})|c|\n|c|{cell} collection|d|")),
            ),
        ),
        (
            "values",
            one("resources/a.md", resource_page("thing", &format!("|a|String|Possible values are: `{cell}`, `b`.|"))),
        ),
        (
            "members",
            one(
                "resources/a.md",
                format!(
                    "# kind enum type\n\nNamespace: microsoft.graph\n\n## Members\n\n|Member|Value|Description|\n|:---|:---|:---|\n|{cell}|0|{cell}|\n|b|1|c|\n"
                ),
            ),
        ),
        (
            "annotation",
            one(
                "resources/a.md",
                annotation(&format!("\"@odata.type\": {json}, \"baseType\": {json}, \"keyProperty\": {json}")),
            ),
        ),
        ("path", one("api/a.md", api_page(&format!("GET /things/{cell}/{{id}}"), ""))),
        (
            "placeholder",
            one("api/a.md", api_page(&format!("GET /things/{{{cell}}}/x(y='{{{cell}}}')?z={{{cell}}}"), "")),
        ),
        ("method", one("api/a.md", api_page(&format!("{cell} /things\nPOST /things/{cell}"), ""))),
        (
            "parameter",
            one(
                "api/a.md",
                api_page(
                    "POST /things/act",
                    &format!(
                        "## Request body\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|{cell}|{cell}|{cell}|\n|b|String|{cell}|\n"
                    ),
                ),
            ),
        ),
        (
            "permission",
            one(
                "api/a.md",
                api_page(
                    "GET /things",
                    &format!(
                        "## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n|Application|{cell}|\n|{cell}|{cell}|\n"
                    ),
                ),
            ),
        ),
        (
            "header",
            one(
                "api/a.md",
                api_page(
                    "GET /things",
                    &format!("## Request headers\n\n|Name|Description|\n|:---|:---|\n|{cell}|{cell}|\n"),
                ),
            ),
        ),
        ("title", one("api/a.md", api_page("GET /things", "").replace("Get thing", text))),
        (
            "deprecated",
            one(
                "api/a.md",
                api_page("GET /things", "")
                    .replace("Reads a thing.", &format!("> [!CAUTION]\n> This API is deprecated. {text}")),
            ),
        ),
        ("page", vec![(format!("api/{}.md", cell.replace(['/', '\\', '\0'], "-")), api_page("GET /things", ""))]),
        (
            "answer",
            one(
                "api/a.md",
                api_page("GET /things", "")
                    .replace("[thing](../resources/thing.md)", &format!("[{text}](../resources/{text}.md)")),
            ),
        ),
        (
            "example",
            one(
                "api/a.md",
                api_page("GET /things", "")
                    + &format!(
                        "\n## Example\n\n### Request\n\n``` http\nGET https://graph.microsoft.com/v1.0/{text}\n```\n\n### Response\n\n<!-- {{ \"blockType\": \"response\", \"@odata.type\": {json} }} -->\n\n``` http\nHTTP/1.1 200 OK\n\n{{ {json}: {json} }}\n```\n"
                    ),
            ),
        ),
        (
            "example's request",
            one(
                "api/a.md",
                api_page("GET /things/{id}/of(name='{name}')", "")
                    + &format!(
                        "\n## Example\n\n### Request\n\n``` http\nGET https://graph.microsoft.com/v1.0/things/{text}/of(name='{text}')?$filter=name eq '{text}'&$select={text}&{text}={text}\n```\n"
                    ),
            ),
        ),
        (
            "front matter",
            one("api/a.md", format!("---\ntitle: {text}\ndoc_type: {text}\n---\n{}", api_page("GET /things", ""))),
        ),
    ]
}

/// Returns large or deeply nested pages, by the name of the large or nested element.
pub fn every_case() -> Vec<(&'static str, Pages)> {
    let resource = |rows: &str| vec![("resources/a.md".to_owned(), resource_page("thing", rows))];
    let request = |request: &str, rest: &str| vec![("api/a.md".to_owned(), api_page(request, rest))];
    let nested = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    let big = |part: &str, bytes: usize| part.repeat(bytes / part.len() + 1);
    let json = |value: &str| {
        let block = format!("``` http\nHTTP/1.1 200 OK\n\n{value}\n```\n");
        request(
            "GET /things",
            &format!("## Example\n\n### Request\n\n``` http\nGET /things\n```\n\n### Response\n\n{block}"),
        )
    };
    let signs: Vec<char> = ('\u{4e00}'..'\u{5e00}').collect();
    let members: Vec<String> = (0..5_000).map(|i| format!("|member{i}|{i}|Number {i}.|")).collect();
    let lines: Vec<String> = (0..2_000).map(|i| format!("GET /things/{{id}}/a{i}")).collect();
    let depth: String = (0..300).map(|i| format!("/a{i}")).collect();
    let chain: Pages = (0..150)
        .map(|i| {
            let page = resource_page(
                &format!("t{i}"),
                &format!("|next|[t{0}](t{0}.md)|Inherited from [t{0}](t{0}.md)|", i + 1),
            );
            (format!("resources/t{i}.md"), page.replace("A thing.", &format!("Inherits from [t{0}](t{0}.md).", i + 1)))
        })
        .collect();
    let ring: Pages = (0..100)
        .map(|i| {
            (
                format!("resources/t{i}.md"),
                resource_page(&format!("t{i}"), &format!("|next|[t{0}](t{0}.md)|On.|", (i + 1) % 100)),
            )
        })
        .collect();
    vec![
        ("cell of 1 MB", resource(&format!("|a|String|{}|", big("word ", 1 << 20)))),
        ("name of 1 MB", resource(&format!("|{}|String|b|", big("aB", 1 << 20)))),
        ("type of 1 MB", resource(&format!("|a|{}|b|", big("Collection(", 1 << 20)))),
        ("values of 1 MB", resource(&format!("|a|String|Possible values are: {}.|", big("`a`, ", 1 << 20)))),
        ("links of 1 MB", resource(&format!("|a|String|{}|", big("[a](b.md) ", 1 << 20)))),
        ("title of 1 MB", vec![("api/a.md".to_owned(), format!("# {}\n", big("Get ", 1 << 20)))]),
        ("path of 100 kB", request(&format!("GET {}", big("/a/{b}", 100_000)), "")),
        ("permissions of 1 MB", request("GET /a", &format!("## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n|Application|{}|\n", big("A.B and C.D, ", 1 << 20)))),
        ("members", vec![("resources/a.md".to_owned(), format!("# kind enum type\n\n## Members\n\n|Member|Value|Description|\n|:---|:---|:---|\n{}\n", members.join("\n")))]),
        ("requests", request(&lines.join("\n"), "")),
        ("deep path", request(&format!("GET {depth}"), "")),
        ("deep namespace", vec![("resources/a.md".to_owned(), resource_page("thing", "|a|String|b|").replace("microsoft.graph", &big("a.", 2_000)))]),
        ("long namespace", vec![("resources/a.md".to_owned(), resource_page("thing", "|a|String|b|").replace("microsoft.graph", &big("abcdefghijklmnopqrstuvwxyz", 2_000)))]),
        ("long names", vec![
            ("resources/a.md".to_owned(), resource_page(&"b".repeat(150), "|a|String|b|").replace("microsoft.graph", &"abc.".repeat(100))),
            (format!("api/{}.md", "c".repeat(150)), api_page(&format!("POST /{}/{}/{}", "d".repeat(150), "e".repeat(150), "f".repeat(150)), "## Request body\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n|a|String|b|\n")),
        ]),
        ("one name for all", resource(&signs.iter().map(|c| format!("|a{c}|String|Possible values are: `{c}`, `{c}{c}`.|\n")).collect::<String>())),
        ("many placeholders", request(&format!("GET {}", "/{id}".repeat(200)), "")),
        ("deep quotes", vec![("resources/a.md".to_owned(), resource_page("thing", "|a|String|b|") + &"> ".repeat(10_000) + "x\n")]),
        ("deep lists", vec![("resources/a.md".to_owned(), resource_page("thing", "|a|String|b|") + &(0..500).map(|i| format!("{}- a\n", "  ".repeat(i))).collect::<String>())]),
        ("deep brackets", resource(&format!("|a|String|{}|", nested("[", "](a)", 10_000)))),
        ("deep parentheses", resource(&format!("|a|{}|b|", nested("(", ")", 500)))),
        ("deep collections", resource(&format!("|a|{}|b|", nested("Collection(", ")", 150)))),
        ("deep emphasis", resource(&format!("|a|String|{}|", nested("*a ", " b*", 10_000)))),
        ("deep JSON", json(&nested("[", "]", 10_000))),
        ("deep JSON objects", json(&format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)))),
        ("JSON of 1 MB", json(&format!("[{}1]", big("{\"a\": 1}, ", 1 << 20)))),
        ("open JSON", json(&big("{\"a\": [", 100_000))),
        ("braces", request("GET /a/{b/{c}}/d}/{e\nGET /{{{}}}/}{\nGET /a({b}={c},d=')/e\nGET /{}/{ }/{a}{b}\nGET //\nGET ://{a}", "")),
        ("quotes in functions", request("GET /a/f(b='{b}',c='')/g(h=@x)?@x={y}&z='{w}'\nGET /a/f(b='{b},c={c})", "")),
        ("types like the runtime's", ["request", "page", "patch", "extra", "option", "string", "vec", "collection", "reference", "property", "self", "path", "method", "jsonBody", "content", "scalar"]
            .iter()
            .map(|name| (format!("resources/{name}.md"), resource_page(name, "|extra|String|b|\n|new|[request](request.md)|c|\n|object|[option](option.md) collection|d|\n|id|String|e|\n|ID|[self](self.md)|f|")))
            .collect()),
        ("requests like the runtime's", request("GET /runtime/models/{self}/pages\nGET /crate/super/{crate}\nPOST /request/new\nGET /{body}/{path}/{request}/{operation}/{method}\nPUT /{content}/content\nGET /mod/lib\nGET /con/aux", "")),
        ("one name in every case", ["Thing", "thing", "THING", "tHing"].iter().map(|name| (format!("resources/x-{name}.md"), resource_page(name, "|a|String|b|"))).collect()),
        ("long chain of bases", chain),
        ("ring of types", ring),
        ("front matter", vec![("api/a.md".to_owned(), format!("---\n{}---\n{}", "a: {{{{[[[[\n".repeat(20_000), api_page("GET /a", "")))]),
        ("open front matter", vec![("api/a.md".to_owned(), format!("---\n{}", big("a: b\n", 1 << 20)))]),
    ]
}
