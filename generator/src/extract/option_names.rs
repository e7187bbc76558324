//! Names after `$` that OData does not define as a query option.
//!
//! In: the code spans of a page, and the requests of its examples. Out: the unknown names. In a text, `$` may begin anything, so only names
//! that are similar to a query option count; in the query of a request, every name counts.

use crate::diagnostics::Spanned;
use crate::parse::{Page, Run};
use crate::similar::similar;

use super::facts::{OperationFacts, QUERY_OPTIONS};
use super::links::texts;

/// Names after `$` that OData defines, besides [`QUERY_OPTIONS`] (OData URL conventions §4 and §5, OData protocol §10 and §11).
const DEFINED: [&str; 19] = [
    "$all",
    "$apply",
    "$batch",
    "$compute",
    "$crossjoin",
    "$deltatoken",
    "$each",
    "$entity",
    "$format",
    "$id",
    "$index",
    "$it",
    "$levels",
    "$metadata",
    "$ref",
    "$root",
    "$schemaversion",
    "$skiptoken",
    "$value",
];

/// Returns the unknown names, in reading order.
pub(super) fn unknown(page: &Page, operation: Option<&OperationFacts>) -> Vec<Spanned<String>> {
    let mut out = Vec::new();
    for text in texts(page) {
        for run in &text.runs {
            let Run::Code(code) = run else { continue };
            let names = names(code).filter(|name| similar(name, QUERY_OPTIONS).is_some());
            out.extend(names.filter_map(|name| Some(Spanned::new(name.to_owned(), text.span?))));
        }
    }
    let examples = operation.iter().flat_map(|operation| &operation.examples);
    for request in examples.filter_map(|example| example.request.as_ref()) {
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        // A name without a value is reported with the example's query.
        let options = query.split('&').filter_map(|option| option.split_once('='));
        let unknown = options.map(|(name, _)| name).filter(|name| is_unknown(name));
        out.extend(unknown.map(|name| Spanned::new(name.to_owned(), request.url_span)));
    }
    out
}

/// Returns the unknown names in a code span that is a query option or a query: `$select=id`, `?$top=5&$skip=5`.
fn names(code: &str) -> impl Iterator<Item = &str> {
    let query = code.strip_prefix('?').unwrap_or(code);
    let parts = query.split('&').filter_map(|option| option.split('=').next().map(str::trim));
    parts.filter(|name| is_unknown(name))
}

fn is_unknown(name: &str) -> bool {
    let is_known = |known: &str| known.eq_ignore_ascii_case(name);
    name.strip_prefix('$').is_some_and(|own| !own.is_empty() && own.bytes().all(|b| b.is_ascii_alphabetic()))
        && !DEFINED.iter().chain(&QUERY_OPTIONS).any(|known| is_known(known))
}
