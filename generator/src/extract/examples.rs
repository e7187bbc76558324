//! Examples: pairs of requests and responses (docs/format.md#examples).
//!
//! In: every fenced block of a page. Out: [`ExampleFacts`]. The annotation or the first line tells whether a block is a request or a
//! response: in some areas, most blocks have no annotation.

use crate::diagnostics::{Diagnostic, Fix, Spanned, lint};
use crate::parse::{Annotation, Block, CodeBlock, Run, Section, Text};

use super::context::{Context, items};
use super::facts::{ExampleBody, ExampleFacts, RequestExample, ResponseExample};
use super::http_message::{self, HttpMessage, StartLine};
use super::json::{report_fault, report_repair};
use super::message_body::{BodyReading, read_body};
use super::pattern::pattern;
use super::sections::Role;
use super::type_expr::parse_str;

pattern! {
    LABEL = r"(?i)^(?:(?P<body>request body)|(?P<request>requests?)|responses?)(?: \d+)?:?$";
    BARE_TITLE = r"(?i)^(?:examples?(?: \d+)?|request(?: \d+)?|responses?(?: \d+)?):?$";
}

/// The number of previous examples that are searched for the request of a response.
const RECENT: usize = 50;

/// Info strings of blocks that may contain messages; other blocks contain program text.
pub(super) const INFOS: &[&str] = &["", "http", "https", "msgraph-interactive", "json", "rest", "text"];

/// Returns the examples of a page.
pub(super) fn examples(cx: &mut Context<'_>) -> Vec<ExampleFacts> {
    let page = cx.page;
    let mut out: Vec<ExampleFacts> = Vec::new();
    let mut names: Vec<Option<String>> = Vec::new();
    // Whether each example is also a request template of the page.
    let mut templates: Vec<bool> = Vec::new();
    for (index, section) in page.sections.iter().enumerate() {
        let role = cx.roles.get(index).cloned().unwrap_or(Role::Unknown);
        let blocks = labelled(section);
        let is_response =
            |code: &CodeBlock| http_message::read(code).is_some_and(|m| matches!(m.start, StartLine::Response(_)));
        let has_response = blocks.iter().any(|(code, _)| is_response(code));
        for (code, label) in blocks {
            if !INFOS.contains(&code.info.as_str()) {
                continue;
            }
            let is_open = out.last().is_some_and(|e: &ExampleFacts| e.request.is_some() && e.response.is_none());
            let read = http_message::read(code);
            let block_type = code.annotation.as_ref().and_then(Annotation::block_type).unwrap_or_default();
            // Messages that the service sends have their body in a separate block annotated as an example.
            let is_sent = label == Some(Label::RequestBody) || block_type == "example";
            if let Some(message) = bare_body(code).filter(|_| is_sent && is_open) {
                let sent = body(cx, code, &message, false);
                if let Some(request) = out.last_mut().and_then(|example| example.request.as_mut())
                    && request.body == ExampleBody::None
                {
                    request.body = sent;
                }
                continue;
            }
            let Some(message) =
                read.or_else(|| bare_body(code).filter(|_| label == Some(Label::Response) && is_open && !has_response))
            else {
                continue;
            };
            if role == Role::HttpRequest
                && !(block_type == "request" && is_one_request(code))
                && block_type != "response"
            {
                continue;
            }
            // Outside of examples, a request with placeholders is a template.
            let template = matches!(&message.start, StartLine::Request { url, .. } if url.contains(['{', '<']));
            let is_example = role == Role::Example || block_type == "request" || label == Some(Label::Request);
            if template && !is_example {
                continue;
            }
            let name = code.annotation.as_ref().and_then(|a| a.str("name")).map(str::to_owned);
            match message.start {
                StartLine::Request { .. } => {
                    let title = title(cx, index);
                    out.push(ExampleFacts { title, request: request(cx, code, &message), response: None });
                    names.push(name);
                    templates.push(template && role == Role::HttpRequest);
                }
                StartLine::Response(status) => {
                    let open = |e: &ExampleFacts| e.request.is_some() && e.response.is_none();
                    // The request with the same name, else the last one without a response. Neither is ever far away.
                    let recent = || out.iter().enumerate().rev().take(RECENT);
                    let by_name = recent().find(|(i, e)| name.is_some() && names.get(*i) == Some(&name) && open(e));
                    let last = || recent().take_while(|(_, e)| e.request.is_some()).find(|(_, e)| open(e));
                    let slot = by_name.or_else(last).map(|(i, _)| i);
                    let asked = slot.and_then(|i| out.get(i)?.request.as_ref());
                    // Errors are JSON.
                    let raw = status < 300 && asked.is_some_and(|request| asks_for_bytes(&request.url));
                    let response = response(cx, code, &message, status, raw);
                    match slot.and_then(|i| out.get_mut(i)) {
                        Some(example) => example.response = Some(response),
                        None => {
                            out.push(ExampleFacts { title: title(cx, index), request: None, response: Some(response) });
                            names.push(None);
                            templates.push(false);
                        }
                    }
                }
            }
        }
    }
    // A template is an example only if a response follows.
    let mut templates = templates.into_iter();
    out.retain(|example| !templates.next().unwrap_or(false) || example.response.is_some());
    out
}

/// The kind of blocks that a heading or a bold paragraph announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Request,
    RequestBody,
    Response,
}

impl Label {
    fn of(text: &str) -> Option<Label> {
        let found = LABEL.captures(text.trim())?;
        Some(match (found.name("request"), found.name("body")) {
            (Some(_), _) => Label::Request,
            (None, Some(_)) => Label::RequestBody,
            (None, None) => Label::Response,
        })
    }

    fn of_paragraph(text: &Text) -> Option<Label> {
        match text.runs.as_slice() {
            [Run::Strong(text)] => Label::of(text),
            _ => None,
        }
    }
}

/// Returns the fenced blocks of a section, each with its label. The heading of the contract's own section is not a label.
fn labelled(section: &Section) -> Vec<(&CodeBlock, Option<Label>)> {
    let mut label = Label::of(&section.heading.value).filter(|_| section.level > 2);
    let mut out = Vec::new();
    for item in items(&section.blocks) {
        match item.block {
            Block::Paragraph(text) => label = Label::of_paragraph(text).or(label),
            Block::Code(code) => out.push((code, label)),
            _ => {}
        }
    }
    out
}

/// Reads a block of bare JSON as the body of a message whose start line was left out.
fn bare_body(code: &CodeBlock) -> Option<HttpMessage> {
    let first = code.lines.iter().position(|(_, line)| !line.trim().is_empty())?;
    let block_type = code.annotation.as_ref().and_then(Annotation::block_type);
    let is_other = code.annotation.is_some() && block_type.as_deref() != Some("example");
    let is_json = !is_other && code.lines[first].1.trim_start().starts_with(['{', '[']);
    is_json.then(|| HttpMessage {
        start: StartLine::Response(0),
        start_line: first,
        headers: Vec::new(),
        body: (first, code.lines.len()),
        missing_blank_line: None,
    })
}

/// Returns whether a template block contains exactly one request, so that it can double as the example.
fn is_one_request(code: &CodeBlock) -> bool {
    let starts =
        code.lines.iter().filter(|(_, l)| matches!(http_message::start_line(l), Some(StartLine::Request { .. })));
    let urls: Vec<&str> = starts.map(|(_, l)| l.as_str()).collect();
    urls.len() == 1
}

/// Returns the nearest heading that is more specific than `Example` or `Request`.
fn title(cx: &Context<'_>, section: usize) -> Option<String> {
    let mut at = Some(section);
    let mut last = usize::MAX;
    while let Some(index) = at.filter(|i| *i < last) {
        last = index;
        let section = cx.page.sections.get(index)?;
        if section.level <= 1 || (index != 0 && cx.roles.get(index) != Some(&Role::Example)) {
            return None;
        }
        let heading = section.heading.value.trim();
        if !heading.is_empty() && !BARE_TITLE.is_match(heading) {
            return Some(heading.to_owned());
        }
        at = section.parent;
    }
    None
}

fn request(cx: &mut Context<'_>, code: &CodeBlock, message: &HttpMessage) -> Option<RequestExample> {
    let StartLine::Request { method, url, column } = &message.start else { return None };
    let body = body(cx, code, message, false);
    Some(RequestExample {
        method: *method,
        url: url.clone(),
        headers: message.headers.clone(),
        body,
        annotated: code.annotation.as_ref().and_then(Annotation::block_type).as_deref() == Some("request"),
        name: code.annotation.as_ref().and_then(|a| Some(Spanned::new(a.str("name")?.to_owned(), a.span))),
        span: code.span,
        url_span: code.line_span(message.start_line, *column, url.len()),
    })
}

/// Returns whether a request gets the bytes of a property or of an object (OData URL conventions §4.7).
fn asks_for_bytes(url: &str) -> bool {
    url.split('?').next().is_some_and(|path| path.trim_end().ends_with("/$value"))
}

/// Reads a response. `raw` tells whether its request gets bytes.
fn response(cx: &mut Context<'_>, code: &CodeBlock, message: &HttpMessage, status: u16, raw: bool) -> ResponseExample {
    let annotation = code.annotation.as_ref();
    let ty = annotation.and_then(|a| {
        let name = a.str("@odata.type").or_else(|| a.str("@type"))?.trim();
        let many = a
            .value
            .get("isCollection")
            .is_some_and(|v| v.as_bool() == Some(true) || v.as_str().is_some_and(|s| s.eq_ignore_ascii_case("true")));
        (!name.is_empty()).then(|| parse_str(name, a.span).collected(many))
    });
    let truncated = annotation
        .and_then(|a| a.value.get("truncated"))
        .is_some_and(|v| v.as_bool() == Some(true) || v.as_str() == Some("true"));
    ResponseExample {
        status,
        headers: message.headers.clone(),
        body: body(cx, code, message, raw),
        ty_span: ty.as_ref().and_then(|_| annotation.map(|a| a.span)),
        ty,
        truncated,
        span: code.span,
    }
}

/// Reads a body. Text that is not JSON is accepted where its headers state another format, or where its request gets bytes (`raw`).
fn body(cx: &mut Context<'_>, code: &CodeBlock, message: &HttpMessage, raw: bool) -> ExampleBody {
    let (first, end) = message.body;
    let lines = code.lines.get(first..end).unwrap_or_default();
    let text = lines.iter().map(|(_, l)| l.as_str()).collect::<Vec<_>>().join("\n");
    let begin = text.trim_start();
    if begin.is_empty() {
        return ExampleBody::None;
    }
    if let Some(line) = message.missing_blank_line.filter(|l| *l == first && begin.starts_with(['{', '['])) {
        let span = code.line_span(line, 0, code.lines.get(line).map_or(0, |(_, l)| l.len()));
        let diagnostic =
            Diagnostic::new(lint::MISSING_BLANK_LINE, span, "there is no blank line between the headers and the body");
        cx.report(diagnostic.hint("put a blank line before this one").fix(Fix::BlankLine));
    }
    let span = lines_span(code, first, end);
    let BodyReading { body, repair, fault } = read_body(&text, &message.headers, raw, span);
    if let Some(repair) = repair {
        report_repair(cx, code, first, &text, repair);
    }
    if let Some(fault) = fault {
        report_fault(cx, code, first, &text, fault);
    }
    body
}

/// Returns the span of the lines `first..end`.
fn lines_span(code: &CodeBlock, first: usize, end: usize) -> crate::diagnostics::Span {
    let start = code.line_span(first, 0, 0);
    let last = end.saturating_sub(1);
    let len = code.lines.get(last).map_or(0, |(_, l)| l.len());
    crate::diagnostics::Span::new(start.file, start.start, code.line_span(last, 0, len).end)
}
