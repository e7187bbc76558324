//! Regular expressions, compiled once.
//!
//! In: constants. Out: patterns. One that finds nothing in most texts says after `if` which words a text must have one of: to look
//! for these takes a fraction of the time.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr2_iter;
use regex::{CaptureMatches, Captures, Regex};

/// Declares `static NAME: LazyLock<Regex>`, or `Guarded` where words stand behind it. The patterns are constants, used by tests, so
/// compiling cannot fail on input.
macro_rules! pattern {
    () => {};
    ($name:ident = $text:literal; $($rest:tt)*) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| crate::extract::pattern::compile($text));
        pattern! { $($rest)* }
    };
    ($name:ident = $text:literal if $($word:literal)|+; $($rest:tt)*) => {
        static $name: crate::extract::pattern::Guarded = crate::extract::pattern::Guarded {
            words: &[$($word),+],
            regex: std::sync::LazyLock::new(|| crate::extract::pattern::compile($text)),
        };
        pattern! { $($rest)* }
    };
}
pub(super) use pattern;

/// A pattern that matches only where one of some words stands.
pub(super) struct Guarded {
    /// The words, in lower case; their case in texts does not matter.
    pub words: &'static [&'static str],
    /// The pattern.
    pub regex: LazyLock<Regex>,
}

impl Guarded {
    /// Whether the pattern is worth trying.
    fn may_match(&self, text: &str) -> bool {
        self.words.iter().any(|word| has_word(text.as_bytes(), word.as_bytes()))
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.regex.is_match(text)
    }

    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        if self.may_match(text) { self.regex.captures(text) } else { None }
    }

    /// The text without what matches.
    pub fn without<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.may_match(text) { self.regex.replace_all(text, "") } else { Cow::Borrowed(text) }
    }

    pub fn captures_iter<'t>(
        &self,
        text: &'t str,
    ) -> std::iter::Flatten<std::option::IntoIter<CaptureMatches<'_, 't>>> {
        self.may_match(text).then(|| self.regex.captures_iter(text)).into_iter().flatten()
    }
}

/// Letters by how often English texts have them, most often first; what is no letter is rarer.
const FREQUENT: &[u8] = b"etaoinsrhldcumfpgwybvkxjqz";

/// Whether `text` has `word`, which is in lower case, whatever the case of its letters.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    let rank = |byte: &u8| FREQUENT.iter().position(|letter| letter == byte).unwrap_or(FREQUENT.len());
    let Some((at, rarest)) = word.iter().enumerate().max_by_key(|(_, byte)| rank(byte)) else { return true };
    memchr2_iter(*rarest, rarest.to_ascii_uppercase(), text).any(|found| {
        let start = found.checked_sub(at);
        start.and_then(|start| text.get(start..start + word.len())).is_some_and(|part| part.eq_ignore_ascii_case(word))
    })
}

/// Compiles a constant. Words and digits are ASCII's, as names are: word boundaries of Unicode would keep the fast engine
/// from any text that is not ASCII, and links are characters of the private use area here.
pub(super) fn compile(text: &str) -> Regex {
    Regex::new(&ascii(text)).expect("a constant pattern")
}

/// A pattern whose words and digits are ASCII's.
pub(super) fn ascii(text: &str) -> String {
    text.replace(r"\b", r"(?-u:\b)")
        .replace(r"\w", "[0-9A-Za-z_]")
        .replace(r"\W", "[^0-9A-Za-z_]")
        .replace(r"\d", "[0-9]")
}

#[cfg(test)]
mod tests {
    pattern! {
        ONLY = r"(?i)\bread[- ]only\b" if "only" | "$x";
    }

    #[test]
    fn a_text_without_the_words_is_not_looked_at() {
        assert!(ONLY.is_match("It is READ-ONLY."));
        assert!(!ONLY.is_match("It is readily onlyish."));
        assert_eq!(ONLY.captures_iter("Read only, read-only").count(), 2);
        assert!(ONLY.captures("Nothing").is_none());
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        for text in ["only", "xONLY", "onlonly", "y only", "a $X"] {
            assert!(ONLY.may_match(text), "{text}");
        }
        for text in ["", "y", "onl", "nly", "$", "x$"] {
            assert!(!ONLY.may_match(text), "{text}");
        }
    }
}
