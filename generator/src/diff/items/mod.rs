//! Finds the changes of each kind of item.
//!
//! In: a [`Context`] with both models. Out: [`Change`]s, not classified yet.

mod enums;
mod facets;
mod operations;
mod pages;
mod permissions;
mod properties;
pub(super) mod surface;
mod types;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::export::json::form::{Model, TypeRef};

use super::change::{Change, Item, Subject};
use super::edition::Edition;
use super::kinds::any;
use super::record::At;
use super::renames::{Rename, Renames, Shown};
use super::text::type_text;
use super::usage::{Usage, Use};

pub(super) use operations::{signature, without_names};
pub(super) use pages::PageEntry;
pub(super) use properties::PropertyEntry;
pub(super) use types::ancestors;

/// Both models, and what is known about them as a whole.
pub(super) struct Context<'a> {
    pub(super) old: &'a Model,
    pub(super) new: &'a Model,
    usage: Usage,
    /// The types and the enums with another name.
    renames: Renames<'a>,
    /// The types of the new edition that name a type as their base.
    derived: BTreeMap<&'a str, Vec<&'a str>>,
    editions: [&'a Edition; 2],
    /// What examples show about names, computed on first use.
    shown: OnceCell<Shown<'a>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(old_edition: &'a Edition, new_edition: &'a Edition) -> Context<'a> {
        let (old, new) = (&old_edition.model, &new_edition.model);
        let mut derived: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, ty) in &new.types {
            if let Some(base) = &ty.base {
                derived.entry(base).or_default().push(name);
            }
        }
        Context {
            old,
            new,
            usage: Usage::new([old, new]),
            renames: Renames::new(old, new),
            derived,
            editions: [old_edition, new_edition],
            shown: OnceCell::new(),
        }
    }

    /// Returns what the examples of both editions show about names.
    pub(super) fn shown(&self) -> &Shown<'a> {
        let [old, new] = self.editions;
        self.shown.get_or_init(|| Shown::new(old, new))
    }

    /// Returns the name that a type of the old edition has in the new one.
    fn new_name<'n>(&'n self, old: &'n str) -> &'n str {
        self.renames.find(old).map_or(old, |rename| rename.new)
    }

    /// Returns the rename of a type or an enum of the old edition.
    fn rename(&self, old: &str) -> Option<&Rename<'a>> {
        self.renames.find(old)
    }

    /// Returns the text of a type of the old edition, with the names of the new one.
    pub(super) fn new_type_text(&self, old: &TypeRef) -> String {
        match old {
            TypeRef::Type(name) | TypeRef::Enum(name) => self.new_name(name).to_owned(),
            TypeRef::Collection(inner) => format!("Collection({})", self.new_type_text(inner)),
            TypeRef::Primitive(_) => type_text(old),
        }
    }

    /// Returns the types of the new edition that are derived from a type, ordered by name.
    fn descendants(&self, name: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut pending: Vec<&str> = self.derived.get(name).into_iter().flatten().copied().collect();
        while let Some(name) = pending.pop() {
            if found.insert(name) {
                pending.extend(self.derived.get(name).into_iter().flatten());
            }
        }
        found
    }

    /// Returns whether two types are the same: a renamed type is.
    fn same_type(&self, old: &TypeRef, new: &TypeRef) -> bool {
        match (old, new) {
            (TypeRef::Primitive(old), TypeRef::Primitive(new)) => old == new,
            (TypeRef::Type(old), TypeRef::Type(new)) | (TypeRef::Enum(old), TypeRef::Enum(new)) => {
                self.new_name(old) == new
            }
            (TypeRef::Collection(old), TypeRef::Collection(new)) => self.same_type(old, new),
            _ => false,
        }
    }

    /// Returns the use of a type by its names in both editions.
    fn used(&self, old: &str, new: &str) -> Use {
        let (old, new) = (self.usage.of(old), self.usage.of(new));
        Use { received: old.received || new.received, sent: old.sent || new.sent }
    }
}

/// Returns all changes.
pub(super) fn changes(context: &Context<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (context.old, context.new);
    if old.version != new.version {
        let at = At { subject: Subject::new(Item::Api, &new.version), old: None, new: None, used: Use::default() };
        changes.push(at.change(any::VERSION_CHANGED, Some(old.version.clone()), Some(new.version.clone())));
    }
    types::compare(context, &mut changes);
    enums::compare(context, &mut changes);
    operations::compare(context, &mut changes);
    pages::compare(context, &mut changes);
    changes
}
