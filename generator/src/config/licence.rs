//! Licence expressions.
//!
//! In: a text of the configuration. Out: whether it has the form of an SPDX licence expression (SPDX 2.3, annex D), and the licences in it.
//! Whether a licence exists is left to cargo and package registries.

/// The operators that join two licences.
const OPERATORS: [&str; 2] = ["AND", "OR"];
/// The operator that adds an exception to a licence.
const EXCEPTION: &str = "WITH";

/// Returns whether a text is a licence expression.
pub(super) fn is_expression(text: &str) -> bool {
    let (mut depth, mut previous) = (0_usize, Token::Operator);
    for token in tokens(text) {
        let follows = match (previous, token) {
            (Token::Operator | Token::Open, Token::License(word)) => is_license(word),
            (Token::With, Token::License(word)) => is_identifier(word),
            (Token::Operator | Token::Open, Token::Open) => true,
            (Token::License(_) | Token::Close, Token::Operator) => true,
            (Token::License(word), Token::With) => is_license(word),
            (Token::License(_) | Token::Close, Token::Close) => depth > 0,
            _ => false,
        };
        if !follows {
            return false;
        }
        match token {
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            _ => {}
        }
        // An exception takes no further exception: it counts as a closed term.
        previous = if matches!((previous, token), (Token::With, Token::License(_))) { Token::Close } else { token };
    }
    depth == 0 && matches!(previous, Token::License(_) | Token::Close)
}

/// Returns the identifiers of the SPDX list in an expression, each once, in order. References to other licences are left out.
#[must_use]
pub fn identifiers(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut previous = Token::Operator;
    for token in tokens(expression) {
        if let Token::License(word) = token {
            let name = word.trim_end_matches('+');
            let listed = !matches!(previous, Token::With) && is_identifier(name) && !name.starts_with(REFERENCE);
            if listed && !found.contains(&name) {
                found.push(name);
            }
        }
        previous = token;
    }
    found
}

/// The start of the name of a licence that is not in the list of SPDX.
const REFERENCE: &str = "LicenseRef-";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Open,
    Close,
    Operator,
    With,
    License(&'a str),
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let words = text.split_ascii_whitespace().flat_map(|word| word.split_inclusive(['(', ')']));
    words.flat_map(|word| {
        let (word, bracket) = match word.strip_suffix('(') {
            Some(word) => (word, Some(Token::Open)),
            None => word.strip_suffix(')').map_or((word, None), |word| (word, Some(Token::Close))),
        };
        let word = (!word.is_empty()).then(|| match word {
            EXCEPTION => Token::With,
            word if OPERATORS.contains(&word) => Token::Operator,
            word => Token::License(word),
        });
        word.into_iter().chain(bracket)
    })
}

/// Returns whether a word is a licence: `MIT`, `GPL-2.0+`, `LicenseRef-own`, `DocumentRef-a:LicenseRef-b`.
fn is_license(word: &str) -> bool {
    match word.split_once(':') {
        Some((document, name)) => {
            document.starts_with("DocumentRef-")
                && is_identifier(document)
                && name.starts_with(REFERENCE)
                && is_identifier(name)
        }
        None => is_identifier(word.strip_suffix('+').unwrap_or(word)),
    }
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_follow_the_grammar() {
        for valid in [
            "MIT",
            "MIT OR Apache-2.0",
            "(MIT OR Apache-2.0) AND CC-BY-4.0",
            "GPL-2.0+ WITH Classpath-exception-2.0 AND ((MIT))",
            "LicenseRef-own",
            "DocumentRef-a.b:LicenseRef-c",
        ] {
            assert!(is_expression(valid), "{valid}");
        }
        for invalid in [
            "",
            " ",
            "MIT Apache-2.0",
            "MIT/Apache-2.0",
            "MIT, Apache-2.0",
            "Apache 2.0",
            "MIT or Apache-2.0",
            "MIT OR",
            "OR MIT",
            "(MIT",
            "MIT)",
            "()",
            "MIT (Apache-2.0)",
            "MIT WITH a WITH b",
            "(MIT) WITH a",
            "a:LicenseRef-b",
            "MIT\u{a0}OR\u{a0}ISC",
            "[MIT](https://example.org)",
            "<b>MIT</b>",
            "`MIT`",
        ] {
            assert!(!is_expression(invalid), "{invalid}");
        }
    }

    #[test]
    fn identifiers_of_the_list_are_found_once() {
        let text =
            "(MIT OR GPL-2.0+ WITH Classpath-exception-2.0) AND LicenseRef-own AND MIT AND DocumentRef-a:LicenseRef-b";
        assert_eq!(identifiers(text), ["MIT", "GPL-2.0"]);
    }
}
