//! The asynchronous transport: reqwest.
//!
//! In: an attempt. Out: the head of its response, and the body as it arrives. In a browser, the browser sends the request.

use super::build_error::BuildError;
use super::call::{Attempt, Broken};
use super::error::Source;
use super::task::BoxFuture;
use super::transport::{BodyStream, Incoming, Message, Transport, broken, message};
use reqwest::{Client, Request, Response, Url};
use std::error::Error;
use std::fmt;

/// Sends requests with reqwest. The calls of a program must run on tokio, except in a browser.
#[derive(Clone)]
pub struct Reqwest(Client);

impl Reqwest {
    /// Creates a transport with connections of its own.
    ///
    /// It uses HTTP/2 where the service does, the proxies of the system, and TLS 1.2 or newer with the certificates that the system
    /// trusts. For other settings, make it [from a ready client](#impl-From%3CClient%3E-for-Reqwest).
    ///
    /// # Errors
    ///
    /// Returns an error if the certificates of the system cannot be read.
    pub fn new() -> Result<Self, BuildError> {
        Ok(Self(platform::client().map_err(BuildError::transport)?))
    }
}

/// Uses a ready client, such as one with a proxy, with other certificates, or shared with the rest of a program.
///
/// Its redirects must be off ([`redirect::Policy::none`](https://docs.rs/reqwest/latest/reqwest/redirect/struct.Policy.html)): reqwest
/// would send headers that identify the caller to other hosts, so a response after a redirect is an error. Its retries should be off too.
impl From<Client> for Reqwest {
    fn from(client: Client) -> Self {
        Self(client)
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reqwest").finish_non_exhaustive()
    }
}

impl Transport for Reqwest {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        Box::pin(async move {
            let request = convert(attempt)?;
            let url = request.url().clone();
            let mut response = self.0.execute(request).await.map_err(failed)?;
            // A browser follows redirects, and keeps the token from other hosts (Fetch §4.4).
            if cfg!(not(target_family = "wasm")) && *response.url() != url {
                return Err(broken("the client that was handed in follows redirects: turn them off", false, false));
            }
            let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
            Ok(Incoming { status, headers: headers.into(), body: platform::body(response).await? })
        })
    }
}

/// Converts an attempt.
fn convert(attempt: Attempt) -> Result<Request, Broken> {
    let url = Url::parse(&attempt.url).map_err(|error| broken(error, true, false))?;
    let Message { method, headers, body } = message(attempt)?;
    let mut request = Request::new(method, url);
    *request.headers_mut() = headers;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

/// Returns the failure that an error of reqwest means. Its URL can contain secrets, so it is removed.
fn failed(error: reqwest::Error) -> Broken {
    let (before_sending, is_timeout) = (error.is_builder() || platform::is_unsent(&error), error.is_timeout());
    let error = error.without_url();
    if error.is_decode() {
        broken(BodyError(error), before_sending, is_timeout)
    } else {
        broken(error, before_sending, is_timeout)
    }
}

/// An error while reading a response body. Reqwest wraps each one as a decoding error, even a lost connection. The text is that of the cause.
#[derive(Debug)]
struct BodyError(reqwest::Error);

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.source() {
            Some(cause) => fmt::Display::fmt(cause, f),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// What differs between a program and a browser: here, a program.
#[cfg(not(target_family = "wasm"))]
mod platform {
    use super::{BodyStream, Broken, Client, Response, Source, failed};
    use bytes::Bytes;
    use futures_core::Stream;
    use reqwest::redirect::Policy;
    use rustls::ClientConfig;
    use rustls::crypto::ring::default_provider;
    use rustls_platform_verifier::BuilderVerifierExt;
    use std::error::Error;
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::task::{Context, Poll};
    use std::time::Duration;

    /// The maximum time for a connection.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

    /// Creates a client. The exchange follows redirects and repeats requests.
    pub fn client() -> Result<Client, Source> {
        let client = Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .tls_backend_preconfigured(tls()?);
        Ok(client.build()?)
    }

    /// Configures TLS. The provider is given here, so the program need not choose one, and its own choice stays.
    fn tls() -> Result<ClientConfig, Source> {
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
        let mut config = config.with_safe_default_protocol_versions()?.with_platform_verifier()?.with_no_client_auth();
        // With a ready configuration, reqwest leaves the choice of HTTP/2 to it (RFC 7301).
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }

    /// Returns whether the service certainly has not received the request.
    pub fn is_unsent(error: &reqwest::Error) -> bool {
        // A name that is not resolved, a refused connection, and a failed TLS handshake are all failures to connect.
        error.is_connect() || causes(error).filter_map(|cause| cause.downcast_ref()).any(is_refused)
    }

    /// Returns whether a service refuses a request on a connection that it is about to close (RFC 9113 §6.8 and §8.7).
    fn is_refused(error: &h2::Error) -> bool {
        let reason = error.reason();
        let goes_away = error.is_go_away() && reason == Some(h2::Reason::NO_ERROR);
        let is_refused = error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (goes_away || is_refused)
    }

    fn causes<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
        std::iter::successors(error.source(), |cause| (*cause).source())
    }

    /// Returns the body as it arrives.
    pub async fn body(response: Response) -> Result<BodyStream, Broken> {
        Ok(Box::pin(Pieces(response)))
    }

    /// The pieces of a body.
    struct Pieces(Response);

    impl Stream for Pieces {
        type Item = Result<Bytes, Broken>;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            // The future has no state of its own: the response knows what it has read.
            let piece = pin!(self.0.chunk()).poll(context);
            piece.map(|piece| piece.map_err(failed).transpose())
        }
    }
}

/// What differs between a program and a browser: here, a browser.
#[cfg(target_family = "wasm")]
mod platform {
    use super::{BodyStream, Broken, Client, Response, Source, failed};
    use bytes::Bytes;
    use futures_core::Stream;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    /// Creates a client. The browser follows redirects and chooses proxies and certificates.
    pub fn client() -> Result<Client, Source> {
        Ok(Client::builder().build()?)
    }

    /// Returns false: a browser does not say why a request has failed.
    pub fn is_unsent(_: &reqwest::Error) -> bool {
        false
    }

    /// Waits for all of the body.
    pub async fn body(response: Response) -> Result<BodyStream, Broken> {
        Ok(Box::pin(Whole(Some(response.bytes().await.map_err(failed)?))))
    }

    /// A body in one piece.
    struct Whole(Option<Bytes>);

    impl Stream for Whole {
        type Item = Result<Bytes, Broken>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.take().map(Ok))
        }
    }
}
