//! The bare cost of generating: work that any program needs that reads these pages and writes formatted Rust.
//!
//! In: pages, and Rust files. Out: the time to read the pages and parse their markdown, and to parse and print the Rust.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use pulldown_cmark::{Options, Parser};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use crate::corpus;
use crate::error::MeasureError;

/// Returns the pages in a folder and its subfolders.
///
/// # Errors
/// Fails if a folder cannot be read.
pub fn pages(docs: &Path) -> Result<Vec<PathBuf>, MeasureError> {
    Ok(corpus::files(docs)?.into_iter().filter(|path| corpus::is_page(path)).collect())
}

/// Reads the pages and parses the markdown of each, with tables and spans.
pub fn read(pages: &[PathBuf], threads: usize) -> Duration {
    timed(pages, threads, |path| {
        // A page that no longer exists costs nothing.
        let bytes = fs::read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let parser = Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter();
        black_box(parser.map(|(event, place)| black_box((event, place)).1.len()).sum::<usize>());
    })
}

/// Parses and prints Rust files.
pub fn format(files: &[String], threads: usize) -> Duration {
    timed(files, threads, |text| {
        // Text that is not Rust was not emitted.
        black_box(syn::parse_file(text).ok().map(|file| prettyplease::unparse(&file)));
    })
}

/// Measures `work` on all items, on `threads` threads.
fn timed<T: Sync>(items: &[T], threads: usize, work: impl Fn(&T) + Send + Sync) -> Duration {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let start = Instant::now();
    match pool {
        Ok(pool) => pool.install(|| items.par_iter().for_each(work)),
        Err(_) => items.iter().for_each(work),
    }
    start.elapsed()
}

/// Returns the number of cores.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn every_item_is_processed_once_for_any_number_of_threads() {
        for threads in 1..4 {
            let done = AtomicUsize::new(0);
            timed(&[1, 2, 3, 4, 5], threads, |item| {
                done.fetch_add(*item, Ordering::Relaxed);
            });
            assert_eq!(done.into_inner(), 15);
        }
    }
}
