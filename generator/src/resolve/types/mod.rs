//! Entity and complex types: merges partial pages, finds bases, resolves properties.
//!
//! In: the drafts of all types with their bases. Out: [`Type`]s with their own properties. Properties of a base are not repeated, even if
//! pages repeat them.

pub mod abstracts;
pub mod bases;
pub mod drafts;
pub mod facets;
pub mod from_bodies;
pub mod properties;
pub mod redefined;
pub mod untyped;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::PropertyFacts;
use crate::extract::type_expr::TypeExpr;
use crate::model::{Doc, Kind, Property, Type, TypeName};
use crate::resolve::context::Pages;
use crate::resolve::enums::descriptions::RowContext;
use crate::resolve::enums::synthetic::Synthetic;
use crate::resolve::hierarchy::Types;
use crate::resolve::names::{Ancestors, Links, Names};
use crate::resolve::types::bases::base_first;
use crate::resolve::types::drafts::{Drafts, TypeDraft};
use crate::resolve::types::properties::PropertyList;
use crate::resolve::words::is_property;

/// Returns all types of the pages, ordered by name.
pub fn resolve_types(
    drafts: &Drafts<'_>,
    ancestors: &Ancestors,
    pages: &Pages<'_>,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeName, Type> {
    let mut types: BTreeMap<TypeName, Type> = BTreeMap::new();
    let mut redefined = Vec::new();
    for name in base_first(ancestors) {
        let Some(draft) = drafts.get(&name) else { continue };
        let inherited = inherited_names(&name, ancestors, &types);
        let rows = draft.body_rows.iter().copied();
        let mut links = pages.links.in_namespace(name.namespace(), rows, pages.names);
        let (ty, repeated) = build(draft, &inherited, &Pages { links: &links, ..*pages }, synthetic, diagnostics);
        links.report(diagnostics);
        // JSON samples are not reliable evidence of types.
        if draft.is_described() {
            redefined.extend(repeated.into_iter().map(|property| (name.clone(), property)));
        }
        types.insert(name, ty);
    }
    redefined::report(&redefined, Types::new(&types), diagnostics);
    types
}

/// Returns the lower-case names of the properties that the ancestors declare.
fn inherited_names(name: &TypeName, ancestors: &Ancestors, types: &BTreeMap<TypeName, Type>) -> BTreeSet<String> {
    ancestors[name]
        .iter()
        .filter_map(|ancestor| types.get(ancestor))
        .flat_map(|ty| ty.properties.iter().chain(&ty.navigation))
        .map(|property| property.name.to_lowercase())
        .collect()
}

/// Builds the type, except for its kind, and returns its rows for inherited properties separately.
fn build(
    draft: &TypeDraft<'_>,
    inherited: &BTreeSet<String>,
    pages: &Pages<'_>,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) -> (Type, Vec<Property>) {
    let description = draft
        .stated
        .iter()
        .find_map(|stated| {
            let text = stated.resource.description.as_ref()?;
            Some(Doc::new(text, |text, dest| pages.names.link(stated.page, text, dest)))
        })
        .unwrap_or_default();
    let owner = |page| RowContext { page, namespace: draft.name.namespace(), owner: draft.name.short() };
    let mut properties = PropertyList::default();
    for (page, row) in draft.structural_rows().filter(|(_, row)| is_property(&row.name)) {
        properties.add(synthetic.property(row, owner(page), pages), diagnostics);
    }
    report_shown(draft, inherited, diagnostics);
    let mut navigation = PropertyList::default();
    for (page, row) in draft.navigation_rows().filter(|(_, row)| is_property(&row.name)) {
        if !properties.has(&row.name) {
            let mut property = synthetic.property(row, owner(page), pages);
            if names_set(row, pages.links) {
                property.ty = property.ty.collection();
            }
            navigation.add(property, diagnostics);
        }
    }
    let mut repeated = Vec::new();
    let mut own = |list: PropertyList| {
        let is_own = |property: &Property| !inherited.contains(&property.name.to_lowercase());
        let (own, others): (Vec<Property>, Vec<Property>) = list.list.into_iter().partition(is_own);
        repeated.extend(others);
        own
    };
    let (properties, navigation) = (own(properties), own(navigation));
    let mut described_on: Vec<String> = draft.stated.iter().map(|stated| stated.page.to_owned()).collect();
    described_on.extend(draft.body_rows.iter().map(|(page, _)| (*page).to_owned()));
    let mut seen = BTreeSet::new();
    described_on.retain(|page| seen.insert(page.clone()));
    let ty = Type {
        name: draft.name.clone(),
        kind: Kind::Complex,
        base: draft.base.clone(),
        is_abstract: draft.stated.iter().any(|stated| stated.resource.is_abstract),
        is_open: draft.stated.iter().any(|stated| stated.resource.is_open),
        values: draft.stated.iter().find_map(|stated| Some(pages.links.use_type(stated.resource.values.as_ref()?))),
        key: draft.stated.iter().find_map(|stated| stated.resource.key.clone()).or_else(|| inherited_key(draft)),
        deprecated: draft.stated.first().and_then(|stated| stated.resource.deprecated.clone()),
        description,
        properties,
        navigation,
        pages: described_on,
        span: draft.span,
    };
    (ty, repeated)
}

/// Reports JSON from which properties are taken, because nothing else describes the type.
fn report_shown(draft: &TypeDraft<'_>, inherited: &BTreeSet<String>, diagnostics: &mut Diagnostics) {
    let Some(stated) = draft.shown().filter(|_| !draft.is_described()) else { return };
    let adds = stated.resource.shown.iter().any(|row| !inherited.contains(&row.name.to_lowercase()));
    if let Some(json) = stated.resource.json.as_ref().filter(|_| adds) {
        let message = format!("only this JSON describes the properties of `{}`", draft.name);
        let hint = "add a table of properties: samples do not tell types for certain";
        diagnostics.push(Diagnostic::new(lint::SHOWN_PROPERTIES, json.span, message).hint(hint));
    }
}

/// Returns whether a relationship names its type as a set, `crates` for `crate`.
fn names_set(row: &PropertyFacts, links: &Links<'_>) -> bool {
    let TypeExpr::Named(written) = &row.ty else { return false };
    links.meaning(written).is_some_and(|(name, _)| Names::is_set_of(&written.name, name))
}

/// Returns the key of a type that only the table of a request describes: the property that its row marks as inherited from `entity`.
fn inherited_key(draft: &TypeDraft<'_>) -> Option<String> {
    let from_entity = |row: &PropertyFacts| row.facets.inherited_from.iter().any(|base| base.name.ends_with("entity"));
    let (_, row) = draft.body_rows.iter().find(|(_, row)| from_entity(row))?;
    Some(row.name.clone())
}
