//! Documented operations.
//!
//! In: constants that the generated code contains, one for each documented method and path. Out: their typed fields.

use std::fmt;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`.
    Get,
    /// `HEAD`.
    Head,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
    /// `OPTIONS`.
    Options,
}

impl Method {
    /// Returns the name of the method.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}

impl AsRef<str> for Method {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A documented operation: a method and a path template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The path template: `/users/{id}/messages`.
    pub template: &'static str,
    /// The pages that document the operation.
    pub pages: &'static [Page],
}

/// The properties of the operations on one page of the reference.
///
/// All fields are text. A crate has thousands of these constants, and a constant of strings takes a quarter of the
/// compile time of one with nested lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// The URL of the page.
    pub reference: &'static str,
    /// The permitted callers, in the form that [`permissions`](Self::permissions) parses.
    pub allowed: &'static str,
    /// The documented request headers, in the form that [`request_headers`](Self::request_headers) parses.
    pub headers: &'static str,
    /// The documented query options, separated by spaces.
    pub options: &'static str,
    /// The status codes of success, separated by spaces.
    pub statuses: &'static str,
    /// The documented status codes of errors, separated by spaces.
    pub errors: &'static str,
    /// The note that the requests of the page are deprecated; empty if they are not.
    pub deprecated: &'static str,
}

impl Page {
    /// Creates the properties of a page that documents nothing: `Page { options: "$top", ..Page::new(url) }`.
    pub const fn new(reference: &'static str) -> Self {
        Self { reference, allowed: "", headers: "", options: "", statuses: "", errors: "", deprecated: "" }
    }

    /// Iterates over the documented query options, such as `$select`.
    pub fn query_options(&self) -> impl Iterator<Item = &'static str> {
        self.options.split_whitespace()
    }

    /// Iterates over the status codes of success.
    pub fn success(&self) -> impl Iterator<Item = u16> {
        self.statuses.split_whitespace().filter_map(|status| status.parse().ok())
    }

    /// Iterates over the status codes of errors that the page documents, such as 404. Requests can fail with others.
    pub fn error_statuses(&self) -> impl Iterator<Item = u16> {
        self.errors.split_whitespace().filter_map(|status| status.parse().ok())
    }

    /// Returns the note that the requests of the page are deprecated, if they are.
    pub fn deprecation(&self) -> Option<&'static str> {
        (!self.deprecated.is_empty()).then_some(self.deprecated)
    }

    /// Iterates over the documented request headers, in the order of the page.
    ///
    /// Each line of [`headers`](Self::headers) contains the name, and after a colon the value if the page documents only one.
    /// `Authorization` and headers with the media type of JSON are left out, since requests have them anyway.
    ///
    /// ```text
    /// If-Match
    /// ConsistencyLevel: eventual
    /// ```
    pub fn request_headers(&self) -> impl Iterator<Item = RequestHeader> {
        self.headers.lines().map(RequestHeader::parse)
    }

    /// Iterates over the permitted callers and their permissions, in the order of the page.
    ///
    /// Each line of [`allowed`](Self::allowed) contains the kind of caller, a colon, and alternatives separated by `|`.
    /// Permissions that are required together are separated by `+`. A condition follows a semicolon.
    ///
    /// ```text
    /// work: Mail.Read | Mail.ReadWrite
    /// application: Mail.Read + User.Read.All; acting on others
    /// ```
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        self.allowed.lines().filter_map(Permission::parse)
    }
}

/// A documented request header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestHeader {
    /// The name, as on the page. The case does not matter.
    pub name: &'static str,
    /// The value, if the page documents only one.
    pub value: Option<&'static str>,
}

impl RequestHeader {
    /// Parses a line.
    fn parse(line: &'static str) -> Self {
        match line.split_once(':') {
            Some((name, value)) => Self { name: name.trim(), value: Some(value.trim()) },
            None => Self { name: line.trim(), value: None },
        }
    }
}

/// The permissions for one kind of caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    /// The kind of caller.
    pub caller: Caller,
    /// The condition under which these permissions apply, if any.
    pub condition: Option<&'static str>,
    /// The alternatives, each a set of permissions that are required together.
    ///
    /// If there are none, this kind of caller is not supported.
    pub alternatives: Vec<Vec<&'static str>>,
}

impl Permission {
    /// Parses a line.
    fn parse(line: &'static str) -> Option<Self> {
        let (caller, rest) = line.split_once(':')?;
        let caller = match caller {
            "work" => Caller::DelegatedWork,
            "personal" => Caller::DelegatedPersonal,
            "application" => Caller::Application,
            _ => return None,
        };
        let (alternatives, condition) = rest
            .split_once(';')
            .map_or((rest, None), |(alternatives, condition)| (alternatives, Some(condition.trim())));
        let together = |alternative: &'static str| alternative.split('+').map(str::trim).collect();
        let alternatives = alternatives.split('|').filter(|alternative| !alternative.trim().is_empty());
        Some(Self { caller, condition, alternatives: alternatives.map(together).collect() })
    }
}

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// A signed-in user with a work or school account.
    DelegatedWork,
    /// A signed-in user with a personal account.
    DelegatedPersonal,
    /// The application without a user.
    Application,
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::DelegatedWork => "a user with a work or school account",
            Self::DelegatedPersonal => "a user with a personal account",
            Self::Application => "the application without a user",
        })
    }
}
