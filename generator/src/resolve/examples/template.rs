//! Matches a path with the template of a documented request.
//!
//! In: the segments of both. Out: [`Found`]: the arguments, percent-decoded, and the path in the template's spelling; and a score for
//! matching words.

use std::collections::BTreeMap;

use crate::extract::path::Segment;
use crate::model::Given;
use crate::odata::{PathArgument, PathPart, Position, path_parts};

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

/// A segment of a template, and its parts.
pub(super) type TemplateSegment<'t> = (&'t Segment, Vec<PathPart<'t>>);

/// Returns the segments of a template with their parts.
pub(super) fn with_parts(segments: &[Segment]) -> Vec<TemplateSegment<'_>> {
    segments.iter().zip(path_parts(segments)).collect()
}

/// The parts of a path that match a template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The arguments by the index of their placeholder.
    pub arguments: BTreeMap<usize, Shown>,
    /// The path's segments in the template's spelling, with unchanged arguments.
    pub spelled: Vec<String>,
}

/// Returns a score for the words of the path that match the template; `None` if the path does not fit.
pub(super) fn match_segments(segments: &[TemplateSegment<'_>], parts: &[&str], found: &mut Found) -> Option<usize> {
    let Some(((segment, own), rest)) = segments.split_first() else {
        return parts.is_empty().then_some(0);
    };
    if let Segment::ItemPath { anchor, closed, .. } = segment {
        return match_item_path(anchor, own, *closed, rest, parts, found);
    }
    let (part, others) = parts.split_first()?;
    let score = match_segment(segment, own, part, found)?;
    Some(score + match_segments(rest, others, found)?)
}

/// Returns the indices of the placeholders of a segment that have this position.
fn indices(own: &[PathPart<'_>], position: Position<'_>) -> impl Iterator<Item = usize> {
    own.iter()
        .filter_map(|part| part.placeholder())
        .filter(move |found| found.position == position)
        .map(|found| found.index)
}

/// Matches a segment, or the anchor of an item path, whose parts are among `own`.
fn match_segment<'a>(segment: &'a Segment, own: &[PathPart<'_>], part: &'a str, found: &mut Found) -> Option<usize> {
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
            found.arguments.extend(indices(own, Position::Segment).map(|index| (index, Shown::plain(decode(part)))));
            found.spelled.push(part.to_owned());
            Some(1)
        }
        Segment::Call { name, .. } => match_call(name, own, part, found),
        Segment::ItemPath { .. } | Segment::Ellipsis => None,
    }
}

fn match_call(name: &str, own: &[PathPart<'_>], part: &str, found: &mut Found) -> Option<usize> {
    let wanted = own.iter().filter_map(|part| match part {
        PathPart::Argument { argument, value, .. } => Some((*argument, *value)),
        _ => None,
    });
    let mut optional = wanted.clone().map(|(argument, _)| argument.optional).peekable();
    let may_be_bare = optional.peek().is_some() && optional.all(|optional| optional);
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
    for (number, (argument, wanted)) in wanted.enumerate() {
        let raw = match &argument.name {
            Some(name) => given.iter().find_map(|text| {
                let (key, value) = text.split_once('=')?;
                key.trim().eq_ignore_ascii_case(name).then_some(value)
            }),
            None => given.get(number).copied(),
        };
        if raw.is_none() && argument.optional {
            let PathArgument::Placeholder(placeholder) = wanted else { return None };
            found.arguments.insert(placeholder.index, Shown { given: Given::Omitted, quoted: None });
            continue;
        }
        let raw = raw?.trim();
        taken += 1;
        spelled.push(argument.name.as_ref().map_or_else(|| raw.to_owned(), |name| format!("{name}={raw}")));
        let value = decode(raw);
        let value = without_enum_type(&value);
        let text = unquote(value);
        match wanted {
            PathArgument::Placeholder(placeholder) if raw == "null" => {
                found.arguments.insert(placeholder.index, Shown { given: Given::Null, quoted: None });
            }
            PathArgument::Placeholder(placeholder) => {
                // A quote that is not doubled ends the text, and what follows has no defined meaning.
                let whole = text.replace('\'', "''").len() + 2 == value.len();
                let quoted = Some(whole && value.starts_with('\''));
                found.arguments.insert(placeholder.index, Shown { given: Given::Text(text), quoted });
            }
            PathArgument::Literal(literal) if literal.eq_ignore_ascii_case(&text) => {}
            PathArgument::Literal(_) => return None,
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
    own: &[PathPart<'_>],
    closed: bool,
    rest: &[TemplateSegment<'_>],
    parts: &[&str],
    found: &mut Found,
) -> Option<usize> {
    let (first, others) = parts.split_first()?;
    let anchor_text = first.strip_suffix(':')?;
    let score = match_segment(anchor, own, anchor_text, found)?;
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
    let placeholders: Vec<usize> = indices(own, Position::ItemPath).collect();
    if closed && !ended || path.is_empty() || path.len() < placeholders.len() {
        return None;
    }
    // With several placeholders, each of the last ones takes one part, and the first takes the rest.
    let head = path.len() + 1 - placeholders.len().max(1);
    let texts = [path[..head].join("/")].into_iter().chain(path[head..].iter().cloned());
    found.arguments.extend(placeholders.into_iter().zip(texts.map(Shown::plain)));
    found.spelled.extend(others[..used].iter().map(|part| (*part).to_owned()));
    Some(score + 3 + match_segments(rest, &others[used..], found)?)
}
