//! The file system operations of [`write`](super::write()) and [`check`](super::check()).
//!
//! In: the output folder and paths in it. Out: bytes, or an [`OutputError`].

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::files::RelPath;

/// Why the output folder cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The file system reported an error.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// The attempted action: `read`, `write`, `create`, `remove`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A file or folder of the output is a symbolic link, whose target is not part of the output.
    #[error("`{}` is a symbolic link; generated files are not written through links", .0.display())]
    Symlink(PathBuf),
    /// The output folder is a file.
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A file is in the way that docbindgen did not write.
    #[error("`{}` was not written by docbindgen: choose another folder, or move the file away", .0.display())]
    Foreign(PathBuf),
}

/// Adds the attempted action and the path to an [`io::Error`].
pub(super) fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |source| OutputError::Io { action, path: path.to_owned(), source }
}

/// Returns the location of `path` in `dir`.
pub(super) fn locate(dir: &Path, path: &RelPath) -> PathBuf {
    path.parts().fold(dir.to_owned(), |at, part| at.join(part))
}

/// Fails if the file at `path` or a folder between `dir` and it is a symbolic link.
pub(super) fn refuse_links(dir: &Path, path: &RelPath) -> Result<(), OutputError> {
    path.ancestors().chain([path.as_str()]).try_for_each(|part| refuse_link(&dir.join(part)).map(|_| ()))
}

/// Returns whether something exists at `path`; fails if it is a symbolic link.
pub(super) fn refuse_link(path: &Path) -> Result<bool, OutputError> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.file_type().is_symlink() => Err(OutputError::Symlink(path.to_owned())),
        Ok(_) => Ok(true),
        Err(_) => Ok(false),
    }
}

/// Returns the file's bytes; `None` if there is no file.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if is_absent(&e) => Ok(None),
        Err(e) => Err(io_error("read", path)(e)),
    }
}

/// Returns whether an error means that nothing exists at a path.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Locks `dir` against other runs until the value is dropped, if the system can lock a folder.
///
/// Without a lock, two runs with different pages can leave files that neither manifest lists. Each single file is complete in any case.
pub(super) fn lock(dir: &Path) -> Option<fs::File> {
    let folder = fs::File::open(dir).ok()?;
    folder.lock().ok().map(|()| folder)
}

/// Replaces the file at `path` in one step: readers see either the old or the new file, even if this run is killed half way.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    replace_with(path, bytes, None)
}

/// Like [`replace`]; the new file has these permissions.
pub(super) fn replace_with(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> Result<(), OutputError> {
    let (temporary, mut file) = create_temporary(path)?;
    let result = file
        .write_all(bytes)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions)))
        .and_then(|()| {
            // Windows cannot rename an open file.
            drop(file);
            fs::rename(&temporary, path)
        })
        .map_err(io_error("write", path));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Creates a temporary file next to `path`, with a name that no other run uses. If another run removes the empty folder in the meantime,
/// the folder is created again.
fn create_temporary(path: &Path) -> Result<(PathBuf, fs::File), OutputError> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut attempts = 0;
    loop {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(e) => {
                attempts += 1;
                let missing = e.kind() == io::ErrorKind::NotFound;
                if !missing && e.kind() != io::ErrorKind::AlreadyExists || attempts == 100 {
                    return Err(io_error("write", path)(e));
                }
                // Only now, because nearly all folders exist.
                if missing {
                    fs::create_dir_all(folder).map_err(io_error("create", folder))?;
                }
            }
        }
    }
}
