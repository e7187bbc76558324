//! Values outside the list that the documentation gives.
//!
//! In: a request, the type of its body, and its arguments that are enums. Out: the values that are not members of their
//! enum. Sending is not affected: services add members, and documentation can be wrong. The body is decoded as its type
//! only here, so that requests which are not checked do not take longer.

use super::decode;
use super::encode;
use super::exact;
use super::flags::parts;
use super::object::{List, Object, View, filled_slots};
use super::request::{Body, Request};
use super::undocumented::escape;
use serde_json::Value;
use std::fmt;

/// A value in a request that is not in the documented list for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UndocumentedValue {
    /// The JSON pointer of the value in the body (`/recipients/0/kind`), or the name of the argument (`period`).
    pub location: String,
    /// The documented values.
    pub members: &'static [&'static str],
}

/// The location and the documented values, without the value: it can be personal.
impl fmt::Display for UndocumentedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the documentation does not list the value of `{}`; it lists ", self.location)?;
        for (number, member) in self.members.iter().take(MEMBERS_SHOWN).enumerate() {
            write!(f, "{}`{member}`", if number == 0 { "" } else { ", " })?;
        }
        match self.members.len().saturating_sub(MEMBERS_SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// The number of documented values in the text of an [`UndocumentedValue`].
const MEMBERS_SHOWN: usize = 10;

impl<T> Request<T> {
    /// Returns the values that are not in the documented list for them: those of arguments, and those in the body with
    /// all nested objects, in this order.
    ///
    /// A list belongs to each enum. The case of a value does not matter. Not examined are members without a typed field,
    /// related entities, and bodies that are raw JSON or bytes.
    pub fn undocumented_values(&self) -> Vec<UndocumentedValue> {
        let arguments = self.undocumented_arguments().iter();
        let mut found: Vec<UndocumentedValue> =
            arguments.map(|(name, members)| UndocumentedValue { location: (*name).to_owned(), members }).collect();
        if let (Some(Body::Json(json)), Some(empty)) = (self.body(), self.body_type())
            && let Value::Object(members) = exact::from_plain((**json).clone())
        {
            let mut object = empty();
            decode::fill(members, &mut *object);
            visit_object(&*object, "", &mut found);
        }
        found
    }
}

/// Collects the values in an object at `path`, as its derived type if that is known.
fn visit_object(object: &dyn Object, path: &str, found: &mut Vec<UndocumentedValue>) {
    if let Some(derived) = object.extra().type_name().and_then(|name| object.schema().derived(name)) {
        let mut instance = (derived.create)();
        decode::fill(encode::members_json(object), &mut *instance);
        visit_members(&*instance, path, found);
    } else {
        visit_members(object, path, found);
    }
}

fn visit_members(object: &dyn Object, path: &str, found: &mut Vec<UndocumentedValue>) {
    for (index, slot) in filled_slots(object) {
        visit_value(&slot.view(), &format!("{path}/{}", escape(object.schema().name(index))), found);
    }
}

fn visit_value(view: &View<'_>, path: &str, found: &mut Vec<UndocumentedValue>) {
    let members = match view {
        View::Object(object) => return visit_object(*object, path, found),
        View::List(list) => return visit_list(*list, path, found),
        View::Member(text, members) if !members.contains(text) => *members,
        View::Flags(text, members) if !parts(text).all(|part| members.contains(&part)) => *members,
        _ => return,
    };
    found.push(UndocumentedValue { location: path.to_owned(), members });
}

fn visit_list(list: &dyn List, path: &str, found: &mut Vec<UndocumentedValue>) {
    (0..list.len()).for_each(|index| visit_value(&list.at(index), &format!("{path}/{index}"), found));
}
