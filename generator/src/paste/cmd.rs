//! Splits a command into words as the Windows command line does: `cmd.exe` removes carets, then the C runtime removes quotes.
//!
//! In: a text that begins with a command. Out: [`Words`]. Browsers double every `\` of a word that they quote with `^"`, although the C
//! runtime halves them only before quotes; such words are read as they were meant.

use super::text::Located;
use super::words::{Word, Words};

/// Returns whether a command is written for `cmd.exe`: it has `^"`, or a line that ends with `^`.
#[must_use]
pub fn is_for_cmd(text: &str) -> bool {
    text.contains("^\"") || text.lines().any(|line| line.trim_end().ends_with('^'))
}

/// Splits the command that begins at offset `start`.
#[must_use]
pub fn split(text: &str, start: usize) -> Words {
    let mut out = Words::default();
    let mut chars = Carets { text, at: start, quoted: false, literal: false, broken_line: None, rest: None };
    loop {
        let before = chars;
        match chars.next() {
            None => break,
            Some((c, _)) if c.is_whitespace() => {}
            Some(_) => {
                let mut meant = before;
                let found = word(&mut meant, true);
                // A `\` that is not doubled shows that a person wrote the command.
                let found = if found.doubled {
                    chars = meant;
                    found
                } else {
                    chars = before;
                    word(&mut chars, false)
                };
                if let Some(open) = found.unclosed {
                    out.unclosed.get_or_insert(open);
                }
                out.words.push(found.word);
            }
        }
    }
    out.broken_line = chars.broken_line;
    out.rest = chars.rest;
    out
}

/// A word, and how it is written.
struct Found {
    word: Word,
    /// The opening quote, if it has no closing one.
    unclosed: Option<usize>,
    /// Whether every `\` is doubled, as in commands that browsers write.
    doubled: bool,
}

/// Reads the next word. With `halve`, each `\\` is one `\` in words that begin with `^"`.
fn word(chars: &mut Carets<'_>, halve: bool) -> Found {
    let mut text: Option<Located> = None;
    let (mut quoted, mut doubled, mut by_browser) = (None, true, false);
    let mut pending = chars.next();
    while let Some((c, at)) = pending {
        let word = text.get_or_insert_with(|| {
            by_browser = c == '"' && chars.text.get(..at).is_some_and(|before| before.ends_with('^'));
            Located::at(at)
        });
        if c.is_whitespace() && quoted.is_none() {
            break;
        }
        pending = chars.next();
        if c != '\\' && c != '"' {
            word.push(c.encode_utf8(&mut [0; 4]), at);
            continue;
        }
        // A run of `\`, and the quote that may follow.
        let (mut run, mut after) = (0, Some((c, at)));
        if c == '\\' {
            run = 1;
            while let Some(('\\', _)) = pending {
                run += 1;
                pending = chars.next();
            }
            after = pending.filter(|(c, _)| *c == '"');
        }
        let Some((_, quote)) = after else {
            let is_meant = halve && by_browser;
            doubled &= !by_browser || run % 2 == 0;
            (0..if is_meant { run / 2 } else { run }).for_each(|_| word.push("\\", at));
            continue;
        };
        if c == '\\' {
            pending = chars.next();
        }
        (0..run / 2).for_each(|_| word.push("\\", at));
        if run % 2 == 1 {
            word.push("\"", quote);
        } else if let (Some(_), Some(('"', next))) = (quoted, pending) {
            // `""` inside of quotes is one quote.
            word.push("\"", next);
            pending = chars.next();
        } else {
            quoted = if quoted.is_some() { None } else { Some(quote) };
        }
    }
    let mut text = text.unwrap_or_default();
    text.range.end = pending.map_or(chars.at, |(_, at)| at).max(text.range.start);
    Found { word: Word { text, variables: Vec::new() }, unclosed: quoted, doubled }
}

/// The characters of a command without carets, each with its offset.
#[derive(Clone, Copy)]
struct Carets<'t> {
    text: &'t str,
    at: usize,
    /// Whether the position is inside of quotes that `cmd.exe` sees: there, carets are text.
    quoted: bool,
    /// Whether the next character is text because a caret and a line break precede it.
    literal: bool,
    broken_line: Option<usize>,
    rest: Option<usize>,
}

impl Carets<'_> {
    fn take(&mut self) -> Option<(char, usize)> {
        let rest = self.text.get(self.at..)?;
        let at = self.at;
        // A line break is one character.
        let skipped = usize::from(rest.starts_with("\r\n"));
        let c = rest.get(skipped..)?.chars().next()?;
        self.at += skipped + c.len_utf8();
        Some((c, at))
    }

    fn next(&mut self) -> Option<(char, usize)> {
        if self.rest.is_some() {
            return None;
        }
        let (c, at) = self.take()?;
        if std::mem::take(&mut self.literal) {
            return Some((c, at));
        }
        match c {
            '"' => self.quoted = !self.quoted,
            _ if self.quoted => {}
            '^' => {
                let (c, at) = self.take()?;
                if c == '\n' {
                    self.literal = true;
                    return self.next();
                }
                return Some((c, at));
            }
            '\n' => {
                let rest = self.text.get(self.at..).unwrap_or_default().trim_start();
                let next = self.text.len() - rest.len();
                if rest.is_empty() {
                    self.at = next;
                    return None;
                }
                if !rest.starts_with(['-', '^', '"']) {
                    self.rest = Some(next);
                    return None;
                }
                self.broken_line.get_or_insert(at);
            }
            '&' | '|' | '>' | '<' => {
                let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
                let before = self.text.get(..at).and_then(|text| text.chars().next_back());
                let after = self.text.get(self.at..).and_then(|text| text.chars().next());
                if blank(before) || blank(after) {
                    self.rest = Some(at);
                    return None;
                }
            }
            _ => {}
        }
        Some((c, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(command: &str) -> Vec<String> {
        split(command, 0).words.into_iter().map(|word| word.text.text).collect()
    }

    #[test]
    fn commands_for_cmd_are_recognized() {
        assert!(is_for_cmd("curl ^\"https://a^\""));
        assert!(is_for_cmd("curl \"https://a\" ^\r\n -H \"b: c\""));
        assert!(!is_for_cmd("curl \"https://a\" \\\n -H \"b: c\""));
    }

    #[test]
    fn words_of_browsers_are_read_as_they_were_meant() {
        let command = "curl ^\"https://a/b?^$top=1^&c=^%^41^\" ^\r\n  -H ^\"x: a b^\" ^\r\n  --data-raw ^\"^{^\\^\"p^\\^\":^\\^\"c:^\\^\\d^\\^\"^}^\n\nz^\"";
        let expected = ["curl", "https://a/b?$top=1&c=%41", "-H", "x: a b", "--data-raw", "{\"p\":\"c:\\d\"}\nz"];
        assert_eq!(texts(command), expected);
    }

    #[test]
    fn words_of_people_follow_the_rules_of_the_runtime() {
        assert_eq!(texts(r#"x "a\"b" "c:\d\\" "e""f" g"h i"j"#), ["x", "a\"b", "c:\\d\\", "e\"f", "gh ij"]);
        // Not every `\` is doubled.
        assert_eq!(texts(r#"x ^"\\server\share^""#), ["x", "\\\\server\\share"]);
        assert_eq!(texts("x \"^\" ^^ \"\""), ["x", "^", "^", ""]);
    }

    #[test]
    fn the_command_ends_with_its_line_or_at_an_operator() {
        for (command, words, rest) in
            [("x a\r\ny", 2, Some(5)), ("x a | y", 2, Some(4)), ("x a?b&c", 2, None), ("x a ^| b", 4, None)]
        {
            let found = split(command, 0);
            assert_eq!((found.words.len(), found.rest), (words, rest), "{command}");
        }
        let broken = split("x a\n -y", 0);
        assert_eq!((broken.words.len(), broken.broken_line), (3, Some(3)));
    }

    #[test]
    fn faults_do_not_lose_text() {
        for (command, last) in [("x \"a b", "a b"), ("x ^\"a b", "a b")] {
            let found = split(command, 0);
            assert_eq!(found.words[1].text.text, last, "{command}");
            assert!(found.unclosed.is_some(), "{command}");
        }
        assert_eq!(texts("x a^"), ["x", "a"]);
        assert_eq!(texts("x \\"), ["x", "\\"]);
    }
}
