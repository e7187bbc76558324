//! Repairs tables in the copy before pulldown-cmark reads it.
//!
//! In: the lines of the copy. Out: the same lines, repaired so that
//! - a delimiter row with tabs, or with a different number of columns than its header, still begins a table (other
//!   renderers are that lenient, and pages rely on it);
//! - rows without a delimiter row make a table too: the header's line becomes an empty header and a delimiter row, and
//!   [`super::table`] fills in the header's cells;
//! - a `|` inside a code span does not end a cell if the row has too many cells;
//! - a row after an empty line belongs to the table above it if it has the same number of cells;
//! - surplus cells are not lost: they are part of the last cell, separated by marks, and [`super::inline`] splits them
//!   again.

use std::ops::Range;

use super::prepare::{CELL, Copy, FILLER, INCLUDE, Line, LineKind, PIPE, skip_code};
use super::table_fixes;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

/// Number of lines above a table among which an HTML element that contains it is looked for.
const MAX_LINES_ABOVE: usize = 100;

/// The header of a table without a delimiter row. The copy has empty cells in its place.
pub(super) struct HeaderCells {
    /// Where the table begins.
    pub at: usize,
    /// The byte ranges of the cells.
    pub cells: Vec<Range<usize>>,
}

/// Repairs all tables; see the module documentation.
pub(super) fn repair(copy: &mut Copy<'_>, diagnostics: &mut Diagnostics) {
    // Number of columns of the table that contains the line.
    let mut columns = None;
    for index in 0..copy.lines.len() {
        if copy.lines[index].kind == LineKind::Blank && columns.is_some_and(|n| continues(copy, index, n, diagnostics))
        {
            // The next line is a row of the same table.
        } else if copy.lines[index].kind != LineKind::Text || ends_table(copy.line(index)) {
            columns = None;
        } else if let Some(columns) = columns {
            row(copy, index, columns, diagnostics);
        } else {
            let is_below_text = index > 0 && copy.lines[index - 1].kind == LineKind::Text;
            columns = is_below_text.then(|| delimiter(copy, index, diagnostics)).flatten();
            columns = columns.or_else(|| without_delimiter(copy, index, diagnostics));
        }
    }
}

/// Returns whether a line begins a block that interrupts a table.
fn ends_table(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
    match line.first() {
        Some(b'#') => matches!(line.iter().find(|b| **b != b'#'), Some(b' ' | b'\t') | None),
        Some(b'-' | b'*' | b'+') => matches!(line.get(1), Some(b' ' | b'\t')),
        _ => digits > 0 && matches!(line.get(digits..digits + 2), Some([b'.' | b')', b' '])),
    }
}

/// Returns the positions of the `|` that separate cells, and the number of cells.
fn cells(line: &[u8]) -> (Vec<usize>, usize) {
    let mut pipes = Vec::new();
    for (index, byte) in line.iter().enumerate() {
        if *byte == b'|' && (index == 0 || line[index - 1] != b'\\') {
            pipes.push(index);
        }
    }
    let start = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'>'));
    let end = line.iter().rposition(|b| !b.is_ascii_whitespace());
    if !pipes.is_empty() && pipes.first().copied() == start {
        pipes.remove(0);
    }
    if !pipes.is_empty() && pipes.last().copied() == end {
        pipes.pop();
    }
    let count = pipes.len() + 1;
    (pipes, count)
}

/// Returns whether a line is a delimiter row.
fn is_delimiter(line: &[u8]) -> bool {
    line.iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'>'))
        && line.contains(&b'|')
        && line.contains(&b'-')
}

/// Returns whether the row after the empty line at `index` belongs to the table above it, and if so joins them.
///
/// Reports the row in that case, and also if it has a different number of cells.
fn continues(copy: &mut Copy<'_>, index: usize, columns: usize, diagnostics: &mut Diagnostics) -> bool {
    let Some(above) = index.checked_sub(1).and_then(|above| copy.lines.get(above)).map(|line| line.end) else {
        return false;
    };
    let next = index + copy.lines[index..].iter().take_while(|line| line.kind == LineKind::Blank).count();
    let Some(&Line { start, end, kind: LineKind::Text }) = copy.lines.get(next) else { return false };
    // An annotation or directive that was taken out between them separates two parts of the page.
    let is_empty = copy.text.get(above..start).is_some_and(|between| between.trim().is_empty());
    let line = &copy.bytes[start..end];
    let is_row = line.trim_ascii_start().starts_with(b"|") && !is_delimiter(line);
    let is_header = copy.lines.get(next + 1).is_some_and(|after| is_delimiter(&copy.bytes[after.start..after.end]));
    let (_, count) = cells(line);
    let is_other_table = count != columns && begins_without_delimiter(copy, next).is_some();
    if !is_empty || !is_row || is_header || is_other_table || columns < 2 || count < 2 {
        return false;
    }
    let first = start + line.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let span = Span::new(copy.file, first, end);
    if count != columns {
        let message =
            format!("this row is outside a table: the table above has {columns} columns, the row has {count} cells");
        let note = Diagnostic::new(lint::ROW_BROKEN, span, message);
        diagnostics.push(note.hint("remove the empty line and write as many cells, or add a header row"));
        return false;
    }
    let note = Diagnostic::new(lint::ROW_BROKEN, span, "an empty line separates this row from its table");
    diagnostics.push(note.hint("remove the empty line"));
    // Keep the last line end, which ends the row above.
    let last = copy.lines[next - 1].end;
    copy.bytes[above..last].fill(b' ');
    for line in &mut copy.lines[index..next] {
        *line = Line { start: above, end: above, kind: LineKind::Text };
    }
    true
}

/// Turns the line at `index` into a delimiter row that pulldown-cmark accepts, if it is meant as one.
///
/// Returns the number of columns.
fn delimiter(copy: &mut Copy<'_>, index: usize, diagnostics: &mut Diagnostics) -> Option<usize> {
    let line = copy.line(index);
    let meant = is_delimiter(line);
    let header = copy.line(index - 1);
    if !meant || !header.contains(&b'|') {
        return None;
    }
    let first = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'>'))?;
    let last = line.iter().rposition(|b| !b.is_ascii_whitespace())?;
    let (columns, delimiters) = (cells(header).1, cells(line).1);
    let bare = line[first..=last].split(|b| *b == b'|').filter(|cell| cell.contains(&b'-')).count() != delimiters;
    let tabs = line[first..=last].contains(&b'\t');
    let Line { start, end, .. } = copy.lines[index];
    let span = Span::new(copy.file, start + first, end);
    let written = copy.text.get(span.start..span.end);
    for byte in &mut copy.bytes[start + first..end] {
        if *byte == b'\t' {
            *byte = b' ';
        }
    }
    if columns == delimiters && !bare {
        if tabs {
            let message = "this delimiter row contains tabs";
            let fix = written.map(|row| table_fixes::without_tabs(copy.file, span.start, row));
            diagnostics.push(Diagnostic::new(lint::TABLE_TABS, span, message).hint("use spaces").fix(fix));
        }
        return Some(columns);
    }
    // Prose above such a line may contain `|`, but only a table's header begins with it.
    let header = copy.line(index - 1).trim_ascii_start();
    if !header.starts_with(b"|") {
        return None;
    }
    let message = format!("the header has {columns} columns, the delimiter row has {delimiters}");
    let note = Diagnostic::new(lint::TABLE_COLUMNS, span, message);
    let fix = written.map(|row| table_fixes::delimiter_row(copy.file, span.start, row, columns));
    diagnostics.push(note.hint("write one `---` for each column of the header").fix(fix));
    let place = &mut copy.bytes[start + first..end];
    if place.len() < 2 * columns - 1 {
        // The line is too short for a delimiter row: pulldown-cmark reads a paragraph.
        return None;
    }
    place.fill(b'-');
    let outer = usize::from(place.len() > 2 * columns);
    for column in 0..columns {
        if column > 0 || outer > 0 {
            place[2 * column - usize::from(outer == 0)] = b'|';
        }
    }
    if outer > 0 {
        *place.last_mut()? = b'|';
    }
    Some(columns)
}

/// Returns the number of columns of the table without a delimiter row whose first line is at `index`.
///
/// That is a line that begins with `|`, followed by one with as many cells. Text in HTML or in indented code may look the same.
fn begins_without_delimiter(copy: &Copy<'_>, index: usize) -> Option<usize> {
    let text = |index: usize| copy.lines.get(index).filter(|line| line.kind == LineKind::Text);
    let row = |index: usize| {
        let line = text(index).map(|line| &copy.bytes[line.start..line.end])?;
        let indent = indent(line);
        let is_code = indent.len() > 3 && !line.starts_with(b">");
        (line.get(indent.len()) == Some(&b'|') && !is_code).then_some(line)
    };
    let header = row(index)?;
    let columns = cells(header).1;
    let is_first = index.checked_sub(1).and_then(row).is_none();
    if !is_first || columns < 2 || cells(row(index + 1)?).1 != columns {
        return None;
    }
    let is_html = first_above(copy, index).is_some_and(|first| first.trim_ascii_start().starts_with(b"<"));
    let has_delimiter = (index..copy.lines.len()).map_while(row).any(is_delimiter);
    (!is_html && !has_delimiter).then_some(columns)
}

/// Returns the first line of the block directly above a line. A heading is a block of its own.
fn first_above<'a>(copy: &'a Copy<'_>, index: usize) -> Option<&'a [u8]> {
    let text = |index: usize| (copy.lines.get(index)?.kind == LineKind::Text).then(|| copy.line(index));
    let lines = (0..index).rev().take(MAX_LINES_ABOVE).map_while(text);
    lines.take_while(|line| !line.trim_ascii_start().starts_with(b"#")).last()
}

/// Returns what is before the text of a line: spaces and quote markers.
fn indent(line: &[u8]) -> &[u8] {
    &line[..line.iter().take_while(|b| matches!(b, b' ' | b'>')).count()]
}

/// Makes a table of the rows at `index` that have no delimiter row. Returns the number of columns.
fn without_delimiter(copy: &mut Copy<'_>, index: usize, diagnostics: &mut Diagnostics) -> Option<usize> {
    let columns = begins_without_delimiter(copy, index)?;
    let line = copy.line(index);
    let first = line.iter().position(|b| *b == b'|')?;
    let Line { start, end, .. } = copy.lines[index];
    let width = line.trim_ascii_end().len();
    let span = Span::new(copy.file, start + first, start + width);
    let message = format!("no delimiter row follows this header of {columns} columns");
    let note = Diagnostic::new(lint::TABLE_WITHOUT_DELIMITER, span, message);
    // A line that continues the paragraph of a list item or quote without being indented like it begins no table.
    let is_lazy = first_above(copy, index).is_some_and(|above| ends_table(above) || indent(above) != indent(line));
    // A second line without words is meant as a delimiter row. What to write instead of it is left to the author.
    let has_words = copy.line(index + 1).iter().any(|b| b.is_ascii_alphanumeric());
    let fix = (has_words && !is_lazy)
        .then(|| table_fixes::missing_delimiter_row(copy.file, copy.text, start..end, first, columns));
    let hint = "write a line with one `---` for each column below it, or renderers show text";
    diagnostics.push(note.hint(hint).fix(fix));
    // Only the line end is new; the quote markers are repeated.
    let mut made = "|".repeat(columns + 1).into_bytes();
    made.push(b'\n');
    made.extend_from_slice(&line[..first]);
    made.extend_from_slice("-|".repeat(columns).trim_end_matches('|').as_bytes());
    let has_marks = line.iter().any(|b| (INCLUDE..=FILLER).contains(b));
    if has_marks || is_lazy || made.len() > end - start - first {
        return None;
    }
    made.resize(end - start - first, b' ');
    let cells = ranges(&line[..width], first).map(|cell| start + cell.start..start + cell.end).collect();
    copy.headers.push(HeaderCells { at: start + first, cells });
    copy.bytes[start + first..end].copy_from_slice(&made);
    Some(columns)
}

/// Returns the ranges of the cells of a row, whose first `|` is at `first`.
fn ranges(row: &[u8], first: usize) -> impl Iterator<Item = Range<usize>> {
    let end = row.strip_suffix(b"|").map_or(row.len(), <[u8]>::len);
    let mut bounds = vec![first];
    bounds.extend(cells(row).0.into_iter().filter(|pipe| *pipe > first));
    bounds.push(end);
    (1..bounds.len()).map(move |index| bounds[index - 1] + 1..bounds[index])
}

/// Marks the surplus cells of the row at `index`, so that they are kept.
fn row(copy: &mut Copy<'_>, index: usize, columns: usize, diagnostics: &mut Diagnostics) {
    let line = copy.line(index);
    let (naive, count) = cells(line);
    if count <= columns {
        return;
    }
    let start = copy.lines[index].start;
    let span = |at: usize| Span::new(copy.file, start + at, start + at + 1);
    let inside: Vec<usize> = in_code(line, &naive);
    let mut pipes = naive;
    if !inside.is_empty() && count - inside.len() >= columns {
        let message = "a `|` inside backquotes ends a cell in most renderers";
        let note = Diagnostic::new(lint::ROW_CODE_PIPE, span(inside[0]), message);
        let fix = table_fixes::escaped(copy.file, start, &inside);
        diagnostics.push(note.hint("write it as `\\|`").fix(fix));
        pipes.retain(|pipe| !inside.contains(pipe));
        for pipe in inside {
            copy.bytes[start + pipe] = PIPE;
        }
    }
    let surplus = &pipes[columns - 1..];
    if let Some(first) = surplus.first() {
        let message = format!("this row has {} cells, the header {columns}", pipes.len() + 1);
        let note = Diagnostic::new(lint::ROW_SURPLUS, span(*first), message);
        let column = columns.checked_sub(2).and_then(|before| pipes.get(before)).map_or(0, |before| before + 1);
        let row = copy.text.get(start..copy.lines[index].end).unwrap_or_default();
        let is_text = table_fixes::is_in_sentence(row, column, surplus);
        let fix = is_text.then(|| table_fixes::escaped(copy.file, start, surplus));
        diagnostics.push(note.hint("if a `|` belongs to the text, write it as `\\|`").fix(fix));
    }
    for pipe in surplus {
        copy.bytes[start + pipe] = CELL;
    }
}

/// Returns those of `pipes` that are inside code spans.
fn in_code(line: &[u8], pipes: &[usize]) -> Vec<usize> {
    let mut inside = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if line[at] != b'`' {
            at += 1;
            continue;
        }
        match skip_code(line, at) {
            Ok(end) => {
                let first = pipes.partition_point(|pipe| *pipe < at);
                inside.extend(pipes[first..].iter().copied().take_while(|pipe| *pipe < end));
                at = end;
            }
            Err(after) => at = after,
        }
    }
    inside
}
