//! Parts of the requests of examples that the reference does not list: headers, query options, selected and expanded properties.
//!
//! In: the examples with their operations, and the texts of the pages. Out: a diagnostic for each. A header or option that the page mentions
//! anywhere outside of its messages is listed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, Lint, Sources, Span, lint};
use crate::extract::{PageFacts, QUERY_OPTIONS};
use crate::model::{Api, Example, Match, ResponseBody, Type, TypeName, TypeRef, shown_response};
use crate::resolve::fits;
use crate::similar::hint_for;

use super::header_names::{self, HeaderNames};
use super::options::narrowed;

/// Headers that clients, servers and proxies set on any request, whatever the API (RFC 9110, RFC 9111). Lower case.
pub(crate) const USUAL: [&str; 21] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "authorization",
    "cache-control",
    "client-request-id",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "expect",
    "host",
    "origin",
    "pragma",
    "referer",
    "request-id",
    "transfer-encoding",
    "user-agent",
    "via",
];

/// The maximum number of selected properties that are compared: no type has more.
const MOST_SELECTED: usize = 1000;

/// Words before a list that is not complete.
const OPEN_LISTS: [&str; 5] = [" e.g.", " for example", " including", " like ", " such as"];

/// Words before the query options that a page does not support.
const DENIALS: [&str; 4] = ["n't ", "n’t ", "no ", "not "];

/// Reports the headers and options of all examples.
pub fn check(facts: &[PageFacts], api: &Api, sources: &Sources, diagnostics: &mut Diagnostics) {
    let pages: BTreeMap<&str, &PageFacts> = facts.iter().map(|page| (page.path.as_str(), page)).collect();
    let headers = HeaderNames::of(facts);
    header_names::check(facts, sources, diagnostics);
    let mut reported = BTreeSet::new();
    for example in &api.examples {
        let (Some(matched), Some(page)) = (&example.matched, pages.get(example.page.as_str())) else { continue };
        let Some(request) = &example.facts.request else { continue };
        for (name, _) in unlisted_properties(api, example, matched).into_iter().filter(|(_, is_open)| !is_open) {
            if reported.insert((page.file, name.to_lowercase())) {
                let message = format!("the example requests the property `{name}`, which no table documents");
                let hint = property_hint(api, example, name, "add it to the table of the type, or correct the request");
                let span = narrowed(sources, request.url_span, name);
                diagnostics.push(Diagnostic::new(lint::UNLISTED_SELECTION, span, message).hint(hint));
            }
        }
        // Examples of subsequent steps call operations of other pages.
        let is_own =
            api.operations.get(matched.operation).is_some_and(|operation| operation.pages.contains(&page.path));
        if !is_own {
            continue;
        }
        for (name, lint) in unlisted(api, page, sources, example, matched) {
            if is_mentioned(page, sources, &name) || !reported.insert((page.file, name.to_lowercase())) {
                continue;
            }
            let (what, section) = match lint.id {
                id if id == lint::UNLISTED_HEADER.id => ("header", "Request headers"),
                _ => ("query option", "Optional query parameters"),
            };
            let message = format!("the page does not list the {what} `{name}` of this example");
            let hint = format!("list it under `{section}`, or take it out of the example");
            let listed = || page.operation.iter().flat_map(|operation| &operation.headers);
            let hint = match lint.id {
                id if id == lint::UNLISTED_HEADER.id => {
                    headers.hint_for(&name, listed().map(|header| header.name.as_str()), &hint)
                }
                _ => hint,
            };
            let span = narrowed(sources, request.span, &name);
            diagnostics.push(Diagnostic::new(lint, span, message).hint(hint));
        }
    }
}

/// Returns the headers and query options of an example that no table of the page has, each with its lint.
fn unlisted(
    api: &Api,
    page: &PageFacts,
    sources: &Sources,
    example: &Example,
    matched: &Match,
) -> Vec<(String, &'static Lint)> {
    let (Some(request), Some(operation)) = (&example.facts.request, &page.operation) else { return Vec::new() };
    let headers = request.headers.iter().map(|(name, _)| name.trim()).filter(|name| {
        let is_usual = USUAL.contains(&name.to_ascii_lowercase().as_str());
        !is_usual && !operation.headers.iter().any(|listed| listed.name.eq_ignore_ascii_case(name))
    });
    // The lists of a page are about its own request lines.
    let is_own = operation.requests.iter().any(|line| fits(request, line.method, &line.template));
    let is_open = !is_own || is_open_list(&sources.file(page.file).text, operation.query_options.is_empty());
    let parameters = api.operations.get(matched.operation).map_or(&[][..], |operation| &operation.parameters);
    let options = matched.query.iter().map(|(name, _)| name.trim()).filter(|name| {
        let of_page = operation.query_options.iter().any(|listed| listed.eq_ignore_ascii_case(name));
        let of_request = parameters.iter().any(|parameter| parameter.placeholder.eq_ignore_ascii_case(name));
        // Names that OData does not define are reported as such, and a list with "including" is open.
        let is_unknown = name.starts_with('$') && !QUERY_OPTIONS.iter().any(|own| own.eq_ignore_ascii_case(name));
        !of_page && !of_request && !is_unknown && !is_open && !name.is_empty()
    });
    let headers = headers.map(|name| (name.to_owned(), lint::UNLISTED_HEADER));
    headers.chain(options.map(|name| (name.to_owned(), lint::UNLISTED_OPTION))).collect()
}

/// Returns whether a page claims support of the OData query options, and names some of them as examples or (`names_none`) none.
fn is_open_list(text: &str, names_none: bool) -> bool {
    text.match_indices("OData query parameters").any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let sentence = rest.split(". ").next().unwrap_or_default().lines().next().unwrap_or_default();
        let start = before.rsplit(['\n', '.']).next().unwrap_or_default().to_lowercase();
        let is_denied = DENIALS.iter().any(|words| start.contains(words));
        names_none && !is_denied || OPEN_LISTS.iter().any(|words| sentence.contains(words))
    })
}

/// Returns the properties in `$select` and `$expand` that neither the type of the response nor a type derived from it has, each with whether
/// the type is open, so that it may have other properties.
pub(crate) fn unlisted_properties<'a>(api: &Api, example: &Example, matched: &'a Match) -> Vec<(&'a str, bool)> {
    let Some(name) = response_type(api, example) else { return Vec::new() };
    let is_open = api.ancestors(name).any(|ty| ty.is_open);
    let is_known = |property: &str| {
        let has =
            |ty: &Type| ty.properties.iter().chain(&ty.navigation).any(|own| own.name.eq_ignore_ascii_case(property));
        let is_derived = |ty: &Type| api.ancestors(&ty.name).any(|base| base.name == *name);
        api.ancestors(name).any(has) || api.types.values().any(|ty| has(ty) && is_derived(ty))
    };
    let selected = matched.selected().take(MOST_SELECTED);
    selected.filter(|property| !is_known(property)).map(|property| (property, is_open)).collect()
}

/// Returns the type of the response that an example shows, or of its elements.
fn response_type<'a>(api: &'a Api, example: &Example) -> Option<&'a TypeName> {
    let response = shown_response(api, example)?;
    let (ResponseBody::Value(TypeRef::Type(name)) | ResponseBody::Collection(TypeRef::Type(name))) = &*response else {
        return None;
    };
    api.types.get(name).map(|ty| &ty.name)
}

/// Returns `hint`, after the property that is most similar to an unknown one, if any is similar.
pub(crate) fn property_hint(api: &Api, example: &Example, property: &str, hint: &str) -> String {
    let line = response_type(api, example).into_iter().flat_map(|name| api.ancestors(name));
    let names = line.flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).map(|own| own.name.as_str());
    hint_for(property, names, hint)
}

/// Returns whether a page mentions a name outside of the messages of its examples.
fn is_mentioned(page: &PageFacts, sources: &Sources, name: &str) -> bool {
    let text = &sources.file(page.file).text;
    let examples = page.operation.iter().flat_map(|operation| &operation.examples);
    let messages = examples.flat_map(|example| {
        let request = example.request.as_ref().map(|request| request.span);
        request.into_iter().chain(example.response.as_ref().map(|response| response.span))
    });
    let inside: Vec<Span> = messages.filter(|span| span.file == page.file).collect();
    let is_outside = |at: usize| !inside.iter().any(|span| (span.start..span.end).contains(&at));
    let (text, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    text.match_indices(&name).any(|(at, _)| is_outside(at))
}
