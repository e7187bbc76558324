//! Tests of reading revisions, in repositories that the program `git` makes. Without it they are skipped.

use std::path::Path;

use program::git;

use super::*;

#[path = "../../tests/support/git.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod program;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A repository with two commits: `docs/api/a.md` says `one`, then `two`; the first one has the tag `v1`.
fn repository() -> Option<tempfile::TempDir> {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    if git(root, &["init", "-q", "-b", "main"]).is_none() {
        eprintln!("skipped: git is not installed");
        return None;
    }
    write(root, "docs/api/a.md", "one");
    write(root, "docs/docbindgen.toml", "");
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "one"]);
    git(root, &["tag", "v1"]);
    write(root, "docs/api/a.md", "two");
    write(root, "docs/api/b.md", "new");
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "two"]);
    Some(dir)
}

fn text(folder: &Folder, path: &str) -> Option<String> {
    let bytes = folder.tree.read(&format!("{}/{path}", folder.path), 100).ok()??;
    String::from_utf8(bytes).ok()
}

#[test]
fn revisions_are_read_without_a_checkout() {
    let Some(dir) = repository() else { return };
    let repository = Repository::around(&dir.path().join("docs/api")).unwrap();
    let hash = git(dir.path(), &["rev-parse", "HEAD~1"]).unwrap();
    for old in ["v1", "HEAD~1", "main^", &hash, &hash[..8]] {
        let folder = repository.folder(old, "docs").unwrap();
        assert_eq!(text(&folder, "api/a.md").as_deref(), Some("one"), "{old}");
        assert_eq!(text(&folder, "api/b.md"), None, "{old}");
        assert_eq!(folder.label, format!("{old}:docs"));
    }
    let now = docs_at(&dir.path().join("docs"), "HEAD").unwrap();
    assert_eq!(text(&now, "api/a.md").as_deref(), Some("two"));
    assert_eq!(now.tree.read("docs/api/a.md", 2).unwrap(), None);
    let root = repository.folder("HEAD", "").unwrap();
    assert_eq!(root.tree.list("").unwrap().len(), 1);
    assert_eq!(git(dir.path(), &["status", "--porcelain"]).unwrap(), "");
}

#[test]
fn bare_repositories_worktrees_and_shallow_clones_work() {
    let Some(dir) = repository() else { return };
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let from = dir.path().to_str().unwrap();
    git(place.path(), &["clone", "-q", "--bare", from, "bare"]);
    git(dir.path(), &["worktree", "add", "-q", at("tree").to_str().unwrap(), "v1"]);
    git(place.path(), &["clone", "-q", "--depth", "1", &format!("file://{from}"), "shallow"]);
    let read = |name: &str, revision: &str| {
        let folder = Repository::around(&at(name)).and_then(|repository| repository.folder(revision, "docs"));
        folder.map(|folder| text(&folder, "api/a.md"))
    };
    assert_eq!(read("bare", "v1").unwrap().as_deref(), Some("one"));
    assert_eq!(read("tree", "main").unwrap().as_deref(), Some("two"));
    assert_eq!(
        docs_at(&at("tree/docs"), "HEAD").map(|folder| text(&folder, "api/a.md")).unwrap().as_deref(),
        Some("one")
    );
    assert_eq!(read("shallow", "main").unwrap().as_deref(), Some("two"));
    let error = read("shallow", "HEAD~1").unwrap_err().to_string();
    assert!(error.contains("git fetch --unshallow"), "{error}");
}

#[test]
fn what_does_not_exist_is_named_with_a_hint() {
    let Some(dir) = repository() else { return };
    let repository = Repository::around(dir.path()).unwrap();
    let message = |revision: &str, path: &str| repository.folder(revision, path).unwrap_err().to_string();
    for (revision, path, expected) in [
        ("mian", "docs", "there is no revision `mian`; did you mean `main`?"),
        ("HAED~1", "docs", "there is no revision `HAED~1`; give a branch"),
        ("haed", "docs", "did you mean `HEAD`?"),
        ("v1", "DOSC", "did you mean `v1:docs`?"),
        ("nothing", "docs", "there is no revision `nothing`; give a branch"),
        ("", "docs", "there is no revision ``"),
        ("a\0b", "docs", "there is no revision"),
        ("v1", "dosc", "has no path `dosc`; did you mean `v1:docs`?"),
        ("v1", "dosc/api", "did you mean `v1:docs/api`?"),
        ("v1", "elsewhere", "paths begin at the root of the repository"),
        ("v1", "docs/api/a.md", "is a file, not a docs folder"),
        ("v1", "../docs", "has no path `../docs`"),
        ("v1", "docs/api/a.md/b", "has no path"),
    ] {
        let message = message(revision, path);
        assert!(message.contains(expected), "{message}");
    }
    let outside = tempfile::tempdir().unwrap();
    assert!(matches!(docs_at(outside.path(), "HEAD"), Err(GitError::NoPast(_))));
    assert!(matches!(Repository::around(outside.path()), Err(GitError::NotInRepository(_))));
    assert_eq!(repository.path_of(outside.path()), Err(GitError::Outside(outside.path().to_owned())));
}

#[cfg(unix)]
#[test]
fn links_and_submodules_in_a_revision_are_followed_or_refused() {
    use std::os::unix::fs::symlink;
    let (Some(dir), Some(other)) = (repository(), repository()) else { return };
    let root = dir.path();
    for (target, name) in [
        ("docs", "current"),
        ("../docs/api/a.md", "links/a.md"),
        ("../../secret", "links/out"),
        ("/docs", "links/absolute"),
        ("circle", "links/circle"),
        ("gone", "links/gone"),
    ] {
        std::fs::create_dir_all(root.join("links")).unwrap();
        symlink(target, root.join(name)).unwrap();
    }
    git(root, &["submodule", "add", "-q", other.path().to_str().unwrap(), "sub"]);
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "links"]);
    let repository = Repository::around(root).unwrap();
    let folder = repository.folder("HEAD", "current").unwrap();
    assert_eq!((folder.path.as_str(), folder.label.as_str()), ("docs", "HEAD:current"));
    let tree = folder.tree;
    assert_eq!(tree.real("links/../links/./a.md").unwrap(), "docs/api/a.md");
    assert_eq!(tree.real("current/api/b.md").unwrap(), "docs/api/b.md");
    for out in ["links/out", "links/absolute", "links/circle", "links/gone", ".."] {
        assert!(tree.real(out).is_err(), "{out}");
    }
    for (path, what) in [("links/out", "a link out of"), ("sub", "a submodule"), ("links/a.md", "a file")] {
        let message = repository.folder("HEAD", path).unwrap_err().to_string();
        assert!(message.contains(what), "{message}");
    }
}
