//! Finds citations of the specification that lead nowhere.
//!
//! In: the root of the repository and the anchors of the specification. Out: a message for each citation `format.md#…` whose anchor does
//! not exist, and for each citation of a section of a document that is not in the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The beginning of a citation.
const CITATION: &str = "format.md#";

/// Documents that are not in the repository. In a citation, the section sign follows the name.
const FOREIGN: [&str; 2] = ["format", "design"];

/// Returns the messages about all Rust and markdown files below `root`.
pub fn dangling(root: &Path, anchors: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in files(root) {
        // Test modules may cite documents that they invent.
        let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        for (index, line) in lines.enumerate() {
            let at = |fault: &str| format!("{path}:{}: {fault}", index + 1);
            faults.extend(in_line(line, anchors).iter().map(|fault| at(fault)));
        }
    }
    faults
}

/// Returns what is wrong with the citations of a line.
pub fn in_line(line: &str, anchors: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for anchor in line.split(CITATION).skip(1).map(leading_anchor) {
        // The sources of this test contain the beginning of a citation without an anchor.
        if !anchor.is_empty() && !anchors.contains(anchor) {
            faults.push(format!("`{anchor}` is not an anchor of the specification"));
        }
    }
    let lower = line.to_lowercase();
    for document in FOREIGN {
        if lower.contains(&format!("{document} \u{a7}")) {
            faults.push(format!("a section of \"{document}\" is cited, which is not in the repository"));
        }
    }
    faults
}

fn leading_anchor(rest: &str) -> &str {
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')));
    &rest[..end.unwrap_or(rest.len())]
}

/// Returns the files by their path relative to `root`. Build output and hidden folders are left out.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let (path, shown) = (entry.path(), format!("{prefix}{name}"));
            if name.starts_with('.') || name == "target" {
                continue;
            }
            if path.is_dir() {
                folders.push((path, format!("{shown}/")));
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "md") {
                let text = fs::read(&path).unwrap_or_default();
                found.insert(shown, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    found
}
