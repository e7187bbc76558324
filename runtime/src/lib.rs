//! The runtime of generated crates, as a separate package.
//!
//! In: the modules in `src/runtime/`, which use only `serde`, `serde_json`, `base64` and `percent-encoding`, and with
//! the feature of that name `jiff`, `time`, `chrono` or `rust_decimal`. Out: [`runtime`], tested and documented here,
//! [`FILES`], the text of these modules, which the generator writes into every crate, and [`LICENSES`], the texts that
//! accompany them.
//!
//! # Types of queries
//!
//! A query takes properties of its type and of the types derived from it. Generated code declares a derived type with
//! [`From`]:
//!
//! ```
//! # use docbindgen_runtime::runtime::{Filter, Form, Property, View, Wire};
//! # #[derive(Clone)]
//! # struct DirectoryObject;
//! # #[derive(Clone)]
//! # struct User;
//! # impl Wire for User { type Form = AsUser; }
//! # struct AsUser;
//! # impl Form<User> for AsUser {
//! #     fn view(_: &User) -> View<'_> { View::Absent }
//! #     fn type_name() -> &'static str { "graph.user" }
//! # }
//! impl From<User> for DirectoryObject {
//! #     fn from(_: User) -> Self { Self }
//! #     /*
//!     // …
//! #     */
//! }
//! const CITY: Property<User, String> = Property::new("city");
//!
//! let condition: Filter<DirectoryObject> = CITY.eq("Oslo");
//! assert_eq!(condition.to_string(), "graph.user/city eq 'Oslo'");
//! ```
//!
//! Properties of other types do not compile:
//!
//! ```compile_fail,E0277
//! # use docbindgen_runtime::runtime::{Filter, Form, Property, View, Wire};
//! # #[derive(Clone)]
//! # struct DirectoryObject;
//! # #[derive(Clone)]
//! # struct Message;
//! # impl Wire for Message { type Form = AsMessage; }
//! # struct AsMessage;
//! # impl Form<Message> for AsMessage {
//! #     fn view(_: &Message) -> View<'_> { View::Absent }
//! # }
//! const SUBJECT: Property<Message, String> = Property::new("subject");
//!
//! let condition: Filter<DirectoryObject> = SUBJECT.eq("Oslo");
//! ```

#[allow(dead_code, reason = "only generated code uses the macros and the items in their expansions")]
pub mod runtime;

#[cfg(test)]
mod tests;

/// Embeds files from the folder `runtime`.
macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("runtime/", $name)))),*]
    };
}

/// The texts of the runtime's licences, of which users choose one: the name of the file and the text, sorted by name.
pub const LICENSES: [(&str, &str); 2] =
    [("LICENSE-APACHE", include_str!("../LICENSE-APACHE")), ("LICENSE-MIT", include_str!("../LICENSE-MIT"))];

/// The files of the runtime: the name in the folder `runtime` and the text, sorted by name.
pub const FILES: &[(&str, &str)] = embed![
    "api_error.rs",
    "assign.rs",
    "bytes_body.rs",
    "cast.rs",
    "compare.rs",
    "conversions.rs",
    "debug.rs",
    "decimal.rs",
    "decimal_rust.rs",
    "decode.rs",
    "decode_decimal.rs",
    "decode_related.rs",
    "decode_text.rs",
    "derived.rs",
    "encode.rs",
    "error.rs",
    "error_body.rs",
    "exact.rs",
    "expand.rs",
    "extra.rs",
    "filter.rs",
    "flags.rs",
    "json.rs",
    "link.rs",
    "literal.rs",
    "macros.rs",
    "missing.rs",
    "mod.rs",
    "model.rs",
    "names.rs",
    "number.rs",
    "object.rs",
    "open_enum.rs",
    "operation.rs",
    "paging.rs",
    "parts.rs",
    "patch.rs",
    "path.rs",
    "prelude.rs",
    "property.rs",
    "query.rs",
    "reference.rs",
    "related.rs",
    "request.rs",
    "response_body.rs",
    "scalar.rs",
    "segment.rs",
    "text.rs",
    "text_chrono.rs",
    "text_jiff.rs",
    "text_time.rs",
    "undocumented.rs",
    "undocumented_values.rs",
    "url.rs",
    "wire.rs",
];
