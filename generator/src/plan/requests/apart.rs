//! Distinguishes requests of one module that need the same name.
//!
//! In: the places of all functions. Out: the same places with names that differ: overloads of a function are named by their arguments,
//! other requests by the parameters that the first of them lacks. Names that are still equal get a number from their scope.

use std::collections::BTreeMap;

use crate::extract::path::{ArgumentValue, Segment};
use crate::model::{Api, Operation, ParameterLocation};
use crate::odata::{self, Placeholder, Position};

use super::super::names::RustName;
use super::place::FunctionPlace;

/// Names the overloads of a function by their arguments: `range` and `range(address='…')` are `range` and `range_with_address`.
pub fn overloads(api: &Api, places: &mut [FunctionPlace]) {
    let groups = groups(places);
    for members in groups.values().filter(|members| members.len() > 1) {
        for &member in members {
            let arguments = called_with(&api.operations[member].template.segments);
            if !arguments.is_empty() {
                places[member].name = format!("{} with {}", places[member].name, arguments.join(" and "));
            }
        }
    }
}

/// Names requests by their parameters: `/photos` and `/photos/{size}` are `get` and `get_by_size`.
///
/// The request with the fewest query options and parameters keeps the name. The names of the others say how they differ, so they are not
/// reported.
pub fn placeholders(api: &Api, places: &mut [FunctionPlace]) {
    for members in groups(places).into_values() {
        let first = members.iter().copied().min_by_key(|member| {
            let parameters = &api.operations[*member].parameters;
            let taken = || parameters.iter().filter(|p| !p.is_option());
            (taken().filter(|p| p.location == ParameterLocation::Query).count(), taken().count(), *member)
        });
        let Some(first) = first else { continue };
        for member in members.into_iter().filter(|member| *member != first) {
            let own = beyond(&api.operations[first], &api.operations[member]);
            if !own.is_empty() {
                places[member].name = format!("{} by {}", places[member].name, own.join(" and "));
            }
        }
    }
}

/// Groups the functions without a configured name by the name they need.
fn groups(places: &[FunctionPlace]) -> BTreeMap<(Vec<RustName>, RustName), Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, place) in places.iter().enumerate().filter(|(_, place)| !place.renamed) {
        groups.entry(place.key()).or_default().push(index);
    }
    groups
}

/// Returns the names of the parameters that `other` has and `first` lacks.
///
/// Query options are compared by name. Path parameters are counted between two words of the path: those beyond the count of `first`
/// are returned.
fn beyond<'a>(first: &Operation, other: &'a Operation) -> Vec<&'a str> {
    let mut there: BTreeMap<usize, usize> = BTreeMap::new();
    for at in positions(&first.template.segments).into_iter().flatten() {
        *there.entry(at).or_default() += 1;
    }
    let of_path = positions(&other.template.segments);
    let mut names = Vec::new();
    for (index, parameter) in other.parameters.iter().enumerate().filter(|(_, parameter)| !parameter.is_option()) {
        let own = match (parameter.location, of_path.get(index).copied().flatten()) {
            (ParameterLocation::Query, _) => {
                first.parameters.iter().all(|p| p.location != ParameterLocation::Query || p.name != parameter.name)
            }
            (_, Some(at)) => match there.get_mut(&at) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            },
            (_, None) => false,
        };
        if own {
            names.push(parameter.name.as_str());
        }
    }
    names
}

/// Returns the number of words before each parameter of a path, by its index; `None` for the arguments of functions.
fn positions(segments: &[Segment]) -> Vec<Option<usize>> {
    let is_word = |segment: &&Segment| match segment {
        Segment::Literal(_) | Segment::Call { .. } => true,
        Segment::ItemPath { anchor, .. } => !matches!(anchor.as_ref(), Segment::Placeholder(_)),
        Segment::Placeholder(_) | Segment::Ellipsis => false,
    };
    let words = |end: usize| segments.iter().take(end).filter(is_word).count();
    let position = |found: &Placeholder<'_>| match found.position {
        Position::Argument(_) => None,
        Position::Segment => Some(words(found.segment)),
        Position::ItemPath => Some(words(found.segment + 1)),
    };
    odata::placeholders(segments).iter().map(position).collect()
}

/// Returns the arguments of the functions in a path: their names, with the values of literals.
fn called_with(segments: &[Segment]) -> Vec<String> {
    let calls = segments.iter().filter_map(|segment| match segment {
        Segment::Call { arguments, .. } => Some(arguments),
        _ => None,
    });
    calls
        .flatten()
        .filter(|argument| !argument.optional)
        .map(|argument| match (&argument.name, &argument.value) {
            (Some(name), ArgumentValue::Placeholder(_)) => name.clone(),
            (Some(name), ArgumentValue::Literal(text)) => format!("{name} {text}"),
            (None, ArgumentValue::Placeholder(text) | ArgumentValue::Literal(text)) => text.clone(),
        })
        .collect()
}
