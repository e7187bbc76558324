//! Enums that pages describe and that properties documented as strings have all the same.
//!
//! In: the lists of members with their scopes, the enums. Out: for a row documented as a string, what it has, the first of these:
//!
//! 1. the list of its page under a heading with the property's name (`x values`);
//! 2. the list of its page to whose heading its description links, if that is one list;
//! 3. the enum of its page under a heading with its owner's name and its own (`kilnState values`);
//! 4. the enum under the heading of another page to which its type cell or description links, if that is one enum;
//! 5. the only enum of its namespace that has exactly the values that the row lists and whose name ends in the property's.
//!
//! Nothing else types a string: a heading on another page never does, nor does an enum of another namespace. An enum that only a heading
//! describes and that nothing names as a type is not a type of the service but a list of values: it is marked synthetic.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{EnumFacts, PageFacts, PropertyFacts, ValueList};
use crate::model::{Enum, Member, TypeName};

use super::agreement::{Disagreements, Statement, TO_COME};
use super::names::{Meaning, Names, destination, qualify};
use super::scopes::{List, Scope, Scopes, linked};

/// Where a row is.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Its page.
    pub page: &'a str,
    /// Its namespace.
    pub namespace: &'a str,
    /// The short name of its type.
    pub owner: &'a str,
}

/// What a property documented as a string has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An enum, and the list of its page that describes it: an index for [`Described::list`].
    Enum(TypeName, Option<usize>),
    /// The values under a heading: an index for [`Described::list`].
    Values(usize),
}

/// The described lists, by what properties have of them.
#[derive(Default)]
pub struct Described {
    /// Namespace and members in order of their names to the enums that have them.
    by_members: BTreeMap<(String, Vec<String>), Vec<TypeName>>,
    /// Page and lower-case short name to the list under that heading.
    headings: BTreeMap<(String, String), Found>,
    /// Page and fragment to the list under that heading.
    anchors: BTreeMap<(String, String), Found>,
    /// The lists of pages that have rows.
    lists: Vec<EnumFacts>,
    /// Enums under headings that no cell names.
    unnamed: BTreeSet<TypeName>,
    /// Those of `unnamed` that are types all the same.
    types: BTreeSet<TypeName>,
    /// Names of lists that belong to properties.
    values: BTreeSet<TypeName>,
}

impl Described {
    /// What is described.
    #[must_use]
    pub fn new(
        scopes: &Scopes<'_>,
        names: &Names,
        enums: &BTreeMap<TypeName, Enum>,
        disagreements: &mut Disagreements,
    ) -> Self {
        let mut described = Described::default();
        for (name, ty) in enums {
            let members = key(ty.members.iter().map(|member: &Member| member.name.as_str()));
            let namespace = name.namespace().to_owned();
            described.by_members.entry((namespace, members)).or_default().push(name.clone());
        }
        for list in &scopes.lists {
            described.add(list, names, disagreements);
        }
        // An enum with a page of its own is a type, used or not.
        let own: BTreeSet<TypeName> = scopes
            .lists
            .iter()
            .filter(|list| !is_list(list.page))
            .map(|list| qualify(&list.stated.name, None))
            .collect();
        for list in scopes.lists.iter().filter(|list| list.scope == Scope::Enum && is_list(list.page)) {
            let name = qualify(&list.stated.name, None);
            if enums.contains_key(&name) && !scopes.named.contains(&name) && !own.contains(&name) {
                described.unnamed.insert(name);
            }
        }
        described
    }

    fn add(&mut self, list: &List<'_>, names: &Names, disagreements: &mut Disagreements) {
        let name = qualify(&list.stated.name, None);
        let index = self.lists.len();
        let found = match list.scope {
            Scope::Unused => return,
            Scope::Enum => match names.qualified(&name.0) {
                Some((name, Meaning::Enum)) => Found::Enum(name.clone(), Some(index)),
                _ => return,
            },
            Scope::Values => Found::Values(index),
        };
        let anchor = (list.page.path.clone(), list.stated.anchor.to_lowercase());
        if let (Scope::Values, Some(Found::Values(earlier))) = (list.scope, self.headings.get(&heading(list)).cloned())
        {
            if let Some(earlier) = self.lists.get_mut(earlier) {
                let (first, second) = (Statement::of_heading(earlier), Statement::of_heading(list.stated));
                disagreements.compare(&list.page.path, &name, &first, &second);
                earlier.members.extend(list.stated.members.iter().cloned());
                earlier.flags |= list.stated.flags;
            }
            self.anchors.entry(anchor).or_insert(Found::Values(earlier));
            return;
        }
        if list.scope == Scope::Values {
            self.values.insert(name);
        }
        self.lists.push(list.stated.clone());
        self.anchors.entry(anchor).or_insert_with(|| found.clone());
        self.headings.entry(heading(list)).or_insert(found);
    }

    /// What a row documented as a string has.
    pub fn find(&mut self, row: &PropertyFacts, list: Option<&ValueList>, at: Place<'_>) -> Option<Found> {
        let property = row.name.to_lowercase();
        let under = |name: String| self.headings.get(&(at.page.to_owned(), name)).cloned();
        let linked = || linked(row, at.page, |to| self.anchors.get(&(at.page.to_owned(), to.to_owned())).cloned());
        let of_owner = || under(format!("{}.{property}", at.owner.to_lowercase()));
        let with_owner = || under(format!("{}{property}", at.owner.to_lowercase()));
        let same = || Some(Found::Enum(self.same_members(&property, list?, at.namespace)?.clone(), None));
        let found = of_owner()
            .or_else(|| under(property.clone()))
            .or_else(linked)
            .or_else(with_owner)
            .or_else(|| self.linked_elsewhere(row, list, at.page))
            .or_else(same)?;
        if let Found::Enum(name, _) = &found
            && !self.values.contains(name)
        {
            self.types.insert(name.clone());
        }
        Some(found)
    }

    /// The enum on another page to whose heading the row links. Values of a property of that page are not an enum, and neither is
    /// an enum that lacks a value of the row.
    fn linked_elsewhere(&self, row: &PropertyFacts, list: Option<&ValueList>, page: &str) -> Option<Found> {
        let targets = row.type_target.as_deref().into_iter().chain(row.description.links().map(|(_, dest, _)| dest));
        let mut found: Option<&TypeName> = None;
        for dest in targets.filter_map(|dest| destination(page, dest)) {
            if dest.fragment.is_empty() || dest.path.eq_ignore_ascii_case(page) {
                continue;
            }
            let Some(Found::Enum(name, Some(index))) = self.anchors.get(&(dest.path, dest.fragment.to_lowercase()))
            else {
                continue;
            };
            let stated = self.lists.get(*index)?;
            let has = |value: &String| stated.members.iter().any(|member| member.name == *value);
            if found.is_some_and(|found| found != name) || !list.is_none_or(|list| list.values.iter().all(has)) {
                return None;
            }
            found = Some(name);
        }
        found.map(|name| Found::Enum(name.clone(), None))
    }

    /// The only enum of the namespace with these members whose name ends in the property's.
    fn same_members(&self, property: &str, list: &ValueList, namespace: &str) -> Option<&TypeName> {
        let members = key(list.values.iter().map(String::as_str));
        let same = self.by_members.get(&(namespace.to_owned(), members))?;
        let mut fitting = same.iter().filter(|name| name.short().to_lowercase().ends_with(property));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// A list under a heading.
    #[must_use]
    pub fn list(&self, index: usize) -> Option<&EnumFacts> {
        self.lists.get(index)
    }

    /// Marks the enums that are lists of values only.
    pub fn mark(&self, enums: &mut BTreeMap<TypeName, Enum>) {
        for name in self.unnamed.iter().filter(|name| !self.types.contains(name)) {
            if let Some(ty) = enums.get_mut(name) {
                ty.synthetic = true;
            }
        }
    }
}

/// Whether a page's enums are under headings: among a type's sections, or several of them.
fn is_list(page: &PageFacts) -> bool {
    !page.resources.is_empty() || page.enums.len() > 1
}

fn heading(list: &List<'_>) -> (String, String) {
    (list.page.path.clone(), list.property.clone())
}

fn key<'a>(members: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut key: Vec<String> = members.filter(|member| *member != TO_COME).map(str::to_owned).collect();
    key.sort();
    key
}
