//! The trait of every generated struct in the derive variant, implemented with serde.

use super::error::DecodeError;
use super::object::Schema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// A documented type.
pub trait Model: Serialize + DeserializeOwned + Default + Clone + PartialEq + Debug + 'static {
    /// The names of the type.
    const SCHEMA: &'static Schema;

    /// Returns the object as JSON.
    fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// Decodes a JSON object.
    ///
    /// # Errors
    ///
    /// Returns an error if the value does not match the type.
    fn from_json(value: Value) -> Result<Self, DecodeError> {
        serde_json::from_value(value).map_err(DecodeError::json)
    }

    /// Decodes the text of a JSON object.
    ///
    /// # Errors
    ///
    /// Returns an error if the text does not match the type.
    fn from_slice(text: &[u8]) -> Result<Self, DecodeError> {
        serde_json::from_slice(super::decode::strip_byte_order_mark(text)).map_err(DecodeError::json)
    }
}
