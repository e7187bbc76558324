//! Base and derived types.
//!
//! In: an object of a base type with all the members that the server sent, or an object of a derived type to be sent as
//! its base. Out: the object as the type that its `@odata.type` names, or as its base with that annotation added. The
//! module [`model`](super::model) documents why shared code is called through function pointers.

use super::decode;
use super::encode;
use super::json::Json;
use super::model::Model;
use super::object::{DerivedType, Object};
use super::patch::Patch;
use serde_json::{Map, Value};

/// A type with derived types.
///
/// A value of a base type keeps all members that were received, including those of derived types.
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

/// Creates an empty object.
pub fn create<T: Model>() -> Box<dyn Object> {
    Box::new(T::default())
}

/// Returns the type name in `@odata.type`, without `#`.
pub fn type_of(object: &dyn Object) -> Option<String> {
    let declared_type: fn(&dyn Object) -> Option<String> = declared_type;
    declared_type(object)
}

fn declared_type(object: &dyn Object) -> Option<String> {
    let named = object.extra().get("@odata.type").and_then(Value::as_str)?;
    Some(named.strip_prefix('#').unwrap_or(named).to_owned())
}

/// Returns whether `named`, the name in `@odata.type`, is `type_name`. Ignores case.
pub fn is_type(named: Option<&str>, type_name: &str) -> bool {
    named.is_some_and(|named| named.eq_ignore_ascii_case(type_name))
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

/// Adds `@odata.type` unless present.
fn with_type(mut members: Map<String, Value>, type_name: &str) -> Json {
    let write: fn(&mut Map<String, Value>, &str) = write_type;
    write(&mut members, type_name);
    Json::from_exact(Value::Object(members))
}

fn write_type(members: &mut Map<String, Value>, type_name: &str) {
    members.entry("@odata.type").or_insert_with(|| Value::String(format!("#{type_name}")));
}

/// Copies an object to another type by way of its JSON form.
fn convert<T: Model>(from: &dyn Object) -> T {
    let mut to = T::default();
    let fill: fn(&dyn Object, &mut dyn Object) = |from, to| decode::fill(encode::members_json(from), to);
    fill(from, &mut to);
    to
}
