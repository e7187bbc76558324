//! The structure of a page.
//!
//! In: nothing (types only). Out: [`Outline`], which lint compares with what a page of its kind should have. No other stage reads it.

use std::collections::BTreeMap;

use crate::diagnostics::{Span, Spanned};
use crate::odata::Caller;
use crate::parse::Folder;

/// The structure of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The folder of the page.
    pub folder: Folder,
    /// The H1.
    pub title: Option<Spanned<String>>,
    /// The front matter: keys in lower case, and their values.
    pub keys: BTreeMap<String, String>,
    /// The first value of the front matter.
    pub front_matter: Option<Span>,
    /// `title` in the front matter.
    pub front_title: Option<Spanned<String>>,
    /// `doc_type` in the front matter.
    pub doc_type: Option<Spanned<String>>,
    /// The headings of known sections, in order.
    pub sections: Vec<SectionFacts>,
    /// Headings that are nearly those of a known section, at any level.
    pub misspelt: Vec<MisspeltHeading>,
    /// The headings below the H1 that are not those of a known section.
    pub others: Vec<Spanned<String>>,
    /// The H1s after the first one.
    pub more_titles: Vec<Spanned<String>>,
    /// The `blockType` of each annotated fence.
    pub block_types: Vec<Spanned<String>>,
    /// Keys of annotations that are nearly a known one.
    pub misspelt_keys: Vec<Misspelt>,
    /// Labels and alerts that are nearly `Namespace:` or `[!NOTE]`, and alerts outside of a quote.
    pub misspelt_marks: Vec<Misspelt>,
    /// The rows of methods without a name.
    pub unnamed_methods: Vec<Span>,
    /// What is nearly written as a link, with the span of its text.
    pub broken_links: Vec<Spanned<String>>,
    /// The sections of permissions; nested ones are part of the one that contains them.
    pub permissions: Vec<PermissionSection>,
    /// The statuses of messages and sentences, as written.
    pub statuses: Vec<StatusFacts>,
}

/// The kind of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// Permissions, or Prerequisites.
    Permissions,
    /// HTTP request.
    HttpRequest,
    /// Path parameters.
    PathParameters,
    /// Function parameters.
    FunctionParameters,
    /// Query parameters.
    QueryParameters,
    /// Request headers.
    RequestHeaders,
    /// Request body.
    RequestBody,
    /// Response.
    Response,
    /// Example or Examples.
    Example,
    /// Methods of a type.
    Methods,
    /// Properties of a type.
    Properties,
    /// Relationships of a type.
    Relationships,
    /// JSON representation of a type.
    Json,
}

/// A heading of a known section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionFacts {
    /// The kind of the section.
    pub kind: SectionKind,
    /// The heading.
    pub heading: Spanned<String>,
    /// Whether it is directly below the H1.
    pub is_top: bool,
}

/// A heading that is nearly the heading of a known section.
#[derive(Debug, Clone, PartialEq)]
pub struct MisspeltHeading {
    /// The heading as written.
    pub heading: Spanned<String>,
    /// The heading that was probably meant.
    pub intended: &'static str,
    /// The level of the heading, from 1 to 6.
    pub level: u8,
    /// Whether the blank after `##` is missing, so that the line is part of a paragraph.
    pub glued: bool,
}

/// A word that is nearly a known one.
#[derive(Debug, Clone, PartialEq)]
pub struct Misspelt {
    /// The word as written, with the span of the text that contains it.
    pub written: Spanned<String>,
    /// What was probably meant.
    pub intended: &'static str,
}

/// A section of permissions.
#[derive(Debug, Clone, PartialEq)]
pub struct PermissionSection {
    /// The heading.
    pub heading: Span,
    /// From the heading to the end of the last block.
    pub span: Span,
    /// The tables.
    pub tables: Vec<PermissionTable>,
    /// Whether the text names a permission, or says that none is needed.
    pub is_told: bool,
}

/// A table of permissions.
#[derive(Debug, Clone, PartialEq)]
pub struct PermissionTable {
    /// The first cell of the header.
    pub span: Span,
    /// Whether each row is for one kind of caller. In other tables, the columns are.
    pub by_caller: bool,
    /// The rows.
    pub rows: Vec<PermissionRow>,
}

/// A row of a table of permissions.
#[derive(Debug, Clone, PartialEq)]
pub struct PermissionRow {
    /// The first cell.
    pub label: Spanned<String>,
    /// The kind of caller that it names.
    pub caller: Option<Caller>,
    /// Whether the label is indented, as conditions below a caller are.
    pub is_indented: bool,
    /// Whether the other cells are empty.
    pub is_blank: bool,
    /// The other cells.
    pub cells: Vec<Spanned<String>>,
}

/// A status as a page writes it: `200 OK`.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusFacts {
    /// The number, or what is in its place.
    pub number: String,
    /// The words after it.
    pub phrase: String,
    /// Where it is.
    pub place: StatusPlace,
    /// Whether the readers of messages and responses understand it.
    pub is_read: bool,
    /// The span of the status, or of the text that contains it.
    pub span: Span,
}

/// Where a page has a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusPlace {
    /// In the start line of a message: `HTTP/1.1 200 OK`.
    StartLine,
    /// At the beginning of a fence, without the version of HTTP.
    BareLine,
    /// In a sentence.
    Sentence,
}
