//! The links of a page to other pages and headings, and the anchors that links can lead to.
//!
//! In: the sections. Out: a [`LinkFacts`] for each destination within the documentation, and the anchors of the headings. Links in included
//! files count, with their own place. Whether a destination exists is decided once all pages are known.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Span;
use crate::parse::{Block, CodeBlock, Page, Text};

use super::context::{codes, items};
use super::facts::LinkFacts;

/// The beginning of the published addresses of pages.
const PUBLISHED: &str = "/graph/api/";

/// Returns the first link to each destination that a page, or a file that it includes, writes relative to itself.
pub(super) fn links(page: &Page) -> Vec<LinkFacts> {
    let of_headings = page.sections.iter().flat_map(|section| &section.links);
    let of_headings = of_headings.map(|link| (link.value.as_str(), link.span));
    let of_texts = texts(page).into_iter().flat_map(Text::links).map(|(_, dest, span)| (dest, span));
    let mut all: Vec<(&str, Span)> = of_headings.chain(of_texts).filter(|(dest, _)| is_relative(dest)).collect();
    all.sort_by_key(|(_, span)| *span);
    let mut seen = BTreeSet::new();
    // A heading of an included file is one of each page that includes it.
    let is_known = |dest: &str, span: Span| span.file == page.file || !dest.trim().starts_with('#');
    all.retain(|(dest, span)| is_known(dest, *span) && seen.insert((span.file, *dest)));
    all.into_iter().map(|(dest, span)| LinkFacts { target: dest.trim().to_owned(), span }).collect()
}

/// Returns the paragraphs and cells of a page, in reading order.
pub(super) fn texts(page: &Page) -> Vec<&Text> {
    let mut out = Vec::new();
    for item in page.sections.iter().flat_map(|section| items(&section.blocks)) {
        match item.block {
            Block::Paragraph(text) => out.push(text),
            Block::Table(table) => {
                out.extend(&table.header);
                out.extend(table.rows.iter().flat_map(|row| &row.cells));
            }
            _ => {}
        }
    }
    out
}

/// Returns the hosts of the addresses in fences of JSON without a start line.
pub(super) fn shown_hosts(page: &Page) -> Vec<String> {
    let fences = page.sections.iter().flat_map(|section| codes(&section.blocks));
    let lines = |code: &CodeBlock| code.lines.iter().map(|(_, line)| line.trim().to_owned()).collect::<Vec<_>>();
    let json = fences
        .map(lines)
        .filter(|lines| lines.iter().find(|line| !line.is_empty()).is_some_and(|first| first.starts_with(['{', '['])));
    let mut hosts = BTreeSet::new();
    for line in json.flatten() {
        let after = line.split("://").skip(1);
        hosts.extend(after.filter_map(|rest| rest.split(['/', '?', '#', '"', ' ', ':']).next()).map(str::to_lowercase));
    }
    hosts.into_iter().filter(|host| !host.is_empty()).collect()
}

/// Returns whether a destination is relative to its page, or the published address of a page. Tabs are not headings.
fn is_relative(dest: &str) -> bool {
    let dest = dest.trim();
    let has_scheme = dest.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    let is_other = dest.starts_with('/') && !dest.starts_with(PUBLISHED);
    !dest.is_empty() && !is_other && !has_scheme && !dest.starts_with("#tab/")
}

/// Returns the anchors of the page's headings. If several headings have the same text, a number follows in all but the first.
pub(super) fn anchors(page: &Page) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let headings = page.sections.iter().map(|section| anchor(&section.heading.value));
    let numbered = headings.filter(|anchor| !anchor.is_empty()).map(|anchor| {
        let count = counts.entry(anchor.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { anchor } else { format!("{anchor}-{}", *count - 1) }
    });
    numbered.collect()
}

/// Returns the fragment of links to a heading: lower case, hyphens for spaces, no punctuation.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        let set = crate::load::DocSet::from_pages([("api/a.md", text)]);
        crate::parse::parse(&set, &set.pages[0]).0
    }

    #[test]
    fn links_within_the_documentation_are_collected() {
        let page = page(
            "# a\n\nSee [b](b.md), [b again](b.md), [c](../resources/c.md#x), [d](#d), [tab](#tab/http).\n\n\
             |A|B|\n|:-|:-|\n|[e](e.md)|[f](https://example.com/f.md)|\n\n- [g](/graph/g), [mail](mailto:a@example.com)\n\n\
             ## The [h](h.md) of a\n",
        );
        let found: Vec<String> = links(&page).into_iter().map(|link| link.target).collect();
        assert_eq!(found, ["b.md", "../resources/c.md#x", "#d", "e.md", "h.md"]);
    }

    #[test]
    fn anchors_are_those_of_the_platform() {
        let page = page("# Get a\n\n## Example 1: the `b` (c)\n\n## Response\n\n### Response\n\n## e_f - g\n");
        assert_eq!(anchors(&page), ["get-a", "example-1-the-b-c", "response", "response-1", "e_f---g"]);
    }
}
