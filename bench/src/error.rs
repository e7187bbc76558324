//! Errors of measurements.
//!
//! In: errors of the disk, of commands and of the generator. Out: [`MeasureError`], a message for the person who measures.

use std::io;
use std::path::{Path, PathBuf};

use crate::derive::VariantError;

/// Why a measurement failed.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// A file or a folder cannot be read or written.
    #[error("{}: {}", .0.display(), .1)]
    Disk(PathBuf, io::Error),
    /// A command failed: the command, and its message.
    #[error("{0} failed: {1}")]
    Command(String, String),
    /// The generator failed for these pages.
    #[error("{}: {}", .0.display(), .1)]
    Generate(PathBuf, String),
    /// The variant cannot be generated.
    #[error(transparent)]
    Variant(#[from] VariantError),
    /// A measured value cannot be read.
    #[error("{0}")]
    Format(String),
    /// A ratio exceeds its limit: the measured values, the limits, and what to do.
    #[error("{0}")]
    Limit(String),
}

impl MeasureError {
    /// Returns a function for `map_err` of operations on `path`.
    pub fn disk(path: &Path) -> impl FnOnce(io::Error) -> MeasureError {
        let path = path.to_owned();
        move |error| MeasureError::Disk(path, error)
    }
}
