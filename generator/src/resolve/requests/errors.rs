//! The statuses with which requests fail.
//!
//! In: the text and the examples of an operation's pages. Out: the statuses, in order. Text is about all requests of its page, unless it
//! names a method or a system segment. An example is about the request that it shows: a response alone may belong to a later step.

use std::collections::BTreeSet;

use crate::extract::path::RequestTemplate;
use crate::resolve::relations::several_targets;
use crate::resolve::requests::operations::RequestLine;
use crate::resolve::requests::success::own_examples;

/// Returns the statuses of failures that a page documents for one of its requests.
pub fn errors(line: &RequestLine<'_>, template: &RequestTemplate) -> BTreeSet<u16> {
    let stated = line.facts.response.errors.iter().filter(|error| error.applies_to(line.request.method, template));
    let shown = own_examples(line, template, several_targets(line)).filter(|(request, _)| request.is_some());
    let shown = shown.map(|(_, response)| response.status).filter(|status| is_error(*status));
    stated.map(|error| error.status).chain(shown).collect()
}

/// Returns whether a status is that of a failed request (RFC 9110 §15.5, §15.6).
fn is_error(status: u16) -> bool {
    (400..600).contains(&status)
}
