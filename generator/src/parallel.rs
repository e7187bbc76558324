//! One function over many things, on every core, in their order.
//!
//! In: items and a function. Out: its results in the order of the items, so that nobody sees how many threads there were.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Stack of a worker, as large as a main thread's: pages nest lists and quotes as deeply as they like.
const STACK: usize = 8 << 20;

/// How many threads work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workers(NonZero<usize>);

impl Default for Workers {
    /// As many as there are cores.
    fn default() -> Self {
        Workers(thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN))
    }
}

impl From<NonZero<usize>> for Workers {
    fn from(count: NonZero<usize>) -> Self {
        Workers(count)
    }
}

impl Workers {
    /// `f` of every item, in the order of `items`.
    pub(crate) fn map<T: Sync, R: Send>(self, items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let workers = self.0.get().min(items.len());
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                match items.get(index) {
                    Some(item) => done.push((index, f(item))),
                    None => return done,
                }
            }
        };
        let mut all = Vec::with_capacity(items.len());
        thread::scope(|scope| {
            let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            // Where the system gives no thread, the ones it gave do the work, or this one.
            let handles: Vec<_> = (0..workers).map_while(|index| spawn(index).ok()).collect();
            for handle in handles {
                match handle.join() {
                    Ok(done) => all.extend(done),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all.extend(work());
        });
        all.sort_by_key(|(index, _)| *index);
        all.into_iter().map(|(_, result)| result).collect()
    }
}

/// Takes a large value apart on a thread of its own, while the caller goes on.
pub(crate) fn drop_aside<T: Send + 'static>(value: T) {
    // Where the system gives no thread, the closure is dropped here, and the value with it.
    let _ = thread::Builder::new().spawn(move || drop(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order() {
        let items: Vec<usize> = (0..1000).collect();
        for workers in [Workers::default(), Workers(NonZero::<usize>::MIN)] {
            assert_eq!(workers.map(&items, |i| i * 2), items.iter().map(|i| i * 2).collect::<Vec<_>>());
            assert!(workers.map(&[] as &[u8], |b| *b).is_empty());
        }
    }
}
