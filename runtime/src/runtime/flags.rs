//! Flags enums: sets of members of an open enum.
//!
//! In: texts with commas, or members. Out: [`Flags`], and their text.

use super::object::View;
use super::open_enum::OpenEnum;
use super::wire::{Form, Wire};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

/// Up to so many flags are compared with each other.
const FEW: usize = 16;

/// A set of members of an enumeration, in the order in which they were put in.
///
/// On the wire it is a text with commas: `read,write`. Equal sets have equal members, in whatever order.
#[derive(Clone)]
pub struct Flags<E>(Vec<E>);

impl<E: OpenEnum> Flags<E> {
    /// Without members.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// The members of a text with commas, with or without spaces.
    pub fn from_text(text: &str) -> Self {
        parts(text).map(E::from_text).collect()
    }

    /// The text with commas.
    pub fn to_text(&self) -> String {
        self.0.iter().map(E::as_str).collect::<Vec<_>>().join(",")
    }

    /// Whether it has this member.
    pub fn contains(&self, member: &E) -> bool {
        self.0.contains(member)
    }

    /// Puts a member in, unless it is there; tells whether it was put in.
    pub fn insert(&mut self, member: E) -> bool {
        let new = !self.0.contains(&member);
        if new {
            self.0.push(member);
        }
        new
    }

    /// Takes a member out; tells whether it was there.
    pub fn remove(&mut self, member: &E) -> bool {
        let before = self.0.len();
        self.0.retain(|own| own != member);
        self.0.len() < before
    }

    /// The members.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.0.iter()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no members.
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
        // Few are compared with each other. A text from outside can have any number: then by a table.
        let mut known = HashSet::new();
        for member in members {
            if self.0.len() < FEW {
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

/// The form of flags.
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
        View::Flags(value.to_text())
    }
}

impl<E: OpenEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

/// Whether two lists with commas have the same parts.
pub(super) fn same_parts(left: &str, right: &str) -> bool {
    let sorted = |text| {
        let mut parts: Vec<&str> = parts(text).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    };
    left == right || sorted(left) == sorted(right)
}

/// The parts of a list with commas, with or without spaces.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}
