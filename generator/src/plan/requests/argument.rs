//! Chooses the Rust type of an argument.
//!
//! In: a parameter of an operation. Out: the type, and whether the function takes any value that converts into it.

use crate::extract::type_expr::Primitive;
use crate::model::{Parameter, ParameterLocation, TypeRef};

use super::super::items::RustType;
use super::Requests;

/// Returns the Rust type of an argument.
pub fn argument_type(requests: &Requests<'_>, parameter: &Parameter) -> RustType {
    if let Some(plain) = plain_type(parameter) {
        return RustType::Plain(plain);
    }
    if let Some(date) = date_type(parameter) {
        return RustType::Runtime(date);
    }
    if !matches!(parameter.location, ParameterLocation::Bare | ParameterLocation::Quoted) {
        return RustType::String;
    }
    match requests.models.rust_type(&parameter.ty) {
        ty @ (RustType::Runtime(_) | RustType::Flags(_)) => ty,
        ty @ RustType::Model(_) if matches!(parameter.ty, TypeRef::Enum(_)) => ty,
        _ => RustType::String,
    }
}

/// Returns whether a function takes any value that converts into the type of an argument: text, dates of other crates.
///
/// Optional arguments are excluded, because `None` alone would not determine a type. `Decimal` does not convert from text.
pub fn is_converted(parameter: &Parameter, ty: &RustType) -> bool {
    !parameter.optional && matches!(ty, RustType::Runtime(name) if *name != "Decimal")
}

/// Returns the Rust type of an argument that is passed as a number or Boolean.
fn plain_type(parameter: &Parameter) -> Option<&'static str> {
    Some(match parameter.plain()? {
        Primitive::Boolean => "bool",
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 => "i32",
        Primitive::Int64 => "i64",
        // `f64` would lose digits.
        Primitive::Decimal => return None,
        _ => "f64",
    })
}

/// Returns the type of the runtime for a date, time or duration. A required text that has this form is one: the type only widens what the
/// function accepts, and any text is still written as it is.
fn date_type(parameter: &Parameter) -> Option<&'static str> {
    let form = match (&parameter.ty, parameter.text_form) {
        (_, Some(form)) if !parameter.optional => form,
        (TypeRef::Primitive(primitive), _) => *primitive,
        _ => return None,
    };
    match form {
        Primitive::DateTimeOffset => Some("DateTimeOffset"),
        Primitive::Date => Some("Date"),
        Primitive::TimeOfDay => Some("TimeOfDay"),
        Primitive::Duration => Some("Duration"),
        _ => None,
    }
}
