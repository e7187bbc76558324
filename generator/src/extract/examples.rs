//! Examples: requests and responses, paired (format §10).
//!
//! In: every fenced block of a page. Out: [`ExampleFacts`]. A block is a request or a response because its annotation says so,
//! or because its first line does: most blocks of some areas have no annotation.

use crate::diagnostics::{Diagnostic, lint};
use crate::parse::{Annotation, CodeBlock};

use super::context::{Context, codes};
use super::facts::{ExampleBody, ExampleFacts, JsonBlock, RequestExample, ResponseExample};
use super::http_message::{self, HttpMessage, StartLine};
use super::json::{Lenient, parse};
use super::pattern::pattern;
use super::resource::place;
use super::sections::Role;
use super::type_expr::parse_str;

pattern! {
    BARE_TITLE = r"(?i)^(?:examples?(?: \d+)?|request(?: \d+)?|responses?(?: \d+)?):?$";
}

/// How far back the request of a response is looked for.
const RECENT: usize = 50;

/// Info strings of blocks that may hold messages; others are program text.
const INFOS: &[&str] = &["", "http", "https", "msgraph-interactive", "json", "rest", "text"];

/// The examples of a page.
pub(super) fn examples(cx: &mut Context<'_>) -> Vec<ExampleFacts> {
    let page = cx.page;
    let mut out: Vec<ExampleFacts> = Vec::new();
    let mut names: Vec<Option<String>> = Vec::new();
    for (index, section) in page.sections.iter().enumerate() {
        let role = cx.roles.get(index).cloned().unwrap_or(Role::Unknown);
        for code in codes(&section.blocks) {
            if !INFOS.contains(&code.info.as_str()) {
                continue;
            }
            let block_type = code.annotation.as_ref().and_then(Annotation::block_type).unwrap_or_default();
            let Some(message) = http_message::read(code) else {
                if block_type == "example" {
                    let open = out.last_mut().filter(|example| example.response.is_none());
                    body_apart(cx, code, open.and_then(|example| example.request.as_mut()));
                }
                continue;
            };
            if role == Role::HttpRequest
                && !(block_type == "request" && is_one_request(code))
                && block_type != "response"
            {
                continue;
            }
            // Outside of examples a request with placeholders is a template.
            let template = matches!(&message.start, StartLine::Request { url, .. } if url.contains(['{', '<']));
            if template && role != Role::Example && block_type != "request" {
                continue;
            }
            let name = code.annotation.as_ref().and_then(|a| a.str("name")).map(str::to_owned);
            match message.start {
                StartLine::Request { .. } => {
                    let title = title(cx, index);
                    out.push(ExampleFacts { title, request: request(cx, code, &message), response: None });
                    names.push(name);
                }
                StartLine::Response(status) => {
                    let response = response(cx, code, &message, status);
                    let open = |e: &ExampleFacts| e.request.is_some() && e.response.is_none();
                    // The request of the same name, else the last one that has no response yet. Neither is ever far away.
                    let recent = || out.iter().enumerate().rev().take(RECENT);
                    let by_name = recent().find(|(i, e)| name.is_some() && names.get(*i) == Some(&name) && open(e));
                    let last = || recent().take_while(|(_, e)| e.request.is_some()).find(|(_, e)| open(e));
                    let slot = by_name.or_else(last).map(|(i, _)| i);
                    match slot.and_then(|i| out.get_mut(i)) {
                        Some(example) => example.response = Some(response),
                        None => {
                            out.push(ExampleFacts { title: title(cx, index), request: None, response: Some(response) });
                            names.push(None);
                        }
                    }
                }
            }
        }
    }
    out
}

/// A template block may double as the example: one request, nothing left open.
fn is_one_request(code: &CodeBlock) -> bool {
    let starts =
        code.lines.iter().filter(|(_, l)| matches!(http_message::start_line(l), Some(StartLine::Request { .. })));
    let urls: Vec<&str> = starts.map(|(_, l)| l.as_str()).collect();
    urls.len() == 1 && !urls[0].contains(['{', '<'])
}

/// The nearest heading that says more than `Example` or `Request`.
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
    let body = body(cx, code, message);
    Some(RequestExample {
        method: method.clone(),
        url: url.clone(),
        headers: message.headers.clone(),
        body,
        annotated: code.annotation.as_ref().and_then(Annotation::block_type).as_deref() == Some("request"),
        span: code.span,
        url_span: code.line_span(message.start_line, *column, url.len()),
    })
}

/// A block of its own that is the body of the request before it: messages the service sends are shown like that.
fn body_apart(cx: &mut Context<'_>, code: &CodeBlock, request: Option<&mut RequestExample>) {
    let Some(request) = request.filter(|request| request.body == ExampleBody::None) else { return };
    let whole = HttpMessage {
        start: StartLine::Response(0),
        start_line: 0,
        headers: request.headers.clone(),
        body: (0, code.lines.len()),
        missing_blank_line: None,
    };
    request.body = body(cx, code, &whole);
}

fn response(cx: &mut Context<'_>, code: &CodeBlock, message: &HttpMessage, status: u16) -> ResponseExample {
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
        body: body(cx, code, message),
        ty_span: ty.as_ref().and_then(|_| annotation.map(|a| a.span)),
        ty,
        truncated,
        span: code.span,
    }
}

fn body(cx: &mut Context<'_>, code: &CodeBlock, message: &HttpMessage) -> ExampleBody {
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
            Diagnostic::new(lint::MISSING_BLANK_LINE, span, "the body begins without a blank line behind the headers");
        cx.report(diagnostic.hint("put a blank line before this one"));
    }
    let stated = message
        .headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case("content-type"))
        .map(|(_, v)| v.to_ascii_lowercase());
    let says_json = stated.as_ref().is_some_and(|t| t.contains("json"));
    let says_other = stated.as_ref().is_some_and(|t| !t.is_empty() && !t.contains("json"));
    if !begin.starts_with(['{', '[']) {
        let scalar =
            says_json.then(|| parse(&text)).filter(|l| matches!(l, Lenient::Valid(_))).and_then(Lenient::value);
        return match scalar {
            Some(value) => ExampleBody::Json(JsonBlock { value, repaired: false, span: lines_span(code, first, end) }),
            None => ExampleBody::Other(text),
        };
    }
    let span = lines_span(code, first, end);
    match parse(&text) {
        Lenient::Valid(value) => ExampleBody::Json(JsonBlock { value, repaired: false, span }),
        Lenient::Repaired(value, repair) => {
            let at = place(code, first, &text, repair.at);
            cx.report(
                Diagnostic::new(lint::REPAIRED_JSON, at, format!("this JSON has {}", repair.what))
                    .hint("write it as JSON demands"),
            );
            ExampleBody::Json(JsonBlock { value, repaired: true, span })
        }
        Lenient::Broken(_) if says_other => ExampleBody::Other(text),
        Lenient::Broken(at) => {
            let at = place(code, first, &text, at);
            cx.warn(lint::BROKEN_JSON, at, "this is not JSON".to_owned(), "correct the text from here on");
            ExampleBody::BrokenJson(span)
        }
    }
}

/// The lines from `first` up to `end`.
fn lines_span(code: &CodeBlock, first: usize, end: usize) -> crate::diagnostics::Span {
    let start = code.line_span(first, 0, 0);
    let last = end.saturating_sub(1);
    let len = code.lines.get(last).map_or(0, |(_, l)| l.len());
    crate::diagnostics::Span::new(start.file, start.start, code.line_span(last, 0, len).end)
}
