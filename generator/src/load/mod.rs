//! Loads a folder of pages into a [`DocSet`]: every text of a run, in memory.
//!
//! In: a docs folder ([`Place`]) and [`LoadOptions`]. Out: the pages sorted by path, the files they include, the version, and diagnostics
//! about the files. No other stage reads pages.

mod files;
mod folder;
mod include;
mod linked_files;
mod revision;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{error, fmt, io};

use crate::config::Zones;
use crate::diagnostics::{Diagnostics, FileId, Sources, Span};
use crate::git;
use crate::source::Folder;
use files::{Disk, Fault, Files};

pub(crate) use include::{directives, join};
pub use linked_files::MissingFile;

/// The pages of one version, and all texts of the run.
#[derive(Debug, Clone, Default)]
pub struct DocSet {
    /// The texts: pages first, then the files they include.
    pub sources: Sources,
    /// The pages, sorted by path.
    pub pages: Vec<PageSource>,
    /// Pages whose text could not be read.
    pub unread: Vec<PageSource>,
    /// The version that the pages describe; `v1.0` if nothing else is specified.
    pub version: String,
    /// The versions of zones and monikers.
    pub zones: Zones,
    /// The folder that page paths are relative to; empty for a set built from memory.
    pub root: PathBuf,
    by_path: BTreeMap<String, usize>,
    includes: BTreeMap<FileId, BTreeMap<String, Include>>,
    missing_files: BTreeMap<FileId, BTreeMap<String, MissingFile>>,
}

/// A page's text and location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSource {
    /// Its text in [`DocSet::sources`].
    pub file: FileId,
    /// Path relative to the version's folder, `/` between parts: `api/user-list.md`.
    pub path: String,
    /// The folder it is in.
    pub folder: Folder,
}

/// The result of looking up the target of an `[!INCLUDE]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Include {
    /// A file that may be included, and its text.
    File(FileId),
    /// There is no such file.
    Missing,
    /// The target is outside the docs folder and the include roots, so it was not looked up.
    Outside,
}

/// Where a docs folder is.
#[derive(Debug, Clone)]
pub enum Place {
    /// On disk: its path.
    Disk(PathBuf),
    /// In a revision of a git repository.
    Revision(git::Folder),
}

impl Place {
    /// Returns the folder as messages show it: its path, or `main:docs`.
    #[must_use]
    pub fn shown(&self) -> PathBuf {
        match self {
            Place::Disk(path) => path.clone(),
            Place::Revision(folder) => PathBuf::from(&folder.label),
        }
    }

    /// Returns its path among its files; for other files, join a relative path.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Place::Disk(path) => path,
            Place::Revision(folder) => Path::new(&folder.path),
        }
    }

    /// Reads a file in the folder itself, or returns `None` if there is none of this name.
    ///
    /// # Errors
    /// Fails if it exists and cannot be read.
    pub(crate) fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let files = self.files();
        let real = match files.real(&self.path().join(name)) {
            Ok(real) => real,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if files.is_folder(&real) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        files.read(&real).map(Some).map_err(|fault| match fault {
            Fault::TooLarge => io::Error::other("it has more than 16 MiB"),
            Fault::Pointer => io::Error::other("it is a pointer of Git LFS"),
            Fault::Other(why) => io::Error::other(why),
        })
    }

    fn files(&self) -> &dyn Files {
        match self {
            Place::Disk(_) => &Disk,
            Place::Revision(folder) => &*folder.tree,
        }
    }
}

/// How to read a docs folder.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The version to choose from a folder of versions, and the label of the result.
    pub version: Option<String>,
    /// Folders outside the docs folder that `[!INCLUDE]` may read. If empty: the folder `includes` next to the docs folder.
    pub include_roots: Vec<PathBuf>,
}

/// Why no pages could be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// The docs folder cannot be listed.
    Io(PathBuf, io::Error),
    /// The docs folder is a file.
    NotAFolder(PathBuf),
    /// The docs folder contains several versions and the options name none: the versions.
    ChooseVersion(PathBuf, Vec<String>),
    /// The docs folder contains versions, but not the one that the options name: that one and the others.
    NoSuchVersion(PathBuf, String, Vec<String>),
    /// There is no page in the docs folder.
    NoPages(PathBuf),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Io(path, error) if error.kind() == io::ErrorKind::NotFound => {
                let path = path.display();
                write!(
                    f,
                    "cannot read the docs folder `{path}`: it does not exist; give the folder that has `api` and `resources` in it"
                )
            }
            LoadError::Io(path, error) => {
                write!(
                    f,
                    "cannot read the docs folder `{}`: {error}; check the path and its permissions",
                    path.display()
                )
            }
            LoadError::NotAFolder(path) => {
                let path = path.display();
                write!(f, "`{path}` is a file, not a docs folder; give the folder that has `api` and `resources` in it")
            }
            LoadError::ChooseVersion(path, found) => write!(
                f,
                "`{}` has several versions; give `--api-version`, or `version` in docbindgen.toml, to choose one: {}",
                path.display(),
                found.join(", ")
            ),
            LoadError::NoSuchVersion(path, wanted, found) => write!(
                f,
                "`{}` has no version `{wanted}`, only: {}; correct `--api-version`, or `version` in docbindgen.toml",
                path.display(),
                found.join(", ")
            ),
            LoadError::NoPages(path) => write!(
                f,
                "no page (`*.md`) in `{}` or its subfolders; give the folder that has `api` and `resources` in it",
                path.display()
            ),
        }
    }
}

impl error::Error for LoadError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            LoadError::Io(_, error) => Some(error),
            _ => None,
        }
    }
}

/// Reads the pages of `docs`.
///
/// The folder contains `api` or `resources` (in any case), or a folder of that form for each version, or plain pages.
///
/// # Errors
///
/// Fails if the folder cannot be listed, has no page, or has several versions of which `options` names none. A single file that cannot be
/// read is an error diagnostic instead, and the rest is loaded.
pub fn load(docs: &Path, options: &LoadOptions) -> Result<(DocSet, Diagnostics), LoadError> {
    load_from(&Place::Disk(docs.to_owned()), options)
}

/// Like [`load`], from any place.
///
/// # Errors
/// The same as [`load`].
pub fn load_from(docs: &Place, options: &LoadOptions) -> Result<(DocSet, Diagnostics), LoadError> {
    let mut diagnostics = Diagnostics::default();
    let set = folder::load(docs, options, &mut diagnostics)?;
    Ok((set, diagnostics))
}

impl DocSet {
    /// Builds a set from memory: pairs of path and text. Files in a folder named `includes` are not pages but can be included.
    pub fn from_pages<P: Into<String>, T: Into<String>>(pages: impl IntoIterator<Item = (P, T)>) -> DocSet {
        let mut set = DocSet { version: "v1.0".to_owned(), ..DocSet::default() };
        let mut files: Vec<(String, String)> = pages.into_iter().map(|(p, t)| (p.into(), t.into())).collect();
        files.sort();
        let mut ids = BTreeMap::new();
        for (path, text) in files {
            let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
            let id = set.sources.add(path.clone(), text);
            ids.entry(path.to_lowercase()).or_insert(id);
            if !path.split('/').any(|part| part.eq_ignore_ascii_case("includes")) {
                set.add_page(id, path);
            }
        }
        include::link(&mut set, |set, from, target| match include::join(&set.sources.file(from).path, target) {
            None => Include::Outside,
            Some(path) => ids.get(&path.to_lowercase()).map_or(Include::Missing, |id| Include::File(*id)),
        });
        set
    }

    /// Returns the page at `path`, ignoring case. The path is relative to the version's folder; `.` and `..` are resolved.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&PageSource> {
        let path = include::join("", path)?.to_lowercase();
        self.by_path.get(&path).map(|index| &self.pages[*index])
    }

    /// Returns what `target`, as written in an `[!INCLUDE]` of `file`, refers to.
    #[must_use]
    pub fn include(&self, file: FileId, target: &str) -> Include {
        self.includes.get(&file).and_then(|of| of.get(target)).copied().unwrap_or(Include::Missing)
    }

    /// Returns the missing file that `destination`, as written in a link or image of `file`, leads to.
    #[must_use]
    pub fn missing_file(&self, file: FileId, destination: &str) -> Option<&MissingFile> {
        self.missing_files.get(&file)?.get(destination.trim())
    }

    /// Returns the page's text.
    #[must_use]
    pub fn text(&self, page: &PageSource) -> &str {
        &self.sources.file(page.file).text
    }

    /// Adds a page whose text is already in the sources. If two paths differ only in case, look-ups find the first.
    fn add_page(&mut self, file: FileId, path: String) {
        let folder = folder_of(&path);
        self.by_path.entry(path.to_lowercase()).or_insert(self.pages.len());
        self.pages.push(PageSource { file, path, folder });
    }

    /// Returns the files that pages include, without the pages: for callers that watch or list the inputs of a run.
    #[must_use]
    pub fn included(&self) -> BTreeSet<FileId> {
        let targets = self.includes.values().flat_map(BTreeMap::values);
        targets.filter_map(|t| if let Include::File(id) = t { Some(*id) } else { None }).collect()
    }
}

/// Returns the kind of folder: the innermost folder of `path` named `api` or `resources` decides.
fn folder_of(path: &str) -> Folder {
    for part in path.rsplit('/').skip(1) {
        if part.eq_ignore_ascii_case("api") {
            return Folder::Api;
        }
        if part.eq_ignore_ascii_case("resources") {
            return Folder::Resources;
        }
    }
    Folder::Other
}

/// Returns the start of a file, for diagnostics about the whole file.
fn whole(file: FileId) -> Span {
    Span::new(file, 0, 0)
}

#[cfg(test)]
mod tests;
