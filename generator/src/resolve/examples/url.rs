//! The parts of an example's address.
//!
//! In: the URL of an example's request. Out: its path and query without host and version, the segments of the path, the arguments
//! of a call, and their values without quotes and percent-encoding.

/// The parts of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::resolve) struct Address<'a> {
    /// The path, without host and version.
    pub path: &'a str,
    /// The text after `?`.
    pub query: &'a str,
    /// The owner of the host.
    pub host: Host,
}

/// The owner of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::resolve) enum Host {
    /// The service: its own host, or none.
    Service,
    /// Unknown: a placeholder, or neither a host nor a leading `/`, so that the first segment may be a host.
    Unstated,
    /// Another host. Some services do not use the host of most pages.
    Other,
}

/// The maximum number of segments before the documented path that can belong to the root of a service: `api/v2.0/tenant`.
const ROOT: usize = 3;

impl<'a> Address<'a> {
    /// Returns the possible paths: unless the host is the service's, without up to three leading segments.
    pub(super) fn tails(self) -> impl Iterator<Item = &'a str> {
        let open = self.host != Host::Service;
        let without_first = |path: &&'a str| Some(path.split_once('/')?.1.trim_start_matches('/'));
        std::iter::successors(Some(self.path), without_first).take(if open { ROOT + 1 } else { 1 })
    }
}

/// Parses a URL; `None` if no path follows the host.
pub(in crate::resolve) fn address(url: &str) -> Option<Address<'_>> {
    let url = url.trim();
    let (host, rest) = match url.split_once("://") {
        Some((_, rest)) => {
            let (host, path) = rest.split_once('/')?;
            let host = match host {
                host if host.eq_ignore_ascii_case("graph.microsoft.com") => Host::Service,
                host if host.contains('{') => Host::Unstated,
                _ => Host::Other,
            };
            (host, path)
        }
        None if url.starts_with('/') => (Host::Service, url.trim_start_matches('/')),
        None => (Host::Unstated, url),
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
    let (path, query) = at.map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
    Some(Address { path, query, host })
}

/// Returns the host of a URL, with its port; `None` if it has none.
pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.trim().split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// Returns the path's segments. A `/` in quotes, braces or parentheses is not a separator.
pub(in crate::resolve) fn split_path(path: &str) -> Vec<&str> {
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

/// Returns the arguments between parentheses. A comma in quotes, in a JSON array or in an object is not a separator.
pub(in crate::resolve) fn split_arguments(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut depth = 0_usize;
    text.split(|c| {
        match c {
            '\'' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && !quoted && depth == 0
    })
    .map(str::trim)
    .filter(|argument| !argument.is_empty())
    .collect()
}

/// Returns whether a text can precede the quotes of a literal: the name of an enum, `duration`, `binary` (OData ABNF, primitiveLiteral).
pub(in crate::resolve) fn is_literal_prefix(text: &str) -> bool {
    text.contains('.') || text.eq_ignore_ascii_case("duration") || text.eq_ignore_ascii_case("binary")
}

/// Returns `microsoft.graph.timeZoneStandard'Iana'` without the enum's name, `duration'PT1H'` without `duration`.
pub(super) fn without_enum_type(text: &str) -> &str {
    match text.find('\'') {
        Some(at) if is_literal_prefix(&text[..at]) && text.ends_with('\'') => &text[at..],
        _ => text,
    }
}

pub(super) fn unquote(text: &str) -> String {
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_owned(),
    }
}

/// Percent-decodes a text. A text that would not be UTF-8 remains unchanged.
pub(super) fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> (Host, Vec<&str>, &str) {
        let address = address(url).expect("a path");
        (address.host, address.tails().collect(), address.query)
    }

    #[test]
    fn commas_in_arrays_and_objects_are_not_separators() {
        assert_eq!(split_arguments("a=['x','y'],b=2"), ["a=['x','y']", "b=2"]);
        assert_eq!(
            split_arguments("a=[\"x\",\"y\"], b={\"c\":[1,2],\"d\":3}"),
            ["a=[\"x\",\"y\"]", "b={\"c\":[1,2],\"d\":3}"]
        );
        assert_eq!(split_arguments("a='[x',b='y]'"), ["a='[x'", "b='y]'"]);
    }

    #[test]
    fn hosts_and_roots_are_recognized() {
        assert_eq!(read("https://graph.microsoft.com/v1.0/me?a='b?c'"), (Host::Service, vec!["me"], "a='b?c'"));
        assert_eq!(read("/beta/users/1"), (Host::Service, vec!["users/1"], ""));
        assert_eq!(read("rootPrefix/crates(1)"), (Host::Unstated, vec!["rootPrefix/crates(1)", "crates(1)"], ""));
        let tails = vec!["api/v2.0/crates/a/b", "v2.0/crates/a/b", "crates/a/b", "a/b"];
        assert_eq!(read("https://{host}/api/v2.0/crates/a/b"), (Host::Unstated, tails, ""));
        assert_eq!(read("https://files.example.com/a").0, Host::Other);
        assert_eq!(address("https://graph.microsoft.com"), None);
    }
}
