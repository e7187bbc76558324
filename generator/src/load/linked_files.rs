//! Files other than pages that texts refer to: images, downloads.
//!
//! In: the texts of a set. Out: the destinations whose folder exists, but not the file. Images are often kept outside of
//! the docs folder, so a folder that is not there says nothing. No file is opened.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use rayon::prelude::*;

use super::DocSet;
use crate::diagnostics::FileId;

/// What precedes a destination: of a link or an image, of a reference, of a tag.
const BEFORE: [&str; 4] = ["](", "]:", "src=", "href="];

/// The maximum length of the extension of a file.
const MAX_EXTENSION: usize = 5;

/// A destination without a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFile {
    /// The path, as written.
    pub path: String,
    /// The file in the same folder that was probably meant.
    pub similar: Option<String>,
}

/// Fills the set's table of missing files. `find` looks up the path of a destination, as seen from the file that contains it.
pub(super) fn link(set: &mut DocSet, mut find: impl FnMut(FileId, &str) -> Option<MissingFile>) {
    let files: Vec<FileId> = set.sources.iter().map(|(id, _)| id).collect();
    let all: Vec<BTreeSet<&str>> = files.par_iter().map(|id| destinations(&set.sources.file(*id).text)).collect();
    let mut table: BTreeMap<FileId, BTreeMap<String, MissingFile>> = BTreeMap::new();
    for (id, destinations) in files.into_iter().zip(all) {
        for destination in destinations {
            if let Some(missing) = find(id, path(destination)) {
                table.entry(id).or_default().insert(destination.to_owned(), missing);
            }
        }
    }
    set.missing_files = table;
}

/// Returns the distinct destinations in a text that are relative and name a file other than a page.
fn destinations(text: &str) -> BTreeSet<&str> {
    let after = |before: &'static str| {
        memmem::find_iter(text.as_bytes(), before).filter_map(move |at| text.get(at + before.len()..))
    };
    let all = BEFORE.into_iter().flat_map(after).map(destination);
    all.filter(|destination| is_file(destination)).collect()
}

/// Returns the destination at the beginning of a text.
fn destination(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\t']);
    let quoted = ['"', '\'', '<'].into_iter().find_map(|quote| Some((quote, text.strip_prefix(quote)?)));
    let (rest, ends): (&str, &[char]) = match quoted {
        Some(('<', rest)) => (rest, &['>', '\n']),
        Some((_, rest)) => (rest, &['"', '\'', '\n']),
        None => (text, &[')', ' ', '\t', '\n', '\r', '>']),
    };
    rest.split(ends).next().unwrap_or_default()
}

/// Returns the path of a destination.
fn path(destination: &str) -> &str {
    destination.split(['?', '#']).next().unwrap_or_default()
}

/// Returns whether a destination is relative and has the extension of a file other than a page.
fn is_file(destination: &str) -> bool {
    let path = path(destination);
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    !path.starts_with(['/', '\\', '~', '#'])
        && !path.contains(':')
        && !extension.is_empty()
        && extension.len() <= MAX_EXTENSION
        && extension.chars().all(|c| c.is_ascii_alphanumeric())
        && extension.chars().any(|c| c.is_ascii_alphabetic())
        && !extension.eq_ignore_ascii_case("md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_other_than_pages_are_found() {
        let text = "![a](media/a.png) [b](b.pdf \"B\") [c](c.md) [d](https://example.com/d.png) ![e](/e.png) <img src=\"f.svg\">\n\
                    <a href='g.json#x'>g</a> ![h](<h i.png>) [v](v1.0) [j][k]\n\n[k]: ../k.zip\n";
        let found: Vec<&str> = destinations(text).into_iter().collect();
        assert_eq!(found, ["../k.zip", "b.pdf", "f.svg", "g.json#x", "h i.png", "media/a.png"]);
    }
}
