//! Values of primitive types.
//!
//! In: JSON values. Out: strings, Booleans, numbers and untyped JSON. Numbers are also decoded from strings, since
//! servers send the numbers that a double cannot represent as strings. The string is then kept as the original form.

use super::number::{is_exactly, parse_float, whole};
use super::object::View;
use super::wire::{Form, Wire};
use serde_json::Value;

impl Wire for String {
    type Form = Self;
}

impl Form<Self> for String {
    #[inline]
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        match value {
            Value::String(text) => Ok((text, None)),
            other => Err(other),
        }
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Text(value)
    }
}

impl Wire for bool {
    type Form = Self;
}

impl Form<Self> for bool {
    #[inline]
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        match value {
            Value::Bool(converted) => Ok((converted, None)),
            other => Err(other),
        }
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Bool(*value)
    }
}

impl Wire for Value {
    type Form = Self;
}

impl Form<Self> for Value {
    #[inline]
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        Ok((value, None))
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Json(value)
    }
}

/// Implements [`Form`] for integer types, which are also decoded from strings.
macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Wire for $type {
            type Form = Self;
        }

        impl Form<Self> for $type {
            #[inline]
            fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
                let converted = match &value {
                    Value::Number(number) => whole(number).and_then(|whole| Self::try_from(whole).ok()),
                    Value::String(text) => text.parse().ok(),
                    _ => None,
                };
                match converted {
                    Some(converted) if value.is_number() => Ok((converted, None)),
                    Some(converted) => Ok((converted, Some(value))),
                    None => Err(value),
                }
            }

            #[inline]
            fn view(value: &Self) -> View<'_> {
                View::Int(i64::from(*value))
            }
        }
    )*};
}

integers! { u8 i8 i16 i32 i64 }

impl Wire for f64 {
    type Form = Self;
}

impl Form<Self> for f64 {
    #[inline]
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        let converted = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => parse_float(text),
            _ => None,
        };
        match converted {
            Some(converted) if written_as(converted, &value) => Ok((converted, None)),
            Some(converted) => Ok((converted, Some(value))),
            None => Err(value),
        }
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Float(*value)
    }
}

impl Wire for f32 {
    type Form = Self;
}

impl Form<Self> for f32 {
    #[inline]
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        let (double, original) = f64::take(value)?;
        // Rounds to the nearest `f32`, which may be infinite.
        #[allow(clippy::cast_possible_truncation)]
        let converted = double as Self;
        let shown = shortest(converted);
        Ok(match original {
            Some(original) => (converted, Some(original)),
            None if shown == double || (shown.is_nan() && double.is_nan()) => (converted, None),
            None => (converted, Some(super::number::json(double))),
        })
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Float(shortest(*value))
    }
}

/// Returns whether a double is written as this JSON value.
fn written_as(double: f64, value: &Value) -> bool {
    match value {
        Value::Number(number) => is_exactly(number, double),
        Value::String(text) => super::number::non_finite_name(double) == Some(text),
        _ => false,
    }
}

/// Returns the double with the shortest text that rounds to this number: 0.1 rather than 0.10000000149011612.
fn shortest(number: f32) -> f64 {
    if number.is_finite() { number.to_string().parse().unwrap_or(f64::from(number)) } else { f64::from(number) }
}
