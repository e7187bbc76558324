//! The script of the GitHub action, in a git repository: bindings that are not up to date, annotations, and the files it writes.
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use support::command::{err, expect, folder, out, write};
use support::git::git;
use support::package;

const GOOD: &str = "# widget resource type\n\nNamespace: sample.shop\n\nA widget.\n\n## Properties\n\n\
    |Property|Type|Description|\n|:---|:---|:---|\n|size|Int32|Its size.|\n";

/// A page that is broken in ten ways.
const BROKEN: &str = "# widget resource type\n\nNamespace: sample.shop\n\nA widget.\n\n\
    [!INCLUDE [x](nowhere.md)]\n\n\
    -->\n\n\
    ## Properties\n\n\
    |Property|Type|Description|\n|:---|:---|\n\
    |size|Int32|Its size.|\n\
    |size|Int32|Its size again.|\n\
    |shelf|[shelf](nowhere.md)|Its shelf.|\n\
    |shape|String|Either `round|square`.|\n\
    |colour|String|Either red | or blue.|\n\
    |owner|String|**TODO**: who owns it.|\n\n\
    ## JSON representation\n\n\
    <!-- { \"blockType\": \"resource\", \"@odata.type\": \"sample.shop.widget\" } -->\n\
    ```json\n{\n  \"size\": 1,\n}\n```\n";

/// A git repository with pages.
struct Repository {
    dir: tempfile::TempDir,
    program: PathBuf,
}

impl Repository {
    /// Returns a repository with a page in `docs`, and its bindings in `generated`.
    fn new(page: &str) -> Self {
        let dir = folder(&[("docs/resources/widget.md", page)]);
        // `diff` is replaced: its arguments and a document are enough here.
        let program = dir.path().join("docbindgen");
        let real = env!("CARGO_BIN_EXE_docbindgen");
        let script = format!(
            "#!/bin/sh\nif [ \"$1\" = diff ]; then printf '<%s>\\n' \"$@\"; printf '::error::not a command\\n' >&2; exit 1; fi\nexec '{real}' \"$@\"\n"
        );
        write(&program, script);
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
        let repository = Repository { dir, program };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.generate();
        repository.commit();
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn git(&self, args: &[&str]) -> String {
        git(self.dir.path(), args).expect("git is installed")
    }

    fn commit(&self) {
        self.git(&["add", "docs", "generated"]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    fn generate(&self) {
        let args = ["generate", "--docs", "docs", "--out", "generated", "--quiet"];
        let status = Command::new(&self.program).args(args).current_dir(self.dir.path()).status().expect("it runs");
        assert!(status.success());
    }

    /// Runs the script as on GitHub, with these variables.
    fn check(&self, variables: &[(&str, &str)]) -> Output {
        self.script(variables).env("GITHUB_ACTIONS", "true").output().expect("sh runs")
    }

    fn script(&self, variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new("sh");
        command.arg(package().join("../action.sh")).current_dir(self.dir.path()).env("DOCBINDGEN", &self.program);
        for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_NAME"] {
            command.env_remove(name);
        }
        command.env("DOCBINDGEN_CI_DOCS", "docs");
        for (name, value) in variables {
            let name = if name.starts_with("GITHUB") { (*name).to_owned() } else { format!("DOCBINDGEN_CI_{name}") };
            command.env(name, value);
        }
        command
    }
}

/// Returns the workflow commands in a log, without those between `stop-commands` and its end.
fn commands(log: &str) -> Vec<&str> {
    let mut stopped: Option<String> = None;
    let mut found = Vec::new();
    for line in log.lines() {
        if let Some(token) = &stopped {
            if line == format!("::{token}::") {
                stopped = None;
            }
        } else if let Some(token) = line.strip_prefix("::stop-commands::") {
            stopped = Some(token.to_owned());
        } else if line.trim_start().starts_with("::") {
            found.push(line);
        }
    }
    assert!(stopped.is_none(), "commands stay stopped: {log}");
    found
}

#[test]
fn what_is_up_to_date_passes() {
    let repository = Repository::new(GOOD);
    let output = repository.check(&[("OUT", "generated")]);
    assert_eq!((output.status.code(), commands(&out(&output)).len()), (Some(0), 0), "{}", out(&output));
    // Elsewhere than on GitHub, the messages are on standard error.
    let output = repository.script(&[("OUT", "generated")]).output().expect("sh runs");
    expect(&output, 0, "generated: up to date");
    assert_eq!(out(&output), "");
}

#[test]
fn stale_bindings_are_refused() {
    let repository = Repository::new(GOOD);
    write(&repository.path("docs/resources/widget.md"), GOOD.replace("Int32", "Int64"));
    let output = repository.check(&[("OUT", "generated")]);
    let log = out(&output);
    assert_eq!(output.status.code(), Some(1), "{log}");
    let [error] = commands(&log)[..] else { panic!("{log}") };
    assert!(error.starts_with("::error ") && error.contains("src/models/sample/shop/widget.rs: differs"), "{log}");
    assert!(error.contains("%0Adocbindgen generate --docs docs --out generated"), "{log}");
    // Without the folder, only the pages are checked.
    assert_eq!(repository.check(&[]).status.code(), Some(0));
}

#[test]
fn a_page_broken_in_ten_ways_gives_ten_annotations() {
    let repository = Repository::new(BROKEN);
    let output = repository.check(&[("DENY_WARNINGS", "true"), ("SARIF", "findings.sarif")]);
    let log = out(&output);
    assert_eq!(output.status.code(), Some(1), "{log}");
    let annotations = commands(&log);
    let mut lints: Vec<&str> =
        annotations.iter().filter_map(|line| line.split("title=docbindgen%3A ").nth(1)?.split("::").next()).collect();
    lints.sort_unstable();
    lints.dedup();
    assert_eq!((annotations.len(), lints.len()), (10, 10), "{log}");
    for (line, annotation) in annotations.iter().map(|annotation| (annotation.split("line=").nth(1), annotation)) {
        let line: Option<usize> = line.and_then(|line| line.split(',').next()?.parse().ok());
        assert!(line.is_some_and(|line| (1..=BROKEN.lines().count()).contains(&line)), "{annotation}");
        assert!(
            annotation.contains(" file=docs/resources/widget.md,") && annotation.contains("%0Ahelp: "),
            "{annotation}"
        );
    }
    let sarif: Value =
        serde_json::from_slice(&fs::read(repository.path("findings.sarif")).expect("a file")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(10));
}

#[test]
fn the_change_is_a_summary_and_a_comment() {
    let repository = Repository::new(GOOD);
    let commit = repository.git(&["rev-parse", "HEAD"]);
    repository.git(&["branch", "a;touch-pwned"]);
    let summary = repository.path("summary.md");
    let summary = summary.to_str().expect("UTF-8");
    let variables =
        [("BASE", "a;touch-pwned"), ("COMMENT", "comment.md"), ("FAIL_ON", "major"), ("GITHUB_STEP_SUMMARY", summary)];
    let output = repository.check(&variables);
    let log = out(&output);
    assert_eq!((output.status.code(), commands(&log).len()), (Some(1), 0), "{log}");
    let comment = fs::read_to_string(repository.path("comment.md")).expect("a comment");
    let expected = format!("<diff>\n<--format=markdown>\n<--fail-on=major>\n<-->\n<{commit}:docs>\n<docs>\n");
    let (marker, rest) = comment.split_once('\n').expect("a marker");
    assert!(marker.starts_with("<!-- docbindgen ") && marker.ends_with(" -->") && marker.len() < 100, "{marker}");
    assert_eq!(rest, expected);
    assert_eq!(fs::read_to_string(summary).expect("a summary"), expected);
    // A new branch has no base, nor has a folder that is new.
    fs::remove_file(repository.path("comment.md")).expect("removed");
    let zeros = "0".repeat(40);
    assert_eq!(repository.check(&[("BASE", &zeros), ("COMMENT", "comment.md")]).status.code(), Some(0));
    assert!(!repository.path("comment.md").exists());
    fs::rename(repository.path("docs"), repository.path("pages")).expect("renamed");
    let output = repository.check(&[("DOCS", "./pages/"), ("BASE", &commit), ("COMMENT", "comment.md")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(
        fs::read_to_string(repository.path("comment.md")).expect("a comment").contains("no folder with these pages")
    );
}

/// A page with a warning.
fn with_warning(page: &str) -> String {
    format!("{page}|colour|colourOfWidget|Its colour.|\n")
}

#[test]
fn only_findings_of_the_change_are_shown() {
    let repository = Repository::new(&with_warning(GOOD));
    let warnings = |variables: &[(&str, &str)]| {
        let output = repository.check(&[variables, &[("DENY_WARNINGS", "true"), ("SARIF", "a.sarif")]].concat());
        (output.status.code(), commands(&out(&output)).len())
    };
    assert_eq!(warnings(&[]), (Some(1), 1), "without a base there is no change");
    for docs in ["docs", "./docs/", "docs/../docs", repository.path("docs").to_str().expect("UTF-8")] {
        assert_eq!(warnings(&[("DOCS", docs), ("BASE", "main")]), (Some(0), 0), "{docs}");
    }
    // Code scanning would close the alerts that are missing.
    let sarif = fs::read_to_string(repository.path("a.sarif")).expect("a file");
    assert!(sarif.contains("colourOfWidget"), "{sarif}");
    assert_eq!(warnings(&[("BASE", "main"), ("ONLY_CHANGED", "false")]), (Some(1), 1));
    let page = with_warning(GOOD).replace("colourOfWidget", "hueOfWidget");
    write(&repository.path("docs/resources/widget.md"), page);
    assert_eq!(warnings(&[("BASE", "main")]), (Some(1), 1));
    // All pages of a folder that the base does not have are new.
    fs::rename(repository.path("docs"), repository.path("pages")).expect("renamed");
    assert_eq!(warnings(&[("DOCS", "pages"), ("BASE", "main")]), (Some(1), 1));
    write(&repository.path("docs"), "not a folder");
    repository.git(&["add", "--all", "docs"]);
    repository.git(&["commit", "--quiet", "--message=file"]);
    fs::remove_file(repository.path("docs")).expect("removed");
    fs::rename(repository.path("pages"), repository.path("docs")).expect("renamed");
    assert_eq!(warnings(&[("BASE", "main")]), (Some(1), 1));
}

#[test]
fn a_push_to_a_rewritten_branch_has_no_base() {
    let repository = Repository::new(GOOD);
    let gone = "0123456789abcdef0123456789abcdef01234567";
    let on = |event: &str, base: &str| {
        repository.check(&[("BASE", base), ("COMMENT", "comment.md"), ("GITHUB_EVENT_NAME", event)])
    };
    expect(&on("push", gone), 0, "because the branch was rewritten");
    assert!(!repository.path("comment.md").exists());
    for (event, base) in [("pull_request", gone), ("push", "v1.0"), ("push", "0123abc"), ("", gone)] {
        expect(&on(event, base), 2, "fetch the whole history");
    }
    // A shallow clone may only not have fetched it.
    write(&repository.path("docs/resources/box.md"), GOOD.replace("widget", "box"));
    repository.commit();
    let clone = repository.path("clone");
    let from = format!("file://{}", repository.dir.path().display());
    repository.git(&["clone", "--quiet", "--depth=1", &from, clone.to_str().expect("UTF-8")]);
    let mut script = repository.script(&[("BASE", gone), ("GITHUB_EVENT_NAME", "push")]);
    expect(&script.current_dir(&clone).output().expect("sh runs"), 2, "fetch the whole history");
}

/// Asserts that the ten findings of a broken page are shown, before an error that says what to do.
fn expect_findings_and_error(output: &Output, says: &str) {
    let log = out(output);
    assert_eq!(commands(&log).len(), 10, "{log}{}", err(output));
    expect(output, 2, says);
}

#[test]
fn a_missing_base_does_not_hide_findings() {
    let repository = Repository::new(BROKEN);
    let variables = [("BASE", "nowhere"), ("COMMENT", "comment.md"), ("SARIF", "a.sarif")];
    expect_findings_and_error(&repository.check(&variables), "fetch the whole history");
    assert!(repository.path("a.sarif").exists() && !repository.path("comment.md").exists());
    // Without a base there is nothing to find.
    expect(&repository.check(&[("FAIL_ON", "major")]), 0, "nothing is compared, because there is no base");
}

#[test]
fn outside_of_a_repository_findings_are_shown() {
    let repository = Repository::new(BROKEN);
    fs::remove_dir_all(repository.path(".git")).expect("removed");
    let output = repository.check(&[("BASE", "main"), ("FAIL_ON", "major")]);
    expect_findings_and_error(&output, "check the repository out with git, or set no base");
    assert!(out(&output).contains("not a git repository"), "{}", out(&output));
    assert_eq!(repository.check(&[("FAIL_ON", "major")]).status.code(), Some(0));
}

/// Git can read this base, docbindgen cannot.
#[test]
fn an_unreadable_base_does_not_hide_findings() {
    let repository = Repository::new(BROKEN);
    fs::remove_dir_all(repository.path(".git")).expect("removed");
    repository.git(&["init", "--quiet", "--initial-branch=main", "--object-format=sha256"]);
    repository.commit();
    let output = repository.check(&[("BASE", "main"), ("SARIF", "a.sarif")]);
    assert_eq!((output.status.code(), commands(&out(&output)).len()), (Some(2), 10), "{}", out(&output));
    assert!(repository.path("a.sarif").exists());
    // Wrong usage is reported once.
    let log = out(&repository.check(&[("BASE", "main"), ("CONFIG", "nowhere.toml")]));
    assert_eq!(log.matches("nowhere.toml").count(), 1, "{log}");
}

#[test]
fn several_levels_can_fail_the_step() {
    let repository = Repository::new(GOOD);
    write(&repository.path("docs/resources/widget.md"), format!("{GOOD}|colour|String|Its colour.|\n"));
    let code = |levels: &str| {
        let mut script = repository.script(&[("BASE", "main"), ("FAIL_ON", levels)]);
        let output = script.env("DOCBINDGEN", env!("CARGO_BIN_EXE_docbindgen")).output().expect("sh runs");
        output.status.code()
    };
    let codes = ["major", "major,breaking", "breaking,minor", "compatible,major", "major,nothing"].map(code);
    assert_eq!(codes, [Some(0), Some(0), Some(1), Some(1), Some(2)]);
}

/// Each level is explained where users choose it.
#[test]
fn the_levels_are_documented() {
    for path in ["action.yml", "docs/ci.md", "docs/diff.md"] {
        let text = fs::read_to_string(package().join("..").join(path)).expect("a file");
        for (level, ..) in docbindgen::diff::Threshold::ALL {
            assert!(text.contains(&format!("`{level}`")), "{path}: {level}");
        }
        assert!(text.contains("separated by commas") && text.contains("major,breaking"), "{path}");
    }
}

/// Returns the commands of the step that comments, as docs/ci.md shows them.
fn step_that_comments() -> String {
    let read = |path: &str| fs::read_to_string(package().join("..").join(path)).expect("a file");
    let step = |text: &str| {
        let (_, step) = text.split_once("GH_TOKEN:").expect("a step");
        let (_, step) = step.split_once("run: |\n").expect("commands");
        let lines = step.lines().take_while(|line| line.starts_with("          "));
        lines.map(|line| format!("{}\n", line.trim_start())).collect::<String>()
    };
    let shown = step(&read("docs/ci.md"));
    assert_eq!(shown, step(&read(".github/workflows/pages.yml")), "this repository does what the page shows");
    shown
}

#[test]
fn the_comment_of_another_program_is_not_overwritten() {
    let dir = folder(&[("comment.md", "<!-- docbindgen 1 2 -->\nnew\n")]);
    let gh = dir.path().join("gh");
    // Lists comments as the service does, if jq is installed, and records all other requests.
    let script = "#!/bin/sh\ncase \"$*\" in *--jq*) for last; do :; done; jq -r \"$last\" <comments.json;; *) echo \"$@\" >>sent;; esac\n";
    write(&gh, script);
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).expect("executable");
    if Command::new("jq").arg("--version").output().is_err() {
        return println!("jq is not installed: skipped");
    }
    let sent = |comments: &[(u32, &str, &str)]| {
        let comments = comments
            .iter()
            .map(|(id, user, body)| serde_json::json!({ "id": id, "user": { "login": user }, "body": body }));
        write(&dir.path().join("comments.json"), Value::from_iter(comments).to_string());
        let _ = fs::remove_file(dir.path().join("sent"));
        let path = format!("{}:{}", dir.path().display(), std::env::var("PATH").expect("a path"));
        let mut command = Command::new("bash");
        command.args(["-e", "-o", "pipefail", "-c", &step_that_comments()]).current_dir(dir.path()).env("PATH", path);
        let output = command.env("GITHUB_REPOSITORY", "a/b").env("NUMBER", "7").output().expect("bash runs");
        assert!(output.status.success(), "{}", err(&output));
        fs::read_to_string(dir.path().join("sent")).expect("a request")
    };
    let own = (3, "github-actions[bot]", "<!-- docbindgen 1 2 -->\nold");
    let other = (4, "github-actions[bot]", "Coverage: 3 %");
    let of_person = (5, "somebody", "<!-- docbindgen 1 2 -->\nquoted");
    let of_another_folder = (6, "github-actions[bot]", "<!-- docbindgen 9 9 -->\nold");
    let edited = sent(&[own, other, of_person, of_another_folder]);
    assert!(
        edited.contains("PATCH") && edited.contains("/comments/3 ") && edited.contains("body=@comment.md"),
        "{edited}"
    );
    for comments in [&[][..], &[other, of_person, of_another_folder]] {
        let added = sent(comments);
        assert!(added.contains("pr comment 7") && !added.contains("PATCH"), "{added}");
    }
}

#[test]
fn an_added_property_is_in_the_comment() {
    let repository = Repository::new(GOOD);
    write(&repository.path("docs/resources/widget.md"), format!("{GOOD}|colour|String|Its colour.|\n"));
    repository.generate();
    let mut script = repository.script(&[("BASE", "main"), ("COMMENT", "comment.md"), ("OUT", "generated")]);
    let output = script.env("DOCBINDGEN", env!("CARGO_BIN_EXE_docbindgen")).output().expect("sh runs");
    expect(&output, 0, "generated: up to date");
    let comment = fs::read_to_string(repository.path("comment.md")).expect("a comment");
    assert!(comment.contains("colour"), "{comment}");
}

#[test]
fn the_current_folder_can_be_the_docs_folder() {
    let repository = Repository::new(GOOD);
    let mut script = repository.script(&[("DOCS", "./"), ("BASE", "main"), ("COMMENT", "../comment.md")]);
    let script = script.current_dir(repository.path("docs")).env("DOCBINDGEN", env!("CARGO_BIN_EXE_docbindgen"));
    let output = script.output().expect("sh runs");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let comment = fs::read_to_string(repository.path("comment.md")).expect("a comment");
    assert!(comment.contains("no changes"), "{comment}");
}

#[test]
fn comments_have_the_room_that_the_comparison_fills() {
    let script = fs::read_to_string(package().join("../action.sh")).expect("a script");
    assert!(script.contains(&format!("max_comment={}\n", docbindgen::diff::print::MAX_COMMENT)));
}

#[test]
fn wrong_usage_leaves_no_file_for_code_scanning() {
    let repository = Repository::new(GOOD);
    assert_eq!(repository.check(&[("CONFIG", "nowhere.toml"), ("SARIF", "a.sarif")]).status.code(), Some(2));
    assert!(!repository.path("a.sarif").exists());
    assert_eq!(repository.check(&[("SARIF", "a.sarif")]).status.code(), Some(0));
    assert!(repository.path("a.sarif").exists());
    expect(&repository.check(&[("SARIF", "nowhere/a.sarif")]), 2, "cannot be written");
}

#[test]
fn hostile_values_are_not_run() {
    let repository = Repository::new(GOOD);
    for value in ["$(touch pwned)", "`touch pwned`", "main; touch pwned", "--output=pwned", "-x"] {
        let output = repository.check(&[("BASE", value), ("COMMENT", "comment.md")]);
        expect(&output, 2, "fetch the whole history");
        for name in ["DOCS", "OUT", "CONFIG", "PRESET", "CRATE", "BASELINE", "API_VERSION"] {
            let output = repository.check(&[("DOCS", "docs"), (name, value)]);
            assert_ne!(output.status.code(), Some(0), "{name}: {value}");
        }
    }
    let strange = repository.path("$(touch pwned)");
    fs::rename(repository.path("docs"), &strange).expect("renamed");
    let output = repository.check(&[("DOCS", "$(touch pwned)"), ("BASE", "main"), ("COMMENT", "comment.md")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let found: Vec<String> = fs::read_dir(repository.dir.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with("pwned"))
        .collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn wrong_usage_says_what_to_do() {
    let repository = Repository::new(GOOD);
    expect(&repository.check(&[("DOCS", "")]), 2, "set DOCBINDGEN_CI_DOCS");
}

/// The action passes its inputs to the script by the names that the script reads, and never as a part of shell text.
#[test]
fn the_action_passes_all_inputs_as_variables() {
    let read = |path: &str| fs::read_to_string(package().join("..").join(path)).expect("a file");
    let (action, script) = (read("action.yml"), read("action.sh"));
    let (_, inputs) = action.split_once("\ninputs:\n").expect("inputs");
    let (inputs, steps) = inputs.split_once("\nruns:\n").expect("steps");
    let names = inputs.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    for name in names.map(|line| line.trim().trim_end_matches(':')) {
        let uses: Vec<&str> =
            steps.lines().filter(|line| line.contains(&format!("${{{{ inputs.{name} }}}}"))).collect();
        let [one] = uses[..] else { panic!("{name}: {uses:?}") };
        let (variable, _) = one.trim().split_once(": ").expect("a variable");
        assert!(script.contains(variable) || action.contains(&format!("${{{variable}:-")), "{name}: {variable}");
    }
    for line in steps.lines().filter(|line| line.trim_start().starts_with("run:")) {
        assert!(!line.contains("${{"), "{line}");
    }
}

#[test]
fn actions_are_pinned_by_digest() {
    let folder = package().join("../.github/workflows");
    let mut workflows: Vec<PathBuf> =
        fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()).collect();
    workflows.push(package().join("../action.yml"));
    workflows.push(package().join("../docs/ci.md"));
    let mut pinned = 0;
    for path in &workflows {
        let text = fs::read_to_string(path).expect("readable");
        for used in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
            // An action of the same repository, or of this one.
            if used.starts_with("./") || used.starts_with("OWNER/docbindgen@") {
                continue;
            }
            let digest = used.split_once('@').map_or("", |(_, version)| version.split(' ').next().unwrap_or_default());
            assert!(digest.len() == 40 && digest.bytes().all(|b| b.is_ascii_hexdigit()), "{}: {used}", display(path));
            assert!(used.contains(" # v"), "{}: {used} does not say its version", display(path));
            pinned += 1;
        }
    }
    assert!(pinned > 2);
}

fn display(path: &Path) -> String {
    path.display().to_string()
}
