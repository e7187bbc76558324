//! Decimal numbers (`Edm.Decimal`).
//!
//! In: the text of a JSON number, or a number. Out: [`Decimal`], which keeps the text. `serde_json` holds numbers as 64-bit integers and doubles, so a
//! decimal that neither of them can hold travels through a [`Value`] as an object with one member, [`EXACT`]; it never gets into a text in that form.

use super::error::ConversionError;
use super::slot::{Form, Outcome, Slot, View, Wire};
use serde::de::Error as _;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};
use std::any::Any;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The member that holds the digits of a decimal that a JSON number of `serde_json` cannot.
const EXACT: &str = "$docbindgen::decimal";

/// The name under which `serde_json` hands over the text of a value, with its feature `raw_value`.
pub(super) const RAW: &str = "$serde_json::private::RawValue";

const EXPECTED: &str = "a decimal number, such as -12.50";

/// A decimal number (`Edm.Decimal`), with all its digits: `12345678901234567890.12`.
///
/// It holds the text of a JSON number whose magnitude a double can hold (below 1.8 × 10³⁰⁸), and is written as it was read. Two decimals are equal
/// if they have the same value: `1.10` equals `1.1`.
///
/// ```text
/// let price: Decimal = "19.90".parse()?;
/// let approximate = price.to_f64();
/// ```
#[derive(Clone)]
pub struct Decimal(String);

impl Decimal {
    /// The text, a JSON number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, a JSON number.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }

    /// The whole number that it is; `None` where it has a fraction, or does not fit.
    pub fn to_i64(&self) -> Option<i64> {
        if let Ok(whole) = self.0.parse() {
            return Some(whole);
        }
        let Parts { negative, digits, exponent } = self.parts();
        let zeros = usize::try_from(exponent).ok().filter(|zeros| *zeros < 20)?;
        let sign = if negative { "-" } else { "" };
        format!("{sign}{digits}{}", "0".repeat(zeros)).parse().ok()
    }

    /// The value, so that equal values have equal parts.
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
        // An exponent that does not fit belongs to a number that is next to nothing: one too great is refused when the text is read.
        let exponent: i64 = exponent.parse().unwrap_or(i64::MIN / 2);
        let shift = |length: usize| i64::try_from(length).unwrap_or(i64::MAX / 4);
        Parts {
            negative,
            digits,
            exponent: exponent.saturating_sub(shift(fraction.len())).saturating_add(shift(dropped)),
        }
    }
}

/// Sign, digits without zeros at either end, and the power of ten of the last digit.
#[derive(PartialEq, Eq, Hash)]
struct Parts {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Parts {
    /// Compares magnitudes.
    fn magnitude(&self, other: &Self) -> Ordering {
        let zero = |parts: &Self| parts.digits == "0";
        // The power of ten of the first digit.
        let first =
            |parts: &Self| i64::try_from(parts.digits.len()).unwrap_or(i64::MAX / 4).saturating_add(parts.exponent);
        match (zero(self), zero(other)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Without zeros at the end, digits compare like fractions.
            (false, false) => first(self).cmp(&first(other)).then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

/// Whether a text is a JSON number (RFC 8259 §6).
fn is_json_number(text: &str) -> bool {
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
fn is_in_range(text: &str) -> bool {
    text.parse().is_ok_and(f64::is_finite)
}

impl FromStr for Decimal {
    type Err = ConversionError;

    /// Reads a JSON number.
    fn from_str(text: &str) -> Result<Self, ConversionError> {
        if !is_json_number(text) {
            return Err(ConversionError::new(text, EXPECTED));
        }
        if !is_in_range(text) {
            return Err(ConversionError::because(text, EXPECTED, "its magnitude is beyond 1.8e308"));
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

    /// The fewest digits that mean this double. Fails for infinities and for what is not a number.
    fn try_from(value: f64) -> Result<Self, ConversionError> {
        match Number::from_f64(value) {
            Some(number) => number.to_string().parse(),
            None => Err(ConversionError::new(&value.to_string(), EXPECTED)),
        }
    }
}

/// Whole numbers.
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
    /// Zero.
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
            (false, false) => left.magnitude(&right),
            (true, true) => right.magnitude(&left),
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
        write(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut slot = None;
        super::decode::offer(deserializer, &mut slot)?;
        slot.ok_or_else(|| D::Error::custom(format_args!("expected {EXPECTED}")))
    }
}

impl Wire for Decimal {
    type Form = Self;
}

impl Form<Self> for Decimal {
    fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
        let taken: Option<Self> = match &value {
            Value::Number(number) => number.to_string().parse().ok(),
            // As servers send it that are asked for `IEEE754Compatible=true` (OData JSON §3.2).
            Value::String(text) => text.parse().ok(),
            Value::Object(_) => exact(&value).and_then(|text| text.parse().ok()),
            _ => None,
        };
        match taken {
            Some(taken) if value.is_string() => Ok((taken, Some(value))),
            Some(taken) => Ok((taken, None)),
            None => Err(value),
        }
    }

    #[inline]
    fn view(value: &Self) -> View<'_> {
        View::Decimal(&value.0)
    }
}

/// Whether a slot is for a decimal, and has to be offered the text of its value.
#[inline]
pub(super) fn is_decimal(slot: &dyn Slot) -> bool {
    (slot as &dyn Any).is::<Option<Decimal>>()
}

/// Offers a slot for a decimal the text of a JSON value.
///
/// # Errors
///
/// Fails if the text is not JSON, or has a number beyond a double inside an object or a list.
pub(super) fn offer_text(text: &str, slot: &mut dyn Slot) -> Result<Outcome, serde_json::Error> {
    if is_json_number(text) {
        if let Some(decimal) = (slot as &mut dyn Any).downcast_mut::<Option<Decimal>>()
            && let Ok(read) = text.parse()
        {
            *decimal = Some(read);
            return Ok(Outcome::Taken);
        }
        return Ok(Outcome::Refused(as_json(text)));
    }
    Ok(match serde_json::from_str(text)? {
        Value::Null => Outcome::Refused(Value::Null),
        value => slot.take(value),
    })
}

/// A number that no field holds: as a number if a double can hold its magnitude, else its text.
fn as_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// The plain JSON number that is written with just this text.
fn plain(text: &str) -> Option<Number> {
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| Number::from_f64(text.parse().ok()?))?;
    (number.to_string() == text).then_some(number)
}

/// The text of a decimal as a [`Value`] from which it can be read and written again.
pub(super) fn to_value(text: &str) -> Value {
    match plain(text) {
        Some(number) => Value::Number(number),
        None => Value::Object([(EXACT.to_owned(), Value::from(text))].into_iter().collect()),
    }
}

/// The digits in a value that [`to_value`] has made.
fn exact(value: &Value) -> Option<&str> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get(EXACT)?.as_str().filter(|text| is_json_number(text) && is_in_range(text))
}

/// Turns what [`to_value`] has made inside `value` into numbers, which may have fewer digits.
pub(super) fn round(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(round),
        Value::Object(_) if exact(value).is_some() => *value = exact(value).map(as_json).unwrap_or_default(),
        Value::Object(members) => members.values_mut().for_each(round),
        _ => {}
    }
}

/// Writes the text of a decimal as a number.
///
/// # Errors
///
/// Fails where the format does.
pub(super) fn write<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match plain(text) {
        Some(number) => number.serialize(serializer),
        None => match RawValue::from_string(text.to_owned()) {
            Ok(raw) => raw.serialize(serializer),
            Err(_) => serializer.serialize_str(text),
        },
    }
}

/// A JSON value, written with all the digits of the decimals in it.
pub(super) struct Exact<'a>(pub(super) &'a Value);

impl Serialize for Exact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(elements) => {
                let mut seq = serializer.serialize_seq(Some(elements.len()))?;
                elements.iter().try_for_each(|element| seq.serialize_element(&Exact(element)))?;
                seq.end()
            }
            Value::Object(members) => match exact(self.0) {
                Some(text) => write(text, serializer),
                None => {
                    let mut map = serializer.serialize_map(Some(members.len()))?;
                    members.iter().try_for_each(|(name, value)| map.serialize_entry(name, &Exact(value)))?;
                    map.end()
                }
            },
            other => other.serialize(serializer),
        }
    }
}
