//! Properties of derived types in queries of the derive variant.
//!
//! In: the path of a property of a derived type. Out: the same path, because derives do not know the name of a type.

use super::wire::Wire;

/// A type whose properties can be used in queries for `B`: `B` itself, or a type derived from it.
pub trait DerivedFrom<B>: Wire {
    /// Returns the path of a property of this type.
    fn path_from_base(path: &str) -> String;
}

impl<D: Wire + Into<B>, B: 'static> DerivedFrom<B> for D {
    fn path_from_base(path: &str) -> String {
        path.to_owned()
    }
}

/// Returns the path of a property of `D`.
pub(super) fn qualified<D: Wire>(path: &str) -> String {
    path.to_owned()
}
