//! Types and enums with another name.
//!
//! In: both models. Out: [`Renames`].

use std::collections::BTreeMap;

use crate::diff::pairs::{Pairs, Renamed, pairs};
use crate::diff::text::type_text;
use crate::diff::usage::members;
use crate::export::json::form::Model;

use super::{capitalisation, description_key};

/// A type or an enum that has another name.
#[derive(Debug)]
pub(in crate::diff) struct Rename<'a> {
    /// Its name in the new edition.
    pub(in crate::diff) new: &'a str,
    /// Why it is the same.
    pub(in crate::diff) evidence: Vec<String>,
}

/// All of them, by the name in the old edition.
#[derive(Debug, Default)]
pub(in crate::diff) struct Renames<'a>(BTreeMap<&'a str, Rename<'a>>);

impl<'a> Renames<'a> {
    pub(in crate::diff) fn new(old: &'a Model, new: &'a Model) -> Renames<'a> {
        let types = [types(old), types(new)];
        let enums = [enums(old), enums(new)];
        let mut all = BTreeMap::new();
        for [old, new] in [&types, &enums] {
            for Renamed { old, new, evidence } in renamed(old, new) {
                all.insert(old.name, Rename { new: new.name, evidence });
            }
        }
        Renames(all)
    }

    /// Returns the rename of a type or an enum of the old edition.
    pub(in crate::diff) fn find(&self, old: &str) -> Option<&Rename<'a>> {
        self.0.get(old)
    }
}

/// What identifies a type or an enum besides its name.
struct Shape<'a> {
    name: &'a str,
    page: Option<&'a str>,
    description: &'a str,
    /// The members, ordered: name and type of properties, name of members of enums.
    members: Vec<(&'a str, String)>,
    /// The fewest members that identify it.
    fewest: usize,
}

fn types(model: &Model) -> Vec<Shape<'_>> {
    model
        .types
        .iter()
        .map(|(name, ty)| {
            let mut members: Vec<_> = members(ty).map(|property| (&*property.name, type_text(&property.ty))).collect();
            members.sort();
            Shape { name, page: ty.pages.first().map(String::as_str), description: &ty.description, members, fewest: 3 }
        })
        .collect()
}

fn enums(model: &Model) -> Vec<Shape<'_>> {
    model
        .enums
        .iter()
        .map(|(name, declared)| {
            let mut members: Vec<_> = declared.members.iter().map(|member| (&*member.name, String::new())).collect();
            members.sort();
            let page = declared.pages.first().map(String::as_str);
            Shape { name, page, description: &declared.description, members, fewest: 2 }
        })
        .collect()
}

impl Shape<'_> {
    /// Returns the name after the last dot, in lower case.
    fn short(&self) -> String {
        self.name.rsplit('.').next().unwrap_or(self.name).to_lowercase()
    }

    /// Returns how many members both have.
    fn shared(&self, other: &Shape<'_>) -> usize {
        pairs(&self.members, &other.members, |(name, _)| *name).both.len()
    }
}

fn renamed<'s, 'a>(old: &'s [Shape<'a>], new: &'s [Shape<'a>]) -> Vec<Renamed<&'s Shape<'a>>> {
    let mut pairs: Pairs<&Shape<'_>> = pairs(old, new, |shape| shape.name);
    let full = |shape: &Shape<'_>| Some(shape.name.to_lowercase());
    let mut all = pairs.take_renamed(full, full, |old, new| Some(capitalisation(old.name, new.name)));

    let place = |shape: &Shape<'_>| Some((shape.short(), shape.page?.to_owned()));
    all.extend(pairs.take_renamed(place, place, |old, _| {
        Some(vec![format!("the page `{}` describes both, under the same short name", old.page.unwrap_or_default())])
    }));

    let short = |shape: &Shape<'_>| Some(shape.short());
    all.extend(pairs.take_renamed(short, short, |old, new| {
        let (shared, larger) = (old.shared(new), old.members.len().max(new.members.len()));
        let is_strong = shared >= old.fewest && shared * 2 >= larger;
        is_strong.then(|| vec![format!("the short name is the same, and {shared} of {larger} members")])
    }));

    let content = |shape: &Shape<'_>| {
        let members = shape.members.iter().map(|(name, ty)| format!("{name}: {ty}"));
        (shape.members.len() >= shape.fewest).then(|| members.collect::<Vec<_>>())
    };
    all.extend(pairs.take_renamed(content, content, |old, new| {
        let same = format!("all {} members are the same", old.members.len());
        let description = description_key(old.description);
        if description.is_some() && description == description_key(new.description) {
            return Some(vec![same, "the description is the same".to_owned()]);
        }
        let page = old.page.filter(|_| old.page == new.page)?;
        Some(vec![same, format!("the page `{page}` describes both")])
    }));
    all
}
