//! Enumerations.
//!
//! In: texts. Out: members of an open enumeration, or sets of them. A text that is no member is kept as it is. Why shared code is called by
//! pointers here is said in `object.rs`.

use super::object::View;
use super::wire::Form;
use serde::de::{Deserialize, Deserializer};

use serde_json::Value;
use std::any::Any;
use std::borrow::Cow;

use std::fmt;
use std::hash::{Hash, Hasher};

/// An enumeration whose values are texts.
pub trait OpenEnum: Any + Clone + PartialEq {
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
pub fn clone_enum<E: OpenEnum>(symbol: &E) -> E {
    let find: fn(&[&str], &str) -> Result<usize, String> = find;
    E::member(symbol.index().or_else(|text| find(E::MEMBERS, text)))
}

/// Whether two values are the same.
pub fn equal_enums<E: OpenEnum>(left: &E, right: &E) -> bool {
    left.as_str() == right.as_str()
}

/// Feeds a value to a hasher.
pub fn hash_enum<E: OpenEnum, H: Hasher>(symbol: &E, state: &mut H) {
    let hash: fn(&str, &mut H) = <str as Hash>::hash;
    hash(symbol.as_str(), state);
}

/// The form of enumerations.
pub struct AsOpenEnum;

impl<E: OpenEnum> Form<E> for AsOpenEnum {
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
pub fn debug_enum<E: OpenEnum>(symbol: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
pub fn deserialize_enum<'de, E: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    let read: fn(D) -> Result<Cow<'de, str>, D::Error> = Cow::deserialize;
    Ok(E::from_text(&read(deserializer)?))
}
