//! Parses request lines into templates with placeholders (docs/format.md#request-lines).
//!
//! In: `GET /users/{id | userPrincipalName}/messages?$top=5`. Out: [`RequestTemplate`].

use std::borrow::Cow;

use super::pattern::pattern;
use super::placeholders::{is_ellipsis, other_form, plain};
use super::repair::{is_clean, repaired};

pub use crate::odata::{Argument, ArgumentValue, RequestTemplate, Segment};

/// A fault that was repaired in a template, or that makes it unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TemplateFault {
    /// It is not a URL: an error message of the page generator, prose.
    NotAUrl,
    /// Parentheses, braces or quotes do not match.
    Unbalanced,
    /// The query is not `name=value` pairs, or its `?` is missing.
    Query,
    /// An id is used instead of a placeholder.
    ConcreteId,
    /// The `/` between two segments, or the first one, is missing.
    Slash,
    /// Two `/` follow each other.
    DoubledSlash,
    /// White space before or after a `/`.
    Blank,
    /// A placeholder is not in braces.
    Placeholder,
    /// Entities, escapes or typographic quotes.
    Spelling,
}

/// A template, and the faults repaired in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedTemplate {
    /// The template.
    pub template: RequestTemplate,
    /// The repairs, each kind once.
    pub faults: Vec<TemplateFault>,
}

/// Longer URLs are not templates.
const MAX_URL: usize = 4_000;

pattern! {
    HOST = r"^https?://[^/?]*";
    VERSION = r"^(?:/?api)?/(?:v\d+\.\d+|beta|\{version\})(?:/|$)";
    PREFIX_SEGMENT = r"^\{?\w+Prefix\}?$" if "prefix";
    ALTERNATIVE_OUTSIDE = r"\}\s*\|\s*([A-Za-z][\w-]*)\}?";
    LOOSE_CALL = r"([A-Za-z])\s+(\([^()\s]*[={<][^()]*\))";
    MISSING_QUESTION_MARK = r"^([^?]*[\w)}])(\$(?:filter|expand|select|top|skip|orderby|search|count|format|levels)=.*)$" if "$";
    MISSING_SLASH = r"(\})(\$(?:ref|value|count))$";
    GUID = r"^(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|^[0-9a-f]{32,36}$";
    SAMPLE_DOMAIN = r"(?i)^(?:[\w.+-]+@)?(?:contoso|fabrikam|example)(?:\.\w+)+$" if "contoso" | "fabrikam" | "example";
    CALL = r"^(\$?[A-Za-z][\w.]*)\((.*)\)$" if "(";
    ENUM_VALUE = r"^([A-Za-z][\w.]*)'([^']*)'$" if "'";
    STANDS_FOR_A_VALUE = r"(?i)^(?:parameter-?value|.*-value|value)$";
}

/// Parses the URL of a request line.
///
/// # Errors
///
/// Returns [`TemplateFault::NotAUrl`], or [`TemplateFault::Unbalanced`] if the intended path is not clear.
pub fn parse_template(url: &str) -> Result<ParsedTemplate, TemplateFault> {
    let mut faults = Vec::new();
    let url = url.trim();
    if url.is_empty() || url.len() > MAX_URL || url.starts_with(['*', '<', '\'', '"', '`', '[']) {
        return Err(TemplateFault::NotAUrl);
    }
    let url = &*match plain(url) {
        Cow::Borrowed(same) => Cow::Borrowed(same),
        changed => {
            faults.push(TemplateFault::Spelling);
            changed
        }
    };
    let url = &*without_blanks(url, &mut faults);
    let url = ALTERNATIVE_OUTSIDE.replace_all(url, " | $1}");
    // These parentheses contain the arguments of a call, not a remark.
    let joined = LOOSE_CALL.replace_all(&url, "$1$2");
    if joined != url {
        faults.push(TemplateFault::Unbalanced);
    }
    let url = joined;
    let mut url: &str = &url;
    if let Some(cut) = loose_space(url) {
        let rest = url[cut..].trim_start();
        let remark = rest.starts_with(['(', '#']) || rest.starts_with("//") || rest.eq_ignore_ascii_case("or");
        if !remark {
            return Err(TemplateFault::NotAUrl);
        }
        url = url[..cut].trim_end();
    }
    let absolute = HOST.find(url).map(|m| m.end());
    let mut path = &url[absolute.unwrap_or(0)..];
    path = path.strip_prefix('~').unwrap_or(path);
    if let Some(version) = VERSION.find(path) {
        path = &path[version.end()..];
    } else if absolute.is_none() && !path.starts_with('/') {
        faults.push(TemplateFault::Slash);
    }
    let (path, query) = split_query(path, &mut faults);
    let path = MISSING_SLASH.replace(path, "$1/$2");
    let segments = match split_outside(&path, '/').map(|parts| read(&parts, &path, url, &mut faults)) {
        Some(segments) if segments.iter().all(is_clean) => segments,
        _ => {
            faults.push(TemplateFault::Unbalanced);
            let path = repaired(&path);
            let parts = split_outside(&path, '/').unwrap_or_else(|| path.split('/').collect());
            read(&parts, &path, url, &mut faults)
        }
    };
    if segments.is_empty() {
        return Err(TemplateFault::NotAUrl);
    }
    if !segments.iter().all(is_clean) {
        return Err(TemplateFault::Unbalanced);
    }
    faults.sort_unstable();
    faults.dedup();
    Ok(ParsedTemplate { template: RequestTemplate { segments, query }, faults })
}

/// Returns the segments for the parts of a path.
fn read(parts: &[&str], path: &str, url: &str, faults: &mut Vec<TemplateFault>) -> Vec<Segment> {
    let inner = parts.get(1..parts.len().saturating_sub(1)).unwrap_or_default();
    if inner.iter().any(|part| part.trim().is_empty()) {
        faults.push(TemplateFault::DoubledSlash);
    }
    let mut parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    if faults.contains(&TemplateFault::Slash) && parts.first().is_some_and(|p| PREFIX_SEGMENT.is_match(p)) {
        parts.remove(0);
        faults.retain(|f| *f != TemplateFault::Slash);
    }
    if path.contains("}/$") && !url.contains("}/$") {
        faults.push(TemplateFault::Slash);
    }
    segments(&parts, faults)
}

/// Removes white space before or after a `/`, unless a remark follows.
fn without_blanks<'a>(url: &'a str, faults: &mut Vec<TemplateFault>) -> Cow<'a, str> {
    let Some(cut) = loose_space(url) else { return Cow::Borrowed(url) };
    let (before, rest) = (&url[..cut], url[cut..].trim_start());
    let continues = rest.starts_with('/') && !rest.starts_with("//")
        || before.ends_with('/')
            && rest.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '{' | '<' | '$'))
            && !rest.eq_ignore_ascii_case("or");
    if before.is_empty() || !continues || loose_space(rest).is_some() {
        return Cow::Borrowed(url);
    }
    faults.push(TemplateFault::Blank);
    Cow::Owned(format!("{before}{rest}"))
}

/// Returns the first white space outside braces, parentheses and angle brackets, unless a `?` precedes it.
fn loose_space(url: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (i, c) in url.char_indices() {
        match c {
            '{' | '(' | '<' => depth += 1,
            '}' | ')' | '>' => depth -= 1,
            '?' if depth <= 0 => return None,
            _ if c.is_whitespace() && depth <= 0 => return Some(i),
            _ => {}
        }
    }
    None
}

fn split_query<'a>(path: &'a str, faults: &mut Vec<TemplateFault>) -> (&'a str, Vec<(String, String)>) {
    let mut depth = 0_i32;
    let mark = path.char_indices().find(|(_, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        *c == '?' && depth <= 0
    });
    let (path, query) = match mark {
        Some((at, _)) => (&path[..at], &path[at + 1..]),
        None => match MISSING_QUESTION_MARK.captures(path).and_then(|c| Some((c.get(1)?, c.get(2)?))) {
            Some((before, after)) => {
                faults.push(TemplateFault::Query);
                (before.as_str(), after.as_str())
            }
            None => return (path, Vec::new()),
        },
    };
    let mut options = Vec::new();
    for part in split_outside(query, '&').unwrap_or_else(|| query.split('&').collect()) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let (name, value) = match part.split_once('=') {
            Some(pair) => pair,
            None => {
                faults.push(TemplateFault::Query);
                part.split_once(':').unwrap_or((part, ""))
            }
        };
        options.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    (path, options)
}

/// Splits at `at` outside braces, parentheses, brackets, angle brackets and quotes; `None` if those do not match.
fn split_outside(text: &str, at: char) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut closers: Vec<char> = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        if closers.last() == Some(&c) {
            closers.pop();
            continue;
        }
        match c {
            '{' => closers.push('}'),
            '<' => closers.push('>'),
            '(' => closers.push(')'),
            '[' => closers.push(']'),
            // Inside braces and angle brackets, a quote is an apostrophe.
            '\'' if closers.last() != Some(&'}') && closers.last() != Some(&'>') => closers.push('\''),
            ')' | '}' => return None,
            _ if c == at && closers.is_empty() => {
                parts.push(&text[start..i]);
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    closers.is_empty().then_some(parts)
}

fn segments(parts: &[&str], faults: &mut Vec<TemplateFault>) -> Vec<Segment> {
    let mut out = Vec::with_capacity(parts.len());
    let mut rest = parts.iter().copied();
    while let Some(part) = rest.next() {
        let anchor = part.strip_suffix(':').filter(|a| !a.is_empty());
        let Some(anchor) = anchor else {
            out.push(segment(part, faults));
            continue;
        };
        // Path addressing: all segments up to the one that ends in the second colon.
        let mut placeholders = Vec::new();
        let mut closed = false;
        for inner in rest.by_ref() {
            closed = inner.ends_with(':');
            let inner = inner.trim_end_matches(':');
            match segment(inner, faults) {
                Segment::Placeholder(name) => placeholders.push(name),
                _ if inner.is_empty() => {}
                _ => placeholders.push("path".to_owned()),
            }
            if closed {
                break;
            }
        }
        if placeholders.is_empty() {
            placeholders.push("path".to_owned());
        }
        placeholders.dedup();
        out.push(Segment::ItemPath { anchor: Box::new(segment(anchor, faults)), placeholders, closed });
    }
    out
}

fn segment(part: &str, faults: &mut Vec<TemplateFault>) -> Segment {
    if part == "..." || part == "…" {
        return Segment::Ellipsis;
    }
    if let Some(name) = other_form(part).or_else(|| bracketed(part)) {
        if !part.starts_with('{') || part.starts_with("{{") {
            faults.push(TemplateFault::Placeholder);
        }
        return Segment::Placeholder(name.to_owned());
    }
    if GUID.is_match(part) || SAMPLE_DOMAIN.is_match(part) {
        faults.push(TemplateFault::ConcreteId);
        return Segment::Placeholder("id".to_owned());
    }
    if let Some(call) = CALL.captures(part) {
        let (name, inside) = (call.get(1).map_or("", |m| m.as_str()), call.get(2).map_or("", |m| m.as_str()));
        let arguments = split_outside(inside, ',').unwrap_or_else(|| vec![inside]);
        let arguments = arguments.into_iter().map(str::trim).filter(|a| !a.is_empty());
        let mut arguments: Vec<Argument> = arguments.map(|text| argument(text, faults)).collect();
        name_arguments(&mut arguments, faults);
        return Segment::Call { name: name.to_owned(), arguments };
    }
    // `range(` without its end, or the end of a call without its beginning.
    Segment::Literal(part.trim_end_matches(['(', ')']).trim_start_matches(['(', ')']).to_owned())
}

/// Returns the content of `{…}`, `{{…}}` or `<…>`, if `text` contains nothing else.
fn bracketed(text: &str) -> Option<&str> {
    let inside = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    let name = inside('{', '}').or_else(|| inside('<', '>'))?;
    let name = name.trim_matches(|c: char| matches!(c, '{' | '}' | '<' | '>') || c.is_whitespace());
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}

/// Adds the missing `name=` in a call with named arguments: arguments of functions have names (OData URL conventions §4.5).
fn name_arguments(arguments: &mut [Argument], faults: &mut Vec<TemplateFault>) {
    if arguments.iter().all(|argument| argument.name.is_none()) {
        return;
    }
    for argument in arguments.iter_mut().filter(|argument| argument.name.is_none()) {
        let ArgumentValue::Placeholder(name) = &argument.value else { continue };
        if name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            argument.name = Some(name.clone());
            faults.push(TemplateFault::Placeholder);
        }
    }
}

fn argument(text: &str, faults: &mut Vec<TemplateFault>) -> Argument {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) if name.trim().chars().all(|c| c.is_alphanumeric() || c == '_' || c == '@') => {
            (Some(name.trim().to_owned()), value.trim())
        }
        _ => (None, text.trim()),
    };
    if let Some(parts) = ENUM_VALUE.captures(value).and_then(|c| Some((c.get(1)?.as_str(), c.get(2)?.as_str()))) {
        let value = argument_value(name.as_deref(), parts.1, true, faults);
        return Argument { name, enum_type: Some(parts.0.to_owned()), value, quoted: true, optional: false };
    }
    let unquoted = ['\'', '"'].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q));
    let quoted = unquoted.is_some();
    let value = argument_value(name.as_deref(), unquoted.unwrap_or(value), quoted, faults);
    Argument { name, enum_type: None, value, quoted, optional: false }
}

fn argument_value(name: Option<&str>, value: &str, quoted: bool, faults: &mut Vec<TemplateFault>) -> ArgumentValue {
    let value = value.trim();
    let own_name = name.filter(|name| value.is_empty() || is_ellipsis(value) || name.eq_ignore_ascii_case(value));
    let other = own_name.or_else(|| other_form(value)).or_else(|| is_ellipsis(value).then_some("value"));
    // `startDateTime-value` and `user-id` without quotes are the usual way to name a value.
    if let Some(name) = other.filter(|_| !STANDS_FOR_A_VALUE.is_match(value)) {
        faults.push(TemplateFault::Placeholder);
        return ArgumentValue::Placeholder(name.to_owned());
    }
    if let Some(name) = bracketed(value) {
        return ArgumentValue::Placeholder(name.to_owned());
    }
    let literal_word = value.parse::<f64>().is_ok_and(|n| n.is_finite()) || matches!(value, "true" | "false" | "null");
    if STANDS_FOR_A_VALUE.is_match(value) || (!quoted && !literal_word) {
        let name = value.trim_matches(|c: char| "{}<>[]'".contains(c) || c.is_whitespace());
        return ArgumentValue::Placeholder(if name.is_empty() { "value" } else { name }.to_owned());
    }
    ArgumentValue::Literal(value.to_owned())
}

#[cfg(test)]
mod tests;
