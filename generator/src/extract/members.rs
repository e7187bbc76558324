//! Positions of the members of a JSON object in its text.
//!
//! In: the text of a fenced code block. Out: the name and position of each member of the outermost object, in order. Broken JSON works
//! too: a name is text in double quotes, one level deep, followed by a colon. Comments are skipped.

/// A member of the outermost object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MemberPlace {
    /// The name, as written.
    pub name: String,
    /// Line in the text, from 0.
    pub line: usize,
    /// Column of the name, in bytes, from 0.
    pub column: usize,
}

/// Finds the members in one pass over the text.
#[must_use]
pub(super) fn members(text: &str) -> Vec<MemberPlace> {
    let mut out = Vec::new();
    let mut depth = 0_usize;
    let mut in_comment = false;
    for (line, content) in text.split('\n').enumerate() {
        let mut rest = content;
        loop {
            if in_comment {
                let Some((_, after)) = rest.split_once("*/") else { break };
                (rest, in_comment) = (after, false);
            }
            let Some(at) = rest.find(['"', '{', '}', '[', ']', '/']) else { break };
            let column = content.len() - rest.len() + at;
            let (mark, after) = rest[at..].split_at(1);
            rest = after;
            match mark {
                "{" | "[" => depth += 1,
                "}" | "]" => depth = depth.saturating_sub(1),
                "/" if after.starts_with('/') => break,
                "/" => {
                    in_comment = after.starts_with('*');
                    rest = after.strip_prefix('*').unwrap_or(after);
                }
                _ => {
                    let (name, after) = string(rest);
                    rest = after;
                    if depth == 1 && after.trim_start().starts_with(':') {
                        out.push(MemberPlace { name: name.to_owned(), line, column: column + 1 });
                    }
                }
            }
        }
    }
    out
}

/// Splits the rest of a line, after an opening quote, into the string's content and the text after the closing quote.
fn string(rest: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (&rest[..at], &rest[at + 1..]),
            _ => {}
        }
    }
    (rest, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_the_outermost_object_have_a_span() {
        let text = "{\n  \"a\": {\"inner\": 1},\n  \"b\" : [\"x\"], \"c\": \"d\\\": e\",\n}";
        let found: Vec<_> = members(text).into_iter().map(|m| (m.name, m.line, m.column)).collect();
        assert_eq!(found, [("a".to_owned(), 1, 3), ("b".to_owned(), 2, 3), ("c".to_owned(), 2, 16)]);
    }

    #[test]
    fn comments_are_skipped() {
        let text = "{ /* \"b\": 1 */ \"a\": {\n\"b\": \"c: \\\"}\" }, // \"c\": {\n/* {\n\"d\": */\"b\": \"/*\", \"e\": 1 / 2 }";
        let found: Vec<_> = members(text).into_iter().map(|m| (m.name, m.line, m.column)).collect();
        assert_eq!(found, [("a".to_owned(), 0, 16), ("b".to_owned(), 3, 8), ("e".to_owned(), 3, 19)]);
    }

    #[test]
    fn broken_text_is_read_up_to_the_fault() {
        assert_eq!(members("}}{\"a\": \"é").len(), 1);
        assert!(members("\"a\": 1").is_empty());
    }
}
