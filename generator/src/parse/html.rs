//! Interprets HTML tags inside text.
//!
//! In: a tag as written on the page. Out: its effect on the text around it.

use std::ops::Range;

/// The effect of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Code begins or ends.
    Code,
    /// Bold text begins or ends.
    Strong,
    /// A line, a list item or a paragraph ends.
    Break,
    /// An element without effect, or a comment.
    Nothing,
    /// Not an HTML element: the tag is text.
    Text,
}

/// Returns the effect of `tag`.
pub(super) fn meaning(tag: &str) -> Meaning {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    let is_start = !tag.starts_with("</");
    match name[..end].to_ascii_lowercase().as_str() {
        "code" | "kbd" | "samp" | "tt" => Meaning::Code,
        "b" | "strong" => Meaning::Strong,
        "br" | "p" => Meaning::Break,
        "li" if is_start => Meaning::Break,
        "ul" | "ol" if !is_start => Meaning::Break,
        name if name.is_empty() || ELEMENTS.contains(&name) => Meaning::Nothing,
        _ => Meaning::Text,
    }
}

/// Whether a block of HTML, which may contain comments, begins a table.
pub(super) fn has_table(html: &str) -> bool {
    html.split("<!--").enumerate().any(|(i, part)| {
        let outside = if i == 0 { part } else { part.split_once("-->").map_or("", |(_, outside)| outside) };
        outside.split('<').skip(1).any(|tag| {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next();
            name.is_some_and(|name| name.eq_ignore_ascii_case("table"))
        })
    })
}

/// Returns the destinations of the links and images in HTML: the range of the tag, the destination, and whether it is that of a link.
pub(super) fn destinations(html: &str) -> Vec<(Range<usize>, String, bool)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = html.get(from..).and_then(|rest| rest.find('<')).map(|at| from + at) {
        let rest = &html[open..];
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        from = rest.find(end).map_or(html.len(), |at| open + at + end.len());
        let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let attribute = match name.to_ascii_lowercase().as_str() {
            "a" => "href",
            "img" => "src",
            _ => continue,
        };
        if let Some(value) = attribute_of(&html[open..from], attribute) {
            found.push((open..from, value.trim().replace("&amp;", "&"), attribute == "href"));
        }
    }
    found
}

/// Returns the value of an attribute of a tag.
fn attribute_of<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let starts = lower.match_indices(name).map(|(at, _)| at);
    starts.filter(|at| lower[..*at].ends_with(char::is_whitespace)).find_map(|at| {
        let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next(),
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
        }
    })
}

/// The HTML elements (HTML Standard, "Index of elements"), and obsolete ones that are still in use.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_outside_comments_are_found() {
        for html in ["<table>", "<p><TABLE class='x'>", "<!-- a --> <table\n>", "<table"] {
            assert!(has_table(html), "{html}");
        }
        for html in ["", "<", "<é>", "<tabl", "<tableau>", "table>", "<!-- <table> -->", "<!-- <table>", "</table>"] {
            assert!(!has_table(html), "{html}");
        }
    }

    #[test]
    fn destinations_outside_comments_are_found() {
        let html = "<a id=x HREF = 'b.md'>b</a> <!-- <a href=\"c.md\"> --> <img alt=\"d\" src=d.png><a data-href=\"e\"> <a href=\"f?x&amp;y\"";
        let found: Vec<_> = destinations(html).into_iter().map(|(_, dest, is_link)| (dest, is_link)).collect();
        assert_eq!(found, [("b.md".to_owned(), true), ("d.png".to_owned(), false), ("f?x&y".to_owned(), true)]);
        assert_eq!(destinations("<a href=\"").len() + destinations("<").len() + destinations("<a href").len(), 1);
    }

    #[test]
    fn tags_are_recognized() {
        let cases = [
            ("<br>", Meaning::Break),
            ("<br/>", Meaning::Break),
            ("<BR />", Meaning::Break),
            ("<li>", Meaning::Break),
            ("</li>", Meaning::Nothing),
            ("<ul>", Meaning::Nothing),
            ("</ul>", Meaning::Break),
            ("<code>", Meaning::Code),
            ("</b>", Meaning::Strong),
            ("<span class=\"x\">", Meaning::Nothing),
            ("<!-- <b> -->", Meaning::Nothing),
            ("<?xml?>", Meaning::Nothing),
            ("<user-id>", Meaning::Text),
            ("</languagecode2>", Meaning::Text),
        ];
        for (tag, expected) in cases {
            assert_eq!(meaning(tag), expected, "{tag}");
        }
    }
}
