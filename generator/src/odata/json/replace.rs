//! The replacements that make a faulty text valid JSON.
//!
//! In: the repairs of the [`super::reader`], in the order of the text. Out: [`Replacement`]s after which the text has the same value.

use std::ops::Range;

use serde_json::Value;

use super::{Dialect, Replacement, reader};

/// The replacements so far.
#[derive(Debug, Default)]
pub(super) struct Replacements {
    list: Vec<Replacement>,
}

impl Replacements {
    /// Adds a replacement. Earlier ones inside its range are parts of it.
    pub fn add(&mut self, range: Range<usize>, text: &str) {
        // The reader looks ahead at most to the next item, so few replacements begin after this one.
        let later = self.list.iter().rev().take_while(|other| other.range.start >= range.start).count();
        let mut later = self.list.split_off(self.list.len() - later);
        later.retain(|other| range.is_empty() || other.range.end > range.end);
        self.list.push(Replacement { range, text: text.to_owned() });
        self.list.append(&mut later);
    }

    /// Returns the replacements if, after them, `text` has the same `value` without a fault; else none.
    pub fn verified(self, text: &str, value: &Value, dialect: Dialect) -> Vec<Replacement> {
        let Some(replaced) = replaced(text, &self.list).filter(|_| !self.list.is_empty()) else { return Vec::new() };
        let is_same = serde_json::from_str::<Value>(&replaced).map_or_else(
            |_| {
                let (again, reader) = reader::parse(&replaced, dialect);
                again == *value && reader.fault.is_none()
            },
            |again| again == *value,
        );
        if is_same { self.list } else { Vec::new() }
    }
}

/// Returns `text` with the replacements, which must be in order; `None` if they overlap.
pub(super) fn replaced(text: &str, replacements: &[Replacement]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Replacement { range, text: new } in replacements {
        out.push_str(text.get(at..range.start)?);
        out.push_str(new);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Returns `text` as a string of JSON.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
