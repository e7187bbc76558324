//! Durations, dates, binary data, identifiers, open enums and flags enums.

use crate::runtime::{Binary, Duration, Flags, Guid, OpenEnum};
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use crate::runtime::{Filter, Property};
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use crate::tests::models::User;
use crate::tests::models::{RestartScope, UserKind};

#[test]
fn binary_decodes_base64_and_base64url() {
    assert_eq!(Binary::from("aGk=").decode().unwrap(), b"hi");
    assert_eq!(Binary::from("aGk").decode().unwrap(), b"hi");
    assert_eq!(Binary::from("_-8=").decode().unwrap(), [0xFF, 0xEF]);
    assert_eq!(Binary::from("/+8").decode().unwrap(), [0xFF, 0xEF]);
    assert_eq!(Binary::from("aG\r\nk=").decode().unwrap(), b"hi");
    assert_eq!(Binary::from_bytes([0xFF, 0xEF]).as_str(), "/+8=");
    assert!(Binary::from("a*").decode().is_err());
}

#[test]
fn durations_convert_to_and_from_seconds() {
    let cases = [
        ("P1DT2H30M", (95_400, 0)),
        ("PT0S", (0, 0)),
        ("-PT1.5S", (-1, -500_000_000)),
        ("P2W", (1_209_600, 0)),
        ("PT0.000000001S", (0, 1)),
        ("P1D", (86_400, 0)),
        ("PT90M", (5_400, 0)),
    ];
    for (text, value) in cases {
        assert_eq!(Duration::from(text).to_seconds().unwrap(), value, "{text}");
        let formatted = Duration::from_seconds(value.0, value.1);
        assert_eq!(formatted.to_seconds().unwrap(), value, "{text} {formatted}");
    }
    assert_eq!(Duration::from_seconds(95_400, 0).as_str(), "P1DT2H30M");
    assert_eq!(Duration::from_seconds(-1, -500_000_000).as_str(), "-PT1.5S");
    assert_eq!(Duration::from_seconds(0, 0).as_str(), "PT0S");
    assert_eq!(Duration::from_seconds(i64::MIN, -999_999_999).as_str().chars().next(), Some('-'));
    for text in [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1Y",
        "P1M",
        "PT1D",
        "P1H",
        "PT1H1H",
        "PTS",
        "PT1.S",
        "PT.S",
        "PT1.5M",
        "-",
        "P1DT",
        "PT99999999999999999999S",
        "Pé",
    ] {
        assert!(Duration::from(text).to_seconds().is_err(), "{text}");
    }
}

#[test]
fn text_types_keep_their_text() {
    let guid = Guid::from("ABC");
    assert_eq!(
        (guid.as_str(), guid.to_string().as_str(), format!("{guid:?}").as_str()),
        ("ABC", "ABC", "Guid(\"ABC\")")
    );
    assert_ne!(guid, Guid::from("abc"));
    assert_eq!((Guid::from(&guid), Guid::from(&"ABC".to_owned())), (guid.clone(), guid.clone()));
    assert_eq!(String::from(guid), "ABC");
}

#[test]
fn open_enums_keep_unknown_members() {
    assert_eq!(UserKind::from("guest"), UserKind::Guest);
    assert_eq!(UserKind::from("GUEST"), UserKind::Guest);
    assert_eq!(UserKind::from("x"), UserKind::Unrecognized("x".into()));
    assert_eq!(UserKind::MEMBERS, ["member", "guest"]);
    assert_eq!(UserKind::Member.to_string(), "member");
    assert_eq!(serde_json::from_str::<UserKind>("\"a\\u0062c\"").unwrap(), UserKind::Unrecognized("abc".into()));
    assert_eq!(serde_json::to_string(&UserKind::Guest).unwrap(), "\"guest\"");
}

#[test]
fn flags_enums_are_sets() {
    let mut flags = Flags::from_text(" read , x,,read");
    assert_eq!(flags.to_text(), "read,x");
    assert!(flags.insert(RestartScope::Write) && !flags.insert(RestartScope::Write));
    assert!(flags.remove(&RestartScope::Read) && !flags.remove(&RestartScope::Read));
    assert_eq!(flags.iter().map(OpenEnum::as_str).collect::<Vec<_>>(), ["x", "write"]);
    assert_eq!(flags, Flags::from_text("write,x"));
    assert_eq!(format!("{flags:?} {flags}"), "Flags(\"x,write\") x,write");
}

#[cfg(feature = "jiff")]
#[test]
fn converts_to_and_from_jiff() {
    use crate::runtime::{Date, DateTimeOffset, TimeOfDay};
    let text = DateTimeOffset::from("2024-05-04T12:30:00.5+02:00");
    let time = jiff::Timestamp::try_from(&text).unwrap();
    assert_eq!(DateTimeOffset::from(time).as_str(), "2024-05-04T10:30:00.5Z");
    assert_eq!(Date::from(jiff::civil::Date::try_from(Date::from("2024-05-04")).unwrap()).as_str(), "2024-05-04");
    assert_eq!(
        TimeOfDay::from(jiff::civil::Time::try_from(TimeOfDay::from("08:00:00.0000000")).unwrap()).as_str(),
        "08:00:00"
    );
    assert_eq!(Duration::from(jiff::SignedDuration::try_from(Duration::from("-P1DT1S")).unwrap()).as_str(), "-P1DT1S");
    assert_eq!(Duration::from(jiff::Span::try_from(Duration::from("P1Y2M")).unwrap()).as_str(), "P1Y2M");
    assert_eq!(DateTimeOffset::from(&time).as_str(), "2024-05-04T10:30:00.5Z");
    let filter: Filter<User> = User::BIRTHDAY.gt(time).or(User::BIRTHDAY.in_([&time]));
    assert_eq!(filter.to_string(), "birthday gt 2024-05-04T10:30:00.5Z or birthday in (2024-05-04T10:30:00.5Z)");
    const LENGTH: Property<User, Duration> = Property::new("length");
    let filter: Filter<User> = LENGTH.eq(jiff::SignedDuration::new(60, 0)).or(LENGTH.lt(jiff::Span::new().days(1)));
    assert_eq!(filter.to_string(), "length eq duration'PT1M' or length lt duration'P1D'");
    assert!(
        jiff::Timestamp::try_from(DateTimeOffset::from("soon"))
            .unwrap_err()
            .to_string()
            .starts_with("\"soon\" is not a point in time: ")
    );
}

#[cfg(feature = "time")]
#[test]
fn converts_to_and_from_time() {
    use crate::runtime::{Date, DateTimeOffset, TimeOfDay};
    let text = DateTimeOffset::from("2024-05-04T12:30:00.5-02:30");
    let value = time::OffsetDateTime::try_from(&text).unwrap();
    assert_eq!(DateTimeOffset::from(value), text);
    assert_eq!(Date::from(time::Date::try_from(Date::from("2024-05-04")).unwrap()).as_str(), "2024-05-04");
    assert_eq!(
        TimeOfDay::from(time::Time::try_from(TimeOfDay::from("08:00:00.0000000")).unwrap()).as_str(),
        "08:00:00"
    );
    assert_eq!(Duration::from(time::Duration::try_from(Duration::from("-P1DT1S")).unwrap()).as_str(), "-P1DT1S");
    let filter: Filter<User> = User::BIRTHDAY.gt(value);
    assert_eq!(filter.to_string(), "birthday gt 2024-05-04T12:30:00.5-02:30");
    assert!(time::OffsetDateTime::try_from(DateTimeOffset::from("soon")).is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn converts_to_and_from_chrono() {
    use crate::runtime::{Date, DateTimeOffset, TimeOfDay};
    let text = DateTimeOffset::from("2024-05-04T12:30:00.500-02:30");
    assert_eq!(DateTimeOffset::from(chrono::DateTime::<chrono::FixedOffset>::try_from(&text).unwrap()), text);
    assert_eq!(
        DateTimeOffset::from(chrono::DateTime::<chrono::Utc>::try_from(&text).unwrap()).as_str(),
        "2024-05-04T15:00:00.500Z"
    );
    assert_eq!(Date::from(chrono::NaiveDate::try_from(Date::from("2024-05-04")).unwrap()).as_str(), "2024-05-04");
    assert_eq!(
        TimeOfDay::from(chrono::NaiveTime::try_from(TimeOfDay::from("08:00:00.0000000")).unwrap()).as_str(),
        "08:00:00"
    );
    assert_eq!(Duration::from(chrono::TimeDelta::try_from(Duration::from("-P1DT1S")).unwrap()).as_str(), "-P1DT1S");
    let utc = chrono::DateTime::<chrono::Utc>::try_from(&text).unwrap();
    let filter: Filter<User> = User::BIRTHDAY.gt(utc);
    assert_eq!(filter.to_string(), "birthday gt 2024-05-04T15:00:00.500Z");
    let day = chrono::NaiveDate::try_from(Date::from("2024-05-04")).unwrap();
    let filter: Filter<User> = Property::<User, Date>::new("day").eq(day);
    assert_eq!(filter.to_string(), "day eq 2024-05-04");
    assert!(chrono::TimeDelta::try_from(Duration::from("PT9223372036854775807S")).is_err());
}
