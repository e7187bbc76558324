//! What the drivers do between the steps of a call.

use super::fakes::{BASE_URL, Service};
use crate::client::testing::{VirtualClock, block_on};
use crate::client::{
    Attempt, BlockingDriver, BlockingTransport, BodyReader, BodyStream, BoxFuture, Broken, Call, CallOptions, Client,
    ErrorKind, Home, Incoming, Mode, SendRequest, Shared, Target, Token, Transport, token_async,
};
use crate::runtime::{Content, Method, Operation, Path, Request};
use bytes::Bytes;
use futures_core::Stream;
use std::io::Read;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

static ME: Operation = Operation { method: Method::Get, template: "/me", pages: &[] };

fn get() -> Request<Content> {
    Request::new(&ME, Path::new().lit("/me"))
}

#[test]
fn a_token_source_that_hangs_ends_with_the_deadline() {
    let (service, clock) = (Service::default(), VirtualClock::new());
    let client = service
        .client()
        .clock(clock.clone())
        .token(token_async(|_| std::future::pending()))
        .options(|options| options.deadline = Some(Duration::from_secs(20)))
        .build()
        .expect("a client");
    let error = block_on(get().send(&client)).expect_err("no token");
    assert_eq!((error.kind(), error.attempts(), clock.slept()), (ErrorKind::Deadline, 0, Duration::from_secs(20)));
    assert!(error.to_string().contains("the token source"), "{error}");
    assert!(service.received().is_empty());
}

#[test]
fn a_token_that_comes_late_is_not_sent() {
    let (service, clock) = (Service::default(), VirtualClock::new());
    let passing = clock.clone();
    let client = service
        .client()
        .clock(clock)
        .token(token_async(move |_| {
            passing.pass(Duration::from_secs(21));
            std::future::ready(Ok(Token::new("t")))
        }))
        .options(|options| options.deadline = Some(Duration::from_secs(20)))
        .build()
        .expect("a client");
    for error in [get().send_blocking(&client), block_on(get().send(&client))].map(|result| result.expect_err("late")) {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, 0));
    }
    assert!(service.received().is_empty());
}

/// A service that redirects once, and notes whether the body of the redirect is gone when the next request is sent.
#[derive(Clone, Default)]
struct Redirecting(Arc<Redirected>);

#[derive(Default)]
struct Redirected {
    requests: AtomicUsize,
    is_dropped: Arc<AtomicBool>,
    was_dropped: AtomicBool,
}

/// A body without a byte.
struct Empty(Arc<AtomicBool>);

impl Drop for Empty {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Read for Empty {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Ok(0)
    }
}

impl Stream for Empty {
    type Item = Result<Bytes, Broken>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

impl Redirecting {
    fn answer(&self) -> (u16, Vec<(String, String)>, Empty) {
        let state = &self.0;
        if state.requests.fetch_add(1, Ordering::SeqCst) == 0 {
            let location = ("Location".to_owned(), "/v1.0/users".to_owned());
            return (302, vec![location], Empty(state.is_dropped.clone()));
        }
        state.was_dropped.store(state.is_dropped.load(Ordering::SeqCst), Ordering::SeqCst);
        (200, Vec::new(), Empty(Arc::default()))
    }
}

impl Transport for Redirecting {
    fn send(&self, _: Attempt) -> BoxFuture<'_, Result<Incoming<BodyStream>, Broken>> {
        let (status, headers, body) = self.answer();
        Box::pin(async move { Ok(Incoming { status, headers: headers.into(), body: Box::pin(body) as BodyStream }) })
    }
}

impl BlockingTransport for Redirecting {
    fn send(&self, _: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        let (status, headers, body) = self.answer();
        Ok(Incoming { status, headers: headers.into(), body: Box::new(body) })
    }
}

#[test]
fn the_response_of_a_redirect_is_dropped_before_the_next_request() {
    for is_blocking in [false, true] {
        let service = Redirecting::default();
        let client = Client::builder(BASE_URL).transport(service.clone()).blocking_transport(service.clone());
        let client = client.clock(VirtualClock::new()).build().expect("a client");
        let sent = if is_blocking { get().send_blocking(&client) } else { block_on(get().send(&client)) };
        assert_eq!(sent.expect("a response").attempts(), 2);
        assert!(service.0.was_dropped.load(Ordering::SeqCst), "blocking: {is_blocking}");
    }
}

/// A service whose response is a body of this length. Notes where the room for it ends.
struct Long {
    length: usize,
    most: Arc<Mutex<usize>>,
}

struct Counted {
    rest: usize,
    read: usize,
    most: Arc<Mutex<usize>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut most = self.most.lock().expect("no panic");
        *most = (*most).max(self.read + buffer.len());
        let count = self.rest.min(buffer.len());
        buffer[..count].fill(b'x');
        self.rest -= count;
        self.read += count;
        Ok(count)
    }
}

impl BlockingTransport for Long {
    fn send(&self, _: Attempt) -> Result<Incoming<BodyReader>, Broken> {
        let body = Counted { rest: self.length, read: 0, most: self.most.clone() };
        Ok(Incoming { status: 200, headers: Vec::new().into(), body: Box::new(body) })
    }
}

/// Reads a body with a limit. Returns its length and capacity, or the error; and how far the body was read at most.
fn room(length: usize, limit: usize) -> (Result<(usize, usize), ErrorKind>, usize) {
    let home = Home::new(BASE_URL).expect("a base URL");
    let (shared, clock, most) = (Shared::default(), VirtualClock::new(), Arc::default());
    let transport = Long { length, most: Arc::clone(&most) };
    let driver =
        BlockingDriver { home: &home, shared: &shared, transport: &transport, tokens: &Token::new("t"), clock: &clock };
    let call = Call {
        method: Method::Get,
        template: "/me",
        target: Target::Home(home.below("/me")),
        headers: Vec::new(),
        body: None,
        mode: Mode::Buffered(limit),
        options: CallOptions::default(),
    };
    let result = driver.run(call, 1).map_err(|error| error.kind()).map(|(success, _)| {
        let body = Vec::from(success.body);
        (body.len(), body.capacity())
    });
    let most = *most.lock().expect("no panic");
    (result, most)
}

#[test]
fn a_body_is_not_read_beyond_the_limit() {
    let length = |length, limit| room(length, limit).0.map(|(length, _)| length);
    assert_eq!(room(1500, 1500), (Ok((1500, 2048)), 1501));
    assert_eq!(room(5000, 1500), (Err(ErrorKind::TooLarge), 1501));
    assert_eq!(length(0, 0), Ok(0));
    assert_eq!(room(1, 0), (Err(ErrorKind::TooLarge), 1));
    assert_eq!(length(1500, usize::MAX), Ok(1500));
}

#[test]
fn a_body_that_uses_less_than_half_of_its_room_is_moved() {
    assert_eq!(room(100, usize::MAX), (Ok((100, 100)), 1024));
    assert_eq!(room(600, usize::MAX), (Ok((600, 1024)), 1024));
}
