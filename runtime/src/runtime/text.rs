//! Types that are strings in JSON: dates, times, durations, identifiers and binary data.
//!
//! In: a string. Out: the same string, unchanged. It is parsed on demand, so that an unusual notation of a date does
//! not prevent decoding the object that contains it. The features `jiff`, `time` and `chrono` add conversions.

use super::error::ConversionError;
use super::object::View;
use super::wire::{Form, Wire};
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// Declares the types.
macro_rules! texts {
    ($($(#[$attribute:meta])* $name:ident)*) => {$(
        $(#[$attribute])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the text.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        /// Keeps any text: it is checked when it is converted.
        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, Infallible> {
                Ok(text.into())
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl From<&Self> for $name {
            fn from(value: &Self) -> Self {
                value.clone()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }

        impl Wire for $name {
            type Form = Self;
        }

        impl Form<Self> for $name {
            #[inline]
            fn take(value: Value) -> Result<(Self, Option<Value>), Value> {
                match value {
                    Value::String(text) => Ok((Self(text), None)),
                    other => Err(other),
                }
            }

            #[inline]
            fn view(value: &Self) -> View<'_> {
                View::Text(&value.0)
            }
        }
    )*};
}

texts! {
    /// A point in time with the offset from UTC: `2024-05-04T12:30:00Z`.
    DateTimeOffset
    /// A date: `2024-05-04`.
    Date
    /// A time of day: `12:30:00.0000000`.
    TimeOfDay
    /// A duration in the notation of ISO 8601: `P1DT2H30M`.
    Duration
    /// A 128-bit identifier: `7a1e2b3c-0000-4111-8222-333344445555`.
    Guid
    /// Binary data as base64 or base64url.
    Binary
}

/// The accepted base64: padding is optional, and the unused bits of the last character are ignored.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

impl Binary {
    /// Encodes bytes as base64.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self(base64::engine::general_purpose::STANDARD.encode(bytes))
    }

    /// Decodes the bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is neither base64 nor base64url.
    pub fn decode(&self) -> Result<Vec<u8>, ConversionError> {
        let alphabet = if self.0.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        // Mail servers break lines in base64.
        let text: String = self.0.split_ascii_whitespace().collect();
        GeneralPurpose::new(alphabet, LENIENT)
            .decode(text)
            .map_err(|error| ConversionError::with_detail(&self.0, "base64", error))
    }
}

impl Duration {
    /// Returns the whole seconds and the nanoseconds, both negative if the duration is negative.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not an ISO 8601 duration, if it contains years or months, which have no fixed
    /// length, or if it does not fit.
    pub fn to_seconds(&self) -> Result<(i64, i32), ConversionError> {
        parse_duration(&self.0)
            .ok_or_else(|| ConversionError::new(&self.0, "a duration of fixed length, such as P1DT2H30M"))
    }

    /// Creates a duration from whole seconds and nanoseconds, both negative if the duration is negative.
    pub fn from_seconds(seconds: i64, nanoseconds: i32) -> Self {
        let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
        let sign = if total < 0 { "-" } else { "" };
        let (whole, nanos) = (total.unsigned_abs() / 1_000_000_000, total.unsigned_abs() % 1_000_000_000);
        let parts = [(whole / 86_400, 'D'), (whole / 3_600 % 24, 'H'), (whole / 60 % 60, 'M')];
        let mut text = format!("{sign}P");
        for (amount, unit) in parts {
            if unit == 'H' && (whole % 86_400 != 0 || nanos != 0 || total == 0) {
                text.push('T');
            }
            if amount != 0 {
                text.push_str(&format!("{amount}{unit}"));
            }
        }
        if nanos != 0 {
            text.push_str(format!("{}.{nanos:09}", whole % 60).trim_end_matches('0'));
            text.push('S');
        } else if !whole.is_multiple_of(60) || total == 0 {
            text.push_str(&format!("{}S", whole % 60));
        }
        Self(text)
    }
}

/// Parses a duration of fixed length.
fn parse_duration(text: &str) -> Option<(i64, i32)> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let rest = rest.strip_prefix(['P', 'p'])?;
    let mut units = "WDHMS".chars();
    let (mut seconds, mut nanos) = (0_i64, 0_i32);
    let (mut in_time, mut number, mut any) = (false, String::new(), false);
    for letter in rest.chars().map(|letter| letter.to_ascii_uppercase()) {
        match letter {
            '0'..='9' | '.' | ',' => number.push(if letter == ',' { '.' } else { letter }),
            'T' if !in_time && number.is_empty() => {
                in_time = true;
                any = false;
            }
            unit => {
                let scale = match unit {
                    'W' if !in_time => 604_800,
                    'D' if !in_time => 86_400,
                    'H' if in_time => 3_600,
                    'M' if in_time => 60,
                    'S' if in_time => 1,
                    _ => return None,
                };
                units.find(|known| *known == unit)?; // each unit at most once, in this order
                let (whole, part) =
                    number.split_once('.').map_or((number.as_str(), None), |(whole, part)| (whole, Some(part)));
                seconds = seconds.checked_add(whole.parse::<i64>().ok()?.checked_mul(scale)?)?;
                if let Some(part) = part {
                    if unit != 'S' || part.is_empty() || !part.bytes().all(|digit| digit.is_ascii_digit()) {
                        return None;
                    }
                    nanos = format!("{part:0<9}").get(..9)?.parse().ok()?;
                }
                number.clear();
                any = true;
            }
        }
    }
    let sign = if negative { -1 } else { 1 };
    (any && number.is_empty()).then_some((sign * seconds, nanos * i32::try_from(sign).ok()?))
}
