//! Which documented request an example's request is.
//!
//! In: the examples of all pages and the operations. Out: [`Example`]s with the operation and its arguments, percent-decoded.
//! The page's own requests are tried first, then all others; `/me` also stands for `/users/{id}` (format §10).

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::path::{Argument, ArgumentValue, RequestTemplate, Segment};
use crate::extract::{PageFacts, RequestExample};
use crate::model::{Example, Match, Operation, Place};

/// Matches every example of every page.
pub fn match_examples(facts: &[PageFacts], operations: &[Operation], diagnostics: &mut Diagnostics) -> Vec<Example> {
    let index = Index::new(operations);
    let mut examples = Vec::new();
    for page in facts {
        let Some(operation) = &page.operation else { continue };
        for (number, example) in operation.examples.iter().enumerate() {
            let matched = example.request.as_ref().and_then(|request| {
                let found = index.find(request, &page.path);
                if found.is_none() && is_service(&request.url) {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::EXAMPLE_MISMATCH,
                            request.url_span,
                            "the example's request is none of the documented ones".to_owned(),
                        )
                        .hint("compare method and path with the page's request lines"),
                    );
                }
                if let Some(found) = &found
                    && differs_in_case(&operations[found.operation], &found.target)
                {
                    let documented = &operations[found.operation].path;
                    diagnostics.push(
                        Diagnostic::new(
                            lint::EXAMPLE_CASE,
                            request.url_span,
                            format!("the documented path is `{documented}`"),
                        )
                        .hint("write the example's path as documented"),
                    );
                }
                found
            });
            examples.push(Example { page: page.path.clone(), number: number + 1, facts: example.clone(), matched });
        }
    }
    examples
}

/// Whether an example's request fits a request line.
#[must_use]
pub fn fits(request: &RequestExample, method: &str, template: &RequestTemplate) -> bool {
    request.method == method
        && split_url(&request.url)
            .is_some_and(|(path, _)| match_segments(&template.segments, &split_path(path), &mut Vec::new()).is_some())
}

/// Operations by method, and by page.
struct Index<'a> {
    operations: &'a [Operation],
    by_page: BTreeMap<&'a str, Vec<usize>>,
    by_method: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(operations: &'a [Operation]) -> Self {
        let mut index = Index { operations, by_page: BTreeMap::new(), by_method: BTreeMap::new() };
        for (number, operation) in operations.iter().enumerate() {
            for page in &operation.pages {
                index.by_page.entry(page).or_default().push(number);
            }
            index.by_method.entry(&operation.method).or_default().push(number);
        }
        index
    }

    fn find(&self, request: &RequestExample, page: &str) -> Option<Match> {
        let (path, query) = split_url(&request.url)?;
        let parts = split_path(path);
        let own = self.by_page.get(page).map_or(&[][..], Vec::as_slice);
        let all = self.by_method.get(request.method.as_str()).map_or(&[][..], Vec::as_slice);
        for candidates in [own, all] {
            let best = candidates
                .iter()
                .filter(|number| self.operations[**number].method == request.method)
                .filter_map(|number| {
                    let (score, found) = match_operation(&self.operations[*number], &parts, query)?;
                    Some((score, *number, found))
                })
                // The most words in common; then the first.
                .max_by_key(|(score, number, _)| (*score, std::cmp::Reverse(*number)));
            if let Some((_, operation, (arguments, query))) = best {
                let target = target_of(&request.url)?;
                return Some(Match { operation, arguments, query, target });
            }
        }
        None
    }
}

/// Path and query of an example's URL, without host and version.
fn target_of(url: &str) -> Option<String> {
    let (path, query) = split_url(url)?;
    let path = path.trim_end_matches('/');
    Some(if query.is_empty() { format!("/{path}") } else { format!("/{path}?{query}") })
}

/// Whether a word of the path is spelled otherwise than documented.
fn differs_in_case(operation: &Operation, target: &str) -> bool {
    let (path, _) = split_url(target).unwrap_or((target, ""));
    let parts = split_path(path);
    operation.template.segments.iter().any(|segment| {
        let Segment::Literal(text) = segment else { return false };
        let same = |part: &&str| part.strip_suffix("()").unwrap_or(part) == text;
        !parts.iter().any(same) && parts.iter().any(|part| part.eq_ignore_ascii_case(text))
    })
}

/// Whether a URL is one of the service's: relative, or on the host that all pages use.
fn is_service(url: &str) -> bool {
    split_url(url).is_some()
}

/// Path and query of a URL of the service: scheme, host and version removed. `None` for other hosts.
fn split_url(url: &str) -> Option<(&str, &str)> {
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
fn split_path(path: &str) -> Vec<&str> {
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

type Found = (Vec<String>, Vec<(String, String)>);

/// The arguments with which an operation gives this path and query, and how many words are the same.
fn match_operation(operation: &Operation, parts: &[&str], query: &str) -> Option<(usize, Found)> {
    let mut arguments = Vec::new();
    let score = match_segments(&operation.template.segments, parts, &mut arguments)?;
    let mut options: Vec<(String, String)> = query
        .split('&')
        .filter(|option| !option.is_empty())
        .map(|option| {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            (decode(name), decode(&value.replace('+', " ")))
        })
        .collect();
    for parameter in operation.parameters.iter().filter(|p| p.place == Place::Query) {
        let at = options.iter().position(|(name, _)| name.eq_ignore_ascii_case(&parameter.placeholder))?;
        arguments.push(options.remove(at).1);
    }
    (arguments.len() == operation.parameters.len()).then_some((score, (arguments, options)))
}

fn match_segments(segments: &[Segment], parts: &[&str], arguments: &mut Vec<String>) -> Option<usize> {
    let Some((segment, rest)) = segments.split_first() else {
        return parts.is_empty().then_some(0);
    };
    if let Segment::ItemPath { anchor, placeholders, closed } = segment {
        return match_item_path(anchor, placeholders.len(), *closed, rest, parts, arguments);
    }
    let (part, others) = parts.split_first()?;
    let score = match_segment(segment, part, arguments)?;
    Some(score + match_segments(rest, others, arguments)?)
}

fn match_segment(segment: &Segment, part: &str, arguments: &mut Vec<String>) -> Option<usize> {
    match segment {
        Segment::Literal(text) => {
            let plain = part.strip_suffix("()").unwrap_or(part);
            let own = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
            if plain.eq_ignore_ascii_case(text) {
                return Some(3);
            }
            // A function may be written with or without its namespace.
            (text.contains("microsoft.graph.") != plain.contains("microsoft.graph.") && own(text) == own(plain))
                .then_some(2)
        }
        Segment::Placeholder(_) => {
            if part.starts_with('$') || part.contains(':') && part.ends_with(':') {
                return None;
            }
            arguments.push(decode(part));
            Some(1)
        }
        Segment::Call { name, arguments: wanted } => match_call(name, wanted, part, arguments),
        Segment::ItemPath { .. } | Segment::Ellipsis => None,
    }
}

fn match_call(name: &str, wanted: &[Argument], part: &str, arguments: &mut Vec<String>) -> Option<usize> {
    let (called, given) = part.split_once('(')?;
    let given = given.strip_suffix(')')?;
    let own = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    if own(called) != own(name) {
        return None;
    }
    let given = split_arguments(given);
    if given.len() != wanted.len() {
        return None;
    }
    for (number, argument) in wanted.iter().enumerate() {
        let value = match &argument.name {
            Some(name) => given.iter().find_map(|text| {
                let (key, value) = text.split_once('=')?;
                key.trim().eq_ignore_ascii_case(name).then_some(value)
            }),
            None => given.get(number).copied(),
        };
        let value = unquote(without_enum_type(&decode(value?.trim())));
        match &argument.value {
            ArgumentValue::Placeholder(_) => arguments.push(value),
            ArgumentValue::Literal(text) if text.eq_ignore_ascii_case(&value) => {}
            ArgumentValue::Literal(_) => return None,
        }
    }
    Some(3)
}

/// The arguments between parentheses; a comma in quotes separates nothing.
fn split_arguments(text: &str) -> Vec<&str> {
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
fn without_enum_type(text: &str) -> &str {
    match text.find('\'') {
        Some(at) if text[..at].contains('.') && text.ends_with('\'') => &text[at..],
        _ => text,
    }
}

fn unquote(text: &str) -> String {
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_owned(),
    }
}

/// `root:/a/b.txt:/children`: everything between the colons is the path.
fn match_item_path(
    anchor: &Segment,
    placeholders: usize,
    closed: bool,
    rest: &[Segment],
    parts: &[&str],
    arguments: &mut Vec<String>,
) -> Option<usize> {
    let (first, others) = parts.split_first()?;
    let anchor_text = first.strip_suffix(':')?;
    let score = match_segment(anchor, anchor_text, arguments)?;
    let mut path: Vec<String> = Vec::new();
    let mut used = 0;
    let mut ended = false;
    for part in others {
        used += 1;
        match part.strip_suffix(':') {
            Some(last) if closed => {
                path.push(decode(last));
                ended = true;
                break;
            }
            _ => path.push(decode(part)),
        }
    }
    if closed && !ended || path.is_empty() || path.len() < placeholders {
        return None;
    }
    // With several placeholders the last ones take a part each, the first takes the rest.
    let head = path.len() + 1 - placeholders.max(1);
    arguments.push(path[..head].join("/"));
    arguments.extend(path[head..].iter().cloned());
    Some(score + 3 + match_segments(rest, &others[used..], arguments)?)
}

/// Percent-decoded; text that is not UTF-8 after decoding stays as it is.
fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}
