//! Error types.
//!
//! In: errors of `serde_json` and failed conversions. Out: errors with the location and the cause.

use super::object::Schema;
use serde_json::Value;
use std::error::Error;
use std::fmt;

/// An error from decoding a response body or a JSON value.
#[derive(Debug)]
pub struct DecodeError {
    /// The location of the value as a JSON pointer; empty for the top level.
    path: String,
    /// The problem.
    message: String,
    /// The error of `serde_json`, if the text is not JSON.
    source: Option<serde_json::Error>,
}

impl DecodeError {
    /// Creates an error for text that is not JSON, or not an object.
    pub(super) fn json(source: serde_json::Error) -> Self {
        Self { path: String::new(), message: source.to_string(), source: Some(source) }
    }

    /// Creates an error for a value that does not have the documented type.
    pub(super) fn mistyped(path: &str, expected: &str, found: &Value) -> Self {
        Self { path: path.to_owned(), message: format!("expected {expected}, found {}", kind(found)), source: None }
    }

    /// Creates an error for a value that is not an object.
    pub(super) fn not_an_object(schema: &Schema, found: &Value) -> Self {
        Self::mistyped("", &schema.expected(), found)
    }

    /// Creates an error for a response body that is not UTF-8.
    pub(super) fn not_utf8() -> Self {
        Self { path: String::new(), message: "the response body is not valid UTF-8".to_owned(), source: None }
    }

    /// Returns the location of the value as a JSON pointer; empty for the top level.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Returns the JSON type of a value, for messages.
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
        f.write_str("cannot decode the response body: ")?;
        if !self.path.is_empty() {
            write!(f, "at {}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl Error for DecodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// An error from converting the text of a date, time, duration, decimal or binary value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionError {
    /// The text.
    text: String,
    /// The expected form.
    expected: &'static str,
    /// The error of the parser.
    detail: Option<String>,
}

impl ConversionError {
    /// Creates an error: `text` is not `expected`.
    pub(super) fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.to_owned(), expected, detail: None }
    }

    /// Creates an error with the detail that a parser reports.
    pub(super) fn with_detail(text: &str, expected: &'static str, detail: impl fmt::Display) -> Self {
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
