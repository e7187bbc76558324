//! Findings as SARIF 2.1.0, the format of code scanning services.
//!
//! In: [`Findings`]. Out: JSON, valid against the schema of the standard. Paths are relative URIs, columns count code units of UTF-16.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::{Finding, Findings, REPOSITORY, Unit, explanation};
use crate::diagnostics::{FileId, Lint, Span, clean_message};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of our fingerprints. Another way to compute them gets another name.
const FINGERPRINT: &str = "docbindgen/v1";

/// Characters that a relative URI does not contain as they are. A `:` in the first segment would end a scheme.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the findings as text.
pub(super) fn print(findings: &Findings<'_>) -> String {
    let mut writer = Writer { findings, artifacts: BTreeMap::new(), paths: Vec::new() };
    let rules = rules(findings);
    let results: Vec<Value> = findings.iter().map(|finding| writer.result(finding, &rules)).collect();
    let mut run = json!({
        "tool": { "driver": driver(&rules) },
        "columnKind": "utf16CodeUnits",
        "artifacts": writer.paths.iter().map(|path| json!({ "location": { "uri": uri(path) } })).collect::<Vec<_>>(),
        "results": results,
    });
    if let Some(outdated) = findings.outdated {
        let files = outdated.first_files(", ");
        let text = format!(
            "generated files are not up to date: {files}; run `{}` and commit what it changes",
            outdated.command
        );
        let notification = json!({ "level": "error", "message": { "text": plain(&text) } });
        run["invocations"] = json!([{ "executionSuccessful": true, "toolExecutionNotifications": [notification] }]);
    }
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    // Texts and numbers can always be JSON.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

/// Returns the lints of the findings with their index, by id.
fn rules(findings: &Findings<'_>) -> BTreeMap<&'static str, (usize, &'static Lint)> {
    let lints = findings.iter().map(|finding| finding.diagnostic.lint);
    let lints: BTreeMap<&str, &'static Lint> = lints.map(|lint| (lint.id, lint)).collect();
    lints.into_iter().enumerate().map(|(index, (id, lint))| (id, (index, lint))).collect()
}

fn driver(rules: &BTreeMap<&'static str, (usize, &'static Lint)>) -> Value {
    let mut driver = json!({
        "name": "docbindgen",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.values().map(|(_, lint)| rule(lint)).collect::<Vec<_>>(),
    });
    if !REPOSITORY.is_empty() {
        driver["informationUri"] = REPOSITORY.into();
    }
    driver
}

fn rule(lint: &Lint) -> Value {
    let Lint { id, summary, help, level, .. } = lint;
    let more = format!("{help}\n\nRun `docbindgen explain {id}`, or see {}.", explanation(lint));
    let mut rule = json!({
        "id": id,
        "shortDescription": { "text": plain(summary) },
        "fullDescription": { "text": plain(help) },
        "help": {
            "text": plain(&format!("{summary}\n\n{more}")),
            "markdown": without_placeholders(&format!("**{summary}**\n\n{more}")),
        },
        "defaultConfiguration": { "level": level.name() },
    });
    // The standard demands a complete URI.
    if !REPOSITORY.is_empty() {
        rule["helpUri"] = explanation(lint).into();
    }
    rule
}

/// Writes results, and collects their files.
struct Writer<'f, 'a> {
    findings: &'f Findings<'a>,
    artifacts: BTreeMap<FileId, usize>,
    paths: Vec<String>,
}

impl Writer<'_, '_> {
    fn result(&mut self, finding: Finding<'_>, rules: &BTreeMap<&'static str, (usize, &'static Lint)>) -> Value {
        let diagnostic = finding.diagnostic;
        let mut text = finding.message();
        if let Some(hint) = &diagnostic.hint {
            text += &format!("\nhelp: {}", clean_message(hint));
        }
        let mut result = Map::new();
        result.insert("ruleId".to_owned(), diagnostic.lint.id.into());
        if let Some((index, _)) = rules.get(diagnostic.lint.id) {
            result.insert("ruleIndex".to_owned(), (*index).into());
        }
        result.insert("level".to_owned(), diagnostic.level.name().into());
        result.insert("message".to_owned(), json!({ "text": plain(&text) }));
        let location = match diagnostic.span {
            Some(span) => self.location(span),
            // Services demand a location. The fault is one of the folder.
            None => json!({ "artifactLocation": { "uri": uri(self.findings.locations.docs()) } }),
        };
        result.insert("locations".to_owned(), json!([{ "physicalLocation": location }]));
        if !diagnostic.related.is_empty() {
            let related = diagnostic.related.iter().enumerate().map(|(index, (span, label))| {
                let message = clean_message(label);
                json!({ "id": index + 1, "message": { "text": plain(&message) }, "physicalLocation": self.location(*span) })
            });
            let related: Vec<Value> = related.collect();
            result.insert("relatedLocations".to_owned(), related.into());
        }
        result.insert("partialFingerprints".to_owned(), json!({ FINGERPRINT: finding.fingerprint }));
        Value::Object(result)
    }

    fn location(&mut self, span: Span) -> Value {
        let location = self.findings.locations.location(span, Unit::Utf16);
        let index = *self.artifacts.entry(span.file).or_insert_with(|| {
            self.paths.push(location.file.clone());
            self.paths.len() - 1
        });
        json!({
            "artifactLocation": { "uri": uri(&location.file), "index": index },
            "region": {
                "startLine": location.line,
                "startColumn": location.column,
                "endLine": location.end_line,
                "endColumn": location.end_column,
            },
        })
    }
}

/// Returns a text as a plain text message, in which nothing is a placeholder or a link (SARIF 2.1.0, 3.11.5 and 3.11.6).
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut backslashes = 0;
    for c in text.chars() {
        if matches!(c, '[' | ']') {
            // Those before a bracket would escape it.
            out.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        out.push(c);
    }
    without_placeholders(&out)
}

/// Returns a text as a message, plain or markdown, in which nothing is a placeholder.
fn without_placeholders(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Returns a path as a relative URI.
fn uri(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn texts_are_neither_placeholders_nor_links() {
        for (text, expected) in [
            ("`{0}` and `}`", "`{{0}}` and `}}`"),
            ("[a](1)", "\\[a\\](1)"),
            ("C:\\docs", "C:\\docs"),
            ("\\[a]", "\\\\\\[a\\]"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
