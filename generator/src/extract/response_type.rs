//! The types that sentences declare as returned.
//!
//! In: a paragraph of the Response section. Out: the type in each of its sentences, alternatives combined, and its position.

use crate::parse::Text;

use super::body::{is_article, is_task, type_of};
use super::flat::Flat;
use super::pattern::pattern;
use super::type_expr::TypeExpr;

pattern! {
    MANY_BEFORE = r"(?i)\b(?:collections?|lists?|arrays?|sets?)\s+of\s+(?:(?:the|all|one|or|more|zero|requested|new|updated|created|matching|\w+ed)\s+)*\W?$|\ball\s+(?:of\s+)?(?:the\s+)?$";
    MANY_AFTER = r"(?i)^\W{0,2}\s?(?:objects|resources|entities|entries|collections?|items|values|instances|(?:object |resource )collection)\b";
    UNLINKED = r"(?i)\b(?:and|returns?|with|,)\s+(?P<words>(?:(?:an?|the|new|updated|requested|all|created|newly|existing|resulting|corresponding|single|collection|list|array|of|instance)\s+)*)(?P<base>\*\*[\w.]+\*\*|`[A-Za-z][\w.]*`|[A-Za-z][\w.]*)(?P<after>(?:\s+(?:collection|object|objects|resource|resources|entity|value|data))*)\s+(?:in|as) (?:the|its) (?:response )?body\b" if "body";
    HEADER = r"(?i)\bheader\b" if "header";
    ERRORS = r"(?i)\b(?:error|errors|if an error)\b" if "error";
    // A link to an object is not the object: "a link to the [job]".
    LEADS_TO = r"(?i)\b(?:links?|ur[li]s?|address|pointer|points?|pointing|location|path)\s+(?:to|of|for)\s+(?:(?:an?|the|its|this|new|newly|created|associated|resulting|corresponding)\s+)*\W?$";
    // The same applies to a page that a sentence refers to, and to an object that is not returned.
    ELSEWHERE = r"(?i)\b(?:see|refer to|learn more|more (?:information|details)|(?:described|documented|explained) (?:in|by|at|under|with)|consult)\b[^.;]*$|(?:\b(?:not|never|no longer)|n[’']t)\s+(?:return|include|contain|send|have)s?\s+[^.;,]*$";
    // Between two links: either can be returned.
    ALTERNATIVE = r"(?i)(?:^|[\s,;])(?:or|otherwise|alternatively)\b,?\s*(?:(?:else|instead|alternatively|returns?|it|this|method|an?|the|one|new|existing|single|corresponding|collections?|lists?|arrays?|of|with|and|containing|OK|Created|Accepted|response|code|status|[2]\d\d|[a-z]+ed|`[^`]*`),?\s+)*[*`]*$|\b(?:if|when)\b[^.]*\band\s+(?:an?|the)\s+[*`]*$|^\s*/\s*$";
    LISTED = r"(?i)^(?:\s*(?:objects?|resources?))?,\s*(?:(?:an?|the)\s+)?[*`]*$";
    ARTICLE = r"(?i)\b(?:an?|one|either)\s+(?:\w+\s+){0,2}[*`]*$";
    INSTEAD = r"(?i)^\W*(?:otherwise|alternatively|or)\b|\binstead\W*$";
}

pub(super) static IN_BODY: std::sync::LazyLock<regex::Regex> =
    std::sync::LazyLock::new(|| super::pattern::compile(r"(?i)\bbody\b"));

/// The maximum number of links read as alternatives.
const MAX_ALTERNATIVES: usize = 16;

/// A type that a sentence declares as returned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Returned {
    pub ty: TypeExpr,
    /// The position of its first link.
    pub at: usize,
    /// Whether the sentence declares that it is returned instead of another type.
    pub instead: bool,
    /// The range of the sentence.
    pub sentence: std::ops::Range<usize>,
}

/// Returns the types that a paragraph declares as returned: at most one for each sentence.
pub(super) fn returned(text: &Text, flat: &Flat<'_>) -> Vec<Returned> {
    let mut out = Vec::new();
    let mut start = 0;
    for sentence in flat.text.split_inclusive(". ") {
        let range = start..start + sentence.len();
        start = range.end;
        if let Some((at, ty)) = of_sentence(text, flat, sentence) {
            out.push(Returned { ty, at: range.start + at, instead: INSTEAD.is_match(sentence), sentence: range });
        }
    }
    out
}

/// Returns the type that a sentence declares as returned, and its position.
fn of_sentence(text: &Text, flat: &Flat<'_>, sentence: &str) -> Option<(usize, TypeExpr)> {
    if HEADER.is_match(sentence) && !IN_BODY.is_match(sentence) || ERRORS.is_match(sentence) {
        return None;
    }
    let links: Vec<(usize, char)> = body_links(flat, sentence).collect();
    if let Some((first, _)) = links.first() {
        return alternatives(text, flat, sentence, &links).map(|ty| (*first, ty));
    }
    unlinked(text, flat, sentence, None)
}

/// Returns the word in bold or code that a paragraph declares as returned, without a noun that marks it as a type.
pub(super) fn marked(text: &Text, flat: &Flat<'_>) -> Option<TypeExpr> {
    let mut read = flat.text.split_inclusive(". ").filter(|sentence| !ERRORS.is_match(sentence));
    read.find_map(|sentence| unlinked(text, flat, sentence, Some("object"))).map(|(_, ty)| ty)
}

/// Returns the type that a sentence names without a link. With `noun`, a word in bold or code does not need a noun after it.
fn unlinked(text: &Text, flat: &Flat<'_>, sentence: &str, noun: Option<&str>) -> Option<(usize, TypeExpr)> {
    let found = UNLINKED.captures(sentence)?;
    let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let after = part("after").to_ascii_lowercase();
    let noun = noun.filter(|_| part("base").starts_with(['*', '`']));
    let ty = type_of(text, flat, part("base"), noun.unwrap_or(&after))?;
    let words = part("words").to_ascii_lowercase();
    let many =
        after.contains("collection") || ["collection of", "list of", "array of"].iter().any(|w| words.contains(w));
    Some((found.name("base").map_or(0, |m| m.start()), ty.collected(many)))
}

/// One of several links, any of which may be returned.
struct Linked {
    ty: TypeExpr,
    many: bool,
    /// Whether an article precedes it, so that words such as "collection of" before its neighbours do not apply to it.
    own: bool,
}

/// Returns the type of the first link, combined with the links after it that are alternatives.
fn alternatives(text: &Text, flat: &Flat<'_>, sentence: &str, links: &[(usize, char)]) -> Option<TypeExpr> {
    let mut taken = 0;
    for (number, pair) in links.windows(2).take(MAX_ALTERNATIVES).enumerate() {
        let [(one, c), (next, _)] = pair else { break };
        let between = &sentence[one + c.len_utf8()..*next];
        if ALTERNATIVE.is_match(between) {
            taken = number + 1;
        } else if !LISTED.is_match(between) {
            break;
        }
    }
    let linked = links.iter().take(taken + 1).filter_map(|(at, c)| linked(text, flat, sentence, *at, *c));
    let mut all: Vec<Linked> = linked.collect();
    // "a collection of [a] or [b]", "[a] or [b] objects"
    for at in 1..all.len() {
        all[at].many |= all[at - 1].many && !all[at].own;
    }
    for at in (1..all.len()).rev() {
        all[at - 1].many |= all[at].many && !all[at].own && !all[at - 1].own;
    }
    one_of(all.into_iter().map(|linked| linked.ty.collected(linked.many)).collect())
}

fn linked(text: &Text, flat: &Flat<'_>, sentence: &str, at: usize, c: char) -> Option<Linked> {
    let end = at + c.len_utf8();
    let before = tail(&sentence[..at]);
    let many = MANY_BEFORE.is_match(before) || MANY_AFTER.is_match(&sentence[end..]);
    let ty = type_of(text, flat, &sentence[at..end], "object")?;
    Some(Linked { ty, many, own: ARTICLE.is_match(before) })
}

/// Combines several types into one, without duplicates. The result is a collection if all of them are.
pub(super) fn one_of(all: Vec<TypeExpr>) -> Option<TypeExpr> {
    let mut each: Vec<TypeExpr> = Vec::new();
    for ty in all {
        let is_same = |known: &TypeExpr| match (known.named(), ty.named()) {
            (Some(one), Some(other)) => one.name.eq_ignore_ascii_case(&other.name),
            _ => known.element() == ty.element(),
        };
        if !each.iter().any(is_same) {
            each.push(ty);
        }
    }
    if each.len() < 2 {
        return each.pop();
    }
    if !each.iter().all(|ty| matches!(ty, TypeExpr::Collection(_))) {
        return Some(TypeExpr::OneOf(each));
    }
    let elements = each.into_iter().map(|ty| if let TypeExpr::Collection(inner) = ty { *inner } else { ty });
    Some(TypeExpr::Collection(Box::new(TypeExpr::OneOf(elements.collect()))))
}

/// Returns the links of a sentence that lead to the body's type, with their positions. Empty if the sentence is about a header or errors.
pub(super) fn body_links<'a>(flat: &'a Flat<'_>, sentence: &'a str) -> impl Iterator<Item = (usize, char)> + 'a {
    // In a sentence about the Location header, a link leads to the target of the header.
    let elsewhere = HEADER.is_match(sentence) && !IN_BODY.is_match(sentence) || ERRORS.is_match(sentence);
    let leads_to_body = move |(at, c): &(usize, char)| {
        let before = tail(&sentence[..*at]);
        flat.link(*c).is_some_and(|(text, dest, _)| !is_article(dest) && !is_operation(dest) && !is_task(text))
            && !LEADS_TO.is_match(before)
            && !ELSEWHERE.is_match(before)
    };
    sentence.char_indices().filter(move |place| !elsewhere && leads_to_body(place))
}

/// Returns the end of a text, which is enough for patterns that look back.
pub(super) fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(60);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Returns whether a link leads to another operation's page, in the same folder: `boat-sail.md`.
fn is_operation(dest: &str) -> bool {
    let page = dest.split('#').next().unwrap_or_default().trim_start_matches("./");
    page.contains('-') && !page.contains('/')
}

/// Splits a text at full stops followed by a space.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").map(str::trim).filter(|s| !s.is_empty())
}
