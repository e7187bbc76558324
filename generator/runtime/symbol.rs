//! Enumerations.
//!
//! In: texts. Out: members of an open enumeration, or sets of them. A text that is no member is kept as it is. Why shared code is called by
//! pointers here is said in `object.rs`.

use super::same;
use super::slot::{Form, View, Wire};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::any::Any;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An enumeration whose values are texts.
pub trait Symbol: Any + Clone + PartialEq {
    /// The texts of its members, in the order of the reference.
    const MEMBERS: &'static [&'static str];

    /// The names of its variants, in the same order, with spaces between.
    #[doc(hidden)]
    const VARIANTS: &'static str;

    /// The index of the member in [`MEMBERS`](Self::MEMBERS), or the text of a value that is no member.
    #[doc(hidden)]
    fn index(&self) -> Result<usize, &str>;

    /// The member of this index; a value that is no member if there is none.
    #[doc(hidden)]
    fn member(index: Result<usize, String>) -> Self;

    /// The text. A value that is no member but has the text of one, in whatever case, is that member: it is written, compared and copied
    /// as such.
    fn as_str(&self) -> &str {
        let text: for<'a> fn(&'static [&'static str], Result<usize, &'a str>) -> &'a str = text;
        text(Self::MEMBERS, self.index())
    }

    /// The value of this text: the member, in whatever case, or else the text itself.
    fn from_text(text: &str) -> Self {
        let find: fn(&[&str], &str) -> Result<usize, String> = find;
        Self::member(find(Self::MEMBERS, text))
    }
}

/// The index of the member of this text, in whatever case; else the text.
fn find(members: &[&str], text: &str) -> Result<usize, String> {
    position(members, text).ok_or_else(|| text.to_owned())
}

fn position(members: &[&str], text: &str) -> Option<usize> {
    let exact = members.iter().position(|member| *member == text);
    exact.or_else(|| members.iter().position(|member| member.eq_ignore_ascii_case(text)))
}

/// The text of the member of this index; else the text there is, unless it is a member's.
fn text<'a>(members: &'static [&'static str], index: Result<usize, &'a str>) -> &'a str {
    let member = |index: usize| members.get(index).copied();
    match index {
        Ok(index) => member(index).unwrap_or_default(),
        Err(text) => position(members, text).and_then(member).unwrap_or(text),
    }
}

/// The text of a value that is no member.
pub fn unrecognized(index: Result<usize, String>) -> String {
    index.err().unwrap_or_default()
}

/// A copy of a value.
pub fn clone_symbol<E: Symbol>(symbol: &E) -> E {
    let find: fn(&[&str], &str) -> Result<usize, String> = find;
    E::member(symbol.index().or_else(|text| find(E::MEMBERS, text)))
}

/// Whether two values are the same.
pub fn equal_symbols<E: Symbol>(left: &E, right: &E) -> bool {
    left.as_str() == right.as_str()
}

/// Feeds a value to a hasher.
pub fn hash_symbol<E: Symbol, H: Hasher>(symbol: &E, state: &mut H) {
    let hash: fn(&str, &mut H) = <str as Hash>::hash;
    hash(symbol.as_str(), state);
}

/// The form of enumerations.
pub struct AsSymbol;

impl<E: Symbol> Form<E> for AsSymbol {
    fn take(value: Value) -> Result<(E, Option<Value>), Value> {
        let Value::String(text) = value else {
            return Err(value);
        };
        let symbol = E::from_text(&text);
        let original = (symbol.as_str() != text).then_some(Value::String(text));
        Ok((symbol, original))
    }

    fn view(value: &E) -> View<'_> {
        View::Text(value.as_str())
    }
}

/// Shows the variant, in the manner of `#[derive(Debug)]`.
///
/// # Errors
///
/// Fails where the formatter does.
pub fn debug_symbol<E: Symbol>(symbol: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let show: fn(&str, Result<usize, &str>, &mut fmt::Formatter<'_>) -> fmt::Result = show;
    show(E::VARIANTS, symbol.index(), f)
}

fn show(variants: &str, index: Result<usize, &str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match index {
        Ok(index) => f.write_str(variants.split_whitespace().nth(index).unwrap_or_default().trim_start_matches("r#")),
        Err(text) => f.debug_tuple("Unrecognized").field(&text).finish(),
    }
}

/// A value from any format.
///
/// # Errors
///
/// Fails where the format does, or if the value is no text.
pub fn deserialize_symbol<'de, E: Symbol, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    let read: fn(D) -> Result<Cow<'de, str>, D::Error> = Cow::deserialize;
    Ok(E::from_text(&read(deserializer)?))
}

/// Up to so many flags are compared with each other.
const FEW: usize = 16;

/// A set of members of an enumeration, in the order in which they were put in.
///
/// On the wire it is a text with commas: `read,write`. Equal sets have equal members, in whatever order.
#[derive(Clone)]
pub struct Flags<E>(Vec<E>);

impl<E: Symbol> Flags<E> {
    /// Without members.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// The members of a text with commas, with or without spaces.
    pub fn from_text(text: &str) -> Self {
        same::parts(text).map(E::from_text).collect()
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

impl<E: Symbol> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Symbol> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        same::same_parts(&self.to_text(), &other.to_text())
    }
}

impl<E: Symbol> Eq for Flags<E> {}

impl<E: Symbol> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({:?})", self.to_text())
    }
}

impl<E: Symbol> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl<E: Symbol> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<E: Symbol> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: Symbol> Extend<E> for Flags<E> {
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

impl<E: Symbol> Wire for Flags<E> {
    type Form = AsFlags;
}

impl<E: Symbol> Form<Flags<E>> for AsFlags {
    fn take(value: Value) -> Result<(Flags<E>, Option<Value>), Value> {
        let flags = match &value {
            Value::String(text) => Flags::from_text(text),
            Value::Array(parts) if parts.iter().all(Value::is_string) => {
                parts.iter().filter_map(Value::as_str).flat_map(same::parts).map(E::from_text).collect()
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

impl<E: Symbol> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

/// Implements everything for an enum with one variant for each member, and `Unrecognized(String)`.
///
/// ```text
/// #[non_exhaustive]
/// pub enum Importance { Low, Normal, High, Unrecognized(String) }
/// symbols! { Importance { 0 Low "low", 1 Normal "normal", 2 High "high" } }
/// ```
///
/// The indices count from zero without a gap.
///
/// Derives would look at every variant five times; here it is done twice, and what remains costs less than half as much to compile.
/// There is no order (`Ord`): the reference gives members none that means anything, and it would cost three hundredths of compiling a crate.
#[allow(unused_macros)]
macro_rules! symbols {
    ($name:ident { $($index:literal $variant:ident $text:literal),* $(,)? }) => {
        impl $crate::runtime::Symbol for $name {
            const MEMBERS: &'static [&'static str] = &[$($text),*];
            const VARIANTS: &'static str = stringify!($($variant)*);
            #[inline]
            fn index(&self) -> Result<usize, &str> {
                Ok(match self {
                    $(Self::$variant => $index,)*
                    Self::Unrecognized(text) => return Err(text),
                })
            }
            #[inline]
            fn member(index: Result<usize, String>) -> Self {
                match index {
                    $(Ok($index) => Self::$variant,)*
                    other => Self::Unrecognized($crate::runtime::emitted::unrecognized(other)),
                }
            }
        }
        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::runtime::emitted::clone_symbol(self)
            }
        }
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::emitted::equal_symbols(self, other)
            }
        }
        impl Eq for $name {}
        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                $crate::runtime::emitted::hash_symbol(self, state);
            }
        }
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::emitted::debug_symbol(self, f)
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($crate::runtime::Symbol::as_str(self))
            }
        }
        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                <Self as $crate::runtime::Symbol>::from_text(text)
            }
        }
        impl $crate::runtime::Wire for $name {
            type Form = $crate::runtime::emitted::AsSymbol;
        }
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::runtime::Symbol::as_str(self))
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::emitted::deserialize_symbol(deserializer)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use symbols;
