//! Parses directives of the docs platform: `:::zone pivot="x"`, `:::row:::`, `:::image source="x.png":::`.
//!
//! In: a line of the copy. Out: the [`Directive`] that makes up the line, or the ranges of its inline directives. [`super::zones`] decides
//! how a directive affects the lines around it.

use std::ops::Range;

use super::prepare::{content, skip_code};

/// Minimum number of colons that begin or end a directive.
const COLONS: usize = 3;

/// A directive on a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    /// Its kind.
    pub kind: Kind,
    /// Its attributes as written.
    pub attributes: &'t str,
    /// Byte offset in the line at which it begins.
    pub start: usize,
    /// Whether the closing colons are on the same line.
    pub complete: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Open(Scope),
    Close(Scope),
    Column,
    ColumnEnd,
    Image,
    ImageEnd,
    /// Code from another file.
    Code,
    /// Layout, or an unknown directive.
    Other,
}

/// A directive whose content is for specific versions only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Zone,
    Moniker,
}

impl Scope {
    /// Returns the name of the directive.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Zone => "zone",
            Scope::Moniker => "moniker",
        }
    }
}

/// Directive names in lower case, with `-` for `_`. `zone end` counts as `zone-end`.
const NAMES: &[(&str, Kind)] = &[
    ("zone", Kind::Open(Scope::Zone)),
    ("zone-pivot", Kind::Open(Scope::Zone)),
    ("zone-end", Kind::Close(Scope::Zone)),
    ("end-zone", Kind::Close(Scope::Zone)),
    ("moniker", Kind::Open(Scope::Moniker)),
    ("moniker-range", Kind::Open(Scope::Moniker)),
    ("moniker-end", Kind::Close(Scope::Moniker)),
    ("end-moniker", Kind::Close(Scope::Moniker)),
    ("column", Kind::Column),
    ("column-end", Kind::ColumnEnd),
    ("row", Kind::ColumnEnd),
    ("row-end", Kind::ColumnEnd),
    ("image", Kind::Image),
    ("image-end", Kind::ImageEnd),
    ("code", Kind::Code),
];

/// Returns the directive that makes up the whole line.
pub(super) fn read(line: &str) -> Option<Directive<'_>> {
    let inside = content(line);
    let after = inside.trim_start_matches(':');
    if inside.len() - after.len() < COLONS {
        return None;
    }
    let start = line.len() - inside.len();
    let after = after.trim();
    let body = after.trim_end_matches(':');
    let closed = after.len() - body.len() >= COLONS;
    let body = body.trim_end();
    // Text follows the directive, so it is an inline directive.
    if body.contains(":::") {
        return None;
    }
    let name_end = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(body.len());
    let (name, attributes) = body.split_at(name_end);
    let attributes = attributes.trim();
    let mut name = name.to_ascii_lowercase().replace('_', "-");
    if attributes.eq_ignore_ascii_case("end") {
        name.push_str("-end");
    }
    let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    // Colons alone are a directive. An unknown name is one only if it is closed or has no attributes.
    if known.is_none() && !(body.is_empty() || !name.is_empty() && (closed || attributes.is_empty())) {
        return None;
    }
    Some(Directive { kind: known.unwrap_or(Kind::Other), attributes, start, complete: closed })
}

impl<'t> Directive<'t> {
    /// Returns the value of an attribute, with any kind of quotes. The case of `name` does not matter.
    pub fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        while let Some((key, after)) = rest.split_once('=') {
            let key = key.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'' | '\u{201c}' | '\u{201d}'));
            let (value, next) = match quote {
                Some(open) => {
                    let inside = &after[open.len_utf8()..];
                    let closes =
                        |c: char| if open.is_ascii() { c == open } else { matches!(c, '\u{201c}' | '\u{201d}') };
                    let end = inside.find(closes).unwrap_or(inside.len());
                    (&inside[..end], inside[end..].trim_start_matches(closes))
                }
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value.trim());
            }
            rest = next;
        }
        None
    }
}

/// An inline directive: its byte range, and the part of the range that is text of the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inline {
    pub at: Range<usize>,
    pub text: Range<usize>,
}

/// Returns the inline directives of a line outside code spans.
///
/// `:::image source="x.png":::` has no text; the text of `:::no-loc text="x":::` is `x`.
pub(super) fn inside(line: &str) -> Vec<Inline> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'`' {
            at = skip_code(bytes, at).unwrap_or_else(|after| after);
        } else if bytes[at..].starts_with(b":::") {
            match one(line, at) {
                Ok(inline) => {
                    at = inline.at.end;
                    found.push(inline);
                }
                Err(next) => at = next,
            }
        } else {
            at += 1;
        }
    }
    found
}

/// Returns the directive that begins at `start`, or the offset at which to continue the search.
fn one(line: &str, start: usize) -> Result<Inline, usize> {
    let from = start + (line[start..].len() - line[start..].trim_start_matches(':').len());
    let inside = line.get(from..).unwrap_or_default();
    if !inside.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(from);
    }
    let Some(length) = inside.find(":::") else { return Err(line.len()) };
    let (body, after) = inside.split_at(length);
    let end = from + length + (after.len() - after.trim_start_matches(':').len());
    let no_text = Inline { at: start..end, text: end..end };
    if !body.trim_start().get(..6).is_some_and(|name| name.eq_ignore_ascii_case("no-loc")) {
        return Ok(no_text);
    }
    let directive = Directive { kind: Kind::Other, attributes: body, start, complete: true };
    let Some(text) = directive.attribute("text") else { return Ok(no_text) };
    let text_start = from + body.find(text).unwrap_or(0);
    Ok(Inline { at: start..end, text: text_start..text_start + text.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(line: &str) -> Option<Kind> {
        read(line).map(|directive| directive.kind)
    }

    #[test]
    fn directive_lines_are_parsed() {
        assert_eq!(kind(r#":::zone pivot="a""#), Some(Kind::Open(Scope::Zone)));
        assert_eq!(kind(r"  ::: Zone target='docs'"), Some(Kind::Open(Scope::Zone)));
        assert_eq!(kind(":::zone-end"), Some(Kind::Close(Scope::Zone)));
        assert_eq!(kind("> ::: ZONE-END :::"), Some(Kind::Close(Scope::Zone)));
        assert_eq!(kind("::: zone end"), Some(Kind::Close(Scope::Zone)));
        assert_eq!(kind(r#":::moniker range=">=a || b""#), Some(Kind::Open(Scope::Moniker)));
        assert_eq!(kind(r#":::column span="2":::"#), Some(Kind::Column));
        assert_eq!(kind(":::row-end:::"), Some(Kind::ColumnEnd));
        assert_eq!(kind(":::"), Some(Kind::Other));
        assert_eq!(kind(":::form:::"), Some(Kind::Other));
        assert_eq!(kind("::: a note about colons"), None);
        assert_eq!(kind(":: zone-end"), None);
        assert_eq!(kind(r#":::image source="x"::: and text"#), None);
    }

    #[test]
    fn attributes_are_parsed() {
        let value = |line, name| read(line).and_then(|directive| directive.attribute(name));
        assert_eq!(value(r#":::zone pivot="a, b""#, "pivot"), Some("a, b"));
        assert_eq!(value(":::zone  Pivot = 'a' target=docs", "pivot"), Some("a"));
        assert_eq!(value(":::zone pivot='a' target=docs", "target"), Some("docs"));
        assert_eq!(value(":::moniker range=\u{201c}a\u{201d}", "range"), Some("a"));
        assert_eq!(value(r#":::zone pivot="a"#, "pivot"), Some("a"));
        assert_eq!(value(":::zone", "pivot"), None);
    }

    #[test]
    fn directives_inside_lines_are_found() {
        let text = |line: &str| {
            let mut out = line.to_owned();
            for found in inside(line).iter().rev() {
                out.replace_range(found.at.clone(), &line[found.text.clone()]);
            }
            out
        };
        assert_eq!(text(r#"Select :::image type="icon" source="a.png"::: to go."#), "Select  to go.");
        assert_eq!(text(r#"Use :::no-loc text="Contoso"::: here."#), "Use Contoso here.");
        assert_eq!(text("`:::image:::` and a ::: b ::: c"), "`:::image:::` and a  c");
        assert_eq!(text("a:::"), "a:::");
    }
}
