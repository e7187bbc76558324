//! Finds names in the texts of an edition.
//!
//! In: the edition and the names. Out: [`Mentions`]. Texts are read once, whatever the number of names.

use std::collections::{BTreeMap, HashMap, HashSet};

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
    /// Finds `names`, as whole words, on the pages of `edition`. A name may be qualified: `sample.shop.box`.
    pub(super) fn find(edition: &Edition, names: HashSet<&str>) -> Mentions {
        if names.is_empty() {
            return Mentions::default();
        }
        let pages: Vec<(&str, &str)> = edition.texts().collect();
        let names = by_last_word(names);
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

/// Returns the names by the word that ends them: the part after the last dot.
fn by_last_word(names: HashSet<&str>) -> HashMap<&str, Vec<&str>> {
    let mut all: HashMap<&str, Vec<&str>> = HashMap::new();
    for name in names {
        all.entry(name.rsplit('.').next().unwrap_or(name)).or_default().push(name);
    }
    all
}

/// Returns the first occurrence of each name.
fn of_page<'n>(path: &str, text: &str, names: &HashMap<&str, Vec<&'n str>>) -> Vec<(&'n str, Mention)> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let (mut start, bytes) = (0, text.as_bytes());
    for end in 0..=bytes.len() {
        if bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii()) {
            continue;
        }
        let before = text.get(..end).unwrap_or_default();
        for name in text.get(start..end).and_then(|word| names.get(word)).into_iter().flatten() {
            let is_whole = before.strip_suffix(name).is_some_and(|rest| name.len() == end - start || ends_a_word(rest));
            if is_whole && seen.insert(*name) {
                found.push((*name, mention(path, text, end - name.len(), end)));
            }
        }
        start = end + 1;
    }
    found
}

/// Returns whether a name can begin after a text.
fn ends_a_word(text: &str) -> bool {
    !text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
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
        let found = of_page("a.md", text, &by_last_word(HashSet::from(["twoThree", "one", "fourFive"])));
        let places: Vec<_> =
            found.iter().map(|(name, it)| (*name, it.location.line, it.location.column, &*it.line)).collect();
        assert_eq!(places, [("twoThree", 2, 5, "The twoThree, ütwoThree, twoThree."), ("fourFive", 3, 1, "fourFive")]);
    }

    #[test]
    fn qualified_names_are_found() {
        let names = || by_last_word(HashSet::from(["own.shop.box", "box"]));
        let found = |text: &str| {
            let mut found: Vec<_> =
                of_page("a.md", text, &names()).into_iter().map(|(name, it)| (name, it.location.column)).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(found("x own.shop.box"), [("box", 12), ("own.shop.box", 3)]);
        assert_eq!(found("#own.shop.box."), [("box", 11), ("own.shop.box", 2)]);
        assert_eq!(found("down.shop.box"), [("box", 11)]);
        assert_eq!(found("new.own.shop.box"), [("box", 14)]);
        assert_eq!(found("own.shop.boxes"), []);
    }
}
