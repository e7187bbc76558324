//! The reader for text that is not valid JSON.
//!
//! In: the text and its [`Dialect`]. Out: a [`Reading`]. A repair restores a clear intention. The reader stops at the first text whose
//! intention is unclear.

use serde_json::{Map, Number, Value};

use super::{Dialect, Fault, Reading, Repair, Strings};

/// The number of nested objects and arrays that are read, the same as for valid JSON. No real page is nested as deeply.
const MAX_DEPTH: usize = 127;

/// Reads one value from `text`, with at least one repair or a fault.
pub(super) fn read(text: &str, dialect: Dialect) -> Reading {
    let mut reader = Reader { text, at: 0, strings: dialect.strings, repair: None, fault: None };
    reader.space();
    let value = reader.value(0).unwrap_or_default();
    reader.end(dialect.separate);
    // A text that serde_json rejects without need of a repair contains a number out of range or a lone surrogate.
    let out_of_range = reader.fault.is_none().then_some(Repair { what: "a value out of range", at: 0 });
    Reading { value, repair: reader.repair.or(out_of_range), fault: reader.fault }
}

/// Returns whether `text`, which follows a quote, is `key":`, so that the quote opens a key rather than ends a string.
fn is_rest_of_key(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_alphanumeric() || "_@.".contains(c));
    after.len() < text.len() && after.strip_prefix('"').is_some_and(|after| after.trim_start().starts_with(':'))
}

/// A quote: its length, and the closing quotes that match it.
type Quote = (usize, &'static [char]);

struct Reader<'a> {
    text: &'a str,
    at: usize,
    strings: Strings,
    repair: Option<Repair>,
    fault: Option<Fault>,
}

impl<'a> Reader<'a> {
    /// Records a repair at `at`. Only the first one is kept.
    fn repair(&mut self, what: &'static str, at: usize) {
        self.repair.get_or_insert(Repair { what, at });
    }

    /// Records the fault at `at` that ends the reading.
    fn fail(&mut self, message: &'static str, at: usize) {
        self.fault.get_or_insert(Fault { message, at, stopped: self.at });
    }

    /// Records the fault at this position, where no value or key begins.
    fn none<T>(&mut self, message: &'static str) -> Option<T> {
        self.fail(message, self.at);
        None
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next_char(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the characters that `belongs` accepts.
    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Handles the text after the value. Surplus closing brackets and separate text do not invalidate the value.
    fn end(&mut self, separate: fn(&str) -> bool) {
        if self.fault.is_some() {
            return;
        }
        self.space();
        let rest = self.rest();
        if rest.is_empty() {
            return;
        }
        let surplus = |c: char| matches!(c, '}' | ']' | ',' | ';' | '`' | '.') || c.is_whitespace();
        if rest.chars().all(surplus) || separate(rest) {
            self.repair("text after the end", self.at);
        } else {
            self.fail("unexpected text after the JSON value", self.at);
        }
    }

    /// Skips white space (including no-break spaces), comments and ellipses.
    fn space(&mut self) {
        while let Some(c) = self.next_char() {
            let rest = self.rest();
            let (what, len) = match c {
                ' ' | '\t' | '\n' | '\r' => {
                    self.at += 1;
                    continue;
                }
                '/' if rest.starts_with("//") => ("a comment", rest.find('\n').unwrap_or(rest.len())),
                '/' if rest.starts_with("/*") => ("a comment", rest.find("*/").map_or(rest.len(), |end| end + 2)),
                '.' if rest.starts_with("...") => ("an ellipsis", 3),
                '…' => ("an ellipsis", c.len_utf8()),
                _ if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') => {
                    ("a space character that JSON does not allow", c.len_utf8())
                }
                _ => return,
            };
            self.repair(what, self.at);
            self.at += len;
        }
    }

    /// Reads a value at this position, inside `depth` objects and arrays.
    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek() {
            None => self.none("a value is missing here"),
            Some(b'{' | b'[') if depth == MAX_DEPTH => self.none("this JSON value is nested too deeply"),
            Some(b'{') => Some(self.object(depth)),
            Some(b'[') => Some(self.array(depth)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => match self.quote() {
                Some(quote) => Some(Value::String(self.string(quote, self.strings))),
                None => self.word(),
            },
        }
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut items = Vec::new();
        self.at += 1;
        while self.has_next(b']') {
            items.extend(self.value(depth + 1));
            self.separator(b']');
        }
        Value::Array(items)
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        self.at += 1;
        while self.has_next(b'}') {
            members.extend(self.member(depth));
            self.separator(b'}');
        }
        Value::Object(members)
    }

    /// Skips surplus commas. Returns whether another item follows, rather than the closing bracket, which is skipped too.
    fn has_next(&mut self, close: u8) -> bool {
        while self.fault.is_none() {
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.repair("a surplus comma", self.at);
                    self.at += 1;
                }
                Some(b) if b == close => {
                    self.at += 1;
                    return false;
                }
                Some(b'}') | None if close == b']' => self.fail("the closing `]` is missing", self.at),
                None => self.fail("the closing `}` is missing", self.at),
                Some(_) => return true,
            }
        }
        false
    }

    /// Skips the comma after an item. A missing comma is repaired if the next item is on a new line, or if brackets separate the items.
    fn separator(&mut self, close: u8) {
        if self.fault.is_some() {
            return;
        }
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
                }
            }
            None | Some(b'}' | b']') => {}
            Some(_) if skipped.contains('\n') || self.bracket_separates(before) => {
                self.repair("a missing comma", before)
            }
            Some(_) => self.fail("a comma is expected here", self.at),
        }
    }

    /// Returns whether an item ends at `end` with a bracket, and another bracket or a key begins at this position.
    fn bracket_separates(&self, end: usize) -> bool {
        let next = self.rest();
        self.text[..end].ends_with(['}', ']'])
            && (next.starts_with(['{', '[']) || next.strip_prefix('"').is_some_and(is_rest_of_key))
    }

    /// Reads a key and its value.
    fn member(&mut self, depth: usize) -> Option<(String, Value)> {
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
            self.repair("name and value in one string", self.at);
            return Some((name.trim().to_owned(), Value::String(value.trim().to_owned())));
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
        Some(key.to_owned())
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        let text = self.take(|c| matches!(c, '0'..='9' | '.' | '+' | '-' | 'e' | 'E'));
        if let Ok(number) = text.parse::<Number>() {
            return Some(Value::Number(number));
        }
        // `007`, `1.`, or a date without quotes.
        self.at = start;
        self.word()
    }

    /// Reads `true`, `null`, or a word, in prose several words, with missing quotes.
    fn word(&mut self) -> Option<Value> {
        let start = self.at;
        let word = match self.strings {
            Strings::Data => self.take(|c| c.is_alphanumeric() || "_-.:+$@#<>".contains(c)),
            Strings::Prose => self.words(),
        };
        // Words with a colon would be the next member.
        if word.is_empty() || word.contains(['"', '{', '[']) || word.contains(' ') && word.contains(':') {
            self.at = start;
            return self.none("a value is expected here");
        }
        let lower = word.to_ascii_lowercase();
        let value = match lower.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => Value::String(word.to_owned()),
        };
        if value.is_string() || lower != word {
            self.repair("a value without quotes", start);
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

    /// Returns the opening quote at this position.
    fn quote(&self) -> Option<Quote> {
        let c = self.next_char()?;
        let close: &[char] = match c {
            '"' => &['"'],
            '“' | '”' | '„' => &['”', '“', '"'],
            '\'' => &['\''],
            '‘' | '’' => &['’', '‘', '\''],
            _ => return None,
        };
        Some((c.len_utf8(), close))
    }

    /// Reads the string that begins with `quote`. Without a closing quote, it is the rest of the text.
    fn string(&mut self, (len, close): Quote, strings: Strings) -> String {
        let start = self.at;
        if close != ['"'] {
            self.repair("quotes that are not `\"`", start);
        }
        self.at += len;
        let mut out = String::new();
        // While only blanks follow the last line end: its offset, and the length of the string before it.
        let mut line = None;
        while let Some(c) = self.next_char() {
            let at = self.at;
            if close.contains(&c) {
                self.at += c.len_utf8();
                if strings == Strings::Data {
                    return out;
                }
                if let Some((line_end, len)) = line
                    && is_rest_of_key(self.rest())
                {
                    self.repair("a missing quote", line_end);
                    self.at = line_end;
                    out.truncate(out[..len].trim_end().trim_end_matches(',').len());
                    return out;
                }
                if self.delimiter_follows() {
                    return out;
                }
                self.repair("a quote inside a string", at);
                out.push(c);
            } else if c == '\\' {
                self.escape(&mut out);
            } else {
                if c < '\u{20}' {
                    self.repair("a control character in a string", at);
                }
                if matches!(c, '\n' | '\r') && strings == Strings::Data {
                    self.take(|c| matches!(c, '\n' | '\r' | ' ' | '\t'));
                    continue;
                }
                if c == '\n' {
                    line = Some((at, out.len()));
                }
                out.push(c);
                self.at += c.len_utf8();
            }
            line = line.filter(|_| c.is_whitespace());
        }
        self.fail("the closing quote is missing", start);
        out
    }

    /// Returns whether the text at this position can follow a string.
    fn delimiter_follows(&self) -> bool {
        let after = self.rest().trim_start_matches([' ', '\t']);
        after.is_empty() || after.starts_with([',', ':', '}', ']', '\n', '\r', '/'])
    }

    fn escape(&mut self, out: &mut String) {
        let Some(c) = self.rest().chars().nth(1) else {
            self.at += 1;
            return;
        };
        let (plain, len) = match c {
            '"' | '\\' | '/' => (c, 2),
            'b' => ('\u{8}', 2),
            'f' => ('\u{c}', 2),
            'n' => ('\n', 2),
            'r' => ('\r', 2),
            't' => ('\t', 2),
            'u' if let Some((code, len)) = self.unicode_escape() => (char::from_u32(code).unwrap_or('\u{fffd}'), len),
            _ => {
                self.repair("an invalid escape", self.at);
                (c, 1 + c.len_utf8())
            }
        };
        out.push(plain);
        self.at += len;
    }

    /// Returns the code point and the length of the `\u` escape at this position, or of the surrogate pair.
    fn unicode_escape(&self) -> Option<(u32, usize)> {
        let unit = |at: usize| u32::from_str_radix(self.text.get(at..at + 4)?, 16).ok();
        let first = unit(self.at + 2)?;
        let second = (self.text.get(self.at + 6..self.at + 8) == Some("\\u"))
            .then(|| unit(self.at + 8))
            .flatten()
            .filter(|second| (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(second));
        Some(second.map_or((first, 6), |second| (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 12)))
    }
}
