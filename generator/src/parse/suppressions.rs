//! Comments that suppress diagnostics: `<!-- docbindgen-allow LINT, LINT: reason -->`, and `docbindgen-allow-page` for a whole page.
//!
//! In: the text of a file, and its comments for docbindgen. Out: a [`Suppression`] for each, or a diagnostic if it has no effect.
//! Suppressions are not facts of the page: like any other comment, they are taken out of the text.

use std::ops::Range;

use super::prepare::{Fence, content, line_end};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Lint, Span, Suppression, can_be_suppressed, lint};

/// What comments for docbindgen begin with.
const PREFIX: &str = "docbindgen-";
/// Suppresses lints in the block below, or in the line.
const ALLOW: &str = "docbindgen-allow";
/// Suppresses lints in the whole file.
const ALLOW_PAGE: &str = "docbindgen-allow-page";
/// Longer words of a comment are not repeated in messages.
const MAX_NAME: usize = 60;

/// Returns whether a comment with this content is for docbindgen.
pub(super) fn is_suppression(content: &str) -> bool {
    content.starts_with(PREFIX)
}

/// Reads the comments at `comments` in `text`.
pub(super) fn read(file: FileId, text: &str, comments: &[Range<usize>], diagnostics: &mut Diagnostics) {
    for at in comments {
        let span = Span::new(file, at.start, at.end);
        let Some(comment) = text.get(at.clone()) else { continue };
        match Comment::parse(comment) {
            Err(message) => {
                diagnostics.push(Diagnostic::new(lint::INVALID_SUPPRESSION, span, message).hint(
                    "write `<!-- docbindgen-allow LINT: reason -->`, or `docbindgen-allow-page` for the whole page",
                ))
            }
            Ok(Comment { names, of_page }) => {
                let scope = if of_page { 0..text.len() } else { scope(text, at) };
                let lints = names.iter().filter_map(|name| find(name, span, diagnostics)).collect();
                diagnostics.allow(Suppression { span, scope: Span::new(file, scope.start, scope.end), lints });
            }
        }
    }
}

/// A comment's parts.
struct Comment<'a> {
    names: Vec<&'a str>,
    of_page: bool,
}

impl<'a> Comment<'a> {
    /// Parses a comment, with its delimiters.
    ///
    /// # Errors
    /// A message, if the comment does not have the form of a suppression.
    fn parse(comment: &'a str) -> Result<Self, String> {
        let inside = comment.trim_start_matches("<!--");
        let inside = inside.strip_suffix("-->").unwrap_or(inside).trim_end_matches('-').trim();
        let (word, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let of_page = match word {
            ALLOW => false,
            ALLOW_PAGE => true,
            _ => return Err(format!("`{}` is not known", short(word))),
        };
        let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return Err("this comment names no lint".to_owned());
        }
        if reason.trim().is_empty() {
            return Err("this comment gives no reason".to_owned());
        }
        Ok(Comment { names, of_page })
    }
}

/// Returns the lint with this name. Reports a name of a lint that does not exist or cannot be suppressed.
fn find(name: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<&'static Lint> {
    let Some(lint) = Lint::find(name) else {
        let message = format!("there is no lint `{}`", short(name));
        let hint = match Lint::similar(name) {
            Some(lint) => format!("did you mean `{}`?", lint.id),
            None => "`docbindgen lints` lists them".to_owned(),
        };
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_SUPPRESSION, span, message).hint(hint));
        return None;
    };
    if !can_be_suppressed(lint) {
        let message = format!("`{}` cannot be suppressed", lint.id);
        let hint = "correct what it reports, and remove the lint from the comment";
        diagnostics.push(Diagnostic::new(lint::INVALID_SUPPRESSION, span, message).hint(hint));
        return None;
    }
    Some(lint)
}

/// Returns a word of a comment for a message.
fn short(word: &str) -> String {
    word.chars().take(MAX_NAME).collect()
}

/// Returns the part of `text` that the comment at `at` is for: its line if that contains other text, else the block below it.
fn scope(text: &str, at: &Range<usize>) -> Range<usize> {
    let line = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let end = line_end(text, at.end);
    let is_alone = content(&text[line..at.start]).trim().is_empty() && text[at.end..end].trim().is_empty();
    if is_alone { end..block_end(text, end) } else { line..end }
}

/// Returns the end of the block that begins at `start` or after blank lines and comments.
fn block_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut has_begun = false;
    while at < text.len() {
        let next = line_end(text, at);
        let line = &text[at..next];
        if content(line).trim().is_empty() {
            if has_begun {
                return at;
            }
        } else if !has_begun && content(line).starts_with("<!--") {
            // Another comment, such as the annotation of a fenced block. Without an end it ends with its line.
            let end = text[at..].find("-->").map_or(next, |end| line_end(text, at + end));
            at = end;
            continue;
        } else if let Some(fence) = Fence::open(line.trim_end()) {
            return if has_begun { at } else { fence_end(text, next, &fence) };
        } else {
            has_begun = true;
        }
        at = next;
    }
    text.len()
}

/// Returns the end of the line that closes `fence`, whose content begins at `at`.
fn fence_end(text: &str, mut at: usize, fence: &Fence) -> usize {
    while at < text.len() {
        let next = line_end(text, at);
        if fence.closed_by(text[at..next].trim_end_matches(['\n', '\r'])) {
            return next;
        }
        at = next;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text that the comment in `text` is for.
    fn scoped(text: &str) -> &str {
        let start = text.find("<!-- docbindgen").expect("a comment");
        let end = start + text[start..].find("-->").expect("an end") + 3;
        &text[scope(text, &(start..end))]
    }

    #[test]
    fn a_comment_alone_is_for_the_block_below() {
        for (text, expected) in [
            ("<!-- docbindgen-allow x: y -->\n\none\ntwo\n\nthree\n", "\none\ntwo\n"),
            ("<!-- docbindgen-allow x: y -->\r\n|a|\r\n|-|\r\n\r\nb", "|a|\r\n|-|\r\n"),
            ("> <!-- docbindgen-allow x: y -->\n> one\n>\n> two\n", "> one\n"),
            (
                "<!-- docbindgen-allow x: y -->\n<!-- {\n} -->\n\n```json\n{\n\n}\n```\nx\n",
                "<!-- {\n} -->\n\n```json\n{\n\n}\n```\n",
            ),
            ("<!-- docbindgen-allow x: y -->\none\n```\ntwo\n", "one\n"),
            ("<!-- docbindgen-allow x: y -->\n~~~\none\n", "~~~\none\n"),
            ("one\n<!-- docbindgen-allow x: y -->", ""),
        ] {
            assert_eq!(scoped(text), expected, "{text}");
        }
    }

    #[test]
    fn a_comment_in_a_line_is_for_the_line() {
        for (text, expected) in [
            ("|a|\n|b <!-- docbindgen-allow x: y -->|\n|c|\n", "|b <!-- docbindgen-allow x: y -->|\n"),
            ("one <!-- docbindgen-allow x: y -->\ntwo", "one <!-- docbindgen-allow x: y -->\n"),
        ] {
            assert_eq!(scoped(text), expected, "{text}");
        }
    }

    #[test]
    fn faulty_comments_are_reported() {
        let mut found = Diagnostics::default();
        for comment in [
            "<!-- docbindgen-alow link-case: old -->",
            "<!-- docbindgen-allow -->",
            "<!-- docbindgen-allow link-case -->",
            "<!-- docbindgen-allow link-caes: old -->",
            "<!-- docbindgen-allow unreadable-file: old -->",
            "<!-- docbindgen-allow unused-suppression, link-case: old -->",
            "<!-- docbindgen-allow-page link-case: old -->",
        ] {
            read(FileId(0), comment, std::slice::from_ref(&(0..comment.len())), &mut found);
        }
        let messages: Vec<&str> = found.list().iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`docbindgen-alow` is not known",
                "this comment names no lint",
                "this comment gives no reason",
                "there is no lint `link-caes`",
                "`unreadable-file` cannot be suppressed",
                "`unused-suppression` cannot be suppressed",
            ]
        );
    }
}
