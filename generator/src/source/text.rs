//! Inline content of pages.
//!
//! In: nothing (types only). Out: [`Text`], which serializes as a line of markdown.

use serde::{Serialize, Serializer};

use super::Span;

/// Inline content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The runs, in order. Neighbouring runs of plain text are joined.
    pub runs: Vec<Run>,
    /// Its span; `None` only for an empty cell that the parser added.
    pub span: Option<Span>,
}

/// A piece of inline content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Plain text with entities decoded; `\u{a0}` is kept.
    Plain(String),
    /// A code span's content.
    Code(String),
    /// The plain content of bold text. Links and code inside it are separate runs.
    Strong(String),
    /// A link. `code` is set if the text is a code span, `strong` if it is bold.
    Link {
        /// The text, plain.
        text: String,
        /// The destination as written, with reference links resolved.
        dest: String,
        /// The span of the link.
        span: Span,
    },
    /// `<br>`, `</br>`, `<li>`, or a hard break.
    Break,
}

impl Text {
    /// Returns the trimmed text without markup, with breaks as `\n`.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for run in &self.runs {
            match run {
                Run::Plain(t) | Run::Code(t) | Run::Strong(t) | Run::Link { text: t, .. } => out.push_str(t),
                Run::Break => out.push('\n'),
            }
        }
        out.trim().to_owned()
    }

    /// Returns whether it is empty or white space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plain().is_empty()
    }

    /// Returns its links: text, destination, span.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str, Span)> {
        self.runs.iter().filter_map(|run| match run {
            Run::Link { text, dest, span } => Some((text.as_str(), dest.as_str(), *span)),
            _ => None,
        })
    }
}

impl Text {
    /// Returns the content as markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for run in &self.runs {
            match run {
                Run::Plain(t) => out.push_str(t),
                Run::Code(t) => {
                    out.push('`');
                    out.push_str(t);
                    out.push('`');
                }
                Run::Strong(t) => {
                    out.push_str("**");
                    out.push_str(t);
                    out.push_str("**");
                }
                Run::Link { text, dest, .. } => {
                    out.push('[');
                    out.push_str(text);
                    out.push_str("](");
                    out.push_str(dest);
                    out.push(')');
                }
                Run::Break => out.push('\n'),
            }
        }
        out.trim().to_owned()
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.markdown())
    }
}
