//! The sections of a page: misspelt, missing, twice, or out of order.
//!
//! In: the outline of a page. Out: diagnostics. The names and the order of sections are data: [`SECTIONS`].

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Lint, lint};
use crate::extract::{SectionFacts, SectionKind};
use crate::parse::Folder;

use super::conventions::Conventions;
use super::known::Reported;
use super::{PageKind, Subject};

/// A kind of section, its usual heading, and the first and last place that it may have. Sections whose places overlap have no order.
struct Known(SectionKind, &'static str, u8, u8);

/// The sections of pages of requests, and those of pages of types.
const SECTIONS: &[(PageKind, &[Known])] = &[
    (
        PageKind::Requests,
        &[
            Known(SectionKind::Permissions, "Permissions", 0, 0),
            Known(SectionKind::HttpRequest, "HTTP request", 1, 1),
            // Some references put the parameters of the path after the headers.
            Known(SectionKind::PathParameters, "Path parameters", 2, 3),
            Known(SectionKind::FunctionParameters, "Function parameters", 2, 2),
            Known(SectionKind::QueryParameters, "Optional query parameters", 2, 2),
            Known(SectionKind::RequestHeaders, "Request headers", 3, 3),
            Known(SectionKind::RequestBody, "Request body", 4, 4),
            Known(SectionKind::Response, "Response", 5, 5),
            Known(SectionKind::Example, "Examples", 6, 6),
        ],
    ),
    (
        PageKind::Type,
        &[
            Known(SectionKind::Methods, "Methods", 0, 0),
            Known(SectionKind::Properties, "Properties", 1, 1),
            Known(SectionKind::Relationships, "Relationships", 2, 2),
            // Many pages begin with it.
            Known(SectionKind::Json, "JSON representation", 0, 3),
        ],
    ),
];

/// The sections that are missed. A type without properties is reported by other lints, and may have no methods and no relationships.
const MISSED: &[(SectionKind, &Lint)] = &[
    (SectionKind::Permissions, lint::MISSING_SECTION),
    (SectionKind::HttpRequest, lint::MISSING_SECTION),
    (SectionKind::Response, lint::MISSING_SECTION),
    // Pages without headers or a body are right without these.
    (SectionKind::RequestHeaders, lint::MISSING_USUAL_SECTION),
    (SectionKind::RequestBody, lint::MISSING_USUAL_SECTION),
    (SectionKind::Example, lint::MISSING_USUAL_SECTION),
    (SectionKind::Json, lint::MISSING_USUAL_SECTION),
];

/// Hints show at most this many words after a heading.
const MAX_WORDS: usize = 20;

/// Pages with more sections are not compared with the usual order.
const MAX_SECTIONS: usize = 64;

/// Reports the sections of a page.
pub(super) fn check(subject: &Subject<'_>, conventions: &Conventions, reported: &Reported, out: &mut Diagnostics) {
    misspelt(subject, out);
    let Some(kind) = subject.kind else { return };
    let Some((_, known)) = SECTIONS.iter().find(|(own, _)| *own == kind) else { return };
    if !reported.has_conflict(subject.page.file) {
        duplicates(subject, known, out);
    }
    order(subject, known, out);
    let is_usual = kind != PageKind::Requests || subject.outline.folder == Folder::Api;
    if is_usual {
        missing(subject, known, conventions.sections(kind), out);
    }
}

fn misspelt(subject: &Subject<'_>, out: &mut Diagnostics) {
    for heading in &subject.outline.misspelt {
        let (written, intended) = (&heading.heading.value, heading.intended);
        let diagnostic = if heading.glued {
            let message = format!("`{written}` is not a heading: a space is missing after `#`");
            Diagnostic::new(lint::MISSPELT_HEADING, heading.heading.span, message)
        } else {
            let message = format!("the heading `{written}` is nearly `{intended}`");
            Diagnostic::new(lint::MISSPELT_HEADING, heading.heading.span, message)
        };
        let marks = "#".repeat(usize::from(heading.level));
        out.push(diagnostic.hint(format!("write `{marks} {intended}{}`", rest_of_heading(written, intended))));
    }
}

/// Returns what follows the misspelt words of a heading, such as the number and the title of an example.
fn rest_of_heading(written: &str, intended: &str) -> String {
    let words = intended.split_whitespace().count();
    let rest: Vec<&str> = written.split_whitespace().skip(words).take(MAX_WORDS).collect();
    // A misspelt heading without a number may have a blank too many.
    let is_numbered = rest.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    if is_numbered { format!(" {}", rest.join(" ")) } else { String::new() }
}

fn name(known: &[Known], kind: SectionKind) -> &'static str {
    known.iter().find(|known| known.0 == kind).map_or("", |known| known.1)
}

/// Reports a heading that an earlier one repeats. Headings that differ introduce different cases.
fn duplicates(subject: &Subject<'_>, known: &[Known], out: &mut Diagnostics) {
    let mut first: BTreeMap<(SectionKind, String), &SectionFacts> = BTreeMap::new();
    let own = |section: &&SectionFacts| section.is_top && !name(known, section.kind).is_empty();
    for section in subject.outline.sections.iter().filter(own) {
        let heading = section.heading.value.trim_end_matches([':', '.', 's']).to_lowercase();
        if let Some(earlier) = first.get(&(section.kind, heading.clone())) {
            let (own, first) = (&section.heading.value, &earlier.heading.value);
            let message = if own == first {
                format!("the section `{own}` appears twice")
            } else {
                format!("the section `{own}` repeats the section `{first}`")
            };
            let diagnostic = Diagnostic::new(lint::DUPLICATE_SECTION, section.heading.span, message);
            out.push(
                diagnostic
                    .related(earlier.heading.span, "first here")
                    .hint("join the two sections, or say in the headings what each is about"),
            );
        } else {
            first.insert((section.kind, heading), section);
        }
    }
}

/// Reports the fewest headings without which the others are in order.
fn order(subject: &Subject<'_>, known: &[Known], out: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    // Later sections of the same kind describe other cases, or are duplicates.
    let mut is_first = |section: &SectionFacts| seen.insert(section.kind);
    let placed: Vec<(&SectionFacts, &Known)> = subject
        .outline
        .sections
        .iter()
        .filter(|section| section.is_top && is_first(section))
        .filter_map(|section| Some((section, known.iter().find(|known| known.0 == section.kind)?)))
        .take(MAX_SECTIONS)
        .collect();
    let places: Vec<(u8, u8)> = placed.iter().map(|(_, known)| (known.2, known.3)).collect();
    let kept = longest_ordered(&places);
    for (index, (section, own)) in placed.iter().enumerate() {
        if kept.contains(&index) {
            continue;
        }
        // The neighbour that tells where the section belongs.
        let later = kept.iter().filter_map(|at| placed.get(*at)).find(|(_, other)| own.3 < other.2);
        let earlier = kept.iter().rev().filter_map(|at| placed.get(*at)).find(|(_, other)| other.3 < own.2);
        let (side, (other, _)) = match (later, earlier) {
            (Some(later), _) if later.0.heading.span.start < section.heading.span.start => ("before", later),
            (_, Some(earlier)) => ("after", earlier),
            (Some(later), None) => ("before", later),
            (None, None) => continue,
        };
        let message = format!("the section `{}` is out of order", section.heading.value);
        let diagnostic = Diagnostic::new(lint::SECTION_ORDER, section.heading.span, message);
        let hint = format!("put it {side} `{}`", other.heading.value);
        out.push(diagnostic.related(other.heading.span, format!("belongs {side} this")).hint(hint));
    }
}

/// Returns the indexes of the longest subsequence in which no place is wholly before an earlier one.
fn longest_ordered(places: &[(u8, u8)]) -> Vec<usize> {
    // The best subsequence for each greatest first place so far.
    let mut best: BTreeMap<u8, Vec<usize>> = BTreeMap::from([(0, Vec::new())]);
    for (index, (first, last)) in places.iter().enumerate() {
        let mut longer: Vec<(u8, Vec<usize>)> = Vec::new();
        for (reached, kept) in best.range(..=*last) {
            let mut kept = kept.clone();
            kept.push(index);
            longer.push(((*reached).max(*first), kept));
        }
        for (reached, kept) in longer {
            let known = best.entry(reached).or_default();
            if known.len() < kept.len() {
                *known = kept;
            }
        }
    }
    best.into_values().max_by_key(Vec::len).unwrap_or_default()
}

/// Reports the sections that nearly all pages of this kind have, and this one has not.
fn missing(subject: &Subject<'_>, known: &[Known], usual: &[SectionKind], out: &mut Diagnostics) {
    for (kind, lint) in MISSED.iter().filter(|(kind, _)| usual.contains(kind)) {
        let is_present = subject.outline.sections.iter().any(|section| section.kind == *kind);
        let name = name(known, *kind);
        // A heading without a blank after `##` is reported already.
        let mut glued = subject.outline.misspelt.iter().filter(|heading| heading.glued);
        if is_present || name.is_empty() || glued.any(|heading| same_heading(heading.intended, name)) {
            continue;
        }
        let message = format!("the page has no section `{name}`");
        let longer = subject.outline.others.iter().find(|heading| begins_with(&heading.value, name));
        let span = longer.map_or_else(|| subject.span(), |heading| heading.span);
        let hint = match longer {
            Some(heading) => format!("rename `{}` to `{name}`, as on the other pages of this kind", heading.value),
            None if *kind == SectionKind::Example && shows_example(subject) => {
                format!(
                    "move the request and the response of the example to `## {name}`, as on the other pages of this kind"
                )
            }
            None => format!("add `## {name}`: the other pages of this kind have it"),
        };
        out.push(Diagnostic::new(lint, span, message).hint(hint));
    }
}

/// Returns whether a heading is a name and more words: `Response body`.
fn begins_with(heading: &str, name: &str) -> bool {
    let mut words = heading.split_whitespace();
    name.split_whitespace().all(|own| words.next().is_some_and(|word| word.eq_ignore_ascii_case(own)))
}

/// Returns whether a page shows a request and its response.
fn shows_example(subject: &Subject<'_>) -> bool {
    let examples = subject.page.operation.iter().flat_map(|operation| &operation.examples);
    examples.into_iter().any(|example| example.request.is_some() && example.response.is_some())
}

/// Returns whether two headings differ in their number only.
fn same_heading(one: &str, other: &str) -> bool {
    one.trim_end_matches('s') == other.trim_end_matches('s')
}

#[cfg(test)]
mod tests {
    use super::longest_ordered;

    #[test]
    fn the_fewest_sections_are_out_of_order() {
        for (places, kept) in [
            (&[(0, 0), (1, 1), (2, 2)][..], &[0, 1, 2][..]),
            (&[(1, 1), (2, 2), (0, 0), (3, 3)], &[0, 1, 3]),
            (&[(3, 3), (0, 0), (1, 1), (2, 2)], &[1, 2, 3]),
            (&[(0, 3), (1, 1), (2, 2)], &[0, 1, 2]),
            (&[(1, 1), (0, 3), (2, 2), (0, 0)], &[0, 1, 2]),
            (&[(2, 2), (2, 2)], &[0, 1]),
            (&[], &[]),
        ] {
            assert_eq!(longest_ordered(places), kept, "{places:?}");
        }
    }
}
