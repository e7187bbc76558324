//! URLs, as far as links between requests need them.
//!
//! In: the base URL of a service, and links of its responses. Out: absolute URLs, and whether two have the same origin.

use percent_encoding::{AsciiSet, CONTROLS, PercentEncode, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

/// The characters that no URL contains. HTTP clients encode them, so the link is not changed by encoding them here.
const NOT_IN_URLS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

/// A scheme, host and port, for comparison (RFC 6454 §4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    scheme: &'static str,
    /// The host in lower case.
    host: String,
    port: u16,
}

impl Origin {
    /// Parses a scheme and an authority (RFC 3986 §3.2). A user name and password are ignored.
    fn parse(scheme: &str, authority: &str) -> Option<Self> {
        let (scheme, default_port) = match scheme.to_ascii_lowercase().as_str() {
            "https" => ("https", 443),
            "http" => ("http", 80),
            _ => return None,
        };
        let address = authority.rsplit('@').next()?;
        // The colons of an IPv6 address are in brackets.
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (address, ""),
        };
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = if port.is_empty() { default_port } else { port.parse().ok().filter(|_| is_port)? };
        // Other characters are not in the names and addresses of hosts, or could end the host in an HTTP client.
        let is_host = |c: char| c.is_alphanumeric() || "-._:[]".contains(c);
        let is_host = !host.is_empty() && host.chars().all(is_host);
        is_host.then(|| Self { scheme, host: host.to_ascii_lowercase(), port })
    }

    /// Returns `https` or `http`.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Returns the host in lower case, an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the port, which is the default port of the scheme where none is given.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match (self.scheme, self.port) {
            ("https", 443) | ("http", 80) => Ok(()),
            (_, port) => write!(f, ":{port}"),
        }
    }
}

/// The components of a URL reference (RFC 3986 §4.1), without the fragment.
struct Components<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Components<'a> {
    /// Splits a URL reference (RFC 3986, appendix B).
    ///
    /// Browsers read `\` as `/`, and leave out tabs and line breaks. A link with one of these could lead elsewhere in
    /// an HTTP client than here, so it is rejected.
    fn split(link: &'a str) -> Option<Self> {
        if link.contains(|c: char| c == '\\' || c.is_control()) {
            return None;
        }
        let link = link.split('#').next()?;
        let (link, query) = link.split_once('?').map_or((link, None), |(link, query)| (link, Some(query)));
        let (scheme, rest) = match link.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, link),
        };
        let Some(rest) = rest.strip_prefix("//") else {
            return Some(Self { scheme, authority: None, path: rest, query });
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(Self { scheme, authority: Some(authority), path, query })
    }
}

/// Returns whether a text is a scheme (RFC 3986 §3.1).
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// An absolute URL with the scheme `https` or `http`, without a user name and a fragment. Copies are cheap: they share their text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Url(Arc<Text>);

/// The text of a URL.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Text {
    origin: Origin,
    path: String,
    query: Option<String>,
}

impl Url {
    /// Parses an absolute URL.
    pub fn parse(text: &str) -> Option<Self> {
        let Components { scheme, authority, path, query } = Components::split(text)?;
        let origin = Origin::parse(scheme?, authority?)?;
        Some(Self::new(origin, path.to_owned(), query.map(str::to_owned)))
    }

    fn new(origin: Origin, path: String, query: Option<String>) -> Self {
        Self(Arc::new(Text { origin, path, query }))
    }

    /// Parses the base URL of a service: without a query and a fragment. Slashes at its end do not count.
    pub fn parse_base(text: &str) -> Option<Self> {
        let base = Self::parse(text).filter(|base| base.0.query.is_none() && !text.contains('#'))?;
        let path = base.path().trim_end_matches('/').to_owned();
        Some(Self::new(base.origin().clone(), path, None))
    }

    /// Returns the scheme, host and port.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Returns the path.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the path and query, with the characters encoded that no URL contains.
    pub fn path_and_query(&self) -> String {
        self.with_query(self.path())
    }

    /// Returns the URL of a path and query below this URL, neither of which is resolved.
    pub fn below(&self, path_and_query: &str) -> Self {
        let (path, query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (path_and_query, None),
        };
        let path = [self.path(), path].concat();
        // Without a slash, `@host` after a URL without a path would be read as another host.
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        Self::new(self.origin().clone(), [slash, &path].concat(), query)
    }

    /// Appends the query of this URL to a path.
    pub(super) fn with_query(&self, path: &str) -> String {
        let path = Cow::from(encode(path));
        match &self.0.query {
            Some(query) => format!("{path}?{}", encode(query)),
            None => path.into_owned(),
        }
    }

    /// Resolves a reference that is relative to this URL (RFC 3986 §5.2).
    pub fn join(&self, link: &str) -> Option<Self> {
        let parts = Components::split(link)?;
        let origin = match (parts.scheme, parts.authority) {
            (scheme, Some(authority)) => Origin::parse(scheme.unwrap_or(self.origin().scheme), authority)?,
            (Some(_), None) => return None,
            (None, None) => self.origin().clone(),
        };
        let path = if parts.authority.is_some() || parts.path.starts_with('/') {
            parts.path.to_owned()
        } else if parts.path.is_empty() {
            self.path().to_owned()
        } else {
            let folder = self.path().rfind('/').and_then(|end| self.path().get(..=end)).unwrap_or("/");
            format!("{folder}{}", parts.path)
        };
        Some(Self::new(origin, remove_dot_segments(&path)?, parts.query.map(str::to_owned)))
    }
}

/// Resolves the segments `.` and `..` of a path (RFC 3986 §5.2.4). Other segments keep their percent-encoding.
///
/// Returns `None` if a dot segment is percent-encoded: some HTTP clients resolve it, others do not.
fn remove_dot_segments(path: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        let is_dots = decoded == "." || decoded == "..";
        if is_dots && segment.contains('%') {
            return None;
        }
        if segment == ".." {
            kept.pop();
        }
        if !is_dots {
            kept.push(segment);
        } else if segments.peek().is_none() {
            kept.push("");
        }
    }
    Some(kept.iter().map(|segment| format!("/{segment}")).collect())
}

impl From<&Url> for String {
    /// Returns the text, in one allocation unless characters are encoded.
    fn from(url: &Url) -> Self {
        let query = url.0.query.as_ref().map_or(0, String::len);
        // The scheme, the port, and what separates the parts, take at most 15 bytes.
        let mut text = Self::with_capacity(15 + url.origin().host.len() + url.path().len() + query);
        // Writing to a string does not fail.
        let _ = write!(text, "{url}");
        text
    }
}

/// Encodes the characters that no URL contains.
fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NOT_IN_URLS)
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), encode(self.path()))?;
        self.0.query.as_ref().map_or(Ok(()), |query| write!(f, "?{}", encode(query)))
    }
}
