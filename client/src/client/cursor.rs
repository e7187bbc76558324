//! Positions in lists, to be stored.
//!
//! In: a page and the number of its items that were read, or the end of a list of changes. Out: a text, and the position again.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A position in a list, from which reading goes on later, also in another process.
///
/// It contains the link that the service sent. The service decides how long the link is valid. It is not a token, but can contain what the
/// query contains.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    place: Place,
    /// The number of items of the page that were already read.
    read: usize,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// The first page.
    First,
    /// The page at this absolute URL.
    Link(String),
}

impl Cursor {
    pub(super) fn new(place: Place, read: usize) -> Self {
        Self { place, read }
    }

    pub(super) fn into_parts(self) -> (Place, usize) {
        (self.place, self.read)
    }
}

/// The number of items, and the link if it is not the first page.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::First => write!(f, "{}", self.read),
            Place::Link(link) => write!(f, "{} {link}", self.read),
        }
    }
}

/// Hides the link.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = if self.place == Place::First { "first" } else { "***" };
        f.debug_struct("Cursor").field("page", &page).field("read", &self.read).finish()
    }
}

/// A text that is not a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCursor(());

impl fmt::Display for InvalidCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the text of a cursor")
    }
}

impl std::error::Error for InvalidCursor {}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (read, place) = match text.split_once(' ') {
            Some((read, link)) => (read, Place::Link(link.to_owned())),
            None => (text, Place::First),
        };
        Ok(Self { place, read: read.parse().map_err(|_| InvalidCursor(()))? })
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
