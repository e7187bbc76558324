//! Statuses as a page writes them: the start lines of messages, and `200 OK` in sentences.
//!
//! In: the fences and texts of a page. Out: [`StatusFacts`], with numbers and words as written, however wrong. Readers of responses take
//! only what they understand; these facts are for lint.

use crate::parse::{Block, CodeBlock, Run, Text};

use super::context::{Context, items};
use super::examples::INFOS;
use super::facts::{StatusFacts, StatusPlace};
use super::http_message::{StartLine, start_line};
use super::pattern::pattern;
use super::sections::Role;

pattern! {
    // HTTP/1.1 200 OK, HTTP 200, http/1.1 2000 OK, HTTP/1.1 OK: what follows the version
    START_LINE = r"(?i)^\s*HTTP(?:\s*/\s*[0-9](?:[.,][0-9])?|\s+[0-9][.,][0-9]\b|/|\s)[\s\x{a0}]*(.*?)\s*$";
    HAS_VERSION = r"(?i)^\s*HTTP(?:\s*/|\s+[0-9])";
    // 200 OK, 2000 OK, 20O OK, 200OK: the number and the words
    STATUS = r"^\W*(?i:(?:HTTP(?:/[0-9.]+)?[\s\x{a0}]+)?)([0-9]{3}|[0-9][0-9OoIl]*|[OoIl][0-9][0-9OoIl]*)[\s\x{a0},:(-]*([A-Za-z][A-Za-z '-]*?)??(?i:[\s,]*\bresponse(?: code)?)?\W*$";
    // returns a 200 OK response, without markup
    IN_SENTENCE = r"\b([0-9]{3}|[0-9][0-9OoIl]{0,5})[\s\x{a0}]?,?[\s\x{a0}]*(OK|Created|Accepted|No Content|Not Modified|Partial Content|Bad Request|Not Found|Forbidden|Unauthorized|Conflict)\b";
    // The text before or after a bare number or reason phrase that makes it a status.
    BEFORE = r"(?i)\b(?:returns?(?: an?)?|responds? with(?: an?)?|HTTP(?: status)?|status(?: code)?(?: of)?|code)\s*$";
    AFTER = r"(?i)^\s*(?:response|status)\b";
}

/// The longest status, with its words.
const MAX_LENGTH: usize = 60;

/// Returns the statuses on a page.
pub(super) fn statuses(cx: &Context<'_>) -> Vec<StatusFacts> {
    let mut out = Vec::new();
    for (section, role) in cx.page.sections.iter().zip(&cx.roles) {
        for item in items(&section.blocks) {
            match item.block {
                Block::Code(code) if INFOS.contains(&code.info.as_str()) => message(code, &mut out),
                Block::Paragraph(text) => sentence(text, *role == Role::Response, &mut out),
                Block::Table(table) if *role == Role::Response => {
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| sentence(cell, true, &mut out));
                }
                _ => {}
            }
        }
    }
    out
}

/// Reads the start lines of a fence: its first line, and others that begin with `HTTP/`.
fn message(code: &CodeBlock, out: &mut Vec<StatusFacts>) {
    let mut is_first = true;
    for (index, (_, line)) in code.lines.iter().enumerate() {
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        let first = std::mem::replace(&mut is_first, false);
        let is_http = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
        let (rest, place) = if is_http && HAS_VERSION.is_match(text) {
            let rest = START_LINE.captures(text).and_then(|found| found.get(1));
            (rest.map_or("", |rest| rest.as_str()), StatusPlace::StartLine)
        } else if first && text.starts_with(|c: char| c.is_ascii_digit()) && text.len() <= MAX_LENGTH {
            (text, StatusPlace::BareLine)
        } else {
            continue;
        };
        let (number, phrase) = match STATUS.captures(rest) {
            Some(found) => (group(&found, 1), group(&found, 2)),
            // `HTTP/1.1 OK`, or a number such as `2-00`.
            None => {
                match rest.split_once(char::is_whitespace).filter(|_| rest.starts_with(|c: char| c.is_ascii_digit())) {
                    Some((number, phrase)) => (number.to_owned(), phrase.trim().to_owned()),
                    None => (String::new(), rest.to_owned()),
                }
            }
        };
        let is_read = matches!(start_line(line), Some(StartLine::Response(status)) if status > 0);
        let span = code.line_span(index, line.len() - line.trim_start().len(), text.len());
        let is_url = phrase.contains(['/', '{', '"']);
        if !is_url {
            out.push(StatusFacts { number, phrase, place, is_read, span });
        }
    }
}

/// Reads the statuses in a sentence. A bare number or reason phrase counts in the Response section, if the words around it say so.
fn sentence(text: &Text, of_response: bool, out: &mut Vec<StatusFacts>) {
    let Some(span) = text.span else { return };
    let mut push = |number: String, phrase: String, is_read: bool| {
        out.push(StatusFacts { number, phrase, place: StatusPlace::Sentence, is_read, span });
    };
    // The readers of responses need something between the number and the words.
    let is_apart = |found: &regex::Captures<'_>| match (found.get(1), found.get(2)) {
        (Some(number), Some(phrase)) => number.end() < phrase.start(),
        _ => true,
    };
    for (index, run) in text.runs.iter().enumerate() {
        match run {
            Run::Code(code) | Run::Strong(code) if code.len() <= MAX_LENGTH => {
                let named = || of_response && is_named(&text.runs, index);
                match STATUS.captures(code) {
                    Some(found) if found.get(2).is_some() || named() => {
                        push(group(&found, 1), group(&found, 2), is_apart(&found));
                    }
                    None if !code.contains(|c: char| c.is_ascii_digit()) && named() => {
                        push(String::new(), code.trim().to_owned(), true);
                    }
                    _ => {}
                }
            }
            Run::Plain(plain) if of_response => {
                let found = IN_SENTENCE.captures_iter(plain);
                found.for_each(|found| push(group(&found, 1), group(&found, 2), is_apart(&found)));
            }
            _ => {}
        }
    }
}

/// Returns whether the text around a run calls it a status: "returns a … response code".
fn is_named(runs: &[Run], index: usize) -> bool {
    let plain = |at: Option<usize>| match at.and_then(|at| runs.get(at)) {
        Some(Run::Plain(text)) => text.as_str(),
        _ => "",
    };
    BEFORE.is_match(plain(index.checked_sub(1))) && AFTER.is_match(plain(index.checked_add(1)))
}

fn group(found: &regex::Captures<'_>, number: usize) -> String {
    found.get(number).map_or(String::new(), |group| group.as_str().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Span};

    fn written(facts: &[StatusFacts]) -> Vec<(&str, &str)> {
        facts.iter().map(|status| (status.number.as_str(), status.phrase.as_str())).collect()
    }

    fn of_line(line: &str) -> Vec<(String, String, bool)> {
        let span = Span::new(FileId(0), 0, line.len());
        let lines = vec![(0, line.to_owned())];
        let code = CodeBlock { info: "http".to_owned(), lines, span, annotation: None };
        let mut out = Vec::new();
        message(&code, &mut out);
        out.into_iter().map(|status| (status.number, status.phrase, status.is_read)).collect()
    }

    #[test]
    fn start_lines_are_read_as_written() {
        for (line, number, phrase, is_read) in [
            ("HTTP/1.1 200 OK", "200", "OK", true),
            ("HTTP/1.1 204", "204", "", true),
            ("HTTP/1.1 20 OK", "20", "OK", false),
            ("HTTP/1.1 2000 OK", "2000", "OK", false),
            ("HTTP/1.1 2O0 OK", "2O0", "OK", false),
            ("HTTP/1.1 OK", "", "OK", false),
            ("HTTP/1.1", "", "", false),
            ("HTTP/1.1 200OK", "200", "OK", false),
            ("http/1.1 200 OK", "200", "OK", false),
            ("HTTP /1.1 204 No Content", "204", "No Content", false),
            ("HTTP 1.1 204 No Content", "204", "No Content", false),
            ("HTTP 202 response code.", "202", "", true),
            ("200 OK", "200", "OK", false),
        ] {
            assert_eq!(of_line(line), [(number.to_owned(), phrase.to_owned(), is_read)], "{line}");
        }
        for line in ["GET /a", "HTTP is a protocol", "{ \"a\": 1 }", "https://a/b", "Content-Type: text/plain"] {
            assert!(of_line(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn statuses_in_sentences_are_read_as_written() {
        let text = |runs: Vec<Run>| Text { runs, span: Some(Span::new(FileId(0), 0, 1)) };
        let plain = |text: &str| Run::Plain(text.to_owned());
        let code = |text: &str| Run::Code(text.to_owned());
        for (runs, want) in [
            (vec![plain("Returns a "), code("20 OK"), plain(" response code.")], vec![("20", "OK")]),
            (vec![code("204, No Content")], vec![("204", "No Content")]),
            (vec![code("HTTP/1.1 2000 OK response")], vec![("2000", "OK")]),
            (vec![plain("Returns a "), code("20"), plain(" response code.")], vec![("20", "")]),
            (vec![plain("Returns a "), code("OK"), plain(" response code.")], vec![("", "OK")]),
            (vec![plain("Returns "), code("200OK"), plain(".")], vec![("200", "OK")]),
            (vec![plain("Up to "), code("20"), plain(" are returned.")], vec![]),
            (vec![plain("Returns 20 OK and 2000 Created.")], vec![("20", "OK"), ("2000", "Created")]),
            (vec![plain("Returns "), code("name"), plain(" in the body.")], vec![]),
        ] {
            let mut out = Vec::new();
            sentence(&text(runs), true, &mut out);
            assert_eq!(written(&out), want);
        }
    }
}
