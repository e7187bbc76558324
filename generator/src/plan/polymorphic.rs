//! Types whose values may be of a derived type.
//!
//! In: the [`Api`]. Out: these types, each with all that are derived from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Answer, Api, Body, TypeName, TypeRef};

/// Types that stand as the type of a property, a body or an answer and have derived types, with all of those in order.
#[must_use]
pub fn polymorphic(api: &Api) -> BTreeMap<TypeName, Vec<TypeName>> {
    let mut children: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for ty in api.types.values() {
        if let Some(base) = &ty.base {
            children.entry(base).or_default().push(&ty.name);
        }
    }
    let mut used: BTreeSet<&TypeName> = BTreeSet::new();
    let mut note = |ty: &'_ TypeRef| {
        if let TypeRef::Type(name) = ty.element()
            && let Some((name, _)) = api.types.get_key_value(name)
        {
            used.insert(name);
        }
    };
    for property in api.types.values().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)) {
        note(&property.ty);
    }
    for property in api.pages.values().filter_map(|page| page.parameters.as_ref()).flat_map(|object| &object.properties)
    {
        note(&property.ty);
    }
    for operation in &api.operations {
        match &operation.body {
            Some(Body::Value(ty)) => note(ty),
            Some(Body::Partial(name)) => note(&TypeRef::Type(name.clone())),
            _ => {}
        }
        if let Answer::Value(ty) | Answer::Collection(ty) | Answer::Scalar(ty) = &operation.answer {
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
