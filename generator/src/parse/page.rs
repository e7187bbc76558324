//! A page as the parser leaves it: sections, tables, fenced blocks and the annotation before each, with spans.
//!
//! In: nothing (types only). Out: [`Page`], read by extract. Nothing here knows what a heading means.

use std::collections::BTreeMap;

use crate::diagnostics::{FileId, Span, Spanned};

pub use crate::source::{Folder, Run, Text};

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its text.
    pub file: FileId,
    /// Path relative to the version's folder, `/` between parts: `api/user-list.md`.
    pub path: String,
    /// Which folder it lies in.
    pub folder: Folder,
    /// Front matter: key (as written, trimmed) to value (quotes removed). First occurrence wins.
    pub front_matter: BTreeMap<String, Spanned<String>>,
    /// The H1, if there is one.
    pub title: Option<Spanned<String>>,
    /// The sections in document order. The first holds what stands under the H1 (level 1, its heading is the H1's text);
    /// a page without an H1 has the part before its first heading there, with an empty heading.
    pub sections: Vec<Section>,
    /// `#page.annotation` and other annotation comments that precede no block, in order.
    pub annotations: Vec<Annotation>,
    /// Whether the front matter says that the page is for other versions. Such a page has no title, sections and annotations.
    pub other_version: bool,
    /// How many zones and monikers were left out because they are for other versions.
    pub left_out_zones: usize,
}

/// A heading and the blocks up to the next heading of any level. Tab markers (`# [HTTP](#tab/http)`) are not headings.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    /// The heading's plain text, white space collapsed and trimmed.
    pub heading: Spanned<String>,
    /// Index in [`Page::sections`] of the section that contains this one (nearest earlier one of a smaller level).
    pub parent: Option<usize>,
    /// What stands under the heading, in order. Blocks of lists and quotes are in [`Block::List`] and [`Block::Quote`].
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A table.
    Table(Table),
    /// A fenced block.
    Code(CodeBlock),
    /// A list; each item's blocks.
    List(Vec<Vec<Block>>),
    /// A block quote (notes and alerts: `[!NOTE]`, `**Note:**`).
    Quote(Vec<Block>),
    /// An annotation comment that no fenced block follows directly: what follows is something else.
    Annotation(Annotation),
}

/// A table. Rows have as many cells as the page wrote, at least as many as the header (padded with empty ones).
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The header's cells.
    pub header: Vec<Text>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// The whole table.
    pub span: Span,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// The cells.
    pub cells: Vec<Text>,
    /// The row's line.
    pub span: Span,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// The info string, trimmed, lower case (`http`, `json`, empty).
    pub info: String,
    /// The content's lines without line ends, each with the offset of its first byte in the file.
    pub lines: Vec<(usize, String)>,
    /// From the opening to the closing fence.
    pub span: Span,
    /// The comment before it.
    pub annotation: Option<Annotation>,
}

impl CodeBlock {
    /// The lines joined by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.iter().map(|(_, l)| l.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The place of `len` bytes from `column` (bytes) of line `line` (from 0).
    #[must_use]
    pub fn line_span(&self, line: usize, column: usize, len: usize) -> Span {
        let start = self.lines.get(line).map_or(self.span.start, |(offset, _)| offset + column);
        Span::new(self.span.file, start, start + len)
    }
}

/// An annotation comment: the JSON object in an HTML comment.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The object, faults such as trailing commas repaired.
    pub value: serde_json::Map<String, serde_json::Value>,
    /// The comment.
    pub span: Span,
}

impl Annotation {
    /// The string at `key`.
    #[must_use]
    pub fn str(&self, key: &str) -> Option<&str> {
        self.value.get(key)?.as_str()
    }

    /// `blockType`, lower case.
    #[must_use]
    pub fn block_type(&self) -> Option<String> {
        self.str("blockType").map(str::to_ascii_lowercase)
    }
}
