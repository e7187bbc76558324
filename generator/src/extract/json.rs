//! JSON as pages contain it: mostly valid, sometimes with a trailing comma or a comment.
//!
//! In: the text of a fenced block, or of a message's body. Out: [`Lenient`]: the value as written, the value after repairs and the
//! first repair, or the offset where no repair helped. Never fails, and never recurses deeper than `MAX_DEPTH`.

use serde_json::{Map, Number, Value};

/// The nesting limit. No real page is nested as deeply.
const MAX_DEPTH: usize = 120;

/// The result of reading a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Lenient {
    /// Valid JSON.
    Valid(Value),
    /// JSON after repairs.
    Repaired(Value, Repair),
    /// Not JSON, even after repairs. Contains the offset of the first byte that does not fit.
    Broken(usize),
}

/// The first repair that a text needed, and its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// The fault, as a phrase for a message: `a trailing comma`.
    pub what: &'static str,
    /// The offset of the fault in the text.
    pub at: usize,
}

impl Lenient {
    /// Returns the value, repaired or not.
    #[must_use]
    pub fn value(self) -> Option<Value> {
        match self {
            Lenient::Valid(v) | Lenient::Repaired(v, _) => Some(v),
            Lenient::Broken(_) => None,
        }
    }
}

/// Parses one JSON value from `text`.
#[must_use]
pub fn parse(text: &str) -> Lenient {
    if let Ok(value) = serde_json::from_str(text) {
        return Lenient::Valid(value);
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), pos: 0, repair: None, stuck: 0 };
    reader.space();
    let Some(value) = reader.value(0) else {
        return Lenient::Broken(reader.stuck.max(reader.pos).min(text.len()));
    };
    reader.space();
    if reader.pos < text.len() {
        let rest = &text[reader.pos..];
        // A second message or a surplus closing brace does not invalidate the value before it.
        let harmless = rest.chars().all(|c| matches!(c, '}' | ']' | ',' | ';' | '`' | '.') || c.is_whitespace());
        if harmless || super::http_message::is_start_line(rest.lines().next().unwrap_or("")) {
            reader.fix("text after the end");
        } else {
            return Lenient::Broken(reader.pos);
        }
    }
    match reader.repair {
        Some(repair) => Lenient::Repaired(value, repair),
        // serde_json rejects it, but no repair was needed: a number out of range, a lone surrogate.
        None => Lenient::Repaired(value, Repair { what: "a value out of range", at: 0 }),
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
    repair: Option<Repair>,
    stuck: usize,
}

impl Reader<'_> {
    fn fix(&mut self, what: &'static str) {
        self.repair.get_or_insert(Repair { what, at: self.pos });
    }

    fn fail<T>(&mut self) -> Option<T> {
        self.stuck = self.stuck.max(self.pos);
        None
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.pos..).unwrap_or("")
    }

    /// Skips white space (including no-break spaces), comments and ellipses.
    fn space(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.pos += 1,
                Some(b'/') if self.bytes.get(self.pos + 1) == Some(&b'/') => {
                    self.fix("a comment");
                    let rest = &self.bytes[self.pos..];
                    self.pos += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                }
                Some(b'/') if self.bytes.get(self.pos + 1) == Some(&b'*') => {
                    self.fix("a comment");
                    let end = self.rest().find("*/").map_or(self.text.len(), |i| self.pos + i + 2);
                    self.pos = end;
                }
                Some(b'.') if self.rest().starts_with("...") => {
                    self.fix("an ellipsis");
                    self.pos += 3;
                }
                Some(b) if b >= 0x80 => {
                    let Some(c) = self.rest().chars().next() else { return };
                    if c == '…' {
                        self.fix("an ellipsis");
                    } else if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
                        self.fix("a space character that JSON does not allow");
                    } else {
                        return;
                    }
                    self.pos += c.len_utf8();
                }
                _ => return,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return self.fail();
        }
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'-' | b'0'..=b'9' => self.number(),
            _ if self.quote().is_some() => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    /// Returns the closing quotes that match the opening quote here, and the length of the opening quote.
    fn quote(&self) -> Option<(&'static [char], usize)> {
        let c = self.rest().chars().next()?;
        let close: &[char] = match c {
            '"' => &['"'],
            '“' | '”' | '„' => &['”', '“', '"'],
            '\'' => &['\''],
            '‘' | '’' => &['’', '‘', '\''],
            _ => return None,
        };
        Some((close, c.len_utf8()))
    }

    fn string(&mut self) -> Option<String> {
        let (close, len) = self.quote()?;
        if close != ['"'] {
            self.fix("quotes that are not `\"`");
        }
        self.pos += len;
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return self.fail() };
            if close.contains(&c) {
                self.pos += c.len_utf8();
                return Some(out);
            }
            match c {
                '\\' => self.escape(&mut out),
                '\n' | '\r' | '\t' => {
                    self.fix("a control character in a string");
                    // The string was wrapped by hand: the line end and the indent are not part of it.
                    if c == '\t' {
                        out.push(c);
                        self.pos += 1;
                    } else {
                        while matches!(self.peek(), Some(b'\n' | b'\r' | b' ' | b'\t')) {
                            self.pos += 1;
                        }
                    }
                }
                _ => {
                    if c.is_control() && c < '\u{20}' {
                        self.fix("a control character in a string");
                    }
                    out.push(c);
                    self.pos += c.len_utf8();
                }
            }
        }
    }

    fn escape(&mut self, out: &mut String) {
        let Some(c) = self.rest().chars().nth(1) else {
            self.pos += 1;
            return;
        };
        let plain = match c {
            '"' | '\\' | '/' => Some(c),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            _ => None,
        };
        if let Some(plain) = plain {
            out.push(plain);
            self.pos += 2;
            return;
        }
        if c == 'u' {
            let unit = |at: usize| u32::from_str_radix(self.text.get(at..at + 4)?, 16).ok();
            if let Some(first) = unit(self.pos + 2) {
                let second = (self.text.get(self.pos + 6..self.pos + 8) == Some("\\u"))
                    .then(|| unit(self.pos + 8))
                    .flatten()
                    .filter(|s| (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(s));
                let (code, len) = match second {
                    Some(s) => (0x10000 + ((first - 0xd800) << 10) + (s - 0xdc00), 12),
                    None => (first, 6),
                };
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                self.pos += len;
                return;
            }
        }
        self.fix("an invalid escape");
        out.push(c);
        self.pos += 1 + c.len_utf8();
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.pos;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E')) {
            self.pos += 1;
        }
        let text = &self.text[start..self.pos];
        if let Ok(number) = text.parse::<Number>() {
            return Some(Value::Number(number));
        }
        // `007`, `1.`, or a date without quotes.
        self.pos = start;
        self.word()
    }

    /// Reads `true`, `null`, or a word with missing quotes.
    fn word(&mut self) -> Option<Value> {
        let start = self.pos;
        let len =
            self.rest().find(|c: char| !(c.is_alphanumeric() || "_-.:+$@#<>".contains(c))).unwrap_or(self.rest().len());
        if len == 0 {
            return self.fail();
        }
        self.pos += len;
        Some(match &self.text[start..self.pos] {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            word => {
                self.repair.get_or_insert(Repair { what: "a value without quotes", at: start });
                match word.to_ascii_lowercase().as_str() {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    "null" => Value::Null,
                    _ => Value::String(word.to_owned()),
                }
            }
        })
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.pos += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None => return self.fail(),
                Some(b']') => {
                    self.pos += 1;
                    return Some(Value::Array(items));
                }
                Some(b',') => {
                    self.fix("a surplus comma");
                    self.pos += 1;
                    continue;
                }
                Some(_) => items.push(self.value(depth + 1)?),
            }
            self.separator(b']')?;
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.pos += 1;
        let mut members = Map::new();
        loop {
            self.space();
            let key = match self.peek() {
                None => return self.fail(),
                Some(b'}') => {
                    self.pos += 1;
                    return Some(Value::Object(members));
                }
                Some(b',') => {
                    self.fix("a surplus comma");
                    self.pos += 1;
                    continue;
                }
                Some(_) if self.quote().is_some() => self.string()?,
                Some(_) => self.bare_key()?,
            };
            self.space();
            if self.peek() != Some(b':') {
                // `"@odata.type: microsoft.graph.x"`: name and value in one pair of quotes.
                if let Some((name, value)) = key.split_once(": ")
                    && matches!(self.peek(), Some(b',' | b'}'))
                {
                    self.fix("name and value in one string");
                    members.insert(name.trim().to_owned(), Value::String(value.trim().to_owned()));
                    self.separator(b'}')?;
                    continue;
                }
                return self.fail();
            }
            self.pos += 1;
            self.space();
            let value = self.value(depth + 1)?;
            members.insert(key, value);
            self.separator(b'}')?;
        }
    }

    fn bare_key(&mut self) -> Option<String> {
        let len =
            self.rest().find(|c: char| !(c.is_alphanumeric() || "_-.@$#".contains(c))).unwrap_or(self.rest().len());
        if len == 0 {
            return self.fail();
        }
        self.fix("a name without quotes");
        let key = self.rest()[..len].to_owned();
        self.pos += len;
        Some(key)
    }

    /// Skips the comma after a value. A missing comma is repaired if another value or name follows on a new line.
    fn separator(&mut self, close: u8) -> Option<()> {
        let before = self.pos;
        self.space();
        match self.peek() {
            Some(b',') => {
                let comma = self.pos;
                self.pos += 1;
                self.space();
                if self.peek() == Some(close) {
                    self.repair.get_or_insert(Repair { what: "a trailing comma", at: comma });
                }
                Some(())
            }
            Some(b) if b == close => Some(()),
            Some(_) if self.text[before..self.pos].contains('\n') => {
                self.repair.get_or_insert(Repair { what: "a missing comma", at: before });
                Some(())
            }
            _ => self.fail(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn repaired(text: &str) -> (Value, &'static str) {
        match parse(text) {
            Lenient::Repaired(value, repair) => (value, repair.what),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn valid_json_is_unchanged() {
        assert_eq!(parse("{\"a\": [1, null]}"), Lenient::Valid(json!({"a": [1, null]})));
        assert_eq!(parse("893"), Lenient::Valid(json!(893)));
    }

    #[test]
    fn usual_faults_are_repaired() {
        for (text, value, what) in [
            ("{\"a\": 1,}", json!({"a": 1}), "a trailing comma"),
            ("[1, 2,\n]", json!([1, 2]), "a trailing comma"),
            ("{\"a\": 1, // one\n \"b\": 2 /* two */}", json!({"a": 1, "b": 2}), "a comment"),
            ("{“a”: “x”}", json!({"a": "x"}), "quotes that are not `\"`"),
            ("{\u{a0}\"a\": 1}", json!({"a": 1}), "a space character that JSON does not allow"),
            ("{\"a\": \"x\n   y\"}", json!({"a": "xy"}), "a control character in a string"),
            ("{a: true}", json!({"a": true}), "a name without quotes"),
            ("{\"a\": 1\n \"b\": 2}", json!({"a": 1, "b": 2}), "a missing comma"),
            ("{\"a\": { ... }, ...}", json!({"a": {}}), "an ellipsis"),
            ("{\"a\": String}", json!({"a": "String"}), "a value without quotes"),
            ("{\"a\": 1}}", json!({"a": 1}), "text after the end"),
            ("{\"a\": \"\\'\"}", json!({"a": "'"}), "an invalid escape"),
            ("{\"@odata.type: x.y\", \"b\": 1}", json!({"@odata.type": "x.y", "b": 1}), "name and value in one string"),
        ] {
            assert_eq!(repaired(text), (value, what), "{text}");
        }
    }

    #[test]
    fn broken_json_is_reported() {
        for text in ["", "{", "{\"a\" 1}", "{\"a\": 1} and more", "[1 2]", "hello there"] {
            assert!(matches!(parse(text), Lenient::Broken(_)), "{text}: {:?}", parse(text));
        }
        assert!(matches!(parse(&"[".repeat(100_000)), Lenient::Broken(_)));
    }

    #[test]
    fn surrogates_are_decoded() {
        assert_eq!(repaired("{\"a\": \"\\ud83d\\ude00\",}").0, json!({"a": "😀"}));
        assert_eq!(repaired("{\"a\": \"\\ud83d\",}").0, json!({"a": "\u{fffd}"}));
    }
}
