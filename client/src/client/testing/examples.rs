//! The examples of the reference as responses.
//!
//! In: a table of documented operations with the body of an example response. Out: a transport that answers requests for them.

use super::super::build_error::BuildError;
use super::super::call::{Attempt, Broken};
use super::super::service::{Builder, Client};
use super::super::task::BoxFuture;
use super::super::transport::{BlockingTransport, BodyReader, BodyStream, Incoming, Transport};
use super::clock::VirtualClock;
use super::pattern::{Pattern, as_any_user};
use super::reply::{Answer, Reply, Sent};
use super::script::BASE_URL;
use crate::runtime::Method;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The response that the reference shows for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The method.
    pub method: Method,
    /// The path template: `/users/{id}/messages`.
    pub template: &'static str,
    /// The status code.
    pub status: u16,
    /// The body; empty if there is none.
    pub body: &'static str,
}

/// A transport that answers each request with the example of its operation. Copies share what they received.
///
/// Where several templates match a path, the one with the fewest parameters is chosen, and of several examples of an operation the first.
/// A request for the signed-in user (`/me/…`) also matches the template for any user (`/users/{id}/…`). An operation without an example
/// gets an error with status 400 and the code `noExample`.
///
/// ```
/// use docbindgen_client::client::SendRequest;
/// use docbindgen_client::client::testing::{Example, Examples};
/// use docbindgen_client::runtime::{Method, Operation, Path, Request};
/// use serde_json::Value;
///
/// static TABLE: &[Example] = &[Example {
///     method: Method::Get,
///     template: "/users/{id}",
///     status: 200,
///     body: r#"{ "displayName": "Ann" }"#,
/// }];
/// static GET: Operation = Operation { method: Method::Get, template: "/users/{id}", pages: &[] };
///
/// let graph = Examples::new(TABLE).client()?;
/// let user = Request::<Value>::new(&GET, Path::new().lit("/users/").seg("1")).send_blocking(&graph)?;
/// assert_eq!(user["displayName"], "Ann");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Examples(Arc<Parts>);

struct Parts {
    base_url: String,
    table: Vec<(Pattern, Example)>,
    clock: VirtualClock,
    requests: Mutex<Vec<Sent>>,
}

impl Examples {
    /// Creates a transport for the service at `https://graph.example/v1.0`.
    pub fn new(table: &[Example]) -> Self {
        Self::at(BASE_URL, table)
    }

    /// Creates a transport for the service with this base URL.
    pub fn at(base_url: impl Into<String>, table: &[Example]) -> Self {
        let table = table.iter().map(|example| (Pattern::new(example.template), *example)).collect();
        let (clock, requests) = (VirtualClock::new(), Mutex::new(Vec::new()));
        Self(Arc::new(Parts { base_url: base_url.into(), table, clock, requests }))
    }

    /// Begins a client that uses the examples, with a virtual clock and a fixed token.
    pub fn builder(&self) -> Builder {
        super::builder(&self.0.base_url, self, &self.0.clock)
    }

    /// Creates a client that uses the examples.
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL is not valid.
    pub fn client(&self) -> Result<Client, BuildError> {
        self.builder().build()
    }

    /// Returns what was sent so far, in order.
    pub fn requests(&self) -> Vec<Sent> {
        self.0.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the example for a request.
    fn find(&self, sent: &Sent) -> Option<&Example> {
        let path = sent.path_and_query();
        let as_user = as_any_user(path);
        let paths = || [Some(path), as_user.as_deref()].into_iter().flatten();
        let exact = paths().find_map(|path| self.best(sent.method(), |pattern| pattern.matches(path)));
        // An operation whose optional arguments were left out is still the same.
        exact.or_else(|| {
            paths().find_map(|path| self.best(sent.method(), |pattern| pattern.matches_without_arguments(path)))
        })
    }

    fn best(&self, method: Method, matches: impl Fn(&Pattern) -> bool) -> Option<&Example> {
        let matching = self.0.table.iter().filter(|(pattern, example)| example.method == method && matches(pattern));
        matching.min_by_key(|(pattern, _)| pattern.parameters()).map(|(_, example)| example)
    }

    fn answer(&self, attempt: Attempt) -> Result<Answer, Broken> {
        let timeout = attempt.timeout;
        let sent = Sent::new(attempt, &self.0.base_url);
        let reply = match self.find(&sent) {
            Some(example) => {
                let mut reply = Reply { status: example.status, ..Reply::default() };
                match example.body.trim_start().get(..1) {
                    None => {}
                    Some("{" | "[") => reply.set_body("application/json", example.body.into()),
                    Some(_) => reply.set_body("text/plain", example.body.into()),
                }
                reply
            }
            None => {
                let name = sent.name();
                Reply::unplanned("noExample", &format!("the reference has no example of a response to `{name}`"))
            }
        };
        self.0.requests.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
        reply.answer(timeout, &self.0.clock)
    }
}

/// Formats the number of examples.
impl fmt::Debug for Examples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Examples").field("count", &self.0.table.len()).finish_non_exhaustive()
    }
}

impl Transport for Examples {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        Box::pin(async move { self.answer(attempt).map(Answer::into_stream) })
    }
}

impl BlockingTransport for Examples {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        self.answer(attempt).map(Answer::into_reader)
    }
}
