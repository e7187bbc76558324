//! Reads front matter: the lines between two `---` at the top of a page.
//!
//! In: the page's text. Out: keys and values with their byte ranges, and the end of the front matter. It is read line
//! by line: real pages have values that a YAML parser rejects (`title: a: b`), and `key: value` is all that is needed.

use std::ops::Range;

/// The front matter of a text.
pub(super) struct FrontMatter {
    /// Key, unquoted value and byte range of the value as written, in order.
    pub entries: Vec<(String, String, Range<usize>)>,
    /// Offset of the line after the closing `---`; 0 if there is no front matter.
    pub end: usize,
    /// Whether the opening `---` has no closing one. Such a text has no front matter.
    pub open: bool,
    /// Whether line ends were lost, so that the heading is on the same line as the front matter.
    pub glued: bool,
}

/// Reads the front matter of `text`.
pub(super) fn read(text: &str) -> FrontMatter {
    if let Some(end) = glued(text) {
        return FrontMatter { entries: Vec::new(), end, open: false, glued: true };
    }
    let mut entries = Vec::new();
    let mut at = 0;
    let mut lines = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        lines = number;
        let line = line.trim_end();
        match (number, line) {
            (0, "---") => {}
            (0, _) => break,
            (_, "---" | "...") => return FrontMatter { entries, end: at, open: false, glued: false },
            _ => entries.extend(entry(line, start)),
        }
    }
    FrontMatter { entries: Vec::new(), end: 0, open: lines > 0, glued: false }
}

/// Returns the end of front matter without line ends: `---title: "a"---# a resource type`. Its keys are not read.
fn glued(text: &str) -> Option<usize> {
    let line = text.lines().next()?;
    let inside = line.strip_prefix("---").filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))?;
    inside.find("---#").map(|at| at + 6)
}

/// Returns the key and value of a line; `None` for list items, comments and continued values, which no stage reads.
fn entry(line: &str, start: usize) -> Option<(String, String, Range<usize>)> {
    if line.starts_with([' ', '\t', '-', '#']) {
        return None;
    }
    let colon = line.find(':')?;
    let key = line[..colon].trim();
    let value = line[colon + 1..].trim();
    if key.is_empty() {
        return None;
    }
    let from = start + line.len() - line[colon + 1..].trim_start().len();
    Some((key.to_owned(), unquote(value), from..from + value.len()))
}

fn unquote(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
    if let Some(v) = inside('"') {
        v.replace("\\\"", "\"").replace("\\\\", "\\")
    } else if let Some(v) = inside('\'') {
        v.replace("''", "'")
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_colons_and_lose_their_quotes() {
        let text = "---\r\ntitle: \"a: \\\"b\\\"\"\nowner: 'it''s'\n# note\nlist:\n  - x\nbare: c: d\n---\n# H\n";
        let front = read(text);
        let values: Vec<_> = front.entries.iter().map(|(k, v, r)| (k.as_str(), v.as_str(), &text[r.clone()])).collect();
        assert_eq!(
            values,
            [
                ("title", "a: \"b\"", "\"a: \\\"b\\\"\""),
                ("owner", "it's", "'it''s'"),
                ("list", "", ""),
                ("bare", "c: d", "c: d"),
            ]
        );
        assert_eq!(&text[front.end..], "# H\n");
    }

    #[test]
    fn front_matter_without_line_ends_is_read() {
        let text = "---title: \"a\"description: \"b\"---# a resource type\n";
        let front = read(text);
        assert!(front.glued && !front.open);
        assert_eq!(&text[front.end..], "# a resource type\n");
        assert!(!read("---\na: b\n---\n# H\n").glued);
        assert!(!read("--- text ---# H\n").glued);
    }

    #[test]
    fn unclosed_front_matter_is_ignored() {
        assert!(read("---\na: b\n").open);
        assert_eq!(read("---\na: b\n").end, 0);
        assert!(!read("# H\n---\n").open);
    }
}
