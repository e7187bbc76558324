//! BENCHMARKS.md: a file of sections, each written by the command that measures it.
//!
//! In: the text of the file and a section. Out: the text with that section replaced and everything else unchanged.

use std::fmt::Write;

/// The results of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The name of the command.
    pub id: &'static str,
    /// Markdown, heading included.
    pub text: String,
}

/// The text above the first section of a new file.
const HEAD: &str = "# Benchmarks

What generating, compiling and running costs. Each part is written by a command, with the machine and the day; ratios are of
figures of the same run. CONTRIBUTING.md says how to run them.
";

/// Replaces a section, or adds it at the end.
pub fn replace(file: &str, section: &Section) -> String {
    let (open, close) = (format!("<!-- bench:{} -->", section.id), format!("<!-- /bench:{} -->", section.id));
    let block = format!("{open}\n{}\n{close}", section.text.trim_end());
    let found = file.find(&open).and_then(|start| {
        let end = start + file[start..].find(&close)? + close.len();
        Some((start, end))
    });
    match found {
        Some((start, end)) => format!("{}{block}{}", &file[..start], &file[end..]),
        None => {
            let file = if file.trim().is_empty() { HEAD } else { file };
            format!("{}\n\n{block}\n", file.trim_end())
        }
    }
}

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Returns a table with these columns; the first is left-aligned, the others are right-aligned.
    pub fn new(columns: &[&str]) -> Self {
        Table { rows: vec![columns.iter().map(|&column| column.to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Returns the table as markdown.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let _ = writeln!(out, "| {} |", row.join(" | "));
            if index == 0 {
                let _ = writeln!(out, "|---|{}", "--:|".repeat(row.len().saturating_sub(1)));
            }
        }
        out
    }
}

/// Formats seconds with three significant digits.
pub fn seconds(value: f64) -> String {
    match value {
        value if value.is_nan() => "not measured".to_owned(),
        value if value < 1e-3 => format!("{} µs", digits(value * 1e6)),
        value if value < 1.0 => format!("{} ms", digits(value * 1e3)),
        value => format!("{} s", digits(value)),
    }
}

/// Formats bytes.
#[allow(clippy::cast_precision_loss)] // sizes here have fewer than 16 digits
pub fn bytes(value: u64) -> String {
    match value as f64 {
        value if value < 1e3 => format!("{value} B"),
        value if value < 1e6 => format!("{} kB", digits(value / 1e3)),
        value if value < 1e9 => format!("{} MB", digits(value / 1e6)),
        value => format!("{} GB", digits(value / 1e9)),
    }
}

/// Formats a ratio: `3.1×`.
pub fn times(value: f64) -> String {
    if value.is_nan() { "not measured".to_owned() } else { format!("{value:.2}×") }
}

fn digits(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: &'static str, text: &str) -> Section {
        Section { id, text: text.to_owned() }
    }

    #[test]
    fn only_the_own_part_is_replaced() {
        let file = "# Title\n\nBy hand.\n\n<!-- bench:a -->\nold\n<!-- /bench:a -->\n\nNotes.\n\n<!-- bench:b -->\nb\n<!-- /bench:b -->\n";
        let new = replace(file, &section("a", "new\n"));
        assert_eq!(new, file.replace("old", "new"));
        assert_eq!(replace(&new, &section("a", "new\n")), new);
    }

    #[test]
    fn missing_parts_are_added() {
        let new = replace("# Title\n", &section("a", "text"));
        assert_eq!(new, "# Title\n\n<!-- bench:a -->\ntext\n<!-- /bench:a -->\n");
        assert!(replace("", &section("a", "text")).starts_with("# Benchmarks\n"));
    }

    #[test]
    fn unclosed_parts_are_kept() {
        let file = "<!-- bench:a -->\nsomebody's text without an end\n";
        assert!(replace(file, &section("a", "new")).starts_with(file.trim_end()));
    }

    #[test]
    fn figures_have_units() {
        assert_eq!(seconds(12.345), "12.3 s");
        assert_eq!(seconds(0.0123), "12.3 ms");
        assert_eq!(seconds(0.000_004_2), "4.20 µs");
        assert_eq!(bytes(1_234_567), "1.23 MB");
        assert_eq!(times(2.0), "2.00×");
        assert_eq!(times(f64::NAN), "not measured");
    }

    #[test]
    fn tables_are_markdown() {
        let mut table = Table::new(&["a", "b"]);
        table.row(vec!["1".to_owned(), "2".to_owned()]);
        assert_eq!(table.text(), "| a | b |\n|---|--:|\n| 1 | 2 |\n");
    }
}
