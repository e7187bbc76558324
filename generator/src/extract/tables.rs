//! Maps header rows to columns, and rows to property facts (docs/format.md#tables).
//!
//! In: a table. Out: [`Columns`], [`PropertyFacts`]. Group rows are skipped, rows broken by a line end are joined, and surplus cells
//! (an unescaped `|`) are appended to the description.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostics::{Diagnostic, Span, lint};
use crate::parse::{Run, Table, TableRow, Text};

use super::body::is_article;
use super::context::{Context, is_undocumented};
use super::facets::facets;
use super::facts::PropertyFacts;
use super::omission::may_be_omitted;
use super::pattern::pattern;
use super::type_expr::{TypeExpr, WrittenType, parse_cell};

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Type,
    Description,
    Required,
    /// A member's number.
    Number,
    /// A header's value, or (in parameter tables) the type.
    Value,
}

/// Header texts in lower case, and their columns. If several headers mean the same column, the first one counts.
const HEADERS: &[(&str, Column)] = &[
    ("action", Column::Name),
    ("attribute", Column::Name),
    ("common task", Column::Name),
    ("data type", Column::Type),
    ("description", Column::Description),
    ("function", Column::Name),
    ("header", Column::Name),
    ("header name", Column::Name),
    ("http method", Column::Value),
    ("int value", Column::Number),
    ("method", Column::Name),
    ("name", Column::Name),
    ("navigation", Column::Name),
    ("navigation property", Column::Name),
    ("numeric value", Column::Number),
    ("parameter", Column::Name),
    ("parameter name", Column::Name),
    ("parameters", Column::Name),
    ("properties", Column::Name),
    ("property", Column::Name),
    ("property name", Column::Name),
    ("property type", Column::Type),
    ("query parameter", Column::Name),
    ("relationship", Column::Name),
    ("relationship name", Column::Name),
    ("relationships", Column::Name),
    ("request header", Column::Name),
    ("required", Column::Required),
    ("required (y/n)", Column::Required),
    ("required parameter", Column::Name),
    ("required?", Column::Required),
    ("return type", Column::Type),
    ("returns", Column::Type),
    ("task", Column::Name),
    ("type", Column::Type),
    ("value", Column::Value),
];

pattern! {
    NAME = r"^[@$#]?[A-Za-z_][\w.@$/\-]*$";
    NAME_NOTE = r"(?i)\s*[(\[](deprecated|preview|inherited|optional|required|read-?only)[)\]]\s*$" if "(" | "[";
}

/// The positions of a table's columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub name: Option<usize>,
    pub ty: Option<usize>,
    pub description: Option<usize>,
    pub required: Option<usize>,
    pub value: Option<usize>,
    pub number: Option<usize>,
}

impl Columns {
    pub fn of(table: &Table) -> Columns {
        let mut out = Columns::default();
        for (index, cell) in table.header.iter().enumerate() {
            let text = header_text(cell);
            let Ok(found) = HEADERS.binary_search_by(|(name, _)| (*name).cmp(text.as_str())) else { continue };
            let slot = match HEADERS[found].1 {
                Column::Name => &mut out.name,
                Column::Type => &mut out.ty,
                Column::Description => &mut out.description,
                Column::Required => &mut out.required,
                Column::Number => &mut out.number,
                Column::Value => &mut out.value,
            };
            slot.get_or_insert(index);
        }
        out
    }

    /// Returns whether the table has a column of names, and after it a column of types.
    pub fn is_property_table(&self) -> bool {
        matches!((self.name, self.ty), (Some(name), Some(ty)) if name < ty)
    }
}

/// Returns a header cell's text: lower case, white space collapsed.
pub(super) fn header_text(cell: &Text) -> String {
    let plain = cell.plain().to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['*', '`', ':']).to_owned()
}

/// Returns the first header's text.
pub(super) fn first_header(table: &Table) -> String {
    table.header.first().map(header_text).unwrap_or_default()
}

/// Splits a name cell into the name without decorations and the note in parentheses after it.
pub(super) fn clean_name(cell: &Text) -> (String, String) {
    let plain = cell.plain();
    let collapsed = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let note = NAME_NOTE.captures(&collapsed).map(|c| (c[0].len(), c[1].to_owned()));
    let (cut, note) = note.unwrap_or_default();
    let name = collapsed[..collapsed.len() - cut].trim_matches(|c: char| {
        matches!(c, '*' | '`' | '"' | '\'' | '\u{200b}' | '\u{feff}' | ':') || c.is_whitespace()
    });
    (name.replace('\\', ""), note)
}

/// Returns whether a cell is empty.
pub(super) fn is_blank(cell: &Text) -> bool {
    cell.runs.iter().all(|run| match run {
        Run::Plain(t) | Run::Code(t) | Run::Strong(t) | Run::Link { text: t, .. } => {
            t.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
        }
        Run::Break => true,
    })
}

/// Returns the rows of a property or parameter table.
pub(super) fn property_rows(cx: &mut Context<'_>, table: &Table, value_is_type: bool) -> Vec<PropertyFacts> {
    rows_in_columns(cx, table, Columns::of(table), value_is_type)
}

/// Returns the rows of a table whose columns are known.
pub(super) fn rows_in_columns(
    cx: &mut Context<'_>,
    table: &Table,
    columns: Columns,
    value_is_type: bool,
) -> Vec<PropertyFacts> {
    let ty = columns.ty.or(if value_is_type { columns.value } else { None });
    let Some(name_column) = columns.name else { return Vec::new() };
    // A column `Value` contains types if it contains one that is certain, and sample values otherwise.
    let has_values = columns.ty.is_none()
        && ty.is_some_and(|ty| !table.rows.iter().filter_map(|row| row.cells.get(ty)).any(is_certain_type));
    let mut out: Vec<PropertyFacts> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let Some(name_cell) = row.cells.get(name_column) else { continue };
        let (name, note) = clean_name(name_cell);
        let others_blank = row.cells.iter().enumerate().all(|(i, c)| i == name_column || is_blank(c));
        if name.is_empty() && others_blank {
            continue;
        }
        if others_blank && is_title(name_cell, &name, row) {
            if let Some(previous) = out.last_mut().filter(|_| is_continuation(name_cell, &name)) {
                continue_description(cx, previous, name_cell, row);
            }
            continue;
        }
        let name = if others_blank { name } else { option_of(name) };
        if !NAME.is_match(&name) {
            // Without a column of types, a row with any other text is a row of its own.
            let type_blank = ty.map_or(others_blank, |t| row.cells.get(t).is_none_or(is_blank));
            match out.last_mut().filter(|_| type_blank && !name.is_empty()) {
                Some(previous) => continue_description(cx, previous, name_cell, row),
                None => {
                    let shown: String = name.chars().take(60).collect();
                    let message = if name.is_empty() {
                        "this row has no name".to_owned()
                    } else {
                        format!("`{shown}` is not a name")
                    };
                    cx.warn(
                        lint::ROW_WITHOUT_NAME,
                        name_cell.span.unwrap_or(row.span),
                        message,
                        "write the property's name only in the first cell",
                    );
                }
            }
            continue;
        }
        let empty = Text::default();
        let type_cell = ty.and_then(|t| row.cells.get(t)).filter(|cell| !has_values || is_type(cell)).unwrap_or(&empty);
        let description = description(cx, table, row, columns.description);
        let mut facets = facets(&description, &note);
        if let Some(required) = columns.required.and_then(|r| row.cells.get(r)) {
            let text = required.plain().to_ascii_lowercase();
            facets.required |=
                text.starts_with('y') || text.starts_with("true") || text.starts_with("required") || text == "✓";
            facets.optional = matches!(text.trim(), "n" | "no" | "false" | "optional");
        }
        let type_span = type_cell.span.unwrap_or(row.span);
        let parsed = linked_by_name(parse_cell(type_cell, type_span), name_cell, &name);
        let type_text = type_cell.plain();
        // A row of a table without a type column has no type, but that is not a fault of the row.
        if ty.is_some() && !(has_values && is_blank(type_cell)) {
            report_type(cx, &name, &parsed, &type_text, type_span);
        }
        facets.required |= type_text.to_ascii_lowercase().contains("(required)");
        facets.optional |= !facets.required
            && (note.eq_ignore_ascii_case("optional")
                || type_text.to_ascii_lowercase().contains("optional")
                || may_be_omitted(&name, &description));
        let type_target =
            type_cell.links().next().map(|(_, dest, _)| dest.to_owned()).filter(|_| parsed.is_primitive());
        out.push(PropertyFacts {
            name,
            type_target,
            span: name_cell.span.unwrap_or(row.span),
            ty: parsed,
            type_text,
            type_span,
            description,
            facets,
        });
    }
    out
}

/// Returns the query option of a row's name with further words: `$filter` of `$filter with lists`.
fn option_of(name: String) -> String {
    match name.split_once(char::is_whitespace) {
        Some((option, _)) if option.starts_with('$') && NAME.is_match(option) => option.to_owned(),
        _ => name,
    }
}

/// Returns whether a cell can be read as a type.
fn is_type(cell: &Text) -> bool {
    cell.span.is_some_and(|span| !parse_cell(cell, span).has_unknown())
}

/// Returns whether a cell contains a type that cannot be a sample value: a primitive type, a collection or a link.
fn is_certain_type(cell: &Text) -> bool {
    let Some(ty) = cell.span.map(|span| parse_cell(cell, span)).filter(|ty| !ty.has_unknown()) else { return false };
    ty.is_primitive() || matches!(ty, TypeExpr::Collection(_)) || cell.links().next().is_some()
}

/// If a type only repeats the row's name, and that name is a link, adds the target of the link to the type.
fn linked_by_name(ty: TypeExpr, name_cell: &Text, name: &str) -> TypeExpr {
    let TypeExpr::Named(written) = &ty else { return ty };
    let same = written.target.is_none() && written.name.eq_ignore_ascii_case(name);
    match name_cell.links().next().filter(|(_, dest, _)| same && !is_article(dest)) {
        Some((_, dest, _)) => TypeExpr::Named(WrittenType { target: Some(dest.to_owned()), ..written.clone() }),
        None => ty,
    }
}

/// Adds the rows with new names. Returns the others, each with the span of the first row with its name.
pub(super) fn add_new(rows: &mut Vec<PropertyFacts>, more: Vec<PropertyFacts>) -> Vec<(PropertyFacts, Span)> {
    let mut known: BTreeMap<String, Span> = rows.iter().map(|r| (r.name.clone(), r.span)).collect();
    let mut repeated = Vec::new();
    for row in more {
        match known.entry(row.name.clone()) {
            Entry::Occupied(first) => {
                let first = *first.get();
                repeated.push((row, first));
            }
            Entry::Vacant(new) => {
                new.insert(row.span);
                rows.push(row);
            }
        }
    }
    repeated
}

fn report_type(cx: &mut Context<'_>, name: &str, ty: &TypeExpr, text: &str, span: Span) {
    if !ty.has_unknown() {
        return;
    }
    let shown: String = text.chars().take(60).collect();
    let message = if text.is_empty() {
        format!("`{name}` has no type")
    } else {
        format!("the type of `{name}` is not understood: `{}`", shown.trim())
    };
    cx.warn(
        lint::UNKNOWN_TYPE,
        span,
        message,
        "write a type's name, a link to a type's page, or either followed by `collection`",
    );
}

/// Returns whether a row with otherwise blank cells is a title or prose, rather than a property without a type.
fn is_title(cell: &Text, name: &str, row: &TableRow) -> bool {
    let strong = cell
        .runs
        .iter()
        .all(|r| matches!(r, Run::Strong(_) | Run::Break) || matches!(r, Run::Plain(t) if t.trim().is_empty()));
    let alone = row.cells.iter().filter(|c| c.span.is_some()).count() <= 1;
    strong || alone || !NAME.is_match(name)
}

/// Returns whether a cell is prose rather than a group's title: it begins in lower case, is long, or ends like a sentence.
fn is_continuation(cell: &Text, name: &str) -> bool {
    let strong = cell.runs.iter().any(|r| matches!(r, Run::Strong(_)));
    !strong
        && !name.is_empty()
        && (name.starts_with(char::is_lowercase) && name.contains(' ') || name.len() > 40 || name.ends_with('.'))
}

fn continue_description(cx: &mut Context<'_>, previous: &mut PropertyFacts, cell: &Text, row: &TableRow) {
    previous.description.runs.push(Run::Plain(" ".to_owned()));
    for cell in std::iter::once(cell).chain(row.cells.iter().skip(1).filter(|c| !is_blank(c))) {
        previous.description.runs.extend(cell.runs.iter().cloned());
    }
    let required = previous.facets.required;
    let (deprecated, read_only) = (previous.facets.deprecated, previous.facets.read_only);
    let optional = previous.facets.optional || may_be_omitted(&previous.name, &previous.description);
    previous.facets = facets(&previous.description, "");
    previous.facets.required |= required;
    previous.facets.optional = optional && !previous.facets.required;
    previous.facets.deprecated |= deprecated;
    previous.facets.read_only |= read_only;
    let message = format!("this row continues the description of `{}`", previous.name);
    cx.report(Diagnostic::new(lint::CONTINUED_DESCRIPTION, row.span, message).hint("put the whole row on one line"));
}

/// Returns the description, with surplus cells appended and TODO texts removed.
fn description(cx: &mut Context<'_>, table: &Table, row: &TableRow, column: Option<usize>) -> Text {
    let Some(column) = column else { return Text::default() };
    let Some(cell) = row.cells.get(column) else { return Text::default() };
    let mut text = cx.without_todo(cell);
    if is_undocumented(&text) {
        return Text { runs: Vec::new(), span: text.span };
    }
    if column + 1 == table.header.len() && row.cells.len() > table.header.len() {
        let surplus: Vec<&Text> = row.cells[table.header.len()..].iter().collect();
        if surplus.iter().any(|c| !is_blank(c)) {
            for cell in surplus {
                text.runs.push(Run::Plain(" | ".to_owned()));
                text.runs.extend(cell.runs.iter().cloned());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests;
