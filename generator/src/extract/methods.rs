//! Tables of methods.
//!
//! In: the table of a Methods section. Out: [`MethodFacts`], and the rows without a name.

use crate::diagnostics::Span;
use crate::parse::{Table, TableRow, Text};

use super::facts::MethodFacts;
use super::tables::{Columns, clean_name, is_blank};
use super::type_expr::{TypeExpr, parse_cell};

/// Returns whether a cell in the first column of a table contains a link.
pub(super) fn links_pages(table: &Table) -> bool {
    table.rows.iter().any(|row| row.cells.first().is_some_and(|cell| cell.links().next().is_some()))
}

/// Returns the rows of a Methods table.
pub(super) fn methods(table: &Table) -> Vec<MethodFacts> {
    let columns = Columns::of(table);
    let Some(name_column) = columns.name.or((!table.header.is_empty()).then_some(0)) else { return Vec::new() };
    let mut out = Vec::new();
    for row in &table.rows {
        let Some(cell) = row.cells.get(name_column) else { continue };
        let link = cell.links().next();
        let (plain, _) = clean_name(cell);
        if link.is_none() && row.cells.iter().enumerate().all(|(i, c)| i == name_column || is_blank(c)) {
            continue;
        }
        let name = link.map_or(plain, |(text, _, _)| text.trim().to_owned());
        if name.is_empty() {
            continue;
        }
        let returns = columns.ty.and_then(|t| row.cells.get(t)).and_then(|c| returns(c, row.span));
        out.push(MethodFacts { name, page: link.map(|(_, dest, _)| dest.to_owned()), returns, span: row.span });
    }
    out
}

/// Returns the rows of a Methods table that have no name, although another cell has text.
pub(super) fn unnamed(table: &Table) -> Vec<Span> {
    let columns = Columns::of(table);
    let name_column = columns.name.unwrap_or(0);
    let is_unnamed = |row: &&TableRow| {
        row.cells.get(name_column).is_some_and(|cell| is_blank(cell) && cell.links().next().is_none())
            && row.cells.iter().any(|cell| !is_blank(cell))
    };
    table.rows.iter().filter(is_unnamed).map(|row| row.span).collect()
}

/// Returns the type in a return cell; `None` for `None`, `None.` and prose.
fn returns(cell: &Text, span: Span) -> Option<TypeExpr> {
    let plain = cell.plain();
    let word = plain.trim().trim_end_matches('.');
    if word.is_empty() || ["none", "no content", "nothing", "n/a", "void"].contains(&word.to_ascii_lowercase().as_str())
    {
        return None;
    }
    Some(parse_cell(cell, span)).filter(|t| !t.has_unknown())
}
