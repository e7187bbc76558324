//! Reduces tab groups to their HTTP tabs: `# [HTTP](#tab/http)`, content, further tabs, `---`.
//!
//! In: the lines of the copy. Out: the same lines without tab markers, closing rules and the content of every tab
//! except HTTP. The other tabs contain the same request in other languages. A group without an HTTP tab keeps all its
//! content. Tabs for another version (`# [HTTP](#tab/http/graph-preview)`, `# [Beta](#tab/beta)`) are always left out.

use std::ops::Range;

use memchr::memmem;

use super::prepare::{Copy, LineKind, content};
use super::zones::Audience;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, lint};

/// Takes out all tabs except HTTP. Returns the number of tabs left out because they are for another version.
pub(super) fn keep_http(copy: &mut Copy<'_>, audience: Audience<'_>, diagnostics: &mut Diagnostics) -> usize {
    if memmem::find(copy.text.as_bytes(), b"](#tab/").is_none() {
        return 0;
    }
    let mut left_out = 0;
    let mut dropped = Vec::new();
    let mut index = 0;
    while index < copy.lines.len() {
        if tab(copy, index).is_none() {
            index += 1;
            continue;
        }
        let (end, closed) = group_end(copy, index);
        if !closed {
            let line = &copy.lines[index];
            let span = Span::new(copy.file, line.start, line.end);
            let open = Diagnostic::new(lint::TAB_GROUP_OPEN, span, "this group of tabs is not closed by `---`");
            diagnostics.push(open.hint("put a line `---` after the content of the last tab"));
        }
        let mut group: Vec<(usize, Tab)> =
            (index..end).filter_map(|line| Some((line, Tab::of(tab(copy, line)?, audience)))).collect();
        let any_http = group.iter().any(|(_, tab)| *tab == Tab::Http);
        left_out += group.iter().filter(|(_, tab)| *tab == Tab::OtherVersion).count();
        group.push((end, Tab::Http));
        for pair in group.windows(2) {
            let ((from, tab), (to, _)) = (pair[0], pair[1]);
            let dropped_tab = tab == Tab::OtherVersion || any_http && tab == Tab::OtherLanguage;
            let to = if dropped_tab { to } else { from + 1 };
            dropped.push(drop_lines(copy, from, to));
        }
        if closed {
            dropped.push(drop_lines(copy, end, end + 1));
        }
        index = end + usize::from(closed);
    }
    // Annotations inside the dropped lines are dropped too.
    copy.drop_marks(&dropped);
    left_out
}

/// The kind of a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Http,
    OtherLanguage,
    OtherVersion,
}

impl Tab {
    /// Returns the kind of the tab with this id, such as `http` or `http/graph-v1`.
    pub fn of(id: &str, audience: Audience<'_>) -> Tab {
        if id.split('/').any(|part| audience.zones.excludes(part, audience.version)) {
            Tab::OtherVersion
        } else if id.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case("http")) {
            Tab::Http
        } else {
            Tab::OtherLanguage
        }
    }
}

/// Returns the id in the tab marker on a line, such as `http` or `http/graph-v1`.
pub(super) fn tab<'t>(copy: &Copy<'t>, index: usize) -> Option<&'t str> {
    let line = &copy.lines[index];
    if line.kind != LineKind::Text {
        return None;
    }
    let line = content(copy.text.get(line.start..line.end)?);
    if !line.starts_with('#') {
        return None;
    }
    let label = line.trim_start_matches('#').trim_start();
    let target = label.strip_prefix('[')?.split_once("](")?.1;
    let id = target.strip_prefix("#tab/")?;
    Some(id.split(')').next().unwrap_or_default())
}

/// Returns the line that ends the group at `from`, and whether it is a rule. A heading of level 1 or 2 also ends it.
pub(super) fn group_end(copy: &Copy<'_>, from: usize) -> (usize, bool) {
    for index in from..copy.lines.len() {
        if copy.lines[index].kind != LineKind::Text {
            continue;
        }
        // In a quote, each line has its marker.
        let outer = |byte: &u8| matches!(byte, b' ' | b'\t' | b'>');
        let line = copy.line(index);
        let line = line[line.iter().take_while(|byte| outer(byte)).count()..].trim_ascii();
        if is_rule(line) {
            return (index, true);
        }
        let hashes = line.iter().take_while(|b| **b == b'#').count();
        let heading = (1..=2).contains(&hashes) && matches!(line.get(hashes), Some(b' ' | b'\t'));
        if heading && tab(copy, index).is_none() {
            return (index, false);
        }
    }
    (copy.lines.len(), false)
}

fn is_rule(line: &[u8]) -> bool {
    let marks = line.iter().filter(|b| **b == b'-').count();
    marks >= 3 && line.iter().all(|b| matches!(b, b'-' | b' ' | b'\t'))
}

/// Blanks the lines `from..to`, at least one, and returns their byte range.
fn drop_lines(copy: &mut Copy<'_>, from: usize, to: usize) -> Range<usize> {
    let (start, end) = (copy.lines[from].start, copy.lines[to - 1].end);
    copy.blank(start..end);
    for line in &mut copy.lines[from..to] {
        line.kind = LineKind::Blank;
    }
    start..end
}
