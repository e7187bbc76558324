//! Enums: pages of one enum, lists of several, `x values` sections of resource pages (docs/format.md#enums).
//!
//! In: the sections whose role is [`Role::Members`]. Out: [`EnumFacts`]. Whether a heading `x values` describes an enum or the values
//! of a property is decided later, when all pages are known.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Span, lint};
use crate::parse::{Block, Run, Section, Table, TableRow, Text};

use super::context::{Context, items, paragraphs, tables};
use super::facts::{EnumFacts, EnumScope, MemberFacts};
use super::links::anchor;
use super::member_headings::{Named, is_value_header};
use super::naming::{self, PageName};
use super::sections::Role;
use super::tables::{Columns, clean_name, first_header, header_text, is_blank};
use super::values::{says_flags, value_list};

/// Headers of the column with the numbers.
const NUMBER_HEADERS: &[&str] = &["int value", "integer value", "member", "numeric value", "value"];

/// Returns the enums of a page, and the values of properties that it lists under headings.
pub(super) fn enums(cx: &mut Context<'_>, name: &PageName) -> Vec<EnumFacts> {
    let mut out: Vec<EnumFacts> = Vec::new();
    let sections = cx.sections_where(|role| matches!(role, Role::Members(_)));
    let described = cx.description();
    for (index, section) in sections {
        let Some(Role::Members(named)) = cx.roles.get(index).cloned() else { continue };
        let members = members(cx, section, named.as_ref().map_or("", |n| &n.name));
        if members.is_empty() {
            if let Some(table) = tables(&section.blocks).first().filter(|table| !is_matrix(table)) {
                cx.unread_table(table, "members");
            }
            continue;
        }
        let Some(Subject { short, owner, span, scope }) = named_enum(cx, name, section, named.as_ref()) else {
            continue;
        };
        let own = scope == EnumScope::Page;
        let mut says = named.as_ref().is_some_and(|n| n.flags);
        says |= paragraphs(&section.blocks).iter().any(|p| says_flags(&p.plain()));
        let description =
            if own { described.clone() } else { paragraphs(&section.blocks).first().map(|t| (*t).clone()) };
        if own {
            says |= described.as_ref().is_some_and(|d| says_flags(&d.plain()));
        }
        let flags = says || powers_of_two(&members);
        let deprecated = if own { name.deprecated.clone() } else { None };
        let anchor = anchor(&section.heading.value);
        out.push(EnumFacts {
            name: name.qualify(&short),
            owner,
            scope,
            anchor,
            span,
            description,
            members,
            flags,
            deprecated,
        });
    }
    if out.is_empty() && name.is_enum {
        out.extend(bare_enum(cx, name, described));
    }
    out
}

/// Returns whether a table shows the values for each combination of two circumstances: phrases in the first column, literals in all others.
fn is_matrix(table: &Table) -> bool {
    let is_phrase = |row: &TableRow| row.cells.first().is_some_and(|cell| clean_name(cell).0.contains(' '));
    let is_literal = |cell: &Text| is_blank(cell) || matches!(cell.runs.first(), Some(Run::Code(_)));
    table.header.len() > 2
        && table.rows.iter().any(is_phrase)
        && table.rows.iter().all(|row| row.cells.len() > 1 && row.cells.iter().skip(1).all(is_literal))
}

/// The enum or property that the members of a section belong to.
struct Subject {
    short: String,
    /// The type that has the property, if the heading names both.
    owner: Option<String>,
    /// The span of the name.
    span: Span,
    scope: EnumScope,
}

/// Finds the enum or property that the members of a section belong to.
fn named_enum(cx: &Context<'_>, page: &PageName, section: &Section, named: Option<&Named>) -> Option<Subject> {
    match named {
        // On the enum's own page, `x values` is a heading for its members.
        Some(named) if !(page.is_enum && named.name.eq_ignore_ascii_case(&page.short)) => {
            let split = split_owner(page, named);
            let of_property = named.of_property || split.is_some();
            let scope = if of_property { EnumScope::Property } else { EnumScope::Heading };
            let (owner, short) = match split {
                Some((owner, property)) => (Some(owner.to_owned()), property.to_owned()),
                None => (None, named.name.clone()),
            };
            Some(Subject { short, owner, span: section.heading.span, scope })
        }
        _ if page.is_enum => {
            let span = page.span.unwrap_or(section.heading.span);
            Some(Subject { short: page.name.clone(), owner: None, span, scope: EnumScope::Page })
        }
        _ => {
            let parent = section.parent?;
            let unknown = matches!(cx.roles.get(parent), Some(Role::Unknown | Role::Members(_)));
            let heading = cx.page.sections.get(parent).filter(|_| unknown)?;
            let short = naming::enum_heading(&heading.heading.value)?;
            Some(Subject { short, owner: None, span: section.heading.span, scope: EnumScope::Heading })
        }
    }
}

/// Splits `hold.level values` into type and property. A name that begins with a namespace is the qualified name of an enum.
fn split_owner<'a>(page: &PageName, named: &'a Named) -> Option<(&'a str, &'a str)> {
    let (before, property) = named.name.rsplit_once('.').filter(|_| !named.of_enum)?;
    let owner = before.rsplit('.').next().unwrap_or(before);
    let is_own = owner.eq_ignore_ascii_case(&page.short);
    let is_namespace = before.contains('.') || page.namespace.as_deref() == Some(before);
    (is_own || !is_namespace).then_some((owner, property))
}

/// Reads an enum page without a `Members` heading: the first table of members on it.
fn bare_enum(cx: &mut Context<'_>, name: &PageName, description: Option<Text>) -> Option<EnumFacts> {
    let page = cx.page;
    let members = page.sections.iter().map(|s| members(cx, s, "")).find(|m| !m.is_empty())?;
    let flags = powers_of_two(&members) || description.as_ref().is_some_and(|d| says_flags(&d.plain()));
    let span = name.span?;
    Some(EnumFacts {
        name: name.name.clone(),
        owner: None,
        scope: EnumScope::Page,
        anchor: String::new(),
        span,
        description,
        members,
        flags,
        deprecated: name.deprecated.clone(),
    })
}

/// Returns the members in a section: from a table, else a list, else a sentence. `named` is the heading's name for the values.
fn members(cx: &mut Context<'_>, section: &Section, named: &str) -> Vec<MemberFacts> {
    let mut out: Vec<MemberFacts> = Vec::new();
    let all = items(&section.blocks);
    for item in &all {
        if let Block::Table(table) = item.block {
            out.extend(table_members(cx, table, named));
        }
    }
    if out.is_empty() {
        for block in &section.blocks {
            if let Block::List(list) = block {
                out.extend(list.iter().filter_map(|item| list_member(item)));
            }
        }
    }
    if out.is_empty() {
        for text in paragraphs(&section.blocks) {
            let (Some(list), Some(span)) = (value_list(text).filter(|l| l.introduced), text.span) else { continue };
            out.extend(list.values.into_iter().map(|name| MemberFacts {
                name,
                value: None,
                description: Text::default(),
                span,
            }));
        }
    }
    out
}

fn table_members(cx: &mut Context<'_>, table: &Table, named: &str) -> Vec<MemberFacts> {
    let header = first_header(table);
    let columns = Columns::of(table);
    // Under `Roles enumeration`, the column `Role` contains the members.
    let own = !header.is_empty() && named.to_lowercase().trim_end_matches('s') == header.trim_end_matches('s');
    if !(own || is_value_header(&header)) || columns.is_property_table() {
        return Vec::new();
    }
    let number =
        table.header.iter().skip(1).position(|c| NUMBER_HEADERS.contains(&header_text(c).as_str())).map(|i| i + 1);
    let described = columns.description.or_else(|| {
        // The last column that is neither the name nor the number.
        (1..table.header.len()).rev().find(|i| Some(*i) != number)
    });
    let mut out: Vec<MemberFacts> = Vec::with_capacity(table.rows.len());
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for row in &table.rows {
        let Some(cell) = row.cells.first() else { continue };
        let (name, _) = clean_name(cell);
        if name.is_empty() {
            continue;
        }
        let span = cell.span.unwrap_or(row.span);
        if let Some(first) = first.insert(name.clone(), span) {
            let message =
                format!("the member `{}` appears twice in this table", name.chars().take(60).collect::<String>());
            let twice = Diagnostic::new(lint::DUPLICATE_ROW, span, message).related(first, "first here");
            cx.report(twice.hint("remove one of the rows"));
        }
        let value = number.and_then(|n| row.cells.get(n)).and_then(|c| c.plain().trim().trim_matches('`').parse().ok());
        let description = described
            .and_then(|d| row.cells.get(d))
            .filter(|c| !is_blank(c))
            .map(|c| cx.without_todo(c))
            .unwrap_or_default();
        out.push(MemberFacts { name, value, description, span });
    }
    out
}

/// Reads a list item: `- **x**: what it means`.
fn list_member(item: &[Block]) -> Option<MemberFacts> {
    let Some(Block::Paragraph(text)) = item.first() else { return None };
    let span = text.span?;
    let mut runs = text.runs.iter().skip_while(|r| matches!(r, Run::Plain(t) if t.trim().is_empty()));
    let (name, rest) = match runs.next()? {
        Run::Code(name) | Run::Strong(name) => (name.trim().to_owned(), None),
        Run::Plain(plain) => {
            let (name, rest) = plain.split_once([' ', ':', '-', '–', '\n']).unwrap_or((plain, ""));
            (name.trim().to_owned(), Some(Run::Plain(rest.to_owned())))
        }
        _ => return None,
    };
    let word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let mut rest: Vec<Run> = rest.into_iter().chain(runs.cloned()).collect();
    if let Some(Run::Plain(first)) = rest.first_mut() {
        *first = first.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—')).to_owned();
    }
    word.then_some(MemberFacts { name, value: None, description: Text { runs: rest, span: Some(span) }, span })
}

/// Returns whether all positive numbers are powers of two: at least three of them, one of them 4 or more.
fn powers_of_two(members: &[MemberFacts]) -> bool {
    let numbers: Vec<i64> = members.iter().filter_map(|m| m.value).filter(|v| *v > 0).collect();
    let bits = numbers.iter().filter(|v| v.count_ones() == 1).count();
    numbers.len() >= 3 && bits == numbers.len() && numbers.iter().any(|v| *v >= 4)
}
