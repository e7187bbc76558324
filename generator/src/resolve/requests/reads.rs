//! Derives the targets of paths from GET requests: entity sets and singletons, which no page declares, and the results of functions.
//!
//! In: the request lines of all operations. Out: a [`Walker`] that knows these targets.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::extract::InvocationKind;
use crate::extract::path::{Argument, RequestTemplate, Segment};
use crate::model::{TypeName, TypeRef};
use crate::odata::Method;
use crate::resolve::names::Links;
use crate::resolve::relations::{keyed_set, several_targets};
use crate::resolve::requests::operations::{RequestLine, RequestLines, path_shape};
use crate::resolve::requests::responses;
use crate::resolve::requests::walk::{Target, Walker};
use crate::resolve::words::singular;

/// Adds the targets that the lines reveal to `walker`.
pub fn teach(walker: &mut Walker<'_>, lines: &RequestLines<'_>, links: &Links<'_>) {
    add_roots(walker, lines, links);
    let reads: Vec<_> = lines
        .values()
        .flatten()
        .filter(|(line, template)| {
            line.request.method == Method::Get && template.segments.len() > 1 && !several_targets(line)
        })
        .filter_map(|(line, template)| Some((line, template, response(line, links)?)))
        .collect();
    let keyed = keyed_paths(lines);
    for (line, template, target) in &reads {
        if !is_call(line, template) {
            add_path(walker, template, target, &keyed);
        }
    }
    for (line, template, target) in &reads {
        let alternate = alternate_set(line, template, target, walker);
        add_element(walker, template, target, alternate);
        if alternate.is_none() && is_call(line, template) {
            add_function(walker, template, target);
        }
    }
    walker.set_keyed(keyed);
}

/// Returns the documented type that a sentence declares as the response.
///
/// An example with a single object takes precedence over a sentence that declares a collection.
pub fn response(line: &RequestLine<'_>, links: &Links<'_>) -> Option<Target> {
    let ty = links.type_ref(line.facts.response.body.as_ref()?);
    let collection = ty.is_collection() && !responses::shows_one(line);
    matches!(ty.element(), TypeRef::Type(_)).then(|| Target { ty: ty.element().clone(), collection })
}

/// Adds top-level names, first from requests on the name itself (`GET /users`, `POST /users`), then from requests on one element.
fn add_roots(walker: &mut Walker<'_>, lines: &RequestLines<'_>, links: &Links<'_>) {
    for of_element in [false, true] {
        for (line, template) in lines.values().flatten() {
            let (name, is_element) = match template.segments.as_slice() {
                [Segment::Literal(name)] => (Some(name.as_str()), false),
                [Segment::Literal(name), Segment::Placeholder(_)] => (Some(name.as_str()), true),
                [segment @ Segment::Call { .. }] => (keyed_set(segment), true),
                _ => continue,
            };
            if is_element != of_element {
                continue;
            }
            let Some(target) = response(line, links) else { continue };
            let Some(name) = name.or_else(|| alternate_set(line, template, &target, walker)) else { continue };
            let collection = is_element || target.collection || line.request.method == Method::Post;
            walker.add_root(name, Target { collection, ..target });
        }
    }
}

/// Returns the collection from which a GET reads one element by an alternate key, `crates(serial='{serial}')`.
///
/// A function call looks the same. It is a key if the name is a plural, the response is one object, and the type of the object has
/// properties with the names of all arguments (OData URL conventions §4.3.1).
fn alternate_set<'t>(
    line: &RequestLine<'_>,
    template: &'t RequestTemplate,
    target: &Target,
    walker: &Walker<'_>,
) -> Option<&'t str> {
    let Some(Segment::Call { name, arguments }) = template.segments.last() else { return None };
    let facts = line.facts;
    let calls = facts.kind == Some(InvocationKind::Function)
        || !facts.function_parameters.is_empty()
        || facts.invocation.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
    let is_property = |argument: &Argument| argument.name.as_ref().is_some_and(|own| walker.has_property(target, own));
    let is_key = !arguments.is_empty() && arguments.iter().all(is_property) && singular(name) != *name;
    (is_key && !calls && !target.collection && line.request.method == Method::Get).then_some(name)
}

/// Returns whether the request calls a function, or may do so.
fn is_call(line: &RequestLine<'_>, template: &RequestTemplate) -> bool {
    let last = template.segments.last();
    line.facts.kind == Some(InvocationKind::Function)
        || last.is_some_and(|last| matches!(last, Segment::Call { .. }) && keyed_set(last).is_none())
}

fn ends_in_key(template: &RequestTemplate) -> bool {
    template.segments.last().is_some_and(is_key)
}

/// Returns whether a segment selects one element of a collection.
fn is_key(segment: &Segment) -> bool {
    matches!(segment, Segment::Placeholder(_)) || keyed_set(segment).is_some()
}

/// Returns the paths that some path continues with a key: collections, whatever their pages declare (OData URL conventions §4.3).
fn keyed_paths(lines: &RequestLines<'_>) -> BTreeSet<String> {
    let mut keyed = BTreeSet::new();
    for (_, template) in lines.values().flatten() {
        for (at, pair) in template.segments.windows(2).enumerate() {
            if let [Segment::Literal(_), Segment::Placeholder(_)] = pair {
                keyed.insert(path_shape(&template.segments[..=at]));
            }
        }
        for (at, segment) in template.segments.iter().enumerate() {
            if let Some(name) = keyed_set(segment) {
                keyed.insert(with_set(&template.segments[..at], name));
            }
        }
    }
    keyed
}

/// Adds the target of the path itself. A path that ends in a key leads to a single item, whatever the sentence declares.
fn add_path(walker: &mut Walker<'_>, template: &RequestTemplate, target: &Target, keyed: &BTreeSet<String>) {
    let path = path_shape(&template.segments);
    let collection = keyed.contains(&path) || target.collection && !ends_in_key(template);
    walker.add_shown(path, Target { collection, ..target.clone() });
}

/// Adds the collection from which a path with a key at its end reads one element.
fn add_element(walker: &mut Walker<'_>, template: &RequestTemplate, target: &Target, alternate: Option<&str>) {
    let Some((last, before)) = template.segments.split_last() else { return };
    let path = match (last, before.last()) {
        (Segment::Placeholder(_), Some(Segment::Literal(_))) => path_shape(before),
        _ => match keyed_set(last).or(alternate) {
            Some(name) => with_set(before, name),
            None => return,
        },
    };
    walker.add_shown(path, Target { collection: true, ..target.clone() });
}

/// Returns the path of a set after other segments, with the names of placeholders erased.
fn with_set(before: &[Segment], name: &str) -> String {
    path_shape(before) + &path_shape(&[Segment::Literal(name.to_owned())])
}

/// Adds the function at the end of the path.
fn add_function(walker: &mut Walker<'_>, template: &RequestTemplate, target: &Target) {
    if let Some((Segment::Literal(name) | Segment::Call { name, .. }, before)) = template.segments.split_last()
        && let Some(Target { ty: TypeRef::Type(owner), .. }) = walker.lead(before)
    {
        walker.add_function(owner, name, target.clone());
    }
}

/// Returns the types whose values paths address by a key (OData URL conventions §4.3).
#[must_use]
pub fn keyed(walker: &Walker<'_>, lines: &[Vec<(RequestLine<'_>, RequestTemplate)>]) -> BTreeSet<TypeName> {
    let keyed: Vec<_> = lines
        .par_iter()
        .map(|lines| {
            let keys = lines.iter().flat_map(|(_, template)| {
                let behind = (1..=template.segments.len()).map(|end| &template.segments[..end]);
                behind.filter(|path| path.last().is_some_and(is_key))
            });
            let led = keys.filter_map(|path| match walker.lead(path)?.ty {
                TypeRef::Type(name) => Some(name),
                _ => None,
            });
            led.collect::<Vec<_>>()
        })
        .collect();
    keyed.into_iter().flatten().collect()
}
