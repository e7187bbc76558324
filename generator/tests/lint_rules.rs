//! Rules of lints beyond their pairs of pages: what counts, what does not, and what the hints say.

use std::fs;

use docbindgen::diagnostics::Diagnostic;
use docbindgen::pipeline::{Options, run};

/// Returns the diagnostics of these pages, one line each with its hint.
fn hints(pages: &[(&str, &str)]) -> Vec<String> {
    let docs = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in pages {
        let path = docs.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a page");
    }
    let drawn = run(docs.path(), &Options::default()).expect("pages");
    let hint = |found: &Diagnostic| {
        format!("{}: {}: {}", found.lint.id, found.message, found.hint.as_deref().unwrap_or_default())
    };
    drawn.diagnostics.list().iter().map(hint).collect()
}

/// Returns a page of a type with these rows and this text.
fn widget(rows: &str, rest: &str) -> String {
    let table = format!("## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n");
    format!("# widget resource type\n\nNamespace: sample.shop\n\nA widget on a shelf.\n\n{table}\n{rest}")
}

#[test]
fn representations_must_have_the_json_types_of_the_table() {
    let found = |ty: &str, value: &str| {
        let rows = format!("|part|{ty}|Its part.|\n|other|[widget](widget.md)|Another one.|");
        let json = format!(
            "## JSON representation\n\n``` json\n{{\n  \"other\": {{ \"part\": {value} }},\n  \"part\": {value}\n}}\n```\n"
        );
        let found = hints(&[("resources/widget.md", &widget(&rows, &json))]);
        let count = |lint: &str| found.iter().filter(|found| found.starts_with(lint)).count();
        (count("mistyped-member"), count("collection-or-not"), found.len())
    };
    for (ty, value) in [
        ("Int32", "{ \"unit\": 3 }"),
        ("Int32", "\"3\""),
        ("Int32", "true"),
        ("String", "{ \"@odata.type\": \"sample.shop.size\" }"),
        ("String", "3"),
        ("String collection", "[ 3 ]"),
        ("[widget](widget.md)", "\"String\""),
        ("[widget](widget.md)", "\"a small one\""),
        ("[widget](widget.md)", "false"),
        ("[widget](widget.md) collection", "[ \"String\" ]"),
    ] {
        assert_eq!(found(ty, value), (2, 0, 2), "{ty}: {value}");
    }
    // Of the outermost object, another lint reports whether a member is a collection.
    for (ty, value) in [("Int32", "[ 3 ]"), ("String collection", "\"String\""), ("[widget](widget.md)", "[ {} ]")] {
        assert_eq!(found(ty, value), (1, 1, 2), "{ty}: {value}");
    }
    for (ty, value) in [
        ("Int32", "1.5"),
        ("Int32", "\"Int32\""),
        ("Int32", "null"),
        ("Double", "\"INF\""),
        ("String", "\"3\""),
        ("String collection", "[ \"true\" ]"),
        ("[widget](widget.md)", "{ \"@odata.type\": \"sample.shop.widget\" }"),
        ("[widget](widget.md)", "\"sample.shop.widget\""),
        ("[widget](widget.md)", "\"<the next one>\""),
        ("[widget](widget.md) collection", "\"Collection(sample.shop.widget)\""),
    ] {
        assert_eq!(found(ty, value), (0, 0, 0), "{ty}: {value}");
    }
}

#[test]
fn hints_say_what_a_linked_page_lacks() {
    let page = widget("|hook|[hook](hook.md)|What holds it.|", "");
    for (linked, lack) in [
        ("# Hooks\n\nThey hold widgets.\n", "`resources/hook.md` has no table of properties"),
        ("---\ntitle: \"hook\"\n---\n", "`resources/hook.md` is empty"),
        (
            "# nail resource type\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|size|Int32|A size.|\n\n## peg resource type\n\n### Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|size|Int32|A size.|\n",
            "describes `nail`",
        ),
    ] {
        let found = hints(&[("resources/widget.md", &page), ("resources/hook.md", linked)]);
        assert!(found.iter().any(|found| found.starts_with("unresolved-type: ") && found.contains(lack)), "{found:#?}");
    }
}

#[test]
fn rows_that_differ_in_case_are_named_as_rows() {
    let found = hints(&[("resources/widget.md", &widget("|Size|Int32|Its height.|\n|size|Int32|Its height.|", ""))]);
    assert!(
        found[0].starts_with("name-case: the rows `size` and `Size` of `widget` differ in case only"),
        "{found:#?}"
    );
}

/// Returns a page of a request with these headers, and an example with `sent` and `received`.
fn request(name: &str, listed: &str, sent: &str, received: &str) -> String {
    let table = format!("## Request headers\n\n|Name|Description|\n|:---|:---|\n|{listed}|The version.|\n\n");
    let sent = format!("``` http\nDELETE https://graph.microsoft.com/v1.0/{name}/1\n{sent}: 1\n```\n\n");
    format!(
        "# Delete {name}\n\nDeletes it.\n\n## HTTP request\n\n``` http\nDELETE /{name}/{{id}}\n```\n\n{table}## Response\n\nReturns `204 No Content`.\n\n\
         ## Example\n\n{sent}``` http\nHTTP/1.1 204 No Content\n{received}: 1\n```\n"
    )
}

#[test]
fn headers_of_other_pages_are_hints() {
    let pages = |listed: &str, sent: &str, received: &str| {
        let first = request("widgets", listed, sent, received);
        let others = [
            request("shelves", "If-Match", "If-Match", "Retry-After"),
            request("hooks", "If-Match", "If-Match", "Retry-After"),
        ];
        hints(&[("api/a.md", &first), ("api/b.md", &others[0]), ("api/c.md", &others[1])])
    };
    assert_eq!(pages("Prefer", "Prefer", "Retry-After"), [""; 0]);
    for (listed, sent, received, lint, hint) in [
        ("Prefer", "If-Mach", "Retry-After", "unlisted-header: ", "did you mean `If-Match`?"),
        ("If-Mach", "If-Mach", "Retry-After", "unknown-header: ", ": write `If-Match`"),
        ("Authorizaton", "Authorizaton", "Retry-After", "unknown-header: ", ": write `Authorization`"),
        ("If-Match", "If-Match", "Retry-Afer", "unknown-header: ", ": write `Retry-After`"),
        ("If-Match", "If-Match", "Content-Typ", "unknown-header: ", ": write `Content-Type`"),
    ] {
        let found = pages(listed, sent, received);
        assert!(found.len() == 1 && found[0].starts_with(lint) && found[0].contains(hint), "{listed}: {found:#?}");
    }
    // Names of their own are not misspelt.
    for (listed, received) in [("If-None-Match", "Retry-After"), ("Expect", "Location"), ("x-ms-part", "ETag")] {
        assert_eq!(pages(listed, listed, received), [""; 0], "{listed}");
    }
}

#[test]
fn published_addresses_are_compared_with_the_pages() {
    let found = |link: &str| {
        let page = widget("|size|Int32|Its height.|", &format!("## Notes\n\nSee [the widget]({link}).\n"));
        hints(&[("resources/widget.md", &page)])
    };
    let dead = found("/graph/api/resources/widgt");
    assert!(
        dead.len() == 1 && dead[0].starts_with("dead-link: ") && dead[0].contains("`resources/widget.md`"),
        "{dead:#?}"
    );
    // Another version may have the page.
    for link in
        ["/graph/api/resources/widget", "/graph/api/resources/shelf", "/graph/api/resources/widgt?view=x", "/widgt"]
    {
        assert_eq!(found(link), [""; 0], "{link}");
    }
}
