//! Members that clients request with a header: "To get `b`, use the `Prefer: include-unknown-enum-members` header."
//!
//! In: a description and the list of values that its phrases introduce. Out: the list with the members that sentences about the header
//! name. Sentences with denials or examples are ignored, and so are names of properties and types.

use super::facts::ValueList;
use super::pattern::pattern;
use super::values::{Marked, is_token};

pattern! {
    SENTENCE = r"(?:[^.!?;\n]|[.!?;][^\s])+";
    REQUESTS = r"(?i)include-unknown-enum-members";
    HEADER = r"(?i)\bheader\b";
    RECEIVES = r"(?i)\b(?:adds?|gets?|includes?|obtains?|receives?|retrieves?|returns?|returned|sees?|shows?|available|included|obtained|received|seen|sent|visible)\b";
    DENIES = r"(?i)\b(?:cannot|ignored?|ignores|never|no|not|without)\b|n['’]t\b";
    // "isn't returned unless the header is sent"
    UNLESS = r"(?i)\b(?:unless|until|only)\b|\b(?:not|n['’]t)\b[^,]*\bwithout\b";
    EXAMPLES = r"(?i)\b(?:examples?|e\.g|for instance|like|such as)\b";
    BEFORE_OTHER = r"(?i)\b(?:enum|enumeration|operation|property|resource|to|type)\s*$";
    AFTER_OTHER = r"(?i)^\s*(?:enum|enumeration|operation|property|requests?|resource|type)\b";
    MEMBER = r"^[A-Za-z_]\w*$";
}

/// Adds the requested members to `list`.
pub(super) fn add(marked: &Marked, list: &mut ValueList) {
    let is_known = |text: &str, marked: &Marked| {
        REQUESTS.is_match(text) || text.chars().filter_map(|c| marked.get(c)).any(|code| REQUESTS.is_match(code))
    };
    let Some(first) = list.values.first() else { return };
    let small = first.starts_with(char::is_lowercase);
    if !is_known(&marked.text, marked) {
        return;
    }
    for sentence in SENTENCE.find_iter(&marked.text).map(|found| found.as_str()) {
        let about = HEADER.is_match(sentence) || is_known(sentence, marked);
        let denies = DENIES.is_match(sentence) && !UNLESS.is_match(sentence);
        if !about || denies || !RECEIVES.is_match(sentence) || EXAMPLES.is_match(sentence) {
            continue;
        }
        for (at, c) in sentence.char_indices().filter(|(_, c)| is_token(*c)) {
            let (before, after) = sentence.split_at_checked(at).unwrap_or_default();
            let after = after.get(c.len_utf8()..).unwrap_or_default();
            if BEFORE_OTHER.is_match(before) || AFTER_OTHER.is_match(after) {
                continue;
            }
            let Some(value) = marked.get(c).filter(|value| MEMBER.is_match(value)) else { continue };
            let fits = value.starts_with(char::is_lowercase) == small && !value.eq_ignore_ascii_case("prefer");
            if fits && !list.values.iter().any(|other| other == value) {
                list.values.push(value.to_owned());
                list.requested.push(value.to_owned());
            }
        }
    }
}
