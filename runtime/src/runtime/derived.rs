//! Base and derived types.
//!
//! In: an object of a base type with all the members that the server sent, or an object of a derived type to be sent as
//! its base. Out: the object as the type that its `@odata.type` names, or as its base with that annotation added. The
//! module [`model`](super::model) documents why shared code is called through function pointers.

use super::compare::equal_objects;
use super::decode;
use super::encode;
use super::json::Json;
use super::model::{Model, SerializeResult};
use super::object::{DerivedType, Object, View};
use super::patch::Patch;
use serde::Serializer;
use serde_json::{Map, Value};
use std::fmt;

/// A type with derived types.
///
/// A value of a base type keeps all members that were received, including those of derived types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derived types",
    label = "expected a base type, such as `DirectoryObject`"
)]
pub trait Base: Model {
    /// An enum with one variant for each derived type, and one for the base.
    type Derived;

    /// The derived types, in the order of the variants.
    const TYPES: &'static [DerivedType];

    /// Converts to the type that `@odata.type` names.
    ///
    /// Converts to the variant of the base if there is no such annotation, or if the type is unknown.
    fn into_derived(self) -> Self::Derived;

    /// Returns the object as `T` if `@odata.type` names `T` or a type derived from it.
    fn derived_as<T: Model>(&self) -> Option<T> {
        let type_name = self.odata_type()?;
        let schema = T::SCHEMA;
        (schema.is_named(type_name) || schema.derived(type_name).is_some()).then(|| convert(self))
    }
}

/// The name of a variant, the name of its type, and its object. The variant of the base has an empty type name.
pub type DerivedObject<'a> = (&'static str, &'static str, &'a dyn Object);

/// The enum of the types derived from a base type.
pub trait DerivedEnum {
    /// Returns the object and its names.
    ///
    /// One `match` on the variants serves several implementations.
    fn object(&self) -> DerivedObject<'_>;
}

/// Implements `PartialEq` for the enum of derived types.
#[inline]
pub fn equal_derived<E: DerivedEnum>(left: &E, right: &E) -> bool {
    let equal: fn(DerivedObject<'_>, DerivedObject<'_>) -> bool =
        |left, right| (left.0, left.1) == (right.0, right.1) && equal_objects(left.2, right.2);
    equal(left.object(), right.object())
}

/// Implements `Debug` for the enum of derived types, like `#[derive(Debug)]`.
///
/// # Errors
///
/// Returns an error if the formatter does.
#[inline]
pub fn show_derived<E: DerivedEnum>(value: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let show: fn(DerivedObject<'_>, &mut fmt::Formatter<'_>) -> fmt::Result =
        |(variant, _, object), f| f.debug_tuple(variant).field(&View::Object(object)).finish();
    show(value.object(), f)
}

/// Implements `Serialize` for the enum of derived types.
///
/// # Errors
///
/// Returns an error if the serializer does.
#[inline]
pub fn write_derived<E: DerivedEnum, S: Serializer>(value: &E, serializer: S) -> SerializeResult<S> {
    let serialize: fn(&dyn Object, &str, S) -> SerializeResult<S> = encode::serialize_typed;
    let (_, type_name, object) = value.object();
    serialize(object, type_name, serializer)
}

/// Returns the name of the derived type that `@odata.type` names, as in the schema; empty if there is none.
pub fn type_of(object: &dyn Object) -> &'static str {
    let derived_type: fn(&dyn Object) -> &'static str = derived_type;
    derived_type(object)
}

fn derived_type(object: &dyn Object) -> &'static str {
    object.extra().type_name().and_then(|named| object.schema().derived(named)).map_or("", |derived| derived.type_name)
}

/// Converts an object of a base type to `T`.
pub fn into_derived<T: Model>(base: &dyn Object) -> Box<T> {
    Box::new(convert(base))
}

/// Converts an object of a derived type to its base and adds `@odata.type`.
pub fn as_base<T: Model>(derived: &dyn Object, type_name: &str) -> T {
    let mut base = T::default();
    let fill: fn(&dyn Object, &str, &mut dyn Object) = fill_base;
    fill(derived, type_name, &mut base);
    base
}

fn fill_base(derived: &dyn Object, type_name: &str, base: &mut dyn Object) {
    let mut members = encode::members_json(derived);
    write_type(&mut members, type_name);
    decode::fill(members, base);
}

/// Encodes an object as JSON, and adds `@odata.type` unless present.
pub fn typed_json(object: &dyn Object, type_name: &str) -> Json {
    let json: fn(&dyn Object) -> Map<String, Value> = encode::members_json;
    with_type(json(object), type_name)
}

/// Encodes a partial update as JSON, and adds `@odata.type` unless present.
pub fn typed_patch<T>(patch: Patch<T>, type_name: &str) -> Json {
    with_type(patch.into_members(), type_name)
}

/// Adds `@odata.type` unless the type is named.
fn with_type(mut members: Map<String, Value>, type_name: &str) -> Json {
    let write: fn(&mut Map<String, Value>, &str) = write_type;
    write(&mut members, type_name);
    Json::from_exact(Value::Object(members))
}

fn write_type(members: &mut Map<String, Value>, type_name: &str) {
    if !members.contains_key("@type") {
        members.entry("@odata.type").or_insert_with(|| Value::String(format!("#{type_name}")));
    }
}

/// Copies an object to another type by way of its JSON form.
fn convert<T: Model>(from: &dyn Object) -> T {
    let mut to = T::default();
    let fill: fn(&dyn Object, &mut dyn Object) = |from, to| decode::fill(encode::members_json(from), to);
    fill(from, &mut to);
    to
}
