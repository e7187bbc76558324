//! Regular expressions, compiled once.
//!
//! In: constants. Out: patterns. A pattern that rarely matches has guard words after `if`: it is tried only on texts with one of these
//! words, which is much faster. Debug builds check that no guard hides a match.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::{CaptureMatches, Captures, Regex};

/// Declares `static NAME: LazyLock<Regex>`, or a [`Guarded`] if guard words follow. The patterns are constants that tests use, so
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
            words: std::sync::LazyLock::new(|| crate::extract::pattern::guard(&[$($word),+])),
            regex: std::sync::LazyLock::new(|| crate::extract::pattern::compile($text)),
        };
        pattern! { $($rest)* }
    };
}
pub(super) use pattern;

/// A pattern that matches only texts with one of its guard words.
pub(super) struct Guarded {
    /// Finds the guard words, ignoring case.
    pub words: LazyLock<AhoCorasick>,
    /// The pattern.
    pub regex: LazyLock<Regex>,
}

impl Guarded {
    /// Returns whether the text contains a guard word.
    fn may_match(&self, text: &str) -> bool {
        let may_match = self.words.is_match(text);
        debug_assert!(
            may_match || !self.regex.is_match(text),
            "the guard words of `{}` hide a match in {text:?}",
            *self.regex
        );
        may_match
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.regex.is_match(text)
    }

    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        if self.may_match(text) { self.regex.captures(text) } else { None }
    }

    /// Returns the text without the matches.
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

/// Compiles the guard words of a pattern.
pub(super) fn guard(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("guard words compile")
}

/// Compiles a constant pattern. Words and digits are ASCII only, like names: Unicode word boundaries would disable the fast engine for
/// all non-ASCII text, and links are private-use characters here.
pub(super) fn compile(text: &str) -> Regex {
    Regex::new(&ascii(text)).expect("constant pattern compiles")
}

/// Restricts the words and digits of a pattern to ASCII.
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
    fn texts_without_the_words_are_skipped() {
        assert!(ONLY.is_match("It is READ-ONLY."));
        assert!(!ONLY.is_match("It is readily onlyish."));
        assert_eq!(ONLY.captures_iter("Read only, read-only").count(), 2);
        assert!(ONLY.captures("Nothing").is_none());
    }

    #[test]
    fn words_are_found_in_any_position() {
        for text in ["only", "xONLY", "onlonly", "y only", "a $X"] {
            assert!(ONLY.words.is_match(text), "{text}");
        }
        for text in ["", "y", "onl", "nly", "$", "x$"] {
            assert!(!ONLY.words.is_match(text), "{text}");
        }
    }

    #[test]
    #[should_panic(expected = "hide a match")]
    #[cfg(debug_assertions)]
    fn guards_that_hide_a_match_are_found() {
        pattern! {
            WRONG = r"read[- ]only" if "read only";
        }
        WRONG.is_match("It is read-only.");
    }
}
