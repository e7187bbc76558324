//! Received members that are not documented.
//!
//! In: an object. Out: a list of members with their locations, including those in nested objects and lists. If an
//! object has an `@odata.type`, its members are matched with the fields of that derived type.

use super::decode;
use super::encode::{self, indexed_extra};
use super::extra::{Extra, ExtraValue};
use super::object::{List, Object, Slot, View, filled_slots};

use serde_json::Value;
use std::any::Any;

/// A received member that the reference does not document in this form.
#[derive(Clone, Debug, PartialEq)]
pub struct Undocumented {
    /// The location, as a JSON pointer: `/messages/0/subject`.
    pub path: String,
    /// The received value.
    pub value: Value,
    /// How the member differs from the reference.
    pub kind: UndocumentedKind,
}

/// How a received member differs from the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UndocumentedKind {
    /// The reference does not document the member, or the feature of its type is not enabled.
    Unknown,
    /// The member is documented and null.
    Null,
    /// The member is documented, but the value does not match its type.
    Mistyped,
    /// An annotation, such as `@odata.etag`.
    Annotation,
}

/// Collects the undocumented members of an object.
pub(super) fn collect(object: &dyn Object) -> Vec<Undocumented> {
    let mut found = Vec::new();
    visit_object(object, "", &mut found);
    found
}

/// Collects the undocumented members of an object at `path`, as its derived type if that is known.
fn visit_object(object: &dyn Object, path: &str, found: &mut Vec<Undocumented>) {
    let type_name = object.extra().get("@odata.type").and_then(Value::as_str);
    if let Some(derived) = type_name.and_then(|name| object.schema().derived(name)) {
        let mut instance = (derived.create)();
        decode::fill(encode::members_json(object), &mut *instance);
        visit_members(&*instance, path, found);
    } else {
        visit_members(object, path, found);
    }
}

/// Collects the undocumented members of an object at `path`, as the type it has in memory.
fn visit_members(object: &dyn Object, path: &str, found: &mut Vec<Undocumented>) {
    let names = object.schema().names;
    let mut others = Vec::new();
    // By index: the slot of a member, and the additional member with its name.
    let mut members: Vec<(Option<&dyn Slot>, Option<ExtraValue<'_>>)> = vec![(None, None); names.len()];
    for (index, slot) in filled_slots(object) {
        if let Some(member) = members.get_mut(index) {
            member.0 = Some(slot);
        }
    }
    for (index, name, value) in indexed_extra(names, object.extra()) {
        match index.and_then(|index| members.get_mut(index)) {
            Some(member) => member.1 = Some(value),
            None => others.push((name, value)),
        }
    }
    let mut empty = object.empty();
    for (index, (slot, value)) in members.into_iter().enumerate() {
        let here = || format!("{path}/{}", escape(object.schema().name(index)));
        match slot.map(Slot::view) {
            Some(View::Object(nested)) => visit_object(nested, &here(), found),
            Some(View::List(list)) => visit_list(list, &here(), found),
            _ => {}
        }
        let Some(value) = value else { continue };
        let slot = empty.slot(index);
        let kind = match value.value {
            Value::Null => UndocumentedKind::Null,
            // The slot of a member whose feature is not enabled.
            _ if (slot as &dyn Any).is::<Extra>() => UndocumentedKind::Unknown,
            _ if decode::replay(value.to_exact(), slot) => continue,
            _ => UndocumentedKind::Mistyped,
        };
        found.push(Undocumented { path: here(), value: value.value.clone(), kind });
    }
    for (name, value) in others {
        let kind = if name.contains('@') { UndocumentedKind::Annotation } else { UndocumentedKind::Unknown };
        found.push(Undocumented { path: format!("{path}/{}", escape(name)), value: value.value.clone(), kind });
    }
}

/// Collects the undocumented members in a list at `path`.
fn visit_list(list: &dyn List, path: &str, found: &mut Vec<Undocumented>) {
    for index in 0..list.len() {
        match list.at(index) {
            View::Object(nested) => visit_object(nested, &format!("{path}/{index}"), found),
            View::List(nested) => visit_list(nested, &format!("{path}/{index}"), found),
            _ => return,
        }
    }
}

/// Escapes a name for a JSON pointer (RFC 6901 §3).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
