//! The words of a name.
//!
//! In: a name's ASCII letters and digits, with spaces where the page has anything else. Out: its words in snake case. Words begin at
//! capitals; the rules here are for those that English divides otherwise.

use heck::ToSnakeCase;

/// What no number is part of: `as32` is two words, `sha256` is one.
const PREPOSITIONS: &[&str] = &["as", "at", "by", "for", "from", "in", "of", "on", "than", "to", "with"];

/// Letters that stand for themselves: the article, and names of axes.
const LETTERS: &[u8] = b"axyz";

/// Words in lower case with `_` between them. What the page itself sets apart stays apart.
pub fn snake(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for part in text.split(' ').filter(|part| !part.is_empty()) {
        part_words(&plural_capitals(part).to_snake_case(), &mut words);
    }
    words.join("_")
}

/// The words of a part: a single letter waits for the word that it begins, and some numbers are words.
fn part_words(part: &str, words: &mut Vec<String>) {
    let mut initials = String::new();
    let mut rest = part.split('_').peekable();
    while let Some(word) = rest.next() {
        let begins = rest.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        if begins && is_initial(word) {
            initials.push_str(word);
            continue;
        }
        let word = std::mem::take(&mut initials) + word;
        let (letters, number) = word.split_at(word.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        let is_unit = rest.peek() == Some(&"bit");
        if !letters.is_empty() && !number.is_empty() && (is_unit || PREPOSITIONS.contains(&letters)) {
            words.extend([letters.to_owned(), number.to_owned()]);
        } else {
            words.push(word);
        }
    }
}

fn is_initial(word: &str) -> bool {
    matches!(word.as_bytes(), [letter] if letter.is_ascii_lowercase() && !LETTERS.contains(letter))
}

/// `userIDs` to `userIds`: a plural in `s` belongs to the capitals before it.
fn plural_capitals(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
        let (capitals, behind) = rest.split_at(run.max(first.len_utf8()));
        let is_plural =
            behind.strip_prefix('s').is_some_and(|b| b.is_empty() || b.starts_with(|c: char| c.is_ascii_uppercase()));
        if run > 1 && is_plural {
            out.push(first);
            out.push_str(&capitals[1..].to_ascii_lowercase());
        } else {
            out.push_str(capitals);
        }
        rest = behind;
    }
    out
}
