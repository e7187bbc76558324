//! What sentences claim about the element they describe: read-only, nullable, required, deprecated.
//!
//! In: sentences. Out: for each [`Fact`], `true`, `false` or nothing. A word such as "required" is a claim only if the words before it
//! are [`LEADS`] or a negation, and the words after it end the clause or are [`TAILS`]. A condition ("required if", "read-only for
//! guests") claims nothing, and neither does a wording that no table lists.

use super::sentences::{Clause, Sentence, Token};
use super::series::{Share, share};

/// A property that a sentence can claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Deprecated,
    Nullable,
    ReadOnly,
    Required,
    /// Returned only if `$select` names it.
    SelectOnly,
}

/// The words of each fact, and the value they claim without a negation.
const WORDS: &[(Fact, &str, bool)] = &[
    (Fact::Deprecated, "deprecated", true),
    (Fact::Nullable, "be null", true),
    (Fact::Nullable, "never null", false),
    (Fact::Nullable, "nullable", true),
    (Fact::ReadOnly, "read only", true),
    (Fact::ReadOnly, "read-only", true),
    (Fact::ReadOnly, "readonly", true),
    (Fact::ReadOnly, "read-write", false),
    (Fact::Required, "mandatory", true),
    (Fact::Required, "optional", false),
    (Fact::Required, "required", true),
    (Fact::SelectOnly, "requires $select", true),
    (Fact::SelectOnly, "require $select", true),
    (Fact::SelectOnly, "returned if $select", true),
    (Fact::SelectOnly, "returned on $select", true),
    (Fact::SelectOnly, "returned only if $select", true),
    (Fact::SelectOnly, "returned only on $select", true),
    (Fact::SelectOnly, "returned only when $select", true),
    (Fact::SelectOnly, "returned only with $select", true),
    (Fact::SelectOnly, "returned when $select", true),
];

/// Words that may precede a claim about the described element: "this property is", "the value can".
pub(super) const LEADS: &[&str] = &[
    "a",
    "also",
    "always",
    "an",
    "and",
    "are",
    "argument",
    "attribute",
    "be",
    "been",
    "being",
    "can",
    "collection",
    "currently",
    "do",
    "does",
    "element",
    "field",
    "has",
    "have",
    "header",
    "important",
    "is",
    "it",
    "itself",
    "key",
    "may",
    "might",
    "member",
    "navigation",
    "note",
    "now",
    "one",
    "only",
    "optional",
    "parameter",
    "property",
    "relationship",
    "returned",
    "setting",
    "shall",
    "that",
    "the",
    "they",
    "this",
    "type",
    "value",
    "values",
    "warning",
    "was",
    "will",
    "field's",
    "read-only",
    "nullable",
    "inherited",
    "mandatory",
    "required",
    "optional",
    "deprecated",
    "enumeration",
    "enum",
];
/// Negations before a claim.
pub(super) const NEGATIONS: &[&str] = &["hardly", "neither", "never", "no", "nor", "not", "without"];
/// Words after a claim that belong to it: "a read-only property".
const NOUNS: &[&str] = &[
    "argument",
    "attribute",
    "collection",
    "enum",
    "enumeration",
    "field",
    "header",
    "member",
    "navigation",
    "parameter",
    "property",
    "relationship",
    "setting",
    "type",
    "value",
];
/// Words that limit a claim to some cases.
const CONDITIONS: &[&str] = &[
    "after",
    "as",
    "at",
    "before",
    "by",
    "depending",
    "during",
    "except",
    "for",
    "from",
    "if",
    "in",
    "of",
    "on",
    "once",
    "only",
    "or",
    "otherwise",
    "provided",
    "so",
    "to",
    "unless",
    "until",
    "upon",
    "when",
    "whenever",
    "where",
    "while",
    "with",
    "within",
];
/// The conditions that limit a claim even after a comma: "required, unless".
pub(super) const STRONG_CONDITIONS: &[&str] = &[
    "depending",
    "except",
    "if",
    "only",
    "otherwise",
    "provided",
    "unless",
    "until",
    "when",
    "whenever",
    "where",
    "while",
];
/// Words that may follow a claim.
const TAILS: &[&str] = &["and", "automatically", "because", "since", "which"];
/// Words that may follow "deprecated", to give a time or a reason.
const DEPRECATED_TAILS: &[&str] =
    &["as", "after", "at", "by", "from", "in", "instead", "now", "on", "please", "starting", "to", "use", "with"];

/// Returns the value that the sentences claim; `None` if they claim nothing or contradict each other.
pub(super) fn claim(sentences: &[Sentence], fact: Fact) -> Option<bool> {
    let mut out: Option<bool> = None;
    for sentence in sentences {
        let remarks = remarks_on_values(sentence);
        let clauses = sentence.clauses.iter().enumerate().filter(|(position, _)| !remarks.contains(position));
        for (_, clause) in clauses {
            for at in 0..clause.tokens.len() {
                let Some(said) = claim_at(sentence, clause, at, fact) else { continue };
                if out.is_some_and(|before| before != said) {
                    return None;
                }
                out = Some(said);
            }
        }
    }
    out
}

/// Returns the positions of clauses in parentheses that follow a code span: "`b` (deprecated)" is about that value alone.
fn remarks_on_values(sentence: &Sentence) -> Vec<usize> {
    let pairs = sentence.clauses.iter().flat_map(|clause| clause.tokens.iter().zip(clause.tokens.iter().skip(1)));
    let remarks = pairs.filter_map(|pair| match pair {
        (Token::Code(code), Token::Group(position)) if !code.starts_with('$') => Some(*position),
        _ => None,
    });
    remarks.collect()
}

/// Returns whether a negation governs the word at `at`: it precedes the word in the same clause, with only light words in between.
pub(super) fn is_negated(tokens: &[Token], at: usize) -> bool {
    let words: Vec<&str> = lead(tokens.get(..at).unwrap_or_default()).into_iter().map_while(Token::word).collect();
    for (i, word) in words.iter().enumerate() {
        if NEGATIONS.contains(word) {
            return true;
        }
        // "not required and nullable": it is unclear whether the negation covers "nullable".
        let light = LEADS.contains(word) && *word != "and"
            || matches!(*word, "longer" | "yet" | "or" | "planned" | "expected" | "to" | "be");
        if !light || i > 8 {
            return false;
        }
    }
    false
}

fn claim_at(sentence: &Sentence, clause: &Clause, at: usize, fact: Fact) -> Option<bool> {
    let tokens = &clause.tokens;
    let first = tokens.get(at)?.word()?;
    let found = WORDS.iter().filter(|(of, words, _)| *of == fact && words.starts_with(first));
    let (len, said) = found.filter_map(|(_, words, said)| Some((words_at(tokens, at, words)?, *said))).max()?;
    if fact == Fact::SelectOnly {
        return (!is_negated(tokens, at) && select_lead(tokens, at)).then_some(said);
    }
    match share(sentence, tokens, at, at + len) {
        // A negated "read-write" or "optional" leaves the value unclear.
        Some(Share::Denied) => return said.then_some(false),
        Some(Share::Unclear) => return None,
        None => {}
    }
    let negated = is_negated(tokens, at);
    if !is_lead(tokens, at, negated) || is_condition_before(tokens, at) {
        return None;
    }
    match tail(sentence, tokens, at + len, fact, negated)? {
        true if negated && fact == Fact::Required && !said => None,
        true => Some(said != negated),
        false => (!negated).then_some(!said),
    }
}

/// Returns whether no condition precedes a `$select` phrase such as "Returned only on `$select`".
fn select_lead(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default();
    before.iter().rev().map_while(Token::word).all(|word| !matches!(word, "if" | "unless" | "when"))
}

/// Returns how many tokens `words` takes at `at`. A query option is a code span or a word.
fn words_at(tokens: &[Token], at: usize, words: &str) -> Option<usize> {
    let mut next = at;
    for wanted in words.split(' ') {
        // "returned only on: `$select`", "on applying a `$select` query"
        let passes = |token: &Token| match token {
            Token::Pause => true,
            Token::Word(word, _) => matches!(word.as_str(), "a" | "an" | "applying" | "is" | "the" | "using"),
            _ => false,
        };
        while wanted == "$select" && tokens.get(next).is_some_and(passes) {
            next += 1;
        }
        let same = match tokens.get(next)? {
            Token::Word(word, _) => word == wanted,
            // Other code spans are values: `required`.
            Token::Code(code) if wanted.starts_with('$') => {
                code.trim_start_matches('?').split('=').next().is_some_and(|c| c.eq_ignore_ascii_case(wanted))
            }
            _ => false,
        };
        if !same {
            return None;
        }
        next += 1;
    }
    Some(next - at)
}

/// Returns the words before a claim, nearest first. They begin after the last comma, unless that comma belongs to a list ("one, two,
/// and deprecated"); at a "Not" that begins a sentence without a full stop before it; or at a verb that begins another statement ("is
/// not nullable and is read-only").
fn lead(before: &[Token]) -> Vec<&Token> {
    let pause = before.iter().rposition(|token| matches!(token, Token::Pause));
    let of_list = pause.is_some_and(|at| matches!(before.get(at + 1).and_then(Token::word), Some("and" | "or")));
    let start = before.iter().rposition(|token| matches!(token, Token::Word(word, true) if word == "not"));
    let from = if of_list { None } else { pause.map(|at| at + 1) };
    let from = from.unwrap_or(0).max(start.unwrap_or(0)).max(own_statement(before).unwrap_or(0));
    before.get(from..).unwrap_or_default().iter().rev().filter(|token| !matches!(token, Token::Pause)).collect()
}

/// Returns the start of the last statement that has its own verb after "and" or "but".
fn own_statement(tokens: &[Token]) -> Option<usize> {
    let word = |at: usize| tokens.get(at).and_then(Token::word);
    let begins = |at: &usize| {
        matches!(word(*at), Some("and" | "but")) && matches!(word(at + 1), Some("is" | "are" | "was" | "must" | "has"))
    };
    (0..tokens.len()).rev().find(begins).map(|at| at + 1)
}

/// Returns whether the words before a claim, back to the last comma, are about the element itself.
fn is_lead(tokens: &[Token], at: usize, negated: bool) -> bool {
    let before = tokens.get(..at).unwrap_or_default();
    let words = lead(before);
    if words.len() > 12 {
        return false;
    }
    // "The required type" claims nothing; "this is a required value" does.
    let word = |token: &&Token| token.word().unwrap_or_default().to_owned();
    let attributive = words.first().map(word).is_some_and(|last| matches!(last.as_str(), "a" | "an" | "the" | "this"));
    if attributive && !words.iter().any(|token| matches!(token.word(), Some("is" | "are"))) {
        return false;
    }
    // "This property `x` is": with "this", the name is the element's own.
    let own = words.iter().any(|token| token.word() == Some("this"));
    words.iter().all(|token| match token {
        Token::Word(word, _) => {
            let word = word.as_str();
            LEADS.contains(&word)
                || negated && (NEGATIONS.contains(&word) || matches!(word, "longer" | "or" | "yet" | "must" | "should"))
        }
        Token::Code(_) => own,
        Token::Group(_) => true,
        Token::Pause => false,
    })
}

/// Returns whether a condition precedes a claim: "Unless …, this property is required".
fn is_condition_before(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default();
    let mut words = before.iter().filter_map(Token::word);
    words.any(|word| {
        matches!(word, "for" | "if" | "unless" | "until" | "when" | "whenever" | "where" | "while" | "once" | "after")
    })
}

/// Reads what follows a claim: `Some(false)` for "no", `Some(true)` for any other allowed tail, `None` if the tail invalidates the claim.
fn tail(sentence: &Sentence, tokens: &[Token], mut at: usize, fact: Fact, negated: bool) -> Option<bool> {
    let deprecated = fact == Fact::Deprecated;
    let mut paused = false;
    loop {
        match tokens.get(at) {
            None => return Some(true),
            Some(Token::Pause) => paused = true,
            Some(Token::Code(_)) => return paused.then_some(true),
            Some(Token::Group(group)) => {
                // "Required (for guests)"
                let first = sentence.clauses.get(*group).and_then(|clause| clause.tokens.first()).and_then(Token::word);
                return first.is_none_or(|word| !is_condition(word)).then_some(true);
            }
            Some(Token::Word(word, capital)) => {
                let word = word.as_str();
                if paused && matches!(word, "no" | "false") {
                    return Some(false);
                }
                // "Can't be null or empty" denies both.
                if negated && matches!(word, "or" | "nor") {
                    return Some(true);
                }
                if deprecated && DEPRECATED_TAILS.contains(&word) {
                    return Some(true);
                }
                if if paused { STRONG_CONDITIONS.contains(&word) } else { is_condition(word) } {
                    return None;
                }
                if NOUNS.contains(&word) && !paused {
                    at += 1;
                    continue;
                }
                let rest = tokens.get(at..).unwrap_or_default().iter().filter_map(Token::word);
                // "Required and must be positive if": the condition applies to both.
                let conditional =
                    !deprecated && TAILS.contains(&word) && rest.clone().any(|word| STRONG_CONDITIONS.contains(&word));
                return (!conditional && (paused || *capital || TAILS.contains(&word))).then_some(true);
            }
        }
        at += 1;
    }
}

/// Returns whether a claim of any fact begins at `at`.
pub(super) fn is_claim(tokens: &[Token], at: usize) -> bool {
    WORDS.iter().any(|(_, words, _)| words_at(tokens, at, words).is_some())
}

pub(super) fn is_condition(word: &str) -> bool {
    CONDITIONS.contains(&word)
}
