//! Decimal numbers (`Edm.Decimal`).
//!
//! In: the text of a JSON number, or a number. Out: [`Decimal`], which keeps the text.

use super::error::ConversionError;
use super::exact;
use super::number::{is_in_range, is_json_number};
use super::object::View;
use super::wire::{Form, Wire};
use serde::{Serialize, Serializer};
use serde_json::{Number, Value};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The expected form, for error messages.
pub(super) const EXPECTED: &str = "a decimal number, such as -12.50";

/// A decimal number (`Edm.Decimal`) with all its digits: `12345678901234567890.12`.
///
/// It contains the text of a JSON number and is written as it was read. The magnitude is limited to the range of a
/// double, about 1.8 × 10³⁰⁸. Two decimals are equal if they have the same value: `1.10` equals `1.1`.
///
/// ```text
/// let price: Decimal = "19.90".parse()?;
/// let approximate = price.to_f64();
/// ```
#[derive(Clone)]
pub struct Decimal(String);

impl Decimal {
    /// Returns the text, a JSON number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text, a JSON number.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Returns the nearest double.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }

    /// Returns the value as a whole number, or `None` if it has a fraction or does not fit.
    pub fn to_i64(&self) -> Option<i64> {
        if let Ok(whole) = self.0.parse() {
            return Some(whole);
        }
        let Parts { negative, digits, exponent } = self.parts();
        let zeros = usize::try_from(exponent).ok().filter(|zeros| *zeros < 20)?;
        let sign = if negative { "-" } else { "" };
        format!("{sign}{digits}{}", "0".repeat(zeros)).parse().ok()
    }

    /// Returns the signed digits and the power of ten of the last digit.
    #[cfg(feature = "rust_decimal")]
    pub(super) fn digits_and_exponent(&self) -> (String, i64) {
        let Parts { negative, digits, exponent } = self.parts();
        (if negative { format!("-{digits}") } else { digits }, exponent)
    }

    /// Splits the number into its canonical parts. Equal values have equal parts.
    fn parts(&self) -> Parts {
        let (negative, rest) = self.0.strip_prefix('-').map_or((false, self.0.as_str()), |rest| (true, rest));
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_end_matches('0');
        let dropped = digits.len() - significant.len();
        let digits = significant.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Parts { negative: false, digits: "0".to_owned(), exponent: 0 };
        }
        // An exponent that does not fit in an `i64` is negative: the parser rejects numbers that are too large.
        let exponent: i64 = exponent.parse().unwrap_or(i64::MIN / 2);
        let shift = |length: usize| i64::try_from(length).unwrap_or(i64::MAX / 4);
        Parts {
            negative,
            digits,
            exponent: exponent.saturating_sub(shift(fraction.len())).saturating_add(shift(dropped)),
        }
    }
}

/// The sign, the digits without leading and trailing zeros, and the power of ten of the last digit.
#[derive(PartialEq, Eq, Hash)]
struct Parts {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Parts {
    /// Compares the absolute values.
    fn compare_magnitude(&self, other: &Self) -> Ordering {
        let zero = |parts: &Self| parts.digits == "0";
        // The position of the decimal point relative to the first digit.
        let first =
            |parts: &Self| i64::try_from(parts.digits.len()).unwrap_or(i64::MAX / 4).saturating_add(parts.exponent);
        match (zero(self), zero(other)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Without trailing zeros, digits compare like the digits of fractions.
            (false, false) => first(self).cmp(&first(other)).then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

impl FromStr for Decimal {
    type Err = ConversionError;

    /// Parses a JSON number.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a JSON number or its magnitude is beyond the range of a double.
    fn from_str(text: &str) -> Result<Self, ConversionError> {
        if !is_json_number(text) {
            return Err(ConversionError::new(text, EXPECTED));
        }
        if !is_in_range(text) {
            return Err(ConversionError::with_detail(text, EXPECTED, "its magnitude exceeds 1.8e308"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<&str> for Decimal {
    type Error = ConversionError;

    fn try_from(text: &str) -> Result<Self, ConversionError> {
        text.parse()
    }
}

impl TryFrom<f64> for Decimal {
    type Error = ConversionError;

    /// Converts to the shortest decimal that parses to this double.
    ///
    /// # Errors
    ///
    /// Returns an error for infinities and NaN.
    fn try_from(value: f64) -> Result<Self, ConversionError> {
        match Number::from_f64(value) {
            Some(number) => number.to_string().parse(),
            None => Err(ConversionError::new(&value.to_string(), EXPECTED)),
        }
    }
}

/// Implements `From` for integer types.
macro_rules! from_whole {
    ($($type:ident)*) => {$(
        impl From<$type> for Decimal {
            fn from(value: $type) -> Self {
                Self(value.to_string())
            }
        }
    )*};
}

from_whole! { u8 u16 u32 u64 i8 i16 i32 i64 }

impl Default for Decimal {
    /// Returns zero.
    fn default() -> Self {
        Self::from(0)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.parts() == other.parts()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.parts(), other.parts());
        match (left.negative, right.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => left.compare_magnitude(&right),
            (true, true) => right.compare_magnitude(&left),
        }
    }
}

impl AsRef<str> for Decimal {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.0)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact::write(&self.0, serializer)
    }
}

impl Wire for Decimal {
    type Form = Self;
}

impl Form<Self> for Decimal {
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        let converted: Option<Self> = match &value {
            Value::Number(number) => number.to_string().parse().ok(),
            // The form that servers send when the client requests `IEEE754Compatible=true` (OData JSON §3.2).
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        match converted {
            Some(converted) if value.is_string() => Ok((converted, Some(value))),
            Some(converted) => Ok((converted, None)),
            None => Err(value),
        }
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Decimal(&value.0)
    }
}
