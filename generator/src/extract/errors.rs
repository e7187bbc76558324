//! The statuses with which requests fail, according to their page (docs/format.md#errors).
//!
//! In: the sections of a page. Out: [`ErrorFacts`], in the order of the page. A number is a status if its reason phrase follows, or if
//! the words around it say so ("HTTP 404", "a 404 error"). The steps after the request that a page describes under headings of its own
//! are about other requests.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::odata::Method;
use crate::parse::{Block, Table, TableRow, Text};

use super::context::{Context, items};
use super::facts::ErrorFacts;
use super::flat::Flat;
use super::pattern::{compile, pattern};
use super::response::is_denied;
use super::response_type::{sentences, tail};
use super::sections::Role;
use super::tables::header_text;

/// Reason phrases of failures (RFC 9110 §15, RFC 4918 §11, RFC 6585), with the spellings of pages.
const REASONS: &[&str] = &[
    "bad request",
    "unauthori[sz]ed",
    "payment required",
    "forbidden",
    "not[ -]?found",
    "method not allowed",
    "not acceptable",
    "proxy authentication required",
    "request time-?out",
    "conflict",
    "gone",
    "length required",
    "precondition failed",
    "(?:payload|(?:request )?entity|content) too large",
    "uri too long",
    "unsupported media type",
    "(?:requested )?range not satisfiable",
    "expectation failed",
    "unprocessable (?:entity|content)",
    "locked",
    "failed dependency",
    "too early",
    "upgrade required",
    "precondition required",
    "too many requests",
    "internal (?:server )?error",
    "not implemented",
    "bad gateway",
    "service unavailable",
    "gateway time-?out",
    "insufficient storage",
    "loop detected",
    "bandwidth limit exceeded",
];

/// Matches a reason phrase at the start of a text.
static REASON: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"(?i)^[`*]*[\s,:-]*[`*]*(?:{})\b", REASONS.join("|"))));

pattern! {
    // The code span `HTTP/1.1 404`, or a status and words: `404 No Such Boat`.
    CODE_SPAN = r"^\s*(?i:HTTP)(?:/\d(?:\.\d)?)?\s*[45]\d\d\s*$|^\s*(?:(?i:HTTP)(?:/\d(?:\.\d)?)?\s*)?[45]\d\d[\s,:-]+[A-Za-z][A-Za-z '-]*$";
    // HTTP 404, status code: `404`, error 404
    BEFORE = r"(?i)\b(?:HTTP(?:/\d(?:\.\d)?)?|status(?: codes?)?|(?:error|response|return) codes?|errors?)(?:\s+(?:is|are|of|like|be|an?|the|either|such as)\b|\s*[:=(])*[\s`*(]*$";
    // returns 404, fails with a 404
    RETURNS = r"(?i)\b(?:returns?|responds?|fails?|failing|failed|result(?:s|ing)? in|gets?|receives?)(?:\s+(?:with|an?|the)\b)*[\s`*]*$";
    // Another status in a sentence that already has one: "returns 404 if …, or 409".
    FURTHER = r"(?i)\b(?:or|and|else|otherwise)[\s`*]*$";
    // The end of what a verb returns: not "returns 500 boats".
    END = r"(?i)^[`*]*\s*(?:$|[.,;:)]|(?:if|when|and|or|for|because|with|unless|as|instead)\b)";
    // 404 error, 404 (HTTP) status code
    AFTER = r"(?i)^[`*]*\s*\(?(?:HTTP\s+)?(?:error|response|status|return)(?: codes?)?\b";
    // the 403 and 404 responses
    MANY = r"(?i)^[`*]*\s*(?:HTTP\s+)?(?:(?:error |response |status )?codes|errors|responses|statuses)\b";
    MANY_BEFORE = r"(?i)\b(?:the|are|with|HTTP|as)[\s`*]*$";
    // What separates the statuses of a list.
    GLUE = r"(?i)^[`*]*\s*(?:,\s*(?:(?:and|or)\b)?|/|and\b|or\b)\s*(?:(?:an?|the|HTTP)\s+)*[`*]*$";
    OTHER_THAN = r"(?i)\b(?:other than|except(?: for)?)\b[^.;,]*$";
    // Sentences about requests that follow: "operations for the deleted boat will return …".
    OTHER_REQUESTS = r"(?i)\b(?:other|later|subsequent|further|following|next|future) (?:API )?(?:calls?|requests?|operations?)\b|\boperations (?:for|on|with)\b";
    METHOD = r"\b(DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)\b";
    SYSTEM_SEGMENT = r"`/?(\$(?:ref|value))`";
    STATUS_HEADER = r"^(?:(?:http|error|response|return)\s+)*(?:status(?:\s+codes?)?|codes?|http|errors?)$";
    STATUS_CELL = r"^[^0-9A-Za-z]*(?i:HTTP\s+)?([45]\d\d)(?:\W.*)?$";
}

/// Longer texts are not read.
const MAX_TEXT: usize = 20_000;

/// Returns the statuses of failures that the text of a page names, each once for each kind of request it is about.
pub(super) fn errors(cx: &Context<'_>) -> Vec<ErrorFacts> {
    let mut out = Vec::new();
    let end = later_steps(cx);
    for (index, (section, role)) in cx.page.sections.iter().zip(&cx.roles).enumerate() {
        let is_later = index >= end && matches!(role, Role::Unknown | Role::Example | Role::Ignored);
        if is_later || !may_document_errors(role) {
            continue;
        }
        if *role != Role::Intro {
            out.extend(heading_status(&section.heading.value).map(ErrorFacts::of_all));
        }
        for item in items(&section.blocks) {
            match item.block {
                Block::Paragraph(text) => prose(text, &mut out),
                Block::Table(table) => rows(table, &mut out),
                _ => {}
            }
        }
    }
    let mut seen = Vec::new();
    out.retain(|found| {
        !seen.contains(found) && {
            seen.push(found.clone());
            true
        }
    });
    out
}

/// Returns whether the text of a section can be about how the requests of the page fail.
fn may_document_errors(role: &Role) -> bool {
    let of_types = [Role::Properties, Role::Relationships, Role::Methods, Role::Json, Role::DerivedTypes];
    !of_types.contains(role) && !matches!(role, Role::Members(_))
}

/// Returns the index of the section with which the page goes on to other requests: an unknown heading after the contract, and no request
/// lines below it. Returns the number of sections if there is none.
fn later_steps(cx: &Context<'_>) -> usize {
    let sections = &cx.page.sections;
    let first = |wanted: &[Role]| cx.roles.iter().position(|role| wanted.contains(role));
    let (Some(request), Some(response)) = (first(&[Role::HttpRequest]), first(&[Role::Response, Role::Example])) else {
        return sections.len();
    };
    let numbered = || sections.iter().zip(&cx.roles).enumerate().skip(request.max(response) + 1);
    let steps = numbered().filter(|(_, (section, role))| section.level <= 2 && **role == Role::Unknown);
    let mut own = steps.filter(|(index, (section, _))| {
        let below = sections.iter().zip(&cx.roles).skip(index + 1).take_while(|(other, _)| other.level > section.level);
        !below.into_iter().any(|(_, role)| *role == Role::HttpRequest)
    });
    own.next().map_or(sections.len(), |(index, _)| index)
}

/// Reads a table: the statuses in a column for them, and the sentences in the other cells.
fn rows(table: &Table, out: &mut Vec<ErrorFacts>) {
    let is_status: Vec<bool> = table.header.iter().map(|cell| STATUS_HEADER.is_match(&header_text(cell))).collect();
    for TableRow { cells, .. } in &table.rows {
        let mut methods = cells.iter().filter_map(|cell| Method::parse(cell.plain().trim().trim_matches('`')));
        let method = methods.next();
        for (cell, is_status) in cells.iter().zip(is_status.iter().copied().chain(std::iter::repeat(false))) {
            match cell_status(&cell.plain()).filter(|_| is_status) {
                Some(status) => out.push(ErrorFacts { method, ..ErrorFacts::of_all(status) }),
                None => prose(cell, out),
            }
        }
    }
}

/// Returns the status of a heading that consists of a status and what it is called. "500 items per page" is not one.
fn heading_status(text: &str) -> Option<u16> {
    let status = cell_status(text)?;
    let (_, after) = text.split_once(&status.to_string())?;
    let is_alone = !after.contains(|c: char| c.is_alphanumeric());
    (is_alone || REASON.is_match(after) || AFTER.is_match(after)).then_some(status)
}

/// Returns the status at the start of a cell in a column of statuses.
fn cell_status(text: &str) -> Option<u16> {
    STATUS_CELL.captures(text.trim()).and_then(|found| found[1].parse().ok())
}

/// Reads the sentences of a paragraph or a cell.
fn prose(text: &Text, out: &mut Vec<ErrorFacts>) {
    let flat = Flat::marked(text);
    if flat.text.len() > MAX_TEXT {
        return;
    }
    for sentence in sentences(&flat.text).filter(|sentence| !numbers(sentence).is_empty()) {
        if OTHER_REQUESTS.is_match(sentence) {
            continue;
        }
        let mut methods = METHOD.find_iter(sentence).filter_map(|found| Method::parse(found.as_str()));
        // Two methods: the sentence compares requests.
        let method = methods.next().filter(|first| methods.all(|other| other == *first));
        let segment = SYSTEM_SEGMENT.captures(sentence).map(|found| found[1].to_owned());
        for status in statuses(sentence) {
            out.push(ErrorFacts { status, method, segment: segment.clone() });
        }
    }
}

/// Returns the statuses of failures in a sentence. Links are characters in it, code spans have backquotes.
fn statuses(sentence: &str) -> Vec<u16> {
    let mut out = Vec::new();
    let spans = code_spans(sentence);
    for list in lists(sentence, numbers(sentence)) {
        let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
        let (before, after) = (tail(&sentence[..first.start]), &sentence[last.end..]);
        if is_denied(before) || OTHER_THAN.is_match(before) {
            continue;
        }
        let is_list = BEFORE.is_match(before)
            || AFTER.is_match(after)
            || RETURNS.is_match(before) && END.is_match(after)
            || MANY.is_match(after) && MANY_BEFORE.is_match(before)
            || !out.is_empty() && FURTHER.is_match(before) && END.is_match(after);
        for number in list {
            if is_list || names_reason(sentence, &number, &spans) {
                out.extend(sentence[number].parse::<u16>());
            }
        }
    }
    out
}

/// Returns whether a reason phrase follows a number, or its code span is that of a status.
fn names_reason(sentence: &str, number: &Range<usize>, spans: &[Range<usize>]) -> bool {
    let span = spans.iter().find(|span| span.start <= number.start && number.end <= span.end);
    REASON.is_match(&sentence[number.end..]) || span.is_some_and(|span| CODE_SPAN.is_match(&sentence[span.clone()]))
}

/// Returns the positions of the texts between backquotes.
fn code_spans(sentence: &str) -> Vec<Range<usize>> {
    let ticks: Vec<usize> = sentence.match_indices('`').map(|(at, _)| at).collect();
    let span = |pair: &[usize]| if let [start, end] = pair { Some(start + 1..*end) } else { None };
    ticks.chunks(2).filter_map(span).collect()
}

/// Groups numbers into lists: "the 403, 404, and 412 responses".
fn lists(sentence: &str, numbers: Vec<Range<usize>>) -> Vec<Vec<Range<usize>>> {
    let mut lists: Vec<Vec<Range<usize>>> = Vec::new();
    for number in numbers {
        let last = lists.last_mut().filter(|list| {
            let gap = list.last().and_then(|last| sentence.get(last.end..number.start));
            gap.is_some_and(|gap| GLUE.is_match(gap))
        });
        match last {
            Some(list) => list.push(number),
            None => lists.push(vec![number]),
        }
    }
    lists
}

/// Returns the positions of the numbers from 400 to 599 that are not part of a name, an address, a range or a larger number.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_number = |at: &usize| {
        let digits = bytes.get(*at..*at + 3);
        let is_plain = |byte: u8| !(byte.is_ascii_alphanumeric() || b"_%$#".contains(&byte));
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let starts = before.is_none_or(|byte| is_plain(byte) && !b".,-+=/&?@".contains(&byte));
        let next = |step: usize| bytes.get(*at + 3 + step).copied();
        let joins =
            next(0).is_some_and(|byte| b".,-/:".contains(&byte)) && next(1).is_some_and(|byte| byte.is_ascii_digit());
        digits.is_some_and(|digits| matches!(digits, [b'4' | b'5', b'0'..=b'9', b'0'..=b'9']))
            && starts
            && next(0).is_none_or(is_plain)
            && !joins
    };
    (0..bytes.len()).filter(is_number).map(|at| at..at + 3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_of_failures_are_read() {
        for (sentence, want) in [
            ("Returns `404 Not Found`.", &[404][..]),
            ("Returns `404`.", &[404]),
            ("The service responds with a `409`", &[409]),
            ("The request fails with 404 or 409.", &[404, 409]),
            ("Otherwise, it returns a 404 Not-Found error", &[404]),
            ("An attendee gets an error (HTTP 400 Bad Request), with a text", &[400]),
            ("This may trigger the gateway timeout (HTTP 504).", &[504]),
            ("The most common errors are the 400, 403, 404, 409, and 412 responses", &[400, 403, 404, 409, 412]),
            ("This request might occasionally receive a 504 HTTP error", &[504]),
            ("The call can fail with a 404 error code", &[404]),
            ("Status codes: 400 and `404`", &[400, 404]),
            ("Returns `HTTP/1.1 416`", &[416]),
            ("A `412 No Such Version` is returned", &[412]),
            ("may fail with a `404 Not Found` or a `403 Forbidden`", &[404, 403]),
            ("Your request will return a `400` error response", &[400]),
            ("It returns 400 for boats without a name, and 404.", &[400, 404]),
        ] {
            assert_eq!(statuses(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn headings_of_statuses_are_read() {
        for (heading, want) in [
            ("404 Not Found", Some(404)),
            ("`409`", Some(409)),
            ("HTTP 400 error", Some(400)),
            ("500 boats per page", None),
            ("Boats", None),
        ] {
            assert_eq!(heading_status(heading), want, "{heading}");
        }
    }

    #[test]
    fn other_numbers_are_not_statuses() {
        for sentence in [
            "Returns `200 OK`",
            "Returns 500 boats",
            "Returns 400 in total",
            "Returns at most 400 responses",
            "The limit is 500 boats",
            "The maximum is `500`",
            "`/boats?$top=10&$skip=501` is too much",
            "`image(width=500,height=400)`",
            "From 1-500 boats, or 1,500, or 500,000, or 4.500, or x500, or 500x, or 500%",
            "It never returns `404 Not Found`",
            "It does not return `404 Not Found`",
            "If a status other than 2xx or 404 is returned from a harbour",
            "In any case but an error other than 404 errors, it waits",
        ] {
            assert_eq!(statuses(sentence), Vec::<u16>::new(), "{sentence}");
        }
    }
}
