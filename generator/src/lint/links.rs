//! Links that lead nowhere: to a page that does not exist, or to a heading that the page does not have.
//!
//! In: the links and anchors of all pages, and the diagnostics so far, which already report some links to types. Out: a diagnostic for each
//! destination of a page. Links that leave the docs folder cannot be judged; parse reports those to files other than pages.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Lint, Sources, lint};
use crate::extract::{LinkFacts, PageFacts, SkipReason};
use crate::resolve::destination;
use crate::similar::{hint_for, missing_page_hint, similar_path};

/// Lints that report links to types, with the span of the link.
const OF_TYPES: [&Lint; 3] = [lint::MISSING_LINK_TARGET, lint::LINK_CASE, lint::DROPPED_TYPE];

/// Reports the links of all pages. `earlier` contains the diagnostics so far.
pub fn check(facts: &[PageFacts], sources: &Sources, earlier: &Diagnostics) -> Diagnostics {
    let is_of_types = |lint: &Lint| OF_TYPES.iter().any(|own| own.id == lint.id);
    let reported = earlier.list().iter().filter(|found| is_of_types(found.lint)).filter_map(|found| found.span);
    let reported: BTreeSet<(FileId, usize)> = reported.map(|span| (span.file, span.start)).collect();
    let pages = Pages::new(facts);
    let of_page = |page: &PageFacts| {
        let new = page.links.iter().filter(|link| !reported.contains(&(link.span.file, link.span.start)));
        new.filter_map(|link| pages.fault(page, link, sources)).collect::<Vec<_>>()
    };
    let mut found: Vec<Diagnostic> = facts.par_iter().flat_map_iter(of_page).collect();
    // Several pages may include the same file.
    let mut seen = BTreeSet::new();
    found.retain(|diagnostic| seen.insert(diagnostic.span));
    let mut out = Diagnostics::default();
    found.into_iter().for_each(|diagnostic| out.push(diagnostic));
    out
}

/// All pages by path.
struct Pages<'a> {
    facts: &'a [PageFacts],
    exact: HashMap<&'a str, usize>,
    /// The folders that contain pages.
    folders: BTreeSet<&'a str>,
    /// By lower-case path. Most links need only the exact one.
    lower: OnceLock<HashMap<String, usize>>,
}

impl<'a> Pages<'a> {
    fn new(facts: &'a [PageFacts]) -> Self {
        let exact = facts.iter().enumerate().map(|(index, page)| (page.path.as_str(), index)).collect();
        let folders = facts.iter().map(|page| folder(&page.path)).collect();
        Pages { facts, exact, folders, lower: OnceLock::new() }
    }

    /// Returns the page with this path, ignoring case.
    fn find(&self, path: &str) -> Option<&'a PageFacts> {
        let pages = || self.facts.iter().enumerate().map(|(index, page)| (page.path.to_lowercase(), index));
        let lower = || self.lower.get_or_init(|| pages().collect()).get(&path.to_lowercase());
        self.exact.get(path).or_else(lower).and_then(|index| self.facts.get(*index))
    }

    /// Returns what is wrong with a link.
    fn fault(&self, page: &PageFacts, link: &LinkFacts, sources: &Sources) -> Option<Diagnostic> {
        if link.target.starts_with('/') {
            return self.published_fault(page, link);
        }
        let (path, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let path = path.split('?').next().unwrap_or(path);
        let target = if path.is_empty() {
            page
        } else {
            let path = match link.span.file == page.file {
                true => page_path(&page.path, path)?,
                // A file that pages include may be in a folder with files of other kinds.
                false => page_path(&sources.file(link.span.file).path, path)
                    .filter(|path| self.folders.contains(folder(path)))?,
            };
            let Some(target) = self.find(&path) else {
                let message = format!("the link leads to `{path}`, which does not exist");
                let hint = missing_page_hint(&path, self.facts.iter().map(|page| page.path.as_str()));
                return Some(Diagnostic::new(lint::DEAD_LINK, link.span, message).hint(hint));
            };
            target
        };
        if fragment.is_empty() || has_anchor(target, fragment, sources) {
            return None;
        }
        let message = format!("`{}` has no heading or anchor `#{fragment}`", target.path);
        let hint = "write the heading in lower case, with `-` for spaces and without punctuation";
        let hint = hint_for(fragment, target.anchors.iter().map(String::as_str), hint);
        Some(Diagnostic::new(lint::DEAD_ANCHOR, link.span, message).hint(hint))
    }
}

impl Pages<'_> {
    /// Reports a link to a published address that no page has, if that of a known page is nearly the same. Other addresses may be those of pages
    /// that only another version of the reference has.
    fn published_fault(&self, page: &PageFacts, link: &LinkFacts) -> Option<Diagnostic> {
        let path = destination(&page.path, &link.target).filter(|_| !link.target.contains('?'))?.path;
        let meant = similar_path(&path, self.facts.iter().map(|page| page.path.as_str()));
        let meant = meant.filter(|_| self.find(&path).is_none())?;
        let message = format!("the link leads to `{path}`, which does not exist");
        let hint = format!("did you mean `{meant}`? add the page, or correct the link");
        Some(Diagnostic::new(lint::DEAD_LINK, link.span, message).hint(hint))
    }
}

/// Returns the folder of a path.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the path of the page that a relative link on `page` leads to; `None` if it leaves the docs folder or leads to another kind of
/// file.
fn page_path(page: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    // Browsers and many renderers take `\` for `/`.
    for part in link.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let last = parts.last().filter(|_| !link.ends_with('/'))?;
    let is_page = last.get(last.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(".md"));
    let path = parts.join("/");
    match is_page {
        true => Some(path),
        false if last.contains('.') => None,
        false => Some(format!("{path}.md")),
    }
}

/// Returns whether a link with this fragment finds its place on a page, or the page is not known well enough to tell.
fn has_anchor(page: &PageFacts, fragment: &str, sources: &Sources) -> bool {
    let is_partly_read = page.left_out_zones > 0
        || matches!(page.skipped, Some(SkipReason::OtherVersion | SkipReason::Unreadable | SkipReason::Configured));
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy().to_lowercase();
    // Renderers differ in how they treat neighbouring hyphens.
    let plain = |text: &str| text.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    is_partly_read
        || page.anchors.contains(&decoded)
        || page.anchors.iter().any(|own| plain(own) == plain(&decoded))
        || is_named(&sources.file(page.file).text, fragment)
}

/// Returns whether an HTML tag of a page has this name or id.
fn is_named(text: &str, fragment: &str) -> bool {
    let is_attribute = |at: usize| {
        let before = text.get(..at).unwrap_or_default().trim_end_matches(['"', '\'']).trim_end();
        let Some(before) = before.strip_suffix('=').map(str::trim_end) else { return false };
        ["name", "id"].iter().any(|name| {
            let start = before.len().checked_sub(name.len()).and_then(|start| before.get(start..));
            start.is_some_and(|end| end.eq_ignore_ascii_case(name))
        })
    };
    let ends = |at: usize| text.get(at + fragment.len()..).is_some_and(|rest| rest.starts_with(['"', '\'', '>', ' ']));
    text.match_indices(fragment).any(|(at, _)| ends(at) && is_attribute(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_page() {
        for (link, path) in [
            ("b.md", Some("api/b.md")),
            ("./b.md", Some("api/b.md")),
            ("../resources/c.md", Some("resources/c.md")),
            ("../resources/c", Some("resources/c.md")),
            ("../../concepts/d.md", None),
            ("../images/e.png", None),
            ("../resources/", None),
        ] {
            assert_eq!(page_path("api/a.md", link).as_deref(), path, "{link}");
        }
    }

    #[test]
    fn names_of_tags_are_anchors() {
        for text in ["<a name=\"x\"></a>", "<a id='x'>", "<h2 ID = \"x\">"] {
            assert!(is_named(text, "x"), "{text}");
        }
        for text in ["x", "a = x", "<a href=\"x\">", "<a name=\"xy\">"] {
            assert!(!is_named(text, "x"), "{text}");
        }
    }
}
