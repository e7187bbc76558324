//! Which properties must be boxed so that no struct contains itself.
//!
//! In: the types. Out: owner and name of each single-valued structural property on a circle. Navigation properties are always
//! boxed and collections are on the heap already, so neither counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, TypeName, TypeRef};

/// Owner and property name of every property to box.
#[must_use]
pub fn boxed(api: &Api) -> BTreeSet<(TypeName, String)> {
    let contained: BTreeMap<&TypeName, BTreeSet<&TypeName>> =
        api.types.keys().map(|name| (name, contained(api, name))).collect();
    let mut out = BTreeSet::new();
    for (owner, ty) in &api.types {
        // A derived struct repeats its ancestors' fields: whoever contains the owner's descendants is on the circle as well.
        let holders: Vec<&TypeName> =
            api.types.keys().filter(|name| *name == owner || inherits(api, name, owner)).collect();
        for property in &ty.properties {
            let TypeRef::Type(target) = &property.ty else { continue };
            if holders.iter().any(|holder| reaches(&contained, target, holder)) {
                out.insert((owner.clone(), property.name.clone()));
            }
        }
    }
    out
}

/// The types that stand in a struct without indirection, inherited ones included.
fn contained<'a>(api: &'a Api, name: &TypeName) -> BTreeSet<&'a TypeName> {
    let mut out = BTreeSet::new();
    let mut at = api.types.get(name);
    while let Some(ty) = at {
        for property in &ty.properties {
            if let TypeRef::Type(target) = &property.ty
                && let Some((target, _)) = api.types.get_key_value(target)
            {
                out.insert(target);
            }
        }
        at = ty.base.as_ref().and_then(|base| api.types.get(base));
    }
    out
}

fn inherits(api: &Api, name: &TypeName, ancestor: &TypeName) -> bool {
    let mut at = api.types.get(name).and_then(|ty| ty.base.as_ref());
    while let Some(base) = at {
        if base == ancestor {
            return true;
        }
        at = api.types.get(base).and_then(|ty| ty.base.as_ref());
    }
    false
}

fn reaches(contained: &BTreeMap<&TypeName, BTreeSet<&TypeName>>, from: &TypeName, to: &TypeName) -> bool {
    let mut open = vec![from];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(contained.get(name).into_iter().flatten());
        }
    }
    false
}
