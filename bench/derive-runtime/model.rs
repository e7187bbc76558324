//! Models of the derive variant: the trait of every emitted struct, implemented with serde.

use super::error::DecodeError;
use super::object::Schema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// A documented type.
pub trait Model: Serialize + DeserializeOwned + Default + Clone + PartialEq + Debug + 'static {
    /// What is known of the type.
    const SCHEMA: &'static Schema;

    /// The object as JSON.
    fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// Decodes a JSON object.
    ///
    /// # Errors
    ///
    /// Fails if the value is not of this type.
    fn from_json(value: Value) -> Result<Self, DecodeError> {
        serde_json::from_value(value).map_err(DecodeError::json)
    }

    /// Decodes the text of a JSON object.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a value of this type.
    fn from_slice(text: &[u8]) -> Result<Self, DecodeError> {
        serde_json::from_slice(super::decode::without_mark(text)).map_err(DecodeError::json)
    }
}
