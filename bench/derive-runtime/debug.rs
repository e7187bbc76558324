//! The part of the shared `Debug` implementation that requests use.

use serde_json::Value;
use std::fmt;

/// Returns whether the value of a header authenticates somebody.
pub(super) fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["authorization", "cookie", "token"].iter().any(|part| name.contains(part))
}

/// A JSON value.
pub(super) struct Shown<'a>(pub(super) &'a Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}
