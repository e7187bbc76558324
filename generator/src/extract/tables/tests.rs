//! Tests of tables: columns, rows, names and types.
//!
//! In: cells. Out: assertions about columns and rows.

use super::*;
use crate::diagnostics::FileId;

const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

fn cell(text: &str) -> Text {
    match text.strip_prefix("**").and_then(|t| t.strip_suffix("**")) {
        Some(strong) => Text { runs: vec![Run::Strong(strong.into())], span: Some(AT) },
        None if text.is_empty() => Text { runs: vec![], span: Some(AT) },
        None => Text { runs: vec![Run::Plain(text.into())], span: Some(AT) },
    }
}

fn row(text: &str) -> Vec<Text> {
    text.split('|').map(cell).collect()
}

fn table(lines: &[&str]) -> Table {
    let rows = lines[1..].iter().map(|l| TableRow { cells: row(l), span: AT }).collect();
    Table { header: row(lines[0]), rows, span: AT }
}

fn read(lines: &[&str]) -> (Vec<PropertyFacts>, Vec<&'static str>) {
    let page = crate::parse::Page {
        file: FileId(0),
        path: "resources/x.md".into(),
        folder: crate::parse::Folder::Resources,
        front_matter: std::collections::BTreeMap::new(),
        title: None,
        sections: Vec::new(),
        annotations: Vec::new(),
        other_version: false,
        left_out_zones: 0,
    };
    let mut cx = Context::new(&page);
    let rows = property_rows(&mut cx, &table(lines), true);
    (rows, cx.diagnostics.list().iter().map(|d| d.lint.id).collect())
}

fn names(lines: &[&str]) -> String {
    read(lines).0.iter().map(|r| r.name.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn headers_are_sorted() {
    assert!(HEADERS.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn rows_are_read() {
    let head = "Property|Type|Description";
    assert_eq!(
        names(&[head, "a|String|x", "**b**|String|", "c (Deprecated)|String|", "@odata.id|String|"]),
        "a b c @odata.id"
    );
    assert_eq!(names(&[head, "**Calendar**||", "a|String|x", "**Apps**|\u{a0}|\u{a0}"]), "a");
    assert_eq!(names(&["Permission Type|Property|Type|Description", "User|a|String|x"]), "a");
    assert_eq!(names(&["Name|Value|Description", "a|string|x"]), "a");
    let (rows, lints) = read(&[head, "a|String|one", "and more of it.||", "b||y"]);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].description.plain(), "one and more of it.");
    assert_eq!(lints, ["continued-description", "unknown-type"]);
}

#[test]
fn rows_of_tables_without_types_continue_nothing() {
    let head = "Parameter|Description|Example";
    let (rows, lints) = read(&[head, "$filter|One.|x", "$filter with lists|Another.|y", "$top|A third.|z"]);
    assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["$filter", "$filter", "$top"]);
    assert_eq!(rows[0].description.plain(), "One.");
    assert!(lints.is_empty(), "{lints:?}");
    let (rows, lints) = read(&[head, "a|One.|x", "two words|Another.|y", "and the rest.||"]);
    assert_eq!(rows[0].description.plain(), "One. and the rest.");
    assert_eq!(lints, ["row-without-name", "continued-description"]);
}

#[test]
fn sample_values_are_not_types() {
    let (rows, lints) = read(&["Name|Value", "a|%any text%"]);
    assert_eq!((rows[0].type_text.as_str(), lints.len()), ("", 0));
    let types = ["Name|Value", "a|%any text%", "b|Int32"];
    assert_eq!(read(&types).1, ["unknown-type"], "other cells contain types");
    assert_eq!(read(&["Name|Type", "a|%any text%"]).1, ["unknown-type"]);
}

#[test]
fn surplus_cells_are_joined() {
    let (rows, lints) = read(&["Property|Type|Description", "a|String|either x|or y"]);
    assert_eq!(rows[0].description.plain(), "either x | or y");
    assert!(lints.is_empty(), "parse already reported it");
}

#[test]
fn todo_cells_are_reported() {
    let (rows, lints) = read(&["Property|Type|Description", "a|String|**TODO: Write**"]);
    assert!(rows[0].description.is_empty());
    assert_eq!(lints, ["todo-placeholder"]);
}

#[test]
fn ten_thousand_rows_are_read() {
    let mut lines = vec!["Property|Type|Description"];
    lines.extend(std::iter::repeat_n("a|String|Possible values are: x, y.", 10_000));
    assert_eq!(read(&lines).0.len(), 10_000);
}
