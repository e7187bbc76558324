//! Names of headers that are nearly another one.
//!
//! In: the request headers that all pages list, and the response headers that they show. Out: a diagnostic for each name that one file
//! alone has, and that differs by one letter from a name that others have, or that any message may have; and [`HeaderNames`], for hints about other names.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Sources, Span, lint};
use crate::extract::PageFacts;
use crate::similar::hint_for;

use super::options::narrowed;
use super::requests::USUAL;

/// Shorter names differ in one letter by chance.
const MIN_LENGTH: usize = 4;

/// The headers of pages.
pub struct HeaderNames<'a> {
    /// The first spelling of each, and the files that list it, by lower-case name.
    listed: BTreeMap<String, (&'a str, BTreeSet<FileId>)>,
    /// Those that any request may have, capitalised as pages write them.
    usual: Vec<String>,
}

impl<'a> HeaderNames<'a> {
    /// Collects the request headers that pages list.
    pub fn of(facts: &'a [PageFacts]) -> Self {
        Self::new(listed(facts))
    }

    fn new(headers: impl Iterator<Item = (&'a str, Span)>) -> Self {
        let mut listed: BTreeMap<String, (&str, BTreeSet<FileId>)> = BTreeMap::new();
        for (name, span) in headers {
            let (_, files) = listed.entry(name.to_ascii_lowercase()).or_insert((name, BTreeSet::new()));
            files.insert(span.file);
        }
        HeaderNames { listed, usual: USUAL.map(capitalised).to_vec() }
    }

    /// Returns `hint`, after the header most similar to one that a page does not list: of the page's `own` headers, of those that more
    /// pages list, or of those that any request may have.
    pub fn hint_for<'s>(&'s self, unknown: &str, own: impl Iterator<Item = &'s str>, hint: &str) -> String {
        let count = self.count(unknown);
        let others = self.listed.values().filter(|(_, files)| files.len() > count).map(|(name, _)| *name);
        hint_for(unknown, own.chain(others).chain(self.usual.iter().map(String::as_str)), hint)
    }

    /// Returns the header that was probably meant by one that is listed.
    fn intended(&self, name: &str) -> Option<&str> {
        let lower = name.to_ascii_lowercase();
        if self.count(name) > 1 || USUAL.contains(&lower.as_str()) {
            return None;
        }
        let others = self.listed.values().filter(|(_, files)| files.len() > 1).map(|(name, _)| *name);
        let is_near = |other: &&str| {
            name.len().min(other.len()) >= MIN_LENGTH
                && name.len().abs_diff(other.len()) <= 1
                && strsim::damerau_levenshtein(&lower, &other.to_ascii_lowercase()) == 1
        };
        others.chain(self.usual.iter().map(String::as_str)).find(is_near)
    }

    /// Returns the number of files that list a header.
    fn count(&self, name: &str) -> usize {
        self.listed.get(&name.to_ascii_lowercase()).map_or(0, |(_, files)| files.len())
    }
}

/// Reports the misspelt headers of all pages: those of requests that they list, and those of responses that they show.
pub fn check(facts: &[PageFacts], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut report = |headers: Vec<(&str, Span)>| {
        let names = HeaderNames::new(headers.iter().copied());
        for (name, span) in headers {
            let Some(intended) = names.intended(name) else { continue };
            let message = format!("no other page has the header `{name}`");
            let found = Diagnostic::new(lint::UNKNOWN_HEADER, narrowed(sources, span, name), message);
            diagnostics.push(found.hint(format!("write `{intended}`")));
        }
    };
    report(listed(facts).collect());
    report(shown(facts).collect());
}

/// Returns the request headers that pages list.
fn listed(facts: &[PageFacts]) -> impl Iterator<Item = (&str, Span)> {
    let headers = facts.iter().flat_map(|page| &page.operation).flat_map(|operation| &operation.headers);
    headers.map(|header| (header.name.as_str(), header.span))
}

/// Returns the headers of the responses that pages show.
fn shown(facts: &[PageFacts]) -> impl Iterator<Item = (&str, Span)> {
    let examples = facts.iter().flat_map(|page| &page.operation).flat_map(|operation| &operation.examples);
    let responses = examples.filter_map(|example| example.response.as_ref());
    responses.flat_map(|response| response.headers.iter().map(|(name, _)| (name.trim(), response.span)))
}

/// Returns a name with a capital at the beginning of each word.
fn capitalised(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        format!("{}{rest}", first.to_ascii_uppercase())
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}
