//! The summary at the end of a run.
//!
//! In: facts, the model and diagnostics. Out: [`Summary`], their counts.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostics::{Diagnostics, Level};
use crate::extract::{PageFacts, SkipReason};
use crate::model::Api;

/// Counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Pages read.
    pub pages: usize,
    /// Pages without facts, by reason.
    pub skipped: BTreeMap<SkipReason, usize>,
    /// Zones and monikers that were left out because they are for other versions.
    pub left_out_zones: usize,
    /// Types with properties.
    pub types: usize,
    /// Their properties, structural and navigation.
    pub properties: usize,
    /// Enums.
    pub enums: usize,
    /// Requests.
    pub operations: usize,
    /// Diagnostics that are errors.
    pub errors: usize,
    /// Diagnostics that are warnings.
    pub warnings: usize,
    /// Diagnostics that are notes.
    pub notes: usize,
}

impl Summary {
    pub(super) fn of_pages(pages: &[PageFacts]) -> Self {
        let mut summary = Summary { pages: pages.len(), ..Summary::default() };
        for reason in pages.iter().filter_map(|page| page.skipped) {
            *summary.skipped.entry(reason).or_default() += 1;
        }
        summary.left_out_zones = pages.iter().map(|page| page.left_out_zones).sum();
        summary
    }

    pub(super) fn count_api(&mut self, api: &Api) {
        self.types = api.types.len();
        self.properties = api.types.values().map(|ty| ty.properties.len() + ty.navigation.len()).sum();
        self.enums = api.enums.len();
        self.operations = api.operations.len();
    }

    pub(super) fn count_diagnostics(&mut self, diagnostics: &Diagnostics) {
        self.errors = diagnostics.count(Level::Error);
        self.warnings = diagnostics.count(Level::Warning);
        self.notes = diagnostics.count(Level::Note);
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} read", count(self.pages, "page"))?;
        let skipped: usize = self.skipped.values().sum();
        if skipped > 0 {
            let by_reason: Vec<String> =
                self.skipped.iter().map(|(reason, n)| format!("{n} {}", phrase(*reason))).collect();
            write!(f, ", {} without bindings ({})", grouped(skipped), by_reason.join(", "))?;
        }
        if self.left_out_zones > 0 {
            write!(f, ", {} of other versions left out", count(self.left_out_zones, "zone"))?;
        }
        let (types, properties) = (count(self.types, "type"), plural(self.properties, "property", "properties"));
        let (enums, operations) = (count(self.enums, "enum"), count(self.operations, "request"));
        writeln!(f, "\n{types} with {properties}, {enums}, {operations}")?;
        if self.types + self.enums + self.operations == 0 {
            writeln!(
                f,
                "no page documents a type or a request; the docs folder should have `api` and `resources` in it"
            )?;
        }
        let (errors, warnings) = (count(self.errors, "error"), count(self.warnings, "warning"));
        write!(f, "{errors}, {warnings}, {}", count(self.notes, "note"))
    }
}

fn phrase(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Conceptual => "conceptual",
        SkipReason::Unnamed => "without a type's name",
        SkipReason::NoRequest => "without a readable request",
        SkipReason::Empty => "empty",
        SkipReason::NotReference => "no reference",
        SkipReason::Unreadable => "unreadable",
        SkipReason::OtherVersion => "for other versions",
        SkipReason::Configured => "left out by docbindgen.toml",
    }
}

/// Returns a count with its noun: `3 pages`, `1 page`.
pub(crate) fn count(n: usize, one: &str) -> String {
    plural(n, one, &format!("{one}s"))
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// Formats a number with thousands separators: `3,341`.
pub(crate) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_readable() {
        let mut summary = Summary { pages: 3341, types: 1, properties: 7163, warnings: 1, ..Summary::default() };
        summary.skipped.insert(SkipReason::Conceptual, 12);
        summary.skipped.insert(SkipReason::Empty, 1);
        summary.left_out_zones = 2;
        assert_eq!(
            summary.to_string(),
            "3,341 pages read, 13 without bindings (12 conceptual, 1 empty), 2 zones of other versions left out\n\
             1 type with 7,163 properties, 0 enums, 0 requests\n\
             0 errors, 1 warning, 0 notes"
        );
    }
}
