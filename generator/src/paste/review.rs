//! Compares a request with the documentation of the operation that it calls.
//!
//! In: an [`Example`] with its findings, and the [`Api`]. Out: [`Note`]s: what prevents code, what no table documents, what is missing, and
//! what the client adds by itself. A request without an operation gets the nearest ones.

use std::collections::BTreeSet;

use crate::diagnostics::{Level, Note, Sources, Span};
use crate::extract::http_message::is_header_value;
use crate::extract::{ExampleBody, QUERY_OPTIONS, RequestExample};
use crate::lint::requests::{USUAL, property_hint, unlisted_properties};
use crate::model::{Api, Deviation, DeviationKind, Example, Given, Match, Obstacle, Operation, OperationPage, Reason};
use crate::similar::{did_you_mean, hint_for};

use super::target::{Service, Target, Version};
use super::unmatched::unmatched;
use super::values::{reference, values};

/// The maximum number of bytes of a URL. Services accept fewer.
const MAX_URL: usize = 64 << 10;

/// Headers that browsers add to every request (the Fetch standard, "forbidden request-header", and their own). Lower case.
const OF_BROWSERS: [&str; 14] = [
    "accept-language",
    "access-control-request-headers",
    "access-control-request-method",
    "alt-used",
    "dnt",
    "keep-alive",
    "priority",
    "sec-gpc",
    "te",
    "trailer",
    "upgrade",
    "upgrade-insecure-requests",
    "x-client-data",
    "x-requested-with",
];

/// Headers among the usual ones that change the response or describe the body.
const MEANT: [&str; 3] = ["accept", "content-encoding", "content-type"];

/// The maximum number of members, properties, options and headers that are reported, of each.
pub(super) const MOST: usize = 20;

/// Replaces the URL of a request by the path below the root of the service.
///
/// # Errors
///
/// Fails if the request goes elsewhere.
pub fn localize(service: &Service, request: &mut RequestExample, sources: &Sources) -> Result<Vec<Note>, Note> {
    let own = &service.version;
    if request.url.len() > MAX_URL {
        let message = format!("the URL has more than {} KiB", MAX_URL >> 10);
        let mut note = Note::new(Level::Error, request.url_span, message);
        note.hint("paste one request");
        return Err(note);
    }
    match service.locate(&request.url) {
        Target::Elsewhere(host) => {
            let message = format!("`{host}` is not a host of the service");
            let mut note = Note::new(Level::Error, within(sources, request.url_span, &host, 0), message);
            let roots: Vec<String> = service.roots.iter().map(|root| format!("`{root}`")).collect();
            note.hint(format!("the documentation is about {}", roots.join(", ")));
            Err(note)
        }
        Target::NoPath => {
            let mut note = Note::new(Level::Error, request.url_span, "the URL has no path");
            note.hint("add the path of the request");
            Err(note)
        }
        Target::Service { url, version } => {
            let mut notes = Vec::new();
            match version {
                Version::Own => {}
                Version::Other(written) => {
                    let message =
                        format!("`{written}` is another version; the documentation and the code are for `{own}`");
                    let span = within(sources, request.url_span, &written, 0);
                    let mut note = Note::new(Level::Warning, span, message);
                    note.hint(format!("use `{own}`, or name the pages of `{written}` with `--docs`"));
                    notes.push(note);
                }
                Version::Missing => {
                    let message = format!("the URL has no version; the code is for `{own}`");
                    let mut note = Note::new(Level::Note, request.url_span, message);
                    note.hint(format!("write `/{own}` before the path"));
                    notes.push(note);
                }
            }
            request.url = url;
            Ok(notes)
        }
    }
}

/// Removes the headers of the connection and the browser that the pages of the operation do not list. Returns a note that names them.
pub fn drop_usual_headers(api: &Api, example: &mut Example, sources: &Sources) -> Option<Note> {
    let listed: BTreeSet<String> =
        pages(api, example).flat_map(|page| &page.headers).map(|row| row.name.to_ascii_lowercase()).collect();
    let request = example.facts.request.as_mut()?;
    let is_usual = |name: &str, value: &str| {
        let name = name.trim().to_ascii_lowercase();
        let is_of_client = USUAL.contains(&name.as_str()) && !MEANT.contains(&name.as_str());
        // What every client accepts.
        let accepts_all = name == "accept" && value.contains("*/*");
        let is_of_browser =
            OF_BROWSERS.contains(&name.as_str()) || name.starts_with("sec-") || name.starts_with("proxy-");
        !listed.contains(&name) && (is_of_client || is_of_browser || accepts_all)
    };
    let (usual, rest): (Vec<_>, Vec<_>) =
        std::mem::take(&mut request.headers).into_iter().partition(|(name, value)| is_usual(name, value));
    request.headers = rest;
    // The host is part of the URL.
    let names: Vec<String> = usual
        .iter()
        .map(|(name, _)| name.trim())
        .filter(|name| !name.eq_ignore_ascii_case("host"))
        .map(|name| format!("`{name}`"))
        .collect();
    let first = usual.iter().find(|(name, _)| !name.eq_ignore_ascii_case("host"))?;
    let message = format!("headers of the connection and the browser are left out: {}", names.join(", "));
    let mut note = Note::new(Level::Note, within(sources, request.span, first.0.trim(), 0), message);
    note.hint("set them in the code, if the service needs them");
    Some(note)
}

/// Returns what differs between a request and the documentation of its operation.
#[must_use]
pub fn review(api: &Api, example: &Example, sources: &Sources) -> Vec<Note> {
    let Some(request) = &example.facts.request else { return Vec::new() };
    let mut notes = Vec::new();
    let Some(matched) = &example.matched else {
        notes.extend(example.findings.request.obstacle.as_ref().and_then(of_obstacle));
        notes.extend(unmatched(api, example, request, sources));
        return notes;
    };
    let Some(operation) = api.operations.get(matched.operation) else { return notes };
    if matched.respelled {
        let message = format!("the documented path is `{}`, and the code uses it", operation.path);
        let mut note = Note::new(Level::Note, request.url_span, message);
        note.related(operation.span, "documented here");
        notes.push(note);
    }
    notes.extend(example.findings.request.obstacle.as_ref().and_then(of_obstacle));
    for given in matched.arguments.iter().filter(|given| given.is_placeholder()) {
        let Given::Text(text) = given else { continue };
        let span = within(sources, request.url_span, text, 0);
        if is_variable(text_of(sources, request.url_span), text) {
            continue;
        }
        let mut note = Note::new(Level::Note, span, format!("`{text}` is a placeholder"));
        note.hint("put the value in its place");
        notes.push(note);
    }
    properties(api, example, matched, request, sources, &mut notes);
    options(api, example, matched, operation, request, sources, &mut notes);
    headers(api, example, request, sources, &mut notes);
    body(api, example, operation, request, sources, &mut notes);
    notes.extend(values(api, example, operation, request, sources));
    notes.extend(reference(operation, request, sources));
    notes
}

/// Returns the message about an obstacle; `None` if reading the text has reported it, or another message is more exact.
fn of_obstacle(obstacle: &Obstacle) -> Option<Note> {
    let Obstacle { reason, span, message } = obstacle;
    let (message, hint) = match reason {
        Reason::BrokenJson | Reason::UnknownRequest => return None,
        Reason::OtherHost => ("the request goes to another host".to_owned(), "send it to the host of the service"),
        Reason::Placeholder => {
            ("an argument is a placeholder, and its type has no such value".to_owned(), "put a value in its place")
        }
        Reason::OtherFormat => {
            ("the request body is not JSON; the code cannot show it".to_owned(), "send the bytes with the function")
        }
        Reason::QueryOption => (message.clone(), "write it as `name=value`"),
        Reason::Argument => (message.clone(), "write the argument as the page documents it"),
        Reason::Body | Reason::ResponseBody | Reason::File => {
            (message.clone(), "write the request body as the page documents it")
        }
    };
    let mut note = Note::new(Level::Error, *span, message);
    note.hint(hint);
    Some(note)
}

fn properties(
    api: &Api,
    example: &Example,
    matched: &Match,
    request: &RequestExample,
    sources: &Sources,
    notes: &mut Vec<Note>,
) {
    for (name, is_open) in unlisted_properties(api, example, matched).into_iter().take(MOST) {
        let hint = property_hint(api, example, name, "");
        // A type that is open has other properties, but not with nearly the name of a documented one.
        let level = match (is_open, hint.is_empty()) {
            (true, true) => continue,
            (true, false) => Level::Note,
            (false, _) => Level::Warning,
        };
        let span = within(sources, request.url_span, name, 0);
        let mut note = Note::new(level, span, format!("no table documents the property `{name}`"));
        note.hint(if hint.is_empty() { "correct the name; the code requests it as text" } else { hint.trim_end() });
        notes.push(note);
    }
}

fn options(
    api: &Api,
    example: &Example,
    matched: &Match,
    operation: &Operation,
    request: &RequestExample,
    sources: &Sources,
    notes: &mut Vec<Note>,
) {
    // The pages of an operation can list the same option.
    let listed: BTreeSet<&str> = pages(api, example).flat_map(|page| &page.query_options).map(String::as_str).collect();
    let own: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.placeholder.as_str()).collect();
    let names = matched.query.iter().map(|(name, _)| name.trim());
    let is_listed = |name: &&str| listed.iter().chain(&own).any(|known| known.eq_ignore_ascii_case(name));
    for name in names.filter(|name| !name.is_empty() && !is_listed(name)).take(MOST) {
        let is_known = QUERY_OPTIONS.iter().any(|known| known.eq_ignore_ascii_case(name));
        let message = if name.starts_with('$') && !is_known {
            format!("OData has no query option `{name}`")
        } else {
            format!("the page does not list the query option `{name}`")
        };
        let hint =
            if is_known { None } else { did_you_mean(name, QUERY_OPTIONS.into_iter().chain(own.iter().copied())) };
        let hint = hint.unwrap_or_else(|| match listed.is_empty() {
            true => "the page lists none; the service may ignore it".to_owned(),
            false => format!("the page lists {}", quoted(&listed)),
        });
        let mut note = Note::new(Level::Warning, within(sources, request.url_span, name, 0), message);
        note.hint(hint);
        notes.push(note);
    }
}

fn headers(api: &Api, example: &Example, request: &RequestExample, sources: &Sources, notes: &mut Vec<Note>) {
    let rows: Vec<_> = pages(api, example).flat_map(|page| &page.headers).collect();
    let given = |name: &str| request.headers.iter().any(|(own, _)| own.trim().eq_ignore_ascii_case(name));
    let names = request.headers.iter().map(|(name, _)| name.trim());
    let is_usual = |name: &str| USUAL.iter().any(|usual| usual.eq_ignore_ascii_case(name));
    let is_listed = |name: &str| rows.iter().any(|row| row.name.eq_ignore_ascii_case(name));
    for name in names.filter(|name| !is_usual(name) && !is_listed(name)).take(MOST) {
        let span = within(sources, request.span, name, 0);
        let mut note = Note::new(Level::Note, span, format!("the page does not list the header `{name}`"));
        note.hint("remove it if the service does not need it");
        notes.push(note);
    }
    for (name, _) in request.headers.iter().filter(|(_, value)| !is_header_value(value.trim())).take(MOST) {
        let message = format!(
            "the code lacks the header `{}`: its value has characters that headers cannot contain",
            name.trim()
        );
        let mut note = Note::new(Level::Warning, within(sources, request.span, name, 0), message);
        note.hint("write the value with ASCII characters");
        notes.push(note);
    }
    let mut reported = BTreeSet::new();
    for row in rows.iter().filter(|row| row.required && !given(&row.name)) {
        let name = row.name.to_ascii_lowercase();
        // The client sets these.
        if USUAL.contains(&name.as_str()) || !reported.insert(name) {
            continue;
        }
        let message = format!("the header `{}` is missing, which the page requires", row.name);
        let mut note = Note::new(Level::Warning, request.url_span, message);
        note.hint(match &row.fixed {
            Some(value) => format!("add `{}: {value}`", row.name),
            None => format!("add a header `{}`", row.name),
        });
        note.related(row.span, "documented here");
        notes.push(note);
    }
}

fn body(
    api: &Api,
    example: &Example,
    operation: &Operation,
    request: &RequestExample,
    sources: &Sources,
    notes: &mut Vec<Note>,
) {
    let block = match &request.body {
        ExampleBody::Json(block) => block,
        ExampleBody::None if operation.body.is_some() => {
            let needs = if operation.required.is_empty() {
                "add a body if the operation needs one".to_owned()
            } else {
                format!("the page requires {}", quoted(&operation.required))
            };
            let level = if operation.required.is_empty() { Level::Note } else { Level::Warning };
            let mut note = Note::new(level, request.span, "the request has no body, and the page documents one");
            note.hint(needs);
            notes.push(note);
            return;
        }
        _ => return,
    };
    let mut from = 0;
    let before = notes.len();
    for deviation in &example.findings.request.deviations {
        let Deviation { name, owner, kind, .. } = deviation;
        let (message, hint) = match kind {
            DeviationKind::Undocumented => (
                format!("`{owner}` has no property `{name}`"),
                member_hint(api, operation, owner, name, UNKNOWN_MEMBER),
            ),
            DeviationKind::Mistyped => {
                let message = format!("`{name}` of `{owner}` does not match the documented type");
                (message, "write the value as the table documents it".to_owned())
            }
            DeviationKind::Dynamic => {
                let hint = member_hint(api, operation, owner, name, "");
                if hint.is_empty() {
                    continue;
                }
                (format!("no table documents `{name}` of `{owner}`"), hint.trim_end().to_owned())
            }
            DeviationKind::Requested | DeviationKind::Derived | DeviationKind::Failure => continue,
        };
        if notes.len() - before == MOST {
            notes.push(Note::new(Level::Warning, None, "more members of the request body are not as documented"));
            break;
        }
        let span = member(sources, block.span, name, &mut from);
        let level = if *kind == DeviationKind::Dynamic { Level::Note } else { Level::Warning };
        let mut note = Note::new(level, span, message);
        note.hint(hint);
        notes.push(note);
    }
    let missing = operation.required.iter().filter(|name| block.value.get(name.as_str()).is_none());
    let missing: Vec<&str> = missing.map(String::as_str).collect();
    if !missing.is_empty() && block.value.is_object() {
        let message = format!("the request body lacks {}, which the page requires", quoted(&missing));
        let start = Span::new(block.span.file, block.span.start, block.span.start + 1);
        let mut note = Note::new(Level::Warning, start, message);
        note.hint("add them to the request body");
        notes.push(note);
    }
}

/// The hint for an unknown member of a request body, unless a documented one has a similar name.
const UNKNOWN_MEMBER: &str = "correct the name; the code sends it as an additional member";

/// Returns the hint for an unknown member of a request body.
fn member_hint(api: &Api, operation: &Operation, owner: &str, name: &str, hint: &str) -> String {
    let parameters = api.parameter_page(operation).and_then(|page| page.parameters.as_ref());
    if let Some(object) = parameters.filter(|object| object.name == owner) {
        return hint_for(name, object.properties.iter().map(|own| own.name.as_str()), hint);
    }
    let owners = api.types.values().filter(|ty| ty.name.short() == owner);
    let line = owners.flat_map(|ty| api.ancestors(&ty.name));
    let names: Vec<&str> =
        line.flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).map(|own| own.name.as_str()).collect();
    hint_for(name, names, hint)
}

/// Returns the pages of the operation that an example calls.
fn pages<'a>(api: &'a Api, example: &Example) -> impl Iterator<Item = &'a OperationPage> + use<'a> {
    let operation = example.matched.as_ref().and_then(|matched| api.operations.get(matched.operation));
    operation.into_iter().flat_map(|operation| &operation.pages).filter_map(|page| api.pages.get(page))
}

/// Returns whether a placeholder is in place of a variable or a command in a URL, which has been reported.
fn is_variable(url: &str, placeholder: &str) -> bool {
    let name = placeholder.trim_start_matches('{').trim_end_matches('}');
    let is_command = name == "value" && url.contains("$(");
    is_command || [format!("${name}"), format!("${{{name}")].iter().any(|variable| url.contains(variable))
}

/// Returns the text of a span.
fn text_of(sources: &Sources, span: Span) -> &str {
    sources.file(span.file).text.get(span.start..span.end).unwrap_or_default()
}

/// Returns the span of an occurrence of a word within a span, counted from 0; else that span.
pub(super) fn within(sources: &Sources, span: Span, word: &str, occurrence: usize) -> Span {
    let whole = text_of(sources, span);
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let is_whole = |at: &usize| {
        !is_part(whole.get(..*at).and_then(|before| before.chars().next_back()))
            && !is_part(whole.get(at + word.len()..).and_then(|after| after.chars().next()))
    };
    let found = |word: &str| whole.match_indices(word).map(|(at, _)| at).filter(is_whole).nth(occurrence);
    if word.is_empty() {
        return span;
    }
    match found(word) {
        Some(at) => Span::new(span.file, span.start + at, span.start + at + word.len()),
        None => span,
    }
}

/// Returns the span of the name of a member after the previous one, else its first one, else the body.
fn member(sources: &Sources, block: Span, name: &str, from: &mut usize) -> Span {
    let text = sources.file(block.file).text.get(block.start..block.end).unwrap_or_default();
    // In commands, quotes are escaped.
    let is_name = |at: usize| text.get(at + name.len()..).is_some_and(|rest| rest.starts_with(['"', '\\', '\'', '^']));
    let find = |from: usize| {
        let rest = text.get(from..)?;
        rest.match_indices(name).map(|(at, _)| from + at).find(|at| is_name(*at))
    };
    match find(*from).or_else(|| find(0)) {
        Some(at) => {
            *from = at + name.len();
            Span::new(block.file, block.start + at, block.start + at + name.len())
        }
        None => block,
    }
}

pub(super) fn quoted<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}
