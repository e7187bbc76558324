//! Which changes are reported, and which make the command fail.
//!
//! In: a [`Comparison`] and the user's conditions. Out: the changes that meet them.

use super::change::{Change, Class, RustLevel, WireLevel};
use super::kinds::ChangeKind;

/// A condition on the level of a change, on the wire or in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// Every change.
    Any,
    /// At least compatible on the wire: everything but documentation.
    Compatible,
    /// Breaking on the wire, for senders or for callers.
    Breaking,
    /// Breaking on the wire for callers.
    BreakingForCallers,
    /// At least minor in Rust.
    Minor,
    /// Major in Rust.
    Major,
}

impl Threshold {
    /// All conditions, with their names and meanings for users.
    pub const ALL: [(&str, Threshold, &str); 6] = [
        ("breaking", Threshold::Breaking, "breaks programs that use the API, for senders or for callers"),
        ("breaking-for-callers", Threshold::BreakingForCallers, "breaks programs that only read responses"),
        ("major", Threshold::Major, "Rust programs that use the bindings may no longer compile"),
        ("minor", Threshold::Minor, "the bindings have more items, or the above"),
        ("compatible", Threshold::Compatible, "changes more than the documentation of the API"),
        ("any", Threshold::Any, "every change"),
    ];

    /// Returns whether a change is of this level or above.
    #[must_use]
    pub fn admits(self, change: &Change) -> bool {
        match self {
            Threshold::Any => true,
            Threshold::Compatible => change.wire >= WireLevel::Compatible,
            Threshold::Breaking => change.wire.is_breaking(),
            Threshold::BreakingForCallers => change.wire == WireLevel::BreakingForCallers,
            Threshold::Minor => change.rust >= RustLevel::Minor,
            Threshold::Major => change.rust == RustLevel::Major,
        }
    }
}

/// The changes to show. An empty list admits all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// One of these levels.
    pub levels: Vec<Threshold>,
    /// One of these classes.
    pub classes: Vec<Class>,
    /// One of these kinds.
    pub kinds: Vec<&'static ChangeKind>,
}

impl Filter {
    /// Returns whether the change meets all conditions.
    #[must_use]
    pub fn admits(&self, change: &Change) -> bool {
        let level = self.levels.is_empty() || self.levels.iter().any(|level| level.admits(change));
        let class = self.classes.is_empty() || self.classes.contains(&change.class);
        let kind = self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.id == change.kind.id);
        level && class && kind
    }
}
