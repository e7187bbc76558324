//! Tests on whole pages: each family of pages in the format, and the pages of each lint.

mod claims;
mod families;
mod lints;
mod query;
mod responses;
mod said;
mod takes;
mod types;
mod unread;

use super::{PageFacts, extract};
use crate::load::DocSet;
use crate::parse::parse;

/// Returns the facts of a page, and the lints that it triggers, in order.
fn read(path: &str, text: &str) -> (PageFacts, Vec<&'static str>) {
    let set = DocSet::from_pages([(path, text)]);
    let (page, _) = parse(&set, &set.pages[0]);
    let (facts, mut diagnostics) = extract(&page);
    diagnostics.sort();
    for diagnostic in diagnostics.list() {
        let span = diagnostic.span.expect("a span");
        let file = set.sources.file(span.file);
        assert!(file.text.get(span.start..span.end).is_some_and(|t| !t.is_empty()), "an empty span: {diagnostic:?}");
        assert!(diagnostic.hint.is_some(), "no hint: {diagnostic:?}");
        assert!(!diagnostic.message.ends_with('.'), "a full stop: {diagnostic:?}");
    }
    (facts, diagnostics.list().iter().map(|d| d.lint.id).collect())
}
