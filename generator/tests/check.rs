//! `docbindgen check`: forms of findings, baselines, suppressions.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use docbindgen::formats::Findings;
use docbindgen::pipeline::{Options, Outcome, RunError, run as run_pages};
use serde_json::Value;

use support::command::{err, expect, folder, out, run, write};
use support::git::git;
use support::package;

/// A page with a row of an unknown type, a type cell without a type, and a link in another case.
const PAGE: &str = "# widget resource type\n\nNamespace: sample.shop\n\nA widget.\n\n## Properties\n\n\
    |Property|Type|Description|\n|:---|:---|:---|\n|size|Int32|Its size.|\n|kind|kindOfWidget|Its kind.|\n|shelf|[shelf](Shelf.md)|Its shelf.|\n";
const SHELF: &str = "# shelf resource type\n\nNamespace: sample.shop\n\nA shelf.\n\n## Properties\n\n\
    |Property|Type|Description|\n|:---|:---|:---|\n|width|Int32|Its width.|\n";

const FILES: &[(&str, &str)] = &[("docs/resources/widget.md", PAGE), ("docs/resources/shelf.md", SHELF)];

fn validator(path: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(package().join(path)).expect("the schema exists");
    // A pattern of the standard has a surplus bracket, which only JavaScript accepts.
    let text = text.replace("^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}-[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

fn faults(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Returns the JSON that the command prints on standard output.
fn printed(dir: &Path, args: &str) -> Value {
    let output = run(dir, args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", err(&output)))
}

/// Returns the findings of a docs folder in a form.
fn formatted(docs: &Path, form: impl Fn(&Findings<'_>) -> String) -> String {
    match run_pages(docs, &Options::default()) {
        Ok(Outcome { sources, diagnostics, .. }) | Err(RunError::Config(sources, diagnostics)) => {
            form(&Findings::new(&sources, &diagnostics, "docs"))
        }
        Err(error) => panic!("{}: {error}", docs.display()),
    }
}

/// Returns docs folders with a page for each lint.
fn bad_folders() -> Vec<tempfile::TempDir> {
    let lints = fs::read_dir(package().join("lints")).expect("pairs").map(|entry| entry.expect("readable").path());
    let bad = lints.filter_map(|lint| fs::read(lint.join("bad.md")).ok()).map(|page| {
        let dir = tempfile::tempdir().expect("a folder");
        let text = String::from_utf8_lossy(&page);
        let folder = if text.contains("resource type") || text.contains("## Properties") { "resources" } else { "api" };
        write(&dir.path().join(folder).join("a.md"), page);
        dir
    });
    bad.collect()
}

#[test]
fn json_has_a_value_for_each_finding() {
    let dir = folder(FILES);
    let report = printed(dir.path(), "check --docs ./docs --format json --limit 1");
    let [case, unknown] = report["findings"].as_array().expect("findings").as_slice() else {
        panic!("{report:#}");
    };
    let (unknown, case) = if case["lint"] == "link-case" { (unknown, case) } else { (case, unknown) };
    assert_eq!((&unknown["lint"], &unknown["level"]), (&"unresolved-type".into(), &"warning".into()), "{report:#}");
    assert_eq!(
        (&case["file"], &case["line"], &case["column"]),
        (&"docs/resources/widget.md".into(), &13.into(), &8.into())
    );
    assert_eq!((&case["endLine"], &case["endColumn"]), (&13.into(), &25.into()), "{case:#}");
    assert_eq!((&case["fixable"], &unknown["fixable"]), (&true.into(), &false.into()));
    assert_eq!(case["explanation"], "docs/lints.md#link-case");
    assert_eq!(report["summary"], serde_json::json!({ "errors": 0, "warnings": 1, "notes": 1 }));
    assert!(case["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{case:#}");
}

#[test]
fn json_and_sarif_are_valid() {
    let (json, sarif) = (validator("schema/check.schema.json"), validator("tests/schemas/sarif-2.1.0.json"));
    let broken = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] });
    assert!(!faults(&sarif, &broken).is_empty());
    for docs in bad_folders() {
        for (validator, text) in [
            (&json, formatted(docs.path(), |findings| findings.json())),
            (&sarif, formatted(docs.path(), |findings| findings.sarif())),
        ] {
            let value: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(faults(validator, &value), [""; 0], "{text}");
        }
    }
    let dir = folder(FILES);
    let outdated = printed(dir.path(), "check --docs docs --out out --format sarif");
    assert_eq!(faults(&sarif, &outdated), [""; 0]);
    assert!(outdated["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].is_string());
    let outdated = printed(dir.path(), "check --docs docs --out out --format json");
    assert_eq!(faults(&json, &outdated), [""; 0]);
    assert!(outdated["outdated"]["command"].as_str().is_some_and(|command| command.starts_with("docbindgen generate")));
}

#[test]
fn sarif_has_rules_relative_uris_and_columns_in_utf16() {
    let page = PAGE.replace("|Its kind.|", "|😀 `a|b`.|");
    let dir = folder(&[("docs/resources/a b%ü.md", &page), ("docs/resources/shelf.md", SHELF)]);
    let log = printed(dir.path(), "check --docs docs --format sarif");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let results = run["results"].as_array().expect("results");
    let pipe = results.iter().find(|result| result["ruleId"] == "row-code-pipe").expect("a result");
    let place = &pipe["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "docs/resources/a%20b%25%C3%BC.md");
    let index = place["artifactLocation"]["index"].as_u64().expect("an index");
    assert_eq!(
        run["artifacts"][usize::try_from(index).expect("small")]["location"],
        serde_json::json!({ "uri": place["artifactLocation"]["uri"] })
    );
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&12.into(), &25.into()), "{place:#}");
    for result in results {
        let rule = &run["tool"]["driver"]["rules"]
            [usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().is_some_and(|help| help.len() > 40), "{rule:#}");
    }
}

/// SARIF gives braces and brackets a meaning in messages.
#[test]
fn sarif_messages_have_no_placeholders_and_no_links() {
    let page = PAGE.replace("kindOfWidget", "{0}[kind](1)Of");
    let dir = folder(&[("docs/resources/widget.md", &page), ("docs/resources/shelf.md", SHELF)]);
    let log = printed(dir.path(), "check --docs docs --format sarif");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let texts: Vec<&str> = results.iter().filter_map(|result| result["message"]["text"].as_str()).collect();
    let all = texts.join("\n");
    assert!(all.contains("{{0}}"), "{all}");
    assert!(!all.replace("{{", "").replace("}}", "").contains(['{', '}']), "{all}");
    assert!(!all.replace("\\[", "").replace("\\]", "").contains(['[', ']']), "{all}");
}

#[test]
fn fingerprints_are_stable_when_lines_move() {
    let fingerprints = |page: &str| {
        let dir = folder(&[("docs/resources/widget.md", page), ("docs/resources/shelf.md", SHELF)]);
        let log = printed(dir.path(), "check --docs docs --format sarif");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        let found = results.iter().map(|result| result["partialFingerprints"]["docbindgen/v1"].to_string());
        found.collect::<BTreeSet<String>>()
    };
    let before = fingerprints(PAGE);
    assert_eq!(before.len(), 2);
    assert_eq!(fingerprints(&PAGE.replace("A widget.", "A widget.\n\nIt is small.\n")), before);
    assert_eq!(fingerprints(&PAGE.replace('\n', "\r\n")), before);
    let changed = fingerprints(&PAGE.replace("kindOfWidget|Its kind.", "kindOfWidget|The kind."));
    assert_eq!(changed.intersection(&before).count(), 1);
}

#[test]
fn control_characters_reach_no_output() {
    let page = PAGE.replace("kindOfWidget", "kind\u{1b}[31m\u{202e}Of");
    let dir = folder(&[("docs/resources/widget.md", &page)]);
    for format in ["json", "github", "sarif", "text"] {
        let output = run(dir.path(), &format!("check --docs docs --format {format}"));
        let said = out(&output) + &err(&output);
        assert!(!said.contains(['\u{1b}', '\u{202e}']) && !said.contains("\\u001b"), "{format}: {said}");
    }
}

#[test]
fn formats_leave_standard_error_to_messages() {
    let dir = folder(FILES);
    let output = run(dir.path(), "check --docs docs --format github");
    let text = out(&output);
    assert!(
        text.contains("::warning file=docs/resources/widget.md,line=12,endLine=12,col=7,endColumn=19,title="),
        "{text}"
    );
    assert!(text.lines().all(|line| line.starts_with("::") && line.contains("%0Ahelp: ")), "{text}");
    let said = err(&output);
    assert!(said.contains("2 pages read") && !said.contains("unresolved-type"), "{said}");
    assert_eq!(err(&run(dir.path(), "check --docs docs --format json --quiet")), "");
    fs::write(dir.path().join("docs/docbindgen.toml"), "base-urll = 1\n").expect("written");
    let output = run(dir.path(), "check --docs docs --format json");
    expect(&output, 2, "docbindgen.toml cannot be used");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (&report["findings"][0]["lint"], &report["findings"][0]["file"]),
        (&"config-invalid".into(), &"docs/docbindgen.toml".into())
    );
}

#[test]
fn wrong_combinations_of_flags_are_refused() {
    let dir = folder(FILES);
    for (args, says) in [
        ("--dry-run", "--fix"),
        ("--write-baseline", "--baseline <FILE>"),
        ("--fix --baseline b.json --write-baseline", "cannot be used with"),
        ("--fix --dry-run --format json", "remove `--format` or `--dry-run`"),
        ("--baseline b.json --write-baseline --changed-since main", "cannot be used with"),
        ("--format yaml", "[possible values: text, json, github, sarif]"),
        ("--baseline nowhere.json", "cannot read the baseline `nowhere.json`: add `--write-baseline` to create it"),
        (
            "--baseline docs/resources/widget.md",
            "cannot use the baseline `docs/resources/widget.md`: it is not a baseline",
        ),
        ("--baseline no/where.json --write-baseline", "cannot write the baseline `no/where.json`"),
    ] {
        expect(&run(dir.path(), &format!("check --docs docs {args}")), 2, says);
    }
    assert_eq!(fs::read_to_string(dir.path().join("docs/resources/widget.md")).expect("a page"), PAGE);
    let help = out(&run(dir.path(), "check --help"));
    for part in ["--format <FORMAT>", "--fix", "--dry-run", "--baseline <FILE>", "docbindgen-allow", "Examples:"] {
        assert!(help.contains(part), "{part}: {help}");
    }
}

#[test]
fn findings_of_the_baseline_are_neither_reported_nor_counted() {
    let dir = folder(FILES);
    let path = dir.path();
    expect(&run(path, "check --docs docs --deny-warnings"), 1, "unresolved-type");
    expect(
        &run(path, "check --docs docs --deny-warnings --baseline b.json --write-baseline"),
        0,
        "b.json: 2 findings written",
    );
    let baseline = fs::read_to_string(path.join("b.json")).expect("a baseline");
    assert_eq!(baseline.lines().filter(|line| line.contains("\"lint\":")).count(), 2, "{baseline}");

    let said =
        expect(&run(path, "check --docs docs --deny-warnings --baseline b.json"), 0, "0 errors, 0 warnings, 0 notes");
    assert!(said.contains("not shown: 2 findings of `b.json`") && !said.contains("-->"), "{said}");
    let report = printed(path, "check --docs docs --baseline b.json --format json");
    assert_eq!(report["findings"], serde_json::json!([]));

    // From another folder, with another spelling of the path, after lines moved, and with a new finding.
    let page = PAGE
        .replace("A widget.", "A widget.\n\nIt is small.")
        .replace("|Its size.|", "|Its size.|\n|colour|colourOf|Its colour.|");
    write(&path.join("docs/resources/widget.md"), &page);
    let said = expect(&run(&path.join("docs"), "check --docs ../docs --baseline ../b.json"), 0, "1 warning, 0 notes");
    assert!(said.contains("`colourOf`") && !said.contains("`kindOfWidget`"), "{said}");

    // One of the findings is corrected.
    write(&path.join("docs/resources/widget.md"), PAGE.replace("kindOfWidget", "String"));
    let said =
        expect(&run(path, "check --docs docs --baseline b.json"), 0, "note: 1 finding of `b.json` no longer occurs");
    assert!(
        said.contains("resources/widget.md: no page describes the type `kindOfWidget` [unresolved-type]"),
        "{said}"
    );
    assert!(said.contains("`--baseline b.json --write-baseline`"), "{said}");
    expect(&run(path, "check --docs docs --baseline b.json --write-baseline"), 0, "1 finding written");
    assert!(!err(&run(path, "check --docs docs --baseline b.json")).contains("no longer"));
}

#[test]
fn comments_suppress_findings_and_leave_the_model_alone() {
    let dir = folder(FILES);
    let path = dir.path();
    let model = |page: &str| {
        write(&path.join("docs/resources/widget.md"), page);
        let mut model = printed(path, "export --docs docs --quiet");
        without_spans(&mut model);
        model
    };
    let before = model(PAGE);
    let row = "<!-- docbindgen-allow unresolved-type: the type is published later -->";
    for (page, suppressed) in [
        (PAGE.replace("|Its kind.|", &format!("|Its kind. {row}|")), vec!["unresolved-type"]),
        (PAGE.replace("|Its kind.|", &format!("|Its kind.{row}|")), vec!["unresolved-type"]),
        (PAGE.replace("|Property|Type", &format!("{row}\n\n|Property|Type")), vec!["unresolved-type"]),
        (
            PAGE.replace(
                "# widget",
                "<!-- docbindgen-allow-page unresolved-type, link-case: both are old -->\n# widget",
            ),
            vec!["unresolved-type", "link-case"],
        ),
        (PAGE.replace("## Properties", &format!("{row}\n\n## Properties")), vec![]),
        (PAGE.replace("|Its size.|", &format!("|Its size. {row}|")), vec![]),
        (format!("{PAGE}\n```\n{row}\n```\n"), vec![]),
    ] {
        assert_eq!(model(&page), before, "{page}");
        let said = err(&run(path, "check --docs docs"));
        for lint in ["unresolved-type", "link-case"] {
            let occurs = said.contains(&format!("[{lint}]"));
            assert_eq!(occurs, !suppressed.contains(&lint), "{lint}\n{page}\n{said}");
        }
        let unused = suppressed.is_empty() && !page.contains("```");
        assert_eq!(said.contains("warning[unused-suppression]"), unused, "{page}\n{said}");
    }
}

/// Removes what depends on where facts are.
fn without_spans(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, _| key != "span" && !key.ends_with("Span") && key != "location");
            map.values_mut().for_each(without_spans);
        }
        Value::Array(list) => list.iter_mut().for_each(without_spans),
        _ => {}
    }
}

#[test]
fn suppressions_of_left_out_content_are_not_unused() {
    let comment = "<!-- docbindgen-allow unresolved-type: later -->";
    let zone = format!("{SHELF}\n::: zone pivot=\"graph-preview\"\n\n{comment}\n\nOther text.\n\n::: zone-end\n");
    let other = format!("---\nmonikerRange: \"graph-rest-beta\"\n---\n\n{comment}\n\n{SHELF}");
    let config = "version = \"v1.0\"\n[zones]\ngraph-v1 = \"v1.0\"\ngraph-preview = \"beta\"\n\"graph-rest-1.0\" = \"v1.0\"\n\"graph-rest-beta\" = \"beta\"\n";
    let dir = folder(&[
        ("docs/resources/shelf.md", &zone),
        ("docs/resources/other.md", &other),
        ("docs/docbindgen.toml", config),
    ]);
    let said = expect(&run(dir.path(), "check --docs docs"), 0, "2 pages read");
    assert!(!said.contains("suppression"), "{said}");
}

/// An error leaves something out of the bindings, so it is reported whatever has caused it.
#[test]
fn old_errors_are_reported_beside_new_findings() {
    let broken = "# Broken\n\nNamespace: sample.shop\n\n## HTTP request\n\n```http\nGET nowhere at all\n```\n";
    let dir = folder(&[FILES[0], FILES[1], ("docs/api/broken.md", broken)]);
    let path = dir.path();
    if git(path, &["init", "--quiet", "--initial-branch=main"]).is_none() {
        return println!("git is not installed: skipped");
    }
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "--message=x"]);
    let errors = |args: &str| {
        let report = printed(path, &format!("check --docs docs --format json {args}"));
        (report["summary"]["errors"].clone(), report["findings"].as_array().map(Vec::len))
    };
    let (all, _) = errors("");
    assert!(all.as_u64().is_some_and(|errors| errors > 0), "{all}");
    let (errors, findings) = errors("--changed-since main");
    assert_eq!((&errors, findings.map(|findings| findings.into())), (&all, Some(all.clone())));
}

#[test]
fn findings_that_a_revision_has_are_left_out() {
    // Another page uses the type of the page that will be removed.
    let other = SHELF.replace("shelf", "rack").replace("Int32", "[shelf](shelf.md)");
    let dir = folder(&[FILES[0], FILES[1], ("docs/resources/rack.md", &other)]);
    let path = dir.path();
    if git(path, &["init", "--quiet", "--initial-branch=main"]).is_none() {
        return println!("git is not installed: skipped");
    }
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "--message=x"]);
    let check = |args: &str| {
        let report = printed(path, &format!("check --docs docs --format json --changed-since main {args}"));
        let findings = report["findings"].as_array().expect("findings").clone();
        findings
            .iter()
            .map(|finding| format!("{} {}", finding["lint"], finding["line"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(check(""), [""; 0]);
    // Lines move, another line gets a fault, a line with a fault gets white space.
    let page = PAGE.replace("A widget.", "A widget.\n\nIt is small.");
    write(&path.join("docs/resources/widget.md"), &page);
    assert_eq!(check(""), [""; 0]);
    write(&path.join("docs/resources/widget.md"), page.replace("|Int32|", "|Int33|"));
    assert_eq!(check(""), ["unresolved-type 13"]);
    write(&path.join("docs/resources/widget.md"), page.replace("|Its kind.|", "| Its kind.|"));
    assert_eq!(check(""), ["unresolved-type 14"]);
    // The change of one page causes findings on others.
    write(&path.join("docs/resources/widget.md"), &page);
    fs::remove_file(path.join("docs/resources/shelf.md")).expect("removed");
    let found = check("");
    assert!(
        found.contains(&"missing-link-target 11".to_owned()) && found.contains(&"missing-link-target 15".to_owned()),
        "{found:?}"
    );
    assert!(!found.contains(&"unresolved-type 14".to_owned()), "{found:?}");

    let said = expect(&run(path, "check --docs docs --changed-since main"), 0, "not shown: 1 finding of `main`");
    assert!(!said.contains("kindOfWidget"), "{said}");
    expect(&run(path, "check --docs docs --changed-since mian"), 2, "did you mean `main`?");
    fs::rename(path.join("docs"), path.join("pages")).expect("renamed");
    expect(&run(path, "check --docs pages --changed-since main"), 0, "note: all findings are reported, because");
    let outside = folder(FILES);
    let said = expect(&run(outside.path(), "check --docs docs --changed-since main"), 2, "not in a git repository");
    assert!(said.contains("check pages in a clone") && !said.contains("--repository"), "{said}");
}
