//! Collects the messages about a pasted text, and the secrets in it.
//!
//! In: ranges of the text. Out: [`Note`]s, and the ranges of secrets, which no message may show.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::{FileId, Level, Note, Span};
use crate::odata::Method;
use crate::similar::similar;

/// The maximum number of messages.
const MOST: usize = 50;

/// The messages about one pasted text.
pub(super) struct Notes<'t> {
    text: &'t str,
    file: FileId,
    list: Vec<Note>,
    /// The number of messages beyond the limit, and the last one of these.
    left_out: usize,
    beyond: Option<Note>,
    /// The names of the secrets that are left out.
    secrets: BTreeMap<String, String>,
    /// Where secrets are.
    pub(super) hidden: Vec<Range<usize>>,
}

impl<'t> Notes<'t> {
    pub(super) fn new(text: &'t str, file: FileId) -> Self {
        Notes { text, file, list: Vec::new(), left_out: 0, beyond: None, secrets: BTreeMap::new(), hidden: Vec::new() }
    }

    /// Adds a message about a part of the text. It must not contain values from the text.
    pub(super) fn add(&mut self, level: Level, range: &Range<usize>, message: impl Into<String>) -> &mut Note {
        let note = Note::new(level, self.span(range), message);
        // Errors are why there is no request.
        if self.list.len() >= MOST && level != Level::Error {
            self.left_out += 1;
            return self.beyond.insert(note);
        }
        let last = self.list.len();
        self.list.push(note);
        &mut self.list[last]
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// Returns a part of the pasted text.
    pub(super) fn text(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Returns the range of the text without white space around it.
    pub(super) fn whole(&self) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        start..self.text.trim_end().len().max(start)
    }

    /// Leaves a secret out.
    pub(super) fn secret(&mut self, name: &str, range: &Range<usize>) {
        let text = self.text(range);
        let start = range.start + (text.len() - text.trim_start().len());
        self.hidden.push(start..start + text.trim().len());
        self.secrets.entry(name.to_ascii_lowercase()).or_insert_with(|| name.to_owned());
    }

    /// Parses a method, in any case.
    pub(super) fn method(&mut self, written: &str, range: &Range<usize>) -> Option<Method> {
        let upper = written.trim().to_ascii_uppercase();
        if let Some(method) = Method::parse(&upper) {
            if upper != written.trim() {
                self.add(Level::Note, range, "methods are in upper case").hint(format!("write `{method}`"));
            }
            return Some(method);
        }
        let names = Method::ALL.map(Method::as_str);
        let hint = match similar(&upper, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the methods are {}", names.map(|name| format!("`{name}`")).join(", ")),
        };
        self.add(Level::Error, range, "no request has this method").hint(hint);
        None
    }

    /// Returns the messages, in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Note> {
        let first = self.hidden.iter().min_by_key(|range| range.start).cloned();
        if let (Some(first), false) = (first, self.secrets.is_empty()) {
            let names: Vec<String> = self.secrets.values().map(|name| format!("`{name}`")).collect();
            let message = format!("left out because the values are secrets: {}", names.join(", "));
            let hint = "the client of the bindings gets tokens from its token source";
            self.add(Level::Note, &first, message).hint(hint);
        }
        self.list.sort_by_key(|note| note.span);
        if self.left_out > 0 {
            let message = format!("{} more messages about this text are not shown", self.left_out);
            self.list.push(Note::new(Level::Note, None, message));
        }
        self.list
    }
}
