//! JSON values that keep all digits of their numbers.
//!
//! In: plain JSON values, and the texts of numbers and of related entities. Out: values in the *exact form*, and back.
//! `serde_json` represents numbers as 64-bit integers and doubles. In the exact form, any other number is an object with
//! one member named [`DIGITS`], and a related entity, or a list of them, is an object with one member named [`TEXT`].
//! Member names that start like these are escaped, so no object from a service or a user is mistaken for either.
//!
//! The exact form never leaves the runtime: users see doubles, or strings for numbers beyond the range of a double, and
//! request bodies contain the digits and the texts.

use super::number::{is_in_range, is_json_number};
use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value};
use std::any::type_name;

/// The name under which `serde_json` passes the raw text of a value, with its feature `raw_value`.
pub(super) const RAW: &str = "$serde_json::private::RawValue";

/// The start of [`DIGITS`] and [`TEXT`].
///
/// An ordinary member whose name starts with it ends with an additional [`ESCAPE`].
const PREFIX: &str = "$docbindgen::";

/// The name of the member with the digits of a number.
const DIGITS: &str = "$docbindgen::decimal";

/// The name of the member with the JSON text of a related entity or a list of related entities.
const TEXT: &str = "$docbindgen::related";

/// The suffix that escapes an ordinary name starting with [`PREFIX`].
const ESCAPE: char = '\'';

/// Escapes the name of an ordinary member.
pub(super) fn escape_name(name: String) -> String {
    if name.starts_with(PREFIX) { name + "'" } else { name }
}

/// Removes the escape from the name of an ordinary member.
pub(super) fn unescape_name(mut name: String) -> String {
    if name.ends_with(ESCAPE) && name.starts_with(PREFIX) {
        name.pop();
    }
    name
}

/// Renames the members of all objects in `value`, innermost first.
fn rename(value: &mut Value, name: fn(String) -> String) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| rename(element, name)),
        Value::Object(members) => {
            members.values_mut().for_each(|value| rename(value, name));
            // Rebuilding the map keeps the order of the members, but is rarely necessary.
            if members.keys().any(|name| name.starts_with(PREFIX)) {
                *members = std::mem::take(members).into_iter().map(|(own, value)| (name(own), value)).collect();
            }
        }
        _ => {}
    }
}

/// Converts a plain value to the exact form.
pub(super) fn from_plain(mut value: Value) -> Value {
    rename(&mut value, escape_name);
    value
}

/// Converts a value from the exact form to a plain value.
///
/// A number with more digits than `serde_json` represents becomes the nearest double, and a number beyond the range of
/// doubles becomes a string. The texts of related entities are parsed.
pub(super) fn to_plain(mut value: Value) -> Value {
    round(&mut value);
    rename(&mut value, unescape_name);
    value
}

/// Replaces the numbers that `serde_json` cannot represent, and the texts of related entities.
fn round(value: &mut Value) {
    if let Some(parsed) = text(value).map(parse) {
        *value = parsed;
    }
    if let Some(rounded) = digits(value).map(nearest) {
        *value = rounded;
        return;
    }
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(round),
        Value::Object(members) => members.values_mut().for_each(round),
        _ => {}
    }
}

/// Returns the nearest number that `serde_json` represents, or a string if there is none.
pub(super) fn nearest(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// Returns the number that `serde_json` writes with exactly this text.
fn number(text: &str) -> Option<Number> {
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| Number::from_f64(text.parse().ok()?))?;
    (number.to_string() == text).then_some(number)
}

/// Returns the exact form of the number with this text.
pub(super) fn from_digits(text: &str) -> Value {
    match number(text) {
        Some(number) => Value::Number(number),
        None => Value::Object([(DIGITS.to_owned(), Value::from(text))].into_iter().collect()),
    }
}

/// Returns the text of the number that `value` represents, if it is an object in the exact form of a number.
pub(super) fn digits(value: &Value) -> Option<&str> {
    value.as_object()?.get(DIGITS)?.as_str()
}

/// Returns the exact form of related entities with this JSON text.
pub(super) fn from_related(text: &str) -> Value {
    Value::Object([(TEXT.to_owned(), Value::from(text))].into_iter().collect())
}

/// Returns the JSON text that `value` represents, if it is an object in the exact form of related entities.
pub(super) fn text(value: &Value) -> Option<&str> {
    value.as_object()?.get(TEXT)?.as_str()
}

/// Parses the JSON text of related entities to the exact form. Text that is not JSON becomes a string.
pub(super) fn parse(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value) => from_plain(value),
        Err(_) => from_text(text).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(|| text.into()),
    }
}

/// Returns whether a value in the exact form contains a number that `serde_json` cannot represent, or the text of
/// related entities.
pub(super) fn is_inexact(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(is_inexact),
        Value::Object(members) => {
            members.contains_key(DIGITS) || members.contains_key(TEXT) || members.values().any(is_inexact)
        }
        _ => false,
    }
}

/// Returns whether a value in the exact form contains a number beyond the range of doubles.
pub(super) fn is_out_of_range(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(is_out_of_range),
        Value::Object(members) => match digits(value) {
            Some(text) => !is_in_range(text),
            None => members.values().any(is_out_of_range),
        },
        _ => false,
    }
}

/// Serializes a number, given its text.
///
/// # Errors
///
/// Returns an error if the serializer does.
pub(super) fn write<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Some(number) = number(text) {
        return number.serialize(serializer);
    }
    // `serde_json::to_value` rejects numbers beyond the range of a double.
    if writes_text::<S>() || takes_raw::<S>() && is_in_range(text) {
        return write_raw(text, serializer);
    }
    nearest(text).serialize(serializer)
}

/// Returns whether a serializer is one of `serde_json`, which take the text of a value.
fn takes_raw<S>() -> bool {
    type_name::<S>().contains("serde_json::")
}

/// Returns whether a serializer is the one of `serde_json` that writes texts. Others need the value.
fn writes_text<S>() -> bool {
    type_name::<S>().contains("serde_json::ser::")
}

/// Serializes the text of a JSON value unchanged.
///
/// # Errors
///
/// Returns an error if the serializer does.
pub(super) fn write_raw<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    // As `serde_json::value::RawValue` does, which would parse the text to check it.
    let mut raw = serializer.serialize_struct(RAW, 1)?;
    raw.serialize_field(RAW, text)?;
    raw.end()
}

/// A value in the exact form, serialized with all digits and texts.
pub(super) struct Exact<'a>(pub(super) &'a Value);

impl Serialize for Exact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(elements) => {
                let mut seq = serializer.serialize_seq(Some(elements.len()))?;
                elements.iter().try_for_each(|element| seq.serialize_element(&Exact(element)))?;
                seq.end()
            }
            Value::Object(members) => match (digits(self.0), text(self.0)) {
                (Some(digits), _) => write(digits, serializer),
                (None, Some(text)) => write_related(text, serializer),
                (None, None) => write_members(members, serializer),
            },
            other => other.serialize(serializer),
        }
    }
}

/// Serializes related entities, given their JSON text.
///
/// # Errors
///
/// Returns an error if the serializer does.
pub(super) fn write_related<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if writes_text::<S>() {
        return write_raw(text, serializer);
    }
    to_plain(parse(text)).serialize(serializer)
}

/// Serializes the members of an object in the exact form under their unescaped names.
fn write_members<S: Serializer>(members: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(members.len()))?;
    for (name, value) in members {
        let escaped = name.strip_suffix(ESCAPE).filter(|name| name.starts_with(PREFIX));
        map.serialize_entry(escaped.unwrap_or(name), &Exact(value))?;
    }
    map.end()
}

/// Rewrites a JSON text so that it parses to the exact form of its value.
///
/// Returns `None` if the text contains no number beyond the range of doubles. Malformed JSON stays malformed.
pub(super) fn from_text(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut found = false;
    let (mut copied, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        let replacement = match byte {
            b'"' => {
                at = end_of_string(bytes, at);
                escaped_name(text, start, at)
            }
            b'-' | b'0'..=b'9' => {
                let part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                at += bytes[start..].iter().take_while(part).count();
                let token = &text[start..at];
                let is_number = is_json_number(token);
                found |= is_number && !is_in_range(token);
                (is_number && number(token).is_none())
                    .then(|| Value::Object([(DIGITS.to_owned(), Value::from(token))].into_iter().collect()).to_string())
            }
            _ => {
                at += 1;
                None
            }
        };
        if let Some(replacement) = replacement {
            out.push_str(&text[copied..start]);
            out.push_str(&replacement);
            copied = at;
        }
    }
    found.then(|| out + &text[copied..])
}

/// Returns the escaped form of the string literal in this range, if it is a member name that needs escaping.
fn escaped_name(text: &str, start: usize, end: usize) -> Option<String> {
    let literal = text.get(start..end)?;
    if !text.get(end..)?.trim_start_matches([' ', '\t', '\r', '\n']).starts_with(':') {
        return None;
    }
    // Any character of the name may be written as an escape sequence.
    let name: String = serde_json::from_str(literal).ok()?;
    name.starts_with(PREFIX).then(|| Value::from(escape_name(name)).to_string())
}

/// Returns the end of the string literal that begins at `start`.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
