//! What follows for a type from the others: entity or complex, open or not.
//!
//! In: all types with properties and bases. Out: the same, marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Kind, Type, TypeName, TypeRef, line};

/// Marks all types; paths address values of those in `keyed` by a key.
pub fn mark(types: &mut BTreeMap<TypeName, Type>, keyed: &BTreeSet<TypeName>) {
    set_kinds(types, keyed);
    spread_openness(types);
}

/// An entity has a key or an entity as its base: the page names the key, a path has it, or a relationship leads to the type (OData CSDL
/// §8: only entities take part in them). Everything else is complex.
fn set_kinds(types: &mut BTreeMap<TypeName, Type>, keyed: &BTreeSet<TypeName>) {
    let related: BTreeSet<&TypeName> = types
        .values()
        .flat_map(|ty| &ty.navigation)
        .filter_map(|property| match property.ty.element() {
            TypeRef::Type(name) => Some(name),
            _ => None,
        })
        .collect();
    let is_entity = |ty: &Type| {
        let has_id = ty.properties.iter().any(|p| p.name.eq_ignore_ascii_case("id"));
        ty.name.short() == "entity"
            || ty.key.as_deref().is_some_and(|key| !key.is_empty())
            || keyed.contains(&ty.name)
            || has_id && (!ty.navigation.is_empty() || related.contains(&ty.name))
    };
    let entities: Vec<TypeName> = holding(types, is_entity);
    for name in entities {
        if let Some(ty) = types.get_mut(&name) {
            ty.kind = Kind::Entity;
        }
    }
}

/// What derives from an open type is open (OData CSDL §6.3).
fn spread_openness(types: &mut BTreeMap<TypeName, Type>) {
    for name in holding(types, |ty| ty.is_open) {
        if let Some(ty) = types.get_mut(&name) {
            ty.is_open = true;
        }
    }
}

/// The types for which, or for an ancestor of which, something holds.
fn holding(types: &BTreeMap<TypeName, Type>, holds: impl Fn(&Type) -> bool) -> Vec<TypeName> {
    types.keys().filter(|name| line(types, name).any(&holds)).cloned().collect()
}
