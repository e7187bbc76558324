//! Writes generated files, and compares them with the files on disk.
//!
//! In: a [`FileSet`]. Out: [`write()`] brings a folder to that state, [`check`] reports how it differs. Both use the same bytes, so `check`
//! accepts exactly what `write` would not change. [`PageFile`] writes corrected pages, [`changes`] and
//! [`apply`] are for files in the folders of others.

mod check;
mod crate_files;
mod dependencies;
mod disk;
mod files;
mod manifest;
mod owned;
mod page;
mod present;
mod write;

pub use check::{Difference, DifferenceKind, check};
pub use crate_files::{CrateInfo, crate_files};
pub use disk::OutputError;
pub use files::{FileSet, FileSetError, RelPath};
pub use manifest::MANIFEST;
pub use owned::{FileChange, apply, changes};
pub use page::{PageError, PageFile};
pub use write::{Written, write};

/// The mark in the header of generated Rust files. A `.rs` file without it was written by somebody else and is never removed.
pub const GENERATED_MARK: &str = "@generated";
