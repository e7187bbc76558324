//! JSON request bodies, as plain values. Decimals are doubles here.

use serde_json::Value;
use std::ops::Deref;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(Value);

impl Json {
    /// Converts into JSON text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}
