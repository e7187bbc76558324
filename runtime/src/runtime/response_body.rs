//! Response bodies.
//!
//! In: a response body. Out: an object, a page of objects, a value, bytes, or nothing, as documented.

use super::decode;
use super::encode;
use super::error::DecodeError;
use super::extra::Extra;
use super::model::{self, Model};
use super::object::{MemberVisitor, Object, Schema, Slot};
use super::undocumented::{self, Undocumented};
use super::wire::Wire;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// A type that a response body can be decoded to.
pub trait ResponseBody: Sized {
    /// The type of the entities that query options such as `$select` and `$filter` apply to.
    ///
    /// This is the type itself, or the element type of a list.
    type Item;

    /// Decodes a response body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the type: JSON, an object, or text.
    fn decode(body: &[u8]) -> Result<Self, DecodeError>;

    /// Returns whether a response has no body, so that an `Option` of the type is `None`. White space is not a body.
    fn is_absent(body: &[u8]) -> bool {
        decode::strip_byte_order_mark(body).trim_ascii().is_empty()
    }
}

/// A response that may have no body, as with `204 No Content`: `None`.
impl<T: ResponseBody> ResponseBody for Option<T> {
    type Item = T::Item;

    #[inline]
    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        if T::is_absent(body) { Ok(None) } else { T::decode(body).map(Some) }
    }
}

impl<T: Model> ResponseBody for T {
    type Item = T;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        Self::from_slice(body)
    }
}

/// No content. The response body is ignored.
impl ResponseBody for () {
    type Item = ();

    fn decode(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// Any JSON; null if the response body is empty.
impl ResponseBody for Value {
    type Item = Self;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode::strip_byte_order_mark(body);
        if body.trim_ascii().is_empty() {
            return Ok(Self::Null);
        }
        decode::value(body)
    }
}

/// Plain text.
impl ResponseBody for String {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode::strip_byte_order_mark(body).to_vec();
        Self::from_utf8(body).map_err(|_| DecodeError::not_utf8())
    }

    fn is_absent(body: &[u8]) -> bool {
        body.is_empty()
    }
}

/// A number as plain text, as in the response to `/$count`.
impl ResponseBody for i64 {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode::strip_byte_order_mark(body).trim_ascii();
        serde_json::from_slice(body).map_err(DecodeError::json)
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

    fn is_absent(body: &[u8]) -> bool {
        body.is_empty()
    }
}

/// A page of a list.
pub struct Collection<T> {
    /// The elements.
    pub value: Vec<T>,
    /// The URL of the next page (`@odata.nextLink`). Use it unchanged.
    pub next_link: Option<String>,
    /// The URL for later changes (`@odata.deltaLink`). Use it unchanged.
    pub delta_link: Option<String>,
    /// The number of elements on all pages (`@odata.count`).
    pub count: Option<i64>,
    /// The additional members, such as `@odata.context`.
    pub extra: Extra,
}

/// A single value (`{"value": 5}`), the response of functions and of requests for a property.
pub struct Scalar<T> {
    /// The value.
    pub value: Option<T>,
    /// The additional members, such as `@odata.context`.
    pub extra: Extra,
}

static COLLECTION: Schema = Schema {
    ident: "Collection",
    type_name: "",
    names: &["value", "@odata.nextLink", "@odata.deltaLink", "@odata.count"],
    idents: "value next_link delta_link count",
    secrets: &[],
    derived: &[],
};

static SCALAR: Schema =
    Schema { ident: "Scalar", type_name: "", names: &["value"], idents: "value", secrets: &[], derived: &[] };

impl<T: Wire> Object for Collection<T> {
    fn schema(&self) -> &'static Schema {
        &COLLECTION
    }

    fn slot(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0 => &mut self.value,
            1 => &mut self.next_link,
            2 => &mut self.delta_link,
            3 => &mut self.count,
            _ => &mut self.extra,
        }
    }

    fn visit<'a>(&'a self, visitor: &mut dyn MemberVisitor<'a>) {
        visitor.extra(&self.extra);
        visitor.slot(0, &self.value);
        if self.next_link.is_some() {
            visitor.slot(1, &self.next_link);
        }
        if self.delta_link.is_some() {
            visitor.slot(2, &self.delta_link);
        }
        if self.count.is_some() {
            visitor.slot(3, &self.count);
        }
    }

    fn empty(&self) -> Box<dyn Object> {
        Box::new(Self::default())
    }
}

impl<T: Wire> Object for Scalar<T> {
    fn schema(&self) -> &'static Schema {
        &SCALAR
    }

    fn slot(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0 => &mut self.value,
            _ => &mut self.extra,
        }
    }

    fn visit<'a>(&'a self, visitor: &mut dyn MemberVisitor<'a>) {
        visitor.extra(&self.extra);
        if self.value.is_some() {
            visitor.slot(0, &self.value);
        }
    }

    fn empty(&self) -> Box<dyn Object> {
        Box::new(Self::default())
    }
}

impl<T> Default for Collection<T> {
    fn default() -> Self {
        Self { value: Vec::new(), next_link: None, delta_link: None, count: None, extra: Extra::new() }
    }
}

impl<T> Default for Scalar<T> {
    fn default() -> Self {
        Self { value: None, extra: Extra::new() }
    }
}

impl<T> IntoIterator for Collection<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Collection<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.iter()
    }
}

/// Implements the methods and traits that both types share.
macro_rules! response_objects {
    ($($name:ident)*) => {$(
        impl<T: Wire> $name<T> {
            /// Returns an annotation by its full name, such as `@odata.context`.
            pub fn annotation(&self, name: &str) -> Option<&Value> {
                self.extra.get(name)
            }

            /// Returns the received members that are not documented, here and in the values.
            pub fn undocumented(&self) -> Vec<Undocumented> {
                undocumented::collect(self)
            }

            /// Returns the response as JSON.
            pub fn to_json(&self) -> Value {
                encode::rounded(self)
            }
        }

        impl<T: Wire> ResponseBody for $name<T> {
            type Item = T;

            fn decode(body: &[u8]) -> Result<Self, DecodeError> {
                let mut decoded = Self::default();
                decode::from_slice(body, &mut decoded)?;
                Ok(decoded)
            }
        }

        impl<T: Wire> Clone for $name<T> {
            fn clone(&self) -> Self {
                model::clone(self)
            }
        }

        impl<T: Wire> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                model::equal(self, other)
            }
        }

        impl<T: Wire> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                model::show(self, f)
            }
        }

        impl<T: Wire> Serialize for $name<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                model::write(self, serializer)
            }
        }

        impl<'de, T: Wire> Deserialize<'de> for $name<T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                model::read(deserializer)
            }
        }
    )*};
}

response_objects! { Collection Scalar }
