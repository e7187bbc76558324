//! Comments, kept apart from the tokens.
//!
//! In: lines of documentation. Out: an attribute that replaces them until the file is laid out, and then the comment lines. A quarter of
//! the output is comments; as literals, they would be escaped, parsed, and printed again.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

/// How the formatter prints the attribute that replaces a comment. Documentation has a space after `///`, and no line of a literal begins
/// like this.
const STAND_IN: &str = "///@";

/// The comments of one file.
#[derive(Debug, Default)]
pub struct Comments(RefCell<Vec<String>>);

impl Comments {
    /// Stores lines of documentation, and returns the attribute that replaces them.
    pub fn docs(&self, lines: &[String]) -> TokenStream {
        if lines.is_empty() {
            return TokenStream::new();
        }
        let mut kept = self.0.borrow_mut();
        let stand_in = format!("@{}", kept.len());
        kept.push(lines.join("\n"));
        quote!(#[doc = #stand_in])
    }

    /// Writes the comment that the line `code` stands for, and returns whether it stands for one. Each comment line begins with `indent`.
    ///
    /// A line cannot leave its comment, whatever it contains: a line break in it begins another comment line.
    pub fn put(&self, code: &str, indent: &str, out: &mut String) -> bool {
        let kept = self.0.borrow();
        let number = code.strip_prefix(STAND_IN).and_then(|number| number.parse::<usize>().ok());
        let Some(text) = number.and_then(|number| kept.get(number)) else { return false };
        for line in text.split(['\n', '\r']) {
            out.push_str(indent);
            out.push_str("///");
            let line = line.trim_end_matches(' ');
            if !line.is_empty() {
                out.push(' ');
                out.push_str(line);
            }
            out.push('\n');
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(lines: &[&str]) -> String {
        let comments = Comments::default();
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let _ = comments.docs(&lines);
        let mut out = String::new();
        assert!(comments.put("///@0", "  ", &mut out));
        out
    }

    #[test]
    fn each_line_is_a_comment() {
        assert_eq!(put(&["One.", "", "Two  "]), "  /// One.\n  ///\n  /// Two\n");
    }

    #[test]
    fn text_cannot_end_its_comment() {
        assert_eq!(
            put(&["a\nfn b() {}\r\nfn c() {}\rx"]),
            "  /// a\n  /// fn b() {}\n  ///\n  /// fn c() {}\n  /// x\n"
        );
    }

    #[test]
    fn other_lines_are_not_markers() {
        let comments = Comments::default();
        assert!(comments.docs(&[]).is_empty());
        for code in ["///@0", "///@", "///@x", "/// @0", "//@0", "let a = 1;"] {
            assert!(!comments.put(code, "", &mut String::new()), "{code}");
        }
    }
}
