//! Two descriptions of one enum, compared.
//!
//! In: two lists of members, and where each is. Out: a diagnostic with both places if they differ. `unknownFutureValue` is left out of
//! many lists, and so are members that clients receive only on request: neither is a difference.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::{EnumFacts, ValueList};
use crate::model::TypeName;

/// A member that stands for those to come: lists often leave it out.
pub const TO_COME: &str = "unknownFutureValue";

/// How many members a message names.
const NAMED: usize = 4;

/// A list of members, and where it is.
pub struct Statement<'a> {
    members: BTreeSet<&'a str>,
    span: Span,
    /// Whether it may leave members out.
    partial: bool,
}

impl<'a> Statement<'a> {
    /// A list under a heading or on a page.
    pub fn of_heading(stated: &'a EnumFacts) -> Self {
        let members = stated.members.iter().map(|member| member.name.as_str());
        Statement { members: members.filter(|name| is_compared(name)).collect(), span: stated.span, partial: false }
    }

    /// The list in a cell, without members that are sent only on request.
    pub fn of_cell(list: &'a ValueList, span: Span) -> Self {
        let members = list.values.iter().filter(|value| !list.requested.contains(value)).map(String::as_str);
        Statement { members: members.filter(|name| is_compared(name)).collect(), span, partial: false }
    }

    /// The list, which may leave members out.
    pub fn partial(self, partial: bool) -> Self {
        Statement { partial, ..self }
    }
}

fn is_compared(name: &str) -> bool {
    name != TO_COME && !name.eq_ignore_ascii_case("null")
}

/// The first disagreement about each enum.
#[derive(Default)]
pub struct Disagreements {
    found: BTreeMap<String, Diagnostic>,
}

impl Disagreements {
    /// Compares two lists of the members of `name`. `scope` is the page whose property has the values; empty for an enum.
    pub fn compare(&mut self, scope: &str, name: &TypeName, first: &Statement<'_>, second: &Statement<'_>) {
        let key = format!("{name} {scope}");
        if first.members == second.members || self.found.contains_key(&key) {
            return;
        }
        let new: Vec<&str> = second.members.difference(&first.members).copied().collect();
        let left_out: Vec<&str> = first.members.difference(&second.members).copied().collect();
        if new.is_empty() && second.partial || left_out.is_empty() && first.partial {
            return;
        }
        let message = match (new.is_empty(), left_out.is_empty()) {
            (false, true) => format!("`{}` has {} here only", name.short(), listed(&new)),
            (true, _) => format!("`{}` lacks {} here", name.short(), listed(&left_out)),
            (false, false) => {
                format!("`{}` has {} here, and lacks {}", name.short(), listed(&new), listed(&left_out))
            }
        };
        let diagnostic = Diagnostic::new(lint::CONFLICTING_ENUM, second.span, message)
            .related(first.span, "other members are listed here")
            .hint("list the same members in both places");
        self.found.insert(key, diagnostic);
    }

    /// Reports them in the order of the names.
    pub fn report(self, diagnostics: &mut Diagnostics) {
        for diagnostic in self.found.into_values() {
            diagnostics.push(diagnostic);
        }
    }
}

/// A few names in backquotes: `a`, `b` and 3 more.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
