//! The files that a run may read: a small interface, and the disk as one of its implementations.
//!
//! In: paths. Out: [`Entry`]s of folders and the bytes of files. [`super::revision`] implements the same for a revision of a git
//! repository, so that [`super::folder`] walks both in the same way.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Larger files are skipped: the largest real page has 0.2 MiB.
pub(super) const MAX_FILE_BYTES: u64 = 16 << 20;

/// Files and folders, with symbolic links.
pub(super) trait Files: Sync {
    /// Returns the path without symbolic links, `.` and `..`. It exists.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    /// Returns whether a path that [`Files::real`] returned is a folder.
    fn is_folder(&self, real: &Path) -> bool;
    /// Returns the content of a folder, in any order.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;
    /// Returns the bytes of a file.
    fn read(&self, file: &Path) -> Result<Vec<u8>, Fault>;
    /// Returns the name of a folder, which may contain the version.
    fn name(&self, folder: &Path) -> Option<String>;
}

/// A file, folder or link in a folder.
pub(super) struct Entry {
    /// Its name; with replacement characters if it is not Unicode.
    pub name: String,
    /// Whether the name is Unicode.
    pub is_unicode: bool,
    /// What it is.
    pub kind: Kind,
}

/// The kind of an [`Entry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A symbolic link, or something unknown: [`Files::real`] tells.
    Link,
    /// A git submodule whose files are in another repository.
    Submodule,
}

/// Why a file cannot be read.
pub(super) enum Fault {
    /// It has more than [`MAX_FILE_BYTES`].
    TooLarge,
    /// The repository stores only a pointer to the text.
    Pointer,
    /// Another reason, in words.
    Other(String),
}

/// The disk.
pub(super) struct Disk;

impl Files for Disk {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn is_folder(&self, real: &Path) -> bool {
        real.is_dir()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let entries = fs::read_dir(folder)?.flatten().map(|entry| {
            let name = entry.file_name();
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_dir() => Kind::Folder,
                Ok(kind) if !kind.is_symlink() => Kind::File,
                _ => Kind::Link,
            };
            Entry { is_unicode: name.to_str().is_some(), name: name.to_string_lossy().into_owned(), kind }
        });
        Ok(entries.collect())
    }

    fn read(&self, file: &Path) -> Result<Vec<u8>, Fault> {
        let other = |error: io::Error| Fault::Other(error.to_string());
        let metadata = fs::metadata(file).map_err(other)?;
        if !metadata.is_file() {
            // Reading a pipe or a device might never end.
            return Err(Fault::Other("it is not a file".to_owned()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_FILE_BYTES)).unwrap_or(0));
        let file = fs::File::open(file).map_err(other)?;
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(other)?;
        if bytes.len() as u64 > MAX_FILE_BYTES { Err(Fault::TooLarge) } else { Ok(bytes) }
    }

    fn name(&self, folder: &Path) -> Option<String> {
        Some(folder.file_name()?.to_str()?.to_owned())
    }
}
