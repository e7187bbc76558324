//! The content of examples.
//!
//! In: nothing (types only). Out: [`ExampleFacts`], [`JsonBlock`].

use serde::Serialize;
use serde_json::Value;

use crate::source::{Span, Spanned};

use super::Method;
use super::TypeExpr;

/// A JSON text on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonBlock {
    /// The value, after the usual repairs.
    pub value: Value,
    /// Whether the text had to be repaired (trailing commas, comments …).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
    /// The text on the page.
    #[serde(skip)]
    pub span: Span,
    /// The names of the outermost object's members, in the JSON representation of a type; empty in examples.
    #[serde(skip)]
    pub members: Vec<Spanned<String>>,
}

impl JsonBlock {
    /// Returns the span of a member's name, else the span of the block.
    #[must_use]
    pub fn member_span(&self, name: &str) -> Span {
        self.members.iter().find(|member| member.value == name).map_or(self.span, |member| member.span)
    }
}

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExampleFacts {
    /// The heading of the example, if it is more than `Example` or `Examples`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestExample>,
    /// The response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseExample>,
}

/// An example's request, an HTTP message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequestExample {
    /// Upper case.
    pub method: Method,
    /// The URL as written, up to trailing white space (without `HTTP/1.1`).
    pub url: String,
    /// Names and values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExampleBody,
    /// Whether its block is annotated as a request.
    #[serde(skip)]
    pub annotated: bool,
    /// The `name` of its annotation, with the annotation's span.
    #[serde(skip)]
    pub name: Option<Spanned<String>>,
    /// The fenced block.
    #[serde(skip)]
    pub span: Span,
    /// The start line's URL.
    #[serde(skip)]
    pub url_span: Span,
}

/// An example's response, an HTTP message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseExample {
    /// The status; 0 if the start line has none.
    pub status: u16,
    /// Names and values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExampleBody,
    /// The annotation's `@odata.type` (`@type`). It is a collection if the text has `Collection(…)` or `isCollection` is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ty: Option<TypeExpr>,
    /// The type in the annotation.
    #[serde(skip)]
    pub ty_span: Option<Span>,
    /// `truncated: true`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// The fenced block.
    #[serde(skip)]
    pub span: Span,
}

impl ResponseExample {
    /// Returns whether its status is a success, or missing.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status < 300
    }

    /// Returns whether it shows a body with content; `{}` has none.
    #[must_use]
    pub fn has_body(&self) -> bool {
        match &self.body {
            ExampleBody::None => false,
            ExampleBody::Json(block) => block.value.as_object().is_none_or(|members| !members.is_empty()),
            ExampleBody::BrokenJson(_) | ExampleBody::Other(_) => true,
        }
    }
}

/// The body of an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExampleBody {
    /// No body.
    None,
    /// JSON, valid as written or after the usual repairs.
    Json(JsonBlock),
    /// JSON that no repair made valid.
    BrokenJson(#[serde(skip)] Span),
    /// Something else: bytes, CSV, MIME.
    Other(String),
}
