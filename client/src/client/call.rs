//! The vocabulary of a call: what it consists of, what can happen, and what is done next.
//!
//! In: a request. Out: the types that the exchange, the drivers and the transports share.

use super::error::{Error, Source};
use super::head::Head;
use super::headers::Headers;
use super::host::Target;
use super::retry::RetryPolicy;
use super::token::{Token, TokenNeed};
use crate::runtime::Method;
use bytes::Bytes;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The maximum time for one attempt, unless the program sets another.
pub(super) const USUAL_TIMEOUT: Duration = Duration::from_secs(100);

/// A request that is ready to be sent.
#[derive(Clone)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path template of the operation, for messages.
    pub template: &'static str,
    /// Where the request goes.
    pub target: Target,
    /// The headers, without `Authorization`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Bytes>,
    /// What to do with the body of the response.
    pub mode: Mode,
    /// The limits.
    pub options: CallOptions,
}

/// What to do with the body of a successful response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Read all of it, up to this number of bytes.
    Buffered(usize),
    /// Leave it to the caller.
    Streamed,
}

/// The limits of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallOptions {
    /// When to send the request again.
    pub retry: RetryPolicy,
    /// Whether two executions have the same effect as one, where the method and the headers do not say so.
    pub repeatable: bool,
    /// The maximum time for one attempt, until its response is complete. The default is 100 seconds.
    ///
    /// With the defaults, a blocking call over `Ureq` limits each part separately: connecting to 30 seconds; sending, the response head
    /// and the response body to 100 seconds each. Another `timeout`, or a [`deadline`](Self::deadline), is a limit for the whole attempt. If the
    /// caller reads the body as it arrives, each part before the body may take the timeout.
    pub timeout: Duration,
    /// The maximum time for the whole call, with its attempts, its delays and its tokens.
    ///
    /// A blocking call cannot interrupt a token source. If the source returns after the deadline, the call ends without sending the request.
    pub deadline: Option<Duration>,
    /// The maximum number of redirects. With none, a redirect is a response like any other.
    pub redirects: u32,
    /// The scopes of the token, or `None` for a call without a token.
    pub scopes: Option<Arc<[String]>>,
    /// The largest response body that is decoded, in bytes.
    pub largest_response: usize,
    /// The maximum time without any byte while the caller reads a response body as it arrives.
    ///
    /// `Ureq` waits longer if the [`timeout`](Self::timeout) is longer: 100 seconds by default. It has one limit for waiting, which
    /// also applies to the head of the response.
    pub stalled_after: Duration,
    /// Whether to refuse requests that do not follow their documentation.
    pub strict: bool,
}

impl CallOptions {
    /// Returns whether the program has set a limit for the attempt or the call.
    pub(super) fn has_exact_limit(&self) -> bool {
        self.deadline.is_some() || self.timeout != USUAL_TIMEOUT
    }
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::default(),
            repeatable: false,
            timeout: USUAL_TIMEOUT,
            deadline: None,
            redirects: 5,
            scopes: Some(Arc::from([])),
            largest_response: 256 << 20,
            stalled_after: Duration::from_secs(20),
            strict: false,
        }
    }
}

/// The time at which something happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The time since any fixed point.
    pub elapsed: Duration,
    /// The time since 1970.
    pub unix: Duration,
}

/// What has happened.
pub enum Event {
    /// The call begins.
    Start,
    /// There is a token.
    Token(Token),
    /// The source has no token.
    NoToken(Source),
    /// The source has not returned a token in the time that is left for the call.
    NoTokenInTime,
    /// The head of the response has arrived: status and headers.
    Head(u16, Headers),
    /// The body of the response is complete, or has reached the limit.
    Body(Bytes),
    /// The body of the response is larger than the limit.
    TooLarge,
    /// The attempt has failed.
    Failed(Broken),
    /// The delay has passed.
    Awake,
}

/// Does not contain tokens, values of headers and bodies.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("Start"),
            Self::Token(token) => f.debug_tuple("Token").field(token).finish(),
            Self::NoToken(source) => f.debug_tuple("NoToken").field(source).finish(),
            Self::NoTokenInTime => f.write_str("NoTokenInTime"),
            Self::Head(status, headers) => f.debug_tuple("Head").field(status).field(headers).finish(),
            Self::Body(body) => f.debug_tuple("Body").field(&body.len()).finish(),
            Self::TooLarge => f.write_str("TooLarge"),
            Self::Failed(broken) => f.debug_tuple("Failed").field(broken).finish(),
            Self::Awake => f.write_str("Awake"),
        }
    }
}

/// An attempt without a complete response.
#[derive(Debug)]
pub struct Broken {
    /// Whether the service certainly has not received the request.
    pub before_sending: bool,
    /// Whether the time limit of the attempt has passed.
    pub is_timeout: bool,
    /// The error of the transport.
    pub source: Source,
}

/// What to do next.
#[derive(Debug)]
pub enum Step {
    /// Get a token, then [`Event::Token`], [`Event::NoToken`] or [`Event::NoTokenInTime`].
    NeedToken {
        /// The token that is needed.
        need: TokenNeed,
        /// The time that is left for the call, if it has a deadline.
        timeout: Option<Duration>,
    },
    /// Send, then [`Event::Head`] or [`Event::Failed`].
    Send(Attempt),
    /// Read the body of the response. More than this number of bytes is [`Event::TooLarge`] if the response was successful,
    /// and cut off otherwise.
    Read {
        /// The maximum number of bytes.
        limit: usize,
        /// Whether the bytes up to the limit are enough.
        cut: bool,
    },
    /// Wait, then [`Event::Awake`]. The response is dropped.
    Sleep(Duration),
    /// The call has ended.
    Done(Result<Success, Error>),
}

/// A request to be sent once.
#[derive(Clone)]
pub struct Attempt {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// The headers, with `Authorization`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Bytes>,
    /// The maximum time until the response is complete.
    pub timeout: Duration,
    /// Whether the program has set the [`timeout`](Self::timeout) or a deadline. If not, a transport may apply it to each part of the attempt
    /// separately.
    pub is_exact: bool,
    /// The maximum time without any byte of the body, if the caller reads it as it arrives. The [`timeout`](Self::timeout) then ends
    /// with the head of the response.
    pub stalled_after: Option<Duration>,
}

/// Does not contain values of headers and the query, which can be secrets.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Attempt")
            .field("method", &self.method)
            .field("headers", &names)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A successful call.
pub struct Success {
    /// The head of the response.
    pub head: Head,
    /// The body; empty if the caller reads it.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
    /// The time from the start of the call to the response.
    pub elapsed: Duration,
    /// The ID that the client has sent.
    pub request_id: String,
    /// The URL that has answered, after redirects.
    pub target: Target,
}

/// Contains the length of the body only.
impl fmt::Debug for Success {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Success")
            .field("head", &self.head)
            .field("body", &self.body.len())
            .field("attempts", &self.attempts)
            .field("request_id", &self.request_id)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}
