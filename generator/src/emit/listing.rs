//! Macro calls with one entry on each line.
//!
//! In: the path of a runtime macro, the tokens before the entries, and the entries as tokens. Out: text. The formatter has no layout for
//! the inside of macros. These are lists, and lists are easiest to read and compare line by line.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A macro call with a list in braces.
pub struct Listing {
    /// `crate::runtime::object`
    pub path: TokenStream,
    /// Documentation of the item that the macro declares, by line.
    pub docs: Vec<String>,
    /// `User "microsoft.graph.user"`
    pub head: TokenStream,
    /// The entries, without commas.
    pub entries: Vec<TokenStream>,
}

impl Listing {
    /// Returns the call as text.
    pub fn text(&self) -> String {
        let docs: String = self.docs.iter().map(|line| format!("    /// {line}\n")).collect();
        let mut out = format!("{}! {{\n{docs}    {}", tokens(&self.path), tokens(&self.head));
        if self.entries.is_empty() {
            out.push_str(" {}\n}\n");
            return out;
        }
        out.push_str(" {\n");
        for entry in &self.entries {
            out.push_str(&format!("        {},\n", tokens(entry)));
        }
        out.push_str("    }\n}\n");
        out
    }
}

/// Returns tokens as text, separated by spaces except around `::`, before and inside parentheses, and after `#`, `!` and `&`.
pub fn tokens(stream: &TokenStream) -> String {
    let mut out = String::new();
    let mut glued = true;
    for tree in stream.clone() {
        match tree {
            TokenTree::Punct(punct) => {
                let c = punct.as_char();
                if !(glued || matches!(c, ':' | ',' | ';')) {
                    out.push(' ');
                }
                out.push(c);
                glued = punct.spacing() == Spacing::Joint || matches!(c, ':' | '#' | '!' | '&');
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if !glued && matches!(group.delimiter(), Delimiter::Brace | Delimiter::Bracket) {
                    out.push(' ');
                }
                out.push_str(open);
                out.push_str(&tokens(&group.stream()));
                out.push_str(close);
                glued = false;
            }
            other => {
                if !glued {
                    out.push(' ');
                }
                out.push_str(&other.to_string());
                glued = false;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn each_entry_has_a_line() {
        let listing = Listing {
            path: quote!(crate::runtime::object),
            docs: vec!["Somebody.".to_owned()],
            head: quote!(User "microsoft.graph.user"),
            entries: vec![
                quote!(0 id "id" ["a", "b"]),
                quote!(1 r#type "a\"b" secret),
                quote!(User(crate::models::User) "x"),
            ],
        };
        assert_eq!(
            listing.text(),
            "crate::runtime::object! {\n    /// Somebody.\n    User \"microsoft.graph.user\" {\n        0 id \"id\" [\"a\", \"b\"],\n        1 r#type \"a\\\"b\" secret,\n        User(crate::models::User) \"x\",\n    }\n}\n"
        );
    }
}
