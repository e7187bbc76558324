//! Transports: what sends one request and receives one response.
//!
//! In: an attempt. Out: the head of its response, and the body as it arrives. A transport follows no redirects and
//! repeats nothing: the exchange does.

use super::call::{Attempt, Broken};
use super::error::Source;
use super::headers::Headers;
use super::task::BoxFuture;
use crate::runtime::Url;
use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;

#[cfg(any(feature = "reqwest", feature = "blocking"))]
pub(super) use shared::{broken, request};

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

/// A transport whose errors name the origin that was to receive the request. The path and the query can be secrets.
pub(super) struct Named<T>(pub T);

impl<T: Transport> Transport for Named<T> {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        let authority = authority(&attempt.url);
        let response = self.0.send(attempt);
        Box::pin(async move { response.await.map_err(|broken| named(broken, &authority)) })
    }
}

impl<T: BlockingTransport> BlockingTransport for Named<T> {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        let authority = authority(&attempt.url);
        self.0.send(attempt).map_err(|broken| named(broken, &authority))
    }
}

/// Returns the part of an absolute URL before its path. It is copied for each request, and parsed after a failure only.
fn authority(url: &str) -> String {
    let start = url.find("://").map_or(0, |colon| colon + 3);
    let rest = url.get(start..).unwrap_or_default();
    let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    url.get(..start + length).unwrap_or_default().to_owned()
}

fn named(broken: Broken, authority: &str) -> Broken {
    match Url::parse(authority) {
        Some(url) => Broken { source: Box::new(AtOrigin { url, source: broken.source }), ..broken },
        None => broken,
    }
}

/// An error of a transport, with the origin that was to receive the request.
#[derive(Debug)]
struct AtOrigin {
    /// A URL without a path and a query.
    url: Url,
    source: Source,
}

impl fmt::Display for AtOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.url.origin(), self.source)
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
    use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderValue, RANGE, TRANSFER_ENCODING};
    use http::{Method, Request};
    use std::fmt;

    /// Converts an attempt for an HTTP library.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL or a header is not valid. Nothing was sent then.
    pub fn request(attempt: Attempt) -> Result<Request<Bytes>, Broken> {
        let Attempt { method, url, headers, body, .. } = attempt;
        let body = body.unwrap_or_default();
        let mut request = to_http::build(method, &url, headers, body).map_err(|error| broken(error, true, false))?;
        // The library knows where the body ends. A wrong length would damage the next request of the connection.
        request.headers_mut().remove(TRANSFER_ENCODING);
        request.headers_mut().remove(CONTENT_LENGTH);
        // Services reject a request with one of these methods and without a length (RFC 9110 §8.6).
        let has_content = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
        if has_content && request.body().is_empty() {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        // A part of a compressed body cannot be decompressed (RFC 9110 §14.2).
        if request.headers().contains_key(RANGE) && !request.headers().contains_key(ACCEPT_ENCODING) {
            request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        Ok(request)
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
