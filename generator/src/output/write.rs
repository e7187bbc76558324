//! Brings a folder to the state of a [`FileSet`].
//!
//! In: the output folder and a [`FileSet`]. Out: [`Written`], the files that changed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::disk::{OutputError, io_error, locate, lock, read, refuse_links, replace};
use super::files::{FileSet, RelPath};
use super::present::Present;
use super::{GENERATED_MARK, MANIFEST, manifest};

/// The result of [`write()`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new bytes, the manifest included.
    pub changed: Vec<RelPath>,
    /// Files that are no longer generated.
    pub removed: Vec<RelPath>,
    /// The number of files that already had the right bytes and were not touched.
    pub unchanged: usize,
}

/// Writes `files` and their manifest into `dir`, and removes files of the earlier manifest that are not in `files`.
///
/// Files with the right bytes keep their modification time, so that cargo does not rebuild them. Only files that the manifest lists are
/// removed, and Rust files only if they carry [`GENERATED_MARK`]. The manifest is written last, so that after a killed run the next one
/// repairs everything.
///
/// # Errors
/// Fails if the file system reports an error, if a path leads through a symbolic link, or if a file that docbindgen did not write is in the
/// way. In the last two cases, nothing is written.
pub fn write(dir: &Path, files: &FileSet) -> Result<Written, OutputError> {
    if dir.exists() && !dir.is_dir() {
        return Err(OutputError::NotAFolder(dir.to_owned()));
    }
    let manifest_path = dir.join(MANIFEST);
    fs::create_dir_all(dir).map_err(io_error("create", dir))?;
    let _lock = lock(dir);
    let manifest_file = RelPath::new(MANIFEST);
    let present = Present::look(dir, files.iter().map(|(path, _)| path).chain(&manifest_file))?;
    let before = read(&manifest_path)?.map(|bytes| manifest::listed(&bytes)).unwrap_or_default();

    refuse_foreign(dir, files, &before, &present)?;
    let mut written = Written::default();
    let all: Vec<_> = files.iter().collect();
    let updated: Vec<_> = all
        .par_iter()
        .map(|(path, bytes)| {
            let at = locate(dir, path);
            if present.lacks(path) { replace(&at, bytes).map(|()| true) } else { update(&at, bytes) }
        })
        .collect();
    for ((path, _), updated) in all.into_iter().zip(updated) {
        if updated? {
            written.changed.push(path.clone());
        } else {
            written.unchanged += 1;
        }
    }
    for path in before.into_iter().filter(|path| !files.contains(path)) {
        if remove(dir, &path)? {
            written.removed.push(path);
        }
    }
    if update(&manifest_path, &manifest::to_bytes(files))? {
        written.changed.extend(RelPath::new(MANIFEST));
    } else {
        written.unchanged += 1;
    }
    Ok(written)
}

/// Fails if a file would be overwritten that no manifest lists, that has no mark, and that has different bytes.
fn refuse_foreign(
    dir: &Path,
    files: &FileSet,
    before: &BTreeSet<RelPath>,
    present: &Present<'_>,
) -> Result<(), OutputError> {
    for (path, bytes) in files.iter() {
        if present.lacks(path) || before.contains(path) {
            continue;
        }
        let at = locate(dir, path);
        if let Some(found) = read(&at)?
            && found != bytes
            && !is_marked(&found)
        {
            return Err(OutputError::Foreign(at));
        }
    }
    Ok(())
}

/// Writes the file if its bytes differ; returns whether it was written.
fn update(path: &Path, bytes: &[u8]) -> Result<bool, OutputError> {
    if read(path)?.as_deref() == Some(bytes) {
        return Ok(false);
    }
    replace(path, bytes).map(|()| true)
}

/// Removes a generated file and the folders that become empty; returns whether the file existed.
fn remove(dir: &Path, path: &RelPath) -> Result<bool, OutputError> {
    if refuse_links(dir, path).is_err() || !is_ours(dir, path)? {
        return Ok(false);
    }
    let at = locate(dir, path);
    match fs::remove_file(&at) {
        Ok(()) => {}
        // Another run removed it first.
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(io_error("remove", &at)(e)),
    }
    for folder in path.ancestors() {
        // This fails on purpose if the folder is not empty.
        if RelPath::new(folder).is_ok_and(|folder| fs::remove_dir(locate(dir, &folder)).is_err()) {
            break;
        }
    }
    Ok(true)
}

/// Returns whether the file exists and, if it is a Rust file, carries the mark.
pub(super) fn is_ours(dir: &Path, path: &RelPath) -> Result<bool, OutputError> {
    let at = locate(dir, path);
    if !at.is_file() {
        return Ok(false);
    }
    if !path.as_str().ends_with(".rs") {
        return Ok(true);
    }
    Ok(read(&at)?.is_some_and(|bytes| is_marked(&bytes)))
}

/// Returns whether the beginning of a Rust file contains the mark.
pub(super) fn is_marked(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(GENERATED_MARK.len()).any(|window| window == GENERATED_MARK.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn set(files: &[(&str, &str)]) -> FileSet {
        let mut set = FileSet::default();
        for (path, text) in files {
            set.insert(*path, *text).unwrap();
        }
        set
    }

    fn names(paths: &[RelPath]) -> Vec<&str> {
        paths.iter().map(RelPath::as_str).collect()
    }

    #[test]
    fn only_differing_files_are_written() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("new/folder");
        let first = write(&out, &set(&[("src/a.rs", "// @generated\n1"), ("src/b/c.rs", "2")])).unwrap();
        assert_eq!(names(&first.changed), ["src/a.rs", "src/b/c.rs", "manifest.json"]);
        let time = fs::metadata(out.join("src/a.rs")).unwrap().modified().unwrap();

        let second = write(&out, &set(&[("src/a.rs", "// @generated\n1"), ("src/b/c.rs", "3")])).unwrap();
        assert_eq!((names(&second.changed), second.unchanged), (vec!["src/b/c.rs"], 2));
        assert_eq!(fs::metadata(out.join("src/a.rs")).unwrap().modified().unwrap(), time);
        assert_eq!(fs::read_to_string(out.join("src/b/c.rs")).unwrap(), "3");
        let left: Vec<_> = fs::read_dir(out.join("src/b")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["c.rs"], "no temporary file is left");
    }

    #[test]
    fn only_own_files_and_emptied_folders_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        let old = set(&[
            ("src/old/deep/gone.rs", "// @generated\n"),
            ("src/kept/gone.rs", "// @generated\n"),
            ("src/mine.rs", "// @generated\n"),
            ("notes.txt", ""),
        ]);
        write(out, &old).unwrap();
        fs::write(out.join("src/kept/by_hand.rs"), "// @generated by someone else").unwrap();
        fs::write(out.join("src/mine.rs"), "// taken over by hand").unwrap();

        let written = write(out, &set(&[("src/lib.rs", "")])).unwrap();
        assert_eq!(names(&written.removed), ["notes.txt", "src/kept/gone.rs", "src/old/deep/gone.rs"]);
        assert!(!out.join("src/old").exists());
        assert!(out.join("src/kept/by_hand.rs").exists() && out.join("src/mine.rs").exists());
    }

    #[test]
    fn a_hostile_manifest_cannot_remove_other_files() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(dir.path().join("precious.txt"), "").unwrap();
        fs::write(out.join(MANIFEST), r#"{"generator":"docbindgen","files":["../precious.txt"]}"#).unwrap();
        assert_eq!(names(&write(&out, &set(&[])).unwrap().removed), [""; 0]);
        assert!(dir.path().join("precious.txt").exists());
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_rejected() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("file");
        fs::write(&out, "").unwrap();
        assert!(matches!(write(&out, &set(&[])), Err(OutputError::NotAFolder(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (out, outside) = (dir.path().join("out"), dir.path().join("outside"));
        fs::create_dir_all(outside.join("deep")).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(outside.join("a.rs"), "// @generated\n").unwrap();
        symlink(&outside, out.join("src")).unwrap();
        let refused = write(&out, &set(&[("b.rs", ""), ("src/a.rs", "new")]));
        assert!(matches!(refused, Err(OutputError::Symlink(_))));
        assert!(!out.join("b.rs").exists(), "nothing is written");
        // Nor is anything removed through a link.
        fs::write(out.join(MANIFEST), r#"{"generator":"docbindgen","files":["src/a.rs"]}"#).unwrap();
        assert_eq!(names(&write(&out, &set(&[])).unwrap().removed), [""; 0]);
        assert_eq!(fs::read_to_string(outside.join("a.rs")).unwrap(), "// @generated\n");
        // The folder itself may be a link: that is the user's choice.
        symlink(&outside, dir.path().join("link")).unwrap();
        write(&dir.path().join("link"), &set(&[("c.rs", "")])).unwrap();
        assert!(outside.join("c.rs").exists());
    }

    #[test]
    fn concurrent_runs_leave_complete_files() {
        let dir = tempfile::tempdir().unwrap();
        let sets: Vec<FileSet> = ["1", "2"]
            .map(|c| {
                let mut set = set(&[]);
                for i in 0..20 {
                    set.insert(format!("src/m{c}_{i}/a.rs"), format!("// @generated\n{c}")).unwrap();
                    set.insert(format!("src/f{i}.rs"), c.repeat(100_000)).unwrap();
                }
                set
            })
            .into();
        std::thread::scope(|scope| {
            for i in 0..6 {
                let (dir, set) = (dir.path(), &sets[i % 2]);
                scope.spawn(move || write(dir, set).unwrap());
            }
        });
        for i in 0..20 {
            let text = fs::read_to_string(dir.path().join(format!("src/f{i}.rs"))).unwrap();
            assert!(text == "1".repeat(100_000) || text == "2".repeat(100_000));
        }
        write(dir.path(), &sets[0]).unwrap();
        #[cfg(unix)]
        assert_eq!(super::super::check(dir.path(), &sets[0]).unwrap(), []);
    }
}
