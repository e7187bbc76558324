//! `docbindgen diff` from outside: its inputs, its forms of output, and its exit codes.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use support::git::{git, git_at};

const USER: &str = "---\ntitle: \"user resource type\"\ndoc_type: resourcePageType\n---\n\n# user resource type\n\n\
    Namespace: microsoft.graph\n\nRepresents a user.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n\
    |displayName|String|The name.|\n|age|Int32|The age.|\n";

const GET: &str = "---\ntitle: \"Get user\"\ndoc_type: apiPageType\n---\n\n# Get user\n\nNamespace: microsoft.graph\n\nReads a user.\n\n\
    ## HTTP request\n\n```http\nGET /users/{id}\n```\n\n## Response\n\n\
    If successful, this method returns a `200 OK` response code and a [user](../resources/user.md) object in the response body.\n";

/// Returns a folder with the pages in `old` and `new`; in `new` a property is gone and another one has a hostile description.
fn editions() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "old/resources/user.md", USER);
    write(dir.path(), "old/api/user-get.md", GET);
    write(dir.path(), "new/resources/user.md", &changed());
    write(dir.path(), "new/api/user-get.md", GET);
    dir
}

fn changed() -> String {
    USER.replace("|age|Int32|The age.|\n", "|mail|String|<script>alert(1)</script> \u{1b}[31m `x` @all|\n")
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn diff(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docbindgen"));
    command.current_dir(dir).arg("diff").args(args);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Asserts the exit code and that standard error contains `says`.
fn expect(output: &Output, code: i32, says: &str) -> String {
    let err = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{err}\n{}", out(output));
    assert!(err.contains(says), "{says}: {err}");
    err
}

#[test]
fn equal_sides_have_no_changes() {
    let dir = editions();
    let output = diff(dir.path(), &["old", "old"]);
    expect(&output, 0, "`docbindgen check --docs old` lists them");
    assert_eq!(out(&output), "no changes: `old` and `old` document the same API\n");
    for format in ["markdown", "json", "github"] {
        expect(&diff(dir.path(), &["old", "old", "--format", format, "--fail-on", "any"]), 0, "");
    }
}

#[test]
fn text_shows_the_lines_of_both_sides() {
    let dir = editions();
    let text = out(&diff(dir.path(), &["old", "new"]));
    for part in [
        "breaking for callers, major[property-removed]: `microsoft.graph.user/age`: a property is gone",
        "--> old/resources/user.md:17:2",
        "missing here",
        "| |age|Int32|The age.|",
        "compatible, minor[property-added]: `microsoft.graph.user/mail`",
        "::: new/resources/user.md:17:2",
        "2 changes: 1 breaking for callers, 1 compatible",
        "next version of the bindings: major",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The type lacks one property after, and the other one before.
    assert_eq!(text.matches("missing here").count(), 2, "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn levels_decide_the_exit_code_and_what_is_shown() {
    let dir = editions();
    let run = |args: &[&str]| diff(dir.path(), &[&["old", "new"], args].concat());
    expect(&run(&[]), 0, "");
    for level in ["breaking", "breaking-for-callers", "major", "minor", "compatible", "any"] {
        expect(&run(&["--fail-on", level]), 1, "of a level of `--fail-on`");
    }
    expect(&diff(dir.path(), &["new", "new", "--fail-on", "any"]), 0, "");
    expect(&run(&["--kind", "property-added", "--fail-on", "major"]), 0, "");
    let text = out(&run(&["--kind", "property-added"]));
    assert!(text.contains("1 of 2 changes") && !text.contains("user/age"), "{text}");
    let text = out(&run(&["--level", "breaking"]));
    assert!(text.contains("user/age") && !text.contains("user/mail"), "{text}");
    let text = out(&run(&["--kind", "enum-added"]));
    assert_eq!(text, "none of 2 changes meets the conditions\n");
    expect(&run(&["--fail-on", "breakin"]), 2, "similar value exists: 'breaking'");
    expect(&run(&["--kind", "property-add"]), 2, "did you mean `property-added`?");
    expect(&run(&["--class", "service"]), 2, "service-changed");
}

#[test]
fn one_of_several_levels_is_enough() {
    let dir = editions();
    let run = |args: &[&str]| diff(dir.path(), &[&["old", "new", "--kind", "property-added"], args].concat());
    for args in [
        &["--fail-on", "major"][..],
        &["--fail-on", "major,breaking"],
        &["--fail-on", "major", "--fail-on", "breaking"],
    ] {
        expect(&run(args), 0, "");
    }
    for args in [&["--fail-on", "major,minor"][..], &["--fail-on", "major", "--fail-on", "compatible"]] {
        expect(&run(args), 1, "1 change of a level of `--fail-on`");
    }
    expect(&run(&["--fail-on", "major,brekaing"]), 2, "similar value exists: 'breaking'");
    let help = out(&diff(dir.path(), &["--help"])).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("major,breaking fails for changes that break programs of either kind"), "{help}");
}

#[test]
fn commands_in_messages_have_the_options_that_were_given() {
    let dir = editions();
    write(dir.path(), "own.toml", "version = \"v1.0\"\n");
    let rows: String = (0..3000).map(|row| format!("|property{row}|String|{}|\n", "A long text. ".repeat(8))).collect();
    write(dir.path(), "new/resources/user.md", &format!("{USER}{rows}"));
    let given =
        ["--level=minor", "--class=unclear", "--class=service-changed", "--kind=property-added", "--select=/users/**"];
    let settings = ["--repository=.", "--api-version=v1.0", "--config=own.toml", "--preset=graph"];
    let output = diff(dir.path(), &[&["old", "new", "--format=markdown"], &given[..], &settings[..]].concat());
    let text = out(&output);
    let command = text.lines().find(|line| line.starts_with("docbindgen diff ")).unwrap_or_else(|| panic!("{text}"));
    let options = [&given[..4], &["\"--select=/users/**\""], &settings[..]].concat().join(" ");
    assert_eq!(command, format!("docbindgen diff old new {options} --limit=0"));
    expect(&output, 0, "`docbindgen check --docs new --api-version=v1.0 --config=own.toml --preset=graph` lists them");
    // It is a command that works, and shows the rest.
    let all = diff(dir.path(), &[&["old", "new"], &given[..], &settings[..], &["--limit=0"]].concat());
    assert!(out(&all).contains("property2999"), "{}", out(&all));
}

#[test]
fn a_selection_limits_the_comparison() {
    let dir = editions();
    let run = |pattern: &str| diff(dir.path(), &["old", "new", "--select", pattern]);
    assert!(out(&run("/users/**")).contains("user/age"));
    let output = run("/nothing/**");
    expect(&output, 1, "`/nothing/**` matches no request of either side");
    let help = out(&diff(dir.path(), &["--help"])).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("or no request that --select matches"), "{help}");
    write(
        dir.path(),
        "new/api/other.md",
        &GET.replace("Get user", "Get other")
            .replace("/users", "/others")
            .replace("[user](../resources/user.md)", "String"),
    );
    let text = out(&run("/others/*"));
    assert!(text.contains("GET /others/{id}") && !text.contains("user/age"), "{text}");
}

#[test]
fn json_conforms_to_the_published_schema() {
    let dir = editions();
    let schema = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/diff.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (old, new, bump, changes) in [("old", "new", Some("major"), 2), ("old", "old", None, 0)] {
        let json: Value = serde_json::from_str(&out(&diff(dir.path(), &[old, new, "--format", "json"]))).unwrap();
        let faults: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(json["nextVersion"].as_str(), bump);
        assert_eq!(json["changes"].as_array().map(Vec::len), Some(changes));
    }
}

#[test]
fn an_exported_model_is_a_side() {
    let dir = editions();
    let mut export = Command::new(env!("CARGO_BIN_EXE_docbindgen"));
    let export =
        export.current_dir(dir.path()).args(["export", "--docs", "old", "--out", "old.json"]).output().unwrap();
    assert!(export.status.success());
    assert!(out(&diff(dir.path(), &["old.json", "old"])).starts_with("no changes"));
    let text = out(&diff(dir.path(), &["old.json", "new"]));
    assert!(text.contains("old.json: resources/user.md:17:2") && text.contains("user/age"), "{text}");
    write(dir.path(), "broken.json", "{\"version\": 1,\n}");
    expect(&diff(dir.path(), &["broken.json", "new"]), 2, "broken.json:1:");
    write(dir.path(), "empty.json", "");
    expect(&diff(dir.path(), &["empty.json", "new"]), 2, "empty.json");
    fs::write(dir.path().join("bytes.json"), b"\xff").unwrap();
    expect(&diff(dir.path(), &["bytes.json", "new"]), 2, "it is not UTF-8");
}

#[test]
fn annotations_name_file_line_and_a_way_out() {
    let dir = editions();
    let text = out(&diff(dir.path(), &["old", "new", "--format", "github", "--fail-on", "major"]));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("::error file=new/resources/user.md,line="), "{text}");
    assert!(lines[0].contains("title=breaking for callers%2C a property is gone::"), "{text}");
    assert!(lines[0].contains("docbindgen explain property-removed"), "{text}");
    assert!(lines[1].starts_with("::notice file=new/resources/user.md,line=17,endLine=17,"), "{text}");
}

/// An absolute path would not name a file of the pull request.
#[test]
fn annotations_have_relative_paths() {
    let dir = editions();
    let root = dir.path().canonicalize().unwrap();
    let absolute = root.join("new");
    for (folder, side, file) in [
        ("", absolute.to_str().unwrap(), "new/resources/user.md"),
        ("", "./new/", "new/resources/user.md"),
        ("", "old/../new", "new/resources/user.md"),
        ("new", ".", "resources/user.md"),
    ] {
        let old = root.join("old");
        let text = out(&diff(&root.join(folder), &[old.to_str().unwrap(), side, "--format", "github"]));
        assert!(text.contains(&format!(" file={file},line=")), "{side}: {text}");
    }
}

#[test]
fn equal_changes_of_the_requests_of_a_page_are_one_entry() {
    let dir = editions();
    let root = dir.path();
    let delete = |status: &str| {
        let page = GET
            .replace("Get user", "Delete user")
            .replace("GET /users/{id}", "DELETE /users/{id}\nDELETE /people/{id}\nDELETE /persons/{id}");
        let (before, _) = page.split_once("If successful").unwrap();
        format!("{before}If successful, this method returns `{status}`.\n")
    };
    write(root, "old/api/user-delete.md", &delete("204 No Content"));
    write(root, "new/api/user-delete.md", &delete("202 Accepted"));
    let run = |args: &[&str]| out(&diff(root, &[&["old", "new", "--kind", "status-added"], args].concat()));
    let json: Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(3), "programs get each change");
    let more = "and 2 more requests of this page";
    let text = run(&["--limit", "1"]);
    assert_eq!(text.matches("status-added").count(), 1, "{text}");
    assert!(text.contains(more) && text.contains("3 of 8 changes") && !text.contains("not shown"), "{text}");
    let markdown = run(&["--format", "markdown"]);
    assert!(markdown.contains("3 changes: compatible") && markdown.matches("\n- ").count() == 1, "{markdown}");
    assert!(markdown.contains(more), "{markdown}");
    let github = run(&["--format", "github"]);
    assert_eq!(github.matches("::notice").count(), 1, "{github}");
    assert!(github.contains(more) && !github.contains("without an annotation"), "{github}");
    run(&["--html", "changes.html"]);
    let page = fs::read_to_string(root.join("changes.html")).unwrap();
    assert_eq!(page.matches("<tr data-count=\"3\"").count(), 1, "{page}");
    assert!(page.contains(more) && page.contains("<code>DELETE /persons/{personId}</code>"), "{page}");
}

#[test]
fn markdown_is_short_and_texts_of_pages_are_not_markup() {
    let dir = editions();
    let text = out(&diff(dir.path(), &["old", "new", "--format", "markdown"]));
    assert!(text.starts_with("### API changes: the bindings need a **major** version\n"), "{text}");
    assert!(text.contains("| breaking for callers | 1 |  |  |"), "{text}");
    assert!(text.contains("<summary>1 change: breaking for callers</summary>"), "{text}");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());

    let rows: String = (0..4000).map(|n| format!("|p{n}|String|Text.|\n")).collect();
    write(dir.path(), "new/resources/user.md", &(USER.to_owned() + &rows));
    let text = out(&diff(dir.path(), &["old", "new", "--format", "markdown"]));
    assert!(text.len() <= 65_536, "{}", text.len());
    assert!(text.contains("left out, because a comment has at most 65536 characters"), "{text}");
    assert!(text.contains("docbindgen diff old new --limit=0"), "{text}");
}

#[test]
fn the_page_has_no_external_resources_and_escapes_everything() {
    let dir = editions();
    expect(&diff(dir.path(), &["old", "new", "--html", "changes.html"]), 0, "");
    let page = fs::read_to_string(dir.path().join("changes.html")).unwrap();
    assert!(page.contains("&lt;<mark>script") || page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    assert_eq!(page.matches("<script").count(), 1);
    for part in ["http://", "https://", "\u{1b}", " style=", " onclick", "<img", "<link"] {
        assert!(!page.contains(part), "{part}");
    }
    expect(&diff(dir.path(), &["old", "new", "--html", "none/changes.html"]), 2, "cannot write");
}

#[test]
fn wrong_sides_are_refused_with_a_hint() {
    let dir = editions();
    fs::create_dir(dir.path().join("empty")).unwrap();
    write(dir.path(), "page.md", "");
    write(dir.path(), "broken/docbindgen.toml", "x = 1");
    for (side, says) in [
        ("odl", "did you mean `old`?"),
        ("empty", "error: no page (`*.md`) in `empty` or its subfolders"),
        ("page.md", "neither a folder nor a JSON file"),
        ("main:docs", "is not in a git repository"),
        (":docs", "as in `HEAD:docs`"),
        ("C:\\docs", "does not exist"),
        ("broken", "--> broken/docbindgen.toml:1:1"),
    ] {
        expect(&diff(dir.path(), &[side, "new"]), 2, says);
        expect(&diff(dir.path(), &["old", side]), 2, says);
    }
    expect(&diff(dir.path(), &["old"]), 2, "<NEW>");
}

#[test]
fn revisions_are_sides() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    if git(root, &["init", "-q", "-b", "main"]).is_none() {
        eprintln!("skipped: git is not installed");
        return;
    }
    let include = "[!INCLUDE [x](../includes/x.md)]\n";
    write(root, "docs/v1.0/resources/user.md", &USER.replace("Represents", &format!("{include}\nRepresents")));
    write(root, "docs/v1.0/includes/x.md", "Old text.");
    write(root, "docs/docbindgen.toml", "base-url = \"https://old.example.org\"\n");
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "one"]);
    git(root, &["tag", "v1"]);
    write(root, "docs/v1.0/resources/user.md", &changed().replace("Represents", &format!("{include}\nRepresents")));
    git(root, &["add", "-A"]);
    git_at(root, &["commit", "-qm", "two"], "2001-01-02T00:00:00Z");

    let text = out(&diff(root, &["v1:docs", "HEAD:docs"]));
    assert!(text.contains("--> v1:docs/v1.0/resources/user.md:") && text.contains("user/age"), "{text}");
    let text = out(&diff(root, &["v1:docs", "HEAD:docs", "--format", "github"]));
    assert!(text.contains(" file=docs/v1.0/resources/user.md,line="), "{text}");
    let text = out(&diff(root, &["v1:docs", "docs"]));
    assert!(text.contains("user/age") && text.contains("user/mail"), "{text}");
    assert!(out(&diff(root, &["HEAD:docs", "docs"])).starts_with("no changes"));
    assert!(out(&diff(root, &["HEAD:", "HEAD:docs/"])).starts_with("no changes") || cfg!(windows));
    assert!(out(&diff(&root.join("docs"), &["v1:./v1.0", "v1:docs"])).starts_with("no changes"));
    let elsewhere = tempfile::tempdir().unwrap();
    let args = ["v1:docs", "HEAD:docs", "--repository", root.to_str().unwrap()];
    assert!(out(&diff(elsewhere.path(), &args)).contains("user/age"));
    expect(&diff(root, &["HEAD:docs", "v1:docs"]), 0, "the first argument is the old edition");
    expect(&diff(root, &["docs", "v1:docs"]), 0, "the first argument is the old edition");
    expect(&diff(root, &["mian:docs", "docs"]), 2, "did you mean `main`?");
    expect(&diff(root, &["v1:dosc", "docs"]), 2, "did you mean `v1:docs`?");
    expect(&diff(root, &["v1", "docs"]), 2, "write `v1:docs`");
    expect(&diff(root, &["v1:docs/docbindgen.toml", "docs"]), 2, "is a file, not a docs folder");
}

/// Opens the page in Chromium, if it is installed: the script runs under the page's policy, shows the controls, and filters.
#[test]
fn the_page_works_in_a_browser() {
    let browser = ["chromium", "chromium-browser", "google-chrome"];
    let found = browser.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(browser) = found else {
        eprintln!("skipped: Chromium is not installed");
        return;
    };
    let dir = editions();
    let root = dir.path();
    expect(&diff(root, &["old", "new", "--html", "changes.html"]), 0, "");
    let page = fs::read_to_string(root.join("changes.html")).unwrap();
    let address = format!("file://{}", root.join("changes.html").display());
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]);
    let output =
        command.arg(format!("--user-data-dir={}", root.join("profile").display())).arg(address).output().unwrap();
    let dom = out(&output);
    assert!(page.contains("<form role=\"search\" hidden>"), "without the script there are no controls");
    assert!(dom.contains("<form role=\"search\">"), "{dom}");
    assert!(dom.contains("2 of 2 changes shown"), "{dom}");
    assert!(dom.contains("<button type=\"button\">On the wire</button>"), "{dom}");
}
