//! The report of a run: it lists every page, with facts or as skipped with a reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const TYPE: &str = "# widget resource type\n\nA widget.\n\n## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|size|Int32|Its size.|\n";
const ENUM: &str = "# kind enum type\n\nKinds.\n\n## Members\n\n|Member|Value|\n|:-|:-|\n|one|0|\n";
const REQUEST: &str = "# Get widget\n\nGets it.\n\n## HTTP request\n\n```http\nGET /widgets/{id}\n```\n\n## Response\n\nIf successful, this method returns a `200 OK` response code and a [widget](../resources/widget.md) object in the response body.\n\n\
    ## Example\n\n### Request\n\n```http\nGET https://graph.microsoft.com/v1.0/widgets/1\n```\n\n### Response\n\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"size\": 1 }\n```\n";

/// A page, and what the report must contain for it.
const PAGES: &[(&str, &str, &str)] = &[
    ("resources/widget.md", TYPE, "types"),
    ("resources/kind.md", ENUM, "enums"),
    ("api/widget-get.md", REQUEST, "requests"),
    ("resources/nothing.md", "", "empty"),
    ("resources/white.md", "\n \n\t\n", "empty"),
    ("resources/front.md", "---\ntitle: \"a\"\n---\n", "empty"),
    ("resources/title.md", "# widget resource type\n", "empty"),
    ("resources/prose.md", "# Widgets\n\nNamespace: own\n\nWidgets are fine.\n", "conceptual"),
    ("resources/untitled.md", "Widgets are fine.\n", "conceptual"),
    ("resources/table.md", "# Widgets\n\nAbout widgets.\n\n|Thing|What|\n|:-|:-|\n|a|b|\n", "conceptual"),
    ("resources/unnamed.md", "## Properties\n\n|Property|Type|Description|\n|:-|:-|:-|\n|a|String|b|\n", "unnamed"),
    ("resources/toc.md", "# A\n\n- [b](b.md)\n", "not-reference"),
    ("api/prose.md", "# Get widget\n\nGets it.\n", "conceptual"),
    ("api/no-line.md", "# Get widget\n\nGets it.\n\n## HTTP request\n\nNone yet.\n", "no-request"),
    ("api/no-path.md", "# Get widget\n\n## HTTP request\n\n```http\nGET ** not found **/all\n```\n", "no-request"),
    ("api/no-section.md", "# Get widget\n\nGets it.\n\n## Response\n\nReturns `200 OK`.\n", "no-request"),
    ("api/dropped.md", "# Delete widget\n\n## HTTP request\n\n```http\nDELETE /widgets/{id}\n```\n", "configured"),
];

fn report(docs: &Path, out: &Path) -> Value {
    let file = out.join("report.json");
    let run = Command::new(env!("CARGO_BIN_EXE_docbindgen"))
        .args(["generate", "--docs"])
        .arg(docs)
        .arg("--out")
        .arg(out.join("crate"))
        .arg("--report")
        .arg(&file)
        .output()
        .expect("the command runs");
    assert!(run.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_str(&fs::read_to_string(file).expect("a report")).expect("JSON")
}

#[test]
fn every_page_ends_with_facts_or_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let docs = folder.path().join("docs");
    for (path, text, _) in PAGES {
        let path = docs.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("written");
        fs::write(path, text).expect("written");
    }
    // One byte above the limit.
    fs::write(docs.join("resources/large.md"), vec![b'a'; (16 << 20) + 1]).expect("written");
    let drop = "[[override]]\nrequest = \"DELETE /widgets/{id}\"\naction = \"drop\"\nreason = \"a test\"\n";
    fs::write(docs.join("docbindgen.toml"), drop).expect("written");

    let report = report(&docs, folder.path());
    let pages = report["pages"].as_array().expect("pages");
    let by_path: BTreeMap<&str, &Value> =
        pages.iter().map(|page| (page["path"].as_str().expect("a path"), page)).collect();
    assert_eq!(by_path.len(), PAGES.len() + 1, "every page appears once");
    for (path, _, says) in PAGES.iter().copied().chain([("resources/large.md", "", "unreadable")]) {
        let page = by_path[path];
        let facts = ["types", "enums", "requests"].iter().find(|key| page.get(**key).is_some());
        match page["skipped"].as_str() {
            Some(reason) => assert_eq!((reason, facts), (says, None), "{page}"),
            None => assert_eq!(facts, Some(&says), "{page}"),
        }
    }
    assert_eq!(by_path["api/widget-get.md"]["examples"], 1);
    assert_eq!(by_path["resources/large.md"]["errors"], 1);
    let skipped = report["summary"]["skipped"].as_object().expect("counts");
    let sum: u64 = skipped.values().filter_map(Value::as_u64).sum();
    assert_eq!((report["summary"]["pages"].as_u64(), sum), (Some(18), 15));
}
