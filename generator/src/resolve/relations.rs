//! Queries about types and pages that several passes share.
//!
//! In: types, segments of paths, request lines. Out: how they relate to each other.

use std::collections::BTreeMap;

use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::model::{Type, TypeName, TypeRef, ancestors};
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::requests::parameters::{camel, singular};

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

/// Returns whether one of two types is the other or its ancestor.
#[must_use]
pub fn related(a: &TypeRef, b: &TypeRef, types: &BTreeMap<TypeName, Type>) -> bool {
    is_or_inherits(a, b, types) || is_or_inherits(b, a, types)
}

/// Returns whether a type is another one or inherits from it.
#[must_use]
pub fn is_or_inherits(from: &TypeRef, to: &TypeRef, types: &BTreeMap<TypeName, Type>) -> bool {
    let (TypeRef::Type(from), TypeRef::Type(to)) = (from, to) else { return from == to };
    from == to || ancestors(types, from).any(|ty| ty.name == *to)
}

/// Returns whether a type or one of its ancestors has a property of this name.
#[must_use]
pub fn has_property(name: &TypeName, property: &str, types: &BTreeMap<TypeName, Type>) -> bool {
    ancestors(types, name)
        .flat_map(|ty| ty.properties.iter().chain(&ty.navigation))
        .any(|own| own.name.eq_ignore_ascii_case(property))
}

/// Returns the type of the values, if the type is a dictionary.
#[must_use]
pub fn dictionary<'a>(name: &TypeName, types: &'a BTreeMap<TypeName, Type>) -> Option<&'a TypeRef> {
    types.get(name)?.values.as_ref()
}

/// Returns whether `value` fits the values of the dictionary `name`. A page about a dictionary often describes one of its values.
#[must_use]
pub fn is_value_of(value: &TypeRef, name: &TypeName, types: &BTreeMap<TypeName, Type>) -> bool {
    dictionary(name, types).is_some_and(|values| related(values.element(), value.element(), types))
}
