//! The findings that a repository has accepted, as a file in it.
//!
//! In: findings, or the text of the file. Out: [`Baseline`]. The file is JSON with one line for each finding, in the order of files, so that
//! branches can be merged and changes reviewed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The version of the form.
const VERSION: u32 = 1;

/// Accepted findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// File and message, by lint and fingerprint.
    entries: BTreeMap<(String, String), (String, String)>,
}

/// Why a text is not a baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is not JSON of this form.
    #[error("it is not a baseline: {0}")]
    Json(#[from] serde_json::Error),
    /// A newer docbindgen wrote it.
    #[error("it has the version {0}, but this docbindgen knows only {VERSION}")]
    Version(u32),
}

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    lint: String,
    fingerprint: String,
    message: String,
}

impl Baseline {
    /// Returns the baseline of findings: file, lint, fingerprint and message of each.
    pub(super) fn new<'a>(findings: impl Iterator<Item = (String, &'a str, &'a str, String)>) -> Self {
        let entries = findings
            .map(|(file, lint, fingerprint, message)| ((lint.to_owned(), fingerprint.to_owned()), (file, message)));
        Baseline { entries: entries.collect() }
    }

    /// Parses the text of a file.
    ///
    /// # Errors
    /// Fails if it does not have this form.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        if file.version != VERSION {
            return Err(BaselineError::Version(file.version));
        }
        let entries = file.findings.into_iter().map(|entry| {
            let Entry { file, lint, fingerprint, message } = entry;
            ((lint, fingerprint), (file, message))
        });
        Ok(Baseline { entries: entries.collect() })
    }

    /// Returns the text of the file.
    #[must_use]
    pub fn print(&self) -> String {
        let entries = self.entries.iter().map(|((lint, fingerprint), (file, message))| Entry {
            file: file.clone(),
            lint: lint.clone(),
            fingerprint: fingerprint.clone(),
            message: message.clone(),
        });
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort_by(|a, b| (&a.file, &a.lint, &a.fingerprint).cmp(&(&b.file, &b.lint, &b.fingerprint)));
        // Texts can always be JSON.
        let line = |entry: &Entry| format!("\n    {}", serde_json::to_string(entry).unwrap_or_default());
        let lines: Vec<String> = entries.iter().map(line).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }

    /// Removes the entry of a finding. Returns whether there was one.
    pub fn take(&mut self, lint: &str, fingerprint: &str) -> bool {
        self.entries.remove(&(lint.to_owned(), fingerprint.to_owned())).is_some()
    }

    /// Returns the entries: file, lint and message.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.entries.iter().map(|((lint, _), (file, message))| (file.as_str(), lint.as_str(), message.as_str()))
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_sorted_with_a_line_for_each_entry() {
        let findings = [("b.md", "y", "2"), ("a.md", "z", "1"), ("a.md", "y", "3")];
        let findings = findings.map(|(file, lint, print)| (file.to_owned(), lint, print, format!("\"{lint}\"")));
        let baseline = Baseline::new(findings.into_iter());
        let text = baseline.print();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 8, "{text}");
        assert_eq!(
            lines[2..5].join("\n"),
            "  \"findings\": [\n    {\"file\":\"a.md\",\"lint\":\"y\",\"fingerprint\":\"3\",\"message\":\"\\\"y\\\"\"},\n    {\"file\":\"a.md\",\"lint\":\"z\",\"fingerprint\":\"1\",\"message\":\"\\\"z\\\"\"},"
        );
        assert_eq!(Baseline::parse(&text).expect("a baseline"), baseline);
        assert_eq!(Baseline::parse(&Baseline::default().print()).expect("a baseline"), Baseline::default());
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in ["", "[]", "{}", "{\"version\": 2, \"findings\": []}", "{\"version\": 1, \"findings\": [1]}"] {
            assert!(Baseline::parse(text).is_err(), "{text}");
        }
    }
}
