//! Extracts the facts of one page.
//!
//! In: [`Page`]. Out: [`PageFacts`] and the diagnostics of the page. It needs no other page, so pages can be read in any order. Each
//! kind of fact has its own module. The meanings of headings and columns are data, in `sections` and `tables`.

mod annotation_keys;
mod body;
mod body_prose;
mod bound;
mod broken_links;
mod claims;
mod classify;
mod context;
mod custom_options;
mod dictionary;
mod documented;
mod enumeration;
mod errors;
mod examples;
pub mod facets;
mod facts;
mod failures;
mod flat;
pub mod http_message;
mod inheritance;
mod json;
mod limits;
mod links;
mod loose;
mod marks;
mod member_headings;
mod members;
mod message_body;
mod methods;
mod misspelt;
mod naming;
mod negation;
mod nothing;
mod omission;
mod operation;
mod option_names;
mod outline;
pub mod path;
mod pattern;
mod permissions;
mod phrases;
mod placeholders;
mod query_options;
mod repair;
pub mod representation;
mod requested;
mod resource;
mod response;
mod response_bodies;
mod response_headers;
mod response_type;
mod sections;
mod sentences;
mod series;
mod status_text;
mod tables;
#[cfg(test)]
mod tests;
pub mod type_expr;
mod unread;
mod unread_fences;
pub mod values;

pub use crate::odata::{
    Caller, ExampleBody, ExampleFacts, HeaderFacts, JsonBlock, PermissionFacts, RequestExample, ResponseExample,
    ResponseHeaderFacts,
};
pub use facts::*;
pub use message_body::{BodyReading, read_body};

use crate::diagnostics::{Diagnostics, Span, lint};
use crate::parse::{Folder, Page};

use context::Context;

/// Extracts the facts and diagnostics of `page`.
#[must_use]
pub fn extract(page: &Page) -> (PageFacts, Diagnostics) {
    if page.other_version {
        let facts = PageFacts::skipped(page.file, &page.path, SkipReason::OtherVersion);
        return (facts, Diagnostics::default());
    }
    let mut cx = Context::new(page);
    front_matter(&mut cx);
    let name = naming::page_name(&cx);
    let kind = classify::classify(&cx);
    let title = page.title.as_ref().or_else(|| page.front_matter.get("title"));
    let mut facts = PageFacts {
        title: title.map(|t| t.value.clone()).unwrap_or_default(),
        product: product(page),
        left_out_zones: page.left_out_zones,
        links: links::links(page),
        anchors: links::anchors(page),
        shown_hosts: links::shown_hosts(page),
        skipped: None,
        outline: Some(outline::outline(&cx)),
        ..PageFacts::skipped(page.file, &page.path, SkipReason::Empty)
    };
    if kind.operation {
        facts.operation = operation::operation(&mut cx, &name);
        facts.enums = parameter_enums(&mut cx, &name, facts.operation.as_ref());
    }
    facts.resources = resource::resources(&mut cx, &name, !kind.types);
    if kind.types && page.folder != Folder::Api {
        facts.enums = enumeration::enums(&mut cx, &name);
    }
    facts.unknown_options = option_names::unknown(page, facts.operation.as_ref());
    assign_owners(&mut facts);
    if facts.operation.is_none() && !facts.resources.is_empty() {
        facts.operation = bound::operation(&cx, &name);
    }
    if facts.resources.is_empty() && facts.enums.is_empty() && facts.operation.is_none() {
        let reason = classify::skip_reason(&cx, kind, &name);
        let says_none = cx.sections(&sections::Role::Properties).iter().any(|(_, s)| nothing::says_none(&s.blocks));
        if reason == SkipReason::Conceptual && !says_none && classify::is_about_type(page, &name) {
            nothing::report_empty(&mut cx, &name, &name.name);
        }
        let reported = cx.diagnostics.list().iter().any(|found| found.lint.id == lint::UNREADABLE_REQUEST.id);
        if reason == SkipReason::NoRequest && !reported {
            let heading = cx.sections(&sections::Role::HttpRequest).first().map(|section| section.1.heading.span);
            let title = page.title.as_ref().map_or_else(|| Span::new(page.file, 0, 0), |title| title.span);
            let span = heading.unwrap_or(title);
            cx.warn(
                lint::NO_REQUEST,
                span,
                "the page describes a request, but no request line can be read".to_owned(),
                "write `GET /path` in a fenced block under the heading `HTTP request`",
            );
        }
        facts.skipped = Some(reason);
    } else {
        let unread::Unread { mentioned, typed, values } = unread::report(&mut cx, &facts);
        (facts.mentioned, facts.typed_fences, facts.value_tables) = (mentioned, typed, values);
    }
    (facts, cx.diagnostics)
}

/// Assigns each list of values to the nearest type above it, if several types of the page have a property of that name.
fn assign_owners(facts: &mut PageFacts) {
    for stated in facts.enums.iter_mut().filter(|stated| stated.owner.is_none()) {
        let short = stated.name.rsplit('.').next().unwrap_or(&stated.name);
        let has_row = |resource: &&ResourceFacts| {
            resource.properties.iter().any(|row| row.name.eq_ignore_ascii_case(short) && row.ty.is_primitive())
        };
        let candidates: Vec<&ResourceFacts> = facts.resources.iter().filter(has_row).collect();
        if candidates.len() < 2 {
            continue;
        }
        let above = candidates.iter().rfind(|resource| resource.span.start <= stated.span.start);
        stated.owner = above.map(|resource| resource.name.rsplit('.').next().unwrap_or(&resource.name).to_owned());
    }
}

/// Returns the enums of an operation's page that belong to one of its parameters: the parameter's type, or a list of its values. Other
/// `x values` sections explain values that are described elsewhere.
fn parameter_enums(
    cx: &mut Context<'_>,
    name: &naming::PageName,
    operation: Option<&OperationFacts>,
) -> Vec<EnumFacts> {
    let Some(operation) = operation else { return Vec::new() };
    let mut enums = enumeration::enums(cx, name);
    enums.retain(|stated| {
        let short = stated.name.rsplit('.').next().unwrap_or(&stated.name);
        let names = |row: &PropertyFacts| row.ty.named().is_some_and(|ty| ty.name.eq_ignore_ascii_case(short));
        operation.rows().any(|row| names(row) || row.name.eq_ignore_ascii_case(short))
    });
    enums
}

/// The front matter keys that name the product; the key of older pages comes first (docs/format.md#product).
const PRODUCT_KEYS: [&str; 2] = ["ms.prod", "ms.subservice"];

/// Returns the product that the front matter names. Ignores empty values and TODO placeholders.
fn product(page: &Page) -> Option<String> {
    let stated = PRODUCT_KEYS.iter().filter_map(|wanted| {
        let (_, value) = page.front_matter.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted))?;
        Some(value.value.trim())
    });
    let mut named = stated.filter(|value| !value.is_empty() && !is_todo(value));
    named.next().map(str::to_owned)
}

/// Returns whether a front matter value is a TODO placeholder.
fn is_todo(value: &str) -> bool {
    value.trim_start_matches(['*', ' ', '"']).starts_with("TODO")
}

/// Reports front matter values that were never filled in.
fn front_matter(cx: &mut Context<'_>) {
    let page = cx.page;
    for (key, value) in &page.front_matter {
        if is_todo(&value.value) {
            let message = format!("`{key}` was never filled in");
            cx.warn(lint::TODO_PLACEHOLDER, value.span, message, "write what belongs here, or remove the key");
        }
    }
}
