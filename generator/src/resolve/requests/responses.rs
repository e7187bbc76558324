//! Responses of operations.
//!
//! In: sentences, annotations and examples of the page, and the target of the path in the model. Out: [`ResponseBody`]. Precedence,
//! highest first: sentence, annotation, shape of the example, path, tables of methods (docs/format.md#responses).

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::type_expr::{Primitive, TypeExpr};
use crate::extract::{ExampleBody, ExampleFacts, ResponseExample};
use crate::model::{OperationKind, ResponseBody, Type, TypeRef};
use crate::odata::Method;
use crate::resolve::agree::responses;
use crate::resolve::context::Context;
use crate::resolve::examples::fits;
use crate::resolve::hierarchy::Types;
use crate::resolve::join;
use crate::resolve::relations::several_targets;
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::requests::walk::Target;

/// Returns the response of an operation.
pub fn response(
    line: &RequestLine<'_>,
    template: &RequestTemplate,
    kind: &OperationKind,
    target: Option<&Target>,
    cx: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> ResponseBody {
    let types = cx.types;
    match kind {
        OperationKind::Count => return ResponseBody::Count,
        OperationKind::GetContent => return ResponseBody::Stream,
        OperationKind::AddRef | OperationKind::SetRef | OperationKind::RemoveRef | OperationKind::DeleteContent => {
            return ResponseBody::Nothing;
        }
        OperationKind::Delete if line.facts.response.body.is_none() => return ResponseBody::Nothing,
        // HEAD responses never have a body (RFC 9110 §9.3.2); if the page has other methods, its sentences describe those.
        OperationKind::Head => return ResponseBody::Nothing,
        OperationKind::Options if line.facts.requests.iter().any(|request| request.method != Method::Options) => {
            return ResponseBody::Nothing;
        }
        _ => {}
    }
    let target = target.filter(|_| !matches!(kind, OperationKind::Action(_) | OperationKind::Function(_)));
    let examples = response_examples(line, template, several_targets(line));
    let shape = shape(&examples);
    match stated_type(line, &examples, target, cx) {
        Some(ty) => {
            let response = from_type(as_declared(ty, target, types), kind, template, target, shape, types);
            report_single(line, &response, shape, diagnostics);
            response
        }
        None if redirects(line) => ResponseBody::Stream,
        None if !line.facts.response.members.is_empty() => ResponseBody::Value(listed_type(line, types)),
        None if has_no_body(line, &examples) => ResponseBody::Nothing,
        None => match target {
            Some(target) => from_type(of_target(target), kind, template, Some(target), shape, types),
            None => {
                let response = untyped(line, &examples, shape);
                match listed_as_returned(line, &response, &examples, cx) {
                    Some(ty) => from_type(ty.clone(), kind, template, None, shape, types),
                    None => response,
                }
            }
        },
    }
}

/// Reports a sentence that promises one object although the path leads to a collection and no example shows an array.
fn report_single(line: &RequestLine<'_>, response: &ResponseBody, shape: Shape, diagnostics: &mut Diagnostics) {
    let Some(TypeExpr::Named(said)) = &line.facts.response.body else { return };
    if !matches!(response, ResponseBody::Collection(_)) || shape == Shape::Collection || several_targets(line) {
        return;
    }
    let message = format!("the text describes one `{}`, but the path leads to a collection", said.name);
    let diagnostic = Diagnostic::new(lint::COLLECTION_OR_NOT, said.span, message);
    let diagnostic = diagnostic.related(line.request.span, "the path");
    diagnostics
        .push(diagnostic.hint("the path is followed: write `a collection of` before the type, or correct the path"));
}

/// Returns the type that the sentence or the annotations declare.
///
/// On a page with several requests, the sentence describes only one of them: the example's own annotation or the path takes precedence.
fn stated_type(
    line: &RequestLine<'_>,
    examples: &[&ResponseExample],
    target: Option<&Target>,
    cx: &Context<'_>,
) -> Option<TypeRef> {
    if !several_targets(line) {
        return responses::prefer(line, sentence_type(line, cx), annotated_type(examples, cx), cx.types);
    }
    let stated = annotated_type(examples, cx).or_else(|| sentence_type(line, cx));
    match (stated, target) {
        (Some(stated), Some(target)) if !cx.types.related(stated.element(), &target.ty) => Some(of_target(target)),
        (stated, _) => stated,
    }
}

/// Returns the declared type of the target if it is related to the stated type, or is a dictionary of such values.
///
/// A page shows the most common values; the declared type covers all possible ones.
fn as_declared(stated: TypeRef, target: Option<&Target>, types: Types<'_>) -> TypeRef {
    match (stated, target) {
        (TypeRef::Collection(element), target) => as_declared(*element, target, types).collection(),
        (stated, Some(target)) if types.related(&stated, &target.ty) => target.ty.clone(),
        (stated, Some(Target { ty: TypeRef::Type(name), .. })) if types.is_value_of(&stated, name) => {
            TypeRef::Type(name.clone())
        }
        (stated, _) => stated,
    }
}

/// Returns whether every success status is a redirection. It leads to bytes, because HTTP clients follow it on their own.
fn redirects(line: &RequestLine<'_>) -> bool {
    let statuses = &line.facts.response.statuses;
    line.request.method == Method::Get
        && !statuses.is_empty()
        && statuses.iter().all(|status| (300..400).contains(status))
}

/// Returns the response if nothing declares its type.
fn untyped(line: &RequestLine<'_>, examples: &[&ResponseExample], shape: Shape) -> ResponseBody {
    let statuses = &line.facts.response.statuses;
    match shape {
        Shape::Collection => ResponseBody::Collection(TypeRef::UNTYPED),
        Shape::Scalar => ResponseBody::Scalar(scalar_type(examples)),
        Shape::None if !statuses.contains(&200) && !statuses.contains(&201) => ResponseBody::Nothing,
        // If one status has no body, another status has one only if the page mentions it.
        Shape::None if statuses.iter().any(|status| matches!(status, 204 | 205)) && !line.facts.response.names_body => {
            ResponseBody::Nothing
        }
        Shape::None | Shape::Object => ResponseBody::Value(TypeRef::UNTYPED),
    }
}

/// Returns the type in a table of methods if the page itself does not name one. An example with other members takes precedence.
fn listed_as_returned<'a>(
    line: &RequestLine<'_>,
    response: &ResponseBody,
    examples: &[&ResponseExample],
    cx: &Context<'a>,
) -> Option<&'a TypeRef> {
    let unknown = matches!(response, ResponseBody::Value(ty) | ResponseBody::Collection(ty) if *ty == TypeRef::UNTYPED);
    let named = line.facts.response.body.is_some() || examples.iter().any(|example| example.ty.is_some());
    let stated = cx.pages.returns.get(&line.page.path).filter(|_| unknown && !named && !several_targets(line))?;
    let fits = shape(examples) != Shape::Object
        || first_json(examples).and_then(Value::as_object).is_none_or(|members| match stated.element() {
            TypeRef::Type(name) => members.keys().any(|member| cx.types.has_property(name, member)),
            _ => false,
        });
    fits.then_some(stated)
}

/// Returns the only type whose own properties are exactly the members that the page lists.
fn listed_type(line: &RequestLine<'_>, types: Types<'_>) -> TypeRef {
    let mut members: Vec<&str> = line.facts.response.members.iter().map(String::as_str).collect();
    members.sort_unstable();
    let has_these = |ty: &&Type| {
        let mut own: Vec<&str> = ty.properties.iter().map(|property| property.name.as_str()).collect();
        own.sort_unstable();
        own == members && members.len() > 1
    };
    let mut fitting = types.iter().filter(has_these);
    match (fitting.next(), fitting.next()) {
        (Some(ty), None) => TypeRef::Type(ty.name.clone()),
        _ => TypeRef::UNTYPED,
    }
}

/// Returns the type of a wrapped value: `true` can only be a Boolean (OData JSON §7.1); a string or number can be of several types.
fn scalar_type(examples: &[&ResponseExample]) -> TypeRef {
    let is_boolean = |example: &&ResponseExample| match &example.body {
        ExampleBody::Json(block) => block.value.get("value").is_some_and(Value::is_boolean),
        _ => false,
    };
    if examples.iter().any(is_boolean) { TypeRef::Primitive(Primitive::Boolean) } else { TypeRef::UNTYPED }
}

fn of_target(target: &Target) -> TypeRef {
    if target.collection { target.ty.clone().collection() } else { target.ty.clone() }
}

/// Returns the type that the sentence declares.
fn sentence_type(line: &RequestLine<'_>, cx: &Context<'_>) -> Option<TypeRef> {
    let response = &line.facts.response;
    let Some(written) = response.body.as_ref() else {
        // A word in bold or code names a type if a page describes a type of that name.
        let ty = cx.pages.links.type_ref(response.marked.as_ref()?);
        return Some(ty).filter(|ty| matches!(ty.element(), TypeRef::Type(_)));
    };
    // Alternatives without a common base type accept any JSON value, whatever type the first example has.
    let several = matches!(written.element(), TypeExpr::OneOf(_));
    Some(cx.pages.links.use_type(written)).filter(|ty| several || *ty.element() != TypeRef::UNTYPED)
}

/// Returns the common ancestor of the types in the annotations of examples with a body.
fn annotated_type(examples: &[&ResponseExample], cx: &Context<'_>) -> Option<TypeRef> {
    examples
        .iter()
        .filter(|example| example.body != ExampleBody::None)
        .filter_map(|example| example.ty.as_ref())
        .map(|written| cx.pages.links.type_ref(written))
        .filter(|ty| *ty.element() != TypeRef::UNTYPED)
        .reduce(|one, other| join::type_refs(one, &other, cx.types))
}

/// Returns the successful responses of the page's examples; on a page with several requests, those of this request if it has any.
fn response_examples<'a>(
    line: &RequestLine<'a>,
    template: &RequestTemplate,
    several: bool,
) -> Vec<&'a ResponseExample> {
    let all = || line.facts.examples.iter().filter(|example| example.response.is_some());
    let own = |example: &&'a ExampleFacts| {
        example.request.as_ref().is_some_and(|request| fits(request, line.request.method, template))
    };
    let has_own = several && all().any(|example| own(&example));
    all()
        .filter(|example| !has_own || own(example))
        .filter_map(|example| example.response.as_ref())
        .filter(|response| response.status == 0 || (200..300).contains(&response.status))
        .collect()
}

/// Returns whether the page's examples show a single object as the response.
pub fn shows_one(line: &RequestLine<'_>) -> bool {
    shown(line) == Shape::Object
}

/// Returns whether the examples of a request show an array of objects in the response.
pub fn shows_many(line: &RequestLine<'_>, template: &RequestTemplate) -> bool {
    let own = |example: &&ExampleFacts| {
        example.request.as_ref().is_none_or(|request| fits(request, line.request.method, template))
    };
    let examples = line.facts.examples.iter().filter(own).filter_map(|example| example.response.as_ref());
    let examples: Vec<_> = examples.filter(|response| response.is_success()).collect();
    let items = first_json(&examples).and_then(|body| body.get("value")?.as_array());
    shape(&examples) == Shape::Collection && items.and_then(|items| items.first()).is_some_and(Value::is_object)
}

/// The shape of the page's successful responses.
fn shown(line: &RequestLine<'_>) -> Shape {
    let examples = line.facts.examples.iter().filter_map(|example| example.response.as_ref());
    let examples: Vec<_> = examples.filter(|response| response.status < 300).collect();
    shape(&examples)
}

/// The shape of an example's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// No JSON body.
    None,
    /// `{"value": [ … ]}`
    Collection,
    /// `{"value": x}` without other members, control information aside.
    Scalar,
    /// Any other JSON body.
    Object,
}

/// Returns the first JSON body of the examples.
fn first_json<'a>(examples: &[&'a ResponseExample]) -> Option<&'a Value> {
    examples.iter().find_map(|example| match &example.body {
        ExampleBody::Json(block) => Some(&block.value),
        _ => None,
    })
}

fn shape(examples: &[&ResponseExample]) -> Shape {
    let Some(body) = first_json(examples) else { return Shape::None };
    let Value::Object(members) = body else { return Shape::Object };
    let others = members.keys().filter(|key| *key != "value" && !key.contains('@')).count();
    match members.get("value") {
        Some(Value::Array(_)) if others == 0 => Shape::Collection,
        Some(_) if others == 0 => Shape::Scalar,
        _ => Shape::Object,
    }
}

/// Returns the response for a type, taking the shape of the example into account.
fn from_type(
    ty: TypeRef,
    kind: &OperationKind,
    template: &RequestTemplate,
    target: Option<&Target>,
    shape: Shape,
    types: Types<'_>,
) -> ResponseBody {
    if *ty.element() == TypeRef::Primitive(Primitive::Stream) {
        return ResponseBody::Stream;
    }
    let ends_in_key = matches!(template.segments.last(), Some(Segment::Placeholder(_) | Segment::ItemPath { .. }));
    let is_invocation = matches!(kind, OperationKind::Action(_) | OperationKind::Function(_));
    let is_collection = match &ty {
        // An example with a single object takes precedence over a sentence, unless the path leads to a collection.
        TypeRef::Collection(_) if shape == Shape::Object => {
            *kind == OperationKind::List && target.is_some_and(|target| target.collection)
        }
        // A request that creates an item or addresses it by key returns a single object, unless the example shows several.
        TypeRef::Collection(_) if *kind == OperationKind::Create => shape == Shape::Collection,
        TypeRef::Collection(_) => !(ends_in_key && shape != Shape::Collection),
        _ if matches!(kind, OperationKind::Create | OperationKind::Update | OperationKind::Replace) => false,
        TypeRef::Type(name) => {
            let own_value = types.has_property(name, "value");
            match target.filter(|_| !is_invocation) {
                Some(target) => target.collection || shape == Shape::Collection && !own_value && !ends_in_key,
                None => shape == Shape::Collection && !own_value,
            }
        }
        _ => shape == Shape::Collection,
    };
    let element = ty.element().clone();
    if is_collection {
        return ResponseBody::Collection(element);
    }
    match &element {
        TypeRef::Type(name) if shape == Shape::Scalar && is_invocation && !types.has_property(name, "value") => {
            ResponseBody::Scalar(element)
        }
        TypeRef::Type(_) => ResponseBody::Value(element),
        TypeRef::Primitive(Primitive::Untyped) => ResponseBody::Value(element),
        _ => ResponseBody::Scalar(element),
    }
}

/// Returns whether page and examples agree that there is no body.
fn has_no_body(line: &RequestLine<'_>, examples: &[&ResponseExample]) -> bool {
    let response = &line.facts.response;
    if response.explicitly_empty {
        return true;
    }
    let no_content =
        !response.statuses.is_empty() && response.statuses.iter().all(|status| matches!(status, 202 | 204 | 302));
    let example_has_body = examples.iter().any(|example| example.body != ExampleBody::None);
    no_content && !example_has_body || !examples.is_empty() && !example_has_body && line.request.method != Method::Get
}
