//! Statuses: numbers that are none, reason phrases of other statuses, and places of a page that disagree.
//!
//! In: the statuses of a page as written, its response and its examples. Out: diagnostics.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};
use crate::extract::{ExampleFacts, OperationFacts, RequestFacts, StatusFacts, StatusPlace};
use crate::odata::{Segment, TypeExpr, own_phrase, statuses_of};
use crate::resolve::{fits, is_elsewhere};

use super::Subject;

/// The statuses that HTTP allows (RFC 9110 §15).
const RANGE: std::ops::Range<u16> = 100..600;

/// Reason phrases have fewer words.
const MAX_WORDS: usize = 8;

/// Words after a status that do not belong to it: "`200 OK` response code".
const FOLLOWING: &[&str] = &["code", "codes", "message", "response", "responses", "result", "status"];

/// Reports the statuses of a page.
pub(super) fn check(subject: &Subject<'_>, sources: &Sources, out: &mut Diagnostics) {
    for status in &subject.outline.statuses {
        out_of_range(status, sources, out);
        other_phrase(status, sources, out);
    }
    if let Some(operation) = &subject.page.operation {
        contradictions(subject, operation, out);
        annotated_without_body(operation, out);
    }
}

/// Returns the status that a text is.
fn code(number: &str) -> Option<u16> {
    let code = number.parse().ok().filter(|_| number.len() == 3)?;
    RANGE.contains(&code).then_some(code)
}

/// Reports a status that is none: `20 OK`, `2000 OK`, `HTTP/1.1 OK`.
fn out_of_range(status: &StatusFacts, sources: &Sources, out: &mut Diagnostics) {
    let named = statuses_of(&status.phrase).next();
    // Only a reason phrase or the words around it tell that a number is a status.
    let is_status = match status.place {
        StatusPlace::StartLine => true,
        StatusPlace::BareLine => named.is_some(),
        StatusPlace::Sentence => named.is_some() || status.phrase.is_empty(),
    };
    let own = code(&status.number);
    if !is_status || own.is_some() && status.is_read {
        return;
    }
    let written = format!("{} {}", status.number, status.phrase);
    let message = match (own, status.number.is_empty(), status.phrase.is_empty()) {
        (Some(own), ..) if status.place == StatusPlace::Sentence => {
            format!("a space is missing between `{own}` and `{}`", cut(&status.phrase))
        }
        (Some(_), ..) => format!("`{}` is not read as a status line", cut(&written)),
        (None, true, true) => "the status line has no status".to_owned(),
        (None, true, false) => format!("`{}` has no status", cut(&status.phrase)),
        (None, false, _) => format!("`{}` is not a status", cut(&written)),
    };
    let intended = own.or(named).unwrap_or(200);
    let right = format!("{intended} {}", own_phrase(intended).unwrap_or_default());
    let right = if status.place == StatusPlace::Sentence { right } else { format!("HTTP/1.1 {right}") };
    let hint = match own.or(named) {
        Some(_) => format!("write `{}`", right.trim()),
        None => format!("write a number of three digits and its reason phrase, such as `{right}`"),
    };
    out.push(Diagnostic::new(lint::INVALID_STATUS, place(status, sources), message).hint(hint));
}

/// Reports a reason phrase that belongs to another status, or is misspelt.
fn other_phrase(status: &StatusFacts, sources: &Sources, out: &mut Diagnostics) {
    let Some(own) = code(&status.number).filter(|_| !status.phrase.is_empty()) else { return };
    let (named, goes_on) = named_statuses(status);
    let right = own_phrase(own);
    let written = format!("{own} {}", status.phrase);
    let (message, hint) = match (named.first(), right) {
        _ if named.contains(&own) && !goes_on => return,
        (_, Some(right)) if named.contains(&own) => {
            let message = format!("`{}` goes on after the reason phrase `{right}`", cut(&written));
            (message, format!("write `{own} {right}`, and the rest elsewhere"))
        }
        (Some(other), _) => {
            let message = format!("`{}` has the reason phrase of {other}", cut(&written));
            let own = right.map_or(String::new(), |right| format!("`{own} {right}` or "));
            let other = format!("`{other} {}`", own_phrase(*other).unwrap_or_default());
            (message, format!("write {own}{other}"))
        }
        (None, Some(right)) if is_misspelt(&status.phrase, right) => {
            (format!("`{}` is misspelt", cut(&status.phrase)), format!("write `{own} {right}`"))
        }
        _ => return,
    };
    out.push(Diagnostic::new(lint::STATUS_PHRASE, place(status, sources), message).hint(hint));
}

/// Returns the statuses whose reason phrase a text is or begins with, and whether it goes on.
fn named_statuses(status: &StatusFacts) -> (Vec<u16>, bool) {
    let words: Vec<&str> = status.phrase.split_whitespace().take(MAX_WORDS).collect();
    let named = |count: usize| {
        let phrase = words.get(..count).unwrap_or_default().join(" ");
        statuses_of(&phrase).collect::<Vec<u16>>()
    };
    for count in (1..=words.len()).rev() {
        let found = named(count);
        if found.is_empty() {
            continue;
        }
        let mut rest = words.iter().skip(count).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let goes_on = rest.any(|word| !word.is_empty() && !FOLLOWING.contains(&word.to_lowercase().as_str()));
        return (found, goes_on);
    }
    (Vec::new(), false)
}

/// Returns whether a phrase differs from another one by a letter or two, or adds some to it: `Okay`.
fn is_misspelt(phrase: &str, right: &str) -> bool {
    let (phrase, right) = (phrase.to_lowercase(), right.to_lowercase());
    let distance = strsim::damerau_levenshtein(&phrase, &right);
    let adds = phrase.starts_with(&right) && !phrase.contains(' ') && distance <= 2;
    phrase.len() <= 2 * right.len() && distance > 0 && (distance <= right.len() / 6 || adds)
}

/// Reports annotations that name a type although the status has no body (RFC 9110 §15.3.5).
fn annotated_without_body(operation: &OperationFacts, out: &mut Diagnostics) {
    for response in operation.examples.iter().filter_map(|example| example.response.as_ref()) {
        let named = response.ty.as_ref().and_then(TypeExpr::named);
        let (Some(named), Some(span)) = (named, response.ty_span) else { continue };
        // Generated pages write `microsoft.graph.None`.
        let is_type = named.name.rsplit('.').next().is_some_and(|short| !short.eq_ignore_ascii_case("none"));
        if is_type && matches!(response.status, 204 | 205) && !response.has_body() {
            let message = format!("the annotation names `{}`, and `{}` has no body", cut(&named.name), response.status);
            let diagnostic = Diagnostic::new(lint::CONFLICTING_STATUS, span, message);
            out.push(diagnostic.hint("take the type out of the annotation, or correct the status"));
        }
    }
}

/// The statuses of a complete success. Others, such as a redirection, are followed by one of these.
const COMPLETE: std::ops::RangeInclusive<u16> = 200..=206;

/// Reports examples with a status that the text does not name.
fn contradictions(subject: &Subject<'_>, operation: &OperationFacts, out: &mut Diagnostics) {
    let stated = &operation.response.statuses;
    if !stated.iter().any(|status| COMPLETE.contains(status)) {
        return;
    }
    // The text of an example may name a status too.
    let said = subject.outline.statuses.iter().filter(|status| status.place == StatusPlace::Sentence);
    let said: BTreeSet<u16> = said.filter_map(|status| code(&status.number)).collect();
    for example in &operation.examples {
        let Some(response) = &example.response else { continue };
        let is_new = COMPLETE.contains(&response.status)
            && !stated.contains(&response.status)
            && !said.contains(&response.status);
        if !is_new || !answers_page(example, operation) {
            continue;
        }
        let stated: Vec<String> = stated.iter().map(|status| format!("`{status}`")).collect();
        let message = format!("the example shows `{}`, the text says {}", response.status, stated.join(", "));
        let mut diagnostic = Diagnostic::new(lint::CONFLICTING_STATUS, response.span, message);
        if let Some(span) = operation.response.span {
            diagnostic = diagnostic.related(span, "the text says it here");
        }
        out.push(diagnostic.hint("correct the example or the text, or name both statuses in the text"));
    }
}

/// Returns whether an example shows a request of the page, not a step before or after it.
fn answers_page(example: &ExampleFacts, operation: &OperationFacts) -> bool {
    let Some(request) = &example.request else { return operation.requests.len() == 1 };
    let path = request.url.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    // Examples reach the same resource by other paths: `/me/manager/$ref` for `/users/{id}/manager/$ref`.
    let is_alike = |line: &RequestFacts| match line.template.segments.last() {
        Some(Segment::Literal(name)) => line.method == request.method && name.eq_ignore_ascii_case(last),
        _ => false,
    };
    let is_here = !is_elsewhere(&request.url);
    operation.requests.iter().any(|line| is_here && is_alike(line) || fits(request, line.method, &line.template))
}

/// Returns the span of a status in its text, else the text.
fn place(status: &StatusFacts, sources: &Sources) -> Span {
    let Span { file, start, end } = status.span;
    let text = sources.file(file).text.get(start..end);
    let needle = if status.number.is_empty() { &status.phrase } else { &status.number };
    let found = text.filter(|_| status.place == StatusPlace::Sentence).and_then(|text| text.find(needle.as_str()));
    found.map_or(status.span, |at| Span::new(file, start + at, start + at + needle.len()))
}

/// Returns the beginning of a text, for a message.
fn cut(text: &str) -> String {
    text.trim().chars().take(60).collect()
}
