//! Response bodies of the derive variant.

use super::decode;
use super::error::DecodeError;
use super::extra::Extra;
use super::model::Model;
use super::wire::Wire;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A type that a response body can be decoded to.
pub trait ResponseBody: Sized {
    /// The type itself, or the element type of a list.
    type Item;

    /// Decodes a response body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the type.
    fn decode(body: &[u8]) -> Result<Self, DecodeError>;
}

impl<T: ResponseBody> ResponseBody for Option<T> {
    type Item = T::Item;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        if body.trim_ascii().is_empty() { Ok(None) } else { T::decode(body).map(Some) }
    }
}

impl<T: Model> ResponseBody for T {
    type Item = T;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        Self::from_slice(body)
    }
}

impl ResponseBody for () {
    type Item = ();

    fn decode(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl ResponseBody for Value {
    type Item = Self;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode::strip_byte_order_mark(body);
        if body.trim_ascii().is_empty() {
            return Ok(Self::Null);
        }
        serde_json::from_slice(body).map_err(DecodeError::json)
    }
}

impl ResponseBody for String {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode::strip_byte_order_mark(body).to_vec();
        Self::from_utf8(body).map_err(|_| DecodeError::not_utf8())
    }
}

impl ResponseBody for i64 {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        serde_json::from_slice(decode::strip_byte_order_mark(body).trim_ascii()).map_err(DecodeError::json)
    }
}

/// The bytes of a file, such as a photo or a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(pub Vec<u8>);

impl ResponseBody for Content {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(body.to_vec()))
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collection<T> {
    /// The elements.
    #[serde(default = "Vec::new")]
    pub value: Vec<T>,
    /// The URL of the next page.
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// The URL for later changes.
    #[serde(rename = "@odata.deltaLink", skip_serializing_if = "Option::is_none")]
    pub delta_link: Option<String>,
    /// The number of elements on all pages.
    #[serde(rename = "@odata.count", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The additional members.
    #[serde(FLATTEN)]
    pub extra: Extra,
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scalar<T> {
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
    /// The additional members.
    #[serde(FLATTEN)]
    pub extra: Extra,
}

macro_rules! response_objects {
    ($($name:ident)*) => {$(
        impl<T: Wire> $name<T> {
            /// Returns the response as JSON.
            pub fn to_json(&self) -> Value {
                serde_json::to_value(self).unwrap_or(Value::Null)
            }
        }

        impl<T: Wire> ResponseBody for $name<T> {
            type Item = T;

            fn decode(body: &[u8]) -> Result<Self, DecodeError> {
                serde_json::from_slice(decode::strip_byte_order_mark(body)).map_err(DecodeError::json)
            }
        }
    )*};
}

response_objects! { Collection Scalar }
