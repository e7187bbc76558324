//! Generated files: in memory, on disk, and the comparison of the two.
//!
//! In: a [`FileSet`]. Out: [`write()`] brings a folder to that state, [`check`] says how it differs from it. Both work on the same
//! bytes, so what `check` accepts is exactly what `write` would leave alone. This module is the only one that writes.

mod check;
mod crate_files;
mod disk;
mod files;
mod manifest;
mod present;
mod write;

pub use check::{Difference, DifferenceKind, check};
pub use crate_files::{CrateInfo, crate_files};
pub use disk::OutputError;
pub use files::{FileSet, FileSetError, RelPath};
pub use manifest::MANIFEST;
pub use write::{Written, write};

/// The mark in the header of generated Rust files. A `.rs` file without it is somebody's own and is never removed.
pub const GENERATED_MARK: &str = "@generated";
