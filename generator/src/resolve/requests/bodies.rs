//! Request bodies of operations.
//!
//! In: sentences, tables and examples of the page, and the target of the path in the model. Out: [`Body`]. Precedence,
//! highest first: sentence, table, path (docs/format.md#request-bodies).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::path::Segment;
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::extract::{BodyKind, ExampleBody};
use crate::model::{Body, OperationKind, Type, TypeName, TypeRef};
use crate::resolve::names::Names;
use crate::resolve::relations::{dictionary, has_property, is_value_of, related, several_targets};
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::requests::walk::Target;

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
pub fn body(
    line: &RequestLine<'_>,
    kind: &OperationKind,
    target: Option<&Target>,
    names: &Names,
    types: &BTreeMap<TypeName, Type>,
    diagnostics: &mut Diagnostics,
) -> Option<Body> {
    match kind {
        OperationKind::AddRef | OperationKind::SetRef => return Some(Body::Reference),
        OperationKind::SetContent => return Some(Body::Stream),
        OperationKind::List
        | OperationKind::Get
        | OperationKind::GetRef
        | OperationKind::RemoveRef
        | OperationKind::GetContent
        | OperationKind::DeleteContent
        | OperationKind::Count
        | OperationKind::Head
        | OperationKind::Options
        | OperationKind::Function(_) => return None,
        OperationKind::Delete => return delete_body(line),
        _ => {}
    }
    let target_type = target.and_then(|target| match &target.ty {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    });
    let target_type = target_type.or_else(|| written_dictionary(line, kind, names, types));
    let writes = matches!(kind, OperationKind::Update | OperationKind::Create | OperationKind::Replace);
    let akin = |stated: &TypeName| {
        let stated = TypeRef::Type(stated.clone());
        move |declared: &TypeName| related(&stated, &TypeRef::Type(declared.clone()), types)
    };
    let has_rows = !parameter_rows(line).is_empty();
    let partial = |name: TypeName| {
        if *kind == OperationKind::Update { Body::Partial(name) } else { Body::Value(TypeRef::Type(name)) }
    };
    match &line.facts.body.kind {
        BodyKind::None => None,
        BodyKind::Stream => Some(Body::Stream),
        BodyKind::Resource(written) | BodyKind::Partial(Some(written)) => {
            if matches!(kind, OperationKind::Action(_)) && takes_own_rows(line, names, types) {
                return Some(Body::Parameters);
            }
            match resolve(written, line, names, diagnostics) {
                // A page with several targets describes only one of them: the path tells which.
                TypeRef::Type(name) if writes && several_targets(line) && !target_type.iter().any(akin(&name)) => {
                    Some(partial(target_type.unwrap_or(name)))
                }
                // If the path leads to a dictionary, the request writes the dictionary, even if the page names the type of its values.
                TypeRef::Type(name)
                    if writes
                        && target_type
                            .as_ref()
                            .is_some_and(|target| is_value_of(&TypeRef::Type(name.clone()), target, types)) =>
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
            let answered = || response_type(line, names).filter(|_| *kind == OperationKind::Update && !has_rows);
            target_type.or_else(answered).map(partial).or_else(|| loose_body(line, has_rows))
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
fn written_dictionary(
    line: &RequestLine<'_>,
    kind: &OperationKind,
    names: &Names,
    types: &BTreeMap<TypeName, Type>,
) -> Option<TypeName> {
    if !matches!(kind, OperationKind::Update | OperationKind::Replace) {
        return None;
    }
    let annotated = line.facts.examples.iter().filter_map(|example| example.response.as_ref()?.ty.as_ref());
    let answered = line.facts.response.body.iter().chain(annotated);
    let mut answered = answered.filter_map(|ty| match resolve(ty, line, names, &mut Diagnostics::default()) {
        TypeRef::Type(name) if dictionary(&name, types).is_some() => Some(name),
        _ => None,
    });
    answered.next().or_else(|| {
        let Some(Segment::Literal(last)) = line.request.template.segments.last() else { return None };
        let own =
            types.values().flat_map(|ty| &ty.properties).filter(|property| property.name.eq_ignore_ascii_case(last));
        let found: BTreeSet<&TypeRef> = own.map(|property| &property.ty).collect();
        match (found.first(), found.len()) {
            (Some(TypeRef::Type(name)), 1) if dictionary(name, types).is_some() => Some(name.clone()),
            _ => None,
        }
    })
}

/// Returns the single type that the page declares as the response.
fn response_type(line: &RequestLine<'_>, names: &Names) -> Option<TypeName> {
    match resolve(line.facts.response.body.as_ref()?, line, names, &mut Diagnostics::default()) {
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

/// Returns whether a row's name can name a parameter: it is not a path, prose, or control information with or without its `@`.
#[must_use]
pub fn is_parameter(name: &str) -> bool {
    !name.contains(['@', '/', ' ']) && !name.starts_with("odata.")
}

fn parameter_rows<'a>(line: &RequestLine<'a>) -> Vec<&'a str> {
    line.facts.body.rows.iter().map(|row| row.name.as_str()).filter(|name| is_parameter(name)).collect()
}

/// Returns whether all rows are properties of the type or of one type derived from it; always true for a dictionary.
fn rows_fit(line: &RequestLine<'_>, name: &TypeName, types: &BTreeMap<TypeName, Type>) -> bool {
    let rows = parameter_rows(line);
    let fit = |name: &TypeName| rows.iter().all(|row| has_property(name, row, types));
    fit(name)
        || dictionary(name, types).is_some()
        || types.keys().any(|derived| {
            related(&TypeRef::Type(derived.clone()), &TypeRef::Type(name.clone()), types) && fit(derived)
        })
}

/// Returns whether the page's rows are parameters although a sentence names a type: not all rows are properties of that type.
#[must_use]
pub fn takes_own_rows(line: &RequestLine<'_>, names: &Names, types: &BTreeMap<TypeName, Type>) -> bool {
    let BodyKind::Resource(written) = &line.facts.body.kind else { return false };
    match resolve(written, line, names, &mut Diagnostics::default()) {
        TypeRef::Type(name) => !rows_fit(line, &name, types),
        _ => false,
    }
}

/// Resolves a type expression on the line's page.
pub fn resolve(written: &TypeExpr, line: &RequestLine<'_>, names: &Names, diagnostics: &mut Diagnostics) -> TypeRef {
    names.type_ref(written, &line.page.path, line.facts.namespace.as_deref(), diagnostics)
}

/// Reports errors in the types of body rows that are otherwise unused, because the type of the body is described elsewhere.
pub fn check_rows(line: &RequestLine<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    if matches!(line.facts.body.kind, BodyKind::Resource(_) | BodyKind::Partial(Some(_))) {
        for row in &line.facts.body.rows {
            names.type_ref(&row.ty, &line.page.path, line.facts.namespace.as_deref(), diagnostics);
        }
    }
}

/// Reports response annotations whose type is unknown or spelled with different capitalisation.
pub fn check_annotations(line: &RequestLine<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    for example in &line.facts.examples {
        let Some(response) = &example.response else { continue };
        let written = response.ty.as_ref().and_then(TypeExpr::named);
        let (Some(written), Some(span)) = (written, response.ty_span) else { continue };
        match names.by_name(&written.name, line.facts.namespace.as_deref()) {
            Some((name, _)) if name.short() != written.name.rsplit('.').next().unwrap_or_default() => {
                diagnostics.push(
                    Diagnostic::new(
                        lint::ANNOTATION_CASE,
                        span,
                        format!("the annotation says `{}`, the type is `{name}`", written.name),
                    )
                    .hint("names are case-sensitive: write it as declared"),
                );
            }
            Some(_) => {}
            None => diagnostics.push(
                Diagnostic::new(
                    lint::UNKNOWN_ANNOTATION_TYPE,
                    span,
                    format!("no page describes the type `{}`", written.name),
                )
                .hint("correct the name or add a page for the type"),
            ),
        }
    }
}
