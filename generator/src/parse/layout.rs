//! The tab groups of a page, for edits of the page.
//!
//! In: the text of a page. Out: a [`Layout`] with byte ranges of that text. Comments, fenced code and content for other versions are
//! recognized as for a [`Page`](super::Page), so a tab marker inside them is not a tab.

use std::ops::Range;

use super::prepare::{Copy, MarkKind, line_end};
use super::tabs::{self, Tab};
use super::zones::{self, Audience};
use super::{conflicts, front_matter};
use crate::diagnostics::{Diagnostics, FileId};
use crate::load::DocSet;

/// The parts of a page that an edit of its tabs needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The groups of tabs, in order.
    pub groups: Vec<TabGroup>,
    /// The include directives on lines of their own, with their targets, in order.
    pub includes: Vec<(Range<usize>, String)>,
    /// The annotation comments, in order.
    pub annotations: Vec<Range<usize>>,
}

/// A group of tabs: `# [HTTP](#tab/http)`, content, further tabs, `---`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabGroup {
    /// The tabs, in order; at least one.
    pub tabs: Vec<TabMarker>,
    /// The offset of the line after the last tab: the closing `---`, if the group is closed.
    pub end: usize,
    /// Whether `---` closes the group.
    pub closed: bool,
}

/// A tab: the line of its marker, and what follows up to the next tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabMarker {
    /// The line of the marker, without its line end.
    pub line: Range<usize>,
    /// The label: `C#`.
    pub label: Range<usize>,
    /// The id: `csharp`, or with a second part `csharp/graph-v1`.
    pub id: Range<usize>,
    /// The lines after the marker, up to the next tab or the end of the group.
    pub content: Range<usize>,
    /// Whether it is a tab with HTTP for the generated version.
    pub is_http: bool,
    /// Whether it is for another version.
    pub other_version: bool,
}

/// Returns the layout of a file of `set`.
#[must_use]
pub fn layout(set: &DocSet, file: FileId) -> Layout {
    let text = &set.sources.file(file).text;
    let audience = Audience { version: &set.version, zones: &set.zones };
    // The diagnostics of reading have been reported.
    let mut unused = Diagnostics::default();
    let front = front_matter::read(text);
    let mut copy = Copy::new(file, text, front.end);
    copy.blank(0..front.end);
    copy.scan(&mut unused);
    conflicts::take_out(&mut copy, &mut unused);
    zones::take_out(&mut copy, audience, &mut unused);
    let groups = groups(&copy, audience);
    copy.take_includes();
    let mut layout = Layout { groups, ..Layout::default() };
    copy.marks.sort_by_key(|mark| mark.at.start);
    for mark in copy.marks {
        match mark.kind {
            MarkKind::Annotation(_) => layout.annotations.push(mark.at),
            MarkKind::Include(target) => layout.includes.push((mark.at, target)),
        }
    }
    layout
}

fn groups(copy: &Copy<'_>, audience: Audience<'_>) -> Vec<TabGroup> {
    let mut groups = Vec::new();
    let mut index = 0;
    while index < copy.lines.len() {
        if tabs::tab(copy, index).is_none() {
            index += 1;
            continue;
        }
        let (end, closed) = tabs::group_end(copy, index);
        let at = copy.lines.get(end).map_or(copy.text.len(), |line| line.start);
        let mut markers: Vec<TabMarker> = (index..end).filter_map(|line| marker(copy, line, audience)).collect();
        let starts: Vec<usize> = markers.iter().skip(1).map(|marker| marker.line.start).chain([at]).collect();
        for (marker, next) in markers.iter_mut().zip(starts) {
            marker.content.end = next.max(marker.content.start);
        }
        if !markers.is_empty() {
            groups.push(TabGroup { tabs: markers, end: at, closed });
        }
        index = end + usize::from(closed);
    }
    groups
}

/// Returns the tab whose marker is on a line. The content is empty.
fn marker(copy: &Copy<'_>, index: usize, audience: Audience<'_>) -> Option<TabMarker> {
    let id = tabs::tab(copy, index)?;
    let kind = Tab::of(id, audience);
    let line = copy.lines[index].start..copy.lines[index].end;
    let text = copy.text.get(line.clone())?;
    let open = line.start + text.find('[')? + 1;
    let label = open..open + copy.text.get(open..line.end)?.find("](")?;
    let id = label.end + "](#tab/".len()..label.end + "](#tab/".len() + id.len();
    let next = line_end(copy.text, line.start);
    Some(TabMarker {
        line,
        label,
        id,
        content: next..next,
        is_http: kind == Tab::Http,
        other_version: kind == Tab::OtherVersion,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the groups of a text: the label and the content of each tab, and the line after the group.
    fn shown(text: &str) -> Vec<String> {
        let set = DocSet::from_pages([("api/a.md", text)]);
        let line = |at: usize| text[at..line_end(text, at)].trim();
        let tab = |tab: &TabMarker| format!("{}: {:?}", &text[tab.label.clone()], text[tab.content.clone()].trim());
        let group = |group: &TabGroup| {
            let tabs: Vec<String> = group.tabs.iter().map(tab).collect();
            format!("{}, then {:?}{}", tabs.join(", "), line(group.end), if group.closed { "" } else { " (open)" })
        };
        layout(&set, FileId(0)).groups.iter().map(group).collect()
    }

    #[test]
    fn groups_end_with_a_rule_or_a_heading() {
        let text = "# A\n\n# [HTTP](#tab/http)\na\n\n# [C#](#tab/csharp/v1)\nb\n---\n\n# [Go](#tab/go)\nc\n## B\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            assert_eq!(shown(&text), ["HTTP: \"a\", C#: \"b\", then \"---\"", "Go: \"c\", then \"## B\" (open)"]);
        }
        assert_eq!(shown("# [HTTP](#tab/http)\na"), ["HTTP: \"a\", then \"\" (open)"]);
    }

    #[test]
    fn markers_in_code_and_comments_are_not_tabs() {
        let text =
            "```md\n# [C#](#tab/csharp)\n```\n<!--\n# [Go](#tab/go)\n-->\n    ~~~\n    # [PHP](#tab/php)\n    ~~~\n";
        assert_eq!(shown(text), [""; 0]);
        let list = "1. Send it:\n   # [HTTP](#tab/http)\n   a\n   # [Go](#tab/go)\n   ```\n   ---\n   ```\n   ---\n";
        assert_eq!(shown(list), ["HTTP: \"a\", Go: \"```\\n   ---\\n   ```\", then \"---\""]);
    }

    #[test]
    fn includes_and_annotations_are_found_outside_code() {
        let text = "<!-- { \"blockType\": \"request\" } -->\n```http\n[!INCLUDE [a](b.md)]\n```\n[!INCLUDE [c](../d.md)]\n\
            <!-- [!INCLUDE [e](f.md)] -->\n";
        let set = DocSet::from_pages([("api/a.md", text)]);
        let layout = layout(&set, FileId(0));
        let targets: Vec<&str> = layout.includes.iter().map(|(_, target)| target.as_str()).collect();
        assert_eq!(targets, ["../d.md"]);
        let annotations: Vec<&str> = layout.annotations.iter().map(|at| &text[at.clone()]).collect();
        assert_eq!(annotations, ["<!-- { \"blockType\": \"request\" } -->"]);
    }
}
