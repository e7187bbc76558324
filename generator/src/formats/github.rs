//! Findings as workflow commands of GitHub, which become annotations of the changed files.
//!
//! In: [`Findings`]. Out: lines such as `::warning file=…,line=…::message`, errors first. GitHub shows at most ten annotations of each kind
//! for a step, so the last line says how many were left out, and the others are lines of the log.

use super::{Finding, Findings, Location, Outdated, Unit};
use crate::diagnostics::{Level, clean};
use crate::pipeline::count;

/// The number of annotations of each kind that GitHub shows for a step.
pub const SHOWN: usize = 10;

/// Returns the findings as workflow commands.
pub(super) fn print(findings: &Findings<'_>) -> String {
    let mut out = String::new();
    let mut left_out = Vec::new();
    let mut log = String::new();
    for (level, kind, name) in
        [(Level::Error, "error", "error"), (Level::Warning, "warning", "warning"), (Level::Note, "notice", "note")]
    {
        let mut commands: Vec<(String, String)> = Vec::new();
        if level == Level::Error {
            commands.extend(findings.outdated.map(of_outdated));
        }
        let of_level = findings.iter().filter(|finding| finding.diagnostic.level == level);
        commands.extend(of_level.map(|finding| of_finding(findings, finding, kind)));
        // The line about what is left out is a notice too.
        let has_more = !left_out.is_empty() || commands.len() > SHOWN;
        let shown = if level == Level::Note && has_more { SHOWN - 1 } else { SHOWN };
        for (index, (command, line)) in commands.iter().enumerate() {
            let to = if index < shown { &mut out } else { &mut log };
            to.push_str(if index < shown { command } else { line });
            to.push('\n');
        }
        if commands.len() > shown {
            left_out.push(count(commands.len() - shown, name));
        }
    }
    if !left_out.is_empty() {
        let message = format!(
            "{} are not shown as annotations, because GitHub shows at most {SHOWN} of a kind. The log of this step lists them.",
            left_out.join(", ")
        );
        out += &command("notice", &[("title", "docbindgen")], &message);
        out.push('\n');
        out += "::group::Findings without annotations\n";
        out += &log;
        out += "::endgroup::\n";
    }
    out
}

/// Returns the command for a finding, and a line for the log.
fn of_finding(findings: &Findings<'_>, finding: Finding<'_>, kind: &str) -> (String, String) {
    let lint = finding.diagnostic.lint.id;
    let (message, way_out) = (finding.message(), finding.way_out());
    let text = format!("{message}\nhelp: {way_out}\nexplained by `docbindgen explain {lint}`");
    let title = format!("docbindgen: {lint}");
    let mut properties = Vec::new();
    let mut position = String::new();
    if let Some(span) = finding.diagnostic.span {
        let Location { file, line, column, end_line, end_column } = findings.locations.location(span, Unit::Characters);
        let file = clean(&file);
        position = format!("{file}:{line}:{column}: ");
        properties.extend([("file", file), ("line", line.to_string()), ("endLine", end_line.to_string())]);
        // GitHub accepts columns only within one line.
        if line == end_line {
            properties.extend([("col", column.to_string()), ("endColumn", end_column.to_string())]);
        }
    }
    properties.push(("title", title));
    let properties: Vec<(&str, &str)> = properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let line = format!("{position}{kind}: {message} [{lint}] (help: {way_out})");
    (command(kind, &properties, &text), log_line(&line))
}

fn of_outdated(outdated: &Outdated) -> (String, String) {
    let text = format!(
        "generated files are not up to date:\n{}\nrun this and commit what it changes:\n{}",
        outdated.first_files("\n"),
        outdated.command
    );
    (command("error", &[("title", "docbindgen: not up to date")], &text), String::new())
}

/// Returns a workflow command.
#[must_use]
pub fn command(kind: &str, properties: &[(&str, &str)], message: &str) -> String {
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", escape_property(value))).collect();
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{kind}{space}{}::{}", properties.join(","), escape_data(message))
}

/// Returns a line for the log that is not a workflow command: GitHub obeys `::` at its beginning, and `##[` anywhere.
fn log_line(line: &str) -> String {
    format!("  {}", line.replace("##[", "## [").trim_start_matches([':', ' ']))
}

/// Escapes the message of a workflow command.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property of a workflow command.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};

    #[test]
    fn texts_are_escaped() {
        let command = command("error", &[("file", "a:b,c%\n.md"), ("line", "1")], "50% of\r\na: b, c ::warning::");
        assert_eq!(command, "::error file=a%3Ab%2Cc%25%0A.md,line=1::50%25 of%0D%0Aa: b, c ::warning::");
    }

    #[test]
    fn what_is_left_out_is_said() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "x ##[error]y\n");
        let mut diagnostics = Diagnostics::default();
        for index in 0..23 {
            let lint = if index < 12 { lint::UNREADABLE_FILE } else { lint::LINK_CASE };
            let message = format!("{index} is ##[error] wrong");
            diagnostics.push(Diagnostic::new(lint, Span::new(file, 0, 1), message));
        }
        let text = print(&Findings::new(&sources, &diagnostics, "docs"));
        let starts = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!((starts("::error "), starts("::warning "), starts("::notice ")), (10, 0, 10), "{text}");
        assert!(text.contains("2 errors, 2 notes are not shown"), "{text}");
        let log: Vec<&str> = text.lines().filter(|line| line.starts_with("  ")).collect();
        assert!(log.len() == 4 && log[0].starts_with("  docs/a.md:1:1: error: 10 is ## [error] wrong"), "{log:?}");
    }

    #[test]
    fn ten_of_a_kind_are_all_shown() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "x\ny\n");
        let mut diagnostics = Diagnostics::default();
        for index in 0..10 {
            diagnostics.push(Diagnostic::new(lint::LINK_CASE, Span::new(file, 0, 3), format!("{index}")));
        }
        let text = print(&Findings::new(&sources, &diagnostics, "docs"));
        assert_eq!(text.lines().count(), 10, "{text}");
        assert!(text.starts_with("::notice file=docs/a.md,line=1,endLine=2,title=docbindgen%3A link-case::0%0Ahelp: "));
        assert!(text.lines().all(|line| line.contains("%0Ahelp: ") && !line.contains("col=")), "{text}");
    }
}
