//! Changes of the generated crate that no single change of the reference explains.
//!
//! In: the public items of both crates, and the changes of the models. Out: items that are missing, or have another name or signature in Rust,
//! although they are the same in the reference; areas. Changes of the models that the items do not show get a lower level. A name depends on
//! its neighbours: a new item may take it.

mod levels;
mod pairing;

use std::collections::BTreeSet;

use crate::diff::change::{Change, Item, RustLevel, Subject};
use crate::diff::items::operations::without_names;
use crate::diff::kinds::any as kinds;
use crate::diff::kinds::operations::OPERATION_MOVED;
use crate::diff::record::At;
use crate::diff::text::operation_text;
use crate::diff::usage::{Use, members};
use crate::export::json::form::Model;
use crate::plan::surface::{Source, Surface};

use super::{Context, ancestors};
use levels::Aspect;
use pairing::Pairing;

/// Compares the public items of two crates. `changes` are those of the models, to which it adds.
pub(in crate::diff) fn compare(context: &Context<'_>, surfaces: [&Surface; 2], changes: &mut Vec<Change>) {
    let pairing = Pairing::new(context, surfaces, changes);
    levels::lower(&pairing, changes);
    let explained = Explained::new(&pairing, changes);
    let mut found = areas(surfaces);
    for ((old, old_item), new) in pairing.pairs() {
        let Some((new, new_item)) = new else {
            found.extend(
                removed(&pairing, &explained, old)
                    .map(|at| at.change(kinds::RUST_ITEM_REMOVED, Some(old_item.path.clone()), None)),
            );
            continue;
        };
        let differs = |aspect: &Aspect| !aspect.is_same(&pairing, old, [old_item, new_item]);
        let mut changed: Vec<Aspect> = Aspect::ALL.into_iter().filter(differs).collect();
        if changed.is_empty() {
            continue;
        }
        let at = at(context.new, new);
        changed.retain(|aspect| !explained.contains(*aspect, &at.subject));
        if changed.contains(&Aspect::Name) && !pairing.is_renamed(old) {
            if !follows(&pairing, old) {
                let [before, after] = [old_item, new_item].map(|item| Some(item.path.clone()));
                found.push(at.change(kinds::RUST_ITEM_RENAMED, before, after));
            }
        } else if changed.iter().any(|aspect| *aspect != Aspect::Name) && is_declared(context.new, new) {
            let [before, after] = [old_item, new_item].map(|item| Some(item.signature()));
            found.push(at.change(kinds::RUST_SIGNATURE_CHANGED, before, after));
        }
    }
    changes.extend(found);
}

fn areas([old, new]: [&Surface; 2]) -> Vec<Change> {
    let at = |name: &str| At { subject: Subject::new(Item::Area, name), old: None, new: None, used: Use::default() };
    let text = |is_default: bool| Some(if is_default { "on by default" } else { "off by default" }.to_owned());
    let mut changes = Vec::new();
    for (name, is_default) in &old.areas {
        match new.areas.get(name) {
            None => changes.push(at(name).change(kinds::AREA_REMOVED, Some(name.clone()), None)),
            Some(false) if *is_default => {
                changes.push(at(name).change(kinds::AREA_NOT_DEFAULT, text(true), text(false)));
            }
            Some(_) => {}
        }
    }
    let added = new.areas.keys().filter(|name| !old.areas.contains_key(*name));
    changes.extend(added.map(|name| at(name).change(kinds::AREA_ADDED, None, Some(name.clone()))));
    changes
}

/// What the changes of the models explain: an aspect of an item, by the name of its owner and its own.
struct Explained<'a> {
    aspects: BTreeSet<(Aspect, Option<&'a str>, &'a str)>,
    /// The operations of the old edition that are gone, or take other arguments.
    operations: BTreeSet<Source>,
}

impl<'a> Explained<'a> {
    fn new(pairing: &Pairing<'_, '_>, changes: &'a [Change]) -> Explained<'a> {
        let mut explained = Explained { aspects: BTreeSet::new(), operations: BTreeSet::new() };
        for change in changes.iter().filter(|change| change.rust == RustLevel::Major) {
            let Subject { item, owner, name } = &change.subject;
            for aspect in Aspect::of(change.kind) {
                explained.aspects.insert(match (item, owner) {
                    // Parameters are arguments of the operation.
                    (Item::Parameter, Some(operation)) => (*aspect, None, operation),
                    _ => (*aspect, owner.as_deref(), name),
                });
                if let (true, Some(new)) = (change.kind == OPERATION_MOVED, &change.after) {
                    explained.aspects.insert((*aspect, None, new));
                }
                if *aspect != Aspect::Type && matches!(item, Item::Operation) {
                    explained.operations.extend(pairing.old_key(change));
                }
            }
        }
        explained
    }

    fn contains(&self, aspect: Aspect, subject: &Subject) -> bool {
        self.aspects.contains(&(aspect, subject.owner.as_deref(), &*subject.name))
    }
}

/// Returns an item that only the old crate has, or what it belonged to, unless another change reports that.
fn removed<'a>(pairing: &Pairing<'a, '_>, explained: &Explained<'_>, old: &Source) -> Option<At<'a>> {
    let model = pairing.context.new;
    // What is left without a part of it. If it is gone as well, its own removal is reported.
    let belonged_to = |owner: Source| pairing.new_entry(&owner).map(|(new, _)| at(model, new));
    match old {
        Source::Derived(name) => belonged_to(Source::Type(name.clone())),
        Source::Parameters(page) => {
            let mut operations = pairing.operations_of(page);
            let is_explained = operations.any(|key| explained.operations.contains(&key));
            if is_explained { None } else { belonged_to(Source::Page(page.clone())) }
        }
        Source::Operation(method, path) => {
            let name = format!("{method} {path}");
            if explained.contains(Aspect::Name, &Subject::new(Item::Operation, &name)) {
                return None;
            }
            let form = without_names(path);
            let mut operations = model.operations.iter();
            let still = operations.find(|own| own.method == *method && without_names(&own.path) == form)?;
            let subject = Subject::new(Item::Operation, &operation_text(still));
            Some(At { subject, old: None, new: Some(&still.span), used: Use::default() })
        }
        Source::Type(_) | Source::Page(_) => itself(model, explained, &pairing.counterpart(old)),
        Source::Property(owner, _) | Source::Member(owner, _) => {
            pairing.new_entry(&Source::Type(owner.clone()))?;
            itself(model, explained, &pairing.counterpart(old))
        }
        Source::BodyParameter(page, _) => {
            pairing.new_entry(&Source::Parameters(page.clone()))?;
            itself(model, explained, &pairing.counterpart(old))
        }
        Source::Constant(owner, name) => belonged_to(Source::Property(owner.clone(), name.clone())),
        Source::BodyConstant(page, name) => belonged_to(Source::BodyParameter(page.clone(), name.clone())),
        Source::Variant(base, derived) => {
            pairing.new_entry(&Source::Derived(base.clone()))?;
            let [base, derived] = [base, derived].map(|name| pairing.context.new_name(name));
            let is_derived = pairing.context.descendants(base).contains(derived);
            is_derived.then(|| at(model, &Source::Type(derived.to_owned())))
        }
    }
}

/// Returns an item that the new edition still documents, although its crate does not have it.
fn itself<'a>(model: &'a Model, explained: &Explained<'_>, source: &Source) -> Option<At<'a>> {
    let mut at = at(model, source);
    if let (Source::Property(ty, name), None) = (source, at.new) {
        // It may be inherited.
        let mut inherited = ancestors(model, ty).flat_map(|(_, ty)| members(ty));
        at.new = inherited.find(|property| property.name == *name).map(|property| &property.span);
    }
    (at.new.is_some() && !explained.contains(Aspect::Name, &at.subject)).then_some(at)
}

/// Returns whether an item is named after another one that has another name in Rust as well.
fn follows(pairing: &Pairing<'_, '_>, old: &Source) -> bool {
    let first = match old {
        Source::Derived(name) => Source::Type(name.clone()),
        Source::Constant(owner, name) => Source::Property(owner.clone(), name.clone()),
        Source::BodyConstant(page, name) => Source::BodyParameter(page.clone(), name.clone()),
        _ => return false,
    };
    let (Some(item), Some((_, new))) = (pairing.old_item(&first), pairing.new_entry(&first)) else { return false };
    !Aspect::Name.is_same(pairing, &first, [item, new])
}

/// Returns whether a type declares the property itself: an inherited one changes with its base.
fn is_declared(model: &Model, source: &Source) -> bool {
    let (Source::Property(ty, name) | Source::Constant(ty, name)) = source else { return true };
    model.types.get(ty).is_some_and(|ty| members(ty).any(|property| property.name == *name))
}

/// Returns what an item of the new crate belongs to.
fn at<'a>(model: &'a Model, source: &Source) -> At<'a> {
    let (subject, span) = match source {
        Source::Type(name) if model.enums.contains_key(name) => {
            (Subject::new(Item::Enum, name), model.enums.get(name).map(|declared| &declared.span))
        }
        Source::Type(name) | Source::Derived(name) | Source::Variant(name, _) => {
            (Subject::new(Item::Type, name), model.types.get(name).map(|ty| &ty.span))
        }
        Source::Property(ty, name) | Source::Constant(ty, name) => {
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
        Source::Page(path) | Source::Parameters(path) => {
            (Subject::new(Item::Page, path), model.pages.get(path).map(|page| &page.span))
        }
        Source::BodyParameter(path, name) | Source::BodyConstant(path, name) => {
            let parameters = model.pages.get(path).and_then(|page| page.parameters.as_ref());
            let span = parameters.and_then(|all| all.properties.iter().find(|property| property.name == *name));
            (Subject::of(Item::BodyParameter, path, name), span.map(|property| &property.span))
        }
    };
    At { subject, old: None, new: span, used: Use::default() }
}
