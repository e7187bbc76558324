//! The hand-written part of every generated crate.
//!
//! In: nothing but `serde`, `serde_json`, `base64` and `percent-encoding` (and `jiff`, `time`, `chrono` or `rust_decimal` when
//! their feature is on). Out: what emitted models and requests are made of. Emitted code states facts (names, types, paths); what to do with them
//! is here, written once over `&dyn Object`, so that a thousand models cost little more to compile than their declarations.
//!
//! `serde_json` holds numbers as 64-bit integers and doubles. A [`Decimal`] keeps all its digits; additional members are rounded to doubles. A number
//! beyond the range of doubles does not fail [`Model::from_slice`] and [`Request::decode`], but fails `serde_json::from_str`, which reads only once. If a
//! program turns on the feature `arbitrary_precision` of `serde_json`, additional members keep their digits, and no number is out of range.
//!
//! There is no input or output and no host in here: a [`Request`] is a plain value, to be sent by any HTTP client.

mod compare;
mod debug;
mod decimal;
mod decode;
mod decode_decimal;
mod derived;
mod encode;
mod error;
mod exact;
mod expand;
mod extra;
mod filter;
mod flags;
mod json;
mod literal;
mod macros;
mod model;
mod names;
mod number;
mod object;
mod open_enum;
mod operation;
mod patch;
mod path;
mod property;
mod query;
mod reference;
mod request;
mod response_body;
mod scalar;
mod segment;
mod text;
mod undocumented;
mod wire;

#[cfg(feature = "rust_decimal")]
mod decimal_rust;
#[cfg(feature = "chrono")]
mod text_chrono;
#[cfg(feature = "jiff")]
mod text_jiff;
#[cfg(feature = "time")]
mod text_time;

pub use decimal::Decimal;
pub use derived::Base;
pub use error::{ConversionError, DecodeError};
pub use expand::{Expand, Expansion};
pub use extra::Extra;
pub use filter::Filter;
pub use flags::Flags;
pub use json::Json;
pub use literal::{Literal, Operand};
pub use model::Model;
pub use object::{DerivedType, List, MemberVisitor, Object, Outcome, Schema, Slot, View};
pub use open_enum::OpenEnum;
pub use operation::{Caller, Method, Operation, Page, Permission};
pub use patch::{JsonBody, Patch};
pub use path::{InvalidPath, InvalidPathReason, ME, NULL, Path};
pub use property::{Element, Navigation, OrderBy, Property, navigation, property};
pub use reference::Reference;
pub use request::{Body, Parts, Request};
pub use response_body::{Collection, Content, ResponseBody, Scalar};
pub use text::{Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay};
pub use undocumented::{Undocumented, UndocumentedKind};
pub use wire::{Form, Wire};

/// Functions and types that the macros expand to. Do not use them directly.
#[doc(hidden)]
pub mod emitted {
    pub use super::derived::{as_base, create, into_derived, is_type, type_of, typed_json, typed_patch};
    pub use super::model::{AsObject, FieldVisitor, clone, equal, read, show, write};
    pub use super::open_enum::{
        AsOpenEnum, clone_enum, debug_enum, deserialize_enum, equal_enums, hash_enum, unrecognized,
    };
}

#[allow(unused_imports)] // a crate without bases or enumerations does not use all of them
pub(crate) use macros::{derived, object, open_enum, upcast};
