//! Folders of pages.
//!
//! In: a folder. Out: copies of it, with a page more, or with every name in it changed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// All files below a folder, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::disk(&folder))? {
            let path = entry.map_err(Error::disk(&folder))?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder of pages to one that is not there or is replaced.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(Error::disk(to))?;
    }
    for path in files(from)? {
        let target = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(Error::disk(folder))?;
        }
        fs::copy(&path, &target).map_err(Error::disk(&target))?;
    }
    Ok(())
}

/// The first folder of this name, `resources` or `api`, in a folder of pages.
pub fn folder(docs: &Path, name: &str) -> Option<PathBuf> {
    let found = files(docs).ok()?;
    found.into_iter().find_map(|path| path.ancestors().find(|folder| folder.ends_with(name)).map(Path::to_owned))
}

/// Whether a file is a page.
pub fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}
