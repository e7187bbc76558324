//! Additional members: members without a typed field.
//!
//! In: members by their JSON name. Out: the same members, unchanged. The slot of [`Extra`] rejects all values, so an
//! index past the last documented member is harmless.

use super::exact;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, map};

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
#[derive(Clone, Default, PartialEq, Eq)]
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

    /// Returns the name of the object's type: `@odata.type`, or `@type` from OData 4.01 (JSON Format 4.01 §4.6.3).
    pub(super) fn type_name(&self) -> Option<&str> {
        self.get("@odata.type").or_else(|| self.get("@type"))?.as_str()
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
    pub fn iter(&self) -> Iter<'_> {
        let by_str: for<'a> fn((&'a String, &'a Value)) -> (&'a str, &'a Value) = |(name, value)| (name, value);
        self.members.iter().map(by_str)
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

    /// Sets many members, which have no exact form.
    fn append(&mut self, members: Vec<(String, Value)>) {
        members.iter().for_each(|(name, _)| self.forget_exact(name));
        self.members.append(&mut members.into_iter().collect());
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

/// An iterator over additional members.
pub type Iter<'a> = std::iter::Map<map::Iter<'a>, fn((&'a String, &'a Value)) -> (&'a str, &'a Value)>;

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a str, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = map::IntoIter;

    fn into_iter(self) -> map::IntoIter {
        self.members.into_iter()
    }
}

/// Serializes the members as a map, with all digits of their numbers.
impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter_exact())
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::from)
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

impl From<Extra> for Map<String, Value> {
    fn from(extra: Extra) -> Self {
        extra.into_map()
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

/// The members with undocumented names beyond the first [`DIRECT`](Self::DIRECT).
///
/// The nodes of a large map do not fit into the processor's cache. Building the map from a list of its members takes a
/// quarter less time than inserting them one by one.
#[derive(Default)]
pub(super) struct Others(Vec<(String, Value)>);

impl Others {
    /// The number of additional members up to which inserting each is faster.
    const DIRECT: usize = 1_000;

    /// Adds a member.
    pub(super) fn add(&mut self, name: String, value: Value, extra: &mut Extra) {
        if self.0.is_empty() && extra.len() < Self::DIRECT {
            extra.insert(name, value);
        } else {
            self.0.push((name, value));
        }
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the members to `extra`.
    pub(super) fn append_to(self, extra: &mut Extra) {
        extra.append(self.0);
    }
}
