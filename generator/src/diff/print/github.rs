//! A comparison as workflow commands of GitHub, which become annotations of a pull request.
//!
//! In: [`Report`]. Out: a line for each change: `::error file=docs/a.md,line=3,endLine=3,title=…::message`.

use super::pages::Pages;
use super::{Group, Report, reason, values};
use crate::diagnostics::{clean, clean_message};
use crate::diff::change::{Change, RustLevel, Severity};
use crate::diff::filter::Threshold;
use crate::formats::github::{SHOWN, command};

/// Returns the annotations: errors for changes that `fail_on` admits, warnings for other breaking ones, notices for the rest. Changes of the
/// documentation only are left out.
#[must_use]
pub fn github(report: &Report, fail_on: &[Threshold]) -> String {
    let pages = [Pages::of(report.old), Pages::in_repository(report.new)];
    let mut out = String::new();
    let mut shown = 0;
    for severity in ["error", "warning", "notice"] {
        let of_severity = |group: &&Group<'_>| severity_of(group.change, fail_on) == Some(severity);
        for group in report.groups.iter().filter(of_severity).take(SHOWN) {
            out += &annotation(severity, group, &pages);
            out.push('\n');
            shown += group.count();
        }
    }
    let left_out = report.changes.len() - shown;
    out += &format!("{}; next version of the bindings: {}\n", report.how_many(), report.next_version());
    if left_out > 0 {
        out += &format!(
            "{left_out} without an annotation: GitHub shows {SHOWN} of each severity, and changes of the documentation only have none; `--format text --limit 0` prints all\n"
        );
    }
    out
}

fn severity_of(change: &Change, fail_on: &[Threshold]) -> Option<&'static str> {
    if fail_on.iter().any(|threshold| threshold.admits(change)) {
        return Some("error");
    }
    match change.severity() {
        Severity::Breaking => Some("warning"),
        Severity::Compatible => Some("notice"),
        Severity::Documentation => None,
    }
}

fn annotation(severity: &str, group: &Group<'_>, pages: &[Pages; 2]) -> String {
    let change = group.change;
    let [old, new] = pages;
    let mut properties = Vec::new();
    // Only files of the new side are in the pull request. An exported model is not one of them.
    if let Some(location) = change.new_span.as_ref().filter(|_| new.has_texts()) {
        let lines = [("line", location.line), ("endLine", location.end_line)];
        properties.push(("file", new.path(location)));
        properties.extend(lines.map(|(name, line)| (name, line.to_string())));
    }
    properties.push(("title", format!("{}, {}", change.wire.name(), change.kind.summary)));
    let properties: Vec<(&str, &str)> = properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let more = group.more().map_or_else(String::new, |more| format!(" {more}"));
    let mut message = format!("`{}`{more}: {}", clean(&change.subject.to_string()), change.kind.summary);
    for (label, value) in values(change) {
        message += &format!("\n{label}: {}", clean_message(value));
    }
    let rust = if change.rust == RustLevel::None { "not visible" } else { change.rust.name() };
    message += &format!("\n{}; in Rust: {rust}; {}", change.wire.name(), change.class.name());
    for evidence in &change.evidence {
        message += &format!("\nevidence: {}", clean(&reason(evidence, pages)));
    }
    if let Some(location) = &change.old_span {
        message += &format!("\nold edition: {}", old.place(location));
    }
    message += &format!("\n`docbindgen explain {}` says what to do", change.kind.id);
    command(severity, &properties, &message)
}
