//! Compares the bindings with the examples of the reference.
//!
//! In: the examples in the generated modules next to this file. Out: the differences, and the number of members with a
//! typed field.
//!
//! * A body is decoded as the documented type and encoded again. The JSON must be equal, including nulls and additional
//!   members.
//! * A request is built by the code of its sample. Method, path, query and body must match the example,
//!   except for the spelling of enum members and type names.
//! * The request is sent to a service that responds with the example. The service must receive method, path, query, headers
//!   and body of the example, and the typed response must have the JSON of the example.
//! * A member other than an annotation must have a typed field, unless the generator reported it.
//! * An example that the generator left out, completely or in part, is counted under the lint that reported it.
//!
//! With the environment variable `REPLAY_REPORT`, the counts are written to the file with that name, as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use serde_json::{Value, json};

use crate::bindings::client::testing::Example;
use crate::bindings::runtime::{ApiError, Body, DecodeError, Model, Request, ResponseBody, Undocumented, UndocumentedKind};
use crate::sending::{Expected, difference, equal, same_target, send, service};

/// A request of a sample.
pub type Built<T> = Result<Request<T>, Box<dyn std::error::Error>>;

/// The outcome of an example. The worst is last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Everything in the example matches.
    Passed,
    /// The generator left out a part of the example and reported this lint.
    Explained(&'static str),
    /// Something in the example differs.
    Failed,
}

/// The lint of examples that are not counted, since they are not JSON.
const BROKEN: &str = "broken-json";

/// The counts and failures of all examples.
#[derive(Default)]
pub struct Replay {
    examples: BTreeMap<&'static str, Outcome>,
    requests: usize,
    sent: usize,
    answered: usize,
    bodies: usize,
    representations: usize,
    unwrapped: usize,
    responses: usize,
    raw_options: usize,
    typed_options: usize,
    members: usize,
    typed: usize,
    undocumented: usize,
    mistyped: usize,
    failures: Vec<String>,
}

/// Decodes a response body. Returns it encoded as JSON, and the members without a typed field.
pub type Decode = fn(&[u8]) -> Result<(Value, Vec<Undocumented>), DecodeError>;

impl Replay {
    /// Replays a request body or a representation: decodes it, checks its members, and encodes it again.
    pub fn body<T: Model>(&mut self, example: &'static str, text: &str, explained: &[&str]) {
        self.bodies += 1;
        self.note(example, Outcome::Passed);
        let Some(json) = self.parse(example, text) else { return };
        match T::from_json(json.clone()) {
            Ok(model) => self.check_members(example, &json, &model.to_json(), &model.undocumented_in(crate::RELATED), explained),
            Err(error) => self.fail(example, format!("cannot decode the body: {error}")),
        }
    }

    /// Replays the JSON representation of a type.
    ///
    /// Its values are type names, so only decoding and encoding are checked.
    pub fn representation<T: Model>(&mut self, example: &'static str, text: &str) {
        self.representations += 1;
        let Some(json) = self.parse(example, text) else { return };
        match T::from_json(json.clone()) {
            Ok(model) if equal(&json, &model.to_json()) => {}
            Ok(_) => self.fail(example, "decoding and encoding changes the representation".to_owned()),
            Err(error) => self.fail(example, format!("cannot decode the representation: {error}")),
        }
    }

    /// Replays a response of objects or values. `decode` encodes it as JSON again, and lists the members without a
    /// typed field.
    pub fn response(&mut self, example: &'static str, text: &str, explained: &[&str], decode: Decode) {
        self.responses += 1;
        self.note(example, Outcome::Passed);
        let Some(json) = self.parse(example, text) else { return };
        match decode(text.as_bytes()) {
            Ok((encoded, undocumented)) => self.check_members(example, &json, &encoded, &undocumented, explained),
            Err(error) => self.fail(example, format!("cannot decode the response: {error}")),
        }
    }

    /// Counts a response that its example wraps in `value`, as the generator reported. The service sends it without.
    pub fn unwrapped(&mut self) {
        self.unwrapped += 1;
    }

    /// Replays a response without members: bytes, a number as text, any JSON, or nothing.
    pub fn plain_response<T: ResponseBody>(&mut self, example: &'static str, text: &str) {
        self.responses += 1;
        self.note(example, Outcome::Passed);
        if let Err(error) = T::decode(text.as_bytes()) {
            self.fail(example, format!("cannot decode the response: {error}"));
        }
    }

    /// Replays a response with an error status: if its body reports an error of the service, no member of it is lost.
    pub fn failure(&mut self, example: &'static str, text: &str) {
        self.responses += 1;
        self.note(example, Outcome::Passed);
        let Some(json) = self.parse(example, text) else { return };
        let Some(error) = ApiError::from_body(text.as_bytes()).map(|error| error.to_json()) else { return };
        if !equal(&json["error"], &error) {
            self.fail(example, format!("decoding and encoding the error returns\n  {error}\nnot\n  {}", json["error"]));
        }
    }

    /// Replays an empty response of a request with an optional response body.
    pub fn empty<T: ResponseBody>(&mut self, example: &'static str) {
        self.responses += 1;
        self.note(example, Outcome::Passed);
        match Option::<T>::decode(b"") {
            Ok(None) => {}
            Ok(Some(_)) => self.fail(example, "an empty response decodes to a value".to_owned()),
            Err(error) => self.fail(example, format!("cannot decode an empty response: {error}")),
        }
    }

    /// Replays a request. `request` is built by the sample of the example, `target` is the path and query of the example.
    pub fn request<'a, T>(&'a mut self, example: &'static str, method: &str, target: &'a str, body: Option<&str>, options: (usize, usize), request: Built<T>) -> Rebuilt<'a, T> {
        match &request {
            Ok(request) => self.check_request(example, method, target, body, options, request),
            Err(error) => self.fail(example, format!("cannot build the request: {error}")),
        }
        Rebuilt { replay: self, example, target, request: request.ok() }
    }

    fn check_request<T>(&mut self, example: &'static str, method: &str, target: &str, body: Option<&str>, options: (usize, usize), request: &Request<T>) {
        self.requests += 1;
        self.note(example, Outcome::Passed);
        self.typed_options += options.0;
        self.raw_options += options.1;
        if request.method().as_str() != method {
            self.fail(example, format!("the method is {}, not {method}", request.method().as_str()));
        }
        match request.path_and_query() {
            Ok(built) if same_target(&built, target) => {}
            Ok(built) => self.fail(example, format!("the request goes to\n  {built}\nnot to\n  {target}")),
            Err(error) => self.fail(example, format!("cannot build the request: {error}")),
        }
        match (request.body(), body) {
            (None, None) | (Some(Body::Bytes { .. }), _) => {}
            (Some(Body::Json(built)), Some(text)) => {
                let Some(json) = self.parse(example, text) else { return };
                let built: &Value = built;
                if !same_body(&json, built) {
                    self.fail(example, format!("the body is\n  {built}\nnot\n  {json}"));
                }
            }
            (built, _) => self.fail(example, format!("only one of the example and the request has a body: {built:?}")),
        }
    }

    /// Counts a request or response that the generator left out and reported with this lint.
    pub fn left(&mut self, example: &'static str, lint: &'static str) {
        self.note(example, Outcome::Explained(lint));
    }

    fn note(&mut self, example: &'static str, outcome: Outcome) {
        let worst = self.examples.entry(example).or_insert(outcome);
        *worst = outcome.max(*worst);
    }

    /// Reports the counts, and fails the test if an example differs.
    ///
    /// # Panics
    ///
    /// Panics if an example differs or is missing, or if the report cannot be written.
    pub fn finish(self, examples: usize) {
        let report = self.report();
        // Bypasses the test harness, which captures the output of passing tests.
        let _ = writeln!(std::io::stderr(), "examples: {report:#}");
        if let Some(path) = std::env::var_os("REPLAY_REPORT") {
            std::fs::write(path, format!("{report:#}\n")).expect("cannot write the file in `REPLAY_REPORT`");
        }
        assert_eq!(self.examples.len(), examples, "every example is replayed or left out");
        assert!(self.failures.is_empty(), "{} failures\n{}", self.failures.len(), self.failures.join("\n"));
    }

    fn report(&self) -> Value {
        let mut reasons = BTreeMap::<&str, usize>::new();
        let (mut passed, mut failed) = (0, 0);
        for outcome in self.examples.values() {
            match outcome {
                Outcome::Passed => passed += 1,
                Outcome::Explained(lint) => *reasons.entry(lint).or_default() += 1,
                Outcome::Failed => failed += 1,
            }
        }
        let broken = reasons.remove(BROKEN).unwrap_or_default();
        let explained: usize = reasons.values().sum();
        json!({
            "examples": {
                "replayed": passed + explained + failed,
                "passed": passed,
                "passed, in percent": percent(passed, passed + explained + failed),
                "passed or explained, in percent": percent(passed + explained, passed + explained + failed),
                "explained": reasons,
                "failed": failed,
                "passed, shown inside `value`": self.unwrapped,
                "no JSON, not counted": broken,
            },
            "requests": self.requests,
            "requests, sent": self.sent,
            "requests, sent and answered with the example": self.answered,
            "request bodies": self.bodies,
            "responses": self.responses,
            "representations of types": self.representations,
            "query options": { "typed": self.typed_options, "raw": self.raw_options },
            "members": {
                "all": self.members,
                "typed": self.typed,
                "typed, in percent": percent(self.typed, self.members),
                "undocumented": self.undocumented,
                "mistyped": self.mistyped,
            },
        })
    }

    fn fail(&mut self, example: &'static str, message: String) {
        self.note(example, Outcome::Failed);
        self.failures.push(format!("{example}: {message}"));
    }

    fn parse(&mut self, example: &'static str, text: &str) -> Option<Value> {
        match serde_json::from_str(text) {
            Ok(json) => Some(json),
            Err(error) => {
                self.fail(example, format!("the example is not JSON: {error}"));
                None
            }
        }
    }

    /// Checks that decoding and encoding keeps the JSON, and that all members have a typed field or were reported.
    fn check_members(&mut self, example: &'static str, json: &Value, encoded: &Value, undocumented: &[Undocumented], explained: &[&str]) {
        if !equal(json, encoded) {
            self.fail(example, format!("decoding and encoding returns\n  {encoded}\nnot\n  {json}"));
        }
        let members = count(json);
        let explained: BTreeSet<&str> = explained.iter().copied().collect();
        let mut untyped = 0;
        for member in undocumented {
            if matches!(member.kind, UndocumentedKind::Unknown | UndocumentedKind::Mistyped) && !member.value.is_null() {
                let members = 1 + count(&member.value);
                untyped += members;
                match member.kind {
                    UndocumentedKind::Mistyped => self.mistyped += members,
                    _ => self.undocumented += members,
                }
                if !explained.contains(member.path.as_str()) {
                    self.fail(example, format!("{} has no typed field ({:?}) and was not reported", member.path, member.kind));
                }
            }
        }
        self.members += members;
        self.typed += members.saturating_sub(untyped);
    }
}

/// A request of an example, rebuilt with its function.
pub struct Rebuilt<'a, T> {
    replay: &'a mut Replay,
    example: &'static str,
    target: &'a str,
    request: Option<Request<T>>,
}

impl<T: ResponseBody + 'static> Rebuilt<'_, T> {
    /// Sends the request. The service must receive these headers. `reply` is the response of the example: the path template of its
    /// requests, status and body.
    pub fn send(self, headers: &[(&str, &str)], reply: Option<(&'static str, u16, &'static str)>, shown: fn(T) -> Value) {
        let Some(request) = self.request else { return };
        let method = request.method();
        let reply = reply.map(|(template, status, body)| Example { method, template, status, body });
        let service = service(reply);
        let client = service.client().expect("the URL of the service is valid");
        let expected = Expected { method, target: self.target, headers, body: request.body().cloned() };
        let received = send(&client, request, shown);
        self.replay.sent += 1;
        self.replay.answered += usize::from(reply.is_some());
        let differences = expected.differences(&service.requests()).into_iter();
        let replies = reply.iter().flat_map(|reply| received.iter().filter_map(|received| difference(reply, received)));
        for message in differences.chain(replies) {
            self.replay.fail(self.example, message);
        }
    }
}

/// Returns whether two request bodies are equal, except for the letter case of texts, the `#` of type names, and spaces after commas: samples spell members
/// of enums and names of types as the reference does.
fn same_body(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => spelling(a) == spelling(b),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_body(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same_body(a, b)))
        }
        (a, b) => equal(a, b),
    }
}

/// Returns a text without what may differ.
fn spelling(text: &str) -> String {
    text.trim_start_matches('#').replace(", ", ",").to_lowercase()
}

/// Returns a share in percent, rounded down to two decimal places.
fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { (part as f64 * 10_000.0 / all as f64).floor() / 100.0 }
}

/// Counts the members at all levels, except annotations and nulls.
fn count(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            let own = |(name, value): &(&String, &Value)| !name.contains('@') && !value.is_null();
            members.iter().filter(own).map(|(_, value)| 1 + count(value)).sum()
        }
        Value::Array(list) => list.iter().map(count).sum(),
        _ => 0,
    }
}

/// Returns a [`Decode`] function for a response type or an `Option` of it, for [`Replay::response`].
macro_rules! decode {
    (optional $response:ty) => {
        |text| {
            #[allow(unused_imports)]
            use crate::bindings::runtime::Model as _;
            let response = <Option<$response> as crate::bindings::runtime::ResponseBody>::decode(text)?.unwrap_or_default();
            Ok((response.to_json(), response.undocumented_in(crate::RELATED)))
        }
    };
    ($response:ty) => {
        |text| {
            #[allow(unused_imports)]
            use crate::bindings::runtime::Model as _;
            let response = <$response as crate::bindings::runtime::ResponseBody>::decode(text)?;
            Ok((response.to_json(), response.undocumented_in(crate::RELATED)))
        }
    };
}
pub(crate) use decode;
