//! The clock of a client.
//!
//! In: nothing. Out: the time, and delays. A test has a clock of its own that waits for nothing.

use super::call::Now;
use super::error::Source;
use super::task::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// Tells the time, and waits.
pub trait Clock: Send + Sync {
    /// Returns the present time.
    fn now(&self) -> Now;

    /// Waits.
    fn sleep(&self, delay: Duration) -> BoxFuture<'static, ()>;

    /// Checks that [`sleep`](Self::sleep) can be called here. A call that cannot wait ends before it sends anything.
    ///
    /// # Errors
    ///
    /// Returns an error if the timers of the clock do not work in the present thread.
    fn check(&self) -> Result<(), Source> {
        Ok(())
    }

    /// Waits while the thread does. A clock of a test passes the delay at once.
    fn sleep_blocking(&self, delay: Duration) {
        std::thread::sleep(delay);
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Now {
        (**self).now()
    }

    fn sleep(&self, delay: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(delay)
    }

    fn check(&self) -> Result<(), Source> {
        (**self).check()
    }

    fn sleep_blocking(&self, delay: Duration) {
        (**self).sleep_blocking(delay);
    }
}

/// The clock of the system, with the timers of tokio.
#[cfg(not(target_family = "wasm"))]
struct SystemClock {
    start: std::time::Instant,
}

#[cfg(not(target_family = "wasm"))]
impl Clock for SystemClock {
    fn now(&self) -> Now {
        let unix = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Now { elapsed: self.start.elapsed(), unix }
    }

    fn sleep(&self, delay: Duration) -> BoxFuture<'static, ()> {
        #[cfg(feature = "reqwest")]
        let timer = tokio::time::sleep(delay);
        // Not reached: a client with a transport of its own has a clock of its own, and blocking calls let their thread sleep.
        #[cfg(not(feature = "reqwest"))]
        let timer = {
            let _ = delay;
            std::future::pending()
        };
        Box::pin(timer)
    }

    #[cfg(feature = "reqwest")]
    fn check(&self) -> Result<(), Source> {
        let hint = "asynchronous calls run on tokio: call them in a tokio runtime, or use the blocking calls";
        tokio::runtime::Handle::try_current().map(drop).map_err(|_| hint.into())
    }
}

/// Returns the clock of a client whose program sets none, if this platform has one. `needs_timers`: the client has an asynchronous transport.
#[cfg(not(target_family = "wasm"))]
pub(super) fn default(needs_timers: bool) -> Option<Arc<dyn Clock>> {
    let has_timers = cfg!(feature = "reqwest");
    (has_timers || !needs_timers).then(|| Arc::new(SystemClock { start: std::time::Instant::now() }) as _)
}

/// Returns none: the timers of a browser belong to its bindings.
#[cfg(target_family = "wasm")]
pub(super) fn default(_: bool) -> Option<Arc<dyn Clock>> {
    None
}
