//! A comparison as text for a terminal, markdown for a pull request, JSON, annotations of GitHub, and a page of HTML.
//!
//! In: [`Report`]. Out: a text in each of these forms. Texts of pages are cleaned and escaped for the form.

mod github;
mod groups;
mod html;
mod json;
mod markdown;
mod pages;
mod text;

use std::cmp::Reverse;

use super::change::{Bump, Change, Class, Comparison, Evidence, RustLevel, Side, WireLevel};
use super::filter::Filter;
use super::input::Input;
use crate::pipeline::{count, grouped};
use pages::Pages;

pub use github::github;
pub use groups::Group;
pub use html::html;
pub use json::json;
pub use markdown::{MAX_COMMENT, markdown};
pub use text::text;

/// What is printed: the changes between two sides, the most important ones first.
#[derive(Debug)]
pub struct Report<'a> {
    /// The old side.
    pub old: &'a Input,
    /// The new side.
    pub new: &'a Input,
    /// The changes that the filter admits, by their levels, the highest first; then in the order of the comparison.
    pub changes: Vec<&'a Change>,
    /// The same changes, with equal ones of the requests of a page as one.
    pub groups: Vec<Group<'a>>,
    /// The number of all changes.
    pub total: usize,
    /// The number of changes outside the selection.
    pub unselected: usize,
    /// What the bindings' next version needs, for all changes. `None` if there are none.
    pub bump: Option<Bump>,
}

impl<'a> Report<'a> {
    /// Returns the report of the changes that `filter` admits.
    #[must_use]
    pub fn new(old: &'a Input, new: &'a Input, comparison: &'a Comparison, filter: &Filter) -> Report<'a> {
        let mut changes: Vec<&Change> = comparison.changes.iter().filter(|change| filter.admits(change)).collect();
        changes.sort_by_key(|change| Reverse((change.wire, change.rust)));
        let (total, unselected) = (comparison.changes.len(), comparison.unselected);
        let groups = groups::groups(&changes);
        Report { old, new, changes, groups, total, unselected, bump: comparison.bump() }
    }

    fn of_wire(&self, level: WireLevel) -> usize {
        self.changes.iter().filter(|change| change.wire == level).count()
    }

    fn of_rust(&self, level: RustLevel) -> usize {
        self.changes.iter().filter(|change| change.rust == level).count()
    }

    fn of_class(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).count()
    }

    /// Returns the number of changes in words: `3 changes`, `3 of 7 changes`.
    fn how_many(&self) -> String {
        if self.changes.len() == self.total {
            return count(self.total, "change");
        }
        format!("{} of {}", grouped(self.changes.len()), count(self.total, "change"))
    }

    /// Returns the counts of the levels on the wire and of the classes, without those that do not occur.
    fn counts(&self) -> [String; 2] {
        let wire = WireLevel::ALL.iter().rev().map(|level| (self.of_wire(*level), level.name()));
        let class = Class::ALL.iter().map(|class| (self.of_class(*class), class.name()));
        [listed(wire), listed(class)]
    }

    /// Returns the sentence about two equal sides.
    fn no_changes(&self) -> String {
        if self.total == 0 && self.unselected > 0 {
            format!("no changes in the selection, {} outside it", grouped(self.unselected))
        } else if self.total == 0 {
            format!("no changes: `{}` and `{}` document the same API", self.old.label, self.new.label)
        } else {
            format!("none of {} meets the conditions", count(self.total, "change"))
        }
    }

    /// Returns what the next version has to be, in words.
    fn next_version(&self) -> &'static str {
        match self.bump {
            None => "unchanged",
            Some(bump) => bump.name(),
        }
    }
}

fn listed<'n>(counts: impl Iterator<Item = (usize, &'n str)>) -> String {
    let parts: Vec<String> = counts.filter(|(n, _)| *n > 0).map(|(n, name)| format!("{} {name}", grouped(n))).collect();
    parts.join(", ")
}

/// Returns the labels of the spans on both sides. Where an item is missing, the span is that of what it belongs to.
fn labels(change: &Change) -> [&'static str; 2] {
    match (&change.before, &change.after) {
        (Some(_), None) => ["before", "missing here"],
        (None, Some(_)) => ["missing here", "after"],
        _ => ["before", "after"],
    }
}

/// Returns the path and the line that show a reason.
fn place_of(evidence: &Evidence, [old, new]: &[Pages; 2]) -> Option<String> {
    let (side, location) = evidence.span.as_ref()?;
    let pages = if *side == Side::Old { old } else { new };
    Some(format!("{}:{}", pages.path(location), location.line))
}

/// Returns a reason with its place.
fn reason(evidence: &Evidence, pages: &[Pages; 2]) -> String {
    match place_of(evidence, pages) {
        Some(place) => format!("{} ({place})", evidence.text),
        None => evidence.text.clone(),
    }
}

/// Returns the values of a change as labelled texts.
fn values(change: &Change) -> Vec<(&'static str, &str)> {
    let before = change.before.as_deref().map(|value| ("before", value));
    let after = change.after.as_deref().map(|value| ("after", value));
    before.into_iter().chain(after).collect()
}

#[cfg(test)]
mod tests;
