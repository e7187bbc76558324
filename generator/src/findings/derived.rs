//! Types that are derived from other types, by the type that they are derived from.
//!
//! In: the [`Api`]. Out: [`DerivedTypes`], which tells whether an object is of a type derived from the documented one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{Api, Property, Type, TypeName};

/// The types of an [`Api`], by name and by each of their ancestors.
pub struct DerivedTypes<'a> {
    api: &'a Api,
    by_ancestor: BTreeMap<&'a TypeName, Vec<&'a Type>>,
    by_name: BTreeMap<String, &'a Type>,
}

impl<'a> DerivedTypes<'a> {
    /// Collects the types.
    pub fn new(api: &'a Api) -> Self {
        let mut by_ancestor: BTreeMap<&TypeName, Vec<&Type>> = BTreeMap::new();
        for ty in api.types.values() {
            for ancestor in api.ancestors(&ty.name).skip(1) {
                by_ancestor.entry(&ancestor.name).or_default().push(ty);
            }
        }
        // If names differ only in case, the first one wins, so it is inserted last.
        let by_name = api.types.values().rev().map(|ty| (ty.name.0.to_ascii_lowercase(), ty)).collect();
        DerivedTypes { api, by_ancestor, by_name }
    }

    /// Returns the type that an object names.
    pub fn stated(&self, members: &Map<String, Value>) -> Option<&'a Type> {
        self.named(members.get("@odata.type")?.as_str()?)
    }

    /// Returns the type with this qualified name, ignoring case.
    pub fn named(&self, name: &str) -> Option<&'a Type> {
        self.by_name.get(&name.trim_start_matches('#').to_ascii_lowercase()).copied()
    }

    /// Returns whether a type derived from `name` has all members of an object.
    pub fn one_has_all(&self, name: &TypeName, members: &Map<String, Value>) -> bool {
        let derived = self.by_ancestor.get(name).map_or(&[][..], Vec::as_slice);
        let has = |ty: &Type, member: &str| self.property(ty, member).is_some();
        derived.iter().any(|ty| members.iter().all(|(member, value)| !is_compared(member, value) || has(ty, member)))
    }

    /// Returns the property of a type or of one of its ancestors.
    pub fn property(&self, ty: &Type, name: &str) -> Option<&'a Property> {
        let mut all = self.api.ancestors(&ty.name).flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
        all.find(|property| property.name == name)
    }
}

/// Returns whether a member is compared with the tables: annotations are not properties, and null is the absence of a value.
pub fn is_compared(name: &str, value: &Value) -> bool {
    !name.contains('@') && !value.is_null()
}
