//! Splits a command into words as a POSIX shell does, with the `$'…'` of bash (POSIX.1-2024 §2.2).
//!
//! In: a text that begins with a command. Out: [`Words`]. Nothing is expanded: variables are text, and reported as [`Word::variables`].
//! Common faults of copied commands are tolerated: `\` before blanks at the end of a line, a line break before an option.

use std::ops::Range;

use super::text::Located;

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word without quotes and escapes.
    pub text: Located,
    /// The variables and command substitutions in it that a shell would replace.
    pub variables: Vec<Range<usize>>,
}

/// The words of the first command of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub words: Vec<Word>,
    /// The opening quote of a text that has no closing one.
    pub unclosed: Option<usize>,
    /// The first `&`, `;` or `|` that would end the command in a shell, although it is inside a word.
    pub unquoted: Option<usize>,
    /// The first line break before an option that would end the command in a shell.
    pub broken_line: Option<usize>,
    /// Where the text after the command begins.
    pub rest: Option<usize>,
}

/// Splits the command that begins at offset `start`.
#[must_use]
pub fn split(text: &str, start: usize) -> Words {
    let mut splitter = Splitter { text, at: start, word: None, out: Words::default(), unclosed: [false; 2] };
    splitter.run();
    splitter.finish_word();
    splitter.out
}

struct Splitter<'t> {
    text: &'t str,
    at: usize,
    word: Option<Word>,
    out: Words,
    /// Whether a `$(`, and a `${`, without an end was found. Looking for the ends of many would take too long.
    unclosed: [bool; 2],
}

impl<'t> Splitter<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\\' => self.escape(),
                '\'' => self.single(),
                '"' => self.double(),
                '$' if self.second() == Some('\'') => self.ansi(),
                '$' if self.second() == Some('"') => {
                    self.at += 1;
                    self.double();
                }
                // PowerShell's line continuation.
                '`' if line_break(&self.rest()[1..]).is_some() => self.at += 1,
                '$' => self.dollar(),
                '\n' => {
                    self.finish_word();
                    if self.ends_at_line_break() {
                        return;
                    }
                }
                '#' if self.word.is_none() => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                c if c.is_whitespace() => {
                    self.finish_word();
                    self.at += c.len_utf8();
                }
                '|' | ';' | '&' | '>' | '<' if self.ends_command(c) => {
                    self.finish_word();
                    self.out.rest = Some(self.at);
                    return;
                }
                c => self.push(c),
            }
        }
    }

    fn word(&mut self) -> &mut Word {
        let start = self.at;
        self.word.get_or_insert_with(|| Word { text: Located::at(start), variables: Vec::new() })
    }

    /// Adds the character at this position to the word.
    fn push(&mut self, c: char) {
        self.push_as(c.encode_utf8(&mut [0; 4]), c.len_utf8());
    }

    /// Adds a text that is written with `length` bytes at this position.
    fn push_as(&mut self, text: &str, length: usize) {
        let at = self.at;
        self.word().text.push(text, at);
        self.at += length;
    }

    fn finish_word(&mut self) {
        if let Some(mut word) = self.word.take() {
            word.text.range.end = self.at;
            self.out.words.push(word);
        }
    }

    /// Returns whether an operator ends the command. Inside of a word, it is meant as text unless a blank follows.
    fn ends_command(&mut self, c: char) -> bool {
        let before_blank = self.second().is_none_or(char::is_whitespace);
        match (c, &self.word) {
            ('<', None) => before_blank,
            (_, None) => true,
            // `2>/dev/null`
            ('>', Some(word)) if word.text.text.bytes().all(|b| b.is_ascii_digit()) => {
                self.word = None;
                true
            }
            ('<' | '>', Some(_)) => false,
            (_, Some(_)) => {
                if !before_blank {
                    self.out.unquoted.get_or_insert(self.at);
                }
                before_blank
            }
        }
    }

    /// Handles a line break outside of quotes. Returns whether it ends the command.
    fn ends_at_line_break(&mut self) -> bool {
        let rest = self.rest().trim_start();
        let next = self.text.len() - rest.len();
        let goes_on = rest.starts_with(['-', '\'', '"']) || self.out.words.len() < 2;
        if goes_on && self.out.words.len() > 1 {
            self.out.broken_line.get_or_insert(self.at);
        }
        self.out.rest = (!goes_on && !rest.is_empty()).then_some(next);
        self.at = next;
        !goes_on
    }

    /// Handles `\` outside of quotes.
    fn escape(&mut self) {
        let after = &self.rest()[1..];
        if let Some(length) = line_break(after) {
            self.at += 1 + length;
            return;
        }
        match after.chars().next() {
            Some(c) => {
                self.at += 1;
                self.push(c);
            }
            None => self.push('\\'),
        }
    }

    fn single(&mut self) {
        self.word();
        let content = &self.rest()[1..];
        let length = content.find('\'');
        if length.is_none() {
            self.out.unclosed.get_or_insert(self.at);
        }
        self.at += 1;
        let length = length.unwrap_or(content.len());
        self.push_as(&content[..length], (length + 1).min(content.len()));
    }

    fn double(&mut self) {
        self.word();
        let open = self.at;
        self.at += 1;
        while let Some(c) = self.rest().chars().next() {
            let after = self.rest().get(c.len_utf8()..).unwrap_or_default();
            match c {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' if after.starts_with(['$', '`', '"', '\\']) => {
                    self.at += 1;
                    self.push_as(&after[..1], 1);
                }
                '\\' if after.starts_with('\n') => self.at += 2,
                '\\' if after.starts_with("\r\n") => self.at += 3,
                '$' => self.dollar(),
                c => self.push(c),
            }
        }
        self.out.unclosed.get_or_insert(open);
    }

    /// Handles `$` where a shell replaces variables: adds the name as it is.
    fn dollar(&mut self) {
        let rest = self.rest();
        let length = match self.second() {
            Some('(') if !self.unclosed[0] => self.length_or_one(0, substitution(rest)),
            Some('{') if !self.unclosed[1] => self.length_or_one(1, rest.find('}').map(|end| end + 1)),
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                1 + rest[1..].find(|c: char| !is_name(c)).unwrap_or(rest.len() - 1)
            }
            _ => 1,
        };
        let range = self.at..self.at + length;
        let word = self.word();
        word.variables.extend((length > 1).then_some(range));
        self.push_as(&rest[..length], length);
    }

    fn length_or_one(&mut self, kind: usize, length: Option<usize>) -> usize {
        self.unclosed[kind] |= length.is_none();
        length.unwrap_or(1)
    }

    /// Handles `$'…'`.
    fn ansi(&mut self) {
        self.word();
        let open = self.at;
        self.at += 2;
        // Several escapes may be one character.
        let mut bytes: (Vec<u8>, usize) = (Vec::new(), self.at);
        loop {
            let rest = self.rest();
            let escaped = rest.strip_prefix('\\').and_then(Escape::parse);
            if let Some(Escape { value: Value::Byte(byte), length }) = escaped {
                if bytes.0.is_empty() {
                    bytes.1 = self.at;
                }
                bytes.0.push(byte);
                self.at += 1 + length;
                continue;
            }
            if !bytes.0.is_empty() {
                let text = String::from_utf8_lossy(&std::mem::take(&mut bytes.0)).into_owned();
                let source = bytes.1;
                self.word().text.push(&text, source);
            }
            match (rest.chars().next(), escaped) {
                (None, _) => {
                    self.out.unclosed.get_or_insert(open);
                    return;
                }
                (Some('\''), _) => {
                    self.at += 1;
                    return;
                }
                (Some(_), Some(Escape { value: Value::Char(c), length })) => {
                    self.push_as(c.encode_utf8(&mut [0; 4]), 1 + length);
                }
                (Some(c), _) => self.push(c),
            }
        }
    }
}

/// Returns the length of a line break, and of blanks before it; `None` if something else follows.
fn line_break(text: &str) -> Option<usize> {
    let blanks = text.len() - text.trim_start_matches([' ', '\t', '\r']).len();
    text.get(blanks..)?.starts_with('\n').then_some(blanks + 1)
}

/// Returns the length of `$(…)`, in which quotes and parentheses may be nested; `None` if it has no end.
fn substitution(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'\'' | b'"', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'(', None) => depth += 1,
            (b')', None) if depth == 1 => return Some(at + 1),
            (b')', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// An escape sequence in `$'…'`, without its `\`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Escape {
    value: Value,
    /// The number of bytes after `\`.
    length: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Char(char),
    /// A byte of a character in UTF-8.
    Byte(u8),
}

impl Escape {
    /// Parses what follows `\`; `None` if it has no meaning, and `\` is text.
    fn parse(text: &str) -> Option<Escape> {
        let first = text.chars().next()?;
        let one = |c| Some(Escape { value: Value::Char(c), length: 1 });
        match first {
            'a' => one('\u{7}'),
            'b' => one('\u{8}'),
            'e' | 'E' => one('\u{1b}'),
            'f' => one('\u{c}'),
            'n' => one('\n'),
            'r' => one('\r'),
            't' => one('\t'),
            'v' => one('\u{b}'),
            '\\' | '\'' | '"' | '?' => one(first),
            'x' => {
                let (code, length) = digits(&text[1..], 16, 2)?;
                Some(Escape { value: Value::Byte(u8::try_from(code).ok()?), length: 1 + length })
            }
            'u' => {
                let (code, length) = digits(&text[1..], 16, 4)?;
                Some(Escape::of_code(code, &text[1 + length..], 1 + length))
            }
            'U' => {
                let (code, length) = digits(&text[1..], 16, 8)?;
                Some(Escape::of_code(code, &text[1 + length..], 1 + length))
            }
            '0'..='7' => {
                let (code, length) = digits(text, 8, 3)?;
                Some(Escape { value: Value::Byte((code & 0xff) as u8), length })
            }
            _ => None,
        }
    }

    /// Returns the character with this code. Browsers write characters beyond U+FFFF as two surrogates.
    fn of_code(code: u32, after: &str, length: usize) -> Escape {
        let low = || {
            let (low, more) = digits(after.strip_prefix("\\u")?, 16, 4)?;
            (0xdc00..0xe000).contains(&low).then_some((low, more + 2))
        };
        if (0xd800..0xdc00).contains(&code)
            && let Some((low, more)) = low()
        {
            let joined = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            let c = char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER);
            return Escape { value: Value::Char(c), length: length + more };
        }
        Escape { value: Value::Char(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)), length }
    }
}

/// Returns the number that a text begins with, and its length; at most `most` digits.
fn digits(text: &str, radix: u32, most: usize) -> Option<(u32, usize)> {
    let length = text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
    Some((u32::from_str_radix(text.get(..length)?, radix).ok()?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(command: &str) -> Vec<String> {
        let words = split(command, 0).words;
        words.into_iter().map(|word| word.text.text).collect()
    }

    #[test]
    fn quotes_and_escapes_are_removed() {
        assert_eq!(texts("curl 'a b' \"c d\" e\\ f g'h'\"i\""), ["curl", "a b", "c d", "e f", "ghi"]);
        assert_eq!(texts(r#"x "a\"b" "a\\b" "a\nb" '\n'"#), ["x", "a\"b", "a\\b", "a\\nb", "\\n"]);
        assert_eq!(texts("x '' \"\""), ["x", "", ""]);
        assert_eq!(texts("x 'it'\\''s'"), ["x", "it's"]);
    }

    #[test]
    fn ansi_quotes_are_decoded() {
        assert_eq!(texts(r"x $'a\nb\'c\u0021\x41\101\\'"), ["x", "a\nb'c!AA\\"]);
        assert_eq!(texts(r"x $'\xc3\xa9\u00e9\ud83d\ude00\U1F600\q'"), ["x", "éé😀😀\\q"]);
        assert_eq!(texts(r"x $'\ud83d' $'\xff'"), ["x", "\u{fffd}", "\u{fffd}"]);
    }

    #[test]
    fn lines_continue() {
        assert_eq!(texts("curl a \\\n  -H b \\  \r\n -d c"), ["curl", "a", "-H", "b", "-d", "c"]);
        assert_eq!(texts("curl a `\n -H b"), ["curl", "a", "-H", "b"]);
        assert_eq!(texts("x \"a\\\nb\""), ["x", "ab"]);
        assert_eq!(split("curl a \\\n  -H b", 0).broken_line, None);
        let broken = split("curl a\n  -H b\nls", 0);
        assert_eq!((broken.words.len(), broken.broken_line, broken.rest), (4, Some(6), Some(14)));
    }

    #[test]
    fn the_command_ends_at_operators() {
        for (command, words, rest) in [
            ("curl a | jq .", 2, Some(7)),
            ("curl a; ls", 2, Some(6)),
            ("curl a 2>/dev/null", 2, Some(8)),
            ("curl a > out", 2, Some(7)),
            ("curl a && ls", 2, Some(7)),
            ("curl a # | b", 2, None),
            ("curl http://a/<id>?b=1", 2, None),
        ] {
            let found = split(command, 0);
            assert_eq!((found.words.len(), found.rest), (words, rest), "{command}");
        }
        let found = split("curl a?b=1&c=2", 0);
        assert_eq!((found.words[1].text.text.as_str(), found.unquoted), ("a?b=1&c=2", Some(10)));
    }

    #[test]
    fn variables_are_text() {
        let found = split(r#"x "a?$top=1" '$y' ${z} "$(az --query "a")b""#, 0);
        let shown: Vec<_> = found.words.iter().map(|w| (w.text.text.as_str(), w.variables.len())).collect();
        assert_eq!(shown, [("x", 0), ("a?$top=1", 1), ("$y", 0), ("${z}", 1), ("$(az --query \"a\")b", 1)]);
    }

    #[test]
    fn faults_do_not_lose_text() {
        for (command, last, unclosed) in
            [("x 'ab", "ab", 2), ("x \"ab", "ab", 2), ("x $'ab", "ab", 2), ("x '", "", 2), ("x \"a\\", "a\\", 2)]
        {
            let found = split(command, 0);
            assert_eq!((found.words[1].text.text.as_str(), found.unclosed), (last, Some(unclosed)), "{command}");
        }
        assert_eq!(texts("x a\\"), ["x", "a\\"]);
    }

    #[test]
    fn offsets_lead_to_the_pasted_text() {
        let command = "x 'a'\"b\\\"c\"";
        let word = &split(command, 0).words[1];
        assert_eq!(word.text.text, "ab\"c");
        let at: Vec<_> = (0..4).map(|at| &command[word.text.source(at)..][..1]).collect();
        assert_eq!(at, ["a", "b", "\"", "c"]);
        assert_eq!(word.text.range, 2..11);
    }
}
