//! Request and response headers.
//!
//! In: nothing (types only). Out: [`HeaderFacts`], [`ResponseHeaderFacts`].

use serde::Serialize;

use crate::source::Span;

/// A documented request header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeaderFacts {
    /// The name: `Prefer`, `If-Match`. `Prefer: outlook.timezone` gives name `Prefer`.
    pub name: String,
    /// What follows the name's colon in the name cell, or the value or description cell, plain.
    pub value: String,
    /// The text says `Required.`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// A response header that a page names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseHeaderFacts {
    /// The name: `Location`.
    pub name: String,
    /// The sentence or the table cell about it, plain; empty where only an example shows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The statuses it comes with, where the page relates it to some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// Where it is named.
    #[serde(skip)]
    pub span: Span,
}
