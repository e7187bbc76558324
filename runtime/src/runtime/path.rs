//! Paths of requests.
//!
//! In: literal parts from the reference, and arguments from anywhere. Out: a path in which every argument stays where it was put: it
//! is encoded as one segment, and one that would lead elsewhere (`..`) is refused.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::error::Error;
use std::fmt;

/// What an argument does not keep: everything but letters, digits and a few signs that no server gives a meaning.
const ARGUMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'!').remove(b',');

/// The user who is signed in, for functions whose path begins with a user's id: `/users/{id}/…` becomes `/me/…`. It is no text that a
/// service could take, and refused everywhere else.
pub const ME: &str = "\0me";

/// The value null, for arguments of functions that take it: `f(name=null)`. It is refused everywhere else. A text, a date or an enum that is
/// made from it is this null, too.
pub const NULL: &str = "\0null";

/// A path under construction. It remembers the first argument that cannot be in a path, for whoever asks for the whole.
///
/// ```text
/// Path::new().lit("/users/").seg("a/b").lit("/messages") // /users/a%2Fb/messages
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    text: String,
    invalid: Option<InvalidPath>,
}

impl Path {
    /// An empty path.
    pub fn new() -> Self {
        Self::default()
    }

    /// A literal part, from the reference.
    pub fn lit(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// An argument that is one segment, or a part of one.
    pub fn seg(mut self, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        if value == ME {
            return self.me();
        }
        self.check(value, value);
        self.encode(value);
        self
    }

    fn me(mut self) -> Self {
        if self.text == "/users/" {
            "/me".clone_into(&mut self.text);
        } else {
            self.refuse("ME", InvalidPathReason::NotAUser);
        }
        self
    }

    /// A segment behind the documented path, before a query that may be part of it.
    pub(super) fn then(mut self, segment: &str) -> Self {
        let end = self.text.find('?').unwrap_or(self.text.len());
        let at = self.text[..end].trim_end_matches('/').len();
        self.text.insert_str(at, segment);
        self.text.insert(at, '/');
        self
    }

    /// An argument in quotes, as functions take texts: `'O''Neil'`; [`NULL`] without.
    pub fn quoted(self, value: impl AsRef<str>) -> Self {
        self.prefixed("", value)
    }

    /// An argument in quotes behind a prefix: `duration'PT1H'`; [`NULL`] without both.
    pub fn prefixed(mut self, prefix: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        if value == NULL {
            return self.lit("null");
        }
        if value.chars().any(char::is_control) {
            self.refuse(value, InvalidPathReason::Control);
        }
        self.text.push_str(prefix);
        self.text.push('\'');
        self.encode(&value.replace('\'', "''"));
        self.text.push('\'');
        self
    }

    /// An argument without quotes, as functions take numbers, truth values and dates.
    pub fn arg(mut self, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if value == NULL {
            return self.lit("null");
        }
        self.check(&value, &value);
        self.encode(&value);
        self
    }

    /// An argument in quotes with its name, if there is one.
    pub fn optional_quoted(self, name: &str, prefix: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.named(name).prefixed(prefix, value),
            None => self,
        }
    }

    /// An argument without quotes with its name, if there is one.
    pub fn optional_arg(self, name: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.named(name).arg(value),
            None => self,
        }
    }

    /// The end of a call; without arguments, it is the name alone.
    pub fn end(mut self) -> Self {
        if self.text.ends_with('(') {
            self.text.pop();
        } else {
            self.text.push(')');
        }
        self
    }

    /// The name of the next argument.
    fn named(mut self, name: &str) -> Self {
        if !self.text.ends_with('(') {
            self.text.push(',');
        }
        self.lit(name)
    }

    /// A path to a file or folder. Its slashes are kept; one at its beginning is left out.
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

    /// The path.
    ///
    /// # Errors
    ///
    /// Fails if an argument cannot be in a path.
    pub fn build(&self) -> Result<&str, InvalidPath> {
        match &self.invalid {
            None => Ok(&self.text),
            Some(invalid) => Err(invalid.clone()),
        }
    }

    fn encode(&mut self, value: &str) {
        self.text.extend(utf8_percent_encode(value, ARGUMENT));
    }

    /// Checks a segment of an argument.
    fn check(&mut self, segment: &str, argument: &str) {
        if segment.is_empty() {
            self.refuse(argument, InvalidPathReason::Empty);
        } else if segment == "." || segment == ".." {
            self.refuse(argument, InvalidPathReason::Dots);
        } else if segment.chars().any(char::is_control) {
            self.refuse(argument, InvalidPathReason::Control);
        }
    }

    fn refuse(&mut self, argument: &str, reason: InvalidPathReason) {
        self.invalid.get_or_insert_with(|| InvalidPath { argument: argument.to_owned(), reason });
    }
}

/// An argument that cannot be in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath {
    argument: String,
    reason: InvalidPathReason,
}

impl InvalidPath {
    /// The argument.
    pub fn argument(&self) -> &str {
        &self.argument
    }

    /// Why it cannot be in a path.
    pub fn reason(&self) -> InvalidPathReason {
        self.reason
    }
}

/// Why an argument cannot be in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidPathReason {
    /// It is empty, or has an empty segment: the path would be that of another resource.
    Empty,
    /// A segment of it is `.` or `..`: the path would lead elsewhere.
    Dots,
    /// It has a control character.
    Control,
    /// It is [`ME`], and the path does not begin with a user.
    NotAUser,
}

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            InvalidPathReason::Empty => "a segment of it is empty",
            InvalidPathReason::Dots => "a segment of it is \".\" or \"..\"",
            InvalidPathReason::Control => "it has a control character",
            InvalidPathReason::NotAUser => "it stands for a user, and the path does not begin with one",
        };
        write!(f, "{:?} cannot be an argument of a path: {reason}", self.argument)
    }
}

impl Error for InvalidPath {}
