//! Answers of the derive variant.

use super::decode;
use super::error::DecodeError;
use super::extra::Extra;
use super::model::Model;
use super::wire::Wire;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What can be the answer to a request.
pub trait ResponseBody: Sized {
    /// The type itself, or that of the elements of a list.
    type Item;

    /// Decodes the body of an answer.
    ///
    /// # Errors
    ///
    /// Fails if the answer is not what its kind needs.
    fn decode(answer: &[u8]) -> Result<Self, DecodeError>;
}

impl<T: ResponseBody> ResponseBody for Option<T> {
    type Item = T::Item;

    fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
        if answer.trim_ascii().is_empty() { Ok(None) } else { T::decode(answer).map(Some) }
    }
}

impl<T: Model> ResponseBody for T {
    type Item = T;

    fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
        Self::from_slice(answer)
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

    fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
        let answer = decode::without_mark(answer);
        if answer.trim_ascii().is_empty() {
            return Ok(Self::Null);
        }
        serde_json::from_slice(answer).map_err(DecodeError::json)
    }
}

impl ResponseBody for String {
    type Item = ();

    fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
        let answer = decode::without_mark(answer).to_vec();
        Self::from_utf8(answer).map_err(|_| DecodeError::not_utf8())
    }
}

impl ResponseBody for i64 {
    type Item = ();

    fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
        serde_json::from_slice(decode::without_mark(answer).trim_ascii()).map_err(DecodeError::json)
    }
}

/// The bytes of a file, a photo, a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(pub Vec<u8>);

impl ResponseBody for Content {
    type Item = ();

    fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(answer.to_vec()))
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collection<T> {
    /// The elements.
    #[serde(default = "Vec::new")]
    pub value: Vec<T>,
    /// Where the next page is.
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// Where later changes can be asked for.
    #[serde(rename = "@odata.deltaLink", skip_serializing_if = "Option::is_none")]
    pub delta_link: Option<String>,
    /// How many there are on all pages.
    #[serde(rename = "@odata.count", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// What is not listed here.
    #[serde(FLATTEN)]
    pub extra: Extra,
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scalar<T> {
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
    /// What is not listed here.
    #[serde(FLATTEN)]
    pub extra: Extra,
}

macro_rules! response_objects {
    ($($name:ident)*) => {$(
        impl<T: Wire> $name<T> {
            /// The answer as JSON.
            pub fn to_json(&self) -> Value {
                serde_json::to_value(self).unwrap_or(Value::Null)
            }
        }

        impl<T: Wire> ResponseBody for $name<T> {
            type Item = T;

            fn decode(answer: &[u8]) -> Result<Self, DecodeError> {
                serde_json::from_slice(decode::without_mark(answer)).map_err(DecodeError::json)
            }
        }
    )*};
}

response_objects! { Collection Scalar }
