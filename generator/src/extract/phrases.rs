//! The phrases in sentences about query options.
//!
//! In: the tokens of a clause. Out: the phrase at a position, and its [`Effect`]. The phrases are data ([`PHRASES`]), as are the words
//! allowed between their words.

use super::failures::failure;
use super::sentences::Token;

/// The effect of a phrase on the mentions around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// "supports": what follows is supported.
    Supports,
    /// "is supported": what precedes is supported.
    Supported,
    /// "unsupported", "ignored": what precedes is not.
    Refused,
    /// "except": what follows is the opposite of the rest.
    Except,
    /// "not": inverts the next phrase, and what directly follows it.
    Not,
    /// "use": what follows is only mentioned.
    Mentions,
    /// "not only": not a negation.
    Skip,
}

/// In a phrase: a failed request, as `failures` reads it.
const FAILURE: &str = "{failure}";

/// Phrases, with contractions spelled out. The longest match at a word counts.
const PHRASES: &[(&str, Effect)] = &[
    ("accept", Effect::Supports),
    ("accepted", Effect::Supported),
    ("accepts", Effect::Supports),
    ("allow", Effect::Supports),
    ("allowed", Effect::Supported),
    ("allows", Effect::Supports),
    ("answered with {failure}", Effect::Refused),
    ("answers with {failure}", Effect::Refused),
    ("apart from", Effect::Except),
    ("are invalid", Effect::Refused),
    ("aside from", Effect::Except),
    ("available", Effect::Supported),
    ("avoid", Effect::Not),
    ("barring", Effect::Except),
    ("be used", Effect::Supported),
    ("cause {failure}", Effect::Refused),
    ("causes {failure}", Effect::Refused),
    ("disabled", Effect::Refused),
    ("error", Effect::Refused),
    ("errors out", Effect::Refused),
    ("except", Effect::Except),
    ("except for", Effect::Except),
    ("excepting", Effect::Except),
    ("excluded", Effect::Refused),
    ("excluding", Effect::Except),
    ("fail", Effect::Refused),
    ("fail to", Effect::Not),
    ("fail with {failure}", Effect::Refused),
    ("fails", Effect::Refused),
    ("fails to", Effect::Not),
    ("fails with {failure}", Effect::Refused),
    ("generate {failure}", Effect::Refused),
    ("generates {failure}", Effect::Refused),
    ("get back {failure}", Effect::Refused),
    ("gets back {failure}", Effect::Refused),
    ("give {failure}", Effect::Refused),
    ("gives {failure}", Effect::Refused),
    ("honor", Effect::Supports),
    ("honored", Effect::Supported),
    ("honors", Effect::Supports),
    ("ignore", Effect::Not),
    ("ignored", Effect::Refused),
    ("ignores", Effect::Not),
    ("implement", Effect::Supports),
    ("implemented", Effect::Supported),
    ("implements", Effect::Supports),
    ("in place of", Effect::Except),
    ("instead of", Effect::Except),
    ("is invalid", Effect::Refused),
    ("lack", Effect::Not),
    ("lacks", Effect::Not),
    ("lead to {failure}", Effect::Refused),
    ("leads to {failure}", Effect::Refused),
    ("met with {failure}", Effect::Refused),
    ("neither", Effect::Not),
    ("never", Effect::Not),
    ("no", Effect::Not),
    ("no longer", Effect::Not),
    ("none of", Effect::Not),
    ("nor", Effect::Not),
    ("not", Effect::Not),
    ("not just", Effect::Skip),
    ("not limited to", Effect::Skip),
    ("not only", Effect::Skip),
    ("other than", Effect::Except),
    ("permit", Effect::Supports),
    ("permits", Effect::Supports),
    ("permitted", Effect::Supported),
    ("produce {failure}", Effect::Refused),
    ("produces {failure}", Effect::Refused),
    ("raise {failure}", Effect::Refused),
    ("raises {failure}", Effect::Refused),
    ("rather than", Effect::Except),
    ("recognized", Effect::Supported),
    ("refrain from", Effect::Not),
    ("reject", Effect::Not),
    ("rejected", Effect::Refused),
    ("rejects", Effect::Not),
    ("removed", Effect::Refused),
    ("respond with {failure}", Effect::Refused),
    ("responds with {failure}", Effect::Refused),
    ("result in {failure}", Effect::Refused),
    ("results in {failure}", Effect::Refused),
    ("return {failure}", Effect::Refused),
    ("returns {failure}", Effect::Refused),
    ("save for", Effect::Except),
    ("specify", Effect::Mentions),
    ("support", Effect::Supports),
    ("supported", Effect::Supported),
    ("supported until", Effect::Refused),
    ("supporting", Effect::Supports),
    ("supports", Effect::Supports),
    ("throw", Effect::Refused),
    ("throw {failure}", Effect::Refused),
    ("throws", Effect::Refused),
    ("throws {failure}", Effect::Refused),
    ("trigger {failure}", Effect::Refused),
    ("triggers {failure}", Effect::Refused),
    ("unable to", Effect::Not),
    ("unavailable", Effect::Refused),
    ("unsupported", Effect::Refused),
    ("use", Effect::Mentions),
    ("using", Effect::Mentions),
    ("with the exception of", Effect::Except),
    ("without", Effect::Not),
    ("yield {failure}", Effect::Refused),
    ("yields {failure}", Effect::Refused),
];

/// Words that may be between the words of a phrase.
pub(super) const FILLERS: &[&str] = &[
    "a",
    "also",
    "an",
    "any",
    "currently",
    "directly",
    "either",
    "generally",
    "now",
    "officially",
    "presently",
    "still",
    "the",
    "usually",
    "yet",
];
/// Words between a subject and the phrase that refuses it.
pub(super) const COPULAS: &[&str] = &[
    "are",
    "be",
    "been",
    "can",
    "could",
    "do",
    "does",
    "has",
    "have",
    "is",
    "may",
    "must",
    "option",
    "options",
    "parameter",
    "parameters",
    "query",
    "should",
    "was",
    "were",
    "will",
];
/// Words between an option and the phrase for the effect of its use: "using it with this API returns an error".
pub(super) const USES: &[&str] = &[
    "always",
    "api",
    "by",
    "call",
    "calls",
    "endpoint",
    "for",
    "in",
    "it",
    "method",
    "on",
    "operation",
    "request",
    "requests",
    "resource",
    "server",
    "service",
    "then",
    "this",
    "to",
    "url",
    "with",
];
/// Words before "query parameters" that limit them to some.
pub(super) const SOME: &[&str] = &[
    "certain",
    "few",
    "following",
    "limited",
    "many",
    "most",
    "only",
    "other",
    "remaining",
    "several",
    "some",
    "specific",
    "subset",
    "these",
    "those",
];
/// Words that mark options as examples or additions.
pub(super) const EXAMPLES: &[&str] =
    &["additionally", "also", "e.g", "eg", "example", "examples", "instance", "like", "such"];
/// Words that rule out other options.
pub(super) const LIMITING: &[&str] = &["exclusively", "just", "limited", "limits", "only", "solely"];
/// Words between a name and the words "query parameter": "pass `kind` as a query parameter".
const BRIDGES: &[&str] = &[
    "a",
    "accepted",
    "added",
    "additional",
    "allowed",
    "an",
    "are",
    "as",
    "available",
    "be",
    "by",
    "can",
    "custom",
    "following",
    "given",
    "in",
    "included",
    "is",
    "may",
    "must",
    "name",
    "named",
    "of",
    "one",
    "optional",
    "passed",
    "provided",
    "request",
    "required",
    "sent",
    "set",
    "should",
    "specified",
    "string",
    "supplied",
    "supported",
    "the",
    "through",
    "url",
    "used",
    "using",
    "via",
    "with",
];
/// Words for query parameters, after `odata` or alone.
const PARAMETERS: &[&str] = &["option", "options", "parameter", "parameters"];

/// Returns the number of tokens that `phrase` takes at `at`. Fillers may be between its words.
pub(super) fn matches_at(tokens: &[Token], at: usize, phrase: &str) -> Option<usize> {
    let is_filler = |at: usize| tokens.get(at).and_then(Token::word).is_some_and(|word| FILLERS.contains(&word));
    let mut next = at;
    for wanted in phrase.split(' ').filter(|word| !FILLERS.contains(word)) {
        while next > at && is_filler(next) {
            next += 1;
        }
        next += match wanted {
            FAILURE => failure(tokens, next)?,
            word if tokens.get(next)?.word() == Some(word) => 1,
            _ => return None,
        };
    }
    (next > at).then_some(next - at)
}

/// Returns the longest phrase at `at`, and its number of tokens.
pub(super) fn phrase(tokens: &[Token], at: usize) -> Option<(Effect, usize)> {
    let begun = beginning_with(tokens.get(at)?.word()?);
    let found = begun.filter_map(|(phrase, effect)| Some((*effect, matches_at(tokens, at, phrase)?)));
    found.max_by_key(|(_, len)| *len)
}

/// Returns the phrases that begin with these letters, which follow one another because the phrases are sorted.
fn beginning_with(word: &str) -> impl Iterator<Item = &'static (&'static str, Effect)> {
    let start = PHRASES.partition_point(|(phrase, _)| *phrase < word);
    PHRASES.get(start..).unwrap_or_default().iter().take_while(move |(phrase, _)| phrase.starts_with(word))
}

/// Returns `Some` if words for all OData query parameters end at `at`: `Some(true)` if they contain "all" or "every".
pub(super) fn all_options(tokens: &[Token], at: usize) -> Option<bool> {
    let word = |back: usize| at.checked_sub(back).and_then(|i| tokens.get(i)).and_then(Token::word);
    if !word(0).is_some_and(|last| PARAMETERS.contains(&last)) {
        return None;
    }
    let string = usize::from(word(1) == Some("string"));
    let mut back = 1 + string;
    let query = word(back) == Some("query");
    back += usize::from(query);
    let odata = word(back) == Some("odata");
    back += usize::from(odata);
    if !query && !odata {
        return None;
    }
    // "the `$select` OData query parameter", "the OData query parameter `$select`": the words describe the name.
    let before = at.checked_sub(back).and_then(|i| tokens.get(i));
    let named =
        matches!(before, Some(Token::Code(_) | Token::Group(_))) || matches!(tokens.get(at + 1), Some(Token::Code(_)));
    let single = word(0).is_some_and(|last| !last.ends_with('s'));
    let quantifiers = (back..back + 4).map_while(word);
    let some = quantifiers.clone().any(|word| SOME.contains(&word) || word == "custom");
    let explicit = quantifiers.clone().any(|word| matches!(word, "all" | "every"));
    if named || some || single && !explicit || !odata && !explicit {
        return None;
    }
    Some(explicit)
}

/// Returns whether a code span is next to the words "query parameter", or in a list that is.
pub(super) fn is_parameter(tokens: &[Token], at: usize) -> bool {
    let joins = |token: &Token| match token {
        Token::Code(_) | Token::Pause => true,
        Token::Word(word, _) => {
            matches!(word.as_str(), "and" | "or" | "the" | "optional" | "required" | "custom" | "additional")
        }
        Token::Group(_) => false,
    };
    // In "set to `eventual`", the code span is a value, whatever follows.
    let last = at.checked_sub(1).and_then(|before| tokens.get(before)).and_then(Token::word);
    if matches!(last, Some("as" | "equals" | "to")) {
        return false;
    }
    let bridges = |token: &Token| token.word().is_some_and(|word| BRIDGES.contains(&word));
    let after = tokens.get(at..).unwrap_or_default();
    let direct = after.iter().skip_while(|token| joins(token));
    // No other name may be in between: that name would be the parameter.
    let bridged = direct.clone().skip_while(|token| bridges(token));
    let says = |words: &[&str]| match words {
        ["query", "string", ..] => true,
        ["query", rest @ ..] => rest.iter().take(2).any(|word| PARAMETERS.contains(word)),
        _ => false,
    };
    let three = |rest: &mut dyn Iterator<Item = &'_ Token>| -> Vec<String> {
        rest.map_while(Token::word).take(3).map(str::to_owned).collect()
    };
    let found = [three(&mut direct.clone()), three(&mut bridged.clone())];
    if found.iter().any(|words| says(&words.iter().map(String::as_str).collect::<Vec<_>>())) {
        return true;
    }
    let before = tokens.get(..at).unwrap_or_default().iter().rev().skip_while(|token| joins(token));
    // Other words may introduce a value: "the query parameter as `true`".
    let names = |token: &Token| matches!(token.word(), Some("are" | "called" | "is" | "named"));
    let bridged = before.clone().skip_while(|token| names(token));
    let follows = |words: Vec<String>| {
        let mut words = words.iter().map(String::as_str);
        words.next().is_some_and(|last| PARAMETERS.contains(&last)) && words.any(|word| word == "query")
    };
    follows(three(&mut before.clone())) || follows(three(&mut bridged.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::sentences::sentences;
    use crate::extract::sentences::tests::text;

    #[test]
    fn phrases_are_sorted() {
        assert!(PHRASES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn every_phrase_is_found_by_its_first_word() {
        for (phrase, _) in PHRASES {
            let first = phrase.split(' ').next().unwrap_or_default();
            assert!(beginning_with(first).any(|(found, _)| found == phrase), "{phrase}");
            assert!(!FILLERS.contains(&first) && first != FAILURE, "{phrase} has no word to find it by");
        }
    }

    #[test]
    fn the_longest_phrase_wins() {
        let first = |said: &str| phrase(&sentences(&text(said))[0].clauses[0].tokens, 0).map(|(effect, _)| effect);
        assert_eq!(first("not supported"), Some(Effect::Not));
        assert_eq!(first("not only this"), Some(Effect::Skip));
        assert_eq!(first("with the exception of this"), Some(Effect::Except));
        assert_eq!(first("with this"), None);
    }
}
