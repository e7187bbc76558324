//! The objects of a repository. Only this file knows the library that reads them.
//!
//! In: a folder. Out: [`Store`], and through it revisions, trees and blobs.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use git2::{ErrorCode, Oid, Repository};

/// References compared with a misspelt revision.
const MAX_REFERENCES: usize = 2000;

/// An open repository. One thread reads at a time.
pub(super) struct Store {
    repository: Mutex<Repository>,
    /// The folder of the checkout, without symbolic links; a bare repository has none.
    pub(super) workdir: Option<PathBuf>,
    pub(super) is_shallow: bool,
}

/// The name of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id(Oid);

/// An entry of a tree.
pub(super) struct RawEntry {
    pub name: Vec<u8>,
    pub mode: Mode,
    pub id: Id,
}

/// The kinds of entries that git knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A file, executable or not.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
}

/// Why there is no store.
pub(super) enum OpenError {
    NotFound,
    /// The repository belongs to another user.
    Owner,
    Other(String),
}

impl Store {
    /// Opens the repository that `folder` is in.
    pub(super) fn around(folder: &Path) -> Result<Store, OpenError> {
        let repository = Repository::discover(folder).map_err(|error| match error.code() {
            ErrorCode::NotFound => OpenError::NotFound,
            ErrorCode::Owner => OpenError::Owner,
            _ => OpenError::Other(words(&error)),
        })?;
        Ok(Store {
            workdir: repository.workdir().and_then(|folder| folder.canonicalize().ok()),
            is_shallow: repository.is_shallow(),
            repository: Mutex::new(repository),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Repository> {
        self.repository.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the tree of a revision, and when it was committed. The error is what git says about it.
    pub(super) fn tree_of(&self, revision: &str) -> Result<(Id, Option<i64>), String> {
        let repository = self.lock();
        let object = repository.revparse_single(revision).map_err(|error| words(&error))?;
        let committed = object.peel_to_commit().ok().map(|commit| commit.time().seconds());
        object.peel_to_tree().map(|tree| (Id(tree.id()), committed)).map_err(|error| words(&error))
    }

    /// Returns the short names of branches, remote branches and tags.
    pub(super) fn references(&self) -> Vec<String> {
        let repository = self.lock();
        let Ok(mut references) = repository.references() else { return Vec::new() };
        let names = references.names().take(MAX_REFERENCES).filter_map(Result::ok);
        let short = names.filter_map(|name| {
            let prefixes = ["refs/heads/", "refs/tags/", "refs/remotes/"];
            prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).map(str::to_owned)
        });
        short.collect()
    }

    /// Returns the entries of a tree.
    pub(super) fn entries(&self, tree: Id) -> Result<Vec<RawEntry>, String> {
        let repository = self.lock();
        let tree = repository.find_tree(tree.0).map_err(|error| words(&error))?;
        let entries = tree.iter().map(|entry| {
            let mode = match entry.filemode() & 0o170_000 {
                0o040_000 => Mode::Folder,
                0o120_000 => Mode::Link,
                0o160_000 => Mode::Submodule,
                _ => Mode::File,
            };
            RawEntry { name: entry.name_bytes().to_vec(), mode, id: Id(entry.id()) }
        });
        Ok(entries.collect())
    }

    /// Returns the bytes of a blob, or `None` if it has more than `limit`.
    pub(super) fn blob(&self, id: Id, limit: u64) -> Result<Option<Vec<u8>>, String> {
        let repository = self.lock();
        let odb = repository.odb().map_err(|error| words(&error))?;
        let (size, _) = odb.read_header(id.0).map_err(|error| words(&error))?;
        if size as u64 > limit {
            return Ok(None);
        }
        let blob = odb.read(id.0).map_err(|error| words(&error))?;
        Ok(Some(blob.data().to_vec()))
    }
}

fn words(error: &git2::Error) -> String {
    error.message().to_owned()
}
