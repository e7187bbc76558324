//! Observing the calls of a client.
//!
//! In: the events and steps of an exchange. Out: copies of them for the hooks of the program, and with the feature `tracing` a span for the call
//! and an event for each attempt. Observers do not change the call.

use super::call::{Attempt, Broken, Call, Event, Now, Step};
use super::error::Error;
use super::exchange::Exchange;
use super::head::Head;
use super::host::Home;
use super::shared::Shared;
use crate::runtime::{Method, is_secret_header};
use bytes::Bytes;
use std::fmt;
use std::sync::Arc;

/// What is shown in place of a value that authenticates somebody.
const HIDDEN: &str = "***";

/// Inspects requests and responses, for logs and tests.
///
/// A client calls its [hooks](super::Builder::hook) in the order in which they were added, for each attempt. They receive copies, so they cannot
/// change the call, but the call waits for them: a hook should be fast. A hook that panics ends the call with its panic.
///
/// URLs, headers and bodies can contain personal data and secrets, such as the addresses of files that need no token. The values of headers that
/// authenticate the caller (`Authorization`, cookies) are replaced by `***`. The `Debug` texts of the views contain no values.
///
/// ```
/// use docbindgen_client::client::{CallView, Hook, ResponseView};
///
/// struct PrintStatus;
///
/// impl Hook for PrintStatus {
///     fn response(&self, call: &CallView, response: &ResponseView) {
///         eprintln!("{} {}: {}", call.method, call.template, response.status);
///     }
/// }
/// ```
pub trait Hook: Send + Sync {
    /// A request is about to be sent.
    fn request(&self, call: &CallView, request: &RequestView) {
        let _ = (call, request);
    }

    /// The head of a response has arrived.
    fn response(&self, call: &CallView, response: &ResponseView) {
        let _ = (call, response);
    }

    /// The body of the response was read. This is left out where the client does not read it: if the request is repeated, and if the program
    /// reads the body as it arrives. The body of an error ends at 64 KiB.
    fn body(&self, call: &CallView, body: &[u8]) {
        let _ = (call, body);
    }

    /// The attempt has ended without a complete response.
    fn failure(&self, call: &CallView, failure: &FailureView) {
        let _ = (call, failure);
    }
}

/// The call that a hook observes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallView {
    /// The method of the operation.
    pub method: Method,
    /// The path template of the operation.
    pub template: &'static str,
    /// The ID of the call (`client-request-id`), the same for all its attempts.
    pub request_id: String,
    /// The number of the attempt, from 1.
    pub attempt: u32,
}

/// A copy of a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestView {
    /// The method, which a redirect can change.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Bytes>,
}

/// A copy of the head of a response.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseView {
    /// The status code.
    pub status: u16,
    /// The headers, in the order of the transport.
    pub headers: Vec<(String, String)>,
}

/// An attempt without a complete response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailureView {
    /// Whether the service certainly has not received the request.
    pub before_sending: bool,
    /// Whether the time limit of the attempt has passed.
    pub is_timeout: bool,
}

/// Contains the names of the headers and the length of the body only.
impl fmt::Debug for RequestView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestView")
            .field("method", &self.method)
            .field("headers", &names(&self.headers))
            .field("body", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

/// Contains the status and the names of the headers only.
impl fmt::Debug for ResponseView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseView").field("status", &self.status).field("headers", &names(&self.headers)).finish()
    }
}

fn names(headers: &[(String, String)]) -> Vec<&str> {
    headers.iter().map(|(name, _)| name.as_str()).collect()
}

/// Copies headers. The values that authenticate somebody are hidden.
fn copy(headers: &[(String, String)]) -> Vec<(String, String)> {
    let copy = |(name, value): &(String, String)| {
        let value = if is_secret_header(name) { HIDDEN.to_owned() } else { value.clone() };
        (name.clone(), value)
    };
    headers.iter().map(copy).collect()
}

/// The hooks of a client, in the order in which they are called.
#[derive(Clone, Default)]
pub(super) struct Hooks(Vec<Arc<dyn Hook>>);

impl Hooks {
    pub fn push(&mut self, hook: impl Hook + 'static) {
        self.0.push(Arc::new(hook));
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn each(&self, notify: impl Fn(&dyn Hook)) {
        self.0.iter().for_each(|hook| notify(&**hook));
    }
}

/// Contains the number of the hooks only.
impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Hooks").field(&self.0.len()).finish()
    }
}

/// An exchange whose events and steps are observed.
pub(super) struct Observed<'c> {
    exchange: Exchange<'c>,
    hooks: &'c Hooks,
    call: CallView,
    #[cfg(feature = "tracing")]
    trace: super::trace::Trace,
}

impl<'c> Observed<'c> {
    /// Begins a call.
    pub fn new(home: &'c Home, shared: &'c Shared, call: Call, seed: u64) -> Self {
        Self {
            hooks: shared.hooks(),
            #[cfg(feature = "tracing")]
            trace: super::trace::Trace::new(&call),
            call: CallView { method: call.method, template: call.template, request_id: String::new(), attempt: 0 },
            exchange: Exchange::new(home, shared, call, seed),
        }
    }

    /// Returns the span of the call.
    #[cfg(feature = "tracing")]
    pub fn span(&self) -> tracing::Span {
        self.trace.span()
    }

    /// Passes an event to the exchange, and returns its step.
    pub fn step(&mut self, event: Event, now: Now) -> Step {
        self.show_event(&event);
        #[cfg(feature = "tracing")]
        self.trace.event(&event);
        let step = self.exchange.step(event, now);
        #[cfg(feature = "tracing")]
        self.trace.step(&step, now);
        self.show_step(&step);
        step
    }

    fn show_event(&self, event: &Event) {
        if self.hooks.is_empty() {
            return;
        }
        let call = &self.call;
        match event {
            Event::Head(status, headers) => {
                let response = ResponseView { status: *status, headers: copy(headers) };
                self.hooks.each(|hook| hook.response(call, &response));
            }
            Event::Body(body) => self.hooks.each(|hook| hook.body(call, body)),
            Event::Failed(Broken { before_sending, is_timeout, .. }) => {
                let failure = FailureView { before_sending: *before_sending, is_timeout: *is_timeout };
                self.hooks.each(|hook| hook.failure(call, &failure));
            }
            _ => {}
        }
    }

    fn show_step(&mut self, step: &Step) {
        let (Step::Send(Attempt { method, url, headers, body, .. }), false) = (step, self.hooks.is_empty()) else {
            return;
        };
        self.call.attempt += 1;
        if self.call.request_id.is_empty() {
            self.exchange.request_id().clone_into(&mut self.call.request_id);
        }
        let request = RequestView { method: *method, url: url.clone(), headers: copy(headers), body: body.clone() };
        self.hooks.each(|hook| hook.request(&self.call, &request));
    }
}

/// The announcement of a service that an operation is going to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation<'r> {
    /// When the operation was or will be deprecated, as received: `@1688169599` (RFC 9745), or a date.
    pub deprecated: Option<&'r str>,
    /// The date after which the operation does not exist, as received: `Sun, 11 Nov 2029 23:59:59 GMT` (RFC 8594).
    pub sunset: Option<&'r str>,
    /// The page that explains it: the link with the relation `deprecation` or `sunset`.
    pub link: Option<&'r str>,
}

impl Head {
    /// Returns the announcement that the operation is going to be removed, if the response contains one.
    pub fn deprecation(&self) -> Option<Deprecation<'_>> {
        let (deprecated, sunset) = (self.header("Deprecation"), self.header("Sunset"));
        if deprecated.is_none() && sunset.is_none() {
            return None;
        }
        let links = self.values("Link").flat_map(split_links);
        let link = links.filter_map(deprecation_link).next();
        Some(Deprecation { deprecated, sunset, link })
    }
}

/// Splits a header `Link` (RFC 8288 §3) at the commas before `<`.
fn split_links(value: &str) -> impl Iterator<Item = &str> {
    value.split('<').skip(1)
}

/// Returns the URL of `url>; rel="sunset"`.
fn deprecation_link(link: &str) -> Option<&str> {
    let (url, parameters) = link.split_once('>')?;
    let is_relation = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = value.trim().trim_end_matches(',').trim_matches(['"', ' ']);
        name.trim().eq_ignore_ascii_case("rel")
            && value
                .split_whitespace()
                .any(|relation| relation.eq_ignore_ascii_case("deprecation") || relation.eq_ignore_ascii_case("sunset"))
    };
    parameters.split(';').any(is_relation).then_some(url.trim())
}

impl<T> super::Response<T> {
    /// Returns the announcement that the operation is going to be removed, if the response contains one.
    pub fn deprecation(&self) -> Option<Deprecation<'_>> {
        self.head().deprecation()
    }
}

impl Error {
    /// Returns the announcement that the operation is going to be removed, if the last response contains one.
    pub fn deprecation(&self) -> Option<Deprecation<'_>> {
        self.head()?.deprecation()
    }
}
