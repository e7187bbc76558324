//! Files that the guides for contributors name.
//!
//! In: code spans such as `resolve/leading.rs` and `docs/` in ARCHITECTURE.md and CONTRIBUTING.md. Out: those that do not exist. Paths
//! are relative to the root or to `generator/src`.

use super::Source;

/// The documents that name files of the source. Decisions name files as they were.
const GUIDES: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];
/// The folders that paths are relative to.
const ROOTS: [&str; 2] = ["", "generator/src/"];

/// Reports named files and folders for which `exists` fails.
pub fn check(sources: &[Source], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for guide in sources.iter().filter(|source| GUIDES.contains(&source.path.as_str())) {
        for (index, line) in guide.text.lines().enumerate() {
            let spans = line.split('`').skip(1).step_by(2).filter(|span| is_path(span));
            let missing = spans.filter(|path| !ROOTS.iter().any(|root| exists(&format!("{root}{path}"))));
            found.extend(missing.map(|path| format!("{}:{}: there is no file `{path}`", guide.path, index + 1)));
        }
    }
    found
}

/// Returns whether a code span is the path of a source file or a folder, without placeholders.
fn is_path(span: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let is_file = span.ends_with('/') || span.ends_with(".rs");
    span.contains('/') && !span.starts_with('/') && span.chars().all(is_plain) && is_file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_looked_up_below_both_roots() {
        let text = "`a/b.rs`, `c/d.rs` and `e/`, `f/<id>/g.rs`, `GET /x/`, `h.rs`\n`i/j.rs`\n";
        let sources = [("ARCHITECTURE.md", text), ("docs/x.md", text)]
            .map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() });
        let exists = |path: &str| ["a/b.rs", "generator/src/c/d.rs"].contains(&path);
        let found = check(&sources, exists);
        assert_eq!(found, ["ARCHITECTURE.md:1: there is no file `e/`", "ARCHITECTURE.md:2: there is no file `i/j.rs`"]);
    }
}
