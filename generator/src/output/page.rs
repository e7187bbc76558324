//! Replaces a page with a corrected text.
//!
//! In: the docs folder, the path of a page in it, and the page's text before and after. Out: the changed file, or a [`PageError`]. All
//! bytes outside the change remain, also a byte order mark. The file is replaced in one step, never through a symbolic link, and not if it
//! has changed since it was read.

use std::fs::{self, Permissions};
use std::path::{Path, PathBuf};

use super::disk::{OutputError, io_error, read, refuse_link, replace_with};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Why a page cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The file system reported an error.
    #[error(transparent)]
    Io(#[from] OutputError),
    /// The path leads out of the docs folder.
    #[error("`{}` is not in the docs folder", .0.escape_debug())]
    Outside(String),
    /// The page, or a folder that contains it, is a symbolic link.
    #[error("`{}` is a symbolic link; correct the file that it leads to", .0.display())]
    Symlink(PathBuf),
    /// The page is not as it was read, or is not valid UTF-8.
    #[error("`{}` has changed since it was read; run the command again", .0.display())]
    Changed(PathBuf),
    /// The page may not be written.
    #[error("`{}` is read-only; change its permissions, or correct it by hand", .0.display())]
    ReadOnly(PathBuf),
}

/// A page that can be changed.
#[derive(Debug)]
pub struct PageFile {
    path: PathBuf,
    has_mark: bool,
    permissions: Permissions,
}

impl PageFile {
    /// Opens the page at `page` in `docs`, which was read as `before`.
    ///
    /// # Errors
    /// Fails if the page cannot be changed safely.
    pub fn open(docs: &Path, page: &str, before: &str) -> Result<Self, PageError> {
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
        if !page.split('/').all(is_part) {
            return Err(PageError::Outside(page.to_owned()));
        }
        let mut path = docs.to_owned();
        for part in page.split('/') {
            path.push(part);
            refuse_link(&path).map_err(|_| PageError::Symlink(path.clone()))?;
        }
        let bytes = read(&path)?.unwrap_or_default();
        let text = std::str::from_utf8(&bytes).map_err(|_| PageError::Changed(path.clone()))?;
        let without_mark = text.strip_prefix(BYTE_ORDER_MARK);
        if without_mark.unwrap_or(text) != before {
            return Err(PageError::Changed(path));
        }
        let permissions = fs::metadata(&path).map_err(io_error("read", &path))?.permissions();
        if permissions.readonly() {
            return Err(PageError::ReadOnly(path));
        }
        Ok(PageFile { has_mark: without_mark.is_some(), path, permissions })
    }

    /// Returns the byte order mark of the file, or nothing.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        if self.has_mark { BYTE_ORDER_MARK } else { "" }
    }

    /// Replaces the text.
    ///
    /// # Errors
    /// Fails if the file cannot be written. It is then unchanged.
    pub fn write(self, after: &str) -> Result<(), PageError> {
        let bytes = [self.mark(), after].concat();
        Ok(replace_with(&self.path, bytes.as_bytes(), Some(self.permissions))?)
    }
}
