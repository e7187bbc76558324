//! Matches the public items of two crates.
//!
//! In: both surfaces, and the renames among the changes of the models. Out: [`Pairing`], which finds the items that a change is about.

use std::collections::BTreeMap;

use crate::diff::change::{Change, Item, Subject};
use crate::diff::items::Context;
use crate::diff::items::operations::without_names;
use crate::diff::kinds::{ChangeKind, operations, pages, properties, types};
use crate::plan::surface::{self, Source, Surface};

/// Kinds of changes of types, operations and pages whose subject has its old name.
const OLD_NAMES: [&ChangeKind; 8] = [
    types::TYPE_REMOVED,
    types::TYPE_RENAMED,
    types::ENUM_REMOVED,
    types::ENUM_RENAMED,
    operations::OPERATION_REMOVED,
    operations::OPERATION_MOVED,
    pages::PAGE_REMOVED,
    pages::PAGE_RENAMED,
];

/// Kinds of changes after which a part of a type, an enum or an action has another name.
const RENAMED_PARTS: [&ChangeKind; 3] =
    [types::MEMBER_RENAMED, properties::PROPERTY_RENAMED, properties::NAVIGATION_RENAMED];

/// An item of a crate, with what it belongs to.
pub(super) type Entry<'a> = (&'a Source, &'a surface::Item);

/// The items of both crates.
pub(super) struct Pairing<'a, 'm> {
    pub(super) context: &'a Context<'m>,
    old: BTreeMap<Source, Entry<'a>>,
    new: BTreeMap<Source, Entry<'a>>,
    /// The new names of operations and pages.
    renamed: BTreeMap<Source, Source>,
    /// The new names of properties and members, by what they belong to in the new edition and their old name.
    parts: BTreeMap<(String, String), String>,
    /// The keys in the old crate, by those in the new one.
    backwards: BTreeMap<Source, Source>,
    /// The paths of types that have another path in the new crate.
    paths: BTreeMap<&'a str, &'a str>,
}

impl<'a, 'm> Pairing<'a, 'm> {
    pub(super) fn new(context: &'a Context<'m>, [old, new]: [&'a Surface; 2], changes: &[Change]) -> Self {
        let entries = |surface: &'a Surface| surface.items.iter().map(|entry| (key(entry.0), entry)).collect();
        let mut pairing = Pairing {
            context,
            old: entries(old),
            new: entries(new),
            renamed: BTreeMap::new(),
            parts: BTreeMap::new(),
            backwards: BTreeMap::new(),
            paths: BTreeMap::new(),
        };
        for change in changes {
            let (Some(before), Some(after)) = (&change.before, &change.after) else { continue };
            if RENAMED_PARTS.contains(&change.kind) {
                let owner = change.subject.owner.clone().unwrap_or_default();
                pairing.parts.insert((owner, before.clone()), after.clone());
            } else if OLD_NAMES.contains(&change.kind) {
                let named = |name: &str| source(&Subject { name: name.to_owned(), ..change.subject.clone() });
                pairing.renamed.extend(named(before).zip(named(after)));
            }
        }
        let keys = pairing.old.keys().map(|old| (pairing.counterpart(old), old.clone()));
        pairing.backwards = keys.collect();
        let moved = pairing.old.iter().filter(|(key, _)| matches!(key, Source::Type(_)));
        let moved = moved.filter_map(|(key, (_, item))| Some((&*item.path, &*pairing.new_entry(key)?.1.path)));
        pairing.paths = moved.filter(|(old, new)| old != new).collect();
        pairing
    }

    /// Returns all items of the old crate, each with that of the new crate, if there is one.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Entry<'a>, Option<Entry<'a>>)> {
        self.old.iter().map(|(key, entry)| (*entry, self.new_entry(key)))
    }

    /// Returns the item of the new crate for the key of one of the old crate.
    pub(super) fn new_entry(&self, old: &Source) -> Option<Entry<'a>> {
        self.new.get(&self.counterpart(old)).copied()
    }

    /// Returns the item of the old crate with this key.
    pub(super) fn old_item(&self, old: &Source) -> Option<&'a surface::Item> {
        self.old.get(old).map(|(_, item)| *item)
    }

    /// Returns the keys of the operations that a page of the old edition documents.
    pub(super) fn operations_of(&self, page: &str) -> impl Iterator<Item = Source> {
        let operations = self.context.old.operations.iter();
        let own = operations.filter(move |operation| operation.pages.iter().any(|own| own == page));
        own.map(|operation| Source::Operation(operation.method.clone(), without_names(&operation.path)))
    }

    /// Returns the key that a change's item had in the old crate, or `None` if the change is about something else.
    pub(super) fn old_key(&self, change: &Change) -> Option<Source> {
        let key = source(&change.subject)?;
        if OLD_NAMES.contains(&change.kind) {
            return Some(key);
        }
        let new = match key {
            Source::Property(owner, name) => self.part(owner, name, Source::Property),
            Source::Member(owner, name) => self.part(owner, name, Source::Member),
            Source::BodyParameter(owner, name) => self.part(owner, name, Source::BodyParameter),
            other => other,
        };
        Some(self.backwards.get(&new).cloned().unwrap_or(new))
    }

    /// Returns whether the reference has another name for an item in the new edition, which is a change by itself.
    pub(super) fn is_renamed(&self, old: &Source) -> bool {
        let parts = |of_old: &str, name: &str| {
            self.parts.contains_key(&(self.context.new_name(of_old).to_owned(), name.to_owned()))
        };
        match old {
            Source::Type(name) | Source::Derived(name) => self.context.rename(name).is_some(),
            Source::Variant(_, derived) => self.context.rename(derived).is_some(),
            Source::Property(owner, name) | Source::Constant(owner, name) | Source::Member(owner, name) => {
                parts(owner, name)
            }
            Source::BodyParameter(page, name) | Source::BodyConstant(page, name) => parts(&self.page(page), name),
            Source::Parameters(page) => self.renamed.contains_key(&Source::Page(page.clone())),
            Source::Operation(..) | Source::Page(_) => self.renamed.contains_key(&key(old)),
        }
    }

    /// Returns a signature of the old crate with the paths of the new one.
    pub(super) fn translated(&self, signature: &str) -> String {
        if self.paths.is_empty() {
            return signature.to_owned();
        }
        let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let mut out = String::with_capacity(signature.len());
        for piece in signature.split_inclusive(|c| !is_path(c)) {
            let path = piece.trim_end_matches(|c| !is_path(c));
            out.push_str(self.paths.get(path).copied().unwrap_or(path));
            out.push_str(piece.get(path.len()..).unwrap_or_default());
        }
        out
    }

    /// Returns the key in the new crate for a key in the old one.
    pub(super) fn counterpart(&self, old: &Source) -> Source {
        let ty = |name: &str| self.context.new_name(name).to_owned();
        match old {
            Source::Type(name) => Source::Type(ty(name)),
            Source::Derived(name) => Source::Derived(ty(name)),
            Source::Variant(base, derived) => Source::Variant(ty(base), ty(derived)),
            Source::Property(owner, name) => self.part(ty(owner), name.clone(), Source::Property),
            Source::Constant(owner, name) => self.part(ty(owner), name.clone(), Source::Constant),
            Source::Member(owner, name) => self.part(ty(owner), name.clone(), Source::Member),
            Source::Parameters(page) => Source::Parameters(self.page(page)),
            Source::BodyParameter(page, name) => self.part(self.page(page), name.clone(), Source::BodyParameter),
            Source::BodyConstant(page, name) => self.part(self.page(page), name.clone(), Source::BodyConstant),
            Source::Operation(..) | Source::Page(_) => self.renamed.get(old).unwrap_or(old).clone(),
        }
    }

    /// Returns the key of a part with its new name.
    fn part(&self, owner: String, name: String, make: fn(String, String) -> Source) -> Source {
        let pair = (owner, name);
        match self.parts.get(&pair) {
            Some(new) => make(pair.0, new.clone()),
            None => make(pair.0, pair.1),
        }
    }

    /// Returns the path of a page in the new edition.
    fn page(&self, old: &str) -> String {
        match self.renamed.get(&Source::Page(old.to_owned())) {
            Some(Source::Page(new)) => new.clone(),
            _ => old.to_owned(),
        }
    }
}

/// Returns what an item belongs to, without the names of parameters.
fn key(source: &Source) -> Source {
    match source {
        Source::Operation(method, path) => Source::Operation(method.clone(), without_names(path)),
        other => other.clone(),
    }
}

/// Returns the key of the item that a subject names.
fn source(subject: &Subject) -> Option<Source> {
    let Subject { item, owner, name } = subject;
    let owner = owner.as_deref().unwrap_or_default().to_owned();
    let operation = |text: &str| {
        let (method, path) = text.split_once(' ')?;
        Some(Source::Operation(method.to_owned(), without_names(path)))
    };
    Some(match item {
        Item::Type | Item::Enum => Source::Type(name.clone()),
        Item::Property | Item::Navigation => Source::Property(owner, name.clone()),
        Item::Member => Source::Member(owner, name.clone()),
        Item::Operation => return operation(name),
        Item::Parameter => return operation(&owner),
        Item::Page => Source::Page(name.clone()),
        Item::BodyParameter => Source::BodyParameter(owner, name.clone()),
        Item::Api | Item::Area | Item::Header | Item::ResponseHeader => return None,
    })
}
