//! What a stage has to say about its input.
//!
//! In: a [`Lint`] (what kind of fault), a [`Span`] (where) and a message (what exactly). Out: an ordered list of
//! [`Diagnostic`]s that printers turn into text. A stage never prints and never stops: it reports and goes on.

mod excerpt;
mod lints;
mod text;

pub use crate::source::{FileId, SourceFile, Sources, Span, Spanned};
pub use lints::Lint;
pub use text::Printer;
pub mod lint {
    //! One constant for each lint, by stage.
    pub use super::lints::{areas::*, config::*, extract::*, load::*, parse::*, plan::*, resolve::*};
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// An item had to be dropped, or configuration, input or output is broken.
    Error,
    /// Something is wrong in a page and a fallback was taken.
    Warning,
    /// Style, or a repair that lost nothing.
    Note,
}

/// One message about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault this is.
    pub lint: &'static Lint,
    /// The level, the lint's own unless configuration changed it.
    pub level: Level,
    /// Where; `None` only where no file is to blame (a missing folder, say).
    pub span: Option<Span>,
    /// What exactly is wrong here: one sentence without a full stop, names in backquotes.
    pub message: String,
    /// What to do about it, in the same style.
    pub hint: Option<String>,
    /// A second place that has to do with it, and what it is.
    pub related: Vec<(Span, String)>,
}

impl Diagnostic {
    /// A diagnostic of `lint` at `span`.
    pub fn new(lint: &'static Lint, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Diagnostic {
            lint,
            level: lint.level,
            span: span.into(),
            message: message.into(),
            hint: None,
            related: Vec::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// Collects what the stages report.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of `other`, in its order.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// All of them, in the order of [`Diagnostics::sort`] once that was called.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many have this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|d| d.level == level).count()
    }

    /// Orders by place, then lint, then message, and drops exact repetitions.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.span, a.lint.id, &a.message).cmp(&(b.span, b.lint.id, &b.message)));
        self.list.dedup();
    }

    /// Changes each diagnostic in place (levels from configuration) and drops those for which `keep` says false.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(keep);
    }
}
