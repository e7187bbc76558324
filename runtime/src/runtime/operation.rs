//! What the reference says of an operation.
//!
//! In: constants, one per documented method and path, that emitted code is full of. Out: the same, for programs to look at.

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
    /// The method as HTTP writes it.
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

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A documented method and path.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The path, with its placeholders: `/users/{id}/messages`.
    pub template: &'static str,
    /// The pages that document it.
    pub pages: &'static [Page],
}

/// What one page of the reference says of its operations.
///
/// All of it is text, because a crate has thousands of these: one constant with texts in it takes a fourth of what one with nested lists
/// takes to compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub reference: &'static str,
    /// Who may call, as [`permissions`](Self::permissions) reads it.
    pub allowed: &'static str,
    /// The query options it names, with spaces between.
    pub options: &'static str,
    /// The status codes of success, with spaces between.
    pub statuses: &'static str,
}

impl Page {
    /// The query options it names: `$select`.
    pub fn query_options(&self) -> impl Iterator<Item = &'static str> {
        self.options.split_whitespace()
    }

    /// The status codes of success.
    pub fn success(&self) -> impl Iterator<Item = u16> {
        self.statuses.split_whitespace().filter_map(|status| status.parse().ok())
    }

    /// Who may call, and with which permissions, in the order of the page.
    ///
    /// A line of [`allowed`](Self::allowed) each: the kind of caller, a colon, alternatives with `|` between them, permissions that are
    /// needed together with `+` between them, and a semicolon with the condition, if there is one.
    ///
    /// ```text
    /// work: Mail.Read | Mail.ReadWrite
    /// application: Mail.Read + User.Read.All; acting on others
    /// ```
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        self.allowed.lines().filter_map(Permission::read)
    }
}

/// The permissions for one kind of caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The kind of caller.
    pub caller: Caller,
    /// When these permissions apply, if not always.
    pub condition: Option<&'static str>,
    /// Each alternative is a set of permissions that are needed together. None: this caller is not supported.
    pub alternatives: Vec<Vec<&'static str>>,
}

impl Permission {
    /// The permissions that a line states.
    fn read(line: &'static str) -> Option<Self> {
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
    /// A user with a work or school account is signed in.
    DelegatedWork,
    /// A user with a personal account is signed in.
    DelegatedPersonal,
    /// The application acts for itself.
    Application,
}
