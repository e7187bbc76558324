//! Rules that the compiler does not check.
//!
//! In: the sources and documents of the repository. Out: every violation, with file and line.

mod anchors;
mod files;
mod layers;
mod length;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Failure, root};

/// A file of the repository.
struct Source {
    /// Relative to the root, with `/`.
    path: String,
    text: String,
}

/// Folders whose files are generated, built, or input written by others.
const SKIPPED: [&str; 9] = [
    "target",
    ".git",
    "generated",
    "docs-input",
    "generator/lints",
    "generator/tests/library",
    "generator/tests/pages",
    "generator/tests/cases/pages",
    "generator/tests/snapshots",
];

/// Checks all rules.
///
/// # Errors
/// Fails if a rule is violated; the message lists the violations.
pub fn run() -> Result<(), Failure> {
    let sources = sources()?;
    let mut found = layers::check(&sources)?;
    found.extend(anchors::check(&sources));
    found.extend(files::check(&sources, |path| root().join(path).exists()));
    found.extend(length::check(&sources));
    found.extend(words::check(&sources)?);
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("{} violations\n{}", found.len(), found.join("\n")).into())
}

/// Reads all Rust and markdown files that are written by hand, in the order of their paths.
fn sources() -> Result<Vec<Source>, Failure> {
    let root = root();
    let (mut folders, mut out) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = relative(&root, &path);
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
                out.push(Source { path: name, text: fs::read_to_string(&path)?.replace("\r\n", "\n") });
            }
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

/// Returns the path below the root, with `/`.
fn relative(root: &Path, path: &Path) -> String {
    let below: PathBuf = path.strip_prefix(root).unwrap_or(path).to_owned();
    below.to_string_lossy().replace('\\', "/")
}
