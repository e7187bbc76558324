//! Conversions to and from the types of `chrono`, available with the feature `chrono`.
//!
//! In: a date, time or duration of the runtime or of `chrono`. Out: the other.

use super::conversions::{conversions, parsed};
use super::error::ConversionError;
use super::text::{Date, DateTimeOffset, Duration, TimeOfDay};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};

conversions! {
    DateTimeOffset => DateTime<FixedOffset>, |text| parsed(text, "a point in time", DateTime::parse_from_rfc3339),
        |value| value.to_rfc3339_opts(SecondsFormat::AutoSi, true).into();
    DateTimeOffset => DateTime<Utc>, |text| DateTime::<FixedOffset>::try_from(text).map(|value| value.to_utc()),
        |value| value.to_rfc3339_opts(SecondsFormat::AutoSi, true).into();
    Date => NaiveDate, |text| parsed(text, "a date", str::parse), |value| value.to_string().into();
    TimeOfDay => NaiveTime, |text| parsed(text, "a time of day", str::parse), |value| value.to_string().into();
    Duration => TimeDelta, time_delta, |value| Duration::from_seconds(value.num_seconds(), value.subsec_nanos());
}

/// Converts a duration. `TimeDelta` counts milliseconds in 64 bits.
fn time_delta(text: &Duration) -> Result<TimeDelta, ConversionError> {
    let (seconds, nanoseconds) = text.to_seconds()?;
    TimeDelta::try_seconds(seconds)
        .and_then(|whole| whole.checked_add(&TimeDelta::nanoseconds(i64::from(nanoseconds))))
        .ok_or_else(|| ConversionError::new(text.as_str(), "a duration of at most 292 million years"))
}
