//! The reader for text that is not valid JSON.
//!
//! In: the text and its [`Dialect`]. Out: a [`Reading`]. A repair restores a clear intention. At the first text whose
//! intention is unclear, the reader stops in data, and skips the item in prose.

use std::ops::Range;

use serde_json::{Map, Number, Value};

use super::replace::{Replacements, quoted};
use super::strings::is_rest_of_key;
use super::{COMMENT, Dialect, Fault, REPEATED, ROUNDED, Reading, Repair, Strings};

/// The number of nested objects and arrays that are read, the same as for valid JSON. No real page is nested as deeply.
const MAX_DEPTH: usize = 127;

/// Reads one value from `text`, with at least one repair or a fault.
pub(super) fn read(text: &str, dialect: Dialect) -> Reading {
    let (value, reader) = parse(text, dialect);
    // A text that serde_json rejects without need of a repair contains a number out of range or a lone surrogate.
    let out_of_range = reader.fault.is_none().then_some(("a value out of range", 0));
    let replacements =
        if reader.fault.is_none() { reader.replacements.verified(text, &value, dialect) } else { Vec::new() };
    let repair = reader.first_repair.or(out_of_range).map(|(what, at)| Repair { what, at, replacements });
    Reading { value, repair, fault: reader.fault }
}

/// Returns the first part of valid JSON that the value does not have.
pub(super) fn loss(text: &str) -> Option<Repair> {
    let (_, reader) = parse(text, Dialect { strings: Strings::Data, separate: |_| false });
    reader.first_repair.map(|(what, at)| Repair { what, at, replacements: Vec::new() })
}

/// Returns the value, and the reader after it.
pub(super) fn parse(text: &str, dialect: Dialect) -> (Value, Reader<'_>) {
    let mut reader = Reader {
        text,
        at: 0,
        strings: dialect.strings,
        apostrophes: 0,
        first_repair: None,
        repairs: 0,
        replacements: Replacements::default(),
        fault: None,
    };
    reader.space();
    let value = reader.value(0).unwrap_or_default();
    reader.end(dialect.separate);
    (value, reader)
}

/// Returns the digits of a number without its sign, leading and trailing zeros, and exponent.
fn significant(number: &str) -> String {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

/// Returns the length of the comment that `text` begins with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.starts_with("/*").then(|| text.find("*/").map_or(text.len(), |end| end + 2))
}

/// Marks of omitted text. A comma before or after one remains.
const ELLIPSES: [char; 2] = ['.', '…'];

/// Returns whether white space and comments contain an ellipsis.
fn has_ellipsis(skipped: &str) -> bool {
    skipped.contains('…') || skipped.contains("...")
}

const SPACE: &str = "a space character that JSON does not allow";

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) strings: Strings,
    /// The end of the last line with an apostrophe. No other quote before it opens a string, so that each line is searched once.
    pub(super) apostrophes: usize,
    /// The first repair, and its offset.
    first_repair: Option<(&'static str, usize)>,
    /// The number of repairs.
    pub(super) repairs: usize,
    replacements: Replacements,
    pub(super) fault: Option<Fault>,
}

impl<'a> Reader<'a> {
    /// Records a repair at `at`. Only the first one is reported.
    pub(super) fn repair(&mut self, what: &'static str, at: usize) {
        self.first_repair.get_or_insert((what, at));
        self.repairs += 1;
    }

    /// Records what a repair writes instead of `range`. Nobody replaces the text of prose.
    pub(super) fn replace(&mut self, range: Range<usize>, text: &str) {
        if self.strings == Strings::Data {
            self.replacements.add(range, text);
        }
    }

    /// Records a repair at `at`, in prose a fault with `message`: only the mistakes that rule 16.3 lists remain without a report.
    pub(super) fn repair_data(&mut self, what: &'static str, message: &'static str, at: usize) {
        match self.strings {
            Strings::Data => self.repair(what, at),
            Strings::Prose => self.fail(message, at),
        }
    }

    /// Records a fault at `at`. Only the first one is kept.
    pub(super) fn fail(&mut self, message: &'static str, at: usize) {
        self.fault.get_or_insert(Fault { message, at, stopped: self.at });
    }

    /// Records the fault at this position, where no value or key begins.
    fn none<T>(&mut self, message: &'static str) -> Option<T> {
        self.fail(message, self.at);
        None
    }

    /// Returns whether a fault ends the reading.
    fn stopped(&self) -> bool {
        self.fault.is_some() && self.strings == Strings::Data
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn next_char(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the characters that `belongs` accepts.
    pub(super) fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Handles the text after the value. Separate text does not invalidate the value, nor do surplus closing brackets after data.
    fn end(&mut self, separate: fn(&str) -> bool) {
        if self.fault.is_some() {
            return;
        }
        let value_end = self.at;
        self.space();
        let rest = self.rest();
        if rest.is_empty() {
            return;
        }
        let surplus = |c: char| matches!(c, '}' | ']' | ',' | ';' | '`' | '.') || c.is_whitespace();
        if self.strings == Strings::Data && rest.chars().all(surplus) {
            self.repair("text after the end", self.at);
            let start = if self.text[value_end..self.at].trim().is_empty() { value_end } else { self.at };
            self.replace(start..self.at + rest.trim_end().len(), "");
        } else if separate(rest) {
            self.repair("text after the end", self.at);
        } else {
            self.fail("unexpected text after the JSON value", self.at);
        }
    }

    /// Skips white space (including no-break spaces), comments and ellipses.
    fn space(&mut self) {
        while let Some(c) = self.next_char() {
            let at = self.at;
            self.at += c.len_utf8();
            match c {
                ' ' | '\t' | '\n' | '\r' => {}
                '/' if let Some(len) = comment(&self.text[at..]) => {
                    self.at = at + len;
                    self.repair(COMMENT, at);
                }
                '…' => self.repair_data("an ellipsis", "JSON does not allow an ellipsis", at),
                '.' if self.rest().starts_with("..") => {
                    self.at += 2;
                    self.repair_data("an ellipsis", "JSON does not allow an ellipsis", at);
                }
                '\u{200b}' | '\u{feff}' => {
                    self.repair_data(SPACE, "JSON does not allow this invisible character", at);
                    self.replace(at..self.at, "");
                }
                _ if c.is_whitespace() => {
                    self.repair(SPACE, at);
                    self.replace(at..self.at, " ");
                }
                _ => {
                    self.at = at;
                    return;
                }
            }
        }
    }

    /// Reads a value at this position, inside `depth` objects and arrays.
    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek() {
            None => self.none("a value is missing here"),
            Some(b'{' | b'[') if depth == MAX_DEPTH => self.none("this JSON value is nested too deeply"),
            Some(b'{') => Some(self.object(depth)),
            Some(b'[') => Some(self.array(depth)),
            // In prose, `2 boats` is a text.
            Some(b'-' | b'0'..=b'9') if self.strings == Strings::Data => self.number(),
            Some(_) => match self.quote() {
                Some(quote) if !self.is_apostrophe(quote) => Some(Value::String(self.string(quote, self.strings))),
                _ => self.word(),
            },
        }
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut items = Vec::new();
        self.at += 1;
        while self.has_next(b']') {
            let item = self.value(depth + 1);
            self.after_item(item.is_some(), b']');
            items.extend(item);
        }
        Value::Array(items)
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        self.at += 1;
        while self.has_next(b'}') {
            let at = self.at;
            let member = self.member(depth);
            let read = member.is_some();
            if let Some((name, value)) = member
                && members.insert(name, value).is_some()
                && self.strings == Strings::Data
            {
                self.repair(REPEATED, at);
            }
            self.after_item(read, b'}');
        }
        Value::Object(members)
    }

    /// Skips surplus commas. Returns whether another item follows, rather than the closing bracket, which is skipped too.
    fn has_next(&mut self, close: u8) -> bool {
        while !self.stopped() {
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.repair("a surplus comma", self.at);
                    if !self.text[..self.at].trim_end().ends_with(ELLIPSES) {
                        self.replace(self.at..self.at + 1, "");
                    }
                    self.at += 1;
                }
                Some(b) if b == close => {
                    self.at += 1;
                    return false;
                }
                Some(b'}') | None => {
                    let missing =
                        if close == b']' { "the closing `]` is missing" } else { "the closing `}` is missing" };
                    self.fail(missing, self.at);
                    return false;
                }
                Some(b']') => {
                    self.fail("a key and `:` are expected here", self.at);
                    self.at += 1;
                }
                Some(_) => return true,
            }
        }
        false
    }

    /// Skips the comma after an item that was read, or the text of an item with a fault.
    fn after_item(&mut self, read: bool, close: u8) {
        if self.stopped() {
            return;
        }
        if read {
            self.separator(close);
        } else {
            self.skip_item();
        }
    }

    /// Skips text up to the comma, closing bracket or line end after it. Inside a word, brackets and quotes open nothing: `true[`, `word"`.
    fn skip_item(&mut self) {
        let (mut braces, mut brackets) = (0_usize, 0_usize);
        while let Some(c) = self.next_char() {
            let nested = braces + brackets > 0;
            let opens = self.text[..self.at].ends_with(|c: char| c.is_whitespace() || ":,([{}]".contains(c));
            match c {
                ',' | '\n' if !nested => return,
                '}' if braces == 0 => return,
                ']' if brackets == 0 => return,
                '{' if opens => braces += 1,
                '}' => braces -= 1,
                '[' if opens => brackets += 1,
                ']' => brackets -= 1,
                '"' if opens => {
                    self.string((1, &['"']), Strings::Prose);
                    continue;
                }
                '/' if let Some(len) = comment(self.rest()) => {
                    self.at += len;
                    continue;
                }
                _ => {}
            }
            self.at += c.len_utf8();
        }
    }

    /// Skips the comma after an item. A missing comma is repaired if the next item is on a new line, or, in prose, if brackets separate the items.
    fn separator(&mut self, close: u8) {
        let before = self.at;
        self.space();
        let skipped = &self.text[before..self.at];
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.space();
                if self.peek() == Some(close) {
                    self.repair("a trailing comma", comma);
                    if !has_ellipsis(&self.text[comma..self.at]) {
                        self.replace(comma..comma + 1, "");
                    }
                }
            }
            None | Some(b'}' | b']') => {}
            Some(_) if skipped.contains('\n') || self.bracket_separates(before) => {
                self.repair("a missing comma", before);
                self.replace(before..before, ",");
            }
            Some(_) => {
                self.fail("a comma is expected here", self.at);
                self.after_item(false, close);
            }
        }
    }

    /// Returns whether, in prose, an item ends at `end` with a bracket, and another bracket or a key begins at this position.
    fn bracket_separates(&self, end: usize) -> bool {
        let next = self.rest();
        self.strings == Strings::Prose
            && self.text[..end].ends_with(['}', ']'])
            && (next.starts_with(['{', '[']) || next.strip_prefix('"').is_some_and(is_rest_of_key))
    }

    /// Reads a key and its value.
    fn member(&mut self, depth: usize) -> Option<(String, Value)> {
        let start = self.at;
        let key = match self.quote() {
            Some(quote) => self.string(quote, Strings::Data),
            None => self.bare_key()?,
        };
        self.space();
        if self.peek() == Some(b':') {
            self.at += 1;
            self.space();
            return Some((key, self.value(depth + 1)?));
        }
        // `"@odata.type: microsoft.graph.x"`: name and value in one pair of quotes.
        if let Some((name, value)) = key.split_once(": ")
            && matches!(self.peek(), Some(b',' | b'}'))
        {
            self.repair_data("name and value in one string", "a key and `:` are expected here", self.at);
            let (name, value) = (name.trim(), value.trim());
            let end = start + self.text[start..self.at].trim_end().len();
            self.replace(start..end, &format!("{}: {}", quoted(name), quoted(value)));
            return Some((name.to_owned(), Value::String(value.to_owned())));
        }
        self.none("a key and `:` are expected here")
    }

    fn bare_key(&mut self) -> Option<String> {
        let start = self.at;
        let key = self.take(|c| c.is_alphanumeric() || "_-.@$#".contains(c));
        if key.is_empty() {
            return self.none("a key and `:` are expected here");
        }
        self.repair("a name without quotes", start);
        self.replace(start..self.at, &quoted(key));
        Some(key.to_owned())
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        let text = self.take(|c| matches!(c, '0'..='9' | '.' | '+' | '-' | 'e' | 'E'));
        if let Ok(number) = text.parse::<Number>() {
            if number.is_f64() && significant(text) != significant(&number.to_string()) {
                self.repair(ROUNDED, start);
            }
            return Some(Value::Number(number));
        }
        // `007`, `1.`, or a date without quotes.
        self.at = start;
        self.word()
    }

    /// Reads `true`, `null`, or a word with missing quotes; in prose, a number or several words too.
    fn word(&mut self) -> Option<Value> {
        let start = self.at;
        let word = match self.strings {
            Strings::Data => self.take(|c| c.is_alphanumeric() || "_-.:+$@#<>".contains(c)),
            Strings::Prose => self.words(),
        };
        // In prose, words with a colon would be the next member or a URL that continues with `//`.
        if word.is_empty() || self.strings == Strings::Prose && word.contains(['"', '{', '[', ':']) {
            self.at = start;
            return self.none("a value is expected here");
        }
        let lower = word.to_ascii_lowercase();
        let value = match lower.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => word.parse().map_or_else(|_| Value::String(word.to_owned()), Value::Number),
        };
        if value.is_string() || lower != word {
            self.repair("a value without quotes", start);
            self.replace(start..self.at, &value.to_string());
        }
        Some(value)
    }

    /// Takes the words up to a delimiter, a line end or a comment.
    fn words(&mut self) -> &'a str {
        let line = self.take(|c| !matches!(c, ',' | '}' | ']' | '\n' | '\r'));
        let words = ["//", "/*"].iter().fold(line, |words, comment| words.split(comment).next().unwrap_or_default());
        let words = words.trim_end();
        self.at -= line.len() - words.len();
        words
    }
}
