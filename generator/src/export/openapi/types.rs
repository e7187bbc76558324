//! Types.
//!
//! In: [`TypeRef`]. Out: the schema of its values.

use serde_json::{Value, json};

use crate::extract::type_expr::Primitive;
use crate::model::{Api, TypeName, TypeRef};

/// Returns the schema of a type.
pub fn schema(ty: &TypeRef) -> Value {
    match ty {
        TypeRef::Primitive(ty) => primitive(*ty),
        TypeRef::Type(name) | TypeRef::Enum(name) => reference(name),
        TypeRef::Collection(element) => json!({"type": "array", "items": schema(element)}),
    }
}

/// Returns a reference to a type's schema.
pub fn reference(name: &TypeName) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", key(name))})
}

/// Returns the key of a type's schema.
///
/// Keys consist of letters, digits, `.`, `-` and `_` (OpenAPI 3.1 §4.8.7). Other characters, which no type name should have, become their
/// code point.
pub fn key(name: &TypeName) -> String {
    let mut key = String::with_capacity(name.0.len());
    for c in name.0.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            key.push(c);
        } else {
            key.push_str(&format!("-{:x}-", u32::from(c)));
        }
    }
    key
}

/// Returns the schema of a primitive, with formats of the OpenAPI format registry.
fn primitive(ty: Primitive) -> Value {
    match ty {
        Primitive::Binary => json!({"type": "string", "format": "base64url"}),
        Primitive::Boolean => json!({"type": "boolean"}),
        Primitive::Byte => json!({"type": "integer", "format": "uint8"}),
        Primitive::Date => json!({"type": "string", "format": "date"}),
        Primitive::DateTimeOffset => json!({"type": "string", "format": "date-time"}),
        Primitive::Decimal => json!({"type": "number", "format": "decimal"}),
        Primitive::Double => json!({"type": "number", "format": "double"}),
        Primitive::Duration => json!({"type": "string", "format": "duration"}),
        Primitive::Guid => json!({"type": "string", "format": "uuid"}),
        Primitive::Int16 => json!({"type": "integer", "format": "int16"}),
        Primitive::Int32 => json!({"type": "integer", "format": "int32"}),
        Primitive::Int64 => json!({"type": "integer", "format": "int64"}),
        Primitive::SByte => json!({"type": "integer", "format": "int8"}),
        Primitive::Single => json!({"type": "number", "format": "float"}),
        Primitive::Stream => json!({"type": "string", "format": "binary"}),
        Primitive::String => json!({"type": "string"}),
        Primitive::TimeOfDay => json!({"type": "string", "format": "time"}),
        Primitive::Untyped => json!({}),
    }
}

/// Returns the documented type, if the model has an enum generated from a value list instead.
pub fn documented(ty: &TypeRef, api: &Api) -> Option<String> {
    match ty {
        TypeRef::Enum(name) => api.enums.get(name)?.synthetic.then(|| Primitive::String.edm().to_owned()),
        TypeRef::Collection(element) => Some(format!("Collection({})", documented(element, api)?)),
        TypeRef::Primitive(_) | TypeRef::Type(_) => None,
    }
}
