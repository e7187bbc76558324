//! Regular expressions, compiled once.

/// Declares `static NAME: LazyLock<Regex>`. The patterns are constants and a test compiles every one, so `expect` cannot
/// depend on input.
macro_rules! pattern {
    ($($name:ident = $text:expr;)*) => {
        $(static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).expect("a constant pattern"));)*
    };
}
pub(super) use pattern;
