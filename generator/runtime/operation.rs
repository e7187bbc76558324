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
    pub pages: &'static [&'static Page],
}

/// What one page of the reference says of its operations.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub reference: &'static str,
    /// Who may call, and with which permissions.
    pub permissions: &'static [Permission],
    /// The query options it names: `$select`.
    pub query_options: &'static [&'static str],
    /// The status codes of success.
    pub success: &'static [u16],
}

/// The permissions for one kind of caller.
#[derive(Debug, PartialEq, Eq)]
pub struct Permission {
    /// The kind of caller.
    pub caller: Caller,
    /// When these permissions apply, if not always.
    pub condition: Option<&'static str>,
    /// Each alternative is a set of permissions that are needed together. None: this caller is not supported.
    pub alternatives: &'static [&'static [&'static str]],
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
