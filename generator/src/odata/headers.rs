//! Request and response headers.
//!
//! In: nothing, or a text about a header. Out: [`HeaderFacts`], [`ResponseHeaderFacts`], and the [`media_types`] that the text names.

use serde::Serialize;

use crate::source::Span;

/// A documented request header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeaderFacts {
    /// The name: `Prefer`, `If-Match`. The name of `Prefer: outlook.timezone` is `Prefer`.
    pub name: String,
    /// The text after the colon in the name cell, or the value or description cell, as plain text.
    pub value: String,
    /// The value to send, if the text documents only one: `eventual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// Whether the text contains `Required.`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Its position on the page.
    #[serde(skip)]
    pub span: Span,
}

/// A response header that a page names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseHeaderFacts {
    /// The name: `Location`.
    pub name: String,
    /// The sentence or table cell about it, as plain text; empty if only an example shows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The statuses it is sent with, if the page relates it to any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// Its position on the page.
    #[serde(skip)]
    pub span: Span,
}

/// The first parts of media types (RFC 6838 §4.2).
const MEDIA_KINDS: [&str; 9] =
    ["application", "audio", "font", "image", "message", "model", "multipart", "text", "video"];

/// Returns the media types that a text names, in lower case: `image/png`, `image/*`.
#[must_use]
pub fn media_types(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric() && !"/+.*-_".contains(c));
    let named = words.map(|word| word.trim_end_matches('.')).filter(|word| {
        let parts = word.split_once('/');
        parts.is_some_and(|(kind, rest)| MEDIA_KINDS.contains(&kind) && !rest.is_empty() && !rest.contains('/'))
    });
    named.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::media_types;

    #[test]
    fn media_types_are_found_in_prose() {
        let text = "Use `application/json` for an object, text/plain for a letter; or Image/*. See docs/text/plain and and/or.";
        assert_eq!(media_types(text), ["application/json", "text/plain", "image/*"]);
    }
}
