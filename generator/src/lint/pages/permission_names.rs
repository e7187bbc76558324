//! Names of permissions that are nearly another one.
//!
//! In: the permissions of all pages. Out: a diagnostic for each name that one file alone has, and that differs by one or two letters from a
//! name that others have. Names such as `Files.Read` and `Sites.Read` are near too, but have words that occur elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Sources, Span, lint};
use crate::extract::PermissionFacts;

use super::Subject;

/// Words of at least this length may differ by two letters.
const LONG_WORD: usize = 8;
/// Longer names are not compared.
const MAX_LENGTH: usize = 100;

/// The words of all names, and the files that have them.
type Words<'a> = BTreeMap<&'a str, BTreeSet<FileId>>;

/// The permissions of a reference that are probably misspelt.
pub(super) struct Names {
    /// The name that was probably meant, by the misspelt one.
    intended: BTreeMap<String, String>,
}

impl Names {
    pub fn of(subjects: &[Subject<'_>]) -> Self {
        let mut files: BTreeMap<&str, BTreeSet<FileId>> = BTreeMap::new();
        for (stated, name) in subjects.iter().flat_map(|subject| names(subject)) {
            files.entry(name).or_default().insert(stated.span.file);
        }
        let mut words: Words<'_> = BTreeMap::new();
        for (name, files) in &files {
            name.split('.').for_each(|word| words.entry(word).or_default().extend(files));
        }
        let rare = files.iter().filter(|(name, files)| files.len() == 1 && name.len() <= MAX_LENGTH);
        let misspelt = rare.filter_map(|(name, _)| {
            let is_usual =
                |other: &str| other.split('.').all(|word| words.get(word).is_some_and(|files| files.len() > 1));
            let others = files.iter().filter(|(other, files)| *other != name && (files.len() > 1 || is_usual(other)));
            let near = others.filter_map(|(other, files)| Some((distance(name, other, &words)?, files.len(), *other)));
            let (_, _, intended) = near.min_by_key(|(distance, files, _)| (*distance, std::cmp::Reverse(*files)))?;
            Some(((*name).to_owned(), intended.to_owned()))
        });
        Names { intended: misspelt.collect() }
    }

    /// Reports the misspelt permissions of a page.
    pub fn check(&self, subject: &Subject<'_>, sources: &Sources, out: &mut Diagnostics) {
        for (stated, name) in names(subject) {
            let Some(intended) = self.intended.get(name) else { continue };
            let message = format!("no other page has the permission `{name}`");
            let diagnostic = Diagnostic::new(lint::UNKNOWN_PERMISSION, place(stated.span, name, sources), message);
            out.push(diagnostic.hint(format!("write `{intended}`")));
        }
    }
}

/// Returns the permissions of a page.
fn names<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a PermissionFacts, &'a str)> + use<'a> {
    let stated = subject.page.operation.iter().flat_map(|operation| &operation.permissions);
    stated.flat_map(|stated| stated.permissions.iter().flatten().map(move |name| (stated, name.as_str())))
}

/// Returns how many letters two names differ by, if the first is probably a misspelling of the other: it has a word that no other file
/// has.
fn distance(name: &str, other: &str, words: &Words<'_>) -> Option<usize> {
    if name.len().abs_diff(other.len()) > 2 {
        return None;
    }
    if name.eq_ignore_ascii_case(other) {
        return Some(0);
    }
    let own: Vec<&str> = name.split('.').filter(|word| words.get(word).is_some_and(|files| files.len() == 1)).collect();
    let longest = own.iter().map(|word| word.len()).max()?;
    let distance = strsim::damerau_levenshtein(name, other);
    let allowed = if longest >= LONG_WORD { 2 } else { 1 };
    (distance <= allowed).then_some(distance)
}

/// Returns the span of a name in a cell, else the cell.
fn place(cell: Span, name: &str, sources: &Sources) -> Span {
    let text = sources.file(cell.file).text.get(cell.start..cell.end);
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let whole = |text: &str, at: usize| {
        let after = text.get(at + name.len()..).unwrap_or_default();
        !text.get(..at).unwrap_or_default().ends_with(in_name) && !after.trim_start_matches('.').starts_with(in_name)
    };
    let mut places = text.into_iter().flat_map(|text| text.match_indices(name).map(move |(at, _)| (text, at)));
    let found = places.find(|(text, at)| whole(text, *at)).map(|(_, at)| cell.start + at);
    found.map_or(cell, |start| Span::new(cell.file, start, start + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_misspellings_are_near() {
        let files = |count: u32| (0..count).map(FileId).collect::<BTreeSet<_>>();
        let known = ["Files", "Read", "ReadWrite", "All", "Mail", "Group", "User"].map(|word| (word, files(2)));
        let rare = ["Sites", "Send", "Raed", "IdentityRiskUser", "WriteAll", "Usr"].map(|word| (word, files(1)));
        let words: Words<'_> = known.into_iter().chain(rare).collect();
        for (name, other, want) in [
            ("Mail.Raed", "Mail.Read", Some(1)),
            ("Usr.Read", "User.Read", Some(1)),
            ("mail.read", "Mail.Read", Some(0)),
            ("IdentityRiskUser.Read", "IdentityRiskyUser.Read", Some(1)),
            ("Group.Read.WriteAll", "Group.ReadWrite.All", Some(2)),
            ("Sites.Read", "Files.Read", None),
            ("Mail.Send", "Mail.Read", None),
            ("Mail.Read", "Mail.ReadWrite", None),
        ] {
            assert_eq!(distance(name, other, &words), want, "{name} {other}");
        }
    }
}
