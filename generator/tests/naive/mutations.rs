//! Each test removes facts or diagnostics from an outcome, and expects the check to report the items.

use std::fs;
use std::path::{Path, PathBuf};

use docbindgen::pipeline::Outcome;

use super::check::findings;
use super::support::package;

/// Returns the items that the outcome of `docs` loses through `mutate`, as `page: name`.
fn lost(docs: &Path, mutate: impl FnOnce(&mut Outcome)) -> Vec<String> {
    let mut outcome = super::outcome(docs);
    assert_eq!(findings(&outcome).missing, []);
    mutate(&mut outcome);
    findings(&outcome).missing.into_iter().map(|item| format!("{}: {}", item.page, item.name)).collect()
}

fn pages() -> PathBuf {
    package().join("tests/library")
}

#[test]
fn a_missing_property_is_found() {
    let found = lost(&pages(), |outcome| {
        let copy = outcome.api.types.values_mut().find(|ty| ty.name.short() == "copy").expect("a type");
        copy.properties.retain(|property| property.name != "number");
    });
    assert_eq!(found, ["resources/copy.md: number"; 2], "in the table and in the JSON representation");
}

#[test]
fn a_missing_operation_is_found() {
    let path = "/library/books/{bookId}";
    let found = lost(&pages(), |outcome| {
        outcome.api.operations.retain(|operation| operation.method.as_str() != "PATCH" || operation.path != path);
    });
    let page = "api/book-update.md";
    assert_eq!(
        found,
        [format!("{page}: PATCH /library/books/{{book-id}}"), format!("{page}: isbn"), format!("{page}: pageCount")]
    );
}

#[test]
fn a_missing_enum_is_found() {
    let found = lost(&pages(), |outcome| outcome.api.enums.retain(|name, _| name.short() != "floor"));
    assert_eq!(found, ["resources/enums.md: cellar", "resources/enums.md: attic"]);
}

#[test]
fn missing_action_parameters_are_found() {
    let found = lost(&pages(), |outcome| outcome.api.pages.values_mut().for_each(|page| page.parameters = None));
    assert_eq!(found, ["api/book-lend.md: reader", "api/book-lend.md: returnBy", "api/book-lend.md: reminders"]);
}

#[test]
fn missing_path_parameters_are_found() {
    let found =
        lost(&pages(), |outcome| outcome.api.operations.iter_mut().for_each(|operation| operation.parameters.clear()));
    assert_eq!(found, ["api/book-search.md: word", "api/book-search.md: year"]);
}

/// Returns the items that a page loses without the diagnostics of a lint.
fn lost_without(lint: &str, page: &str, text: &str) -> Vec<String> {
    let docs = tempfile::tempdir().expect("a temporary folder");
    let path = docs.path().join(page);
    fs::create_dir(path.parent().expect("a folder")).expect("a new folder");
    fs::write(path, text).expect("a page");
    lost(docs.path(), |outcome| outcome.diagnostics.retain_mut(|diagnostic| diagnostic.lint.id != lint))
}

#[test]
fn missing_diagnostics_are_found() {
    let page = |path: &str| fs::read_to_string(package().join("lints").join(path)).expect("a page");
    let bad = |lint: &str| page(&format!("{lint}/bad.md"));
    let (kettle, delete) = ("resources/kettle.md", "api/kettle-delete.md");
    let found = lost_without("unused-table", kettle, &bad("unused-table"));
    assert_eq!(found, [format!("{kettle}: boilAt"), format!("{kettle}: beeps")]);
    let found = lost_without("unused-row", delete, &page("unused-row/bad/api/kettle-delete.md"));
    assert_eq!(found, [format!("{delete}: reason")]);
    let text = bad("unused-fence").replace("{ \"done\": true }", "PUT /kettles/done");
    let found = lost_without("unused-fence", kettle, &text);
    assert_eq!(found, [format!("{kettle}: PUT /kettles/done")]);
}
