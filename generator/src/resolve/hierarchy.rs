//! Types, and how they relate to each other.
//!
//! In: the types that are known so far. Out: [`Types`], which answers questions about bases, inherited properties and dictionaries.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Type, TypeName, TypeRef, ancestors};

/// The types of the model, as they are at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Types<'a>(&'a BTreeMap<TypeName, Type>);

impl<'a> Types<'a> {
    /// Creates the view of a map.
    #[must_use]
    pub fn new(types: &'a BTreeMap<TypeName, Type>) -> Self {
        Types(types)
    }

    /// Returns the type with this name.
    #[must_use]
    pub fn get(self, name: &TypeName) -> Option<&'a Type> {
        self.0.get(name)
    }

    /// Returns all types, ordered by name.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = &'a Type> {
        self.0.values()
    }

    /// Returns a type and its ancestors, nearest first; nothing if the type does not exist.
    pub fn ancestors(self, name: &TypeName) -> impl Iterator<Item = &'a Type> + use<'a> {
        ancestors(self.0, name)
    }

    /// Returns whether one of two types is the other or its ancestor.
    #[must_use]
    pub fn related(self, a: &TypeRef, b: &TypeRef) -> bool {
        self.is_or_inherits(a, b) || self.is_or_inherits(b, a)
    }

    /// Returns whether a type is another one or inherits from it.
    #[must_use]
    pub fn is_or_inherits(self, from: &TypeRef, to: &TypeRef) -> bool {
        let (TypeRef::Type(from), TypeRef::Type(to)) = (from, to) else { return from == to };
        from == to || self.ancestors(from).any(|ty| ty.name == *to)
    }

    /// Returns whether a type or one of its ancestors has a property of this name.
    #[must_use]
    pub fn has_property(self, name: &TypeName, property: &str) -> bool {
        self.ancestors(name)
            .flat_map(|ty| ty.properties.iter().chain(&ty.navigation))
            .any(|own| own.name.eq_ignore_ascii_case(property))
    }

    /// Returns the type of the values, if the type is a dictionary.
    #[must_use]
    pub fn dictionary(self, name: &TypeName) -> Option<&'a TypeRef> {
        self.get(name)?.values.as_ref()
    }

    /// Returns whether `value` fits the values of the dictionary `name`. A page about a dictionary often describes one of its values.
    #[must_use]
    pub fn is_value_of(self, value: &TypeRef, name: &TypeName) -> bool {
        self.dictionary(name).is_some_and(|values| self.related(values.element(), value.element()))
    }

    /// Returns the nearest type that is `a` or its ancestor, and `b` or its ancestor.
    #[must_use]
    pub fn common_ancestor(self, a: &TypeName, b: &TypeName) -> Option<&'a TypeName> {
        let of_b: Vec<&TypeName> = self.ancestors(b).map(|ty| &ty.name).collect();
        // Every entity inherits from `entity`: having only this ancestor in common proves nothing.
        self.ancestors(a)
            .map(|ty| &ty.name)
            .find(|name| of_b.contains(name) && (name.short() != "entity" || *name == a || *name == b))
    }

    /// Returns the types that inherit from a type.
    #[must_use]
    pub fn derived(self, name: &TypeName) -> Vec<&'a TypeName> {
        let mut found: Vec<&TypeName> = Vec::new();
        let mut seen: BTreeSet<&TypeName> = BTreeSet::new();
        loop {
            let is_new = |ty: &&Type| {
                !seen.contains(&ty.name) && ty.base.as_ref().is_some_and(|base| base == name || seen.contains(base))
            };
            let next: Vec<&TypeName> = self.iter().filter(is_new).map(|ty| &ty.name).collect();
            if next.is_empty() {
                return found;
            }
            seen.extend(&next);
            found.extend(next);
        }
    }
}
