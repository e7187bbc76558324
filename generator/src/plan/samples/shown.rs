//! The samples that the comments of a generated crate show.
//!
//! In: the samples of all examples. Out: [`Shown`]: the sample of each request function, and code that builds or reads a value of each type.

use std::collections::BTreeMap;

use crate::model::Api;
use crate::plan::items::{Path, RustType};
use crate::plan::names::RustName;

use super::body::{Body, Change};
use super::value::{Expression, Literal};
use super::{PlannedSample, ResponsePlan, body_name};

/// The samples in comments.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// The index of the sample of each operation, by the index of the operation.
    pub requests: BTreeMap<usize, usize>,
    /// The sample of each type.
    pub types: BTreeMap<Path, TypeSample>,
}

/// The sample of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeSample {
    /// Builds a value, and reads a field of it.
    Built {
        /// The variable.
        variable: RustName,
        /// The value.
        value: Literal,
        /// The field.
        field: RustName,
    },
    /// Reads a value: the index of the sample.
    Read(usize),
}

/// Returns the samples that comments show: of an operation, that of the first example on its leading page.
pub fn shown(api: &Api, samples: &[PlannedSample]) -> Shown {
    let mut out = Shown::default();
    let mut literals: BTreeMap<&Path, &Literal> = BTreeMap::new();
    let mut leading: BTreeMap<usize, bool> = BTreeMap::new();
    for (index, planned) in samples.iter().enumerate().filter(|(_, planned)| planned.sample.is_complete) {
        let page = api.examples.get(planned.example).map(|example| &example.page);
        let pages = api.operations.get(planned.operation).map(|operation| &operation.pages);
        let is_leading = page.is_some() && page == pages.and_then(|pages| pages.first());
        let best = leading.entry(planned.operation).or_insert(false);
        if !out.requests.contains_key(&planned.operation) || is_leading && !*best {
            out.requests.insert(planned.operation, index);
            *best = is_leading;
        }
        if let Some((_, body)) = planned.sample.call.body.as_ref().and_then(|body| body.written.as_ref()) {
            body_literals(body, &mut |literal| {
                let present = literals.entry(&literal.ty).or_insert(literal);
                if rank(literal) > rank(present) {
                    *present = literal;
                }
            });
        }
        if let ResponsePlan::Value(RustType::Model(path)) | ResponsePlan::Collection(RustType::Model(path)) =
            planned.sample.call.response.inner()
        {
            out.types.entry(path.clone()).or_insert(TypeSample::Read(index));
        }
    }
    for (path, value) in literals {
        let text = value.fields.iter().find(|(_, value)| matches!(value, Expression::Into(text) if text.is_text()));
        if let Some((field, _)) = text.or(value.fields.first()) {
            let (field, value) = (field.clone(), value.clone());
            let variable = body_name(&Body::Value(Expression::Struct(value.clone())), "value", &Default::default());
            out.types.insert(path.clone(), TypeSample::Built { variable, value, field });
        }
    }
    out
}

/// The number of fields that shows enough of a type.
const ENOUGH: usize = 3;

/// Ranks the literals of a type: those with enough fields first, then the shortest.
fn rank(literal: &Literal) -> (usize, std::cmp::Reverse<usize>) {
    (literal.fields.len().min(ENOUGH), std::cmp::Reverse(size(literal)))
}

/// Returns the number of fields and additional members at all levels.
fn size(literal: &Literal) -> usize {
    let mut size = 0;
    literals(literal, &mut |literal| size += literal.fields.len() + literal.extra.len());
    size
}

/// Visits the struct literals in a body.
fn body_literals<'a>(body: &'a Body, visit: &mut impl FnMut(&'a Literal)) {
    match body {
        Body::Value(value) => in_expression(value, visit),
        Body::Patch(patch) => patch.changes.iter().for_each(|change| {
            if let Change::Set(_, value) = change {
                in_expression(value, visit);
            }
        }),
        Body::Reference(_) | Body::Content(_) | Body::JsonContent(_) => {}
    }
}

/// Visits a struct literal and those in it.
fn literals<'a>(literal: &'a Literal, visit: &mut impl FnMut(&'a Literal)) {
    visit(literal);
    literal.fields.iter().for_each(|(_, value)| in_expression(value, visit));
}

fn in_expression<'a>(value: &'a Expression, visit: &mut impl FnMut(&'a Literal)) {
    match value {
        Expression::Struct(literal) => literals(literal, visit),
        Expression::Into(inner) | Expression::Base(_, inner) | Expression::Boxed(inner) => in_expression(inner, visit),
        Expression::List(elements) => elements.iter().for_each(|element| in_expression(element, visit)),
        _ => {}
    }
}
