//! Fixes of faulty tables.
//!
//! In: a row as written, and what [`super::rows`] found wrong with it. Out: the [`Fix`], if only one change can be meant.

use std::ops::Range;

use crate::diagnostics::{Edit, FileId, Fix, Span};

/// Returns the fix that removes the tabs of a delimiter row, which begins at `start`.
pub(super) fn without_tabs(file: FileId, start: usize, row: &str) -> Fix {
    let tabs = row.match_indices('\t').map(|(at, tab)| Edit::new(Span::new(file, start + at, start + at + 1), tab, ""));
    Fix::Replace(tabs.collect())
}

/// Returns the fix for a delimiter row that should have `columns` cells. The row begins at `start`.
pub(super) fn delimiter_row(file: FileId, start: usize, row: &str, columns: usize) -> Fix {
    let row = row.trim_end();
    let span = Span::new(file, start, start + row.len());
    Fix::Replace(vec![Edit::new(span, row, with_columns(row, columns))])
}

/// Returns the fix that inserts a delimiter row below the header in the line at `line`, which begins `indent` bytes after it.
pub(super) fn missing_delimiter_row(
    file: FileId,
    text: &str,
    line: Range<usize>,
    indent: usize,
    columns: usize,
) -> Fix {
    let line_end = if text.get(line.end..).is_some_and(|rest| rest.starts_with('\r')) { "\r\n" } else { "\n" };
    let indent = text.get(line.start..line.start + indent).unwrap_or_default();
    let row = format!("{line_end}{indent}|{}", "---|".repeat(columns));
    Fix::Replace(vec![Edit::new(Span::new(file, line.end, line.end), "", row)])
}

/// Returns a delimiter row with `columns` cells. It keeps the cells that `row` has; others are like the last one.
fn with_columns(row: &str, columns: usize) -> String {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells: Vec<String> = inner.split('|').map(|cell| cell.replace('\t', " ")).collect();
    let other = cells.iter().rev().find(|cell| is_delimiter(cell)).map_or("---", String::as_str);
    let cell = |column: usize| cells.get(column).map(String::as_str).filter(|cell| is_delimiter(cell)).unwrap_or(other);
    let cells: Vec<&str> = (0..columns).map(cell).collect();
    // A row with one cell needs an outer `|` to be a delimiter row.
    let outer = |written: bool| if written || columns == 1 { "|" } else { "" };
    format!("{}{}{}", outer(row.starts_with('|')), cells.join("|"), outer(row.ends_with('|')))
}

/// Returns whether a cell is `---`, possibly with a `:` on either side.
fn is_delimiter(cell: &str) -> bool {
    let cell = cell.trim();
    let cell = cell.strip_prefix(':').unwrap_or(cell);
    let cell = cell.strip_suffix(':').unwrap_or(cell);
    !cell.is_empty() && cell.bytes().all(|b| b == b'-')
}

/// Returns the fix that writes the `|` at `pipes` as `\|`. The row begins at `start`.
pub(super) fn escaped(file: FileId, start: usize, pipes: &[usize]) -> Fix {
    let edit = |pipe: &usize| Edit::new(Span::new(file, start + pipe, start + pipe), "", "\\");
    Fix::Replace(pipes.iter().map(edit).collect())
}

/// Returns whether the `|` at `surplus` belong to a sentence in the last column, which begins at `column`.
///
/// A surplus `|` can also be in an earlier cell, or separate a cell that the header has no column for. So the last column must begin like a
/// sentence, which must go on after each `|`.
pub(super) fn is_in_sentence(row: &str, column: usize, surplus: &[usize]) -> bool {
    let row = row.trim_end();
    let end = row.len() - usize::from(row.ends_with('|'));
    let mut bounds = vec![(column, surplus.first().copied().unwrap_or(end))];
    for (index, pipe) in surplus.iter().enumerate() {
        bounds.push((pipe + 1, surplus.get(index + 1).copied().unwrap_or(end)));
    }
    let parts: Option<Vec<&str>> = bounds.iter().map(|(from, to)| row.get(*from..*to).map(str::trim)).collect();
    let Some(parts) = parts else { return false };
    let [first, middle @ .., _] = parts.as_slice() else { return false };
    let begins = first.starts_with(char::is_uppercase) && first.split_whitespace().count() > 1;
    let ends = |part: &&str| part.ends_with(['.', '!', '?']);
    let goes_on =
        |part: &&str| part.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || "`'\"[*(".contains(c));
    begins && !ends(first) && !middle.iter().any(ends) && parts.iter().skip(1).all(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiter_rows_keep_their_cells() {
        for (row, columns, expected) in [
            ("|:---|:---|", 3, "|:---|:---|:---|"),
            ("|---|---|---|", 2, "|---|---|"),
            ("| :--- | ---: |", 3, "| :--- | ---: | ---: |"),
            (":--|--", 3, ":--|--|--"),
            ("|:--\t||", 2, "|:-- |:-- |"),
            ("||-", 2, "|-|-"),
            ("|- -|---|", 3, "|---|---|---|"),
            ("-|-", 1, "|-|"),
        ] {
            assert_eq!(with_columns(row, columns), expected, "{row}");
        }
    }

    #[test]
    fn only_sentences_go_on_after_a_pipe() {
        for (row, in_sentence) in [
            ("|shape|String|Either round | or square.|", true),
            ("| shape | String | Either round | or square. |", true),
            ("|shape|String|One of these: a | b | c", true),
            ("|shape|String|Either `a`|`b`.|", true),
            ("|shape|round | square|The shape.|", false),
            ("|shape|round | square|the shape of it|", false),
            ("|shape|String|The shape.|Read-only.|", false),
            ("|shape|String|The shape.|read-only|", false),
            ("|shape|String|The shape||", false),
        ] {
            let inner = &row[1..];
            let pipes: Vec<usize> = inner.match_indices('|').map(|(at, _)| at + 1).collect();
            let pipes: Vec<usize> = pipes.into_iter().filter(|pipe| pipe + 1 < row.len()).collect();
            assert_eq!(is_in_sentence(row, pipes[1] + 1, &pipes[2..]), in_sentence, "{row}");
        }
    }
}
