//! Request and response headers.
//!
//! In: nothing (types only). Out: [`HeaderFacts`], [`ResponseHeaderFacts`].

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
