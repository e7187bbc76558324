//! One side of a comparison.
//!
//! In: the outcome of a run over pages, or an exported model as JSON. Out: [`Edition`].

use std::fmt;

use crate::diagnostics::Sources;
use crate::export::json::form::Model;
use crate::pipeline::Reading;

/// One edition of a reference.
#[derive(Debug)]
pub struct Edition {
    /// The model.
    pub(super) model: Model,
    /// The texts of the pages, if it was read from pages.
    sources: Option<Sources>,
}

/// Why an exported model cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// Line and column of the fault, from 1.
    pub position: Option<(usize, usize)>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReadError { message, hint, position } = self;
        match position {
            Some((line, column)) => write!(f, "{line}:{column}: {message}; {hint}"),
            None => write!(f, "{message}; {hint}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl Edition {
    /// Returns the edition that was read from pages.
    #[must_use]
    pub fn of_pages(reading: Reading) -> Edition {
        let model = crate::export::json::form_of(&reading.api, &reading.sources);
        Edition { model, sources: Some(reading.sources) }
    }

    /// Reads a model that `docbindgen export --format json` printed.
    ///
    /// # Errors
    /// Fails if the text is not JSON, or not an exported model.
    pub fn of_json(text: &str) -> Result<Edition, ReadError> {
        let model = serde_json::from_str(text).map_err(|error| ReadError {
            message: "not an exported model".to_owned(),
            hint: "write it with `docbindgen export --format json`".to_owned(),
            position: Some((error.line(), error.column())),
        })?;
        Ok(Edition { model, sources: None })
    }

    /// Returns the version of the API: `v1.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.model.version
    }

    /// Returns the texts of the pages. An exported model has none.
    pub(super) fn sources(&self) -> Option<&Sources> {
        self.sources.as_ref()
    }

    /// Returns the text of a page by its path in the docs folder. An exported model has no texts.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let (_, file) = self.sources.as_ref()?.iter().find(|(_, file)| file.path == path)?;
        Some(&file.text)
    }
}
