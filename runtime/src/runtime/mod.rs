//! The runtime of the generated bindings: requests, responses, and the traits of all models.
//!
//! In: the models and operations that the generated code declares. Out: requests for any HTTP client, and typed values
//! decoded from response bodies. The runtime performs no I/O; the caller chooses the host and the HTTP client.
//!
//! # Sending a request
//!
//! Build a [`Request`] with a function of the generated `requests` module, send its [`Parts`] with any HTTP client, and
//! decode the response body:
//!
//! ```text
//! let request = users::list().select(User::DISPLAY_NAME).filter(User::CITY.eq("Oslo")).top(10);
//! let url = format!("https://graph.microsoft.com/v1.0{}", request.path_and_query()?);
//! let body: Vec<u8> = /* GET url */;
//! let page: Collection<User> = request.decode(&body)?;
//! ```
//!
//! [`Request::into_parts`] returns the method, the path and query, the headers and the encoded body. Path parameters
//! are percent-encoded. An argument that would change the path, such as `..`, is an [`InvalidPath`] error.
//!
//! # Pages
//!
//! [`Request::next`] returns the request for the page after a page. It keeps the headers, and does not follow a link to
//! another host. [`Request::delta`] does the same for the changes since a response.
//!
//! ```text
//! let mut next = Some(users::list().prefer("odata.maxpagesize=50"));
//! while let Some(request) = next {
//!     let page = request.decode(&send(BASE_URL, &request)?)?;
//!     next = request.next(&page, BASE_URL)?;
//! }
//! ```
//!
//! # Reading a model
//!
//! Each documented member is an `Option` field. Decoding fails only if the text is not a JSON object, or if it is only an
//! error that the service reports, an [`ApiError`]: [`DecodeError::api_error`] returns it. Undocumented members, explicit nulls, values of an unexpected JSON type and annotations are *additional members*: they are in the
//! field [`extra`](Extra), and they are written back when the model is encoded. [`Model::undocumented`] lists them.
//!
//! ```text
//! let user = &page.value[0];
//! let city: Option<&str> = user.city.as_deref();
//! let shoe_size: Option<&Value> = user.extra.get("shoeSize");
//! ```
//!
//! A value of a [`Base`] type keeps the members of its derived types. [`Base::into_derived`] returns it as the type
//! named by `@odata.type`.
//!
//! # Related entities
//!
//! Services send the entities that navigation properties lead to only where `$expand` requests them. A field with
//! related entities contains their JSON, a [`Related`]. It decodes them on request, so that a program compiles the types of
//! related entities only where it uses them:
//!
//! ```text
//! for member in group.members.iter().flatten() {
//!     println!("{:?}", member?.id);
//! }
//! let next: Option<&str> = group.next_link(Group::MEMBERS);
//! ```
//!
//! # Writing
//!
//! A model, a [`Patch`] or a `serde_json::Value` can be a request body. A patch contains only the properties to change:
//!
//! ```text
//! let patch = Patch::new().set(User::CITY, "Oslo").null(User::MOBILE_PHONE);
//! let parts = users::update("ann@example.com", patch).into_parts()?;
//!
//! let user = User::default().with(User::CITY, "Oslo").bind(User::MANAGER, "https://graph.microsoft.com/v1.0/users/2");
//! ```
//!
//! # Query options
//!
//! The constants of a model are its [`Property`] and [`Navigation`] names. They build the values of `$select`,
//! `$filter`, `$orderby` and `$expand`, and they compile only where their type or one of its base types is queried.
//! [`Request::query`] sets any other query option.
//!
//! ```text
//! users::list()
//!     .filter(User::CITY.eq("Oslo").or(User::CITY.is_null()))
//!     .orderby(User::DISPLAY_NAME.asc())
//!     .expand(User::MANAGER.select(User::DISPLAY_NAME))
//! ```
//!
//! The manager of a user is a directory object, and a user is one as well. `$select` contains the plain name of such a
//! property, as in the examples of the Microsoft Graph reference: `manager($select=displayName)`. All other query
//! options have a cast segment (OData URL Conventions 4.01 §5.1.1.15): `microsoft.graph.user/city eq 'Oslo'`.
//! [`Property::qualified`] and [`Property::unqualified`] choose the other spelling.
//!
//! The type of a [`Filter`] follows from the request that takes it. Where there is no request, declare it:
//! `let condition: Filter<User> = User::CITY.eq("Oslo");`
//!
//! # Numbers
//!
//! `serde_json` represents numbers as 64-bit integers and doubles. A [`Decimal`] keeps all its digits; additional
//! members are rounded to doubles. A number beyond the range of doubles is an additional member for
//! [`Model::from_slice`] and [`Request::decode`], but an error for `serde_json::from_str`, which cannot parse the text
//! a second time. If the program enables the feature `arbitrary_precision` of `serde_json`, additional members keep
//! their digits, and no number is out of range.
//!
//! # Dependencies
//!
//! The runtime uses `serde`, `serde_json`, `base64` and `percent-encoding`. The features `jiff`, `time`, `chrono` and
//! `rust_decimal` add conversions to and from the types of these crates. The shared code works on `&dyn Object` instead
//! of on type parameters, so that a thousand models cost little more to compile than their declarations.

mod api_error;
mod assign;
mod bytes_body;
mod cast;
mod compare;
mod debug;
mod decimal;
mod decode;
mod decode_decimal;
mod decode_related;
mod decode_text;
mod derived;
mod encode;
mod error;
mod error_body;
mod exact;
mod expand;
mod extra;
mod filter;
mod flags;
mod json;
mod link;
mod literal;
mod macros;
mod missing;
mod model;
mod names;
mod number;
mod object;
mod open_enum;
mod operation;
mod paging;
mod parts;
mod patch;
mod path;
mod property;
mod query;
mod reference;
mod related;
mod request;
mod response_body;
mod scalar;
mod segment;
mod text;
mod undocumented;
mod undocumented_values;
mod url;
mod wire;

#[cfg(any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time"))]
mod conversions;
#[cfg(feature = "rust_decimal")]
mod decimal_rust;
#[cfg(feature = "chrono")]
mod text_chrono;
#[cfg(feature = "jiff")]
mod text_jiff;
#[cfg(feature = "time")]
mod text_time;

pub use api_error::{ApiError, InnerError};
pub use bytes_body::BytesBody;
pub use cast::DerivedFrom;
pub use decimal::Decimal;
pub use derived::Base;
pub use error::{ConversionError, DecodeError};
pub use expand::{Expand, Expansion};
pub use extra::Extra;
pub use filter::Filter;
pub use flags::Flags;
pub use json::Json;
pub use link::{InvalidLink, InvalidLinkReason};
pub use literal::{Literal, Operand};
pub use missing::Missing;
pub use model::Model;
pub use object::{DerivedType, List, MemberVisitor, Object, Outcome, Schema, Slot, View};
pub use open_enum::OpenEnum;
pub use operation::{Caller, Method, Operation, Page, Permission, RequestHeader};
pub use parts::Parts;
pub use patch::{JsonBody, Patch};
pub use path::{InvalidPath, InvalidPathReason, ME, NULL, Path};
pub use property::{Element, Navigation, OrderBy, Property, navigation, property};
pub use reference::Reference;
pub use related::{Items, Related, RelatedValue};
pub use request::{Body, Request};
pub use response_body::{Collection, Content, ResponseBody, Scalar};
pub use text::{Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay};
pub use undocumented::{RelatedType, Undocumented, UndocumentedKind};
pub use undocumented_values::UndocumentedValue;
pub use url::{Origin, Url};
pub use wire::{Form, Wire};

pub mod prelude;

/// Items used by macro expansions. Do not use them directly.
#[doc(hidden)]
pub mod emitted {
    pub use super::derived::{
        DerivedEnum, DerivedObject, as_base, equal_derived, into_derived, show_derived, type_of, typed_json,
        typed_patch, write_derived,
    };
    pub use super::model::{AsObject, FieldVisitor, clone, create, equal, read, show, write};
    pub use super::open_enum::{
        AsOpenEnum, EnumNames, clone_enum, debug_enum, deserialize_enum, equal_enums, hash_enum, unrecognized,
    };
}

// Recordings of the client hide what `Debug` hides.
#[doc(hidden)]
pub use debug::{is_secret_header, looks_secret};

// Exported, so that crates that share a runtime can use them.
#[doc(hidden)]
pub use macros::{derived, object, open_enum, upcast};
