//! The head of a response.
//!
//! In: status and headers as received. Out: what the exchange decides by: the delay, the redirect, the challenge.

use super::headers::Headers;
use std::fmt;
use std::time::{Duration, SystemTime};

/// The status and the headers of a response.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// The headers, in the order of the transport.
    pub headers: Headers,
    /// The time after which the request may be repeated (`Retry-After`).
    pub retry_after: Option<Duration>,
}

impl Head {
    /// Reads a status and headers. `unix` is the time since 1970, for a `Retry-After` that is a date.
    pub fn new(status: u16, headers: Headers, unix: Duration) -> Self {
        let mut head = Self { status, headers, retry_after: None };
        // The clock of the service counts, if the response contains its time.
        let now = || head.header("Date").and_then(date).unwrap_or(unix);
        head.retry_after = head.header("Retry-After").and_then(|value| retry_after(value, now));
        head
    }

    /// Returns the first value of the header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// Iterates over the values of the headers with this name, in any case.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns whether the request was successful (RFC 9110 §15.3).
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the location that a redirect leads to (RFC 9110 §15.4).
    pub fn redirect(&self) -> Option<&str> {
        let is_redirect = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        if is_redirect { self.header("Location") } else { None }
    }
}

/// Does not contain values of headers, which can be secrets: cookies, and the addresses of files that need no token.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head").field("status", &self.status).field("headers", &self.headers).finish_non_exhaustive()
    }
}

/// Parses `Retry-After` (RFC 9110 §10.2.3): seconds, which services also send with a fraction, or a date.
fn retry_after(value: &str, now: impl FnOnce() -> Duration) -> Option<Duration> {
    let value = value.trim();
    if value.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    }
    date(value).map(|date| date.saturating_sub(now()))
}

/// Parses an HTTP date (RFC 9110 §5.6.7) to the time since 1970.
fn date(text: &str) -> Option<Duration> {
    httpdate::parse_http_date(text.trim()).ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()
}
