//! Numbers as OData writes them.
//!
//! In: JSON numbers, and texts that stand for numbers. Out: numbers, and the names of those that JSON does not know.

use serde_json::{Number, Value};

/// The name of a number that JSON does not know.
pub(super) fn name(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("INF")
    } else if value == f64::NEG_INFINITY {
        Some("-INF")
    } else {
        None
    }
}

/// The number of this name or with these digits.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        // Rust reads "inf", "infinity" and "nan" as well, which no one means.
        _ if text.bytes().any(|byte| byte.is_ascii_digit()) => {
            text.parse().ok().filter(|value: &f64| value.is_finite())
        }
        _ => None,
    }
}

/// A number as JSON.
pub(super) fn json(value: f64) -> Value {
    match (name(value), Number::from_f64(value)) {
        (None, Some(number)) => Value::Number(number),
        (name, _) => Value::from(name),
    }
}

/// The whole number that a JSON number is.
pub(super) fn whole(number: &Number) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63
    number.as_i64().or_else(|| {
        let value = number.as_f64().filter(|_| number.as_u64().is_none())?;
        // In range and without fraction, the conversion is exact.
        #[allow(clippy::cast_possible_truncation)]
        (value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value)).then_some(value as i64)
    })
}

/// Whether a JSON number is this number exactly.
pub(super) fn is_exactly(number: &Number, value: f64) -> bool {
    if let Some(whole) = number.as_i64() {
        return Number::from_f64(value).as_ref().and_then(self::whole) == Some(whole);
    }
    if let Some(whole) = number.as_u64() {
        // At least 2^63 here; below 2^64 a number of this size has no fraction, and converts exactly.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        return value < 18_446_744_073_709_551_616.0 && value as u64 == whole;
    }
    number.as_f64() == Some(value)
}

/// Whether a text is a JSON number (RFC 8259 §6).
pub(super) fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Whether a double can hold the magnitude of a number.
pub(super) fn is_in_range(text: &str) -> bool {
    text.parse().is_ok_and(f64::is_finite)
}
