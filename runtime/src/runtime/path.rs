//! Paths of requests.
//!
//! In: literal parts from the reference, and arguments from any source. Out: a path in which every argument keeps its
//! position. An argument is encoded as one segment, and an argument that would change the path (`..`) is rejected.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::error::Error;
use std::fmt;

/// The characters that are encoded in arguments: all except those without a special meaning for servers.
const ARGUMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'!').remove(b',');

/// The signed-in user, for functions whose path starts with a user's ID: `/users/{id}/…` becomes `/me/…`.
///
/// No service accepts this text as an ID. All other arguments reject it.
pub const ME: &str = "\0me";

/// The value null, for arguments of functions that accept it: `f(name=null)`.
///
/// A string, date or enum with this text is null, too. All other arguments reject it.
pub const NULL: &str = "\0null";

/// A builder of a path. The first invalid argument is reported by [`build`](Self::build).
///
/// ```text
/// Path::new().lit("/users/").seg("a/b").lit("/messages") // /users/a%2Fb/messages
/// ```
#[must_use = "a path does nothing until it is part of a request"]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path {
    text: String,
    invalid: Option<InvalidPath>,
}

impl Path {
    /// Creates an empty path.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a literal part.
    pub fn lit(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Appends an argument that is one segment, or a part of one.
    pub fn seg(mut self, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        if value == ME {
            return self.me();
        }
        self.check(value, value);
        self.encode(value);
        self
    }

    /// Replaces `/users/` by `/me`.
    fn me(mut self) -> Self {
        if self.text == "/users/" {
            "/me".clone_into(&mut self.text);
        } else {
            self.reject("ME", InvalidPathReason::NotAUser);
        }
        self
    }

    /// Appends a segment to the path, before a query string in it.
    pub(super) fn append_segment(mut self, segment: &str) -> Self {
        let end = self.text.find('?').unwrap_or(self.text.len());
        let at = self.text[..end].trim_end_matches('/').len();
        self.text.insert_str(at, segment);
        self.text.insert(at, '/');
        self
    }

    /// Appends a quoted string argument of a function: `'O''Neil'`. [`NULL`] is written as `null`.
    pub fn quoted(self, value: impl AsRef<str>) -> Self {
        self.prefixed("", value)
    }

    /// Appends a quoted argument with a prefix: `duration'PT1H'`. [`NULL`] is written as `null`.
    pub fn prefixed(mut self, prefix: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        if value == NULL {
            return self.lit("null");
        }
        if value.chars().any(char::is_control) {
            self.reject(value, InvalidPathReason::Control);
        }
        self.text.push_str(prefix);
        self.text.push('\'');
        self.encode(&value.replace('\'', "''"));
        self.text.push('\'');
        self
    }

    /// Appends an unquoted argument of a function: a number, a Boolean or a date.
    pub fn arg(mut self, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if value == NULL {
            return self.lit("null");
        }
        self.check(&value, &value);
        self.encode(&value);
        self
    }

    /// Appends an unquoted argument, or `null` if there is no value.
    pub fn nullable_arg(self, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.arg(value),
            None => self.lit("null"),
        }
    }

    /// Appends a named, quoted argument if there is a value.
    pub fn optional_quoted(self, name: &str, prefix: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.named(name).prefixed(prefix, value),
            None => self,
        }
    }

    /// Appends a named, unquoted argument if there is a value.
    pub fn optional_arg(self, name: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.named(name).arg(value),
            None => self,
        }
    }

    /// Ends the argument list of a function. Without arguments, the parentheses are left out.
    pub fn end(mut self) -> Self {
        if self.text.ends_with('(') {
            self.text.pop();
        } else {
            self.text.push(')');
        }
        self
    }

    /// Appends the name of the next argument.
    fn named(mut self, name: &str) -> Self {
        if !self.text.ends_with('(') {
            self.text.push(',');
        }
        self.lit(name)
    }

    /// Appends the path of a file or folder. Slashes separate segments; a leading slash is removed.
    pub fn item_path(mut self, value: impl AsRef<str>) -> Self {
        let whole = value.as_ref();
        for (index, segment) in whole.strip_prefix('/').unwrap_or(whole).split('/').enumerate() {
            if index > 0 {
                self.text.push('/');
            }
            self.check(segment, whole);
            self.encode(segment);
        }
        self
    }

    /// Returns the path.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument is not valid in a path.
    pub fn build(&self) -> Result<&str, InvalidPath> {
        match &self.invalid {
            None => Ok(&self.text),
            Some(invalid) => Err(invalid.clone()),
        }
    }

    /// Appends a percent-encoded value.
    fn encode(&mut self, value: &str) {
        self.text.extend(utf8_percent_encode(value, ARGUMENT));
    }

    /// Checks a segment of an argument, and records why it is invalid.
    fn check(&mut self, segment: &str, argument: &str) {
        if segment.is_empty() {
            self.reject(argument, InvalidPathReason::Empty);
        } else if segment == "." || segment == ".." {
            self.reject(argument, InvalidPathReason::Dots);
        } else if segment.chars().any(char::is_control) {
            self.reject(argument, InvalidPathReason::Control);
        }
    }

    /// Records the first invalid argument.
    fn reject(&mut self, argument: &str, reason: InvalidPathReason) {
        self.invalid.get_or_insert_with(|| InvalidPath { argument: argument.to_owned(), reason });
    }
}

/// An error for an argument that is not valid in a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvalidPath {
    argument: String,
    reason: InvalidPathReason,
}

impl InvalidPath {
    /// Returns the argument.
    pub fn argument(&self) -> &str {
        &self.argument
    }

    /// Returns why the argument is invalid.
    pub fn reason(&self) -> InvalidPathReason {
        self.reason
    }
}

/// The reason why an argument is not valid in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidPathReason {
    /// The argument or a segment of it is empty, so the path would address another resource.
    Empty,
    /// A segment of the argument is `.` or `..`, so the path would address another resource.
    Dots,
    /// The argument contains a control character.
    Control,
    /// The argument is [`ME`], but the path does not start with a user.
    NotAUser,
}

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            InvalidPathReason::Empty => "a segment is empty",
            InvalidPathReason::Dots => "a segment is `.` or `..`",
            InvalidPathReason::Control => "it contains a control character",
            InvalidPathReason::NotAUser => "`ME` is valid only after `/users/` at the start of a path",
        };
        write!(f, "{:?} is not a valid path argument: {reason}", self.argument)
    }
}

impl Error for InvalidPath {}
