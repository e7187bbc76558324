//! Joins the types that several pages or examples give for the same request.
//!
//! In: two bodies or responses. Out: one that covers both: the nearest common ancestor of two types, else the first.

use std::collections::BTreeMap;

use crate::model::{Body, ResponseBody, Type, TypeName, TypeRef, ancestors};

/// Returns the nearest type that is `a` or its ancestor, and `b` or its ancestor.
#[must_use]
pub fn common_ancestor<'a>(a: &TypeName, b: &TypeName, types: &'a BTreeMap<TypeName, Type>) -> Option<&'a TypeName> {
    let of_b: Vec<&TypeName> = ancestors(types, b).map(|ty| &ty.name).collect();
    // Every entity inherits from `entity`: having only this ancestor in common proves nothing.
    ancestors(types, a)
        .map(|ty| &ty.name)
        .find(|name| of_b.contains(name) && (name.short() != "entity" || *name == a || *name == b))
}

/// Joins two type references.
#[must_use]
pub fn type_refs(a: TypeRef, b: &TypeRef, types: &BTreeMap<TypeName, Type>) -> TypeRef {
    match (&a, b) {
        (TypeRef::Type(one), TypeRef::Type(other)) => match common_ancestor(one, other, types) {
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
pub fn bodies(a: Option<Body>, b: Option<Body>, types: &BTreeMap<TypeName, Type>) -> Option<Body> {
    match (a, b) {
        (Some(Body::Value(one)), Some(Body::Value(other))) => Some(Body::Value(type_refs(one, &other, types))),
        (Some(Body::Partial(one)), Some(Body::Partial(other))) => {
            let joined = common_ancestor(&one, &other, types).cloned();
            Some(Body::Partial(joined.unwrap_or(one)))
        }
        (Some(one), _) => Some(one),
        (None, other) => other,
    }
}

/// Joins two responses of the same shape; for different shapes, returns the first that is not empty.
#[must_use]
pub fn responses(a: ResponseBody, b: ResponseBody, types: &BTreeMap<TypeName, Type>) -> ResponseBody {
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
