//! Evidence about new types, enums and members.
//!
//! In: a change and both editions. Out: evidence, if there is any.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::{Change, Class, Evidence, Side};
use crate::diff::text::type_text;
use crate::diff::usage::{element, members};
use crate::export::json::form::{Location, Property, TypeRef};

use super::{Judge, NEW_PROPERTIES, NEW_TYPES, corrected, evidence, is_distinctive, searched, service, short};

/// A property that the old edition has as a text, as an enum or as unknown has the new type now.
pub(super) fn typed_property(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let users = judge.users.get(&*change.subject.name)?;
    users.iter().find_map(|(owner, name)| {
        let property = old_property(judge, owner, name)?;
        let is_typed = matches!(element(&property.ty), TypeRef::Type(_));
        let text = || format!("the old edition has `{owner}/{name}` with the type `{}`", type_text(&property.ty));
        (!is_typed).then(|| corrected(text(), Some(property.span.clone())))?
    })
}

/// A type is not new if a property that has it is not new, nor are the types of the properties of such a type: the other changes decide.
pub(super) fn follow_properties(judge: &Judge<'_>, changes: &mut [Change]) {
    follow_corrected_properties(judge, changes);
    // Each round decides at least one type, or is the last.
    while follow_corrected_types(judge, changes) {}
}

/// Corrects the types of the properties of corrected types. Returns whether there was one.
fn follow_corrected_types(judge: &Judge<'_>, changes: &mut [Change]) -> bool {
    let existed = |change: &&Change| change.class == Class::DocumentationCorrected && NEW_TYPES.contains(&change.kind);
    let owners: BTreeSet<String> = changes.iter().filter(existed).map(|change| change.subject.name.clone()).collect();
    let mut has_found = false;
    for change in
        changes.iter_mut().filter(|change| NEW_TYPES.contains(&change.kind) && change.class == Class::ServiceChanged)
    {
        let users = judge.users.get(&*change.subject.name).into_iter().flatten();
        if let Some((owner, name)) = users.into_iter().find(|(owner, _)| owners.contains(*owner)) {
            let text = format!("`{owner}/{name}` has this type, and `{}` existed already", short(owner));
            change.class = Class::DocumentationCorrected;
            change.evidence = corrected(text, None).into_iter().collect();
            has_found = true;
        }
    }
    has_found
}

/// Corrects the types of corrected properties.
fn follow_corrected_properties(judge: &Judge<'_>, changes: &mut [Change]) {
    let is_corrected =
        |change: &&Change| change.class == Class::DocumentationCorrected && NEW_PROPERTIES.contains(&change.kind);
    let corrected_properties: BTreeMap<(String, String), Option<Location>> = changes
        .iter()
        .filter(is_corrected)
        .filter_map(|change| {
            let place = change.evidence.iter().find_map(|evidence| Some(evidence.span.as_ref()?.1.clone()));
            Some(((change.subject.owner.clone()?, change.subject.name.clone()), place))
        })
        .collect();
    for change in changes.iter_mut().filter(|change| NEW_TYPES.contains(&change.kind)) {
        let users = judge.users.get(&*change.subject.name).into_iter().flatten();
        let found = users.into_iter().find_map(|(owner, name)| {
            let key = ((*owner).to_owned(), (*name).to_owned());
            Some((corrected_properties.get(&key)?, owner, name))
        });
        if let Some((place, owner, name)) = found
            && change.class != Class::DocumentationCorrected
        {
            let text = format!("`{owner}/{name}` has this type, and existed already");
            change.class = Class::DocumentationCorrected;
            change.evidence = corrected(text, place.clone()).into_iter().collect();
        }
    }
}

/// Returns a property of the old edition.
pub(super) fn old_property<'a>(judge: &Judge<'a>, owner: &str, name: &str) -> Option<&'a Property> {
    members(judge.old.model.types.get(owner)?).find(|property| property.name == name)
}

/// The old edition links to the type's page, which it does not have.
pub(super) fn missing_page(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let page = leading_page(judge, change)?;
    if judge.had_page(page) {
        return None;
    }
    let file = page.rsplit('/').next()?.to_lowercase();
    let links = |line: &str| {
        let line = line.to_lowercase();
        line.contains(&format!("({file}")) || line.contains(&format!("/{file}"))
    };
    let mention = judge.mentions.of(searched(change)?).iter().find(|mention| links(&mention.line))?;
    corrected(
        format!("the old edition links to the page `{page}`, which it does not have"),
        Some(mention.location.clone()),
    )
}

/// The page existed, and the old edition uses the name.
pub(super) fn known_page(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let page = leading_page(judge, change).filter(|page| judge.had_page(page))?;
    let name = searched(change)?;
    let mention = judge.mentions.of(name).first()?;
    corrected(format!("the old edition has the page `{page}` and the name `{name}`"), Some(mention.location.clone()))
}

/// The old edition uses the name, and does not tell for what.
pub(super) fn mentioned(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let name = searched(change)?;
    let mention = judge.mentions.of(name).first()?;
    let text = format!("the old edition has the name `{name}`, without a page for it");
    evidence(Class::Unclear, text, Some((Side::Old, mention.location.clone())))
}

/// The old edition has neither a page for it nor its name.
pub(super) fn unheard_of(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    if !judge.can_search() {
        return None;
    }
    let name = short(&change.subject.name);
    if judge.new.model.enums.get(&*change.subject.name).is_some_and(|declared| declared.synthetic) {
        let text = format!("`{name}` is a name that docbindgen has made for a list of values");
        return evidence(Class::Unclear, text, None);
    }
    let page = leading_page(judge, change)?;
    match (judge.had_page(page), searched(change)) {
        (false, Some(name)) => service(format!("the old edition has neither the page `{page}` nor the name `{name}`")),
        (false, None) => service(format!("the old edition does not have the page `{page}`")),
        (true, Some(name)) if name == short(name) => {
            service(format!("the page `{page}` of the old edition does not have the name `{name}`"))
        }
        // A page about something else need not qualify a name.
        (true, _) => None,
    }
}

/// A member is new: the old edition does not have its name, or has it somewhere.
pub(super) fn member(judge: &Judge<'_>, change: &Change) -> Option<Evidence> {
    let name = &*change.subject.name;
    if !judge.can_search() || !is_distinctive(name) {
        return None;
    }
    let declared = judge.new.model.enums.get(change.subject.owner.as_ref()?)?;
    let mentions = judge.mentions.of(name);
    if mentions.is_empty() {
        return service(format!("the old edition does not have the name `{name}`"));
    }
    let own = mentions.iter().find(|mention| declared.pages.contains(&mention.location.file))?;
    corrected(
        format!("a page of the old edition that describes the enum has the name `{name}`"),
        Some(own.location.clone()),
    )
}

/// Returns the leading page of a new type or enum.
fn leading_page<'a>(judge: &Judge<'a>, change: &Change) -> Option<&'a str> {
    let model = &judge.new.model;
    let name = &change.subject.name;
    let pages =
        model.types.get(name).map(|ty| &ty.pages).or_else(|| model.enums.get(name).map(|declared| &declared.pages));
    pages?.first().map(String::as_str)
}
