//! The table of all kinds of changes: a kind is data.
//!
//! In: nothing. Out: [`ChangeKind::all`], and one constant for each kind. Each kind has a pair of small editions in `generator/diffs/<id>/`:
//! `old` and `new`. A test checks that they differ in this way.

use crate::similar::similar;

use super::change::{RustLevel, WireLevel};

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

impl ChangeKind {
    /// Returns every kind.
    pub fn all() -> impl Iterator<Item = &'static ChangeKind> {
        [].into_iter()
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
