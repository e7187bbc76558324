//! Flags enums: sets of members of an open enum.
//!
//! In: comma-separated text, or members. Out: [`Flags`], and its text.

use super::error::DecodeError;
use super::object::View;
use super::open_enum::OpenEnum;
use super::wire::{Form, Wire};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::collections::HashSet;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The size up to which a linear search finds duplicates.
const LINEAR_SEARCH_LIMIT: usize = 16;

/// A set of members of a flags enum, in insertion order.
///
/// Its JSON form is comma-separated text: `read,write`. Two sets are equal if they have the same members in any order.
#[derive(Clone)]
pub struct Flags<E>(Vec<E>);

impl<E: OpenEnum> Flags<E> {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Parses comma-separated text, with or without spaces.
    pub fn from_text(text: &str) -> Self {
        parts(text).map(E::from_text).collect()
    }

    /// Returns the members as comma-separated text.
    pub fn to_text(&self) -> String {
        self.0.iter().map(E::as_str).collect::<Vec<_>>().join(",")
    }

    /// Returns whether the set contains a member.
    pub fn contains(&self, member: &E) -> bool {
        self.0.contains(member)
    }

    /// Adds a member. Returns whether it was not present before.
    pub fn insert(&mut self, member: E) -> bool {
        let new = !self.0.contains(&member);
        if new {
            self.0.push(member);
        }
        new
    }

    /// Removes a member. Returns whether it was present.
    pub fn remove(&mut self, member: &E) -> bool {
        let before = self.0.len();
        self.0.retain(|present| present != member);
        self.0.len() < before
    }

    /// Iterates over the members.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.0.iter()
    }

    /// Returns the number of members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<E: OpenEnum> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: OpenEnum> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        same_parts(&self.to_text(), &other.to_text())
    }
}

impl<E: OpenEnum> Eq for Flags<E> {}

impl<E: OpenEnum> Hash for Flags<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        sorted_parts(&self.to_text()).hash(state);
    }
}

impl<E: OpenEnum> FromStr for Flags<E> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from_text(text))
    }
}

impl<E: OpenEnum> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({:?})", self.to_text())
    }
}

impl<E: OpenEnum> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl<E: OpenEnum> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<E: OpenEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: OpenEnum> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        // A linear search is faster for small sets. Received text can contain any number of members, so larger sets use
        // a hash table.
        let mut known = HashSet::new();
        for member in members {
            if self.0.len() < LINEAR_SEARCH_LIMIT {
                self.insert(member);
                continue;
            }
            if known.is_empty() {
                known.extend(self.0.iter().map(|member| member.as_str().to_owned()));
            }
            if known.insert(member.as_str().to_owned()) {
                self.0.push(member);
            }
        }
    }
}

impl<E> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, E> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The [`Form`] of flags.
pub struct AsFlags;

impl<E: OpenEnum> Wire for Flags<E> {
    type Form = AsFlags;
}

impl<E: OpenEnum> Form<Flags<E>> for AsFlags {
    fn take(value: Value) -> Result<(Flags<E>, Option<Value>), Value> {
        let flags = match &value {
            Value::String(text) => Flags::from_text(text),
            Value::Array(texts) if texts.iter().all(Value::is_string) => {
                texts.iter().filter_map(Value::as_str).flat_map(parts).map(E::from_text).collect()
            }
            _ => return Err(value),
        };
        let exact = value.as_str() == Some(&flags.to_text());
        Ok((flags, (!exact).then_some(value)))
    }

    fn view(value: &Flags<E>) -> View<'_> {
        View::Flags(value.to_text(), E::MEMBERS)
    }
}

impl<E: OpenEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

/// Deserializes comma-separated text, or a list of texts.
impl<'de, E: OpenEnum> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let taken = AsFlags::take(Value::deserialize(deserializer)?);
        taken.map(|(flags, _)| flags).map_err(|found| D::Error::custom(DecodeError::mistyped("a string", &found)))
    }
}

/// Returns whether two comma-separated lists have the same parts in any order.
pub(super) fn same_parts(left: &str, right: &str) -> bool {
    left == right || sorted_parts(left) == sorted_parts(right)
}

/// Returns the different parts of a comma-separated list in alphabetical order.
fn sorted_parts(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = parts(text).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Splits a comma-separated list, with or without spaces.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}
