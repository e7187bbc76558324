//! [`FileSet`]: the whole output in memory, with paths that every file system accepts.
//!
//! In: paths and bytes. Out: a [`FileSet`] of checked [`RelPath`]s.

use std::collections::BTreeMap;
use std::fmt;

/// Longest path; it fits into Windows' 260 characters even below a user's folder.
const MAX_PATH: usize = 160;
/// Device names on Windows, with or without an extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Names with capital letters, which cargo and readers expect.
const CAPITALS: [&str; 4] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// A path in the output folder: parts of `a-z`, `0-9`, `_`, `.`, `-`, joined by `/`.
///
/// It cannot leave the folder, never differs from another one only by case, and is not a Windows device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(String);

impl RelPath {
    /// Checks `path`.
    ///
    /// # Errors
    /// Fails if the path does not have this form.
    pub fn new(path: impl Into<String>) -> Result<Self, FileSetError> {
        let path = path.into();
        if path.len() <= MAX_PATH && path.split('/').all(is_name) {
            Ok(RelPath(path))
        } else {
            Err(FileSetError::Path(path))
        }
    }

    /// Returns the path with `/` between its parts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns its parts.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// Returns the folders that contain it, nearest first.
    pub(super) fn ancestors(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            rest = &rest[..rest.rfind('/')?];
            Some(rest)
        })
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_name(name: &str) -> bool {
    if CAPITALS.contains(&name) {
        return true;
    }
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-');
    let stem = name.split('.').next().unwrap_or(name);
    !stem.is_empty() && name.bytes().all(allowed) && !name.ends_with('.') && !is_device(stem)
}

fn is_device(stem: &str) -> bool {
    let numbered =
        |prefix| stem.strip_prefix(prefix).is_some_and(|n: &str| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    DEVICES.contains(&stem) || numbered("com") || numbered("lpt")
}

/// Files by path, in the order of their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<RelPath, Vec<u8>>,
}

impl FileSet {
    /// Adds a file.
    ///
    /// # Errors
    /// Fails if the path is not a [`RelPath`], is taken, or is a folder of another file (or the other way round).
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<(), FileSetError> {
        let path = RelPath::new(path)?;
        let below = format!("{path}/");
        let is_folder = |other: &RelPath| other.0.starts_with(&below);
        let blocked = path.ancestors().any(|folder| self.files.contains_key(&RelPath(folder.to_owned())))
            || self.files.range(RelPath(below.clone())..).next().is_some_and(|(other, _)| is_folder(other));
        if blocked || self.files.contains_key(&path) {
            return Err(FileSetError::Taken(path));
        }
        self.files.insert(path, bytes.into());
        Ok(())
    }

    /// Adds all files of `other`.
    ///
    /// # Errors
    /// The same as [`FileSet::insert`].
    pub fn extend(&mut self, other: FileSet) -> Result<(), FileSetError> {
        other.files.into_iter().try_for_each(|(path, bytes)| self.insert(path.0, bytes))
    }

    /// Returns the bytes at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(&RelPath(path.to_owned())).map(Vec::as_slice)
    }

    /// Returns whether there is a file at `path`.
    #[must_use]
    pub fn contains(&self, path: &RelPath) -> bool {
        self.files.contains_key(path)
    }

    /// Returns all files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&RelPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// Returns the number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Why a file cannot be added to a [`FileSet`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileSetError {
    /// The path is not a [`RelPath`].
    #[error("`{}` is not a path for a generated file", .0.escape_debug())]
    Path(String),
    /// The path is taken by a file or a folder.
    #[error("two generated files need the path `{0}`")]
    Taken(RelPath),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_portable_and_stay_in_the_folder() {
        for good in
            ["a.rs", "src/lib.rs", "src/users/user_id.rs", "Cargo.toml", "README.md", "src/com.rs", "src/com10.rs"]
        {
            assert!(RelPath::new(good).is_ok(), "{good}");
        }
        let long = format!("src/{}.rs", "a".repeat(MAX_PATH));
        for bad in [
            "",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            ".git/config",
            "a\\b",
            "C:a",
            "a b",
            "A.rs",
            "a.",
            "readme.MD",
            "con",
            "src/nul.rs",
            "com1",
            "lpt9.tar.gz",
            "ä.rs",
            "a\0",
            "a\n",
            long.as_str(),
        ] {
            assert_eq!(RelPath::new(bad), Err(FileSetError::Path(bad.to_owned())), "{bad:?}");
        }
    }

    #[test]
    fn paths_are_unique_and_either_file_or_folder() {
        let mut files = FileSet::default();
        files.insert("src/a/b.rs", "1").unwrap();
        files.insert("src/a-b.rs", "2").unwrap();
        for taken in ["src/a/b.rs", "src", "src/a", "src/a/b.rs/c.rs"] {
            assert_eq!(files.insert(taken, ""), Err(FileSetError::Taken(RelPath(taken.to_owned()))), "{taken}");
        }
        assert_eq!((files.len(), files.get("src/a/b.rs")), (2, Some(&b"1"[..])));
    }
}
