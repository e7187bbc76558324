//! What an object carries beside its documented members.
//!
//! In: members by their JSON name. Out: the same, unchanged. The slot made of it takes nothing, so an index past the last
//! documented member is harmless.

use super::slot::{Outcome, Slot, View};
use serde_json::{Map, Value};

/// Members of a JSON object that its type does not hold in a field.
///
/// Four kinds of member live here, each under its JSON name: members that the reference does not list, explicit nulls, values of
/// another JSON kind than documented, and instance annotations such as `@odata.etag` or `members@odata.nextLink`. They are written
/// back when the object is encoded, unless a field of that name has been set since.
///
/// A field's value that came in another form than the one it is written in (a 64-bit integer sent as a string, say) leaves its
/// original form here as well, so that decoding and encoding gives back what was received.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Map<String, Value>);

impl Extra {
    /// Without members.
    #[inline]
    pub fn new() -> Self {
        Self(Map::new())
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The member of this name, for changing it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.get_mut(name)
    }

    /// Sets a member, and returns what it was before.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(name.into(), value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Whether there is a member of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all members out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The members as a JSON object.
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The members as a JSON object.
    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(members: Map<String, Value>) -> Self {
        Self(members)
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        Self(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl<N: Into<String>, V: Into<Value>> Extend<(N, V)> for Extra {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, members: I) {
        self.0.extend(members.into_iter().map(|(name, value)| (name.into(), value.into())));
    }
}

/// The slot past the last one: nothing can be put in, nothing is there.
impl Slot for Extra {
    fn clear(&mut self) {}

    fn take(&mut self, value: Value) -> Outcome {
        Outcome::Refused(value)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }
}
