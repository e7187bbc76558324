//! Lines that differ between two editions of the same files.
//!
//! In: the [`Sources`] of both. Out: [`Changes`]: for each file that differs, its changed lines.

use std::collections::BTreeMap;
use std::ops::Range;

use ::similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Sources;

/// If more lines than this remain between the first and the last difference, all of them count as changed: comparing them would take too
/// long.
const MAX_LINES: usize = 20_000;

/// What differs between two editions of the same files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The files that differ, by path.
    pub files: BTreeMap<String, FileChange>,
}

/// How a file differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
    /// These lines of the new text differ: ranges of line numbers from 1, in order.
    Changed(Vec<Range<usize>>),
}

impl Changes {
    /// Compares the files with the same path.
    #[must_use]
    pub fn between(old: &Sources, new: &Sources) -> Changes {
        let mut before: BTreeMap<&str, &str> = old.iter().map(|(_, file)| (file.path.as_str(), &*file.text)).collect();
        let mut files = BTreeMap::new();
        for (_, file) in new.iter() {
            let change = match before.remove(file.path.as_str()) {
                None => FileChange::Added,
                Some(text) if text == file.text => continue,
                Some(text) => FileChange::Changed(changed_lines(text, &file.text)),
            };
            files.insert(file.path.clone(), change);
        }
        files.extend(before.into_keys().map(|path| (path.to_owned(), FileChange::Deleted)));
        Changes { files }
    }

    /// Returns whether any of the lines `first..=last` of the new text changed.
    #[must_use]
    pub fn touch(&self, path: &str, first: usize, last: usize) -> bool {
        match self.files.get(path) {
            None | Some(FileChange::Deleted) => false,
            Some(FileChange::Added) => true,
            Some(FileChange::Changed(lines)) => lines.iter().any(|range| range.start <= last && first < range.end),
        }
    }
}

/// Returns the lines of `new` that are not in `old`, as ranges of line numbers from 1.
///
/// Where lines were only removed, the line after them counts as changed, at the end the last line. Line endings are ignored.
#[must_use]
pub fn changed_lines(old: &str, new: &str) -> Vec<Range<usize>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let start = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
    let (old, middle) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let line_of = |index: usize| start + index + 1;
    let ranges: Vec<Range<usize>> = if old.len() + middle.len() > MAX_LINES {
        std::iter::once(line_of(0)..line_of(middle.len().max(1))).collect()
    } else {
        let ops = capture_diff_slices(Algorithm::Myers, old, middle);
        let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(DiffOp::new_range);
        changed.map(|range| line_of(range.start)..line_of(range.end.max(range.start + 1))).collect()
    };
    let last = new.len().max(1);
    ranges.into_iter().map(|range| range.start.min(last)..range.end.min(last + 1)).collect()
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "a list of ranges may have one range")]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_found() {
        for (old, new, expected) in [
            ("a\nb\nc\n", "a\nb\nc\n", vec![]),
            ("a\nb\nc\n", "a\r\nb\r\nc", vec![]),
            ("a\nb\nc\n", "a\nB\nc\n", vec![2..3]),
            ("a\nb\nc\n", "a\nb\nx\ny\nc\n", vec![3..5]),
            ("a\nb\nc\nd\n", "a\nd\n", vec![2..3]),
            ("a\nb\nc\n", "a\n", vec![1..2]),
            ("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n", vec![1..2, 5..6]),
            ("a\n", "", vec![1..2]),
            ("", "a\nb\n", vec![1..3]),
        ] {
            assert_eq!(changed_lines(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn long_texts_without_common_lines_are_compared_quickly() {
        let text = |letter: char| (0..200_000).map(|line| format!("{letter}{line}\n")).collect::<String>();
        let (old, new) = (format!("x\n{}", text('a')), format!("x\n{}", text('b')));
        assert_eq!(changed_lines(&old, &new), [2..200_002]);
    }

    #[test]
    fn files_are_compared_by_their_path() {
        let (mut old, mut new) = (Sources::default(), Sources::default());
        for (path, text) in [("a.md", "a"), ("b.md", "1\n2\n3"), ("c.md", "c")] {
            old.add(path, text);
        }
        for (path, text) in [("b.md", "1\nx\n3"), ("c.md", "c"), ("d.md", "d")] {
            new.add(path, text);
        }
        let changes = Changes::between(&old, &new);
        let expected = [
            ("a.md", FileChange::Deleted),
            ("b.md", FileChange::Changed(std::iter::once(2..3).collect())),
            ("d.md", FileChange::Added),
        ];
        assert_eq!(changes.files, expected.map(|(path, change)| (path.to_owned(), change)).into());
        assert!(changes.touch("d.md", 7, 7) && changes.touch("b.md", 1, 2));
        assert!(!changes.touch("b.md", 1, 1) && !changes.touch("b.md", 3, 9) && !changes.touch("c.md", 1, 1));
    }
}
