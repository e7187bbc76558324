//! Which area is on when nobody chooses.
//!
//! In: what requests answer and where these types are available. Out: one area: the one whose own types are needed in the most others, as
//! users are in many, among those that hold a quarter of the requests at most. With none on, `cargo doc` would show an empty crate; with
//! nearly all of them, areas would save nobody anything.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Answer, Api, TypeName, TypeRef};

use super::set::AreaSet;
use super::types::Sets;

/// An area with more than this part of the requests is not a default.
const LARGE: usize = 4;

/// The index of the default area.
pub fn default_area(api: &Api, requests: &[AreaSet], types: &BTreeMap<TypeName, Sets>) -> Option<usize> {
    // How many requests an area has, and in which areas values of its own types occur.
    let mut areas: BTreeMap<usize, (usize, AreaSet)> = BTreeMap::new();
    for area in requests.iter().flat_map(|own| own.iter()) {
        areas.entry(area).or_default().0 += 1;
    }
    for (name, area) in owners(api, requests) {
        if let (Some((_, needed)), Some(sets)) = (areas.get_mut(&area), types.get(name)) {
            *needed = needed.union(sets.values);
        }
    }
    let small = areas.iter().filter(|(_, (count, _))| count * LARGE <= api.operations.len());
    let widest = small.max_by_key(|(index, (count, needed))| (needed.len(), Reverse(*count), Reverse(**index)));
    let smallest = || areas.iter().min_by_key(|(_, (count, _))| *count);
    widest.or_else(smallest).map(|(index, _)| *index)
}

/// For each type that requests answer, the area that has most of these requests.
fn owners<'a>(api: &'a Api, requests: &[AreaSet]) -> BTreeMap<&'a TypeName, usize> {
    let mut counts: BTreeMap<&TypeName, BTreeMap<usize, usize>> = BTreeMap::new();
    for (operation, own) in api.operations.iter().zip(requests) {
        if let Answer::Value(ty) | Answer::Collection(ty) = &operation.answer
            && let TypeRef::Type(name) = ty.element()
        {
            own.iter().for_each(|area| *counts.entry(name).or_default().entry(area).or_default() += 1);
        }
    }
    let most = |counts: BTreeMap<usize, usize>| counts.into_iter().max_by_key(|(area, count)| (*count, Reverse(*area)));
    counts.into_iter().filter_map(|(name, counts)| Some((name, most(counts)?.0))).collect()
}
