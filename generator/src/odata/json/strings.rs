//! Strings, their quotes and escapes.
//!
//! In: a [`Reader`] at a quote. Out: the text of the string.

use super::Strings;
use super::reader::Reader;
use super::replace::quoted;

/// A quote: its length, and the closing quotes that match it.
pub(super) type Quote = (usize, &'static [char]);

/// Returns whether `text`, which follows a quote, is `key":`, so that the quote opens a key rather than ends a string.
pub(super) fn is_rest_of_key(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_alphanumeric() || "_@.".contains(c));
    after.len() < text.len() && after.strip_prefix('"').is_some_and(|after| after.trim_start().starts_with(':'))
}

/// Returns whether `text` can follow a string.
fn is_before_delimiter(text: &str) -> bool {
    let after = text.trim_start_matches([' ', '\t']);
    after.is_empty() || after.starts_with([',', ':', '}', ']', '\n', '\r', '/'])
}

impl Reader<'_> {
    /// Returns the opening quote at this position.
    pub(super) fn quote(&self) -> Option<Quote> {
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

    /// Returns whether the quote at this position is a character of a text without quotes: in prose, one that is not `"` and that no quote
    /// closes on its line.
    pub(super) fn is_apostrophe(&mut self, (len, close): Quote) -> bool {
        if close == ['"'] || self.strings == Strings::Data {
            return false;
        }
        if self.at < self.apostrophes {
            return true;
        }
        let line = self.rest().lines().next().unwrap_or_default();
        let closes = |(at, quote): (usize, &str)| at >= len && is_before_delimiter(&line[at + quote.len()..]);
        if line.match_indices(close).any(closes) {
            return false;
        }
        self.apostrophes = self.at + line.len();
        true
    }

    /// Reads the string that begins with `quote`. Without a closing quote, it is the rest of the text.
    pub(super) fn string(&mut self, quote: Quote, strings: Strings) -> String {
        let (start, repairs) = (self.at, self.repairs);
        let string = self.characters(quote, strings);
        if self.repairs > repairs && self.strings == Strings::Data {
            self.replace(start..self.at, &quoted(&string));
        }
        string
    }

    fn characters(&mut self, (len, close): Quote, strings: Strings) -> String {
        let start = self.at;
        if close != ['"'] {
            self.repair_data("quotes that are not `\"`", "this is not a quote of JSON; use `\"`", start);
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
                if is_before_delimiter(self.rest()) {
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
