//! Hides secrets in a pasted text, so that messages can show the rest of it.
//!
//! In: the text, and the ranges of the secrets that were recognized. Out: the text with `*` in place of secrets, of the same length. Text
//! that looks like a secret is hidden as well: where quotes are not balanced, the headers of a command are not recognized.

use std::ops::Range;
use std::sync::LazyLock;

use docbindgen_runtime::runtime::{is_secret_header, looks_secret};
use regex::Regex;

/// Patterns of secrets: the first group is the secret.
static LOOKS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let all = [
        // Credentials of a scheme (RFC 9110 §11.4).
        r"(?i)\b(?:bearer|basic|negotiate|ntlm|digest|pop)\s+([A-Za-z0-9+/=._~-]{8,})",
        // JSON web tokens.
        r"\b(eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*)",
        // User and password in a URL.
        r#"://([^/\s@'"]+)@"#,
        r#"\s(?:-u|--user|-b|--cookie|-U|--proxy-user|--oauth2-bearer|--pass)[\s=]+((?:\^"|\$?')?[^'"\n]+)"#,
    ];
    all.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// A query option: its name and its value.
static OPTION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"[?&^]([\w.-]+)=([^&^\s'"]+)"#).ok());

/// Returns whether a query option with this name has a secret: a token, a key, a signature, the code of an authorization. System query options
/// and `token`, which tell where a list goes on, have none.
pub(super) fn is_secret_option(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let continues = name.starts_with('$') || ["token", "skiptoken", "deltatoken"].contains(&name.as_str());
    !continues && (looks_secret(&name) || ["sig", "code"].contains(&name.as_str()))
}

/// The name of a header, `:`, and blanks; or a name alone on its line.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)([A-Za-z0-9_-]+)\\?:[ \t\\]*|^([A-Za-z0-9_-]+)\r?$\n?").ok());

/// Returns the text with `*` in place of secrets.
pub(super) fn hide(text: &str, known: &[Range<usize>]) -> String {
    let mut ranges = known.to_vec();
    for pattern in &*LOOKS {
        ranges.extend(pattern.captures_iter(text).filter_map(|found| found.get(1)).map(|found| found.range()));
    }
    for found in OPTION.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let is_secret = found.get(1).is_some_and(|name| is_secret_option(name.as_str()));
        ranges.extend(found.get(2).filter(|_| is_secret).map(|value| value.range()));
    }
    for found in NAME.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(name) = found.get(1).or_else(|| found.get(2)).filter(|name| is_secret_header(name.as_str())) else {
            continue;
        };
        let Some(start) = found.get(0).map(|whole| whole.end()) else { continue };
        let before = text.get(..name.start()).and_then(|before| before.chars().next_back());
        let quote = before.filter(|c| matches!(c, '\'' | '"'));
        let value = text.get(start..).unwrap_or_default();
        let end = value.find(|c| c == '\n' || Some(c) == quote).unwrap_or(value.len());
        ranges.push(start..start + end);
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for range in ranges {
        let start = text.floor_char_boundary(range.start.max(at));
        let end = text.ceil_char_boundary(range.end.min(text.len()));
        if start >= end {
            continue;
        }
        out.push_str(text.get(at..start).unwrap_or_default());
        // Line breaks remain, so that lines keep their numbers.
        let hidden = text.get(start..end).unwrap_or_default().bytes();
        out.extend(hidden.map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { '*' }));
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_in_every_form() {
        for text in [
            "Authorization: Bearer s3cret-s3cret\nAccept: a",
            "curl -H 'Authorization: Bearer s3cret-s3cret' 'https://a'",
            "curl -H ^\"authorization: Bearer s3cret-s3cret^\" ^\"https://a^\"",
            "curl -H 'Authorization: Bearer s3cret-s3cret https://a",
            "curl -u me:s3cret-s3cret https://a",
            "curl -b 'x=s3cret-s3cret' https://a",
            "curl https://me:s3cret-s3cret@a/b",
            "GET /a?access_token=s3cret-s3cret&b=c",
            "authorization\nBearer s3cret-s3cret\naccept\n*/*",
            "authorization\r\ns3cret-s3cret\r\n",
            "x-api-key: s3cret-s3cret",
            "Cookie: a=s3cret-s3cret; b=s3cret",
            "bearer s3cret-s3cret",
            "é é token: s3cret-s3cret",
        ] {
            let shown = hide(text, &[]);
            assert!(!shown.contains("s3cret"), "{shown}");
            assert_eq!((shown.len(), shown.lines().count()), (text.len(), text.lines().count()), "{shown}");
        }
    }

    #[test]
    fn other_text_remains() {
        for text in
            ["GET /me/messages?$top=5\nAccept: application/json\n\n{\"a\": 1}", "curl -X POST 'https://a/b' -d 'c'"]
        {
            assert_eq!(hide(text, &[]), text);
        }
        assert_eq!(hide("a é b", &[2..3, 0..1]), "* ** b");
    }
}
