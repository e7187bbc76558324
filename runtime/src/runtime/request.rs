//! Requests as plain values.
//!
//! In: an operation, a path, query options, headers and a body. Out: the parts of the request for any HTTP client, and
//! the decoder of the response. The caller chooses the host and sends the request.

use super::bytes_body::BytesBody;
use super::cast::DerivedFrom;
use super::debug::is_secret_header;
use super::error::DecodeError;
use super::expand::Expansion;
use super::filter::Filter;
use super::json::Json;
use super::object::Object;
use super::open_enum::OpenEnum;
use super::operation::{Method, Operation};
use super::parts::{Parts, RedactedHeaders};
use super::patch::JsonBody;
use super::path::{InvalidPath, NULL, Path};
use super::property::{OrderBy, Property};
use super::query;
use super::response_body::ResponseBody;
use std::fmt;
use std::marker::PhantomData;

/// The body of a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// JSON.
    Json(Json),
    /// Any other media type.
    Bytes {
        /// The media type.
        content_type: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Body {
    /// Returns the media type.
    pub fn content_type(&self) -> &str {
        match self {
            Self::Json(_) => "application/json",
            Self::Bytes { content_type, .. } => content_type,
        }
    }

    /// Converts into bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Json(json) => json.into_bytes(),
            Self::Bytes { bytes, .. } => bytes,
        }
    }
}

/// Formats JSON with secrets hidden, and only the media type and length of other bodies.
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

/// A request with a response of type `T`.
#[must_use = "a request does nothing until you send its parts with an HTTP client"]
pub struct Request<T> {
    operation: &'static Operation,
    path: Path,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Body>,
    /// The names of the properties that the body must have, separated by spaces.
    required: &'static str,
    /// Creates an empty object of the type of the body, if that is a documented one.
    body_type: Option<fn() -> Box<dyn Object>>,
    /// The arguments with a value that is not documented, and the documented ones.
    undocumented: Vec<(&'static str, &'static [&'static str])>,
    marker: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    /// Creates a request without query options, headers and body.
    pub fn new(operation: &'static Operation, path: Path) -> Self {
        Self {
            operation,
            path,
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            required: "",
            body_type: None,
            undocumented: Vec::new(),
            marker: PhantomData,
        }
    }

    /// Sets a query option, and replaces an earlier one with this name.
    pub fn query(mut self, name: impl AsRef<str>, value: impl Into<String>) -> Self {
        query::set(&mut self.query, name.as_ref(), value.into());
        self
    }

    /// Sets a header, and replaces an earlier one with this name, in any case.
    ///
    /// Control characters are not allowed in headers; they are percent-encoded.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (encode_controls(name.as_ref()), encode_controls(value.as_ref()));
        match self.headers.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(&name)) {
            Some(header) => *header = (name, value),
            None => self.headers.push((name, value)),
        }
        self
    }

    /// Sets a JSON body.
    pub fn json<B>(mut self, body: impl JsonBody<B>) -> Self {
        self.body_type = body_type(&body);
        self.body = Some(Body::Json(body.into_json()));
        self
    }

    /// Sets a body of another media type.
    pub fn bytes(mut self, content_type: impl Into<String>, bytes: impl BytesBody) -> Self {
        self.body_type = None;
        self.body = Some(Body::Bytes { content_type: content_type.into(), bytes: bytes.into_bytes() });
        self
    }

    /// Declares the properties that the documentation requires in the body, separated by spaces.
    ///
    /// [`missing`](Self::missing) compares them with the body.
    pub fn requires(mut self, names: &'static str) -> Self {
        self.required = names;
        self
    }

    /// Iterates over the names of the properties that the documentation requires in the body.
    pub fn required(&self) -> impl Iterator<Item = &'static str> + use<T> {
        self.required.split_whitespace()
    }

    /// Compares an argument with the documented values of its enum. [`undocumented_values`](Self::undocumented_values) returns
    /// the result.
    pub fn listed<'v, E: OpenEnum>(mut self, name: &'static str, values: impl IntoIterator<Item = &'v E>) -> Self {
        // `NULL` is a value of its own.
        let is_listed = |value: &E| E::MEMBERS.contains(&value.as_str()) || value.as_str() == NULL;
        if !values.into_iter().all(is_listed) {
            self.undocumented.push((name, E::MEMBERS));
        }
        self
    }

    /// Returns the arguments with a value that is not documented, and the documented ones.
    pub(super) fn undocumented_arguments(&self) -> &[(&'static str, &'static [&'static str])] {
        &self.undocumented
    }

    /// Returns a function that creates an empty object of the type of the body, if that is a documented one.
    pub(super) fn body_type(&self) -> Option<fn() -> Box<dyn Object>> {
        self.body_type
    }

    /// Adds a preference (`Prefer`). Several calls add several preferences.
    pub fn prefer(self, preference: impl AsRef<str>) -> Self {
        let preference = preference.as_ref();
        let all = match self.header_value("Prefer") {
            Some(others) => format!("{others}, {preference}"),
            None => preference.to_owned(),
        };
        self.header("Prefer", all)
    }

    /// Applies the request only if the entity has this version (`If-Match`).
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.header("If-Match", etag)
    }

    /// Applies the request only if the entity does not have this version (`If-None-Match`).
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.header("If-None-Match", etag)
    }

    /// Accepts results of an index that may be out of date (`ConsistencyLevel: eventual`).
    ///
    /// Some filters and counts require this.
    pub fn consistency_level_eventual(self) -> Self {
        self.header("ConsistencyLevel", "eventual")
    }

    /// Runs the request in a workbook session (`workbook-session-id`).
    pub fn workbook_session_id(self, id: impl AsRef<str>) -> Self {
        self.header("workbook-session-id", id)
    }

    /// Sets the media type of the body (`Content-Type`), in place of the default for the body.
    pub fn content_type(self, media_type: impl AsRef<str>) -> Self {
        self.header("Content-Type", media_type)
    }

    /// Sets the requested media type of the response (`Accept`).
    pub fn accept(self, media_type: impl AsRef<str>) -> Self {
        self.header("Accept", media_type)
    }

    /// Returns the method.
    pub fn method(&self) -> Method {
        self.operation.method
    }

    /// Returns the encoded path.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument is not valid in a path.
    pub fn path(&self) -> Result<&str, InvalidPath> {
        self.path.build()
    }

    /// Returns the query options, not encoded.
    pub fn query_options(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns the encoded query string, without `?`; empty if there are no query options.
    pub fn query_string(&self) -> String {
        query::text(&self.query)
    }

    /// Returns the encoded path and query string.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument is not valid in a path.
    pub fn path_and_query(&self) -> Result<String, InvalidPath> {
        let path = self.path.build()?;
        if self.query.is_empty() {
            return Ok(path.to_owned());
        }
        let separator = if path.contains('?') { '&' } else { '?' };
        Ok(format!("{path}{separator}{}", self.query_string()))
    }

    /// Returns the headers that were set.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the value of the header with this name, in any case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the body.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// Returns the documented operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Converts into the parts for an HTTP client.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument is not valid in a path.
    pub fn into_parts(mut self) -> Result<Parts, InvalidPath> {
        let path_and_query = self.path_and_query()?;
        if let (Some(body), None) = (&self.body, self.header_value("Content-Type")) {
            self.headers.push(("Content-Type".to_owned(), encode_controls(body.content_type())));
        }
        let body = self.body.map(Body::into_bytes);
        Ok(Parts { method: self.operation.method, path_and_query, headers: self.headers, body })
    }

    /// Appends a segment to the path, and changes the type of the response.
    pub(super) fn append_segment<U>(mut self, segment: &str) -> Request<U> {
        self.path = self.path.append_segment(segment);
        self.answering()
    }

    /// Returns the same request for another encoded path and query string.
    pub(super) fn at(&self, path_and_query: &str) -> Self {
        Self { path: Path::new().lit(path_and_query), query: Vec::new(), ..self.clone() }
    }

    /// Removes the headers that authenticate the caller.
    pub(super) fn without_credentials(mut self) -> Self {
        self.headers.retain(|(name, _)| !is_secret_header(name));
        self
    }

    /// Changes the type of the response.
    pub fn answering<U>(self) -> Request<U> {
        let Self { operation, path, query, headers, body, required, body_type, undocumented, marker: _ } = self;
        Request { operation, path, query, headers, body, required, body_type, undocumented, marker: PhantomData }
    }
}

/// Returns the function that creates an empty object of the type of a body.
fn body_type<B, J: JsonBody<B>>(_: &J) -> Option<fn() -> Box<dyn Object>> {
    J::EMPTY
}

/// Percent-encodes the control characters of a text.
fn encode_controls(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::CONTROLS).to_string()
}

impl<T: ResponseBody> Request<T> {
    /// Decodes the response body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the type: JSON, an object, or text. If the service reports an error
    /// in the body, [`DecodeError::api_error`] returns it.
    pub fn decode(&self, body: &[u8]) -> Result<T, DecodeError> {
        T::decode(body)
    }

    /// Selects this property (`$select`). Several calls select several properties.
    ///
    /// A property of a derived type is selected by its plain name, as Microsoft Graph documents it. For a service that
    /// requires a cast segment (OData URL Conventions 4.01 §5.1.4), use [`Property::qualified`].
    pub fn select<D: DerivedFrom<T::Item>, V>(mut self, property: Property<D, V, impl AsRef<str>>) -> Self {
        query::merge_list(&mut self.query, "$select", property.name());
        self
    }

    /// Selects the entities that match the condition (`$filter`). Several calls are joined by `and`.
    ///
    /// Conditions on properties of derived types have cast segments, see [`Property::unqualified`].
    pub fn filter(mut self, condition: Filter<T::Item>) -> Self {
        query::merge_filter(&mut self.query, &condition.to_string());
        self
    }

    /// Sorts the entities (`$orderby`). Each further call breaks the ties of the calls before it.
    pub fn orderby(mut self, order: OrderBy<T::Item>) -> Self {
        query::merge_list(&mut self.query, "$orderby", &order.to_string());
        self
    }

    /// Includes related entities (`$expand`).
    pub fn expand(mut self, expansion: impl Expansion<T::Item>) -> Self {
        query::merge_list(&mut self.query, "$expand", &expansion.expansion());
        self
    }

    /// Limits the page size (`$top`).
    pub fn top(self, count: u32) -> Self {
        self.query("$top", count.to_string())
    }

    /// Skips the first `count` entities (`$skip`).
    pub fn skip(self, count: u32) -> Self {
        self.query("$skip", count.to_string())
    }

    /// Requests the total number of entities (`$count=true`).
    pub fn count(self) -> Self {
        self.query("$count", "true")
    }

    /// Searches (`$search`). The text is in the syntax of the service, including its quotes: `"displayName:wa"`.
    pub fn search(self, text: impl Into<String>) -> Self {
        self.query("$search", text)
    }

    /// Sets the format of the response (`$format`).
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
            required: self.required,
            body_type: self.body_type,
            undocumented: self.undocumented.clone(),
            marker: PhantomData,
        }
    }
}

impl<T> PartialEq for Request<T> {
    fn eq(&self, other: &Self) -> bool {
        self.operation == other.operation
            && self.path == other.path
            && self.query == other.query
            && self.headers == other.headers
            && self.body == other.body
    }
}

impl<T> Eq for Request<T> {}

/// Formats the request with secret headers hidden.
impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.operation.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &RedactedHeaders(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}
