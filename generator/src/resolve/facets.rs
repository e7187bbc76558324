//! What follows for a type from the others: entity or complex, open or not.
//!
//! In: all types with properties and bases. Out: the same, marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{PageFacts, ResourceFacts};
use crate::model::{Answer, Kind, Operation, Property, Type, TypeName, TypeRef, ancestors};

use super::names::qualify;
use super::relations::has_property;

/// Marks all types; paths address values of those in `keyed` by a key.
pub fn mark(
    types: &mut BTreeMap<TypeName, Type>,
    keyed: &BTreeSet<TypeName>,
    operations: &[Operation],
    facts: &[PageFacts],
) {
    drop_keys_of_nothing(types, keyed);
    set_kinds(types, keyed, operations, &Said { identified: identified(facts), operated: operated(facts) });
    spread_openness(types);
}

/// Takes keys away that name no property, from types that structural properties have: a key is one of the type's properties (OData CSDL
/// §6.5), and types with keys are what relationships lead to.
fn drop_keys_of_nothing(types: &mut BTreeMap<TypeName, Type>, keyed: &BTreeSet<TypeName>) {
    let structural = types_of(types.values().flat_map(|ty| &ty.properties));
    let related = types_of(types.values().flat_map(|ty| &ty.navigation));
    let unfounded = |name: &&TypeName| {
        let key = types[*name].key.as_deref();
        key.is_some_and(|key| !has_property(name, key, types))
            && structural.contains(*name)
            && !related.contains(*name)
            && !keyed.contains(*name)
    };
    let unfounded: Vec<TypeName> = types.keys().filter(unfounded).cloned().collect();
    let derived = |name: &TypeName| {
        let mut at = types.get(name);
        while let Some(ty) = at {
            if unfounded.contains(&ty.name) {
                return true;
            }
            at = ty.base.as_ref().and_then(|base| types.get(base));
        }
        false
    };
    let all: Vec<TypeName> = types.keys().filter(|name| derived(name)).cloned().collect();
    for name in all {
        if let Some(ty) = types.get_mut(&name).filter(|ty| ty.key.is_some()) {
            ty.key = None;
        }
    }
}

/// What pages say of types, by their names in lower case.
struct Said {
    /// The JSON calls the `id` an identifier.
    identified: BTreeSet<String>,
    /// The page lists requests.
    operated: BTreeSet<String>,
}

/// An entity has a key or an entity as its base: the page names the key, a path has it, or it has an `id` and a relationship leads to
/// the type, or it is not a property of anything and a GET reads one or it has requests and nothing else, or its JSON calls the `id` an identifier and a request answers one (OData
/// CSDL §8: only entities take part in relationships). Everything else is complex.
fn set_kinds(types: &mut BTreeMap<TypeName, Type>, keyed: &BTreeSet<TypeName>, operations: &[Operation], said: &Said) {
    let structural = types_of(types.values().flat_map(|ty| &ty.properties));
    let related = types_of(types.values().flat_map(|ty| &ty.navigation));
    let answered: BTreeSet<TypeName> = operations
        .iter()
        .filter_map(|operation| match &operation.answer {
            Answer::Value(TypeRef::Type(name))
                if operation.method == "GET" || said.identified.contains(&name.0.to_lowercase()) =>
            {
                Some(name.clone())
            }
            _ => None,
        })
        .collect();
    // Values of complex types have no address, and so no requests.
    let is_container = |ty: &Type| {
        let has_nothing = ty.base.is_none() && ty.properties.is_empty() && ty.navigation.is_empty();
        has_nothing && said.operated.contains(&ty.name.0.to_lowercase())
    };
    let is_entity = |ty: &Type| {
        let has_id = ty.properties.iter().any(|p| p.name.eq_ignore_ascii_case("id"));
        ty.name.short() == "entity"
            || ty.key.as_deref().is_some_and(|key| !key.is_empty())
            || keyed.contains(&ty.name)
            || has_id && (!ty.navigation.is_empty() || related.contains(&ty.name))
            || is_container(ty) && !structural.contains(&ty.name)
            || has_id && answered.contains(&ty.name) && !structural.contains(&ty.name)
    };
    let entities: Vec<TypeName> = holding(types, is_entity);
    for name in entities {
        if let Some(ty) = types.get_mut(&name) {
            ty.kind = Kind::Entity;
        }
    }
}

/// The types, in lower case, whose JSON representation says that the `id` identifies: `"String (identifier)"`
/// (docs/format.md#entities-and-keys).
fn identified(facts: &[PageFacts]) -> BTreeSet<String> {
    let says = |resource: &&ResourceFacts| {
        let id = resource.json.as_ref().and_then(|json| json.value.get("id")?.as_str());
        id.is_some_and(|id| id.to_lowercase().contains("identifier"))
    };
    let resources = facts.iter().flat_map(|page| &page.resources).filter(says);
    resources.map(|resource| qualify(&resource.name, None).0.to_lowercase()).collect()
}

/// The types, in lower case, whose pages list requests.
fn operated(facts: &[PageFacts]) -> BTreeSet<String> {
    let links = |resource: &&ResourceFacts| resource.methods.iter().any(|method| method.page.is_some());
    let resources = facts.iter().flat_map(|page| &page.resources).filter(links);
    resources.map(|resource| qualify(&resource.name, None).0.to_lowercase()).collect()
}

/// The entity and complex types that properties have, collections included.
fn types_of<'a>(properties: impl Iterator<Item = &'a Property>) -> BTreeSet<TypeName> {
    let names = properties.filter_map(|property| match property.ty.element() {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
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
    types.keys().filter(|name| ancestors(types, name).any(&holds)).cloned().collect()
}
