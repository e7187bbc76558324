//! Response bodies.
//!
//! In: a response body. Out: an object, a page of objects, a value, bytes, or nothing, as documented.

use super::decode_text;
use super::encode;
use super::error::DecodeError;
use super::extra::Extra;
use super::model::{self, Model};
use super::object::{MemberVisitor, Object, Schema, Slot};
use super::undocumented::{self, RelatedType, Undocumented};
use super::wire::Wire;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// The member that contains the values of a list or the single value (OData JSON 4.01 §11 and §13).
const VALUE: &str = "value";

/// A type that a response body can be decoded to.
#[diagnostic::on_unimplemented(
    message = "a response body cannot be decoded as `{Self}`",
    label = "expected the type of a response",
    note = "use a struct of `models`, a `Collection` or `Scalar` of one, `serde_json::Value`, `Content` for bytes, or `()`"
)]
pub trait ResponseBody: Sized {
    /// The type of the entities that query options such as `$select` and `$filter` apply to.
    ///
    /// This is the type itself, or the element type of a list.
    type Item;

    /// Decodes a response body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the type: JSON, an object, an object with a member `value` for a
    /// [`Collection`] or a [`Scalar`], or text. A body that only reports an error is an error for every type except
    /// [`Content`] and `String` (see [`DecodeError::api_error`]).
    fn decode(body: &[u8]) -> Result<Self, DecodeError>;

    /// Returns whether a response has no body, so that an `Option` of the type is `None`. White space is not a body.
    fn is_absent(body: &[u8]) -> bool {
        decode_text::strip_byte_order_mark(body).trim_ascii().is_empty()
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

#[diagnostic::do_not_recommend]
impl<T: Model> ResponseBody for T {
    type Item = T;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        Self::from_slice(body)
    }
}

/// No content. The response body is ignored, unless it only reports an error.
impl ResponseBody for () {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        match Value::decode(body) {
            Err(error) if error.error_object().is_some() => Err(error),
            _ => Ok(()),
        }
    }
}

/// Any JSON; null if the response body is empty.
impl ResponseBody for Value {
    type Item = Self;

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode_text::strip_byte_order_mark(body);
        if body.trim_ascii().is_empty() {
            return Ok(Self::Null);
        }
        decode_text::value(body)
    }
}

/// Plain text.
impl ResponseBody for String {
    type Item = ();

    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let body = decode_text::strip_byte_order_mark(body).to_vec();
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
        let body = decode_text::strip_byte_order_mark(body).trim_ascii();
        serde_json::from_slice(body).map_err(|error| match decode_text::value(body) {
            Err(service) if service.error_object().is_some() => service,
            _ => DecodeError::json(error),
        })
    }
}

/// The bytes of a file, such as a photo or a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Content(pub Vec<u8>);

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<Content> for Vec<u8> {
    fn from(content: Content) -> Self {
        content.0
    }
}

impl AsRef<[u8]> for Content {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

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
    names: &[VALUE, "@odata.nextLink", "@odata.deltaLink", "@odata.count"],
    idents: "value next_link delta_link count",
    secrets: &[],
    first_related: usize::MAX,
    derived: &[],
};

static SCALAR: Schema = Schema {
    ident: "Scalar",
    type_name: "",
    names: &[VALUE],
    idents: "value",
    secrets: &[],
    first_related: usize::MAX,
    derived: &[],
};

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
    ($($name:ident $absent:ident)*) => {$(
        impl<T: Wire> $name<T> {
            /// Returns an annotation by its full name, such as `@odata.context`.
            pub fn annotation(&self, name: &str) -> Option<&Value> {
                self.extra.get(name)
            }

            /// Returns the received members that are not documented, here and in the values.
            ///
            /// See [`Model::undocumented`].
            pub fn undocumented(&self) -> Vec<Undocumented> {
                undocumented::collect(self, &[])
            }

            /// Returns the received members that are not documented, including those of related entities.
            ///
            /// See [`Model::undocumented_in`].
            pub fn undocumented_in(&self, related: &[RelatedType]) -> Vec<Undocumented> {
                undocumented::collect(self, related)
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
                decode_text::from_slice(body, &mut decoded)?;
                // An empty list and one that is missing look the same in the struct, so the text decides.
                if decoded.value.$absent() && !decode_text::has_member(body, VALUE)? {
                    return Err(DecodeError::missing_member(VALUE));
                }
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

response_objects! { Collection is_empty Scalar is_none }
