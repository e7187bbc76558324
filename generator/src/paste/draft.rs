//! A request before its body is read.
//!
//! In: nothing (types only). Out: [`Draft`], which every form of a pasted request becomes.

use std::ops::Range;

use crate::odata::Method;

use super::text::Located;

/// A request before its body is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The method.
    pub method: Method,
    /// The URL, with the host if any part of the text names it.
    pub url: String,
    /// The URL or path in the pasted text.
    pub url_range: Range<usize>,
    /// The headers, in order.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<Located>,
    /// The request in the pasted text.
    pub range: Range<usize>,
}

/// A header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The value in the pasted text.
    pub range: Range<usize>,
}

/// Returns whether a text can be the name of a header (RFC 9110 §5.6.2).
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}
