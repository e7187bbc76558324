//! Features and their conditions.
//!
//! In: nothing (types only). Out: [`Area`], [`Gate`].

use std::collections::BTreeSet;

/// The features of which at least one must be on for an item to be available.
///
/// Empty if the surrounding item already requires one of them, or if the API has no areas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate(pub Vec<String>);

impl Gate {
    /// Returns whether no feature is needed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the gate of code that is available whenever one of several items is.
    #[must_use]
    pub fn any<'a>(gates: impl IntoIterator<Item = &'a Gate>) -> Gate {
        let mut names = BTreeSet::new();
        for gate in gates {
            if gate.is_open() {
                return Gate::default();
            }
            names.extend(gate.0.iter().cloned());
        }
        Gate(names.into_iter().collect())
    }
}

/// A part of the API behind a cargo feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The feature's name.
    pub name: String,
    /// The number of requests that belong to it.
    pub requests: usize,
    /// The number of types and enums that are available in it.
    pub types: usize,
    /// Whether it is on by default.
    pub default: bool,
}
