//! Faults in the text of valid JSON: members that appear twice in an object, and dates that no calendar has.
//!
//! In: the JSON of examples and representations, and the texts. Out: diagnostics. A parser keeps only one of two members, so the text is
//! read once more. JSON that had to be repaired is reported as such.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};
use crate::model::{Api, Example};
use crate::odata::JsonBlock;

/// The maximum number of nested objects and arrays: the same as for valid JSON.
const MAX_DEPTH: usize = 127;

/// Reports the faults of all blocks.
pub fn check(api: &Api, sources: &Sources, diagnostics: &mut Diagnostics) {
    let of_examples = api.examples.par_iter().flat_map_iter(|example| {
        let blocks: [fn(&Example) -> Option<&JsonBlock>; 2] = [Example::request_json, Example::response_json];
        blocks.into_iter().filter_map(move |block| block(example))
    });
    let of_types = api.representations.par_iter().map(|shown| &shown.json);
    let found: Vec<Diagnostic> = of_examples
        .chain(of_types)
        .filter(|block| !block.repaired)
        .flat_map_iter(|block| of_block(sources, block.span))
        .collect();
    found.into_iter().for_each(|found| diagnostics.push(found));
}

fn of_block(sources: &Sources, block: Span) -> Vec<Diagnostic> {
    let text = sources.file(block.file).text.get(block.start..block.end).unwrap_or_default();
    let start = text.find(['{', '[']).unwrap_or(text.len());
    let at = |range: &std::ops::Range<usize>| Span::new(block.file, block.start + range.start, block.start + range.end);
    let mut out = Vec::new();
    // The names in each open object; `None` for an array.
    let mut open: Vec<Option<BTreeSet<&str>>> = Vec::new();
    let mut is_key = false;
    let mut from = start;
    while let Some(byte) = text.as_bytes().get(from) {
        match byte {
            b'{' if open.len() < MAX_DEPTH => open.push(Some(BTreeSet::new())),
            b'[' if open.len() < MAX_DEPTH => open.push(None),
            b'}' | b']' => drop(open.pop()),
            b'"' => {
                let range = string(text, from);
                let value = text.get(range.start + 1..range.end - 1).unwrap_or_default();
                let names = open.last_mut().and_then(Option::as_mut).filter(|_| is_key);
                if names.is_some_and(|names| !names.insert(value)) {
                    let message = format!("`{value}` appears twice in this object");
                    let found = Diagnostic::new(lint::DUPLICATE_MEMBER, at(&range), message);
                    out.push(found.hint("remove one of the two, or rename it"));
                } else if !is_key && is_impossible(value) {
                    let message = format!("`{value}` is not a date of the calendar");
                    let found = Diagnostic::new(lint::IMPOSSIBLE_DATE, at(&range), message);
                    out.push(found.hint("write a date of the calendar, as `YYYY-MM-DD`, and a time of the day"));
                }
                from = range.end - 1;
            }
            _ => {}
        }
        if open.is_empty() {
            break;
        }
        match byte {
            b'{' | b',' => is_key = open.last().is_some_and(Option::is_some),
            b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => is_key = false,
        }
        from += 1;
    }
    out
}

/// Returns the range of the string that begins at `start`, with its quotes; up to the end of the text if it is not closed.
fn string(text: &str, start: usize) -> std::ops::Range<usize> {
    let mut is_escaped = false;
    let end = text.bytes().enumerate().skip(start + 1).find_map(|(at, byte)| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends.then_some(at + 1)
    });
    start..end.unwrap_or(text.len()).max(start + 2)
}

/// Returns whether a text has the form of a date, or of a date and time, that does not exist.
fn is_impossible(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse().ok()
    };
    let is = |at: usize, wanted: u8| bytes.get(at) == Some(&wanted);
    let date = || Some((number(0, 4)?, number(5, 7)?, number(8, 10)?));
    let Some((year, month, day)) = date().filter(|_| is(4, b'-') && is(7, b'-')) else { return false };
    let is_date = text.len() == 10;
    if !is_date && !is(10, b'T') {
        return false;
    }
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let time = || Some((number(11, 13)?, number(14, 16)?)).filter(|_| is(13, b':'));
    let is_time = is_date || time().is_none_or(|(hour, minute)| hour <= 24 && minute < 60);
    !(1..=12).contains(&month) || !(1..=days).contains(&day) || !is_time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_compared_within_their_object() {
        let found = |text: &str| {
            let mut sources = Sources::default();
            let file = sources.add("a.md", text);
            let found = of_block(&sources, Span::new(file, 0, text.len()));
            found.into_iter().map(|found| found.message).collect::<Vec<_>>()
        };
        for text in [
            r#"{"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}], "d": "a", "e": ["a", "a"]}"#,
            r#"{"a": "\"a\": 1, \"a\": 2"} {"a": 1}"#,
            "{\"a",
            "{\"",
            "",
            r#"{"d": "2024-02-29", "e": "2024-12-31T23:59:60Z", "f": "2024-13", "g": "2024-99-99x", "h": "0001-01-01T00:00:00Z"}"#,
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        for text in [
            r#"{"a": 1, "a": 2}"#,
            "``` json\n{ \"b\": {}, \"a\" : [1, {}],\n \"a\": null }\n```",
            r#"[{"a": {"b": 1}, "a": 1}]"#,
        ] {
            assert_eq!(found(text), ["`a` appears twice in this object"], "{text}");
        }
        for date in [
            "2023-02-29",
            "2024-04-31T00:00:00Z",
            "2024-13-01",
            "2024-00-10",
            "2024-01-10T25:00:00Z",
            "2024-01-10T10:61",
        ] {
            assert_eq!(
                found(&format!("{{\"a\": \"{date}\"}}")),
                [format!("`{date}` is not a date of the calendar")],
                "{date}"
            );
        }
        assert_eq!(found(&"[{\"a\":".repeat(1000)), [""; 0]);
    }
}
