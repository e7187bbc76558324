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

mod answer;
mod debug;
mod decimal;
mod decode;
mod derived;
mod encode;
mod error;
mod exact;
mod expand;
mod extra;
mod filter;
mod json;
mod literal;
mod names;
mod number;
mod object;
mod operation;
mod patch;
mod path;
mod property;
mod query;
mod reference;
mod request;
mod same;
mod scalar;
mod segment;
mod slot;
mod symbol;
mod text;
mod unlisted;

#[cfg(feature = "rust_decimal")]
mod decimal_rust;
#[cfg(feature = "chrono")]
mod text_chrono;
#[cfg(feature = "jiff")]
mod text_jiff;
#[cfg(feature = "time")]
mod text_time;

pub use answer::{Answer, Collection, Content, Scalar};
pub use decimal::Decimal;
pub use derived::{Base, DerivedType};
pub use error::{ConversionError, DecodeError};
pub use expand::{Expand, Expansion};
pub use extra::Extra;
pub use filter::Filter;
pub use json::Json;
pub use literal::{Literal, Operand};
pub use object::{Members, Model, Object, Schema};
pub use operation::{Caller, Method, Operation, Page, Permission};
pub use patch::{JsonBody, Patch};
pub use path::{InvalidPath, InvalidPathReason, ME, NULL, Path};
pub use property::{Element, Navigation, OrderBy, Property, navigation, property};
pub use reference::Reference;
pub use request::{Body, Parts, Request};
pub use slot::{Form, List, Outcome, Slot, View, Wire};
pub use symbol::{Flags, Symbol};
pub use text::{Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay};
pub use unlisted::{Unlisted, UnlistedKind};

/// What the macros expand to; not for use by hand.
#[doc(hidden)]
pub mod emitted {
    pub use super::derived::{as_base, create, into_derived, is_type, type_of, typed_json, typed_patch};
    pub use super::object::{Show, clone, equal, read, show, write};
    pub use super::slot::AsObject;
    pub use super::symbol::{
        AsSymbol, clone_symbol, debug_symbol, deserialize_symbol, equal_symbols, hash_symbol, unrecognized,
    };
}

#[allow(unused_imports)] // a crate without bases or enumerations does not use all of them
pub(crate) use derived::{derived, upcast};
#[allow(unused_imports)]
pub(crate) use object::object;
#[allow(unused_imports)]
pub(crate) use symbol::symbols;
