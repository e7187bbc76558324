//! Custom query options, which a page defines itself.
//!
//! In: the sentences, lists and requests of the Query parameters section, and the page's request lines. Out: a row for each option they
//! name. `query_options` reads the tables.

use crate::diagnostics::Span;
use crate::parse::{Block, Run, Section, Text};

use super::claims::{Fact, claim};
use super::context::{Context, codes};
use super::facets::facets;
use super::facts::{Facets, PropertyFacts, RequestFacts, ValueList};
use super::http_message::{StartLine, start_line};
use super::negation::system_option;
use super::path::parse_template;
use super::pattern::pattern;
use super::sections::Role;
use super::sentences::{Sentence, Token, sentences};
use super::type_expr::{Primitive, TypeExpr, parse_str};

pattern! {
    NAME = r"^[A-Za-z_][A-Za-z0-9_\-]*$";
    IN_URL = r"[?&]([A-Za-z_][A-Za-z0-9_\-]*)=" if "?" | "&";
    PLAIN_ITEM = r"^([a-z_][A-Za-z0-9_]*)\s*(?:[:(=–—]|-\s|$)";
    ITEM_TYPE = r"^[\s:(=–—\-]*(?:(?:optional|required)[.,;)]?[\s:(–—\-]*)?([A-Za-z][\w.]*(?:\([\w.]+\)| collection)?)\s*(?:[,.;:)–—]|-\s|$)";
    REQUIRED_NOTE = r"(?i)\((?:[\w ]+, )?(?:required|mandatory)\)" if "required" | "mandatory";
}

/// Words between an article and "query parameter" that are not a name.
const ADJECTIVES: &[&str] = &[
    "above",
    "additional",
    "any",
    "api",
    "appropriate",
    "available",
    "certain",
    "common",
    "corresponding",
    "custom",
    "default",
    "desired",
    "different",
    "each",
    "entire",
    "existing",
    "extra",
    "first",
    "following",
    "further",
    "given",
    "http",
    "invalid",
    "last",
    "mandatory",
    "new",
    "next",
    "odata",
    "only",
    "optional",
    "other",
    "particular",
    "related",
    "relevant",
    "required",
    "same",
    "second",
    "single",
    "special",
    "specific",
    "specified",
    "standard",
    "supported",
    "system",
    "unknown",
    "unsupported",
    "url",
    "valid",
];

/// Words that begin a list item but are not a name: "**Note**: …".
const REMARKS: &[&str] = &[
    "caution",
    "default",
    "example",
    "examples",
    "important",
    "note",
    "notes",
    "optional",
    "remark",
    "required",
    "tip",
    "warning",
];

/// An option that a sentence names.
#[derive(Debug)]
pub(super) struct Custom {
    name: String,
    text: Text,
    sentence: Sentence,
}

impl Custom {
    /// Returns the options in a code span: `model`, `model=A`, `?model=A&kind=B`. A bare name counts only if `is_parameter`.
    pub fn of_code(code: &str, is_parameter: bool, text: &Text, sentence: &Sentence) -> Vec<Custom> {
        let own = code.trim_start_matches(['?', '&']);
        let first = own.split('=').next().unwrap_or_default();
        let begins = own.len() < code.len() && NAME.is_match(own);
        let in_url = IN_URL.captures_iter(code).filter_map(|found| found.get(1)).map(|name| name.as_str());
        let first = (is_parameter || begins).then_some(first).filter(|name| NAME.is_match(name));
        let names = first.into_iter().chain(in_url).filter(|name| system_option(name).is_none());
        names.map(|name| Custom { name: name.to_owned(), text: text.clone(), sentence: sentence.clone() }).collect()
    }

    /// Returns the option in "the model query parameter", where the name has no markup that `parse` keeps.
    pub fn of_words(text: &Text, sentence: &Sentence) -> Option<Custom> {
        let name = sentence.clauses.iter().find_map(|clause| {
            clause.tokens.windows(4).find_map(|words| match words {
                [Token::Word(article, _), Token::Word(name, _), Token::Word(query, _), Token::Word(noun, _)] => {
                    let fits = matches!(article.as_str(), "a" | "an" | "the")
                        && query == "query"
                        && matches!(noun.as_str(), "option" | "parameter")
                        && !ADJECTIVES.contains(&name.as_str());
                    fits.then_some(name)
                }
                _ => None,
            })
        })?;
        let negated =
            sentence.clauses.iter().flat_map(|clause| &clause.tokens).any(|token| token.word() == Some("not"));
        if negated || system_option(name).is_some() {
            return None;
        }
        // Tokens are in lower case; `text` has the original case.
        let plain = text.plain();
        let mut words = plain.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let name = words.find(|word| word.eq_ignore_ascii_case(name)).filter(|name| NAME.is_match(name))?;
        Some(Custom { name: name.to_owned(), text: text.clone(), sentence: sentence.clone() })
    }
}

/// Returns whether a text can be the name of a query option.
pub(super) fn is_name(text: &str) -> bool {
    NAME.is_match(text)
}

/// Returns rows for the options that sentences name.
pub(super) fn in_prose(named: &[Custom]) -> Vec<PropertyFacts> {
    let mut out: Vec<PropertyFacts> = Vec::new();
    for Custom { name, text, sentence } in named {
        let Some(span) = text.span else { continue };
        if out.iter().any(|row| row.name == *name) {
            continue;
        }
        let values = values(name, sentence);
        let list = facets(text, "").values.filter(|list| list.introduced && values.is_empty());
        let listed = (values.len() > 1).then_some(ValueList { values, introduced: true, ..ValueList::default() });
        let facets = Facets { values: list.or(listed), required: requires(name, sentence), ..Facets::default() };
        out.push(row(name, span, text.clone(), facets));
    }
    out
}

/// Returns whether a sentence claims that the option is required. A sentence that also contains "optional" names several options.
fn requires(name: &str, sentence: &Sentence) -> bool {
    let is = |word: &str| {
        let mut tokens = sentence.clauses.iter().flat_map(|clause| &clause.tokens);
        tokens.any(|token| token.word() == Some(word))
    };
    let mut plain = sentence.clone();
    for clause in &mut plain.clauses {
        // "The `model` query parameter is required": names and the word "query" are not part of the claim.
        clause.tokens.retain(|token| match token {
            Token::Code(_) => false,
            Token::Word(word, _) => word != "query" && !word.eq_ignore_ascii_case(name),
            _ => true,
        });
    }
    let before_noun = sentence.clauses.iter().any(|clause| {
        let mut pairs = clause.tokens.iter().zip(clause.tokens.iter().skip(1));
        pairs.any(|(word, noun)| matches!(word.word(), Some("mandatory" | "required")) && noun.word() == Some("query"))
    });
    !is("optional") && (before_noun && !is("not") || claim(&[plain], Fact::Required) == Some(true))
}

/// Returns rows for the options that the section's lists describe: "`model` - String, the model".
pub(super) fn in_lists(section: &Section) -> Vec<PropertyFacts> {
    let mut out = Vec::new();
    let mut lead = None;
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => lead = Some(text),
            Block::List(list) if lead.is_none_or(introduces_options) => {
                let first = list.iter().filter_map(|item| match item.first() {
                    Some(Block::Paragraph(text)) => Some(text),
                    _ => None,
                });
                out.extend(first.filter_map(item).filter(|row| system_option(&row.name).is_none()));
            }
            Block::Annotation(_) => {}
            _ => lead = None,
        }
    }
    out
}

/// Returns whether a paragraph introduces a list of options rather than of values, properties or operators.
fn introduces_options(lead: &Text) -> bool {
    let read = sentences(lead);
    let Some(last) = read.last() else { return true };
    let tokens = || last.clauses.iter().flat_map(|clause| &clause.tokens);
    let has = |words: &[&str]| tokens().any(|token| token.word().is_some_and(|word| words.contains(&word)));
    let names_one = tokens().any(|token| matches!(token, Token::Code(_)));
    has(&["arguments", "options", "parameters"])
        && !names_one
        && !has(&["attributes", "fields", "operators", "properties", "value", "values", "examples"])
}

/// Returns the option or property that a list item describes. `type_text` is empty if the item does not name a type.
pub(super) fn item(text: &Text) -> Option<PropertyFacts> {
    let (first, rest) = text.runs.split_first()?;
    let after = Text { runs: rest.to_vec(), span: text.span };
    let (name, description) = match first {
        Run::Code(name) => (name.trim_start_matches('?').split('=').next().unwrap_or_default().to_owned(), after),
        Run::Strong(name) => {
            let bare = name.trim().trim_end_matches(':');
            let separated = bare.len() < name.trim().len()
                || after.is_empty()
                || after.plain().trim_start().starts_with([':', '-', '–', '—', '(', '=']);
            (separated.then(|| bare.to_owned())?, after)
        }
        Run::Plain(plain) => {
            let name = PLAIN_ITEM.captures(plain.trim_start())?.get(1)?.as_str().to_owned();
            let rest = plain.trim_start().get(name.len()..).unwrap_or_default().to_owned();
            let runs = std::iter::once(Run::Plain(rest)).chain(after.runs).collect();
            (name, Text { runs, span: text.span })
        }
        _ => return None,
    };
    let name = name.trim().to_owned();
    let is_remark = !matches!(first, Run::Code(_)) && REMARKS.contains(&name.to_ascii_lowercase().as_str());
    if is_remark || !NAME.is_match(&name) {
        return None;
    }
    let span = text.span?;
    let plain = description.plain();
    let written = ITEM_TYPE.captures(&plain).and_then(|found| found.get(1)).map(|found| found.as_str().to_owned());
    let ty = written.as_deref().map(|written| parse_str(written, span)).filter(|ty| ty.element().is_primitive());
    let mut description = description;
    if let Some(Run::Plain(first)) = description.runs.first_mut() {
        *first = first.trim_start_matches(|c: char| c.is_whitespace() || ":-–—=".contains(c)).to_owned();
    }
    let mut facets = facets(&description, "");
    facets.required |= REQUIRED_NOTE.is_match(&plain);
    let mut row = row(&name, span, description, facets);
    if let (Some(ty), Some(written)) = (ty, written) {
        row.ty = ty;
        row.type_text = written;
    }
    Some(row)
}

/// Returns the options in the URLs of the section's requests.
pub(super) fn in_requests(cx: &Context<'_>) -> Vec<PropertyFacts> {
    let mut out = Vec::new();
    for (_, section) in cx.sections(&Role::QueryParameters) {
        for code in codes(&section.blocks) {
            for (line, (_, text)) in code.lines.iter().enumerate() {
                let Some(StartLine::Request { url, column, .. }) = start_line(text) else { continue };
                let Ok(parsed) = parse_template(&url) else { continue };
                let span = code.line_span(line, column, url.len());
                let own = parsed.template.query.iter().map(|(name, _)| name);
                let own = own.filter(|name| NAME.is_match(name) && system_option(name).is_none());
                out.extend(own.map(|name| row(name, span, Text::default(), Facets::default())));
            }
        }
    }
    out
}

/// Returns the options with `$` in the page's request lines. Options without `$` are arguments of the request.
pub(super) fn in_request_lines(requests: &[RequestFacts]) -> Vec<PropertyFacts> {
    let named = requests.iter().flat_map(|request| request.template.query.iter().map(move |(name, _)| (name, request)));
    let options = named.filter(|(name, _)| name.strip_prefix('$').is_some_and(is_name));
    options.map(|(name, request)| row(name, request.span, Text::default(), Facets::default())).collect()
}

fn row(name: &str, span: Span, description: Text, facets: Facets) -> PropertyFacts {
    let ty = TypeExpr::Primitive(Primitive::String);
    PropertyFacts {
        name: name.to_owned(),
        span,
        ty,
        type_text: String::new(),
        type_span: span,
        type_target: None,
        description,
        facets,
    }
}

/// Returns the values that a sentence lists for an option after the word "values".
fn values(name: &str, sentence: &Sentence) -> Vec<String> {
    for clause in &sentence.clauses {
        let options = clause.tokens.iter().filter(|token| matches!(token, Token::Code(code) if code == name)).count();
        let Some(at) = clause.tokens.iter().position(|token| token.word() == Some("values")) else { continue };
        if options == 0 {
            continue;
        }
        let listed = clause.tokens.iter().skip(at + 1).skip_while(|token| match token {
            Token::Word(word, _) => matches!(word.as_str(), "are" | "can" | "be" | "include" | "of" | "following"),
            Token::Pause => true,
            _ => false,
        });
        let listed = listed.map_while(|token| match token {
            Token::Code(code) => Some(Some(code.clone())),
            Token::Pause => Some(None),
            Token::Word(word, _) if matches!(word.as_str(), "and" | "or") => Some(None),
            _ => None,
        });
        return listed.flatten().collect();
    }
    Vec::new()
}
