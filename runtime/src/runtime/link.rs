//! Links to further pages and to later changes.
//!
//! In: a link of a response, the URL of its request, and the base URL of the service. Out: the path and query below the
//! base URL, or the reason why the link is not followed.
//!
//! The caller appends the result to the base URL. It is empty or starts with `/` or `?`, so whatever the link contains,
//! the request goes to the host of the base URL.

use super::url::Url;
use std::error::Error;
use std::fmt;

/// An error for a link that is not followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvalidLink {
    reason: InvalidLinkReason,
    /// Where the link leads: the scheme and host, or the path. Never the query, which can contain secrets.
    target: String,
    base_url: String,
}

/// The reason why a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidLinkReason {
    /// The scheme, host or port differs from the base URL, so another host would receive the headers and the body.
    OtherHost,
    /// The path does not begin with the path of the base URL.
    OutsideBase,
    /// The link is not a URL, or HTTP clients understand it differently.
    Malformed,
    /// The base URL is not a URL with a scheme and a host only, or also with a path.
    BaseUrl,
}

impl InvalidLink {
    /// Returns why the link is not followed.
    pub fn reason(&self) -> InvalidLinkReason {
        self.reason
    }
}

impl fmt::Display for InvalidLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, base_url, .. } = self;
        match self.reason {
            InvalidLinkReason::OtherHost => {
                write!(f, "the link leads to {target:?}, which is not the host of the base URL {base_url:?}")
            }
            InvalidLinkReason::OutsideBase => {
                write!(f, "the link leads to {target:?}, which is not below the base URL {base_url:?}")
            }
            InvalidLinkReason::Malformed => f.write_str("the link is not a valid URL"),
            InvalidLinkReason::BaseUrl => {
                write!(f, "{base_url:?} is not a base URL, such as https://graph.microsoft.com/v1.0")
            }
        }
    }
}

impl Error for InvalidLink {}

/// Returns a URL without the user name and password, for error messages.
fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("//") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    format!("{scheme}//{}{path}", authority.rsplit('@').next().unwrap_or(authority))
}

/// The link of a response, resolved.
pub(super) struct Link {
    base: Url,
    target: Url,
    base_url: String,
}

impl Link {
    /// Resolves a link of the response to the request for `base_url` and `path`.
    ///
    /// A relative link is relative to the context URL of the response, if there is one (OData JSON 4.01 §4.3).
    ///
    /// # Errors
    ///
    /// Returns an error if the link or the base URL is not valid.
    pub(super) fn resolve(link: &str, context: Option<&str>, base_url: &str, path: &str) -> Result<Self, InvalidLink> {
        let invalid = |reason| InvalidLink { reason, target: String::new(), base_url: without_user(base_url) };
        let base = Url::parse_base(base_url).ok_or_else(|| invalid(InvalidLinkReason::BaseUrl))?;
        let request = base.below(path);
        let target = match Url::parse(link) {
            Some(absolute) => absolute.join(link),
            None => {
                context.map_or(Some(request.clone()), |context| request.join(context)).and_then(|url| url.join(link))
            }
        };
        let target = target.ok_or_else(|| invalid(InvalidLinkReason::Malformed))?;
        Ok(Self { base, target, base_url: without_user(base_url) })
    }

    /// Returns the path and query below the base URL.
    ///
    /// # Errors
    ///
    /// Returns an error if the link leads to another host, or to a path that is not below that of the base URL.
    pub(super) fn below_base(&self) -> Result<String, InvalidLink> {
        let invalid = |reason, target| InvalidLink { reason, target, base_url: self.base_url.clone() };
        if self.target.origin() != self.base.origin() {
            return Err(invalid(InvalidLinkReason::OtherHost, self.target.origin().to_string()));
        }
        let below = self.target.path().strip_prefix(self.base.path());
        match below.filter(|below| below.is_empty() || below.starts_with('/')) {
            // Relative to a URL, a path with two slashes at the start leads to another host.
            Some(below) if below.starts_with("//") => Err(invalid(InvalidLinkReason::Malformed, String::new())),
            Some(below) => Ok(self.target.with_query(below)),
            None => Err(invalid(InvalidLinkReason::OutsideBase, self.target.path().to_owned())),
        }
    }

    /// Returns the scheme and host, and the path and query.
    pub(super) fn split(&self) -> (String, String) {
        (self.target.origin().to_string(), self.target.path_and_query())
    }
}
