//! Which failures lead to another attempt.

use crate::client::{Failure, Head, Random, RetryPolicy, is_repeatable};
use crate::runtime::Method;
use std::time::Duration;

fn status(status: u16, has_delay: bool) -> Failure {
    Failure::Status { status, has_delay }
}

#[test]
fn only_requests_that_may_be_repeated_are_repeated() {
    // The failure, whether GET, HEAD, PUT and DELETE are repeated, and whether POST and PATCH are.
    let cells = [
        (Failure::NotSent, true, true),
        (Failure::Lost, true, false),
        (status(429, false), true, true),
        (status(429, true), true, true),
        (status(503, true), true, true),
        (status(503, false), true, false),
        (status(408, false), true, false),
        (status(500, false), true, false),
        (status(502, true), true, false),
        (status(504, true), true, false),
        (status(509, false), true, false),
        (status(400, false), false, false),
        (status(401, false), false, false),
        (status(404, true), false, false),
        (status(409, false), false, false),
        (status(412, false), false, false),
        (status(501, false), false, false),
        (status(507, true), false, false),
    ];
    for (failure, left, right) in cells {
        for method in [Method::Get, Method::Head, Method::Put, Method::Delete] {
            assert_eq!(failure.is_retried(is_repeatable(method, false)), left, "{method} {failure:?}");
        }
        for method in [Method::Post, Method::Patch] {
            assert_eq!(failure.is_retried(is_repeatable(method, false)), right, "{method} {failure:?}");
            assert_eq!(failure.is_retried(is_repeatable(method, true)), left, "{method} with a condition, {failure:?}");
        }
    }
}

#[test]
fn a_failure_that_is_repeated_for_every_method_was_not_applied() {
    for status_code in 100..600 {
        for has_delay in [false, true] {
            let failure = status(status_code, has_delay);
            assert!(!(failure.is_retried(false) && failure.may_have_been_applied()), "{failure:?}");
        }
    }
    assert!(!Failure::NotSent.may_have_been_applied() && Failure::Lost.may_have_been_applied());
}

#[test]
fn delays_grow_and_are_random() {
    let policy = RetryPolicy::default();
    for (attempts, most) in [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (40, 30), (u32::MAX, 30)] {
        let delays: Vec<Duration> = (0..200).map(|seed| policy.delay(attempts, &mut Random::new(seed))).collect();
        let longest = delays.iter().max().expect("delays");
        assert!(*longest <= Duration::from_secs(most), "{attempts}: {longest:?}");
        assert!(*longest > Duration::from_secs(most) * 9 / 10, "{attempts}: {longest:?}");
        assert!(*delays.iter().min().expect("delays") < Duration::from_secs(most) / 10, "{attempts}");
    }
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let unix = Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
    let after =
        |value: &str| Head::new(429, vec![("retry-AFTER".to_owned(), value.to_owned())].into(), unix).retry_after;
    let seconds = |seconds| Some(Duration::from_secs_f64(seconds));
    assert_eq!(after("120"), seconds(120.0));
    assert_eq!(after(" 2.128 "), seconds(2.128));
    assert_eq!(after("0"), seconds(0.0));
    assert_eq!(after("Sun, 06 Nov 1994 08:49:39 GMT"), seconds(2.0));
    assert_eq!(after("Sunday, 06-Nov-94 08:49:39 GMT"), seconds(2.0));
    assert_eq!(after("Sun, 06 Nov 1994 08:00:00 GMT"), seconds(0.0));
    for garbage in ["", "-1", "soon", "1e999", "1,5", "NaN", "inf", "99 s", "Sun, 99 Nov 1994 08:49:39 GMT"] {
        assert_eq!(after(garbage), None, "{garbage}");
    }
}

#[test]
fn ids_are_random_uuids() {
    let ids: std::collections::BTreeSet<String> = (0..100).map(|seed| Random::new(seed).uuid()).collect();
    assert_eq!(ids.len(), 100);
    for id in ids {
        let groups: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
        assert!(id.as_bytes()[14] == b'4' && b"89ab".contains(&id.as_bytes()[19]), "{id}");
    }
}
