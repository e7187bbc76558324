//! Why a measurement failed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::derive::VariantError;

/// Why a measurement failed.
#[derive(Debug)]
pub enum Error {
    /// A file or a folder cannot be read or written.
    Disk(PathBuf, io::Error),
    /// A command failed: what it was, and what it said.
    Command(String, String),
    /// Pages cannot be generated from.
    Generate(PathBuf, String),
    /// The variant cannot be made.
    Variant(VariantError),
    /// Something that was measured cannot be read.
    Format(String),
    /// A ratio is beyond its limit: what was measured, the limits, and what to do.
    Limit(String),
}

impl Error {
    /// For `map_err` of what reads or writes `path`.
    pub fn disk(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |error| Error::Disk(path, error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Disk(path, error) => write!(f, "{}: {error}", path.display()),
            Error::Command(command, what) => write!(f, "{command} failed: {what}"),
            Error::Generate(docs, what) => write!(f, "{}: {what}", docs.display()),
            Error::Variant(error) => error.fmt(f),
            Error::Format(what) | Error::Limit(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

impl From<VariantError> for Error {
    fn from(error: VariantError) -> Self {
        Error::Variant(error)
    }
}
