//! Messages about input that is not a page, such as a pasted request.
//!
//! In: a level, a span and a message. Out: [`Note`]. No lint reports it, so configuration does not change its level.

use super::{Level, Span};

/// A message that no lint reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The level.
    pub level: Level,
    /// What the message is about; `None` if it is about nothing in a file.
    pub span: Option<Span>,
    /// One sentence without a full stop, names in backquotes.
    pub message: String,
    /// What to do about it, in the same style.
    pub hint: Option<String>,
    /// Related spans, each with a label.
    pub related: Vec<(Span, String)>,
}

impl Note {
    /// Returns a message without a hint.
    pub fn new(level: Level, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Note { level, span: span.into(), message: message.into(), hint: None, related: Vec::new() }
    }

    /// Adds a hint.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a related span.
    pub fn related(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        self.related.push((span, label.into()));
        self
    }
}
