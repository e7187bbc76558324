//! Formats text for documentation comments.
//!
//! In: [`Doc`]s of the model, with arbitrary text of a page. Out: lines of markdown that rustdoc renders as the page intended:
//! they open no link, tag, list or code block that is not on the page, and addresses are links.

use std::borrow::Cow;

use crate::model::{Doc, DocRun, LinkTarget};

use super::links::{Links, rust_path};

/// Maximum width of a line. Words and links are never broken.
const WIDTH: usize = 100;

/// Returns `doc` as lines, none for an empty text. `<br>` starts a new paragraph.
#[must_use]
pub fn lines(doc: &Doc, links: &Links<'_>) -> Vec<String> {
    let mut words = Words::new(WIDTH);
    words.doc(doc, links);
    words.finish()
}

/// Returns the lines of a page's plain text, escaped.
#[must_use]
pub fn plain(text: &str) -> Vec<String> {
    let mut words = Words::new(WIDTH);
    words.plain(text);
    words.finish()
}

/// Returns a list item: the subject, a colon and the text in a single paragraph.
///
/// Lines after the first are indented; otherwise they would be a lazy continuation (CommonMark §5.2).
#[must_use]
pub fn item(subject: &str, doc: &Doc, links: &Links<'_>) -> Vec<String> {
    let mut words = Words::new(WIDTH - 2);
    words.flat = true;
    words.atom(&format!("{subject}:"));
    words.space();
    words.doc(doc, links);
    let lines = words.finish();
    lines.iter().enumerate().map(|(at, line)| format!("{} {line}", if at == 0 { "*" } else { " " })).collect()
}

/// Returns a page's plain text, escaped, for a line that the generator composes.
#[must_use]
pub fn inline(text: &str) -> String {
    plain(text).join(" ")
}

/// Returns a list item with the generator's own markdown. Lines after the first are indented.
#[must_use]
pub fn list_item(text: &str) -> Vec<String> {
    let lines = wrap(text);
    lines.iter().enumerate().map(|(at, line)| format!("{} {line}", if at == 0 { "*" } else { " " })).collect()
}

/// Returns the generator's own markdown, wrapped into lines.
#[must_use]
pub fn wrap(text: &str) -> Vec<String> {
    let mut words = Words::new(WIDTH);
    for word in collapse(text).split(' ') {
        words.atom(word);
        words.space();
    }
    words.finish()
}

/// Joins paragraphs with empty lines. Paragraphs without lines are skipped.
#[must_use]
pub fn paragraphs(parts: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in parts {
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(part);
    }
    out
}

/// Returns a code span around any text.
#[must_use]
pub fn code(text: &str) -> String {
    let text = collapse(text);
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    // The fence is one longer than the longest run of backquotes inside (CommonMark §6.1).
    let longest = text.as_bytes().split(|byte| *byte != b'`').map(<[u8]>::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Returns a plain, single-line text for `#[deprecated(note = …)]`.
#[must_use]
pub fn note(text: &str) -> String {
    let text = collapse(text);
    match text.trim() {
        word if word.is_empty() || word.trim_end_matches('.').eq_ignore_ascii_case("deprecated") => {
            "the reference marks this as deprecated".to_owned()
        }
        text => text.chars().take(300).collect(),
    }
}

fn address(target: &LinkTarget, links: &Links<'_>) -> Option<String> {
    match target {
        LinkTarget::Type(name) => {
            let published = || links.type_pages.get(name).map(|page| url((links.page)(page)));
            links.path(name).map(rust_path).or_else(published)
        }
        LinkTarget::Page(page) => Some(url((links.page)(page))),
        LinkTarget::Url(address) if address.starts_with('/') => {
            // The site serves its pages without the file extension.
            let end = address.find(['?', '#']).unwrap_or(address.len());
            let (path, rest) = address.split_at(end);
            Some(url(format!("{}{}{rest}", links.site, path.strip_suffix(".md").unwrap_or(path))))
        }
        LinkTarget::Url(address) if address.starts_with("http://") || address.starts_with("https://") => {
            Some(url(address.clone()))
        }
        LinkTarget::Url(_) | LinkTarget::None => None,
    }
}

/// Returns an address that cannot end its link: characters of markdown syntax are percent-encoded.
#[must_use]
pub fn url(address: String) -> String {
    if address.bytes().all(|byte| byte.is_ascii_graphic() && !b"()<>\\`\"".contains(&byte)) {
        return address;
    }
    let mut out = String::new();
    for c in address.trim().chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            '"' => out.push_str("%22"),
            c if c.is_whitespace() || c.is_control() || is_invisible(c) => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// Replaces white space and control characters with single spaces.
///
/// This includes bare carriage returns, which rustc rejects in comments, and direction marks, which can hide code.
fn collapse(text: &str) -> Cow<'_, str> {
    let mut last = 0;
    let is_plain = |byte: u8| {
        let again = byte == b' ' && last == b' ';
        last = byte;
        (byte.is_ascii_graphic() || byte == b' ') && !again
    };
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_invisible(c) {
            space = true;
        } else {
            if space {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    if space {
        out.push(' ');
    }
    Cow::Owned(out)
}

/// Returns whether a character is invisible or changes direction (`text_direction_codepoint_in_comment`).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffc}')
}

/// Escapes characters that have a meaning in markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(text, &mut out);
    out
}

fn escape_into(text: &str, out: &mut String) {
    const MARKS: &[u8] = b"\\`*_[]<>|~$&";
    let mut from = 0;
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| MARKS.contains(byte)) {
        out.push_str(&text[from..at]);
        out.push('\\');
        from = at;
    }
    out.push_str(&text[from..]);
}

/// Wraps words into lines.
struct Words {
    width: usize,
    /// Whether a paragraph break becomes a space.
    flat: bool,
    lines: Vec<String>,
    line: String,
    /// The current word, which grows until a space follows.
    word: String,
}

impl Words {
    fn new(width: usize) -> Self {
        Words { width, flat: false, lines: Vec::new(), line: String::new(), word: String::new() }
    }

    fn doc(&mut self, doc: &Doc, links: &Links<'_>) {
        for run in &doc.0 {
            match run {
                DocRun::Plain(text) => self.plain(text),
                DocRun::Code(text) => self.atom(&code(text)),
                DocRun::Strong(text) => match escape(collapse(text).trim()).as_str() {
                    "" => {}
                    strong => self.atom(&format!("**{strong}**")),
                },
                DocRun::Link { text, target } => match address(target, links) {
                    Some(address) if !text.trim().is_empty() => {
                        self.atom(&format!("[{}]({address})", escape(&collapse(text)).trim()));
                    }
                    _ => self.plain(text),
                },
                DocRun::Break => self.paragraph(),
            }
        }
    }

    fn plain(&mut self, text: &str) {
        let text = collapse(text);
        for (number, word) in text.split(' ').enumerate() {
            if number > 0 {
                self.space();
            }
            if word.is_empty() {
                continue;
            }
            let is_address = word.starts_with("http://") || word.starts_with("https://");
            if is_address {
                // A bare address, without the punctuation that follows it.
                let end = word.trim_end_matches(['.', ',', ')', ';', ':', '"', '\'']).len();
                self.atom(&format!("<{}>{}", url(word[..end].to_owned()), escape(&word[end..])));
            } else {
                let start = self.word.len();
                escape_into(word, &mut self.word);
                if word.contains("://") {
                    let broken = break_addresses(&self.word[start..]);
                    self.word.truncate(start);
                    self.word.push_str(&broken);
                }
            }
        }
    }

    /// Adds text that is never broken.
    fn atom(&mut self, text: &str) {
        self.word.push_str(text);
    }

    fn space(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if !self.line.is_empty() && self.line.len() + 1 + self.word.len() > self.width {
            self.end_line();
        }
        if self.line.is_empty() {
            guard(&self.word, &mut self.line);
        } else {
            self.line.push(' ');
            self.line.push_str(&self.word);
        }
        self.word.clear();
    }

    fn end_line(&mut self) {
        if !self.line.is_empty() {
            self.lines.push(self.line.clone());
            self.line.clear();
        }
    }

    fn paragraph(&mut self) {
        self.space();
        if self.flat {
            return;
        }
        self.end_line();
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.space();
        self.end_line();
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

/// Escapes addresses in the middle of a word, which are not links and must not look like links to rustdoc.
fn break_addresses(word: &str) -> String {
    word.replace("http://", "http:\\//").replace("https://", "https:\\//")
}

/// Adds a word at the start of a line and escapes `-`, `+`, `#`, `1.`, `=` and `:`, which would begin a block.
fn guard(word: &str, line: &mut String) {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at(digits);
    line.push_str(number);
    let marks = if number.is_empty() { &['-', '+', '#', '=', ':', '!'][..] } else { &['.', ')'] };
    if rest.starts_with(marks) {
        line.push('\\');
    }
    line.push_str(rest);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::areas::Areas;

    fn with_links<T>(show: impl FnOnce(&Links<'_>) -> T) -> T {
        let (types, type_pages, areas) = (BTreeMap::new(), BTreeMap::new(), Areas::default());
        show(&Links::new(&types, &type_pages, &areas, &|page| page.to_owned(), "https://example.org"))
    }

    fn shown(text: &str) -> Vec<String> {
        with_links(|links| lines(&Doc(vec![DocRun::Plain(text.to_owned())]), links))
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(shown("a [b] <c> *d* `e` \\f"), ["a \\[b\\] \\<c\\> \\*d\\* \\`e\\` \\\\f"]);
    }

    #[test]
    fn text_cannot_end_the_comment() {
        assert_eq!(shown("x */ fn main() {}\r\nunsafe"), ["x \\*/ fn main() {} unsafe"]);
    }

    #[test]
    fn line_breaks_do_not_end_paragraphs() {
        let text = "a\n\n    b();\n".to_owned();
        let runs = [
            DocRun::Plain(text.clone()),
            DocRun::Strong(text.clone()),
            DocRun::Code(text.clone()),
            DocRun::Link { text, target: LinkTarget::Url("https://example.org/x".to_owned()) },
        ];
        for run in runs {
            let lines = with_links(|links| lines(&Doc(vec![run.clone()]), links));
            assert!(lines.len() == 1 && !lines[0].contains('\n'), "{run:?}: {lines:?}");
        }
    }

    #[test]
    fn markup_at_line_starts_is_escaped() {
        assert_eq!(shown("- a"), ["\\- a"]);
        assert_eq!(shown("1. a"), ["1\\. a"]);
        assert_eq!(shown("# a"), ["\\# a"]);
    }

    #[test]
    fn addresses_are_links() {
        assert_eq!(shown("see https://example.org/a."), ["see <https://example.org/a>."]);
    }

    #[test]
    fn long_text_is_wrapped() {
        let text = "word ".repeat(60);
        assert!(shown(&text).iter().all(|line| line.len() <= WIDTH));
        assert!(shown(&text).len() > 2);
    }

    #[test]
    fn items_are_wrapped_and_indented() {
        let doc = Doc(vec![DocRun::Plain("word ".repeat(40)), DocRun::Break, DocRun::Plain("- more".to_owned())]);
        let item = with_links(|links| item("`id`", &doc, links));
        assert!(item[0].starts_with("* `id`: word") && item.len() > 2, "{item:?}");
        assert!(item[1..].iter().all(|line| line.starts_with("  ") && line.len() <= WIDTH), "{item:?}");
    }

    #[test]
    fn links_to_the_site_have_no_extension() {
        let link = |dest: &str| DocRun::Link { text: "x".to_owned(), target: LinkTarget::Url(dest.to_owned()) };
        let shown = |dest: &str| with_links(|links| lines(&Doc(vec![link(dest)]), links));
        assert_eq!(shown("/a/b.md?c#d"), ["[x](https://example.org/a/b?c#d)"]);
        assert_eq!(shown("https://example.com/b.md"), ["[x](https://example.com/b.md)"]);
    }

    #[test]
    fn code_may_contain_backquotes() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("plain"), "`plain`");
    }
}
