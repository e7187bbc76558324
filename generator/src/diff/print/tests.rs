//! Tests of all forms with hostile texts, and with many changes.

use pulldown_cmark::{Event, Tag};

use super::super::change::{Evidence, Item, Subject};
use super::super::edition::Edition;
use super::super::filter::Threshold;
use super::super::kinds::{ChangeKind, WireRule};
use super::*;
use crate::export::json::form::Location;
use crate::pipeline::{Options, read_pages};

const HOSTILE: &str = "x</code></details><script>alert(1)</script>\u{1b}[31m\u{202e}`@all` ::error::%0A\n|\r\"'&amp;";

static KIND: ChangeKind = ChangeKind {
    id: "property-retyped",
    wire: WireRule { received: WireLevel::BreakingForCallers, sent: WireLevel::BreakingForSenders },
    rust: RustLevel::Major,
    summary: "a property has another type",
    explanation: "Programs fail.",
};

fn input(label: &str) -> Input {
    let dir = tempfile::tempdir().unwrap();
    let page = format!(
        "# user resource type\n\n## Properties\n\n|Property|Type|Description|\n|:---|:---|:---|\n|a|String|{HOSTILE}|\n"
    );
    std::fs::write(dir.path().join("user.md"), page).unwrap();
    let reading = read_pages(dir.path(), &Options::default()).unwrap();
    Input {
        label: label.to_owned(),
        summary: Some(reading.summary.clone()),
        unreadable: 1,
        is_on_disk: true,
        in_repository: None,
        committed: None,
        edition: Edition::of_pages(reading),
    }
}

fn location(file: &str, line: usize) -> Location {
    Location { file: file.to_owned(), line, column: 1, end_line: line, end_column: 12 }
}

fn change(index: usize, wire: WireLevel, rust: RustLevel) -> Change {
    Change {
        kind: &KIND,
        subject: Subject {
            item: Item::Property,
            owner: Some(format!("a.type{index}")),
            name: format!("{HOSTILE}{index}"),
        },
        before: Some(format!("String {HOSTILE}")),
        after: Some("Edm.Int64".to_owned()),
        old_span: Some(location("user.md", 7)),
        new_span: Some(location("user.md", 7)),
        wire,
        rust,
        class: Class::Unclear,
        evidence: vec![Evidence { text: format!("`{HOSTILE}` says so"), supports: Some(Class::Unclear), span: None }],
    }
}

fn comparison(changes: usize) -> Comparison {
    let level = |index: usize| WireLevel::ALL[index % 4];
    let changes = (0..changes).map(|index| change(index, level(index), RustLevel::ALL[index % 3])).collect();
    Comparison { changes, unselected: 0 }
}

/// Every form of the report of `changes` changes.
fn forms(changes: usize, label: &str) -> [(&'static str, String); 5] {
    let (old, new, comparison) = (input(label), input("new"), comparison(changes));
    let report = Report::new(&old, &new, &comparison, &Filter::default());
    [
        ("text", text(&report, false, 0)),
        ("markdown", markdown(&report, &[])),
        ("json", json(&report).unwrap()),
        ("github", github(&report, &[Threshold::Major])),
        ("html", html(&report)),
    ]
}

#[test]
fn hostile_texts_stay_texts() {
    for (form, text) in forms(12, HOSTILE) {
        assert!(!text.contains(['\u{1b}', '\r']), "{form}");
        assert!(form == "json" || !text.contains('\u{202e}'), "{form}");
        match form {
            "html" => {
                assert_eq!(text.matches("<script").count(), 1);
                assert_eq!(text.matches("<details>").count(), 12);
                assert_eq!(text.matches("</details>").count(), 12);
            }
            "markdown" => {
                for event in pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()) {
                    match event {
                        Event::Html(html) | Event::InlineHtml(html) => {
                            let known = ["<details>", "</details>", "<br>", "<!-- -->", "<summary>"];
                            assert!(known.iter().any(|known| html.starts_with(known)), "{html}");
                        }
                        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("{text}"),
                        Event::Text(text) => assert!(!text.contains("@all"), "{text}"),
                        _ => {}
                    }
                }
            }
            "github" => {
                assert!(
                    text.lines()
                        .filter(|line| line.starts_with("::"))
                        .all(|line| line.contains(" file=new/user.md,line=7,endLine=7,title=")),
                    "{text}"
                );
                assert_eq!(text.lines().filter(|line| line.starts_with("::")).count(), 11, "{text}");
            }
            _ => {}
        }
    }
}

#[test]
fn thousands_of_changes_are_printed_completely_or_counted() {
    let started = std::time::Instant::now();
    for (form, text) in forms(4000, "old") {
        match form {
            "text" => assert_eq!(text.matches("[property-retyped]").count(), 4000),
            "json" => assert_eq!(text.matches("\"kind\": ").count(), 4000),
            "html" => assert_eq!(text.matches("<tr data-count=\"1\" data-kind=").count(), 4000),
            "github" => assert_eq!(text.matches("::error ").count(), 10),
            _ => assert!(text.len() <= MAX_COMMENT && text.contains(" changes left out"), "{}", text.len()),
        }
    }
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn the_command_for_all_changes_has_the_options() {
    let (old, new, comparison) = (input("old"), input("new folder"), comparison(1000));
    let report = Report::new(&old, &new, &comparison, &Filter::default());
    let markdown = |options: &[&str]| {
        let text = markdown(&report, &options.iter().map(|&option| option.to_owned()).collect::<Vec<_>>());
        assert!(text.len() <= MAX_COMMENT, "{}", text.len());
        text
    };
    let text = markdown(&["--preset=graph", "--select=/users/**", "--config=```\n@all"]);
    let command =
        "docbindgen diff old \"new folder\" --preset=graph \"--select=/users/**\" '--config=``` @all' --limit=0";
    assert!(text.ends_with(&format!("\n```sh\n{command}\n```\n")), "{}", &text[text.len() - 400..]);
    let long = "x".repeat(70_000);
    assert!(markdown(&[&long]).ends_with("with the same options and `--format=text --limit=0`.\n"));
}

#[test]
fn the_most_important_changes_come_first() {
    let (old, new, comparison) = (input("old"), input("new"), comparison(5));
    let report = Report::new(&old, &new, &comparison, &Filter::default());
    let levels: Vec<_> = report.changes.iter().map(|change| (change.wire, change.rust)).collect();
    assert!(levels.is_sorted_by_key(|level| Reverse(*level)), "{levels:?}");
    assert_eq!((report.bump, report.how_many()), (Some(Bump::Major), "5 changes".to_owned()));
    let filter = Filter { levels: vec![Threshold::BreakingForCallers], ..Filter::default() };
    let report = Report::new(&old, &new, &comparison, &filter);
    assert_eq!(
        (report.changes.len(), report.bump, report.how_many()),
        (1, Some(Bump::Major), "1 of 5 changes".to_owned())
    );
}
