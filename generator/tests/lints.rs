//! Every lint has a pair of pages: `lints/<id>/bad` draws it, `lints/<id>/good` does not.
//!
//! A pair is `bad.md` and `good.md`, or folders with these names if one page is not enough, or `bad.toml` and `good.toml` if the fault is
//! in the configuration.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use docbindgen::config::CONFIG_FILE;
use docbindgen::diagnostics::{Diagnostics, Lint, Printer, Sources};
use docbindgen::pipeline::{Options, Outcome, RunError, run};

use support::{messages, package};

/// Faults of the file system, which a checkout cannot contain: the tests below create them.
const OF_THE_DISK: [&str; 3] = ["unreadable-file", "file-too-large", "link-outside"];

/// Lints that need too many pages for a folder.
const OF_MANY_PAGES: [&str; 5] =
    ["areas-merged", "deep-nesting", "front-matter-key", "missing-section", "missing-usual-section"];

/// Lints of `docbindgen samples`; the tests of `samples` draw them.
const OF_SAMPLES: [&str; 2] = ["sample-name", "sample-not-shown"];

/// The diagnostics of a run, and the texts that they point into.
struct Drawn {
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Drawn {
    /// Runs the pipeline over `docs`.
    fn new(docs: &Path) -> Drawn {
        match run(docs, &Options::default()) {
            Ok(Outcome { sources, diagnostics, .. }) | Err(RunError::Config(sources, diagnostics)) => {
                Drawn { sources, diagnostics }
            }
            Err(error) => panic!("{}: {error}", docs.display()),
        }
    }

    /// Returns the diagnostics, one line each.
    fn messages(&self) -> Vec<String> {
        messages(&self.sources, &self.diagnostics)
    }

    /// Returns the diagnostics as the command prints them.
    fn rendered(&self) -> String {
        let printer = Printer::new(&self.sources, "docs");
        let all: Vec<String> = self.diagnostics.list().iter().map(|diagnostic| printer.full(diagnostic)).collect();
        all.join("\n\n")
    }
}

/// Runs the pipeline over `docs` and returns the diagnostics, one line each.
fn drawn(docs: &Path) -> Vec<String> {
    Drawn::new(docs).messages()
}

/// Runs one side of a pair: `lints/<id>/bad.md`, `lints/<id>/bad/` or `lints/<id>/bad.toml`.
fn side(folder: &Path, name: &str) -> Option<Drawn> {
    if folder.join(name).is_dir() {
        return Some(Drawn::new(&folder.join(name)));
    }
    let docs = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, bytes: &[u8]| {
        let path = docs.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    };
    if let Ok(page) = fs::read(folder.join(format!("{name}.md"))) {
        let text = String::from_utf8_lossy(&page);
        let is_resource = text.contains("resource type") || text.contains("## Properties");
        put(if is_resource { "resources/a.md" } else { "api/a.md" }, &page);
    } else {
        put(CONFIG_FILE, &fs::read(folder.join(format!("{name}.toml"))).ok()?);
        put("resources/widget.md", &fs::read(package().join("lints/duplicate-row/good.md")).expect("a good page"));
    }
    Some(Drawn::new(docs.path()))
}

/// The snapshots of the diagnostics are also the examples in docs/lints.md.
#[test]
fn bad_pages_trigger_only_their_lint_and_good_pages_none() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/lints");
    let mut faults = Vec::new();
    let has_pair = |id: &str| !OF_THE_DISK.iter().chain(&OF_MANY_PAGES).chain(&OF_SAMPLES).any(|other| *other == id);
    for lint in Lint::all().filter(|lint| has_pair(lint.id)) {
        let folder = package().join("lints").join(lint.id);
        let (Some(bad), Some(good)) = (side(&folder, "bad"), side(&folder, "good")) else {
            faults.push(format!("{}: bad or good is missing", lint.id));
            continue;
        };
        if bad.diagnostics.list().is_empty() || bad.diagnostics.list().iter().any(|drawn| drawn.lint != lint) {
            faults.push(format!("{}: bad draws {:#?}", lint.id, bad.messages()));
        }
        if bad.diagnostics.list().iter().any(|drawn| drawn.hint.is_none()) {
            faults.push(format!("{}: a finding has no hint", lint.id));
        }
        if !good.diagnostics.list().is_empty() {
            faults.push(format!("{}: good draws {:#?}", lint.id, good.messages()));
        }
        let text = bad.rendered();
        // All outdated snapshots are reported at once.
        let compare = || settings.bind(|| insta::assert_snapshot!(lint.id, text));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err() {
            faults.push(format!("{}: the message has changed", lint.id));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_folder_has_its_lint() {
    let folders = fs::read_dir(package().join("lints")).expect("the folder of pairs");
    let folders: BTreeSet<String> =
        folders.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    let lints: BTreeSet<String> = Lint::all().map(|lint| lint.id.to_owned()).collect();
    let strange: Vec<_> = folders.difference(&lints).collect();
    assert!(strange.is_empty(), "no lint is named {strange:?}");
    for id in OF_THE_DISK.iter().chain(&OF_MANY_PAGES).chain(&OF_SAMPLES) {
        assert!(lints.contains(*id), "{id} is a lint");
    }
}

/// Returns a docs folder with one good page.
fn docs() -> tempfile::TempDir {
    let docs = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(docs.path().join("resources")).expect("a folder");
    let good = package().join("lints/duplicate-row/good.md");
    fs::copy(good, docs.path().join("resources/widget.md")).expect("a page");
    docs
}

/// A cycle of types: each contains the next one in a box.
#[test]
fn deeply_nested_types_are_reported() {
    let drawn = |length: usize| {
        let docs = tempfile::tempdir().expect("a temporary folder");
        for i in 0..length {
            let row = format!("|next|[t{0}](t{0}.md)|The next one.|", (i + 1) % length);
            let table = format!("## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n{row}\n");
            let page = format!("# t{i} resource type\n\nNamespace: microsoft.graph\n\nA link.\n\n{table}");
            fs::write(docs.path().join(format!("t{i}.md")), page).expect("a page");
        }
        drawn(docs.path())
    };
    assert_eq!(drawn(20), [""; 0]);
    let found = drawn(30);
    assert!(found.len() == 1 && found[0].contains("deep-nesting: values of `microsoft.graph.t"), "{found:?}");
}

#[test]
fn surplus_areas_are_reported() {
    let drawn = |count: usize| {
        let docs = tempfile::tempdir().expect("a temporary folder");
        for i in 0..count {
            let page = format!("# Get part {i}\n\nReads it.\n\n## HTTP request\n\n``` http\nGET /part{i}/parts\n```\n");
            fs::write(docs.path().join(format!("part{i}-get.md")), page).expect("a page");
        }
        drawn(docs.path())
    };
    assert_eq!(drawn(294), [""; 0]);
    let found = drawn(300);
    assert_eq!(found, ["areas-merged: the 6 smallest areas were merged into `other`"]);
}

/// Returns the diagnostics of `count` pages, the last of which lacks `missing`.
fn without(missing: &str, count: usize) -> Vec<String> {
    let docs = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(docs.path().join("api")).expect("a folder");
    for i in 0..count {
        let front = "---\ntitle: \"Start engine\"\nauthor: \"someone\"\n---\n\n";
        let rows = "|Delegated (work or school account)|Engine.Run|\n|Delegated (personal Microsoft account)|Not supported.|\n|Application|Engine.Run.All|\n";
        let permissions = format!("## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n{rows}\n");
        let request = format!(
            "## HTTP request\n\n``` http\nPOST /engines/{{engine-id}}/start{i}\n```\n\n## Request headers\n\nNone.\n\n"
        );
        let page = format!(
            "{front}# Start engine\n\nStarts it.\n\n{permissions}{request}## Response\n\nReturns `204 No Content`.\n"
        );
        let page = if i + 1 == count { page.replace(missing, "") } else { page };
        fs::write(docs.path().join(format!("api/engine-start{i}.md")), page).expect("a page");
    }
    drawn(docs.path())
}

#[test]
fn what_nearly_all_pages_have_is_missed() {
    for (missing, lint, message) in [
        ("## Response\n\n", "missing-section", "the page has no section `Response`"),
        ("## Request headers\n\nNone.\n\n", "missing-usual-section", "the page has no section `Request headers`"),
        ("author: \"someone\"\n", "front-matter-key", "the front matter lacks `author`"),
        ("|Application|Engine.Run.All|\n", "permission-rows", "the table has no row for `Application`"),
    ] {
        assert_eq!(without(missing, 19), [""; 0], "{missing}");
        let found = without(missing, 21);
        assert!(found.len() == 1 && found[0].ends_with(&format!("{lint}: {message}")), "{found:?}");
    }
}

#[test]
fn options_of_other_requests_are_not_missed() {
    let drawn = |request: &str| {
        let docs = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(docs.path().join("api")).expect("a folder");
        let example = format!("## Example\n\n``` http\nGET https://graph.microsoft.com/v1.0/{request}\n```\n");
        let page = |name: &str, line: &str, rest: &str| {
            let text = format!(
                "# Get {name}\n\nReads it.\n\n## HTTP request\n\n``` http\nGET /{line}\n```\n\n## Response\n\nReturns `200 OK`.\n\n{rest}"
            );
            fs::write(docs.path().join(format!("api/{name}-get.md")), text).expect("a page");
        };
        page("engine", "engines/{engine-id}", &example);
        page("owner", "engines/{engine-id}/owner", "");
        drawn(docs.path())
    };
    let found = drawn("engines/7?$expand=owner");
    assert!(found.len() == 1 && found[0].contains("unlisted-option"), "{found:#?}");
    assert_eq!(drawn("engines/7/owner?$expand=engines"), [""; 0]);
}

#[test]
fn a_section_with_a_longer_heading_is_to_be_renamed() {
    let docs = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(docs.path().join("api")).expect("a folder");
    for i in 0..21 {
        let page = ENGINE.replace("/start", &format!("/start{i}"));
        let page = match i {
            19 => page.replace("## Response", "## Response body"),
            20 => page.replace("## Example\n\n", ""),
            _ => page,
        };
        fs::write(docs.path().join(format!("api/engine-start{i}.md")), page).expect("a page");
    }
    let rendered = Drawn::new(docs.path()).rendered();
    for hint in
        ["rename `Response body` to `Response`", "move the request and the response of the example to `## Examples`"]
    {
        assert!(rendered.contains(hint), "{rendered}");
    }
}

/// A page of requests without faults.
const ENGINE: &str = "# Start engine\n\nStarts it.\n\n## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n\
    |Delegated (work or school account)|Engine.Run|\n|Delegated (personal Microsoft account)|Not supported.|\n\
    |Application|Engine.Run.All|\n\n## HTTP request\n\n``` http\nPOST /engines/{engine-id}/start\n```\n\n## Response\n\n\
    Returns `200 OK`.\n\n## Example\n\n``` http\nPOST https://x.example.com/engines/7/start\n```\n\n``` http\n\
    HTTP/1.1 200 OK\n```\n";

#[test]
fn faults_of_structure_are_found_in_any_spelling() {
    let drawn = |from: &str, to: &str| {
        let docs = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(docs.path().join("api")).expect("a folder");
        assert!(ENGINE.contains(from), "{from}");
        fs::write(docs.path().join("api/engine-start.md"), ENGINE.replace(from, to)).expect("a page");
        drawn(docs.path())
    };
    for (from, to, lint) in [
        ("## HTTP request", "## HTTP requst", "misspelt-heading"),
        ("## HTTP request", "## Http Reqest", "misspelt-heading"),
        ("## HTTP request", "##HTTP request", "misspelt-heading"),
        ("## Permissions", "## Premissions", "misspelt-heading"),
        ("## Response", "## Respones:", "misspelt-heading"),
        ("## Example", "## Exmaple", "misspelt-heading"),
        ("|Application|", "|Aplication|", "permission-rows"),
        ("|Application|", "|Delegated (work or school account)|", "permission-rows"),
        ("|Application|", "|Machines|", "permission-rows"),
        ("|Application|", "||", "permission-rows"),
        ("|Delegated (work or school account)|", "|&nbsp;|", "permission-rows"),
        ("Engine.Run.All", "Engine.ReadWrite.All, Engine.Read.All", "permission-order"),
        ("`200 OK`", "`20 OK`", "invalid-status"),
        ("`200 OK`", "`2000 OK`", "invalid-status"),
        ("`200 OK`", "`20O OK`", "invalid-status"),
        ("`200 OK`", "`200OK`", "invalid-status"),
        ("`200 OK`", "20 OK", "invalid-status"),
        ("HTTP/1.1 200 OK", "HTTP/1.1 20 OK", "invalid-status"),
        ("HTTP/1.1 200 OK", "HTTP/1.1 OK", "invalid-status"),
        ("HTTP/1.1 200 OK", "HTTP 1.1 200 OK", "invalid-status"),
        ("HTTP/1.1 200 OK", "20 OK", "invalid-status"),
        ("`200 OK`", "`200 Created`", "status-phrase"),
        ("HTTP/1.1 200 OK", "HTTP/1.1 200 No Content", "status-phrase"),
        ("HTTP/1.1 200 OK", "HTTP/1.1 201 Created", "conflicting-status"),
        ("## Response", "## Response\n\nSee below.\n\n## Response", "duplicate-section"),
    ] {
        let found = drawn(from, to);
        assert!(found.len() == 1 && found[0].contains(&format!(" {lint}: ")), "{to}: {found:?}");
    }
    for (from, to) in [
        ("# Start", "# Start"),
        ("## Permissions", "## Permissions for engines"),
        ("## Permissions", "## Prerequisites"),
        ("## Example", "## Example 1: start it"),
        ("## Example", "## Engine types\n\nText.\n\n## Example"),
        ("`200 OK`", "`200 Success`"),
        ("`200 OK`", "200, OK"),
        ("Starts it.", "Starts it. Up to `20` engines, `64 bit` each."),
        ("HTTP/1.1 200 OK", "HTTP/1.1 404 Not found"),
        ("|Application|Engine.Run.All|", "|Application|Engine.Run.All|\n|&nbsp; Machines|Engine.Run|"),
    ] {
        assert_eq!(drawn(from, to), [""; 0], "{to}");
    }
}

#[test]
fn permissions_need_no_table_if_the_text_tells_them() {
    let from = ENGINE.find("|Permission type").expect("a table");
    let to = ENGINE.find("## HTTP request").expect("a section");
    for (text, expected) in [
        ("", 1),
        ("One of these permissions is required. See [permissions](https://x.example.com).", 1),
        ("|Permission type|Permissions|\n|:---|:---|", 1),
        ("No permissions are required.", 0),
        ("The app needs `Engine.Run.All`.", 0),
        ("None.", 0),
    ] {
        let docs = tempfile::tempdir().expect("a temporary folder");
        let page = format!("{}{text}\n\n{}", &ENGINE[..from], &ENGINE[to..]);
        fs::create_dir(docs.path().join("api")).expect("a folder");
        fs::write(docs.path().join("api/engine-start.md"), page).expect("a page");
        let found = drawn(docs.path());
        assert_eq!(
            found.iter().filter(|found| found.contains(" no-permissions: ")).count(),
            expected,
            "{text}: {found:?}"
        );
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}

#[test]
fn representations_that_are_not_objects_are_reported() {
    let docs = docs();
    let page = fs::read_to_string(docs.path().join("resources/widget.md")).expect("a page");
    for text in ["[ { \"size\": 3 } ]", "\"size\""] {
        let block = format!(
            "\n## JSON representation\n\n<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"sample.shop.widget\" }} -->\n\n```json\n{text}\n```\n"
        );
        fs::write(docs.path().join("resources/widget.md"), page.clone() + &block).expect("a page");
        let drawn = drawn(docs.path());
        assert!(drawn.len() == 1 && drawn[0].contains("example-response: "), "{text}: {drawn:?}");
    }
}

#[test]
fn large_files_are_reported() {
    let docs = docs();
    assert_eq!(drawn(docs.path()), [""; 0]);
    let large = fs::File::create(docs.path().join("resources/large.md")).expect("a file");
    large.set_len((16 << 20) + 1).expect("a large file");
    let drawn = drawn(docs.path());
    assert!(drawn.len() == 1 && drawn[0].contains("file-too-large: "), "{drawn:?}");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_and_broken_links_are_reported() {
    let (docs, outside) = (docs(), docs());
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, docs.path().join(name)).expect("a link");
    link(&outside.path().join("resources/widget.md"), "resources/outside.md");
    let found = drawn(docs.path());
    assert!(found.len() == 1 && found[0].contains("link-outside: "), "{found:?}");
    fs::remove_file(docs.path().join("resources/outside.md")).expect("removed");
    link(Path::new("nowhere.md"), "resources/nowhere.md");
    let found = drawn(docs.path());
    assert!(found.len() == 1 && found[0].contains("unreadable-file: "), "{found:?}");
}
