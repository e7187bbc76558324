//! Permissions of callers (docs/format.md#permissions).
//!
//! In: the tables of Permissions sections, in all their layouts (two columns; separate columns for least and higher privileges;
//! conditions as columns; callers as columns; conditions as indented rows). Out: [`PermissionFacts`].

use crate::diagnostics::{Span, Spanned};
use crate::parse::{Run, Table, Text};

use super::context::Context;
use super::facts::{Caller, PermissionFacts, PermissionRow, PermissionTable};
use super::pattern::pattern;
use super::sections::Role;
use super::tables::{header_text, is_blank};

pattern! {
    PERMISSION = r"^[A-Za-z][A-Za-z0-9_\-]*(?:\.[A-Za-z0-9_\-]+)+$";
    IN_TEXT = r"[A-Za-z][A-Za-z0-9_\-]*(?:\.[A-Za-z0-9_\-]+)+";
    NOTHING = r"(?i)^(?:not supported|not applicable|none|n/?a|not available|-|–)\W*$";
    SEPARATORS = r"(?i)\s*(?:[,;\n]\s*(?:(?:and|or)\s+)?|\s+or\s+)\s*";
    AND = r"(?i)\s+(?:and|plus|\+)\s+|\s*\+\s*";
    FOR = r"(?i)\bfor\s+(?:an?\s+|the\s+)?([\w ./]{1,60}?)\s*(?:resources?)?\s*:";
    ACTING_ON = r"(?i)\b(acting on [\w ]+|for [\w ]+|by [\w ]+)";
    PLUS = r"(?is)^(.*?)\s+plus\s+(?:either\s+)?(.*)$";
}

/// Longer cells are prose.
const MAX_CELL: usize = 20_000;

/// Returns the permissions of a page.
pub(super) fn permissions(cx: &mut Context<'_>) -> Vec<PermissionFacts> {
    let mut out = Vec::new();
    for (_, section) in cx.sections(&Role::Permissions) {
        // `Permissions acting on self`: the heading is the condition of all its tables.
        let condition = ACTING_ON.find(&section.heading.value).map(|m| m.as_str().trim().to_owned());
        for table in super::context::tables(&section.blocks) {
            read_table(cx, table, condition.as_deref(), &mut out);
        }
    }
    out
}

fn read_table(cx: &mut Context<'_>, table: &Table, condition: Option<&str>, out: &mut Vec<PermissionFacts>) {
    let headers: Vec<String> = table.header.iter().map(header_text).collect();
    let callers: Vec<Option<Caller>> = headers.iter().map(|h| caller(h)).collect();
    if has_caller_columns(&callers) {
        for row in &table.rows {
            let label = row.cells.first().map(Text::plain).filter(|l| !l.is_empty());
            for (cell, caller) in row.cells.iter().zip(&callers).skip(1) {
                if let Some(caller) = caller {
                    push(cx, out, *caller, label.as_deref(), cell, row.span, false);
                }
            }
        }
        return;
    }
    if !headers.iter().skip(1).any(|h| h.contains("permission") || h.contains("privilege")) {
        return;
    }
    let reversed = headers.iter().any(|h| h.contains("most to least"));
    let mut current: Option<Caller> = None;
    for row in &table.rows {
        let Some(label_cell) = row.cells.first() else { continue };
        let label = label_cell.plain();
        let mut row_condition = condition.map(str::to_owned);
        match caller(&label) {
            Some(found) => current = Some(found),
            None => {
                let text = label.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == ':').to_owned();
                if text.is_empty() && row.cells.iter().all(is_blank) {
                    continue;
                }
                row_condition = Some(text).filter(|t| !t.is_empty()).or(row_condition);
            }
        }
        let Some(caller) = current else { continue };
        let before = out.len();
        let mut columns: Vec<(usize, &Text)> = row.cells.iter().enumerate().skip(1).collect();
        // A surplus empty cell shifts the permissions to the right.
        if columns.len() >= headers.len()
            && columns.first().is_some_and(|(_, c)| is_blank(c))
            && columns.len() > 1
            && headers.len() == 2
        {
            columns.remove(0);
        }
        let ranked = headers.iter().any(|h| h.contains("least privileged permission"))
            && headers.iter().any(|h| h.contains("higher"));
        for (index, cell) in columns {
            let header = headers.get(index).map(String::as_str).unwrap_or_default();
            let by_header = ACTING_ON.find(header).map(|m| m.as_str().to_owned());
            let condition = by_header.or_else(|| row_condition.clone());
            if ranked && index > 1 && out.len() > before {
                // The higher privileged permissions are further alternatives in the same row.
                let mut more = Vec::new();
                push(cx, &mut more, caller, condition.as_deref(), cell, row.span, reversed);
                if let Some(last) = out.last_mut() {
                    last.permissions.extend(more.into_iter().flat_map(|m| m.permissions));
                }
                continue;
            }
            if index >= headers.len() && is_blank(cell) {
                continue;
            }
            push(cx, out, caller, condition.as_deref(), cell, row.span, reversed);
        }
    }
}

/// Returns whether the columns of a table are for kinds of callers, and its rows for something else.
fn has_caller_columns(callers: &[Option<Caller>]) -> bool {
    callers.iter().skip(1).flatten().count() >= 2
}

/// Returns the structure of a table of permissions.
pub(super) fn structure(table: &Table) -> PermissionTable {
    let headers: Vec<String> = table.header.iter().map(header_text).collect();
    let callers: Vec<Option<Caller>> = headers.iter().map(|header| caller(header)).collect();
    let is_of_types = headers.first().is_some_and(|first| first.contains("permission"));
    let rows = table.rows.iter().filter_map(|row| {
        let label = row.cells.first()?;
        let plain = label.plain();
        Some(PermissionRow {
            caller: caller(&plain),
            is_indented: matches!(label.runs.first(), Some(Run::Plain(text)) if text.starts_with('\u{a0}')),
            is_blank: row.cells.iter().skip(1).all(is_blank),
            cells: row
                .cells
                .iter()
                .skip(1)
                .map(|cell| Spanned::new(cell.plain(), cell.span.unwrap_or(row.span)))
                .collect(),
            label: Spanned::new(plain, label.span.unwrap_or(row.span)),
        })
    });
    PermissionTable {
        span: table.header.iter().find_map(|cell| cell.span).unwrap_or(table.span),
        by_caller: is_of_types && !has_caller_columns(&callers),
        rows: rows.collect(),
    }
}

/// Returns the caller that a row's label or a column's header names.
fn caller(label: &str) -> Option<Caller> {
    let lower = label.to_lowercase();
    if lower.contains("delegated") || lower.starts_with("personal microsoft") || lower.starts_with("work or school") {
        let personal = lower.contains("personal") && !lower.contains("work or school");
        return Some(if personal { Caller::DelegatedPersonal } else { Caller::DelegatedWork });
    }
    lower.trim().trim_matches('*').starts_with("application").then_some(Caller::Application)
}

fn push(
    cx: &mut Context<'_>,
    out: &mut Vec<PermissionFacts>,
    caller: Caller,
    condition: Option<&str>,
    cell: &Text,
    row: Span,
    reversed: bool,
) {
    let cell = cx.without_todo_in(cell, "list the permissions, or write `Not supported.`");
    let span = cell.span.unwrap_or(row);
    for (inner, mut permissions) in read_cell(&cell) {
        if reversed {
            permissions.reverse();
        }
        let condition = match (condition, inner) {
            (Some(a), Some(b)) => Some(format!("{a}, {b}")),
            (a, b) => b.or_else(|| a.map(str::to_owned)),
        };
        out.push(PermissionFacts { caller, condition, permissions, span });
    }
}

/// Returns a cell's alternatives, split at each `For x:`.
fn read_cell(cell: &Text) -> Vec<(Option<String>, Vec<Vec<String>>)> {
    let mut text = String::new();
    for run in &cell.runs {
        match run {
            Run::Plain(t) | Run::Strong(t) | Run::Code(t) | Run::Link { text: t, .. } => text.push_str(t),
            Run::Break => text.push('\n'),
        }
    }
    if text.len() > MAX_CELL {
        return vec![(None, Vec::new())];
    }
    let marks: Vec<(usize, usize, String)> = FOR
        .captures_iter(&text)
        .filter_map(|c| Some((c.get(0)?.start(), c.get(0)?.end(), c.get(1)?.as_str().trim().to_owned())))
        .collect();
    if marks.is_empty() {
        return vec![(None, alternatives(&text))];
    }
    let mut out = Vec::new();
    let before = alternatives(&text[..marks[0].0]);
    if !before.is_empty() {
        out.push((None, before));
    }
    for (i, (_, end, label)) in marks.iter().enumerate() {
        let until = marks.get(i + 1).map_or(text.len(), |m| m.0);
        out.push((Some(label.clone()), alternatives(&text[*end..until])));
    }
    out
}

/// Returns the alternatives in a text: `A, B and C` are three; `A and B, C` are a pair and a single one. `plus` applies up to the next
/// semicolon or line break.
fn alternatives(text: &str) -> Vec<Vec<String>> {
    if NOTHING.is_match(text.trim()) {
        return Vec::new();
    }
    let mut out: Vec<Vec<String>> = Vec::new();
    let (mut begun, mut introduced) = (0, false);
    for (at, c) in text.char_indices().chain([(text.len(), ';')]).filter(|(_, c)| matches!(c, ';' | '\n')) {
        let group = &text[begun..at];
        // "A plus one of:" continues on the next lines.
        let is_whole = |parts: regex::Captures<'_>| parts.get(2).is_some_and(|tail| IN_TEXT.is_match(tail.as_str()));
        introduced |= c == '\n' && PLUS.captures(group).is_some_and(|parts| !is_whole(parts));
        if introduced && c == '\n' {
            continue;
        }
        introduced = false;
        begun = at + c.len_utf8();
        for all in group_alternatives(group) {
            if !out.contains(&all) {
                out.push(all);
            }
        }
    }
    out
}

/// Returns the alternatives between two semicolons or line breaks.
fn group_alternatives(text: &str) -> Vec<Vec<String>> {
    let text = text.trim();
    if text.is_empty() || NOTHING.is_match(text) {
        return Vec::new();
    }
    let (head, tail) = match PLUS.captures(text) {
        Some(parts) => {
            (conjunction(parts.get(1).map_or("", |m| m.as_str())), parts.get(2).map_or("", |m| m.as_str()).to_owned())
        }
        None => (Vec::new(), text.to_owned()),
    };
    let parts: Vec<&str> = SEPARATORS.split(&tail).collect();
    let mut out: Vec<Vec<String>> = Vec::new();
    for part in parts {
        let mut all = head.clone();
        for permission in conjunction(part) {
            if !all.contains(&permission) {
                all.push(permission);
            }
        }
        if all.len() > head.len() && !out.contains(&all) {
            out.push(all);
        }
    }
    if out.is_empty() && !head.is_empty() {
        out.push(head);
    }
    out
}

/// Characters that refer to a footnote below the table, and the backslash of an escaped `*`.
const FOOTNOTE_MARKS: [char; 8] = ['\\', '^', '#', '\u{2020}', '\u{2021}', '\u{b9}', '\u{b2}', '\u{b3}'];

fn conjunction(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in AND.split(text) {
        let word = part.trim().trim_matches(|c: char| {
            matches!(c, '.' | '*' | '`' | ':' | '(' | ')') || FOOTNOTE_MARKS.contains(&c) || c.is_whitespace()
        });
        if PERMISSION.is_match(word) {
            out.push(word.to_owned());
        } else if word.contains(' ') {
            // Permissions within prose.
            out.extend(IN_TEXT.find_iter(word).map(|m| m.as_str().to_owned()));
        } else if !word.is_empty()
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && word.len() > 4
            && !NOTHING.is_match(word)
        {
            out.push(word.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let text = Text { runs: vec![Run::Plain(text.to_owned())], span: None };
        let show = |all: Vec<Vec<String>>| all.iter().map(|c| c.join("+")).collect::<Vec<_>>().join(" ");
        read_cell(&text)
            .into_iter()
            .map(|(c, p)| format!("{}{}", c.map(|c| format!("[{c}] ")).unwrap_or_default(), show(p)))
            .collect::<Vec<_>>()
            .join(" / ")
    }

    #[test]
    fn cells_are_read() {
        assert_eq!(cell("User.Read, User.ReadWrite.All"), "User.Read User.ReadWrite.All");
        assert_eq!(cell("Not supported."), "");
        assert_eq!(cell("n/a"), "");
        assert_eq!(cell("None."), "");
        assert_eq!(
            cell("Policy.Read.All and Application.ReadWrite.All, Directory.Read.All"),
            "Policy.Read.All+Application.ReadWrite.All Directory.Read.All"
        );
        assert_eq!(cell("A.Read, B.Read, and C.Read"), "A.Read B.Read C.Read");
        assert_eq!(cell("A.Read; B.Read or C.Read"), "A.Read B.Read C.Read");
        assert_eq!(cell("A.Read.Group*, B.Read"), "A.Read.Group B.Read");
        assert_eq!(cell("A.Read\\*, B.Read**, C.Read\u{2020}, D.Read\u{b9}"), "A.Read B.Read C.Read D.Read");
        assert_eq!(cell("A.Read plus either B.Read or C.Read"), "A.Read+B.Read A.Read+C.Read");
        for (text, want) in [
            ("A.Read plus B.Read; C.Read", "A.Read+B.Read C.Read"),
            ("C.Read; A.Read plus B.Read", "C.Read A.Read+B.Read"),
            ("A.Read plus B.Read\nC.Read plus D.Read", "A.Read+B.Read C.Read+D.Read"),
            ("A.Read plus one of:\nB.Read\nC.Read; D.Read", "A.Read+B.Read A.Read+C.Read D.Read"),
            ("A.Read, B.Read\nC.Read; A.Read", "A.Read B.Read C.Read"),
        ] {
            assert_eq!(cell(text), want, "{text}");
        }
        assert_eq!(
            cell("For user resource:\nA.Read, B.Read\nFor group resource:\nC.Read"),
            "[user] A.Read B.Read / [group] C.Read"
        );
    }

    #[test]
    fn callers_are_recognized() {
        assert_eq!(caller("Delegated (work or school account)"), Some(Caller::DelegatedWork));
        assert_eq!(caller("Delegated (personal Microsoft account"), Some(Caller::DelegatedPersonal));
        assert_eq!(caller("Application"), Some(Caller::Application));
        assert_eq!(caller("\u{a0} \u{a0} Policy Set"), None);
    }
}
