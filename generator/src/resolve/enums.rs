//! Enums: from enum pages and sections.
//!
//! In: the facts of all pages and the declared [`Names`]. Out: [`Enum`]s, those stated twice merged, the leading page first.

use std::collections::BTreeMap;

use crate::extract::{EnumFacts, PageFacts};
use crate::model::{Doc, Enum, Member, TypeName};

use super::leading::Leading;
use super::names::{Meaning, Names, qualify};

/// All enums of the pages, ordered by name.
pub fn resolve_enums(facts: &[PageFacts], names: &Names, leading: &Leading) -> BTreeMap<TypeName, Enum> {
    let mut found: BTreeMap<&TypeName, Vec<(&PageFacts, &EnumFacts)>> = BTreeMap::new();
    for page in facts {
        for stated in &page.enums {
            let written = qualify(&stated.name, None);
            let Some((name, Meaning::Enum)) = names.qualified(&written.0) else { continue };
            found.entry(name).or_default().push((page, stated));
        }
    }
    let mut enums: BTreeMap<TypeName, Enum> = BTreeMap::new();
    for (name, mut found) in found {
        if found.len() > 1 {
            found.sort_by_cached_key(|(page, stated)| leading.of_type(name, &page.path, stated.members.len()));
        }
        for (page, stated) in found {
            let entry = enums.entry(name.clone()).or_insert_with(|| empty(name, stated));
            merge(entry, stated, &page.path, names);
        }
    }
    enums
}

fn empty(name: &TypeName, stated: &EnumFacts) -> Enum {
    Enum {
        name: name.clone(),
        flags: false,
        synthetic: false,
        description: Doc::default(),
        deprecated: None,
        members: Vec::new(),
        pages: Vec::new(),
        span: stated.span,
    }
}

/// Adds what one page states: members it does not have yet, the first description of each.
fn merge(entry: &mut Enum, stated: &EnumFacts, page: &str, names: &Names) {
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
        // No member can be called so: it is the value list of a string that can be null.
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
