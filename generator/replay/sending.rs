//! Sends requests to a service that responds with the examples of the reference.
//!
//! In: requests of the bindings. Out: what differs between a request and what the service received, and between its response and the example.
//! Each request is sent twice: asynchronously, and by a thread that waits.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json as value};

use crate::bindings::client::testing::{Example, Examples, Sent, block_on};
use crate::bindings::client::{Client, Error, SendRequest};
use crate::bindings::runtime::{Body, Method, Model, Operation, Request, ResponseBody};
use crate::bindings::{BASE_URL, examples};

/// The status and the body of a response, as JSON.
pub type Received = Result<(u16, Value), Error>;

/// Sends a request in both ways. `shown` converts the response into JSON.
pub fn send<T: ResponseBody + 'static>(client: &Client, request: Request<T>, shown: fn(T) -> Value) -> [Received; 2] {
    let blocking = request.clone().send_blocking(client).map(|response| (response.status(), shown(response.into_body())));
    let other = block_on(request.send(client)).map(|response| (response.status(), shown(response.into_body())));
    [blocking, other]
}

/// Returns a service with this example only, and without one a service that responds with errors.
pub fn service(example: Option<Example>) -> Examples {
    Examples::at(BASE_URL, example.as_slice())
}

/// A request as the service must receive it.
pub struct Expected<'a> {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub target: &'a str,
    /// Some of the headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: Option<Body>,
}

impl Expected<'_> {
    /// Returns how the two requests that a service received differ from this one.
    pub fn differences(self, requests: &[Sent]) -> Vec<String> {
        let mut out = Vec::new();
        let body = self.body.map(Body::into_bytes).unwrap_or_default();
        if requests.len() != 2 {
            out.push(format!("the service received {} requests, not 2", requests.len()));
        }
        for sent in requests {
            if (sent.method(), same_target(sent.path_and_query(), self.target)) != (self.method, true) {
                out.push(format!("the service received\n  {sent:?}\nnot\n  {} {}", self.method, self.target));
            }
            for (name, value) in self.headers {
                if sent.header(name) != Some(value) {
                    out.push(format!("the service received the header {name} as {:?}, not {value:?}", sent.header(name)));
                }
            }
            if sent.body() != body {
                let [received, sent] = [sent.body(), &body].map(String::from_utf8_lossy);
                out.push(format!("the service received the body\n  {received}\nnot\n  {sent}"));
            }
        }
        out
    }
}

/// Returns how a response differs from an example.
pub fn difference(example: &Example, received: &Received) -> Option<String> {
    let (status, value) = match received {
        Ok(received) => received,
        Err(error) => return Some(format!("the response is an error: {error}")),
    };
    if *status != example.status {
        return Some(format!("the status is {status}, not {}", example.status));
    }
    let is_equal = match (value, serde_json::from_str::<Value>(example.body)) {
        (Value::Null, _) => example.body.is_empty(),
        (value, Ok(shown)) if !value.is_string() => equal(&without_next_link(value), &without_next_link(&shown)),
        (value, _) => value == example.body,
    };
    (!is_equal).then(|| format!("the response is\n  {value}\nnot\n  {}", example.body))
}

/// Returns JSON without the link to a next page. The service leaves it out if the reference does not show that page.
fn without_next_link(value: &Value) -> Value {
    let mut value = value.clone();
    value.as_object_mut().and_then(|members| members.remove("@odata.nextLink"));
    value
}

/// All requests of the bindings, with placeholder arguments.
pub struct Calls {
    service: Examples,
    client: Client,
    /// The first example of each method and shape of a path template.
    examples: BTreeMap<(Method, String), Example>,
    /// What the service must have received.
    expected: Vec<Expected<'static>>,
    unanswered: BTreeSet<String>,
    failures: Vec<String>,
}

impl Default for Calls {
    fn default() -> Self {
        let service = examples::service();
        let client = service.client().expect("the URL of the service is valid");
        let mut first = BTreeMap::new();
        for example in examples::table().into_iter().filter(|example| example.status != 0) {
            first.entry((example.method, shape(example.template))).or_insert(example);
        }
        let (expected, unanswered, failures) = (Vec::new(), BTreeSet::new(), Vec::new());
        Self { service, client, examples: first, expected, unanswered, failures }
    }
}

impl Calls {
    /// Sends a request to the service of the examples. The response must be the example of the operation; without one, the error for that.
    pub fn send<T: ResponseBody + 'static>(&mut self, template: &str, target: &'static str, request: Request<T>, shown: fn(T) -> Value) {
        let operation = request.operation();
        if operation.template != template {
            self.failures.push(format!("{template}: its operation is {}", operation.template));
        }
        self.expected.push(Expected { method: operation.method, target, headers: &[], body: request.body().cloned() });
        let received = send(&self.client, request, shown);
        self.check(operation, &received);
    }

    fn check(&mut self, operation: &'static Operation, received: &[Received; 2]) {
        let name = format!("{} {}", operation.method, operation.template);
        let shape = shape(operation.template);
        // The examples for any user are also those for the signed-in user.
        let for_any = shape.strip_prefix("/me").filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let for_any = for_any.map(|rest| format!("/users/{{}}{rest}"));
        let mut shapes = [Some(shape), for_any].into_iter().flatten();
        if let Some(example) = shapes.find_map(|shape| self.examples.get(&(operation.method, shape))) {
            let differences = received.iter().filter_map(|received| difference(example, received));
            self.failures.extend(differences.map(|text| format!("{name}: {text}")));
            return;
        }
        let codes = received.each_ref().map(|received| received.as_ref().err().and_then(Error::code));
        if codes != [Some("noExample"); 2] {
            self.failures.push(format!("{name}: without an example, it receives {received:?}"));
        }
        self.unanswered.insert(name);
    }

    /// Fails the test if a request was not sent, or if one differs.
    ///
    /// # Panics
    ///
    /// Panics if a request was not sent or differs, or if other requests than these have no example.
    pub fn finish(mut self, functions: usize, unanswered: &[&str]) {
        assert_eq!(self.expected.len(), functions, "every function is called");
        let requests = self.service.requests();
        assert_eq!(requests.len(), 2 * functions, "every request is sent twice");
        for (expected, received) in self.expected.into_iter().zip(requests.chunks(2)) {
            self.failures.extend(expected.differences(received));
        }
        assert!(self.failures.is_empty(), "{} failures\n{}", self.failures.len(), self.failures.join("\n"));
        assert!(self.unanswered.iter().eq(unanswered), "without an example:\n{:#?}", self.unanswered);
    }
}

/// Returns a path template without the names of its parameters.
fn shape(template: &str) -> String {
    let parts = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join("{}")
}

/// Returns whether two JSON values are equal. Numbers are compared by value.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// Returns whether two targets have the same path and the same query options in any order.
///
/// Compares the percent-decoded text and ignores case: the generator reports examples that differ from the documented
/// path only in that.
pub fn same_target(a: &str, b: &str) -> bool {
    let split = |target: &str| {
        let (path, query) = split_query(target);
        let mut options: Vec<String> = query.split('&').filter(|option| !option.is_empty()).map(|option| trim_list(&percent_decoded(&option.replace('+', "%20")).to_lowercase())).collect();
        options.sort();
        (percent_decoded(path).to_lowercase(), options)
    };
    split(a) == split(b)
}

/// Removes spaces after commas, which have no meaning (`BWS` in the OData ABNF).
fn trim_list(option: &str) -> String {
    option.split(',').map(str::trim_start).collect::<Vec<_>>().join(",")
}

/// Splits a target into path and query. A `?` in quotes belongs to the path.
fn split_query(target: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, byte) in target.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'?' if !quoted => return (&target[..at], &target[at + 1..]),
            _ => {}
        }
    }
    (target, "")
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes a body of the documented type.
pub fn model<T: Model>(text: &str) -> T {
    serde_json::from_str(text).ok().and_then(|json| T::from_json(json).ok()).unwrap_or_default()
}

/// Parses a body of any JSON.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Converts a count into JSON.
pub fn count(count: i64) -> Value {
    value!(count)
}

/// Returns a function that converts a response into JSON. Bytes become a text, and nothing becomes null.
macro_rules! shown {
    (optional $($kind:tt)*) => {
        |response: Option<_>| response.map_or(serde_json::Value::Null, shown!($($kind)*))
    };
    (nothing) => {
        |()| serde_json::Value::Null
    };
    (json) => {
        |response: serde_json::Value| response
    };
    (count) => {
        crate::sending::count
    };
    (content) => {
        |response: crate::bindings::runtime::Content| String::from_utf8_lossy(&response.0).into_owned().into()
    };
    (model $response:ty) => {
        |response: $response| {
            #[allow(unused_imports)]
            use crate::bindings::runtime::Model as _;
            response.to_json()
        }
    };
}
pub(crate) use shown;
