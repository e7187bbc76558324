//! The parsed page: sections, tables, fenced code blocks and the annotation before each, with spans.
//!
//! In: nothing (types only). Out: [`Page`], read by extract. Headings are not interpreted here.

use std::collections::BTreeMap;

use crate::diagnostics::{FileId, Span, Spanned};

pub use crate::source::{Folder, Run, Text};

/// A parsed page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The file that contains its text.
    pub file: FileId,
    /// Path relative to the version's folder, separated by `/`: `api/user-list.md`.
    pub path: String,
    /// The folder it is in.
    pub folder: Folder,
    /// Front matter: key (as written, trimmed) to value (quotes removed). First occurrence wins.
    pub front_matter: BTreeMap<String, Spanned<String>>,
    /// The H1, if there is one.
    pub title: Option<Spanned<String>>,
    /// The sections in document order.
    ///
    /// The first one contains the blocks under the H1; its level is 1 and its heading is the text of the H1. On a page
    /// without an H1, it contains the blocks before the first heading, and its heading is empty.
    pub sections: Vec<Section>,
    /// `#page.annotation` and other annotation comments without a following block, in order.
    pub annotations: Vec<Annotation>,
    /// Whether the front matter limits the page to other versions. Such a page has no title, sections or annotations.
    pub other_version: bool,
    /// Number of zones, monikers and tabs left out because they are for other versions.
    pub left_out_zones: usize,
}

/// A heading and the blocks up to the next heading of any level. Tab markers (`# [HTTP](#tab/http)`) are not headings.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The level, from 1 to 6.
    pub level: u8,
    /// The heading's plain text, white space collapsed and trimmed.
    pub heading: Spanned<String>,
    /// The links in the heading, and those of HTML tags (`<a href="…">`) in the blocks.
    pub links: Vec<Spanned<String>>,
    /// Index in [`Page::sections`] of the section that contains this one (the nearest earlier one with a lower level).
    pub parent: Option<usize>,
    /// The blocks under the heading, in order. Blocks of lists and quotes are in [`Block::List`] and [`Block::Quote`].
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A table.
    Table(Table),
    /// A fenced code block.
    Code(CodeBlock),
    /// A list, with the blocks of each item.
    List(Vec<Vec<Block>>),
    /// A block quote (notes and alerts: `[!NOTE]`, `**Note:**`).
    Quote(Vec<Block>),
    /// An annotation comment that is not directly followed by a fenced code block.
    Annotation(Annotation),
}

/// A table. A row has the cells written on the page, padded with empty ones if it has fewer than the header.
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

/// A fenced code block.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// The info string, trimmed, lower case (`http`, `json`, empty).
    pub info: String,
    /// The content's lines without line ends, each with the offset of its first byte in the file.
    pub lines: Vec<(usize, String)>,
    /// From the opening to the closing fence.
    pub span: Span,
    /// The annotation comment before it.
    pub annotation: Option<Annotation>,
}

impl CodeBlock {
    /// Returns the lines joined by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.iter().map(|(_, l)| l.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Returns the span of `len` bytes from byte `column` of line `line`, both zero-based.
    #[must_use]
    pub fn line_span(&self, line: usize, column: usize, len: usize) -> Span {
        let start = self.lines.get(line).map_or(self.span.start, |(offset, _)| offset + column);
        Span::new(self.span.file, start, start + len)
    }
}

/// An annotation comment: the JSON object in an HTML comment.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The object, with faults such as trailing commas repaired.
    pub value: serde_json::Map<String, serde_json::Value>,
    /// The span of the comment.
    pub span: Span,
}

impl Annotation {
    /// Returns the string at `key`.
    #[must_use]
    pub fn str(&self, key: &str) -> Option<&str> {
        self.value.get(key)?.as_str()
    }

    /// Returns `blockType` in lower case.
    #[must_use]
    pub fn block_type(&self) -> Option<String> {
        self.str("blockType").map(str::to_ascii_lowercase)
    }
}
