//! Queries about requests that several passes share.
//!
//! In: segments of paths, request lines. Out: whether a page has several targets, and which collection a key belongs to.

use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::words::{camel, singular};

/// Returns whether the page's requests have different targets. `$value`, `$ref` and `$count` belong to the segment before them.
#[must_use]
pub fn several_targets(line: &RequestLine<'_>) -> bool {
    let last = |template: &RequestTemplate| {
        template.segments.iter().rev().find_map(|segment| match segment {
            Segment::Literal(name) if name.starts_with('$') => None,
            Segment::Literal(name) | Segment::Call { name, .. } => Some(name.to_lowercase()),
            _ => None,
        })
    };
    let example = std::iter::once(line.request).filter(|_| line.from_example);
    let first = line.facts.requests.first().map(|request| last(&request.template));
    line.facts.requests.iter().chain(example).any(|request| Some(last(&request.template)) != first)
}

/// Returns the collection from which a segment selects one element by a key in parentheses, `crates({id})` (OData URL conventions §4.3.1).
///
/// Arguments of functions usually have names. A placeholder without a name is a key if it ends in `id`, or if a plural precedes it.
#[must_use]
pub fn keyed_set(segment: &Segment) -> Option<&str> {
    let Segment::Call { name, arguments } = segment else { return None };
    let mut keys = arguments.iter().map(|argument| match argument {
        Argument { name: None, enum_type: None, value: ArgumentValue::Placeholder(key), quoted: false, .. } => {
            Some(key)
        }
        _ => None,
    });
    let is_id = keys.next()??;
    let is_id = camel(is_id).to_ascii_lowercase().ends_with("id");
    if keys.any(|key| key.is_none()) {
        return None;
    }
    (is_id || singular(name) != *name).then_some(name)
}
