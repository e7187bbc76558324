//! Ranges of source files.
//!
//! In: nothing (types only). Out: [`FileId`], [`Span`], [`Spanned`].

/// A file of the [`Sources`](super::Sources) of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the range `start..end` of `file`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start, end: end.max(start) }
    }
}

/// A value, and the span on a page that declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The span that declares it.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Returns `value` with its span.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}
