//! Matches a path with the template of a documented request.
//!
//! In: the segments of both. Out: [`Found`]: the arguments, percent-decoded, and the path in the template's spelling; and a score for
//! matching words.

use crate::extract::path::{Argument, ArgumentValue, Segment};
use crate::model::Given;

use super::url::{decode, split_arguments, unquote, without_enum_type};

/// An argument of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its text, without quotes and percent-encoding.
    pub given: Given,
    /// Whether it is in quotes; `None` outside of parentheses.
    pub quoted: Option<bool>,
}

impl Shown {
    pub(super) fn plain(text: String) -> Self {
        Shown { given: Given::Text(text), quoted: None }
    }
}

/// The parts of a path that match a template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The arguments in the order of the template.
    pub arguments: Vec<Shown>,
    /// The path's segments in the template's spelling, with unchanged arguments.
    pub spelled: Vec<String>,
}

/// Returns a score for the words of the path that match the template; `None` if the path does not fit.
pub(super) fn match_segments(segments: &[Segment], parts: &[&str], found: &mut Found) -> Option<usize> {
    let Some((segment, rest)) = segments.split_first() else {
        return parts.is_empty().then_some(0);
    };
    if let Segment::ItemPath { anchor, placeholders, closed } = segment {
        return match_item_path(anchor, placeholders.len(), *closed, rest, parts, found);
    }
    let (part, others) = parts.split_first()?;
    let score = match_segment(segment, part, found)?;
    Some(score + match_segments(rest, others, found)?)
}

fn match_segment<'a>(segment: &'a Segment, part: &'a str, found: &mut Found) -> Option<usize> {
    match segment {
        Segment::Literal(text) => {
            found.spelled.push(text.clone());
            let bare = |text: &'a str| text.strip_suffix("()").unwrap_or(text);
            let (plain, text) = (bare(part), bare(text));
            let own = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
            if plain.eq_ignore_ascii_case(text) {
                return Some(3);
            }
            // A function may be written with or without its namespace.
            (text.contains('.') != plain.contains('.') && own(text) == own(plain)).then_some(2)
        }
        Segment::Placeholder(_) => {
            if part.starts_with('$') || part.contains(':') && part.ends_with(':') {
                return None;
            }
            found.arguments.push(Shown::plain(decode(part)));
            found.spelled.push(part.to_owned());
            Some(1)
        }
        Segment::Call { name, arguments: wanted } => match_call(name, wanted, part, found),
        Segment::ItemPath { .. } | Segment::Ellipsis => None,
    }
}

fn match_call(name: &str, wanted: &[Argument], part: &str, found: &mut Found) -> Option<usize> {
    let may_be_bare = !wanted.is_empty() && wanted.iter().all(|argument| argument.optional);
    let (called, given) = match part.split_once('(') {
        Some((called, given)) => (called, given.strip_suffix(')')?),
        None if may_be_bare => (part, ""),
        None => return None,
    };
    let own = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    if own(called) != own(name) {
        return None;
    }
    let given = split_arguments(given);
    let mut taken = 0;
    let mut spelled = Vec::new();
    for (number, argument) in wanted.iter().enumerate() {
        let raw = match &argument.name {
            Some(name) => given.iter().find_map(|text| {
                let (key, value) = text.split_once('=')?;
                key.trim().eq_ignore_ascii_case(name).then_some(value)
            }),
            None => given.get(number).copied(),
        };
        if raw.is_none() && argument.optional {
            found.arguments.push(Shown { given: Given::Omitted, quoted: None });
            continue;
        }
        let raw = raw?.trim();
        taken += 1;
        spelled.push(argument.name.as_ref().map_or_else(|| raw.to_owned(), |name| format!("{name}={raw}")));
        let value = decode(raw);
        let value = without_enum_type(&value);
        let text = unquote(value);
        match &argument.value {
            ArgumentValue::Placeholder(_) if raw == "null" => {
                found.arguments.push(Shown { given: Given::Null, quoted: None });
            }
            ArgumentValue::Placeholder(_) => {
                // A quote that is not doubled ends the text, and what follows has no defined meaning.
                let whole = text.replace('\'', "''").len() + 2 == value.len();
                let quoted = Some(whole && value.starts_with('\''));
                found.arguments.push(Shown { given: Given::Text(text), quoted });
            }
            ArgumentValue::Literal(literal) if literal.eq_ignore_ascii_case(&text) => {}
            ArgumentValue::Literal(_) => return None,
        }
    }
    if taken != given.len() {
        return None;
    }
    found.spelled.push(if spelled.is_empty() && may_be_bare {
        name.to_owned()
    } else {
        format!("{name}({})", spelled.join(","))
    });
    Some(3)
}

/// Matches `root:/a/b.txt:/children`: everything between the colons is the path.
fn match_item_path(
    anchor: &Segment,
    placeholders: usize,
    closed: bool,
    rest: &[Segment],
    parts: &[&str],
    found: &mut Found,
) -> Option<usize> {
    let (first, others) = parts.split_first()?;
    let anchor_text = first.strip_suffix(':')?;
    let score = match_segment(anchor, anchor_text, found)?;
    if let Some(spelled) = found.spelled.last_mut() {
        spelled.push(':');
    }
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
    // With several placeholders, each of the last ones takes one part, and the first takes the rest.
    let head = path.len() + 1 - placeholders.max(1);
    found.arguments.push(Shown::plain(path[..head].join("/")));
    found.arguments.extend(path[head..].iter().cloned().map(Shown::plain));
    found.spelled.extend(others[..used].iter().map(|part| (*part).to_owned()));
    Some(score + 3 + match_segments(rest, &others[used..], found)?)
}
