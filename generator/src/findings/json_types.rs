//! The JSON types of values.
//!
//! In: a value of an example and its documented type. Out: whether the value has the JSON type of that type.

use serde_json::Value;

use crate::model::{Api, TypeRef};
use crate::odata::Primitive;

/// Returns whether a value has the JSON type of a type.
///
/// The whole array of a collection must fit: one wrong element leaves all of it untyped.
pub fn fits(api: &Api, ty: &TypeRef, value: &Value) -> bool {
    match ty {
        TypeRef::Type(_) => value.is_object(),
        TypeRef::Enum(name) if api.enums.get(name).is_some_and(|e| e.flags) => {
            value.is_string() || value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
        }
        TypeRef::Enum(_) => value.is_string(),
        TypeRef::Collection(element) => {
            value.as_array().is_some_and(|list| list.iter().all(|item| fits(api, element, item)))
        }
        TypeRef::Primitive(primitive) => primitive_fits(*primitive, value),
    }
}

/// Returns whether `text` is a JSON number in the range of doubles.
fn is_json_number(text: &str) -> bool {
    // JSON allows white space around a value, but it is not part of the number.
    text.trim() == text && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// Returns whether a value has the JSON type of a primitive (OData JSON §7.1). Numbers may be strings where the format allows it.
fn primitive_fits(primitive: Primitive, value: &Value) -> bool {
    let whole = |low: i64, high: i64| {
        value.as_i64().is_some_and(|number| (low..=high).contains(&number))
            || value
                .as_f64()
                .is_some_and(|n| !value.is_i64() && n.fract() == 0.0 && n >= low as f64 && n <= high as f64)
    };
    match primitive {
        Primitive::Untyped | Primitive::Stream => true,
        Primitive::Boolean => value.is_boolean(),
        Primitive::Byte => whole(0, 255),
        Primitive::SByte => whole(-128, 127),
        Primitive::Int16 => whole(i64::from(i16::MIN), i64::from(i16::MAX)),
        Primitive::Int32 => whole(i64::from(i32::MIN), i64::from(i32::MAX)),
        Primitive::Int64 => whole(i64::MIN, i64::MAX) || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()),
        // As the runtime reads them: with `IEEE754Compatible=true`, decimals are strings (OData JSON §3.2).
        Primitive::Decimal => value.is_number() || value.as_str().is_some_and(is_json_number),
        Primitive::Single | Primitive::Double => {
            value.is_number() || matches!(value.as_str(), Some("INF" | "-INF" | "NaN"))
        }
        _ => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn decimals_fit_as_the_runtime_reads_them() {
        for value in
            [json!(1), json!(-1.5), json!("12.50"), json!("-0"), json!("1e2"), json!("12345678901234567890.12")]
        {
            assert!(primitive_fits(Primitive::Decimal, &value), "{value}");
        }
        for value in ["", "+1", "01", "1.", ".5", "1e", "NaN", "INF", "0x1", " 1", "1 ", "1e400", "--1", "1,5"] {
            assert!(!primitive_fits(Primitive::Decimal, &json!(value)), "{value}");
        }
        assert!(!primitive_fits(Primitive::Decimal, &json!(true)));
    }
}
