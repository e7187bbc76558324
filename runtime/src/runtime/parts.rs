//! The parts of a request.
//!
//! In: a request whose path is valid. Out: method, target, headers and body, for any HTTP client. Their `Debug` texts hide secrets.

use super::debug::is_secret_header;
use super::operation::Method;
use std::fmt;

/// The parts of a request for an HTTP client.
#[must_use = "the parts do nothing until you send them with an HTTP client"]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Parts {
    /// The method.
    pub method: Method,
    /// The encoded path and query string, to be appended to the base URL of the service.
    pub path_and_query: String,
    /// The headers, including `Content-Type` if there is a body.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

/// Hides the values of secret headers, and the body, which can contain secrets.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("method", &self.method)
            .field("path_and_query", &self.path_and_query)
            .field("headers", &RedactedHeaders(&self.headers))
            .field("body", &self.body.as_ref().map(|body| format!("{} bytes", body.len())))
            .finish()
    }
}

/// Headers, without the values that look like secrets.
pub(super) struct RedactedHeaders<'a>(pub(super) &'a [(String, String)]);

impl fmt::Debug for RedactedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): &(String, String)| {
            let value = if is_secret_header(name) { "***" } else { value.as_str() };
            (name.clone(), value.to_owned())
        };
        let shown = self.0.iter().map(shown);
        f.debug_list().entries(shown).finish()
    }
}
