//! A folder of pages to a [`DocSet`]: every text a run needs, in memory.
//!
//! In: the path of a docs folder and [`LoadOptions`]. Out: the pages sorted by path, the files they include, the
//! version, and what was wrong with the files. This is the only stage that reads pages from disk; the later ones look
//! only at the value.

mod folder;
mod include;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{error, fmt, io};

use crate::config::Zones;
use crate::diagnostics::{Diagnostics, FileId, Sources, Span};
use crate::source::Folder;

pub(crate) use include::directives;

/// The pages of one version, and all texts of the run.
#[derive(Debug, Clone, Default)]
pub struct DocSet {
    /// The texts: pages first, then what they include.
    pub sources: Sources,
    /// The pages, sorted by path.
    pub pages: Vec<PageSource>,
    /// Pages whose text could not be read.
    pub unread: Vec<PageSource>,
    /// The version the pages describe, `v1.0` where nothing says otherwise.
    pub version: String,
    /// The versions that zones and monikers are for.
    pub zones: Zones,
    /// The folder the page paths are relative to; empty for a set made from memory.
    pub root: PathBuf,
    by_path: BTreeMap<String, usize>,
    includes: BTreeMap<FileId, BTreeMap<String, Include>>,
}

/// A page's text and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSource {
    /// Its text in [`DocSet::sources`].
    pub file: FileId,
    /// Path relative to the version's folder, `/` between parts: `api/user-list.md`.
    pub path: String,
    /// Which folder it lies in.
    pub folder: Folder,
}

/// What the target of an `[!INCLUDE]` turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Include {
    /// A file that may be included, and its text.
    File(FileId),
    /// There is no such file.
    Missing,
    /// The target lies outside the docs folder and the include roots, so nobody looked.
    Outside,
}

/// How to read a docs folder.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The version to take from a folder of versions, and the label of the result.
    pub version: Option<String>,
    /// Folders outside the docs folder that `[!INCLUDE]` may read. Empty: the folder `includes` beside the docs folder.
    pub include_roots: Vec<PathBuf>,
}

/// Why there is nothing to work on.
#[derive(Debug)]
pub enum LoadError {
    /// The docs folder cannot be listed.
    Io(PathBuf, io::Error),
    /// The docs folder is a file.
    NotAFolder(PathBuf),
    /// The docs folder holds several versions and the options name none: the versions.
    ChooseVersion(PathBuf, Vec<String>),
    /// The docs folder holds versions, but not the one the options name: that one and the others.
    NoSuchVersion(PathBuf, String, Vec<String>),
    /// No page anywhere below the docs folder.
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
                "no page (`*.md`) in `{}` or below; give the folder that has `api` and `resources` in it",
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

/// Reads the pages of `docs`: a folder with `api` or `resources` in it (any case), a folder of such folders, one for
/// each version, or a folder of plain pages.
///
/// # Errors
///
/// When the folder cannot be listed, holds no page, or holds several versions of which `options` names none. A single
/// file that cannot be read is an error diagnostic instead, and the rest is loaded.
pub fn load(docs: &Path, options: &LoadOptions) -> Result<(DocSet, Diagnostics), LoadError> {
    let mut diagnostics = Diagnostics::default();
    let set = folder::load(docs, options, &mut diagnostics)?;
    Ok((set, diagnostics))
}

impl DocSet {
    /// A set from memory: pairs of path and text. Files below a folder called `includes` are not pages but may be
    /// included.
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

    /// The page at `path` (relative to the version's folder; `.` and `..` are resolved), whatever the case of its
    /// letters.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&PageSource> {
        let path = include::join("", path)?.to_lowercase();
        self.by_path.get(&path).map(|index| &self.pages[*index])
    }

    /// What `target`, as written in an `[!INCLUDE]` of `file`, stands for.
    #[must_use]
    pub fn include(&self, file: FileId, target: &str) -> Include {
        self.includes.get(&file).and_then(|of| of.get(target)).copied().unwrap_or(Include::Missing)
    }

    /// The page's text.
    #[must_use]
    pub fn text(&self, page: &PageSource) -> &str {
        &self.sources.file(page.file).text
    }

    /// Adds a page whose text is already in the sources. Of two paths that differ only in case, lookup finds the first.
    fn add_page(&mut self, file: FileId, path: String) {
        let folder = folder_of(&path);
        self.by_path.entry(path.to_lowercase()).or_insert(self.pages.len());
        self.pages.push(PageSource { file, path, folder });
    }

    /// The files that pages include, without the pages: for callers that watch or list what a run depends on.
    #[must_use]
    pub fn included(&self) -> BTreeSet<FileId> {
        let targets = self.includes.values().flat_map(BTreeMap::values);
        targets.filter_map(|t| if let Include::File(id) = t { Some(*id) } else { None }).collect()
    }
}

/// The innermost folder of `path` called `api` or `resources` decides.
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

/// The start of a file, for what is wrong with all of it.
fn whole(file: FileId) -> Span {
    Span::new(file, 0, 0)
}

#[cfg(test)]
mod tests;
