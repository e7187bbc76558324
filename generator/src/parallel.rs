//! The thread pool of a run.
//!
//! In: the number of threads and a function. Out: what the function returns. Inside it, parallel iterators use the pool; they keep the
//! order of the items, so the number of threads does not show in the output.

use std::num::NonZero;
use std::thread;

use rayon::ThreadPoolBuilder;

/// Stack of a thread in bytes, as large as a main thread's: pages nest lists and quotes as deeply as they like.
const STACK: usize = 8 << 20;

/// Runs `run` with `threads` threads, by default one per core.
pub(crate) fn in_pool<R: Send>(threads: Option<NonZero<usize>>, run: impl FnOnce() -> R + Send) -> R {
    let builder = || ThreadPoolBuilder::new().stack_size(STACK);
    let pool = builder().num_threads(threads.map_or(0, NonZero::get)).build();
    // If the system provides no threads, this one does the work.
    match pool.or_else(|_| builder().num_threads(1).use_current_thread().build()) {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }
}

/// Drops a large value on a thread of its own, while the caller continues.
pub(crate) fn drop_aside<T: Send + 'static>(value: T) {
    // If the system provides no thread, the closure is dropped here, and the value with it.
    let _ = thread::Builder::new().spawn(move || drop(value));
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn runs_with_as_many_threads_as_requested() {
        for threads in [1, 3] {
            assert_eq!(in_pool(NonZero::new(threads), rayon::current_num_threads), threads);
        }
        assert!(in_pool(None, rayon::current_num_threads) >= 1);
    }

    #[test]
    fn pools_may_be_nested() {
        let items: Vec<usize> = (0..100).collect();
        let sum = |n: &usize| in_pool(NonZero::new(2), || items.par_iter().map(|i| i * n).sum::<usize>());
        let sums: Vec<usize> = in_pool(None, || items.par_iter().map(sum).collect());
        assert_eq!(sums, items.iter().map(|n| n * 4950).collect::<Vec<_>>());
    }
}
