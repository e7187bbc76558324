//! What identifies a finding in later runs.
//!
//! In: the diagnostics of a run, in their order. Out: a fingerprint for each: a hash of the lint, the page and the text of the faulty
//! lines, and the number of earlier findings with the same hash. Lines that are added elsewhere on the page do not change it.

use std::collections::BTreeMap;

use super::location::path_in_docs;
use crate::diagnostics::{Diagnostic, Sources, Span};

/// The text of more lines would change too often.
const MAX_LINES: usize = 4;

/// Computes the fingerprints of one run.
pub(super) struct Fingerprints<'a> {
    sources: &'a Sources,
    seen: BTreeMap<u64, usize>,
}

impl<'a> Fingerprints<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Fingerprints { sources, seen: BTreeMap::new() }
    }

    /// Returns the fingerprint of the next diagnostic.
    pub fn next(&mut self, diagnostic: &Diagnostic) -> String {
        let mut hash = Hash::new();
        hash.add(diagnostic.lint.id);
        match diagnostic.span {
            None => hash.add(&diagnostic.message),
            Some(span) => {
                hash.add(&path_in_docs(self.sources, span.file));
                for word in self.lines(span).split_whitespace() {
                    hash.add(word);
                }
            }
        }
        let count = self.seen.entry(hash.value).or_default();
        *count += 1;
        format!("{:016x}:{count}", hash.value)
    }

    /// Returns the text of the lines that contain `span`, of long spans the first lines.
    fn lines(&self, span: Span) -> &'a str {
        let file = self.sources.file(span.file);
        let starts = file.line_starts();
        let first = file.line_of(span.start);
        let last = file.line_of(span.end.saturating_sub(1).max(span.start)).min(first + MAX_LINES - 1);
        let start = starts.get(first - 1).copied().unwrap_or(0);
        let end = starts.get(last).copied().unwrap_or(file.text.len());
        file.text.get(start..end).unwrap_or_default()
    }
}

/// The hash FNV-1a with 64 bits: it is the same in every version and on every machine.
struct Hash {
    value: u64,
}

impl Hash {
    fn new() -> Self {
        Hash { value: 0xcbf2_9ce4_8422_2325 }
    }

    /// Adds a part. Parts are separated, so that `ab`, `c` differs from `a`, `bc`.
    fn add(&mut self, part: &str) {
        for byte in part.bytes().chain([0xff]) {
            self.value = (self.value ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::lint;

    /// Returns the fingerprints of findings at each `x` in the text.
    fn of(path: &str, text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add(path, text);
        let mut fingerprints = Fingerprints::new(&sources);
        let at = |(at, _)| Diagnostic::new(lint::LINK_CASE, Span::new(file, at, at + 1), format!("{at}"));
        text.match_indices('x').map(at).map(|diagnostic| fingerprints.next(&diagnostic)).collect()
    }

    #[test]
    fn moved_lines_keep_their_fingerprints() {
        let before = of("a.md", "a x\nb x\n");
        assert_eq!(of("a.md", "new\n\na  x\r\n   \nb x\n"), before);
        assert_ne!(of("b.md", "a x\nb x\n"), before);
        assert_ne!(of("a.md", "a, x\nb x\n"), before);
        assert_eq!(of("a.md", "c\nb x\na x"), [before[1].clone(), before[0].clone()]);
    }

    #[test]
    fn repeated_lines_are_numbered() {
        let found = of("a.md", "x\nx\nx x\n");
        let numbers: Vec<&str> = found.iter().filter_map(|found| found.rsplit(':').next()).collect();
        assert_eq!(numbers, ["1", "2", "1", "2"]);
        assert_eq!(of("a.md", "x"), found[..1]);
    }

    #[test]
    fn the_hash_never_changes() {
        let mut hash = Hash::new();
        hash.add("a");
        assert_eq!(hash.value, 0x089b_c907_b544_c769);
    }
}
