//! Recordings of a real service.
//!
//! In: a transport, and the requests that it sends. Out: a JSON text with the requests and their responses, without secrets, for
//! [`Replay`](super::Replay).

use super::super::call::{Attempt, Broken};
use super::super::task::BoxFuture;
use super::super::transport::{BlockingTransport, BodyReader, BodyStream, Incoming, Transport};
use super::redact::Redactor;
use super::reply::Answer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use serde_json::{Map, Value, json};
use std::fmt;
use std::fs;
use std::future::poll_fn;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The version of the form of recordings.
pub(super) const VERSION: u64 = 1;

/// A recording of requests and their responses. Copies are the same recording.
///
/// Secrets are replaced by `***`: the values of headers such as `Authorization` and cookies, the ID of the request, the values of query
/// options and of members of JSON whose names suggest a secret, such as `passwordCredentials`, and tokens (JWT) wherever they are.
/// Everything else is what the service sent: look at a recording before you publish it, since names and addresses of people remain.
///
/// A response is read completely before the client receives its head, and bodies that are JSON are recorded as values: numbers with more
/// digits than a double are rounded.
///
/// ```no_run
/// # fn example(real: impl docbindgen_client::client::BlockingTransport + 'static) -> Result<(), Box<dyn std::error::Error>> {
/// use docbindgen_client::client::testing::{Recording, Replay};
/// use docbindgen_client::client::Client;
///
/// const BASE_URL: &str = "https://graph.microsoft.com/v1.0";
/// let recording = Recording::new(BASE_URL);
/// let graph = Client::builder(BASE_URL).blocking_transport(recording.blocking(real)).build()?;
/// // … requests …
/// recording.save("tests/recordings/users.json")?;
///
/// // From now on, without the service:
/// let graph = Replay::open("tests/recordings/users.json")?.client()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Recording {
    base_url: Arc<str>,
    exchanges: Arc<Mutex<Vec<Value>>>,
}

impl Recording {
    /// Creates an empty recording of the service with this base URL.
    pub fn new(base_url: impl Into<Arc<str>>) -> Self {
        Self { base_url: base_url.into(), exchanges: Arc::default() }
    }

    /// Returns a transport that records what another one sends and receives.
    pub fn transport<T: Transport + 'static>(&self, transport: T) -> impl Transport + use<T> {
        Recorder { recording: self.clone(), inner: transport }
    }

    /// Returns a blocking transport that records what another one sends and receives.
    pub fn blocking<T: BlockingTransport + 'static>(&self, transport: T) -> impl BlockingTransport + use<T> {
        Recorder { recording: self.clone(), inner: transport }
    }

    /// Returns the number of recorded requests.
    pub fn len(&self) -> usize {
        self.with(|exchanges| exchanges.len())
    }

    /// Returns whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the recording as JSON.
    pub fn to_json(&self) -> Value {
        self.with(|exchanges| json!({ "version": VERSION, "baseUrl": *self.base_url, "exchanges": exchanges }))
    }

    /// Writes the recording to a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        fs::write(path, format!("{:#}\n", self.to_json()))
    }

    /// Records a request, before its response is known: the client may give up.
    fn begin(&self, attempt: &Attempt) -> Entry {
        let redactor = Redactor::new(&attempt.headers);
        let request = request(attempt, &redactor);
        let failure =
            failure(&Broken { before_sending: false, is_timeout: true, source: "no response in time".into() });
        let index = self.with(|exchanges| {
            exchanges.push(json!({ "request": request, "failure": failure }));
            exchanges.len() - 1
        });
        Entry { recording: self.clone(), index, redactor }
    }

    fn with<R>(&self, change: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        change(&mut self.exchanges.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Formats the number of requests.
impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("len", &self.len()).finish()
    }
}

/// A request that is being recorded.
struct Entry {
    recording: Recording,
    index: usize,
    redactor: Redactor,
}

impl Entry {
    /// Records how the attempt ended.
    fn end(self, result: &Result<Answer, Broken>) {
        let (name, value) = match result {
            Ok(answer) => ("response", response(answer, &self.redactor)),
            Err(broken) => ("failure", failure(broken)),
        };
        self.recording.with(|exchanges| {
            if let Some(Value::Object(exchange)) = exchanges.get_mut(self.index) {
                exchange.remove("failure");
                exchange.insert(name.to_owned(), value);
            }
        });
    }
}

/// Returns the record of a request. A replay compares it with the one of the request that it receives.
pub(super) fn request(attempt: &Attempt, redactor: &Redactor) -> Map<String, Value> {
    let mut record = Map::new();
    record.insert("method".to_owned(), attempt.method.as_str().into());
    record.insert("url".to_owned(), redactor.url(&attempt.url).into());
    record.insert("headers".to_owned(), headers(&attempt.headers, redactor));
    if let Some(bytes) = &attempt.body {
        let (form, value) = body(bytes, &attempt.headers, redactor);
        record.insert(form.to_owned(), value);
    }
    record
}

fn response(answer: &Answer, redactor: &Redactor) -> Value {
    let mut record = Map::new();
    record.insert("status".to_owned(), answer.status.into());
    record.insert("headers".to_owned(), headers(&answer.headers, redactor));
    let (form, value) = body(&answer.body, &answer.headers, redactor);
    record.insert(form.to_owned(), value);
    if answer.is_cut {
        record.insert("bodyLost".to_owned(), true.into());
    }
    record.into()
}

/// Records a failure without its text, which can contain what it likes.
fn failure(broken: &Broken) -> Value {
    json!({ "notSent": broken.before_sending, "timeout": broken.is_timeout })
}

fn headers(headers: &[(String, String)], redactor: &Redactor) -> Value {
    redactor.headers(headers).into_iter().map(|(name, value)| json!([name, value])).collect()
}

/// Returns the form and the record of a body: JSON, text, or base64.
fn body(bytes: &[u8], headers: &[(String, String)], redactor: &Redactor) -> (&'static str, Value) {
    let is_form = headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("Content-Type") && value.starts_with("application/x-www-form-urlencoded")
    });
    match (serde_json::from_slice(bytes), std::str::from_utf8(bytes)) {
        (Ok(value), _) => ("json", redactor.json(value)),
        (_, Ok(text)) if is_form => ("text", redactor.form(text).into()),
        (_, Ok(text)) => ("text", redactor.text(text).into()),
        _ => ("base64", STANDARD.encode(bytes).into()),
    }
}

/// A transport whose requests are recorded.
struct Recorder<T> {
    recording: Recording,
    inner: T,
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        Box::pin(async move {
            let entry = self.recording.begin(&attempt);
            let result = match self.inner.send(attempt).await {
                Ok(incoming) => Ok(read(incoming).await),
                Err(broken) => Err(broken),
            };
            entry.end(&result);
            result.map(Answer::into_stream)
        })
    }
}

impl<T: BlockingTransport> BlockingTransport for Recorder<T> {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        let entry = self.recording.begin(&attempt);
        let result = self.inner.send(attempt).map(read_blocking);
        entry.end(&result);
        result.map(Answer::into_reader)
    }
}

async fn read(incoming: Incoming<BodyStream>) -> Answer {
    let Incoming { status, headers, mut body } = incoming;
    let (mut bytes, mut is_cut) = (BytesMut::new(), false);
    while let Some(piece) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        match piece {
            Ok(piece) => bytes.extend_from_slice(&piece),
            Err(_) => {
                is_cut = true;
                break;
            }
        }
    }
    Answer { status, headers: headers.to_vec(), body: bytes.freeze(), is_cut }
}

fn read_blocking(incoming: Incoming<BodyReader>) -> Answer {
    let Incoming { status, headers, mut body } = incoming;
    let mut bytes = Vec::new();
    let is_cut = body.read_to_end(&mut bytes).is_err();
    Answer { status, headers: headers.to_vec(), body: Bytes::from(bytes), is_cut }
}
