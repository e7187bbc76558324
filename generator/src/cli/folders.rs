//! Folders as the user wrote them.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::formats::shell::word;

/// Whether `path`, which need not exist, lies in `folder` or is it.
pub(super) fn is_inside(path: &Path, folder: &Path) -> io::Result<bool> {
    Ok(resolve(path)?.starts_with(resolve(folder)?))
}

/// Returns the path below `folder`; `None` if it is elsewhere or does not exist.
pub(super) fn relative(path: &Path, folder: &Path) -> Option<PathBuf> {
    let inside = path.canonicalize().ok()?;
    inside.strip_prefix(folder.canonicalize().ok()?).ok().map(Path::to_owned)
}

/// The path without links, `.` and `..`, as far as it exists; the rest is taken as written.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let existing = path.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(Path::new(""));
    let mut out = if existing.as_os_str().is_empty() { PathBuf::new() } else { existing.canonicalize()? };
    for part in path.strip_prefix(existing).unwrap_or(&path).components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    Ok(out)
}

/// A path as a word of a command line.
pub(super) fn quoted(path: &Path) -> String {
    word(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_missing_folders_are_resolved() {
        let dir = tempfile::tempdir().unwrap();
        let docs = dir.path().join("docs");
        std::fs::create_dir(&docs).unwrap();
        for inside in ["docs", "docs/out", "docs/./new/deep", "docs/new/../other", "new/../docs/out", "docs/../docs"] {
            assert!(is_inside(&dir.path().join(inside), &docs).unwrap(), "{inside}");
        }
        for outside in ["out", "docs2", "docs/../out", "docs/new/../../out", "."] {
            assert!(!is_inside(&dir.path().join(outside), &docs).unwrap(), "{outside}");
        }
    }
}
