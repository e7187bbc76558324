//! Enums that only a value list describes: `Possible values are: …` on a property documented as a string, or a list under a heading of
//! its page (docs/format.md#value-lists-in-descriptions).
//!
//! In: a property and its row. Out: the property with an enum as its type, and the enum in [`Synthetic`], named after type and property.
//! Properties with the same name and the same list in a cell share one enum in their namespace. A list under a heading belongs to its page
//! only.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostics;
use crate::extract::{EnumFacts, PropertyFacts, ValueList};
use crate::model::{Enum, Member, Property, TypeName, TypeRef};
use crate::resolve::context::Pages;
use crate::resolve::enums::agreement::{Disagreements, Statement};
use crate::resolve::enums::descriptions::{EnumDescriptions, Found, RowContext};
use crate::resolve::enums::rows::{add_members, member};
use crate::resolve::enums::scopes::{is_text, short};
use crate::resolve::enums::{empty, merge};
use crate::resolve::names::{Meaning, Names};
use crate::resolve::types::properties::resolve_property;
use crate::resolve::words::capital;

/// Namespace, property name (lower case) and values of a list in a cell.
type CellKey = (String, String, Vec<String>);

/// The synthetic enums created so far.
#[derive(Default)]
pub struct Synthetic {
    by_name: BTreeMap<TypeName, Enum>,
    /// Enums created for lists in cells.
    by_values: BTreeMap<CellKey, TypeName>,
    /// Enums created for lists under headings.
    by_list: BTreeMap<usize, TypeName>,
    /// Enums under headings, by qualified type and lower-case property, because other pages repeat the row of the property.
    by_heading: BTreeMap<(String, String), TypeName>,
    /// Members of described enums that only a row lists.
    additions: BTreeMap<TypeName, Vec<Member>>,
    described: EnumDescriptions,
    disagreements: Disagreements,
}

impl Synthetic {
    /// Starts without synthetic enums. Enums that pages describe are not created again.
    #[must_use]
    pub fn new(described: EnumDescriptions, disagreements: Disagreements) -> Self {
        Synthetic { described, disagreements, ..Synthetic::default() }
    }

    /// Returns the property of a row.
    ///
    /// Its type is an enum if its row lists the values, or if a list on its page or in its namespace belongs to it.
    pub fn property(&mut self, row: &PropertyFacts, at: RowContext<'_>, pages: &Pages<'_>) -> Property {
        let mut property = resolve_property(row, at.page, pages);
        if is_text(row)
            && let Some(name) = self.enum_of(row, at, pages.names)
        {
            property.ty = put_element(&property.ty, TypeRef::Enum(name));
        }
        property
    }

    /// Returns the enum of a row documented as a string.
    fn enum_of(&mut self, row: &PropertyFacts, at: RowContext<'_>, names: &Names) -> Option<TypeName> {
        let introduced = row.facets.values.as_ref().filter(|list| list.introduced);
        let list = introduced.filter(|list| list.values.len() > 1);
        let of_type = (format!("{}.{}", at.namespace, at.owner), row.name.to_lowercase());
        match self.described.find(row, list, at) {
            Some(found @ (Found::Values(_) | Found::Enum(_, Some(_)))) => {
                let name = self.under_heading(found, row, introduced, at, names)?;
                self.by_heading.insert(of_type, name.clone());
                Some(name)
            }
            Some(Found::Enum(name, None)) => Some(name),
            None => match list {
                Some(list) => self.of_cell(row, list, at, names),
                None => self.by_heading.get(&of_type).cloned(),
            },
        }
    }

    /// Returns the enum of a list under a heading, with the values from the row added.
    fn under_heading(
        &mut self,
        found: Found,
        row: &PropertyFacts,
        list: Option<&ValueList>,
        at: RowContext<'_>,
        names: &Names,
    ) -> Option<TypeName> {
        let (name, index) = match found {
            Found::Enum(name, index) => (name, index?),
            Found::Values(index) => match self.by_list.get(&index) {
                Some(name) => (name.clone(), index),
                None => {
                    let stated = self.described.list(index)?.clone();
                    let name = self.make(&stated, at, names);
                    self.by_list.insert(index, name.clone());
                    (name, index)
                }
            },
        };
        let stated = self.described.list(index)?;
        let Some(list) = list else { return Some(name) };
        if list.values.len() > 1 {
            let (first, second) = (Statement::of_heading(stated), Statement::of_cell(list, row.span));
            self.disagreements.compare(at.page, &name, &first, &second);
        }
        match self.by_name.get_mut(&name) {
            Some(made) => {
                made.flags |= list.flags && row.ty.element() == &row.ty;
                add_members(&mut made.members, &list.values, row.span);
            }
            None => {
                let new = list.values.iter().map(|value| member(value, row.span));
                self.additions.entry(name.clone()).or_default().extend(new);
            }
        }
        Some(name)
    }

    /// Creates the enum for the values of a property under a heading.
    fn make(&mut self, stated: &EnumFacts, at: RowContext<'_>, names: &Names) -> TypeName {
        let members: Vec<String> = stated.members.iter().map(|member| member.name.clone()).collect();
        let property = decapitalized(short(stated));
        let name = self.free_name(at.namespace, at.owner, &property, &members, names);
        let mut made = empty(&name, stated.span);
        merge(&mut made, stated, at.page, names);
        made.synthetic = true;
        self.by_name.insert(name.clone(), made);
        name
    }

    /// Returns the enum of a list in a cell.
    fn of_cell(
        &mut self,
        row: &PropertyFacts,
        list: &ValueList,
        at: RowContext<'_>,
        names: &Names,
    ) -> Option<TypeName> {
        // Enum members are identifiers or short labels; a list of sentences or paths has another meaning.
        if list.values.iter().any(|value| value.is_empty() || value.len() > 100 || value.contains(['/', '\n'])) {
            return None;
        }
        let key = (at.namespace.to_owned(), row.name.to_lowercase(), list.values.clone());
        let name = match self.by_values.get(&key) {
            Some(name) => name.clone(),
            None => {
                let name = self.free_name(at.namespace, at.owner, &row.name, &list.values, names);
                self.by_values.insert(key, name.clone());
                name
            }
        };
        let entry = self.by_name.entry(name.clone()).or_insert_with(|| Enum {
            // A collection contains separate values, not a combination of flags.
            flags: list.flags && row.ty.element() == &row.ty,
            synthetic: true,
            ..empty(&name, row.span)
        });
        add_members(&mut entry.members, &list.values, row.span);
        if !entry.pages.iter().any(|known| known == at.page) {
            entry.pages.push(at.page.to_owned());
        }
        Some(name)
    }

    /// Returns a name that no page declares and no other list has: type and property, then both in full, then with a number.
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

    /// Adds the enums that occur in `types` to `enums`, and declares their names. Unused ones are dropped.
    pub fn finish<'a>(
        mut self,
        types: impl Iterator<Item = &'a TypeRef>,
        names: &mut Names,
        enums: &mut BTreeMap<TypeName, Enum>,
        diagnostics: &mut Diagnostics,
    ) {
        let named = |ty: &'a TypeRef| match ty.element() {
            TypeRef::Enum(name) => Some(name),
            _ => None,
        };
        let used: BTreeSet<&TypeName> = types.filter_map(named).collect();
        self.by_name.retain(|name, _| used.contains(name));
        for (name, made) in &self.by_name {
            names.declare(name, Meaning::Enum, made.pages.first().map_or("", String::as_str));
        }
        for (name, new) in self.additions {
            if let Some(ty) = enums.get_mut(&name) {
                let known: BTreeSet<String> = ty.members.iter().map(|member| member.name.to_lowercase()).collect();
                ty.members.extend(new.into_iter().filter(|member| !known.contains(&member.name.to_lowercase())));
            }
        }
        self.described.mark(enums);
        self.disagreements.report(diagnostics);
        enums.extend(self.by_name);
    }
}

/// Composes a name: `user` and `ageGroup` become `userAgeGroup`.
///
/// A word that ends the owner and begins the property appears once: `folderView` and `viewType` become `folderViewType`.
fn compose(owner: &str, property: &str) -> String {
    let capitalized = capital(property);
    let first = first_word(&capitalized);
    match owner.strip_suffix(first) {
        _ if owner.eq_ignore_ascii_case(first) => property.to_owned(),
        Some(rest) => format!("{rest}{capitalized}"),
        None => format!("{owner}{capitalized}"),
    }
}

/// Converts a name from a heading, `State` or `state`, to the name of a property.
fn decapitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Returns the first word of a name in upper camel case.
fn first_word(name: &str) -> &str {
    let end = name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

/// Returns `ty` with its element type replaced.
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
    fn common_words_are_not_repeated() {
        assert_eq!(compose("user", "ageGroup"), "userAgeGroup");
        assert_eq!(compose("folderView", "viewType"), "folderViewType");
        assert_eq!(compose("role", "roleType"), "roleType");
        assert_eq!(compose("assignmentState", "state"), "assignmentState");
        assert_eq!(compose("interview", "viewType"), "interviewViewType");
        assert_eq!(compose("user", ""), "user");
    }
}
