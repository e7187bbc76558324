//! Conversions to and from the types of `time`, available with the feature `time`.
//!
//! In: a date, time or duration of the runtime or of `time`. Out: the other.

use super::conversions::{conversions, parsed};
use super::text::{Date, DateTimeOffset, Duration, TimeOfDay};
use time::OffsetDateTime;
use time::format_description::well_known::{Iso8601, Rfc3339};

conversions! {
    DateTimeOffset => OffsetDateTime,
        |text| parsed(text, "a point in time", |text| OffsetDateTime::parse(text, &Rfc3339)),
        |value| date_time(value).into();
    Date => time::Date, |text| parsed(text, "a date", |text| time::Date::parse(text, &Iso8601::DEFAULT)),
        |value| date(value).into();
    TimeOfDay => time::Time, |text| parsed(text, "a time of day", |text| time::Time::parse(text, &Iso8601::DEFAULT)),
        |value| time_of_day(value).into();
    Duration => time::Duration,
        |text| text.to_seconds().map(|(seconds, nanoseconds)| time::Duration::new(seconds, nanoseconds)),
        |value| Duration::from_seconds(value.whole_seconds(), value.subsec_nanoseconds());
}

/// Formats a point in time as RFC 3339. The formatter of `time` fails for some years.
fn date_time(value: OffsetDateTime) -> String {
    let (hours, minutes, seconds) = value.offset().as_hms();
    // Offsets with seconds are historical and not valid in RFC 3339, so the time is converted to UTC.
    if seconds != 0 {
        let utc =
            value.checked_to_offset(time::UtcOffset::UTC).unwrap_or_else(|| value.replace_offset(time::UtcOffset::UTC));
        return date_time(utc);
    }
    let offset = match (hours, minutes) {
        (0, 0) => "Z".to_owned(),
        _ => {
            let sign = if hours < 0 || minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
        }
    };
    format!("{}T{}{offset}", date(value.date()), time_of_day(value.time()))
}

/// Formats a date: `2024-05-04`.
fn date(value: time::Date) -> String {
    let (year, month, day) = value.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

/// Formats a time of day: `12:30:00`, with as many fractional digits as necessary.
fn time_of_day(value: time::Time) -> String {
    let (hour, minute, second, nanosecond) = value.as_hms_nano();
    let mut text = format!("{hour:02}:{minute:02}:{second:02}");
    if nanosecond != 0 {
        text.push_str(format!(".{nanosecond:09}").trim_end_matches('0'));
    }
    text
}
