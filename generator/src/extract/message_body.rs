//! The body of an HTTP message.
//!
//! In: its text, and the headers of the message. Out: [`BodyReading`]: JSON, or text in another format that the headers name.

use crate::odata::json::{Fault, Repair};
use crate::source::Span;

use super::facts::{ExampleBody, JsonBlock};
use super::json::parse;

/// A body, and what is wrong with its JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyReading {
    /// The body.
    pub body: ExampleBody,
    /// The first repair of its JSON.
    pub repair: Option<Repair>,
    /// Why it is not JSON, although it should be.
    pub fault: Option<Fault>,
}

/// Reads a body that is not blank. Text that is not JSON is accepted if the headers state another format, or if the request gets bytes
/// (`raw`).
#[must_use]
pub fn read_body(text: &str, headers: &[(String, String)], raw: bool, span: Span) -> BodyReading {
    let begin = text.trim_start();
    let content_type = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let stated = content_type.map(|(_, value)| value.to_ascii_lowercase());
    let says_json = stated.as_ref().is_some_and(|t| t.contains("json"));
    let says_other = stated.as_ref().is_some_and(|t| !t.is_empty() && !t.contains("json"));
    let is_scalar = !begin.starts_with(['{', '[']);
    let found = |body| BodyReading { body, repair: None, fault: None };
    let other = || found(ExampleBody::Other(text.to_owned()));
    if (is_scalar || stands_for_bytes(begin)) && !says_json {
        return other();
    }
    match parse(text).complete() {
        Ok((value, None)) => found(ExampleBody::Json(JsonBlock { value, repaired: false, span, members: Vec::new() })),
        // Text without brackets is JSON only if it is valid.
        _ if is_scalar => other(),
        Ok((value, repair)) => {
            let body = ExampleBody::Json(JsonBlock { value, repaired: true, span, members: Vec::new() });
            BodyReading { body, repair, fault: None }
        }
        Err(_) if says_other || raw && !says_json => other(),
        Err(fault) => BodyReading { body: ExampleBody::BrokenJson(span), repair: None, fault: Some(fault) },
    }
}

/// Returns whether a body is words in braces, such as `{bytes of the photo}`, that stand for content in another format.
fn stands_for_bytes(body: &str) -> bool {
    let words = body.trim_end().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    words.is_some_and(|words| {
        words.chars().any(char::is_alphabetic) && !words.contains(['"', '\'', ':', ',', '{', '}', '[', ']'])
    })
}
