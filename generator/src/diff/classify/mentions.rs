//! Finds names in the texts of an edition.
//!
//! In: the edition and the names. Out: [`Mentions`]. Texts are read once, whatever the number of names.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use crate::diff::edition::Edition;
use crate::export::json::form::Location;

/// Where each name occurs: the first position on each page.
#[derive(Debug, Default)]
pub(super) struct Mentions(BTreeMap<String, Vec<Mention>>);

/// The first occurrence of a name on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its span.
    pub(super) location: Location,
    /// The line of the text.
    pub(super) line: String,
}

impl Mentions {
    /// Finds `names`, as whole words, on the pages of `edition`.
    pub(super) fn find(edition: &Edition, names: HashSet<&str>) -> Mentions {
        if names.is_empty() {
            return Mentions::default();
        }
        let pages: Vec<(&str, &str)> = edition.texts().collect();
        let found: Vec<_> = pages.par_iter().map(|(path, text)| of_page(path, text, &names)).collect();
        let mut mentions: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
        for (name, mention) in found.into_iter().flatten() {
            mentions.entry(name.to_owned()).or_default().push(mention);
        }
        Mentions(mentions)
    }

    /// Returns the occurrences of a name, ordered by page.
    pub(super) fn of(&self, name: &str) -> &[Mention] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Returns the first occurrence of each name.
fn of_page<'n>(path: &str, text: &str, names: &HashSet<&'n str>) -> Vec<(&'n str, Mention)> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let (mut start, bytes) = (0, text.as_bytes());
    for end in 0..=bytes.len() {
        if bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii()) {
            continue;
        }
        if let Some(name) = text.get(start..end).and_then(|word| names.get(word))
            && seen.insert(*name)
        {
            found.push((*name, mention(path, text, start, end)));
        }
        start = end + 1;
    }
    found
}

fn mention(path: &str, text: &str, start: usize, end: usize) -> Mention {
    let before = text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |index| index + 1);
    let line = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    let number = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let end_column = column + text.get(start..end).unwrap_or_default().chars().count();
    let location = Location { file: path.to_owned(), line: number, column, end_line: number, end_column };
    Mention { location, line: line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_found_once_per_page() {
        let text = "An oneTwo.\nThe twoThree, ütwoThree, twoThree.\nfourFive";
        let found = of_page("a.md", text, &HashSet::from(["twoThree", "one", "fourFive"]));
        let places: Vec<_> =
            found.iter().map(|(name, it)| (*name, it.location.line, it.location.column, &*it.line)).collect();
        assert_eq!(places, [("twoThree", 2, 5, "The twoThree, ütwoThree, twoThree."), ("fourFive", 3, 1, "fourFive")]);
    }
}
