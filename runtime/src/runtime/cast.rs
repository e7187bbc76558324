//! Cast segments: properties of derived types in queries for a base type.
//!
//! In: the path of a property of a derived type. Out: the path from the base type, which begins with the name of the
//! derived type (OData URL Conventions 4.01 §4.11, and §5.1.1.15, §5.1.3, §5.1.5 for query options).

use super::wire::{Form, Wire};
use std::any::TypeId;

/// A type whose properties can be used in queries for `B`: `B` itself, or a type derived from it.
#[diagnostic::on_unimplemented(
    message = "a query for `{B}` cannot use a property of `{Self}`",
    label = "expected a property of `{B}` or of a type derived from it",
    note = "pass a constant of the requested type, such as `User::CITY` or `User::MANAGER` for users"
)]
pub trait DerivedFrom<B>: Wire {
    /// Returns the path of a property of this type as seen from `B`: `microsoft.graph.user/city`, or `city` if the two
    /// types are the same.
    #[doc(hidden)]
    fn path_from_base(path: &str) -> String;
}

#[diagnostic::do_not_recommend]
impl<D: Wire + Into<B>, B: 'static> DerivedFrom<B> for D {
    fn path_from_base(path: &str) -> String {
        if TypeId::of::<D>() == TypeId::of::<B>() { path.to_owned() } else { qualified::<D>(path) }
    }
}

/// Returns the path of a property of `D` with the name of `D` as its first segment, unless it has one.
pub(super) fn qualified<D: Wire>(path: &str) -> String {
    let type_name = D::Form::type_name();
    let is_qualified = path.split('/').next() == Some(type_name);
    if type_name.is_empty() || is_qualified { path.to_owned() } else { format!("{type_name}/{path}") }
}

/// Returns whether a segment of a path is the name of a type.
///
/// The name of a property has no dots (OData CSDL 4.01 §17.2), except in annotations.
pub(super) fn is_cast(segment: &str) -> bool {
    segment.contains('.') && !segment.contains('@')
}
