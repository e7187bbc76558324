//! Error types.
//!
//! In: errors of `serde_json`, errors that services report, and failed conversions. Out: errors whose texts contain the
//! location and the cause, each once.

use super::object::Schema;
use serde_json::error::Category;
use serde_json::{Map, Value};
use std::error::Error;
use std::fmt;

/// An error from decoding a response body or a JSON value.
///
/// The text contains the location and the cause, so there is no [`source`](Error::source).
#[derive(Debug)]
pub struct DecodeError {
    /// The location of the value as a JSON pointer; empty for the top level.
    path: String,
    cause: Cause,
}

/// The cause of a [`DecodeError`].
#[derive(Debug)]
enum Cause {
    /// The text is not JSON, or not an object.
    Json(serde_json::Error),
    /// The value has another JSON type than expected.
    Mistyped(String),
    /// The object has no member of this name.
    MissingMember(&'static str),
    /// The response body is not UTF-8.
    NotUtf8,
    /// The service reports an error. This is its error object.
    Service(Map<String, Value>),
}

impl DecodeError {
    fn new(cause: Cause) -> Self {
        Self { path: String::new(), cause }
    }

    /// Creates an error for text that is not JSON, or not an object.
    pub(super) fn json(source: serde_json::Error) -> Self {
        Self::new(Cause::Json(source))
    }

    /// Creates an error for a value that does not have the expected JSON type.
    pub(super) fn mistyped(expected: &str, found: &Value) -> Self {
        Self::new(Cause::Mistyped(format!("expected {expected}, found {}", kind(found))))
    }

    /// Creates an error for a value that is not an object.
    pub(super) fn not_an_object(schema: &Schema, found: &Value) -> Self {
        Self::mistyped(&schema.expected(), found)
    }

    /// Creates an error for an object without the member that makes it a response of this kind.
    pub(super) fn missing_member(name: &'static str) -> Self {
        Self::new(Cause::MissingMember(name))
    }

    /// Creates an error for a response body that is not UTF-8.
    pub(super) fn not_utf8() -> Self {
        Self::new(Cause::NotUtf8)
    }

    /// Creates an error for an error object that the service sent in place of the expected content.
    pub(super) fn service(error: Map<String, Value>) -> Self {
        Self::new(Cause::Service(error))
    }

    /// Moves the location below `path`.
    pub(super) fn below(mut self, path: &str) -> Self {
        self.path.insert_str(0, path);
        self
    }

    /// Returns the location of the value as a JSON pointer; empty for the top level.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the error of `serde_json`, if the text is not JSON, or not an object.
    pub fn json_error(&self) -> Option<&serde_json::Error> {
        match &self.cause {
            Cause::Json(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the error object that the service sent.
    pub(super) fn error_object(&self) -> Option<&Map<String, Value>> {
        match &self.cause {
            Cause::Service(error) => Some(error),
            _ => None,
        }
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
        if !self.path.is_empty() {
            write!(f, "at {}: ", self.path)?;
        }
        match &self.cause {
            Cause::Json(error) if error.is_eof() && (error.line(), error.column()) == (1, 0) => {
                f.write_str("the response has no body; `answering::<Option<_>>()` accepts that")
            }
            // The texts of other categories name the expected type.
            Cause::Json(error) if matches!(error.classify(), Category::Syntax | Category::Eof) => {
                write!(f, "invalid JSON: {error}")
            }
            Cause::Json(error) => error.fmt(f),
            Cause::Mistyped(text) => f.write_str(text),
            Cause::MissingMember(name) => write!(f, "the response body has no member `{name}`"),
            Cause::NotUtf8 => f.write_str("the response body is not valid UTF-8"),
            Cause::Service(error) => {
                f.write_str("the service reports an error: ")?;
                let text = |name| error.get(name).and_then(Value::as_str);
                write_service_error(text("code"), text("message"), f)
            }
        }
    }
}

/// Writes the code and the message of an error that a service reports.
///
/// # Errors
///
/// Returns an error if the formatter does.
pub(super) fn write_service_error(
    code: Option<&str>,
    message: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let present = [code, message].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    if present.is_empty() { f.write_str("no code, no message") } else { f.write_str(&present.join(": ")) }
}

impl Error for DecodeError {}

/// An error from converting the text of a date, time, duration, decimal or binary value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
