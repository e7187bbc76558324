//! Successful responses: their statuses, and whether they have a body.
//!
//! In: the sentences and examples of one operation's pages, and the response body they agree on. Out: [`Success`]. Statuses are the union
//! of prose and examples of all pages. If one status has a body and another does not, the response may be empty. If 204 or 205 are the only
//! statuses, there is no response body, whatever type the path leads to.

use std::collections::BTreeMap;

use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::{ExampleFacts, RequestExample, RequestFacts, ResponseExample};
use crate::model::{ResponseBody, Status};
use crate::resolve::examples::fits;
use crate::resolve::relations::several_targets;
use crate::resolve::requests::operations::RequestLine;

/// The successful responses of an operation.
pub struct Success {
    /// The response body.
    pub response: ResponseBody,
    /// Whether a response may lack this body.
    pub may_be_empty: bool,
    /// The statuses, in order.
    pub statuses: Vec<Status>,
}

/// The evidence about one status.
#[derive(Clone, Copy, Default)]
struct Known {
    body: bool,
    empty: bool,
}

/// The evidence of an operation's pages about its successful responses.
#[derive(Default)]
pub struct Evidence {
    statuses: BTreeMap<u16, Known>,
    /// Whether a page documents that the response is or may be empty.
    nothing: bool,
    /// Whether a sentence or an example without a status has a body.
    body: bool,
}

impl Evidence {
    /// Adds the evidence of a page. `alone` is the response body according to this page alone.
    pub fn add(&mut self, line: &RequestLine<'_>, template: &RequestTemplate, alone: &ResponseBody) {
        let several = several_targets(line);
        let response = &line.facts.response;
        self.nothing |= *alone == ResponseBody::Nothing || response.may_be_empty;
        self.body |= response.body.is_some() && response.statuses.is_empty();
        // A page about an object and the reference to it (`…/$ref`) documents the statuses of both: examples tell them apart.
        let all = own_examples(line, template, several || mixes_references(line));
        let is_success = |status: u16| status == 0 || (200..300).contains(&status);
        let examples: Vec<&ResponseExample> =
            all.map(|(_, response)| response).filter(|response| is_success(response.status)).collect();
        let told = mixes_references(line) && examples.iter().any(|example| example.status != 0);
        let stated = response.statuses.iter().filter(|_| !told);
        for status in stated {
            let known = self.statuses.entry(*status).or_default();
            // On a page with several requests, only examples tell which of them returns 202.
            let empty = response.without_body.contains(status) && (!several || is_bare(*status));
            known.empty |= empty;
            known.body |= !empty;
        }
        for example in examples {
            let shown = example.has_body();
            if example.status == 0 {
                self.body |= shown;
                continue;
            }
            let stated = response.statuses.contains(&example.status);
            let known = self.statuses.entry(example.status).or_default();
            // An example of 200 may omit the body that a sentence promises; an example of 202 shows that there is none.
            known.empty |= !shown && (example.status == 202 || !stated);
            known.body |= shown;
        }
    }

    /// Returns the result for the response body on which all pages agree.
    pub fn conclude(self, response: ResponseBody) -> Success {
        let only_bare = !self.statuses.is_empty() && self.statuses.keys().all(|status| is_bare(*status));
        let response = if only_bare && !self.body { ResponseBody::Nothing } else { response };
        let typed = response != ResponseBody::Nothing;
        let is_empty = |(status, known): (&u16, &Known)| is_bare(*status) || (200..300).contains(status) && known.empty;
        let may_be_empty = typed && (self.nothing || self.statuses.iter().any(is_empty));
        let statuses = self.statuses.iter().map(|(code, known)| {
            let carries = (200..300).contains(code) && !is_bare(*code) && known.body;
            Status { code: *code, body: typed && carries }
        });
        Success { may_be_empty, statuses: statuses.collect(), response }
    }
}

/// Returns whether some of the page's requests end in a system segment (`$ref`, `$value`) and others do not.
fn mixes_references(line: &RequestLine<'_>) -> bool {
    let ends = |request: &RequestFacts| match request.template.segments.last() {
        Some(Segment::Literal(name)) => name.starts_with('$'),
        _ => false,
    };
    let first = line.facts.requests.first().map(ends);
    line.facts.requests.iter().any(|request| Some(ends(request)) != first)
}

/// Returns the responses to requests of this kind, with the requests of their examples.
///
/// On a page with several requests, these are the examples that fit this one. Elsewhere the method decides, because examples of
/// subsequent steps have other methods.
pub fn own_examples<'a>(
    line: &'a RequestLine<'_>,
    template: &'a RequestTemplate,
    several: bool,
) -> impl Iterator<Item = (Option<&'a RequestExample>, &'a ResponseExample)> {
    let method = line.request.method;
    let own = move |example: &&ExampleFacts| match &example.request {
        Some(request) if several => fits(request, method, template),
        Some(request) => request.method == method,
        None => !several,
    };
    line.facts
        .examples
        .iter()
        .filter(own)
        .filter_map(|example| Some((example.request.as_ref(), example.response.as_ref()?)))
}

/// Returns whether a status never has a body (RFC 9110 §15.3.5, §15.3.6).
fn is_bare(status: u16) -> bool {
    matches!(status, 204 | 205)
}
