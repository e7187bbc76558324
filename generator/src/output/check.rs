//! Compares a folder with a [`FileSet`] without changing it.
//!
//! In: the output folder and a [`FileSet`]. Out: the [`Difference`]s, ordered by path.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::disk::{OutputError, io_error, locate, read};
use super::files::{FileSet, RelPath};
use super::write::{is_marked, is_ours};
use super::{MANIFEST, manifest};

/// A file that differs from what would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub path: RelPath,
    /// How it differs.
    pub kind: DifferenceKind,
}

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It does not exist.
    Missing,
    /// Its bytes differ, beginning with this line (from 1).
    Differing {
        /// The first line that differs.
        line: usize,
    },
    /// It is no longer generated. A later [`write`](super::write()) removes it if the manifest lists it.
    Orphaned {
        /// Whether the manifest lists it.
        listed: bool,
    },
    /// It has CRLF where LF would be written, and no other difference.
    LineEndingsOnly,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match self.kind {
            DifferenceKind::Missing => write!(f, "{path}: missing"),
            DifferenceKind::Differing { line } => write!(f, "{path}: differs from line {line} on"),
            DifferenceKind::Orphaned { listed: true } => write!(f, "{path}: no longer generated"),
            DifferenceKind::Orphaned { listed: false } => {
                write!(
                    f,
                    "{path}: has the mark of a generated file, but is not generated and not listed in {MANIFEST}: remove it by hand"
                )
            }
            DifferenceKind::LineEndingsOnly => write!(
                f,
                "{path}: has CRLF line ends; put `* text=auto eol=lf` into .gitattributes and check the files out again"
            ),
        }
    }
}

/// Returns how `dir` differs from what [`write`](super::write()) would leave there, ordered by path.
///
/// # Errors
/// Fails if a file exists and cannot be read.
pub fn check(dir: &Path, files: &FileSet) -> Result<Vec<Difference>, OutputError> {
    let mut differences = Vec::new();
    let all: Vec<_> = files.iter().collect();
    for compared in all.par_iter().map(|(path, expected)| compare(dir, path, expected)).collect::<Vec<_>>() {
        differences.extend(compared?);
    }
    let listed = read(&dir.join(MANIFEST))?.map(|bytes| manifest::listed(&bytes)).unwrap_or_default();
    for path in orphans(dir, files, &listed)? {
        let kind = DifferenceKind::Orphaned { listed: listed.contains(&path) };
        differences.push(Difference { path, kind });
    }
    if let Ok(path) = RelPath::new(MANIFEST) {
        differences.extend(compare(dir, &path, &manifest::to_bytes(files))?);
    }
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(differences)
}

fn compare(dir: &Path, path: &RelPath, expected: &[u8]) -> Result<Option<Difference>, OutputError> {
    let kind = match read(&locate(dir, path))? {
        None => DifferenceKind::Missing,
        Some(found) if found == expected => return Ok(None),
        Some(found) if without_cr(&found) == without_cr(expected) => DifferenceKind::LineEndingsOnly,
        Some(found) => DifferenceKind::Differing { line: first_difference(&found, expected) },
    };
    Ok(Some(Difference { path: path.clone(), kind }))
}

fn without_cr(bytes: &[u8]) -> Vec<u8> {
    let next = bytes.iter().copied().skip(1).map(Some).chain([None]);
    bytes.iter().copied().zip(next).filter(|pair| *pair != (b'\r', Some(b'\n'))).map(|(byte, _)| byte).collect()
}

fn first_difference(found: &[u8], expected: &[u8]) -> usize {
    let (found, expected) = (without_cr(found), without_cr(expected));
    let same = found.iter().zip(&expected).take_while(|(a, b)| a == b);
    same.filter(|(byte, _)| **byte == b'\n').count() + 1
}

/// Returns files that exist and are not in `files`: those the manifest lists, and Rust files below `src` with the mark (a manifest that was
/// merged badly lists too few).
fn orphans(dir: &Path, files: &FileSet, listed: &BTreeSet<RelPath>) -> Result<BTreeSet<RelPath>, OutputError> {
    let mut found = BTreeSet::new();
    for path in listed.iter().filter(|path| !files.contains(path)) {
        if is_ours(dir, path)? {
            found.insert(path.clone());
        }
    }
    let mut folders = vec![RelPath::new("src")];
    while let Some(folder) = folders.pop() {
        let Ok(folder) = folder else { continue };
        let at = locate(dir, &folder);
        if fs::symlink_metadata(&at).is_ok_and(|data| data.is_dir()) {
            for entry in fs::read_dir(&at).map_err(io_error("read", &at))? {
                let entry = entry.map_err(io_error("read", &at))?;
                // docbindgen never writes a name that is not a RelPath.
                let Ok(path) = RelPath::new(format!("{folder}/{}", entry.file_name().to_string_lossy())) else {
                    continue;
                };
                let kind = entry.file_type().map_err(io_error("read", &at))?;
                if kind.is_dir() {
                    folders.push(Ok(path));
                } else if kind.is_file()
                    && path.as_str().ends_with(".rs")
                    && !files.contains(&path)
                    && read(&entry.path())?.is_some_and(|bytes| is_marked(&bytes))
                {
                    found.insert(path);
                }
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;

    fn set(files: &[(&str, &str)]) -> FileSet {
        let mut set = FileSet::default();
        for (path, text) in files {
            set.insert(*path, *text).unwrap();
        }
        set
    }

    fn report(dir: &Path, files: &FileSet) -> Vec<(String, DifferenceKind)> {
        check(dir, files).unwrap().into_iter().map(|d| (d.path.to_string(), d.kind)).collect()
    }

    #[test]
    fn just_written_files_are_up_to_date() {
        let dir = tempfile::tempdir().unwrap();
        let files = set(&[("src/a.rs", "// @generated\n"), ("README.md", "x")]);
        write(dir.path(), &files).unwrap();
        assert_eq!(report(dir.path(), &files), []);
    }

    #[test]
    fn missing_differing_and_orphaned_files_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        let old = set(&[
            ("src/a.rs", "// @generated\n1\n"),
            ("src/b.rs", "// @generated\n2\n"),
            ("src/c.rs", "// @generated\n3\n"),
            ("src/d/gone.rs", "// @generated\n4\n"),
        ]);
        write(out, &old).unwrap();
        fs::write(out.join("src/a.rs"), "// @generated\r\n1\r\n").unwrap();
        fs::write(out.join("src/c.rs"), "// @generated\n9\n").unwrap();
        fs::remove_file(out.join("src/b.rs")).unwrap();
        fs::write(out.join("src/d/stray.rs"), "// @generated\n").unwrap();
        fs::write(out.join("src/d/by_hand.rs"), "// mine\n").unwrap();
        let new = set(&[
            ("src/a.rs", "// @generated\n1\n"),
            ("src/b.rs", "// @generated\n2\n"),
            ("src/c.rs", "// @generated\n3\n"),
        ]);
        let expected = [
            ("manifest.json", DifferenceKind::Differing { line: 6 }),
            ("src/a.rs", DifferenceKind::LineEndingsOnly),
            ("src/b.rs", DifferenceKind::Missing),
            ("src/c.rs", DifferenceKind::Differing { line: 2 }),
            ("src/d/gone.rs", DifferenceKind::Orphaned { listed: true }),
            ("src/d/stray.rs", DifferenceKind::Orphaned { listed: false }),
        ];
        assert_eq!(report(out, &new), expected.map(|(path, kind)| (path.to_owned(), kind)));
    }

    #[test]
    fn every_file_of_an_absent_folder_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let report = report(&dir.path().join("nowhere"), &set(&[("src/a.rs", "")]));
        assert_eq!(report.len(), 2);
        assert!(report.iter().all(|(_, kind)| *kind == DifferenceKind::Missing));
    }
}
