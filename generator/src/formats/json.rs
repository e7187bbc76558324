//! The published form of findings: the output of `docbindgen check --format json`.
//!
//! In: [`Findings`]. Out: JSON. The form is a stable interface and diagnostics are not, so it has separate types.
//! `schema/check.schema.json` is generated from them, and the comments here are its descriptions.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::{Finding, Findings, Location, Unit, explanation};
use crate::diagnostics::{Level, Span, clean, clean_message};
use crate::fix::Fixer;

/// The version of the form. A form with other meanings gets another one; members may be added without.
const VERSION: u32 = 1;

/// The findings of one run over a docs folder.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    /// Version of this form: 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    version: u32,
    /// The number of findings.
    summary: Summary,
    /// The findings, by file and position. Those in the baseline are left out, and those that comments suppress.
    findings: Vec<Item>,
    /// Generated files that are not up to date, if `--out` was given and there are some.
    #[serde(skip_serializing_if = "Option::is_none")]
    outdated: Option<Outdated>,
}

/// The number of findings, by level.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Summary {
    /// Something is missing from the output.
    errors: usize,
    /// A page is wrong, and a fallback was used.
    warnings: usize,
    /// Nothing was lost.
    notes: usize,
}

/// A finding: a fault of a page.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Item {
    /// The lint: `link-case`.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")))]
    lint: &'static str,
    /// The level: the default of the lint unless the configuration sets another.
    level: Level,
    /// Path of the file, with `/`; relative to the current folder if the docs folder is in it. Absent, as line and columns are, if no file
    /// is to blame.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// First line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: Option<usize>,
    /// Column of the first character, from 1. Columns count characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    column: Option<usize>,
    /// Last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    end_line: Option<usize>,
    /// Column after the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    end_column: Option<usize>,
    /// What is wrong: a sentence without a full stop, with names in backquotes.
    message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// Other places that matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related>,
    /// Whether `--fix` corrects it.
    fixable: bool,
    /// Address of the explanation of the lint; a path in the repository of docbindgen if there is no URL.
    explanation: String,
    /// Identifies the finding in later runs, while the faulty lines do not change.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{16}:[1-9][0-9]*$")))]
    fingerprint: String,
}

/// Another place that matters for a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Related {
    /// What is there.
    message: String,
    /// Path of the file.
    file: String,
    /// First line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// Column of the first character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    column: usize,
    /// Last line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    end_line: usize,
    /// Column after the last character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    end_column: usize,
}

/// Generated files that are not up to date.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Outdated {
    /// The files, each with what is wrong with it: `src/lib.rs: missing`.
    files: Vec<String>,
    /// The command that updates them.
    command: String,
}

/// Returns the findings as text.
pub(super) fn print(findings: &Findings<'_>) -> String {
    let mut fixer = Fixer::new(findings.sources);
    let report = Report {
        version: VERSION,
        summary: Summary {
            errors: findings.count(Level::Error),
            warnings: findings.count(Level::Warning),
            notes: findings.count(Level::Note),
        },
        findings: findings.iter().map(|finding| item(findings, finding, &mut fixer)).collect(),
        outdated: findings
            .outdated
            .map(|outdated| Outdated { files: outdated.files.clone(), command: outdated.command.clone() }),
    };
    // Maps with text as keys, texts and numbers can always be JSON.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn item(findings: &Findings<'_>, finding: Finding<'_>, fixer: &mut Fixer<'_>) -> Item {
    let diagnostic = finding.diagnostic;
    let location = diagnostic.span.map(|span| findings.locations.location(span, Unit::Characters));
    Item {
        lint: diagnostic.lint.id,
        level: diagnostic.level,
        file: location.as_ref().map(|location| clean(&location.file)),
        line: location.as_ref().map(|location| location.line),
        column: location.as_ref().map(|location| location.column),
        end_line: location.as_ref().map(|location| location.end_line),
        end_column: location.as_ref().map(|location| location.end_column),
        message: finding.message(),
        hint: diagnostic.hint.as_deref().map(clean_message),
        related: diagnostic.related.iter().map(|(span, label)| related(findings, *span, label)).collect(),
        fixable: fixer.can_fix(diagnostic),
        explanation: explanation(diagnostic.lint),
        fingerprint: finding.fingerprint.to_owned(),
    }
}

fn related(findings: &Findings<'_>, span: Span, label: &str) -> Related {
    let Location { file, line, column, end_line, end_column } = findings.locations.location(span, Unit::Characters);
    Related { message: clean_message(label), file: clean(&file), line, column, end_line, end_column }
}
