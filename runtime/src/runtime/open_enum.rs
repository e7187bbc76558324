//! Open enums.
//!
//! In: strings. Out: members of an open enum. A string that is not a member is kept unchanged. The module
//! [`model`](super::model) documents why shared code is called through function pointers.

use super::object::View;
use super::wire::Form;
use serde::de::{Deserialize, Deserializer};

use serde_json::Value;
use std::any::Any;
use std::borrow::Cow;

use std::fmt;
use std::hash::{Hash, Hasher};

/// An open enum: an enum that accepts unknown members.
pub trait OpenEnum: Any + Clone + PartialEq {
    /// The texts and variants of the members.
    #[doc(hidden)]
    const NAMES: EnumNames;

    /// The members, in the order of the reference.
    const MEMBERS: &'static [&'static str] = Self::NAMES.members;

    /// Returns the index in [`MEMBERS`](Self::MEMBERS), or the text of an unrecognized value.
    #[doc(hidden)]
    fn index(&self) -> Result<usize, &str>;

    /// Creates the value with this index, or an unrecognized value.
    #[doc(hidden)]
    fn member(index: Result<usize, String>) -> Self;

    /// Returns the text of the value.
    ///
    /// An unrecognized value with the text of a member, in any case, is written, compared and copied as that member.
    fn as_str(&self) -> &str {
        let text: for<'a> fn(&'static [&'static str], Result<usize, &'a str>) -> &'a str = member_text;
        text(Self::MEMBERS, self.index())
    }

    /// Returns the member with this text, in any case, or an unrecognized value.
    fn from_text(text: &str) -> Self {
        let find: fn(&[&str], &str) -> Result<usize, String> = find;
        Self::member(find(Self::MEMBERS, text))
    }
}

/// The names of an open enum. Two constants for each enum would take longer to compile than one.
pub struct EnumNames {
    /// The members, in the order of the reference.
    pub members: &'static [&'static str],
    /// The names of the variants, in the same order, separated by spaces.
    pub variants: &'static str,
}

/// Returns the index of the member with this text, in any case, or else the text.
fn find(members: &[&str], text: &str) -> Result<usize, String> {
    position(members, text).ok_or_else(|| text.to_owned())
}

/// Returns the index of the member with this text. An exact match takes precedence over one in another case.
fn position(members: &[&str], text: &str) -> Option<usize> {
    let exact = members.iter().position(|member| *member == text);
    exact.or_else(|| members.iter().position(|member| member.eq_ignore_ascii_case(text)))
}

/// Returns the text of a member, or the text of an unrecognized value unless it spells a member.
fn member_text<'a>(members: &'static [&'static str], index: Result<usize, &'a str>) -> &'a str {
    let member = |index: usize| members.get(index).copied();
    match index {
        Ok(index) => member(index).unwrap_or_default(),
        Err(text) => position(members, text).and_then(member).unwrap_or(text),
    }
}

/// Returns the text of an unrecognized value.
pub fn unrecognized(index: Result<usize, String>) -> String {
    index.err().unwrap_or_default()
}

/// Implements `Clone` for an open enum.
pub fn clone_enum<E: OpenEnum>(value: &E) -> E {
    let find: fn(&[&str], &str) -> Result<usize, String> = find;
    E::member(value.index().or_else(|text| find(E::MEMBERS, text)))
}

/// Implements `PartialEq` for an open enum.
pub fn equal_enums<E: OpenEnum>(left: &E, right: &E) -> bool {
    left.as_str() == right.as_str()
}

/// Implements `Hash` for an open enum.
pub fn hash_enum<E: OpenEnum, H: Hasher>(value: &E, state: &mut H) {
    let hash: fn(&str, &mut H) = <str as Hash>::hash;
    hash(value.as_str(), state);
}

/// The [`Form`] of open enums.
pub struct AsOpenEnum;

impl<E: OpenEnum> Form<E> for AsOpenEnum {
    fn take(value: Value) -> Result<(E, Option<Value>), Value> {
        let Value::String(text) = value else {
            return Err(value);
        };
        let value = E::from_text(&text);
        let original = (value.as_str() != text).then_some(Value::String(text));
        Ok((value, original))
    }

    fn view(value: &E) -> View<'_> {
        View::Member(value.as_str(), E::MEMBERS)
    }
}

/// Implements `Debug` for an open enum, like `#[derive(Debug)]`.
///
/// # Errors
///
/// Returns an error if the formatter does.
pub fn debug_enum<E: OpenEnum>(value: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let show: fn(&str, Result<usize, &str>, &mut fmt::Formatter<'_>) -> fmt::Result = show;
    show(E::NAMES.variants, value.index(), f)
}

fn show(variants: &str, index: Result<usize, &str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match index {
        Ok(index) => f.write_str(variants.split_whitespace().nth(index).unwrap_or_default().trim_start_matches("r#")),
        Err(text) => f.debug_tuple("Unrecognized").field(&text).finish(),
    }
}

/// Implements `Deserialize` for an open enum.
///
/// # Errors
///
/// Returns an error if the deserializer does, or if the value is not a string.
pub fn deserialize_enum<'de, E: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    let read: fn(D) -> Result<Cow<'de, str>, D::Error> = Cow::deserialize;
    Ok(E::from_text(&read(deserializer)?))
}
