//! The driver for asynchronous transports.
//!
//! In: a call, and the transport, clock and token source of a client. Out: the end of the call. It does what the exchange says, and decides
//! nothing. Dropping its future drops the response, which frees the connection.

use super::call::{Broken, Call, Event, Step, Success};
use super::clock::Clock;
use super::error::Error;
use super::host::Home;
use super::observe::Observed;
use super::shared::Shared;
use super::task::{BoxFuture, Raced, race};
use super::token::{TokenNeed, TokenSource};
use super::transport::{BodyStream, Transport};
use bytes::{Bytes, BytesMut};
use std::future::poll_fn;
use std::time::Duration;

/// What a call uses.
pub struct Driver<'d> {
    /// The hosts that may know the caller.
    pub home: &'d Home,
    /// What the calls of the client share.
    pub shared: &'d Shared,
    /// Sends requests.
    pub transport: &'d dyn Transport,
    /// Provides tokens.
    pub tokens: &'d dyn TokenSource,
    /// Tells the time.
    pub clock: &'d dyn Clock,
}

impl Driver<'_> {
    /// Carries out a call. The body is left over if the call leaves it to the caller.
    ///
    /// # Errors
    ///
    /// Returns the error of the exchange.
    pub fn run(self, call: Call, seed: u64) -> impl Future<Output = Result<(Success, Option<BodyStream>), Error>> {
        // Both are boxed, so that moving the future does not copy them.
        let exchange = Box::new(Observed::new(self.home, self.shared, call, seed));
        #[cfg(feature = "tracing")]
        let span = exchange.span();
        let call = Box::pin(self.perform(exchange));
        // The span is entered whenever the future is polled.
        #[cfg(feature = "tracing")]
        let call = tracing::Instrument::instrument(call, span);
        call
    }

    /// Does what the exchange says, until it is done.
    async fn perform(self, mut exchange: Box<Observed<'_>>) -> Result<(Success, Option<BodyStream>), Error> {
        let mut event = Event::Start;
        let mut body: Option<BodyStream> = None;
        // The end of the attempt. Started by the first `Step::Send`.
        let mut timer: BoxFuture<'static, ()> = Box::pin(std::future::pending());
        loop {
            let step = exchange.step(event, self.clock.now());
            event = match step {
                Step::NeedToken { need, timeout } => {
                    body = None;
                    self.token(&need, timeout).await
                }
                Step::Send(attempt) => {
                    // The response of a redirect is not read. Its connection is free for this request.
                    body = None;
                    timer = self.clock.sleep(attempt.timeout);
                    match within(&mut timer, self.transport.send(attempt)).await {
                        Ok(incoming) => {
                            body = Some(incoming.body);
                            Event::Head(incoming.status, incoming.headers)
                        }
                        Err(broken) => Event::Failed(broken),
                    }
                }
                Step::Read { limit, cut } => {
                    within(&mut timer, read(body.take(), limit, cut)).await.unwrap_or_else(Event::Failed)
                }
                Step::Sleep(delay) => {
                    body = None;
                    self.clock.sleep(delay).await;
                    Event::Awake
                }
                Step::Done(result) => return result.map(|success| (success, body)),
            };
        }
    }

    /// Gets a token in the time that is left.
    async fn token(&self, need: &TokenNeed, timeout: Option<Duration>) -> Event {
        let token = self.tokens.token(need);
        let result = match timeout {
            None => token.await,
            Some(timeout) => match race(token, &mut self.clock.sleep(timeout)).await {
                Raced::Work(result) => result,
                Raced::Timer => return Event::NoTokenInTime,
            },
        };
        result.map_or_else(Event::NoToken, Event::Token)
    }
}

/// Ends a part of an attempt when the time of the attempt has passed.
async fn within<T>(timer: &mut BoxFuture<'_, ()>, work: impl Future<Output = Result<T, Broken>>) -> Result<T, Broken> {
    match race(work, timer).await {
        Raced::Work(result) => result,
        Raced::Timer => {
            let source = "the response is not complete in time".into();
            Err(Broken { before_sending: false, is_timeout: true, source })
        }
    }
}

/// Reads a body up to a limit. `cut`: the bytes up to the limit are enough.
async fn read(body: Option<BodyStream>, limit: usize, cut: bool) -> Result<Event, Broken> {
    let mut bytes = Bytes::new();
    let Some(mut body) = body else { return Ok(Event::Body(bytes)) };
    while let Some(piece) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        let mut piece = piece?;
        let room = limit - bytes.len();
        let is_over = piece.len() > room;
        piece.truncate(room);
        bytes = joined(bytes, piece);
        if is_over {
            return Ok(if cut { Event::Body(bytes) } else { Event::TooLarge });
        }
    }
    Ok(Event::Body(bytes))
}

/// Appends a piece. The only piece of a body is not copied.
fn joined(bytes: Bytes, piece: Bytes) -> Bytes {
    if bytes.is_empty() {
        return piece;
    }
    let mut bytes = BytesMut::from(bytes);
    bytes.extend_from_slice(&piece);
    bytes.freeze()
}
