//! Response headers that a page names, such as the `Location` of a `202 Accepted`.
//!
//! In: the sentences, list items and tables of the Response section, and the responses of examples. Out: [`ResponseHeaderFacts`]. A
//! header counts if prose or a table names it. A header that only an example shows counts if it leads elsewhere or tells the client
//! what to do next: the others are the same in every response.

use std::ops::Range;

use crate::diagnostics::Span;
use crate::parse::{Table, Text};

use super::facts::{ExampleFacts, ResponseHeaderFacts};
use super::flat::Flat;
use super::pattern::pattern;
use super::tables::first_header;

pattern! {
    OF_HEADERS = r"(?i)\bheaders?\W*$";
    HEADER_WORD = r"(?i)\bheaders?\b" if "header";
    // Allowed between a name and "header": "`Location` HTTP response header".
    BEFORE_WORD = r"(?i)(?:\s|:|\b(?:http|response|custom)\b)+$";
    SEPARATOR = r"(?i)(?:\s*,)?\s*(?:\b(?:and|or)\b)?(?:\s+(?:an?|the))?\s*$";
    CODE = r"`([^`]{1,80})`";
    LAST_CODE = r"`([^`]{1,80})`$";
    LAST_BOLD = r"\*\*([^*]{1,80})\*\*$";
    LAST_WORD = r"(?:^|[^0-9A-Za-z_-])([A-Za-z][0-9A-Za-z-]{0,63})$";
    AFTER_WORD = r"(?i)^\s*(?:,?\s*(?:named|called|such as|like|is|are)\b|:)?\s*(?:`([^`]{1,80})`|\*\*([^*]{1,80})\*\*)";
    NEXT_NAME = r"(?i)^\s*(?:,\s*(?:and\s+|or\s+)?|\s(?:and|or)\s+)(?:the\s+)?(?:`([^`]{1,80})`|\*\*([^*]{1,80})\*\*)";
    PLAIN_AFTER = r"(?i)^\s*(?:,?\s*(?:named|called|such as|like|are)\b|:)?\s*([A-Za-z][0-9A-Za-z]*(?:-[0-9A-Za-z]+)*)";
    NEXT_PLAIN = r"(?i)^\s*(?:,\s*(?:and\s+|or\s+)?|\s(?:and|or)\s+)(?:the\s+)?([A-Za-z][0-9A-Za-z]*(?:-[0-9A-Za-z]+)*)";
    LIST_ITEM = r"^(?:`([^`]{1,80})`|\*\*`?([^*`]{1,80})`?\*\*)\s*(?::|-|–|—|\.|$)";
    PLAIN_ITEM = r"^([A-Z][0-9A-Za-z]*(?:-[0-9A-Za-z]+)*)\s*(?::|-\s|–|—|$)";
    INTRODUCES = r"(?i)\b(?:following|these)\s+(?:\w+\s+){0,2}headers?\b|\bheaders?(?:\s+\w+){0,4}:\s*$";
    OF_REQUEST = r"(?i)\brequest\W*$|\b(?:specifies|specify|include|includes|send|sends|sending|specifying|including|with the|without the|use|using)\s*$";
    OF_RESPONSE = r"(?i)\b(?:response|answer|reply|result|service|server)s?\s+(?:\w+\s+)?(?:specifies|specify|includes?|sends?|uses?|including)\s*$";
    // An instruction to the client to send a header.
    INSTRUCTION = r"(?i)^(?:\W*(?:please|then|also|next)\W+)*(?:send|include|add|set|specify|pass|supply|provide)\b";
    // Precedes the name or "header": the header is not sent.
    DENIED_BEFORE = r"(?i)\b(?:no|without|neither|nor|lacks?|lacking)\s+(?:(?:an?|the|any)\s+)?(?:`[^`]*`|[A-Za-z-]+)?\s*(?:(?:http|response)\s+)*`?$|(?:\bnot|n['’]t|\bnever|\bno longer)\s+(?:includes?|returns?|contains?|has|have|sends?|carry|carries|sets?|come with|provides?)\s+(?:(?:an?|the|any)\s+)?(?:`[^`]*`|[A-Za-z-]+)?\s*(?:(?:http|response)\s+)*`?$";
    DENIED_AFTER = r"(?i)^(?:`[^`]*`\s*)?(?:(?:http|response)\s+)*(?:headers?\b)?\s*(?:(?:(?:is|are|was|were|will be)(?:\s+not|n['’]t|\s+never|\s+no longer)|won['’]t be)\s+(?:returned|sent|included|present|set|provided|available|part)|(?:no longer|never|doesn['’]t|does not)\s+(?:holds?|contains?|exists?|has|have|comes?|appears?))\b";
    IN_REQUEST = r"(?i)^\W*(?:\w+\W+){0,2}(?:in|of|with|on) (?:the|your|a) requests?\b";
}

/// Response headers (RFC 9110, RFC 8288, and the monitors of long-running operations), recognized in any letter case.
const KNOWN: &[&str] = &[
    "Azure-AsyncOperation",
    "Content-Disposition",
    "Content-Location",
    "Deprecation",
    "ETag",
    "Last-Modified",
    "Link",
    "Location",
    "Operation-Location",
    "Preference-Applied",
    "Retry-After",
    "Sunset",
    "Warning",
    "WWW-Authenticate",
];

/// Request-only headers (RFC 9110, RFC 7240, OData §8.2).
const OF_REQUESTS: &[&str] = &[
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "ConsistencyLevel",
    "Cookie",
    "Expect",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Prefer",
    "Range",
    "User-Agent",
];

/// Headers of example responses that tell the client what to do next. Names that end in `Location` also count.
const TELLING: &[&str] = &["azure-asyncoperation", "etag", "link", "retry-after"];

/// The headers found so far, and the state of reading.
#[derive(Default)]
pub(super) struct Headers {
    pub found: Vec<ResponseHeaderFacts>,
    /// Whether the last paragraph introduces a list or a table of headers.
    introduced: bool,
    /// Whether the section's heading announces headers.
    below: bool,
    /// The status that the paragraph is about.
    status: Option<u16>,
}

impl Headers {
    /// Reads a heading. Below "Response headers", tables and lists contain headers.
    pub fn heading(&mut self, heading: &str) {
        self.introduced = OF_HEADERS.is_match(heading);
        self.below = self.introduced;
        self.status = None;
    }

    /// Reads a paragraph or list item. `status` returns the status that applies at a position of a sentence.
    pub fn paragraph(&mut self, text: &Text, flat: &Flat<'_>, status: impl Fn(usize, Range<usize>) -> Option<u16>) {
        let span = text.span;
        if self.introduced
            && let Some(name) = item_name(&flat.text)
        {
            self.add(&name, said(flat, &flat.text), self.status, span);
            return;
        }
        self.introduced = self.below;
        let mut at = 0;
        for sentence in flat.text.split_inclusive(". ") {
            let end = at + sentence.len();
            for (name, place) in names_in(sentence) {
                let status = status(at + place, at..end);
                // Headers of failures are not part of the response.
                if status.is_none_or(|status| status < 400) {
                    self.add(&name, said(flat, sentence), status, span);
                }
            }
            if HEADER_WORD.is_match(sentence) && INTRODUCES.is_match(sentence) && !sentence.contains("column") {
                self.introduced = true;
                self.status = status(end, at..end);
            }
            at = end;
        }
    }

    /// Reads a table of headers: its first column is called "header", or a sentence introduces it. Returns whether it is such a table.
    pub fn table(&mut self, table: &Table) -> bool {
        let first = first_header(table);
        let is_introduced = self.below || self.introduced && matches!(first.as_str(), "name" | "field" | "key");
        if !is_introduced && !HEADER_WORD.is_match(&first) {
            return false;
        }
        for row in &table.rows {
            let Some(cell) = row.cells.first() else { continue };
            let Some(name) = token(cell.plain().trim()) else { continue };
            let about = row.cells.last().filter(|_| row.cells.len() > 1).map(Text::plain).unwrap_or_default();
            self.add(&name, about.trim().to_owned(), self.status, cell.span);
        }
        true
    }

    /// Returns the headers found, and those that examples show in responses with status 201, 202 or 3xx.
    pub fn shown(found: Vec<ResponseHeaderFacts>, examples: &[ExampleFacts]) -> Vec<ResponseHeaderFacts> {
        let mut all = Headers { found, ..Headers::default() };
        for response in examples.iter().filter_map(|example| example.response.as_ref()) {
            if !matches!(response.status, 201 | 202 | 300..=399) {
                continue;
            }
            for (name, _) in &response.headers {
                if let Some(name) = token(name).filter(|name| is_telling(name)) {
                    all.add(&name, String::new(), Some(response.status), Some(response.span));
                }
            }
        }
        all.found
    }

    fn add(&mut self, name: &str, text: String, status: Option<u16>, span: Option<Span>) {
        let Some(span) = span else { return };
        let known = self.found.iter_mut().find(|header| header.name.eq_ignore_ascii_case(name));
        let header = match known {
            Some(header) => header,
            None => {
                let name = name.to_owned();
                self.found.push(ResponseHeaderFacts { name, text: String::new(), statuses: Vec::new(), span });
                let Some(last) = self.found.last_mut() else { return };
                last
            }
        };
        if header.text.is_empty() {
            header.text = text;
        }
        header.statuses.extend(status.filter(|status| !header.statuses.contains(status)));
    }
}

/// Returns a part of a text without markup.
fn said(flat: &Flat<'_>, part: &str) -> String {
    flat.expand(part.trim()).replace("**", "").replace('`', "")
}

/// Returns the header name in a pattern's groups.
fn named(found: &regex::Captures<'_>) -> Option<String> {
    token(found.iter().skip(1).flatten().next()?.as_str())
}

/// Returns the header name before a colon, in its usual spelling. `None` if the text is not a header name, or is a request header.
fn token(text: &str) -> Option<String> {
    let name = text.split(':').next().unwrap_or(text).trim().trim_matches('*');
    let is_token = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !name.ends_with('-')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let of_request = OF_REQUESTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    (is_token && !of_request).then(|| known(name).map_or_else(|| name.to_owned(), str::to_owned))
}

/// Returns the usual spelling of a known header.
fn known(name: &str) -> Option<&'static str> {
    KNOWN.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the response headers that a sentence names before or after the word "header", and the position of that word.
fn names_in(sentence: &str) -> Vec<(String, usize)> {
    let mut out = named_in(sentence);
    out.retain(|(_, place)| !is_denied(sentence, *place));
    out
}

/// Returns whether a sentence declares that the header at this position is not sent.
fn is_denied(sentence: &str, place: usize) -> bool {
    let (before, after) = (sentence.get(..place).unwrap_or_default(), sentence.get(place..).unwrap_or_default());
    DENIED_BEFORE.is_match(before) || DENIED_AFTER.is_match(after)
}

/// Returns the names of headers in a sentence, denied or not.
fn named_in(sentence: &str) -> Vec<(String, usize)> {
    let mut out = told_by_name(sentence);
    if !HEADER_WORD.is_match(sentence) || INSTRUCTION.is_match(sentence) {
        return out;
    }
    for word in HEADER_WORD.regex.find_iter(sentence) {
        let (before, after) = (&sentence[..word.start()], &sentence[word.end()..]);
        if IN_REQUEST.is_match(after) {
            continue;
        }
        let mut rest = BEFORE_WORD.find(before).map_or(before, |found| &before[..found.start()]);
        while let Some((name, start)) = last_name(rest) {
            rest = &rest[..start];
            if is_of_request(rest) {
                break;
            }
            out.push((name, word.start()));
            let separator = SEPARATOR.find(rest).map_or(rest.len(), |found| found.start());
            if rest[separator..].trim().is_empty() {
                break;
            }
            rest = &rest[..separator];
        }
        if is_of_request(before) {
            continue;
        }
        let mut rest = after;
        let mut next = AFTER_WORD.captures(rest);
        while let Some(found) = next {
            out.extend(named(&found).map(|name| (name, word.start())));
            rest = &rest[found.get(0).map_or(rest.len(), |whole| whole.end())..];
            next = NEXT_NAME.captures(rest);
        }
        out.extend(plain_names(after).into_iter().map(|name| (name, word.start())));
    }
    out
}

/// Returns whether the text before a name or "header" is about a request.
fn is_of_request(before: &str) -> bool {
    OF_REQUEST.is_match(before) && !OF_RESPONSE.is_match(before)
}

/// Returns the names without markup after the word "header": "the headers Location and Retry-After".
fn plain_names(after: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut next = PLAIN_AFTER.captures(after);
    let mut rest = after;
    while let Some(found) = next {
        let Some(name) = found.get(1).filter(|name| looks_like_header(name.as_str())) else { break };
        out.extend(token(name.as_str()));
        rest = &rest[name.end()..];
        next = NEXT_PLAIN.captures(rest);
    }
    out
}

/// Returns headers that do not need the word "header", because nothing else is spelled like them: "with `Retry-After`".
fn told_by_name(sentence: &str) -> Vec<(String, usize)> {
    let known = CODE.captures_iter(sentence).filter_map(|found| {
        let (whole, name) = (found.get(0)?, found.get(1)?.as_str());
        let name = name.split(':').next().unwrap_or(name).trim();
        (known(name) == Some(name) && is_telling(name)).then(|| (name.to_owned(), whole.start()))
    });
    known.collect()
}

/// Returns whether a header leads elsewhere or tells the client what to do next.
fn is_telling(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with("location") || TELLING.contains(&lower.as_str())
}

/// Returns the header name at the end of a text, and its position. A word without markup must look like a header.
fn last_name(text: &str) -> Option<(String, usize)> {
    for pattern in [&*LAST_CODE, &*LAST_BOLD] {
        if let Some(found) = pattern.captures(text) {
            return Some((named(&found)?, found.get(0)?.start()));
        }
    }
    let word = LAST_WORD.captures(text)?.get(1)?;
    let name = word.as_str();
    looks_like_header(name).then(|| token(name)).flatten().map(|name| (name, word.start()))
}

/// Returns the header that a list item begins with.
fn item_name(text: &str) -> Option<String> {
    let marked = LIST_ITEM.captures(text).and_then(|found| named(&found));
    marked.or_else(|| {
        token(PLAIN_ITEM.captures(text)?.get(1).map(|word| word.as_str()).filter(|w| looks_like_header(w))?)
    })
}

/// Returns whether a word without markup is a header: a known one, or one of several capitalized parts.
fn looks_like_header(word: &str) -> bool {
    let capital = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
    let custom = word.len() > 2 && word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    known(word).is_some() || word.contains('-') && word.split('-').all(capital) || custom
}

#[cfg(test)]
mod tests {
    use super::{item_name, names_in};

    #[test]
    fn list_items_name_headers() {
        for (item, want) in [
            ("`Retry-After`: seconds to wait", Some("Retry-After")),
            ("**Location** - where it is", Some("Location")),
            ("`x-kiln-monitor`", Some("x-kiln-monitor")),
            ("Retry-After: seconds to wait", Some("Retry-After")),
            ("Kiln-Monitor: the address", Some("Kiln-Monitor")),
            ("Report Refresh Date", None),
            ("Pre-authenticated URLs are short-lived", None),
            ("This method can return any status", None),
        ] {
            assert_eq!(item_name(item).as_deref(), want, "{item}");
        }
    }

    #[test]
    fn response_headers_are_read() {
        for (sentence, want) in [
            ("Returns a Location header with a URI", &["Location"][..]),
            ("with a Location: header pointing to it", &["Location"]),
            ("and a location header with a URI", &["Location"]),
            ("in the `Operation-Location` header", &["Operation-Location"]),
            ("a URL in the `Location` response header", &["Location"]),
            ("the `Retry-After` and `Location` HTTP response headers", &["Location", "Retry-After"]),
            ("The response has the headers `Location` and `Retry-After`", &["Location", "Retry-After"]),
            ("a header named `x-kiln-monitor`", &["x-kiln-monitor"]),
            ("the provider's response in a warning header", &["Warning"]),
            ("the Kiln-Monitor header", &["Kiln-Monitor"]),
            ("The Location header contains the address", &["Location"]),
            ("The header Location contains the address", &["Location"]),
            ("the headers Location and Retry-After are set", &["Location", "Retry-After"]),
            ("The response includes Location and Retry-After headers", &["Location", "Retry-After"]),
            ("the x-kiln-monitor header tells the address", &["x-kiln-monitor"]),
            ("The header links to the job", &[]),
            ("Wait as long as `Retry-After` says", &["Retry-After"]),
            ("The property `location` leads there", &[]),
            ("Send the pieces in order, each with a Content-Range header", &[]),
            ("The header can be large", &[]),
            ("If the optional request header is used", &[]),
            ("If the request specifies `Prefer` header with a preference", &[]),
            ("With the `Prefer: respond-async` header included in the request", &[]),
            ("If the `x-kiln-mode` header is in the request", &[]),
            ("The CSV file has the following headers for columns", &[]),
            ("the `x-kiln-mode` request header", &[]),
            ("The `Location` header isn't returned", &[]),
            ("No `Location` header is sent", &[]),
            ("The response doesn't include a `Location` header", &[]),
            ("without a `Retry-After` header", &[]),
            ("Neither a `Location` nor a `Retry-After` header is returned", &[]),
            ("The response's `Operation-Location` no longer holds the URL", &[]),
            ("There is no body, but a `Location` header", &["Location"]),
            ("It doesn't return a body, only a `Location` header", &["Location"]),
            ("If no job exists, the `Location` header leads to a new one", &["Location"]),
            ("The `Location` header isn't absolute", &["Location"]),
        ] {
            let mut names: Vec<String> = names_in(sentence).into_iter().map(|(name, _)| name).collect();
            names.sort();
            names.dedup();
            assert_eq!(names, want, "{sentence}");
        }
    }
}
