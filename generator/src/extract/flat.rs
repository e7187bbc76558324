//! Inline content as text for pattern matching.
//!
//! In: the runs of a cell or paragraph. Out: [`Flat`]: one string in which each link is a single character.

use crate::diagnostics::Span;
use crate::parse::{Run, Text};

/// Inline content as one string in which each link is a single private-use character, so that rules can be patterns over text.
pub(super) struct Flat<'a> {
    /// The text, white space collapsed and trimmed.
    pub text: String,
    /// The links: text, destination, span.
    pub links: Vec<(&'a str, &'a str, Span)>,
}

/// The character of the first link.
const FIRST_LINK: u32 = 0xE000;
/// Further links become plain text.
const MAX_LINKS: usize = 4_000;
impl<'a> Flat<'a> {
    /// Flattens `text`. Code spans lose their backquotes.
    pub fn new(text: &'a Text) -> Self {
        Self::with(text, "", "")
    }

    /// Flattens `text` and keeps its markup: code spans in backquotes, bold text in `**`.
    pub fn marked(text: &'a Text) -> Self {
        Self::with(text, "`", "**")
    }

    fn with(text: &'a Text, tick: &str, bold: &str) -> Self {
        let mut out = String::new();
        let mut links = Vec::new();
        for run in &text.runs {
            match run {
                Run::Plain(t) => push_collapsed(&mut out, t),
                Run::Strong(t) => {
                    out.push_str(bold);
                    push_collapsed(&mut out, t);
                    out.push_str(bold);
                }
                Run::Code(t) => {
                    out.push_str(tick);
                    push_collapsed(&mut out, t);
                    out.push_str(tick);
                }
                Run::Break => push_collapsed(&mut out, " "),
                Run::Link { text, dest, span } => {
                    let code = u32::try_from(links.len()).ok().and_then(|n| char::from_u32(FIRST_LINK + n));
                    match code {
                        Some(c) if links.len() < MAX_LINKS => {
                            out.push(c);
                            links.push((text.as_str(), dest.as_str(), *span));
                        }
                        _ => push_collapsed(&mut out, text),
                    }
                }
            }
        }
        let text = out.trim().to_owned();
        Flat { text, links }
    }

    /// Returns the link that a character represents.
    pub fn link(&self, c: char) -> Option<(&'a str, &'a str, Span)> {
        let index = (c as u32).checked_sub(FIRST_LINK)?;
        self.links.get(usize::try_from(index).ok()?).copied()
    }

    /// Returns the link at the start of `text`.
    pub fn link_in(&self, text: &str) -> Option<(&'a str, &'a str, Span)> {
        self.link(text.chars().next()?)
    }

    /// Replaces the links in `text`, a part of this text, with their texts.
    pub fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.link(c) {
                Some((t, _, _)) => out.push_str(t),
                None => out.push(c),
            }
        }
        out
    }
}

/// Appends `text` with each run of white space collapsed to one space.
fn push_collapsed(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}
