//! What can go wrong.
//!
//! In: errors of `serde_json` and of the conversions. Out: errors that say where and what.

use super::object::Schema;
use serde_json::Value;
use std::error::Error;
use std::fmt;

/// Why an answer could not be decoded.
#[derive(Debug)]
pub struct DecodeError {
    /// Where in the JSON it is, as a JSON pointer; empty for the whole.
    path: String,
    /// What is wrong.
    what: String,
    /// Why, if the text is not JSON.
    source: Option<serde_json::Error>,
}

impl DecodeError {
    /// The text is not JSON, or not an object.
    pub(super) fn json(source: serde_json::Error) -> Self {
        Self { path: String::new(), what: source.to_string(), source: Some(source) }
    }

    /// The value at `path` is not what was documented.
    pub(super) fn mistyped(path: &str, expected: &str, found: &Value) -> Self {
        Self { path: path.to_owned(), what: format!("expected {expected}, found {}", kind(found)), source: None }
    }

    /// The value is not an object.
    pub(super) fn not_an_object(schema: &Schema, found: &Value) -> Self {
        Self::mistyped("", &schema.expected(), found)
    }

    /// The text is not even text.
    pub(super) fn not_utf8() -> Self {
        Self { path: String::new(), what: "the answer is not UTF-8 text".to_owned(), source: None }
    }

    /// Where in the JSON it is, as a JSON pointer; empty for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// What kind of JSON value this is.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot decode the answer: ")?;
        if !self.path.is_empty() {
            write!(f, "at {}: ", self.path)?;
        }
        f.write_str(&self.what)
    }
}

impl Error for DecodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Why a text could not be converted to a date, a time, a duration or bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionError {
    text: String,
    expected: &'static str,
    detail: Option<String>,
}

impl ConversionError {
    /// `text` is not what it should be.
    pub(super) fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.to_owned(), expected, detail: None }
    }

    /// The same, with what a library has to say about it.
    pub(super) fn because(text: &str, expected: &'static str, detail: impl fmt::Display) -> Self {
        Self { text: text.to_owned(), expected, detail: Some(detail.to_string()) }
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not {}", self.text, self.expected)?;
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl Error for ConversionError {}
