//! What a stage has to say about its input.
//!
//! In: a [`Lint`] (what kind of fault), a [`Span`] (where) and a message (what exactly). Out: an ordered list of
//! [`Diagnostic`]s that printers turn into text. A stage never prints and never stops: it reports and goes on.

mod excerpt;
mod lints;
mod text;

use std::sync::OnceLock;

pub use lints::Lint;
pub use text::Printer;
pub mod lint {
    //! One constant for each lint, by stage.
    pub use super::lints::{areas::*, config::*, extract::*, load::*, parse::*, plan::*, resolve::*};
}

/// A file of the [`Sources`] of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end` of `file`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start, end: end.max(start) }
    }
}

/// A value and the place in a page that states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where the page states it.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, stated at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
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

/// One text that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the docs folder, `/` between parts on every system.
    pub path: String,
    /// The text, without a byte order mark; line ends as in the file.
    pub text: String,
    /// Found when somebody asks: few files have anything to report.
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// Where its lines begin.
    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let behind = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|end| end + 1);
            std::iter::once(0).chain(behind).collect()
        })
    }
}

/// Every text of a run, by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a text and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into(), line_starts: OnceLock::new() });
        id
    }

    /// The file of an id that this value gave out.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// Line and column of the span's start, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let file = self.file(span.file);
        let line_starts = file.line_starts();
        let line = line_starts.partition_point(|start| *start <= span.start).max(1);
        let line_start = line_starts[line - 1];
        let before = file.text.get(line_start..span.start).unwrap_or("");
        (line, before.chars().count() + 1)
    }
}
