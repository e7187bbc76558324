//! Query options that OData does not define.
//!
//! In: the unknown names of all pages. Out: a diagnostic for each, with the option that was probably meant.

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};
use crate::extract::{PageFacts, QUERY_OPTIONS};
use crate::similar::did_you_mean;

/// Reports the names on all pages.
pub fn check(facts: &[PageFacts], sources: &Sources, diagnostics: &mut Diagnostics) {
    for name in facts.iter().flat_map(|page| &page.unknown_options) {
        let message = format!("OData has no query option `{}`", name.value);
        let hint = did_you_mean(&name.value, QUERY_OPTIONS);
        let hint = hint.unwrap_or_else(|| "correct the name, or leave out `$` if the service defines it".to_owned());
        let span = narrowed(sources, name.span, &name.value);
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_QUERY_OPTION, span, message).hint(hint));
    }
}

/// Returns the span of the first occurrence of `text` within a span, else that span.
pub fn narrowed(sources: &Sources, span: Span, text: &str) -> Span {
    let whole = sources.file(span.file).text.get(span.start..span.end).unwrap_or("");
    match whole.find(text) {
        Some(at) => Span::new(span.file, span.start + at, span.start + at + text.len()),
        None => span,
    }
}
