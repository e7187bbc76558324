//! A clock for tests.
//!
//! In: delays. Out: the time after them, at once.

use super::super::call::Now;
use super::super::clock::Clock;
use super::super::task::BoxFuture;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// 2026-01-01T00:00:00Z, the time at which virtual clocks begin.
const START: Duration = Duration::from_secs(1_767_225_600);

/// A clock on which delays pass at once. Copies show the same time.
///
/// ```
/// use docbindgen_client::client::testing::VirtualClock;
/// use docbindgen_client::client::Clock;
/// use std::time::Duration;
///
/// let clock = VirtualClock::new();
/// clock.sleep_blocking(Duration::from_secs(1800));
/// assert_eq!(clock.slept(), Duration::from_secs(1800));
/// ```
#[derive(Clone, Debug, Default)]
pub struct VirtualClock(Arc<Mutex<Times>>);

#[derive(Debug, Default)]
struct Times {
    elapsed: Duration,
    sleeps: Vec<Duration>,
}

impl VirtualClock {
    /// Creates a clock at the start of 2026, whatever the real time is.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets time pass without a sleep, such as the time until a token expires.
    pub fn pass(&self, time: Duration) {
        self.with(|times| times.elapsed = times.elapsed.saturating_add(time));
    }

    /// Returns the sum of the delays that were waited for.
    pub fn slept(&self) -> Duration {
        self.with(|times| times.sleeps.iter().fold(Duration::ZERO, |sum, delay| sum.saturating_add(*delay)))
    }

    /// Returns the delays that were waited for, in their order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.with(|times| times.sleeps.clone())
    }

    /// Goes on to the end of a delay, unless another delay has already led further.
    fn sleep_until(&self, end: Duration) {
        self.with(|times| {
            let delay = end.saturating_sub(times.elapsed);
            times.elapsed = times.elapsed.max(end);
            if !delay.is_zero() {
                times.sleeps.push(delay);
            }
        });
    }

    fn with<R>(&self, change: impl FnOnce(&mut Times) -> R) -> R {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Now {
        self.with(|times| Now { elapsed: times.elapsed, unix: START.saturating_add(times.elapsed) })
    }

    /// Passes the delay when the future is polled: a time limit that nothing reaches takes no time.
    fn sleep(&self, delay: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let end = self.now().elapsed.saturating_add(delay);
        Box::pin(async move { clock.sleep_until(end) })
    }

    fn sleep_blocking(&self, delay: Duration) {
        self.sleep_until(self.now().elapsed.saturating_add(delay));
    }
}
