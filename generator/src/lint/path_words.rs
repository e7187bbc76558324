//! Segments of paths that are nearly another one.
//!
//! In: the request lines of all pages. Out: a diagnostic for each segment that one file alone has, and that differs by one letter from one
//! that several files have after the same segment. A plural is another word, unless a line of the page goes on in the same way after the other number.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Sources, lint};
use crate::extract::{PageFacts, RequestFacts};
use crate::odata::Segment;

use super::options::narrowed;

/// Shorter words differ in one letter by chance.
const MIN_LENGTH: usize = 6;

/// The words after a segment, in lower case: the files that have each, and its first spelling.
type Words<'a> = BTreeMap<String, (BTreeSet<FileId>, &'a str)>;

/// Reports the segments of all pages.
pub fn check(facts: &[PageFacts], sources: &Sources, diagnostics: &mut Diagnostics) {
    let lines = || facts.iter().flat_map(|page| &page.operation).map(|operation| &operation.requests);
    let mut after: BTreeMap<String, Words<'_>> = BTreeMap::new();
    let mut files: BTreeMap<String, BTreeSet<FileId>> = BTreeMap::new();
    for (line, at, name) in lines().flatten().flat_map(named) {
        let words = after.entry(before(line, at)).or_default();
        let (known, _) = words.entry(name.to_ascii_lowercase()).or_insert((BTreeSet::new(), name));
        known.insert(line.span.file);
        files.entry(name.to_ascii_lowercase()).or_default().insert(line.span.file);
    }
    for page in lines() {
        for (line, at, name) in page.iter().flat_map(named) {
            let lower = name.to_ascii_lowercase();
            if name.len() < MIN_LENGTH || files.get(&lower).is_none_or(|files| files.len() > 1) {
                continue;
            }
            let others = after.get(&before(line, at)).into_iter().flatten();
            let meant = others.filter(|(other, (files, _))| {
                files.len() > 1
                    && is_near(&lower, other)
                    && (!is_plural(&lower, other) || has_line(page, line, at, other))
            });
            let Some((_, (_, meant))) = meant.max_by_key(|(_, (files, _))| files.len()) else { continue };
            let message = format!("no other page has the segment `{name}`");
            let span = narrowed(sources, line.span, name);
            diagnostics.push(Diagnostic::new(lint::UNKNOWN_SEGMENT, span, message).hint(format!("write `{meant}`")));
        }
    }
}

/// Returns the names in a request line, with the index of their segment.
fn named(line: &RequestFacts) -> impl Iterator<Item = (&RequestFacts, usize, &str)> {
    line.template.segments.iter().enumerate().filter_map(move |(at, segment)| Some((line, at, name(segment)?)))
}

/// Returns the name of a segment that is not a placeholder.
fn name(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(name) | Segment::Call { name, .. } => Some(name),
        Segment::Placeholder(_) | Segment::ItemPath { .. } | Segment::Ellipsis => None,
    }
}

/// Returns the two segments before another one, in lower case, with `{}` for placeholders.
fn before(line: &RequestFacts, at: usize) -> String {
    let start = at.saturating_sub(2);
    let segments = line.template.segments.get(start..at).unwrap_or_default();
    segments.iter().map(|segment| name(segment).unwrap_or("{}").to_ascii_lowercase()).collect::<Vec<_>>().join("/")
}

/// Returns whether two words differ by one letter that is not a digit.
fn is_near(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    one.len().abs_diff(other.len()) <= 1 && strsim::damerau_levenshtein(one, other) == 1 && digits(one) == digits(other)
}

/// Returns whether one of two words is the plural of the other.
fn is_plural(one: &str, other: &str) -> bool {
    one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one)
}

/// Returns whether a page has a line that is equal to `line` from one segment on, apart from the name of that segment.
fn has_line(page: &[RequestFacts], line: &RequestFacts, at: usize, other: &str) -> bool {
    let rest = |line: &RequestFacts, at: usize| line.template.segments.get(at + 1..).map(<[Segment]>::to_vec);
    let is_same = |same: &RequestFacts| {
        named(same).any(|(_, index, name)| name.eq_ignore_ascii_case(other) && rest(same, index) == rest(line, at))
    };
    page.iter().any(is_same)
}
