//! Declared names, and the meaning of written names and links.
//!
//! In: the facts of all pages. Out: [`Names`], the declared names; and [`Links`], the meaning of every written reference, found once:
//! by the link's target, then by name, ignoring case (docs/format.md#linked-types). References are linked when all names but those of enums
//! of properties are known.

mod declared;
mod destination;
mod find;
mod links;
mod positions;
mod prose;
#[cfg(test)]
mod tests;

use crate::model::TypeName;

pub use declared::Names;
pub use destination::destination;
pub use links::{Ancestors, Links, Meanings, link};
pub use positions::ShownRow;

/// The namespace of pages that declare none.
pub const DEFAULT_NAMESPACE: &str = "microsoft.graph";

/// The meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// An entity or complex type.
    Type,
    /// An enum.
    Enum,
}

/// Returns `name` with its namespace: its own, else `namespace`, else the default one.
#[must_use]
pub fn qualify(name: &str, namespace: Option<&str>) -> TypeName {
    let name = name.trim().trim_start_matches('#');
    if name.contains('.') {
        return TypeName(name.to_owned());
    }
    TypeName(format!("{}.{name}", namespace.unwrap_or(DEFAULT_NAMESPACE)))
}
