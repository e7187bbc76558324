//! Members of a request body that the Request body section describes without a table.
//!
//! In: the section's lists ("`name` (string): the name") and sentences ("supply `name` (String) and `size` (Int32)"). Out: a row for
//! each member. Resolve looks up the type of a row without one, and reports the types that it does not find.

use std::collections::BTreeMap;

use crate::diagnostics::Span;
use crate::parse::{Block, Section, Text};

use super::context::{Context, paragraphs};
use super::custom_options::{is_name, item};
use super::facts::{BodyKind, ExampleBody, ExampleFacts, Facets, PropertyFacts};
use super::representation::property;
use super::sections::Role;
use super::sentences::{Clause, Sentence, Token, sentences};
use super::type_expr::{TypeExpr, parse_str};

/// Verbs before the names of members.
const VERBS: &[&str] =
    &["add", "contain", "contains", "include", "pass", "provide", "send", "set", "specify", "supply", "use"];
/// Words that introduce a list of members.
const MEMBERS: &[&str] = &["elements", "fields", "members", "parameters", "properties"];
/// Words that introduce other lists.
const OTHERS: &[&str] = &["example", "examples", "options", "scenarios", "values"];

/// Returns the members that the page describes. `kind` is the kind of body that its sentences describe.
pub(super) fn rows(cx: &Context<'_>, kind: &BodyKind) -> Vec<PropertyFacts> {
    let has_own = matches!(kind, BodyKind::Unstated | BodyKind::Parameters);
    let mut out: Vec<PropertyFacts> = Vec::new();
    for (_, section) in cx.sections(&Role::RequestBody) {
        out.extend(listed(section).into_iter().filter(|row| has_own || !row.type_text.is_empty()));
        if has_own {
            out.extend(paragraphs(&section.blocks).into_iter().flat_map(said));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|row| seen.insert(row.name.clone()));
    out
}

/// Returns the members that lists describe.
fn listed(section: &Section) -> Vec<PropertyFacts> {
    let mut out = Vec::new();
    let mut lead = None;
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => lead = Some(text),
            Block::List(list) if lead.is_none_or(introduces_members) => {
                let first = list.iter().filter_map(|item| match item.first() {
                    Some(Block::Paragraph(text)) => Some(text),
                    _ => None,
                });
                // `Content-Type` is a header.
                out.extend(first.filter_map(item).filter(|row| !row.name.contains('-')).map(untyped));
            }
            Block::Annotation(_) => {}
            _ => lead = None,
        }
    }
    out
}

/// Removes the default type of a row that names no type: only query options default to a string.
fn untyped(row: PropertyFacts) -> PropertyFacts {
    if row.type_text.is_empty() { PropertyFacts { ty: TypeExpr::Unknown(String::new()), ..row } } else { row }
}

/// Returns whether a paragraph introduces a list of members.
fn introduces_members(lead: &Text) -> bool {
    let read = sentences(lead);
    let Some(last) = read.last() else { return true };
    let has = |words: &[&str]| words_of(last).any(|word| words.contains(&word));
    has(MEMBERS) && !has(OTHERS) && !has(&["not"])
}

fn words_of(sentence: &Sentence) -> impl Iterator<Item = &str> {
    sentence.clauses.iter().flat_map(|clause| &clause.tokens).filter_map(Token::word)
}

/// Returns the members that a paragraph names together with their types.
fn said(text: &Text) -> Vec<PropertyFacts> {
    let mut out = Vec::new();
    let Some(span) = text.span else { return out };
    for sentence in sentences(text) {
        if !words_of(&sentence).any(|word| VERBS.contains(&word)) || words_of(&sentence).any(|word| word == "not") {
            continue;
        }
        for clause in &sentence.clauses {
            for pair in clause.tokens.windows(2) {
                let [Token::Code(name), Token::Group(group)] = pair else { continue };
                let Some(written) = sentence.clauses.get(*group).and_then(type_in) else { continue };
                let ty = parse_str(&written, span);
                if is_name(name) && ty.element().is_primitive() {
                    out.push(PropertyFacts {
                        type_target: None,
                        name: name.clone(),
                        span,
                        ty,
                        type_text: written,
                        type_span: span,
                        description: Text::default(),
                        facets: Facets::default(),
                    });
                }
            }
        }
    }
    out
}

/// Returns the members that sentences name without types: "supply `displayName` and `size`". If examples show a body, its members must
/// match; they provide the types.
pub(super) fn named(cx: &Context<'_>, examples: &[ExampleFacts]) -> Vec<PropertyFacts> {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    for (_, section) in cx.sections(&Role::RequestBody) {
        for text in paragraphs(&section.blocks) {
            let Some(span) = text.span.filter(|_| text.links().next().is_none()) else { continue };
            let said = sentences(text);
            let supplies = |sentence: &&Sentence| {
                words_of(sentence).any(|word| VERBS.contains(&word))
                    && !words_of(sentence)
                        .any(|word| matches!(word, "not" | "header" | "headers" | "or" | "value" | "values"))
            };
            let tokens = said.iter().filter(supplies).flat_map(|sentence| &sentence.clauses).flat_map(|c| &c.tokens);
            names.extend(tokens.filter_map(|token| match token {
                Token::Code(name) if is_name(name) => Some((name.clone(), span)),
                _ => None,
            }));
        }
    }
    let sent = examples.iter().filter_map(|example| match &example.request.as_ref()?.body {
        ExampleBody::Json(json) => json.value.as_object(),
        _ => None,
    });
    let mut shown: Option<&serde_json::Map<String, serde_json::Value>> = None;
    for members in sent {
        let own = members.keys().filter(|name| !name.contains('@'));
        if own.clone().any(|name| !names.contains_key(name)) {
            return Vec::new();
        }
        shown = Some(members);
    }
    let is_shown = |name: &String| shown.is_none_or(|members| members.contains_key(name));
    if !names.keys().all(is_shown) {
        return Vec::new();
    }
    let namespace = cx.namespace();
    let row = |(name, span): (String, Span)| match shown.and_then(|members| members.get(&name)) {
        Some(value) if !value.is_number() => property(&name, value, span, namespace.as_deref()),
        _ => PropertyFacts {
            type_target: None,
            name,
            span,
            ty: TypeExpr::Unknown(String::new()),
            type_text: String::new(),
            type_span: span,
            description: Text::default(),
            facets: Facets::default(),
        },
    };
    names.into_iter().map(row).collect()
}

/// Returns the type in the parentheses after a name: "(String)", "(Int32, optional)".
fn type_in(clause: &Clause) -> Option<String> {
    let until_pause = clause.tokens.iter().take_while(|token| !matches!(token, Token::Pause));
    let words: Option<Vec<&str>> = until_pause
        .map(|token| match token {
            Token::Word(word, _) => Some(word.as_str()),
            Token::Code(code) => Some(code.as_str()),
            _ => None,
        })
        .collect();
    words.filter(|words| !words.is_empty() && words.len() <= 2).map(|words| words.join(" "))
}
