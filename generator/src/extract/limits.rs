//! Words that limit a refusal to some cases: "not supported with other options".
//!
//! In: the tokens of a clause. Out: whether the word at a position is a limit. The words are data.

use super::phrases::{COPULAS, FILLERS, USES, matches_at};
use super::sentences::Token;

/// Words that limit a refusal to some cases.
const LIMITS: &[&str] = &[
    "alongside",
    "at",
    "combined",
    "during",
    "for",
    "if",
    "in",
    "on",
    "outside",
    "simultaneously",
    "together",
    "unless",
    "until",
    "when",
    "whenever",
    "where",
    "while",
    "with",
    "within",
];
/// Words that limit a refusal to some values, anywhere in the clause: "`$top` values above 100 fail".
const VALUES: &[&str] = &[
    "above",
    "below",
    "beyond",
    "exceeding",
    "exceeds",
    "greater",
    "higher",
    "incorrect",
    "invalid",
    "larger",
    "lower",
    "malformed",
    "negative",
    "smaller",
    "than",
    "value",
    "values",
    "wrong",
];
/// The [`LIMITS`] that apply anywhere in the clause.
pub(super) const SUBORDINATE: &[&str] = &["if", "unless", "until", "when", "whenever", "where", "while"];
/// Phrases that begin with such a word but are not limits.
const NO_LIMITS: &[&str] = &[
    "at all",
    "at present",
    "at the moment",
    "at this time",
    "for now",
    "for the moment",
    "for the time being",
    "for this api",
    "for this endpoint",
    "for this method",
    "for this operation",
    "for this request",
    "for this resource",
    "in any case",
    "in any way",
    "in this api",
    "in this release",
    "in this version",
    "in v1.0",
    "on this api",
    "on this endpoint",
    "on this method",
    "on this resource",
    "with this api",
    "with this endpoint",
    "with this method",
    "with this operation",
    "with this request",
];
/// Words of a condition that only repeats the use of an option: "if you use it".
const USE_WORDS: &[&str] = &[
    "add",
    "added",
    "applied",
    "apply",
    "called",
    "client",
    "contains",
    "given",
    "include",
    "included",
    "includes",
    "pass",
    "passed",
    "present",
    "provide",
    "provided",
    "send",
    "sent",
    "set",
    "specified",
    "specify",
    "supplied",
    "use",
    "used",
    "uses",
    "using",
    "you",
    "and",
    "or",
    "contain",
];
/// Returns whether the word at `at` begins a limit.
pub(super) fn is_limit(tokens: &[Token], at: usize) -> bool {
    let word = tokens.get(at).and_then(Token::word).unwrap_or_default();
    LIMITS.contains(&word) && !NO_LIMITS.iter().any(|phrase| matches_at(tokens, at, phrase).is_some())
}

/// Returns whether the word at `at` limits a refusal to some values of an option.
pub(super) fn is_about_values(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).and_then(Token::word).is_some_and(|word| VALUES.contains(&word))
}

/// Returns whether the condition at `at` only repeats the use of the clause's options: "if you use `$filter`, the request fails",
/// "`$filter` fails when used".
pub(super) fn is_mere_use(tokens: &[Token], at: usize) -> bool {
    if !tokens.get(at).and_then(Token::word).is_some_and(|word| matches!(word, "if" | "when" | "whenever")) {
        return false;
    }
    let rest = tokens.get(at + 1..).unwrap_or_default();
    let is_code = |token: &Token| matches!(token, Token::Code(_));
    let is_use = |token: &&Token| match token {
        Token::Word(word, _) => {
            let word = word.as_str();
            USE_WORDS.contains(&word) || COPULAS.contains(&word) || FILLERS.contains(&word) || USES.contains(&word)
        }
        Token::Code(_) => true,
        Token::Pause | Token::Group(_) => false,
    };
    let condition = rest.iter().take_while(is_use).count();
    let (condition, after) = rest.split_at_checked(condition).unwrap_or_default();
    let outside = tokens.get(..at).unwrap_or_default().iter().chain(after).any(is_code);
    let ends = after.first().is_none_or(|token| *token == Token::Pause);
    ends && outside != condition.iter().any(is_code)
}
