//! Unifies the names of path parameters: request lines may name the same key differently.
//!
//! In: all operations. Out: the same operations, in which a parameter after the same path prefix always has the same name: the most
//! frequent, else the shortest, else the first in text order.

use std::collections::BTreeMap;

use crate::extract::path::Segment;
use crate::model::Operation;
use crate::odata::{Position, placeholders};
use crate::resolve::requests::operations::path_shape;

/// Gives each path parameter one name in all operations.
pub fn unite(operations: &mut [Operation]) {
    let mut names: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for operation in operations.iter() {
        for (at, before) in keys(&operation.template.segments) {
            let Some(parameter) = operation.parameters.get(at) else { continue };
            *names.entry(before).or_default().entry(parameter.name.clone()).or_default() += 1;
        }
    }
    let best = |(before, names): (String, BTreeMap<String, usize>)| {
        let rank = |(name, count): &(String, usize)| (std::cmp::Reverse(*count), name.len(), name.clone());
        Some((before, names.into_iter().min_by_key(rank)?.0))
    };
    let best: BTreeMap<String, String> = names.into_iter().filter_map(best).collect();
    for operation in operations {
        for (at, before) in keys(&operation.template.segments) {
            if let Some(name) = best.get(&before) {
                rename(operation, at, name);
            }
        }
    }
}

/// Renames a parameter, unless another one already has the name.
fn rename(operation: &mut Operation, at: usize, name: &str) {
    if operation.parameters.iter().any(|parameter| parameter.name.eq_ignore_ascii_case(name)) {
        return;
    }
    let Some(parameter) = operation.parameters.get_mut(at) else { return };
    let old = std::mem::replace(&mut parameter.name, name.to_owned());
    operation.path = operation.path.replace(&format!("{{{old}}}"), &format!("{{{name}}}"));
}

/// Returns the parameters that are path segments: their index among the operation's parameters, and the path before them.
fn keys(segments: &[Segment]) -> Vec<(usize, String)> {
    let all = placeholders(segments).into_iter();
    // An item before a path (`items/{id}:/{path}`) has the same key as the item alone.
    let keys = all.filter(|found| found.position == Position::Segment);
    keys.map(|found| (found.index, path_shape(&segments[..found.segment]))).collect()
}
