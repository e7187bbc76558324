//! The error for a client or a transport that cannot be created.
//!
//! In: a URL that is refused, or the error of a transport. Out: [`BuildError`], which shows neither a user name nor a password.

use super::error::{Source, cause_below};
use super::host::RefusedUrl;
use std::fmt;

/// A client that cannot be created.
#[derive(Debug)]
pub struct BuildError {
    kind: BuildErrorKind,
    text: String,
    source: Option<Source>,
}

/// The reason why a client cannot be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// A base URL or an allowed origin is not valid, or is not encrypted.
    Url,
    /// The `User-Agent` header is not valid.
    UserAgent,
    /// A transport cannot be created.
    Transport,
    /// The platform has no timers that the client knows.
    Clock,
}

impl BuildError {
    /// Returns the reason.
    pub fn kind(&self) -> BuildErrorKind {
        self.kind
    }

    pub(super) fn url(url: &str, source: RefusedUrl) -> Self {
        let (kind, url) = (BuildErrorKind::Url, without_user(url));
        Self { kind, text: format!("{url:?} is not the URL of a service"), source: Some(source.into()) }
    }

    #[cfg(feature = "reqwest")]
    pub(super) fn transport(source: Source) -> Self {
        Self {
            kind: BuildErrorKind::Transport,
            text: "the transport cannot be created".to_owned(),
            source: Some(source),
        }
    }

    pub(super) fn user_agent() -> Self {
        let text = "the user agent contains a character that a header cannot have".to_owned();
        Self { kind: BuildErrorKind::UserAgent, text, source: None }
    }

    pub(super) fn no_clock() -> Self {
        let text = "this platform needs a clock: set one with `Builder::clock`".to_owned();
        Self { kind: BuildErrorKind::Clock, text, source: None }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// The source is the first cause that the text does not contain: reporters print both.
impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        cause_below(self.source.as_deref()?, &self.to_string())
    }
}

/// Leaves out the user name and the password of a text that may be a URL.
pub(super) fn without_user(url: &str) -> &str {
    url.rsplit('@').next().unwrap_or_default()
}
