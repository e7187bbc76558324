//! The emitted crates compile without a warning: rustc, clippy and rustdoc, with every set of features.
//!
//! Nothing is downloaded: the crates use this workspace's Cargo.lock. They share a folder for builds below this workspace's own,
//! so their dependencies are built once. Clippy is left out where it is not installed.

mod hostile_pages;
mod support;

use std::fs;
use std::path::Path;

use docbindgen::config::{Config, Layout};
use docbindgen::load::DocSet;
use docbindgen::output::{CrateInfo, FileSet, crate_files};
use docbindgen::pipeline::{Options, run};

use hostile_pages::{Pages, TEXTS, every_case, text_cases};
use support::emitted_crate::{Crate, excerpt};
use support::{make_with, workspace};

fn generate(docs: &Path) -> FileSet {
    let options = Options { layout: Some(Layout::Crate), ..Options::default() };
    let outcome = run(docs, &options).expect("the pages can be read");
    assert_eq!(outcome.summary.errors, 0);
    outcome.files
}

#[test]
fn docs_input() {
    let files = generate(&workspace().join("docs-input"));
    assert!(files.iter().count() > 300);
    Crate::new("docs-input", &files).check();
}

/// A stub as page generators leave it: no type's page, and `TODO` for every fact.
#[test]
fn a_single_stub() {
    let docs = tempfile::tempdir().expect("a temporary folder");
    let page = workspace().join("docs-input/v1.0/api/create-jobs.md");
    fs::copy(page, docs.path().join("create-jobs.md")).expect("the stub");
    let emitted = Crate::new("stub", &generate(docs.path()));
    emitted.check();
    // The manifest of a crate of one's own lacks a licence, which cargo says and which is for its owner to choose.
    let (packaged, said) = emitted.try_cargo(&["package", "--allow-dirty", "--no-verify"]);
    assert!(packaged, "{}", excerpt(&said));
}

/// All small hostile pages in one crate, each with types and paths of its own.
#[test]
fn hostile_pages_in_one_crate() {
    let mut all: Pages = Vec::new();
    let cases = TEXTS.iter().flat_map(|text| text_cases(text)).chain(every_case());
    for (number, (_, pages)) in cases.enumerate() {
        if pages.iter().map(|(_, text)| text.len()).sum::<usize>() > 20_000 {
            continue;
        }
        let own = |text: &str| text.replace("thing", &format!("thing{number}"));
        all.extend(pages.iter().map(|(path, text)| (path.replace(".md", &format!("-{number}.md")), own(text))));
    }
    let made = make_with(
        &DocSet::from_pages(all),
        &Config { examples: true, crate_name: "hostile".to_owned(), ..Config::default() },
    );
    let text = "\"; evil(); //\n*/ [dependencies]\nevil = \"1\"";
    let info = CrateInfo {
        name: "hostile".to_owned(),
        version: "0.1.0".to_owned(),
        description: text.to_owned(),
        license: Some(text.to_owned()),
        api_version: text.to_owned(),
        base_url: text.to_owned(),
        areas: made.areas.list().collect(),
    };
    let mut files = crate_files(&info).expect("files");
    for (path, text) in made.files {
        files.insert(path, text).expect("paths that every system accepts");
    }
    let hostile = Crate::new("hostile", &files);
    hostile.cargo(&["check"]);
    hostile.cargo(&["doc", "--no-deps"]);
    hostile.replay(&hostile.dir.join("examples.json"));
}

#[test]
fn a_warning_is_a_failure() {
    let mut files = FileSet::default();
    files.insert("Cargo.toml", "[package]\nname = \"warned\"\nedition = \"2024\"\n").expect("a path");
    files.insert("src/lib.rs", "fn unused() {}\n").expect("a path");
    let warned = Crate::new("warned", &files);
    assert!(std::panic::catch_unwind(|| warned.cargo(&["check"])).is_err(), "an unused function draws a warning");
}
