//! Wording that the glossary replaces.
//!
//! In: the sources, and the table of `docs/glossary.md` whose first column is `avoid`. Out: the lines that contain one of its phrases.

use super::Source;
use crate::Failure;

/// The file with the table.
const GLOSSARY: &str = "docs/glossary.md";

/// Files that may contain the phrases: the glossary, and the tests of this module.
const EXEMPT: [&str; 2] = [GLOSSARY, "xtask/src/tidy/words.rs"];

/// Reports phrases that the glossary replaces.
///
/// # Errors
/// Fails if the glossary has no such table.
pub fn check(sources: &[Source]) -> Result<Vec<String>, Failure> {
    let glossary = sources.iter().find(|source| source.path == GLOSSARY).ok_or("docs/glossary.md is missing")?;
    let phrases = phrases(&glossary.text);
    if phrases.is_empty() {
        return Err("docs/glossary.md has no table with a column `avoid`".into());
    }
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !EXEMPT.contains(&source.path.as_str())) {
        for (index, line) in source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (phrase, instead) in &phrases {
                if contains(&lower, phrase) {
                    found.push(format!("{}:{}: `{phrase}`: write {instead}", source.path, index + 1));
                }
            }
        }
    }
    Ok(found)
}

/// Returns the phrases to avoid, in lower case, each with its replacement.
fn phrases(glossary: &str) -> Vec<(String, String)> {
    let rows = glossary.lines().skip_while(|line| !line.replace(' ', "").starts_with("|avoid|")).skip(2);
    let mut out = Vec::new();
    for row in rows.take_while(|line| line.starts_with('|')) {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (Some(avoid), Some(instead)) = (cells.next(), cells.next()) else { continue };
        let quoted = avoid.split('`').skip(1).step_by(2);
        out.extend(quoted.map(|phrase| (phrase.to_lowercase(), instead.to_owned())));
    }
    out
}

/// Words after "no" that form a different phrase.
const AFTER_NO: [&str; 3] = ["longer", "more", "such"];

/// Returns whether a line contains a phrase as whole words. A final `*` matches any word, unless "there" precedes the phrase.
fn contains(line: &str, phrase: &str) -> bool {
    if let Some(start) = phrase.strip_suffix(" *") {
        let start = format!("{start} ");
        return line.match_indices(&start).any(|(at, _)| {
            let before = line.get(..at).unwrap_or_default();
            let own = !before.ends_with(char::is_alphanumeric) && !before.trim_end().ends_with("there");
            let next = line.get(at + start.len()..).unwrap_or_default();
            own && next.starts_with(char::is_alphabetic) && !AFTER_NO.iter().any(|word| next.starts_with(word))
        });
    }
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(phrase).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + phrase.len()..).and_then(|text| text.chars().next());
        !word(before) && !word(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_of_the_table() {
        let glossary =
            "# Words\n\n| avoid | write |\n|---|---|\n| `stands in`, `Stands behind` | is in |\n\n| other |\n";
        let phrases = phrases(glossary);
        assert_eq!(
            phrases,
            [("stands in".to_owned(), "is in".to_owned()), ("stands behind".to_owned(), "is in".to_owned())]
        );
        assert!(contains("it stands in the table", "stands in"));
        assert!(!contains("it understands in part", "stands in"));
        assert!(!contains("it stands inside", "stands in"));
        assert!(contains("a user is no thing", "is no *"));
        assert!(!contains("there is no user", "is no *"));
        assert!(!contains("it is no longer used", "is no *"));
        assert!(!contains("this no one knows", "is no *"));
    }
}
