//! Changes of the generated crate that no single change of the reference explains.
//!
//! In: the public items of both crates, and the other changes. Out: items that have another name or signature in Rust although they are
//! the same in the reference, and areas. A name depends on its neighbours: a new item may take it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::{Change, Item, RustLevel, Subject};
use crate::diff::kinds::any as kinds;
use crate::diff::record::At;
use crate::diff::usage::{Use, members};
use crate::export::json::form::Model;
use crate::plan::surface::{self, Source, Surface};

use super::Context;
use super::operations::without_names;

/// Compares the public items of two crates. `others` are the changes that were found in the models.
pub(in crate::diff) fn compare(context: &Context<'_>, [old, new]: [&Surface; 2], others: &[Change]) -> Vec<Change> {
    let mut changes = areas(old, new);
    let explained: BTreeSet<(Option<&str>, &str)> = others
        .iter()
        .filter(|change| change.rust == RustLevel::Major)
        .flat_map(|change| {
            let Subject { owner, name, .. } = &change.subject;
            // A change of a parameter explains one of its operation.
            [(owner.as_deref(), name.as_str())].into_iter().chain(owner.as_deref().map(|owner| (None, owner)))
        })
        .collect();
    let by_key: BTreeMap<Source, (&Source, &surface::Item)> =
        new.items.iter().map(|(source, item)| (key(source), (source, item))).collect();
    let types = Types::new(context, old, new);
    for (source, old_item) in &old.items {
        let Some((new_source, new_item)) = by_key.get(&key(&renamed(context, source))) else { continue };
        let is_explained = |subject: &Subject| explained.contains(&(subject.owner.as_deref(), &*subject.name));
        if is_renamed_type(context, source) {
            continue;
        }
        if last(&old_item.path) != last(&new_item.path) || is_function(source) && old_item.path != new_item.path {
            let at = at(context, new_source);
            if !is_explained(&at.subject) {
                let [before, after] = [old_item, new_item].map(|item| Some(item.path.clone()));
                changes.push(at.change(kinds::RUST_ITEM_RENAMED, before, after));
            }
        } else if types.translated(&old_item.signature) != new_item.signature && is_declared(context.new, new_source) {
            let at = at(context, new_source);
            if !is_explained(&at.subject) {
                let [before, after] = [old_item, new_item].map(|item| Some(item.signature.clone()));
                changes.push(at.change(kinds::RUST_SIGNATURE_CHANGED, before, after));
            }
        }
    }
    changes
}

fn areas(old: &Surface, new: &Surface) -> Vec<Change> {
    let at = |name: &str| At { subject: Subject::new(Item::Area, name), old: None, new: None, used: Use::default() };
    let removed = old.areas.difference(&new.areas);
    let removed = removed.map(|name| at(name).change(kinds::AREA_REMOVED, Some(name.clone()), None));
    let added = new.areas.difference(&old.areas);
    removed.chain(added.map(|name| at(name).change(kinds::AREA_ADDED, None, Some(name.clone())))).collect()
}

/// The paths of types that have another path in the new crate.
struct Types<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Types<'a> {
    fn new(context: &Context<'_>, old: &'a Surface, new: &'a Surface) -> Types<'a> {
        let moved = old.items.iter().filter_map(|(source, item)| {
            let Source::Type(name) = source else { return None };
            let to = new.items.get(&Source::Type(context.new_name(name).to_owned()))?;
            (to.path != item.path).then_some((&*item.path, &*to.path))
        });
        Types(moved.collect())
    }

    /// Returns a signature of the old crate with the paths of the new one.
    fn translated(&self, signature: &str) -> String {
        if self.0.is_empty() {
            return signature.to_owned();
        }
        let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let mut out = String::with_capacity(signature.len());
        for piece in signature.split_inclusive(|c| !is_path(c)) {
            let path = piece.trim_end_matches(|c| !is_path(c));
            out.push_str(self.0.get(path).copied().unwrap_or(path));
            out.push_str(piece.get(path.len()..).unwrap_or_default());
        }
        out
    }
}

/// Returns what an item of the old edition belongs to, with the names of the new one.
fn renamed(context: &Context<'_>, source: &Source) -> Source {
    let new = |name: &str| context.new_name(name).to_owned();
    match source {
        Source::Type(name) => Source::Type(new(name)),
        Source::Property(ty, name) => Source::Property(new(ty), name.clone()),
        Source::Member(ty, name) => Source::Member(new(ty), name.clone()),
        Source::Operation(..) => source.clone(),
    }
}

/// Returns what an item belongs to, without the names of parameters.
fn key(source: &Source) -> Source {
    match source {
        Source::Operation(method, path) => Source::Operation(method.clone(), without_names(path)),
        other => other.clone(),
    }
}

/// Returns whether a type has another name in the reference too, which is a change by itself.
fn is_renamed_type(context: &Context<'_>, source: &Source) -> bool {
    matches!(source, Source::Type(name) if context.rename(name).is_some())
}

fn is_function(source: &Source) -> bool {
    matches!(source, Source::Operation(..))
}

/// Returns whether a type declares the property itself: an inherited one changes with its base.
fn is_declared(model: &Model, source: &Source) -> bool {
    let Source::Property(ty, name) = source else { return true };
    model.types.get(ty).is_some_and(|ty| members(ty).any(|property| property.name == *name))
}

/// Returns the last part of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Returns the item that something of the new crate belongs to.
fn at<'a>(context: &Context<'a>, source: &Source) -> At<'a> {
    let model = context.new;
    let (subject, span) = match source {
        Source::Type(name) if model.enums.contains_key(name) => {
            (Subject::new(Item::Enum, name), model.enums.get(name).map(|declared| &declared.span))
        }
        Source::Type(name) => (Subject::new(Item::Type, name), model.types.get(name).map(|ty| &ty.span)),
        Source::Property(ty, name) => {
            let declared = model.types.get(ty);
            let is_navigation = declared.is_some_and(|ty| ty.navigation.iter().any(|property| property.name == *name));
            let item = if is_navigation { Item::Navigation } else { Item::Property };
            let span = declared.and_then(|ty| members(ty).find(|property| property.name == *name));
            (Subject::of(item, ty, name), span.map(|property| &property.span))
        }
        Source::Member(declared, name) => {
            let members = model.enums.get(declared).map(|declared| &declared.members);
            let span = members.and_then(|members| members.iter().find(|member| member.name == *name));
            (Subject::of(Item::Member, declared, name), span.map(|member| &member.span))
        }
        Source::Operation(method, path) => {
            let operation = model.operations.iter().find(|own| own.method == *method && own.path == *path);
            (Subject::new(Item::Operation, &format!("{method} {path}")), operation.map(|operation| &operation.span))
        }
    };
    At { subject, old: None, new: span, used: Use::default() }
}
