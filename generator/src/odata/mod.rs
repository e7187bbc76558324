//! The vocabulary of OData and of the pages that describe it.
//!
//! In: nothing, or the text of one such notation. Out: primitive types, type names and expressions, path templates, permissions, headers,
//! statuses, examples, JSON. Every stage uses them; none of them depends on a stage.

mod example;
mod headers;
pub mod json;
mod method;
mod name;
mod permissions;
mod placeholders;
mod primitive;
mod status;
mod template;
mod type_expr;

pub use example::{ExampleBody, ExampleFacts, JsonBlock, RequestExample, ResponseExample};
pub use headers::{HeaderFacts, ResponseHeaderFacts, media_types};
pub use method::Method;
pub use name::TypeName;
pub use permissions::{Caller, PermissionFacts};
pub use placeholders::{
    Part as PathPart, Placeholder, Position, Value as PathArgument, parts as path_parts, path_text, placeholders,
};
pub use primitive::{Primitive, primitive_names};
pub use status::{own_phrase, reason_phrase, statuses_of};
pub use template::{
    Argument, ArgumentValue, Key as OperationKey, RequestTemplate, Segment, key as operation_key, path_shape, shape,
};
pub use type_expr::{TypeExpr, WrittenType};
