//! The words for a failed request: "an error", "a 400", "`400 Bad Request`".
//!
//! In: the tokens of a clause. Out: the number of tokens that name the failure.

use super::sentences::Token;

/// Words that name a failure.
const FAILURES: &[&str] = &["bad", "error", "errors", "exception", "exceptions", "failure", "failures"];
/// Words that may accompany them.
const COMPANIONS: &[&str] =
    &["an", "client", "code", "http", "message", "not", "request", "response", "server", "status", "implemented"];

/// Returns the number of tokens at `at` that name a failed request.
pub(super) fn failure(tokens: &[Token], at: usize) -> Option<usize> {
    let mut found = false;
    let mut end = at;
    // Whether the last token may also be a count or a modifier: "400 parts", "the errors of a part".
    let mut bare = false;
    while let Some(token) = tokens.get(end) {
        match token {
            Token::Word(word, _) if FAILURES.contains(&word.as_str()) => {
                found = true;
                bare = word.ends_with('s');
            }
            Token::Word(word, _) if is_status(word) => {
                found = true;
                bare = true;
            }
            Token::Word(word, _) if COMPANIONS.contains(&word.as_str()) => bare = false,
            Token::Code(code) if code.split([' ', ':']).next().is_some_and(is_status) => {
                found = true;
                bare = false;
            }
            _ => break,
        }
        end += 1;
    }
    let ends = tokens.get(end).and_then(Token::word).is_none_or(|word| {
        matches!(word, "and" | "as" | "because" | "but" | "for" | "if" | "in" | "on" | "or" | "since" | "when" | "with")
    });
    (found && (ends || !bare)).then_some(end - at)
}

/// Returns whether a word is the status of a failed request.
fn is_status(word: &str) -> bool {
    word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::sentences::sentences;
    use crate::extract::sentences::tests::text;

    #[test]
    fn failures_are_recognized_by_name() {
        let len = |said: &str| failure(&sentences(&text(said))[0].clauses[0].tokens, 0);
        assert_eq!(len("error"), Some(1));
        assert_eq!(len("400"), Some(1));
        assert_eq!(len("400 if `x`"), Some(1));
        assert_eq!(len("HTTP status code 501"), Some(4));
        assert_eq!(len("`400 Bad Request` error"), Some(2));
        assert_eq!(len("400 Bad Request"), Some(3));
        assert_eq!(len("400 parts"), None);
        assert_eq!(len("errors of a part"), None);
        assert_eq!(len("`200 OK`"), None);
        assert_eq!(len("response"), None);
    }
}
