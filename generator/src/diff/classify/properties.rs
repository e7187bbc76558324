//! Evidence about properties that were added, retyped or removed.
//!
//! In: a change and both editions. Out: evidence, if there is any.

use std::collections::BTreeSet;

use crate::diff::change::{Change, Class, Evidence, Item, Side};
use crate::diff::items::ancestors;
use crate::diff::text::operation_text;
use crate::diff::usage::{members, name_of, received};
use crate::export::json::form::{Body, Model, Property};
use crate::model::Kind;

use super::types::old_property;
use super::{
    Judge, NEW_PROPERTIES, NEW_TYPES, corrected, evidence, is_distinctive, is_of_type, service, short, words_of_name,
};

/// Returns the new property of a change, and the type that declares it.
fn new_property<'a>(judge: &Judge<'a>, change: &Change) -> Option<&'a Property> {
    let ty = judge.new.model.types.get(change.subject.owner.as_ref()?)?;
    members(ty).find(|property| property.name == change.subject.name)
}

/// Returns the name of the type and of the property.
fn names(change: &Change) -> Option<(&str, &str)> {
    let owner = change.subject.owner.as_deref().filter(|_| is_of_type(change.subject.item))?;
    Some((owner, &change.subject.name))
}

/// The JSON of the old edition has the member, and its tables do not.
pub(super) fn shown(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let place = judge.old.undocumented(short(owner), name)?;
    corrected(format!("JSON of the old edition has the member `{name}`"), Some(place.clone()))
}

/// It identifies an entity that the old edition has: the entity always had a key.
pub(super) fn key(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let new = judge.new.model.types.get(owner)?;
    let is_key = new.key.as_deref().unwrap_or(USUAL_KEY) == name;
    let text = || format!("`{name}` is the key of an entity, which must have had a key before");
    (new.kind == Kind::Entity && is_key).then(|| corrected(text(), change.old_span.clone()))?
}

/// The key of an entity, if no page names another one.
const USUAL_KEY: &str = "id";

/// Requests of the old edition have it as the last segment of their path, and return its type.
pub(super) fn requested(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change).filter(|_| change.subject.item == Item::Navigation)?;
    let target = name_of(&new_property(judge, change)?.ty)?;
    let [old, _] = &judge.operations;
    let operations = judge.by_last_segment.get(name)?;
    let operation = operations.iter().find(|operation| {
        let has_target = match (&*operation.method, &operation.body) {
            ("GET", _) => received(operation) == Some(target),
            ("POST", Some(Body::Value(ty))) => name_of(ty) == Some(target),
            _ => false,
        };
        has_target && old.reads_before(operation).is_some_and(|ty| is_related(&judge.old.model, ty, owner))
    })?;
    let text = format!("the old edition has `{name}` of `{}` in `{}`", short(owner), operation_text(operation));
    corrected(text, Some(operation.span.clone()))
}

/// Returns whether one of two types is the other, or derived from it.
fn is_related(model: &Model, one: &str, other: &str) -> bool {
    let is_derived = |name: &str, base: &str| ancestors(model, name).any(|(ancestor, _)| ancestor == base);
    is_derived(one, other) || is_derived(other, one)
}

/// The old edition has the name: on a page of the type, or elsewhere.
pub(super) fn mentioned(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let mentions = judge.mentions.of(name);
    let first = mentions.first()?;
    let is_own = |file: &String| {
        [&judge.old.model, &judge.new.model]
            .iter()
            .any(|model| model.types.get(owner).is_some_and(|ty| ty.pages.contains(file)))
    };
    if let Some(own) = mentions.iter().find(|mention| is_own(&mention.location.file)) {
        let text = format!("a page of the old edition that describes the type has the name `{name}`");
        return corrected(text, Some(own.location.clone()));
    }
    // Names of two words, such as `displayName`, belong to many types.
    (words_of_name(name) > 2).then(|| {
        let text = format!("the old edition has the name `{name}`, but not for this type");
        evidence(Class::Unclear, text, Some((Side::Old, first.location.clone())))
    })?
}

/// Returns the type of a new property, if it is a new one of the service. The name of a list of values is not.
fn new_target<'a>(judge: &Judge<'a>, change: &Change) -> Option<&'a str> {
    let target = name_of(&new_property(judge, change)?.ty).filter(|target| judge.new_types.contains(*target))?;
    let is_generated = judge.new.model.enums.get(target).is_some_and(|declared| declared.synthetic);
    (!is_generated).then_some(target)
}

/// Corrects the class of properties whose type may have existed before: the other changes decide.
pub(super) fn follow_types(judge: &Judge<'_>, changes: &mut [Change]) {
    let types = changes.iter().filter(|change| NEW_TYPES.contains(&change.kind));
    let doubtful = types.filter(|change| change.class != Class::ServiceChanged);
    let doubtful: BTreeSet<String> = doubtful.map(|change| change.subject.name.clone()).collect();
    let properties = changes.iter_mut().filter(|change| NEW_PROPERTIES.contains(&change.kind));
    for change in properties.filter(|change| change.class == Class::ServiceChanged) {
        if let Some(target) = new_target(judge, change).filter(|target| doubtful.contains(*target)) {
            let text = format!("its type `{target}` is not in the old edition, but may have existed");
            change.class = Class::Unclear;
            change.evidence = evidence(Class::Unclear, text, None).into_iter().collect();
        }
    }
}

/// No table of its type lists it: JSON shows it, or another page has a row for it. What a service has had for long is often first seen there.
pub(super) fn loose(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let (property, ty) = (new_property(judge, change)?, judge.new.model.types.get(owner)?);
    let text = if is_in_json(judge, property)? {
        // A type without tables is declared by its JSON.
        members(ty).find(|other| is_in_json(judge, other) == Some(false))?;
        format!("only JSON of the new edition has `{name}`, and no table of its type")
    } else if ty.pages.contains(&property.span.file) {
        return None;
    } else {
        format!("only another page of the new edition has `{name}`, and no table of its type")
    };
    evidence(Class::Unclear, text, Some((Side::New, property.span.clone())))
}

/// Returns whether a property of the new edition is the member of an object in JSON: its name is in quotes.
fn is_in_json(judge: &Judge<'_>, property: &Property) -> Option<bool> {
    let span = &property.span;
    let line = judge.new.text(&span.file)?.lines().nth(span.line.checked_sub(1)?)?;
    Some(span.column.checked_sub(2).and_then(|before| line.chars().nth(before)) == Some('"'))
}

/// Nothing in the old edition points to it.
pub(super) fn unheard_of(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    if !judge.can_search() || !judge.old.model.types.contains_key(owner) {
        return None;
    }
    if let Some(target) = new_target(judge, change) {
        return service(format!("its type `{target}` is new as well"));
    }
    if is_distinctive(name) && judge.mentions.of(name).is_empty() {
        return service(format!("the old edition does not have the name `{name}`"));
    }
    if change.subject.item == Item::Navigation {
        // JSON shows a navigation property only if a request expands it.
        let text = format!(
            "the old edition does not have `{name}` in this type, but examples seldom show navigation properties"
        );
        return evidence(Class::Unclear, text, None);
    }
    service(format!("neither tables nor JSON of the old edition have `{name}` in this type"))
}

/// A value in JSON of the old edition did not fit the former type.
pub(super) fn value_shown(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let place = judge.old.mistyped(short(owner), name)?;
    corrected(
        format!("JSON of the old edition has a value for `{name}` that does not fit the former type"),
        Some(place.clone()),
    )
}

/// The property has a new structural type, in place of another structural type.
pub(super) fn new_type(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let (old, new) = (old_property(judge, owner, name)?, new_property(judge, change)?);
    let (old, new) = (name_of(&old.ty)?, name_of(&new.ty)?);
    let is_replaced = judge.new.model.types.contains_key(old);
    let is_new = judge.new.model.types.contains_key(new) && !judge.old.model.types.contains_key(new);
    (is_replaced && is_new && judge.can_search() && judge.mentions.of(short(new)).is_empty())
        .then(|| service(format!("the type `{new}` is new, and the former type still exists")))?
}

/// One of the enums was generated from a list of values, and its name is not one of the service.
pub(super) fn generated_enum(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let name = |text: &Option<String>| {
        let text = text.as_deref()?;
        Some(text.trim_start_matches("Collection(").trim_end_matches(')').to_owned())
    };
    let (old, new) = (name(&change.before)?, name(&change.after)?);
    let is_generated =
        |side: &crate::diff::Edition, name: &str| side.model.enums.get(name).is_some_and(|declared| declared.synthetic);
    let text = || format!("`{old}` is the name of a list of values on a page, not one of the service");
    if is_generated(judge.old, &old) {
        return corrected(text(), change.old_span.clone());
    }
    is_generated(judge.new, &new).then(|| corrected(text().replace(&*old, &new), None))?
}

/// The old edition calls it deprecated.
pub(super) fn deprecated(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let old = old_property(judge, owner, name)?;
    old.deprecated.then(|| service(format!("the old edition calls `{name}` deprecated")))?
}

/// JSON of the new edition still has the member.
pub(super) fn still_shown(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let (owner, name) = names(change)?;
    let place = judge.new.undocumented(short(owner), name)?;
    let text = format!("JSON of the new edition still has the member `{name}`");
    evidence(Class::DocumentationCorrected, text, Some((Side::New, place.clone())))
}
