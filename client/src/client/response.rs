//! Responses.
//!
//! In: a successful call. Out: the decoded body, with what the response says besides: status, headers, IDs.

use super::call::Success;
use super::error::{Details, Error, ErrorKind};
use super::head::Head;
use crate::runtime::{Method, Operation, ResponseBody, Url};
use bytes::Bytes;
use std::fmt;
use std::io::{self, Read};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// The response to a request. It derefs to the decoded body.
#[derive(Clone)]
pub struct Response<T> {
    body: T,
    success: Box<Received>,
}

/// What a response says besides its body.
#[derive(Clone)]
struct Received {
    head: Head,
    attempts: u32,
    elapsed: Duration,
    request_id: String,
    url: Url,
}

impl<T> Response<T> {
    pub(super) fn new(body: T, success: Success) -> Self {
        let Success { head, attempts, elapsed, request_id, target, .. } = success;
        let url = target.url().clone();
        Self { body, success: Box::new(Received { head, attempts, elapsed, request_id, url }) }
    }

    /// Returns the decoded body.
    pub fn into_body(self) -> T {
        self.body
    }

    /// Returns the head.
    pub(super) fn head(&self) -> &Head {
        &self.success.head
    }

    /// Returns the status code.
    pub fn status(&self) -> u16 {
        self.success.head.status
    }

    /// Returns the headers, in the order of the transport.
    pub fn headers(&self) -> &[(String, String)] {
        &self.success.head.headers
    }

    /// Returns the first header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.success.head.header(name)
    }

    /// Returns the version of the entity (`ETag`), for `if_match` and `if_none_match`.
    pub fn etag(&self) -> Option<&str> {
        self.header("ETag")
    }

    /// Returns the URL that the service names for a new entity, or for an operation that goes on (`Location`).
    pub fn location(&self) -> Option<&str> {
        self.header("Location")
    }

    /// Returns the ID under which the service knows the request: the one it has sent, or the one the client has sent.
    pub fn request_id(&self) -> &str {
        self.header("request-id").unwrap_or(&self.success.request_id)
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.success.attempts
    }

    /// Returns the time from the start of the call to the response.
    pub fn elapsed(&self) -> Duration {
        self.success.elapsed
    }

    /// Returns the URL of the request that was answered, after redirects. It can contain secrets.
    pub fn url(&self) -> &Url {
        &self.success.url
    }

    /// Converts the body.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Response<U> {
        Response { body: convert(self.body), success: self.success }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

/// Iterates over the items of a list, such as a [`Collection`](crate::runtime::Collection). These are the items of one page.
impl<T: IntoIterator> IntoIterator for Response<T> {
    type Item = T::Item;
    type IntoIter = T::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.body.into_iter()
    }
}

/// Iterates over the items of a list by reference.
impl<'r, T> IntoIterator for &'r Response<T>
where
    &'r T: IntoIterator,
{
    type Item = <&'r T as IntoIterator>::Item;
    type IntoIter = <&'r T as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&self.body).into_iter()
    }
}

/// Reads a body that [`open_blocking`](super::SendRequest::open_blocking) returns.
impl<R: Read> Read for Response<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.body.read(buffer)
    }
}

/// Formats the body, and of the rest only what contains no secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// Decodes the body of a successful response.
///
/// # Errors
///
/// Returns an error if the body does not have the documented type. The service has carried out the request.
pub(super) fn decode<T: ResponseBody>(
    mut success: Success,
    operation: &'static Operation,
) -> Result<Response<T>, Error> {
    // A response with 204 or 205 has no body (RFC 9110 §15.3), whatever a proxy adds.
    let body = if matches!(success.head.status, 204 | 205) { Bytes::new() } else { std::mem::take(&mut success.body) };
    match T::decode(&body) {
        Ok(decoded) => Ok(Response::new(decoded, success)),
        Err(error) => Err(undecoded(success, body, operation, error)),
    }
}

/// Returns the error for a body that does not have the documented type.
fn undecoded(
    success: Success,
    body: Bytes,
    operation: &'static Operation,
    error: crate::runtime::DecodeError,
) -> Error {
    let changes = !matches!(operation.method, Method::Get | Method::Head | Method::Options);
    Error::new(Details {
        head: Some(success.head),
        body: body.slice(..body.len().min(super::exchange::ERROR_LIMIT)),
        api: error.api_error(),
        request_id: success.request_id,
        attempts: success.attempts,
        elapsed: success.elapsed,
        may_have_been_applied: changes,
        source: Some(error.into()),
        ..Details::unsent(ErrorKind::Decode, operation)
    })
}
