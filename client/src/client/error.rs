//! Errors of calls.
//!
//! In: what ended a call, and what the service or a proxy in front of it has sent. Out: one error type, with what a
//! program decides by and what a person needs to act.

use super::check::Finding;
use super::cursor::Cursor;
use super::head::Head;
use crate::runtime::{ApiError, Method, Operation};
use bytes::Bytes;
use std::fmt;
use std::time::Duration;

/// An error of another library or of a token source.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// The length of the body of an error from which on the exchange may have cut it, in bytes.
const CUT: usize = 64 * 1024;

/// The longest media type that a text contains, in bytes. Names have at most 127 characters on each side (RFC 6838 §4.2).
const LONGEST_MEDIA_TYPE: usize = 255;

/// A call that has failed.
///
/// The text names the method and the path template of the operation, never an ID, a query option or a token. It contains its causes.
pub struct Error(Box<Details>);

/// What a failed call knows.
pub(super) struct Details {
    pub kind: ErrorKind,
    pub method: Method,
    pub template: &'static str,
    pub head: Option<Head>,
    pub body: Bytes,
    pub api: Option<ApiError>,
    pub request_id: String,
    pub attempts: u32,
    pub elapsed: Duration,
    pub may_have_been_applied: bool,
    pub source: Option<Source>,
    pub restart: Option<Cursor>,
    pub claims: Option<String>,
    pub findings: Vec<Finding>,
}

/// What ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument is not valid in a path, or a header is not valid, so nothing was sent.
    Request,
    /// The client is strict, and the request does not follow its documentation.
    Refused,
    /// The client has no transport of this kind.
    Transport,
    /// The token source has no token, or one that cannot be sent.
    Token,
    /// The service requires a token with claims, and the token source has not returned another token.
    Claims,
    /// No connection: the service has not received the request.
    Connect,
    /// The connection was lost before the response was complete.
    Connection,
    /// The response took longer than one attempt may take.
    Timeout,
    /// The call took longer than it may take altogether.
    Deadline,
    /// A redirect is not followed.
    Redirect,
    /// The status of the response is not one of success.
    Status,
    /// The response is larger than it may be. The service has carried out the request.
    TooLarge,
    /// The response body does not have the documented type. The service has carried out the request.
    Decode,
    /// A link to a further page is not followed: it leads to another host, or to a page that was already read.
    Link,
}

impl Details {
    /// The details of a call of which nothing was sent.
    pub fn unsent(kind: ErrorKind, operation: &'static Operation) -> Self {
        Self {
            kind,
            method: operation.method,
            template: operation.template,
            head: None,
            body: Bytes::new(),
            api: None,
            request_id: String::new(),
            attempts: 0,
            elapsed: Duration::ZERO,
            may_have_been_applied: false,
            source: None,
            restart: None,
            claims: None,
            findings: Vec::new(),
        }
    }
}

impl Details {
    /// Writes what is wrong with the response body, if it is not from the service: its type, and where to look.
    fn write_body(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(head) = &self.head else { return Ok(()) };
        let foreign_type = head.header("Content-Type").and_then(media_type).filter(|name| !is_json(name));
        if self.kind == ErrorKind::Decode {
            return foreign_type.map_or(Ok(()), |name| write!(f, ": the content type is `{name}`, not JSON"));
        }
        // The rest of a body that was cut is unknown, and a body that was lost has a source.
        let is_known = self.source.is_none() && self.body.len() < CUT;
        let is_error = self.kind == ErrorKind::Status && head.status >= 400;
        if !is_error || !is_known || self.api.is_some() || self.method == Method::Head {
            return Ok(());
        }
        f.write_str(if self.body.is_empty() {
            ": the body is empty"
        } else {
            ": the body is not an error of the service"
        })?;
        // The others have other reasons, and come from proxies and gateways too.
        let has_other_reason = head.status >= 500 || matches!(head.status, 401 | 407 | 429) || self.body.is_empty();
        if head.status == 404 || !has_other_reason {
            f.write_str("; check the base URL")?;
        }
        foreign_type.map_or(Ok(()), |name| write!(f, "; the content type is `{name}`"))
    }
}

/// Returns the media type in a `Content-Type` header (RFC 9110 §8.3.1), if it is one.
fn media_type(value: &str) -> Option<&str> {
    let name = value.split(';').next()?.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/!#$&^_.+-".contains(c);
    (name.len() <= LONGEST_MEDIA_TYPE && name.contains('/') && name.chars().all(is_plain)).then_some(name)
}

fn is_json(media_type: &str) -> bool {
    media_type.to_ascii_lowercase().ends_with("json")
}

impl Error {
    pub(super) fn new(details: Details) -> Self {
        Self(Box::new(details))
    }

    /// Adds the position from which to read a list again.
    pub(super) fn starting_again(mut self, cursor: Cursor) -> Self {
        self.0.restart = Some(cursor);
        self
    }

    /// Says that the client has no token source, if the service has wanted a token.
    pub(super) fn without_tokens(mut self) -> Self {
        if self.0.kind == ErrorKind::Status && self.status() == Some(401) && self.0.source.is_none() {
            self.0.source = Some("the client has no token source: set one with `Builder::token`".into());
        }
        self
    }

    /// Returns the position from which to read a list again, if the service has forgotten the requested position (410).
    ///
    /// Items that were read before come again. For changes, the service may want the program to drop what it has stored: look at
    /// [`code`](Self::code).
    pub fn restart(&self) -> Option<&Cursor> {
        self.0.restart.as_ref()
    }

    /// Returns the head of the last response, if there was one.
    pub(super) fn head(&self) -> Option<&Head> {
        self.0.head.as_ref()
    }

    /// Returns what ended the call.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the status code of the last response, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.head.as_ref().map(|head| head.status)
    }

    /// Returns the first header of the last response with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.head.as_ref()?.header(name)
    }

    /// Returns the error that the service reports in the response body.
    pub fn api_error(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// Returns the code of the error that the service reports, such as `Request_ResourceNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.0.api.as_ref()?.code.as_deref()
    }

    /// Returns the claims that a new token must contain, as JSON, if the service requires some (OpenID Connect Core 1.0 §5.5).
    ///
    /// A program that signs in again with these claims gets a token that the service accepts.
    pub fn claims(&self) -> Option<&str> {
        self.0.claims.as_deref()
    }

    /// Returns how the request deviates from its documentation, if a strict client has refused it.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// Returns the error of the transport or of the token source, if there was one.
    ///
    /// Its text is part of the text of this error. The error of an HTTP library is in its chain of sources.
    pub fn inner(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// Returns the body of the last response, up to 64 KiB of it.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns the ID under which the service knows the request: the one it has sent, or the one the client has sent.
    pub fn request_id(&self) -> &str {
        self.header("request-id").unwrap_or(&self.0.request_id)
    }

    /// Returns the time of the service (`Date`).
    pub fn date(&self) -> Option<&str> {
        self.header("Date")
    }

    /// Returns the time after which the service accepts the request again, if it names one (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.head.as_ref()?.retry_after
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the time from the start of the call to its end.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Returns whether the service may have carried out the request, now or in an earlier attempt.
    ///
    /// If so, look before you send it again. It is always false for requests that change nothing. A condition that no
    /// longer holds (412) after an attempt without a response usually means that the attempt was successful.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.may_have_been_applied
    }

    /// Returns whether what the request names does not exist (404, 410).
    pub fn is_not_found(&self) -> bool {
        matches!(self.status(), Some(404 | 410))
    }

    /// Returns whether the service wants fewer requests (429, 509, or 503 with a delay).
    pub fn is_throttled(&self) -> bool {
        match &self.0.head {
            Some(head) => super::retry::Failure::of(head).is_throttling(),
            None => false,
        }
    }

    /// Returns whether the request conflicts with the present state (409, 412).
    pub fn is_conflict(&self) -> bool {
        matches!(self.status(), Some(409 | 412))
    }

    /// Returns whether the service does not know the caller (401), or the call had no token.
    pub fn is_unauthenticated(&self) -> bool {
        self.status() == Some(401) || matches!(self.kind(), ErrorKind::Token | ErrorKind::Claims)
    }

    /// Returns whether the caller lacks a permission (403).
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// Returns whether the entity still has the version that the request names (304).
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(304)
    }

    /// Returns whether the call took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind(), ErrorKind::Timeout | ErrorKind::Deadline)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        write!(f, "{} {}: ", details.method, details.template)?;
        match details.kind {
            ErrorKind::Request => f.write_str("an argument is not valid")?,
            ErrorKind::Refused => f.write_str("the request does not follow its documentation")?,
            ErrorKind::Transport => f.write_str("the request cannot be sent")?,
            ErrorKind::Link => f.write_str("the link to the next page is not followed")?,
            ErrorKind::Token => f.write_str("no token")?,
            ErrorKind::Claims => f.write_str("the service requires a token with further claims")?,
            ErrorKind::Connect => f.write_str("no connection")?,
            ErrorKind::Connection => f.write_str("the connection was lost")?,
            ErrorKind::Timeout => f.write_str("no response in time")?,
            ErrorKind::Deadline => f.write_str("the call took too long")?,
            ErrorKind::Redirect => f.write_str("the redirect is not followed")?,
            ErrorKind::Status => write_status(self.status().unwrap_or_default(), f)?,
            ErrorKind::TooLarge => f.write_str("the response is too large")?,
            ErrorKind::Decode => f.write_str("the response does not have the documented type")?,
        }
        for (index, finding) in details.findings.iter().enumerate() {
            write!(f, "{} {finding}", if index == 0 { ":" } else { ";" })?;
        }
        details.write_body(f)?;
        if let Some(api) = &details.api {
            write!(f, ": {api}")?;
        }
        if let Some(source) = &details.source {
            write!(f, ": {source}")?;
        }
        if self.is_throttled()
            && let Some(delay) = self.retry_after()
        {
            write!(f, "; retry after {} s", delay.as_secs_f64())?;
        }
        if details.may_have_been_applied {
            f.write_str("; it may have been applied")?;
        }
        if details.attempts > 0 {
            let plural = if details.attempts == 1 { "" } else { "s" };
            write!(f, " ({} attempt{plural}, request ID {})", details.attempts, self.request_id())?;
        }
        Ok(())
    }
}

/// Writes a status code and its name (RFC 9110 §15).
fn write_status(status: u16, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let known = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    match known {
        Some(name) => write!(f, "{status} {name}"),
        None => write!(f, "status {status}"),
    }
}

/// Formats the error without response headers and body, which can contain secrets.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        f.debug_struct("Error")
            .field("kind", &details.kind)
            .field("status", &self.status())
            .field("code", &self.code())
            .field("text", &self.to_string())
            .finish_non_exhaustive()
    }
}

/// The source is the first cause that the text does not contain: reporters print both. [`inner`](Error::inner) has all of them.
impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        cause_below(self.0.source.as_deref()?, &self.to_string())
    }
}

/// Returns the first cause of an error that a text does not contain. The text contains the error itself.
pub(super) fn cause_below<'e>(
    error: &'e (dyn std::error::Error + 'static),
    text: &str,
) -> Option<&'e (dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause| cause.source()).find(|cause| !text.contains(&cause.to_string()))
}
