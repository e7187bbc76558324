//! Facets of a type that depend on other types: entity or complex, open or not.
//!
//! In: all types with properties and bases. Out: the same types, marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{PageFacts, ResourceFacts};
use crate::model::{Kind, Operation, Property, ResponseBody, Type, TypeName, TypeRef};
use crate::odata::Method;
use crate::resolve::hierarchy::Types;
use crate::resolve::names::qualify;

/// Marks all types. `keyed` contains the types whose values paths address by a key.
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

/// Removes keys that are not properties of their type, from types that occur in structural properties only.
///
/// A key is one of the type's properties (OData CSDL §6.5), and navigation properties lead to types with keys.
fn drop_keys_of_nothing(types: &mut BTreeMap<TypeName, Type>, keyed: &BTreeSet<TypeName>) {
    let structural = types_of(types.values().flat_map(|ty| &ty.properties));
    let related = types_of(types.values().flat_map(|ty| &ty.navigation));
    let unfounded = |name: &&TypeName| {
        let key = types[*name].key.as_deref();
        key.is_some_and(|key| !Types::new(types).has_property(name, key))
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

/// Facts of pages about types, by lower-case type name.
struct Said {
    /// Types whose JSON calls the `id` an identifier.
    identified: BTreeSet<String>,
    /// Types whose pages list requests.
    operated: BTreeSet<String>,
}

/// Sets the kind of each type: an entity has a key or an entity as its base; every other type is complex.
///
/// Apart from its base, a type is an entity if
/// - its page names one, or a path contains one;
/// - it has an `id` and takes part in relationships, which only entities do (OData CSDL §8);
/// - it has an `id`, is not the type of a structural property, and a GET returns it, or any request if its JSON calls the `id` an
///   identifier; or
/// - it has requests but no members, and is not the type of a structural property.
fn set_kinds(types: &mut BTreeMap<TypeName, Type>, keyed: &BTreeSet<TypeName>, operations: &[Operation], said: &Said) {
    let structural = types_of(types.values().flat_map(|ty| &ty.properties));
    let related = types_of(types.values().flat_map(|ty| &ty.navigation));
    let returned: BTreeSet<TypeName> = operations
        .iter()
        .filter_map(|operation| match &operation.response {
            ResponseBody::Value(TypeRef::Type(name))
                if operation.method == Method::Get || said.identified.contains(&name.0.to_lowercase()) =>
            {
                Some(name.clone())
            }
            _ => None,
        })
        .collect();
    // Complex values have no address, and therefore no requests.
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
            || has_id && returned.contains(&ty.name) && !structural.contains(&ty.name)
    };
    let entities: Vec<TypeName> = holding(types, is_entity);
    for name in entities {
        if let Some(ty) = types.get_mut(&name) {
            ty.kind = Kind::Entity;
        }
    }
}

/// Returns the types, in lower case, whose JSON representation calls the `id` an identifier: `"String (identifier)"`
/// (docs/format.md#entities-and-keys).
fn identified(facts: &[PageFacts]) -> BTreeSet<String> {
    let says = |resource: &&ResourceFacts| {
        let id = resource.json.as_ref().and_then(|json| json.value.get("id")?.as_str());
        id.is_some_and(|id| id.to_lowercase().contains("identifier"))
    };
    let resources = facts.iter().flat_map(|page| &page.resources).filter(says);
    resources.map(|resource| qualify(&resource.name, None).0.to_lowercase()).collect()
}

/// Returns the types, in lower case, whose pages list requests.
fn operated(facts: &[PageFacts]) -> BTreeSet<String> {
    let links = |resource: &&ResourceFacts| resource.methods.iter().any(|method| method.page.is_some());
    let resources = facts.iter().flat_map(|page| &page.resources).filter(links);
    resources.map(|resource| qualify(&resource.name, None).0.to_lowercase()).collect()
}

/// Returns the entity and complex types of properties, including the elements of collections.
fn types_of<'a>(properties: impl Iterator<Item = &'a Property>) -> BTreeSet<TypeName> {
    let names = properties.filter_map(|property| match property.ty.element() {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

/// Marks types that derive from an open type as open (OData CSDL §6.3).
fn spread_openness(types: &mut BTreeMap<TypeName, Type>) {
    for name in holding(types, |ty| ty.is_open) {
        if let Some(ty) = types.get_mut(&name) {
            ty.is_open = true;
        }
    }
}

/// Returns the types for which `holds` is true, either for the type or for one of its ancestors.
fn holding(types: &BTreeMap<TypeName, Type>, holds: impl Fn(&Type) -> bool) -> Vec<TypeName> {
    types.keys().filter(|name| Types::new(types).ancestors(name).any(&holds)).cloned().collect()
}
