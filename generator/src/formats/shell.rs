//! Texts in commands that messages tell users to run.
//!
//! In: a text. Out: a word of a command line, for POSIX shells and PowerShell.

/// Returns a text as one word, in quotes if it needs them.
#[must_use]
pub fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@=+,%^~".contains(c) || cfg!(windows) && c == '\\';
    if !text.is_empty() && text.chars().all(is_plain) && !text.starts_with('~') {
        return text.to_owned();
    }
    // Double quotes serve every shell, unless the text has a character with a meaning in them.
    if text.contains(['"', '$', '`', '!']) || text.contains('\\') && !cfg!(windows) {
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn words_are_quoted_where_a_shell_would_change_them() {
        for (text, expected) in [
            ("docs/v1.0", "docs/v1.0"),
            ("HEAD~1:docs", "HEAD~1:docs"),
            ("~/docs", "\"~/docs\""),
            ("a b", "\"a b\""),
            ("it's", "\"it's\""),
            ("", "\"\""),
            ("$(touch x)", "'$(touch x)'"),
            ("it's `x`", "'it'\\''s `x`'"),
            ("/users/**", "\"/users/**\""),
        ] {
            assert_eq!(word(text), expected);
        }
    }
}
