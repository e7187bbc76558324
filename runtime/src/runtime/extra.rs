//! Additional members: members without a typed field.
//!
//! In: members by their JSON name. Out: the same members, unchanged. The slot of [`Extra`] rejects all values, so an
//! index past the last documented member is harmless.

use super::exact;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// The additional members of a JSON object: those without a typed field.
///
/// They are of four kinds, each under its JSON name: undocumented members, explicit nulls, values of another JSON type
/// than documented, and annotations such as `@odata.etag` or `members@odata.nextLink`. They are written back when the
/// object is encoded, unless the field for that name has been set since.
///
/// If a field's value was received in another form than it is written in, such as a 64-bit integer sent as a string,
/// its original form is stored here as well, so that decoding and encoding reproduce what was received.
///
/// A number that `serde_json` cannot represent exactly appears here as the nearest double, or as a string with its
/// digits if it is beyond the range of doubles, such as `1e400`. It is written back with all its digits unless the
/// member is set again. This applies to members of a documented decimal type, and to numbers beyond the range of
/// doubles anywhere; other additional members are doubles.
#[derive(Clone, Default, PartialEq)]
pub struct Extra {
    members: Map<String, Value>,
    /// The exact form of the members that differ from it (see [`exact`](super::exact)).
    exact: Option<Box<Map<String, Value>>>,
}

impl Extra {
    /// Creates an empty collection.
    #[inline]
    pub fn new() -> Self {
        Self { members: Map::new(), exact: None }
    }

    /// Returns the value of a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// Returns a mutable reference to the value of a member.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.forget_exact(name);
        self.members.get_mut(name)
    }

    /// Sets a member and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let name = name.into();
        self.forget_exact(&name);
        self.members.insert(name, value.into())
    }

    /// Removes a member and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.forget_exact(name);
        self.members.remove(name)
    }

    /// Returns whether there is a member with this name.
    pub fn contains(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Iterates over the members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the number of members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns whether there are no members.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Removes all members.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Returns the members as a JSON object.
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.members
    }

    /// Converts into a JSON object.
    pub fn into_map(self) -> Map<String, Value> {
        self.members
    }

    /// Sets a member to a value in the exact form.
    pub(super) fn insert_exact(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        if exact::is_inexact(&value) {
            self.exact.get_or_insert_default().insert(name.clone(), value.clone());
        } else {
            self.forget_exact(&name);
        }
        self.members.insert(name, exact::to_plain(value));
    }

    /// Iterates over the members, with their exact form where it differs.
    pub(super) fn iter_exact(&self) -> impl Iterator<Item = (&str, ExtraValue<'_>)> {
        self.members.iter().map(|(name, value)| {
            let exact = self.exact.as_ref().and_then(|exact| exact.get(name));
            (name.as_str(), ExtraValue { value, exact })
        })
    }

    /// Drops the exact form of a member.
    fn forget_exact(&mut self, name: &str) {
        if let Some(exact) = &mut self.exact {
            exact.remove(name);
            if exact.is_empty() {
                self.exact = None;
            }
        }
    }
}

/// The value of an additional member.
#[derive(Clone, Copy)]
pub(super) struct ExtraValue<'a> {
    /// The plain value.
    pub(super) value: &'a Value,
    /// The exact form, if it differs.
    exact: Option<&'a Value>,
}

impl ExtraValue<'_> {
    /// Returns the value in the exact form.
    pub(super) fn to_exact(self) -> Value {
        self.exact.cloned().unwrap_or_else(|| exact::from_plain(self.value.clone()))
    }
}

impl Serialize for ExtraValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.exact {
            Some(exact) => exact::Exact(exact).serialize(serializer),
            None => self.value.serialize(serializer),
        }
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(members: Map<String, Value>) -> Self {
        Self { members, exact: None }
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut extra = Self::new();
        extra.extend(members);
        extra
    }
}

impl<N: Into<String>, V: Into<Value>> Extend<(N, V)> for Extra {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}
