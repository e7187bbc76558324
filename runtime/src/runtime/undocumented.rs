//! Received members that are not documented.
//!
//! In: an object. Out: a list of members with their locations, including those in nested objects and lists, and in
//! related entities of the [`RelatedType`]s that the caller passes. If an object has an `@odata.type`, its members are
//! matched with the fields of that derived type.

use super::decode;
use super::encode::{self, indexed_extra};
use super::exact;
use super::extra::{Extra, ExtraValue};
use super::object::{List, Object, Schema, Slot, View, filled_slots};

use serde_json::Value;
use std::any::Any;

/// A received member that the reference does not document in this form.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// A navigation property, with the type of the related entities.
///
/// A program compiles the types of related entities only where it names them. [`Model::undocumented_in`] therefore looks
/// into the navigation properties of a list only.
///
/// [`Model::undocumented_in`]: super::Model::undocumented_in
#[derive(Clone, Copy, Debug)]
pub struct RelatedType {
    /// The type that declares the property.
    pub(super) owner: &'static Schema,
    /// The JSON name of the property.
    pub(super) name: &'static str,
    /// Creates an empty object of the related type.
    pub(super) create: fn() -> Box<dyn Object>,
}

/// Collects the undocumented members of an object, and of related entities of these types.
pub(super) fn collect(object: &dyn Object, related: &[RelatedType]) -> Vec<Undocumented> {
    let mut collector = Collector { related, found: Vec::new() };
    collector.visit_object(object, "");
    collector.found
}

/// Collects undocumented members.
struct Collector<'r> {
    related: &'r [RelatedType],
    found: Vec<Undocumented>,
}

impl Collector<'_> {
    /// Collects the undocumented members of an object at `path`, as its derived type if that is known.
    fn visit_object(&mut self, object: &dyn Object, path: &str) {
        let type_name = object.extra().type_name();
        if let Some(derived) = type_name.and_then(|name| object.schema().derived(name)) {
            let mut instance = (derived.create)();
            decode::fill(encode::members_json(object), &mut *instance);
            self.visit_members(&*instance, path);
        } else {
            self.visit_members(object, path);
        }
    }

    /// Collects the undocumented members of an object at `path`, as the type it has in memory.
    fn visit_members(&mut self, object: &dyn Object, path: &str) {
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
                Some(View::Object(nested)) => self.visit_object(nested, &here()),
                Some(View::List(list)) => self.visit_list(list, &here()),
                Some(View::Related(text)) => self.visit_related(object.schema(), index, text, &here()),
                _ => {}
            }
            let Some(value) = value else { continue };
            let slot = empty.slot(index);
            let kind = match value.value {
                Value::Null => UndocumentedKind::Null,
                // The slot of a member whose feature is not enabled.
                _ if (slot as &dyn Any).is::<Extra>() => UndocumentedKind::Unknown,
                _ if decode::replay(value.to_exact(), slot, object.schema().is_related(index)) => continue,
                _ => UndocumentedKind::Mistyped,
            };
            self.found.push(Undocumented { path: here(), value: value.value.clone(), kind });
        }
        for (name, value) in others {
            let kind = if name.contains('@') { UndocumentedKind::Annotation } else { UndocumentedKind::Unknown };
            self.found.push(Undocumented {
                path: format!("{path}/{}", escape(name)),
                value: value.value.clone(),
                kind,
            });
        }
    }

    /// Collects the undocumented members in a list at `path`.
    fn visit_list(&mut self, list: &dyn List, path: &str) {
        for index in 0..list.len() {
            match list.at(index) {
                View::Object(nested) => self.visit_object(nested, &format!("{path}/{index}")),
                View::List(nested) => self.visit_list(nested, &format!("{path}/{index}")),
                _ => return,
            }
        }
    }

    /// Collects the undocumented members of related entities at `path`, if their type is known.
    fn visit_related(&mut self, owner: &Schema, index: usize, text: &str, path: &str) {
        let declares =
            |declaring: &Schema| declaring.type_name == owner.type_name || declaring.derived(owner.type_name).is_some();
        let is_here = |related: &&RelatedType| related.name == owner.name(index) && declares(related.owner);
        let Some(create) = self.related.iter().find(is_here).map(|related| related.create) else { return };
        let mut visit = |value, path: &str| {
            let Value::Object(members) = value else {
                let (path, value) = (path.to_owned(), exact::to_plain(value));
                return self.found.push(Undocumented { path, value, kind: UndocumentedKind::Mistyped });
            };
            let mut entity = create();
            decode::fill(members, &mut *entity);
            self.visit_object(&*entity, path);
        };
        match exact::parse(text) {
            Value::Array(elements) => {
                elements.into_iter().enumerate().for_each(|(index, value)| visit(value, &format!("{path}/{index}")));
            }
            value => visit(value, path),
        }
    }
}

/// Escapes a name for a JSON pointer (RFC 6901 §3).
pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
