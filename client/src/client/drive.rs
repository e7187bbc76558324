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
use super::token::TokenSource;
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
    pub async fn run(&self, call: Call, seed: u64) -> Result<(Success, Option<BodyStream>), Error> {
        let exchange = Observed::new(self.home, self.shared, call, seed);
        #[cfg(feature = "tracing")]
        let span = exchange.span();
        let call = self.perform(exchange);
        // The span is entered whenever the future is polled.
        #[cfg(feature = "tracing")]
        let call = tracing::Instrument::instrument(call, span);
        call.await
    }

    /// Does what the exchange says, until it is done.
    async fn perform(&self, mut exchange: Observed<'_>) -> Result<(Success, Option<BodyStream>), Error> {
        let mut event = Event::Start;
        let mut body: Option<BodyStream> = None;
        let mut end_of_attempt = Duration::MAX;
        loop {
            let step = exchange.step(event, self.clock.now());
            event = match step {
                Step::NeedToken(need) => {
                    body = None;
                    self.tokens.token(&need).await.map_or_else(Event::NoToken, Event::Token)
                }
                Step::Send(attempt) => {
                    end_of_attempt = self.clock.now().elapsed.saturating_add(attempt.timeout);
                    match self.within(end_of_attempt, self.transport.send(attempt)).await {
                        Ok(incoming) => {
                            body = Some(incoming.body);
                            Event::Head(incoming.status, incoming.headers)
                        }
                        Err(broken) => Event::Failed(broken),
                    }
                }
                Step::Read { limit, cut } => {
                    let read = read(body.take(), limit, cut);
                    self.within(end_of_attempt, Box::pin(read)).await.unwrap_or_else(Event::Failed)
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

    /// Ends a part of an attempt when its time has passed.
    async fn within<T>(&self, end: Duration, work: BoxFuture<'_, Result<T, Broken>>) -> Result<T, Broken> {
        let left = end.saturating_sub(self.clock.now().elapsed);
        match race(work, self.clock.sleep(left)).await {
            Raced::Work(result) => result,
            Raced::Timer => Err(Broken {
                before_sending: false,
                is_timeout: true,
                source: format!("no response in {left:?}").into(),
            }),
        }
    }
}

/// Reads a body up to a limit. `cut`: the bytes up to the limit are enough.
async fn read(body: Option<BodyStream>, limit: usize, cut: bool) -> Result<Event, Broken> {
    let mut bytes = BytesMut::new();
    let Some(mut body) = body else { return Ok(Event::Body(Bytes::new())) };
    while let Some(piece) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        let piece = piece?;
        let room = limit - bytes.len();
        if piece.len() > room {
            bytes.extend_from_slice(&piece[..room]);
            return Ok(if cut { Event::Body(bytes.freeze()) } else { Event::TooLarge });
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Event::Body(bytes.freeze()))
}
