//! The samples in the documentation of generated crates. That they compile and run is tested in `emitted.rs`.

mod support;

use docbindgen::config::Config;
use docbindgen::load::DocSet;

use support::{make, make_with, package, texts};

/// Returns the part of `lib.rs` about samples, without the marks of comments.
fn samples(lib: &str) -> String {
    let lines = lib.lines().filter_map(|line| line.strip_prefix("//!"));
    let text: String = lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
    let text = text.split_once("# Sending requests\n").map_or("", |(_, rest)| rest);
    let ends = ["\n# Features", "\n# Licences"].iter().filter_map(|heading| text.find(heading));
    text[..ends.min().unwrap_or(text.len())].trim().to_owned()
}

/// Returns the pages of the library.
fn library() -> DocSet {
    DocSet::from_pages(texts(&package().join("tests/library")))
}

/// Returns a configuration without areas that are on by default, so that the samples may need any area.
fn everything_off() -> Config {
    Config::parse("default-areas = []").0
}

#[test]
fn the_samples_of_a_reference() {
    let made = make_with(&library(), &everything_off());
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("samples-of-the-library", samples(&made.files["src/lib.rs"]));
    });
}

#[test]
fn the_test_has_the_code_of_the_documentation() {
    let made = make_with(&library(), &everything_off());
    // Lines break elsewhere where the code is indented, and lists on several lines end with a comma.
    let plain = |code: &str| code.replace(|c: char| c.is_whitespace() || c == ',', "");
    let test = plain(&made.files["tests/samples.rs"]);
    let text = samples(&made.files["src/lib.rs"]);
    let blocks: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
    assert!(blocks.len() > 5, "{text}");
    let parts = blocks.iter().flat_map(|block| block.trim_start_matches("rust").split("\n\n"));
    let missing: Vec<&str> = parts.filter(|part| !test.contains(&plain(part))).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

fn request(title: &str, line: &str, response: &str) -> String {
    format!(
        "# {title}\n\nText.\n\n## HTTP request\n\n``` http\n{line}\n```\n\n## Response\n\nIf successful, this method returns a `200 OK` response code and {response} in the response body.\n"
    )
}

const RESOURCE: &str = "# thing resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n\
    |:---|:---|:---|\n|id|String|Key.|\n|note|String|A note.|\n|title|String|A title.|\n|nickName|String|A name.|\n|fullName|String|A name.|\n";

/// Another type with one of the properties: the more common of two names is shown.
const OTHER: &str = "# other resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\n|Property|Type|Description|\n\
    |:---|:---|:---|\n|fullName|String|A name.|\n";

/// Pages of a type, and of requests in two areas: a list, and a single entity.
fn pages() -> Vec<(String, String)> {
    let thing = "a [thing](../resources/thing.md) object";
    let things = "a collection of [thing](../resources/thing.md) objects";
    vec![
        ("resources/thing.md".to_owned(), RESOURCE.to_owned()),
        ("resources/other.md".to_owned(), OTHER.to_owned()),
        ("api/a-list.md".to_owned(), request("List", "GET /alpha", things)),
        ("api/a-get.md".to_owned(), request("Get", "GET /alpha/{id}", thing)),
        ("api/b-get.md".to_owned(), request("Get", "GET /gamma/{id}", thing)),
    ]
}

#[test]
fn samples_need_an_area_that_is_on_by_default() {
    let shown = |config: &str| {
        let (config, problems) = Config::parse(config);
        assert_eq!(problems, []);
        samples(&make_with(&DocSet::from_pages(pages()), &config).files["src/lib.rs"])
    };
    let alpha = shown("default-areas = [\"alpha\"]");
    assert!(alpha.contains("need the feature `alpha`, which is on by default"), "{alpha}");
    assert!(alpha.contains("requests::alpha::list()") && alpha.contains("item.full_name"), "{alpha}");
    let gamma = shown("default-areas = [\"gamma\"]");
    assert!(gamma.contains("need the feature `gamma`, which is on by default"), "{gamma}");
    assert!(gamma.contains("requests::gamma::get(\"gamma-id\")") && !gamma.contains("alpha"), "{gamma}");
    // If nothing is on by default, most samples win.
    let none = shown("default-areas = []");
    assert!(none.contains("need the feature `alpha`.") && none.contains("requests::alpha::list()"), "{none}");
    assert!(!alpha.contains("signed-in"), "{alpha}");
}

#[test]
fn the_signed_in_user_is_explained_if_the_reference_has_both_paths() {
    let user = "a [thing](../resources/thing.md) object";
    let mut pages = pages();
    pages.push(("api/user-get.md".to_owned(), request("Get", "GET /users/{id}", user)));
    let with = |pages: &[(String, String)]| {
        let (config, _) = Config::parse("default-areas = [\"users\"]\n[areas]\nusers = [\"/users\", \"/me\"]");
        samples(&make_with(&DocSet::from_pages(pages.to_vec()), &config).files["src/lib.rs"])
    };
    assert!(!with(&pages).contains("ME"));
    pages.push(("api/me-get.md".to_owned(), request("Get", "GET /me", user)));
    let text = with(&pages);
    assert!(text.contains("Prefer `requests::users`") && text.contains("requests::users::get(ME)"), "{text}");
}

#[test]
fn a_reference_without_such_requests_has_no_samples() {
    let made = make(&DocSet::from_pages([("resources/thing.md", RESOURCE)]));
    assert_eq!(samples(&made.files["src/lib.rs"]), "");
    assert!(!made.files.contains_key("tests/samples.rs"));
}
