//! JSON request bodies.
//!
//! In: JSON values, plain or in the exact form (see [`exact`](super::exact)). Out: [`Json`], which dereferences to a
//! plain value and writes all digits.

use super::exact::{self, Exact};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::ops::Deref;

/// A JSON value that is written with all the digits of its decimals.
///
/// It dereferences to the plain [`Value`], in which a decimal with more digits than `serde_json` represents is the
/// nearest double, or a string with its digits if it is beyond the range of doubles.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Json {
    value: Value,
    /// The exact form, if it differs.
    exact: Option<Box<Value>>,
}

impl Json {
    /// Creates a value from its exact form.
    pub(super) fn from_exact(exact: Value) -> Self {
        let inexact = exact::is_inexact(&exact).then(|| Box::new(exact.clone()));
        Self { value: exact::to_plain(exact), exact: inexact }
    }

    /// Converts into the plain value.
    pub fn into_value(self) -> Value {
        self.value
    }

    /// Converts into JSON text.
    pub fn into_bytes(self) -> Vec<u8> {
        // Serializing a value cannot fail, since its keys are strings.
        serde_json::to_vec(&self).unwrap_or_default()
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self { value, exact: None }
    }
}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.value
    }
}

/// Serializes the value with all digits of its numbers.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.exact {
            Some(exact) => Exact(exact).serialize(serializer),
            None => self.value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

impl PartialEq<Value> for Json {
    fn eq(&self, other: &Value) -> bool {
        self.value == *other
    }
}

/// Formats as JSON text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.clone().into_bytes()))
    }
}

/// Formats the plain value with secrets hidden.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&super::debug::Redacted(&self.value), f)
    }
}
