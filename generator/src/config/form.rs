//! Rewords errors of the TOML reader for users.
//!
//! In: the error and the text. Out: a [`Problem`] that names the entry and says what to write.

use super::Problem;
use crate::diagnostics::lint;
use crate::similar::similar;

/// What serde or the TOML reader expects, and the remedy.
const REMEDIES: &[(&str, &str)] = &[
    ("a map", "write a table: `[name]`, then a line `key = value` for each entry"),
    ("a sequence", "write a list, `[\"a\", \"b\"]`; a list of tables has `[[name]]` before each"),
    ("a string", "write a text in quotes: `\"a\"`"),
    ("a boolean", "write `true` or `false`"),
    ("`=`", "write `key = value`, texts in quotes"),
    ("key", "write `key = value`, texts in quotes"),
];
/// Faults without an expected value, and the remedy.
const FAULTS: &[(&str, &str)] = &[("duplicate key", "remove one of the two entries")];
/// Longest line that a message quotes.
const MAX_LINE: usize = 60;

/// Turns an error into a problem.
pub(super) fn problem(error: &toml::de::Error, text: &str) -> Problem {
    let range = error.span().unwrap_or(0..0);
    // An error at the very end has no line of its own, so the last one is shown.
    let start = range.start.min(text.trim_end().len());
    let message = error.message().lines().next().unwrap_or_default();
    let (what, expected) = match message.split_once(", expected ") {
        Some((what, expected)) => (what, Some(expected.trim_start_matches("one of "))),
        None => (message, None),
    };
    let line = line(text, start);
    let (message, is_name) = if let Some(name) = what.strip_prefix("unknown field ") {
        (format!("unknown key {name}"), true)
    } else if let Some(name) = what.strip_prefix("unknown variant ") {
        (format!("unknown value {name}"), true)
    } else if let (Some(found), Some(key)) = (what.strip_prefix("invalid type: "), key(line)) {
        (
            format!(
                "the value of `{key}` has the wrong type: {}",
                found.replace("map", "table").replace("sequence", "list")
            ),
            false,
        )
    } else if line.is_empty() || line.len() > MAX_LINE {
        (what.to_owned(), false)
    } else {
        (format!("{what} in `{line}`"), false)
    };
    let hint = match expected {
        Some(known) if is_name => Some(names_hint(what, known)),
        Some(expected) => Some(remedy(expected)),
        None => FAULTS.iter().find(|(fault, _)| what.starts_with(fault)).map(|(_, hint)| (*hint).to_owned()),
    };
    let problem = Problem::new(lint::CONFIG_INVALID, start..range.end, message);
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// Returns the trimmed line that contains `at`.
fn line(text: &str, at: usize) -> &str {
    let from = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim()
}

/// Returns the key of an entry, or the name of a table.
fn key(line: &str) -> Option<&str> {
    let key = match line.strip_prefix('[') {
        Some(table) => table.trim_start_matches('[').split(']').next()?,
        None => line.split_once('=')?.0,
    };
    Some(key.trim()).filter(|key| !key.is_empty())
}

/// Returns the hint for an unknown name: the most similar known name, and all known names.
fn names_hint(what: &str, known: &str) -> String {
    let written = what.split('`').nth(1).unwrap_or_default();
    match similar(written, known.split('`').skip(1).step_by(2)) {
        Some(meant) => format!("did you mean `{meant}`? known here: {known}"),
        None => format!("known here: {known}"),
    }
}

fn remedy(expected: &str) -> String {
    match REMEDIES.iter().find(|(what, _)| *what == expected) {
        Some((_, remedy)) => (*remedy).to_owned(),
        // A missing character.
        None if expected.starts_with('`') && expected.matches('`').count() == 2 => format!("add {expected}"),
        None => format!("expected here: {expected}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    /// Returns the text that the problem points at, its message and its hint.
    fn problem(text: &str) -> (String, String, String) {
        let (_, mut problems) = Config::parse(text);
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        let problem = problems.remove(0);
        (text[problem.range].to_owned(), problem.message, problem.hint.unwrap_or_default())
    }

    #[test]
    fn unknown_names_have_a_suggestion() {
        for (text, at, message, hint) in [
            (
                "base-urll = \"x\"",
                "base-urll",
                "unknown key `base-urll`",
                "did you mean `base-url`? known here: `version`",
            ),
            ("[zone]\na = \"v1.0\"", "zone", "unknown key `zone`", "did you mean `zones`?"),
            ("[[overide]]", "overide", "unknown key `overide`", "did you mean `override`?"),
            ("[crate]\nnmae = \"x\"", "nmae", "unknown key `nmae`", "did you mean `name`?"),
            ("[reference-url]\napis = \"x\"", "apis", "unknown key `apis`", "did you mean `api`?"),
            (
                "[[override]]\npage = \"x\"\naction = \"skip\"",
                "\"skip\"",
                "unknown value `skip`",
                "known here: `rename`",
            ),
            ("layout = \"crates\"", "\"crates\"", "unknown value `crates`", "did you mean `crate`?"),
            ("colour = 1", "colour", "unknown key `colour`", "known here: `version`"),
        ] {
            let found = problem(text);
            assert_eq!((found.0.as_str(), found.1.as_str()), (at, message), "{text}");
            assert!(found.2.starts_with(hint), "{text}: {}", found.2);
        }
    }

    #[test]
    fn errors_name_the_entry_and_a_remedy() {
        for (text, message, hint) in [
            ("[zones]\nfoo = 3", "`foo` in `[zones]` is neither a version nor a list", "write one version"),
            ("[zones]\nfoo = [\"v1.0\", 3]", "`foo` in `[zones]` is neither", "write one version"),
            ("[zones.foo]\na = \"v1.0\"", "`foo` in `[zones]` is neither", "write one version"),
            (
                "[zones]\nfoo = \"not one\"",
                "`foo` in `[zones]` names `not one`, which is not a version",
                "write letters",
            ),
            ("[zones\nfoo = \"v1.0\"", "unclosed table in `[zones`", "add `]`"),
            ("zones = 3", "the value of `zones` has the wrong type: integer `3`", "write a table"),
            ("version = 1", "the value of `version` has the wrong type: integer `1`", "write a text in quotes"),
            ("select = \"/a\"", "the value of `select` has the wrong type: string", "write a list"),
            ("[override]\ntype = \"a\"", "the value of `override` has the wrong type: table", "write a list"),
            ("examples = 1", "the value of `examples` has the wrong type", "write `true` or `false`"),
            ("version = \"v1.0", "invalid basic string in `version = \"v1.0`", "add `\"`"),
            ("version", "key with no value in `version`", "write `key = value`"),
            ("version = \"a\"\nversion = \"b\"", "duplicate key in `version = \"b\"`", "remove one"),
            (
                "[[override]]\ntype = \"a\"",
                "the override has no `action`",
                "add one of `rename`, `retype`, `add`, `drop`",
            ),
            ("[[override]]", "the override has no `action`", "add one of"),
        ] {
            let found = problem(text);
            assert!(found.1.starts_with(message) && found.2.starts_with(hint), "{text}: {found:?}");
        }
    }
}
