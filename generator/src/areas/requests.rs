//! Assigns an area to each request.
//!
//! In: operations and the table `[areas]` of `docbindgen.toml`. Out: the name of an area for each operation. The first of these that the
//! table lists decides:
//!
//! 1. the product of one of its pages together with the first segment of its path,
//! 2. the product of one of its pages, the best page first,
//! 3. the first segment of its path;
//! 4. else the area is named after that segment, in kebab case.

use std::collections::BTreeMap;

use heck::ToKebabCase;

use crate::config::{AreaKey, AreaTable, is_area_name};
use crate::extract::path::Segment;
use crate::model::{Api, Operation};

use super::{MAX_AREAS, OTHER};

/// Returns the area of each operation, and the areas that were merged into `other` because there were too many.
pub fn areas_of_requests(api: &Api, table: &AreaTable) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = api.operations.iter().map(|operation| area(api, operation, table)).collect();
    let merged = smallest(&names);
    for name in &mut names {
        if merged.contains(name) {
            OTHER.clone_into(name);
        }
    }
    (names, merged)
}

fn area(api: &Api, operation: &Operation, table: &AreaTable) -> String {
    let segment = first_segment(operation);
    match keys(api, operation, segment).iter().find_map(|key| table.area(key)) {
        Some(area) => area.to_owned(),
        None => segment.map_or_else(|| OTHER.to_owned(), segment_area),
    }
}

/// Returns the keys of the table that apply to an operation, in order of precedence.
pub fn keys(api: &Api, operation: &Operation, segment: Option<&str>) -> Vec<AreaKey> {
    let products =
        operation.pages.iter().filter_map(|page| api.products.get(page)).map(|product| product.to_lowercase());
    let products: Vec<String> = products.collect();
    let segment = segment.map(str::to_lowercase);
    let parts = segment.iter().flat_map(|segment| products.iter().map(|product| (product.clone(), segment.clone())));
    let mut keys: Vec<AreaKey> = parts.map(|(product, segment)| AreaKey::Part(product, segment)).collect();
    keys.extend(products.iter().cloned().map(AreaKey::Product));
    keys.extend(segment.map(AreaKey::Segment));
    keys
}

/// Returns the first named segment of a path. Placeholders before it are skipped.
pub fn first_segment(operation: &Operation) -> Option<&str> {
    let word = |segment| match segment {
        &Segment::Literal(ref name) | &Segment::Call { ref name, .. } => Some(name.as_str()),
        Segment::ItemPath { anchor, .. } => match anchor.as_ref() {
            Segment::Literal(name) => Some(name.as_str()),
            _ => None,
        },
        Segment::Placeholder(_) | Segment::Ellipsis => None,
    };
    operation.template.segments.iter().find_map(word)
}

/// Returns the area named after a segment: `deviceManagement` becomes `device-management`. A name that a feature cannot have gets a suffix;
/// if that does not help, the area is `other`.
fn segment_area(segment: &str) -> String {
    let ascii: String = segment.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = ascii.to_kebab_case();
    if is_area_name(&name) {
        return name;
    }
    let longer = format!("{name}-requests");
    if is_area_name(&longer) { longer } else { OTHER.to_owned() }
}

/// Returns the areas with the fewest requests, if there are more areas than a crate can have features.
fn smallest(names: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names.iter().filter(|name| *name != OTHER) {
        *counts.entry(name).or_default() += 1;
    }
    // One place is kept for `other`, which may be needed anyway.
    if counts.len() < MAX_AREAS {
        return Vec::new();
    }
    let mut by_size: Vec<(&str, usize)> = counts.into_iter().collect();
    by_size.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let mut merged: Vec<String> = by_size[MAX_AREAS - 1..].iter().map(|(name, _)| (*name).to_owned()).collect();
    merged.sort();
    merged
}
