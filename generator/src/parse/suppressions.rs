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
/// A comment with more lints has no effect.
const MAX_LINTS: usize = 50;

/// Returns whether a comment with this content is for docbindgen.
pub(super) fn is_suppression(content: &str) -> bool {
    content.starts_with(PREFIX)
}

/// Reads the comments at `comments` in `text`, which are in order.
pub(super) fn read(file: FileId, text: &str, comments: &[Range<usize>], diagnostics: &mut Diagnostics) {
    if comments.is_empty() {
        return;
    }
    let mut scopes = Scopes::new(text);
    // From the last to the first, because a scope can begin with other comments, whose scopes end with it.
    for at in comments.iter().rev() {
        let span = Span::new(file, at.start, at.end);
        let Some(comment) = text.get(at.clone()) else { continue };
        match Comment::parse(comment) {
            Err(message) => {
                diagnostics.push(Diagnostic::new(lint::INVALID_SUPPRESSION, span, message).hint(
                    "write `<!-- docbindgen-allow LINT: reason -->`, or `docbindgen-allow-page` for the whole page",
                ))
            }
            Ok(Comment { names, of_page }) => {
                let scope = if of_page { 0..text.len() } else { scopes.of(at) };
                let lints = lints(&names, span, diagnostics);
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
        if names.len() > MAX_LINTS {
            return Err(format!("this comment names more than {MAX_LINTS} lints"));
        }
        if reason.trim().is_empty() {
            return Err("this comment gives no reason".to_owned());
        }
        Ok(Comment { names, of_page })
    }
}

/// Returns the lints with these names. Reports the first one that does not exist, and each that cannot be suppressed.
fn lints(names: &[&str], span: Span, diagnostics: &mut Diagnostics) -> Vec<&'static Lint> {
    if let Some(name) = names.iter().find(|name| Lint::find(name).is_none()) {
        let message = format!("there is no lint `{}`", short(name));
        let hint = match Lint::similar(name) {
            Some(lint) => format!("did you mean `{}`?", lint.id),
            None => "`docbindgen lints` lists them".to_owned(),
        };
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_SUPPRESSION, span, message).hint(hint));
    }
    let mut lints: Vec<&'static Lint> = names.iter().filter_map(|name| Lint::find(name)).collect();
    lints.retain(|lint| {
        let allowed = can_be_suppressed(lint);
        if !allowed {
            let message = format!("`{}` cannot be suppressed", lint.id);
            let hint = "correct what it reports, and remove the lint from the comment";
            diagnostics.push(Diagnostic::new(lint::INVALID_SUPPRESSION, span, message).hint(hint));
        }
        allowed
    });
    lints
}

/// Returns a word of a comment for a message.
fn short(word: &str) -> String {
    word.chars().take(MAX_NAME).collect()
}

/// Finds the parts of a text that comments are for, from the last comment to the first. Each line is read once.
struct Scopes<'a> {
    text: &'a str,
    /// Where the last comment of the text ends.
    last_end: usize,
    /// The line of the last comment that was looked at.
    line: Range<usize>,
    /// The blank lines and comments above the last block that was found.
    lead: Range<usize>,
    /// That block.
    block: Range<usize>,
}

impl<'a> Scopes<'a> {
    fn new(text: &'a str) -> Self {
        let end = text.len()..text.len();
        Scopes { text, last_end: text.rfind("-->").unwrap_or(0), line: end.clone(), lead: end.clone(), block: end }
    }

    /// Returns the part that the comment at `at` is for: its line if that contains other text, else the block below it.
    fn of(&mut self, at: &Range<usize>) -> Range<usize> {
        if !(self.line.contains(&at.start) && self.line.end >= at.end) {
            let start = self.text[..at.start].rfind('\n').map_or(0, |end| end + 1);
            self.line = start..line_end(self.text, at.end);
        }
        let (before, after) = (&self.text[self.line.start..at.start], &self.text[at.end..self.line.end]);
        if !content(before).trim_start().is_empty() || !after.trim_start().is_empty() {
            return self.line.clone();
        }
        self.find_block(self.line.end);
        self.lead.start..self.block.end
    }

    /// Finds the block that begins at `start` or after blank lines and comments.
    fn find_block(&mut self, start: usize) {
        let mut at = start;
        let mut begin = None;
        while at < self.text.len() {
            let next = line_end(self.text, at);
            let line = &self.text[at..next];
            match begin {
                None if self.lead.contains(&at) || self.block.start == at => {
                    self.lead.start = start;
                    return;
                }
                None if content(line).trim_start().is_empty() => {}
                // Another comment, such as the annotation of a fenced block. Without an end it ends with its line.
                None if content(line).starts_with("<!--") => {
                    let closed = at < self.last_end;
                    let end = if closed { self.text[at..].find("-->") } else { None };
                    at = end.map_or(next, |end| line_end(self.text, at + end));
                    continue;
                }
                None => {
                    if let Some(fence) = Fence::open(line.trim_end()) {
                        return self.found(start, at..fence_end(self.text, next, &fence));
                    }
                    begin = Some(at);
                }
                Some(begin) if content(line).trim_start().is_empty() || Fence::open(line.trim_end()).is_some() => {
                    return self.found(start, begin..at);
                }
                Some(begin) if self.block.contains(&at) => return self.found(start, begin..self.block.end),
                Some(_) => {}
            }
            at = next;
        }
        let end = self.text.len();
        self.found(start, begin.unwrap_or(end)..end);
    }

    fn found(&mut self, start: usize, block: Range<usize>) {
        self.lead = start..block.start;
        self.block = block;
    }
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
        &text[Scopes::new(text).of(&(start..end))]
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

    /// The scopes of neighbours share what was found.
    #[test]
    fn neighbouring_comments_have_the_scopes_that_they_have_alone() {
        const ALLOW: &str = "<!-- docbindgen-allow x: y -->";
        for parts in [
            ["", "\n", "\n\na\nb\n\nc\n"],
            ["a\n", "\n<!-- {} -->\n", "\nb\n\nc"],
            ["a\n", "\nb\n", "\nc\n\nd\n"],
            ["", "\nb\n", "\n\nd\n"],
            ["", " ", "\nb\n\nc\n"],
            ["|a| ", "|\n|b|", "|\n\nc"],
            ["", "\n```\n\n```\n\n", "\n```\na\n"],
            ["", "\na\n```\n", "\n```\n"],
        ] {
            let text = parts.join(ALLOW);
            let comments: Vec<Range<usize>> = text.match_indices(ALLOW).map(|(at, _)| at..at + ALLOW.len()).collect();
            let mut scopes = Scopes::new(&text);
            for at in comments.iter().rev() {
                assert_eq!(scopes.of(at), Scopes::new(&text).of(at), "{at:?} in {text}");
            }
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
