//! Reads the request of an HTTP message, as pages, proxies and browsers show it.
//!
//! In: lines. Out: a [`Draft`]. Messages are read as on pages; [`http2`](super::http2) reads lists of headers with `:method` and `:path`.

use std::ops::Range;

use crate::diagnostics::{FileId, Level, Span};
use crate::extract::http_message::{self, HttpMessage, StartLine};
use crate::parse::CodeBlock;

use super::draft::{Draft, Header};
use super::notes::Notes;
use super::text::Located;

/// A line without its line break, and its offset.
pub(super) type Line<'t> = (usize, &'t str);

/// Returns the lines of a part of the text.
pub(super) fn lines<'t>(text: &'t str, range: &Range<usize>) -> Vec<Line<'t>> {
    let mut at = range.start;
    let part = text.get(range.clone()).unwrap_or_default();
    let lines = part.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    });
    lines.collect()
}

/// Returns the body in some lines, without blank lines around it.
pub(super) fn body(lines: &[Line<'_>]) -> Option<Located> {
    let is_blank = |(_, line): &&Line<'_>| line.trim().is_empty();
    let from = lines.iter().take_while(is_blank).count();
    let to = lines.len() - lines.iter().rev().take_while(is_blank).count();
    let lines = lines.get(from..to)?;
    let (first, _) = lines.first()?;
    let mut out = Located::at(*first);
    for (index, (at, line)) in lines.iter().enumerate() {
        if index > 0 {
            // Line breaks have one character, wherever the text comes from.
            out.push("\n", at.saturating_sub(1));
        }
        out.push(line, *at);
    }
    Some(out)
}

/// Reads a message. The first line is a start line.
pub(super) fn read(lines: &[Line<'_>], notes: &mut Notes) -> Option<Draft> {
    let (first, end) = (lines.first()?.0, lines.last().map_or(0, |(at, line)| at + line.len()));
    let own = lines.iter().map(|(at, line)| (*at, (*line).to_owned())).collect();
    let span = Span::new(FileId(0), first, end);
    let mut block = CodeBlock { info: String::new(), lines: own, span, annotation: None };
    let message = read_start(&mut block, notes)?;
    let StartLine::Request { method, url, column } = &message.start else {
        let range = line_range(lines, message.start_line);
        let hint = "paste the request that it answers, or only the request";
        notes.add(Level::Error, &range, "this is a response, not a request").hint(hint);
        return None;
    };
    let url_at = lines.get(message.start_line).map_or(first, |(at, _)| at + column);
    let headers = headers(lines, &message);
    let (from, to) = message.body;
    let body = body(lines.get(from..to).unwrap_or_default());
    if body.is_none() {
        let rest = lines.get(to..).unwrap_or_default();
        report_rest(rest, notes);
    }
    Some(Draft {
        method: *method,
        url: with_host(url, &headers),
        url_range: url_at..url_at + url.len(),
        headers,
        body,
        range: first..end,
    })
}

/// Reads the message, whose method may be in lower case.
fn read_start(block: &mut CodeBlock, notes: &mut Notes) -> Option<HttpMessage> {
    if let Some(message) = http_message::read(block) {
        return Some(message);
    }
    let index = block.lines.iter().position(|(_, line)| !line.trim().is_empty())?;
    let (at, line) = block.lines.get_mut(index)?;
    let start = line.len() - line.trim_start().len();
    let length = line.trim_start().find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
    let method = notes.method(line.get(start..start + length)?, &(*at + start..*at + start + length))?;
    // `get: /path`
    line.replace_range(start..start + length, method.as_str());
    if let Some(colon) =
        line.find(':').filter(|colon| line.get(start + length..*colon).is_some_and(|b| b.trim().is_empty()))
    {
        line.replace_range(colon..=colon, " ");
    }
    http_message::read(block)
}

/// Returns the headers with their positions.
fn headers(lines: &[Line<'_>], message: &HttpMessage) -> Vec<Header> {
    let mut rest = lines.iter().skip(message.start_line + 1);
    let mut out = Vec::with_capacity(message.headers.len());
    for (name, value) in &message.headers {
        let line = rest.find(|(_, line)| line.split_once(':').is_some_and(|(own, _)| own.trim() == name));
        let range = line.map_or(0..0, |(at, line)| {
            let from = line.find(':').map_or(0, |colon| colon + 1);
            at + from..at + line.len()
        });
        out.push(Header { name: name.clone(), value: value.clone(), range });
    }
    out
}

/// Returns a URL whose host may be in the header `Host`.
pub(super) fn with_host(url: &str, headers: &[Header]) -> String {
    let host = headers.iter().find(|header| header.name.eq_ignore_ascii_case("host")).map(|header| header.value.trim());
    match host {
        Some(host) if url.starts_with('/') && !host.is_empty() => format!("https://{host}{url}"),
        _ => url.to_owned(),
    }
}

/// The message about another request.
pub(super) const ONLY_FIRST: &str = "only the first request is read";

/// Reports another request or a response after the first request.
pub(super) fn report_rest(rest: &[Line<'_>], notes: &mut Notes) {
    let start = rest.iter().find_map(|(at, line)| Some((*at, *line, http_message::start_line(line)?)));
    match start {
        Some((at, line, StartLine::Request { .. })) => {
            notes.add(Level::Warning, &(at..at + line.len()), ONLY_FIRST).hint("paste one request");
        }
        Some((at, line, StartLine::Response(_))) => {
            notes.add(Level::Note, &(at..at + line.len()), "the response is not read").hint("paste only the request");
        }
        None => {}
    }
}

fn line_range(lines: &[Line<'_>], index: usize) -> Range<usize> {
    lines.get(index).map_or(0..0, |(at, line)| *at..at + line.len())
}

/// Reads a bare URL, which further lines with query options may follow.
pub(super) fn bare_url(lines: &[Line<'_>], notes: &mut Notes) -> Option<Draft> {
    let mut lines = lines.iter().map(|(at, line)| (*at, *line)).skip_while(|(_, line)| line.trim().is_empty());
    let (at, line) = lines.next()?;
    let start = at + (line.len() - line.trim_start().len());
    let mut url = line.trim().to_owned();
    let mut end = start + url.len();
    for (at, line) in lines {
        let line_start = at + (line.len() - line.trim_start().len());
        if line.trim().is_empty() {
            continue;
        }
        if !line.trim().starts_with(['?', '&']) {
            let hint = "write a request line such as `POST /path`, and the headers and the body after it";
            notes.add(Level::Warning, &(line_start..at + line.len()), "the text after the URL is ignored").hint(hint);
            break;
        }
        url.push_str(line.trim());
        end = at + line.len();
    }
    // A URL in angle brackets (RFC 3986 appendix C).
    if let Some(inner) =
        url.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|inner| inner.contains("://"))
    {
        url = inner.to_owned();
    }
    let method = crate::odata::Method::Get;
    Some(Draft { method, url, url_range: start..end, headers: Vec::new(), body: None, range: start..end })
}
