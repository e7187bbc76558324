//! Base and derived types.
//!
//! In: an object of a base type with everything the server sent, or one of a derived type that is to be sent as its base. Out: the
//! object as the type it says it is (`@odata.type`), or as its base with that type written down. Why shared code is called by pointers here
//! is said in `object.rs`.

use super::decode;
use super::encode;
use super::json::Json;
use super::model::Model;
use super::object::{DerivedType, Object};
use super::patch::Patch;
use serde_json::{Map, Value};

/// A type that others are derived from.
///
/// A value of a base type keeps all that was sent, members of derived types included.
pub trait Base: Model {
    /// One variant for each derived type, and one for the base itself.
    type Derived;

    /// The derived types.
    const TYPES: &'static [DerivedType];

    /// The object as the type it says it is; as the base if it does not say, or if the type is not known here.
    fn into_derived(self) -> Self::Derived;

    /// The object as `T`, if it says that it is one, or a type derived from it.
    fn derived_as<T: Model>(&self) -> Option<T> {
        let type_name = self.odata_type()?;
        let schema = T::SCHEMA;
        (schema.is_named(type_name) || schema.derived(type_name).is_some()).then(|| convert(self))
    }
}

/// Makes an empty object.
pub fn create<T: Model>() -> Box<dyn Object> {
    Box::new(T::default())
}

/// The type that an object says it is of.
pub fn type_of(object: &dyn Object) -> Option<String> {
    let says: fn(&dyn Object) -> Option<String> = says;
    says(object)
}

fn says(object: &dyn Object) -> Option<String> {
    let named = object.extra().get("@odata.type").and_then(Value::as_str)?;
    Some(named.strip_prefix('#').unwrap_or(named).to_owned())
}

/// Whether what an object says is the name of this type.
pub fn is_type(named: Option<&str>, type_name: &str) -> bool {
    named.is_some_and(|named| named.eq_ignore_ascii_case(type_name))
}

/// The object as `T`.
pub fn into_derived<T: Model>(base: &dyn Object) -> Box<T> {
    Box::new(convert(base))
}

/// An object of a derived type as its base, with its type written down.
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

/// An object as JSON, with its type written down unless it says one already.
pub fn typed_json(object: &dyn Object, type_name: &str) -> Json {
    let json: fn(&dyn Object) -> Map<String, Value> = encode::members_json;
    typed(json(object), type_name)
}

/// A partial update as JSON, with the type of what it changes written down unless it says one already.
pub fn typed_patch<T>(patch: Patch<T>, type_name: &str) -> Json {
    typed(patch.into_members(), type_name)
}

fn typed(mut members: Map<String, Value>, type_name: &str) -> Json {
    let write: fn(&mut Map<String, Value>, &str) = write_type;
    write(&mut members, type_name);
    Json::from_exact(Value::Object(members))
}

fn write_type(members: &mut Map<String, Value>, type_name: &str) {
    members.entry("@odata.type").or_insert_with(|| Value::String(format!("#{type_name}")));
}

/// An object as another type.
fn convert<T: Model>(from: &dyn Object) -> T {
    let mut to = T::default();
    let fill: fn(&dyn Object, &mut dyn Object) = |from, to| decode::fill(encode::members_json(from), to);
    fill(from, &mut to);
    to
}
