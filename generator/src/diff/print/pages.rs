//! The pages of one side, for excerpts.
//!
//! In: an [`Input`] and a [`Location`]. Out: the path to show, and the range of the page's text.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::{SourceFile, clean};
use crate::diff::input::Input;
use crate::export::json::form::Location;
use crate::formats::relative;

/// The texts of one side by their paths. An exported model has none.
pub(super) struct Pages<'a> {
    prefix: String,
    files: BTreeMap<&'a str, &'a SourceFile>,
}

impl<'a> Pages<'a> {
    /// The pages with paths that begin as the user named the side.
    pub(super) fn of(side: &'a Input) -> Pages<'a> {
        Pages::below(&side.label, side)
    }

    /// The pages with paths that begin at the root of the repository, as far as it is known.
    pub(super) fn in_repository(side: &'a Input) -> Pages<'a> {
        match &side.in_repository {
            Some(path) => Pages::below(path, side),
            // The paths of `check`: relative to the current folder, which is the root of the repository in CI.
            None => Pages::below(&relative(&side.label), side),
        }
    }

    fn below(folder: &str, side: &'a Input) -> Pages<'a> {
        let label = if cfg!(windows) { folder.replace('\\', "/") } else { folder.to_owned() };
        let label = clean(label.trim_end_matches('/'));
        let prefix = match side.edition.sources() {
            None => format!("{label}: "),
            Some(_) if label.is_empty() || label == "." => String::new(),
            Some(_) if label.ends_with(':') => label,
            Some(_) => label + "/",
        };
        let files = side.edition.sources().into_iter().flat_map(|sources| sources.iter());
        Pages { prefix, files: files.map(|(_, file)| (file.path.as_str(), file)).collect() }
    }

    /// Returns whether the side was read from pages.
    pub(super) fn has_texts(&self) -> bool {
        !self.files.is_empty()
    }

    /// Returns the path of a page as the user may open it.
    pub(super) fn path(&self, location: &Location) -> String {
        format!("{}{}", self.prefix, clean(&location.file))
    }

    /// Returns path, line and column.
    pub(super) fn place(&self, location: &Location) -> String {
        format!("{}:{}:{}", self.path(location), location.line, location.column)
    }

    /// Returns the page and the range of bytes, if the side has texts.
    pub(super) fn range(&self, location: &Location) -> Option<(&'a SourceFile, Range<usize>)> {
        let file = *self.files.get(location.file.as_str())?;
        let start = offset(file, location.line, location.column)?;
        let end = offset(file, location.end_line, location.end_column)?;
        Some((file, start..end.max(start)))
    }
}

/// Returns the offset of a line and column, which count from 1, columns in characters.
fn offset(file: &SourceFile, line: usize, column: usize) -> Option<usize> {
    let start = *file.line_starts().get(line.checked_sub(1)?)?;
    let rest = file.text.get(start..)?;
    let within = rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(offset, _)| offset);
    Some(start + within)
}
