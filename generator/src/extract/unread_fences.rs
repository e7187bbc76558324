//! Reports the fences of a page that no reader used.
//!
//! In: a fence, and what was read from its page. Out: a diagnostic; or the requests and types in it, about which other pages decide.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Spanned, lint};
use crate::odata::Method;
use crate::parse::CodeBlock;
use crate::similar::hint_for;

use super::context::Context;
use super::facts::{ExampleBody, MentionedRequest, RequestExample};
use super::http_message::{StartLine, start_line};
use super::json::parse;
use super::pattern::pattern;
use super::sections::Role;
use super::unread::{Read, Unread, cut};

pattern! {
    OTHER_METHOD = r"^[A-Z]{3,10}[ \t]+(?:https?://|/)\S*(?:[ \t]+HTTP/[\d.]+)?$";
}

/// Info strings of fences that may contain JSON. Fences with other info strings contain code.
const JSON_INFOS: [&str; 4] = ["", "http", "json", "jsonc"];

/// Reports an unread fence of HTTP or JSON. Its request lines may be documented on another page, so they are returned for resolve to
/// look up, with the response in the next fence; and so is the type in an annotation.
pub(super) fn fence(cx: &mut Context<'_>, read: &Read, role: &Role, code: &CodeBlock, asked: bool, out: &mut Unread) {
    let used = read.touches(code.span);
    let before = out.mentioned.len();
    for index in 0..code.lines.len() {
        let request = request(code, index).filter(|request| !read.touches(request.span));
        out.mentioned.extend(request.map(|request| MentionedRequest { request, response: None }));
    }
    if used || out.mentioned.len() > before {
        return;
    }
    let Some(at) = code.lines.iter().position(|(_, line)| !line.trim().is_empty()) else { return };
    let first = code.lines[at].1.trim();
    let span = code.line_span(at, 0, code.lines[at].1.trim_end().len());
    let is_message = JSON_INFOS.contains(&code.info.as_str()) || code.info == "msgraph-interactive";
    let what = if is_message && (*role == Role::HttpRequest || OTHER_METHOD.is_match(first)) {
        "request"
    } else if is_ignored(code) {
        // The author says that the fence is not an example.
        return;
    } else if matches!(start_line(first), Some(StartLine::Response(_))) {
        if let Some(request) = out.mentioned.last_mut().filter(|_| asked) {
            request.response = Some(span);
            return;
        }
        "response"
    } else if first.starts_with(['{', '[']) && JSON_INFOS.contains(&code.info.as_str()) && !repeats(code, read) {
        if let Some(ty) = example_type(code) {
            out.typed.push(Spanned { value: ty, span });
            return;
        }
        "JSON"
    } else {
        return;
    };
    let (message, hint) = match unknown_method(first).filter(|_| what == "request") {
        Some(method) => (
            format!("nothing is read from this request: `{}` is not a known method", cut(method)),
            hint_for(method, Method::ALL.map(Method::as_str), "write a method such as `GET`, `POST` or `PATCH`"),
        ),
        None => (format!("nothing is read from this {what}"), "describe it with a heading or an annotation".to_owned()),
    };
    cx.report(Diagnostic::new(lint::UNUSED_FENCE, span, message).hint(hint));
}

/// Returns the word before the URL of a request line if no known method has this name.
fn unknown_method(line: &str) -> Option<&str> {
    let method = line.split_whitespace().next().filter(|_| OTHER_METHOD.is_match(line))?;
    Method::parse(method).is_none().then_some(method)
}

/// Returns whether the annotation of a fence is `ignored`.
fn is_ignored(code: &CodeBlock) -> bool {
    code.annotation.as_ref().is_some_and(|annotation| annotation.block_type().as_deref() == Some("ignored"))
}

/// Returns the type that the annotation of an example names, else the type that its JSON names.
fn example_type(code: &CodeBlock) -> Option<String> {
    let is_example = |block_type: Option<String>| block_type.as_deref() == Some("example");
    let annotation = code.annotation.as_ref().filter(|annotation| is_example(annotation.block_type()));
    let noted = annotation.and_then(|annotation| annotation.str("@odata.type").map(str::to_owned));
    let shown = || {
        let (value, _) = parse(&code.text()).complete().ok()?;
        value.get("@odata.type")?.as_str().filter(|ty| ty.contains('.')).map(str::to_owned)
    };
    noted.or_else(shown).map(|ty| ty.trim().trim_start_matches('#').to_owned())
}

/// Returns the request on a line of a fence.
fn request(code: &CodeBlock, index: usize) -> Option<RequestExample> {
    let (_, line) = code.lines.get(index)?;
    let StartLine::Request { method, url, column } = start_line(line)? else { return None };
    let url_span = code.line_span(index, column, url.len());
    let span = code.line_span(index, 0, line.trim_end().len());
    Some(RequestExample {
        method,
        url,
        headers: Vec::new(),
        body: ExampleBody::None,
        annotated: false,
        name: None,
        span,
        url_span,
    })
}

/// Returns whether the rows of the page document all members of the JSON, or the page describes a type whose members have any name.
fn repeats(code: &CodeBlock, read: &Read) -> bool {
    let Ok((value, _)) = parse(&code.text()).complete() else { return false };
    let object = value.as_array().map_or(Some(&value), |list| list.first());
    let Some(Value::Object(members)) = object else { return false };
    if read.has_any_members {
        return true;
    }
    let mut own = members.keys().filter(|name| !name.contains('@')).peekable();
    own.peek().is_some() && own.all(|name| read.names.contains(name))
}
