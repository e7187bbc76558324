//! What the calls of one client share.

use crate::client::{Shared, workload};
use std::time::Duration;

#[test]
fn bucket_limits_the_retries_of_all_calls() {
    let shared = Shared::default();
    let taken: u32 = std::iter::from_fn(|| shared.take(false)).sum();
    assert_eq!(taken, 500);
    assert_eq!(shared.take(true), None);
    shared.succeeded(5);
    assert_eq!((shared.take(true), shared.take(false), shared.take(false)), (None, Some(5), None));
    (0..5).for_each(|_| shared.succeeded(0));
    assert_eq!(shared.take(false), Some(5));
    shared.succeeded(10_000);
    assert_eq!(std::iter::from_fn(|| shared.take(true)).sum::<u32>(), 500);
}

#[test]
fn throttled_parts_of_the_service_are_left_alone() {
    let shared = Shared::default();
    let seconds = Duration::from_secs;
    shared.throttle("users", seconds(10));
    shared.throttle("users", seconds(5));
    assert_eq!(shared.wait("users", seconds(3)), seconds(7));
    assert_eq!(shared.wait("groups", seconds(3)), seconds(0));
    assert_eq!(shared.wait("users", seconds(10)), seconds(0));
}

#[test]
fn workload_is_the_first_segment() {
    let cases = [
        ("/users/{id}/messages", "users"),
        ("/me/messages", "users"),
        ("/me", "users"),
        ("/drives/{id}/root", "drives"),
        ("/reports/getX(period='{period}')", "reports"),
        ("/getX(period='{period}')", "getX"),
        ("/", ""),
        ("", ""),
    ];
    for (template, expected) in cases {
        assert_eq!(workload(template), expected, "{template}");
    }
}
