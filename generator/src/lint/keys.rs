//! Keys of types that no table documents.
//!
//! In: the types of the [`Api`]. Out: a diagnostic for each key that is not a property of its type.

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::Api;
use crate::similar::hint_for;

/// Reports the keys of all types.
pub fn check(api: &Api, diagnostics: &mut Diagnostics) {
    for ty in api.types.values() {
        let Some(key) = ty.key.as_deref().filter(|key| !key.is_empty()) else { continue };
        let names =
            || api.ancestors(&ty.name).flat_map(|ty| ty.properties.iter()).map(|property| property.name.as_str());
        if names().any(|name| name == key) {
            continue;
        }
        let message = format!("the key `{key}` of `{}` is not one of its properties", ty.name.short());
        let hint = hint_for(key, names(), "write the name of a property, or add it to the table");
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_KEY, ty.span, message).hint(hint));
    }
}
