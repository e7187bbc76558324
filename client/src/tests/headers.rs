//! The headers of a response, before and after their text is made.

use crate::client::Headers;
use http::{HeaderMap, HeaderName, HeaderValue};

fn received() -> Headers {
    let mut map = HeaderMap::new();
    let text = "{\"code\":\"ü\"}".as_bytes();
    for (name, value) in [("retry-after", &b"7"[..]), ("x-text", text), ("x-bytes", b"a\xffb"), ("retry-after", b"9")] {
        let value = HeaderValue::from_bytes(value).expect("a value");
        map.append(HeaderName::from_static(name), value);
    }
    map.into()
}

#[test]
fn first_value_is_found_in_any_case_before_and_after_the_text_is_made() {
    let headers = received();
    let values = || ["Retry-After", "X-TEXT", "x-bytes", "absent", "not a name"].map(|name| headers.get(name));
    let expected = [Some("7"), Some("{\"code\":\"ü\"}"), Some("a\u{fffd}b"), None, None];
    let early = received();
    assert_eq!(early.get("retry-after"), Some("7"));
    assert_eq!(values(), expected);
    assert_eq!(headers.len(), 4, "this makes the text");
    assert_eq!(values(), expected);
}

#[test]
fn text_is_that_of_a_double_with_the_same_headers() {
    let pairs = [("retry-after", "7"), ("retry-after", "9"), ("x-text", "{\"code\":\"ü\"}"), ("x-bytes", "a\u{fffd}b")];
    let double: Headers = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(received(), double);
    assert_eq!(double.get("Retry-After"), Some("7"));
}

#[test]
fn debug_text_contains_names_only() {
    assert_eq!(format!("{:?}", received()), r#"["retry-after", "retry-after", "x-text", "x-bytes"]"#);
}
