//! Regular expressions, compiled once.

use regex::Regex;

/// Declares `static NAME: LazyLock<Regex>`. The patterns are constants, used by tests, so compiling cannot fail on input.
macro_rules! pattern {
    ($($name:ident = $text:expr;)*) => {
        $(static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| crate::extract::pattern::compile($text));)*
    };
}
pub(super) use pattern;

/// Compiles a constant. Words and digits are ASCII's, as names are: word boundaries of Unicode would keep the fast engine
/// from any text that is not ASCII, and links are characters of the private use area here.
pub(super) fn compile(text: &str) -> Regex {
    let ascii = text
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"\w", "[0-9A-Za-z_]")
        .replace(r"\W", "[^0-9A-Za-z_]")
        .replace(r"\d", "[0-9]");
    Regex::new(&ascii).expect("a constant pattern")
}
