//! Futures in trait objects.
//!
//! In: futures. Out: their boxed form, which can be sent to other threads, except in browsers, whose futures cannot.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// A boxed future.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// A boxed future.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + 'f>>;

/// A value that is only used through `&mut`, so that threads can share what contains it.
pub(super) struct Unshared<T>(Mutex<T>);

impl<T> Unshared<T> {
    pub fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Returns the value. Nothing is locked.
    pub fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which of two futures was first.
pub(super) enum Raced<T> {
    /// The work, with its result.
    Work(T),
    /// The timer.
    Timer,
}

/// Waits for the first of two futures. The work is first if both are ready.
pub(super) async fn race<T>(work: impl Future<Output = T>, timer: &mut BoxFuture<'_, ()>) -> Raced<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Raced::Work(result));
        }
        timer.as_mut().poll(context).map(|()| Raced::Timer)
    })
    .await
}

/// Waits for a future on this thread.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let mut future = pin!(future);
    // Most futures here are ready at once.
    if let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        return result;
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(result) => return result,
            Poll::Pending => thread::park(),
        }
    }
}
