//! Documentation text as markdown.
//!
//! In: [`Doc`]. Out: markdown that parses into the same runs: code, bold text and links are kept, and other markdown syntax is escaped.

use std::fmt::Write;

use crate::model::{Doc, DocRun, LinkTarget};

/// Returns `doc` as markdown.
///
/// Links to types lead to `#` and the type's qualified name, links to pages to the page's path in the docs folder. A link without a target
/// becomes its text. A line break becomes an empty line: pages use `<br>` to begin a paragraph.
pub fn markdown(doc: &Doc) -> String {
    let mut out = String::new();
    for run in &doc.0 {
        match run {
            DocRun::Plain(text) => out.push_str(&escape(text)),
            DocRun::Code(text) => out.push_str(&code(text)),
            DocRun::Strong(text) => out.push_str(&strong(text)),
            DocRun::Link { text, target } => out.push_str(&link(text, target)),
            DocRun::Break => out.push_str("\n\n"),
        }
    }
    out.trim().to_owned()
}

/// Returns bold text. White space at its ends goes outside the delimiters, where it does not disable them (CommonMark §6.2).
fn strong(text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
    format!("{before}**{}**{after}", escape(inner))
}

/// Returns a code span. Its delimiters have one backquote more than the longest run inside (CommonMark §6.1).
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    if text.trim().is_empty() { text.to_owned() } else { format!("{fence}{space}{text}{space}{fence}") }
}

fn link(text: &str, target: &LinkTarget) -> String {
    let text = escape(text);
    match target {
        LinkTarget::Type(name) => format!("[{text}](#{name})"),
        LinkTarget::Page(address) | LinkTarget::Url(address) => format!("[{text}]({})", destination(address)),
        LinkTarget::None => text,
    }
}

/// Returns an address that cannot end its link: white space and markdown syntax are percent-encoded.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.trim().chars() {
        if c.is_ascii_whitespace() || c.is_ascii_control() || matches!(c, '(' | ')' | '<' | '>' | '\\') {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Escapes all markdown syntax in a text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TypeName;

    #[test]
    fn markup_is_kept_and_text_is_escaped() {
        let doc = Doc(vec![
            DocRun::Plain("The *id* of ".to_owned()),
            DocRun::Link { text: "box".to_owned(), target: LinkTarget::Type(TypeName("own.box".to_owned())) },
            DocRun::Break,
            DocRun::Code("a`b".to_owned()),
            DocRun::Strong(" is ".to_owned()),
            DocRun::Link { text: "here".to_owned(), target: LinkTarget::Page("api/a (b).md".to_owned()) },
            DocRun::Link { text: " or not".to_owned(), target: LinkTarget::None },
        ]);
        assert_eq!(
            markdown(&doc),
            "The \\*id\\* of [box](#own.box)\n\n`` a`b `` **is** [here](api/a%20%28b%29.md) or not"
        );
    }
}
