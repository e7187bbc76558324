//! The examples of the reference as responses.
//!
//! In: a table of documented operations with the body of an example response. Out: a transport that answers requests for them.
//! No list goes on for ever: each page that a next link leads to is further down in the table.

use super::super::build_error::BuildError;
use super::super::call::{Attempt, Broken};
use super::super::service::{Builder, Client};
use super::super::task::BoxFuture;
use super::super::transport::{BlockingTransport, BodyReader, BodyStream, Incoming, Transport};
use super::clock::VirtualClock;
use super::pattern::{Pattern, Target, as_any_user};
use super::reply::{Answer, Reply, Sent, below};
use super::script::BASE_URL;
use crate::runtime::Method;
use bytes::Bytes;
use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The status of an operation whose response the reference does not show. Its row prevents a response for a similar path.
const NO_RESPONSE: u16 = 0;

/// The members of a list with the address of its next page.
const NEXT_LINKS: [&str; 2] = ["@odata.nextLink", "@nextLink"];

/// The response that the reference shows for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The method.
    pub method: Method,
    /// The path template: `/users/{id}/messages`. With a query, the example is for requests with exactly these query options.
    pub template: &'static str,
    /// The status code; 0 if the reference shows no response.
    pub status: u16,
    /// The body; empty if there is none.
    pub body: &'static str,
}

/// A transport that answers each request with the example of its operation. Copies share what they received.
///
/// Where several templates match a request, the one with the fewest parameters in its path is chosen; of these, one with a query; of these,
/// the first.
/// A request for the signed-in user (`/me/…`) also matches the template for any user (`/users/{id}/…`). An operation without an example
/// gets an error with status 400 and the code `noExample`.
///
/// A list ends after the page of its example: a next link is left out of the response, unless the table has an example for exactly the
/// path and the query of the link, further down. The other links of a response stay as they are.
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

    /// Returns the example for a request, and its position in the table, if the reference shows a response.
    fn find(&self, method: Method, path_and_query: &str) -> Option<(usize, &Example)> {
        let as_user = as_any_user(path_and_query);
        let targets: Vec<Target> =
            [Some(path_and_query), as_user.as_deref()].into_iter().flatten().map(Target::new).collect();
        let find = |matches: fn(&Pattern, &Target) -> bool| {
            targets.iter().find_map(|target| self.best(method, |pattern| matches(pattern, target)))
        };
        // An operation whose optional arguments were left out is still the same.
        let found = find(Pattern::matches_target).or_else(|| find(Pattern::matches_without_arguments));
        found.filter(|(_, example)| example.status != NO_RESPONSE)
    }

    fn best(&self, method: Method, matches: impl Fn(&Pattern) -> bool) -> Option<(usize, &Example)> {
        let rows = self.0.table.iter().enumerate();
        let matching = rows.filter(|(_, (pattern, example))| example.method == method && matches(pattern));
        matching
            .min_by_key(|(_, (pattern, _))| (pattern.parameters(), !pattern.has_query()))
            .map(|(row, (_, example))| (row, example))
    }

    /// Returns the body of an example. A next link that does not lead further down in the table is left out.
    fn body(&self, row: usize, example: &Example) -> Bytes {
        let whole = || Bytes::from_static(example.body.as_bytes());
        if !NEXT_LINKS.iter().any(|name| example.body.contains(name)) {
            return whole();
        }
        let Ok(Value::Object(mut members)) = serde_json::from_str(example.body) else { return whole() };
        for name in NEXT_LINKS {
            if members.get(name).and_then(Value::as_str).is_some_and(|link| !self.goes_on(row, link)) {
                members.remove(name);
            }
        }
        Value::Object(members).to_string().into()
    }

    /// Returns whether a link is the request of an example further down in the table.
    fn goes_on(&self, row: usize, link: &str) -> bool {
        let next = below(link, &self.0.base_url).and_then(|path| Some(self.find(Method::Get, &path)?.0));
        let Some((next, (pattern, _))) = next.and_then(|next| Some((next, self.0.table.get(next)?))) else {
            return false;
        };
        next > row && pattern.has_query()
    }

    fn answer(&self, attempt: Attempt) -> Result<Answer, Broken> {
        let timeout = attempt.timeout;
        let sent = Sent::new(attempt, &self.0.base_url);
        let reply = match self.find(sent.method(), sent.path_and_query()) {
            Some((row, example)) => {
                let mut reply = Reply { status: example.status, ..Reply::default() };
                match example.body.trim_start().chars().next() {
                    None => {}
                    Some('{' | '[') => reply.set_body("application/json", self.body(row, example)),
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
