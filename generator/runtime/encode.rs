//! The shared writer.
//!
//! In: an object. Out: its members, for any serde format or as a JSON value. Annotations come first (a streaming reader must know
//! `@odata.type` before the members it governs), then documented members, then the rest.

use super::names::Names;
use super::number;
use super::object::Object;
use super::slot::{List, Slot, View, original};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

/// Writes an object.
///
/// # Errors
///
/// Fails where the format does.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut result = Ok(());
    if object.extra().is_empty() {
        let schema = object.schema();
        object.each(&mut |index, slot| {
            if result.is_ok() {
                result = map.serialize_entry(schema.name(index), &slot.view());
            }
        });
    } else {
        members(object, &mut |name, view| {
            if result.is_ok() {
                result = map.serialize_entry(name, &view);
            }
        });
    }
    result?;
    map.end()
}

/// An object as JSON.
pub(super) fn members_json(object: &dyn Object) -> Map<String, Value> {
    let mut members_json = Map::new();
    members(object, &mut |name, view| {
        members_json.insert(name.to_owned(), json(&view));
    });
    members_json
}

/// Shows the members of an object, as they are to be written.
fn members<'a>(object: &'a dyn Object, write: &mut dyn FnMut(&'a str, View<'a>)) {
    let schema = object.schema();
    let Kept { documented, others } = Kept::of(object);
    for (name, value) in others.iter().filter(|(name, _)| name.starts_with('@')) {
        write(name, View::Json(value));
    }
    let mut documented = documented.into_iter().peekable();
    object.each(&mut |index, slot| {
        while let Some((before, value)) = documented.next_if(|(kept, _)| *kept < index) {
            write(schema.name(before), View::Json(value));
        }
        let kept = documented.next_if(|(kept, _)| *kept == index);
        let original = kept.and_then(|(_, value)| original(slot, value));
        write(schema.name(index), original.map_or_else(|| slot.view(), View::Json));
    });
    for (index, value) in documented {
        write(schema.name(index), View::Json(value));
    }
    for (name, value) in others.iter().filter(|(name, _)| !name.starts_with('@')) {
        write(name, View::Json(value));
    }
}

/// What an object keeps without a field.
pub(super) struct Kept<'a> {
    /// Under the names of documented members, in slot order.
    pub(super) documented: Vec<(usize, &'a Value)>,
    /// Under other names.
    pub(super) others: Vec<(&'a str, &'a Value)>,
}

impl<'a> Kept<'a> {
    /// What this object keeps.
    pub(super) fn of(object: &'a dyn Object) -> Self {
        let mut names = Names::new(object.schema().names);
        let mut kept = Self { documented: Vec::new(), others: Vec::new() };
        for (name, value) in object.extra().iter() {
            match names.find(name) {
                Some(index) => kept.documented.push((index, value)),
                None => kept.others.push((name, value)),
            }
        }
        kept.documented.sort_by_key(|(index, _)| *index);
        kept
    }
}

/// The slots of an object that hold something, in order.
pub(super) fn held(object: &dyn Object) -> Vec<(usize, &dyn Slot)> {
    let mut held = Vec::new();
    object.each(&mut |index, slot| held.push((index, slot)));
    held
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
    #[inline]
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
