//! What examples show.
//!
//! In: nothing (types only). Out: [`ExampleFacts`], [`JsonBlock`].

use serde::Serialize;
use serde_json::Value;

use crate::source::{Span, Spanned};

use super::TypeExpr;

/// A JSON text in a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonBlock {
    /// The value, after the usual repairs.
    pub value: Value,
    /// Whether the text had to be repaired (trailing commas, comments …).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
    /// The names of the outermost object's members, in the JSON representation of a type; empty in examples.
    #[serde(skip)]
    pub members: Vec<Spanned<String>>,
}

impl JsonBlock {
    /// The span of a member's name, else the span of the block.
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
    pub method: String,
    /// As written, up to white space that ends it (`HTTP/1.1` removed).
    pub url: String,
    /// Names and values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExampleBody,
    /// Whether its block is annotated as a request.
    #[serde(skip)]
    pub annotated: bool,
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
    /// The status; 0 where the start line has none.
    pub status: u16,
    /// Names and values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExampleBody,
    /// The annotation's `@odata.type` (`@type`), `Collection(…)` applied from the text or `isCollection`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ty: Option<TypeExpr>,
    /// Where the annotation's type stands.
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
    /// Whether it is the answer to a request that succeeded, or says nothing of that.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status < 300
    }

    /// Whether it shows a body that says something: `{}` does not.
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
    /// JSON, valid as it stands or after the usual repairs.
    Json(JsonBlock),
    /// JSON that no repair made valid.
    BrokenJson(#[serde(skip)] Span),
    /// Something else: bytes, CSV, MIME.
    Other(String),
}
