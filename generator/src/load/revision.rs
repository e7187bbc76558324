//! The files of a git revision, for [`super::folder`].
//!
//! In: paths relative to the root of the repository. Out: entries of folders and bytes of files.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::files::{Entry, Fault, Files, Kind, MAX_FILE_BYTES};
use crate::git::{Mode, Tree};

impl Files for Tree {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Tree::real(self, &in_tree(path)?).map(PathBuf::from)
    }

    fn is_folder(&self, real: &Path) -> bool {
        in_tree(real).is_ok_and(|path| Tree::list(self, &path).is_ok())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let entries = Tree::list(self, &in_tree(folder)?)?;
        let entries = entries.iter().map(|entry| Entry {
            name: entry.name.clone(),
            is_unicode: entry.is_unicode,
            kind: match entry.mode {
                Mode::File => Kind::File,
                Mode::Folder => Kind::Folder,
                Mode::Link => Kind::Link,
                Mode::Submodule => Kind::Submodule,
            },
        });
        Ok(entries.collect())
    }

    fn read(&self, file: &Path) -> Result<Vec<u8>, Fault> {
        let path = in_tree(file).map_err(|error| Fault::Other(error.to_string()))?;
        match Tree::read(self, &path, MAX_FILE_BYTES) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(Fault::TooLarge),
            Err(error) => Err(Fault::Other(error.to_string())),
        }
    }

    fn name(&self, folder: &Path) -> Option<String> {
        Tree::name(self, &in_tree(folder).ok()?)
    }
}

/// Returns a path as git writes it.
fn in_tree(path: &Path) -> io::Result<String> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => parts.push(".."),
            Component::Normal(name) => parts.push(name.to_str().ok_or(ErrorKind::InvalidInput)?),
            // An absolute path is on the disk, not in the repository.
            Component::RootDir | Component::Prefix(_) => return Err(ErrorKind::NotFound.into()),
        }
    }
    Ok(parts.join("/"))
}
