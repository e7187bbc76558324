//! Texts that were decoded from a pasted text, such as the words of a command.
//!
//! In: pieces of the pasted text. Out: [`Located`], which maps an offset of the decoded text to one of the pasted text, for messages.

use std::ops::Range;

/// A decoded text and its position in the pasted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// The decoded text.
    pub text: String,
    /// The range of the pasted text, with quotes.
    pub range: Range<usize>,
    /// Offsets in the decoded and in the pasted text: the start of each piece that is the same in both.
    runs: Vec<(usize, usize)>,
}

impl Located {
    /// Returns an empty text that begins at an offset of the pasted text.
    #[must_use]
    pub fn at(start: usize) -> Self {
        Located { text: String::new(), range: start..start, runs: Vec::new() }
    }

    /// Adds a piece that is at `source` in the pasted text.
    pub fn push(&mut self, piece: &str, source: usize) {
        let follows = self.runs.last().is_some_and(|(text, start)| start + (self.text.len() - text) == source);
        if !follows && !piece.is_empty() {
            self.runs.push((self.text.len(), source));
        }
        self.text.push_str(piece);
        self.range.end = self.range.end.max(source + piece.len());
    }

    /// Returns the offset in the pasted text of an offset in the decoded text.
    #[must_use]
    pub fn source(&self, at: usize) -> usize {
        let index = self.runs.partition_point(|(text, _)| *text <= at);
        let run = index.checked_sub(1).and_then(|index| self.runs.get(index));
        run.map_or(self.range.start, |(text, source)| (source + (at - text)).min(self.range.end))
    }

    /// Returns the text between two offsets, which have to be at characters.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Located {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut out = Located::at(self.source(range.start));
        let mut from = range.start;
        for (start, _) in self.runs.iter().filter(|(start, _)| range.contains(start) && *start > range.start) {
            out.push(text.get(from - range.start..start - range.start).unwrap_or_default(), self.source(from));
            from = *start;
        }
        out.push(text.get(from - range.start..).unwrap_or_default(), self.source(from));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_mapped_across_pieces() {
        // 'ab'"cd": quotes are not in the decoded text.
        let mut text = Located::at(10);
        text.push("ab", 11);
        text.push("cd", 15);
        assert_eq!(text.text, "abcd");
        assert_eq!([0, 1, 2, 3, 4].map(|at| text.source(at)), [11, 12, 15, 16, 17]);
        let part = text.part(1..3);
        assert_eq!((part.text.as_str(), part.source(0), part.source(1)), ("bc", 12, 15));
        assert_eq!(Located::at(3).source(9), 3);
    }
}
