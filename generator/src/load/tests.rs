//! Tests of loading, with folders of a few files.

use super::*;

#[test]
fn pages_are_sorted_and_found_in_any_case() {
    let set = DocSet::from_pages([("resources/B.md", "b"), ("api/a.md", "\u{feff}a"), ("includes/x.md", "x")]);
    let paths: Vec<_> = set.pages.iter().map(|p| (p.path.as_str(), p.folder)).collect();
    assert_eq!(paths, [("api/a.md", Folder::Api), ("resources/B.md", Folder::Resources)]);
    assert_eq!(set.text(&set.pages[0]), "a");
    assert_eq!(set.find("api/../Resources/b.MD").map(|p| p.path.as_str()), Some("resources/B.md"));
    assert_eq!(set.find("includes/x.md"), None);
}

#[test]
fn includes_are_linked_also_from_included_files() {
    let set = DocSet::from_pages([
        ("api/a.md", "[!INCLUDE [x](../Includes/x.md)] [!INCLUDE [y](../../etc/y.md)]"),
        ("includes/x.md", "[!INCLUDE [z](z.md)]"),
    ]);
    let page = set.pages[0].file;
    let Include::File(x) = set.include(page, "../Includes/x.md") else { panic!("not linked") };
    assert_eq!(set.include(page, "../../etc/y.md"), Include::Outside);
    assert_eq!(set.include(x, "z.md"), Include::Missing);
    assert_eq!(set.included().len(), 1);
}

/// A folder that is removed when the test ends.
struct TempFolder(PathBuf);

impl TempFolder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> TempFolder {
        let root = std::env::temp_dir().join(format!("docbindgen-load-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        for (path, bytes) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        TempFolder(root)
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn paths(set: &DocSet) -> Vec<&str> {
    set.pages.iter().map(|page| page.path.as_str()).collect()
}

fn drawn(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.list().iter().map(|d| d.lint.id).collect()
}

#[test]
fn pages_are_found_in_folders_of_every_layout() {
    let docs = TempFolder::new(
        "layout",
        &[
            ("graph-v1.0/API/b.md", b"b"),
            ("graph-v1.0/resources/deep/a.MD", b"a"),
            ("graph-v1.0/notes.md", b""),
            ("graph-v1.0/api/.hidden/x.md", b""),
            ("graph-v1.0/api/readme.txt", b""),
            ("beta/api/c.md", b"c"),
            ("plain/x/y/api/d.md", b"d"),
            ("plain/e.md", b"e"),
            ("plain/includes/f.md", b"f"),
            ("none/x.txt", b""),
        ],
    );
    let load_at = |path: &str, version: Option<&str>| {
        let options = LoadOptions { version: version.map(str::to_owned), ..LoadOptions::default() };
        load(&docs.0.join(path), &options)
    };
    let (set, _) = load_at("graph-v1.0", None).expect("loads");
    assert_eq!((paths(&set), set.version.as_str()), (vec!["API/b.md", "resources/deep/a.MD"], "v1.0"));
    let (set, _) = load_at("", Some("BETA")).expect("loads");
    assert_eq!((paths(&set), set.version.as_str()), (vec!["api/c.md"], "BETA"));
    assert_eq!(set.sources.file(set.pages[0].file).path, "beta/api/c.md");
    let (set, _) = load_at("plain", Some("v2")).expect("loads");
    assert_eq!((paths(&set), set.version.as_str()), (vec!["e.md", "x/y/api/d.md"], "v2"));
    assert_eq!((set.pages[0].folder, set.pages[1].folder), (Folder::Other, Folder::Api));
    let message = |result: Result<_, LoadError>| result.map(|_: (DocSet, _)| ()).expect_err("fails").to_string();
    assert!(message(load_at("", None)).ends_with("choose one: beta, graph-v1.0"));
    assert!(message(load_at("", Some("v3"))).contains("no version `v3`"));
    assert!(message(load_at("none", None)).starts_with("no page"));
    assert!(message(load_at("absent", None)).starts_with("cannot read"));
}

#[test]
fn unusual_encodings_and_sizes_are_handled() {
    let large = vec![b'x'; (16 << 20) + 1];
    let docs = TempFolder::new(
        "bytes",
        &[("api/a.md", b"\xef\xbb\xbf# A\r\n"), ("api/b.md", b"ab\xffcd"), ("api/c.md", &large), ("api/d.md", b"d")],
    );
    let (set, found) = load(&docs.0, &LoadOptions::default()).expect("loads");
    assert_eq!(paths(&set), ["api/a.md", "api/b.md", "api/d.md"]);
    assert_eq!(set.text(&set.pages[0]), "# A\r\n");
    assert_eq!(set.text(&set.pages[1]), "ab\u{fffd}cd");
    assert_eq!(drawn(&found), ["invalid-utf8", "file-too-large"]);
    assert_eq!(found.list()[0].span.map(|s| (s.start, s.end)), Some((2, 5)));
}

#[test]
fn pointers_of_git_lfs_are_not_pages() {
    let docs = TempFolder::new(
        "pointer",
        &[
            ("api/a.md", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n" as &[u8]),
            ("api/b.md", b"b"),
        ],
    );
    let (set, found) = load(&docs.0, &LoadOptions::default()).expect("loads");
    assert_eq!((paths(&set), set.unread.len(), drawn(&found)), (vec!["api/b.md"], 1, vec!["unreadable-file"]));
}

#[cfg(target_os = "linux")]
#[test]
fn pages_whose_name_is_not_unicode_are_reported() {
    use std::os::unix::ffi::OsStrExt;
    let docs = TempFolder::new("names", &[("api/b.md", b"b")]);
    std::fs::write(docs.0.join("api").join(std::ffi::OsStr::from_bytes(b"\xff.md")), "a").expect("a file");
    let (set, found) = load(&docs.0, &LoadOptions::default()).expect("loads");
    assert_eq!((paths(&set), drawn(&found)), (vec!["api/b.md"], vec!["unreadable-file"]));
}

#[test]
fn includes_outside_the_roots_are_not_read() {
    let docs = TempFolder::new(
        "includes",
        &[
            ("docs/v1.0/api/a.md", b"[!INCLUDE [1](../../../includes/Sub/ONE.md)] [!INCLUDE [2](../includes/two.md)]\n[!INCLUDE [3](../../../secret.md)] [!INCLUDE [4](/etc/passwd)]\n[!INCLUDE [5](../../../other/three.md)] [!INCLUDE [6](../includes/none.md)]" as &[u8]),
            ("docs/v1.0/includes/Two.md", b"[!INCLUDE [1](four.md)]"),
            ("docs/v1.0/includes/four.md", b""),
            ("includes/sub/one.md", b"one"),
            ("other/three.md", b"three"),
            ("secret.md", b"secret"),
        ],
    );
    let target = |set: &DocSet, target: &str| set.include(set.pages[0].file, target);
    let (set, found) = load(&docs.0.join("docs"), &LoadOptions::default()).expect("loads");
    assert_eq!(drawn(&found), [] as [&str; 0]);
    let names: Vec<_> = set.included().into_iter().map(|id| set.sources.file(id).path.as_str()).collect();
    assert_eq!(names, ["../includes/sub/one.md", "v1.0/includes/Two.md", "v1.0/includes/four.md"]);
    for outside in ["../../../secret.md", "/etc/passwd", "../../../other/three.md"] {
        assert_eq!(target(&set, outside), Include::Outside, "{outside}");
    }
    assert_eq!(target(&set, "../includes/none.md"), Include::Missing);
    let options = LoadOptions { include_roots: vec![docs.0.join("other")], ..LoadOptions::default() };
    let (set, _) = load(&docs.0.join("docs"), &options).expect("loads");
    assert!(matches!(target(&set, "../../../other/three.md"), Include::File(_)));
    assert_eq!(target(&set, "../../../includes/Sub/ONE.md"), Include::Outside);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let docs = TempFolder::new(
        "links",
        &[
            ("docs/api/a.md", b"[!INCLUDE [x](../includes/x.md)]" as &[u8]),
            ("docs/includes/y.md", b""),
            ("secret/s.md", b"secret"),
        ],
    );
    let at = |path: &str| docs.0.join(path);
    symlink(at("secret/s.md"), at("docs/includes/x.md")).expect("a link");
    symlink(at("secret/s.md"), at("docs/api/b.md")).expect("a link");
    symlink(at("secret"), at("docs/api/c")).expect("a link");
    symlink(at("docs/api"), at("docs/api/loop")).expect("a link");
    symlink(at("docs/api/a.md"), at("docs/api/same.md")).expect("a link");
    symlink(at("nowhere"), at("docs/api/dangling.md")).expect("a link");
    let (set, found) = load(&at("docs"), &LoadOptions::default()).expect("loads");
    assert_eq!(paths(&set), ["api/a.md"]);
    assert_eq!(drawn(&found), ["link-outside", "link-outside", "unreadable-file"]);
    assert_eq!(set.include(set.pages[0].file, "../includes/x.md"), Include::Outside);
    assert!(set.sources.iter().all(|(_, file)| file.text != "secret"));
}

#[test]
fn the_depth_of_folders_is_limited() {
    let deep = format!("api/{}a.md", "x/".repeat(20));
    let docs = TempFolder::new("deep", &[(&deep, b""), ("api/b.md", b"")]);
    let (set, found) = load(&docs.0, &LoadOptions::default()).expect("loads");
    assert_eq!((paths(&set), drawn(&found)), (vec!["api/b.md"], vec!["folder-too-deep"]));
}
