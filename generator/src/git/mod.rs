//! Revisions of a git repository, read through its objects.
//!
//! In: a folder in a repository, and the name of a revision. Out: [`Folder`], a folder of that revision. Nothing is checked out, and
//! nothing is written.

mod store;
mod tree;

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::similar::similar;
use store::{OpenError, Store};

pub use store::Mode;
pub use tree::{Entry, Tree};

/// A git repository.
pub struct Repository {
    store: Arc<Store>,
}

/// A folder of a revision.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The files of the revision.
    pub tree: Arc<Tree>,
    /// The folder's path from the root of the repository, `/` between parts; empty for the root itself.
    pub path: String,
    /// The revision and the path, as the user may write them: `main:docs`.
    pub label: String,
    /// When the revision was committed, in seconds since 1970; `None` for a tree without a commit.
    pub committed: Option<i64>,
}

/// Why a revision cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// The folder is not in a repository.
    NotInRepository(PathBuf),
    /// The docs folder, whose past is wanted, is not in a repository.
    NoPast(PathBuf),
    /// The repository belongs to another user.
    Owner(PathBuf),
    /// The repository cannot be opened: git's reason.
    Unusable(PathBuf, String),
    /// There is no such revision.
    NoSuchRevision {
        /// The revision as written.
        revision: String,
        /// A branch or tag with a similar name.
        similar: Option<String>,
        /// The clone contains only recent commits.
        is_shallow: bool,
    },
    /// The revision does not contain this path.
    NoSuchPath {
        /// The revision as written.
        revision: String,
        /// The path from the root of the repository.
        path: String,
        /// A similar path that exists.
        similar: Option<String>,
    },
    /// The path is a file, a submodule, or a link out of the repository.
    NotAFolder {
        /// The revision as written.
        revision: String,
        /// The path from the root of the repository.
        path: String,
        /// What it is instead.
        what: String,
    },
    /// The folder lies outside the repository's checkout.
    Outside(PathBuf),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GitError::NotInRepository(folder) => write!(
                f,
                "`{}` is not in a git repository; run the command inside a clone, or name one with `--repository`",
                folder.display()
            ),
            GitError::NoPast(folder) => write!(
                f,
                "`{}` is not in a git repository; check pages in a clone, or leave out the revision to compare with",
                folder.display()
            ),
            GitError::Owner(folder) => write!(
                f,
                "the git repository of `{0}` belongs to another user; run `git config --global --add safe.directory PATH` with its path to trust it",
                folder.display()
            ),
            GitError::Unusable(folder, why) => write!(
                f,
                "cannot read the git repository of `{}`: {why}; check that `git fsck` succeeds, and that the clone is not a partial one",
                folder.display()
            ),
            GitError::NoSuchRevision { revision, similar, is_shallow } => {
                write!(f, "there is no revision `{revision}`; ")?;
                match similar {
                    Some(similar) => write!(f, "did you mean `{}`?", similar.escape_debug()),
                    None if *is_shallow => {
                        write!(
                            f,
                            "this clone is shallow: run `git fetch --unshallow`, or check out with `fetch-depth: 0`"
                        )
                    }
                    None => write!(f, "give a branch, a tag, a commit or `HEAD~1`, and fetch it first if it is remote"),
                }
            }
            GitError::NoSuchPath { revision, path, similar } => {
                write!(f, "revision `{revision}` has no path `{path}`; ")?;
                match similar {
                    Some(similar) => write!(f, "did you mean `{revision}:{}`?", similar.escape_debug()),
                    None => write!(f, "paths begin at the root of the repository, or with `./` at the current folder"),
                }
            }
            GitError::NotAFolder { revision, path, what } => {
                write!(
                    f,
                    "`{revision}:{path}` is {what}, not a docs folder; give the folder that has `api` and `resources` in it"
                )
            }
            GitError::Outside(folder) => write!(
                f,
                "`{}` is outside the checkout of its git repository; give a docs folder that is in the repository",
                folder.display()
            ),
        }
    }
}

impl std::error::Error for GitError {}

impl Repository {
    /// Opens the repository that `folder` is in: a clone, a worktree, or a bare repository.
    ///
    /// # Errors
    /// Fails if there is none, or it cannot be used.
    pub fn around(folder: &Path) -> Result<Repository, GitError> {
        let store = Store::around(folder).map_err(|error| match error {
            OpenError::NotFound => GitError::NotInRepository(folder.to_owned()),
            OpenError::Owner => GitError::Owner(folder.to_owned()),
            OpenError::Other(why) => GitError::Unusable(folder.to_owned(), why),
        })?;
        Ok(Repository { store: Arc::new(store) })
    }

    /// Returns the files of a revision: a branch, a tag, a hash, `HEAD~3`.
    ///
    /// # Errors
    /// Fails if there is no such revision, or it is not a commit or a tree.
    pub fn tree(&self, revision: &str) -> Result<Tree, GitError> {
        match self.store.tree_of(revision) {
            Ok((id, committed)) => Ok(Tree::new(Arc::clone(&self.store), id, committed)),
            Err(_) => Err(self.no_such_revision(revision)),
        }
    }

    fn no_such_revision(&self, revision: &str) -> GitError {
        let names = self.store.references();
        let shown = |name: &str| names.iter().any(|known| known == name);
        // Clones of a pull request have only remote branches.
        let remote = format!("origin/{revision}");
        let similar = if shown(&remote) {
            Some(remote)
        } else {
            nearest(revision, names.iter().map(String::as_str).chain(["HEAD"])).map(str::to_owned)
        };
        GitError::NoSuchRevision { revision: revision.to_owned(), similar, is_shallow: self.store.is_shallow }
    }

    /// Returns a folder of a revision. `path` begins at the root of the repository.
    ///
    /// # Errors
    /// Fails if there is no such revision, or no such folder in it.
    pub fn folder(&self, revision: &str, path: &str) -> Result<Folder, GitError> {
        let tree = self.tree(revision)?;
        let not_a_folder = |what: &str| GitError::NotAFolder {
            revision: revision.to_owned(),
            path: path.to_owned(),
            what: what.to_owned(),
        };
        let Ok(real) = tree.real(path) else {
            if let Some(entry) = tree.entry(path) {
                return Err(not_a_folder(match entry.mode {
                    Mode::Link => "a link out of the repository or to nothing",
                    _ => "unreadable",
                }));
            }
            let similar = tree.similar(path);
            return Err(GitError::NoSuchPath { revision: revision.to_owned(), path: path.to_owned(), similar });
        };
        match tree.entry(&real).map(|entry| entry.mode) {
            None | Some(Mode::Folder) => {}
            Some(Mode::Submodule) => return Err(not_a_folder("a submodule, whose files are in another repository")),
            Some(_) => return Err(not_a_folder("a file")),
        }
        let committed = tree.committed;
        Ok(Folder { tree: Arc::new(tree), path: real, label: format!("{revision}:{path}"), committed })
    }

    /// Returns the path of a folder on disk, as [`Repository::folder`] takes it.
    ///
    /// # Errors
    /// Fails if the folder does not exist, or is not in the checkout of the repository.
    pub fn path_of(&self, folder: &Path) -> Result<String, GitError> {
        let outside = || GitError::Outside(folder.to_owned());
        let real = folder.canonicalize().map_err(|_| outside())?;
        let inside = self.store.workdir.as_deref().and_then(|root| real.strip_prefix(root).ok()).ok_or_else(outside)?;
        let parts = inside.components().map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        });
        Ok(parts.collect::<Option<Vec<_>>>().ok_or_else(outside)?.join("/"))
    }
}

/// Returns the name most similar to `text`, if any is similar. Case is ignored.
fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let names: Vec<(String, &str)> = names.into_iter().map(|name| (name.to_lowercase(), name)).collect();
    let found = similar(text, names.iter().map(|(lower, _)| lower.as_str()))?;
    names.iter().find(|(lower, _)| lower == found).map(|(_, name)| *name)
}

/// Returns the folder that `docs` was in `revision`, for comparisons of a docs folder on disk with its past.
///
/// # Errors
/// Fails if `docs` is not in a repository, or the revision does not have it.
pub fn docs_at(docs: &Path, revision: &str) -> Result<Folder, GitError> {
    let repository = Repository::around(docs).map_err(|error| match error {
        GitError::NotInRepository(folder) => GitError::NoPast(folder),
        error => error,
    })?;
    repository.folder(revision, &repository.path_of(docs)?)
}

#[cfg(test)]
mod tests;
