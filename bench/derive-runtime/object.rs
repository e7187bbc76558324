//! Schemas of the derive variant.

/// The object of a request body, which the checks of the emitted runtime read. The variant has no such checks.
pub trait Object {}

/// The names of a type.
#[derive(Debug)]
pub struct Schema {
    /// The name of the struct.
    pub ident: &'static str,
    /// The qualified name of the type, without `#`; empty if it has none.
    pub type_name: &'static str,
}

impl Schema {
    /// Returns the expected value for error messages: `a JSON object (User)`.
    pub(super) fn expected(&self) -> String {
        format!("a JSON object ({})", self.ident)
    }
}
