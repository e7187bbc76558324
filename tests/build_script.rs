//! A build after an edit of the pages: tests the build script's function on a package of small pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use docbindgen::build_script::run_in;

const CONFIG: &str = "version = \"v1.0\"\nexamples = true\n";
const PAGE: &str = "docs-input/v1.0/resources/book.md";
const CELL: &str = "|pageCount|Int32|";

/// A package with the pages of the snapshot tests.
struct Package {
    dir: tempfile::TempDir,
}

impl Package {
    fn new() -> Package {
        let package = Package { dir: tempfile::tempdir().expect("a temporary folder") };
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("generator/tests/library");
        copy(&pages, &package.path("docs-input/v1.0"));
        fs::write(package.path("docs-input/docbindgen.toml"), CONFIG).expect("written");
        package
    }

    /// [`Package::new`], built once.
    fn built() -> Package {
        let package = Package::new();
        let (go_on, out) = package.build("write");
        assert!(go_on, "{out}");
        package
    }

    /// Returns whether cargo may go on, and the instructions to cargo.
    fn build(&self, mode: &str) -> (bool, String) {
        let mut out = Vec::new();
        let go_on = run_in(self.dir.path(), mode, &mut out).expect("a vector can be written to");
        (go_on, String::from_utf8(out).expect("text"))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).expect("a text");
        assert!(text.contains(from), "{path} has no {from:?}");
        fs::write(self.path(path), text.replacen(from, to, 1)).expect("written");
    }

    /// Returns path, bytes and modification time of every file in `generated/`.
    fn generated(&self) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path("generated")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.expect("readable").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
                    let name = path.strip_prefix(self.dir.path()).expect("below").to_string_lossy().replace('\\', "/");
                    found.insert(name, (fs::read(&path).expect("bytes"), time));
                }
            }
        }
        found
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

fn errors(out: &str) -> Vec<&str> {
    out.lines().filter_map(|line| line.strip_prefix("cargo::error=")).collect()
}

/// Returns the files that differ between two states.
fn changed<'a>(
    before: &BTreeMap<String, (Vec<u8>, SystemTime)>,
    after: &'a BTreeMap<String, (Vec<u8>, SystemTime)>,
) -> Vec<&'a str> {
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "no file comes or goes");
    after.iter().filter(|(path, state)| before[*path] != **state).map(|(path, _)| path.as_str()).collect()
}

#[test]
fn an_edited_type_cell_changes_only_the_files_of_its_page() {
    let package = Package::built();
    let before = package.generated();
    package.edit(PAGE, CELL, "|pageCount|Int64|");
    let (go_on, out) = package.build("write");
    assert!(go_on, "{out}");
    let after = package.generated();
    let changed = changed(&before, &after);
    // The page's own example is in a separate file and stays valid.
    assert_eq!(changed, ["generated/src/models/book.rs"]);
}

#[test]
fn a_build_without_an_edit_touches_nothing() {
    let package = Package::built();
    let before = package.generated();
    let said = package.build("write");
    assert!(before == package.generated(), "bytes or times changed");
    assert_eq!(package.build("write"), said);
    assert_eq!(package.build("check"), said);
}

#[test]
fn a_page_with_an_error_stops_the_build_and_keeps_the_files() {
    let package = Package::built();
    let before = package.generated();
    fs::write(package.path("docs-input/docbindgen.toml"), format!("{CONFIG}\n[lints]\nunresolved-type = \"error\"\n"))
        .expect("written");
    package.edit(PAGE, CELL, "|pageCount|pageNumber|");
    let page = fs::read_to_string(package.path(PAGE)).expect("the page");
    let line = page.lines().position(|line| line.contains("pageNumber")).expect("the row") + 1;
    let (go_on, out) = package.build("write");
    assert!(!go_on, "{out}");
    let place = format!("{PAGE}:{line}:12: no page describes the type `pageNumber`");
    assert!(errors(&out).iter().any(|error| error.starts_with(&place)), "{place}\n{out}");
    assert!(before == package.generated(), "a file changed");
}

#[test]
fn check_lists_differences_and_writes_nothing() {
    let package = Package::built();
    package.edit(PAGE, CELL, "|pageCount|Int64|");
    fs::remove_file(package.path("generated/src/models/person.rs")).expect("removed");
    fs::write(package.path("generated/src/models/stray.rs"), "// @generated\n").expect("written");
    let before = package.generated();
    let (go_on, out) = package.build("check");
    assert!(!go_on);
    let errors = errors(&out);
    for file in ["book.rs: differs from line ", "person.rs: missing", "stray.rs: has the mark of a generated file"] {
        let start = format!("generated/src/models/{file}");
        assert!(errors.iter().any(|error| error.starts_with(&start)), "{start}\n{out}");
    }
    assert!(errors.last().is_some_and(|last| last.contains("to repair: cargo run -p docbindgen -- generate")), "{out}");
    assert!(before == package.generated(), "a file changed");
}

#[test]
fn skip_and_a_package_without_pages_do_nothing() {
    let package = Package::new();
    let nothing = (true, "cargo::rerun-if-env-changed=DOCBINDGEN_BUILD\n".to_owned());
    assert_eq!(package.build("skip"), nothing);
    fs::remove_dir_all(package.path("docs-input")).expect("removed");
    assert_eq!(package.build("write"), nothing);
    assert_eq!(package.build("check"), nothing);
    assert!(package.generated().is_empty());
}

#[test]
fn cargo_watches_the_pages_and_not_the_output() {
    let package = Package::built();
    let (_, out) = package.build("write");
    let watched: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed=")).collect();
    assert_eq!(watched, ["docs-input"], "cargo watches the content of folders itself: {out}");
}
