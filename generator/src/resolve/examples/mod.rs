//! Matches the requests of examples with documented operations.
//!
//! In: the examples of all pages and the operations. Out: [`Example`]s with the operation and its arguments, percent-decoded.
//! The page's own requests are tried first, in every [`reading`] of the address, then all others.

mod hosts;
mod nearest;
mod reading;
mod template;
pub(super) mod url;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, lint};
use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::{ExampleBody, ExampleFacts, MentionedRequest, PageFacts, RequestExample, ResponseExample};
use crate::model::{
    Api, Example, Findings, Given, Match, Operation, ParameterLocation, ResponseBody, Type, TypeName, TypeRef,
};
use crate::odata::Method;
use crate::resolve::context::Context;
use crate::resolve::hierarchy::Types;

pub use nearest::{Difference, Nearest, nearest};

use reading::{Reading, readings};
use template::{Found, Shown, TemplateSegment, match_segments, with_parts};
use url::{Address, Host, address, decode, split_path};

/// Matches every example of every page.
pub fn match_examples(cx: &Context<'_>, operations: &[Operation], diagnostics: &mut Diagnostics) -> Vec<Example> {
    let index = Index::new(operations, cx.types);
    let matched: Vec<_> = cx
        .pages
        .facts
        .par_iter()
        .map(|page| {
            let mut found = Diagnostics::default();
            let of_page = page.operation.as_ref().map_or(&[][..], |operation| &operation.examples);
            let examples = (1..).zip(of_page);
            let examples: Vec<_> =
                examples.map(|(number, example)| index.example(page, number, example, of_page, &mut found)).collect();
            page.mentioned.iter().for_each(|request| index.mentioned(request, &page.path, &mut found));
            page.typed_fences.iter().for_each(|fence| index.typed_fence(fence, &mut found));
            (examples, found)
        })
        .collect();
    let mut examples = Vec::new();
    for (of_page, found) in matched {
        examples.extend(of_page);
        diagnostics.extend(found);
    }
    examples
}

/// Matches a request that is not on a page with the operations of a complete model. The page of the result is that of the operation.
#[must_use]
pub fn match_request(api: &Api, request: &RequestExample) -> Example {
    let index = Index::new(&api.operations, Types::new(&api.types));
    let facts = ExampleFacts { title: None, request: Some(request.clone()), response: None };
    let mut example = index.joined("", 1, &facts, index.find(request, ""));
    let matched = example.matched.as_ref().and_then(|found| api.operations.get(found.operation));
    example.page = matched.and_then(|operation| operation.pages.first()).cloned().unwrap_or_default();
    example
}

/// Reports a request that is not documented, or that spells a documented path differently.
fn check<'o>(
    request: &RequestExample,
    found: Option<&Match>,
    operations: &[Operation],
    without_arguments: impl FnOnce() -> Option<&'o Operation>,
    diagnostics: &mut Diagnostics,
) {
    let Some(found) = found else {
        diagnostics.push(if is_elsewhere(&request.url) {
            Diagnostic::new(
                lint::EXAMPLE_HOST,
                request.url_span,
                "the example's request goes to another host".to_owned(),
            )
            .hint(
                "correct the host, or show the response that returns the address; the bindings have no function for it",
            )
        } else if let Some(operation) = without_arguments() {
            let message = "the example leaves out the arguments of the function";
            let hint = format!("write them into the path, as in `{}`, and in the request lines", operation.template);
            Diagnostic::new(lint::EXAMPLE_MISMATCH, request.url_span, message).hint(hint)
        } else {
            Diagnostic::new(
                lint::EXAMPLE_MISMATCH,
                request.url_span,
                "the example's request does not match any documented request".to_owned(),
            )
            .hint("compare method and path with the page's request lines")
        });
        return;
    };
    let operation = &operations[found.operation];
    if found.respelled {
        diagnostics.push(
            Diagnostic::new(
                lint::EXAMPLE_CASE,
                request.url_span,
                format!("the documented path is `{}`, with other letter case", operation.template),
            )
            .related(operation.span, "documented here")
            .hint("write the example's path as documented: paths are case-sensitive in some services"),
        );
    }
}

/// Returns the diagnostic for a response that could belong to several requests.
fn unasked(response: &ResponseExample) -> Diagnostic {
    let message =
        "the response has no preceding request, and the requests of the page have different responses".to_owned();
    Diagnostic::new(lint::EXAMPLE_MISMATCH, response.span, message).hint("put the request before it")
}

/// Returns whether a URL leads to another host, or nowhere.
#[must_use]
pub fn is_elsewhere(url: &str) -> bool {
    address(url).is_none_or(|address| address.host == Host::Other)
}

/// Returns whether an example's request fits a request line.
#[must_use]
pub fn fits(request: &RequestExample, method: Method, template: &RequestTemplate) -> bool {
    request.method == method
        && address(&request.url).is_some_and(|address| {
            let segments = with_parts(&template.segments);
            let fits = |path| match_segments(&segments, &split_path(path), &mut Found::default()).is_some();
            address.tails().any(fits)
        })
}

/// Operations by method, and by page.
struct Index<'a> {
    operations: &'a [Operation],
    /// The template of each operation.
    templates: Vec<Vec<TemplateSegment<'a>>>,
    types: Types<'a>,
    by_page: BTreeMap<&'a str, Vec<usize>>,
    by_method: BTreeMap<Method, Vec<usize>>,
    /// Types by lower-case name.
    by_name: HashMap<String, &'a Type>,
}

impl<'a> Index<'a> {
    fn new(operations: &'a [Operation], types: Types<'a>) -> Self {
        let (by_page, by_method) = (BTreeMap::new(), BTreeMap::new());
        // If names differ only in case, the first one wins, so it is inserted last.
        let by_name = types.iter().rev().map(|ty| (ty.name.0.to_ascii_lowercase(), ty)).collect();
        let templates = operations.iter().map(|operation| with_parts(&operation.template.segments)).collect();
        let mut index = Index { operations, templates, types, by_page, by_method, by_name };
        for (number, operation) in operations.iter().enumerate() {
            for page in &operation.pages {
                index.by_page.entry(page).or_default().push(number);
            }
            index.by_method.entry(operation.method).or_default().push(number);
        }
        index
    }

    /// Returns an example with the operation that it belongs to. `all` are the examples of its page.
    fn example(
        &self,
        page: &PageFacts,
        number: usize,
        facts: &ExampleFacts,
        all: &[ExampleFacts],
        diagnostics: &mut Diagnostics,
    ) -> Example {
        let request = facts.request.as_ref();
        let matched = request.and_then(|request| self.find(request, &page.path));
        let example = self.joined(&page.path, number, facts, matched);
        if let Some(request) = request
            && !(example.elsewhere
                && (hosts::is_explained(facts, request, page, all) || hosts::is_illustration(request, all)))
        {
            let without = || self.without_arguments(request, page);
            check(request, example.matched.as_ref(), self.operations, without, diagnostics);
        }
        if let (None, None, Some(response)) = (request, example.shows, &facts.response)
            && response.is_success()
            && response.body != ExampleBody::None
        {
            diagnostics.push(unasked(response));
        }
        example
    }

    /// Returns an example whose request matches as given.
    fn joined(&self, page: &str, number: usize, facts: &ExampleFacts, matched: Option<Match>) -> Example {
        let request = facts.request.as_ref();
        let elsewhere = matched.is_none() && request.is_some_and(|request| is_elsewhere(&request.url));
        let shows = match &matched {
            Some(found) => Some(found.operation),
            None if elsewhere => None,
            None => self.only_response(page),
        };
        let sent = request.filter(|_| elsewhere).and_then(|request| self.sent_type(request));
        let (page, facts, findings) = (page.to_owned(), facts.clone(), Findings::default());
        Example { page, number, facts, matched, shows, elsewhere, sent, findings }
    }

    /// Returns the function of the page whose request line the example repeats without the arguments that a table describes.
    fn without_arguments(&self, request: &RequestExample, page: &PageFacts) -> Option<&'a Operation> {
        let lines = page.operation.iter().flat_map(|operation| &operation.requests);
        let line = lines.into_iter().find(|line| fits(request, line.method, &line.template))?;
        let Some(Segment::Literal(own)) = line.template.segments.last() else { return None };
        let is_called = |operation: &&Operation| {
            let last = operation.template.segments.last();
            operation.method == line.method && matches!(last, Some(Segment::Call { name, .. }) if *name == **own)
        };
        let own = self.by_page.get(page.path.as_str()).into_iter().flatten();
        own.filter_map(|number| self.operations.get(*number)).find(is_called)
    }

    /// Returns the type that the body of a request names.
    fn sent_type(&self, request: &RequestExample) -> Option<TypeName> {
        let ExampleBody::Json(block) = &request.body else { return None };
        let stated = block.value.get("@odata.type")?.as_str()?.trim_start_matches('#');
        self.by_name.get(&stated.to_ascii_lowercase()).map(|ty| ty.name.clone())
    }

    /// Reports a request in a fenced code block that no page documents, or else the response below it.
    fn mentioned(&self, mentioned: &MentionedRequest, page: &str, diagnostics: &mut Diagnostics) {
        let MentionedRequest { request, response } = mentioned;
        let found = self.find(request, page);
        if found.is_none() && hosts::is_foreign(request) {
            return;
        }
        if found.is_none() {
            let message = "no page documents this request, and nothing else is read from it";
            let hint = "document it under the heading `HTTP request` of a page in `api`, if it is part of the API";
            diagnostics.push(Diagnostic::new(lint::UNUSED_FENCE, request.span, message).hint(hint));
        } else if let Some(span) = *response {
            let message = "nothing is read from this response";
            let hint = "show it on the page of its request";
            diagnostics.push(Diagnostic::new(lint::UNUSED_FENCE, span, message).hint(hint));
        }
    }

    /// Reports an example whose annotation names a type that no page describes.
    fn typed_fence(&self, fence: &Spanned<String>, diagnostics: &mut Diagnostics) {
        if !self.by_name.contains_key(&fence.value.to_ascii_lowercase()) {
            let message = format!("nothing is read from this JSON: no page describes `{}`", fence.value);
            let hint = "correct the name, or add a page for the type";
            diagnostics.push(Diagnostic::new(lint::UNUSED_FENCE, fence.span, message).hint(hint));
        }
    }

    /// Returns an operation of the page, if all of them have the same response.
    fn only_response(&self, page: &str) -> Option<usize> {
        let own = self.by_page.get(page)?;
        let first = *own.first()?;
        let same = |number: &usize| self.operations[*number].response == self.operations[first].response;
        own.iter().all(same).then_some(first)
    }

    fn find(&self, request: &RequestExample, page: &str) -> Option<Match> {
        let address = address(&request.url)?;
        let own = self.by_page.get(page).map_or(&[][..], Vec::as_slice);
        let all = self.by_method.get(&request.method).map_or(&[][..], Vec::as_slice);
        let Address { path, query, host } = address;
        let best = |candidates: &[usize], path: &str| {
            readings(path).iter().find_map(|reading| self.best(candidates, request.method, reading, query))
        };
        let own_host = || (host != Host::Other).then(|| best(own, path).or_else(|| best(all, path))).flatten();
        // After an unknown root, only requests that the page itself documents are considered.
        own_host().or_else(|| address.tails().find_map(|path| best(own, path)))
    }

    /// Returns the operation that has the most words in common with a reading, or the first of several.
    fn best(&self, candidates: &[usize], method: Method, reading: &Reading, query: &str) -> Option<Match> {
        let parts: Vec<&str> = reading.parts.iter().map(String::as_str).collect();
        let fitting = candidates.iter().filter_map(|number| {
            let operation = self.operations.get(*number).filter(|operation| operation.method == method)?;
            let cast = self.cast(operation, reading)?;
            // The name of a type selects values of that type; it is not an ID.
            let is_open = matches!(operation.template.segments.last(), Some(Segment::Placeholder(_)));
            if is_open && reading.parts.last().is_some_and(|part| self.is_type(part)) {
                return None;
            }
            let (score, given) = match_operation(operation, self.templates.get(*number)?, &parts, query)?;
            Some((score, *number, cast, given))
        });
        let (_, operation, cast, given) =
            fitting.max_by_key(|(score, number, ..)| (*score, std::cmp::Reverse(*number)))?;
        let Arguments { mut arguments, misquoted, query: options, path } = given;
        let path = reading.whole(&path);
        let respelled = !same_spelling(&path, &reading.path);
        let target = if query.is_empty() { format!("/{path}") } else { format!("/{path}?{query}") };
        if let Some(user) = arguments.first_mut().filter(|_| reading.me) {
            *user = Given::Text("me".to_owned());
        }
        let Reading { count, me, .. } = *reading;
        Some(Match { operation, arguments, misquoted, query: options, cast, count, me, target, respelled })
    }

    fn is_type(&self, name: &str) -> bool {
        name.contains('.') && self.by_name.contains_key(&name.to_ascii_lowercase())
    }

    /// Returns the type to which the reading casts the response, if any. The outer `None` means that the response does not fit.
    #[expect(clippy::option_option, reason = "whether it fits, and if so, to which type")]
    fn cast(&self, operation: &Operation, reading: &Reading) -> Option<Option<TypeName>> {
        if reading.count && !matches!(operation.response, ResponseBody::Collection(_)) {
            return None;
        }
        let Some(wanted) = &reading.cast else { return Some(None) };
        let (ResponseBody::Value(TypeRef::Type(element)) | ResponseBody::Collection(TypeRef::Type(element))) =
            &operation.response
        else {
            return None;
        };
        let found = self.by_name.get(&wanted.to_ascii_lowercase())?;
        let is_derived = self.types.ancestors(&found.name).skip(1).any(|base| base.name == *element);
        is_derived.then(|| Some(found.name.clone()))
    }
}

/// Returns whether two paths are the same, except for white space and for `()` after a name.
fn same_spelling(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace("()", "").chars().filter(|c| !c.is_whitespace()).collect::<String>();
    plain(a) == plain(b)
}

/// The arguments with which an operation produces a path and query: see [`Match`].
struct Arguments {
    arguments: Vec<Given>,
    misquoted: Option<usize>,
    query: Vec<(String, Option<String>)>,
    path: Vec<String>,
}

/// Returns the arguments with which an operation produces this path and query, and a score for matching words.
fn match_operation(
    operation: &Operation,
    template: &[TemplateSegment<'_>],
    parts: &[&str],
    query: &str,
) -> Option<(usize, Arguments)> {
    let mut found = Found::default();
    let score = match_segments(template, parts, &mut found)?;
    let Found { arguments: mut of_path, spelled: path } = found;
    let mut options: Vec<(String, Option<String>)> = query
        .split('&')
        .filter(|option| !option.is_empty())
        .map(|option| match option.split_once('=') {
            Some((name, value)) => (decode(name), Some(decode(&value.replace('+', " ")))),
            None => (decode(option), None),
        })
        .collect();
    let mut given = Vec::with_capacity(operation.parameters.len());
    for (index, parameter) in operation.parameters.iter().enumerate() {
        given.push(match parameter.location {
            // It remains among the options, and is set by its name.
            ParameterLocation::Query if parameter.optional => Shown { given: Given::Omitted, quoted: None },
            ParameterLocation::Query => {
                let at = options.iter().position(|(name, _)| name.eq_ignore_ascii_case(&parameter.placeholder))?;
                Shown::plain(options.remove(at).1?)
            }
            _ => of_path.remove(&index)?,
        });
    }
    if !of_path.is_empty() {
        return None;
    }
    let misquoted = |(given, place): (&Shown, ParameterLocation)| match (given.quoted, place) {
        (Some(quoted), ParameterLocation::Quoted) => !quoted,
        (Some(quoted), ParameterLocation::Bare) => quoted,
        _ => false,
    };
    let places = operation.parameters.iter().map(|parameter| parameter.location);
    let misquoted = given.iter().zip(places).position(misquoted);
    let arguments = given.into_iter().map(|shown| shown.given).collect();
    Some((score, Arguments { arguments, misquoted, query: options, path }))
}
