//! Joins the types that several pages or examples give for the same request.
//!
//! In: two bodies or responses. Out: one that covers both: the nearest common ancestor of two types, else the first.

use crate::model::{Body, ResponseBody, TypeRef};
use crate::resolve::hierarchy::Types;

/// Joins two type references.
#[must_use]
pub fn type_refs(a: TypeRef, b: &TypeRef, types: Types<'_>) -> TypeRef {
    match (&a, b) {
        (TypeRef::Type(one), TypeRef::Type(other)) => match types.common_ancestor(one, other) {
            Some(name) => TypeRef::Type(name.clone()),
            None => a,
        },
        (TypeRef::Collection(one), TypeRef::Collection(other)) => type_refs((**one).clone(), other, types).collection(),
        (one, other) if *one == TypeRef::UNTYPED => other.clone(),
        _ => a,
    }
}

/// Joins two bodies. A documented body takes precedence over none.
#[must_use]
pub fn bodies(a: Option<Body>, b: Option<Body>, types: Types<'_>) -> Option<Body> {
    match (a, b) {
        (Some(Body::Value(one)), Some(Body::Value(other))) => Some(Body::Value(type_refs(one, &other, types))),
        (Some(Body::Partial(one)), Some(Body::Partial(other))) => {
            let joined = types.common_ancestor(&one, &other).cloned();
            Some(Body::Partial(joined.unwrap_or(one)))
        }
        (Some(one), _) => Some(one),
        (None, other) => other,
    }
}

/// Joins two responses of the same shape; for different shapes, returns the first that is not empty.
#[must_use]
pub fn responses(a: ResponseBody, b: ResponseBody, types: Types<'_>) -> ResponseBody {
    match (a, b) {
        (ResponseBody::Value(one), ResponseBody::Value(other)) => ResponseBody::Value(type_refs(one, &other, types)),
        (ResponseBody::Collection(one), ResponseBody::Collection(other)) => {
            ResponseBody::Collection(type_refs(one, &other, types))
        }
        (ResponseBody::Scalar(one), ResponseBody::Scalar(other)) => ResponseBody::Scalar(type_refs(one, &other, types)),
        (ResponseBody::Nothing, other) => other,
        (one, _) => one,
    }
}
