//! Samples on small pages.

use std::collections::BTreeMap;

use super::{FOLDER, Options, Placed, is_snippet, of_examples, place, snippet};
use crate::config::Config;
use crate::load::DocSet;
use crate::model::{Api, Example};
use crate::pipeline::run_set;

/// The request of an example, with its annotation.
fn request(name: &str) -> String {
    format!(
        "<!-- {{\n  \"blockType\": \"request\",\n  \"name\": \"{name}\"\n}}-->\n```http\nGET https://graph.microsoft.com/v1.0/{name}\n```\n\n"
    )
}

/// A tab in another language.
fn tab(label: &str, language: &str, name: &str) -> String {
    format!(
        "# [{label}](#tab/{language})\n{}[!INCLUDE [sdk-documentation](../includes/snippets/snippets-sdk-documentation-link.md)]\n\n",
        include(language, name)
    )
}

fn include(language: &str, name: &str) -> String {
    format!("[!INCLUDE [sample-code](../includes/snippets/{language}/{name}-{language}-snippets.md)]\n")
}

/// The tab in Rust.
fn rust(name: &str) -> String {
    format!("# [Rust](#tab/rust)\n{}\n", include("rust", name))
}

/// A group with the request of an example, and tabs in other languages, closed by `---`.
fn group(name: &str, tabs: &str) -> String {
    format!("# [HTTP](#tab/http)\n{}{tabs}---\n", request(name))
}

fn page(example: &str) -> String {
    format!(
        "---\ntitle: \"Get boat\"\n---\n\n# Get boat\n\nNamespace: microsoft.graph\n\n## HTTP request\n\n```http\nGET /boats/{{id}}\n```\n\n## Examples\n\n### Request\n\n{example}"
    )
}

fn api(set: &DocSet) -> Api {
    run_set(set.clone(), &Config::default()).unwrap().api
}

/// Places a sample for each request of `pages`; those whose URL contains `fail` have none.
fn placed_with(pages: &[(&str, &str)], fail: &str, options: &Options<'_>) -> (DocSet, Placed) {
    let set = DocSet::from_pages(pages.iter().copied());
    let api = api(&set);
    let code = |example: &Example| {
        let request = example.facts.request.as_ref().map_or("", |request| &request.url);
        let refused = !fail.is_empty() && request.contains(fail);
        if refused { Err("it fails".to_owned()) } else { Ok(format!("let {} = 1;", example.number)) }
    };
    let placed = place(&set, &of_examples(&api, api.examples.iter().map(code).collect()), options);
    (set, placed)
}

const INSERT: Options<'static> = Options { insert: true, new_groups: false, out: Some("") };
const NEW_GROUPS: Options<'static> = Options { insert: true, new_groups: true, out: Some("") };

/// Returns the pages after a run, by path, and the messages. A second run must change nothing.
fn run_with(pages: &[(&str, &str)], fail: &str, options: &Options<'_>) -> (BTreeMap<String, String>, Vec<String>) {
    let (set, placed) = placed_with(pages, fail, options);
    let mut texts: BTreeMap<String, String> =
        set.sources.iter().map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
    for (id, text) in &placed.pages {
        texts.insert(set.sources.file(*id).path.clone(), text.clone());
    }
    let again: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_, second) = placed_with(&again, fail, options);
    assert!(second.pages.is_empty(), "the second run changes {:?}", second.pages);
    assert_eq!(second.files, placed.files);
    (texts, placed.diagnostics.list().iter().map(|found| found.message.clone()).collect())
}

/// Returns a page after a run.
fn run(text: &str, fail: &str, options: &Options<'_>) -> String {
    run_with(&[("api/boat-get.md", text)], fail, options).0.remove("api/boat-get.md").unwrap()
}

/// Returns the names of the files of a run.
fn files(pages: &[(&str, &str)]) -> Vec<String> {
    let (_, placed) = placed_with(pages, "", &INSERT);
    let name = |path: &str| path.strip_prefix(FOLDER).unwrap().trim_start_matches('/').to_owned();
    placed.files.iter().map(|(path, _)| name(path.as_str())).collect()
}

#[test]
fn a_tab_takes_its_place_in_the_alphabet() {
    let python =
        tab("C#", "csharp", "get-boat") + &tab("CLI", "cli", "get-boat") + &tab("Python", "python", "get-boat");
    let swift = tab("Swift", "swift", "get-boat");
    for (before, after) in [
        (python.clone(), String::new()),
        (python, swift.clone()),
        (String::new(), swift),
        (String::new(), String::new()),
        (tab("JavaScript", "javascript", "get-boat"), String::new()),
    ] {
        let bare = page(&group("get_boat", &format!("{before}{after}")));
        let full = page(&group("get_boat", &format!("{before}{}{after}", rust("get-boat"))));
        assert_eq!(run(&bare, "", &INSERT), full);
        assert_eq!(run(&full, "", &INSERT), full);
        assert_eq!(run(&full, "get_boat", &INSERT), bare, "the sample no longer exists");
        assert_eq!(run(&bare, "get_boat", &INSERT), bare);
    }
}

#[test]
fn without_an_alphabet_the_tab_is_the_last() {
    // The order of published pages before 2022, and one of a page in which one tab is misplaced.
    for labels in [["C#", "JavaScript", "Objective-C", "Java"], ["Swift", "Go", "PHP", "Python"]] {
        let tabs: String = labels.iter().map(|label| tab(label, "x", "get-boat")).collect();
        let expected = page(&group("get_boat", &(tabs.clone() + &rust("get-boat"))));
        assert_eq!(run(&page(&group("get_boat", &tabs)), "", &INSERT), expected);
    }
}

#[test]
fn lines_are_spelled_like_their_neighbours() {
    let go = "##  [Go](#tab/go/graph-v1)\n\n[!include[Go sample] (..\\..\\Includes\\snippets\\go\\get-boat-go-snippets.md)]\n\n";
    let http = format!("## [HTTP](#tab/http/graph-v1)\n{}", request("get_boat"));
    let rust = "##  [Rust](#tab/rust/graph-v1)\n\n[!include[Go sample] (..\\..\\Includes\\snippets\\rust\\get-boat-rust-snippets.md)]\n\n";
    let (bare, full) = (page(&format!("{http}{go}---\n")), page(&format!("{http}{go}{rust}---\n")));
    assert_eq!(run(&bare, "", &INSERT), full);
    assert_eq!(run(&full, "boat", &INSERT), bare);
}

#[test]
fn line_ends_and_the_end_of_the_file_remain() {
    let tabs = tab("C#", "csharp", "get-boat");
    for end in ["\n", "\r\n"] {
        for trim in [false, true] {
            let form = |text: String| {
                let text = text.replace('\n', end);
                if trim { text.trim_end().to_owned() } else { text }
            };
            let bare = form(page(&group("get_boat", &tabs)));
            let full = form(page(&group("get_boat", &(tabs.clone() + &rust("get-boat")))));
            assert_eq!(run(&bare, "", &INSERT), full);
            assert_eq!(run(&full, "boat", &INSERT), bare);
            let alone = form(page(request("get_boat").trim_end()) + "\n");
            let grouped =
                format!("# [HTTP](#tab/http)\n{}\n\n{}---\n", request("get_boat").trim_end(), rust("get-boat"));
            assert_eq!(run(&alone, "", &NEW_GROUPS), form(page(&grouped)), "{alone:?}");
        }
    }
}

#[test]
fn groups_in_lists_and_quotes_keep_their_prefix() {
    let group = group("get_boat", &tab("C#", "csharp", "get-boat"));
    let full = group.replace("---\n", &(rust("get-boat") + "---\n"));
    for (first, prefix) in [("1. ", "   "), ("> ", "> "), ("   ", "   ")] {
        let form = |text: &str| {
            let lines = text.lines().map(|line| (prefix.to_owned() + line).trim_end().to_owned() + "\n");
            page(&lines.collect::<String>().replacen(prefix, first, 1))
        };
        assert_eq!(run(&form(&group), "", &INSERT), form(&full));
        assert_eq!(run(&form(&full), "boat", &INSERT), form(&group));
    }
}

#[test]
fn a_group_without_http_that_follows_the_request_is_its_group() {
    let tabs = tab("C#", "csharp", "get-boat") + &tab("Python", "python", "get-boat");
    let bare = page(&format!("{}{tabs}---\n", request("get_boat")));
    let full = page(&format!("{}{tabs}{}---\n", request("get_boat"), rust("get-boat")));
    assert_eq!(run(&bare, "", &INSERT), full);
    assert_eq!(run(&bare, "", &NEW_GROUPS), full);
    let apart = page(&format!("{}Text.\n\n{tabs}---\n", request("get_boat")));
    assert_eq!(run(&apart, "", &INSERT), apart);
}

#[test]
fn only_new_groups_change_requests_without_tabs() {
    let bare = page(&(request("get_boat") + "### Response\n\nText.\n"));
    assert_eq!(run(&bare, "", &INSERT), bare);
    let (_, placed) = placed_with(&[("api/boat-get.md", &bare)], "", &INSERT);
    assert_eq!(placed.changes.without_group, 1);
    let grouped = format!("{}### Response\n\nText.\n", group("get_boat", &rust("get-boat")) + "\n");
    assert_eq!(run(&bare, "", &NEW_GROUPS), page(&grouped));
    assert_eq!(run(&bare, "boat", &NEW_GROUPS), bare);
    // A request in a list, and two requests without a line between them.
    let list = "1. Get it:\n\n   ```http\n   GET https://graph.microsoft.com/v1.0/boats\n   ```\n";
    let two = request("a").trim_end().to_owned() + "\n" + &request("b");
    for text in [list.to_owned(), two] {
        let after = run(&page(&text), "", &NEW_GROUPS);
        assert!(after.contains("# [Rust](#tab/rust)"), "{after}");
        assert_eq!(after.matches("](#tab/http)").count(), text.matches("GET").count(), "{after}");
    }
}

#[test]
fn markers_in_code_and_comments_are_not_tabs() {
    let swift = tab("Swift", "swift", "get-boat");
    for (open, close) in [("~~~md\n", "~~~\n\n"), ("<!--\n", "-->\n\n"), ("1. ```md\n", "   ```\n\n")] {
        let tabs = format!("{}{open}{swift}---\n{close}", tab("C#", "csharp", "get-boat"));
        let expected = page(&group("get_boat", &(tabs.clone() + &rust("get-boat"))));
        assert_eq!(run(&page(&group("get_boat", &tabs)), "", &INSERT), expected);
        let after = page(&format!("{}{open}{swift}---\n{close}", request("get_boat")));
        assert_eq!(run(&after, "", &INSERT), after);
    }
}

#[test]
fn tabs_in_rust_are_updated_and_not_repeated() {
    let full = |rust: &str| page(&group("get_boat", &(tab("C#", "csharp", "get-boat") + rust)));
    let expected = full(&rust("get-boat"));
    assert_eq!(run(&full(&rust("old-name")), "", &INSERT), expected);
    // A tab at another place, with text, keeps both.
    let other = format!("# [Rust](#tab/rust)\n\nNeeds the crate.\n\n{}\n", include("rust", "old-name"));
    assert_eq!(run(&full(&other), "", &INSERT), full(&other.replace("old-name", "get-boat")));
    let two = format!("# [Rust](#tab/rust)\n{}{}\n", include("rust", "a"), include("rust", "b"));
    assert_eq!(run(&full(&two), "", &INSERT), expected);
    // Tabs that somebody wrote remain, and are reported.
    let by_hand = "# [Rust](#tab/rust)\n```rust\nlet a = 1;\n```\n\n";
    for (text, fail, message) in [
        (by_hand.to_owned(), "", Some("has a tab in Rust with other content")),
        (by_hand.to_owned(), "boat", None),
        (other, "boat", Some("includes a sample that no longer exists")),
    ] {
        let text = full(&text);
        let (pages, messages) = run_with(&[("api/boat-get.md", &text)], fail, &INSERT);
        assert_eq!(pages["api/boat-get.md"], text);
        assert_eq!(messages.len(), usize::from(message.is_some()), "{messages:?}");
        assert!(messages.iter().all(|found| message.is_some_and(|part| found.contains(part))), "{messages:?}");
    }
}

#[test]
fn open_groups_and_included_requests_are_reported() {
    let open = page(&group("get_boat", &tab("C#", "csharp", "get-boat")).replace("---\n", "## See also\n"));
    let (pages, messages) = run_with(&[("api/boat-get.md", &open)], "", &INSERT);
    assert_eq!(pages["api/boat-get.md"], open);
    assert_eq!(messages, ["the sample is not shown: its group of tabs is not closed"]);
    let including = page("[!INCLUDE [request](../includes/request.md)]\n");
    let files = [("api/boat-get.md", including.as_str()), ("includes/request.md", &request("get_boat"))];
    let (_, messages) = run_with(&files, "", &INSERT);
    assert_eq!(messages, ["the sample is not shown: the page includes the request from another file"]);
    assert_eq!(self::files(&files), ["get-boat-rust-snippets.md"]);
    let quoted = page(&request("get_boat").lines().map(|line| format!("> {line}\n")).collect::<String>());
    let (_, messages) = run_with(&[("api/boat-get.md", &quoted)], "", &NEW_GROUPS);
    assert_eq!(messages, ["the sample is not shown: the request cannot be put into a group"]);
}

#[test]
fn the_name_is_that_of_the_other_languages() {
    let named = |tabs: &str| {
        let text = page(&group("get_boat_1", tabs));
        files(&[("api/boat-get.md", &text)]).remove(0).replace("-rust-snippets.md", "")
    };
    assert_eq!(named(""), "get-boat-1");
    assert_eq!(named(&tab("C#", "csharp", "fetch-boat")), "fetch-boat");
    assert_eq!(named(&(tab("C#", "csharp", "fetch-boat") + &tab("Go", "go", "get-boat-1"))), "get-boat-1");
    let two_of_three = tab("C#", "csharp", "a") + &tab("Go", "go", "b") + &tab("PHP", "php", "b");
    assert_eq!(named(&two_of_three), "b");
    assert_eq!(named(&tab("C#", "csharp", "A.b_c")), "ab-c");
    assert_eq!(named(&tab("C#", "csharp", "../x")), "get-boat-1", "a name is never a path");
    let unnamed = page(
        "```http\nGET https://graph.microsoft.com/v1.0/boats/1\n```\n\n```http\nGET https://graph.microsoft.com/v1.0/boats/2\n```\n",
    );
    assert_eq!(files(&[("api/Boat_Get.md", &unnamed)]), ["boat-get-2-rust-snippets.md", "boat-get-rust-snippets.md"]);
}

#[test]
fn samples_with_one_name_get_files_of_their_own() {
    let tabs = tab("C#", "csharp", "get-boat");
    let (first, second) = (page(&group("get_boat", &tabs)), page(&group("get_boat_here", &tabs)));
    let (third, fourth) = (page(&group("get_boat", &tabs)), page(&group("get_boat_2", "")));
    let pages = [("api/a.md", first.as_str()), ("api/b.md", &second), ("api/c.md", &third), ("api/d.md", &fourth)];
    let names = ["get-boat", "get-boat-here", "get-boat-3", "get-boat-2"];
    let (texts, messages) = run_with(&pages, "", &INSERT);
    for (text, name) in texts.values().zip(names) {
        assert!(text.contains(&include("rust", name)), "{name}: {text}");
    }
    let expected = ["get-boat-here", "get-boat-3"]
        .map(|name| format!("another sample is named `get-boat`; this one becomes `{name}`"));
    assert_eq!(messages, expected);
    // A sample that fails keeps its name, so that others keep theirs.
    let (_, placed) = placed_with(&[pages[0], pages[2]], "none of them", &INSERT);
    assert_eq!(placed.files.len(), 2);
    let set = DocSet::from_pages([pages[0], pages[2]]);
    let code =
        |example: &Example| if example.page == "api/a.md" { Err("it fails".to_owned()) } else { Ok("x".to_owned()) };
    let api = api(&set);
    let placed = place(&set, &of_examples(&api, api.examples.iter().map(code).collect()), &INSERT);
    let paths: Vec<&str> = placed.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, [format!("{FOLDER}/get-boat-2-rust-snippets.md")]);
    assert_eq!(placed.refused, BTreeMap::from([("it fails".to_owned(), 1)]));
}

#[test]
fn a_group_with_two_requests_has_a_tab_with_both_samples() {
    let both = request("get_boat") + &request("get_crew");
    let http = format!("# [HTTP](#tab/http)\n{both}");
    let go = format!("# [Go](#tab/go)\n{}{}\n", include("go", "boat"), include("go", "crew"));
    let rust = format!("# [Rust](#tab/rust)\n{}{}\n", include("rust", "boat"), include("rust", "crew"));
    let (bare, full) = (page(&format!("{http}{go}---\n")), page(&format!("{http}{go}{rust}---\n")));
    assert_eq!(run(&bare, "", &INSERT), full);
    assert_eq!(run(&full, "get_crew", &INSERT), bare, "half of the samples would mislead");
    assert_eq!(run(&bare, "get_crew", &INSERT), bare);
}

#[test]
fn new_groups_include_from_the_output_folder() {
    for (path, out, expected) in [
        ("api/boat-get.md", Some(""), "../includes/snippets/rust/"),
        ("api/deep/boat-get.md", Some(""), "../../includes/snippets/rust/"),
        ("api/boat-get.md", Some(".."), "../../includes/snippets/rust/"),
        ("api/boat-get.md", Some("api"), "includes/snippets/rust/"),
        ("boat-get.md", Some(""), "includes/snippets/rust/"),
        ("api/boat-get.md", Some("shared/x"), "../shared/x/includes/snippets/rust/"),
        ("api/boat-get.md", None, "../includes/snippets/rust/"),
    ] {
        let options = Options { out, ..NEW_GROUPS };
        let text = page(&request("get_boat"));
        let (set, placed) = placed_with(&[(path, &text)], "", &options);
        let after = &placed.pages[&set.pages[0].file];
        assert!(after.contains(&format!("]({expected}get-boat-rust-snippets.md)]")), "{path}: {after}");
        assert_eq!(placed.elsewhere.is_none(), out.is_some(), "{path} {out:?}");
    }
    let text = page(&group("get_boat", &tab("C#", "csharp", "get-boat")));
    let options = Options { out: Some("elsewhere"), ..INSERT };
    let (_, placed) = placed_with(&[("api/boat-get.md", &text)], "", &options);
    assert_eq!(placed.elsewhere.as_deref(), Some("../includes/snippets/rust/get-boat-rust-snippets.md"));
}

#[test]
fn a_file_is_one_fenced_block() {
    for (code, expected) in [
        ("let a = 1;\n", "```rust\nlet a = 1;\n```\n"),
        ("a\r\nb", "```rust\na\nb\n```\n"),
        ("/// ```\n/// x\n/// ```", "````rust\n/// ```\n/// x\n/// ```\n````\n"),
        ("", "```rust\n\n```\n"),
    ] {
        assert_eq!(snippet(code), expected);
        assert!(is_snippet(expected) && is_snippet(&expected.replace('\n', "\r\n")), "{expected}");
    }
    for other in [
        "",
        "text",
        "```rust\na",
        "```rust\na\n```\ntext\n```\n",
        "---\nx: y\n---\n\n```rust\na\n```\n",
        "```csharp\na\n```\n",
    ] {
        assert!(!is_snippet(other), "{other}");
    }
}
