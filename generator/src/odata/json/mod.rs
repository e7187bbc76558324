//! JSON as people write it in documentation: mostly valid, sometimes with a trailing comma or a comment.
//!
//! In: the text of a fenced block, of a message's body or of an annotation, and the [`Dialect`] of its kind. Out: a [`Reading`]: the
//! value as far as it could be read, the first repair, and the first fault that no repair fixes. Never fails, takes linear time, and
//! has a nesting limit.

mod reader;
mod replace;
mod strings;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::Value;

/// The parts of the notation that depend on where the text comes from.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// How strings end.
    pub strings: Strings,
    /// Returns whether the text after the value is a part of the page of its own, such as another message. Other text is a fault, except
    /// surplus closing brackets after data.
    pub separate: fn(&str) -> bool,
}

/// How strings end, whether line ends belong to them, and which mistakes are faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strings {
    /// Data, as in examples. A string ends at the first quote, because a guess would be compared with the model as if the page showed it.
    /// A line end wraps a URL or a token that is too long for its line, so it and the indent after it are removed. A fault ends the
    /// reading.
    Data,
    /// Prose, as in annotations. Line ends are text. So are quotes, unless a delimiter or a line end follows. A string without a closing
    /// quote ends before the next line that begins with a key. A text without quotes can have several words. Between brackets, a comma is
    /// optional. An item with a fault is skipped. Ellipses, other quotes, and text after the value are faults, because only the repairs of
    /// docs/format.md#faulty-json-in-annotations go without a report.
    Prose,
}

/// The result of reading a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The value, `null` if the text has none. Of data with a fault, the value contains the part before it; of prose, all items that could
    /// be read.
    pub value: Value,
    /// The first repair. Without one, and without a fault, the text is valid JSON.
    pub repair: Option<Repair>,
    /// The first fault.
    pub fault: Option<Fault>,
}

/// The problem of a [`Repair`] that skips a comment.
pub const COMMENT: &str = "a comment";

/// The problem of a [`Repair`] that leaves a member out.
const REPEATED: &str = "two members with the same name, of which the last one counts";

/// The problem of a [`Repair`] that rounds a number.
const ROUNDED: &str = "a number with more digits than are kept";

/// A repair, and its offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The problem, as a phrase for a message: `a trailing comma`.
    pub what: &'static str,
    /// The offset of the problem in the text.
    pub at: usize,
    /// The replacements for all repairs of the text, in order and without overlaps. The value remains the same. Comments and ellipses are
    /// not replaced: they are for readers.
    pub replacements: Vec<Replacement>,
}

impl Repair {
    /// Returns what the writer can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.what {
            REPEATED => "remove one of them, or correct its name",
            ROUNDED => "write fewer digits, or a string",
            _ => "write valid JSON",
        }
    }
}

/// The replacement of a part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The offsets of the part; empty to insert text.
    pub range: Range<usize>,
    /// The text to write.
    pub text: String,
}

/// A fault that no repair fixes, and its offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// A message: `a value is missing here`.
    pub message: &'static str,
    /// The offset of the fault. For a string without a closing quote, the offset of its opening quote.
    pub at: usize,
    /// The offset that reading had reached. For a string without a closing quote, the end of the text.
    pub stopped: usize,
}

impl Reading {
    /// Returns the value and the first repair.
    ///
    /// # Errors
    ///
    /// The fault, if there is one.
    pub fn complete(self) -> Result<(Value, Option<Repair>), Fault> {
        self.fault.map_or(Ok((self.value, self.repair)), Err)
    }
}

/// Returns the first part of valid JSON that a value does not keep: one of two members with the same name, or digits of a number.
#[must_use]
pub fn loss(text: &str) -> Option<Repair> {
    reader::loss(text)
}

/// Reads one JSON value from `text`.
#[must_use]
pub fn read(text: &str, dialect: Dialect) -> Reading {
    match serde_json::from_str(text) {
        Ok(value) => Reading { value, repair: None, fault: None },
        Err(_) => reader::read(text, dialect),
    }
}
