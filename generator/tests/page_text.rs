//! The text of pages in generated crates: its licence and its authors, and how to leave it out.

mod support;

use std::collections::BTreeSet;
use std::fs;

use docbindgen::config::Layout;
use docbindgen::model::{Api, Doc};
use docbindgen::pipeline::{Options, Outcome, run};

use support::workspace;

/// Generates the crate of docs-input.
fn generate(no_descriptions: bool) -> Outcome {
    let options = Options { layout: Some(Layout::Crate), no_descriptions, ..Options::default() };
    run(&workspace().join("docs-input"), &options).expect("the pages can be read")
}

fn file(outcome: &Outcome, path: &str) -> String {
    let found = outcome.files.iter().find(|(at, _)| at.as_str() == path);
    let (_, bytes) = found.unwrap_or_else(|| panic!("no file `{path}`"));
    String::from_utf8(bytes.to_vec()).expect("generated files are UTF-8")
}

/// Returns a text without the marks and line breaks of comments.
fn words(text: &str) -> String {
    text.split_whitespace().filter(|word| !["///", "//!"].contains(word)).collect::<Vec<_>>().join(" ")
}

/// Returns the texts of pages: descriptions, titles, notes, conditions. Short ones may be names.
fn texts(api: &Api) -> BTreeSet<String> {
    let mut docs: Vec<&Doc> = Vec::new();
    let mut other: Vec<&String> = Vec::new();
    for ty in api.types.values() {
        docs.push(&ty.description);
        other.extend(&ty.deprecated);
        docs.extend(ty.properties.iter().chain(&ty.navigation).map(|property| &property.description));
    }
    for stated in api.enums.values() {
        docs.push(&stated.description);
        docs.extend(stated.members.iter().map(|member| &member.description));
    }
    docs.extend(api.operations.iter().flat_map(|operation| &operation.parameters).map(|p| &p.description));
    for page in api.pages.values() {
        docs.push(&page.description);
        other.extend(page.deprecated.iter().chain([&page.title]));
        other.extend(page.response_headers.iter().map(|header| &header.text));
        other.extend(page.permissions.iter().filter_map(|row| row.condition.as_ref()));
        let parameters = page.parameters.iter().flat_map(|object| &object.properties);
        docs.extend(parameters.map(|property| &property.description));
    }
    let all = docs.into_iter().map(|doc| doc.plain()).chain(other.into_iter().cloned());
    all.map(|text| words(&text)).filter(|text| text.split(' ').count() > 3 && !text.contains('`')).collect()
}

/// Returns the code of models, parameters and requests, without comments and notes on deprecated items.
fn declarations(outcome: &Outcome) -> Vec<(String, Vec<String>)> {
    let folders = ["src/models/", "src/parameters/", "src/requests/"];
    let files = outcome.files.iter().filter(|(path, _)| folders.iter().any(|folder| path.as_str().starts_with(folder)));
    let texts = ["//", "#[deprecated", "note =", ")]"];
    let is_code = |line: &&str| !texts.iter().any(|start| line.starts_with(start));
    files
        .map(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let lines = text.lines().map(str::trim).filter(is_code).map(str::to_owned).collect();
            (path.as_str().to_owned(), lines)
        })
        .collect()
}

#[test]
fn comments_without_descriptions_have_no_text_of_pages() {
    let (with, without) = (generate(false), generate(true));
    let code = |outcome: &Outcome| {
        let own = outcome.files.iter().filter(|(path, _)| {
            let path = path.as_str();
            path.starts_with("src/") && !path.starts_with("src/runtime/") && !path.starts_with("src/client/")
        });
        own.map(|(_, bytes)| words(&String::from_utf8_lossy(bytes)).replace('\\', "")).collect::<Vec<_>>().join("\n")
    };
    let (before, after) = (code(&with), code(&without));
    let texts = texts(&with.api);
    let shown = texts.iter().filter(|text| before.contains(text.as_str())).count();
    assert!(shown > 500, "{shown} of {}", texts.len());
    let left: Vec<&String> = texts.iter().filter(|text| after.contains(text.as_str())).collect();
    assert!(left.is_empty(), "{} texts are left: {:#?}", left.len(), &left[..left.len().min(10)]);
    for (found, expected) in declarations(&without).iter().zip(&declarations(&with)) {
        assert_eq!(found, expected);
    }
    let lines: Vec<&str> = after.split("Least privileged permissions").collect();
    assert!(lines.len() > 100, "permissions remain");
    assert!(!without.unlicensed);
    for path in ["README.md", "src/lib.rs"] {
        assert!(!file(&without, path).contains("text of the reference pages"), "{path}");
    }
}

#[test]
fn licences_and_authors_are_in_the_readme_the_library_and_the_manifest() {
    let outcome = generate(false);
    for path in ["README.md", "src/lib.rs"] {
        let text = words(&file(&outcome, path));
        assert!(text.contains("Source: the authors of docbindgen. Licence: `MIT OR Apache-2.0`"), "{path}: {text}");
        assert!(
            text.contains("`src/runtime` and `src/client` are copies of docbindgen's runtime and client"),
            "{path}: {text}"
        );
    }
    let manifest: toml::Table = file(&outcome, "Cargo.toml").parse().expect("a manifest");
    assert_eq!(manifest["package"]["license"].as_str(), Some("MIT OR Apache-2.0"));
    let docs = &manifest["package"]["metadata"]["docbindgen"]["docs"];
    assert_eq!(docs["attribution"].as_str(), Some("the authors of docbindgen"));
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = fs::read_to_string(workspace().join(name)).expect("the licence of this repository");
        assert_eq!(file(&outcome, &format!("src/runtime/{name}")), text.replace("\r\n", "\n"), "{name}");
    }
}
