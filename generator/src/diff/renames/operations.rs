//! Operations with another path.
//!
//! In: the operations that only one edition has. Out: pairs of them, taken out of the lists. A page that gains one request line and loses
//! another need not have moved an operation: the paths or the bodies must show that it is the same one.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::items::{Context, signature};
use crate::diff::pairs::{Pairs, Renamed};
use crate::diff::text::{body_text, operation_text, response_text, type_text};
use crate::diff::usage::name_of;
use crate::export::json::form::{Body, Model, Operation, ResponseBody, TypeRef};

use super::{are_similar, capitalisation};

/// The request body and the response body of an operation, with the names that types have in the new edition.
type Bodies = (String, String);

/// Finds operations with another path.
pub(in crate::diff) fn renamed_operations<'a>(
    context: &Context<'a>,
    pairs: &mut Pairs<&'a Operation>,
) -> Vec<Renamed<&'a Operation>> {
    if pairs.removed.is_empty() || pairs.added.is_empty() {
        return Vec::new();
    }
    let lower = |operation: &Operation| {
        let (method, path) = signature(operation);
        Some((method.to_owned(), path.to_lowercase()))
    };
    let mut all = pairs.take_renamed(lower, lower, |old, new| Some(capitalisation(&old.path, &new.path)));
    // The strongest evidence first. Each key is unique among the operations of a page that only one edition has.
    all.extend(take(context, pairs, literals, |_, _| Some("the segments are the same, but for parameters".to_owned())));
    all.extend(take(context, pairs, shape, |old, new| {
        let (before, after) = only_difference(old, new).filter(|(before, after)| are_similar(before, after))?;
        Some(format!("the paths differ only in `{before}` and `{after}`, which are similar"))
    }));
    all.extend(take(context, pairs, tail, |old, new| {
        let end = common_end(old, new)?;
        Some(format!("both paths end with `{end}`"))
    }));
    let counts = [context.old, context.new].map(operations_of_pages);
    all.extend(take(
        context,
        pairs,
        |_| Some(()),
        |old, new| {
            let is_only = |counts: &BTreeMap<&str, usize>, it: &Operation| {
                it.pages.first().is_some_and(|page| counts.get(&**page) == Some(&1))
            };
            let has_own_type = is_of_model(old) && is_of_model(new);
            (has_own_type && is_only(&counts[0], old) && is_only(&counts[1], new))
                .then(|| "it is the only request of the page".to_owned())
        },
    ));
    all
}

/// Takes out the pairs of a page with the same method, the same bodies and the same `key`, if there is a further reason.
fn take<'a, K: Ord>(
    context: &Context<'a>,
    pairs: &mut Pairs<&'a Operation>,
    key: impl Fn(&Operation) -> Option<K>,
    reason: impl Fn(&Operation, &Operation) -> Option<String>,
) -> Vec<Renamed<&'a Operation>> {
    let whole = |operation: &'a Operation, is_old: bool| {
        let page = operation.pages.first()?.clone();
        Some((page, operation.method.clone(), bodies(context, operation, is_old), key(operation)?))
    };
    pairs.take_renamed(
        |old| whole(old, true),
        |new| whole(new, false),
        |old, new| {
            let page = old.pages.first()?;
            let (before, after) = (operation_text(old), operation_text(new));
            let place = format!("the page `{page}` documents `{after}` in place of `{before}`");
            let has_body = old.body.is_some() || old.response != ResponseBody::Nothing;
            let bodies = has_body.then(|| "request body and response body are the same".to_owned());
            Some([place, reason(old, new)?].into_iter().chain(bodies).collect())
        },
    )
}

fn bodies(context: &Context<'_>, operation: &Operation, is_old: bool) -> Bodies {
    let ty = |ty: &TypeRef| if is_old { context.new_type_text(ty) } else { type_text(ty) };
    let body = match &operation.body {
        Some(Body::Value(value)) => ty(value),
        body => body.as_ref().map_or_else(String::new, body_text),
    };
    let response = match &operation.response {
        ResponseBody::Value(value) => format!("value {}", ty(value)),
        ResponseBody::Collection(value) => format!("collection {}", ty(value)),
        response => response_text(response),
    };
    (body, response)
}

/// Returns whether an operation sends or returns a type of the API: a text or a number would tell nothing.
fn is_of_model(operation: &Operation) -> bool {
    let of = |ty: &TypeRef| name_of(ty).is_some();
    let sends = matches!(&operation.body, Some(Body::Value(ty)) if of(ty));
    let is_partial = matches!(&operation.body, Some(Body::Partial(_)));
    let returns = matches!(&operation.response, ResponseBody::Value(ty) | ResponseBody::Collection(ty) if of(ty));
    sends || is_partial || returns
}

/// Returns the number of operations whose leading page each page is.
fn operations_of_pages(model: &Model) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for page in model.operations.iter().filter_map(|operation| operation.pages.first()) {
        *counts.entry(page.as_str()).or_default() += 1;
    }
    counts
}

/// Returns the segments of a path, without the names of parameters, and of a function without its arguments.
fn segments(operation: &Operation) -> Vec<String> {
    let (_, path) = signature(operation);
    let name = |segment: &str| segment.split_once('(').map_or(segment, |(name, _)| name).to_owned();
    path.split('/').filter(|segment| !segment.is_empty()).map(name).collect()
}

fn is_parameter(segment: &str) -> bool {
    segment.contains("{}")
}

/// Returns the segments that are not parameters, in their order.
fn literals(operation: &Operation) -> Option<Vec<String>> {
    let all = segments(operation).into_iter().filter(|segment| !is_parameter(segment)).collect::<Vec<_>>();
    (!all.is_empty()).then_some(all)
}

/// Returns which segments are parameters.
fn shape(operation: &Operation) -> Option<Vec<bool>> {
    Some(segments(operation).iter().map(|segment| is_parameter(segment)).collect())
}

/// Returns the segments in which two paths of the same length differ, if it is one pair, however often.
fn only_difference(old: &Operation, new: &Operation) -> Option<(String, String)> {
    let pairs = segments(old).into_iter().zip(segments(new));
    let mut different: BTreeSet<(String, String)> = pairs.filter(|(old, new)| old != new).collect();
    let first = different.pop_first()?;
    different.is_empty().then_some(first)
}

/// Returns the last segment that is not a parameter, and what follows it.
fn tail(operation: &Operation) -> Option<Vec<String>> {
    let mut segments = segments(operation);
    let last = segments.iter().rposition(|segment| !is_parameter(segment))?;
    Some(segments.split_off(last))
}

/// Returns the end that two paths have in common, if it shows that they lead to the same: it is one of them, or they share at least two segments
/// that are not parameters. Many paths end with the same segment.
fn common_end(old: &Operation, new: &Operation) -> Option<String> {
    let (old, new) = (segments(old), segments(new));
    let shared = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let shorter = old.len().min(new.len());
    let begin = old.iter().zip(&new).take(shorter - shared).take_while(|(old, new)| old == new).count();
    let end = old.get(old.len() - shared..)?;
    let literals = end.iter().chain(old.iter().take(begin)).filter(|segment| !is_parameter(segment)).count();
    (shared == shorter || literals >= 2).then(|| end.join("/"))
}
