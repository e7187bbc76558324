//! Plans the examples of the reference as the responses of a service for tests.
//!
//! In: the examples of the [`Api`]. Out: [`ExampleFile`]s with rows: the request, and the status and body of its response.
//!
//! * The first example of an operation answers every request for it. A further one answers only the request that its page shows: its
//!   arguments and query options.
//! * An operation without an example of its own gets one of its page, if that shows the same method and the same type of response: pages
//!   list several paths, and show one.
//! * An operation that succeeds without a body needs no example.
//! * An operation that no example answers has a row that says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::areas::{AreaSet, Areas};
use crate::model::{Api, Example, Match, Operation, ResponseBody, shown_response};
use crate::odata::{ExampleBody, Method};

use super::items::{ExampleFile, ExampleRow, RowBody, SharedBody};
use super::names::{Role, RustName, Scope, module_name};
use super::requests::method;
use super::slug_of;

/// The module of the examples.
const EXAMPLES: &str = "examples";

/// The constant with the rows of a file.
const TABLE: &str = "TABLE";

/// The status in the row of an operation that no example answers. Without the row, that of a similar path would.
pub(super) const NO_RESPONSE: u16 = 0;

/// A row, before bodies are shared.
struct Draft<'a> {
    area: AreaSet,
    method: Method,
    template: String,
    status: u16,
    body: String,
    /// The page of its example.
    page: &'a str,
}

/// Returns the rows of all operations, in files by the first word of the leading page's name. Without `bodies`, which are text of pages, only
/// responses without a body remain.
pub(super) fn files(api: &Api, areas: &Areas, bodies: bool) -> BTreeMap<RustName, ExampleFile> {
    let mut by_page: BTreeMap<&str, Vec<&Example>> = BTreeMap::new();
    for example in &api.examples {
        by_page.entry(&example.page).or_default().push(example);
    }
    let mut shown: BTreeMap<usize, Vec<&Example>> = BTreeMap::new();
    for example in &api.examples {
        if let Some(operation) = example.shows {
            shown.entry(operation).or_default().push(example);
        }
    }
    let mut drafts: Vec<(usize, Vec<Draft<'_>>)> = Vec::new();
    for (number, operation) in api.operations.iter().enumerate() {
        let own = shown.remove(&number).unwrap_or_default();
        let mut rows = own_rows(api, operation, own, bodies);
        if rows.iter().all(|row| row.template != operation.path) {
            let of_pages = operation.pages.iter().filter_map(|page| by_page.get(page.as_str())).flatten();
            rows.extend(other_row(api, operation, of_pages.copied(), bodies));
        }
        drafts.push((number, rows));
    }
    let answered = drafts.iter().flat_map(|(_, rows)| rows).map(|row| (row.method, shape(&row.template))).collect();
    let mut files: BTreeMap<RustName, Vec<Draft<'_>>> = BTreeMap::new();
    for (number, mut rows) in drafts {
        let Some(operation) = api.operations.get(number) else { continue };
        if !is_answered(operation, &answered) {
            rows.push(draft(operation, operation.path.clone(), NO_RESPONSE, String::new(), ""));
        }
        let page = operation.pages.first().map_or("", |page| slug_of(page));
        let file = module_name(page.split(['-', '_']).next().unwrap_or(page), EXAMPLES);
        let area = areas.of_request(number);
        files.entry(file).or_default().extend(rows.into_iter().map(|row| Draft { area, ..row }));
    }
    files.retain(|_, rows| !rows.is_empty());
    files.into_iter().map(|(name, rows)| (name, file(rows, areas))).collect()
}

/// Returns whether a row answers an operation. The examples for any user are also those for the signed-in user.
fn is_answered(operation: &Operation, answered: &BTreeSet<(Method, String)>) -> bool {
    let shape = shape(&operation.path);
    let rest = shape.strip_prefix("/me").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let for_any = rest.map(|rest| format!("/users/{{}}{rest}"));
    [Some(shape), for_any].into_iter().flatten().any(|shape| answered.contains(&(operation.method, shape)))
}

/// Returns a template without the names of its parameters.
fn shape(template: &str) -> String {
    let parts = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join("{}")
}

/// Returns a file. A body that occurs several times becomes a constant, named after its page.
fn file(drafts: Vec<Draft<'_>>, areas: &Areas) -> ExampleFile {
    let around = drafts.iter().fold(AreaSet::default(), |all, draft| all.union(draft.area));
    let mut uses: BTreeMap<&str, (usize, AreaSet)> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| !draft.body.is_empty()) {
        let (count, area) = uses.entry(&draft.body).or_default();
        (*count, *area) = (*count + 1, area.union(draft.area));
    }
    let mut scope = Scope::with_reserved(&[TABLE]);
    let mut names: BTreeMap<&str, RustName> = BTreeMap::new();
    let mut bodies = Vec::new();
    for draft in &drafts {
        match uses.get(draft.body.as_str()) {
            Some((count, area)) if *count > 1 && !names.contains_key(draft.body.as_str()) => {
                let (name, _) = scope.add(slug_of(draft.page), Role::Constant, None);
                names.insert(&draft.body, name.clone());
                bodies.push(SharedBody { gate: areas.gate(*area, around), name, text: draft.body.clone() });
            }
            _ => {}
        }
    }
    let row = |draft: &Draft<'_>| ExampleRow {
        gate: areas.gate(draft.area, around),
        method: method(draft.method),
        template: draft.template.clone(),
        status: draft.status,
        body: names
            .get(draft.body.as_str())
            .cloned()
            .map_or_else(|| RowBody::Text(draft.body.clone()), RowBody::Shared),
    };
    ExampleFile { gate: areas.gate(around, areas.all()), rows: drafts.iter().map(row).collect(), bodies }
}

/// Returns the rows of an operation's own examples: those of its leading page first.
fn own_rows<'a>(api: &'a Api, operation: &Operation, mut examples: Vec<&'a Example>, bodies: bool) -> Vec<Draft<'a>> {
    let rank = |page: &str| operation.pages.iter().position(|own| own == page).unwrap_or(operation.pages.len());
    // Examples of a page are in order.
    examples.sort_by_key(|example| rank(&example.page));
    let mut rows: Vec<Draft<'a>> = Vec::new();
    for example in examples {
        let Some((status, body)) = reply(api, operation, example).filter(|(_, body)| bodies || body.is_empty()) else {
            continue;
        };
        let template = template(operation, example.matched.as_ref());
        if rows.iter().all(|row| row.template != template) {
            rows.push(draft(operation, template, status, body, &example.page));
        } else if let Some(Match { target, .. }) = &example.matched
            // With placeholders, only the query tells it from others.
            && (target.contains('?') || !target.contains('{'))
            && rows.iter().all(|row| row.template != *target && (row.status, &row.body) != (status, &body))
        {
            rows.push(draft(operation, target.clone(), status, body, &example.page));
        }
    }
    rows
}

/// Returns the row of an operation without an example of its own.
fn other_row<'a>(
    api: &'a Api,
    operation: &Operation,
    of_pages: impl Iterator<Item = &'a Example>,
    bodies: bool,
) -> Option<Draft<'a>> {
    let is_similar = |example: &&Example| {
        let shown = example.shows.and_then(|shown| api.operations.get(shown));
        shown.is_some_and(|shown| (shown.method, &shown.response) == (operation.method, &operation.response))
            && example.matched.as_ref().is_none_or(|matched| matched.cast.is_none() && !matched.count)
    };
    let mut replies =
        of_pages.filter(is_similar).filter_map(|example| Some((example, reply(api, operation, example)?)));
    match replies.find(|(_, (_, body))| bodies || body.is_empty()) {
        Some((example, (status, body))) => Some(draft(operation, operation.path.clone(), status, body, &example.page)),
        None => Some(draft(operation, operation.path.clone(), status_without_body(operation)?, String::new(), "")),
    }
}

fn draft<'a>(operation: &Operation, template: String, status: u16, body: String, page: &'a str) -> Draft<'a> {
    Draft { area: AreaSet::default(), method: operation.method, template, status, body, page }
}

/// Returns the path template of an operation, with the cast and the `$count` of an example's request.
pub(super) fn template(operation: &Operation, matched: Option<&Match>) -> String {
    let Some(matched) = matched else { return operation.path.clone() };
    let (path, query) = match operation.path.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (operation.path.as_str(), String::new()),
    };
    let cast = matched.cast.as_ref().map(|cast| format!("/{}", cast.0)).unwrap_or_default();
    let count = if matched.count { "/$count" } else { "" };
    format!("{path}{cast}{count}{query}")
}

/// Returns status and body of the response that an example shows, if it is a success that the function of the operation decodes.
pub(super) fn reply(api: &Api, operation: &Operation, example: &Example) -> Option<(u16, String)> {
    let response = example.facts.response.as_ref()?;
    if !response.is_success() || example.findings.response.obstacle.is_some() {
        return None;
    }
    let documented = shown_response(api, example)?;
    let may_be_empty = matches!(*documented, ResponseBody::Nothing | ResponseBody::Stream) || operation.may_be_empty;
    let is_bodiless = operation.method == Method::Head || *documented == ResponseBody::Nothing;
    let body = match &response.body {
        ExampleBody::BrokenJson(_) => return None,
        ExampleBody::None if !may_be_empty => return None,
        _ if is_bodiless => String::new(),
        ExampleBody::None => String::new(),
        ExampleBody::Json(_) => example.response_value()?.to_string(),
        ExampleBody::Other(text) => text.clone(),
    };
    let status = match response.status {
        0 => default_status(operation, !body.is_empty()),
        status => Some(status).filter(|status| (200..300).contains(status)),
    };
    Some((status?, body))
}

/// Returns the first documented status of a response with or without a body.
fn default_status(operation: &Operation, has_body: bool) -> Option<u16> {
    operation.statuses.iter().find(|status| status.is_final() && status.body == has_body).map(|status| status.code)
}

/// Returns the status of a success without a body, if the pages document one that the function of the operation accepts.
fn status_without_body(operation: &Operation) -> Option<u16> {
    let is_accepted = operation.may_be_empty || operation.response == ResponseBody::Nothing;
    default_status(operation, false).filter(|_| is_accepted)
}
