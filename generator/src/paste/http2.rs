//! Reads the request of a list of headers as the network tab of a browser shows it.
//!
//! In: lines. Out: a [`Draft`]. The method and the path are in the pseudo-headers of HTTP/2 (RFC 9113 §8.3.1), or in the lines `Request
//! URL` and `Request Method`. Names and values are on one line, or on two.

use std::ops::Range;

use crate::diagnostics::Level;

use super::draft::{Draft, Header, is_token};
use super::messages::{Line, body};
use super::notes::Notes;

/// The pseudo-headers of requests.
const PSEUDO: [&str; 5] = [":method", ":scheme", ":authority", ":path", ":protocol"];

/// The lines of a browser's summary that are about the request.
const SUMMARY: [(&str, &str); 2] = [("request url", ":url"), ("request method", ":method")];

/// Titles of the parts.
const TITLES: [&str; 6] = ["general", "raw", "request headers", "response headers", "view parsed", "view source"];

/// The other lines of the summary.
const WITH_VALUE: [&str; 3] = ["referrer policy", "remote address", "status code"];

/// The number of lines among which a list of headers has to begin.
const BEGIN: usize = 20;

/// Returns whether some lines are a list of headers with a method and a path.
pub(super) fn is_list(lines: &[Line<'_>]) -> bool {
    let mut filled = lines.iter().map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(BEGIN);
    filled.any(|line| pseudo(line).is_some())
}

/// Returns the pseudo-header that a line begins with, and the rest of the line after a colon; `None` as the rest if the line ends with the
/// name.
fn pseudo(line: &str) -> Option<(&'static str, Option<&str>)> {
    let lower = line.to_ascii_lowercase();
    let all = PSEUDO.iter().map(|name| (*name, *name)).chain(SUMMARY);
    for (written, name) in all {
        let Some(rest) = lower.strip_prefix(written).and_then(|_| line.get(written.len()..)) else { continue };
        let rest = rest.trim_start();
        match rest.strip_prefix(':') {
            _ if rest.is_empty() => return Some((name, None)),
            Some(value) => return Some((name, Some(value.trim()).filter(|value| !value.is_empty()))),
            None => {}
        }
    }
    None
}

/// A name with its value.
struct Entry {
    name: String,
    value: String,
    range: Range<usize>,
}

/// Reads a list.
pub(super) fn read(lines: &[Line<'_>], notes: &mut Notes) -> Option<Draft> {
    let (entries, rest) = entries(lines);
    let find = |name: &str| entries.iter().find(|entry| entry.name == name);
    let range = lines.first()?.0..lines.last().map_or(0, |(at, line)| at + line.len());
    let (path, url) = (find(":path"), find(":url"));
    let Some(target) = path.or(url) else {
        let message = "the list of headers has no `:path`";
        notes.add(Level::Error, &range, message).hint("paste all headers of the request");
        return None;
    };
    let method = match find(":method") {
        Some(method) => notes.method(&method.value, &method.range)?,
        None => {
            let message = "the list of headers has no `:method`";
            notes.add(Level::Error, &range, message).hint("add a line such as `:method: GET`");
            return None;
        }
    };
    let host = find(":authority").map(|entry| entry.value.as_str());
    let url = match (path, host) {
        (Some(path), Some(host)) if path.value.starts_with('/') => {
            let scheme = find(":scheme").map_or("https", |entry| entry.value.as_str());
            format!("{scheme}://{host}{}", path.value)
        }
        _ => target.value.clone(),
    };
    let url_range = target.range.clone();
    let headers = entries.into_iter().filter(|entry| !entry.name.starts_with(':'));
    let headers = headers.map(|Entry { name, value, range }| Header { name, value, range }).collect();
    Some(Draft { method, url, url_range, headers, body: body(rest), range })
}

/// Returns the names and values, and the lines of the body.
fn entries<'l, 't>(lines: &'l [Line<'t>]) -> (Vec<Entry>, &'l [Line<'t>]) {
    let mut out: Vec<Entry> = Vec::new();
    // Whether values are on lines of their own.
    let mut split = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let text = line.1.trim();
        at += 1;
        let rest = lines.get(at..).unwrap_or_default();
        let has_path = out.iter().any(|entry| entry.name == ":path");
        if text.is_empty() {
            // The parts of a summary may be apart.
            let is_next = rest.first().is_none_or(|(_, line)| !line.trim().is_empty());
            let is_end = has_path || is_next && !out.is_empty() && !is_list(rest) && title(rest).is_none();
            if is_end {
                return (out, rest);
            }
            continue;
        }
        if let Some((name, value)) = pseudo(text) {
            split |= value.is_none();
            at += usize::from(value.is_none());
            let found = value.map(|value| (line, value)).or_else(|| Some((rest.first()?, rest.first()?.1.trim())));
            out.extend(found.map(|(line, value)| Entry::new(name, value, line)));
            continue;
        }
        match title(std::slice::from_ref(line)) {
            // What precedes are headers of the response.
            Some("request headers") => out.retain(|entry| entry.name.starts_with(':')),
            Some("response headers") if has_path => return (out, &[]),
            Some(title) => at += usize::from(WITH_VALUE.contains(&title) && !text.contains(':')),
            None => match text.split_once(':') {
                Some((name, value)) if is_token(name.trim()) && !(split && value.trim().is_empty()) => {
                    out.push(Entry::new(name.trim(), value.trim(), line));
                }
                _ if split && is_token(text.trim_end_matches(':')) => {
                    at += 1;
                    out.extend(rest.first().map(|line| Entry::new(text.trim_end_matches(':'), line.1.trim(), line)));
                }
                // The body follows without a blank line.
                _ if text.starts_with(['{', '[']) => return (out, lines.get(at - 1..).unwrap_or_default()),
                _ => {}
            },
        }
    }
    (out, &[])
}

impl Entry {
    /// Returns an entry whose value is on this line.
    fn new(name: &str, value: &str, (start, line): &Line<'_>) -> Entry {
        let column = line.rfind(value).unwrap_or(0);
        let range = start + column..start + column + value.len();
        Entry { name: name.to_owned(), value: value.to_owned(), range }
    }
}

/// Returns the title, or the line of the summary, that the first line with text is.
fn title(lines: &[Line<'_>]) -> Option<&'static str> {
    let (_, line) = lines.iter().find(|(_, line)| !line.trim().is_empty())?;
    let text = line.split(':').next().unwrap_or_default().trim();
    TITLES.iter().chain(&WITH_VALUE).find(|title| title.eq_ignore_ascii_case(text)).copied()
}
