//! Holds the bindings against the examples of the reference.
//!
//! In: the examples, as the generated modules beside this file state them. Out: what did not come out the same, and how many
//! members have a typed field.
//!
//! * A body is decoded as the documented type and encoded again: the JSON must be equal, nulls and unknown members included.
//! * A request is rebuilt through its function: method, path, query and body must be those of the example.
//! * A member that is no annotation must be in a typed field, unless it is one of those that the generator reported.
//! * An example that the generator left out, wholly or in part, is counted by the lint that reported it.
//!
//! With the environment variable `REPLAY_REPORT` the counts go to the file of that name, as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use serde_json::{Value, json};

use crate::bindings::runtime::{ResponseBody, Body, DecodeError, Model, Request, Undocumented, UndocumentedKind};

/// What became of an example, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All that it shows came out the same.
    Passed,
    /// Something of it was left out for this reason, which the generator reported.
    Explained(&'static str),
    /// It came out otherwise.
    Failed,
}

/// The reason that takes an example out of the count: it is no JSON.
const BROKEN: &str = "broken-json";

/// Counts and failures.
#[derive(Default)]
pub struct Replay {
    examples: BTreeMap<&'static str, Outcome>,
    requests: usize,
    bodies: usize,
    representations: usize,
    unwrapped: usize,
    answers: usize,
    raw_options: usize,
    typed_options: usize,
    members: usize,
    typed: usize,
    undocumented: usize,
    mistyped: usize,
    failures: Vec<String>,
}

/// Decodes an answer: what it is as JSON again, and what is not in typed fields.
pub type Decode = fn(&[u8]) -> Result<(Value, Vec<Undocumented>), DecodeError>;

impl Replay {
    /// A body, a representation: decoded, looked at, encoded again.
    pub fn body<T: Model>(&mut self, example: &'static str, text: &str, explained: &[&str]) {
        self.bodies += 1;
        self.note(example, Outcome::Passed);
        let Some(json) = self.parse(example, text) else { return };
        match T::from_json(json.clone()) {
            Ok(model) => self.look(example, &json, &model.to_json(), &Model::undocumented(&model), explained),
            Err(error) => self.fail(example, format!("the body does not decode: {error}")),
        }
    }

    /// The JSON representation of a type: its values are names of types, so only decoding and encoding count.
    pub fn representation<T: Model>(&mut self, example: &'static str, text: &str) {
        self.representations += 1;
        let Some(json) = self.parse(example, text) else { return };
        match T::from_json(json.clone()) {
            Ok(model) if equal(&json, &model.to_json()) => {}
            Ok(_) => self.fail(example, "the representation changes when it is decoded and encoded".to_owned()),
            Err(error) => self.fail(example, format!("the representation does not decode: {error}")),
        }
    }

    /// An answer of objects or values: `decode` gives it as JSON again, and what is not in typed fields.
    pub fn answer(&mut self, example: &'static str, text: &str, explained: &[&str], decode: Decode) {
        self.answers += 1;
        self.note(example, Outcome::Passed);
        let Some(json) = self.parse(example, text) else { return };
        match decode(text.as_bytes()) {
            Ok((encoded, undocumented)) => self.look(example, &json, &encoded, &undocumented, explained),
            Err(error) => self.fail(example, format!("the answer does not decode: {error}")),
        }
    }

    /// The next answer is shown inside `value`, which the service sends without, as the generator reported.
    pub fn unwrapped(&mut self) {
        self.unwrapped += 1;
    }

    /// An answer without members to look at: bytes, a number as text, any JSON, nothing.
    pub fn plain_answer<T: ResponseBody>(&mut self, example: &'static str, text: &str) {
        self.answers += 1;
        self.note(example, Outcome::Passed);
        if let Err(error) = T::decode(text.as_bytes()) {
            self.fail(example, format!("the answer does not decode: {error}"));
        }
    }

    /// An empty response of a request that answers an `Option`.
    pub fn empty<T: ResponseBody>(&mut self, example: &'static str) {
        self.answers += 1;
        self.note(example, Outcome::Passed);
        match Option::<T>::decode(b"") {
            Ok(None) => {}
            Ok(Some(_)) => self.fail(example, "an empty response decodes to a value".to_owned()),
            Err(error) => self.fail(example, format!("an empty response does not decode: {error}")),
        }
    }

    /// A request: `request` is what the function made of the example's arguments, `target` the example's path and query.
    pub fn request<T>(&mut self, example: &'static str, method: &str, target: &str, body: Option<&str>, options: (usize, usize), request: Request<T>) {
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
            Err(error) => self.fail(example, format!("no request: {error}")),
        }
        match (request.body(), body) {
            (None, None) | (Some(Body::Bytes { .. }), _) => {}
            (Some(Body::Json(built)), Some(text)) => {
                let Some(json) = self.parse(example, text) else { return };
                let built: &Value = built;
                if !equal(&json, built) {
                    self.fail(example, format!("the body is\n  {built}\nnot\n  {json}"));
                }
            }
            (built, _) => self.fail(example, format!("one of the two has a body, the other not: {built:?}")),
        }
    }

    /// A request or a response that the generator left out and reported with this lint.
    pub fn left(&mut self, example: &'static str, lint: &'static str) {
        self.note(example, Outcome::Explained(lint));
    }

    fn note(&mut self, example: &'static str, outcome: Outcome) {
        let kept = self.examples.entry(example).or_insert(outcome);
        *kept = outcome.max(*kept);
    }

    /// Says what was found, of `examples` examples; fails the test where something was wrong.
    ///
    /// # Panics
    ///
    /// Panics if an example came out otherwise than it is or is missing, or if the report cannot be written.
    pub fn finish(self, examples: usize) {
        let report = self.report();
        // Past the test harness, which keeps what a passing test prints.
        let _ = writeln!(std::io::stderr(), "examples: {report:#}");
        if let Some(path) = std::env::var_os("REPLAY_REPORT") {
            std::fs::write(path, format!("{report:#}\n")).expect("the file of REPLAY_REPORT can be written");
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
            "request bodies": self.bodies,
            "answers": self.answers,
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

    fn look(&mut self, example: &'static str, json: &Value, encoded: &Value, undocumented: &[Undocumented], explained: &[&str]) {
        if !equal(json, encoded) {
            self.fail(example, format!("decoded and encoded it is\n  {encoded}\nnot\n  {json}"));
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
                    self.fail(example, format!("{} is not in a typed field ({:?}), and nothing was said about it", member.path, member.kind));
                }
            }
        }
        self.members += members;
        self.typed += members.saturating_sub(untyped);
    }
}

/// A share in percent, to two places.
fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { (part as f64 * 10_000.0 / all as f64).floor() / 100.0 }
}

/// Members that are no annotations and not null, at every depth.
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

/// JSON equality; numbers by value.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// The same path and the same query options, percent-decoded, whatever the letter case: the generator reports examples that
/// differ from the documented path only in that. The options may be in any order.
fn same_target(a: &str, b: &str) -> bool {
    let split = |target: &str| {
        let (path, query) = split_query(target);
        let mut options: Vec<String> = query.split('&').filter(|option| !option.is_empty()).map(|option| without_blanks(&percent_decoded(&option.replace('+', "%20")).to_lowercase())).collect();
        options.sort();
        (percent_decoded(path).to_lowercase(), options)
    };
    split(a) == split(b)
}

/// Blanks behind commas mean nothing (OData ABNF, BWS).
fn without_blanks(option: &str) -> String {
    option.split(',').map(str::trim_start).collect::<Vec<_>>().join(",")
}

/// A `?` between quotes belongs to the path.
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

/// A body of the documented type. What does not decode was reported by [`Replay::body`].
pub fn model<T: Model>(text: &str) -> T {
    serde_json::from_str(text).ok().and_then(|json| T::from_json(json).ok()).unwrap_or_default()
}

/// A body of any JSON.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Decodes an answer of this type, or of an `Option` of it, for [`Replay::answer`].
macro_rules! decode {
    (optional $answer:ty) => {
        |text| {
            #[allow(unused_imports)]
            use crate::bindings::runtime::Model as _;
            let answer = <Option<$answer> as crate::bindings::runtime::ResponseBody>::decode(text)?.unwrap_or_default();
            Ok((answer.to_json(), answer.undocumented()))
        }
    };
    ($answer:ty) => {
        |text| {
            #[allow(unused_imports)]
            use crate::bindings::runtime::Model as _;
            let answer = <$answer as crate::bindings::runtime::ResponseBody>::decode(text)?;
            Ok((answer.to_json(), answer.undocumented()))
        }
    };
}
pub(crate) use decode;
