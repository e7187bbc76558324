//! The texts of one run.
//!
//! In: paths and texts. Out: [`Sources`], which maps a span to its line and column.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{FileId, Span};

/// A text that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the docs folder, with `/` on every system.
    pub path: String,
    /// The text, without a byte order mark; line endings as in the file.
    pub text: String,
    /// Computed on first use: few files have diagnostics.
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// Returns the offset of each line.
    #[must_use]
    pub fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let behind = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|end| end + 1);
            std::iter::once(0).chain(behind).collect()
        })
    }

    /// Returns the number of the line that contains an offset, from 1. An offset after the text is in the last line.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).max(1)
    }
}

/// Every text of a run, by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a text and returns its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into(), line_starts: OnceLock::new() });
        id
    }

    /// Replaces the texts of the files at these paths.
    pub fn replace_texts(&mut self, texts: &BTreeMap<String, String>) {
        for file in &mut self.files {
            if let Some(text) = texts.get(&file.path) {
                file.text.clone_from(text);
                file.line_starts = OnceLock::new();
            }
        }
    }

    /// Returns the file with an id that [`Sources::add`] returned.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns all files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// Returns line and column of the span's start, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let file = self.file(span.file);
        let line = file.line_of(span.start);
        let line_start = file.line_starts()[line - 1];
        let before = file.text.get(line_start..span.start).unwrap_or("");
        (line, before.chars().count() + 1)
    }
}
