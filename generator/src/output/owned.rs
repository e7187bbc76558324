//! Writes files into a folder of somebody else, and removes those of an earlier run.
//!
//! In: the output folder, a [`FileSet`], and how own files are recognized. Out: [`FileChange`]s, and later the changed files. There is no
//! manifest: an own file has a name and a content of a certain form.

use std::fs;
use std::path::Path;

use super::disk::{OutputError, io_error, is_absent, locate, lock, read, refuse_links, replace};
use super::files::{FileSet, RelPath};

/// A file to write or to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: RelPath,
    /// Its text, or `None` if there is no file.
    pub before: Option<String>,
    /// The text to write, or `None` to remove the file.
    pub after: Option<String>,
}

/// Returns the changes that bring `folder`, a folder in `dir`, to the state of `files`. Files with other line ends are up to date.
///
/// Only files that are in `files`, or that `is_name` and `is_text` recognize, are changed.
///
/// # Errors
/// Fails if the file system reports an error, a path leads through a symbolic link, or a file is in the way that is not recognized.
pub fn changes(
    dir: &Path,
    folder: &str,
    files: &FileSet,
    is_name: impl Fn(&str) -> bool,
    is_text: impl Fn(&str) -> bool,
) -> Result<Vec<FileChange>, OutputError> {
    if dir.exists() && !dir.is_dir() {
        return Err(OutputError::NotAFolder(dir.to_owned()));
    }
    let mut changes = Vec::new();
    for (path, bytes) in files.iter() {
        refuse_links(dir, path)?;
        let after = String::from_utf8_lossy(bytes).into_owned();
        let at = locate(dir, path);
        let before = match read(&at)? {
            None => None,
            Some(bytes) => match String::from_utf8(bytes) {
                Ok(text) if text.replace("\r\n", "\n") == after => continue,
                Ok(text) if is_text(&text) => Some(text),
                _ => return Err(OutputError::Foreign(at)),
            },
        };
        let is_crlf = before.as_ref().is_some_and(|text| text.contains("\r\n"));
        let after = if is_crlf { after.replace('\n', "\r\n") } else { after };
        changes.push(FileChange { path: path.clone(), before, after: Some(after) });
    }
    for name in names(dir, folder)? {
        let Some(path) = RelPath::new(format!("{folder}/{name}")).ok().filter(|_| is_name(&name)) else { continue };
        if files.contains(&path) || refuse_links(dir, &path).is_err() {
            continue;
        }
        let text = read(&locate(dir, &path))?.and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(before) = text.filter(|text| is_text(text)) {
            changes.push(FileChange { path, before: Some(before), after: None });
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Returns the names of the files in a folder. There are none if the folder does not exist.
fn names(dir: &Path, folder: &str) -> Result<Vec<String>, OutputError> {
    let at = dir.join(folder);
    let entries = match fs::read_dir(&at) {
        Ok(entries) => entries,
        Err(error) if is_absent(&error) => return Ok(Vec::new()),
        Err(error) => return Err(io_error("read", &at)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io_error("read", &at))?;
        if entry.file_type().map_err(io_error("read", &at))?.is_file() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    Ok(names)
}

/// Makes the changes. A file that has changed since is not removed.
///
/// # Errors
/// Fails if the file system reports an error. Each file is then either unchanged or complete.
pub fn apply<'c>(dir: &Path, changes: impl IntoIterator<Item = &'c FileChange>) -> Result<(), OutputError> {
    let mut changes = changes.into_iter().peekable();
    if changes.peek().is_none() {
        return Ok(());
    }
    fs::create_dir_all(dir).map_err(io_error("create", dir))?;
    let _lock = lock(dir);
    for FileChange { path, before, after } in changes {
        refuse_links(dir, path)?;
        let at = locate(dir, path);
        match after {
            Some(after) => replace(&at, after.as_bytes())?,
            None if read(&at)?.as_deref() == before.as_deref().map(str::as_bytes) => match fs::remove_file(&at) {
                Err(error) if !is_absent(&error) => return Err(io_error("remove", &at)(error)),
                _ => {}
            },
            None => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[(&str, &str)]) -> FileSet {
        let mut set = FileSet::default();
        for (path, text) in files {
            set.insert(*path, *text).unwrap();
        }
        set
    }

    fn find(dir: &Path, files: &[(&str, &str)]) -> Result<Vec<FileChange>, OutputError> {
        changes(dir, "a/rust", &set(files), |name| name.ends_with("-rust.md"), |text| text.starts_with("own"))
    }

    fn shown(changes: &[FileChange]) -> Vec<(&str, Option<&str>)> {
        changes.iter().map(|change| (change.path.as_str(), change.after.as_deref())).collect()
    }

    #[test]
    fn only_recognized_files_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/rust");
        fs::create_dir_all(folder.join("folder-rust.md")).unwrap();
        for (name, text) in [
            ("gone-rust.md", "own 1"),
            ("by-hand-rust.md", "somebody's"),
            ("other.md", "own"),
            ("crlf-rust.md", "own\r\n2\r\n"),
            ("new-rust.md", "own\r\n0\r\n"),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        fs::write(dir.path().join("a/x-rust.md"), "own").unwrap();
        let files =
            [("a/rust/crlf-rust.md", "own\n2\n"), ("a/rust/new-rust.md", "own\n3\n"), ("a/rust/z-rust.md", "own")];
        let found = find(dir.path(), &files).unwrap();
        let expected = [
            ("a/rust/gone-rust.md", None),
            ("a/rust/new-rust.md", Some("own\r\n3\r\n")),
            ("a/rust/z-rust.md", Some("own")),
        ];
        assert_eq!(shown(&found), expected);
        apply(dir.path(), &found).unwrap();
        assert_eq!(find(dir.path(), &files).unwrap(), []);
        assert!(!folder.join("gone-rust.md").exists() && folder.join("by-hand-rust.md").exists());
        assert_eq!(fs::read_to_string(folder.join("new-rust.md")).unwrap(), "own\r\n3\r\n");
        // A file that changes between the two steps remains.
        let stale = FileChange {
            path: RelPath::new("a/rust/by-hand-rust.md").unwrap(),
            before: Some("own".to_owned()),
            after: None,
        };
        apply(dir.path(), [&stale]).unwrap();
        assert!(folder.join("by-hand-rust.md").exists());
    }

    #[test]
    fn files_of_others_are_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/rust")).unwrap();
        fs::write(dir.path().join("a/rust/b-rust.md"), "somebody's").unwrap();
        let refused = find(dir.path(), &[("a/rust/b-rust.md", "own")]);
        assert!(matches!(refused, Err(OutputError::Foreign(_))));
        let file = dir.path().join("a/rust/b-rust.md");
        assert!(matches!(find(&file, &[]), Err(OutputError::NotAFolder(_))));
        assert_eq!(find(&dir.path().join("nowhere"), &[]).unwrap(), []);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let outside = dir.path().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(dir.path().join("out/a")).unwrap();
        fs::write(outside.join("b-rust.md"), "own").unwrap();
        symlink(&outside, dir.path().join("out/a/rust")).unwrap();
        let refused = find(&dir.path().join("out"), &[("a/rust/b-rust.md", "own 2")]);
        assert!(matches!(refused, Err(OutputError::Symlink(_))));
        assert_eq!(find(&dir.path().join("out"), &[]).unwrap(), [], "nothing is removed through a link");
    }
}
