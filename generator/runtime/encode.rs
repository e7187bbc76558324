//! The shared writer.
//!
//! In: an object. Out: its members, for any serde format or as a JSON value. Annotations come first (a streaming reader must know
//! `@odata.type` before the members it governs), then documented members, then the rest.

use super::number;
use super::object::Object;
use super::slot::{List, View, original};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

/// Writes an object.
///
/// # Errors
///
/// Fails where the format does.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (name, value) in members(object) {
        map.serialize_entry(name, &value)?;
    }
    map.end()
}

/// The members of an object, as they are to be written.
fn members(object: &dyn Object) -> impl Iterator<Item = (&str, View<'_>)> {
    let documented = object.schema().fields.iter().enumerate().filter_map(|(index, field)| {
        let view = documented(object, index, field.name);
        (!matches!(view, View::Absent)).then_some((field.name, view))
    });
    others(object, true).chain(documented).chain(others(object, false))
}

/// What is to be written for a documented member.
fn documented<'a>(object: &'a dyn Object, index: usize, name: &str) -> View<'a> {
    let (slot, extra) = (object.get(index), object.extra());
    match slot.view() {
        view if extra.is_empty() => view,
        View::Absent => extra.get(name).map_or(View::Absent, View::Json),
        view => original(slot, extra, name).map_or(view, View::Json),
    }
}

/// What an object carries under undocumented names: its annotations, or the rest.
fn others(object: &dyn Object, annotations: bool) -> impl Iterator<Item = (&str, View<'_>)> {
    let schema = object.schema();
    let members = object.extra().iter().filter(move |(name, _)| name.starts_with('@') == annotations);
    members.filter(|(name, _)| schema.find(name, 0).is_none()).map(|(name, value)| (name, View::Json(value)))
}

/// An object as JSON.
pub(super) fn members_json(object: &dyn Object) -> Map<String, Value> {
    members(object).map(|(name, view)| (name.to_owned(), json(&view))).collect()
}

/// What a slot holds, as JSON; null if it holds nothing.
pub(super) fn json(view: &View<'_>) -> Value {
    match view {
        View::Absent => Value::Null,
        View::Bool(value) => Value::Bool(*value),
        View::Int(value) => Value::from(*value),
        View::Float(value) => number::json(*value),
        View::Text(text) => Value::String(text.to_string()),
        View::Json(value) => (*value).clone(),
        View::Object(object) => Value::Object(members_json(*object)),
        View::List(list) => Value::Array((0..list.len()).map(|index| json(&list.at(index))).collect()),
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => match number::name(*value) {
                Some(name) => serializer.serialize_str(name),
                None => serializer.serialize_f64(*value),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(value) => value.serialize(serializer),
            Self::Object(object) => serialize(*object, serializer),
            Self::List(list) => serialize_list(*list, serializer),
        }
    }
}

/// Writes a list.
fn serialize_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        seq.serialize_element(&list.at(index))?;
    }
    seq.end()
}
