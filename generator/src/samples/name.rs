//! The names of samples and their files.
//!
//! In: the possible names of each sample, best first. Out: one name for each, of `a-z`, `0-9` and `-`, all different. A name is part of
//! `includes/snippets/rust/<name>-rust-snippets.md`, and of nothing else.

use std::collections::{BTreeMap, BTreeSet};

/// The language in paths of snippets and ids of tabs.
pub(super) const LANGUAGE: &str = "rust";
/// The folder of the snippets, in the output folder.
pub const FOLDER: &str = "includes/snippets/rust";
/// The longest name. The longest published one has 79 characters.
const MAX_NAME: usize = 100;

/// Returns the name of the file of a sample, in [`FOLDER`].
pub(super) fn file(name: &str) -> String {
    format!("{name}-{LANGUAGE}-snippets.md")
}

/// Returns whether a file name has the form that [`file`] gives it.
#[must_use]
pub fn is_file(name: &str) -> bool {
    name.strip_suffix("-snippets.md")
        .and_then(|name| name.strip_suffix(LANGUAGE)?.strip_suffix('-'))
        .is_some_and(|name| !name.is_empty() && clean(name) == name)
}

/// Returns a text as a name, as published pages do with the names of annotations: in lower case, `_` becomes `-`, `.` is dropped. White space
/// becomes `-` too, and other characters are dropped. The result may be empty.
pub(super) fn clean(text: &str) -> String {
    let allowed = text.trim().chars().filter_map(|c| match c {
        'a'..='z' | '0'..='9' | '-' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '_' => Some('-'),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    allowed.take(MAX_NAME).collect()
}

/// The target of an include directive of a snippet: `../includes/snippets/csharp/get-user-csharp-snippets.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target<'a> {
    /// The target as written.
    pub text: &'a str,
    /// Everything before the folder of the language, with its last separator.
    pub prefix: &'a str,
    /// The folder of the language.
    pub language: &'a str,
    /// The separator after it.
    pub separator: char,
    /// The name of the sample.
    pub name: &'a str,
}

impl<'a> Target<'a> {
    /// Parses a target, or returns nothing if it is not that of a snippet.
    pub fn parse(target: &'a str) -> Option<Self> {
        let file = target.rfind(['/', '\\'])?;
        let separator = target[file..].chars().next()?;
        let folder = target[..file].rfind(['/', '\\']).map_or(0, |at| at + 1);
        let (prefix, language) = (&target[..folder], &target[folder..file]);
        let parent = prefix.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next()?;
        let name = strip_suffix(&target[file + 1..], "-snippets.md")?;
        let name = strip_suffix(name, language).and_then(|name| name.strip_suffix('-'))?;
        let is_snippet = parent.eq_ignore_ascii_case("snippets") && !language.is_empty() && !name.is_empty();
        is_snippet.then_some(Target { text: target, prefix, language, separator, name })
    }

    /// Returns whether it is the target of a sample in Rust.
    pub fn is_own(&self) -> bool {
        self.language.eq_ignore_ascii_case(LANGUAGE)
    }

    /// Returns the target of the sample `name` in the same spelling.
    pub fn of(&self, name: &str) -> String {
        format!("{}{LANGUAGE}{}{}", self.prefix, self.separator, file(name))
    }
}

fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    text.get(at..)?.eq_ignore_ascii_case(suffix).then(|| &text[..at])
}

/// The name of a sample, and the sample that has the name that this one would have had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The name.
    pub name: String,
    /// The wanted name, and the index of the sample that has it, if this is another one.
    pub instead_of: Option<(String, usize)>,
}

/// Chooses a name for each sample. `wanted` are its possible names, best first, already clean and not empty.
///
/// The first sample that wants a name has it. Others have their next name that no sample wants first, or else a number: `get-call-2`.
pub(super) fn choose(wanted: &[Vec<String>]) -> Vec<Named> {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, names) in wanted.iter().enumerate() {
        if let Some(first) = names.first() {
            owners.entry(first).or_insert(index);
        }
    }
    let mut taken: BTreeSet<String> = owners.keys().map(|name| (*name).to_owned()).collect();
    // The last number of each name: many samples may have the same name.
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut chosen = Vec::with_capacity(wanted.len());
    for (index, names) in wanted.iter().enumerate() {
        let first = names.first().map_or("example", String::as_str);
        let owner = owners.get(first).copied().unwrap_or(index);
        if owner == index {
            chosen.push(Named { name: first.to_owned(), instead_of: None });
            continue;
        }
        let next = names.iter().find(|name| !taken.contains(*name)).cloned();
        let number = numbers.entry(first).or_insert(1);
        let name = next.unwrap_or_else(|| numbered(first, number, &taken));
        taken.insert(name.clone());
        chosen.push(Named { name, instead_of: Some((first.to_owned(), owner)) });
    }
    chosen
}

/// Returns `name` with the first number after `last` that makes it different from the names in `taken`.
fn numbered(name: &str, last: &mut usize, taken: &BTreeSet<String>) -> String {
    loop {
        *last += 1;
        let number = format!("-{last}");
        // Clean names are ASCII.
        let kept = name.get(..name.len().min(MAX_NAME - number.len())).unwrap_or_default();
        let name = format!("{kept}{number}");
        if !taken.contains(&name) {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::RelPath;

    #[test]
    fn names_of_annotations_become_names_of_files() {
        for (name, expected) in [
            ("get_user", "get-user"),
            ("call-cancelMediaProcessing", "call-cancelmediaprocessing"),
            ("chatMessage.PatchPolicyViolation.All", "chatmessagepatchpolicyviolationall"),
            ("create_user_from_", "create-user-from-"),
            (" get_\"user\"'s name ", "get-users-name"),
            ("../../etc/passwd", "etcpasswd"),
            ("con", "con"),
            ("\u{e9}\u{0}\u{202e}", ""),
        ] {
            assert_eq!(clean(name), expected);
        }
    }

    #[test]
    fn every_file_has_a_checked_path() {
        for name in ["con", "nul", "-", "a", &clean(&"a_b".repeat(200))] {
            let path = format!("{FOLDER}/{}", file(name));
            assert!(RelPath::new(path.clone()).is_ok() && is_file(&file(name)), "{path}");
        }
        for other in
            ["a.md", "-rust-snippets.md", "A-rust-snippets.md", "a-csharp-snippets.md", "a-rust-snippets.md.bak"]
        {
            assert!(!is_file(other), "{other}");
        }
    }

    #[test]
    fn targets_keep_their_spelling() {
        for (target, expected) in [
            (
                "../includes/snippets/csharp/get-user-csharp-snippets.md",
                Some("../includes/snippets/rust/x-rust-snippets.md"),
            ),
            (
                "..\\Includes\\snippets\\Objc\\a-objc-snippets.md",
                Some("..\\Includes\\snippets\\rust\\x-rust-snippets.md"),
            ),
            ("snippets/go/a-go-snippets.md", Some("snippets/rust/x-rust-snippets.md")),
            ("../includes/snippets/snippets-sdk-documentation-link.md", None),
            ("../includes/snippets/csharp/get-user-java-snippets.md", None),
            ("../includes/snippets/csharp/-csharp-snippets.md", None),
            ("csharp/get-user-csharp-snippets.md", None),
            ("", None),
        ] {
            let found = Target::parse(target).map(|target| target.of("x"));
            assert_eq!(found.as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn equal_names_get_the_next_name_or_a_number() {
        let wanted: Vec<Vec<String>> =
            ["a b", "a", "a c", "a-2", "a a"].map(|names| names.split(' ').map(str::to_owned).collect()).into();
        let names: Vec<String> = choose(&wanted).into_iter().map(|named| named.name).collect();
        assert_eq!(names, ["a", "a-3", "c", "a-2", "a-4"]);
        let long = "a".repeat(MAX_NAME);
        let chosen = choose(&[vec![long.clone()], vec![long.clone()]]);
        assert_eq!(chosen[1].name.len(), MAX_NAME);
        assert_eq!(chosen[1].instead_of, Some((long, 0)));
    }
}
