//! Response bodies that are read as they arrive.
//!
//! In: the body of a response. Out: its pieces. A body that stops arriving is an error, so that no program waits for ever.

use super::clock::Clock;
use super::error::{Details, Error, ErrorKind, Source};
use super::task::{BoxFuture, Unshared};
use super::transport::{BodyReader, BodyStream};
use crate::runtime::Operation;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// The body of a response, as it arrives. Dropping it frees the connection.
pub struct Download {
    operation: &'static Operation,
    body: Option<Unshared<BodyStream>>,
    clock: Arc<dyn Clock>,
    stalled_after: Duration,
    timer: Option<Unshared<BoxFuture<'static, ()>>>,
}

impl Download {
    pub(super) fn new(
        operation: &'static Operation,
        body: Option<BodyStream>,
        clock: Arc<dyn Clock>,
        stalled_after: Duration,
    ) -> Self {
        Self { operation, body: body.map(Unshared::new), clock, stalled_after, timer: None }
    }

    /// Returns the next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection was lost, or nothing has arrived for too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Reads all of the body.
    ///
    /// # Errors
    ///
    /// The same as [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut bytes = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    fn fail(&mut self, kind: ErrorKind, source: Source) -> Poll<Option<Result<Bytes, Error>>> {
        self.body = None;
        let details = Details { source: Some(source), ..Details::unsent(kind, self.operation) };
        Poll::Ready(Some(Err(Error::new(details))))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        match body.get_mut().as_mut().poll_next(context) {
            Poll::Ready(piece) => {
                self.timer = None;
                match piece {
                    Some(Ok(piece)) => Poll::Ready(Some(Ok(piece))),
                    Some(Err(broken)) => {
                        let kind = if broken.is_timeout { ErrorKind::Timeout } else { ErrorKind::Connection };
                        self.fail(kind, broken.source)
                    }
                    None => {
                        self.body = None;
                        Poll::Ready(None)
                    }
                }
            }
            Poll::Pending => {
                let limit = self.stalled_after;
                let Self { timer, clock, .. } = &mut *self;
                let timer = timer.get_or_insert_with(|| Unshared::new(clock.sleep(limit)));
                match timer.get_mut().as_mut().poll(context) {
                    Poll::Ready(()) => {
                        self.fail(ErrorKind::Timeout, format!("nothing has arrived for {limit:?}").into())
                    }
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").finish_non_exhaustive()
    }
}

/// A reader of the body of a response. Dropping it frees the connection.
pub struct DownloadReader(Option<Unshared<BodyReader>>);

impl DownloadReader {
    pub(super) fn new(body: Option<BodyReader>) -> Self {
        Self(body.map(Unshared::new))
    }
}

impl Read for DownloadReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |body| body.get_mut().read(buffer))
    }
}

impl fmt::Debug for DownloadReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DownloadReader").finish_non_exhaustive()
    }
}

/// For adapters that read a [`Download`] through the traits of asynchronous I/O.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
        Self::new(kind, error)
    }
}
