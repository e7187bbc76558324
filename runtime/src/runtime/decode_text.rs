//! Decoding of JSON texts and values at the top level.
//!
//! In: a response body, a JSON text or a JSON value, and an empty object. Out: the filled object. A text with a number
//! beyond the range of doubles is read a second time, so that the number affects only its own member.

use super::decode::{fill, read_root};
use super::error::DecodeError;
use super::error_body;
use super::exact;
use super::extra::Extra;
use super::object::Object;
use serde_json::Value;

/// Fills `object` from the text of a JSON object.
///
/// # Errors
///
/// Returns an error if the text is not JSON, is not UTF-8, is not an object, or is only an error of the service.
pub(super) fn from_slice(text: &[u8], object: &mut dyn Object) -> Result<(), DecodeError> {
    let text = strip_byte_order_mark(text);
    // Validating the whole text once is faster than validating many short strings.
    match str::from_utf8(text) {
        Ok(text) => from_str(text, object),
        Err(_) => {
            Err(serde_json::from_slice::<Value>(text).map_or_else(DecodeError::json, |_| DecodeError::not_utf8()))
        }
    }
}

/// Fills `object` from the text of a JSON object.
///
/// # Errors
///
/// Returns an error if the text is not JSON, is not an object, or is only an error of the service.
pub(super) fn from_str(text: &str, object: &mut dyn Object) -> Result<(), DecodeError> {
    read_str(text, object)?.map_or(Ok(()), Err)
}

/// Fills `object` from the text of a JSON object. Returns an error if the object is only an error of the service.
///
/// # Errors
///
/// Returns an error if the text is not JSON or is not an object.
pub(super) fn read_str(text: &str, object: &mut dyn Object) -> Result<Option<DecodeError>, DecodeError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = read_root(&mut deserializer, object);
    let error = match read.and_then(|found| deserializer.end().map(|()| found)) {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    clear(object);
    match reparse_exact(text, error)? {
        // In the exact form, a number can be represented by an object.
        (value, error) if exact::digits(&value).is_some() => Err(DecodeError::json(error)),
        (Value::Object(members), _) => {
            let plain = exact::to_plain(Value::Object(members.clone()));
            let error = plain.as_object().and_then(|plain| error_body::find(object.schema(), plain));
            let error = error.cloned().map(DecodeError::service);
            fill(members, object);
            Ok(error)
        }
        (_, error) => Err(DecodeError::json(error)),
    }
}

/// Parses a JSON text. A number beyond the range of a double becomes a string with its digits.
///
/// # Errors
///
/// Returns an error if the text is not JSON, or is only an error of the service.
pub(super) fn value(text: &[u8]) -> Result<Value, DecodeError> {
    let value = parse(text)?;
    let members = value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value));
    match error_body::only_error(members) {
        Some(error) => Err(DecodeError::service(error.clone())),
        None => Ok(value),
    }
}

/// Parses a JSON text. A number beyond the range of a double becomes a string with its digits.
///
/// # Errors
///
/// Returns an error if the text is not JSON.
pub(super) fn parse(text: &[u8]) -> Result<Value, DecodeError> {
    match str::from_utf8(text) {
        Ok(text) => serde_json::from_str(text).or_else(|error| Ok(exact::to_plain(reparse_exact(text, error)?.0))),
        Err(_) => serde_json::from_slice(text).map_err(DecodeError::json),
    }
}

/// Returns whether the text of a JSON object contains a member of this name.
///
/// # Errors
///
/// Returns an error if the text is not JSON.
pub(super) fn has_member(text: &[u8], name: &str) -> Result<bool, DecodeError> {
    Ok(parse(strip_byte_order_mark(text))?.get(name).is_some())
}

/// Parses a text again after `error`, in case it contains numbers beyond the range of a double.
///
/// Such a number then affects only its own member instead of the whole text. Returns the value in the exact form, and
/// the original error.
fn reparse_exact(text: &str, error: serde_json::Error) -> Result<(Value, serde_json::Error), DecodeError> {
    match exact::from_text(text).map(|text| serde_json::from_str(&text)) {
        Some(Ok(value)) => Ok((value, error)),
        Some(Err(error)) => Err(DecodeError::json(error)),
        None => Err(DecodeError::json(error)),
    }
}

/// Clears all slots and additional members of an object.
fn clear(object: &mut dyn Object) {
    for index in 0..object.schema().names.len() {
        object.slot(index).clear();
    }
    *object.extra_mut() = Extra::new();
}

/// Returns the text without a leading UTF-8 byte order mark, which some servers send.
pub(super) fn strip_byte_order_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

/// Fills an empty object with a plain JSON value.
///
/// # Errors
///
/// Returns an error if the value is not an object, or is only an error of the service.
pub(super) fn fill_plain(value: Value, object: &mut dyn Object) -> Result<(), DecodeError> {
    let Value::Object(members) = &value else { return Err(DecodeError::not_an_object(object.schema(), &value)) };
    if let Some(error) = error_body::find(object.schema(), members) {
        return Err(DecodeError::service(error.clone()));
    }
    if let Value::Object(members) = exact::from_plain(value) {
        fill(members, object);
    }
    Ok(())
}
