//! The two sides of a comparison, as users name them: a docs folder, an exported model, or a folder in a revision of a git repository.
//!
//! In: `docs`, `model.json` or `v1:docs`. Out: [`Input`]: the edition, and the counts of what was found while reading its pages.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::edition::{Edition, ReadError};
use crate::diagnostics::lint;
use crate::git::{GitError, Repository};
use crate::load::Place;
use crate::parallel::in_pool;
use crate::pipeline::{self, Options, RunError, Started, Summary};
use crate::similar::similar;

/// Larger exported models are refused.
const MAX_MODEL_BYTES: u64 = 512 << 20;

/// Where an edition comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A docs folder.
    Pages(Place),
    /// A file that `docbindgen export` wrote.
    Model(PathBuf),
}

/// One side of a comparison.
#[derive(Debug)]
pub struct Input {
    /// How the user named it.
    pub label: String,
    /// The edition.
    pub edition: Edition,
    /// The counts of reading pages; `None` for an exported model.
    pub summary: Option<Summary>,
    /// Pages that could not be read. What they document is missing in the edition.
    pub unreadable: usize,
    /// The path of the docs folder in its repository, if it was read from a revision.
    pub in_repository: Option<String>,
    /// Whether it is a docs folder on disk.
    pub is_on_disk: bool,
    /// When the revision was committed, in seconds since 1970.
    pub committed: Option<i64>,
}

/// Why a side cannot be read.
#[derive(Debug)]
pub enum InputError {
    /// Nothing has this name: it, and what to do.
    Missing(String, String),
    /// It exists but is neither a folder nor a JSON file.
    NotAnEdition(String),
    /// The revision cannot be read.
    Git(GitError),
    /// The file of a model cannot be read.
    Io(PathBuf, io::Error),
    /// The file is not an exported model.
    Model(PathBuf, ReadError),
    /// The pages cannot be read: the side, and why.
    Pages(String, Box<RunError>),
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Missing(name, hint) => write!(f, "`{name}` does not exist; {hint}"),
            InputError::NotAnEdition(name) => write!(
                f,
                "`{name}` is neither a folder nor a JSON file; give a docs folder, a model of `docbindgen export`, or `REV:path`"
            ),
            InputError::Git(error) => error.fmt(f),
            InputError::Io(path, error) => {
                write!(f, "cannot read `{}`: {error}; check the path and its permissions", path.display())
            }
            InputError::Model(path, error) => match error.position {
                Some(_) => write!(f, "{}:{error}", path.display()),
                None => write!(f, "{}: {error}", path.display()),
            },
            InputError::Pages(label, error) => match &**error {
                // These name the folder.
                RunError::Load(error) => error.fmt(f),
                RunError::Nothing(.., why) => write!(f, "{label}: {}", why.cause()),
                error => write!(f, "{label}: {error}"),
            },
        }
    }
}

impl std::error::Error for InputError {}

/// Finds what `text` names. An existing file or folder wins over a revision.
///
/// `repository` is a folder in the repository of revisions; by default the current folder is.
///
/// # Errors
/// Fails if nothing has this name.
pub fn find(text: &Path, repository: Option<&Path>) -> Result<Source, InputError> {
    let label = || text.to_string_lossy().into_owned();
    match fs::metadata(text) {
        Ok(found) if found.is_dir() => return Ok(Source::Pages(Place::Disk(text.to_owned()))),
        Ok(_) if text.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) => {
            return Ok(Source::Model(text.to_owned()));
        }
        Ok(_) => return Err(InputError::NotAnEdition(label())),
        Err(_) => {}
    }
    let folder = repository.unwrap_or(Path::new("."));
    match text.to_str().and_then(split_revision) {
        Some(("", path)) => {
            Err(InputError::Missing(label(), format!("name the revision before the colon, as in `HEAD:{path}`")))
        }
        Some((_, path)) if path.starts_with("//") => {
            Err(InputError::Missing(label(), "clone the repository, and give `REV:path` in the clone".to_owned()))
        }
        Some((revision, path)) => {
            let repository = Repository::around(folder).map_err(InputError::Git)?;
            let path = in_repository(&repository, path).map_err(InputError::Git)?;
            let folder = repository.folder(revision, &path).map_err(InputError::Git)?;
            Ok(Source::Pages(Place::Revision(folder)))
        }
        None => Err(InputError::Missing(label(), hint(text, folder))),
    }
}

/// Splits `REV:path`. A colon in braces belongs to the revision; one after a drive's letter is not a separator.
fn split_revision(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    let at = text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b':' && depth == 0
    })?;
    let (revision, path) = (text.get(..at)?, text.get(at + 1..)?);
    let is_letter = revision.len() == 1 && revision.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_drive = is_letter && (cfg!(windows) || path.starts_with(['\\', '/']));
    (!is_drive).then_some((revision, path))
}

/// Returns the path from the root of the repository. A path that begins with a dot is relative to the current folder.
fn in_repository(repository: &Repository, path: &str) -> Result<String, GitError> {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let is_relative = path == "." || path == ".." || path.starts_with("./") || path.starts_with("../");
    let start = if is_relative { repository.path_of(Path::new("."))? } else { String::new() };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        // What leads out of the repository stays, and is reported as a path that does not exist.
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Ok(parts.join("/"))
}

/// Returns what to write in place of a path that does not exist.
fn hint(text: &Path, folder: &Path) -> String {
    let name = text.to_str().unwrap_or_default();
    if Repository::around(folder).is_ok_and(|repository| repository.tree(name).is_ok()) {
        return format!("to read a folder of this revision, write `{name}:docs`");
    }
    let parent = text.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<String> = fs::read_dir(parent)
        .map(|entries| entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    let wanted = text.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match similar(wanted, names) {
        Some(near) => format!("did you mean `{}`?", text.with_file_name(near).to_string_lossy().escape_debug()),
        None => "give a docs folder, a model of `docbindgen export`, or `REV:path`".to_owned(),
    }
}

/// Reads both sides at the same time.
///
/// # Errors
/// Fails if one of them cannot be read; if both cannot, with the error of the old one.
pub fn read(old: (&Path, &Source), new: (&Path, &Source), options: &Options) -> Result<(Input, Input), InputError> {
    let (old, new) = in_pool(options.threads, || {
        // All threads share the pages of both sides. The rest takes one thread for each side.
        let (old, new) = rayon::join(|| start(old.0, old.1, options), || start(new.0, new.1, options));
        rayon::join(|| old.and_then(Side::finish), || new.and_then(Side::finish))
    });
    Ok((old?, new?))
}

/// A side that is being read.
enum Side<'s> {
    /// An exported model, which is complete.
    Model(Box<Input>),
    /// Pages, with the name of the side and its place.
    Pages(String, &'s Place, Box<Started>),
}

fn start<'s>(text: &Path, source: &'s Source, options: &Options) -> Result<Side<'s>, InputError> {
    let label = text.to_string_lossy().into_owned();
    match source {
        Source::Model(path) => {
            let edition =
                Edition::of_json(&read_model(path)?).map_err(|error| InputError::Model(path.clone(), error))?;
            Ok(Side::Model(Box::new(Input {
                label,
                edition,
                summary: None,
                unreadable: 0,
                in_repository: None,
                is_on_disk: false,
                committed: None,
            })))
        }
        Source::Pages(place) => match pipeline::start_reading(place, options) {
            Ok(started) => Ok(Side::Pages(label, place, Box::new(started))),
            Err(error) => Err(InputError::Pages(label, Box::new(error))),
        },
    }
}

impl Side<'_> {
    fn finish(self) -> Result<Input, InputError> {
        let (label, place, started) = match self {
            Side::Model(input) => return Ok(*input),
            Side::Pages(label, place, started) => (label, place, started),
        };
        let reading = started.finish().map_err(|error| InputError::Pages(label.clone(), Box::new(error)))?;
        let revision = match place {
            Place::Revision(folder) => Some(folder),
            Place::Disk(_) => None,
        };
        let is_unread = |id: &str| id == lint::UNREADABLE_FILE.id || id == lint::FILE_TOO_LARGE.id;
        Ok(Input {
            label,
            summary: Some(reading.summary.clone()),
            unreadable: reading.diagnostics.list().iter().filter(|found| is_unread(found.lint.id)).count(),
            is_on_disk: revision.is_none(),
            in_repository: revision.map(|folder| folder.path.clone()),
            committed: revision.and_then(|folder| folder.committed),
            edition: Edition::of_pages(reading),
        })
    }
}

fn read_model(path: &Path) -> Result<String, InputError> {
    let io = |error| InputError::Io(path.to_owned(), error);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(io)?;
    file.take(MAX_MODEL_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_MODEL_BYTES {
        return Err(io(io::Error::other(format!("it has more than {} MiB", MAX_MODEL_BYTES >> 20))));
    }
    String::from_utf8(bytes).map_err(|_| io(io::Error::other("it is not UTF-8")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_and_drives_are_told_apart() {
        for (text, expected) in [
            ("main:docs", Some(("main", "docs"))),
            ("HEAD~3:", Some(("HEAD~3", ""))),
            ("origin/main:a/b:c", Some(("origin/main", "a/b:c"))),
            ("HEAD^{/fix: it}:docs", Some(("HEAD^{/fix: it}", "docs"))),
            (":docs", Some(("", "docs"))),
            ("docs", None),
            ("C:\\docs", None),
            ("C:/docs", None),
            ("é:docs", Some(("é", "docs"))),
        ] {
            assert_eq!(split_revision(text), expected, "{text}");
        }
        assert_eq!(split_revision("c:docs").is_some(), !cfg!(windows));
    }

    #[test]
    fn an_existing_folder_wins_over_a_revision() {
        let dir = tempfile::tempdir().unwrap();
        if cfg!(windows) {
            return;
        }
        let folder = dir.path().join("HEAD:docs");
        fs::create_dir(&folder).unwrap();
        assert!(matches!(find(&folder, Some(dir.path())), Ok(Source::Pages(Place::Disk(found))) if found == folder));
    }

    #[test]
    fn what_does_not_exist_gets_a_hint() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("docs")).unwrap();
        fs::write(at("page.md"), "").unwrap();
        let message = |path: &Path| find(path, Some(dir.path())).unwrap_err().to_string();
        assert!(message(&at("dosc")).ends_with("docs`?"), "{}", message(&at("dosc")));
        assert!(message(&at("page.md")).contains("neither a folder nor a JSON file"));
        assert!(message(Path::new(":docs")).contains("`HEAD:docs`"));
        assert!(message(Path::new("https://example.org/x")).contains("clone the repository"));
        assert!(message(Path::new("main:docs")).contains("is not in a git repository"));
        assert!(message(Path::new("C:/none")).contains("does not exist"));
    }
}
