//! Chooses the area that is on by default if the configuration does not.
//!
//! In: the requests and the areas of each type. Out: one area. Candidates have at most a quarter of the requests; the one whose own types
//! are needed in the most other areas wins, as users are needed in many. Without a default, `cargo doc` would show an empty crate; with
//! nearly all areas on, areas would save nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Api, ResponseBody, TypeName, TypeRef};

use super::set::AreaSet;
use super::types::Sets;

/// An area with more than one in `LARGE` requests is not a candidate.
const LARGE: usize = 4;

/// Returns the index of the default area.
pub fn default_area(api: &Api, requests: &[AreaSet], types: &BTreeMap<TypeName, Sets>) -> Option<usize> {
    // For each area: the number of its requests, and the areas in which values of its own types occur.
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

/// Returns, for each type in a response, the area with most of the requests that return it.
fn owners<'a>(api: &'a Api, requests: &[AreaSet]) -> BTreeMap<&'a TypeName, usize> {
    let mut counts: BTreeMap<&TypeName, BTreeMap<usize, usize>> = BTreeMap::new();
    for (operation, own) in api.operations.iter().zip(requests) {
        if let ResponseBody::Value(ty) | ResponseBody::Collection(ty) = &operation.response
            && let TypeRef::Type(name) = ty.element()
        {
            own.iter().for_each(|area| *counts.entry(name).or_default().entry(area).or_default() += 1);
        }
    }
    let most = |counts: BTreeMap<usize, usize>| counts.into_iter().max_by_key(|(area, count)| (*count, Reverse(*area)));
    counts.into_iter().filter_map(|(name, counts)| Some((name, most(counts)?.0))).collect()
}
