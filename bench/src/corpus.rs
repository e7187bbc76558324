//! Folders of pages.
//!
//! In: a folder. Out: copies of it, or several copies in one folder that have different names and therefore different types.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::MeasureError;

/// Returns all files in a folder and its subfolders, sorted.
///
/// # Errors
/// Fails if a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, MeasureError> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(MeasureError::disk(&folder))? {
            let path = entry.map_err(MeasureError::disk(&folder))?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder of pages. An existing folder at the target is replaced.
///
/// # Errors
/// Fails if a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<(), MeasureError> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(MeasureError::disk(to))?;
    }
    for path in files(from)? {
        let target = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(MeasureError::disk(folder))?;
        }
        fs::copy(&path, &target).map_err(MeasureError::disk(&target))?;
    }
    Ok(())
}

/// Returns the first folder with this name, `resources` or `api`, in a folder of pages.
pub fn folder(docs: &Path, name: &str) -> Option<PathBuf> {
    let found = files(docs).ok()?;
    found.into_iter().find_map(|path| path.ancestors().find(|folder| folder.ends_with(name)).map(Path::to_owned))
}

/// The names that are changed in a copy.
#[derive(Debug, Default)]
pub struct Names {
    /// Types, in lower case.
    types: BTreeSet<String>,
    /// First segments of paths.
    segments: BTreeSet<String>,
    /// Pages, without `.md`, in lower case.
    pages: BTreeSet<String>,
}

/// Names of types that are also words of the page grammar: titles, table headers, permissions. They are not changed, so these types are the
/// same in each copy.
const GRAMMAR: [&str; 18] = [
    "application",
    "collection",
    "date",
    "description",
    "entity",
    "example",
    "identity",
    "json",
    "list",
    "location",
    "method",
    "name",
    "parameter",
    "permission",
    "property",
    "string",
    "type",
    "value",
];

/// HTTP methods: a type can be named `post`.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

impl Names {
    /// Collects the names of `types`, the first segments of `templates`, and the names of the pages in `docs`.
    ///
    /// # Errors
    /// Fails if the folder cannot be read.
    pub fn new<'a>(
        types: impl Iterator<Item = &'a str>,
        templates: impl Iterator<Item = &'a str>,
        docs: &Path,
    ) -> Result<Self, MeasureError> {
        let types = types.map(|name| name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase());
        let segments = templates.filter_map(|template| template.split(['/', '(', ':']).find(|part| !part.is_empty()));
        let pages = files(docs)?.into_iter().filter(|path| is_page(path));
        Ok(Names {
            types: types.filter(|name| !GRAMMAR.contains(&name.as_str())).collect(),
            segments: segments.map(str::to_owned).collect(),
            pages: pages.filter_map(|path| Some(path.file_stem()?.to_str()?.to_ascii_lowercase())).collect(),
        })
    }

    /// Returns a text in which each name is followed by `suffix`.
    pub fn rename(&self, text: &str, suffix: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            // A link to a page is taken as a whole, because its words may be names of types.
            let file = rest.find(|c: char| !is_word(c) && c != '-').unwrap_or(rest.len());
            if rest[file..].starts_with(".md") && self.pages.contains(&rest[..file].to_ascii_lowercase()) {
                out.push_str(&rest[..file]);
                out.push_str(suffix);
                rest = &rest[file..];
                continue;
            }
            let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            let word = &rest[..end];
            let first = out.strip_suffix('/').is_some_and(|before| before.ends_with([' ', '\n', '`', '"', '0', 'a']));
            out.push_str(word);
            let is_type = !METHODS.contains(&word) && self.types.contains(&word.to_ascii_lowercase());
            if is_type || first && self.segments.contains(word) {
                out.push_str(suffix);
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Writes the pages of `docs`, and `copies - 1` copies with other names, to `to`.
///
/// # Errors
/// Fails if a file cannot be read or written.
pub fn multiply(docs: &Path, to: &Path, names: &Names, copies: usize) -> Result<(), MeasureError> {
    copy(docs, to)?;
    for number in 2..=copies {
        let suffix = format!("x{number}");
        for path in files(docs)?.into_iter().filter(|path| is_page(path)) {
            let bytes = fs::read(&path).map_err(MeasureError::disk(&path))?;
            let text = names.rename(&String::from_utf8_lossy(&bytes), &suffix);
            let target = to.join(path.strip_prefix(docs).unwrap_or(&path));
            let stem = target.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let target = target.with_file_name(format!("{stem}{suffix}.md"));
            fs::write(&target, text).map_err(MeasureError::disk(&target))?;
        }
    }
    Ok(())
}

/// Returns whether a file is a page.
pub fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let set = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Names {
            types: set(&["user", "manageddevice"]),
            segments: set(&["users", "me"]),
            pages: set(&["user", "user-get"]),
        }
    }

    #[test]
    fn types_links_and_first_segments_are_renamed() {
        let renamed = |text: &str| names().rename(text, "x2");
        assert_eq!(renamed("# user resource type"), "# userx2 resource type");
        assert_eq!(
            renamed("|a|[managedDevice](../resources/user.md)|"),
            "|a|[managedDevicex2](../resources/userx2.md)|"
        );
        assert_eq!(renamed("[get](../api/user-get.md#http)"), "[get](../api/user-getx2.md#http)");
        assert_eq!(renamed("\nGET /users/{id}/users\n"), "\nGET /usersx2/{id}/users\n");
        assert_eq!(renamed("https://graph.microsoft.com/v1.0/me/x"), "https://graph.microsoft.com/v1.0/mex2/x");
        assert_eq!(
            renamed("\"@odata.type\": \"#microsoft.graph.user\""),
            "\"@odata.type\": \"#microsoft.graph.userx2\""
        );
    }

    #[test]
    fn text_that_is_not_a_name_remains() {
        for text in ["the users' me", "somebody.md", "superuser", "|Property|Type|\n", "Übergröße"] {
            assert_eq!(names().rename(text, "x2"), text);
        }
    }

    #[test]
    fn multiples_have_a_multiple_of_the_types() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/lints/link-case/good");
        let folder = tempfile::tempdir().expect("a folder");
        let types = ["sample.shop.shelf", "sample.shop.widget"];
        let names = Names::new(types.into_iter(), std::iter::empty(), &root).expect("names");
        let to = folder.path().join("v1.0");
        multiply(&root, &to, &names, 3).expect("copies");
        assert_eq!(crate::crates::generate(&to).expect("bindings").types, 6);
    }
}
