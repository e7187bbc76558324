//! Values at property paths.
//!
//! In: an object, or the members of one as JSON, a path such as `address/city`, and a value in the exact form. Out: the
//! value at that path. Objects on the way are created, with an `@odata.type` where the path has a cast segment.

use super::cast;
use super::decode;
use super::encode;
use super::exact;
use super::object::{Object, Outcome};
use serde_json::{Map, Value};

/// Sets the member at a path of an object.
///
/// A value that its slot rejects, or without a slot, becomes an additional member.
pub(super) fn in_object(object: &mut dyn Object, path: &str, value: Value) {
    let (name, rest) = match path.split_once('/') {
        Some((segment, rest)) if cast::is_cast(segment) => {
            // The type that is there may be a more derived one.
            if object.extra().type_name().is_none() {
                object.extra_mut().insert("@odata.type", type_annotation(segment));
            }
            return in_object(object, rest, value);
        }
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let schema = object.schema();
    let Some(index) = schema.names.iter().position(|own| *own == name) else {
        let value = if rest.is_some() { in_value(additional(object, name), path, value) } else { value };
        object.extra_mut().insert_exact(name, value);
        return;
    };
    let slot = object.slot(index);
    let value = match rest {
        Some(rest) => match slot.object() {
            Some(nested) => {
                in_object(nested, rest, value);
                object.extra_mut().remove(name);
                return;
            }
            None => {
                let present = encode::json(&slot.view());
                let present = if present.is_null() { additional(object, name) } else { present };
                in_value(present, path, value)
            }
        },
        None => value,
    };
    match decode::replace(value, object.slot(index), schema.is_related(index)) {
        Some(original) => object.extra_mut().insert_exact(name, original),
        None => {
            object.extra_mut().remove(name);
        }
    }
}

/// Returns an additional member in the exact form; null if there is none.
fn additional(object: &dyn Object, name: &str) -> Value {
    let member = object.extra().iter_exact().find(|(own, _)| *own == name);
    member.map(|(_, value)| value.to_exact()).unwrap_or_default()
}

/// Sets the member at a path in the value of a member. The path begins with the name of that member.
fn in_value(present: Value, path: &str, value: Value) -> Value {
    let name = exact::escape_name(path.split('/').next().unwrap_or_default().to_owned());
    let mut members = Map::from_iter([(name.clone(), present)]);
    in_members(&mut members, path, value);
    members.remove(&name).unwrap_or_default()
}

/// Sets the member at a path of a JSON object in the exact form. A value on the way that is not an object is replaced.
pub(super) fn in_members(mut members: &mut Map<String, Value>, path: &str, value: Value) {
    let mut rest = path;
    while let Some((segment, more)) = rest.split_once('/') {
        rest = more;
        if cast::is_cast(segment) {
            // The type that is there may be a more derived one.
            members.entry("@odata.type").or_insert_with(|| Value::String(type_annotation(segment)));
            continue;
        }
        let nested = members.entry(exact::escape_name(segment.to_owned())).or_insert(Value::Null);
        if let Some(parsed) = exact::text(nested).map(exact::parse) {
            *nested = parsed;
        }
        if !nested.is_object() || exact::digits(nested).is_some() {
            *nested = Value::Object(Map::new());
        }
        let Value::Object(nested) = nested else { return };
        members = nested;
    }
    members.insert(exact::escape_name(rest.to_owned()), value);
}

/// Returns the value of an `@odata.bind` annotation with one more link (OData JSON 4.01 §8.5): a list if the navigation property with this
/// name has several values, also if there is only one link. `empty` is an object that can have the property.
pub(super) fn with_link(empty: &mut dyn Object, name: &str, present: Option<&Value>, link: Value) -> Value {
    if link.is_string() && !is_collection(empty, name) {
        return link;
    }
    let mut links = Vec::new();
    for value in present.cloned().into_iter().chain([link]) {
        match value {
            Value::Array(several) => links.extend(several),
            one => links.push(one),
        }
    }
    Value::Array(links)
}

/// Returns whether an object has several related entities in the navigation property with this name.
fn is_collection(empty: &mut dyn Object, name: &str) -> bool {
    let schema = empty.schema();
    let index = schema.names.iter().position(|own| *own == name).filter(|index| schema.is_related(*index));
    // The slot takes the text of a list only if it is for several entities.
    index.is_some_and(|index| matches!(empty.slot(index).take(Value::from("[]")), Outcome::Taken))
}

/// Returns the value of `@odata.type` for a type (OData JSON 4.01 §4.6.3).
pub(super) fn type_annotation(type_name: &str) -> String {
    format!("#{type_name}")
}
