//! A service that answers with prepared responses: exactly these headers, and failures with any source, which a `Script` does not have.

use crate::client::testing::VirtualClock;
use crate::client::{
    Attempt, BlockingTransport, BodyReader, BodyStream, BoxFuture, Broken, Builder, Client, Incoming, Transport,
};
use bytes::Bytes;
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// The base URL of the service.
pub const BASE_URL: &str = "https://graph.example/v1.0";

/// A prepared response: status, headers, body. Or the failure of an attempt.
pub type Prepared = Result<(u16, Vec<(String, String)>, String), Broken>;

/// Returns a response.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Prepared {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok((status, headers, body.to_owned()))
}

/// A service that answers with prepared responses, then with `{}`.
#[derive(Clone, Default)]
pub struct Service(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    prepared: VecDeque<Prepared>,
    received: Vec<Attempt>,
}

impl Service {
    pub fn new(prepared: impl IntoIterator<Item = Prepared>) -> Self {
        let state = State { prepared: prepared.into_iter().collect(), received: Vec::new() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Returns the requests so far.
    pub fn received(&self) -> Vec<Attempt> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).received.clone()
    }

    /// Begins a client of the service.
    pub fn client(&self) -> Builder {
        let clock = VirtualClock::default();
        Client::builder(BASE_URL).transport(self.clone()).blocking_transport(self.clone()).clock(clock)
    }

    fn answer(&self, attempt: Attempt) -> Prepared {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.received.push(attempt);
        state.prepared.pop_front().unwrap_or_else(|| response(200, &[], "{}"))
    }
}

impl Transport for Service {
    fn send(&self, attempt: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        let answer = self.answer(attempt).map(|(status, headers, body)| {
            let body: BodyStream = Box::pin(Once(Some(body.into())));
            Incoming { status, headers: headers.into(), body }
        });
        Box::pin(std::future::ready(answer))
    }
}

impl BlockingTransport for Service {
    fn send(&self, attempt: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        self.answer(attempt).map(|(status, headers, body)| {
            let body: BodyReader = Box::new(std::io::Cursor::new(body.into_bytes()));
            Incoming { status, headers: headers.into(), body }
        })
    }
}

/// A stream of one piece.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Broken>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
