//! A part of the API: the requests that patterns choose, and what they reach.
//!
//! In: the [`Api`] and patterns such as `/users/**`. Out: an [`Api`] with the chosen requests and the types these reach: bodies
//! and responses, bases, derived types, structural properties. A navigation property leads anywhere, so it is kept only where
//! its target is reached anyway; otherwise it is left out, and what the service sends for it is kept as an unknown member.
//! [`remove_descriptions`] leaves out text.

mod descriptions;
mod pattern;
mod reach;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::findings;
use crate::model::{Api, Example, Operation};
use crate::odata::{OperationKey, operation_key};

pub use descriptions::{has_descriptions, remove_descriptions};
pub(crate) use pattern::Pattern;
use reach::Reach;

/// The part of `api` that `patterns` choose; all of it where there is no pattern.
#[must_use]
pub fn select(api: Api, patterns: &[String]) -> (Api, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    if patterns.is_empty() {
        return (api, diagnostics);
    }
    let chosen = choose(&api, patterns, &mut diagnostics);
    let reach = Reach::of(&api, &chosen);
    let mut part = keep(api, &chosen, &reach);
    // A member whose property is left out is undocumented in this part.
    findings::update(&mut part);
    (part, diagnostics)
}

/// Indices of the operations that a pattern matches.
fn choose(api: &Api, patterns: &[String], diagnostics: &mut Diagnostics) -> BTreeSet<usize> {
    let keys: Vec<OperationKey> =
        api.operations.iter().map(|operation| operation_key(operation.method, &operation.template)).collect();
    let mut chosen = BTreeSet::new();
    for text in patterns {
        let pattern = Pattern::new(text);
        let matched: Vec<usize> = (0..keys.len()).filter(|index| pattern.matches(&keys[*index])).collect();
        if matched.is_empty() {
            diagnostics.push(
                Diagnostic::new(lint::SELECT_NOTHING, None, format!("`{text}` matches no documented request")).hint(
                    "`**` stands for any number of segments, `*` and `{…}` for one: `/users/**`, `GET /groups/{id}`",
                ),
            );
        }
        chosen.extend(matched);
    }
    chosen
}

fn keep(api: Api, chosen: &BTreeSet<usize>, reach: &Reach) -> Api {
    let index: BTreeMap<usize, usize> = chosen.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let operations: Vec<Operation> = api
        .operations
        .into_iter()
        .enumerate()
        .filter(|(old, _)| index.contains_key(old))
        .map(|(_, operation)| operation)
        .collect();
    let pages: BTreeSet<&String> = operations.iter().flat_map(|operation| &operation.pages).collect();
    let pages = api.pages.into_iter().filter(|(path, _)| pages.contains(path)).collect();
    let types = api
        .types
        .into_iter()
        .filter(|(name, _)| reach.types.contains(name))
        .map(|(name, mut ty)| {
            ty.navigation.retain(|property| reach.holds(&property.ty));
            (name, ty)
        })
        .collect();
    let examples = api
        .examples
        .into_iter()
        .filter_map(|mut example: Example| {
            let shows = *index.get(&example.shows?)?;
            example.shows = Some(shows);
            if let Some(matched) = &mut example.matched {
                matched.operation = shows;
            }
            Some(example)
        })
        .collect();
    Api {
        version: api.version,
        types,
        enums: api.enums.into_iter().filter(|(name, _)| reach.enums.contains(name)).collect(),
        operations,
        pages,
        products: api.products,
        examples,
        representations: api.representations.into_iter().filter(|shown| reach.types.contains(&shown.ty)).collect(),
    }
}
