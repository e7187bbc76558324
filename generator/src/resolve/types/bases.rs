//! Base types: at most one for each type, without cycles.
//!
//! In: the drafts of all types with their statements. Out: their bases, and an order in which each type follows its base.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};
use crate::extract::BaseSource;
use crate::model::TypeName;
use crate::resolve::names::{Ancestors, Meanings};
use crate::resolve::types::drafts::{Drafts, TypeDraft};

/// Chooses each type's base, without cycles, and returns the ancestors of each type.
pub fn find(drafts: &mut Drafts<'_>, meanings: &Meanings<'_>, diagnostics: &mut Diagnostics) -> Ancestors {
    find_bases(drafts, meanings, diagnostics);
    break_cycles(drafts, diagnostics);
    ancestors(drafts)
}

/// Chooses each type's base from the annotation, else the text, else the rows (docs/format.md#base-types).
fn find_bases(drafts: &mut Drafts<'_>, meanings: &Meanings<'_>, diagnostics: &mut Diagnostics) {
    // The other direction: a page that lists the types derived from its own.
    let mut listed: BTreeMap<TypeName, TypeName> = BTreeMap::new();
    for draft in drafts.values() {
        let derived = draft.stated.iter().flat_map(|stated| &stated.resource.derived);
        for name in derived.filter_map(|derived| meanings.ty(derived)) {
            listed.entry(name.clone()).or_insert_with(|| draft.name.clone());
        }
    }
    let chosen: Vec<(TypeName, Option<TypeName>)> =
        drafts.values().map(|draft| (draft.name.clone(), choose_base(draft, meanings, diagnostics))).collect();
    for (name, base) in chosen {
        let base = base.filter(|base| *base != name && drafts.contains_key(base));
        if let Some(draft) = drafts.get_mut(&name) {
            draft.base = base;
        }
    }
    prefer_nearest_row(drafts, meanings);
    for (name, lister) in listed {
        // A type's own statement takes precedence, and no type derives from its own descendant.
        if descends(drafts, &lister, &name) {
            continue;
        }
        if let Some(draft) = drafts.get_mut(&name)
            && draft.base.is_none()
        {
            draft.base = Some(lister);
        }
    }
}

/// Returns whether `name` is `ancestor` or inherits from it.
fn descends(drafts: &Drafts<'_>, name: &TypeName, ancestor: &TypeName) -> bool {
    let mut at = Some(name);
    for _ in 0..=drafts.len() {
        match at {
            Some(name) if name == ancestor => return true,
            Some(name) => at = drafts.get(name).and_then(|draft| draft.base.as_ref()),
            None => return false,
        }
    }
    true
}

/// Returns the base that the type's own pages declare. Rows count only if nothing else declares it.
fn choose_base(draft: &TypeDraft<'_>, meanings: &Meanings<'_>, diagnostics: &mut Diagnostics) -> Option<TypeName> {
    let mut best: Option<(BaseSource, &TypeName, Span)> = None;
    for fact in draft.bases() {
        let Some(written) = &fact.base else { continue };
        let Some(name) = meanings.ty(written).filter(|name| **name != draft.name) else { continue };
        match &best {
            Some((source, first, span))
                if *first != name && *source < BaseSource::Row && fact.source < BaseSource::Row =>
            {
                let message = format!("`{}` is a second base of `{}`", name.short(), draft.name.short());
                diagnostics.push(
                    Diagnostic::new(lint::CONFLICTING_BASE, written.span, message)
                        .related(*span, format!("here it is `{}`", first.short()))
                        .hint(format!("`{}` is used: name the same base in both places", first.short())),
                );
            }
            Some((source, ..)) if *source <= fact.source => {}
            _ => best = Some((fact.source, name, written.span)),
        }
    }
    best.map(|(_, name, _)| name.clone())
}

/// Chooses the most derived type as the base, if only rows declare the base and they name several types.
fn prefer_nearest_row(drafts: &mut Drafts<'_>, meanings: &Meanings<'_>) {
    let parents: BTreeMap<TypeName, Option<TypeName>> =
        drafts.values().map(|d| (d.name.clone(), d.base.clone())).collect();
    let mut changes = Vec::new();
    for draft in drafts.values() {
        if draft.bases().any(|fact| fact.source != BaseSource::Row && fact.base.is_some()) {
            continue;
        }
        let named = draft.bases().filter_map(|fact| meanings.ty(fact.base.as_ref()?));
        let rows: BTreeSet<&TypeName> =
            named.filter(|name| **name != draft.name && parents.contains_key(name)).collect();
        let nearest = rows.iter().max_by_key(|name| (depth(name, &parents), std::cmp::Reverse(**name)));
        if let Some(nearest) = nearest {
            changes.push((draft.name.clone(), (*nearest).clone()));
        }
    }
    for (name, base) in changes {
        if let Some(draft) = drafts.get_mut(&name) {
            draft.base = Some(base);
        }
    }
}

/// Returns the number of ancestors of a type.
fn depth(name: &TypeName, parents: &BTreeMap<TypeName, Option<TypeName>>) -> usize {
    let mut seen = BTreeSet::new();
    let mut at = name;
    while let Some(Some(parent)) = parents.get(at) {
        if !seen.insert(parent) {
            break;
        }
        at = parent;
    }
    seen.len()
}

/// Drops the base of the first type (by name) of each cycle.
fn break_cycles(drafts: &mut Drafts<'_>, diagnostics: &mut Diagnostics) {
    let all: Vec<TypeName> = drafts.keys().cloned().collect();
    for name in all {
        let mut at = name.clone();
        let mut steps = 0;
        while let Some(base) = drafts.get(&at).and_then(|draft| draft.base.clone()) {
            steps += 1;
            if base == name {
                if let Some(draft) = drafts.get_mut(&name) {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::BASE_CYCLE,
                            draft.span,
                            format!("`{}` inherits from itself", name.short()),
                        )
                        .hint("one of the statements `Inherits from` is wrong"),
                    );
                    draft.base = None;
                }
                break;
            }
            if steps > drafts.len() {
                break;
            }
            at = base;
        }
    }
}

/// Returns the ancestors of each type, nearest first.
fn ancestors(drafts: &Drafts<'_>) -> Ancestors {
    drafts
        .keys()
        .map(|name| {
            let mut ancestors = Vec::new();
            let mut at = name;
            while let Some(base) = drafts.get(at).and_then(|draft| draft.base.as_ref()) {
                ancestors.push(base.clone());
                at = base;
            }
            (name.clone(), ancestors)
        })
        .collect()
}

/// Sorts types so that each follows its base; by name within the same depth.
pub fn base_first(ancestors: &Ancestors) -> Vec<TypeName> {
    let mut order: Vec<(usize, &TypeName)> =
        ancestors.iter().map(|(name, ancestors)| (ancestors.len(), name)).collect();
    order.sort();
    order.into_iter().map(|(_, name)| name.clone()).collect()
}
