//! What test doubles receive and send.
//!
//! In: attempts of the client, and planned responses. Out: what was sent, for assertions, and responses for both kinds of transports.

use super::super::call::{Attempt, Broken};
use super::super::transport::{BodyReader, BodyStream, Incoming};
use super::clock::VirtualClock;
use super::pattern;
use crate::runtime::{Method, ResponseBody, Url};
use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};
use std::fmt;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A request that a test double has received.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    method: Method,
    url: String,
    /// The encoded path and query below the base URL, or the whole URL if it is not below.
    below: String,
    headers: Vec<(String, String)>,
    body: Option<Bytes>,
}

impl Sent {
    /// Records an attempt. `base_url` is the URL of the service.
    pub(super) fn new(attempt: Attempt, base_url: &str) -> Self {
        let Attempt { method, url, headers, body, .. } = attempt;
        let below = below(&url, base_url).unwrap_or_else(|| url.clone());
        Self { method, url, below, headers, body }
    }

    /// Returns the method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns the absolute URL, as it was sent.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the encoded path and query below the base URL; the whole URL if it is not below.
    pub fn path_and_query(&self) -> &str {
        &self.below
    }

    /// Returns the encoded path below the base URL.
    pub fn path(&self) -> &str {
        self.below.split('?').next().unwrap_or_default()
    }

    /// Returns the query options, decoded, in the order in which they were sent.
    pub fn query_options(&self) -> Vec<(String, String)> {
        self.below.split_once('?').map(|(_, query)| pattern::options(query)).unwrap_or_default()
    }

    /// Returns the decoded value of a query option, such as `$filter`.
    pub fn query_option(&self, name: &str) -> Option<String> {
        self.query_options().into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Returns the headers, in the order in which they were sent.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the first header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the body; empty if there is none.
    pub fn body(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    /// Returns the body as JSON; null if there is none, or if it is not JSON.
    pub fn json(&self) -> Value {
        Value::decode(self.body()).unwrap_or_default()
    }

    /// Returns the method and the path, for messages.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.below)
    }
}

/// Formats the method and the path with the query. Headers and bodies can contain secrets.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sent").field(&self.name()).finish()
    }
}

/// Returns the encoded path and query below the base URL.
pub(super) fn below(url: &str, base_url: &str) -> Option<String> {
    let (url, base) = (Url::parse(url)?, Url::parse_base(base_url)?);
    let text = url.path_and_query();
    let below = text.strip_prefix(base.path()).filter(|_| url.origin() == base.origin())?;
    (below.is_empty() || below.starts_with(['/', '?'])).then(|| below.to_owned())
}

/// A planned response.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    pub fault: Option<Fault>,
    /// The time until the response arrives.
    pub after: Duration,
}

/// A fault of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The service has not received the request.
    NotSent,
    /// The response does not arrive.
    Lost,
    /// The response ends after the body that was planned, before it is complete.
    BodyLost,
}

impl Default for Reply {
    fn default() -> Self {
        Self { status: 200, headers: Vec::new(), body: Bytes::new(), fault: None, after: Duration::ZERO }
    }
}

impl Reply {
    /// Answers a request that nothing is planned for. The status is not one that is retried.
    pub fn unplanned(code: &str, message: &str) -> Self {
        let mut reply = Self { status: 400, ..Self::default() };
        reply.set_json(&json!({ "error": { "code": code, "message": message } }));
        reply
    }

    pub fn set_header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("Content-Type"));
        self.set_header("Content-Type", content_type);
        self.body = body;
    }

    pub fn set_json(&mut self, value: &Value) {
        self.set_body("application/json", value.to_string().into());
    }

    /// Returns the response to an attempt.
    ///
    /// # Errors
    ///
    /// Returns the planned error, or one if the attempt does not wait for the response.
    pub fn answer(self, timeout: Duration, clock: &VirtualClock) -> Result<Answer, Broken> {
        if self.after >= timeout && !self.after.is_zero() {
            clock.pass(timeout);
            return Err(broken(false, true, "no response in time"));
        }
        clock.pass(self.after);
        match self.fault {
            Some(Fault::NotSent) => Err(broken(true, false, "no connection, as planned")),
            Some(Fault::Lost) => Err(broken(false, false, "connection lost, as planned")),
            fault => {
                let is_cut = fault == Some(Fault::BodyLost);
                Ok(Answer { status: self.status, headers: self.headers, body: self.body, is_cut })
            }
        }
    }
}

fn broken(before_sending: bool, is_timeout: bool, text: &str) -> Broken {
    Broken { before_sending, is_timeout, source: text.into() }
}

/// A response that has arrived. `is_cut`: after its body, the connection is lost.
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    pub is_cut: bool,
}

impl Answer {
    /// Converts into a response of an asynchronous transport.
    pub fn into_stream(self) -> Incoming<BodyStream> {
        let Self { status, headers, body, is_cut } = self;
        Incoming { status, headers: headers.into(), body: Box::pin(Pieces { body: Some(body), is_cut }) }
    }

    /// Converts into a response of a blocking transport.
    pub fn into_reader(self) -> Incoming<BodyReader> {
        let Self { status, headers, body, is_cut } = self;
        Incoming { status, headers: headers.into(), body: Box::new(io::Cursor::new(body).chain(End { is_cut })) }
    }
}

/// A body that arrives at once.
struct Pieces {
    body: Option<Bytes>,
    is_cut: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, Broken>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(body) = self.body.take().filter(|body| !body.is_empty()) {
            return Poll::Ready(Some(Ok(body)));
        }
        let is_cut = std::mem::take(&mut self.is_cut);
        Poll::Ready(is_cut.then(|| Err(broken(false, false, CUT))))
    }
}

/// The end of a body.
struct End {
    is_cut: bool,
}

impl Read for End {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        if self.is_cut { Err(io::Error::new(io::ErrorKind::UnexpectedEof, CUT)) } else { Ok(0) }
    }
}

const CUT: &str = "connection lost in the middle of the body";

/// An error for requests that differ from the plan of a test double.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation(pub(super) String);

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Deviation {}
