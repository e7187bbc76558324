//! Finds the types whose values may have a derived type.
//!
//! In: the [`Api`]. Out: these types, each with all types derived from it, and the types that requests take as bodies.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Body, Operation, ResponseBody, TypeName, TypeRef};

/// Returns the types of properties, request bodies and responses that have derived types, with all these in order.
#[must_use]
pub fn polymorphic(api: &Api) -> BTreeMap<TypeName, Vec<TypeName>> {
    let mut children: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for ty in api.types.values() {
        if let Some(base) = &ty.base {
            children.entry(base).or_default().push(&ty.name);
        }
    }
    let mut used: BTreeSet<&TypeName> = BTreeSet::new();
    let mut note = |ty: &'_ TypeRef| used.extend(named(api, ty));
    for property in api.types.values().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)) {
        note(&property.ty);
    }
    for property in api.pages.values().filter_map(|page| page.parameters.as_ref()).flat_map(|object| &object.properties)
    {
        note(&property.ty);
    }
    used.extend(bodies(api));
    let mut note = |ty: &'_ TypeRef| used.extend(named(api, ty));
    for operation in &api.operations {
        if let ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) = &operation.response {
            note(ty);
        }
    }
    used.into_iter()
        .filter(|name| children.contains_key(name))
        .map(|name| {
            let mut all = Vec::new();
            let mut open = children[name].clone();
            while let Some(derived) = open.pop() {
                all.push(derived.clone());
                open.extend(children.get(derived).into_iter().flatten());
            }
            all.sort();
            (name.clone(), all)
        })
        .collect()
}

/// Returns the types that requests take as bodies.
#[must_use]
pub fn bodies(api: &Api) -> BTreeSet<&TypeName> {
    let body = |operation: &Operation| match &operation.body {
        Some(Body::Value(ty)) => named(api, ty),
        Some(Body::Partial(name)) => named(api, &TypeRef::Type(name.clone())),
        _ => None,
    };
    api.operations.iter().filter_map(body).collect()
}

/// Returns the structural type of a value or of the elements of a collection.
fn named<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a TypeName> {
    let TypeRef::Type(name) = ty.element() else { return None };
    api.types.get_key_value(name).map(|(name, _)| name)
}
