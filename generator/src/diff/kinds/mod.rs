//! The table of all kinds of changes: a kind is data.
//!
//! In: nothing. Out: [`ChangeKind::all`], and one constant for each kind. Each kind has a pair of small editions in `generator/diffs/<id>/`:
//! `old` and `new`. A test checks that they differ in this way.

use crate::similar::similar;

use super::change::{RustLevel, WireLevel};
use super::usage::Use;

/// A kind of difference.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangeKind {
    /// Its name: lower-case words joined by `-`. It is stable.
    pub id: &'static str,
    /// Its level on the wire.
    pub wire: WireRule,
    /// Its level in Rust.
    pub rust: RustLevel,
    /// What has changed, in one line.
    pub summary: &'static str,
    /// What it means for programs, and what to do.
    pub explanation: &'static str,
}

/// The level on the wire, which depends on where the API uses the item. If requests and responses contain it, the higher level applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WireRule {
    /// The level if responses contain it, or if nothing is known about its use.
    pub received: WireLevel,
    /// The level if request bodies contain it.
    pub sent: WireLevel,
}

impl WireRule {
    /// Returns the level for an item of this use.
    pub(super) fn level(self, used: Use) -> WireLevel {
        match (used.received, used.sent) {
            (true, true) => self.received.max(self.sent),
            (false, true) => self.sent,
            (_, false) => self.received,
        }
    }
}

/// Declares kinds: `NAME "id" Received Sent Rust "summary" "explanation"`, and `ALL` with all of them in that order.
macro_rules! kinds {
    ($($name:ident $id:literal $received:ident $sent:ident $rust:ident $summary:literal $explanation:literal)*) => {
        use super::super::change::RustLevel;
        #[allow(unused_imports, reason = "not every file has kinds of all levels")]
        use super::super::change::WireLevel::{
            BreakingForCallers as Callers, BreakingForSenders as Senders, Compatible, Documentation,
        };
        use super::{ChangeKind, WireRule};
        $(#[doc = $summary] pub const $name: &ChangeKind = &ChangeKind {
            id: $id,
            wire: WireRule { received: $received, sent: $sent },
            rust: RustLevel::$rust,
            summary: $summary,
            explanation: $explanation,
        };)*
        pub(super) const ALL: &[&ChangeKind] = &[$($name),*];
    };
}

pub(super) mod any;
pub(super) mod operations;
pub(super) mod pages;
pub(super) mod properties;
pub(super) mod types;

impl ChangeKind {
    /// Returns every kind.
    pub fn all() -> impl Iterator<Item = &'static ChangeKind> {
        [any::ALL, types::ALL, properties::ALL, operations::ALL, pages::ALL].into_iter().flatten().copied()
    }

    /// Returns the kind with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static ChangeKind> {
        ChangeKind::all().find(|kind| kind.id == id)
    }

    /// Returns the kind whose id is most similar to `id`, if any is similar.
    #[must_use]
    pub fn similar(id: &str) -> Option<&'static ChangeKind> {
        similar(id, ChangeKind::all().map(|kind| kind.id)).and_then(ChangeKind::find)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let mut seen = std::collections::BTreeSet::new();
        for kind in ChangeKind::all() {
            assert!(seen.insert(kind.id), "{} twice", kind.id);
            assert!(kind.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", kind.id);
            assert!(!kind.summary.ends_with('.') && kind.explanation.ends_with('.'), "{}", kind.id);
        }
        assert!(seen.len() > 60);
    }

    #[test]
    fn misspelt_ids_are_found() {
        assert_eq!(ChangeKind::similar("property_remved").map(|kind| kind.id), Some("property-removed"));
        assert_eq!(ChangeKind::similar("nothing like it"), None);
    }

    #[test]
    fn the_use_of_an_item_decides_its_level() {
        let rule = WireRule { received: WireLevel::BreakingForCallers, sent: WireLevel::Compatible };
        for (received, sent, level) in [
            (false, false, WireLevel::BreakingForCallers),
            (true, false, WireLevel::BreakingForCallers),
            (false, true, WireLevel::Compatible),
            (true, true, WireLevel::BreakingForCallers),
        ] {
            assert_eq!(rule.level(Use { received, sent }), level, "{received} {sent}");
        }
    }
}
