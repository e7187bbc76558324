//! The part of the shared `Debug` implementation that requests use.

use serde_json::Value;
use std::fmt;

/// Returns whether the name of a member suggests a secret.
pub(super) fn looks_secret(name: &str) -> bool {
    name.to_ascii_lowercase().contains("token")
}

/// A JSON value.
pub(super) struct Shown<'a>(pub(super) &'a Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}
