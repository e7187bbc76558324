//! Requests as plain values.
//!
//! In: an operation, a path, options, headers and a body. Out: the same, ready for any HTTP client, and the decoder of the answer. Nothing
//! is sent from here, and the host is the caller's.

use super::error::DecodeError;
use super::expand::Expansion;
use super::filter::Filter;
use super::json::Json;
use super::operation::{Method, Operation};
use super::patch::JsonBody;
use super::path::{InvalidPath, Path};
use super::property::{OrderBy, Property};
use super::query;
use super::response_body::ResponseBody;
use std::fmt;
use std::marker::PhantomData;

/// The body of a request.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// JSON.
    Json(Json),
    /// Anything else.
    Bytes {
        /// Its media type.
        content_type: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Body {
    /// The media type.
    pub fn content_type(&self) -> &str {
        match self {
            Self::Json(_) => "application/json",
            Self::Bytes { content_type, .. } => content_type,
        }
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Json(json) => json.into_bytes(),
            Self::Bytes { bytes, .. } => bytes,
        }
    }
}

/// Shows no more than what kind of body it is, and JSON without its secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(json) => f.debug_tuple("Json").field(json).finish(),
            Self::Bytes { content_type, bytes } => {
                f.debug_struct("Bytes").field("content_type", content_type).field("length", &bytes.len()).finish()
            }
        }
    }
}

/// A request whose answer is a `T`.
pub struct Request<T> {
    operation: &'static Operation,
    path: Path,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Body>,
    marker: PhantomData<fn() -> T>,
}

/// The parts of a request, as an HTTP client takes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The method.
    pub method: Method,
    /// The path and the query string, encoded, to be appended to the address of the service.
    pub path_and_query: String,
    /// The headers; `Content-Type` among them if there is a body.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

impl<T> Request<T> {
    /// A request without options, headers and body.
    pub fn new(operation: &'static Operation, path: Path) -> Self {
        Self { operation, path, query: Vec::new(), headers: Vec::new(), body: None, marker: PhantomData }
    }

    /// Sets a query option, in the place of an earlier one of this name.
    pub fn query(mut self, name: impl AsRef<str>, value: impl Into<String>) -> Self {
        query::set(&mut self.query, name.as_ref(), value.into());
        self
    }

    /// Sets a header, in the place of an earlier one of this name in whatever case. Control characters, which no header may have,
    /// are percent-encoded.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (printable(name.as_ref()), printable(value.as_ref()));
        match self.headers.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(&name)) {
            Some(header) => *header = (name, value),
            None => self.headers.push((name, value)),
        }
        self
    }

    /// Sets a JSON body.
    pub fn json<B>(mut self, body: impl JsonBody<B>) -> Self {
        self.body = Some(Body::Json(body.into_json()));
        self
    }

    /// Sets a body of another media type.
    pub fn bytes(mut self, content_type: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some(Body::Bytes { content_type: content_type.into(), bytes: bytes.into() });
        self
    }

    /// Asks for a preference to be honoured (`Prefer`). May be called several times.
    pub fn prefer(self, preference: impl AsRef<str>) -> Self {
        let preference = preference.as_ref();
        let all = match self.header_value("Prefer") {
            Some(others) => format!("{others}, {preference}"),
            None => preference.to_owned(),
        };
        self.header("Prefer", all)
    }

    /// Only if the entity is of this version (`If-Match`).
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.header("If-Match", etag)
    }

    /// Only if the entity is not of this version (`If-None-Match`).
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.header("If-None-Match", etag)
    }

    /// Asks for an index that may be behind (`ConsistencyLevel: eventual`), which some filters and counts need.
    pub fn consistency_level_eventual(self) -> Self {
        self.header("ConsistencyLevel", "eventual")
    }

    /// Within a session of a workbook (`workbook-session-id`).
    pub fn workbook_session_id(self, id: impl AsRef<str>) -> Self {
        self.header("workbook-session-id", id)
    }

    /// The media type of the body (`Content-Type`), if not that which the body says.
    pub fn content_type(self, media_type: impl AsRef<str>) -> Self {
        self.header("Content-Type", media_type)
    }

    /// The media type wished for (`Accept`).
    pub fn accept(self, media_type: impl AsRef<str>) -> Self {
        self.header("Accept", media_type)
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.operation.method
    }

    /// The path, encoded.
    ///
    /// # Errors
    ///
    /// Fails if an argument cannot be in a path.
    pub fn path(&self) -> Result<&str, InvalidPath> {
        self.path.build()
    }

    /// The query options, not encoded.
    pub fn query_options(&self) -> &[(String, String)] {
        &self.query
    }

    /// The query options, encoded, without `?`; empty if there are none.
    pub fn query_string(&self) -> String {
        query::text(&self.query)
    }

    /// The path and, after `?`, the query options, encoded.
    ///
    /// # Errors
    ///
    /// Fails if an argument cannot be in a path.
    pub fn path_and_query(&self) -> Result<String, InvalidPath> {
        let path = self.path.build()?;
        if self.query.is_empty() {
            return Ok(path.to_owned());
        }
        let separator = if path.contains('?') { '&' } else { '?' };
        Ok(format!("{path}{separator}{}", self.query_string()))
    }

    /// The headers that were set.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The header of this name, in whatever case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// What the reference says of the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Everything that an HTTP client needs.
    ///
    /// # Errors
    ///
    /// Fails if an argument cannot be in a path.
    pub fn into_parts(mut self) -> Result<Parts, InvalidPath> {
        let path_and_query = self.path_and_query()?;
        if let (Some(body), None) = (&self.body, self.header_value("Content-Type")) {
            self.headers.push(("Content-Type".to_owned(), printable(body.content_type())));
        }
        let body = self.body.map(Body::into_bytes);
        Ok(Parts { method: self.operation.method, path_and_query, headers: self.headers, body })
    }

    /// The request of a segment behind the documented path, for an answer of another type.
    pub(super) fn below<U>(mut self, segment: &str) -> Request<U> {
        self.path = self.path.then(segment);
        self.answering()
    }

    /// The same request, for an answer of another type.
    pub fn answering<U>(self) -> Request<U> {
        let Self { operation, path, query, headers, body, marker: _ } = self;
        Request { operation, path, query, headers, body, marker: PhantomData }
    }
}

/// A text with its control characters percent-encoded.
fn printable(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::CONTROLS).to_string()
}

impl<T: ResponseBody> Request<T> {
    /// Decodes the answer, given its body.
    ///
    /// # Errors
    ///
    /// Fails if the answer is not what its kind needs: JSON, an object, text.
    pub fn decode(&self, answer: &[u8]) -> Result<T, DecodeError> {
        T::decode(answer)
    }

    /// Asks for this property only (`$select`), and for others selected.
    pub fn select<V>(mut self, property: Property<T::Item, V, impl AsRef<str>>) -> Self {
        query::merge_list(&mut self.query, "$select", property.name());
        self
    }

    /// Asks only for what fulfils the condition (`$filter`). Several calls are joined by `and`.
    pub fn filter(mut self, condition: Filter<T::Item>) -> Self {
        query::merge_filter(&mut self.query, &condition.to_string());
        self
    }

    /// Asks for an order (`$orderby`). A second call decides among equals.
    pub fn orderby(mut self, order: OrderBy<T::Item>) -> Self {
        query::merge_list(&mut self.query, "$orderby", &order.to_string());
        self
    }

    /// Asks for a relationship to be sent along (`$expand`).
    pub fn expand(mut self, expansion: impl Expansion<T::Item>) -> Self {
        query::merge_list(&mut self.query, "$expand", &expansion.expansion());
        self
    }

    /// Asks for so many at most (`$top`).
    pub fn top(self, count: u32) -> Self {
        self.query("$top", count.to_string())
    }

    /// Asks to leave out the first so many (`$skip`).
    pub fn skip(self, count: u32) -> Self {
        self.query("$skip", count.to_string())
    }

    /// Asks how many there are (`$count=true`).
    pub fn count(self) -> Self {
        self.query("$count", "true")
    }

    /// Searches (`$search`). The text is in the syntax of the service, its quotes included: `"displayName:wa"`.
    pub fn search(self, text: impl Into<String>) -> Self {
        self.query("$search", text)
    }

    /// Asks for a format (`$format`).
    pub fn format(self, media_type: impl Into<String>) -> Self {
        self.query("$format", media_type)
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            operation: self.operation,
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            marker: PhantomData,
        }
    }
}

/// Headers that look like secrets are hidden.
impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |name: &str| name.eq_ignore_ascii_case("authorization") || super::debug::looks_secret(name);
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name, if hidden(name) { "***" } else { value.as_str() }))
            .collect();
        f.debug_struct("Request")
            .field("method", &self.operation.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &headers)
            .field("body", &self.body)
            .finish()
    }
}
