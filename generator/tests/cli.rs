//! The command from outside: its output, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const PAGE: &str = "---\ntitle: \"user resource type\"\ndoc_type: resourcePageType\n---\n\n# user resource type\n\n\
    Namespace: microsoft.graph\n\nRepresents a user.\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n\
    |displayName|String|The name.|\n";

/// Returns a folder with pages in `docs`.
fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("docs/resources")).unwrap();
    fs::write(dir.path().join("docs/resources/user.md"), PAGE).unwrap();
    dir
}

fn command(dir: &Path, args: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docbindgen"));
    command.current_dir(dir).args(args.split_whitespace());
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command
}

fn run(dir: &Path, args: &str) -> Output {
    command(dir, args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Asserts the exit code and that standard error contains `says`; returns standard error.
fn expect(output: &Output, code: i32, says: &str) -> String {
    let err = err(output);
    assert_eq!(output.status.code(), Some(code), "{err}");
    assert!(err.contains(says), "{says}: {err}");
    err
}

#[test]
fn help_is_complete() {
    let dir = folder();
    let help = out(&run(dir.path(), "--help"));
    for part in ["generate", "check", "export", "explain", "lints", "Examples:", "Exit codes:", "docbindgen.toml"] {
        assert!(help.contains(part), "{part}: {help}");
    }
    let generate = out(&run(dir.path(), "generate --help"));
    for part in ["--docs <DIR>", "--out <DIR>", "--crate <NAME>", "--api-version <V>"] {
        assert!(generate.contains(part), "{part}: {generate}");
    }
    for part in ["--preset <NAME>", "--no-descriptions", "graph", "the public reference of Microsoft Graph"] {
        assert!(generate.contains(part), "{part}: {generate}");
    }
    assert_eq!(run(dir.path(), "").status.code(), Some(2));
}

#[test]
fn wrong_usage_exits_with_2() {
    let dir = folder();
    expect(&run(dir.path(), "generate --docs docs --uot out"), 2, "--out");
    expect(&run(dir.path(), "generate --docs docs"), 2, "--out <DIR>");
    expect(&run(dir.path(), "frobnicate"), 2, "frobnicate");
    expect(&run(dir.path(), "generate --docs docs --out out --crate fn"), 2, "a crate's name");
    let said = expect(&run(dir.path(), "generate --docs docs --out out --preset grahp"), 2, "invalid value 'grahp'");
    assert!(said.contains("[possible values: graph]") && said.contains("similar value exists: 'graph'"), "{said}");
    expect(&run(dir.path(), "explain todo-placeholdr"), 2, "did you mean `todo-placeholder`?");
}

#[test]
fn unreadable_input_exits_with_2_and_writes_nothing() {
    let dir = folder();
    expect(&run(dir.path(), "generate --docs nowhere --out out"), 2, "`nowhere`");
    fs::create_dir(dir.path().join("empty")).unwrap();
    expect(&run(dir.path(), "generate --docs empty --out out"), 2, "`empty`");
    expect(&run(dir.path(), "check --docs docs/resources/user.md"), 2, "user.md");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn the_output_is_a_folder_outside_the_pages() {
    let dir = folder();
    for inside in ["docs", "docs/out", "./docs/../docs/new/out"] {
        expect(
            &run(dir.path(), &format!("generate --docs docs --out {inside}")),
            2,
            "choose a folder outside the pages",
        );
    }
    fs::write(dir.path().join("file"), "").unwrap();
    expect(&run(dir.path(), "generate --docs docs --out file"), 2, "`file` is not a folder");
    expect(&run(dir.path(), "generate --docs docs --out file/below"), 2, "cannot create");
}

#[test]
fn a_broken_configuration_is_shown_with_its_line_and_stops_the_run() {
    let dir = folder();
    fs::write(dir.path().join("docs/docbindgen.toml"), "version = \"v1.0\"\nbase-urll = \"x\"\n").unwrap();
    let said = expect(&run(dir.path(), "generate --docs docs --out out"), 2, "--> docs/docbindgen.toml:2:1");
    assert!(said.contains("unknown key `base-urll`") && said.contains("known here: `version`, `base-url`"), "{said}");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn generate_writes_a_crate_and_check_agrees() {
    let dir = folder();
    let said = expect(&run(dir.path(), "generate --docs docs --out new/out --crate my-api"), 0, "1 page read");
    assert!(said.contains("new/out: ") || cfg!(windows), "{said}");
    let manifest = fs::read_to_string(dir.path().join("new/out/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-api\""), "{manifest}");
    for file in ["README.md", "src/lib.rs", "manifest.json"] {
        assert!(dir.path().join("new/out").join(file).exists(), "{file}");
    }
    expect(&run(dir.path(), "generate --docs docs --out new/out --crate my-api"), 0, "0 files written, 0 removed");
    expect(&run(dir.path(), "check --docs docs --out new/out --crate my-api"), 0, "up to date");
    assert_eq!(err(&run(dir.path(), "check --docs docs --out new/out --crate my-api --quiet")), "");
}

#[test]
fn check_lists_every_file_and_the_remedy() {
    let dir = folder();
    run(dir.path(), "generate --docs docs --out out");
    let lib = dir.path().join("out/src/lib.rs");
    let text = fs::read_to_string(&lib).unwrap();
    fs::write(&lib, text.replace('\n', "\r\n")).unwrap();
    fs::remove_file(dir.path().join("out/README.md")).unwrap();
    fs::write(dir.path().join("out/src/stray.rs"), "// @generated\n").unwrap();
    let said = expect(&run(dir.path(), "check --docs docs --out out -q"), 1, "3 files in `out` are not up to date");
    for part in
        ["README.md: missing", "src/lib.rs: has CRLF", "src/stray.rs: ", "docbindgen generate --docs docs --out out"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!dir.path().join("out/README.md").exists(), "check writes nothing");
}

#[test]
fn the_sources_layout_has_no_cargo_manifest() {
    let dir = folder();
    fs::write(dir.path().join("docs/docbindgen.toml"), "layout = \"sources\"\n").unwrap();
    expect(&run(dir.path(), "generate --docs docs --out out"), 0, "");
    let out = dir.path().join("out");
    assert!(out.join("src/lib.rs").exists() && out.join("manifest.json").exists());
    assert!(!out.join("Cargo.toml").exists() && !out.join("README.md").exists());
}

#[test]
fn messages_go_to_standard_error_in_the_chosen_format() {
    let dir = folder();
    fs::write(dir.path().join("docs/resources/x.md"), "# X\n\n[!INCLUDE [x](nowhere.md)]\n").unwrap();
    let plain = run(dir.path(), "check --docs ./docs");
    let said = expect(&plain, 0, "warning[missing-include]");
    assert!(said.contains("--> ./docs/resources/x.md:3:"), "{said}");
    assert!(!said.contains('\u{1b}') && out(&plain).is_empty(), "{said}");
    assert!(err(&run(dir.path(), "check --docs docs --color always")).contains("\u{1b}["));
    expect(&run(dir.path(), "check --docs docs --deny-warnings"), 1, "1 warning");
    assert_eq!(err(&run(dir.path(), "check --docs docs --quiet")), "");
    fs::write(dir.path().join("docs/docbindgen.toml"), "[lints]\nmissing-include = \"allow\"\n").unwrap();
    expect(&run(dir.path(), "check --docs docs --deny-warnings"), 0, "0 warnings");
}

#[test]
fn messages_of_a_lint_are_limited() {
    let dir = folder();
    fs::write(dir.path().join("docs/resources/x.md"), format!("# X\n{}", "\n[!INCLUDE [x](nowhere.md)]\n".repeat(30)))
        .unwrap();
    let shown = |args: &str| err(&run(dir.path(), args)).matches("warning[missing-include]").count();
    assert_eq!(shown("check --docs docs"), 20);
    assert_eq!(shown("check --docs docs --limit 3"), 3);
    assert_eq!(shown("check --docs docs --limit 0"), 30);
    expect(&run(dir.path(), "check --docs docs"), 0, "10 more messages not shown");
}

#[test]
fn export_prints_the_model() {
    let dir = folder();
    let printed = run(dir.path(), "export --docs docs --format json");
    let model: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert!(model.is_object());
    expect(&run(dir.path(), "export --docs docs --out model.json"), 0, "1 page read");
    assert_eq!(fs::read(dir.path().join("model.json")).unwrap(), printed.stdout);
    expect(&run(dir.path(), "export --docs docs --out nowhere/model.json"), 2, "cannot write `nowhere");
}

#[test]
fn every_lint_is_listed_and_explained() {
    let dir = folder();
    let list = out(&run(dir.path(), "lints"));
    assert!(list.lines().count() > 5, "{list}");
    for line in list.lines() {
        let id = line.split_whitespace().nth(1).unwrap();
        let explained = run(dir.path(), &format!("explain {id}"));
        assert!(explained.status.success() && out(&explained).contains(id), "{line}");
    }
}

#[test]
fn closed_pipes_are_not_errors() {
    let dir = folder();
    for args in ["lints", "explain todo-placeholder", "export --docs docs", "--help"] {
        let mut child = command(dir.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && !err(&output).contains("panicked"), "{args}: {}", err(&output));
    }
    let mut child = command(dir.path(), "check --docs docs").stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn timings_have_a_line_for_each_stage() {
    let dir = folder();
    let said = expect(&run(dir.path(), "generate --docs docs --out out --quiet --timings"), 0, "stage");
    for stage in
        ["load", "parse", "extract", "resolve", "lint", "select", "plan", "emit", "format", "rest", "write", "all"]
    {
        assert!(said.lines().any(|line| line.split(' ').next() == Some(stage)), "{stage}: {said}");
    }
    assert!(!err(&run(dir.path(), "generate --docs docs --out out")).contains("all threads"));
}

#[test]
fn the_configuration_can_be_another_file() {
    let dir = folder();
    fs::write(dir.path().join("docs/docbindgen.toml"), "[crate]\nname = \"own\"\n").unwrap();
    fs::write(dir.path().join("other.toml"), "[crate]\nname = \"other\"\n[areas]\nparts = [\"parst\"]\n").unwrap();
    let said = expect(
        &run(dir.path(), "generate --docs docs --out out --config other.toml"),
        0,
        "no page has the product `parst`",
    );
    assert!(said.contains("other.toml:4:") && !said.contains("docs/other.toml"), "{said}");
    let manifest = fs::read_to_string(dir.path().join("out/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"other\""), "{manifest}");
    fs::write(dir.path().join("out/Cargo.toml"), "").unwrap();
    expect(&run(dir.path(), "check --docs docs --out out --config other.toml"), 1, "--out out --config other.toml");
    expect(&run(dir.path(), "check --docs docs --config nowhere.toml"), 2, "nowhere.toml");
}

/// Returns the names of the features in the manifest in `out`.
fn features(dir: &Path) -> Vec<String> {
    let manifest: toml::Table = fs::read_to_string(dir.join("out/Cargo.toml")).unwrap().parse().unwrap();
    manifest["features"].as_table().unwrap().keys().cloned().collect()
}

#[test]
fn a_preset_names_areas_and_the_licence() {
    let dir = folder();
    let path = dir.path();
    fs::create_dir(path.join("docs/api")).unwrap();
    fs::write(path.join("docs/api/user-list.md"), REQUEST).unwrap();
    fs::write(path.join("docs/api/me-list.md"), REQUEST.replace("/users", "/me/contacts")).unwrap();
    fs::write(path.join("docs/api/team-list.md"), REQUEST.replace("/users", "/chats")).unwrap();
    let unlicensed = "note: comments contain text of the pages, whose licence or authors are not configured";
    expect(&run(path, "generate --docs docs --out out"), 0, unlicensed);
    assert!(features(path).contains(&"me".to_owned()), "{:?}", features(path));
    let manifest = || fs::read_to_string(path.join("out/Cargo.toml")).unwrap();
    assert!(!manifest().contains("license"), "{}", manifest());

    let said = expect(&run(path, "generate --docs docs --out out --preset graph"), 0, "3 requests");
    assert!(!said.contains("note: comments") && !said.contains("area-unused"), "{said}");
    let named = features(path);
    assert!(named.contains(&"teams".to_owned()) && named.contains(&"users".to_owned()), "{named:?}");
    assert!(!named.contains(&"me".to_owned()) && manifest().contains("default = [\"users\"]"), "{}", manifest());
    assert!(manifest().contains("license = \"(MIT OR Apache-2.0) AND CC-BY-4.0\""), "{}", manifest());
    expect(&run(path, "check --docs docs --out out --preset graph"), 0, "up to date");
    fs::write(path.join("out/README.md"), "").unwrap();
    expect(&run(path, "check --docs docs --out out --preset graph"), 1, "--out out --preset graph");

    // Keys of the file override those of the preset, which the command line may give as well.
    fs::write(
        path.join("docs/docbindgen.toml"),
        "preset = \"graph\"\n[areas]\nchats = [\"/chats\"]\n[docs]\nlicense = \"ISC\"\n",
    )
    .unwrap();
    expect(&run(path, "generate --docs docs --out out"), 0, "3 requests");
    assert!(features(path).contains(&"chats".to_owned()) && features(path).contains(&"users".to_owned()));
    assert!(manifest().contains("license = \"(MIT OR Apache-2.0) AND ISC\""), "{}", manifest());
    fs::write(path.join("docs/docbindgen.toml"), "preset = \"grahp\"\n").unwrap();
    let said = expect(&run(path, "generate --docs docs --out out"), 2, "unknown preset `grahp`");
    assert!(said.contains("docbindgen.toml:1:10") && said.contains("did you mean `graph`?"), "{said}");
}

#[test]
fn descriptions_can_be_left_out() {
    let dir = folder();
    let path = dir.path();
    let user = || fs::read_to_string(path.join("out/src/models/user.rs")).unwrap();
    expect(&run(path, "generate --docs docs --out out"), 0, "note: comments contain text");
    assert!(user().contains("Represents a user."), "{}", user());
    assert!(!err(&run(path, "generate --docs docs --out out --quiet")).contains("note:"));
    let said = expect(&run(path, "generate --docs docs --out out --no-descriptions"), 0, "1 page read");
    assert!(!said.contains("note: comments"), "{said}");
    assert!(
        !user().contains("Represents") && user().contains("Entity type") | user().contains("Complex type"),
        "{}",
        user()
    );
    expect(&run(path, "check --docs docs --out out"), 1, "not up to date");
    fs::write(path.join("docs/docbindgen.toml"), "[docs]\ndescriptions = false\n").unwrap();
    expect(&run(path, "check --docs docs --out out"), 0, "up to date");
}

/// A page that documents `GET /users`.
const REQUEST: &str = "# List users\n\nLists users.\n\n## HTTP request\n\n```http\nGET /users\n```\n\n## Response\n\n\
    If successful, this method returns a `200 OK` response code and a collection of [user](../resources/user.md) objects.\n";

/// Returns the paths and contents of all files in `dir` and its subfolders.
fn files(dir: &Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    files
}

#[test]
fn an_empty_selection_writes_nothing() {
    let dir = folder();
    fs::create_dir(dir.path().join("docs/api")).unwrap();
    fs::write(dir.path().join("docs/api/user-list.md"), REQUEST).unwrap();
    for verb in ["generate --docs docs --out new", "check --docs docs", "check --docs docs --out new"] {
        let said = expect(&run(dir.path(), &format!("{verb} --select /nothing")), 1, "error[select-nothing]");
        assert!(said.contains("nothing was written: no operation matches `/nothing`; correct the selection"), "{said}");
        assert!(!said.contains("run this"), "{said}");
    }
    assert!(!dir.path().join("new").exists());

    expect(&run(dir.path(), "generate --docs docs --out out"), 0, "");
    let before = files(&dir.path().join("out"));
    expect(&run(dir.path(), "generate --docs docs --out out --select /nothing --report r.json"), 1, "");
    fs::write(
        dir.path().join("docs/docbindgen.toml"),
        "select = [\"/a\", \"/b\"]\n[lints]\nselect-nothing = \"warning\"\n",
    )
    .unwrap();
    expect(&run(dir.path(), "generate --docs docs --out out"), 1, "no operation matches `/a` or `/b`");
    expect(&run(dir.path(), "export --docs docs"), 1, "no operation matches");
    assert_eq!(files(&dir.path().join("out")), before);
    assert!(!dir.path().join("r.json").exists());

    // A pattern that matches nothing is an error even among others, and the rest is written.
    fs::remove_file(dir.path().join("docs/docbindgen.toml")).unwrap();
    let said =
        expect(&run(dir.path(), "generate --docs docs --out out --select /nothing --select /users"), 1, "/nothing");
    assert!(said.contains("1 request") && files(&dir.path().join("out")) == before, "{said}");
}

#[test]
fn pages_for_other_versions_are_left_out_and_counted() {
    let dir = folder();
    let page = PAGE.replace("doc_type", "monikerRange: graph-rest-beta\ndoc_type").replace("user", "group");
    fs::write(dir.path().join("docs/resources/group.md"), page).unwrap();
    let said = expect(&run(dir.path(), "generate --docs docs --out out --report r.json"), 0, "(1 for other versions)");
    assert!(said.contains("1 type with"), "{said}");
    let report = fs::read_to_string(dir.path().join("r.json")).unwrap();
    assert!(report.contains("\"other-version\""), "{report}");
    expect(&run(dir.path(), "check --docs docs --api-version beta"), 0, "2 types with");

    // If nothing is left, the earlier output stays.
    let before = files(&dir.path().join("out"));
    fs::remove_file(dir.path().join("docs/resources/user.md")).unwrap();
    let said = expect(&run(dir.path(), "generate --docs docs --out out"), 2, "excludes version `v1.0`");
    assert!(said.contains("--api-version"), "{said}");
    assert_eq!(files(&dir.path().join("out")), before);
}

#[test]
fn unreadable_input_is_reported_with_a_remedy() {
    let dir = folder();
    let path = dir.path();
    fs::create_dir_all(path.join("empty/api")).unwrap();
    fs::create_dir_all(path.join("other")).unwrap();
    fs::write(path.join("other/page.txt"), "# X\n").unwrap();
    for version in ["v1.0", "beta"] {
        fs::create_dir_all(path.join(format!("versions/{version}/api"))).unwrap();
        fs::write(path.join(format!("versions/{version}/api/x.md")), REQUEST).unwrap();
    }
    let give = "give the folder that has `api` and `resources` in it";
    for (args, what, remedy) in [
        ("--docs nowhere", "cannot read the docs folder `nowhere`: it does not exist", give),
        ("--docs docs/resources/user.md", "`docs/resources/user.md` is a file", give),
        ("--docs empty", "no page (`*.md`) in `empty` or its subfolders", give),
        ("--docs other", "no page (`*.md`) in `other` or its subfolders", give),
        ("--docs versions", "`versions` has several versions; give `--api-version`", "to choose one: beta, v1.0"),
        (
            "--docs versions --api-version v2.0",
            "`versions` has no version `v2.0`, only: beta, v1.0",
            "correct `--api-version`",
        ),
        ("--docs docs --api-version v/1", "invalid value 'v/1'", "a version has letters"),
        ("--docs docs --config nowhere.toml", "the configuration `nowhere.toml` does not exist", "correct `--config`"),
        ("--docs docs --config empty", "the configuration `empty` is a folder", "it must be a file"),
        ("--docs docs --out docs/resources/user.md", "lies in `--docs docs`", "choose a folder outside"),
        ("--docs docs --out other/page.txt", "`other/page.txt` is not a folder", "choose another folder for `--out`"),
    ] {
        let said = expect(&run(path, &format!("check {args}")), 2, what);
        assert!(said.contains(remedy), "{args}: {said}");
    }
    fs::create_dir(path.join("docs/docbindgen.toml")).unwrap();
    expect(&run(path, "check --docs docs"), 2, "docbindgen.toml` is a folder; it must be a file");
}

#[test]
fn the_configuration_may_have_other_encodings() {
    let dir = folder();
    let file = dir.path().join("docs/docbindgen.toml");
    fs::write(&file, b"\xef\xbb\xbfversion = \"v1.0\"\r\n[zones]\r\nfoo = 3\r\n").unwrap();
    let said = expect(&run(dir.path(), "check --docs docs"), 2, "--> docs/docbindgen.toml:3:7");
    assert!(said.contains("`foo` in `[zones]`"), "{said}");
    fs::write(&file, b"[crate]\ndescription = \"caf\xe9\"\n").unwrap();
    let said = expect(&run(dir.path(), "generate --docs docs --out out"), 2, "--> docs/docbindgen.toml:2:19");
    assert!(said.contains("not valid UTF-8") && said.contains("save the file as UTF-8"), "{said}");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn pages_may_have_other_encodings_and_be_empty() {
    let dir = folder();
    let path = dir.path();
    fs::create_dir_all(path.join("odd/api")).unwrap();
    fs::write(path.join("odd/api/zero.md"), "").unwrap();
    fs::write(path.join("odd/api/latin.md"), b"# caf\xe9\n").unwrap();
    fs::write(path.join("odd/api/utf16.md"), b"\xff\xfe#\0").unwrap();
    let said = expect(&run(path, "check --docs odd"), 0, "help: save the page as UTF-8");
    assert!(said.contains("3 pages read"), "{said}");
    assert!(said.contains("no page documents a type or a request"), "{said}");
    let crlf = format!("\u{feff}{}", PAGE.replace('\n', "\r\n"));
    fs::create_dir_all(path.join("crlf/resources")).unwrap();
    fs::write(path.join("crlf/resources/user.md"), crlf).unwrap();
    expect(&run(path, "check --docs crlf"), 0, "1 type with 1 property");
}

#[test]
fn the_output_is_kept_if_no_page_can_be_read() {
    let dir = folder();
    expect(&run(dir.path(), "generate --docs docs --out out"), 0, "");
    let before = files(&dir.path().join("out"));
    // Larger than any page: not read, whichever user runs the test.
    let page = fs::File::create(dir.path().join("docs/resources/user.md")).unwrap();
    page.set_len(17 << 20).unwrap();
    let said = expect(&run(dir.path(), "generate --docs docs --out out"), 2, "error[file-too-large]");
    assert!(said.contains("nothing was written: none of the pages can be read"), "{said}");
    assert_eq!(files(&dir.path().join("out")), before);
}
