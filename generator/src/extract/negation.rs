//! Claims of sentences about query options: which are supported and which are not.
//!
//! In: sentences. Out: [`Mention`]s, each with its [`Stance`]. The phrases are data, in `phrases`. A mention that no phrase decides is
//! `Mentioned` in a clause without a negation, and `Unclear` in a clause with one: no claim is better than a wrong one.

use super::facts::QUERY_OPTIONS;
use super::limits::{SUBORDINATE, is_about_values, is_limit, is_mere_use};
use super::phrases::{COPULAS, Effect, FILLERS, SOME, USES, all_options, is_parameter, phrase};
use super::sentences::{Clause, Sentence, Token};

/// The subject of a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A system query option, such as `$filter`, and the operators in parentheses after it.
    Option(String, Operators),
    /// Any other code span: an operator of `$filter`, or a custom query option.
    Code(String),
    /// The OData query options as a whole; `true` if the sentence says "all".
    All(bool),
}

/// The operators listed in parentheses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Operators {
    pub listed: Vec<String>,
    /// The operators that the list excludes.
    pub refused: Vec<String>,
}

/// The claim about a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    Supported,
    Refused,
    /// Refused in some cases: "not supported when …".
    PartlyRefused,
    /// Named without a claim.
    Mentioned,
    /// Named in a clause with a negation that no phrase assigns.
    Unclear,
}

/// A query option, or all of them, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub what: What,
    pub stance: Stance,
    /// Whether the words "query parameter" directly precede or follow it.
    pub is_parameter: bool,
}

/// Returns the mentions of the sentences. `start` is the claim of a list's introduction, for items without their own claim.
pub(super) fn mentions(sentences: &[Sentence], start: Option<Stance>) -> Vec<Mention> {
    let clauses = sentences.iter().flat_map(|sentence| {
        let lists = sentence.clauses.iter().flat_map(|clause| operator_lists(sentence, clause)).collect::<Vec<_>>();
        let read = sentence.clauses.iter().enumerate().filter(move |(at, _)| !lists.contains(at));
        read.map(move |(_, clause)| (sentence, clause))
    });
    clauses.flat_map(|(sentence, clause)| Reading::of(sentence, clause, start).0).collect()
}

/// Returns the claim that an introduction makes about the list after it: "The following are not supported:".
pub(super) fn introduced(sentences: &[Sentence]) -> Option<Stance> {
    let last = sentences.last()?;
    let follows = |token: &Token| token.word().is_some_and(|word| matches!(word, "following" | "below"));
    if !last.introduces && !last.clauses.iter().any(|clause| clause.tokens.iter().any(follows)) {
        return None;
    }
    last.clauses.iter().rev().find_map(|clause| Reading::of(last, clause, None).1)
}

/// Returns the system query option that a code span names: `$filter`, `$filter=…`, `filter`.
pub(super) fn system_option(code: &str) -> Option<String> {
    let bare = code.trim_start_matches(['?', '&']);
    let name = bare.split(['=', '(', '/', ' ', ',']).next().unwrap_or_default();
    let name = name.trim_start_matches('$').to_ascii_lowercase();
    QUERY_OPTIONS.iter().find(|option| option.trim_start_matches('$') == name).map(|option| (*option).to_owned())
}

/// Returns the positions of the clauses that list operators: parentheses after a query option.
fn operator_lists(sentence: &Sentence, clause: &Clause) -> Vec<usize> {
    let pairs = clause.tokens.iter().zip(clause.tokens.iter().skip(1));
    let lists = pairs.filter_map(|pair| match pair {
        (Token::Code(code), Token::Group(at)) if system_option(code).is_some() => Some(*at),
        _ => None,
    });
    let has_operators =
        |at: &usize| sentence.clauses.get(*at).is_some_and(|clause| operators(clause) != Operators::default());
    lists.filter(has_operators).collect()
}

/// Words that begin the condition of a failure.
const IF: &[&str] = &["if", "when", "whenever"];

/// A clause being read.
#[derive(Default)]
struct Reading {
    found: Vec<Mention>,
    /// Positions in `found` that no phrase has decided, and whether each is an exception.
    open: Vec<(usize, bool)>,
    /// The claim of the last verb about what follows it.
    ahead: Option<Stance>,
    /// A negation that has not been applied yet.
    negated: bool,
    /// Whether the negation follows a pause or a conjunction.
    contrasts: bool,
    exception: bool,
    negative: bool,
    limited: bool,
    /// Positions in `found` of options with an expression: what is refused is the expression.
    narrow: Vec<usize>,
    /// The position after the last mention.
    after_last: usize,
}

impl Reading {
    /// Returns the mentions of a clause, and its claim about what follows it.
    fn of(sentence: &Sentence, clause: &Clause, start: Option<Stance>) -> (Vec<Mention>, Option<Stance>) {
        let tokens = &clause.tokens;
        let mut reading = Reading { ahead: start, ..Reading::default() };
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if let Some((effect, len)) = phrase(tokens, at) {
                reading.apply(effect, tokens, at, at + len);
                at += len;
                continue;
            }
            match token {
                Token::Code(code) => reading.code(sentence, tokens, at, code),
                Token::Group(group) => reading.group(sentence, *group),
                Token::Word(word, _) => {
                    let all = all_options(tokens, at);
                    if let Some(explicit) = all {
                        reading.mention(What::All(explicit), at, false);
                    }
                    let begun = reading.negative || !reading.found.is_empty() || SUBORDINATE.contains(&word.as_str());
                    if reading.negative
                        && SUBORDINATE.contains(&word.as_str())
                        && reading.ahead == Some(Stance::Mentioned)
                    {
                        // "Using one returns an error if the other is used" claims nothing about the other.
                        reading.ahead = Some(Stance::Unclear);
                    }
                    reading.limited |= begun && is_limit(tokens, at) && !is_mere_use(tokens, at);
                    reading.limited |= is_about_values(tokens, at);
                    // "does not require": what follows does not claim support.
                    let passes = FILLERS.contains(&word.as_str())
                        || COPULAS.contains(&word.as_str())
                        || SOME.contains(&word.as_str());
                    if reading.negated && !passes && all.is_none() && word != "odata" && word != "of" {
                        reading.ahead = Some(Stance::Unclear);
                    }
                }
                Token::Pause => {}
            }
            at += 1;
        }
        reading.finish(tokens)
    }

    fn code(&mut self, sentence: &Sentence, tokens: &[Token], at: usize, code: &str) {
        let parameter = is_parameter(tokens, at);
        match system_option(code) {
            Some(option) => {
                let group = match tokens.get(at + 1) {
                    Some(Token::Group(group)) => sentence.clauses.get(*group),
                    _ => None,
                };
                let operators = group.map(operators).unwrap_or_default();
                if has_expression(&option, code) {
                    self.narrow.push(self.found.len());
                }
                self.mention(What::Option(option, operators), at, parameter);
            }
            None => self.mention(What::Code(code.to_owned()), at, parameter),
        }
    }

    /// Applies a claim in parentheses to the last mention: "`$filter` (not supported)". Skips parentheses with mentions of their own.
    fn group(&mut self, sentence: &Sentence, group: usize) {
        let Some(clause) = sentence.clauses.get(group) else { return };
        let own = clause.tokens.iter().any(|token| matches!(token, Token::Code(_)));
        if own
            || operators(clause) != Operators::default()
            || !clause.tokens.iter().enumerate().any(|(at, _)| phrase(&clause.tokens, at).is_some())
        {
            return;
        }
        let claim = Reading::of(sentence, clause, None).1;
        if let (Some(claim), Some(last)) = (claim, self.found.len().checked_sub(1)) {
            self.negative |= claim != Stance::Supported;
            self.decide(last, claim);
        }
    }

    fn mention(&mut self, what: What, at: usize, is_parameter: bool) {
        if self.negated && self.ahead.is_none() {
            self.ahead = Some(Stance::Refused);
        } else if self.negated
            && (self.ahead == Some(Stance::Supported) || self.contrasts && self.ahead == Some(Stance::Mentioned))
        {
            // "supports `$select`, not `$filter`", "use `$top`, never `$skip`"
            self.ahead = Some(Stance::Refused);
        }
        self.negated = false;
        self.exception &= !matches!(what, What::All(_));
        let stance = match (self.ahead, self.exception) {
            (Some(stance), false) => Some(stance),
            // "use everything except `$top`"
            (Some(Stance::Mentioned), true) => Some(Stance::Refused),
            (Some(stance), true) => Some(opposite(stance)),
            (None, _) => None,
        };
        if stance.is_none() {
            self.open.push((self.found.len(), self.exception));
        }
        self.found.push(Mention { what, stance: stance.unwrap_or(Stance::Mentioned), is_parameter });
        self.after_last = at + 1;
    }

    fn decide(&mut self, at: usize, stance: Stance) {
        self.open.retain(|(open, _)| *open != at);
        if let Some(mention) = self.found.get_mut(at) {
            mention.stance = stance;
        }
    }

    fn apply(&mut self, effect: Effect, tokens: &[Token], at: usize, end: usize) {
        match effect {
            Effect::Skip => {}
            Effect::Not => {
                self.negated = true;
                self.negative = true;
                self.exception = false;
                let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                let joins = |token: &Token| *token == Token::Pause || matches!(token.word(), Some("and" | "or"));
                self.contrasts = before.is_some_and(joins);
            }
            Effect::Except => {
                self.negative = true;
                self.exception = true;
                // "not … except": the negation applies to what precedes "except".
                if std::mem::take(&mut self.negated) && self.ahead.is_none() {
                    self.ahead = Some(Stance::Refused);
                }
            }
            Effect::Mentions => {
                self.exception = false;
                // "fails if you specify `$top`": the use is the condition of the failure.
                let before = tokens.get(..at).unwrap_or_default();
                let is_if = |token: &Token| token.word().is_some_and(|word| IF.contains(&word));
                let condition = before.iter().rposition(is_if).filter(|found| at - found <= 4);
                let fails = condition.filter(|_| self.ahead == Some(Stance::Refused));
                let stance = match fails {
                    // "fails if you don't specify `$top`"
                    Some(_) if self.negated => Stance::Mentioned,
                    Some(condition) if is_mere_use(tokens, condition) => Stance::Refused,
                    None if self.negated => Stance::Refused,
                    _ => Stance::Mentioned,
                };
                self.negated = false;
                self.ahead = Some(stance);
            }
            Effect::Supports => {
                let stance = self.turned(Stance::Supported);
                self.exception = false;
                self.ahead = Some(stance);
                let follows = tokens.get(end..).unwrap_or_default().iter().enumerate();
                let any = follows
                    .clone()
                    .any(|(i, token)| matches!(token, Token::Code(_)) || all_options(tokens, end + i).is_some());
                if !any {
                    self.apply_to_preceding(stance, tokens, at);
                }
            }
            Effect::Supported | Effect::Refused => {
                let said = if effect == Effect::Refused { Stance::Refused } else { Stance::Supported };
                let stance = self.turned(said);
                self.negative |= stance == Stance::Refused;
                self.apply_to_preceding(stance, tokens, at);
            }
        }
    }

    /// Returns the claim, inverted if a negation precedes it.
    fn turned(&mut self, stance: Stance) -> Stance {
        if std::mem::take(&mut self.negated) { opposite(stance) } else { stance }
    }

    /// Applies a claim to the mentions before it: to undecided ones, otherwise to the last one if it is adjacent.
    fn apply_to_preceding(&mut self, stance: Stance, tokens: &[Token], at: usize) {
        if self.open.is_empty() {
            let between = tokens.get(self.after_last..at).unwrap_or_default();
            // "Use it, the request fails" does not claim that the option causes the failure.
            let of = tokens.get(1).and_then(Token::word) == Some("of");
            let imperative = matches!(tokens.first().and_then(Token::word), Some("use" | "specify")) && !of;
            let passes = |token: &Token| match token {
                Token::Word(word, _) => {
                    let word = word.as_str();
                    COPULAS.contains(&word)
                        || FILLERS.contains(&word)
                        || !imperative && USES.contains(&word)
                        || matches!(word, "not" | "no" | "longer" | "never" | "odata")
                }
                Token::Group(_) | Token::Pause => true,
                Token::Code(_) => false,
            };
            let adjacent = between.iter().all(passes);
            let plural = between.iter().any(|token| token.word() == Some("are"));
            // "Using one or the other fails": both are the subject.
            let all = self.found.iter().all(|mention| mention.stance == Stance::Mentioned);
            let plural = plural || all && !imperative;
            let count = if plural { self.found.len() } else { 1 };
            if self.after_last > 0 && adjacent && stance == Stance::Refused {
                for at in (0..self.found.len()).rev().take(count) {
                    self.decide(at, stance);
                }
            } else if self.after_last == 0 {
                // "Not supported: `$filter`"
                self.ahead = Some(stance);
            }
            return;
        }
        for (at, exception) in std::mem::take(&mut self.open) {
            // "Apart from `$top`, no options are supported": the exception is the opposite of the verb's claim.
            self.decide(at, if exception { opposite(self.ahead.unwrap_or(stance)) } else { stance });
        }
    }

    fn finish(mut self, tokens: &[Token]) -> (Vec<Mention>, Option<Stance>) {
        // "`$top` is supported; `$skip` isn't": the verb is omitted.
        let last = tokens.last().and_then(Token::word);
        if self.negated && matches!(last, Some("not" | "no")) {
            self.apply_to_preceding(Stance::Refused, tokens, tokens.len().saturating_sub(1));
        }
        for (at, exception) in std::mem::take(&mut self.open) {
            if let Some(ahead) = self.ahead.filter(|_| exception) {
                self.decide(at, opposite(ahead));
                continue;
            }
            if let Some(mention) = self.found.get_mut(at).filter(|_| self.negative) {
                mention.stance = Stance::Unclear;
            }
        }
        for (at, mention) in self.found.iter_mut().enumerate() {
            if mention.stance == Stance::Refused && (self.limited || self.narrow.contains(&at)) {
                mention.stance = Stance::PartlyRefused;
            }
        }
        (self.found, self.ahead)
    }
}

/// Whether a code span shows one expression of an option that takes many: `$filter=name eq 'x'`, not `$count=true`.
fn has_expression(option: &str, code: &str) -> bool {
    let value = code.split_once('=').map_or("", |(_, value)| value.trim());
    let is_placeholder = value.starts_with(['{', '<', '[', '.', '…']);
    matches!(option, "$expand" | "$filter" | "$orderby" | "$search" | "$select") && !value.is_empty() && !is_placeholder
}

fn opposite(stance: Stance) -> Stance {
    match stance {
        Stance::Supported => Stance::Refused,
        Stance::Refused => Stance::Supported,
        other => other,
    }
}

/// Returns the operators of `$filter` that a clause in parentheses lists.
fn operators(clause: &Clause) -> Operators {
    let mut out = Operators::default();
    let mut refused = false;
    for (at, token) in clause.tokens.iter().enumerate() {
        let name = match token {
            Token::Code(code) => {
                code.split(' ').find_map(operator).or_else(|| code.split('/').next_back().and_then(operator))
            }
            Token::Word(word, _) => {
                let ends = match clause.tokens.get(at + 1) {
                    None | Some(Token::Pause | Token::Group(_)) => true,
                    Some(Token::Word(next, _)) => matches!(next.as_str(), "and" | "or" | "only"),
                    Some(Token::Code(_)) => false,
                };
                // Some operators are also ordinary words.
                let common = matches!(word.as_str(), "all" | "any" | "contains" | "has" | "in" | "not");
                if ends || !common { operator(word) } else { None }
            }
            _ => None,
        };
        if let Some(name) = name {
            let list = if refused { &mut out.refused } else { &mut out.listed };
            if !list.contains(&name) {
                list.push(name);
            }
            continue;
        }
        let negates = phrase(&clause.tokens, at);
        refused |= matches!(negates, Some((Effect::Except | Effect::Not, _)));
    }
    out
}

/// Returns the operator or function of `$filter` with this name, in its usual spelling.
pub(super) fn operator(name: &str) -> Option<String> {
    const OPERATORS: [&str; 14] =
        ["all", "any", "contains", "endsWith", "eq", "ge", "gt", "has", "in", "le", "lt", "ne", "not", "startsWith"];
    let name = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    OPERATORS.iter().find(|operator| operator.eq_ignore_ascii_case(name)).map(|operator| (*operator).to_owned())
}
