//! A page of requests.
//!
//! In: the sections of an `api` page. Out: [`OperationFacts`]. This module reads request lines and parameters; other modules read
//! headers, query options, permissions, bodies, responses and examples.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Span, lint};
use crate::odata::Method;
use crate::parse::{Block, CodeBlock, Section, Text};

use super::body;
use super::body_prose;
use super::context::{Context, codes, items, paragraphs};
use super::documented::replace_samples;
use super::examples::examples;
use super::facts::{BodyKind, InvocationKind, OperationFacts, PropertyFacts, RequestFacts, ResponseFacts};
use super::http_message::{StartLine, misspelled_start_line, start_line};
use super::misspelt;
use super::naming::PageName;
use super::path::{RequestTemplate, Segment, TemplateFault, parse_template};
use super::pattern::pattern;
use super::permissions::permissions;
use super::query_options::{headers, query_facts};
use super::response::response;
use super::sections::Role;
use super::tables::{Columns, add_new, property_rows};
use super::type_expr::TypeExpr;

pattern! {
    UNKNOWN_METHOD = r"^\s*[A-Z]{2,10}\s+(?:https?://\S+|/\S*)\s*$";
    PATH_ONLY = r"^\s*/[A-Za-z{][^\s:]*\s*$";
    LABEL = r"(?i)^http requests?\s*[:\-–(]*\s*(.*?)\)?$";
    TITLE_INVOCATION = r"^[\w.]+\s*:\s*([A-Za-z]\w*)";
    TITLE_WORD = r"(?i)^([a-z]\w*)\s+(action|function)\b|\b(action|function)\b" if "action" | "function";
    PROSE_KIND = r"(?i)\bthis (action|function)\b|\bwith this (action|function)\b" if "this ";
}

/// Returns the facts of a page of requests; `None` if it has no readable request line.
pub(super) fn operation(cx: &mut Context<'_>, name: &PageName) -> Option<OperationFacts> {
    let mut requests = requests(cx);
    if requests.is_empty() {
        return None;
    }
    let permissions = permissions(cx);
    let mut path_parameters = parameters(cx, &Role::PathParameters);
    let query = query_facts(cx, &requests);
    let mut function_parameters = parameters(cx, &Role::FunctionParameters);
    let body::Read { mut body, in_url, denied } = body::body(cx);
    function_parameters.extend(in_url);
    // Rows under a path heading belong to the path. Only a page that calls itself an action or a function takes surplus rows as parameters.
    let (own_kind, own_name) = invocation(cx, !function_parameters.is_empty());
    let is_call = own_kind.is_some() || own_name.is_some();
    let stated = matches!(body.kind, BodyKind::Unstated | BodyKind::Parameters);
    if body.rows.is_empty() && (stated || body.kind == BodyKind::None) && have_methods(&requests, &[Method::Post]) {
        if is_call || !names_the_path(cx) {
            body.rows = unplaced(&requests, &mut path_parameters);
        }
        if body.rows.is_empty() && stated {
            body.rows = body::shown_members(cx);
        }
        if !body.rows.is_empty() {
            body.kind = BodyKind::Parameters;
        }
    }
    if have_methods(&requests, &[Method::Get]) && calls_one(&requests) {
        // A GET has no body (RFC 9110 §9.3.1): its parameters are in the URL.
        function_parameters.append(&mut body.rows);
        if is_call {
            add_new(&mut function_parameters, unplaced(&requests, &mut path_parameters));
        }
    }
    for span in replace_samples(&mut requests, &function_parameters, &path_parameters) {
        let message = "this call uses a sample value for a documented argument";
        cx.report(Diagnostic::new(lint::MALFORMED_PATH, span, message).hint("write `name={name}`"));
    }
    drop_duplicates(cx, &mut requests);
    if let (Some(span), Some(row)) = (denied, body.rows.first()) {
        let message = format!("the page rules out a request body, but a table describes `{}`", row.name);
        let contradiction = Diagnostic::new(lint::CONTRADICTED_BODY, span, message).related(row.span, "described here");
        cx.report(contradiction.hint("remove the sentence, or the table"));
    }
    let examples = examples(cx);
    if body.rows.is_empty()
        && stated
        && !have_methods(&requests, &[Method::Get])
        && !have_methods(&requests, &[Method::Delete])
    {
        body.rows = body_prose::named(cx, &examples);
    }
    let response = response(cx, &examples);
    report_body_without_content(cx, &response);
    let headers = headers(cx);
    let (kind, invocation) = invocation(cx, !function_parameters.is_empty());
    Some(OperationFacts {
        description: cx.description(),
        kind,
        invocation,
        deprecated: name.deprecated.clone(),
        namespace: name.namespace.clone(),
        permissions,
        requests,
        path_parameters,
        query_parameters: query.parameters,
        function_parameters,
        headers,
        query_options: query.options,
        option_properties: query.properties,
        body,
        response,
        examples,
    })
}

/// Reports a type in a response whose only statuses have no body (RFC 9110 §15.3.5).
fn report_body_without_content(cx: &mut Context<'_>, response: &ResponseFacts) {
    let is_empty = !response.statuses.is_empty() && response.statuses.iter().all(|status| matches!(status, 204 | 205));
    let Some(named) = response.body.as_ref().filter(|_| is_empty).and_then(TypeExpr::named) else { return };
    let message = format!("`{}` is returned with a status that has no body", named.name);
    let dropped = Diagnostic::new(lint::DROPPED_TYPE, named.span, message);
    cx.report(dropped.hint("correct the status, or leave out the type"));
}

/// Returns whether all requests have one of these methods.
fn have_methods(requests: &[RequestFacts], methods: &[Method]) -> bool {
    requests.iter().all(|request| methods.contains(&request.method))
}

/// Removes request lines that a repair made equal to an earlier line, and reports them.
fn drop_duplicates(cx: &mut Context<'_>, requests: &mut Vec<RequestFacts>) {
    let mut known: BTreeMap<(Method, RequestTemplate), Span> = BTreeMap::new();
    requests.retain(|request| match known.entry((request.method, request.template.clone())) {
        Entry::Occupied(first) => {
            report_duplicate(cx, request.span, request.method, &request.template, *first.get());
            false
        }
        Entry::Vacant(new) => {
            new.insert(request.span);
            true
        }
    });
}

fn report_duplicate(cx: &mut Context<'_>, span: Span, method: Method, template: &RequestTemplate, first: Span) {
    let message = format!("`{method} {template}` appears twice on this page");
    let diagnostic = Diagnostic::new(lint::DUPLICATE_REQUEST, span, message).related(first, "first here");
    cx.report(diagnostic.hint("remove the line, or write the path that was meant"));
}

/// Parses a request line. Returns `true` with it if its method is misspelled.
fn request_line(text: &str) -> Option<(StartLine, bool)> {
    let strict = start_line(text).map(|line| (line, false));
    strict.or_else(|| misspelled_start_line(text).map(|line| (line, true)))
}

/// Returns whether the page has request lines. Reports nothing.
pub(super) fn has_requests(cx: &Context<'_>) -> bool {
    !request_blocks(cx).is_empty()
}

/// Returns the blocks with request lines: those under `HTTP request`; on pages without that heading, those that are not examples.
fn request_blocks<'a>(cx: &Context<'a>) -> Vec<(&'a Section, &'a CodeBlock, Option<&'a Text>)> {
    let mut out = blocks_of(cx, |role| *role == Role::HttpRequest, |_| true);
    if out.is_empty() {
        let template = |code: &CodeBlock| {
            let block_type = code.annotation.as_ref().and_then(|a| a.block_type()).unwrap_or_default();
            let relative =
                code.lines.iter().find(|(_, l)| !l.trim().is_empty()).is_some_and(|(_, l)| match start_line(l) {
                    Some(StartLine::Request { url, .. }) => url.starts_with('/'),
                    _ => false,
                });
            relative && block_type != "response" && matches!(code.info.as_str(), "http" | "" | "msgraph-interactive")
        };
        let role = |role: &Role| matches!(role, Role::Permissions | Role::Unknown | Role::Intro);
        out = blocks_of(cx, role, template);
    }
    out
}

fn has_request_line(code: &CodeBlock) -> bool {
    code.lines.iter().any(|(_, line)| matches!(request_line(line), Some((StartLine::Request { .. }, _))))
}

fn blocks_of<'a>(
    cx: &Context<'a>,
    role: impl Fn(&Role) -> bool,
    pass: impl Fn(&CodeBlock) -> bool,
) -> Vec<(&'a Section, &'a CodeBlock, Option<&'a Text>)> {
    let mut out = Vec::new();
    for (_, section) in cx.sections_where(role) {
        let mut label = None;
        for item in items(&section.blocks) {
            match item.block {
                Block::Paragraph(text) if !item.quoted => label = Some(text),
                Block::Code(code) => {
                    if has_request_line(code) && pass(code) {
                        out.push((section, code, label));
                    }
                    label = None;
                }
                Block::Annotation(_) => {}
                _ => label = None,
            }
        }
    }
    out
}

fn requests(cx: &mut Context<'_>) -> Vec<RequestFacts> {
    let blocks = request_blocks(cx);
    let several = blocks.len() > 1;
    if !blocks.is_empty() {
        report_unread_fences(cx);
    }
    let mut out: Vec<RequestFacts> = Vec::new();
    let mut known: BTreeMap<(Method, RequestTemplate), (Span, Span)> = BTreeMap::new();
    for (section, code, paragraph) in blocks {
        let heading = section.heading.span;
        let label = label(section, paragraph, several);
        for (line, (_, text)) in code.lines.iter().enumerate() {
            let Some((StartLine::Request { method, url, column }, is_misspelled)) = request_line(text) else {
                report_unread_line(cx, code, line, text);
                continue;
            };
            let span = code.line_span(line, 0, text.trim_end().len());
            if is_misspelled {
                let message = format!("the method is misspelled: expected `{method}`");
                let hint = "write the method in capital letters, followed by a space";
                cx.report(Diagnostic::new(lint::MALFORMED_PATH, span, message).hint(hint));
            }
            let url_span = code.line_span(line, column, url.len());
            let parsed = match parse_template(&url) {
                Ok(parsed) => parsed,
                Err(TemplateFault::Unbalanced) => {
                    let message = "the path is ambiguous; the request is left out";
                    let hint = "close parentheses, braces and quotes where they are opened";
                    cx.report(Diagnostic::new(lint::UNREADABLE_REQUEST, url_span, message.to_owned()).hint(hint));
                    continue;
                }
                Err(_) => {
                    let shown: String = url.chars().take(80).collect();
                    cx.warn(
                        lint::UNREADABLE_REQUEST,
                        url_span,
                        format!("`{shown}` is not a path"),
                        "write a path such as `/users/{id}`",
                    );
                    continue;
                }
            };
            for fault in parsed.faults {
                report_fault(cx, fault, url_span);
            }
            match known.entry((method, parsed.template.clone())) {
                Entry::Occupied(first) => {
                    let (first, below) = *first.get();
                    // Scenarios under headings of their own may share the form of a query.
                    if below == heading || parsed.template.query.is_empty() {
                        report_duplicate(cx, span, method, &parsed.template, first);
                    }
                }
                Entry::Vacant(new) => {
                    new.insert((span, heading));
                    out.push(RequestFacts { method, template: parsed.template, label: label.clone(), span });
                }
            }
        }
    }
    out
}

/// Reports the lines of the HTTP request sections that are in fences without a readable request line.
fn report_unread_fences(cx: &mut Context<'_>) {
    for (_, section) in cx.sections_where(|role| *role == Role::HttpRequest) {
        for code in codes(&section.blocks).into_iter().filter(|code| !has_request_line(code)) {
            for (line, (_, text)) in code.lines.iter().enumerate() {
                report_unread_line(cx, code, line, text);
            }
        }
    }
}

/// Reports a line that is meant as a request line: it has an unknown method, a method and no path, or a path and no method.
fn report_unread_line(cx: &mut Context<'_>, code: &CodeBlock, line: usize, text: &str) {
    let word: String = text.split_whitespace().next().unwrap_or_default().chars().take(20).collect();
    let (message, hint) = if UNKNOWN_METHOD.is_match(text) {
        (format!("`{word}` is not a supported HTTP method"), "write GET, POST, PATCH, PUT, DELETE, HEAD or OPTIONS")
    } else if Method::ALL.iter().any(|method| method.as_str() == text.trim()) {
        (format!("no path follows `{word}`"), "write a path such as `/users/{id}` after the method")
    } else if PATH_ONLY.is_match(text) {
        (
            format!("no method precedes `{}`", text.trim().chars().take(80).collect::<String>()),
            "write `GET` or another method before the path",
        )
    } else {
        return;
    };
    let span = code.line_span(line, 0, text.trim_end().len());
    cx.warn(lint::UNREADABLE_REQUEST, span, message, hint);
}

fn report_fault(cx: &mut Context<'_>, fault: TemplateFault, span: Span) {
    let (message, hint) = match fault {
        TemplateFault::NotAUrl => return,
        TemplateFault::Unbalanced => ("parentheses or braces do not match in this path", "close what is open"),
        TemplateFault::Query => ("this query is not `?name=value`", "write `?name={value}`"),
        TemplateFault::ConcreteId => ("a concrete id is used instead of a placeholder", "write `{id}` instead"),
        TemplateFault::DoubledSlash => ("two `/` follow each other in this path", "remove one of them"),
        TemplateFault::Blank => ("this path contains white space", "remove it"),
        TemplateFault::Placeholder => ("a path parameter is not in braces", "write `{name}`"),
        TemplateFault::Spelling => {
            ("this path contains escapes, entities or typographic quotes", "write the characters themselves")
        }
        TemplateFault::Slash => ("a `/` is missing in this path", "begin with `/`, and put one between segments"),
    };
    cx.report(Diagnostic::new(lint::MALFORMED_PATH, span, message).hint(hint));
}

/// Returns the label that distinguishes this block's requests from those of other blocks on the page.
fn label(section: &Section, paragraph: Option<&Text>, several: bool) -> Option<String> {
    let heading = section.heading.value.trim();
    let of_heading = match LABEL.captures(heading) {
        Some(rest) => rest.get(1).map_or("", |m| m.as_str()).trim(),
        None => heading,
    };
    let is_misspelt = misspelt::intended(heading).is_some();
    let is_version = of_heading.starts_with("v1.") || of_heading.starts_with("v2.");
    if !of_heading.is_empty() && !is_version && !is_misspelt && section.level > 1 {
        return Some(of_heading.to_owned());
    }
    let text = paragraph.filter(|_| several)?.plain();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches([':', '.']).to_owned();
    let says_nothing = ["note", "the following", "here "]
        .iter()
        .any(|w| text.get(..w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w)));
    (!text.is_empty() && text.len() <= 300 && !says_nothing).then_some(text)
}

fn parameters(cx: &mut Context<'_>, role: &Role) -> Vec<PropertyFacts> {
    let mut out: Vec<PropertyFacts> = Vec::new();
    for table in cx.tables(role) {
        let columns = Columns::of(table);
        if columns.name.is_none() || (columns.ty.is_none() && columns.value.is_none() && columns.description.is_none())
        {
            continue;
        }
        let rows = property_rows(cx, table, true);
        add_new(&mut out, rows);
    }
    out
}

/// Returns whether all requests end in the same word, like calls of one function.
fn calls_one(requests: &[RequestFacts]) -> bool {
    let word = |request: &RequestFacts| match request.template.segments.last() {
        Some(Segment::Literal(name) | Segment::Call { name, .. }) if !name.starts_with('$') => {
            Some(name.to_lowercase())
        }
        _ => None,
    };
    let first = requests.first().and_then(word);
    first.is_some() && requests.iter().all(|request| word(request) == first)
}

/// Returns whether a heading declares that the parameters belong to the path.
fn names_the_path(cx: &Context<'_>) -> bool {
    let headings = cx.sections(&Role::PathParameters).into_iter().map(|(_, section)| section.heading.value.trim());
    headings.map(str::to_ascii_lowercase).any(|heading| heading.starts_with("path") || heading.starts_with("uri"))
}

/// Takes the rows of a `Parameters` table that are not placeholders of any path. An action takes its parameters in the body (OData JSON
/// §18), a function after its name (OData URL conventions §4.5).
fn unplaced(requests: &[RequestFacts], rows: &mut Vec<PropertyFacts>) -> Vec<PropertyFacts> {
    let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let mut placeholders = BTreeSet::new();
    for request in requests {
        let path = request.template.to_string();
        let inside = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        placeholders.extend(inside.flat_map(|placeholder| placeholder.split('|')).map(bare));
    }
    let in_path = |row: &PropertyFacts| placeholders.contains(&bare(&row.name));
    let (kept, moved) = std::mem::take(rows).into_iter().partition(in_path);
    *rows = kept;
    moved
}

/// Returns whether the page describes an action or a function, and its name.
fn invocation(cx: &Context<'_>, has_function_parameters: bool) -> (Option<InvocationKind>, Option<String>) {
    let kind = |word: &str| match word.to_ascii_lowercase().as_str() {
        "action" => Some(InvocationKind::Action),
        "function" => Some(InvocationKind::Function),
        _ => None,
    };
    let title = cx.page.title.as_ref().map_or("", |t| t.value.trim());
    let mut name = TITLE_INVOCATION.captures(title).and_then(|c| c.get(1)).map(|m| m.as_str().to_owned());
    let mut found = None;
    if let Some(word) = TITLE_WORD.captures(title) {
        if let (Some(n), Some(k)) = (word.get(1), word.get(2)) {
            name = name.or_else(|| Some(n.as_str().to_owned()));
            found = kind(k.as_str());
        } else if let Some(k) = word.get(3) {
            found = kind(k.as_str());
        }
    }
    let targets = cx.page.sections.iter().flat_map(|s| codes(&s.blocks));
    let target = targets.filter_map(|c| c.annotation.as_ref()).find_map(|a| a.str("target").and_then(kind));
    let prose = || {
        let roles = |r: &Role| matches!(r, Role::Intro | Role::Response | Role::RequestBody);
        let sections = cx.sections_where(roles);
        let texts = sections.into_iter().flat_map(|(_, s)| paragraphs(&s.blocks));
        texts.filter(|t| t.runs.len() < 200).find_map(|t| {
            let plain = t.plain();
            let word = PROSE_KIND.captures(&plain)?;
            kind(word.get(1).or(word.get(2))?.as_str())
        })
    };
    let by_rows = || has_function_parameters.then_some(InvocationKind::Function);
    (found.or(target).or_else(prose).or_else(by_rows), name)
}
