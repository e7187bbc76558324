//! The state that the readers of one page share.
//!
//! In: a page and the role of each heading. Out: the blocks of a section in reading order, and the diagnostics.

use crate::diagnostics::{Diagnostic, Diagnostics, Lint, Span, lint};
use crate::parse::{Block, CodeBlock, Page, Run, Section, Table, Text};

use super::pattern::pattern;
use super::sections::{Role, roles};

pattern! {
    TODO = r"\*{0,2}TODO\b[^*\n]{0,300}\*{0,2}";
    NAMESPACE = r"^\s*(?i:namespace):[ \t]*(?:[\w.]+)?\s*";
    STARTS_WITH_TODO = r"^\W*TODO\b" if "todo";
}

/// The page being read.
pub(super) struct Context<'a> {
    pub page: &'a Page,
    /// The role of each section.
    pub roles: Vec<Role>,
    /// The sections whose heading is nearly a known one, with that heading.
    pub misspelt: Vec<(usize, &'static str)>,
    pub diagnostics: Diagnostics,
}

/// A block, and whether it is in a block quote (a note or an alert).
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub block: &'a Block,
    pub quoted: bool,
}

/// Returns all blocks in reading order, including those nested in lists and quotes.
pub(super) fn items(blocks: &[Block]) -> Vec<Item<'_>> {
    let mut out = Vec::new();
    let mut stack: Vec<(std::slice::Iter<'_, Block>, bool)> = vec![(blocks.iter(), false)];
    while let Some((iter, quoted)) = stack.last_mut() {
        let quoted = *quoted;
        let Some(block) = iter.next() else {
            stack.pop();
            continue;
        };
        match block {
            Block::List(list) => stack.extend(list.iter().rev().map(|item| (item.iter(), quoted))),
            Block::Quote(inner) => stack.push((inner.iter(), true)),
            _ => out.push(Item { block, quoted }),
        }
    }
    out
}

impl<'a> Context<'a> {
    pub fn new(page: &'a Page) -> Self {
        let (roles, misspelt) = roles(page);
        Context { page, roles, misspelt, diagnostics: Diagnostics::default() }
    }

    /// Returns the sections of a role, in order, with their index.
    pub fn sections(&self, role: &Role) -> Vec<(usize, &'a Section)> {
        self.sections_where(|r| r == role)
    }

    /// Returns the sections whose role passes, in order, with their index.
    pub fn sections_where(&self, pass: impl Fn(&Role) -> bool) -> Vec<(usize, &'a Section)> {
        let page = self.page;
        page.sections.iter().enumerate().filter(|(i, _)| self.roles.get(*i).is_some_and(&pass)).collect()
    }

    /// Returns the tables of the sections of a role.
    pub fn tables(&self, role: &Role) -> Vec<&'a Table> {
        self.sections(role).into_iter().flat_map(|(_, s)| tables(&s.blocks)).collect()
    }

    /// Returns the section under the H1.
    pub fn intro(&self) -> Option<&'a Section> {
        self.page.sections.first()
    }

    /// Returns the namespace that the `Namespace:` line declares.
    pub fn namespace(&self) -> Option<String> {
        self.intro()?.blocks.iter().find_map(|block| match block {
            Block::Paragraph(text) => namespace_line(text),
            _ => None,
        })
    }

    /// Returns the first paragraph that describes the page's subject: not a note, a `Namespace:` line or a TODO. Skips text of included
    /// files, which is shared by several pages.
    pub fn description(&mut self) -> Option<Text> {
        let intro = self.intro()?;
        for block in &intro.blocks {
            let Block::Paragraph(text) = block else { continue };
            if text.span.is_some_and(|span| span.file != self.page.file) {
                continue;
            }
            let text = without_namespace(text);
            let plain = text.plain();
            if plain.is_empty() || plain.starts_with('|') || plain.starts_with("[!") {
                continue;
            }
            let note =
                plain.get(..5).is_some_and(|p| p.eq_ignore_ascii_case("note:") || p.eq_ignore_ascii_case("**not"));
            if note || plain.len() > 20_000 {
                continue;
            }
            let text = self.without_todo(&text);
            if !text.is_empty() && !is_undocumented(&text) {
                return Some(text);
            }
        }
        None
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a table in a section for facts whose columns no rule knows.
    pub fn unread_table(&mut self, table: &Table, what: &str) {
        if table.rows.is_empty() {
            return;
        }
        let header: Vec<String> = table
            .header
            .iter()
            .map(|cell| format!("`{}`", cell.plain().chars().take(40).collect::<String>()))
            .collect();
        let span = table.header.iter().find_map(|cell| cell.span).unwrap_or(table.span);
        let message = format!("expected a table of {what}, found the columns {}", header.join(", "));
        self.warn(lint::UNREAD_TABLE, span, message, "use column headers such as `Property`, `Type` and `Description`");
    }

    pub fn warn(&mut self, lint: &'static Lint, span: Span, message: String, hint: &str) {
        self.report(Diagnostic::new(lint, span, message).hint(hint));
    }

    /// Reports a TODO placeholder, and returns the text without it.
    pub fn without_todo(&mut self, text: &Text) -> Text {
        self.without_todo_in(text, "write what belongs here, or leave it empty")
    }

    /// Reports a TODO placeholder with this hint, and returns the text without it.
    pub fn without_todo_in(&mut self, text: &Text, hint: &str) -> Text {
        let todo = text.runs.iter().find_map(|run| match run {
            Run::Plain(t) | Run::Strong(t) | Run::Code(t) if t.contains("TODO") && STARTS_WITH_TODO.is_match(t) => {
                Some(t)
            }
            _ => None,
        });
        let Some(todo) = todo else { return text.clone() };
        if let Some(span) = text.span {
            let said: String = todo.trim_matches(|c: char| c == '*' || c.is_whitespace()).chars().take(60).collect();
            let message = format!("`{}` is a placeholder that was never filled in", said.trim());
            self.warn(lint::TODO_PLACEHOLDER, span, message, hint);
        }
        let runs = text.runs.iter().filter_map(|run| match run {
            Run::Strong(t) | Run::Code(t) if STARTS_WITH_TODO.is_match(t) => None,
            Run::Plain(t) if t.contains("TODO") => {
                let rest = TODO.replace_all(t, "").into_owned();
                (!rest.trim().is_empty()).then_some(Run::Plain(rest))
            }
            run => Some(run.clone()),
        });
        let mut runs: Vec<Run> = runs.collect();
        if let Some(Run::Plain(first)) = runs.first_mut() {
            *first = first.trim_start().to_owned();
        }
        Text { runs, span: text.span }
    }
}

/// Returns whether a text is the placeholder of generated pages for a missing description.
pub(super) fn is_undocumented(text: &Text) -> bool {
    text.runs.len() == 1 && text.plain().trim_end_matches('.').eq_ignore_ascii_case("not yet documented")
}

/// Returns the tables among blocks, including those nested in lists and quotes.
pub(super) fn tables(blocks: &[Block]) -> Vec<&Table> {
    let tables = items(blocks).into_iter().filter_map(|item| match item.block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

/// Returns the fenced blocks among blocks, including those nested in lists and quotes.
pub(super) fn codes(blocks: &[Block]) -> Vec<&CodeBlock> {
    let codes = items(blocks).into_iter().filter_map(|item| match item.block {
        Block::Code(code) => Some(code),
        _ => None,
    });
    codes.collect()
}

/// Returns the paragraphs among blocks, without those in quotes.
pub(super) fn paragraphs(blocks: &[Block]) -> Vec<&Text> {
    let paragraphs = items(blocks).into_iter().filter(|item| !item.quoted).filter_map(|item| match item.block {
        Block::Paragraph(text) => Some(text),
        _ => None,
    });
    paragraphs.collect()
}

fn namespace_line(text: &Text) -> Option<String> {
    let plain = text.plain();
    let first = plain.lines().next()?;
    let value = first.get(..10).filter(|p| p.eq_ignore_ascii_case("namespace:")).and_then(|_| first.get(10..))?;
    let value = value.split_whitespace().next()?.trim_matches(|c: char| c == '`' || c == '.' || c == '*');
    let dotted = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '_');
    dotted.then(|| value.to_owned())
}

/// Returns a paragraph without the `Namespace:` line at its beginning. Other text may follow on the next line.
fn without_namespace(text: &Text) -> Text {
    let Some(Run::Plain(first)) = text.runs.first() else { return text.clone() };
    let Some(line) = NAMESPACE.find(first) else { return text.clone() };
    let rest = &first[line.end()..];
    let kept = (!rest.is_empty()).then(|| Run::Plain(rest.to_owned()));
    let runs: Vec<Run> = kept.into_iter().chain(text.runs.iter().skip(1).cloned()).collect();
    // The name after `Namespace: ` is in backquotes or bold.
    let named = runs.first().is_some_and(|r| matches!(r, Run::Code(_) | Run::Strong(_)))
        && line.as_str().trim_end().ends_with(':');
    Text { runs: if named { runs[1..].to_vec() } else { runs }, span: text.span }
}
