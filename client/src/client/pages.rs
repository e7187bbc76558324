//! The pages of a list.
//!
//! In: a request for a list, and a client. Out: the pages, as a stream and as an iterator.

use super::call::{Call, Success};
use super::cursor::{Cursor, Place};
use super::error::Error;
use super::response::{self, Response};
use super::send::{buffered_mode, to_call};
use super::service::Client;
use super::task::{BoxFuture, Unshared};
use super::walk::{Links, Walk};
use crate::runtime::{Collection, Operation, Request, ResponseBody, Wire};
use futures_core::Stream;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};

/// The types that a page of a list is decoded to.
pub trait ListPage: ResponseBody + 'static {
    /// The type of the items.
    type Element: Wire;

    /// Converts the page. A response without a body is a page without items.
    fn into_collection(self) -> Collection<Self::Element>;
}

impl<T: Wire + 'static> ListPage for Collection<T> {
    type Element = T;

    fn into_collection(self) -> Self {
        self
    }
}

impl<T: Wire + 'static> ListPage for Option<Collection<T>> {
    type Element = T;

    fn into_collection(self) -> Collection<T> {
        self.unwrap_or_default()
    }
}

/// The pages of a list: a `Stream`, and with [`blocking`](Self::blocking) an `Iterator`.
///
/// It ends after an error; [`cursor`](Self::cursor) is then the page that could not be read.
#[must_use = "a stream does nothing until it is read"]
pub struct Pages<P> {
    client: Client,
    pub(super) walk: Walk,
    next: Option<NextPage>,
    /// Why the page after the last one cannot be read.
    stopped: Option<Error>,
    has_ended: bool,
    prefetch: bool,
    marker: PhantomData<fn() -> P>,
}

/// The page that is being read.
enum NextPage {
    Sent(Unshared<BoxFuture<'static, Result<Success, Error>>>),
    Received(Box<Result<Success, Error>>),
    /// Another thread waits for it, on behalf of an iterator.
    Awaited(JoinHandle<Result<Success, Error>>),
}

impl<P: ListPage> Pages<P> {
    /// Begins at the first page.
    pub(super) fn new(request: Request<P>, client: &Client) -> Self {
        let operation = request.operation();
        let first = to_call(request.answering(), client, buffered_mode(client));
        Self {
            client: client.clone(),
            walk: Walk::new(operation, first),
            next: None,
            stopped: None,
            has_ended: false,
            prefetch: false,
            marker: PhantomData,
        }
    }

    /// Requests each page as soon as the one before it was received.
    ///
    /// Dropping a stream also drops the request that is under way. For an iterator, a thread waits for the page; it ends after the
    /// request, even if the iterator is dropped before.
    pub fn prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// Begins at a position that was stored; without one, at the beginning. Items of the page that were already read come again.
    pub fn resume(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        if let Some(cursor) = cursor.into() {
            self.walk.go_to(cursor.into_parts().0);
        }
        self
    }

    /// Returns the position of the page that is read next, or `None` at the end.
    pub fn cursor(&self) -> Option<Cursor> {
        Some(Cursor::new(self.walk.place()?.clone(), 0))
    }

    /// Returns the position from which later changes are read, if the last page names one (`@odata.deltaLink`).
    pub fn later_changes(&self) -> Option<Cursor> {
        Some(Cursor::new(Place::Link(self.walk.changes()?.to_owned()), 0))
    }

    /// Returns an iterator, which lets the thread wait.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }

    /// Returns the call for the next page.
    fn call(&mut self) -> Option<Result<Call, Error>> {
        if self.has_ended {
            return None;
        }
        let call = match self.stopped.take() {
            Some(error) => Some(Err(error)),
            None => self.walk.call(&self.client),
        };
        self.has_ended = !matches!(call, Some(Ok(_)));
        call
    }

    /// Decodes a page, and goes on to the one after it.
    fn receive(&mut self, result: Result<Success, Error>) -> Result<Response<Collection<P::Element>>, Error> {
        let decode = |success: Success| {
            let target = success.target.clone();
            let page = response::decode::<P>(success, self.walk.operation())?;
            Ok((page.map(P::into_collection), target))
        };
        match result.map_err(|error| self.walk.failed(error, &self.client)).and_then(decode) {
            Ok((page, target)) => {
                // The page counts, whatever its link is.
                self.stopped = self.walk.turn(Links::of(&page), &target, &self.client).err();
                Ok(page)
            }
            Err(error) => {
                self.has_ended = true;
                Err(error)
            }
        }
    }

    fn send(&self, call: Call) -> NextPage {
        let (client, operation) = (self.client.clone(), self.walk.operation());
        NextPage::Sent(Unshared::new(Box::pin(async move { Ok(client.run(operation, call)?.await?.0) })))
    }

    /// Returns the call for the page that is requested in advance, if there is one.
    fn call_ahead(&mut self) -> Option<Call> {
        if !self.prefetch || self.stopped.is_some() {
            return None;
        }
        self.walk.call(&self.client)?.ok()
    }

    /// Sends the request for the next page.
    fn look_ahead(&mut self, context: &mut Context<'_>) {
        if let Some(call) = self.call_ahead() {
            let mut next = self.send(call);
            if let NextPage::Sent(sent) = &mut next
                && let Poll::Ready(result) = sent.get_mut().as_mut().poll(context)
            {
                next = NextPage::Received(Box::new(result));
            }
            self.next = Some(next);
        }
    }
}

impl<P: ListPage> Stream for Pages<P> {
    type Item = Result<Response<Collection<P::Element>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let next = match this.next.take() {
            Some(next) => next,
            None => match this.call() {
                Some(Ok(call)) => this.send(call),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            },
        };
        let result = match next {
            NextPage::Received(result) => *result,
            NextPage::Awaited(thread) => join(thread),
            NextPage::Sent(mut sent) => match sent.get_mut().as_mut().poll(context) {
                Poll::Ready(result) => result,
                Poll::Pending => {
                    this.next = Some(NextPage::Sent(sent));
                    return Poll::Pending;
                }
            },
        };
        let page = this.receive(result);
        if page.is_ok() {
            this.look_ahead(context);
        }
        Poll::Ready(Some(page))
    }
}

/// The iterator over a list. Its thread waits for the pages.
#[must_use = "an iterator does nothing until it is read"]
pub struct Blocking<S>(pub(super) S);

/// The list, with its position.
impl<S> Deref for Blocking<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<P: ListPage> Pages<P> {
    /// Returns the next page, and lets the thread wait.
    pub(super) fn next_blocking(&mut self) -> Option<Result<Response<Collection<P::Element>>, Error>> {
        let result = match self.next.take() {
            Some(NextPage::Awaited(thread)) => join(thread),
            Some(NextPage::Received(result)) => *result,
            // A future needs the runtime that has polled it, so its page is requested again.
            Some(NextPage::Sent(_)) | None => match self.call()? {
                Ok(call) => send_blocking(&self.client, self.walk.operation(), call),
                Err(error) => return Some(Err(error)),
            },
        };
        let page = self.receive(result);
        if page.is_ok() {
            self.look_ahead_blocking();
        }
        Some(page)
    }

    /// Lets another thread send the request for the next page. Without threads, the page is requested when it is needed.
    fn look_ahead_blocking(&mut self) {
        let Some(call) = self.call_ahead() else { return };
        let (client, operation) = (self.client.clone(), self.walk.operation());
        let thread = thread::Builder::new().spawn(move || send_blocking(&client, operation, call));
        self.next = thread.ok().map(NextPage::Awaited);
    }
}

fn send_blocking(client: &Client, operation: &'static Operation, call: Call) -> Result<Success, Error> {
    Ok(client.run_blocking(operation, call)?.0)
}

/// Waits for a thread. Its panic, such as one of a token source, becomes one of this thread.
fn join(thread: JoinHandle<Result<Success, Error>>) -> Result<Success, Error> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl<P: ListPage> Iterator for Blocking<Pages<P>> {
    type Item = Result<Response<Collection<P::Element>>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_blocking()
    }
}
