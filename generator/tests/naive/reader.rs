//! A deliberately naive reader of pages. It shares no code with the generator: it knows lines, bars and quotes.
//!
//! In: the raw text of a page; included files are not followed, and zones (`:::zone pivot="…"`, `:::moniker range="…"`) whose directive
//! mentions neither `1` nor `docs` are left out: they are for another version or product. Out: [`Item`]s that a person would expect in the
//! bindings:
//!
//! - The first cell of each row of a table that has a header cell `Type`, or whose first header cell is `Member`. Exceptions: tables of
//!   permissions and headers, group titles (rows with only a first cell), annotations (names with `@`, or with `odata.` where the `@` was
//!   forgotten), and `null` among members.
//! - Each line of a fence that begins with an HTTP method. Fences in comments are left out.
//! - Each member of a JSON representation: of the fence after a comment with `blockType: resource`, and of JSON under a heading
//!   `JSON representation`. Members with `@` in their name are annotations.

use std::ops::Range;

/// An item of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub kind: Kind,
    /// The first cell, the request line, the member's name.
    pub name: String,
    /// The enclosing members of a member, outermost first; of a row, the last words of the headings above it that are deeper than `##`.
    pub parents: Vec<String>,
    /// The byte range of the line.
    pub line: Range<usize>,
    /// The byte range of the name; of the whole line for a request line.
    pub at: Range<usize>,
    /// The byte range of the table or fence.
    pub group: Range<usize>,
}

/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A row of a table with types.
    Row,
    /// A request line.
    Request,
    /// A member of a JSON representation.
    Member,
}

/// The methods that request lines begin with (RFC 9110, RFC 5789).
const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

/// A line and where it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    fn bytes(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// Returns the items of a page, in order.
pub fn items(text: &str) -> Vec<Item> {
    let lines = visible(text);
    let mut out = Vec::new();
    let mut heading = String::new();
    // The levels and last words of the headings above.
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(fence) = Fence::open(line.text) {
            let end =
                lines[at + 1..].iter().position(|l| fence.is_closed_by(l.text)).map_or(lines.len(), |n| at + 1 + n);
            let group = line.start..lines.get(end).or(lines.last()).map_or(line.start, |l| l.bytes().end);
            let body = &lines[at + 1..end];
            out.extend(body.iter().filter_map(|line| request(*line, &group)));
            let shows_type = is_resource(comment_before(text, line.start)) || is_representation(&heading);
            let is_json =
                body.iter().find(|l| !l.text.trim().is_empty()).is_some_and(|l| l.text.trim().starts_with(['{', '[']));
            if shows_type && is_json {
                out.extend(members(body, &group));
            }
            at = end + 1;
        } else if is_table(line.text, lines.get(at + 1)) {
            let end = lines[at..].iter().position(|l| !l.text.contains('|')).map_or(lines.len(), |n| at + n);
            let words: Vec<String> =
                above.iter().filter(|(level, _)| *level > 2).map(|(_, word)| word.clone()).collect();
            out.extend(rows(&lines[at..end], &heading, &words));
            at = end;
        } else {
            if line.text.starts_with('#') && !line.text.contains("](#tab/") {
                heading = line.text.trim_matches(['#', ' ', ':']).to_lowercase();
                let level = line.text.bytes().take_while(|byte| *byte == b'#').count();
                above.retain(|(known, _)| *known < level);
                above.push((level, bare(heading.split_whitespace().next_back().unwrap_or_default())));
            }
            at += 1;
        }
    }
    out
}

/// Returns the lines of a text outside comments and left-out zones. Text before a comment on the same line is kept. Comments in fences are
/// text.
fn visible(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut in_comment = false;
    let mut zones: Vec<bool> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let here = Line { start, text: line.trim_end_matches(['\n', '\r']) };
        start += line.len();
        if let Some(open) = &fence {
            if open.is_closed_by(here.text) {
                fence = None;
            }
            out.push(here);
        } else if in_comment {
            in_comment = !here.text.contains("-->");
        } else if let Some(directive) = here.text.trim_start_matches([' ', '\t', '>']).strip_prefix(":::") {
            match directive.split_whitespace().next() {
                Some("zone" | "moniker") => zones.push(directive.contains('1') || directive.contains("docs")),
                Some("zone-end" | "moniker-end") => drop(zones.pop()),
                _ => {}
            }
        } else if zones.contains(&false) {
        } else if let Some(begin) = here.text.find("<!--") {
            in_comment = !here.text[begin..].contains("-->");
            let cut = if begin == 0 { "" } else { &here.text[..begin] };
            // A table row may end with a comment.
            out.push(Line { start: here.start, text: cut });
        } else {
            fence = Fence::open(here.text);
            out.push(here);
        }
    }
    out
}

/// The marker that opens a fence.
#[derive(Clone)]
struct Fence(String);

impl Fence {
    fn open(line: &str) -> Option<Fence> {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let mark: String = line.chars().take_while(|c| *c == '`').collect();
        (mark.len() >= 3 && !line[mark.len()..].contains('`')).then_some(Fence(mark))
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim_matches([' ', '\t', '>']);
        line.len() >= self.0.len() && line.chars().all(|c| c == '`')
    }
}

/// Returns the comment that ends before `at`. Only blank lines and tab headings may be between them.
fn comment_before(text: &str, at: usize) -> &str {
    let mut before = text[..at].trim_end_matches(['\n', '\r']);
    while let Some(line) = before.lines().next_back() {
        if !line.trim_matches([' ', '\t', '>']).is_empty() && !line.contains("](#tab/") {
            break;
        }
        before = before[..before.len() - line.len()].trim_end_matches(['\n', '\r']);
    }
    let inside = before.trim_end().strip_suffix("-->");
    inside.and_then(|inside| inside.rfind("<!--").map(|begin| &inside[begin + 4..])).unwrap_or("")
}

/// Returns whether a comment announces a type.
fn is_resource(comment: &str) -> bool {
    let plain: String = comment.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    plain.to_lowercase().contains("blocktype:resource")
}

fn is_representation(heading: &str) -> bool {
    matches!(heading, "json representation" | "representation")
}

fn request(line: Line<'_>, group: &Range<usize>) -> Option<Item> {
    let text = line.text.trim();
    let method = METHODS.into_iter().find(|method| text.starts_with(method))?;
    let behind = &text[method.len()..];
    let is_line = behind.starts_with([' ', '\t', '\u{a0}', '/']) && !behind.trim().is_empty();
    is_line.then(|| Item {
        kind: Kind::Request,
        name: text.to_owned(),
        parents: Vec::new(),
        line: line.bytes(),
        at: line.bytes(),
        group: group.clone(),
    })
}

/// Returns the members of all objects.
fn members(body: &[Line<'_>], group: &Range<usize>) -> Vec<Item> {
    let mut out = Vec::new();
    // The current member name of each open object, outermost first.
    let mut open: Vec<String> = Vec::new();
    // The range of the last quoted text, until another token follows.
    let mut quoted: Option<Range<usize>> = None;
    for line in body {
        let bytes = line.text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    let end = closing_quote(bytes, at + 1);
                    quoted = Some(at + 1..end);
                    at = end;
                }
                b':' => {
                    if let (Some(name), Some((last, parents))) = (quoted.take(), open.split_last_mut()) {
                        let place = line.start + name.start..line.start + name.end;
                        line.text[name].clone_into(last);
                        if !last.contains('@') && !parents.iter().any(|parent| parent.contains('@')) {
                            let (name, parents) = (last.clone(), parents.to_vec());
                            let (line, group) = (line.bytes(), group.clone());
                            out.push(Item { kind: Kind::Member, name, parents, line, at: place, group });
                        }
                    }
                }
                b'{' => open.push(String::new()),
                b'}' => drop(open.pop()),
                b' ' | b'\t' => {}
                _ => quoted = None,
            }
            at += 1;
        }
        quoted = None;
    }
    out
}

fn closing_quote(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// Returns whether a table begins on this line: it has bars, and the next line has only bars and dashes.
fn is_table(line: &str, next: Option<&Line<'_>>) -> bool {
    let delimits = |text: &str| {
        text.contains('|')
            && text.contains('-')
            && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>'))
    };
    line.contains('|') && next.is_some_and(|next| delimits(next.text))
}

fn rows(table: &[Line<'_>], heading: &str, above: &[String]) -> Vec<Item> {
    let Some((header, rows)) = table.split_first() else { return Vec::new() };
    let names: Vec<String> = cells(header).into_iter().map(|(text, _)| bare(text).to_lowercase()).collect();
    let first = names.first().map_or("", String::as_str);
    let of_headers = heading.contains("request header") || first.contains("header");
    let states = names.iter().any(|name| name == "type") || first == "member";
    if !states || first.contains("permission") || of_headers {
        return Vec::new();
    }
    let group = header.start..rows.last().unwrap_or(header).bytes().end;
    let item = |line: &Line<'_>| {
        let cells = cells(line);
        let is_title = names.len() > 1 && cells.iter().skip(1).all(|(text, _)| bare(text).is_empty());
        let (text, at) = cells.first().filter(|_| !is_title)?;
        let name = bare(text);
        let is_annotation = name.contains('@') || name.starts_with("odata.");
        let is_null = first == "member" && name == "null";
        let (at, line, group) = (at.clone(), line.bytes(), group.clone());
        (!is_annotation && !is_null).then(|| Item { kind: Kind::Row, name, parents: above.to_vec(), line, at, group })
    };
    rows.iter().skip(1).filter_map(item).collect()
}

/// Returns the cells of a row and their byte ranges. A bar after a backslash is text.
fn cells<'a>(line: &Line<'a>) -> Vec<(&'a str, Range<usize>)> {
    let lead = line.text.len() - line.text.trim_start_matches([' ', '\t', '>']).len();
    let lead = lead + usize::from(line.text[lead..].starts_with('|'));
    let row = line.text.trim_end();
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let row = row.get(lead..).unwrap_or("");
    let mut out = Vec::new();
    let mut begin = 0;
    let bars = row.match_indices('|').map(|(at, _)| at).filter(|at| !row[..*at].ends_with('\\'));
    for end in bars.chain([row.len()]) {
        out.push((&row[begin..end], line.start + lead + begin..line.start + lead + end));
        begin = end + 1;
    }
    out
}

/// Returns a cell without markup: bold, backquotes, backslashes, links, tags, remarks in parentheses at its end.
fn bare(cell: &str) -> String {
    let mut text = cell.replace("&nbsp;", " ").replace(['*', '`', '\\', '\u{200b}', '\u{feff}'], "");
    while let Some((open, close)) = text.find('<').and_then(|open| Some((open, open + text[open..].find('>')?))) {
        text.replace_range(open..=close, "");
    }
    while let Some(open) = text.find("](") {
        let Some(begin) = text[..open].rfind('[') else { break };
        let end = text[open..].find(')').map_or(text.len(), |n| open + n + 1);
        let shown = text[begin + 1..open].to_owned();
        text.replace_range(begin..end, &shown);
    }
    let text = text.trim();
    let text = text.strip_prefix('_').and_then(|inside| inside.strip_suffix('_')).unwrap_or(text);
    let remark = text.ends_with(')').then(|| text.rfind(" (")).flatten();
    text[..remark.unwrap_or(text.len())].trim().trim_matches(['"', '\'', ':']).to_owned()
}
