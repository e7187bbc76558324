//! Applies directives of the docs platform: zones and monikers, rows and columns, images, code from other files.
//!
//! In: the lines of the copy, and the version to generate. Out: the same lines without directives, without content for other versions and
//! without descriptions of images. Directives in fenced code blocks are code and stay. Table rows that a directive separated are joined.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;

use super::directives::{self, Directive, Kind, Scope};
use super::prepare::{Copy, FILLER, LineKind};
use crate::config::Zones;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

/// Maximum number of lines on which the attributes of a directive are read.
const MAX_ATTRIBUTE_LINES: usize = 16;

/// The audience whose content is kept.
#[derive(Clone, Copy)]
pub(super) struct Audience<'a> {
    /// The version to generate.
    pub version: &'a str,
    /// The versions that the names of zones and monikers are for.
    pub zones: &'a Zones,
}

/// What happens to a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// A directive begins at this byte of the line.
    Directive(usize),
    /// Content for another version, or the description of an image.
    LeftOut,
}

/// Applies all directives. Returns the number of zones and monikers that were left out.
pub(super) fn take_out(copy: &mut Copy<'_>, audience: Audience<'_>, diagnostics: &mut Diagnostics) -> usize {
    if memmem::find(copy.text.as_bytes(), b":::").is_none() {
        return 0;
    }
    let mut reader = Reader::new(copy, audience);
    reader.read(copy, diagnostics);
    let Reader { fates, columns, left_out, .. } = reader;
    let dropped = blank(copy, &fates);
    copy.drop_marks(&dropped);
    for column in columns {
        dedent(copy, column);
    }
    inline(copy);
    join_tables(copy, &fates);
    left_out
}

/// An open zone or moniker.
struct Open {
    scope: Scope,
    span: Span,
    left_out: bool,
}

struct Reader<'a> {
    audience: Audience<'a>,
    fates: Vec<Fate>,
    open: Vec<Open>,
    /// Number of open zones, and of open monikers.
    depth: [usize; 2],
    /// Number of open zones and monikers that are left out.
    outside: usize,
    column: Option<usize>,
    /// The lines of each column.
    columns: Vec<Range<usize>>,
    left_out: usize,
    reported: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(copy: &Copy<'_>, audience: Audience<'a>) -> Self {
        Reader {
            audience,
            fates: vec![Fate::Kept; copy.lines.len()],
            open: Vec::new(),
            depth: [0; 2],
            outside: 0,
            column: None,
            columns: Vec::new(),
            left_out: 0,
            reported: BTreeSet::new(),
        }
    }

    fn read(&mut self, copy: &Copy<'_>, diagnostics: &mut Diagnostics) {
        let mut index = 0;
        while index < copy.lines.len() {
            let from = index;
            index += 1;
            if let Some(directive) = at(copy, from) {
                let line = &copy.lines[from];
                let span = Span::new(copy.file, line.start + directive.start, line.end);
                self.fates[from] = Fate::Directive(directive.start);
                self.directive(from, &directive, span, diagnostics);
                if matches!(directive.kind, Kind::Image | Kind::Code) {
                    index = self.attributes(copy, from, &directive);
                }
                if directive.kind == Kind::Image {
                    index = self.description(copy, index);
                }
            }
            if self.outside > 0 {
                self.fates[from..index].fill(Fate::LeftOut);
            }
        }
        self.end_column(copy.lines.len());
        while let Some(open) = self.open.pop() {
            report_open(&open, "the end of the page", diagnostics);
        }
    }

    fn directive(&mut self, index: usize, directive: &Directive<'_>, span: Span, diagnostics: &mut Diagnostics) {
        match directive.kind {
            Kind::Open(scope) => self.begin(scope, directive, span, diagnostics),
            Kind::Close(scope) => self.end(scope, span, diagnostics),
            Kind::Column => {
                self.end_column(index);
                self.column = Some(index + 1);
            }
            Kind::ColumnEnd => self.end_column(index),
            Kind::ImageEnd | Kind::Image | Kind::Other => {}
            Kind::Code => {
                let language = directive.attribute("language").unwrap_or_default();
                let is_read = ["http", "json"].iter().any(|read| language.eq_ignore_ascii_case(read));
                if is_read && self.outside == 0 {
                    let source = directive.attribute("source").unwrap_or_default();
                    let source: String = source.chars().take(100).collect();
                    let message = format!("the code of `{source}` is not read");
                    let note = Diagnostic::new(lint::CODE_NOT_READ, span, message);
                    diagnostics.push(note.hint("write the code in a fenced block of the page"));
                }
            }
        }
    }

    fn begin(&mut self, scope: Scope, directive: &Directive<'_>, span: Span, diagnostics: &mut Diagnostics) {
        let names: &[&str] = match scope {
            Scope::Zone => &["pivot", "target"],
            Scope::Moniker => &["range"],
        };
        let stated: Vec<&str> = names.iter().filter_map(|name| directive.attribute(name)).collect();
        let mut unknown = Vec::new();
        let Audience { version, zones } = self.audience;
        let mut admitted = true;
        for range in stated.iter().filter(|range| !range.is_empty()) {
            admitted &= zones.admit(range, version, &mut unknown);
        }
        if stated.iter().all(|range| range.is_empty()) {
            unknown.push("");
        }
        if self.outside == 0 {
            for name in unknown {
                self.report_unknown(scope, name, span, diagnostics);
            }
        }
        self.left_out += usize::from(!admitted && self.outside == 0);
        self.outside += usize::from(!admitted);
        self.depth[scope as usize] += 1;
        self.open.push(Open { scope, span, left_out: !admitted });
    }

    fn report_unknown(&mut self, scope: Scope, name: &str, span: Span, diagnostics: &mut Diagnostics) {
        if !self.reported.insert(name.to_lowercase()) {
            return;
        }
        let short: String = name.chars().take(100).collect();
        let what = scope.name();
        let message = match name {
            "" => format!("this {what} has no name"),
            _ => format!("`{short}` is not in `[zones]`"),
        };
        let hint = "add the name to `[zones]` of docbindgen.toml; the content is read until then";
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_ZONE, span, message).hint(hint));
    }

    fn end(&mut self, scope: Scope, span: Span, diagnostics: &mut Diagnostics) {
        if self.depth[scope as usize] == 0 {
            let message = format!("this `{}-end` has no matching beginning", scope.name());
            diagnostics.push(Diagnostic::new(lint::ZONE_END, span, message).hint("remove the line"));
            return;
        }
        while let Some(open) = self.open.pop() {
            self.depth[open.scope as usize] -= 1;
            self.outside -= usize::from(open.left_out);
            if open.scope == scope {
                return;
            }
            report_open(&open, &format!("the `{}-end` around it", scope.name()), diagnostics);
        }
    }

    fn end_column(&mut self, index: usize) {
        if let Some(from) = self.column.take() {
            self.columns.push(from..index);
        }
    }

    /// Leaves out the lines on which the attributes of a directive continue, and returns the first line after them.
    fn attributes(&mut self, copy: &Copy<'_>, from: usize, directive: &Directive<'_>) -> usize {
        if directive.complete {
            return from + 1;
        }
        let below = from + 1..copy.lines.len().min(from + MAX_ATTRIBUTE_LINES);
        let last = below.clone().take_while(|index| copy.lines[*index].kind == LineKind::Text).find(|index| {
            let line = copy.line(*index).trim_ascii_end();
            line.ends_with(b":::")
        });
        let Some(last) = last.filter(|last| (from + 1..*last).all(|index| at(copy, index).is_none())) else {
            return from + 1;
        };
        self.fates[from + 1..=last].fill(Fate::LeftOut);
        last + 1
    }

    /// Leaves out the long description of an image, and returns the first line after it.
    ///
    /// A description consists of paragraphs only and ends at `:::image-end:::`.
    fn description(&mut self, copy: &Copy<'_>, from: usize) -> usize {
        let is_block = |index: &usize| {
            let line = &copy.lines[*index];
            let start = copy.line(*index).trim_ascii_start().first().copied();
            line.kind == LineKind::Code || matches!(start, Some(b'#' | b'|')) || at(copy, *index).is_some()
        };
        let end = (from..copy.lines.len()).find(is_block);
        match end {
            Some(end) if at(copy, end).is_some_and(|directive| directive.kind == Kind::ImageEnd) => {
                self.fates[from..end].fill(Fate::LeftOut);
                end
            }
            _ => from,
        }
    }
}

fn report_open(open: &Open, end: &str, diagnostics: &mut Diagnostics) {
    let what = open.scope.name();
    let consequence = if open.left_out { "; everything up to there is left out" } else { "" };
    let message = format!("this {what} has no `:::{what}-end` and ends at {end}{consequence}");
    diagnostics.push(Diagnostic::new(lint::ZONE_OPEN, open.span, message).hint(format!("add `:::{what}-end`")));
}

/// Returns the directive on a line of markdown.
fn at<'c>(copy: &'c Copy<'_>, index: usize) -> Option<Directive<'c>> {
    let line = copy.line(index);
    if copy.lines[index].kind != LineKind::Text || !line.windows(3).any(|three| three == b":::") {
        return None;
    }
    directives::read(std::str::from_utf8(line).ok()?)
}

/// Blanks directives and lines that are left out, and returns the byte ranges of the latter, in order.
fn blank(copy: &mut Copy<'_>, fates: &[Fate]) -> Vec<Range<usize>> {
    let mut dropped = Vec::new();
    for (index, fate) in fates.iter().enumerate() {
        let (start, end) = (copy.lines[index].start, copy.lines[index].end);
        match fate {
            Fate::Kept => continue,
            Fate::Directive(from) => copy.blank(start + from..end),
            Fate::LeftOut => {
                copy.blank(start..end);
                dropped.push(start..end);
            }
        }
        if *fate == Fate::LeftOut || copy.line(index).iter().all(|byte| matches!(*byte, b' ' | b'\t' | FILLER)) {
            copy.lines[index].kind = LineKind::Blank;
        }
    }
    dropped
}

/// Takes out inline directives.
fn inline(copy: &mut Copy<'_>) {
    for index in 0..copy.lines.len() {
        if copy.lines[index].kind != LineKind::Text {
            continue;
        }
        let start = copy.lines[index].start;
        let found = match std::str::from_utf8(copy.line(index)) {
            Ok(line) if line.contains(":::") => directives::inside(line),
            _ => continue,
        };
        for mut directive in found {
            // Remove one of the two spaces around it too.
            let around = [(start + directive.at.start).checked_sub(1), Some(start + directive.at.end)];
            let spaced = around.iter().all(|at| at.and_then(|at| copy.bytes.get(at)) == Some(&b' '));
            if directive.text.is_empty() && spaced {
                directive.at.end += 1;
                directive.text = directive.at.end..directive.at.end;
            }
            copy.fill(start + directive.at.start..start + directive.text.start, FILLER);
            copy.fill(start + directive.text.end..start + directive.at.end, FILLER);
        }
    }
}

/// Removes the common indentation of a column's lines, which would be code with four spaces.
///
/// The spaces move before the preceding line end, so that no other offset changes.
fn dedent(copy: &mut Copy<'_>, lines: Range<usize>) {
    let lines = lines.start.max(1)..lines.end.min(copy.lines.len());
    let indent =
        |copy: &Copy<'_>, index: usize| copy.line(index).iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let filled =
        lines.clone().filter(|index| copy.lines[*index].kind != LineKind::Blank && !copy.line(*index).is_empty());
    let Some(common) = filled.map(|index| indent(copy, index)).min().filter(|common| *common > 0) else { return };
    for index in lines {
        let width = common.min(indent(copy, index));
        let line_end = copy.lines[index - 1].end..copy.lines[index].start;
        let bytes = &mut copy.bytes[line_end.start..line_end.end + width];
        bytes.rotate_right(width);
        copy.lines[index].start += width;
    }
}

/// Joins table rows that were separated by directives or by content that was left out.
///
/// All line ends between two rows except the last become spaces, unless the second row is the header of a table.
fn join_tables(copy: &mut Copy<'_>, fates: &[Fate]) {
    let mut joined = vec![false; copy.lines.len()];
    let mut index = 0;
    while index < copy.lines.len() {
        if fates[index] == Fate::Kept {
            index += 1;
            continue;
        }
        let is_gap = |index: usize| {
            let line = &copy.lines[index];
            fates[index] != Fate::Kept && line.kind == LineKind::Blank
                || copy.text[line.start..line.end].trim().is_empty()
        };
        let before = (0..index).rev().take_while(|index| is_gap(*index)).take(MAX_ATTRIBUTE_LINES).count();
        let start = index - before;
        let end = (index..copy.lines.len()).find(|index| !is_gap(*index)).unwrap_or(copy.lines.len());
        index = end.max(index + 1);
        if start > 0 && is_row(copy, start - 1) && is_row(copy, end) && !is_delimiter(copy, end + 1) {
            let bytes = copy.lines[start - 1].end..copy.lines[end - 1].end;
            copy.bytes[bytes].fill(b' ');
            joined[start..end].fill(true);
        }
    }
    let mut joined = joined.into_iter();
    copy.lines.retain(|_| !joined.next().unwrap_or(false));
}

fn is_row(copy: &Copy<'_>, index: usize) -> bool {
    copy.lines
        .get(index)
        .is_some_and(|line| line.kind == LineKind::Text && copy.line(index).trim_ascii_start().starts_with(b"|"))
}

fn is_delimiter(copy: &Copy<'_>, index: usize) -> bool {
    copy.lines.get(index).is_some_and(|line| {
        let bytes = copy.line(index);
        line.kind == LineKind::Text
            && bytes.contains(&b'-')
            && bytes.iter().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
    })
}
