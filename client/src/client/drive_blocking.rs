//! The driver for blocking transports.
//!
//! In: a call, and the transport and token source of a client. Out: the end of the call. The thread waits.

use super::call::{Broken, Call, Event, Step, Success};
use super::clock::Clock;
use super::error::Error;
use super::host::Home;
use super::observe::Observed;
use super::shared::Shared;
use super::task::block_on;
use super::token::TokenSource;
use super::transport::{BlockingTransport, BodyReader};
use bytes::Bytes;
use std::io::{self, ErrorKind, Read};
use std::time::Duration;

/// The room for a body at first, in bytes. It grows when it is full.
const ROOM: usize = 1024;

/// What a call uses.
pub struct BlockingDriver<'d> {
    /// The hosts that may know the caller.
    pub home: &'d Home,
    /// What the calls of the client share.
    pub shared: &'d Shared,
    /// Sends requests.
    pub transport: &'d dyn BlockingTransport,
    /// Provides tokens. Its future must not need a runtime.
    pub tokens: &'d dyn TokenSource,
    /// Tells the time.
    pub clock: &'d dyn Clock,
}

impl BlockingDriver<'_> {
    /// Carries out a call. The body is left over if the call leaves it to the caller.
    ///
    /// # Errors
    ///
    /// Returns the error of the exchange.
    pub fn run(&self, call: Call, seed: u64) -> Result<(Success, Option<BodyReader>), Error> {
        let exchange = Observed::new(self.home, self.shared, call, seed);
        #[cfg(feature = "tracing")]
        let _entered = exchange.span().entered();
        self.perform(exchange)
    }

    /// Does what the exchange says, until it is done.
    fn perform(&self, mut exchange: Observed<'_>) -> Result<(Success, Option<BodyReader>), Error> {
        let mut event = Event::Start;
        let mut body: Option<BodyReader> = None;
        let mut end_of_attempt = Duration::MAX;
        loop {
            event = match exchange.step(event, self.clock.now()) {
                // A source cannot be interrupted. The exchange ends the call if it returns too late.
                Step::NeedToken { need, .. } => {
                    body = None;
                    block_on(self.tokens.token(&need)).map_or_else(Event::NoToken, Event::Token)
                }
                Step::Send(attempt) => {
                    // The response of a redirect is not read. Its connection is free for this request.
                    body = None;
                    end_of_attempt = self.clock.now().elapsed.saturating_add(attempt.timeout);
                    match self.transport.send(attempt) {
                        Ok(incoming) => {
                            body = Some(incoming.body);
                            Event::Head(incoming.status, incoming.headers)
                        }
                        Err(broken) => Event::Failed(broken),
                    }
                }
                Step::Read { limit, cut } => {
                    let is_late = || self.clock.now().elapsed > end_of_attempt;
                    read(body.take(), limit, cut, is_late).unwrap_or_else(Event::Failed)
                }
                Step::Sleep(delay) => {
                    body = None;
                    self.clock.sleep_blocking(delay);
                    Event::Awake
                }
                Step::Done(result) => return result.map(|success| (success, body)),
            };
        }
    }
}

/// Reads a body up to a limit. `cut`: the bytes up to the limit are enough. `is_late`: the time of the attempt has passed.
fn read(body: Option<BodyReader>, limit: usize, cut: bool, is_late: impl Fn() -> bool) -> Result<Event, Broken> {
    let Some(body) = body else { return Ok(Event::Body(Bytes::new())) };
    let mut bytes = Vec::with_capacity(ROOM);
    // One byte more than the limit shows that the body is too large.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    Timely { body, is_late }.take(most).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() > limit && !cut {
        return Ok(Event::TooLarge);
    }
    bytes.truncate(limit);
    if bytes.len() < bytes.capacity() / 2 {
        bytes.shrink_to_fit();
    }
    Ok(Event::Body(bytes.into()))
}

/// A body that fails when the time of the attempt has passed: a body that trickles in must not keep the thread for ever.
struct Timely<F> {
    body: BodyReader,
    is_late: F,
}

impl<F: Fn() -> bool> Read for Timely<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if (self.is_late)() {
            return Err(io::Error::new(ErrorKind::TimedOut, "the response body is not complete in time"));
        }
        self.body.read(buffer)
    }
}

/// Returns the failure that an error of a body means.
fn broken(error: io::Error) -> Broken {
    Broken { before_sending: false, is_timeout: error.kind() == ErrorKind::TimedOut, source: error.into() }
}
