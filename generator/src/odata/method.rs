//! HTTP methods.
//!
//! In: nothing. Out: [`Method`], the methods that pages can document and requests can have.

use std::fmt;

use serde::Serialize;

/// An HTTP method (RFC 9110 §9, RFC 5789), in alphabetical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `DELETE`
    Delete,
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
    /// `PATCH`
    Patch,
    /// `POST`
    Post,
    /// `PUT`
    Put,
}

impl Method {
    /// All methods.
    pub const ALL: [Method; 7] =
        [Method::Delete, Method::Get, Method::Head, Method::Options, Method::Patch, Method::Post, Method::Put];

    /// Returns the method of this name in upper case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|method| method.as_str() == name)
    }

    /// Returns the name in upper case, as written in requests.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Delete => "DELETE",
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Options => "OPTIONS",
            Method::Patch => "PATCH",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }

    /// Returns whether requests with this method usually have a body.
    #[must_use]
    pub fn takes_body(self) -> bool {
        matches!(self, Method::Patch | Method::Post | Method::Put)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parsed_and_in_order() {
        for method in Method::ALL {
            assert_eq!(Method::parse(method.as_str()), Some(method));
            assert_eq!(serde_json::to_value(method).ok(), Some(method.as_str().into()));
        }
        assert!(Method::ALL.is_sorted() && Method::ALL.map(Method::as_str).is_sorted());
        assert_eq!(Method::parse("get"), None);
        assert_eq!(Method::parse("MERGE"), None);
    }
}
