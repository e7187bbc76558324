//! A path held against the template of a documented request.
//!
//! In: the segments of both. Out: the arguments, percent-decoded, and how many words are the same.

use crate::extract::path::{Argument, ArgumentValue, Segment};

use super::url::{decode, split_arguments, unquote, without_enum_type};

/// An argument of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// Its text, without quotes and percent-encoding.
    pub text: String,
    /// Whether it is in parentheses and in quotes; `None` outside of parentheses.
    pub quoted: Option<bool>,
}

impl Given {
    pub(super) fn plain(text: String) -> Self {
        Given { text, quoted: None }
    }
}

/// How many words of the path are those of the template; `None` if it is none of its paths.
pub(super) fn match_segments(segments: &[Segment], parts: &[&str], arguments: &mut Vec<Given>) -> Option<usize> {
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

fn match_segment(segment: &Segment, part: &str, arguments: &mut Vec<Given>) -> Option<usize> {
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
            arguments.push(Given::plain(decode(part)));
            Some(1)
        }
        Segment::Call { name, arguments: wanted } => match_call(name, wanted, part, arguments),
        Segment::ItemPath { .. } | Segment::Ellipsis => None,
    }
}

fn match_call(name: &str, wanted: &[Argument], part: &str, arguments: &mut Vec<Given>) -> Option<usize> {
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
        let value = decode(value?.trim());
        let value = without_enum_type(&value);
        let text = unquote(value);
        match &argument.value {
            ArgumentValue::Placeholder(_) => {
                let quoted = Some(text.len() != value.len());
                arguments.push(Given { text, quoted });
            }
            ArgumentValue::Literal(literal) if literal.eq_ignore_ascii_case(&text) => {}
            ArgumentValue::Literal(_) => return None,
        }
    }
    Some(3)
}

/// `root:/a/b.txt:/children`: everything between the colons is the path.
fn match_item_path(
    anchor: &Segment,
    placeholders: usize,
    closed: bool,
    rest: &[Segment],
    parts: &[&str],
    arguments: &mut Vec<Given>,
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
    arguments.push(Given::plain(path[..head].join("/")));
    arguments.extend(path[head..].iter().cloned().map(Given::plain));
    Some(score + 3 + match_segments(rest, &others[used..], arguments)?)
}
