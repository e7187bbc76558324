//! Responses whose sentence and annotation name different types.
//!
//! In: what a page states about its response. Out: the type to use, and a diagnostic with both places.
//!
//! Two types differ if neither inherits from the other: a page may show a derived type. The type that has more members of the
//! examples wins; with as many, the sentence, which agreed with the example in 97 of 100 pages of the reference that was measured.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::type_expr::TypeExpr;
use crate::extract::{ExampleBody, ResponseExample};
use crate::model::{Type, TypeName, TypeRef};
use crate::resolve::bodies::resolve;
use crate::resolve::names::Names;
use crate::resolve::operations::Line;
use crate::resolve::relations::{has_property, related, several_targets};

/// The stated type: the sentence's, unless the annotation's explains more of what the examples show.
#[must_use]
pub fn prefer(
    sentence: Option<TypeRef>,
    annotated: Option<TypeRef>,
    examples: &[&ResponseExample],
    types: &BTreeMap<TypeName, Type>,
) -> Option<TypeRef> {
    let (Some(said), Some(noted)) = (&sentence, &annotated) else { return sentence.or(annotated) };
    let annotation_wins = differ(said, noted, types)
        && known_members(noted.element(), examples, types) > known_members(said.element(), examples, types);
    if annotation_wins { annotated } else { sentence }
}

/// Whether two types are different ones, neither of which inherits from the other.
fn differ(one: &TypeRef, other: &TypeRef, types: &BTreeMap<TypeName, Type>) -> bool {
    let (one, other) = (one.element(), other.element());
    matches!((one, other), (TypeRef::Type(_), TypeRef::Type(_))) && !related(one, other, types)
}

/// How many members of the objects in the examples a type has.
fn known_members(ty: &TypeRef, examples: &[&ResponseExample], types: &BTreeMap<TypeName, Type>) -> usize {
    let TypeRef::Type(name) = ty else { return 0 };
    let bodies = examples.iter().filter_map(|example| match &example.body {
        ExampleBody::Json(block) => Some(&block.value),
        _ => None,
    });
    let objects = bodies.flat_map(|body| match body.get("value") {
        Some(Value::Array(items)) => items.iter().collect::<Vec<_>>(),
        Some(inner @ Value::Object(_)) => vec![inner],
        _ => vec![body],
    });
    let members = objects.filter_map(Value::as_object).flat_map(|object| object.keys());
    members.filter(|member| has_property(name, member, types)).count()
}

/// Reports annotations that name another type than the sentence of their page.
pub fn check(line: &Line<'_>, names: &Names, types: &BTreeMap<TypeName, Type>, diagnostics: &mut Diagnostics) {
    let Some(written) = &line.facts.response.body else { return };
    if several_targets(line) {
        return;
    }
    let said = resolve(written, line, names, &mut Diagnostics::default());
    let responses = line.facts.examples.iter().filter_map(|example| example.response.as_ref());
    for example in responses.filter(|response| response.is_success()) {
        let (ExampleBody::Json(_), Some(ty), Some(span)) = (&example.body, &example.ty, example.ty_span) else { continue };
        let noted = resolve(ty, line, names, &mut Diagnostics::default());
        let Some(sentence) = element_named(written).filter(|_| differ(&said, &noted, types)) else { continue };
        let by_example = known_members(noted.element(), &[example], types) > known_members(said.element(), &[example], types);
        let (said_name, noted_name) = (short(&said), short(&noted));
        let used = if by_example { noted_name } else { said_name };
        diagnostics.push(
            Diagnostic::new(lint::ANNOTATION_TYPE, span, format!("the annotation says `{noted_name}`, the text `{said_name}`"))
                .related(sentence.span, "in the text")
                .hint(format!("the example fits `{used}`, which is used: correct the other one")),
        );
    }
}

fn short(ty: &TypeRef) -> &str {
    match ty.element() {
        TypeRef::Type(name) | TypeRef::Enum(name) => name.short(),
        _ => "",
    }
}

fn element_named(ty: &TypeExpr) -> Option<&crate::extract::type_expr::TypeRef> {
    match ty.element() {
        TypeExpr::Named(written) => Some(written),
        _ => None,
    }
}
