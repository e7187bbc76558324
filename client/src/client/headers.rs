//! The headers of a response.
//!
//! In: headers as an HTTP library or a test double has them. Out: names and values as text, converted on first access:
//! most programs do not read them, and copying all headers takes a large part of the time of a call.

use http::HeaderMap;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// The headers of a response, in the order of the transport: a slice of names and values. Bytes that are not UTF-8 are replaced.
#[derive(Clone, Default)]
pub struct Headers {
    received: HeaderMap,
    text: OnceLock<Vec<(String, String)>>,
}

impl Headers {
    /// Returns the first value of the header with this name, in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        if self.text.get().is_none()
            && let Ok(value) = self.received.get(name).map(|value| std::str::from_utf8(value.as_bytes())).transpose()
        {
            return value;
        }
        self.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Converts the headers to text on first access.
impl Deref for Headers {
    type Target = [(String, String)];

    fn deref(&self) -> &Self::Target {
        self.text.get_or_init(|| {
            let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
            self.received.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect()
        })
    }
}

impl From<HeaderMap> for Headers {
    fn from(received: HeaderMap) -> Self {
        Self { received, text: OnceLock::new() }
    }
}

impl From<Vec<(String, String)>> for Headers {
    fn from(headers: Vec<(String, String)>) -> Self {
        Self { received: HeaderMap::new(), text: headers.into() }
    }
}

impl FromIterator<(String, String)> for Headers {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(headers: I) -> Self {
        Vec::from_iter(headers).into()
    }
}

impl PartialEq for Headers {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Headers {}

/// Contains the names only. Values can be secrets: cookies, and the addresses of files that need no token.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
