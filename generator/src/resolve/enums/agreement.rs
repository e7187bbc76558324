//! Compares two descriptions of one enum.
//!
//! In: two lists of members with their spans. Out: a diagnostic with both spans if they differ. Many lists omit `unknownFutureValue`, members
//! that clients receive only on request, and `undefined`; none of these counts as a difference.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};
use crate::extract::{EnumFacts, ValueList};
use crate::model::TypeName;
use crate::similar::did_you_mean;

/// The member that reserves room for future members: lists often omit it.
pub const TO_COME: &str = "unknownFutureValue";

/// Members that stand for the absence of a value: lists often omit them.
const UNSET: [&str; 2] = ["null", "undefined"];

/// The member that services send if they cannot tell the value: lists of what callers can set omit it.
const UNKNOWN: &str = "unknown";

/// The maximum number of members that a message names.
const NAMED: usize = 4;

/// A list of members and its span.
pub struct Statement<'a> {
    members: BTreeSet<&'a str>,
    span: Span,
    /// Whether the list may be incomplete.
    partial: bool,
}

impl<'a> Statement<'a> {
    /// Creates a statement from a list under a heading or on an enum page.
    pub fn of_heading(stated: &'a EnumFacts) -> Self {
        let members = stated.members.iter().map(|member| member.name.as_str());
        Statement { members: members.filter(|name| is_compared(name)).collect(), span: stated.span, partial: false }
    }

    /// Creates a statement from the list in a cell, without members that are sent only on request.
    pub fn of_cell(list: &'a ValueList, span: Span) -> Self {
        let members = list.values.iter().filter(|value| !list.requested.contains(value)).map(String::as_str);
        Statement { members: members.filter(|name| is_compared(name)).collect(), span, partial: false }
    }

    /// Sets whether the list may be incomplete.
    pub fn partial(self, partial: bool) -> Self {
        Statement { partial, ..self }
    }
}

fn is_compared(name: &str) -> bool {
    name != TO_COME && !UNSET.iter().any(|unset| name.eq_ignore_ascii_case(unset))
}

/// The first disagreement about each enum on each page.
#[derive(Default)]
pub struct Disagreements {
    found: BTreeMap<(String, FileId), Diagnostic>,
}

impl Disagreements {
    /// Compares two lists of the members of `name`. `scope` is the page whose property has these values, or empty for an enum.
    pub fn compare(&mut self, scope: &str, name: &TypeName, first: &Statement<'_>, second: &Statement<'_>) {
        let key = (format!("{name} {scope}"), second.span.file);
        if first.members == second.members || self.found.contains_key(&key) {
            return;
        }
        let new: Vec<&str> = second.members.difference(&first.members).copied().collect();
        let is_expected = |name: &&str| !name.eq_ignore_ascii_case(UNKNOWN);
        let left_out: Vec<&str> = first.members.difference(&second.members).copied().filter(is_expected).collect();
        if new.is_empty() && left_out.is_empty() {
            return;
        }
        if new.is_empty() && second.partial || left_out.is_empty() && first.partial {
            return;
        }
        let message = match (new.is_empty(), left_out.is_empty()) {
            (false, true) => format!("only this list of `{}` contains {}", name.short(), listed(&new)),
            (true, _) => format!("this list of `{}` omits {}", name.short(), listed(&left_out)),
            (false, false) => {
                format!("this list of `{}` adds {} and omits {}", name.short(), listed(&new), listed(&left_out))
            }
        };
        let hint = "list the same members in both places";
        let meant = new.iter().find_map(|name| did_you_mean(name, left_out.iter().copied()));
        let diagnostic = Diagnostic::new(lint::CONFLICTING_ENUM, second.span, message)
            .related(first.span, "other members are listed here")
            .hint(meant.map_or_else(|| hint.to_owned(), |meant| format!("{meant} {hint}")));
        self.found.insert(key, diagnostic);
    }

    /// Reports the disagreements, ordered by name.
    pub fn report(self, diagnostics: &mut Diagnostics) {
        for diagnostic in self.found.into_values() {
            diagnostics.push(diagnostic);
        }
    }
}

/// Formats a few names in backquotes: `a`, `b` and 3 more.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
