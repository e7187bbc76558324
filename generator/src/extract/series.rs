//! Series of claims that share a negation: "not required, nullable, or deprecated".
//!
//! In: a clause, and the position of a claim in it. Out: the effect of the series on the claim ([`Share`]), or nothing if there is none.
//!
//! - A series that ends in "or" or "nor" shares the negation before its first item.
//! - A series that ends in "and" is ambiguous.
//! - A series that ends in "or" without a negation names alternatives.

use super::claims::{LEADS, NEGATIONS, STRONG_CONDITIONS, is_claim, is_condition};
use super::sentences::{Sentence, Token};

/// The maximum number of tokens in an item of a series.
const MAX_ITEM: usize = 3;
/// Longer series are not read.
const MAX_ITEMS: usize = 12;

/// The effect of a series on one of its claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// The negation before the series denies the claim.
    Denied,
    /// It is unclear what is claimed.
    Unclear,
}

/// The word before the last item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conjunction {
    And,
    Or,
}

/// The words before the first item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// They negate the claim itself.
    Own,
    /// They negate the item after them.
    Negative,
    /// They contain a negation, but it is unclear what it negates.
    Unclear,
    Positive,
}

/// Returns the effect of the series around the claim from `at` to `end`.
pub(super) fn share(sentence: &Sentence, tokens: &[Token], at: usize, end: usize) -> Option<Share> {
    let own = own_words(tokens, at);
    let before = own.iter().rposition(|token| conjunction(token).is_some()).map(|position| at - own.len() + position);
    let (place, kind) = before
        .and_then(|place| Some((place, conjunction(tokens.get(place)?)?)))
        .or_else(|| conjunction_after(tokens, end))?;
    let has_verb = own.iter().any(|token| matches!(token.word(), Some("are" | "can" | "is" | "may" | "will")));
    match (kind, head(tokens, at)) {
        (Conjunction::Or, Head::Own) => is_limited(sentence, tokens, end, place).then_some(Share::Unclear),
        (Conjunction::Or, Head::Negative) if has_verb => Some(Share::Unclear),
        (Conjunction::Or, Head::Negative) => {
            let limited = is_limited(sentence, tokens, end, place);
            Some(if limited { Share::Unclear } else { Share::Denied })
        }
        (Conjunction::Or, Head::Unclear) => Some(Share::Unclear),
        (Conjunction::Or, Head::Positive) => is_claim(tokens, place + 1).then_some(Share::Unclear),
        (Conjunction::And, Head::Negative) if !has_verb => Some(Share::Unclear),
        (Conjunction::And, _) => None,
    }
}

/// Returns the tokens between the last comma and `at`.
fn own_words(tokens: &[Token], at: usize) -> &[Token] {
    let before = tokens.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|token| matches!(token, Token::Pause)).map_or(0, |pause| pause + 1);
    before.get(start..).unwrap_or_default()
}

fn conjunction(token: &Token) -> Option<Conjunction> {
    match token.word()? {
        "and" => Some(Conjunction::And),
        "or" | "nor" => Some(Conjunction::Or),
        _ => None,
    }
}

/// Returns the conjunction of a series whose items begin at `from`, and its position.
fn conjunction_after(tokens: &[Token], from: usize) -> Option<(usize, Conjunction)> {
    let mut items = 0;
    let mut len = 0;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        if let Some(found) = conjunction(token) {
            return Some((at, found));
        }
        match token {
            Token::Pause => {
                items += 1;
                len = 0;
            }
            _ => len += 1,
        }
        if len > MAX_ITEM || items > MAX_ITEMS {
            return None;
        }
    }
    None
}

/// Returns how the words before the series affect the claim at `at`.
fn head(tokens: &[Token], at: usize) -> Head {
    let is_negation = |token: &Token| token.word().is_some_and(|word| NEGATIONS.contains(&word));
    let own = own_words(tokens, at);
    if own.iter().any(is_negation) {
        return Head::Own;
    }
    let mut end = at - own.len();
    for _ in 0..MAX_ITEMS {
        let Some(pause) = end.checked_sub(1) else { return Head::Positive };
        let item = own_words(tokens, pause);
        if let Some(negation) = item.iter().rposition(is_negation) {
            let (before, after) = (item.get(..negation), item.get(negation + 1..).unwrap_or_default());
            let about_itself = before.unwrap_or_default().iter().all(|token| match token {
                Token::Word(word, _) => LEADS.contains(&word.as_str()),
                Token::Group(_) => true,
                Token::Code(_) | Token::Pause => false,
            });
            let plain = after.iter().all(|token| token.word().is_some_and(|word| !is_condition(word) || word == "or"));
            let short = after.len() <= MAX_ITEM;
            return if about_itself && plain && short { Head::Negative } else { Head::Unclear };
        }
        if item.len() > MAX_ITEM || item.iter().any(|token| conjunction(token).is_some()) {
            return Head::Positive;
        }
        end = pause - item.len();
    }
    Head::Positive
}

/// Returns whether the series with its conjunction at `place` applies to some cases only: "not required, nullable, or deprecated for
/// guests".
fn is_limited(sentence: &Sentence, tokens: &[Token], end: usize, place: usize) -> bool {
    let mut over = false;
    for (at, token) in tokens.iter().enumerate().skip(end) {
        let limits = match token {
            Token::Pause => {
                over |= at > place;
                false
            }
            Token::Word(word, _) if over => STRONG_CONDITIONS.contains(&word.as_str()),
            Token::Word(word, _) => word != "or" && is_condition(word),
            Token::Group(group) => {
                let first = sentence.clauses.get(*group).and_then(|clause| clause.tokens.first());
                first.and_then(Token::word).is_some_and(is_condition)
            }
            Token::Code(_) => false,
        };
        if limits {
            return true;
        }
    }
    false
}
