//! Request lines of all pages, including those outside the section `HTTP request`.
//!
//! In: the facts of all pages. Out: the request lines under `HTTP request`, and those in code blocks annotated as requests under other
//! headings. The latter are alternative paths that the text introduces one by one; they have no host, because they are templates. Only
//! paths of placeholders and of words from other paths are accepted: anything else could be example data.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::extract::path::{Segment, parse_template};
use crate::extract::{ExampleFacts, OperationFacts, PageFacts, RequestExample, RequestFacts};
use crate::odata::Method;
use crate::resolve::examples::fits;

/// A request line, and the page it is on.
pub struct DocumentedRequest<'a> {
    /// The page.
    pub page: &'a PageFacts,
    /// The facts of the page.
    pub facts: &'a OperationFacts,
    /// The line.
    pub request: RequestFacts,
    /// Whether it is the request of an example that no request line of the page documents.
    pub from_example: bool,
}

/// Returns all request lines: those under `HTTP request`, then those outside it that are not documented there.
pub fn request_lines(facts: &[PageFacts]) -> Vec<DocumentedRequest<'_>> {
    let mut lines = Vec::new();
    for page in facts {
        let Some(operation) = &page.operation else { continue };
        let requests = operation.requests.iter().cloned();
        lines.extend(requests.map(|request| DocumentedRequest {
            page,
            facts: operation,
            request,
            from_example: false,
        }));
    }
    let documented = Documented::new(&lines);
    let from_examples: Vec<_> = facts
        .par_iter()
        .map(|page| {
            let examples = page.operation.iter().flat_map(|operation| &operation.examples);
            let requests = examples.filter_map(|example: &ExampleFacts| example.request.as_ref());
            requests.filter_map(|request| documented.new_request(request)).collect::<Vec<_>>()
        })
        .collect();
    for (page, requests) in facts.iter().zip(from_examples) {
        let Some(facts) = &page.operation else { continue };
        lines.extend(requests.into_iter().map(|request| DocumentedRequest {
            page,
            facts,
            request,
            from_example: true,
        }));
    }
    lines
}

/// The words of documented request lines, and the lines by method.
struct Documented<'a> {
    words: BTreeSet<&'a str>,
    by_method: BTreeMap<Method, Vec<&'a RequestFacts>>,
}

impl<'a> Documented<'a> {
    fn new(lines: &'a [DocumentedRequest<'a>]) -> Self {
        let mut documented = Documented { words: BTreeSet::new(), by_method: BTreeMap::new() };
        for DocumentedRequest { request, .. } in lines {
            let literals = request.template.segments.iter().filter_map(literal);
            documented.words.extend(literals);
            documented.by_method.entry(request.method).or_default().push(request);
        }
        documented
    }

    /// Returns the request line in an example, if it is a template that is not documented elsewhere.
    fn new_request(&self, example: &RequestExample) -> Option<RequestFacts> {
        if !example.annotated || !example.url.starts_with('/') {
            return None;
        }
        let parsed = parse_template(&example.url).ok().filter(|parsed| parsed.faults.is_empty())?;
        let is_known = |segment: &Segment| match segment {
            Segment::Literal(text) => self.words.contains(text.as_str()),
            Segment::Placeholder(_) => true,
            Segment::Call { .. } | Segment::ItemPath { .. } | Segment::Ellipsis => false,
        };
        let known = parsed.template.query.is_empty() && parsed.template.segments.iter().all(is_known);
        let method = self.by_method.get(&example.method).map_or(&[][..], Vec::as_slice);
        let is_new = || !method.iter().any(|request| fits(example, request.method, &request.template));
        (known && is_new()).then_some(RequestFacts {
            method: example.method,
            template: parsed.template,
            label: None,
            span: example.url_span,
        })
    }
}

fn literal(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(text) => Some(text),
        _ => None,
    }
}
