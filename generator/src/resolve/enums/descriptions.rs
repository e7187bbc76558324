//! Enums and value lists of properties that pages document as strings.
//!
//! In: the lists of members with their scopes, the enums. Out: for each row documented as a string, the first match among:
//!
//! 1. the list on its page under a heading with the property's name (`x values`);
//! 2. the list on its page to whose heading its description links, if there is only one;
//! 3. the enum on its page under a heading with the owner's name followed by the property's (`kilnState values`);
//! 4. the enum under the heading of another page to which its type cell or description links, if there is only one;
//! 5. the only enum of its namespace that has exactly the values of the row and whose name ends in the property's.
//!
//! Nothing else turns a string into an enum, neither a heading on another page nor an enum of another namespace. An enum that only a
//! heading describes and that no cell names as a type is not a type of the service but a list of values: it is marked synthetic.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{EnumFacts, PageFacts, PropertyFacts, ValueList};
use crate::model::{Enum, Member, TypeName};
use crate::resolve::enums::agreement::{Disagreements, Statement, TO_COME};
use crate::resolve::enums::scopes::{List, Scope, Scopes, linked};
use crate::resolve::names::{Names, destination, qualify};

/// The page and type that a row belongs to.
#[derive(Clone, Copy)]
pub struct RowContext<'a> {
    /// The page.
    pub page: &'a str,
    /// The namespace.
    pub namespace: &'a str,
    /// The short name of the type.
    pub owner: &'a str,
}

/// The enum or values of a property documented as a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An enum, and the list that describes it on the row's page: an index for [`EnumDescriptions::list`].
    Enum(TypeName, Option<usize>),
    /// The values under a heading: an index for [`EnumDescriptions::list`].
    Values(usize),
}

/// The described lists, indexed by the ways in which rows refer to them.
#[derive(Default)]
pub struct EnumDescriptions {
    /// Enums by namespace and sorted member names.
    by_members: BTreeMap<(String, Vec<String>), Vec<TypeName>>,
    /// Lists by page and lower-case short name in the heading.
    headings: BTreeMap<(String, String), Found>,
    /// Lists by page and fragment of the heading.
    anchors: BTreeMap<(String, String), Found>,
    /// The lists that the indexes refer to.
    lists: Vec<EnumFacts>,
    /// Enums that only a heading describes and that no cell names.
    unnamed: BTreeSet<TypeName>,
    /// Enums that a row has: they are types even if they are in `unnamed`.
    types: BTreeSet<TypeName>,
    /// Names of lists that belong to properties.
    values: BTreeSet<TypeName>,
}

impl EnumDescriptions {
    /// Indexes the lists of `scopes`.
    #[must_use]
    pub fn new(
        scopes: &Scopes<'_>,
        names: &Names,
        enums: &BTreeMap<TypeName, Enum>,
        disagreements: &mut Disagreements,
    ) -> Self {
        let mut described = EnumDescriptions::default();
        for (name, ty) in enums {
            let members = key(ty.members.iter().map(|member: &Member| member.name.as_str()));
            let namespace = name.namespace().to_owned();
            described.by_members.entry((namespace, members)).or_default().push(name.clone());
        }
        for list in &scopes.lists {
            described.add(list, names, disagreements);
        }
        // An enum with its own page is a type, even if it is unused.
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
            Scope::Enum => match names.enum_of(list.stated) {
                Some(name) => Found::Enum(name.clone(), Some(index)),
                None => return,
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

    /// Returns the enum or values of a row documented as a string.
    pub fn find(&mut self, row: &PropertyFacts, list: Option<&ValueList>, at: RowContext<'_>) -> Option<Found> {
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

    /// Returns the enum on another page to whose heading the row links.
    ///
    /// Values of a property of that page are not an enum. An enum that lacks a value of the row is rejected.
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

    /// Returns the only enum of the namespace that has these members and whose name ends in the property's.
    fn same_members(&self, property: &str, list: &ValueList, namespace: &str) -> Option<&TypeName> {
        let members = key(list.values.iter().map(String::as_str));
        let same = self.by_members.get(&(namespace.to_owned(), members))?;
        let mut fitting = same.iter().filter(|name| name.short().to_lowercase().ends_with(property));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Returns a list under a heading.
    #[must_use]
    pub fn list(&self, index: usize) -> Option<&EnumFacts> {
        self.lists.get(index)
    }

    /// Marks the enums that are only lists of values as synthetic.
    pub fn mark(&self, enums: &mut BTreeMap<TypeName, Enum>) {
        for name in self.unnamed.iter().filter(|name| !self.types.contains(name)) {
            if let Some(ty) = enums.get_mut(name) {
                ty.synthetic = true;
            }
        }
    }
}

/// Returns whether a page's enums are under headings: the page describes types, or several enums.
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
