//! What most programs import: `use my_bindings::prelude::*;`.
//!
//! In: the public items of the runtime. Out: the traits whose methods models, enums and responses have, and the types
//! that a program names to build, send and decode requests. Types of values, such as [`Date`](super::Date), are left
//! out: other crates have types of the same names.

pub use super::{
    ApiError, Base, Collection, DecodeError, Filter, InvalidPath, JsonBody, ME, Method, Model, Navigation, OpenEnum,
    Parts, Patch, Property, Related, Request, ResponseBody,
};
