//! Enums that only a value list describes: `Possible values are: …` on a property documented as a string (format §5.1).
//!
//! In: a property and its row. Out: the property with an enum as its type, and the enum in [`Synthetic`]. Named from type and
//! property; shared where the same property name recurs with the same list.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::PropertyFacts;
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::model::{Doc, Enum, Member, Property, TypeName, TypeRef};

use super::described::Described;
use super::names::{Meaning, Names};
use super::parameters::capital;

/// The enums made so far.
#[derive(Default)]
pub struct Synthetic {
    by_name: BTreeMap<TypeName, Enum>,
    /// Property name (lower case) and values to the enum made for them.
    by_values: BTreeMap<(String, Vec<String>), TypeName>,
    described: Described,
}

impl Synthetic {
    /// None made so far; those that pages describe are not made again.
    #[must_use]
    pub fn new(described: Described) -> Self {
        Synthetic { described, ..Synthetic::default() }
    }

    /// Gives `property` an enum as its type where its row lists the values.
    pub fn apply(
        &mut self,
        property: &mut Property,
        row: &PropertyFacts,
        page: &str,
        namespace: &str,
        owner: &str,
        names: &Names,
    ) {
        if *row.ty.element() != TypeExpr::Primitive(Primitive::String) {
            return;
        }
        let list = row.facets.values.as_ref().filter(|list| list.introduced && list.values.len() > 1);
        if let Some(name) = self.described.find(owner, &property.name, list.map_or(&[], |list| &list.values)) {
            property.ty = put_element(&property.ty, TypeRef::Enum(name));
            return;
        }
        let Some(list) = list else { return };
        // Enum members are identifiers or short labels; a list of sentences or paths says something else.
        if list.values.iter().any(|value| value.is_empty() || value.len() > 100 || value.contains(['/', '\n'])) {
            return;
        }
        let key = (property.name.to_lowercase(), list.values.clone());
        let name = match self.by_values.get(&key) {
            Some(name) => name.clone(),
            None => {
                let name = self.free_name(namespace, owner, &property.name, &list.values, names);
                self.by_values.insert(key, name.clone());
                name
            }
        };
        let entry = self.by_name.entry(name.clone()).or_insert_with(|| Enum {
            name: name.clone(),
            flags: list.flags,
            synthetic: true,
            description: Doc::default(),
            deprecated: None,
            members: Vec::new(),
            pages: Vec::new(),
            span: row.span,
        });
        for value in &list.values {
            if entry.members.iter().all(|member| member.name != *value) {
                entry.members.push(Member {
                    name: value.clone(),
                    value: None,
                    description: Doc::default(),
                    span: row.span,
                });
            }
        }
        if !entry.pages.iter().any(|known| known == page) {
            entry.pages.push(page.to_owned());
        }
        property.ty = put_element(&property.ty, TypeRef::Enum(name));
    }

    /// A name that no page declares and no other list has: type and property, then both with nothing left out, then with a number.
    fn free_name(&self, namespace: &str, owner: &str, property: &str, values: &[String], names: &Names) -> TypeName {
        let whole = format!("{owner}{}", capital(property));
        let mut name = TypeName(format!("{namespace}.{}", compose(owner, property)));
        let same = |made: &Enum| {
            made.members.len() == values.len() && made.members.iter().zip(values).all(|(m, v)| m.name == *v)
        };
        let mut number = 1;
        while names.qualified(&name.0).is_some() || self.by_name.get(&name).is_some_and(|made| !same(made)) {
            name = TypeName(match number {
                1 => format!("{namespace}.{whole}"),
                _ => format!("{namespace}.{whole}{number}"),
            });
            number += 1;
        }
        name
    }

    /// Declares the enums and adds them to `enums`; those that no property of `properties` has as its type are left out.
    pub fn finish<'a>(
        mut self,
        properties: impl Iterator<Item = &'a Property>,
        names: &mut Names,
        enums: &mut BTreeMap<TypeName, Enum>,
    ) {
        let named = |property: &'a Property| match property.ty.element() {
            TypeRef::Enum(name) => Some(name),
            _ => None,
        };
        let used: BTreeSet<&TypeName> = properties.filter_map(named).collect();
        self.by_name.retain(|name, _| used.contains(name));
        for (name, made) in &self.by_name {
            names.declare(name, Meaning::Enum, made.pages.first().map_or("", String::as_str));
        }
        self.described.mark(enums);
        enums.extend(self.by_name);
    }
}

/// `user` and `ageGroup` to `userAgeGroup`. A word that ends the one and begins the other is said once: `folderView` and `viewType` make
/// `folderViewType`.
fn compose(owner: &str, property: &str) -> String {
    let capitalized = capital(property);
    let first = first_word(&capitalized);
    match owner.strip_suffix(first) {
        _ if owner.eq_ignore_ascii_case(first) => property.to_owned(),
        Some(rest) => format!("{rest}{capitalized}"),
        None => format!("{owner}{capitalized}"),
    }
}

/// The first word of a name in upper camel case.
fn first_word(name: &str) -> &str {
    let end = name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

/// `ty` with its element type replaced.
fn put_element(ty: &TypeRef, element: TypeRef) -> TypeRef {
    match ty {
        TypeRef::Collection(inner) => put_element(inner, element).collection(),
        _ => element,
    }
}

#[cfg(test)]
mod tests {
    use super::compose;

    #[test]
    fn a_word_in_common_is_said_once() {
        assert_eq!(compose("user", "ageGroup"), "userAgeGroup");
        assert_eq!(compose("folderView", "viewType"), "folderViewType");
        assert_eq!(compose("role", "roleType"), "roleType");
        assert_eq!(compose("assignmentState", "state"), "assignmentState");
        assert_eq!(compose("interview", "viewType"), "interviewViewType");
        assert_eq!(compose("user", ""), "user");
    }
}
