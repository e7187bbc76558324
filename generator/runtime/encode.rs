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
    let members = members(object);
    let mut map = serializer.serialize_map(Some(members.len()))?;
    for (name, value) in &members {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// The members of an object, as they are to be written.
fn members(object: &dyn Object) -> Vec<(&str, View<'_>)> {
    let fields = object.schema().fields;
    let extra = object.extra();
    let mut members = Vec::with_capacity(fields.len().min(32) + extra.len());
    members.extend(others(object).filter(|(name, _)| name.starts_with('@')));
    for (index, field) in fields.iter().enumerate() {
        let slot = object.get(index);
        let view = match (slot.view(), extra.is_empty()) {
            (view, true) => view,
            (View::Absent, false) => extra.get(field.name).map_or(View::Absent, View::Json),
            (view, false) => original(slot, extra, field.name).map_or(view, View::Json),
        };
        if !matches!(view, View::Absent) {
            members.push((field.name, view));
        }
    }
    members.extend(others(object).filter(|(name, _)| !name.starts_with('@')));
    members
}

/// What an object carries under undocumented names.
fn others(object: &dyn Object) -> impl Iterator<Item = (&str, View<'_>)> {
    let fields = object.schema().fields;
    let undocumented = move |name: &str| fields.iter().all(|field| field.name != name);
    object.extra().iter().filter(move |(name, _)| undocumented(name)).map(|(name, value)| (name, View::Json(value)))
}

/// An object as JSON.
pub(super) fn members_json(object: &dyn Object) -> Map<String, Value> {
    members(object).into_iter().map(|(name, view)| (name.to_owned(), json(&view))).collect()
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
