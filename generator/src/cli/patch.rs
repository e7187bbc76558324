//! Changes that a command would make, as a unified diff on standard output.

use std::io::{self, IsTerminal};

use similar::TextDiff;

use super::Exit;
use super::console::Console;
use super::export::print;
use crate::diagnostics::clean;

/// The changes of files, for `git apply`.
#[derive(Default)]
pub(super) struct Patch {
    text: String,
}

impl Patch {
    /// Adds the change of the file at `path`. `None` stands for a missing file.
    pub fn add(&mut self, path: &str, before: Option<&str>, after: Option<&str>) {
        let side = |letter: char, text: Option<&str>| {
            text.map_or_else(|| "/dev/null".to_owned(), |_| format!("{letter}/{path}"))
        };
        let diff = TextDiff::from_lines(before.unwrap_or_default(), after.unwrap_or_default());
        self.text += &diff.unified_diff().header(&side('a', before), &side('b', after)).to_string();
    }

    /// Prints the changes. On a terminal, control characters are left out.
    pub fn print(self, console: &mut Console) -> Result<(), Exit> {
        let text = if io::stdout().is_terminal() {
            self.text.lines().fold(String::new(), |out, line| out + &clean(line) + "\n")
        } else {
            self.text
        };
        print(&text).map_err(|error| {
            console.error(&format!("cannot write to standard output: {error}"));
            Exit::Usage
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_and_removed_files_have_no_other_side() {
        let mut patch = Patch::default();
        patch.add("a.md", None, Some("x\n"));
        patch.add("b.md", Some("y\n"), None);
        patch.add("c.md", Some("1\n"), Some("2"));
        let expected = "--- /dev/null\n+++ b/a.md\n@@ -0,0 +1 @@\n+x\n--- a/b.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n\
            --- a/c.md\n+++ b/c.md\n@@ -1 +1 @@\n-1\n+2\n\\ No newline at end of file\n";
        assert_eq!(patch.text, expected);
    }
}
