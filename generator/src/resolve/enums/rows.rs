//! Enums whose members a row lists: `importance | Possible values are: low, normal, high`.
//!
//! In: the facts of all pages, the declared [`Names`] and the described enums. Out: [`Enum`]s that no page describes, declared under the
//! name in the type cell, with the members from all rows that name it; and described enums, with the members that only a row lists. Rows
//! that contradict the description or each other are reported.
//!
//! A short name means an enum of the row's namespace. It means an enum of another namespace only if that one has the values of the row.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Span;
use crate::extract::type_expr::WrittenType;
use crate::extract::{PageFacts, PropertyFacts, ValueList};
use crate::model::{Doc, Enum, Member, TypeName};
use crate::resolve::enums::agreement::{Disagreements, Statement, TO_COME};
use crate::resolve::enums::empty;
use crate::resolve::enums::scopes::{Scope, Scopes, rows};
use crate::resolve::names::{Meaning, Names, qualify};

/// Members of enums that rows list.
struct Listing<'a> {
    enums: &'a mut BTreeMap<TypeName, Enum>,
    /// The first list of each enum.
    first: BTreeMap<TypeName, Statement<'a>>,
    /// Lower-case member names of each enum.
    known: BTreeMap<TypeName, BTreeSet<String>>,
    /// Enums that only rows list.
    listed: BTreeSet<TypeName>,
}

/// Adds the members that rows list to `enums`, and declares enums that only rows list.
pub fn add_listed<'a>(
    facts: &'a [PageFacts],
    scopes: &Scopes<'a>,
    names: &mut Names,
    enums: &'a mut BTreeMap<TypeName, Enum>,
    disagreements: &mut Disagreements,
) {
    let mut listing = Listing { enums, first: BTreeMap::new(), known: BTreeMap::new(), listed: BTreeSet::new() };
    for list in scopes.lists.iter().filter(|list| list.scope == Scope::Enum) {
        if let Some(name) = names.enum_of(list.stated) {
            listing.first.entry(name.clone()).or_insert_with(|| Statement::of_heading(list.stated));
        }
    }
    for page in facts {
        for (row, namespace) in rows(page) {
            let Some(list) = row.facets.values.as_ref().filter(|list| list.introduced) else { continue };
            let Some(written) = row.ty.named() else { continue };
            if let Some(name) = listing.named(written, list, page, &namespace, names) {
                listing.add(name, row, list, page, disagreements);
            }
        }
    }
    let Listing { enums, listed, .. } = listing;
    for name in &listed {
        for page in enums.get(name).map_or(&[][..], |listed| &listed.pages) {
            names.declare(name, Meaning::Enum, page);
        }
    }
}

impl<'a> Listing<'a> {
    /// Returns the enum that a row with a list names; `None` if the name means a type.
    fn named(
        &self,
        written: &WrittenType,
        list: &ValueList,
        page: &PageFacts,
        namespace: &str,
        names: &Names,
    ) -> Option<TypeName> {
        let own = qualify(&written.name, Some(namespace));
        // A link may lead to the enum's page whatever its text.
        match names.find(written, &page.path, Some(namespace)).meaning {
            None => (list.values.len() > 1).then_some(own),
            Some((_, Meaning::Type)) => None,
            Some((name, Meaning::Enum)) => {
                let guessed = written.target.is_none() && !written.name.contains('.') && name.namespace() != namespace;
                let fits = |described: &Enum| {
                    list.values.iter().all(|value| described.members.iter().any(|member| member.name == *value))
                };
                let foreign = guessed && list.values.len() > 1 && !self.enums.get(&name).is_some_and(fits);
                Some(if foreign { own } else { name })
            }
        }
    }

    /// Adds the members that a row lists.
    fn add(
        &mut self,
        name: TypeName,
        row: &PropertyFacts,
        list: &'a ValueList,
        page: &PageFacts,
        disagreements: &mut Disagreements,
    ) {
        let described = self.enums.contains_key(&name) && !self.listed.contains(&name);
        if list.values.len() > 1 {
            // A request may accept only some of the members.
            let partial = page.resources.is_empty();
            let statement = Statement::of_cell(list, row.span).partial(partial);
            match self.first.entry(name.clone()) {
                Entry::Occupied(first) => disagreements.compare("", &name, first.get(), &statement),
                Entry::Vacant(first) => {
                    first.insert(statement);
                }
            }
        }
        let entry = self.enums.entry(name.clone()).or_insert_with(|| empty(&name, row.span));
        let known = self.known.entry(name.clone());
        let known = known.or_insert_with(|| entry.members.iter().map(|member| member.name.to_lowercase()).collect());
        // A collection contains separate values, not a combination of flags.
        entry.flags |= list.flags && row.ty.element() == &row.ty;
        // A different spelling of a member is reported as a difference, but is not a separate member.
        let new = list.values.iter().filter(|value| !known.contains(&value.to_lowercase()));
        let before = entry.members.len();
        entry.members.extend(new.filter(|value| !described || *value != TO_COME).map(|value| member(value, row.span)));
        known.extend(entry.members.iter().skip(before).map(|member| member.name.to_lowercase()));
        if !described {
            if !entry.pages.contains(&page.path) {
                entry.pages.push(page.path.clone());
            }
            self.listed.insert(name);
        }
    }
}

/// Creates a member with only a name.
pub fn member(name: &str, span: Span) -> Member {
    Member { name: name.to_owned(), value: None, description: Doc::default(), span }
}

/// Adds the members that are missing, ignoring case.
pub fn add_members(members: &mut Vec<Member>, values: &[String], span: Span) {
    let known: BTreeSet<String> = members.iter().map(|member| member.name.to_lowercase()).collect();
    let new = values.iter().filter(|value| !known.contains(&value.to_lowercase()));
    members.extend(new.map(|value| member(value, span)));
}
