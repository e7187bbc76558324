//! Request bodies of operations.
//!
//! In: sentences, tables and examples of the page, and the target of the path in the model. Out: [`Body`]. Precedence,
//! highest first: sentence, table, path (docs/format.md#request-bodies).

use std::collections::BTreeSet;

use crate::extract::path::Segment;
use crate::extract::type_expr::Primitive;
use crate::extract::{BodyKind, ExampleBody};
use crate::model::{Body, OperationKind, TypeName, TypeRef};
use crate::resolve::context::Context;
use crate::resolve::hierarchy::Types;
use crate::resolve::relations::several_targets;
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::requests::walk::Target;
use crate::resolve::words::is_parameter;

/// Returns how much a line's page documents: the page with the greatest weight takes precedence.
#[must_use]
pub fn weight(line: &RequestLine<'_>) -> usize {
    let has_rows = !line.facts.body.rows.is_empty();
    let body = usize::from(match line.facts.body.kind {
        BodyKind::Unstated | BodyKind::Partial(None) => false,
        // The rows are the body.
        BodyKind::Parameters => has_rows,
        _ => true,
    });
    let rows = usize::from(has_rows);
    let response = usize::from(line.facts.response.body.is_some());
    // If all requests of a page have the same target, the page describes it; otherwise it may describe another one.
    let single = usize::from(!several_targets(line));
    8 * single + 4 * (body + response) + 2 * rows + usize::from(line.facts.requests.len() == 1)
}

/// Returns the request body.
pub fn body(line: &RequestLine<'_>, kind: &OperationKind, target: Option<&Target>, cx: &Context<'_>) -> Option<Body> {
    let types = cx.types;
    match kind {
        OperationKind::AddRef | OperationKind::SetRef => return Some(Body::Reference),
        OperationKind::SetContent => return Some(Body::Stream),
        kind if kind.sends_nothing() => return None,
        OperationKind::Delete => return delete_body(line),
        _ => {}
    }
    let target_type = target.and_then(|target| match &target.ty {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    });
    let target_type = target_type.or_else(|| written_dictionary(line, kind, cx));
    let writes = matches!(kind, OperationKind::Update | OperationKind::Create | OperationKind::Replace);
    let akin = |stated: &TypeName| {
        let stated = TypeRef::Type(stated.clone());
        move |declared: &TypeName| types.related(&stated, &TypeRef::Type(declared.clone()))
    };
    let has_rows = !parameter_rows(line).is_empty();
    let partial = |name: TypeName| {
        if *kind == OperationKind::Update { Body::Partial(name) } else { Body::Value(TypeRef::Type(name)) }
    };
    match &line.facts.body.kind {
        BodyKind::None => None,
        BodyKind::Stream => Some(Body::Stream),
        BodyKind::Resource(written) | BodyKind::Partial(Some(written)) => {
            if matches!(kind, OperationKind::Action(_)) && takes_own_rows(line, cx) {
                return Some(Body::Parameters);
            }
            match cx.pages.links.use_type(written) {
                // A page with several targets describes only one of them: the path tells which.
                TypeRef::Type(name) if writes && several_targets(line) && !target_type.iter().any(akin(&name)) => {
                    Some(partial(target_type.unwrap_or(name)))
                }
                // If the path leads to a dictionary, the request writes the dictionary, even if the page names the type of its values.
                TypeRef::Type(name)
                    if writes
                        && target_type
                            .as_ref()
                            .is_some_and(|target| types.is_value_of(&TypeRef::Type(name.clone()), target)) =>
                {
                    target_type.map(partial)
                }
                // The declared type tells which values can be written; the page shows a related type.
                TypeRef::Type(name) => {
                    Some(partial(target_type.filter(|_| writes).filter(akin(&name)).unwrap_or(name)))
                }
                TypeRef::Primitive(Primitive::Untyped) if target_type.is_some() => target_type.map(partial),
                other => Some(Body::Value(other)),
            }
        }
        BodyKind::Partial(None) => {
            // Without a target, "relevant fields" are those of the type that the update returns.
            let returned = || response_type(line, cx).filter(|_| *kind == OperationKind::Update && !has_rows);
            target_type.or_else(returned).map(partial).or_else(|| loose_body(line, has_rows))
        }
        BodyKind::Parameters | BodyKind::Unstated => {
            // A request that replaces a whole collection sends an object that contains it, not one element.
            let whole = target.is_some_and(|target| target.collection) && *kind != OperationKind::Create;
            match target_type.filter(|name| !whole && writes && rows_fit(line, name, types)) {
                Some(name) => Some(partial(name)),
                None => loose_body(line, has_rows),
            }
        }
    }
}

/// Returns the dictionary that an update of an unknown path writes.
///
/// It is the dictionary in the response, else the type of all properties with the name of the last path segment, if they agree.
fn written_dictionary(line: &RequestLine<'_>, kind: &OperationKind, cx: &Context<'_>) -> Option<TypeName> {
    let types = cx.types;
    if !matches!(kind, OperationKind::Update | OperationKind::Replace) {
        return None;
    }
    let annotated = line.facts.examples.iter().filter_map(|example| example.response.as_ref()?.ty.as_ref());
    let returned = line.facts.response.body.iter().chain(annotated);
    let mut returned = returned.filter_map(|ty| match cx.pages.links.type_ref(ty) {
        TypeRef::Type(name) if types.dictionary(&name).is_some() => Some(name),
        _ => None,
    });
    returned.next().or_else(|| {
        let Some(Segment::Literal(last)) = line.request.template.segments.last() else { return None };
        let own =
            types.iter().flat_map(|ty| &ty.properties).filter(|property| property.name.eq_ignore_ascii_case(last));
        let found: BTreeSet<&TypeRef> = own.map(|property| &property.ty).collect();
        match (found.first(), found.len()) {
            (Some(TypeRef::Type(name)), 1) if types.dictionary(name).is_some() => Some(name.clone()),
            _ => None,
        }
    })
}

/// Returns the single type that the page declares as the response.
fn response_type(line: &RequestLine<'_>, cx: &Context<'_>) -> Option<TypeName> {
    match cx.pages.links.type_ref(line.facts.response.body.as_ref()?) {
        TypeRef::Type(name) => Some(name),
        _ => None,
    }
}

/// Returns a body that only the table or the example describes.
fn loose_body(line: &RequestLine<'_>, has_rows: bool) -> Option<Body> {
    if has_rows {
        return Some(Body::Parameters);
    }
    let in_example = line.facts.examples.iter().any(|example| {
        example.request.as_ref().is_some_and(|request| {
            request.method == line.request.method && matches!(request.body, ExampleBody::Json(_))
        })
    });
    in_example.then_some(Body::Value(TypeRef::UNTYPED))
}

/// Returns the body of a DELETE request, which has one only if both a table and an example show it.
fn delete_body(line: &RequestLine<'_>) -> Option<Body> {
    match loose_body(line, false) {
        Some(_) if !parameter_rows(line).is_empty() && line.facts.body.kind != BodyKind::None => Some(Body::Parameters),
        _ => None,
    }
}

fn parameter_rows<'a>(line: &RequestLine<'a>) -> Vec<&'a str> {
    line.facts.body.rows.iter().map(|row| row.name.as_str()).filter(|name| is_parameter(name)).collect()
}

/// Returns whether all rows are properties of the type or of one type derived from it; always true for a dictionary.
fn rows_fit(line: &RequestLine<'_>, name: &TypeName, types: Types<'_>) -> bool {
    let rows = parameter_rows(line);
    let fit = |name: &TypeName| rows.iter().all(|row| types.has_property(name, row));
    fit(name)
        || types.dictionary(name).is_some()
        || types
            .iter()
            .map(|ty| &ty.name)
            .any(|derived| types.related(&TypeRef::Type(derived.clone()), &TypeRef::Type(name.clone())) && fit(derived))
}

/// Returns whether the page's rows are parameters although a sentence names a type: not all rows are properties of that type.
#[must_use]
pub fn takes_own_rows(line: &RequestLine<'_>, cx: &Context<'_>) -> bool {
    let BodyKind::Resource(written) = &line.facts.body.kind else { return false };
    match cx.pages.links.type_ref(written) {
        TypeRef::Type(name) => !rows_fit(line, &name, cx.types),
        _ => false,
    }
}
