//! The same pages give the same bytes: in repeated runs, in any order, with any number of threads.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::PathBuf;

use docbindgen::config::{CONFIG_FILE, Config};
use docbindgen::load::{DocSet, LoadOptions, load};
use docbindgen::output::{FileSet, check, write};
use docbindgen::pipeline::{Options, Outcome, run};

use support::{Made, make, make_with, messages, package, texts, workspace};

fn docs() -> PathBuf {
    workspace().join("docs-input")
}

fn outcome() -> Outcome {
    run(&docs(), &Options::default()).expect("docs-input can be read")
}

fn rust_files(files: &FileSet) -> BTreeMap<String, String> {
    let files = files.iter().filter(|(path, _)| path.as_str().ends_with(".rs"));
    files.map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned())).collect()
}

/// Reports the first difference instead of printing two crates.
#[track_caller]
fn assert_same(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) {
    let (a, b): (Vec<_>, Vec<_>) = (one.keys().collect(), other.keys().collect());
    assert_eq!(a, b, "the files differ");
    for (path, text) in one {
        let pair = text.lines().zip(other[path].lines()).find(|(a, b)| a != b);
        assert!(text == &other[path], "{path} differs: {pair:?}");
    }
}

#[track_caller]
fn assert_same_made(one: &Made, other: &Made) {
    assert_same(&one.files, &other.files);
    assert_eq!(one.messages(), other.messages());
    assert!(one.api == other.api, "the models differ");
}

#[test]
fn two_runs_are_equal() {
    let (one, other) = (outcome(), outcome());
    assert!(one.files == other.files);
    assert_eq!(one.diagnostics.list(), other.diagnostics.list());
    assert_eq!(one.summary, other.summary);
    assert!(one.files.iter().count() > 100, "docs-input gives a crate");
}

#[test]
fn one_thread_gives_the_same_output() {
    let all = outcome();
    let text = std::fs::read_to_string(docs().join(CONFIG_FILE)).expect("the configuration");
    let (config, problems) = Config::parse(&text);
    assert_eq!(problems, []);
    let options = LoadOptions { version: config.version.clone(), include_roots: Vec::new() };
    let (set, loading) = load(&docs(), &options).expect("docs-input can be read");
    assert_eq!(loading.list(), []);
    let one = make_with(&set, &config);
    assert_same(&one.files, &rust_files(&all.files));
    assert_eq!(one.messages(), messages(&all.sources, &all.diagnostics));
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let outcome = |threads| {
        let options = Options { threads: NonZero::new(threads), examples: true, ..Options::default() };
        run(&docs(), &options).expect("docs-input can be read")
    };
    let one = outcome(1);
    for threads in [2, 7] {
        let other = outcome(threads);
        assert_same(&rust_files(&one.files), &rust_files(&other.files));
        assert!(one.files == other.files);
        assert_eq!(one.diagnostics.list(), other.diagnostics.list());
        assert!(one.api == other.api, "the models differ");
    }
}

#[test]
fn a_run_after_an_edit_equals_a_run_from_scratch() {
    let dir = tempfile::tempdir().expect("a folder");
    let (pages, warm) = (dir.path().join("docs"), dir.path().join("warm"));
    for (path, text) in texts(&docs()) {
        let path = pages.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a page");
    }
    let made = || run(&pages, &Options::default()).expect("the pages can be read").files;
    write(&warm, &made()).expect("a folder of its own");
    let first = made();

    let page = pages.join("v1.0/resources/user.md");
    let text = fs::read_to_string(&page).expect("the page of users");
    fs::write(&page, text.replacen("|displayName|", "|shownName|", 1)).expect("the page of users");
    // Changes made to the output in the meantime are reverted as well, even if only white space changed.
    let message = warm.join("src/models/message.rs");
    let code = fs::read_to_string(&message).expect("the model of messages");
    fs::write(&message, code.replacen("    ", "  ", 1)).expect("the model of messages");

    let files = made();
    let written = write(&warm, &files).expect("a folder of its own");
    assert!(files != first, "the edit changes something");
    assert!(written.changed.iter().any(|path| path.as_str() == "src/models/message.rs"), "{:?}", written.changed);
    assert!(written.changed.len() < files.len() / 2, "most files stay: {:?}", written.changed);
    assert_eq!(check(&warm, &files).expect("a folder"), []);
    let cold = dir.path().join("cold");
    write(&cold, &made()).expect("a folder of its own");
    assert_eq!(texts(&cold), texts(&warm));
}

#[test]
fn the_order_of_pages_does_not_matter() {
    let (mut set, _) = load(&docs(), &LoadOptions::default()).expect("docs-input can be read");
    let sorted = make(&set);
    set.pages.reverse();
    assert_same_made(&sorted, &make(&set));
    let third = set.pages.len() / 3;
    set.pages.rotate_left(third);
    assert_same_made(&sorted, &make(&set));
}

#[test]
fn the_order_of_small_pages_does_not_matter() {
    let pages: Vec<_> = texts(&package().join("tests/library")).into_iter().collect();
    let sorted = make(&DocSet::from_pages(pages.clone()));
    for first in 0..pages.len() {
        let mut pages = pages.clone();
        pages.rotate_left(first);
        let mut set = DocSet::from_pages(pages);
        let count = set.pages.len();
        set.pages.rotate_left(first % count);
        assert_same_made(&sorted, &make(&set));
    }
}
