//! Numbers in the notation of OData.
//!
//! In: JSON numbers, and texts of numbers. Out: numbers, and the names of non-finite numbers.

use serde_json::{Number, Value};

/// Returns the name of a number that JSON cannot represent.
pub(super) fn non_finite_name(value: f64) -> Option<&'static str> {
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

/// Parses the name of a non-finite number, or digits.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        // Rust also accepts "inf", "infinity" and "nan", which are not OData.
        _ if text.bytes().any(|byte| byte.is_ascii_digit()) => {
            text.parse().ok().filter(|value: &f64| value.is_finite())
        }
        _ => None,
    }
}

/// Returns a number as JSON: a number, or the name of a non-finite number.
pub(super) fn json(value: f64) -> Value {
    match (non_finite_name(value), Number::from_f64(value)) {
        (None, Some(number)) => Value::Number(number),
        (name, _) => Value::from(name),
    }
}

/// Returns a JSON number as a whole number, or `None` if it has a fraction or does not fit.
pub(super) fn whole(number: &Number) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63
    number.as_i64().or_else(|| {
        let value = number.as_f64().filter(|_| number.as_u64().is_none())?;
        // In range and without a fraction, the conversion is exact.
        #[allow(clippy::cast_possible_truncation)]
        (value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value)).then_some(value as i64)
    })
}

/// Returns whether a JSON number has exactly this value.
pub(super) fn is_exactly(number: &Number, value: f64) -> bool {
    if let Some(whole) = number.as_i64() {
        return Number::from_f64(value).as_ref().and_then(self::whole) == Some(whole);
    }
    if let Some(whole) = number.as_u64() {
        // The number is at least 2^63. A double of this size below 2^64 has no fraction and converts exactly.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        return value < 18_446_744_073_709_551_616.0 && value as u64 == whole;
    }
    number.as_f64() == Some(value)
}

/// Returns whether a text is a JSON number (RFC 8259 §6).
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

/// Returns whether a double can represent the magnitude of a number.
pub(super) fn is_in_range(text: &str) -> bool {
    text.parse().is_ok_and(f64::is_finite)
}
