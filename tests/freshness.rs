//! The committed bindings match the committed pages.
//!
//! The build script has just repaired `generated/` when this test runs, unless `DOCBINDGEN_BUILD` is `skip` or `check`, as it can be in CI.
//! Faults that it cannot repair are found in any case: files that are not generated, and checkouts with CRLF.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use docbindgen::config::Layout;
use docbindgen::output::{Difference, DifferenceKind, FileSet, GENERATED_MARK, MANIFEST, check, write};
use docbindgen::pipeline::{Options, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn regenerated() -> FileSet {
    let options = Options { layout: Some(Layout::Sources), ..Options::default() };
    run(&root().join("docs-input"), &options).expect("docs-input can be read").files
}

/// Returns the files in `folder` and its subfolders, with `/` in their paths.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path: PathBuf = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let parts: Vec<_> =
                    path.strip_prefix(folder).expect("below").iter().map(|part| part.to_string_lossy()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
    found
}

#[track_caller]
fn assert_fresh(differences: &[Difference]) {
    let list: Vec<String> = differences.iter().map(|difference| format!("generated/{difference}")).collect();
    let repair = "cargo run -p docbindgen -- generate --docs docs-input --out generated";
    assert!(list.is_empty(), "{}\nto repair: {repair}", list.join("\n"));
}

#[test]
fn generated_files_match_the_pages() {
    assert_fresh(&check(&root().join("generated"), &regenerated()).expect("readable files"));
}

#[test]
fn the_manifest_lists_exactly_the_files() {
    let folder = root().join("generated");
    let manifest = fs::read_to_string(folder.join(MANIFEST)).expect("the manifest");
    // One path on each line, indented: `    "src/lib.rs",`.
    let paths = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.trim_end_matches(',').strip_prefix('"')?.strip_suffix('"'));
    let listed: BTreeSet<String> = paths.map(str::to_owned).collect();
    let mut on_disk = files(&folder);
    on_disk.remove(MANIFEST);
    assert_eq!(listed.difference(&on_disk).collect::<Vec<_>>(), [""; 0], "listed, but missing");
    assert_eq!(on_disk.difference(&listed).collect::<Vec<_>>(), [""; 0], "present, but not listed");
}

#[test]
fn every_rust_file_is_marked_as_generated() {
    for path in files(&root().join("generated")).iter().filter(|path| path.ends_with(".rs")) {
        let text = fs::read_to_string(root().join("generated").join(path)).expect("a text");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//") && first.contains(GENERATED_MARK), "{path}: {first}");
    }
}

/// The check finds all three kinds of stale files, and recognizes a checkout with CRLF.
#[test]
fn stale_copies_are_noticed() {
    let copy = tempfile::tempdir().expect("a temporary folder");
    let generated = regenerated();
    write(copy.path(), &generated).expect("written");
    assert_fresh(&check(copy.path(), &generated).expect("readable files"));
    let lib = copy.path().join("src/lib.rs");
    let text = fs::read_to_string(&lib).expect("a text");
    fs::write(&lib, text.replace('\n', "\r\n")).expect("written");
    fs::remove_file(copy.path().join("src/models/mod.rs")).expect("removed");
    fs::write(copy.path().join("src/models/user.rs"), "// @generated\n").expect("written");
    fs::write(copy.path().join("src/models/users.rs"), "// @generated\n").expect("written");
    let found = check(copy.path(), &generated).expect("readable files");
    let found: Vec<_> = found.iter().map(|difference| (difference.path.as_str(), difference.kind)).collect();
    let expected = [
        ("src/lib.rs", DifferenceKind::LineEndingsOnly),
        ("src/models/mod.rs", DifferenceKind::Missing),
        ("src/models/user.rs", DifferenceKind::Differing { line: 1 }),
        ("src/models/users.rs", DifferenceKind::Orphaned { listed: false }),
    ];
    assert_eq!(found, expected);
}
