//! The hosts that may know who is calling.
//!
//! In: the base URL of a service, further origins that the program allows, and the links of responses. Out: URLs of two
//! kinds. Only a [`HomeUrl`] can receive a token or a header that identifies the caller, and only [`Home`] makes one.

use crate::runtime::{Origin, Url};
use std::error::Error;
use std::fmt;

/// A service: its base URL, and the other origins that the program trusts with its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    base: Url,
    allowed: Vec<Origin>,
}

/// A URL at an origin that may know who is calling.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeUrl(Url);

/// Where a request goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// To the service itself, or to an allowed origin.
    Home(HomeUrl),
    /// To any other host, such as one that stores files. It must not learn who is calling.
    Foreign(Url),
}

/// An error for a URL that the client does not send requests to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedUrl {
    reason: RefusedUrlReason,
    /// Scheme, host and port. Never the path or the query, which can contain secrets.
    origin: String,
}

/// The reason why a URL is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusedUrlReason {
    /// It is not a URL with the scheme `https` or `http`, or HTTP clients understand it differently.
    Malformed,
    /// The scheme is `http`, and the host is not this machine.
    NotSecure,
}

impl RefusedUrl {
    fn malformed() -> Self {
        Self { reason: RefusedUrlReason::Malformed, origin: String::new() }
    }

    /// Returns why the URL is refused.
    pub fn reason(&self) -> RefusedUrlReason {
        self.reason
    }
}

impl fmt::Display for RefusedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            RefusedUrlReason::Malformed => f.write_str("not a valid https URL"),
            RefusedUrlReason::NotSecure => {
                write!(f, "{} is not encrypted: only https is allowed, except on this machine", self.origin)
            }
        }
    }
}

impl Error for RefusedUrl {}

impl Home {
    /// Declares a service by its base URL, such as `https://graph.microsoft.com/v1.0`.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a URL without a query, or if it is not encrypted and not on this machine.
    pub fn new(base_url: &str) -> Result<Self, RefusedUrl> {
        let base = Url::parse_base(base_url).ok_or_else(RefusedUrl::malformed)?;
        check_secure(&base)?;
        Ok(Self { base, allowed: Vec::new() })
    }

    /// Allows tokens to be sent to a further origin, such as `https://graph.contoso.com`.
    ///
    /// # Errors
    ///
    /// The same as [`new`](Self::new).
    pub fn allow(mut self, origin: &str) -> Result<Self, RefusedUrl> {
        let url = Url::parse_base(origin).ok_or_else(RefusedUrl::malformed)?;
        check_secure(&url)?;
        self.allowed.push(url.origin().clone());
        Ok(self)
    }

    /// Returns the service with another base URL. The origin of this one is allowed too.
    ///
    /// # Errors
    ///
    /// The same as [`new`](Self::new).
    pub fn with_base(&self, base_url: &str) -> Result<Self, RefusedUrl> {
        let mut home = Self::new(base_url)?;
        home.allowed.clone_from(&self.allowed);
        home.allowed.push(self.base.origin().clone());
        Ok(home)
    }

    /// Returns the base URL.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Returns the URL of a path below the base URL.
    ///
    /// A request builds its path from encoded segments, so it cannot lead to another host.
    pub fn below(&self, path_and_query: &str) -> HomeUrl {
        HomeUrl(self.base.below(path_and_query))
    }

    /// Resolves a link or `Location` of the response to a request for `current` (RFC 3986 §5.2).
    ///
    /// # Errors
    ///
    /// Returns an error if the link is not a URL, or is not encrypted and not on this machine.
    pub fn resolve(&self, current: &Target, link: &str) -> Result<Target, RefusedUrl> {
        let url = current.url().join(link).ok_or_else(RefusedUrl::malformed)?;
        check_secure(&url)?;
        let is_home = url.origin() == self.base.origin() || self.allowed.contains(url.origin());
        Ok(if is_home { Target::Home(HomeUrl(url)) } else { Target::Foreign(url) })
    }
}

impl HomeUrl {
    /// Returns the URL.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl Target {
    /// Returns the URL.
    pub fn url(&self) -> &Url {
        match self {
            Self::Home(home) => home.url(),
            Self::Foreign(url) => url,
        }
    }
}

/// Contains the origin only. Path and query can identify a person, or be a secret.
impl fmt::Debug for HomeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HomeUrl").field(&format_args!("{}", self.0.origin())).finish()
    }
}

/// Contains the origin only. The addresses of files can need no token.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if matches!(self, Self::Home(_)) { "Home" } else { "Foreign" };
        f.debug_tuple(name).field(&format_args!("{}", self.url().origin())).finish()
    }
}

/// Rejects a URL whose requests others could read.
fn check_secure(url: &Url) -> Result<(), RefusedUrl> {
    let origin = url.origin();
    if origin.scheme() == "https" || is_loopback(origin.host()) {
        return Ok(());
    }
    Err(RefusedUrl { reason: RefusedUrlReason::NotSecure, origin: origin.to_string() })
}

/// Returns whether a host is this machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
