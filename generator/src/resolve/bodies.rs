//! What a request sends and what it answers.
//!
//! In: what the page's sentences, tables, annotations and examples say, and where the model leads the path. Out: [`Body`] and
//! [`Answer`]. The sentence comes first, then the annotation, then the example's shape, then the path (format §9).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::extract::{BodyKind, ExampleBody, ExampleFacts, ResponseExample};
use crate::model::{Answer, Body, OperationKind, Type, TypeName, TypeRef};

use super::examples::fits;
use super::join;
use super::names::Names;
use super::operations::Line;
use super::walk::Target;

/// How much a line's page says: the page that says most is asked first.
#[must_use]
pub fn weight(line: &Line<'_>) -> usize {
    let body = usize::from(!matches!(
        line.facts.body.kind,
        BodyKind::Unstated | BodyKind::Parameters | BodyKind::Partial(None)
    ));
    let rows = usize::from(!line.facts.body.rows.is_empty());
    let answer = usize::from(line.facts.response.body.is_some());
    // A page with one request is about that request; one with many may describe another of them.
    4 * (body + answer) + 2 * rows + usize::from(line.facts.requests.len() == 1)
}

/// The request body.
pub fn body(
    line: &Line<'_>,
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
        | OperationKind::Function(_) => return None,
        OperationKind::Delete => return delete_body(line),
        _ => {}
    }
    let target_type = target.and_then(|target| match &target.ty {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    });
    let has_rows = !parameter_rows(line).is_empty();
    let partial = |name: TypeName| {
        if *kind == OperationKind::Update { Body::Partial(name) } else { Body::Value(TypeRef::Type(name)) }
    };
    match &line.facts.body.kind {
        BodyKind::None => None,
        BodyKind::Stream => Some(Body::Stream),
        BodyKind::Resource(written) | BodyKind::Partial(Some(written)) => {
            match resolve(written, line, names, diagnostics) {
                TypeRef::Type(name) => Some(partial(name)),
                TypeRef::Primitive(Primitive::Untyped) if target_type.is_some() => target_type.map(partial),
                other => Some(Body::Value(other)),
            }
        }
        BodyKind::Partial(None) => target_type.map(partial).or_else(|| loose_body(line, has_rows)),
        BodyKind::Parameters | BodyKind::Unstated => {
            // What replaces a whole collection is an object that holds it, not one element.
            let whole = target.is_some_and(|target| target.collection) && *kind != OperationKind::Create;
            let writes_target =
                !whole && matches!(kind, OperationKind::Update | OperationKind::Create | OperationKind::Replace);
            match target_type.filter(|name| writes_target && rows_fit(line, name, types)) {
                Some(name) => Some(partial(name)),
                None => loose_body(line, has_rows),
            }
        }
    }
}

/// A body that the table, or only the example, describes.
fn loose_body(line: &Line<'_>, has_rows: bool) -> Option<Body> {
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

/// DELETE has a body only where a table and an example agree that it has.
fn delete_body(line: &Line<'_>) -> Option<Body> {
    match loose_body(line, false) {
        Some(_) if !parameter_rows(line).is_empty() && line.facts.body.kind != BodyKind::None => Some(Body::Parameters),
        _ => None,
    }
}

fn parameter_rows<'a>(line: &Line<'a>) -> Vec<&'a str> {
    line.facts.body.rows.iter().map(|row| row.name.as_str()).filter(|name| !name.contains(['@', '/', ' '])).collect()
}

/// Whether the rows are properties of the type or of one derived from it: all of them, or there are none.
fn rows_fit(line: &Line<'_>, name: &TypeName, types: &BTreeMap<TypeName, Type>) -> bool {
    let rows = parameter_rows(line);
    let fit = |name: &TypeName| rows.iter().all(|row| has_property(name, row, types));
    fit(name)
        || types.keys().any(|derived| {
            related(&TypeRef::Type(derived.clone()), &TypeRef::Type(name.clone()), types) && fit(derived)
        })
}

/// Whether a type or one of its ancestors has a property of this name.
fn has_property(name: &TypeName, property: &str, types: &BTreeMap<TypeName, Type>) -> bool {
    let mut at = types.get(name);
    while let Some(ty) = at {
        if ty.properties.iter().chain(&ty.navigation).any(|p| p.name.eq_ignore_ascii_case(property)) {
            return true;
        }
        at = ty.base.as_ref().and_then(|base| types.get(base));
    }
    false
}

fn resolve(written: &TypeExpr, line: &Line<'_>, names: &Names, diagnostics: &mut Diagnostics) -> TypeRef {
    names.type_ref(written, &line.page.path, line.facts.namespace.as_deref(), diagnostics)
}

/// The answer.
pub fn answer(
    line: &Line<'_>,
    template: &RequestTemplate,
    kind: &OperationKind,
    target: Option<&Target>,
    names: &Names,
    types: &BTreeMap<TypeName, Type>,
    diagnostics: &mut Diagnostics,
) -> Answer {
    match kind {
        OperationKind::Count => return Answer::Count,
        OperationKind::GetContent => return Answer::Stream,
        OperationKind::AddRef | OperationKind::SetRef | OperationKind::RemoveRef | OperationKind::DeleteContent => {
            return Answer::Nothing;
        }
        OperationKind::Delete if line.facts.response.body.is_none() => return Answer::Nothing,
        _ => {}
    }
    let several = several_targets(line);
    let examples = response_examples(line, template, several);
    let shape = shape(&examples);
    // On a page of several requests the sentence speaks of one of them: an example's own annotation, or the path, knows better.
    let ty = if several {
        let stated = annotated_type(line, &examples, names, types).or_else(|| sentence_type(line, names, diagnostics));
        match (stated, target) {
            // Nor does a base say more than the type that the path leads to.
            (Some(stated), Some(target)) if !is_or_inherits(stated.element(), &target.ty, types) => {
                Some(of_target(target))
            }
            (stated, _) => stated,
        }
    } else {
        sentence_type(line, names, diagnostics).or_else(|| annotated_type(line, &examples, names, types))
    };
    match ty {
        Some(ty) => from_type(ty, kind, template, target, shape, types),
        None if answers_nothing(line, &examples) => Answer::Nothing,
        None => {
            match (target.filter(|_| !matches!(kind, OperationKind::Action(_) | OperationKind::Function(_))), shape) {
                (Some(target), _) => from_type(of_target(target), kind, template, Some(target), shape, types),
                (None, Shape::Collection) => Answer::Collection(TypeRef::UNTYPED),
                (None, Shape::Scalar) => Answer::Scalar(TypeRef::UNTYPED),
                (None, Shape::None)
                    if !line.facts.response.statuses.contains(&200) && !line.facts.response.statuses.contains(&201) =>
                {
                    Answer::Nothing
                }
                (None, _) => Answer::Value(TypeRef::UNTYPED),
            }
        }
    }
}

fn of_target(target: &Target) -> TypeRef {
    if target.collection { target.ty.clone().collection() } else { target.ty.clone() }
}

/// Whether the page's requests end in different things.
fn several_targets(line: &Line<'_>) -> bool {
    let last = |template: &RequestTemplate| {
        template.segments.iter().rev().find_map(|segment| match segment {
            Segment::Literal(name) | Segment::Call { name, .. } => Some(name.to_lowercase()),
            _ => None,
        })
    };
    let first = line.facts.requests.first().map(|request| last(&request.template));
    line.facts.requests.iter().any(|request| Some(last(&request.template)) != first)
}

/// Whether one of two types is the other, or its ancestor.
fn related(a: &TypeRef, b: &TypeRef, types: &BTreeMap<TypeName, Type>) -> bool {
    is_or_inherits(a, b, types) || is_or_inherits(b, a, types)
}

/// Whether a type is another one or inherits from it.
fn is_or_inherits(from: &TypeRef, to: &TypeRef, types: &BTreeMap<TypeName, Type>) -> bool {
    let (TypeRef::Type(from), TypeRef::Type(to)) = (from, to) else { return from == to };
    let mut at = Some(from);
    while let Some(name) = at {
        if name == to {
            return true;
        }
        at = types.get(name).and_then(|ty| ty.base.as_ref());
    }
    false
}

/// What the sentence says.
fn sentence_type(line: &Line<'_>, names: &Names, diagnostics: &mut Diagnostics) -> Option<TypeRef> {
    let written = line.facts.response.body.as_ref()?;
    Some(resolve(written, line, names, diagnostics)).filter(|ty| *ty.element() != TypeRef::UNTYPED)
}

/// What the annotations of the examples with a body say: their common ancestor. Their own faults are reported where the examples
/// are looked at.
fn annotated_type(
    line: &Line<'_>,
    examples: &[&ResponseExample],
    names: &Names,
    types: &BTreeMap<TypeName, Type>,
) -> Option<TypeRef> {
    examples
        .iter()
        .filter(|example| example.body != ExampleBody::None)
        .filter_map(|example| example.ty.as_ref())
        .map(|written| resolve(written, line, names, &mut Diagnostics::default()))
        .filter(|ty| *ty.element() != TypeRef::UNTYPED)
        .reduce(|one, other| join::type_refs(one, &other, types))
}

/// The successful responses of the page's examples; on a page of several requests, those of this one if it has any.
fn response_examples<'a>(line: &Line<'a>, template: &RequestTemplate, several: bool) -> Vec<&'a ResponseExample> {
    let all = || line.facts.examples.iter().filter(|example| example.response.is_some());
    let own = |example: &&'a ExampleFacts| {
        example.request.as_ref().is_some_and(|request| fits(request, &line.request.method, template))
    };
    let has_own = several && all().any(|example| own(&example));
    all()
        .filter(|example| !has_own || own(example))
        .filter_map(|example| example.response.as_ref())
        .filter(|response| response.status == 0 || (200..300).contains(&response.status))
        .collect()
}

/// The shape of an example's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// There is no JSON body to look at.
    None,
    /// `{"value": [ … ]}`
    Collection,
    /// `{"value": x}` with little beside it.
    Scalar,
    /// Another object.
    Object,
}

fn shape(examples: &[&ResponseExample]) -> Shape {
    let body = examples.iter().find_map(|example| match &example.body {
        ExampleBody::Json(block) => Some(&block.value),
        _ => None,
    });
    let Some(body) = body else { return Shape::None };
    let Value::Object(members) = body else { return Shape::Object };
    let others = members.keys().filter(|key| *key != "value" && !key.contains('@')).count();
    match members.get("value") {
        Some(Value::Array(_)) if others == 0 => Shape::Collection,
        Some(_) if others == 0 => Shape::Scalar,
        _ => Shape::Object,
    }
}

/// The answer for a type, the example's shape considered.
fn from_type(
    ty: TypeRef,
    kind: &OperationKind,
    template: &RequestTemplate,
    target: Option<&Target>,
    shape: Shape,
    types: &BTreeMap<TypeName, Type>,
) -> Answer {
    if *ty.element() == TypeRef::Primitive(Primitive::Stream) {
        return Answer::Stream;
    }
    let ends_in_key = matches!(template.segments.last(), Some(Segment::Placeholder(_) | Segment::ItemPath { .. }));
    let is_invocation = matches!(kind, OperationKind::Action(_) | OperationKind::Function(_));
    let is_collection = match &ty {
        TypeRef::Collection(_) => !(ends_in_key && shape != Shape::Collection),
        _ if matches!(kind, OperationKind::Create | OperationKind::Update | OperationKind::Replace) => false,
        TypeRef::Type(name) => {
            let own_value = has_property(name, "value", types);
            match target.filter(|_| !is_invocation) {
                Some(target) => target.collection || shape == Shape::Collection && !own_value && !ends_in_key,
                None => shape == Shape::Collection && !own_value,
            }
        }
        _ => shape == Shape::Collection,
    };
    let element = ty.element().clone();
    if is_collection {
        return Answer::Collection(element);
    }
    match &element {
        TypeRef::Type(name) if shape == Shape::Scalar && is_invocation && !has_property(name, "value", types) => {
            Answer::Scalar(element)
        }
        TypeRef::Type(_) => Answer::Value(element),
        TypeRef::Primitive(Primitive::Untyped) => Answer::Value(element),
        _ => Answer::Scalar(element),
    }
}

/// Whether page and examples agree that there is no body.
fn answers_nothing(line: &Line<'_>, examples: &[&ResponseExample]) -> bool {
    let response = &line.facts.response;
    if response.explicitly_empty {
        return true;
    }
    let no_content =
        !response.statuses.is_empty() && response.statuses.iter().all(|status| matches!(status, 202 | 204 | 302));
    let example_has_body = examples.iter().any(|example| example.body != ExampleBody::None);
    no_content && !example_has_body || !examples.is_empty() && !example_has_body && line.request.method != "GET"
}

/// Reports what is wrong with the types in the rows of a body whose type is described elsewhere, and is used as described there.
pub fn check_rows(line: &Line<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    if matches!(line.facts.body.kind, BodyKind::Resource(_) | BodyKind::Partial(Some(_))) {
        for row in &line.facts.body.rows {
            names.type_ref(&row.ty, &line.page.path, line.facts.namespace.as_deref(), diagnostics);
        }
    }
}

/// Reports response annotations whose type is spelled in another letter case, or unknown.
pub fn check_annotations(line: &Line<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    for example in &line.facts.examples {
        let Some(response) = &example.response else { continue };
        let (Some(mut ty), Some(span)) = (response.ty.as_ref(), response.ty_span) else { continue };
        while let TypeExpr::Collection(inner) = ty {
            ty = inner;
        }
        let TypeExpr::Named(written) = ty else { continue };
        match names.by_name(&written.name, line.facts.namespace.as_deref()) {
            Some((name, _)) if name.short() != written.name.rsplit('.').next().unwrap_or_default() => {
                diagnostics.push(
                    Diagnostic::new(
                        lint::ANNOTATION_CASE,
                        span,
                        format!("the annotation says `{}`, the type is `{name}`", written.name),
                    )
                    .hint("names tell upper and lower case apart: write it as declared"),
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
