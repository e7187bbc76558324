//! Conversions to and from the types of `jiff`, available with the feature `jiff`.
//!
//! In: a date, time or duration of the runtime or of `jiff`. Out: the other.

use super::error::ConversionError;
use super::text::{Date, DateTimeOffset, Duration, TimeOfDay};
use jiff::{SignedDuration, Span, Timestamp, civil};

/// Implements conversions with `FromStr` and `Display`, which use ISO 8601.
macro_rules! conversions {
    ($($text:ident => $type:ty, $expected:literal;)*) => {$(
        impl TryFrom<&$text> for $type {
            type Error = ConversionError;

            fn try_from(text: &$text) -> Result<Self, ConversionError> {
                text.as_str().parse().map_err(|error| ConversionError::with_detail(text.as_str(), $expected, error))
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
                Self::from(value.to_string())
            }
        }
    )*};
}

conversions! {
    DateTimeOffset => Timestamp, "a point in time";
    Date => civil::Date, "a date";
    TimeOfDay => civil::Time, "a time of day";
    Duration => Span, "a duration";
}

impl TryFrom<&Duration> for SignedDuration {
    type Error = ConversionError;

    fn try_from(text: &Duration) -> Result<Self, ConversionError> {
        text.to_seconds().map(|(seconds, nanoseconds)| Self::new(seconds, nanoseconds))
    }
}

impl TryFrom<Duration> for SignedDuration {
    type Error = ConversionError;

    fn try_from(text: Duration) -> Result<Self, ConversionError> {
        Self::try_from(&text)
    }
}

impl From<SignedDuration> for Duration {
    fn from(value: SignedDuration) -> Self {
        Self::from_seconds(value.as_secs(), value.subsec_nanos())
    }
}
