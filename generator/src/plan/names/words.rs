//! Splits names into words.
//!
//! In: a name's ASCII letters and digits, with spaces in place of all other characters. Out: its words in snake case. Words begin at
//! capitals, as in `heck`, which is slower; further rules cover names that English divides differently.

use std::borrow::Cow;

/// Words that never include a following number: `as32` is two words, `sha256` is one.
const PREPOSITIONS: &[&str] = &["as", "at", "by", "for", "from", "in", "of", "on", "than", "to", "with"];

/// Letters that are words: the article and the names of axes.
const LETTERS: &[u8] = b"axyz";

/// Returns the words in lower case, joined by `_`. Words that the page separates stay separate.
pub fn snake(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for part in text.split(' ').filter(|part| !part.is_empty()) {
        part_words(&plural_capitals(part), &mut out);
    }
    out
}

/// Appends the words of a part. A single letter is joined to the next word, and some numbers are words.
fn part_words(part: &str, out: &mut String) {
    let lower = part.to_ascii_lowercase();
    let mut initials = String::new();
    let mut rest = divided(part).map(|(start, end)| &lower[start..end]).peekable();
    while let Some(word) = rest.next() {
        let begins = rest.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        if begins && is_initial(word) {
            initials.push_str(word);
            continue;
        }
        if !out.is_empty() {
            out.push('_');
        }
        let start = out.len();
        out.push_str(&initials);
        out.push_str(word);
        let letters = out[start..].trim_end_matches(|c: char| c.is_ascii_digit());
        let end = start + letters.len();
        let is_unit = rest.peek() == Some(&"bit");
        if !letters.is_empty() && end < out.len() && (is_unit || PREPOSITIONS.contains(&letters)) {
            out.insert(end, '_');
        }
        initials.clear();
    }
}

/// Returns where each word begins and ends.
///
/// A word begins at a capital after a small letter, and at the last of several capitals if a small letter follows it.
fn divided(part: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = part.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let (first, mut at) = (start, start);
        // The case of the last letter before `at` in this word, if any.
        let mut upper = None;
        while let Some(next) = bytes.get(at + 1) {
            let byte = bytes[at];
            let with_this = if byte.is_ascii_lowercase() {
                Some(false)
            } else if byte.is_ascii_uppercase() {
                Some(true)
            } else {
                upper
            };
            if with_this == Some(false) && next.is_ascii_uppercase() {
                start = at + 1;
                return Some((first, start));
            }
            if upper == Some(true) && byte.is_ascii_uppercase() && next.is_ascii_lowercase() {
                start = at;
                return Some((first, start));
            }
            upper = with_this;
            at += 1;
        }
        start = bytes.len();
        Some((first, start))
    })
}

fn is_initial(word: &str) -> bool {
    matches!(word.as_bytes(), [letter] if letter.is_ascii_lowercase() && !LETTERS.contains(letter))
}

/// Turns `userIDs` into `userIds`, since a plural `s` belongs to the capitals before it.
fn plural_capitals(word: &str) -> Cow<'_, str> {
    let bytes = word.as_bytes();
    let is_capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let is_plural = |at: &usize| {
        bytes[*at] == b's'
            && *at >= 2
            && is_capital(at - 1)
            && is_capital(at - 2)
            && (at + 1 == bytes.len() || is_capital(at + 1))
    };
    let mut changed: Option<Vec<u8>> = None;
    for plural in (0..bytes.len()).filter(is_plural) {
        let capitals = bytes[..plural].iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
        let changed = changed.get_or_insert_with(|| bytes.to_vec());
        changed[plural - capitals + 1..plural].make_ascii_lowercase();
    }
    // ASCII letters were replaced by ASCII letters, so this is valid UTF-8.
    changed.and_then(|changed| String::from_utf8(changed).ok()).map_or(Cow::Borrowed(word), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use heck::ToSnakeCase;

    use super::divided;

    #[test]
    fn words_are_split_as_heck_splits_them() {
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..7 {
            let to = texts.len();
            for at in from..to {
                texts.extend(["a", "B", "3"].map(|c| format!("{}{c}", texts[at])));
            }
            from = to;
        }
        for text in texts.iter().filter(|text| !text.is_empty()) {
            let words: Vec<String> = divided(text).map(|(start, end)| text[start..end].to_lowercase()).collect();
            assert_eq!(words.join("_"), text.to_snake_case(), "{text}");
        }
    }
}
