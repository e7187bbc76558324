//! Planned responses.
//!
//! In: rules, each with a method, a path and responses. Out: a transport that answers by them, and what was sent to it.

use super::super::build_error::BuildError;
use super::super::call::{Attempt, Broken};
use super::super::service::{Builder, Client};
use super::super::task::BoxFuture;
use super::super::transport::{BlockingTransport, BodyReader, BodyStream, Incoming, Transport};
use super::clock::VirtualClock;
use super::pattern::{Pattern, as_any_user};
use super::reply::{Answer, Deviation, Fault, Reply, Sent};
use crate::runtime::Method;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The base URL of the service that test doubles stand for, unless the test sets another.
pub(super) const BASE_URL: &str = "https://graph.example/v1.0";

/// A transport that answers with planned responses, for both kinds of clients. Copies share their rules and what they received.
///
/// [`on`](Self::on) begins a rule. The methods after it describe its response, and [`then`](Self::then) begins the next
/// response of the same rule. The first rule that matches a request and is not used up answers it. The last response of a rule is
/// sent again and again, unless [`times`](Self::times) limits it. A request for the signed-in user, `/me`, that no rule matches is
/// answered by a rule for any user, `/users/{id}`. What is described before the first rule answers the requests that no rule matches;
/// without it, they get an error with status 400, code `unexpectedRequest`, and the rules there are.
///
/// ```
/// use docbindgen_client::client::testing::Script;
/// use docbindgen_client::runtime::Method;
/// use serde_json::json;
///
/// let script = Script::new()
///     .on(Method::Get, "/me").status(429).header("Retry-After", "1").then().json(&json!({ "id": "1" }))
///     .on(Method::Get, "/users/{id}").error(404, "Request_ResourceNotFound", "There is no such user.")
///     .on(Method::Post, "/me/sendMail").not_sent().then().status(202);
/// # let _ = script;
/// ```
#[derive(Clone)]
pub struct Script(Arc<Parts>);

/// What the copies of a script share.
struct Parts {
    base_url: String,
    clock: VirtualClock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The responses to requests that no rule matches.
    fallback: Replies,
    rules: Vec<Rule>,
    requests: Vec<Sent>,
    unexpected: Vec<String>,
}

struct Rule {
    method: Method,
    pattern: Pattern,
    replies: Replies,
}

/// Responses in the order in which they are sent.
#[derive(Default)]
struct Replies {
    replies: Vec<Planned>,
    /// The index of the response that is sent next.
    next: usize,
}

#[derive(Default)]
struct Planned {
    reply: Reply,
    /// How often the response is sent; `None` for once, or for ever if it is the last one.
    times: Option<usize>,
    sent: usize,
}

impl Replies {
    /// Changes the response that is being described.
    fn change_last(&mut self, change: impl FnOnce(&mut Planned)) {
        let mut last = self.replies.pop().unwrap_or_default();
        change(&mut last);
        self.replies.push(last);
    }

    /// Takes the next response, or `None` if all were sent.
    fn take(&mut self) -> Option<Reply> {
        let count = self.replies.len();
        loop {
            let is_last = self.next + 1 == count;
            let planned = self.replies.get_mut(self.next)?;
            let times = planned.times.unwrap_or(if is_last { usize::MAX } else { 1 });
            if planned.sent < times {
                planned.sent += 1;
                return Some(planned.reply.clone());
            }
            self.next += 1;
        }
    }

    /// Returns whether every response was used.
    fn is_used_up(&self) -> bool {
        self.replies.last().is_none_or(|last| last.times.is_some_and(|times| last.sent >= times))
    }

    /// Returns the number of responses that were never sent.
    fn unsent(&self) -> usize {
        self.replies.iter().filter(|planned| planned.sent == 0 && planned.times != Some(0)).count()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.replies.is_used_up() { " (used up)" } else { "" };
        write!(f, "`{} {}`{end}", self.method, self.pattern.as_str())
    }
}

impl State {
    /// Returns the responses that are being described.
    fn current(&mut self) -> &mut Replies {
        self.rules.last_mut().map_or(&mut self.fallback, |rule| &mut rule.replies)
    }

    /// Answers a request.
    fn reply(&mut self, sent: &Sent) -> Reply {
        let path = sent.path_and_query();
        let paths = [Some(path.to_owned()), as_any_user(path)].into_iter().flatten();
        let mut replies = paths.filter_map(|path| {
            let mut matching = self.rules.iter_mut().filter(|rule| rule.matches(sent.method(), &path));
            matching.find_map(|rule| rule.replies.take())
        });
        let reply = replies.next();
        let reply = reply.or_else(|| self.fallback.take());
        reply.unwrap_or_else(|| {
            let text = self.unexpected(sent);
            self.unexpected.push(sent.name());
            Reply::unplanned("unexpectedRequest", &text)
        })
    }

    fn unexpected(&self, sent: &Sent) -> String {
        let rules: Vec<String> = self.rules.iter().map(Rule::to_string).collect();
        let rules = if rules.is_empty() { "nothing".to_owned() } else { rules.join(", ") };
        format!("the script has no response to `{}`; it answers {rules}", sent.name())
    }
}

impl Rule {
    fn matches(&self, method: Method, path_and_query: &str) -> bool {
        self.method == method && self.pattern.matches(path_and_query)
    }
}

impl Script {
    /// Creates a script without rules, for the service at `https://graph.example/v1.0`.
    pub fn new() -> Self {
        Self::at(BASE_URL)
    }

    /// Creates a script without rules, for the service with this base URL.
    pub fn at(base_url: impl Into<String>) -> Self {
        Self(Arc::new(Parts {
            base_url: base_url.into(),
            clock: VirtualClock::new(),
            state: Mutex::new(State::default()),
        }))
    }

    /// Begins a rule for requests with this method and path.
    ///
    /// The path is below the base URL, or a whole URL of another host. It can be a template, such as `/users/{id}`: a parameter
    /// matches any text of a segment. A path with a query, encoded or not, matches requests with the same options in any order; one
    /// without a query matches all queries.
    pub fn on(self, method: Method, path: &str) -> Self {
        self.with(|state| {
            let replies = Replies { replies: vec![Planned::default()], next: 0 };
            state.rules.push(Rule { method, pattern: Pattern::new(path), replies });
        });
        self
    }

    /// Begins the next response of the rule.
    pub fn then(self) -> Self {
        self.with(|state| state.current().replies.push(Planned::default()));
        self
    }

    /// Sends the response this number of times. After the last response, the rule is used up.
    pub fn times(self, times: usize) -> Self {
        self.with(|state| state.current().change_last(|last| last.times = Some(times)));
        self
    }

    /// Sets the status code. Without this, it is 200.
    pub fn status(self, status: u16) -> Self {
        self.change(|reply| reply.status = status)
    }

    /// Adds a header.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|reply| reply.set_header(name, value))
    }

    /// Sets a JSON body: a model, a list of models, or any other value that can be serialized.
    pub fn json<B: Serialize + ?Sized>(self, body: &B) -> Self {
        let text = serde_json::to_string(body);
        self.change(|reply| match text {
            Ok(text) => reply.set_body("application/json", text.into()),
            Err(error) => *reply = Reply::unplanned("invalidScript", &format!("the body is not JSON: {error}")),
        })
    }

    /// Sets the body of a page of a list: its items, and the link to the next page.
    pub fn page<B: Serialize>(self, items: &[B], next_link: Option<&str>) -> Self {
        let Some(link) = next_link else { return self.json(&json!({ "value": items_json(items) })) };
        self.json(&json!({ "value": items_json(items), "@odata.nextLink": link }))
    }

    /// Sets a status code, and the body of an error that the service reports.
    pub fn error(self, status: u16, code: &str, message: &str) -> Self {
        self.status(status).json(&json!({ "error": { "code": code, "message": message } }))
    }

    /// Sets a body of plain text.
    pub fn text(self, body: &str) -> Self {
        self.bytes("text/plain", body.as_bytes().to_vec())
    }

    /// Sets a body of any media type.
    pub fn bytes(self, content_type: &str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        self.change(|reply| reply.set_body(content_type, body))
    }

    /// Lets the connection fail before the request is sent.
    pub fn not_sent(self) -> Self {
        self.change(|reply| reply.fault = Some(Fault::NotSent))
    }

    /// Loses the connection after the request was sent, so no response arrives.
    pub fn lost(self) -> Self {
        self.change(|reply| reply.fault = Some(Fault::Lost))
    }

    /// Loses the connection after the body that was set: the response is not complete.
    pub fn body_lost(self) -> Self {
        self.change(|reply| reply.fault = Some(Fault::BodyLost))
    }

    /// Lets this time pass before the response, on the virtual clock.
    pub fn after(self, time: Duration) -> Self {
        self.change(|reply| reply.after = time)
    }

    /// Sends no response: the time limit of the attempt passes, on the virtual clock.
    pub fn times_out(self) -> Self {
        self.after(Duration::MAX)
    }

    /// Begins a client that uses this script, with a virtual clock and a fixed token.
    ///
    /// Delays that the service does not name are not random: one second after the first attempt, four after the second, and so on.
    pub fn builder(&self) -> Builder {
        super::builder(&self.0.base_url, self, self.clock())
    }

    /// Creates a client that uses this script, see [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL is not valid.
    pub fn client(&self) -> Result<Client, BuildError> {
        self.builder().build()
    }

    /// Returns the clock.
    pub fn clock(&self) -> &VirtualClock {
        &self.0.clock
    }

    /// Returns what was sent so far, in order.
    pub fn requests(&self) -> Vec<Sent> {
        self.with(|state| state.requests.clone())
    }

    /// Checks that all requests were expected, and that all responses were sent.
    ///
    /// # Errors
    ///
    /// Returns an error that names the requests that no rule matches, and the rules with responses that were not sent.
    pub fn finish(&self) -> Result<(), Deviation> {
        self.with(|state| {
            let unexpected = state.unexpected.iter().map(|name| format!("`{name}` was not expected"));
            let unsent = state.rules.iter().map(|rule| (rule, rule.replies.unsent())).filter(|(_, count)| *count > 0);
            let unsent = unsent.map(|(rule, count)| format!("{rule} has {count} unsent responses"));
            let texts: Vec<String> = unexpected.chain(unsent).collect();
            if texts.is_empty() { Ok(()) } else { Err(Deviation(texts.join("; "))) }
        })
    }

    fn change(self, change: impl FnOnce(&mut Reply)) -> Self {
        self.with(|state| state.current().change_last(|last| change(&mut last.reply)));
        self
    }

    fn with<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn answer(&self, attempt: Attempt) -> Result<Answer, Broken> {
        let timeout = attempt.timeout;
        let sent = Sent::new(attempt, &self.0.base_url);
        let reply = self.with(|state| {
            let reply = state.reply(&sent);
            state.requests.push(sent);
            reply
        });
        reply.answer(timeout, self.clock())
    }
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

/// Formats the rules.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = self.with(|state| state.rules.iter().map(Rule::to_string).collect::<Vec<_>>());
        f.debug_tuple("Script").field(&rules).finish()
    }
}

fn items_json<B: Serialize>(items: &[B]) -> Vec<Value> {
    // What is not JSON becomes null.
    items.iter().map(|item| serde_json::to_value(item).unwrap_or_default()).collect()
}

impl Transport for Script {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        Box::pin(async move { self.answer(attempt).map(Answer::into_stream) })
    }
}

impl BlockingTransport for Script {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        self.answer(attempt).map(Answer::into_reader)
    }
}
