//! Transports: what sends one request and receives one response.
//!
//! In: an attempt. Out: the head of its response, and the body as it arrives. A transport follows no redirects and
//! repeats nothing: the exchange does.

use super::call::{Attempt, Broken};
use super::error::Source;
use super::headers::Headers;
use super::task::BoxFuture;
use crate::runtime::Origin;
use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;

#[cfg(any(feature = "reqwest", feature = "blocking"))]
pub(super) use shared::{Message, broken, message};

/// A response whose body is still arriving.
pub struct Incoming<B> {
    /// The status code.
    pub status: u16,
    /// The headers, in the order of the transport.
    pub headers: Headers,
    /// The body, decompressed.
    pub body: B,
}

/// A body that arrives in pieces. Dropping it frees the connection.
#[cfg(not(target_family = "wasm"))]
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, Broken>> + Send>>;

/// A body that arrives in pieces. Dropping it frees the connection.
#[cfg(target_family = "wasm")]
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, Broken>>>>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends a request once, and returns when the head of the response has arrived.
    ///
    /// The caller drops the future when the [`timeout`](Attempt::timeout) has passed.
    ///
    /// # Errors
    ///
    /// Returns whether the service certainly has not received the request.
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>>;
}

/// A body that is read while the thread waits.
pub type BodyReader = Box<dyn std::io::Read + Send>;

/// Sends requests while the thread waits.
pub trait BlockingTransport: Send + Sync {
    /// Sends a request once, and returns when the head of the response has arrived.
    ///
    /// # Errors
    ///
    /// Returns whether the service certainly has not received the request. An attempt that takes longer than its
    /// [`timeout`](Attempt::timeout) is an error. Unless the timeout [is exact](Attempt::is_exact), it may apply to each part of the attempt.
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken>;
}

/// An error of a transport, with the origin that was to receive the request. The path and the query can be secrets.
#[derive(Debug)]
pub(super) struct AtOrigin {
    /// The origin.
    pub origin: Origin,
    /// The error.
    pub source: Source,
}

impl fmt::Display for AtOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.source)
    }
}

/// The source is the error of the transport itself. The error of the call skips it, because its text contains it.
impl std::error::Error for AtOrigin {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// What the transports of the client have in common.
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod shared {
    use super::super::call::{Attempt, Broken};
    use super::super::error::Source;
    use super::super::to_http;
    use bytes::Bytes;
    use http::Method;
    use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue, RANGE, TRANSFER_ENCODING};
    use std::fmt;

    /// A request without its URL, which each HTTP library parses itself.
    pub struct Message {
        pub method: Method,
        pub headers: HeaderMap,
        pub body: Bytes,
    }

    /// Converts the method, the headers and the body of an attempt for an HTTP library.
    ///
    /// # Errors
    ///
    /// Returns an error if a header is not valid. Nothing was sent then.
    pub fn message(attempt: Attempt) -> Result<Message, Broken> {
        let invalid = |error| broken(error, true, false);
        let method = Method::from_bytes(attempt.method.as_str().as_bytes()).map_err(|error| invalid(error.into()))?;
        let mut headers = to_http::header_map(attempt.headers).map_err(invalid)?;
        let body = attempt.body.unwrap_or_default();
        // The library knows where the body ends. A wrong length would damage the next request of the connection.
        headers.remove(TRANSFER_ENCODING);
        headers.remove(CONTENT_LENGTH);
        // Services reject a request with one of these methods and without a length (RFC 9110 §8.6).
        if body.is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        // A part of a compressed body cannot be decompressed (RFC 9110 §14.2).
        if headers.contains_key(RANGE) && !headers.contains_key(ACCEPT_ENCODING) {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        Ok(Message { method, headers, body })
    }

    /// Returns the failure that an error of an HTTP library means.
    pub fn broken(error: impl Into<Source>, before_sending: bool, is_timeout: bool) -> Broken {
        Broken { before_sending, is_timeout, source: Box::new(WithCauses(error.into())) }
    }

    /// An error whose text contains its causes. HTTP libraries put what a person needs into the last one.
    #[derive(Debug)]
    struct WithCauses(Source);

    impl fmt::Display for WithCauses {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let mut last = self.0.to_string();
            f.write_str(&last)?;
            let mut cause = self.0.source();
            while let Some(error) = cause {
                let text = error.to_string();
                // Some errors repeat their cause.
                if !last.ends_with(&text) {
                    write!(f, ": {text}")?;
                    last = text;
                }
                cause = error.source();
            }
            Ok(())
        }
    }

    impl std::error::Error for WithCauses {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&*self.0)
        }
    }
}
