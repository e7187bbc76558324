//! How the fault of a diagnostic can be removed.
//!
//! In: nothing (types only). Out: [`Fix`]. The stage that finds a fault knows the intended text. It has not always the text of the page, so
//! some fixes are instructions that [`crate::fix`] turns into replacements.

use super::Span;

/// A change of a page that removes a fault, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Replaces ranges of the page.
    Replace(Vec<Edit>),
    /// Replaces the name or path `from`, which occurs once in the span of the diagnostic, with `to`.
    Rename {
        /// The text as written.
        from: String,
        /// The text to write.
        to: String,
    },
    /// Inserts an empty line before the line of the diagnostic.
    BlankLine,
}

/// The replacement of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The range; empty to insert text.
    pub span: Span,
    /// The text in the range, as the stage read it. White space and quote markers may differ from the page.
    pub from: String,
    /// The text to write.
    pub to: String,
}

impl Edit {
    /// Returns the replacement of `from` at `span` with `to`.
    pub fn new(span: Span, from: impl Into<String>, to: impl Into<String>) -> Self {
        Edit { span, from: from.into(), to: to.into() }
    }
}
