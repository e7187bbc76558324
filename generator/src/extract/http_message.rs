//! An HTTP message in a fenced block: start line, headers, body.
//!
//! In: the block's lines. Out: [`HttpMessage`], with line numbers for diagnostics. A missing blank line before the body is repaired (a
//! line that starts with `{` or `[` ends the headers) and recorded.

use crate::odata::Method;
use crate::parse::CodeBlock;

use super::pattern::pattern;

/// The parts of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpMessage {
    /// The first line.
    pub start: StartLine,
    /// The number of that line.
    pub start_line: usize,
    /// Names and values, in order.
    pub headers: Vec<(String, String)>,
    /// The lines of the body: the first, and one past the last. Equal if there is no body.
    pub body: (usize, usize),
    /// The body's first line, if no blank line separates it from the headers.
    pub missing_blank_line: Option<usize>,
}

/// A start line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartLine {
    /// `GET https://…`
    Request {
        /// The method.
        method: Method,
        /// As written.
        url: String,
        /// The column where the URL begins.
        column: usize,
    },
    /// `HTTP/1.1 200 OK`; 0 without a status, or with one that is not a number of three digits.
    Response(u16),
}

pattern! {
    MISSPELLED = r"^\s*([A-Za-z]+)(?:\s*:\s*|\s+)((?:https?://|/)\S.*)$";
    HEADER = r"^\s*([A-Za-z][A-Za-z0-9_-]*)\s*:(?:\s+(.*)|(.*))$";
}

/// Returns whether a line starts a message.
#[must_use]
pub fn is_start_line(line: &str) -> bool {
    start_line(line).is_some()
}

/// Returns whether a header can have this value (RFC 9110 §5.5, without the obsolete bytes above ASCII).
#[must_use]
pub fn is_header_value(value: &str) -> bool {
    value.chars().all(|c| c == ' ' || c == '\t' || c.is_ascii_graphic())
}

/// Parses a start line: `GET /path`, `GET/path`, `HTTP/1.1 200 OK`, `HTTP 200`, `HTTP/1.1`.
#[must_use]
pub fn start_line(line: &str) -> Option<StartLine> {
    let line = line.trim_end();
    let start = line.trim_start();
    for method in Method::ALL {
        let Some(behind) = start.strip_prefix(method.as_str()) else { continue };
        let written = behind.trim_start_matches(BLANKS);
        if written.len() == behind.len() && !behind.starts_with('/') {
            return None;
        }
        let url = strip_version(written);
        let column = line.len() - written.len();
        return (!url.is_empty()).then(|| StartLine::Request { method, url: url.to_owned(), column });
    }
    let behind = start.strip_prefix("HTTP")?;
    let version = behind.strip_prefix('/').and_then(strip_digit);
    let behind = version.map_or(behind, |major| major.strip_prefix('.').and_then(strip_digit).unwrap_or(major));
    if behind.is_empty() {
        return Some(StartLine::Response(0));
    }
    let status = behind.trim_start_matches(BLANKS);
    let digits = status.bytes().take_while(u8::is_ascii_digit).count();
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_status = status.len() < behind.len() && digits == 3 && !status[digits..].starts_with(in_word);
    if is_status {
        return status[..digits].parse().ok().map(StartLine::Response);
    }
    // A status line with a wrong status: lint reports it.
    let has_version = version.is_some() && status.len() < behind.len();
    has_version.then_some(StartLine::Response(0))
}

/// Parses a request line whose method is in another case or followed by a colon: `get /path`, `HEAD: /path`.
#[must_use]
pub fn misspelled_start_line(line: &str) -> Option<StartLine> {
    let found = MISSPELLED.captures(line)?;
    let (method, written) = (Method::parse(&found.get(1)?.as_str().to_ascii_uppercase())?, found.get(2)?);
    let url = strip_version(written.as_str());
    Some(StartLine::Request { method, url: url.to_owned(), column: written.start() })
}

/// Characters that separate the words of a start line. Some pages use no-break spaces.
const BLANKS: [char; 3] = [' ', '\t', '\u{a0}'];

fn strip_digit(text: &str) -> Option<&str> {
    text.strip_prefix(|c: char| c.is_ascii_digit())
}

/// Removes ` HTTP/1.1` at the end.
fn strip_version(url: &str) -> &str {
    let url = url.trim();
    match url.rsplit_once(char::is_whitespace) {
        Some((before, last)) if last.starts_with("HTTP/") => before.trim_end(),
        _ => url,
    }
}

/// Reads a message. Returns `None` if the first non-blank line is not a start line.
#[must_use]
pub fn read(block: &CodeBlock) -> Option<HttpMessage> {
    let lines: Vec<&str> = block.lines.iter().map(|(_, l)| l.as_str()).collect();
    read_lines(&lines)
}

fn read_lines(lines: &[&str]) -> Option<HttpMessage> {
    let first = lines.iter().position(|l| !l.trim().is_empty())?;
    let mut start = start_line(lines[first])?;
    let mut headers = Vec::new();
    let mut at = first + 1;
    let mut missing = None;
    while at < lines.len() {
        let line = lines[at].trim();
        if line.is_empty() {
            let next = lines[at..].iter().position(|l| !l.trim().is_empty()).map(|i| at + i);
            match next {
                Some(n) if headers.is_empty() && are_headers(&start, &lines[n..]) => {
                    at = n;
                    continue;
                }
                Some(n) if is_start_line(lines[n]) => return Some(without_body(start, first, headers, n)),
                _ => break,
            }
        }
        if let StartLine::Request { url, .. } = &mut start
            && headers.is_empty()
            && line.starts_with(['?', '&'])
        {
            url.push_str(line);
            at += 1;
            continue;
        }
        let header = HEADER.captures(line);
        match header {
            Some(parts) if !line.starts_with(['{', '[', '<', '"']) => {
                let value = parts.get(2).or(parts.get(3)).map_or("", |v| v.as_str().trim());
                headers.push((parts[1].to_owned(), value.to_owned()));
                at += 1;
            }
            _ if is_start_line(line) => {
                // `or`, then a second request: the first one ends here.
                return Some(without_body(start, first, headers, at));
            }
            _ if line.eq_ignore_ascii_case("or") || line.starts_with("//") => at += 1,
            _ => {
                missing = Some(at);
                break;
            }
        }
    }
    while at < lines.len() && lines[at].trim().is_empty() {
        at += 1;
    }
    let mut end = lines.len();
    while end > at && lines[end - 1].trim().is_empty() {
        end -= 1;
    }
    Some(HttpMessage { start, start_line: first, headers, body: (at.min(end), end), missing_blank_line: missing })
}

fn without_body(start: StartLine, start_line: usize, headers: Vec<(String, String)>, end: usize) -> HttpMessage {
    HttpMessage { start, start_line, headers, body: (end, end), missing_blank_line: None }
}

/// Returns whether the lines after a blank line are headers: the first begins with `Content-`, or all look like headers and the method
/// has no body.
fn are_headers(start: &StartLine, lines: &[&str]) -> bool {
    let has_no_body = matches!(start, StartLine::Request { method, .. } if !method.takes_body());
    let is_header = |line: &&str| line.trim().is_empty() || HEADER.is_match(line);
    let says_so = |line: &&str| line.trim().get(..8).is_some_and(|h| h.eq_ignore_ascii_case("content-"));
    lines.first().is_some_and(says_so) || has_no_body && lines.iter().all(is_header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> HttpMessage {
        read_lines(&text.lines().collect::<Vec<_>>()).expect("a message")
    }

    fn request(method: &str, url: &str, column: usize) -> StartLine {
        StartLine::Request { method: Method::parse(method).expect("a method"), url: url.into(), column }
    }

    #[test]
    fn start_lines_are_parsed() {
        assert_eq!(start_line("GET /a b/{c d} HTTP/1.1"), Some(request("GET", "/a b/{c d}", 4)));
        assert_eq!(start_line("DELETE/a/{b}"), Some(request("DELETE", "/a/{b}", 6)));
        assert_eq!(start_line("HTTP/1.1 204 No Content"), Some(StartLine::Response(204)));
        assert_eq!(start_line("HTTP 201 Created"), Some(StartLine::Response(201)));
        assert_eq!(start_line("HTTP/1.1"), Some(StartLine::Response(0)));
        assert_eq!(start_line("GETTING started"), None);
        assert_eq!(start_line("GET"), None);
        assert_eq!(start_line("{ \"a\": 1 }"), None);
    }

    #[test]
    fn unusual_start_lines_are_parsed() {
        assert_eq!(start_line(" \tPOST\u{a0} /a "), Some(request("POST", "/a", 9)));
        assert_eq!(start_line("GET  a"), Some(request("GET", "a", 5)));
        assert_eq!(start_line("GET HTTP/1.1"), Some(request("GET", "HTTP/1.1", 4)));
        assert_eq!(start_line("GET / HTTP/1.1"), Some(request("GET", "/", 4)));
        assert_eq!(start_line("HTTP/2 404"), Some(StartLine::Response(404)));
        assert_eq!(start_line("HTTP/1.1\u{a0}200-OK"), Some(StartLine::Response(200)));
        for without in ["HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 200x", "HTTP/1.1 OK"] {
            assert_eq!(start_line(without), Some(StartLine::Response(0)), "{without}");
        }
        for none in ["GET:/a", "HTTPS", "HTTP/1.1OK", "HTTP/", "HTTP is", "HTTP 20 OK"] {
            assert_eq!(start_line(none), None, "{none}");
        }
    }

    #[test]
    fn messages_are_split_into_parts() {
        let m = message("POST /a\nContent-Type: application/json\nPrefer:x\n\n{\n}\n\n");
        assert_eq!(m.headers, [("Content-Type".into(), "application/json".into()), ("Prefer".into(), "x".into())]);
        assert_eq!(m.body, (4, 6));
        assert_eq!(m.missing_blank_line, None);
        assert_eq!(message("GET /a").body, (1, 1));
    }

    #[test]
    fn faults_are_tolerated() {
        let m = message("HTTP/1.1 200 OK\nContent-type: application/json\n{\n}");
        assert_eq!((m.body, m.missing_blank_line), ((2, 4), Some(2)));
        let m = message("\nGET /a\n?$top=1\n&$skip=2\n");
        assert_eq!(m.start, request("GET", "/a?$top=1&$skip=2", 4));
        let m = message("POST /a\n\nContent-type: application/json\n\n{}");
        assert_eq!((m.headers.len(), m.body), (1, (4, 5)));
        let m = message("GET /a\nor\nGET /b\n");
        assert_eq!((m.headers.len(), m.body), (0, (2, 2)));
        let m = message("GET /a\n\nGET /b\n");
        assert_eq!((m.headers.len(), m.body), (0, (2, 2)));
        let m = message("GET /a\n\nPrefer: b=c\n");
        assert_eq!((m.headers.len(), m.body), (1, (3, 3)));
        let m = message("POST /a\n\nPrefer: b=c\n");
        assert_eq!((m.headers.len(), m.body), (0, (2, 3)));
    }
}
