//! The Response section: statuses and what comes back (format §9.2).
//!
//! In: the paragraphs and tables of the contract's section. Out: [`ResponseFacts`].

use std::ops::Range;

use crate::parse::{Block, Run, Section, Table, TableRow, Text};

use super::body::{is_article, type_of};
use super::context::{Context, items, paragraphs};
use super::facts::{ExampleFacts, ResponseFacts};
use super::flat::Flat;
use super::pattern::pattern;
use super::response_headers::Headers;
use super::sections::Role;
use super::tables::{Columns, clean_name};
use super::type_expr::TypeExpr;

pattern! {
    STATUS = r"`+\s*(?:HTTP(?:/\d(?:\.\d)?)?\s*)?([1-5]\d\d)\b|\b(?i:response code(?: of)?:? \**)([23]\d\d)\b|\b([23]\d\d)\b\W{0,3}(?i:OK|Created|Accepted|No Content|Found|Partial Content|Multi-Status|See Other|response)\b|\b(?i:HTTP|returns?(?: an?)?|status(?: code)?(?: is| of)?)\s+([23]\d\d)(?:[^\w-]|$)";
    // The status that a heading or a cell begins with.
    STATUS_FIRST = r"^\W*(?i:HTTP\s+)?([23]\d\d)\b";
    NO_BODY_CELL = r"(?i)^\W*(?:none|nothing|empty|n/?a|no (?:response )?(?:body|content))?\W*$";
    NOTHING = r"(?i)(?:\bnot|n[’']t) return (?:anything|any|a|an?y? ?(?:response )?(?:body|content))\b|\bno (?:response )?(?:body|content)\b[^`]|\bno (?:response )?(?:body|content)$|\bempty (?:response )?(?:body|content)\b|\bno JSON data\b|\bresponse body is empty\b";
    NO_CONTENT_REASON = r"(?i)`[^`]*no content[^`]*`" if "no content";
    MANY_BEFORE = r"(?i)\b(?:collections?|lists?|arrays?|sets?)\s+of\s+(?:(?:the|all|one|or|more|zero|requested|new|updated|created|matching|\w+ed)\s+)*\W?$|\ball\s+(?:of\s+)?(?:the\s+)?$";
    MANY_AFTER = r"(?i)^\W{0,2}\s?(?:objects|resources|entities|entries|collections?|items|values|instances|(?:object |resource )collection)\b";
    UNLINKED = r"(?i)\b(?:and|returns?|with|,)\s+(?P<words>(?:(?:an?|the|new|updated|requested|all|created|newly|existing|resulting|corresponding|single|collection|list|array|of|instance)\s+)*)(?P<base>\*\*[\w.]+\*\*|`[A-Za-z][\w.]*`|[A-Za-z][\w.]*)(?P<after>(?:\s+(?:collection|object|objects|resource|resources|entity|value|data))*)\s+(?:in|as) (?:the|its) (?:response )?body\b" if "body";
    HEADER = r"(?i)\bheader\b" if "header";
    IN_BODY = r"(?i)\bbody\b";
    RETURNS = r"(?i)\breturns?\b";
    // A link to an object is not the object: "a link to the [job]".
    LEADS_TO = r"(?i)\b(?:links?|ur[li]s?|address|pointer|points?|pointing|location|path)\s+(?:to|of|for)\s+(?:(?:an?|the|its|this|new|newly|created|associated|resulting|corresponding)\s+)*\W?$";
    // Before a status that is not returned: "never returns", "rather than", "No".
    DENIED = r"(?i)(?:\b(?:never|not|no longer)|n[’']t)\s+(?:\w+\s+)?(?:returns?|responds?|sends?|sent|answers?)\b[^.;,]*$|\b(?:rather than|instead of)\b[^.;,]*$|\bno\s+\W*$";
    ERRORS = r"(?i)\b(?:error|errors|if an error)\b" if "error";
}

/// The facts of the Response section and of the examples.
pub(super) fn response(cx: &Context<'_>, examples: &[ExampleFacts]) -> ResponseFacts {
    let mut reading = Reading::default();
    for section in contract(cx) {
        reading.out.span.get_or_insert(section.heading.span);
        reading.heading(&section.heading.value);
        for item in items(&section.blocks) {
            match item.block {
                Block::Table(table) => reading.table(table, section.level),
                Block::Paragraph(text) => reading.text(text, item.quoted),
                _ => {}
            }
        }
    }
    reading.finish(examples)
}

/// The Response section as far as it is read.
#[derive(Default)]
struct Reading {
    out: ResponseFacts,
    /// Whether a sentence says that there is no body.
    nothing: bool,
    bodies: Bodies,
    headers: Headers,
}

impl Reading {
    fn status(&mut self, status: u16) {
        if !self.out.statuses.contains(&status) {
            self.out.statuses.push(status);
        }
    }

    /// `204 No Content` as a heading: what follows is about it.
    fn heading(&mut self, heading: &str) {
        let status = STATUS_FIRST.captures(heading).and_then(|found| found[1].parse().ok());
        if let Some(status) = status {
            self.status(status);
            self.bodies.current = Some(status);
        }
    }

    fn table(&mut self, table: &Table, level: u8) {
        if level <= 2 && Columns::of(table).is_property_table() {
            let names = table.rows.iter().filter_map(|row| row.cells.first()).map(|cell| clean_name(cell).0);
            self.out.members.extend(names);
        }
        self.headers.table(table);
        for text in table.rows.iter().filter_map(status_row) {
            self.text(&text, false);
        }
    }

    fn text(&mut self, text: &Text, quoted: bool) {
        let flat = Flat::marked(text);
        if flat.text.len() > 20_000 {
            return;
        }
        let places = statuses(&flat.text);
        // A note may add a status, but it does not say what the request is for.
        let is_note = quoted && !self.out.statuses.is_empty();
        if !quoted {
            let current = self.bodies.current;
            self.headers.paragraph(text, &flat, |at, sentence| status_of(&places, at, sentence).or(current));
        }
        if !quoted || is_note {
            self.bodies.paragraph(&flat, &places);
        }
        places.iter().for_each(|(_, status)| self.status(*status));
        self.nothing |= !is_note && NOTHING.is_match(&NO_CONTENT_REASON.without(&flat.text));
        if self.out.body.is_none() && !quoted {
            self.out.body = body(text, &flat);
        }
    }

    fn finish(self, examples: &[ExampleFacts]) -> ResponseFacts {
        let Reading { mut out, nothing, bodies, headers } = self;
        if out.body.is_some() {
            out.members.clear();
        }
        out.explicitly_empty = nothing && out.body.is_none();
        let shows = |status| {
            let mut responses = examples.iter().filter_map(|example| example.response.as_ref());
            responses.any(|response| response.status == status && response.has_body())
        };
        out.without_body = bodies.without(&out.statuses, shows);
        out.headers = Headers::shown(headers.found, examples);
        out
    }
}

/// A row of a table of statuses as a sentence: the status, and what the other cells say about its body.
fn status_row(row: &TableRow) -> Option<Text> {
    let (first, others) = row.cells.split_first()?;
    let plain = first.plain();
    let status = plain.trim().trim_matches('`');
    STATUS_FIRST.captures(status)?;
    let mut runs = vec![Run::Code(status.to_owned())];
    for cell in others {
        let nothing = NO_BODY_CELL.is_match(&cell.plain());
        runs.push(Run::Plain(if nothing { " and no body" } else { " and " }.to_owned()));
        runs.extend(cell.runs.iter().filter(|_| !nothing).cloned());
    }
    Some(Text { runs, span: first.span.or(Some(row.span)) })
}

/// Which statuses come with a body, as far as their sentences tell.
#[derive(Default)]
struct Bodies {
    /// The status named last: what follows is about it.
    current: Option<u16>,
    named: Vec<u16>,
    denied: Vec<u16>,
}

impl Bodies {
    /// Reads a paragraph: what stands between a status and the next one is about the first of them.
    fn paragraph(&mut self, flat: &Flat<'_>, places: &[(usize, u16)]) {
        let starts = places.iter().map(|(at, status)| (*at, Some(*status)));
        let starts: Vec<_> = [(0, self.current)].into_iter().chain(starts).collect();
        for (number, (start, status)) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(flat.text.len(), |(end, _)| *end);
            self.current = *status;
            let (Some(status), Some(part)) = (status, flat.text.get(*start..end)) else { continue };
            for sentence in sentences(&NO_CONTENT_REASON.without(part)) {
                if NOTHING.is_match(sentence) {
                    self.denied.push(*status);
                } else if IN_BODY.is_match(sentence) || body_links(flat, sentence).next().is_some() {
                    self.named.push(*status);
                }
            }
        }
    }

    /// The statuses that come without a body. For 202 that is so unless a sentence names one or an example shows one; others have one
    /// unless it is denied.
    fn without(&self, statuses: &[u16], shows: impl Fn(u16) -> bool) -> Vec<u16> {
        let is_without = |status: &u16| match status {
            204 | 205 => true,
            _ if self.named.contains(status) => false,
            _ if self.denied.contains(status) => true,
            _ => *status == 202 && !shows(*status),
        };
        statuses.iter().copied().filter(is_without).collect()
    }
}

/// The status that a place in a sentence is about: the last one before it, else the first one of the sentence, else the last one of
/// an earlier sentence.
fn status_of(places: &[(usize, u16)], at: usize, sentence: Range<usize>) -> Option<u16> {
    let inside = || places.iter().filter(|(place, _)| sentence.contains(place));
    let before = inside().rfind(|(place, _)| *place < at);
    let earlier = || places.iter().rfind(|(place, _)| *place < sentence.start);
    before.or_else(|| inside().next()).or_else(earlier).map(|(_, status)| *status)
}

/// The links of a sentence that lead to what is in the body, with their places: none where it speaks of a header or of errors.
fn body_links<'a>(flat: &'a Flat<'_>, sentence: &'a str) -> impl Iterator<Item = (usize, char)> + 'a {
    // A link in a sentence on the Location header leads to what the header leads to.
    let elsewhere = HEADER.is_match(sentence) && !IN_BODY.is_match(sentence) || ERRORS.is_match(sentence);
    let leads_to_body = move |(at, c): &(usize, char)| {
        flat.link(*c).is_some_and(|(_, dest, _)| !is_article(dest)) && !LEADS_TO.is_match(tail(&sentence[..*at]))
    };
    sentence.char_indices().filter(move |place| !elsewhere && leads_to_body(place))
}

/// The end of a text, which is all that patterns need that look back.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(60);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The sections of the contract: `Response` of level 2, else all of that name; else, or if it comes first, what an example's Response says.
fn contract<'a>(cx: &Context<'a>) -> Vec<&'a Section> {
    let all = cx.sections(&Role::Response);
    let below = |s: &Section| s.parent.is_some_and(|p| cx.roles.get(p) == Some(&Role::Response));
    let out: Vec<&Section> = all.iter().map(|(_, s)| *s).filter(|s| s.level <= 2 || below(s)).collect();
    if !out.is_empty() {
        return out;
    }
    let says = |s: &Section| {
        s.heading.value.to_ascii_lowercase().starts_with("response")
            && paragraphs(&s.blocks)
                .iter()
                .any(|t| RETURNS.is_match(t.runs.first().map_or("", |r| if let Run::Plain(t) = r { t } else { "" })))
    };
    let of_example = cx.sections(&Role::Example).into_iter().find(|(_, s)| says(s));
    match (all.first(), of_example) {
        // Below the contract's level both are responses of examples: the first is the page's own request's.
        (Some((first, _)), Some((at, section))) if at < *first => vec![section],
        (None, Some((_, section))) => vec![section],
        _ => all.into_iter().map(|(_, s)| s).collect(),
    }
}

/// The statuses of success that a text names, and where.
fn statuses(text: &str) -> Vec<(usize, u16)> {
    let found = STATUS.captures_iter(text).filter_map(|found| {
        let number = found.iter().skip(1).flatten().next()?;
        Some((number.start(), number.as_str().parse::<u16>().ok()?))
    });
    let is_denied = |at: usize| DENIED.is_match(tail(&text[..at]));
    found.filter(|(at, status)| (200..400).contains(status) && !is_denied(*at)).collect()
}

/// The type that a paragraph says is returned.
fn body(text: &Text, flat: &Flat<'_>) -> Option<TypeExpr> {
    for sentence in sentences(&flat.text) {
        if HEADER.is_match(sentence) && !IN_BODY.is_match(sentence) || ERRORS.is_match(sentence) {
            continue;
        }
        let links: Vec<(usize, char)> = body_links(flat, sentence).collect();
        if let Some((at, c)) = links.first().copied() {
            let first = linked(text, flat, sentence, at, c)?;
            let second = links.get(1).filter(|(next, _)| is_or(&sentence[at + c.len_utf8()..*next]));
            let Some((at, c)) = second.copied() else { return Some(first) };
            return match (first, linked(text, flat, sentence, at, c)) {
                (TypeExpr::Collection(a), Some(TypeExpr::Collection(b))) => {
                    Some(TypeExpr::Collection(Box::new(TypeExpr::OneOf(vec![*a, *b]))))
                }
                // `[user] or [group] objects`
                (a, Some(TypeExpr::Collection(b))) => {
                    Some(TypeExpr::Collection(Box::new(TypeExpr::OneOf(vec![a, *b]))))
                }
                (a, Some(b)) => Some(TypeExpr::OneOf(vec![a, b])),
                (a, None) => Some(a),
            };
        }
        if let Some(found) = UNLINKED.captures(sentence) {
            let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
            let after = part("after").to_ascii_lowercase();
            if let Some(ty) = type_of(text, flat, part("base"), &after) {
                let words = part("words").to_ascii_lowercase();
                let many = after.contains("collection")
                    || ["collection of", "list of", "array of"].iter().any(|w| words.contains(w));
                return Some(ty.collected(many));
            }
        }
    }
    None
}

fn linked(text: &Text, flat: &Flat<'_>, sentence: &str, at: usize, c: char) -> Option<TypeExpr> {
    let behind = at + c.len_utf8();
    let before = &sentence[..at];
    let many = MANY_BEFORE.is_match(tail(before)) || MANY_AFTER.is_match(&sentence[behind..]);
    Some(type_of(text, flat, &sentence[at..behind], "object")?.collected(many))
}

fn is_or(between: &str) -> bool {
    let between = between.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '`' || c == ',');
    matches!(
        between,
        "or" | "or a"
            | "or an"
            | "object or"
            | "objects or"
            | "object or a"
            | "object or an"
            | "resource or"
            | "or the"
    )
}

/// Splits at full stops that a space follows.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").map(str::trim).filter(|s| !s.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Span};
    use crate::extract::type_expr::TypeRef;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn show(ty: &TypeExpr) -> String {
        match ty {
            TypeExpr::Named(TypeRef { name, .. }) => name.clone(),
            TypeExpr::Primitive(p) => p.edm().to_owned(),
            TypeExpr::Collection(inner) => format!("{}[]", show(inner)),
            TypeExpr::OneOf(all) => format!("({})", all.iter().map(show).collect::<Vec<_>>().join("|")),
            TypeExpr::Unknown(t) => format!("?{t}"),
        }
    }

    fn text(source: &str) -> Text {
        let mut runs = Vec::new();
        for (i, part) in source.split(['<', '>']).enumerate() {
            if i % 2 == 1 {
                runs.push(Run::Link { text: part.into(), dest: format!("../resources/{part}.md"), span: AT });
                continue;
            }
            for (j, part) in part.split('`').enumerate() {
                runs.push(if j % 2 == 1 { Run::Code(part.into()) } else { Run::Plain(part.into()) });
            }
        }
        Text { runs, span: Some(AT) }
    }

    fn said(source: &str) -> (Vec<u16>, String) {
        let text = text(source);
        let flat = Flat::marked(&text);
        let codes = statuses(&flat.text).into_iter().map(|(_, status)| status).collect();
        (codes, body(&text, &flat).as_ref().map(show).unwrap_or_default())
    }

    fn without_body(source: &str) -> Vec<u16> {
        let text = text(source);
        let flat = Flat::marked(&text);
        let places = statuses(&flat.text);
        let mut bodies = Bodies::default();
        bodies.paragraph(&flat, &places);
        bodies.without(&places.iter().map(|(_, status)| *status).collect::<Vec<_>>(), |_| false)
    }

    #[test]
    fn each_status_has_its_own_part_of_the_text() {
        for (source, want) in [
            ("Returns `202 Accepted` and a <job> object in the response body.", &[][..]),
            ("Returns `202 Accepted` and a <job>.", &[]),
            ("Returns `202 Accepted` and a link to the <job>.", &[202]),
            ("Returns `202 Accepted` and a `Location` header that leads to the <job>.", &[202]),
            ("Returns `202 Accepted`. The response body holds a <job>.", &[]),
            ("Returns `200 OK` and a <job>, or `202 Accepted` when it takes longer.", &[202]),
            ("Returns `200 OK` or `202 Accepted` and a <job> in the response body.", &[]),
            ("Returns `201 Created` and a <job>. Otherwise, it returns `204 No Content`.", &[204]),
            ("Returns `201 Created` and a <job>, or `200 OK` with an empty response body.", &[200]),
            ("Returns `200 OK`.", &[]),
            ("Returns `200 OK` and a <job>. It never returns `204 No Content`.", &[]),
            ("Returns `200 OK` and a <job> rather than `204 No Content`.", &[]),
            ("Returns `200 OK` and a <job>. No `204 No Content` response is sent.", &[]),
            ("Returns `200 OK` and a <job>. If there is no job, it returns `204 No Content`.", &[204]),
            ("Returns `200 OK`. It doesn't return anything in the response body.", &[200]),
            ("Returns `200 OK`. It doesn’t return a response body.", &[200]),
        ] {
            assert_eq!(without_body(source), want, "{source}");
        }
    }

    #[test]
    fn sentences_of_the_corpus_in_other_words() {
        for (source, codes, want) in [
            (
                "If successful, returns a `201 Created` response code and a <job> object in the response body.",
                &[201][..],
                "job",
            ),
            ("Returns `200 OK` and a collection of <job> objects in the response body.", &[200], "job[]"),
            ("Returns `200, OK` and a <job> collection in the response body.", &[200], "job[]"),
            ("Returns `200 OK` and a list of the requested <job> objects.", &[200], "job[]"),
            ("Returns `204 No Content`. It does not return anything in the response body.", &[204], ""),
            ("Returns `HTTP 200` and String collection in the response body.", &[200], "Edm.String[]"),
            ("Returns `200 OK` and a Stream in the response body.", &[200], "Edm.Stream"),
            ("Returns a 202 Accepted and a Location header that leads to the <operation>.", &[202], ""),
            ("Returns a `202 Accepted` response containing a link to the <operation>.", &[202], ""),
            ("Returns a `200` and a <user> or <group> object in the response body.", &[200], "(user|group)"),
            ("Returns a `200` and a collection of <user> or <group> objects.", &[200], "(user[]|group[])"),
            ("Works with Office 365 and returns `200 OK`.", &[200], ""),
            ("Returns `200 OK`, or `404 Not Found`.", &[200], ""),
            ("Returns `200 OK` response code and a **x** thing.", &[200], ""),
        ] {
            let (found, body) = said(source);
            assert_eq!(found, codes, "{source}");
            if want == "(user[]|group[])" {
                assert!(body.contains("group") && body.contains("[]"), "{body}");
            } else {
                assert_eq!(body, want, "{source}");
            }
        }
    }
}
