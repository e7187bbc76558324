//! The files of a revision, with symbolic links, as if they were on disk.
//!
//! In: paths from the root of the repository, `/` between parts. Out: entries of folders and bytes of files.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, PoisonError};

use super::nearest;
use super::store::{Id, Mode, Store};

/// Symbolic links followed for one path, as on Linux.
const MAX_LINKS: usize = 40;
/// Longer targets of symbolic links are refused.
const MAX_TARGET: u64 = 4096;

/// The files of a revision.
pub struct Tree {
    store: Arc<Store>,
    root: Id,
    pub(super) committed: Option<i64>,
    /// The folders read so far.
    folders: Mutex<BTreeMap<Id, Arc<[Entry]>>>,
}

/// A file, folder, link or submodule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name; with replacement characters if it is not UTF-8.
    pub name: String,
    /// Whether the name is UTF-8.
    pub is_unicode: bool,
    /// What it is.
    pub mode: Mode,
    id: Id,
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Tree {
    pub(super) fn new(store: Arc<Store>, root: Id, committed: Option<i64>) -> Tree {
        Tree { store, root, committed, folders: Mutex::default() }
    }

    /// Returns the entry at `path`, without following links. The root has none.
    #[must_use]
    pub fn entry(&self, path: &str) -> Option<Entry> {
        let mut found = None;
        let mut folder = self.root;
        for part in parts(path) {
            // Something below a file does not exist.
            if found.as_ref().is_some_and(|entry: &Entry| entry.mode != Mode::Folder) {
                return None;
            }
            let entry = self.content(folder).ok()?.iter().find(|entry| entry.name == part).cloned()?;
            folder = entry.id;
            found = Some(entry);
        }
        found
    }

    /// Returns the content of the folder at `path`.
    ///
    /// # Errors
    /// Fails if there is no such folder, or its object is missing.
    pub fn list(&self, path: &str) -> io::Result<Arc<[Entry]>> {
        if parts(path).next().is_none() {
            return self.content(self.root);
        }
        match self.entry(path) {
            Some(entry) if entry.mode == Mode::Folder => self.content(entry.id),
            Some(_) => Err(ErrorKind::NotADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn content(&self, folder: Id) -> io::Result<Arc<[Entry]>> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = folders.get(&folder) {
            return Ok(Arc::clone(known));
        }
        let raw = self.store.entries(folder).map_err(io::Error::other)?;
        let entries = raw.into_iter().map(|entry| match String::from_utf8(entry.name) {
            Ok(name) => Entry { name, is_unicode: true, mode: entry.mode, id: entry.id },
            Err(error) => Entry {
                name: String::from_utf8_lossy(error.as_bytes()).into_owned(),
                is_unicode: false,
                mode: entry.mode,
                id: entry.id,
            },
        });
        let entries: Arc<[Entry]> = entries.collect();
        folders.insert(folder, Arc::clone(&entries));
        Ok(entries)
    }

    /// Returns the bytes of the file at `path`, or `None` if it has more than `limit`.
    ///
    /// # Errors
    /// Fails if it is not a file, or its object is missing.
    pub fn read(&self, path: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
        match self.entry(path) {
            Some(entry) if entry.mode == Mode::File => self.store.blob(entry.id, limit).map_err(io::Error::other),
            Some(_) => Err(io::Error::other("it is not a file")),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    /// Returns `path` without symbolic links, `.` and `..`.
    ///
    /// # Errors
    /// Fails if it does not exist, or leads out of the repository.
    pub fn real(&self, path: &str) -> io::Result<String> {
        let mut rest: VecDeque<String> = parts(path).map(str::to_owned).collect();
        let mut done: Vec<String> = Vec::new();
        let mut links = 0;
        while let Some(part) = rest.pop_front() {
            if part == ".." {
                done.pop().ok_or_else(|| io::Error::other("it leads out of the repository"))?;
                continue;
            }
            done.push(part);
            let entry = self.entry(&done.join("/")).ok_or(ErrorKind::NotFound)?;
            if entry.mode != Mode::Link {
                continue;
            }
            links += 1;
            if links > MAX_LINKS {
                return Err(io::Error::other("its links form a circle"));
            }
            let target = self.store.blob(entry.id, MAX_TARGET).map_err(io::Error::other)?;
            let target = target.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(ErrorKind::InvalidData)?;
            if target.starts_with('/') {
                return Err(io::Error::other("it leads out of the repository"));
            }
            done.pop();
            for part in parts(&target).collect::<Vec<_>>().into_iter().rev() {
                rest.push_front(part.to_owned());
            }
        }
        Ok(done.join("/"))
    }

    /// Returns the name of the folder at `path`. The root has the name of the checkout.
    #[must_use]
    pub fn name(&self, path: &str) -> Option<String> {
        match parts(path).last() {
            Some(name) => Some(name.to_owned()),
            None => Some(self.store.workdir.as_deref()?.file_name()?.to_str()?.to_owned()),
        }
    }

    /// Returns an existing path like `path`, which does not exist.
    pub(super) fn similar(&self, path: &str) -> Option<String> {
        let mut known = String::new();
        for part in parts(path) {
            let content = self.list(&known).ok()?;
            let folders = || content.iter().filter(|entry| entry.is_unicode && entry.mode == Mode::Folder);
            let name = match folders().find(|entry| entry.name == part) {
                Some(entry) => entry.name.clone(),
                None => nearest(part, folders().map(|entry| entry.name.as_str()))?.to_owned(),
            };
            known = if known.is_empty() { name } else { format!("{known}/{name}") };
        }
        Some(known)
    }
}

/// Returns the parts of a path that name something or go up.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".")
}
