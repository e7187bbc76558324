//! Conversions to and from the types of `chrono`, available with the feature `chrono`.
//!
//! In: a date, time or duration of the runtime or of `chrono`. Out: the other.

use super::error::ConversionError;
use super::text::{Date, DateTimeOffset, Duration, TimeOfDay};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};

/// Implements conversions with one function for parsing and one for formatting.
macro_rules! conversions {
    ($($text:ident => $type:ty, $expected:literal, $read:expr, $write:expr;)*) => {$(
        impl TryFrom<&$text> for $type {
            type Error = ConversionError;

            fn try_from(text: &$text) -> Result<Self, ConversionError> {
                let text = text.as_str();
                $read(text).map_err(|error| ConversionError::with_detail(text, $expected, error))
            }
        }

        impl TryFrom<$text> for $type {
            type Error = ConversionError;

            fn try_from(text: $text) -> Result<Self, ConversionError> {
                Self::try_from(&text)
            }
        }

        impl From<$type> for $text {
            fn from(value: $type) -> Self {
                Self::from($write(value))
            }
        }
    )*};
}

conversions! {
    DateTimeOffset => DateTime<FixedOffset>, "a point in time", DateTime::parse_from_rfc3339,
        |value: DateTime<FixedOffset>| value.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    DateTimeOffset => DateTime<Utc>, "a point in time",
        |text| DateTime::parse_from_rfc3339(text).map(|value| value.to_utc()),
        |value: DateTime<Utc>| value.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    Date => NaiveDate, "a date", |text: &str| text.parse::<NaiveDate>(), |value: NaiveDate| value.to_string();
    TimeOfDay => NaiveTime, "a time of day", |text: &str| text.parse::<NaiveTime>(), |value: NaiveTime| value.to_string();
}

impl TryFrom<&Duration> for TimeDelta {
    type Error = ConversionError;

    fn try_from(text: &Duration) -> Result<Self, ConversionError> {
        let (seconds, nanoseconds) = text.to_seconds()?;
        Self::try_seconds(seconds)
            .and_then(|whole| whole.checked_add(&Self::nanoseconds(i64::from(nanoseconds))))
            .ok_or_else(|| ConversionError::new(text.as_str(), "a duration of at most 292 million years"))
    }
}

impl TryFrom<Duration> for TimeDelta {
    type Error = ConversionError;

    fn try_from(text: Duration) -> Result<Self, ConversionError> {
        Self::try_from(&text)
    }
}

impl From<TimeDelta> for Duration {
    fn from(value: TimeDelta) -> Self {
        Self::from_seconds(value.num_seconds(), value.subsec_nanos())
    }
}
