//! A comparison as workflow commands of GitHub, which become annotations of a pull request.
//!
//! In: [`Report`]. Out: a line for each change: `::error file=docs/a.md,line=3,endLine=3,title=…::message`.

use super::pages::Pages;
use super::{Report, reason, values};
use crate::diagnostics::{clean, clean_message};
use crate::diff::change::{Change, RustLevel};
use crate::diff::filter::Threshold;

/// Annotations of each severity that GitHub shows for a step.
const MAX_SHOWN: usize = 10;

/// Returns the annotations: errors for changes that `fail_on` admits, warnings for other breaking ones, notices for the rest. Changes of the
/// documentation only are left out.
#[must_use]
pub fn github(report: &Report, fail_on: &[Threshold]) -> String {
    let pages = [Pages::of(report.old), Pages::in_repository(report.new)];
    let mut out = String::new();
    for severity in ["error", "warning", "notice"] {
        let of_severity = |change: &&&Change| severity_of(change, fail_on) == Some(severity);
        for change in report.changes.iter().filter(of_severity).take(MAX_SHOWN) {
            out += &annotation(severity, change, &pages);
        }
    }
    let shown = |severity| {
        let of_severity = |change: &&&Change| severity_of(change, fail_on) == Some(severity);
        report.changes.iter().filter(of_severity).count().min(MAX_SHOWN)
    };
    let left_out = report.changes.len() - shown("error") - shown("warning") - shown("notice");
    out += &format!("{}; next version of the bindings: {}\n", report.how_many(), report.next_version());
    if left_out > 0 {
        out += &format!(
            "{left_out} without an annotation: GitHub shows {MAX_SHOWN} of each severity, and changes of the documentation only have none; `--format text` prints all\n"
        );
    }
    out
}

fn severity_of(change: &Change, fail_on: &[Threshold]) -> Option<&'static str> {
    if fail_on.iter().any(|threshold| threshold.admits(change)) {
        Some("error")
    } else if change.wire.is_breaking() || change.rust == RustLevel::Major {
        Some("warning")
    } else if Threshold::Compatible.admits(change) || change.rust == RustLevel::Minor {
        Some("notice")
    } else {
        None
    }
}

fn annotation(severity: &str, change: &Change, pages: &[Pages; 2]) -> String {
    let [old, new] = pages;
    // Only files of the new side are in the pull request.
    let at = change.new_span.as_ref().map(|location| {
        format!("file={},line={},endLine={},", property(&new.path(location)), location.line, location.end_line)
    });
    let mut message = format!("`{}`: {}", clean(&change.subject.to_string()), change.kind.summary);
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
    let title = property(&format!("{}, {}", change.wire.name(), change.kind.summary));
    format!("::{severity} {}title={title}::{}\n", at.unwrap_or_default(), data(&message))
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflow_commands_are_escaped() {
        assert_eq!(property("a,b:c%\r\nd"), "a%2Cb%3Ac%25%0D%0Ad");
        assert_eq!(data("a,b:c%\nd"), "a,b:c%25%0Ad");
    }
}
