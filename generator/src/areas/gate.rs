//! Features and their conditions.
//!
//! In: nothing (types only). Out: [`Area`], [`Gate`].

use std::collections::BTreeSet;

/// The features of which one has to be on for an item to be available. It is empty where the surrounding item already needs one of them. None is
/// needed where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate(pub Vec<String>);

impl Gate {
    /// Whether no feature is needed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// What is there as soon as one of several items is.
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

/// A part of the API that is a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The feature's name.
    pub name: String,
    /// How many requests belong to it.
    pub requests: usize,
    /// How many types and enums are available in it.
    pub types: usize,
    /// Whether it is on by default.
    pub default: bool,
}
