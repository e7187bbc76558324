//! Enums from enum pages and sections.
//!
//! In: the lists of members of all pages with their scopes, and the declared [`Names`]. Out: [`Enum`]s. Lists with the same qualified
//! name are merged, the leading page first, and reported if their members differ.

pub mod agreement;
pub mod descriptions;
pub mod rows;
pub mod scopes;
pub mod synthetic;

use std::collections::BTreeMap;

use crate::diagnostics::Span;
use crate::extract::EnumFacts;
use crate::model::{Doc, Enum, Member, TypeName};
use crate::resolve::enums::agreement::{Disagreements, Statement};
use crate::resolve::enums::scopes::{Scope, Scopes};
use crate::resolve::leading::Leading;
use crate::resolve::names::Names;

/// Returns all enums of the pages, ordered by name.
pub fn resolve_enums(
    scopes: &Scopes<'_>,
    names: &Names,
    leading: &Leading,
    disagreements: &mut Disagreements,
) -> BTreeMap<TypeName, Enum> {
    let lists = scopes.lists.iter().filter(|list| list.scope == Scope::Enum);
    let named = lists.filter_map(|list| Some((names.enum_of(list.stated)?, list)));
    let mut by_name: BTreeMap<&TypeName, Vec<_>> = BTreeMap::new();
    for (name, list) in named {
        by_name.entry(name).or_default().push(list);
    }
    let mut enums: BTreeMap<TypeName, Enum> = BTreeMap::new();
    for (name, mut lists) in by_name {
        if lists.len() > 1 {
            lists.sort_by_cached_key(|list| leading.of_type(name, &list.page.path, list.stated.members.len()));
        }
        let mut first: Option<Statement<'_>> = None;
        for list in lists {
            let statement = Statement::of_heading(list.stated);
            match &first {
                Some(first) => disagreements.compare("", name, first, &statement),
                None => first = Some(statement),
            }
            let entry = enums.entry(name.clone()).or_insert_with(|| empty(name, list.stated.span));
            merge(entry, list.stated, &list.page.path, names);
        }
    }
    enums
}

/// Creates an enum without members.
pub fn empty(name: &TypeName, span: Span) -> Enum {
    Enum {
        name: name.clone(),
        flags: false,
        synthetic: false,
        description: Doc::default(),
        deprecated: None,
        members: Vec::new(),
        pages: Vec::new(),
        span,
    }
}

/// Adds the facts of one page: missing members, and the first description of each member.
pub fn merge(entry: &mut Enum, stated: &EnumFacts, page: &str, names: &Names) {
    entry.flags |= stated.flags;
    if entry.description.is_empty()
        && let Some(text) = &stated.description
    {
        entry.description = Doc::new(text, |text, dest| names.link(page, text, dest));
    }
    if entry.deprecated.is_none() {
        entry.deprecated.clone_from(&stated.deprecated);
    }
    for member in &stated.members {
        // A member cannot have this name: the list belongs to a string that can be null.
        if member.name.eq_ignore_ascii_case("null") {
            entry.synthetic = true;
            continue;
        }
        if entry.members.iter().all(|known| known.name != member.name) {
            entry.members.push(Member {
                name: member.name.clone(),
                value: member.value,
                description: Doc::new(&member.description, |text, dest| names.link(page, text, dest)),
                span: member.span,
            });
        }
    }
    if !entry.pages.iter().any(|known| known == page) {
        entry.pages.push(page.to_owned());
    }
}
