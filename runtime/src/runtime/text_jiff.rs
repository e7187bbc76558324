//! Conversions to and from the types of `jiff`, available with the feature `jiff`.
//!
//! In: a date, time or duration of the runtime or of `jiff`. Out: the other.

use super::conversions::{conversions, parsed};
use super::text::{Date, DateTimeOffset, Duration, TimeOfDay};
use jiff::{SignedDuration, Span, Timestamp, civil};

// `FromStr` and `Display` of `jiff` use ISO 8601.
conversions! {
    DateTimeOffset => Timestamp, |text| parsed(text, "a point in time", str::parse), |value| value.to_string().into();
    Date => civil::Date, |text| parsed(text, "a date", str::parse), |value| value.to_string().into();
    TimeOfDay => civil::Time, |text| parsed(text, "a time of day", str::parse), |value| value.to_string().into();
    Duration => Span, |text| parsed(text, "a duration", str::parse), |value| value.to_string().into();
    Duration => SignedDuration,
        |text| text.to_seconds().map(|(seconds, nanoseconds)| SignedDuration::new(seconds, nanoseconds)),
        |value| Duration::from_seconds(value.as_secs(), value.subsec_nanos());
}
