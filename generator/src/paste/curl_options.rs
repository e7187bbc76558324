//! The options of curl.
//!
//! In: nothing. Out: a table: what each option does to the request, and whether a value follows. Options that only change the connection or
//! the output are listed because their values are not URLs.

/// What an option does to the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Flag,
    /// Nothing, and it has a value.
    Ignored,
    /// Nothing, and its value is a secret.
    Secret,
    /// Sets the method.
    Method,
    /// Adds a header.
    Header,
    /// Adds the header with this name.
    HeaderValue(&'static str),
    /// Adds to the body.
    Data(Data),
    /// Moves the data to the query.
    Get,
    /// HEAD.
    Head,
    /// Adds a URL.
    Url,
    /// Adds a query option.
    Query,
    /// Sends a file with PUT.
    Upload,
    /// Adds a part of a multipart body.
    Form,
    /// Ends the request; options of another one follow.
    Next,
}

/// How data is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// As it is; `@` precedes the name of a file.
    Plain,
    /// As it is.
    Raw,
    /// As it is, with the headers of JSON; `@` precedes the name of a file.
    Json,
    /// Percent-encoded; a name may precede `=` or `@`.
    Encoded,
}

/// An option: its letter, its name, its effect.
pub type CurlOption = (Option<char>, &'static str, Effect);

use Effect::{Flag, Header, HeaderValue, Ignored, Secret};

/// The options, in the order of `curl --help all`, without those that no request to an API has.
const OPTIONS: &[CurlOption] = &[
    (Some('a'), "append", Flag),
    (None, "anyauth", Flag),
    (None, "aws-sigv4", Secret),
    (None, "basic", Flag),
    (None, "ca-native", Flag),
    (None, "cacert", Ignored),
    (None, "capath", Ignored),
    (Some('E'), "cert", Secret),
    (None, "cert-status", Flag),
    (None, "cert-type", Ignored),
    (None, "ciphers", Ignored),
    (None, "compressed", Flag),
    (Some('K'), "config", Ignored),
    (None, "connect-timeout", Ignored),
    (None, "connect-to", Ignored),
    (Some('C'), "continue-at", Ignored),
    (Some('b'), "cookie", Secret),
    (Some('c'), "cookie-jar", Ignored),
    (None, "create-dirs", Flag),
    (Some('d'), "data", Effect::Data(Data::Plain)),
    (None, "data-ascii", Effect::Data(Data::Plain)),
    (None, "data-binary", Effect::Data(Data::Plain)),
    (None, "data-raw", Effect::Data(Data::Raw)),
    (None, "data-urlencode", Effect::Data(Data::Encoded)),
    (None, "digest", Flag),
    (Some('q'), "disable", Flag),
    (None, "dns-servers", Ignored),
    (Some('D'), "dump-header", Ignored),
    (None, "etag-compare", Ignored),
    (None, "etag-save", Ignored),
    (None, "expect100-timeout", Ignored),
    (Some('f'), "fail", Flag),
    (None, "fail-early", Flag),
    (None, "fail-with-body", Flag),
    (Some('F'), "form", Effect::Form),
    (None, "form-string", Effect::Form),
    (Some('G'), "get", Effect::Get),
    (Some('g'), "globoff", Flag),
    (Some('I'), "head", Effect::Head),
    (Some('H'), "header", Header),
    (None, "http0.9", Flag),
    (Some('0'), "http1.0", Flag),
    (None, "http1.1", Flag),
    (None, "http2", Flag),
    (None, "http2-prior-knowledge", Flag),
    (None, "http3", Flag),
    (None, "http3-only", Flag),
    (Some('i'), "include", Flag),
    (None, "show-headers", Flag),
    (Some('k'), "insecure", Flag),
    (None, "interface", Ignored),
    (Some('4'), "ipv4", Flag),
    (Some('6'), "ipv6", Flag),
    (None, "json", Effect::Data(Data::Json)),
    (Some('j'), "junk-session-cookies", Flag),
    (None, "keepalive-time", Ignored),
    (None, "key", Secret),
    (None, "key-type", Ignored),
    (None, "libcurl", Ignored),
    (None, "limit-rate", Ignored),
    (Some('L'), "location", Flag),
    (None, "location-trusted", Flag),
    (None, "max-filesize", Ignored),
    (None, "max-redirs", Ignored),
    (Some('m'), "max-time", Ignored),
    (None, "negotiate", Flag),
    (Some('n'), "netrc", Flag),
    (None, "netrc-file", Ignored),
    (None, "netrc-optional", Flag),
    (Some(':'), "next", Effect::Next),
    (Some('N'), "no-buffer", Flag),
    (None, "noproxy", Ignored),
    (None, "ntlm", Flag),
    (None, "oauth2-bearer", Secret),
    (Some('o'), "output", Ignored),
    (None, "output-dir", Ignored),
    (Some('Z'), "parallel", Flag),
    (None, "parallel-max", Ignored),
    (None, "pass", Secret),
    (None, "path-as-is", Flag),
    (None, "pinnedpubkey", Ignored),
    (None, "post301", Flag),
    (None, "post302", Flag),
    (None, "post303", Flag),
    (None, "preproxy", Secret),
    (Some('#'), "progress-bar", Flag),
    (None, "proto", Ignored),
    (None, "proto-default", Ignored),
    (None, "proto-redir", Ignored),
    (Some('x'), "proxy", Secret),
    (None, "proxy-cacert", Ignored),
    (None, "proxy-header", Secret),
    (None, "proxy-insecure", Flag),
    (None, "proxy-ntlm", Flag),
    (Some('U'), "proxy-user", Secret),
    (Some('p'), "proxytunnel", Flag),
    (Some('r'), "range", HeaderValue("Range")),
    (None, "raw", Flag),
    (Some('e'), "referer", HeaderValue("Referer")),
    (Some('J'), "remote-header-name", Flag),
    (Some('O'), "remote-name", Flag),
    (None, "remote-name-all", Flag),
    (Some('R'), "remote-time", Flag),
    (None, "remove-on-error", Flag),
    (Some('X'), "request", Effect::Method),
    (None, "request-target", Ignored),
    (None, "resolve", Ignored),
    (None, "retry", Ignored),
    (None, "retry-all-errors", Flag),
    (None, "retry-connrefused", Flag),
    (None, "retry-delay", Ignored),
    (None, "retry-max-time", Ignored),
    (Some('S'), "show-error", Flag),
    (Some('s'), "silent", Flag),
    (None, "socks4", Ignored),
    (None, "socks4a", Ignored),
    (None, "socks5", Ignored),
    (None, "socks5-hostname", Ignored),
    (Some('Y'), "speed-limit", Ignored),
    (Some('y'), "speed-time", Ignored),
    (None, "ssl-no-revoke", Flag),
    (None, "stderr", Ignored),
    (None, "styled-output", Flag),
    (None, "tcp-nodelay", Flag),
    (None, "tls-max", Ignored),
    (None, "tls13-ciphers", Ignored),
    (Some('1'), "tlsv1", Flag),
    (None, "tlsv1.0", Flag),
    (None, "tlsv1.1", Flag),
    (None, "tlsv1.2", Flag),
    (None, "tlsv1.3", Flag),
    (None, "tr-encoding", Flag),
    (None, "trace", Ignored),
    (None, "trace-ascii", Ignored),
    (None, "trace-time", Flag),
    (None, "unix-socket", Ignored),
    (Some('T'), "upload-file", Effect::Upload),
    (None, "url", Effect::Url),
    (None, "url-query", Effect::Query),
    (Some('u'), "user", Secret),
    (Some('A'), "user-agent", HeaderValue("User-Agent")),
    (Some('v'), "verbose", Flag),
    (Some('w'), "write-out", Ignored),
    (None, "xattr", Flag),
];

/// Returns the option with this letter.
#[must_use]
pub fn by_letter(letter: char) -> Option<&'static CurlOption> {
    OPTIONS.iter().find(|(own, ..)| *own == Some(letter))
}

/// Returns the option with this name, `no-` before the name of a flag included.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static CurlOption> {
    let exact = |wanted: &str| OPTIONS.iter().find(|(_, own, _)| *own == wanted);
    let negated = || exact(name.strip_prefix("no-")?).filter(|(.., effect)| *effect == Flag);
    exact(name).or_else(negated)
}

/// Returns the names of all options.
pub fn names() -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().map(|(_, name, _)| *name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn letters_and_names_are_unique() {
        let letters: Vec<char> = OPTIONS.iter().filter_map(|(letter, ..)| *letter).collect();
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len());
        assert_eq!(names().collect::<BTreeSet<_>>().len(), OPTIONS.len());
        assert_eq!(by_name("no-location").map(|(_, name, _)| *name), Some("location"));
        assert_eq!(by_name("no-request"), None);
    }
}
