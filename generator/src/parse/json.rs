//! Parses JSON as people write it in comments and examples.
//!
//! In: a text. Out: the value, repaired where the intention is clear (trailing and missing commas, unquoted keys,
//! comments, line ends and quotes inside strings), and the first fault that could not be repaired. Never fails:
//! everything before the fault is kept.

use serde_json::{Map, Number, Value};

/// Maximum nesting depth. A deeper value is a fault.
const MAX_DEPTH: usize = 64;

/// A byte offset in the text, and a message about the fault there.
pub type Fault = (usize, String);

/// Parses `text` as an object. Also returns the first fault, if any.
#[must_use]
pub fn object(text: &str) -> (Map<String, Value>, Option<Fault>) {
    if let Ok(value) = serde_json::from_str(text) {
        return (value, None);
    }
    match value(text) {
        (Value::Object(map), fault) => (map, fault),
        (_, fault) => (Map::new(), Some(fault.unwrap_or_else(|| (0, "this is not a JSON object".to_owned())))),
    }
}

/// Parses `text` as a value. Also returns the first fault, if any.
#[must_use]
pub fn value(text: &str) -> (Value, Option<Fault>) {
    if let Ok(value) = serde_json::from_str(text) {
        return (value, None);
    }
    let mut reader = Reader { text, at: 0, fault: None };
    let value = reader.value(0);
    reader.space();
    if reader.at < text.len() {
        reader.fail("unexpected text after the JSON value");
    }
    (value, reader.fault)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    fault: Option<Fault>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Records a fault. Only the first one is kept, since everything after it is guesswork.
    fn fail(&mut self, message: &str) {
        self.fault.get_or_insert_with(|| (self.at, message.to_owned()));
    }

    /// Skips white space, including no-break spaces, and comments.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            let mut skip = rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                skip += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                skip += trimmed.find("*/").map_or(trimmed.len(), |n| n + 2);
            } else if skip == 0 {
                return;
            }
            self.at += skip;
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        self.space();
        match self.peek() {
            _ if depth > MAX_DEPTH => {
                self.fail("this JSON value is nested too deeply");
                self.at = self.text.len();
                Value::Null
            }
            Some(b'{') => self.members(depth),
            Some(b'[') => self.elements(depth),
            Some(b'"') => Value::String(self.string(false)),
            Some(_) => self.word(),
            None => {
                self.fail("a value is missing here");
                Value::Null
            }
        }
    }

    fn members(&mut self, depth: usize) -> Value {
        let mut map = Map::new();
        self.at += 1;
        loop {
            self.space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                None => {
                    self.fail("the closing `}` is missing");
                    break;
                }
                _ => {}
            }
            let key = if self.peek() == Some(b'"') { self.string(true) } else { self.key() };
            self.space();
            if key.is_empty() || self.peek() != Some(b':') {
                self.fail("a key and `:` are expected here");
                self.at = self.text.len();
                break;
            }
            self.at += 1;
            let value = self.value(depth + 1);
            map.insert(key, value);
        }
        Value::Object(map)
    }

    fn elements(&mut self, depth: usize) -> Value {
        let mut list = Vec::new();
        self.at += 1;
        loop {
            self.space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(b'}') | None => {
                    self.fail("the closing `]` is missing");
                    break;
                }
                _ => list.push(self.value(depth + 1)),
            }
        }
        Value::Array(list)
    }

    /// Reads an unquoted key.
    fn key(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "_@.$-#".contains(c))).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        self.at += end;
        key
    }

    /// Reads a number, `true`, `false`, `null` or unquoted text.
    fn word(&mut self) -> Value {
        let rest = self.rest();
        let end = rest.find([',', '}', ']', '\n', '\r']).unwrap_or(rest.len());
        let word = rest[..end].split("//").next().unwrap_or_default().trim_end().to_owned();
        // Advance by at least one character, so that the parser always terminates.
        let step = rest.chars().next().map_or(0, char::len_utf8);
        if word.is_empty() || word.contains(['"', '{', '[', ':']) {
            self.fail("a value is expected here");
        }
        self.at += word.len().max(step);
        match word.as_str() {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" => Value::Null,
            other => other.parse::<Number>().map_or(Value::String(word), Value::Number),
        }
    }

    /// Reads a string. In a value, a quote is part of the text unless JSON syntax follows it.
    fn string(&mut self, key: bool) -> String {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(stop) = rest.find(['"', '\\']) else {
                self.at = start;
                self.fail("the closing quote is missing");
                text.push_str(&self.text[start + 1..]);
                self.at = self.text.len();
                return text;
            };
            text.push_str(&rest[..stop]);
            let quote = rest.as_bytes()[stop] == b'"';
            self.at += stop + 1;
            if !quote {
                self.escape(&mut text);
                continue;
            }
            if key {
                return text;
            }
            if let Some(line) = self.forgotten(&text, start) {
                // The quote opens a key on a later line, so the closing quote of the string is missing.
                self.at = line;
                text.truncate(text.rfind('\n').unwrap_or(text.len()));
                return text.trim_end().trim_end_matches(',').to_owned();
            }
            let behind = self.rest().trim_start_matches([' ', '\t']);
            if behind.is_empty() || behind.starts_with([',', ':', '}', ']', '\n', '\r', '/']) {
                return text;
            }
            text.push('"');
        }
    }

    /// Returns where the last line begins if the quote just read opens its `"key":` and does not end the string.
    ///
    /// The string begins at `start`; `text` is its content so far.
    fn forgotten(&self, text: &str, start: usize) -> Option<usize> {
        let line = text.rfind('\n')?;
        let key = self.rest().find(|c: char| !(c.is_alphanumeric() || "_@.".contains(c)))?;
        let behind = self.rest()[key..].strip_prefix('"')?;
        let ahead = text[line..].trim().is_empty() && key > 0 && behind.trim_start().starts_with(':');
        ahead.then(|| self.text[start..self.at - 1].rfind('\n').map_or(self.at - 1, |n| start + n))
    }

    fn escape(&mut self, text: &mut String) {
        let Some(c) = self.rest().chars().next() else { return };
        self.at += c.len_utf8();
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'u' => {
                let code = self.rest().get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                self.at += if code.is_some() { 4 } else { 0 };
                text.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
            }
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        let (value, fault) = value(text);
        assert_eq!(fault, None, "{text}");
        value.to_string()
    }

    #[test]
    fn usual_faults_are_repaired() {
        assert_eq!(repaired("{\"a\": 1,\t\n}"), r#"{"a":1}"#);
        assert_eq!(repaired("{a.b: true, @odata.type: \"x\"}"), r#"{"a.b":true,"@odata.type":"x"}"#);
        assert_eq!(repaired("{\"a\": [1, 2,]\n \"b\": null}"), r#"{"a":[1,2],"b":null}"#);
        assert_eq!(repaired("{ // one\n\"a\": /* two */ 1 // three\n}"), r#"{"a":1}"#);
        assert_eq!(repaired("{\"a\":\u{a0}\"b\"}"), r#"{"a":"b"}"#);
    }

    #[test]
    fn strings_may_contain_quotes_and_line_ends() {
        assert_eq!(repaired("{\"a\": \"say \"yes\" or\nno\"}"), r#"{"a":"say \"yes\" or\nno"}"#);
        assert_eq!(repaired("{\"a\": \"no end,\n  \"b\": 1}"), r#"{"a":"no end","b":1}"#);
    }

    #[test]
    fn text_before_a_fault_is_kept() {
        let (map, fault) = object("{\"a\": 1, \"b\" 2}");
        assert_eq!((map.len(), fault.map(|f| f.0)), (1, Some(13)));
        assert_eq!(object("[1]").1.map(|f| f.0), Some(0));
    }

    #[test]
    fn hostile_text_terminates() {
        for text in ["", "{", "[", "\"", "{\"", "{:", "{a", "{a:", "]", "{a:}", "[}", "{\"a\\", "/*", "{//", "[,,:,:]"]
        {
            let _ = object(text);
        }
        for part in ["[", "{\"a\":", "{a:", "\"", ",", ":", "//", "/*", "\\u", "\u{e9}", "[1,", "\"\n\"a\":"] {
            let _ = object(&part.repeat(20_000));
            let _ = object(&format!("{{{}", part.repeat(20_000)));
        }
    }
}
