//! Citations of documents.
//!
//! In: links and citations such as `docs/format.md#tables` in sources and documents. Out: those whose file or heading does not exist.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;

/// Reports citations without a target.
pub fn check(sources: &[Source]) -> Vec<String> {
    let documents = sources.iter().filter(|source| source.path.ends_with(".md"));
    let anchors: BTreeMap<&str, BTreeSet<String>> =
        documents.map(|source| (source.path.as_str(), anchors(&source.text))).collect();
    let mut found = Vec::new();
    // The tests of this module contain citations without a target.
    for source in sources.iter().filter(|source| source.path != "xtask/src/tidy/anchors.rs") {
        let is_document = source.path.ends_with(".md");
        let mut fences = Fences::default();
        for (index, line) in source.text.lines().enumerate() {
            if is_document && fences.is_code(line) {
                continue;
            }
            for (file, anchor) in citations(line, is_document) {
                let target = target(&source.path, file);
                let problem = match anchors.get(target.as_str()) {
                    None => format!("there is no file `{target}`"),
                    Some(anchors) if !anchors.contains(anchor) => format!("`{target}` has no heading for `#{anchor}`"),
                    Some(_) => continue,
                };
                found.push(format!("{}:{}: {problem}", source.path, index + 1));
            }
        }
    }
    found
}

/// Returns the citations in a line: the file, empty for the document itself, and the anchor. Only documents have links.
fn citations(line: &str, is_document: bool) -> impl Iterator<Item = (&str, &str)> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let is_anchor = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    line.match_indices('#').filter_map(move |(at, _)| {
        let before = &line[..at];
        let start = before
            .rfind(|c: char| !is_path(c))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let file = &before[start..];
        let anchor = line[at + 1..].split(|c: char| !is_anchor(c)).next().filter(|anchor| !anchor.is_empty())?;
        let is_link = is_document && before[..start].ends_with("](");
        let is_cited = file.starts_with("docs/")
            || matches!(file, "ARCHITECTURE.md" | "CONTRIBUTING.md" | "README.md" | "BENCHMARKS.md");
        (is_link || (file.ends_with(".md") && is_cited)).then_some((file, anchor))
    })
}

/// Returns the path of a cited file. Documents cite relative to themselves, sources relative to the root.
fn target(from: &str, file: &str) -> String {
    let folder = if from.ends_with(".md") { from.rsplit_once('/').map_or("", |(folder, _)| folder) } else { "" };
    if file.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the anchors of a document's headings, as renderers derive them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut fences = Fences::default();
    let headings = text.lines().filter(|line| !fences.is_code(line) && line.starts_with('#'));
    let anchor = |line: &str| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

/// Follows the fenced code blocks of a document, line by line.
#[derive(Default)]
struct Fences {
    /// The fence that is open.
    open: Option<String>,
}

impl Fences {
    /// Returns whether the next line belongs to a fenced block.
    fn is_code(&mut self, line: &str) -> bool {
        let rest = line.trim_start_matches(['`', '~']);
        let mark = Some(&line[..line.len() - rest.len()]).filter(|mark| mark.len() >= 3);
        match (&self.open, mark) {
            (None, Some(mark)) => self.open = Some(mark.to_owned()),
            (Some(open), Some(mark)) if mark.starts_with(open.as_str()) && rest.trim().is_empty() => {
                self.open = None;
                return true;
            }
            _ => {}
        }
        self.open.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn citations_without_a_target_are_found() {
        let sources = [
            source(
                "docs/format.md",
                "# Format\n\n## Tables and rows\n\n```\n# No heading\n```\n\n[up](#format) [no](#nothing)\n",
            ),
            source("README.md", "[good](docs/format.md#tables-and-rows) [bad](docs/format.md#no-heading)\n"),
            source("a/src/b.rs", "//! See docs/format.md#tables-and-rows and docs/other.md#x.\n#[derive(Debug)]\n"),
        ];
        let found = check(&sources);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("docs/format.md:9: `docs/format.md` has no heading for `#nothing`"), "{found:?}");
        assert!(found[1].contains("#no-heading"), "{found:?}");
        assert!(found[2].contains("there is no file `docs/other.md`"), "{found:?}");
    }
}
