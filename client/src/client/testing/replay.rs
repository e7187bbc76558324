//! Replays of recordings.
//!
//! In: a recording, and requests. Out: the recorded responses, if the requests are those of the recording, in the same order.

use super::super::build_error::BuildError;
use super::super::call::{Attempt, Broken};
use super::super::service::{Builder, Client};
use super::super::task::BoxFuture;
use super::super::transport::{BlockingTransport, BodyReader, BodyStream, Incoming, Transport};
use super::clock::VirtualClock;
use super::record::{self, VERSION};
use super::redact::Redactor;
use super::reply::{Answer, Deviation, Fault, Reply};
use super::script::BASE_URL;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A transport that answers as a recorded service did. Copies share their position.
///
/// Each request must have the method, the URL and the body of the next recorded one, with secrets left out on both sides. A request that
/// differs gets an error with status 400 and the code `replayDeviates`, which says what differs. Headers are not compared.
#[derive(Clone)]
pub struct Replay(Arc<Parts>);

struct Parts {
    base_url: String,
    clock: VirtualClock,
    state: Mutex<State>,
}

struct State {
    exchanges: Vec<Exchange>,
    next: usize,
    deviations: Vec<String>,
}

/// A recorded request, and the end of its attempt.
struct Exchange {
    request: Map<String, Value>,
    reply: Reply,
}

impl Replay {
    /// Reads a recording from a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or is not a recording.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, InvalidRecording> {
        let invalid = |error: &dyn fmt::Display| InvalidRecording(format!("{}: {error}", path.as_ref().display()));
        let text = fs::read(&path).map_err(|error| invalid(&error))?;
        let recording = serde_json::from_slice(&text).map_err(|error| invalid(&error))?;
        Self::new(&recording).map_err(|error| invalid(&error))
    }

    /// Replays a recording.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a recording of this version.
    pub fn new(recording: &Value) -> Result<Self, InvalidRecording> {
        if recording["version"] != VERSION {
            return Err(InvalidRecording(format!("it is not a recording of version {VERSION}")));
        }
        let exchanges = recording["exchanges"].as_array().map(Vec::as_slice).unwrap_or_default();
        let exchanges = exchanges.iter().enumerate().map(|(index, exchange)| {
            let invalid = || InvalidRecording(format!("exchange {} is not complete", index + 1));
            parse(exchange).ok_or_else(invalid)
        });
        let state = State { exchanges: exchanges.collect::<Result<_, _>>()?, next: 0, deviations: Vec::new() };
        let base_url = recording["baseUrl"].as_str().unwrap_or(BASE_URL).to_owned();
        Ok(Self(Arc::new(Parts { base_url, clock: VirtualClock::new(), state: Mutex::new(state) })))
    }

    /// Begins a client that uses the recording, with a virtual clock and a fixed token.
    pub fn builder(&self) -> Builder {
        super::builder(&self.0.base_url, self, &self.0.clock)
    }

    /// Creates a client that uses the recording, see [`builder`](Self::builder).
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

    /// Checks that all recorded requests were sent, and no others.
    ///
    /// # Errors
    ///
    /// Returns an error that says what differs.
    pub fn finish(&self) -> Result<(), Deviation> {
        self.with(|state| {
            let mut texts = state.deviations.clone();
            if let Some(next) = state.exchanges.get(state.next) {
                let left = state.exchanges.len() - state.next;
                texts.push(format!("{left} recorded requests were not sent, the next is `{}`", name(&next.request)));
            }
            if texts.is_empty() { Ok(()) } else { Err(Deviation(texts.join("; "))) }
        })
    }

    fn answer(&self, attempt: &Attempt) -> Result<Answer, Broken> {
        let request = record::request(attempt, &Redactor::new(&attempt.headers));
        self.with(|state| state.reply(&request)).answer(attempt.timeout, &self.0.clock)
    }

    fn with<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn reply(&mut self, request: &Map<String, Value>) -> Reply {
        let deviation = match self.exchanges.get(self.next) {
            None => format!("`{}` was sent after the last recorded request", name(request)),
            Some(exchange) => match deviation(&exchange.request, request) {
                None => {
                    self.next += 1;
                    return exchange.reply.clone();
                }
                Some(difference) => format!("request {} differs from the recorded one: {difference}", self.next + 1),
            },
        };
        let reply = Reply::unplanned("replayDeviates", &deviation);
        self.deviations.push(deviation);
        reply
    }
}

/// Returns what differs between two requests.
fn deviation(recorded: &Map<String, Value>, sent: &Map<String, Value>) -> Option<String> {
    if (recorded.get("method"), recorded.get("url")) != (sent.get("method"), sent.get("url")) {
        return Some(format!("sent `{}`, recorded `{}`", name(sent), name(recorded)));
    }
    let body = |request: &Map<String, Value>| {
        let body = ["json", "text", "base64"].iter().find_map(|form| request.get(*form));
        body.map_or_else(|| "no body".to_owned(), Value::to_string)
    };
    let (recorded_body, sent_body) = (body(recorded), body(sent));
    (recorded_body != sent_body)
        .then(|| format!("the body of `{}` is {sent_body}, recorded {recorded_body}", name(sent)))
}

fn name(request: &Map<String, Value>) -> String {
    let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{} {}", text("method"), text("url"))
}

/// Parses a recorded exchange.
fn parse(exchange: &Value) -> Option<Exchange> {
    let request = exchange["request"].as_object()?.clone();
    request.get("method")?.as_str()?;
    request.get("url")?.as_str()?;
    let response = &exchange["response"];
    let reply = match exchange.get("failure") {
        Some(failure) => {
            let fault = if failure["notSent"] == true { Fault::NotSent } else { Fault::Lost };
            let after = if failure["timeout"] == true { Duration::MAX } else { Duration::ZERO };
            Reply { fault: Some(fault), after, ..Reply::default() }
        }
        None => Reply {
            status: response["status"].as_u64()?.try_into().ok()?,
            headers: headers(&response["headers"])?,
            body: body(response)?.into(),
            fault: (response["bodyLost"] == true).then_some(Fault::BodyLost),
            after: Duration::ZERO,
        },
    };
    Some(Exchange { request, reply })
}

fn headers(value: &Value) -> Option<Vec<(String, String)>> {
    let header = |pair: &Value| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()));
    value.as_array()?.iter().map(header).collect()
}

fn body(response: &Value) -> Option<Vec<u8>> {
    if let Some(text) = response.get("text") {
        return Some(text.as_str()?.into());
    }
    if let Some(text) = response.get("base64") {
        return STANDARD.decode(text.as_str()?).ok();
    }
    Some(response.get("json")?.to_string().into_bytes())
}

/// Formats the number of requests that are left.
impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.with(|state| state.exchanges.len().saturating_sub(state.next));
        f.debug_struct("Replay").field("left", &left).finish_non_exhaustive()
    }
}

impl Transport for Replay {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        Box::pin(async move { self.answer(&attempt).map(Answer::into_stream) })
    }
}

impl BlockingTransport for Replay {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        self.answer(&attempt).map(Answer::into_reader)
    }
}

/// An error for a text that is not a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRecording(String);

impl fmt::Display for InvalidRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidRecording {}
