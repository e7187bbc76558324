//! Finds out what exists where files are to be written.
//!
//! In: the output folder and paths in it. Out: [`Present`], which knows where nothing exists, or an error if a link is in the way. Each
//! folder is listed once: looking up each of thousands of files takes longer than writing them.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use super::disk::{OutputError, io_error, is_absent, refuse_link};
use super::files::RelPath;

/// The existing folders that the paths lead through, by path.
pub(super) struct Present<'a>(HashMap<&'a str, Folder>);

/// The content of a folder.
#[derive(Default)]
struct Folder {
    /// Names in lower case, and whether an entry with that name is a link. Not all systems distinguish case.
    names: HashMap<String, bool>,
    /// Whether it cannot be listed, or has names beyond ASCII, where only the system knows which names are equal.
    foreign: bool,
}

impl<'a> Present<'a> {
    /// Lists the folders of `paths`.
    ///
    /// # Errors
    /// Fails if one of the files, or a folder between `dir` and it, is a symbolic link. `dir` itself may be one.
    pub fn look(dir: &Path, paths: impl IntoIterator<Item = &'a RelPath>) -> Result<Self, OutputError> {
        let mut present = Present(HashMap::new());
        present.list(dir, "")?;
        for path in paths {
            let folders: Vec<&str> = path.ancestors().collect();
            for folder in folders.into_iter().rev() {
                if !present.0.contains_key(folder) && present.may_have(dir, folder)? {
                    present.list(dir, folder)?;
                }
            }
            present.may_have(dir, path.as_str())?;
        }
        Ok(present)
    }

    /// Returns whether nothing exists at `path`, with certainty. `path` must be one of those given to [`Present::look`].
    pub fn lacks(&self, path: &RelPath) -> bool {
        let (folder, name) = split(path.as_str());
        self.0
            .get(folder)
            .is_none_or(|folder| !folder.foreign && !folder.names.contains_key(&name.to_ascii_lowercase()))
    }

    /// Returns whether something may exist at `path`; fails if it is a link.
    fn may_have(&self, dir: &Path, path: &str) -> Result<bool, OutputError> {
        let (folder, name) = split(path);
        let Some(folder) = self.0.get(folder) else { return Ok(false) };
        let known = folder.names.get(&name.to_ascii_lowercase()).copied();
        if folder.foreign || known == Some(true) {
            // Another entry may have this name: only the system knows.
            return refuse_link(&dir.join(path));
        }
        Ok(known.is_some())
    }

    fn list(&mut self, dir: &Path, path: &'a str) -> Result<(), OutputError> {
        let at = if path.is_empty() { dir.to_owned() } else { dir.join(path) };
        let entries = match fs::read_dir(&at) {
            Ok(entries) => entries,
            // If a file is in place of the folder, the attempt to write reports it.
            Err(error) if is_absent(&error) => return Ok(()),
            // A folder may be writable but not readable.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.0.insert(path, Folder { foreign: true, ..Folder::default() });
                return Ok(());
            }
            Err(error) => return Err(io_error("read", &at)(error)),
        };
        let mut folder = Folder::default();
        for entry in entries {
            let entry = entry.map_err(io_error("read", &at))?;
            let is_link = entry.file_type().map_err(io_error("read", &at))?.is_symlink();
            let name = entry.file_name();
            match name.to_str().filter(|name| name.is_ascii()) {
                Some(name) => *folder.names.entry(name.to_ascii_lowercase()).or_default() |= is_link,
                None => folder.foreign = true,
            }
        }
        self.0.insert(path, folder);
        Ok(())
    }
}

/// Splits a path into its folder and the name in it.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    #[test]
    fn missing_files_are_recognized() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("src/deep")).unwrap();
        fs::write(dir.path().join("src/there.rs"), "").unwrap();
        fs::write(dir.path().join("src/Other.rs"), "").unwrap();
        let paths = ["lib.rs", "src/there.rs", "src/other.rs", "src/deep/x.rs", "gone/deep/x.rs"].map(path);
        let present = Present::look(dir.path(), &paths).unwrap();
        let lacking: Vec<&str> = paths.iter().filter(|path| present.lacks(path)).map(RelPath::as_str).collect();
        assert_eq!(lacking, ["lib.rs", "src/deep/x.rs", "gone/deep/x.rs"], "names may differ only in case");
        assert!(Present::look(&dir.path().join("nowhere"), &paths).unwrap().lacks(&paths[1]));
    }

    #[test]
    fn names_beyond_ascii_make_the_answer_uncertain() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("\u{212a}.rs"), "").unwrap();
        let paths = [path("k.rs")];
        assert!(!Present::look(dir.path(), &paths).unwrap().lacks(&paths[0]));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_rejected_in_every_letter_case() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        symlink("/", dir.path().join("src")).unwrap();
        symlink("/", dir.path().join("Lib.rs")).unwrap();
        let refused = |name| matches!(Present::look(dir.path(), &[path(name)]), Err(OutputError::Symlink(_)));
        assert!(refused("src") && refused("src/a.rs"));
        // On a system that distinguishes case, it is a different file.
        assert_eq!(refused("lib.rs"), dir.path().join("lib.rs").exists());
    }
}
