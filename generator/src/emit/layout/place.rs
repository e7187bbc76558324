//! The columns around a piece of code.
//!
//! In: widths. Out: the [`Place`] of the pieces inside.

use unicode_width::UnicodeWidthStr;

/// The columns of a line.
pub const LINE: usize = 100;
/// The columns of an indentation step.
pub const STEP: usize = 4;

/// Where a piece of code goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The columns that the first line may use.
    pub width: usize,
    /// The indentation of the lines after the first.
    pub indent: usize,
    /// The columns before the piece on its first line, without the indentation.
    pub taken: usize,
    /// Whether the piece is an argument of a macro.
    pub in_macro: bool,
    /// Whether chains of calls have to fit on one line.
    pub flat_chains: bool,
}

impl Place {
    /// Returns the place at the beginning of a line.
    pub fn line(indent: usize) -> Self {
        Self { width: LINE.saturating_sub(indent), indent, taken: 0, in_macro: false, flat_chains: false }
    }

    /// Returns the place of a piece with `columns` of text after it.
    pub fn before(self, columns: usize) -> Option<Self> {
        Some(Self { width: self.width.checked_sub(columns)?, ..self })
    }

    /// Returns the place of a piece with `columns` of text before it.
    pub fn after(self, columns: usize) -> Option<Self> {
        let place = self.before(columns)?;
        Some(Self { taken: self.taken + columns, ..place })
    }

    /// Returns the place of a line of its own, one step further in.
    pub fn nested(self) -> Self {
        self.own_line(self.indent + STEP)
    }

    /// Returns the place of a line of its own, with this indentation.
    pub fn own_line(self, indent: usize) -> Self {
        Self { in_macro: self.in_macro, flat_chains: self.flat_chains, ..Self::line(indent) }
    }

    /// Returns the column at which the piece begins.
    pub fn column(self) -> usize {
        self.indent + self.taken
    }

    /// Returns the columns at the end of the line that are reserved for text after the piece.
    pub fn reserved(self) -> usize {
        LINE.saturating_sub(self.column() + self.width)
    }

    /// Returns whether a text stays inside the place and the line.
    pub fn holds(self, text: &str) -> bool {
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or_default();
        let (mut longest, mut last) = (0, None);
        for line in lines {
            let columns = width(line);
            longest = longest.max(columns);
            last = Some(columns);
        }
        width(first) <= self.width && longest <= LINE && last.is_none_or(|last| last <= self.column() + self.width)
    }

    /// Returns the text if the place holds it.
    pub fn hold(self, text: String) -> Option<String> {
        self.holds(&text).then_some(text)
    }
}

/// Returns the columns of a text without line breaks.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns a line break and an indentation.
pub fn line_break(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

/// Returns the first line.
pub fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// Returns the last line.
pub fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

/// Returns the number of lines.
pub fn lines(text: &str) -> usize {
    text.lines().count()
}

/// Returns whether the last line has only closing brackets, so that more may follow on it.
pub fn ends_open(text: &str) -> bool {
    let closing = |c: char| matches!(c, '(' | ')' | ']' | '}' | '?' | '>') || c.is_whitespace();
    text.ends_with("\"#") || last_line(text).chars().all(closing)
}
