//! Converts table events into a [`Table`].
//!
//! In: pulldown-cmark's events between a table's start and end. Out: the table, with surplus cells split and broken
//! rows joined, and a paragraph for each line of prose directly below the rows.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::inline::Inline;
use super::prepare::Prepared;
use super::{Block, Run, Table, TableRow, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};

/// Collects a table.
pub(super) struct TableBuilder {
    file: FileId,
    span: Span,
    header: Vec<Text>,
    rows: Vec<TableRow>,
    row: Vec<Text>,
    row_at: Range<usize>,
    /// The content of the open cell.
    pub cell: Inline,
}

impl TableBuilder {
    pub fn new(file: FileId, at: &Range<usize>) -> Self {
        TableBuilder {
            file,
            span: Span::new(file, at.start, at.end),
            header: Vec::new(),
            rows: Vec::new(),
            row: Vec::new(),
            row_at: 0..0,
            cell: Inline::default(),
        }
    }

    pub fn start(&mut self, tag: &Tag<'_>, at: &Range<usize>) {
        match tag {
            // A header cannot have surplus cells: pulldown-cmark would not accept it.
            Tag::TableCell if self.header.is_empty() => self.cell = Inline::new(at.start),
            Tag::TableCell => self.cell = Inline::new_cell(at.start),
            _ => self.row_at = at.clone(),
        }
    }

    pub fn end(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::TableCell => {
                // pulldown-cmark puts a missing cell after the end of the line.
                let padded = at.is_empty() && at.start >= self.row_at.end;
                let (before, cell) = std::mem::take(&mut self.cell).finish(self.file, at.end);
                self.row.extend(before);
                self.row.push(if padded { Text::default() } else { cell });
            }
            TagEnd::TableHead => self.header = std::mem::take(&mut self.row),
            _ => {
                let span = Span::new(self.file, at.start, at.end);
                let cells = std::mem::replace(&mut self.row, Vec::with_capacity(self.header.len()));
                self.rows.push(TableRow { cells, span });
            }
        }
    }

    /// Returns the table and the prose directly below it. `text` is the page, `prepared` what was made of it.
    pub fn finish(mut self, text: &str, prepared: &Prepared, diagnostics: &mut Diagnostics) -> Vec<Block> {
        let headers = &prepared.headers;
        let prepared = prepared.text.as_str();
        self.span = trim(prepared, self.span);
        for cell in &mut self.header {
            cell.span = cell.span.map(|span| trim(prepared, span));
        }
        let taken_out = headers.binary_search_by_key(&self.span.start, |header| header.at);
        if let Some(header) = taken_out.ok().and_then(|index| headers.get(index)) {
            self.header = header.cells.iter().map(|cell| plain_cell(self.file, text, cell)).collect();
        }
        let columns = self.header.len();
        let mut rows: Vec<TableRow> = Vec::with_capacity(self.rows.len());
        let mut glued = Vec::new();
        for mut row in self.rows {
            row.span = trim(prepared, row.span);
            for cell in &mut row.cells {
                cell.span = cell.span.map(|span| trim(prepared, span));
            }
            let line = text.get(row.span.start..row.span.end).unwrap_or_default();
            let above = rows.last().and_then(|last| text.get(last.span.start..last.span.end)).unwrap_or_default();
            match kind(line, above, columns) {
                Kind::Row => rows.push(row),
                Kind::Continuation => {
                    let message = "this line continues the row above it";
                    let note = Diagnostic::new(lint::ROW_BROKEN, row.span, message);
                    diagnostics.push(note.hint("write each row on one line"));
                    if let Some(last) = rows.last_mut() {
                        append(last, row, columns);
                    }
                }
                Kind::Prose => glued.extend(row.cells.into_iter().next().map(Block::Paragraph)),
            }
        }
        let table = Table { header: self.header, rows, span: self.span };
        std::iter::once(Block::Table(table)).chain(glued).collect()
    }
}

/// Returns a cell with the text at `at`, as written.
fn plain_cell(file: FileId, text: &str, at: &Range<usize>) -> Text {
    let span = trim(text, Span::new(file, at.start, at.end));
    let written = text.get(span.start..span.end).unwrap_or_default();
    Text { runs: vec![Run::Plain(written.to_owned())], span: Some(span) }
}

/// The kind of a line that pulldown-cmark takes for a row.
enum Kind {
    Row,
    /// The rest of the row above, which a line end split.
    Continuation,
    /// A paragraph without a blank line before it.
    Prose,
}

fn kind(line: &str, above: &str, columns: usize) -> Kind {
    let bare = line.strip_suffix('|').unwrap_or(line);
    if columns < 2 || above.is_empty() || bare.replace("\\|", "").contains('|') {
        Kind::Row
    } else if !above.ends_with('|') {
        Kind::Continuation
    } else if bare.len() == line.len() {
        Kind::Prose
    } else {
        Kind::Row
    }
}

/// Appends the only cell of `rest` to the last cell of `row`.
fn append(row: &mut TableRow, rest: TableRow, columns: usize) {
    row.span.end = rest.span.end;
    let Some(cell) = row.cells.get_mut(columns - 1) else { return };
    cell.span = match (cell.span, rest.span) {
        (Some(span), rest) => Some(Span::new(span.file, span.start, rest.end)),
        (None, rest) => Some(rest),
    };
    for run in [Run::Plain(" ".to_owned())].into_iter().chain(rest.cells.into_iter().flat_map(|cell| cell.runs)) {
        match (cell.runs.last_mut(), run) {
            (Some(Run::Plain(last)), Run::Plain(text)) => last.push_str(&text),
            (None, Run::Plain(text)) if text == " " => {}
            (_, run) => cell.runs.push(run),
        }
    }
}

fn trim(text: &str, span: Span) -> Span {
    let inside = text.get(span.start..span.end).unwrap_or_default();
    let start = span.start + (inside.len() - inside.trim_ascii_start().len());
    Span::new(span.file, start, start.max(span.start + inside.trim_ascii_end().len()))
}
