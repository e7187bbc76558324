//! A comparison as JSON: a published form, whose schema is `schema/diff.schema.json`.
//!
//! In: [`Report`]. Out: JSON text. The comments of the types are the descriptions in the schema.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::diff::change::{self, Bump, Class, RustLevel, WireLevel};
use crate::diff::input::Input;
use crate::export::json::form::Location;

/// The changes between two editions of a reference.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Comparison<'a> {
    /// The old edition.
    old: Edition<'a>,
    /// The new edition.
    new: Edition<'a>,
    /// The part of the bindings' version number that has to be raised, for all changes; absent if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_version: Option<Bump>,
    /// The number of all changes, including those that are not listed.
    total: usize,
    /// The listed changes by level and class.
    counts: Counts,
    /// The changes that the command's options admit, the highest levels first.
    changes: Vec<Change<'a>>,
}

/// One of the editions.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Edition<'a> {
    /// The folder, file or revision, as given to the command.
    source: &'a str,
    /// Version of the API: `v1.0`.
    version: &'a str,
    /// What was found while reading the pages; absent for an exported model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Pages>,
}

/// The pages of an edition.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Pages {
    /// Pages read.
    count: usize,
    /// Pages that could not be read; what they document counts as missing.
    unreadable: usize,
    /// Findings that are errors.
    errors: usize,
    /// Findings that are warnings.
    warnings: usize,
    /// Findings that are notes.
    notes: usize,
}

/// Numbers of listed changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Counts {
    /// By level on the wire.
    wire: WireCounts,
    /// By level in Rust.
    rust: RustCounts,
    /// By class.
    class: ClassCounts,
}

/// Numbers of changes by level on the wire.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
struct WireCounts {
    /// Breaking for programs that read responses.
    breaking_for_callers: usize,
    /// Breaking for programs that build requests.
    breaking_for_senders: usize,
    /// Compatible.
    compatible: usize,
    /// Of the documentation only.
    documentation: usize,
}

/// Numbers of changes by level in Rust.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
struct RustCounts {
    /// Major.
    major: usize,
    /// Minor.
    minor: usize,
    /// Not visible in Rust.
    none: usize,
}

/// Numbers of changes by class.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
struct ClassCounts {
    /// The service changed.
    service_changed: usize,
    /// The documentation was corrected.
    documentation_corrected: usize,
    /// The editions do not tell.
    unclear: usize,
}

/// A change.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    /// Its kind; `docbindgen explain` describes it.
    kind: &'a str,
    /// What has changed, in words.
    summary: &'a str,
    /// What has changed.
    subject: &'a change::Subject,
    /// The level on the wire.
    wire: WireLevel,
    /// The level in Rust.
    rust: RustLevel,
    /// Whether the service or its documentation changed.
    class: Class,
    /// The reasons for the class, and for a rename or a move.
    evidence: Vec<Evidence<'a>>,
    /// The value in the old edition; absent if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    /// The value in the new edition; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    /// The range of a page in the old edition that declares it, or what it belonged to.
    #[serde(skip_serializing_if = "Option::is_none")]
    old_span: Option<&'a Location>,
    /// The range of a page in the new edition that declares it, or what it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    new_span: Option<&'a Location>,
}

/// A reason.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Evidence<'a> {
    /// The reason in words, names in backquotes.
    text: &'a str,
    /// The class that it speaks for; absent if it is evidence of a rename or a move.
    #[serde(skip_serializing_if = "Option::is_none")]
    supports: Option<Class>,
    /// The edition that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<change::Side>,
    /// The range of a page that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<&'a Location>,
}

/// Returns the report as JSON.
///
/// # Errors
/// Fails if it cannot be JSON: a bug of docbindgen that no page can cause.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let [wire_documentation, wire_compatible, wire_senders, wire_callers] =
        WireLevel::ALL.map(|level| report.of_wire(level));
    let [none, minor, major] = RustLevel::ALL.map(|level| report.of_rust(level));
    let [service_changed, documentation_corrected, unclear] = Class::ALL.map(|class| report.of_class(class));
    let form = Comparison {
        old: edition(report.old),
        new: edition(report.new),
        next_version: report.bump,
        total: report.total,
        counts: Counts {
            wire: WireCounts {
                breaking_for_callers: wire_callers,
                breaking_for_senders: wire_senders,
                compatible: wire_compatible,
                documentation: wire_documentation,
            },
            rust: RustCounts { major, minor, none },
            class: ClassCounts { service_changed, documentation_corrected, unclear },
        },
        changes: report.changes.iter().map(|change| change_form(change)).collect(),
    };
    serde_json::to_string_pretty(&form).map(|text| text + "\n")
}

fn edition(side: &Input) -> Edition<'_> {
    let pages = side.summary.as_ref().map(|summary| Pages {
        count: summary.pages,
        unreadable: side.unreadable,
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
    });
    Edition { source: &side.label, version: side.edition.version(), pages }
}

fn change_form(change: &change::Change) -> Change<'_> {
    let evidence = change.evidence.iter().map(|evidence| {
        let (side, span) = evidence.span.as_ref().map(|(side, span)| (*side, span)).unzip();
        Evidence { text: &evidence.text, supports: evidence.supports, side, span }
    });
    Change {
        kind: change.kind.id,
        summary: change.kind.summary,
        subject: &change.subject,
        wire: change.wire,
        rust: change.rust,
        class: change.class,
        evidence: evidence.collect(),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        old_span: change.old_span.as_ref(),
        new_span: change.new_span.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    use super::Comparison;
    use crate::export::json::schema;

    /// Compares the file with the types; `cargo xtask bless` updates it.
    #[test]
    fn the_published_schema_is_current() {
        schema::compare_with_types::<Comparison>("diff.schema.json", "Changes between two editions of a reference");
    }
}
