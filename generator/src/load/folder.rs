//! The folder of the version, its pages, and the files they may include.
//!
//! In: a docs folder, on disk or in a revision. Out: a [`DocSet`] with all texts in memory. Symbolic links are followed only to targets
//! inside the docs folder or an include root, so a set of pages cannot make a run read anything else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::files::{Entry, Fault, Files, Kind, MAX_FILE_BYTES};
use super::{
    DocSet, Include, LoadError, LoadOptions, MissingFile, PageSource, Place, folder_of, include, linked_files, whole,
};
use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};
use crate::similar::similar;

/// Longer include targets are treated as missing.
const MAX_TARGET: usize = 1024;
/// The beginning of a file that Git LFS stores elsewhere.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
/// Folders nested more deeply than this are skipped.
const MAX_DEPTH: usize = 16;

/// See [`super::load`].
pub(super) fn load(place: &Place, options: &LoadOptions, diagnostics: &mut Diagnostics) -> Result<DocSet, LoadError> {
    let shown = place.shown();
    let io = |error| LoadError::Io(shown.clone(), error);
    let files = place.files();
    let docs_real = files.real(place.path()).map_err(io)?;
    if !files.is_folder(&docs_real) {
        return Err(LoadError::NotAFolder(shown));
    }
    let (root, prefix) = choose(files, &shown, &docs_real, options)?;
    let name = || files.name(&root).as_deref().and_then(version_of);
    let label = options.version.clone().or_else(name).unwrap_or_else(|| "v1.0".to_owned());
    let mut reader = Reader {
        files,
        roots: include_roots(files, &docs_real, options),
        docs: docs_real,
        listings: BTreeMap::new(),
        folders: HashMap::new(),
        known: HashMap::new(),
        places: BTreeMap::new(),
        unread: Vec::new(),
        diagnostics,
    };
    let mut found = Vec::new();
    let areas = areas(files, &root).map_err(io)?;
    if areas.is_empty() {
        reader.walk(&root, "", 0, &mut BTreeSet::new(), &mut found);
        found.retain(|(path, _)| !path.split('/').any(|part| part.eq_ignore_ascii_case("includes")));
    }
    for area in areas {
        reader.walk(&root.join(&area), &format!("{area}/"), 1, &mut BTreeSet::new(), &mut found);
    }
    found.sort();
    let texts: Vec<_> = found.par_iter().map(|(_, real)| read_text(files, real)).collect();
    let mut set = DocSet { version: label, root, ..DocSet::default() };
    for ((path, real), text) in found.into_iter().zip(texts) {
        // Two paths to one file (a link): the second one would document everything twice.
        if reader.known.contains_key(real.as_os_str()) {
            continue;
        }
        match reader.add(&mut set, &real, &format!("{prefix}{path}"), text) {
            Some(id) => set.add_page(id, path),
            None => {
                let file = reader.unread.last().copied();
                set.unread.extend(file.map(|file| PageSource { file, folder: folder_of(&path), path }));
            }
        }
    }
    if set.pages.is_empty() && reader.known.is_empty() {
        return Err(LoadError::NoPages(shown));
    }
    include::link(&mut set, |set, from, target| reader.fetch(set, from, target));
    linked_files::link(&mut set, |from, path| reader.missing(from, path));
    Ok(set)
}

/// Returns the folder that contains the pages, and its path relative to the docs folder, with a trailing `/`.
fn choose(files: &dyn Files, shown: &Path, real: &Path, options: &LoadOptions) -> Result<(PathBuf, String), LoadError> {
    let io = |error| LoadError::Io(shown.to_owned(), error);
    if !areas(files, real).map_err(io)?.is_empty() {
        return Ok((real.to_owned(), String::new()));
    }
    let mut versions = Vec::new();
    for name in folders(files, real).map_err(io)? {
        if areas(files, &real.join(&name)).is_ok_and(|areas| !areas.is_empty()) {
            versions.push(name);
        }
    }
    let chosen = match (&options.version, versions.as_slice()) {
        (_, []) => return Ok((real.to_owned(), String::new())),
        (Some(wanted), all) => all
            .iter()
            .find(|v| v.eq_ignore_ascii_case(wanted))
            .ok_or_else(|| LoadError::NoSuchVersion(shown.to_owned(), wanted.clone(), versions.clone()))?,
        (None, [one]) => one,
        (None, _) => return Err(LoadError::ChooseVersion(shown.to_owned(), versions)),
    };
    Ok((real.join(chosen), format!("{chosen}/")))
}

/// Returns the folders `api` and `resources` in `root`, as spelled there.
fn areas(files: &dyn Files, root: &Path) -> std::io::Result<Vec<String>> {
    let is_area = |name: &String| name.eq_ignore_ascii_case("api") || name.eq_ignore_ascii_case("resources");
    Ok(folders(files, root)?.into_iter().filter(is_area).collect())
}

/// Returns the sorted names of the folders in `root`, except hidden ones and symbolic links.
fn folders(files: &dyn Files, root: &Path) -> std::io::Result<Vec<String>> {
    let folders = files
        .list(root)?
        .into_iter()
        .filter(|entry| entry.kind == Kind::Folder && entry.is_unicode && !entry.name.starts_with('.'));
    let mut names: Vec<String> = folders.map(|entry| entry.name).collect();
    names.sort();
    Ok(names)
}

/// Returns the version in a folder's name: `v1.0`, `beta`, `graph-v1.0`.
fn version_of(name: &str) -> Option<String> {
    let last = name.rsplit(['-', '_']).next()?;
    let number = last.strip_prefix(['v', 'V']);
    let numbered =
        number.is_some_and(|n| n.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())));
    (numbered || last.eq_ignore_ascii_case("beta")).then(|| last.to_ascii_lowercase())
}

fn include_roots(files: &dyn Files, docs: &Path, options: &LoadOptions) -> Vec<PathBuf> {
    let beside = docs.parent().map(|parent| parent.join("includes"));
    let roots =
        if options.include_roots.is_empty() { beside.into_iter().collect() } else { options.include_roots.clone() };
    roots.iter().filter_map(|root| files.real(root).ok()).collect()
}

/// The files read so far, and how to read more.
struct Reader<'a> {
    files: &'a dyn Files,
    docs: PathBuf,
    roots: Vec<PathBuf>,
    /// The names in each folder, by lower case: one listing instead of a look-up for each of thousands of targets.
    listings: BTreeMap<PathBuf, BTreeMap<String, String>>,
    /// Folders as targets spell them, with their real path. The key is text, which compares faster than a path.
    folders: HashMap<OsString, Option<PathBuf>>,
    /// Files that were read, by their path as text.
    known: HashMap<OsString, Option<FileId>>,
    places: BTreeMap<FileId, PathBuf>,
    /// Files that could not be read, in order.
    unread: Vec<FileId>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// Returns whether a run may read `path`, which no longer contains `..`.
    fn allows(&self, path: &Path) -> bool {
        path.starts_with(&self.docs) || self.roots.iter().any(|root| path.starts_with(root))
    }

    /// Collects the pages below `dir`: the path to show (with `prefix`) and the real path.
    fn walk(
        &mut self,
        dir: &Path,
        prefix: &str,
        depth: usize,
        above: &mut BTreeSet<PathBuf>,
        found: &mut Vec<(String, PathBuf)>,
    ) {
        if depth > MAX_DEPTH {
            let message = format!("the folder `{prefix}` lies more than {MAX_DEPTH} folders deep");
            let deep = Diagnostic::new(lint::FOLDER_TOO_DEEP, None, message);
            self.diagnostics.push(deep.hint("move the pages up, or name a folder below as the docs folder"));
            return;
        }
        let mut entries = match self.files.list(dir) {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("cannot list the folder `{prefix}`: {error}");
                let hint = "check the folder's permissions; the pages in it are left out";
                self.diagnostics.push(Diagnostic::new(lint::UNREADABLE_FILE, None, message).hint(hint));
                return;
            }
        };
        // A folder that a link leads back to is listed once.
        if !above.insert(dir.to_owned()) {
            return;
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        for Entry { name, is_unicode, kind } in entries {
            if name.starts_with('.') {
                continue;
            }
            let shown = format!("{prefix}{name}");
            let is_page = Path::new(&name).extension().is_some_and(|e| e.eq_ignore_ascii_case("md"));
            if !is_unicode {
                // A page's path must be Unicode; other names come only from other systems' archives.
                if is_page || kind == Kind::Folder {
                    self.unreadable(&shown, "its name is not Unicode", "rename it");
                }
                continue;
            }
            // `dir` is canonical, so an entry that is not a link is canonical too.
            let mut real = dir.join(&name);
            let mut is_dir = kind == Kind::Folder;
            match kind {
                Kind::File | Kind::Folder => {}
                Kind::Submodule => {
                    let hint = "compare with a checkout that contains the submodule; its pages are left out";
                    self.unreadable(&shown, "it is a submodule, whose files are in another repository", hint);
                    continue;
                }
                Kind::Link => {
                    let Ok(leads_to) = self.files.real(&real) else {
                        let hint = "remove the link, or restore what it leads to";
                        self.unreadable(&shown, "it is a link to nothing, or may not be opened", hint);
                        continue;
                    };
                    real = leads_to;
                    is_dir = self.files.is_folder(&real);
                }
            }
            if !self.allows(&real) {
                if is_page || is_dir {
                    let message = format!("`{shown}` is a link out of the docs folder");
                    self.diagnostics.push(Diagnostic::new(lint::LINK_OUTSIDE, None, message));
                }
            } else if is_dir {
                self.walk(&real, &format!("{shown}/"), depth + 1, above, found);
            } else if is_page {
                found.push((shown, real));
            }
        }
    }

    fn unreadable(&mut self, shown: &str, why: &str, hint: &str) {
        let message = format!("cannot read `{shown}`: {why}");
        self.diagnostics.push(Diagnostic::new(lint::UNREADABLE_FILE, None, message).hint(hint));
    }

    /// Reads the file at `real` (canonical), unless it was read before.
    fn read(&mut self, set: &mut DocSet, real: &Path, shown: &str) -> Option<FileId> {
        if let Some(known) = self.known.get(real.as_os_str()) {
            return *known;
        }
        self.add(set, real, shown, read_text(self.files, real))
    }

    /// Adds the text read from `real`, and reports where it is not UTF-8.
    fn add(
        &mut self,
        set: &mut DocSet,
        real: &Path,
        shown: &str,
        text: Result<(String, Option<usize>), Fault>,
    ) -> Option<FileId> {
        let id = match text {
            Ok((text, bad)) => {
                let id = set.sources.add(shown, text);
                if let Some(at) = bad {
                    let message = format!("`{shown}` is not valid UTF-8");
                    let span = Span::new(id, at, at + '\u{fffd}'.len_utf8());
                    self.diagnostics
                        .push(Diagnostic::new(lint::INVALID_UTF8, span, message).hint("save the page as UTF-8"));
                }
                Some(id)
            }
            Err(fault) => {
                // An empty text in its place, so that the diagnostic has a file to point at.
                let at = whole(set.sources.add(shown, ""));
                self.unread.push(at.file);
                self.diagnostics.push(match fault {
                    Fault::TooLarge => {
                        let message = format!("`{shown}` has more than {} MiB", MAX_FILE_BYTES >> 20);
                        Diagnostic::new(lint::FILE_TOO_LARGE, at, message)
                    }
                    Fault::Pointer => {
                        let message = format!("cannot read `{shown}`: it is a pointer of Git LFS without the text");
                        Diagnostic::new(lint::UNREADABLE_FILE, at, message)
                            .hint("run `git lfs pull`, and read the folder instead of a revision")
                    }
                    Fault::Other(why) => {
                        Diagnostic::new(lint::UNREADABLE_FILE, at, format!("cannot read `{shown}`: {why}"))
                            .hint("check the file's permissions, or remove it from the docs folder")
                    }
                });
                None
            }
        };
        self.known.insert(real.as_os_str().to_owned(), id);
        if let Some(id) = id {
            self.places.insert(id, real.to_owned());
        }
        id
    }

    /// Returns the file that `target` in the file `from` leads to. Reads it if that is allowed.
    fn fetch(&mut self, set: &mut DocSet, from: FileId, target: &str) -> Include {
        let Some(place) = self.places.get(&from).filter(|_| target.len() <= MAX_TARGET) else {
            return Include::Missing;
        };
        let Some(path) = climb(place, target) else { return Include::Outside };
        if !self.allows(&path) {
            return Include::Outside;
        }
        let Some(real) = self.look_up(&path) else { return Include::Missing };
        let Ok(real) = self.files.real(&real) else { return Include::Missing };
        if !self.allows(&real) {
            return Include::Outside;
        }
        let shown = self.shown(&real);
        self.read(set, &real, &shown).map_or(Include::Missing, Include::File)
    }

    /// Returns the missing file that `target` in the file `from` leads to; `None` if it exists, or its folder does not.
    fn missing(&mut self, from: FileId, target: &str) -> Option<MissingFile> {
        let place = self.places.get(&from).filter(|_| target.len() <= MAX_TARGET)?;
        let decoded = percent_encoding::percent_decode_str(target).decode_utf8().ok()?;
        let path = climb(place, &decoded).filter(|path| self.allows(path))?;
        let (parent, name) = (path.parent()?, path.file_name()?.to_str()?);
        if self.look_up(&path).is_some() {
            return None;
        }
        // The look-up has listed the folder.
        let folder = self.folders.get(parent.as_os_str())?.as_ref().filter(|folder| self.files.is_folder(folder))?;
        let names = self.listings.get(folder).into_iter().flat_map(BTreeMap::values).map(String::as_str);
        let similar = similar(name, names).map(str::to_owned);
        Some(MissingFile { path: target.to_owned(), similar })
    }

    /// Returns the file at `path`, ignoring case below the docs folder or include root.
    fn look_up(&mut self, path: &Path) -> Option<PathBuf> {
        let (parent, name) = (path.parent()?, path.file_name()?.to_str()?);
        if let Some(known) = self.folders.get(parent.as_os_str()) {
            let folder = known.clone()?;
            return self.name_in(folder, name);
        }
        let is_base = self.docs == parent || self.roots.iter().any(|root| root == parent);
        let folder = if is_base { Some(parent.to_owned()) } else { self.look_up(parent) };
        self.folders.insert(parent.as_os_str().to_owned(), folder.clone());
        self.name_in(folder?, name)
    }

    /// Returns the file or folder named `wanted` in `folder`, ignoring case.
    fn name_in(&mut self, folder: PathBuf, wanted: &str) -> Option<PathBuf> {
        let names = self.listings.entry(folder.clone()).or_insert_with(|| list(self.files, &folder));
        let name = names.get(&wanted.to_lowercase())?;
        // If two names differ only in case, the exact one is preferred.
        let exact = name == wanted || self.files.real(&folder.join(wanted)).is_ok();
        Some(folder.join(if exact { wanted } else { name }))
    }

    /// Returns the path of a file as diagnostics show it: relative to the docs folder where possible.
    fn shown(&self, real: &Path) -> String {
        let slashes = |path: &Path| path.to_string_lossy().replace('\\', "/");
        if let Ok(inside) = real.strip_prefix(&self.docs) {
            return slashes(inside);
        }
        for root in &self.roots {
            if let (Ok(inside), Some(name)) = (real.strip_prefix(root), root.file_name()) {
                return format!("../{}/{}", name.to_string_lossy(), slashes(inside));
            }
        }
        slashes(Path::new(real.file_name().unwrap_or_default()))
    }
}

/// Returns the names in a folder by their lower case; of two that differ only in case, the first in order.
fn list(files: &dyn Files, dir: &Path) -> BTreeMap<String, String> {
    let entries = files.list(dir).unwrap_or_default();
    let mut names: Vec<String> = entries.into_iter().filter(|entry| entry.is_unicode).map(|entry| entry.name).collect();
    names.sort_by(|a, b| b.cmp(a));
    names.into_iter().map(|name| (name.to_lowercase(), name)).collect()
}

/// Returns the path of `target` as seen from the file at `place`, without access to the disk.
fn climb(place: &Path, target: &str) -> Option<PathBuf> {
    if target.starts_with(['/', '\\', '~']) || target.contains([':', '\0']) {
        return None;
    }
    let mut path = place.parent()?.to_owned();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                if !path.pop() {
                    return None;
                }
            }
            part => path.push(part),
        }
    }
    Some(path)
}

/// Returns the text of a file, and the position of the first bytes that are not UTF-8.
fn read_text(files: &dyn Files, path: &Path) -> Result<(String, Option<usize>), Fault> {
    let bytes = files.read(path)?;
    if bytes.starts_with(LFS_POINTER) && bytes.len() < 1024 { Err(Fault::Pointer) } else { Ok(decode(bytes)) }
}

/// Returns the text without a byte order mark, and the position of the first bytes that were not UTF-8 and were replaced.
fn decode(mut bytes: Vec<u8>) -> (String, Option<usize>) {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    }
}
