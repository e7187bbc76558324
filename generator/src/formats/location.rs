//! Paths, lines and columns of findings.
//!
//! In: [`Sources`] and the docs folder as the user wrote it. Out: [`Location`]s, whose paths are relative to the current folder if the docs
//! folder is in it.

use std::path::Path;

use crate::diagnostics::{FileId, Sources, Span};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Characters (code points).
    Characters,
    /// Code units of UTF-16.
    Utf16,
}

/// A range of a file. Lines and columns count from 1; the end is after the last character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path.
    pub file: String,
    /// First line.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
}

/// Turns spans into locations.
#[derive(Debug)]
pub struct Locations<'a> {
    sources: &'a Sources,
    docs: String,
}

impl<'a> Locations<'a> {
    /// Paths begin with `docs`, the docs folder as the user wrote it.
    #[must_use]
    pub fn new(sources: &'a Sources, docs: &str) -> Self {
        Locations { sources, docs: relative(docs) }
    }

    /// Returns the path of the docs folder.
    #[must_use]
    pub fn docs(&self) -> &str {
        if self.docs.is_empty() { "." } else { &self.docs }
    }

    /// Returns the path of a file.
    #[must_use]
    pub fn file(&self, file: FileId) -> String {
        self.path(&self.sources.file(file).path)
    }

    /// Returns the path of a file by its path in the docs folder.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        // A configuration file from elsewhere is not in the docs folder.
        if Path::new(path).is_absolute() { relative(path) } else { normal(&format!("{}/{path}", self.docs())) }
    }

    /// Returns the path of a file relative to the docs folder. Of a configuration file from elsewhere, it is the name: its folder is not the
    /// same on every machine.
    #[must_use]
    pub fn path_in_docs(&self, file: FileId) -> String {
        path_in_docs(self.sources, file)
    }

    /// Returns the location of a span.
    #[must_use]
    pub fn location(&self, span: Span, unit: Unit) -> Location {
        let (line, column) = self.position(span.file, span.start, unit);
        let (end_line, end_column) = self.position(span.file, span.end.max(span.start), unit);
        Location { file: self.file(span.file), line, column, end_line, end_column }
    }

    /// Returns line and column of an offset.
    fn position(&self, file: FileId, offset: usize, unit: Unit) -> (usize, usize) {
        let file = self.sources.file(file);
        let line = file.line_of(offset);
        let start = file.line_starts().get(line - 1).copied().unwrap_or(0);
        let before = file.text.get(start..file.text.floor_char_boundary(offset)).unwrap_or_default();
        let column = match unit {
            Unit::Characters => before.chars().count(),
            Unit::Utf16 => before.encode_utf16().count(),
        };
        (line, column + 1)
    }
}

/// See [`Locations::path_in_docs`].
pub(super) fn path_in_docs(sources: &Sources, file: FileId) -> String {
    let path = &sources.file(file).path;
    let name = Path::new(path).file_name().filter(|_| Path::new(path).is_absolute());
    name.map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned())
}

/// Returns a path with `/`, relative to the current folder if it is in it.
#[must_use]
pub fn relative(path: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let inside = Path::new(path).strip_prefix(&here).map_or_else(|_| path.into(), Path::to_string_lossy);
    let slashes = if cfg!(windows) { inside.replace('\\', "/") } else { inside.into_owned() };
    normal(&slashes)
}

/// Returns a path without `.`, and without `..` after a name.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, "" | "..")) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normal() {
        let mut sources = Sources::default();
        let page = sources.add("api/a.md", "");
        let included = sources.add("../includes/b.md", "");
        for (docs, expected) in [
            ("docs", ["docs/api/a.md", "docs/../includes/b.md"]),
            (".", ["api/a.md", "../includes/b.md"]),
            ("./docs/v1.0/", ["docs/v1.0/api/a.md", "docs/includes/b.md"]),
            ("../docs", ["../docs/api/a.md", "../includes/b.md"]),
        ] {
            let locations = Locations::new(&sources, docs);
            let expected = expected.map(normal);
            assert_eq!([locations.file(page), locations.file(included)], expected, "{docs}");
        }
        let here = std::env::current_dir().expect("a folder");
        let locations = Locations::new(&sources, &here.join("docs").to_string_lossy());
        assert_eq!(locations.file(page), "docs/api/a.md");
    }

    #[test]
    fn columns_are_in_the_unit() {
        let mut sources = Sources::default();
        let page = sources.add("a.md", "x\ná😀b c\nd");
        let locations = Locations::new(&sources, "docs");
        let of = |unit| {
            let location = locations.location(Span::new(page, 8, 9), unit);
            (location.line, location.column, location.end_line, location.end_column)
        };
        assert_eq!(of(Unit::Characters), (2, 3, 2, 4));
        assert_eq!(of(Unit::Utf16), (2, 4, 2, 5));
        let beyond = locations.location(Span::new(page, 8, 99), Unit::Utf16);
        assert_eq!((beyond.end_line, beyond.end_column), (3, 2));
    }
}
