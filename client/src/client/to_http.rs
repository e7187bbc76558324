//! Requests for other HTTP libraries.
//!
//! In: a request and the base URL of a service. Out: a request of the crate `http`, which most HTTP libraries and mocks accept.

use super::error::{Source, cause_below};
use super::host::Home;
use crate::runtime::{Method, Request};
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use std::fmt;

/// Converts a request for another HTTP library.
pub trait ToHttp {
    /// Converts the request. It has no token, and none of the headers that a [`Client`](super::Client) adds.
    ///
    /// ```
    /// use docbindgen_client::client::ToHttp;
    /// use docbindgen_client::runtime::{Method, Operation, Path, Request};
    ///
    /// static LIST: Operation = Operation { method: Method::Get, template: "/users", pages: &[] };
    ///
    /// let request: Request<()> = Request::new(&LIST, Path::new().lit("/users"));
    /// let request = request.to_http("https://graph.microsoft.com/v1.0").unwrap();
    /// assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/users");
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL is not one or is not encrypted, or if an argument or a header is not valid.
    fn to_http(&self, base_url: &str) -> Result<http::Request<Bytes>, InvalidHttpRequest>;
}

impl<T> ToHttp for Request<T> {
    fn to_http(&self, base_url: &str) -> Result<http::Request<Bytes>, InvalidHttpRequest> {
        convert(self.clone().answering(), base_url).map_err(InvalidHttpRequest)
    }
}

/// Converts a request. It is compiled once for all types.
fn convert(request: Request<()>, base_url: &str) -> Result<http::Request<Bytes>, Source> {
    let home = Home::new(base_url)?;
    let parts = request.into_parts()?;
    let url = home.below(&parts.path_and_query).url().to_string();
    let body = parts.body.unwrap_or_default();
    Ok(build(parts.method, &url, parts.headers, body.into())?)
}

/// Builds a request.
///
/// # Errors
///
/// Returns an error if the URL or a header is not valid. It does not contain them.
pub(super) fn build(
    method: Method,
    url: &str,
    headers: Vec<(String, String)>,
    body: Bytes,
) -> Result<http::Request<Bytes>, http::Error> {
    let mut request = http::Request::builder().method(method.as_str()).uri(url).body(body)?;
    *request.headers_mut() = header_map(headers)?;
    Ok(request)
}

/// Converts headers.
///
/// # Errors
///
/// Returns an error if a header is not valid. It does not contain the header.
pub(super) fn header_map(headers: Vec<(String, String)>) -> Result<HeaderMap, http::Error> {
    let mut map = HeaderMap::try_with_capacity(headers.len())?;
    for (name, value) in headers {
        // The text of the value is not copied.
        let (name, value) = header(&name, value)?;
        map.try_append(name, value)?;
    }
    Ok(map)
}

/// Converts a header. HTTP libraries neither log nor compress a token.
///
/// # Errors
///
/// Returns an error if the name or the value is not valid. It does not contain them.
pub(super) fn header(name: &str, value: impl Into<Bytes>) -> Result<(HeaderName, HeaderValue), http::Error> {
    let name = HeaderName::from_bytes(name.as_bytes())?;
    // Text that is not ASCII is allowed (RFC 9110 §5.5).
    let mut value = HeaderValue::from_maybe_shared(value.into())?;
    value.set_sensitive(name == AUTHORIZATION);
    Ok((name, value))
}

/// A request that cannot be converted.
#[derive(Debug)]
pub struct InvalidHttpRequest(Source);

impl fmt::Display for InvalidHttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request cannot be converted: {}", self.0)
    }
}

/// The source is the first cause that the text does not contain: reporters print both.
impl std::error::Error for InvalidHttpRequest {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        cause_below(&*self.0, &self.to_string())
    }
}
