//! Qualified names of types (OData CSDL §15.3).
//!
//! In: nothing (types only). Out: [`TypeName`].

use std::fmt;

use serde::Serialize;

/// A qualified name: `microsoft.graph.user`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TypeName(pub String);

impl TypeName {
    /// Returns the part after the last dot.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or(&self.0)
    }

    /// Returns the part before the last dot, or an empty text if there is no dot.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
