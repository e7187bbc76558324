//! Turns the fixes of diagnostics into changed texts.
//!
//! In: the texts of a run, and diagnostics with a [`Fix`](crate::diagnostics::Fix). Out: [`Fixed`]: the changed texts, and the number of
//! fixes by lint. Nothing is written. A fix that overlaps an earlier one is left for the next run over the changed texts.

mod edits;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::{Diagnostic, FileId, Sources};
use edits::{Definitions, Replacement};

/// The result of [`apply`].
#[derive(Debug, Default)]
pub struct Fixed {
    /// The changed texts.
    pub texts: BTreeMap<FileId, String>,
    /// The number of fixed diagnostics, by lint.
    pub lints: BTreeMap<&'static str, usize>,
    /// The number of diagnostics whose fix would change a file outside the docs folder.
    pub outside: usize,
}

/// Applies the fixes of `diagnostics`. The same fix of two diagnostics is applied once.
pub fn apply<'d>(sources: &Sources, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Fixed {
    let mut fixed = Fixed::default();
    let mut fixer = Fixer::new(sources);
    let mut files: BTreeMap<FileId, Replacements> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some((file, replacements)) = fixer.replacements(diagnostic) else { continue };
        if !is_in_docs(&sources.file(file).path) {
            fixed.outside += 1;
        } else if files.entry(file).or_default().accept(replacements) {
            *fixed.lints.entry(diagnostic.lint.id).or_default() += 1;
        }
    }
    for (id, accepted) in files {
        let text = &sources.file(id).text;
        if let Some(changed) = accepted.apply_to(text).filter(|changed| changed != text) {
            fixed.texts.insert(id, changed);
        }
    }
    fixed
}

/// Finds the replacements for fixes.
#[derive(Debug)]
pub struct Fixer<'a> {
    sources: &'a Sources,
    /// The definitions of links, of files that were searched for them.
    definitions: BTreeMap<FileId, Definitions<'a>>,
}

impl<'a> Fixer<'a> {
    /// Fixes diagnostics of these texts.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        Fixer { sources, definitions: BTreeMap::new() }
    }

    /// Returns whether [`apply`] can remove the fault of a diagnostic.
    pub fn can_fix(&mut self, diagnostic: &Diagnostic) -> bool {
        let file = self.replacements(diagnostic).map(|(file, _)| self.sources.file(file));
        file.is_some_and(|file| is_in_docs(&file.path))
    }

    /// Returns the replacements for the fix of a diagnostic, and their file.
    fn replacements(&mut self, diagnostic: &Diagnostic) -> Option<(FileId, Vec<Replacement>)> {
        let (fix, span) = (diagnostic.fix.as_ref()?, diagnostic.span?);
        let text: &'a str = &self.sources.file(span.file).text;
        let definitions = |path: &str| {
            let known = self.definitions.entry(span.file).or_insert_with(|| edits::definitions(text));
            known.get(path).cloned()
        };
        Some((span.file, edits::replacements(text, span, fix, definitions)?))
    }
}

/// Returns whether a path, as diagnostics show it, is in the docs folder.
fn is_in_docs(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains(['\\', ':', '\0'])
}

/// The replacements in one file that do not overlap, by start and end.
#[derive(Default)]
pub(crate) struct Replacements {
    replacements: BTreeMap<(usize, usize), String>,
}

impl Replacements {
    /// Adds replacements if none of them overlaps an earlier one. Returns whether the file now has them.
    pub fn accept(&mut self, replacements: Vec<Replacement>) -> bool {
        let has = |(range, text): &Replacement| self.replacements.get(&(range.start, range.end)) == Some(text);
        if replacements.iter().all(has) {
            return !replacements.is_empty();
        }
        if replacements.iter().any(|(range, _)| self.overlaps(range)) {
            return false;
        }
        self.replacements.extend(replacements.into_iter().map(|(range, text)| ((range.start, range.end), text)));
        true
    }

    fn overlaps(&self, range: &Range<usize>) -> bool {
        let inside = (range.start, 0)..(range.end.max(range.start + 1), 0);
        let before = self.replacements.range(..(range.start, 0)).next_back();
        self.replacements.range(inside).next().is_some() || before.is_some_and(|((_, end), _)| *end > range.start)
    }

    /// Returns `text` with the replacements.
    pub fn apply_to(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for ((start, end), new) in &self.replacements {
            out.push_str(text.get(at..*start)?);
            out.push_str(new);
            at = *end;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Edit, Fix, Span, lint};

    fn fixed(path: &str, text: &str, fixes: Vec<(Range<usize>, Fix)>) -> (Option<String>, usize) {
        let mut sources = Sources::default();
        let file = sources.add(path, text);
        let diagnostics: Vec<Diagnostic> = fixes
            .into_iter()
            .map(|(at, fix)| Diagnostic::new(lint::LINK_CASE, Span::new(file, at.start, at.end), "x").fix(fix))
            .collect();
        let fixed = apply(&sources, &diagnostics);
        (fixed.texts.into_values().next(), fixed.lints.values().sum())
    }

    fn replace(range: Range<usize>, from: &str, to: &str) -> (Range<usize>, Fix) {
        let span = Span::new(FileId(0), range.start, range.end);
        (range, Fix::Replace(vec![Edit::new(span, from, to)]))
    }

    #[test]
    fn overlapping_fixes_are_applied_once() {
        let text = "abcdef";
        for (fixes, expected, count) in [
            (vec![replace(0..2, "ab", "x"), replace(2..4, "cd", "y")], Some("xyef"), 2),
            (vec![replace(0..3, "abc", "x"), replace(2..4, "cd", "y")], Some("xdef"), 1),
            (vec![replace(2..4, "cd", "y"), replace(0..3, "abc", "x")], Some("abyef"), 1),
            (vec![replace(2..4, "cd", "y"), replace(2..4, "cd", "y")], Some("abyef"), 2),
            (vec![replace(2..2, "", "y"), replace(2..2, "", "y")], Some("abycdef"), 2),
            (vec![replace(2..2, "", "y"), replace(2..2, "", "z")], Some("abycdef"), 1),
            (vec![replace(1..3, "bc", "y"), replace(2..2, "", "z")], Some("aydef"), 1),
            (vec![replace(1..3, "xx", "y")], None, 0),
            (vec![replace(5..9, "f", "y")], None, 0),
        ] {
            assert_eq!(fixed("a.md", text, fixes), (expected.map(str::to_owned), count));
        }
    }

    #[test]
    fn only_files_in_the_docs_folder_are_changed() {
        for (path, count) in [("api/a.md", 1), ("../includes/a.md", 0), ("/etc/a.md", 0), ("C:/a.md", 0), ("a/./b", 0)]
        {
            assert_eq!(fixed(path, "ab", vec![replace(0..1, "a", "x")]).1, count, "{path}");
        }
    }

    #[test]
    fn an_empty_line_has_the_line_end_and_the_prefix_of_its_place() {
        for (text, at, expected) in [
            ("a\n{}\n", 2, "a\n\n{}\n"),
            ("a\r\n{}\r\n", 3, "a\r\n\r\n{}\r\n"),
            ("> a\n> {}\n", 6, "> a\n>\n> {}\n"),
            ("  a\n  {}\n", 6, "  a\n\n  {}\n"),
        ] {
            assert_eq!(
                fixed("a.md", text, vec![(at..at + 1, Fix::BlankLine)]).0.as_deref(),
                Some(expected),
                "{text:?}"
            );
        }
        assert_eq!(fixed("a.md", "a\nb {}\n", vec![(4..5, Fix::BlankLine)]).0, None);
    }

    #[test]
    fn a_name_is_replaced_where_it_is_the_only_one() {
        let rename = |from: &str, to: &str| Fix::Rename { from: from.to_owned(), to: to.to_owned() };
        for (text, expected) in [
            ("[Shelf](Shelf.md)", Some("[Shelf](shelf.md)")),
            ("[Shelf.md](Shelf.md)", Some("[Shelf.md](shelf.md)")),
            ("[x](aShelf.md)", None),
            ("[x][y]", None),
            ("[x][y]\n\n[y]: Shelf.md#x\n[z]: Shelf.mdx", Some("[x][y]\n\n[y]: shelf.md#x\n[z]: Shelf.mdx")),
            ("[Y]\n\n[y]:  Shelf.md \"z\"\n[Y]: Shelf.md", Some("[Y]\n\n[y]:  shelf.md \"z\"\n[Y]: shelf.md")),
            ("(Shelf.md) (Shelf.md)", None),
        ] {
            let fix = rename("Shelf.md", "shelf.md");
            let end = text.find('\n').unwrap_or(text.len());
            assert_eq!(fixed("a.md", text, vec![(0..end, fix)]).0.as_deref(), expected, "{text}");
        }
        let text = "<!-- { \"name\": \"get_Widget\", \"@odata.type\": \"#own.Widget\" } -->";
        let fix = rename("own.Widget", "own.widget");
        let expected = text.replace("own.Widget", "own.widget");
        assert_eq!(fixed("a.md", text, vec![(0..text.len(), fix)]).0, Some(expected));
    }
}
