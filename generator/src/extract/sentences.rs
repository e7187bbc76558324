//! Splits inline content into sentences and clauses.
//!
//! In: the runs of a cell or paragraph. Out: [`Sentence`]s of [`Clause`]s of [`Token`]s. Contractions are spelled out, a full stop
//! after an abbreviation does not end a sentence, and text in parentheses is a separate clause. `negation` and `claims` read the claims
//! of the clauses.

use crate::parse::{Run, Text};

/// A word, a code span, or a mark between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word in lower case, and whether it begins with a capital letter.
    Word(String, bool),
    /// A code span's content, or a name that begins with `$`.
    Code(String),
    /// `,`, `:` or a dash.
    Pause,
    /// Text in parentheses: the position of its clause in the sentence.
    Group(usize),
}

impl Token {
    /// Returns the word, if it is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Token::Word(word, _) => Some(word),
            _ => None,
        }
    }
}

/// A part of a sentence that makes its own claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clause {
    pub tokens: Vec<Token>,
}

/// A sentence. Clauses in parentheses follow the clause that contains them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub clauses: Vec<Clause>,
    /// Whether it ends with a colon, like the introduction of a list.
    pub introduces: bool,
}

/// Words that begin a clause.
const CONNECTIVES: &[&str] =
    &["albeit", "although", "but", "however", "nevertheless", "nonetheless", "though", "whereas"];
/// Words for the whole, from which a "but" takes something out.
const WHOLE: &[&str] = &["all", "any", "anything", "each", "every", "everything"];
/// The nouns of query options.
const NOUNS: &[&str] = &["option", "options", "parameter", "parameters"];
/// A "but" that may mean "except", until the end of its sentence is known.
const BUT: &str = "but?";
/// Words after an exception that continue the sentence: "all but `$top` are supported".
const AFTER_EXCEPTION: &[&str] = &["apply", "are", "for", "in", "on", "to", "were", "when", "with", "work"];
/// A full stop after one of these does not end a sentence.
const ABBREVIATIONS: &[&str] = &["a.k.a", "approx", "cf", "e.g", "eg", "i.e", "ie", "incl", "resp", "viz", "vs"];
/// Contractions whose verb is not the text before `n't`, and contractions without an apostrophe.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("arent", "are"),
    ("can't", "can"),
    ("cannot", "can"),
    ("cant", "can"),
    ("couldnt", "could"),
    ("didnt", "did"),
    ("doesnt", "does"),
    ("dont", "do"),
    ("hasnt", "has"),
    ("isnt", "is"),
    ("shan't", "shall"),
    ("wasnt", "was"),
    ("won't", "will"),
    ("wont", "will"),
];

/// Longer texts are not read.
const MAX_TEXT: usize = 40_000;

/// Returns the sentences of `text`.
pub(super) fn sentences(text: &Text) -> Vec<Sentence> {
    let length: usize = text.runs.iter().map(run_len).sum();
    if length > MAX_TEXT {
        return Vec::new();
    }
    let mut reader = Reader::default();
    for run in &text.runs {
        match run {
            Run::Code(code) => reader.code(code),
            Run::Plain(text) | Run::Strong(text) => reader.plain(text),
            Run::Link { text, .. } => reader.plain(text),
            Run::Break => reader.end(),
        }
    }
    reader.end();
    reader.done
}

fn run_len(run: &Run) -> usize {
    match run {
        Run::Plain(text) | Run::Code(text) | Run::Strong(text) | Run::Link { text, .. } => text.len(),
        Run::Break => 1,
    }
}

/// Decides for each [`BUT`] whether it means "except", or begins a clause: "all options but `$top` is limited".
fn settle_but(clauses: &mut Vec<Clause>) {
    let mut begun = Vec::new();
    for clause in clauses.iter_mut() {
        let Some(at) = clause.tokens.iter().position(|token| token.word() == Some(BUT)) else { continue };
        let passes = |token: &&Token| match token {
            Token::Word(word, _) => NOUNS.contains(&word.as_str()) || matches!(word.as_str(), "and" | "or" | "the"),
            Token::Code(_) | Token::Pause | Token::Group(_) => true,
        };
        let next = clause.tokens.iter().skip(at + 1).find(|token| !passes(token)).and_then(Token::word);
        if next.is_none_or(|word| AFTER_EXCEPTION.contains(&word)) {
            clause.tokens[at] = Token::Word("except".to_owned(), false);
        } else {
            let rest = clause.tokens.split_off(at);
            begun.push(Clause { tokens: rest.into_iter().skip(1).collect() });
        }
    }
    clauses.extend(begun);
}

#[derive(Default)]
struct Reader {
    done: Vec<Sentence>,
    clauses: Vec<Clause>,
    /// The positions of the open clauses, innermost last.
    open: Vec<usize>,
    introduces: bool,
    /// Whether a full stop inside parentheses was the last mark.
    stopped: bool,
}

impl Reader {
    fn push(&mut self, token: Token) {
        self.introduces = false;
        self.stopped = false;
        let at = match self.open.last() {
            Some(at) => *at,
            None => self.begin(),
        };
        if let Some(clause) = self.clauses.get_mut(at) {
            clause.tokens.push(token);
        }
    }

    fn begin(&mut self) -> usize {
        self.clauses.push(Clause::default());
        self.open.push(self.clauses.len() - 1);
        self.clauses.len() - 1
    }

    /// Ends the innermost clause and begins another one.
    fn split(&mut self) {
        if self.open.pop().is_some() {
            self.begin();
        }
    }

    fn end(&mut self) {
        let mut clauses = std::mem::take(&mut self.clauses);
        self.open.clear();
        settle_but(&mut clauses);
        if clauses.iter().any(|clause| !clause.tokens.is_empty()) {
            self.done.push(Sentence { clauses, introduces: self.introduces });
        }
        self.introduces = false;
        self.stopped = false;
    }

    fn code(&mut self, code: &str) {
        let code = code.trim();
        if !code.is_empty() {
            self.push(Token::Code(code.to_owned()));
        }
    }

    fn plain(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let len = word_len(rest);
            if len > 0 {
                let (word, after) = rest.split_at(len);
                rest = self.word(word, after);
                continue;
            }
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            self.mark(c, after);
            rest = after;
        }
    }

    /// Adds a word. Returns the text after it, without the full stop of an abbreviation.
    fn word<'t>(&mut self, word: &str, after: &'t str) -> &'t str {
        if word.starts_with('$') {
            self.push(Token::Code(word.to_owned()));
            return after;
        }
        let capital = word.starts_with(char::is_uppercase);
        let lower = word.replace('’', "'").to_ascii_lowercase();
        let lower = lower.trim_matches(['\'', '-']);
        if lower == "but" && self.may_exclude(after) {
            self.push(Token::Word(BUT.to_owned(), capital));
            return after;
        }
        if CONNECTIVES.contains(&lower) {
            // "However, …" begins a sentence.
            let empty = self.open.last().and_then(|at| self.clauses.get(*at)).is_none_or(|c| c.tokens.is_empty());
            if !empty {
                self.split();
            }
            return after;
        }
        let known = CONTRACTIONS.iter().find(|(written, _)| *written == lower).map(|(_, verb)| *verb);
        if let Some(verb) = known.or_else(|| lower.strip_suffix("n't")) {
            self.push(Token::Word(verb.to_owned(), capital));
            self.push(Token::Word("not".to_owned(), false));
        } else if let Some(word) = ["non-", "not-"].iter().find_map(|prefix| lower.strip_prefix(prefix)) {
            self.push(Token::Word("not".to_owned(), capital));
            self.push(Token::Word(word.to_owned(), false));
        } else if !lower.is_empty() {
            self.push(Token::Word(lower.to_owned(), capital));
        }
        if ABBREVIATIONS.contains(&lower) { after.strip_prefix('.').unwrap_or(after) } else { after }
    }

    /// Returns whether a "but" before `after` may mean "except": "all but `$top`", "all options but `$top`".
    fn may_exclude(&self, after: &str) -> bool {
        let tokens = self.open.last().and_then(|at| self.clauses.get(*at)).map_or(&[][..], |clause| &clause.tokens);
        let mut words = tokens.iter().rev().map_while(Token::word);
        let last = words.next().unwrap_or_default();
        let has_all = WHOLE.contains(&last) || NOUNS.contains(&last) && words.take(6).any(|word| WHOLE.contains(&word));
        let after = after.trim_start();
        let after = after.strip_prefix("the ").unwrap_or(after);
        has_all && (after.is_empty() || after.starts_with('$'))
    }

    /// Moves query options that fill parentheses into the surrounding clause: "filtering (`$filter`) is not supported".
    fn inline_options(&mut self, inner: Option<usize>) {
        let (Some(inner), Some(outer)) = (inner, self.open.last().copied()) else { return };
        let is_option = |token: &Token| {
            matches!(token, Token::Code(code)
                if code.strip_prefix('$').is_some_and(|name| name.chars().all(|c| c.is_ascii_alphabetic())))
        };
        let is_list = |token: &Token| is_option(token) || matches!(token, Token::Pause) || token.word() == Some("and");
        let fits = |clause: &Clause| clause.tokens.iter().any(is_option) && clause.tokens.iter().all(is_list);
        if !self.clauses.get(inner).is_some_and(fits) {
            return;
        }
        let options = self.clauses.get_mut(inner).map(|clause| std::mem::take(&mut clause.tokens)).unwrap_or_default();
        if let Some(clause) = self.clauses.get_mut(outer) {
            clause.tokens.retain(|token| *token != Token::Group(inner));
            clause.tokens.extend(options);
        }
    }

    fn mark(&mut self, c: char, after: &str) {
        match c {
            '(' | '[' => {
                // The outer clause begins before the group that refers to it, so that positions do not change.
                let outer = self.open.last().copied();
                let outer = outer.unwrap_or_else(|| self.begin());
                let inner = self.begin();
                if let Some(clause) = self.clauses.get_mut(outer) {
                    clause.tokens.push(Token::Group(inner));
                }
            }
            ')' | ']' if self.open.len() > 1 => {
                let inner = self.open.pop();
                self.inline_options(inner);
                if self.stopped && self.open.len() == 1 {
                    self.end();
                }
            }
            ';' => self.split(),
            ',' | '–' | '—' => self.push(Token::Pause),
            ':' => {
                self.push(Token::Pause);
                self.introduces = true;
            }
            '-' if after.starts_with([' ', '-']) => self.push(Token::Pause),
            '.' | '!' | '?' if self.open.len() <= 1 && !after.starts_with('.') => self.end(),
            '.' => self.stopped = true,
            _ => {}
        }
    }
}

/// Returns the length of the word at the beginning of `text`: letters, digits, and marks between them.
fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let starts = text.starts_with(|c: char| c.is_alphanumeric())
        || bytes.first() == Some(&b'$') && bytes.get(1).is_some_and(u8::is_ascii_alphabetic);
    if !starts {
        return 0;
    }
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = c.is_alphanumeric() || at == 0 && c == '$' || {
            let joins = matches!(c, '\'' | '’' | '-' | '.' | '_' | '@' | '/');
            joins && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric())
        };
        if !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Builds a text from a source with code spans in backquotes.
    pub fn text(source: &str) -> Text {
        let runs = source.split('`').enumerate().map(|(i, part)| match i % 2 {
            0 => Run::Plain(part.to_owned()),
            _ => Run::Code(part.to_owned()),
        });
        Text { runs: runs.collect(), span: None }
    }

    /// Shows sentences separated by `|` and clauses separated by `/`.
    fn shown(source: &str) -> String {
        let show = |token: &Token| match token {
            Token::Word(word, _) => word.clone(),
            Token::Code(code) => format!("`{code}`"),
            Token::Pause => ",".to_owned(),
            Token::Group(at) => format!("({at})"),
        };
        let clause = |clause: &Clause| clause.tokens.iter().map(show).collect::<Vec<_>>().join(" ");
        let sentence = |s: &Sentence| s.clauses.iter().map(clause).collect::<Vec<_>>().join(" / ");
        sentences(&text(source)).iter().map(sentence).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn contractions_are_spelled_out() {
        assert_eq!(
            shown("It isn't, doesn’t, can't, cannot, won't"),
            "it is not , does not , can not , can not , will not"
        );
        assert_eq!(shown("Non-nullable and not-nullable"), "not nullable and not nullable");
    }

    #[test]
    fn sentences_end_at_full_stops() {
        assert_eq!(shown("One. Two.Three"), "one | two.three");
        assert_eq!(shown("Options, e.g. `$top`, i.e. one. Two"), "options , e.g `$top` , i.e one | two");
        assert_eq!(shown("With v1.0 of x.y. Then"), "with v1.0 of x.y | then");
        assert_eq!(shown("Supports `$filter` (`eq`).Read-only."), "supports `$filter` (1) / `eq` | read-only");
        assert_eq!(shown("Is \"hot.\" Read-only."), "is hot | read-only");
    }

    #[test]
    fn a_sentence_in_parentheses_ends_with_them() {
        assert_eq!(shown("The users. (Those of b.) Read-only."), "the users | (1) / those of b | read-only");
    }

    #[test]
    fn clauses_are_separated() {
        assert_eq!(shown("A is; B isn't"), "a is / b is not");
        assert_eq!(shown("A but not B, although C"), "a / not b , / c");
        assert_eq!(shown("A (e.g. B isn't. So) and $top"), "a (1) and `$top` / e.g b is not so");
        assert!(sentences(&text("They are:"))[0].introduces);
        assert!(!sentences(&text("They: a"))[0].introduces);
    }

    #[test]
    fn but_after_all_introduces_exceptions() {
        assert_eq!(shown("All but `a`"), "all except `a`");
        assert_eq!(shown("All query options but $top work"), "all query options except `$top` work");
        assert_eq!(shown("All work but `a` fails"), "all work / `a` fails");
        assert_eq!(shown("The options but `a`"), "the options / `a`");
        assert_eq!(shown("All options but `a` is limited"), "all options / `a` is limited");
        assert_eq!(shown("All users but `a`"), "all users / `a`");
        assert_eq!(
            shown("All of the OData query options but the `a` option are"),
            "all of the odata query options except the `a` option are"
        );
    }

    #[test]
    fn hostile_texts_do_not_panic() {
        for source in ["((((", "))))", "((a)))(b", "$", "`", "’n’t", "-", "'", "a.b.", "é’é", "…", "$é"] {
            let _ = sentences(&text(source));
        }
        let deep = "(".repeat(30_000);
        assert_eq!(sentences(&text(&deep)).len(), 1);
        assert!(sentences(&text(&"a ".repeat(30_000))).is_empty(), "too long to read");
    }
}
