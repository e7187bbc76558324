//! Repairs request line paths with unbalanced parentheses, braces, angle brackets or quotes.
//!
//! In: such a path. Out: the path that was meant, if it is clear: a call or a placeholder ends where its segment ends. [`is_clean`]
//! tells whether faults remain.

use super::pattern::pattern;
use super::placeholders::is_suspect;
use crate::odata::{Argument, ArgumentValue, Segment};

pattern! {
    CALL_START = r"([A-Za-z][\w.]*)\(((?:[^(){}<>/]|\{[^{}/]*\}?|<[^<>/]*>?)*)\)?";
    KEY = r"^[A-Za-z]\w*=(?:\{[^{}]+\}|<[^<>]+>)$" if "=";
    WORD = r"^[A-Za-z][\w-]*$";
}

/// Closes each call and placeholder of a path, and removes stray quotes and parentheses.
pub fn repaired(path: &str) -> String {
    let path = CALL_START.replace_all(path, |found: &regex::Captures<'_>| {
        let (name, inside) = (&found[1], found[2].trim());
        let arguments: Vec<String> = inside.split(',').map(str::trim).filter(|a| !a.is_empty()).map(argument).collect();
        if arguments.is_empty() { name.to_owned() } else { format!("{name}({})", arguments.join(",")) }
    });
    let mut out: Vec<String> = Vec::new();
    for part in path.split('/').map(segment) {
        match out.last_mut().filter(|last| WORD.is_match(last) && KEY.is_match(&part)) {
            Some(set) => *set = format!("{set}({})", quoted_key(&part)),
            None => out.push(part),
        }
    }
    out.join("/")
}

/// Rewrites `name={value}` as an alternate key (OData URL conventions §4.3.1 and §4.3.3).
fn quoted_key(part: &str) -> String {
    part.split_once('=').map_or_else(|| part.to_owned(), |(name, value)| format!("{name}='{value}'"))
}

/// Balances the quotes and brackets of an argument: `address='<address>` becomes `address='<address>'`.
fn argument(text: &str) -> String {
    let (name, value) = text.split_once('=').map_or(("", text), |(name, value)| (name.trim(), value.trim()));
    let equals = if text.contains('=') { "=" } else { "" };
    let quotes = value.matches('\'').count();
    // `'<address'>`: a quote on the wrong side of a bracket.
    let inside = if value.starts_with(['\'', '{', '<']) { value.replace('\'', "") } else { value.to_owned() };
    let is_placeholder = inside.starts_with(['{', '<']);
    let bare = if is_placeholder { inside.as_str() } else { value.trim_matches('\'') };
    let quote = if quotes > 0 && !bare.contains('\'') { "'" } else { "" };
    let value = if quotes > 0 && quote.is_empty() { value.to_owned() } else { closed(bare) };
    format!("{name}{equals}{quote}{value}{quote}")
}

/// Closes the brackets of a segment that is not a call, and removes stray quotes and parentheses.
fn segment(part: &str) -> String {
    if part.contains('(') && part.contains(')') {
        return part.to_owned();
    }
    let (bare, colon) = part.strip_suffix(':').map_or((part, ""), |bare| (bare, ":"));
    let bare = bare.trim().trim_matches(['\'', '"']);
    let bare = bare.trim_end_matches(['(', ')']).trim_start_matches(['(', ')']);
    format!("{}{colon}", closed(bare))
}

/// Adds the missing bracket of a placeholder.
fn closed(text: &str) -> String {
    for (open, close) in [('{', '}'), ('<', '>')] {
        let name = text.trim_matches([open, close]).trim();
        let is_one = !name.contains([open, close]) && text.contains([open, close]);
        if is_one && (text.starts_with(open) || WORD.is_match(name)) {
            return format!("{open}{name}{close}");
        }
    }
    text.to_owned()
}

/// Returns whether a segment has no remains of a broken placeholder or call.
#[must_use]
pub fn is_clean(segment: &Segment) -> bool {
    let word = |text: &str| !is_suspect(text) && !text.contains(['(', ')', '\'', '"']);
    match segment {
        Segment::Literal(text) => word(text),
        Segment::Placeholder(name) => !name.contains(['{', '}', '<', '>']),
        Segment::Call { name, arguments } => word(name) && arguments.iter().all(is_clean_argument),
        Segment::ItemPath { anchor, placeholders, .. } => {
            is_clean(anchor) && placeholders.iter().all(|name| !name.contains(['{', '}', '<', '>']))
        }
        Segment::Ellipsis => true,
    }
}

fn is_clean_argument(argument: &Argument) -> bool {
    let brackets = ['{', '}', '<', '>', '(', ')'];
    match &argument.value {
        ArgumentValue::Placeholder(name) => !name.contains(brackets) && !name.contains(['\'', '/', '=']),
        ArgumentValue::Literal(text) => !is_suspect(text),
    }
}
