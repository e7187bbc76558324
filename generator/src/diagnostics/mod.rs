//! Diagnostics: what the stages report about their input.
//!
//! In: a [`Lint`] (the kind of fault), a [`Span`] (where) and a message (what exactly). Out: an ordered list of [`Diagnostic`]s that
//! printers turn into text. A stage never prints and never stops: it reports and continues.

mod excerpt;
mod fix;
mod lints;
mod note;
mod suppression;
mod text;

pub use crate::source::{FileId, SourceFile, Sources, Span, Spanned};
pub use excerpt::is_printable;
pub(crate) use excerpt::{clean, clean_message, excerpt};
pub use fix::{Edit, Fix};
pub use lints::Lint;
pub use note::Note;
pub use suppression::Suppression;
pub(crate) use suppression::can_be_suppressed;
pub use text::Printer;
pub mod lint {
    //! One constant for each lint, by stage.
    pub use super::lints::{
        areas::*, config::*, extract::*, load::*, names::*, pages::*, parse::*, plan::*, resolve::*, samples::*,
    };
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// An item had to be dropped, or configuration, input or output is broken.
    Error,
    /// A page is wrong, and a fallback was used.
    Warning,
    /// Style, or a repair that lost nothing.
    Note,
}

impl Level {
    /// Returns the level as messages and configuration spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// A message about one span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of fault.
    pub lint: &'static Lint,
    /// The level: the lint's default unless configuration changed it.
    pub level: Level,
    /// Where the fault is; `None` if no file is to blame, for example for a missing folder.
    pub span: Option<Span>,
    /// What exactly is wrong: one sentence without a full stop, names in backquotes.
    pub message: String,
    /// What to do about it, in the same style.
    pub hint: Option<String>,
    /// Related spans, each with a label.
    pub related: Vec<(Span, String)>,
    /// The change that removes the fault, if only one change can be meant.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Returns a diagnostic of `lint` at `span`.
    pub fn new(lint: &'static Lint, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Diagnostic {
            lint,
            level: lint.level,
            span: span.into(),
            message: message.into(),
            hint: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a related span.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Adds the change that removes the fault.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }
}

/// The diagnostics that the stages report.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    suppressions: Vec<Suppression>,
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds a comment that suppresses diagnostics.
    pub fn allow(&mut self, suppression: Suppression) {
        self.suppressions.push(suppression);
    }

    /// Adds all of `other`, in its order.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
        self.suppressions.extend(other.suppressions);
    }

    /// Removes the diagnostics that comments suppress. With `report_unused`, reports comments that suppress nothing.
    pub fn suppress(&mut self, report_unused: bool) {
        let unused = suppression::apply(&mut self.list, std::mem::take(&mut self.suppressions));
        if report_unused {
            self.list.extend(unused);
        }
    }

    /// Returns all diagnostics, in the order of [`Diagnostics::sort`] once that was called.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Returns the number of diagnostics with this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|d| d.level == level).count()
    }

    /// Sorts by span, then lint, then message, and removes findings that say the same of the same place.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.span, a.lint.id, &a.message).cmp(&(b.span, b.lint.id, &b.message)));
        self.list.dedup_by(|next, first| {
            (next.span, next.lint.id, &next.message) == (first.span, first.lint.id, &first.message)
        });
    }

    /// Changes each diagnostic in place (levels from configuration) and removes those for which `keep` returns false.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(keep);
    }
}
