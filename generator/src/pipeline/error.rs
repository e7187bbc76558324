//! Why a run has no outcome.
//!
//! In: nothing (types only). Out: [`RunError`], [`Nothing`], and their texts.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::config::CONFIG_FILE;
use crate::diagnostics::{Diagnostics, Sources};
use crate::extract::{PageFacts, SkipReason};
use crate::load::LoadError;

use super::GenerateError;

/// Why there is no outcome.
#[derive(Debug)]
pub enum RunError {
    /// The folder cannot be read or has no page.
    Load(LoadError),
    /// `docbindgen.toml` exists and cannot be read.
    ReadConfig(PathBuf, io::Error),
    /// `docbindgen.toml` is invalid: the texts, and what is wrong in them.
    Config(Sources, Diagnostics),
    /// Nothing is left to generate; output written now would remove the files of an earlier run. The texts, all diagnostics so far, and the
    /// cause.
    Nothing(Sources, Diagnostics, Nothing),
    /// The output cannot be generated: a bug of docbindgen.
    Output(GenerateError),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Load(error) => error.fmt(f),
            RunError::ReadConfig(path, error) => {
                let path = path.display();
                match error.kind() {
                    io::ErrorKind::NotFound => write!(
                        f,
                        "the configuration `{path}` does not exist; correct `--config`, or omit it to use the {CONFIG_FILE} of the docs folder"
                    ),
                    io::ErrorKind::IsADirectory => {
                        write!(f, "the configuration `{path}` is a folder; it must be a file such as {CONFIG_FILE}")
                    }
                    _ => {
                        write!(f, "cannot read the configuration `{path}`: {error}; check the path and its permissions")
                    }
                }
            }
            RunError::Config(..) => write!(f, "{CONFIG_FILE} cannot be used"),
            RunError::Nothing(.., why) => why.fmt(f),
            RunError::Output(error) => write!(f, "{error} (this is a bug in docbindgen: please report it)"),
        }
    }
}

impl std::error::Error for RunError {}

/// Why nothing is left to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nothing {
    /// The selection matches no operation: its patterns.
    Selected(Vec<String>),
    /// No page could be read.
    Readable,
    /// Every page with content is for other versions than this one.
    OfVersion(String),
}

impl Nothing {
    /// Returns the cause, if every page is left out for a reason unrelated to its content.
    pub(super) fn in_pages(facts: &[PageFacts], version: &str) -> Option<Nothing> {
        let all = |reason| !facts.is_empty() && facts.iter().all(|page| page.skipped == Some(reason));
        if all(SkipReason::Unreadable) {
            Some(Nothing::Readable)
        } else if all(SkipReason::OtherVersion) {
            Some(Nothing::OfVersion(version.to_owned()))
        } else {
            None
        }
    }

    /// Returns the cause, and what to do, in words.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Nothing::Selected(patterns) => {
                let patterns: Vec<String> = patterns.iter().map(|pattern| format!("`{pattern}`")).collect();
                let patterns = patterns.join(" or ");
                format!(
                    "no operation matches {patterns}; correct the selection (`--select`, or `select` in {CONFIG_FILE})"
                )
            }
            Nothing::Readable => "none of the pages can be read".to_owned(),
            Nothing::OfVersion(version) => format!(
                "the `monikerRange` of every page excludes version `{version}`; choose the version with `--api-version`, or with \
                 `version` in {CONFIG_FILE}"
            ),
        }
    }
}

impl fmt::Display for Nothing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was written: {}", self.cause())
    }
}
