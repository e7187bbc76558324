//! The parts of an example's address.
//!
//! In: the URL of an example's request. Out: its path and query without host and version, the segments of the path, the arguments
//! of a call, and what these say without quotes and percent-encoding.

/// Path and query of a URL of the service: scheme, host and version removed. `None` for other hosts.
pub(super) fn split_url(url: &str) -> Option<(&str, &str)> {
    let url = url.trim();
    let rest = match url.split_once("://") {
        Some((_, rest)) => {
            let (host, path) = rest.split_once('/')?;
            if !host.eq_ignore_ascii_case("graph.microsoft.com") {
                return None;
            }
            path
        }
        None => url.trim_start_matches('/'),
    };
    let is_version = |text: &str| {
        text.eq_ignore_ascii_case("beta")
            || text.starts_with(['v', 'V']) && text[1..].starts_with(|c: char| c.is_ascii_digit())
    };
    let rest = match rest.split_once('/') {
        Some((version, rest)) if is_version(version) => rest,
        _ => rest,
    };
    // A `?` inside quotes belongs to a function's argument.
    let mut quoted = false;
    let at = rest.bytes().position(|b| {
        if b == b'\'' {
            quoted = !quoted;
        }
        b == b'?' && !quoted
    });
    Some(match at {
        Some(at) => (&rest[..at], &rest[at + 1..]),
        None => (rest, ""),
    })
}

/// The path's segments; a `/` in quotes, braces or parentheses separates nothing.
pub(super) fn split_path(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut quoted = false;
    let mut start = 0;
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'\'' if depth > 0 => quoted = !quoted,
            b'{' | b'(' if !quoted => depth += 1,
            b'}' | b')' if !quoted => depth = depth.saturating_sub(1),
            b'/' if depth == 0 && !quoted => {
                if at > start {
                    parts.push(&path[start..at]);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < path.len() {
        parts.push(&path[start..]);
    }
    parts
}

/// The arguments between parentheses; a comma in quotes separates nothing.
pub(super) fn split_arguments(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c| {
        if c == '\'' {
            quoted = !quoted;
        }
        c == ',' && !quoted
    })
    .map(str::trim)
    .filter(|argument| !argument.is_empty())
    .collect()
}

/// `microsoft.graph.timeZoneStandard'Iana'` without the enum's name (OData ABNF, enumeration literals).
pub(super) fn without_enum_type(text: &str) -> &str {
    match text.find('\'') {
        Some(at) if text[..at].contains('.') && text.ends_with('\'') => &text[at..],
        _ => text,
    }
}

pub(super) fn unquote(text: &str) -> String {
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_owned(),
    }
}

/// Percent-decoded; text that is not UTF-8 after decoding stays as it is.
pub(super) fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}
