//! The Response section: statuses and response bodies (docs/format.md#responses).
//!
//! In: the paragraphs and tables of the contract's section. Out: [`ResponseFacts`].

use std::ops::Range;

use crate::parse::{Block, Run, Section, Table, TableRow, Text};

use super::context::{Context, items, paragraphs};
use super::errors;
use super::facts::{ExampleFacts, ResponseFacts};
use super::flat::Flat;
use super::pattern::pattern;
use super::response_bodies::Bodies;
use super::response_headers::Headers;
use super::response_type::{marked, one_of, returned, tail};
use super::sections::Role;
use super::tables::{Columns, clean_name};
use super::type_expr::TypeExpr;

pattern! {
    STATUS = r"`+\s*(?:HTTP(?:/\d(?:\.\d)?)?\s*)?([1-5]\d\d)\b|\b(?i:response code(?: of)?:? \**)([23]\d\d)\b|\b([23]\d\d)\b\W{0,3}(?i:OK|Created|Accepted|No Content|Found|Partial Content|Multi-Status|See Other|response)\b|\b(?i:HTTP|returns?(?: an?)?|(?:status(?: code)?|code)(?: is| of)?)\s+([23]\d\d)(?:[^\w-]|$)";
    // Another status without markup, in a sentence that already has one: "200 and a boat, or 202 with no body".
    FURTHER = r"\b(?i:or|and|else|otherwise|either)\s+([23]\d\d)\s*(?:[.,;:()]|$|\b(?i:with|without|if|when|and|or|for|otherwise|instead)\b)";
    // The status at the start of a heading or cell.
    STATUS_FIRST = r"^\W*(?i:HTTP\s+)?([23]\d\d)\b";
    NO_BODY_CELL = r"(?i)^\W*(?:none|nothing|empty|n/?a|no (?:response )?(?:body|content))?\W*$";
    RETURNS = r"(?i)\breturns?\b";
    // Precedes a status that is not returned: "never returns", "rather than", "No".
    DENIED = r"(?i)(?:\b(?:never|not|no longer)|n[’']t)\s+(?:\w+\s+)?(?:returns?|responds?|sends?|sent|answers?)\b[^.;,]*$|\b(?:rather than|instead of)\b[^.;,]*$|\bno\s+\W*$|\b(?:not|never)\s+(?:(?:an?|the|with|by)\s+)*\W*$";
}

/// Returns the facts of the Response section and of the examples.
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
    ResponseFacts { errors: errors::errors(cx), ..reading.finish(examples) }
}

/// The facts of the Response section read so far.
#[derive(Default)]
struct Reading {
    out: ResponseFacts,
    /// The types that are returned, with their statuses.
    returned: Vec<(Option<u16>, TypeExpr)>,
    bodies: Bodies,
    headers: Headers,
}

impl Reading {
    fn status(&mut self, status: u16) {
        if !self.out.statuses.contains(&status) {
            self.out.statuses.push(status);
        }
    }

    /// Reads a heading. If it begins with a status (`204 No Content`), the text below is about that status.
    fn heading(&mut self, heading: &str) {
        let status = STATUS_FIRST.captures(heading).and_then(|found| found[1].parse().ok());
        if let Some(status) = status {
            self.status(status);
            self.bodies.current = Some(status);
        }
        self.headers.heading(heading);
    }

    fn table(&mut self, table: &Table, level: u8) {
        let of_headers = self.headers.table(table);
        if !of_headers && level <= 2 && Columns::of(table).is_property_table() {
            let names = table.rows.iter().filter_map(|row| row.cells.first()).map(|cell| clean_name(cell).0);
            self.out.members.extend(names);
            let header = table.header.iter().find_map(|cell| cell.span);
            self.out.members_span.get_or_insert(header.unwrap_or(table.span));
        }
        for text in table.rows.iter().filter_map(status_row) {
            self.text(&text, false);
        }
    }

    fn text(&mut self, text: &Text, quoted: bool) {
        let flat = Flat::marked(text);
        if flat.text.len() > 20_000 {
            return;
        }
        let all = all_statuses(&flat.text);
        let places: Vec<_> = all.iter().copied().filter(|(_, status)| (200..400).contains(status)).collect();
        // A note may add a status, but it is not the description of the response.
        let is_note = quoted && !self.out.statuses.is_empty();
        if !quoted {
            let current = self.bodies.current;
            self.headers.paragraph(text, &flat, |at, sentence| status_of(&all, at, sentence).or(current));
        }
        let before = self.bodies.current;
        if !quoted || is_note {
            self.bodies.paragraph(&flat, &places, is_note);
        }
        places.iter().for_each(|(_, status)| self.status(*status));
        if !quoted {
            self.out.marked = self.out.marked.take().or_else(|| marked(text, &flat));
            self.types(text, &flat, &places, before);
        }
    }

    /// Adds the types that a paragraph declares as returned: the first, and those for other statuses or instead of it.
    fn types(&mut self, text: &Text, flat: &Flat<'_>, places: &[(usize, u16)], current: Option<u16>) {
        for found in returned(text, flat) {
            let own = status_of(places, found.at, found.sentence.clone());
            let status = own.or(current);
            let is_other = status.is_some_and(|status| {
                let is_known = |(known, _): &(Option<u16>, TypeExpr)| known.is_none_or(|known| known == status);
                matches!(status, 200..=203 | 206..=299) && !self.returned.iter().any(is_known)
            });
            if self.returned.is_empty() || is_other || found.instead {
                self.returned.push((status, found.ty));
            }
        }
    }

    fn finish(self, examples: &[ExampleFacts]) -> ResponseFacts {
        let Reading { mut out, returned, bodies, headers } = self;
        out.body = one_of(returned.into_iter().map(|(_, ty)| ty).collect());
        if out.body.is_some() {
            out.members.clear();
            out.marked = None;
        }
        let shows = |status| {
            let mut responses = examples.iter().filter_map(|example| example.response.as_ref());
            responses.any(|response| response.status == status && response.has_body())
        };
        out.without_body = bodies.without(&out.statuses, shows);
        out.explicitly_empty = out.body.is_none() && bodies.is_empty(&out.statuses, &out.without_body);
        out.may_be_empty = bodies.may_be_empty();
        out.names_body = bodies.names_some();
        out.headers = Headers::shown(headers.found, examples);
        out
    }
}

/// Converts a row of a table of statuses to a sentence: the status, and the other cells' text about its body.
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

/// Returns the status that applies at a position in a sentence: the last one before it, else the first one of the sentence, else the
/// last one of an earlier sentence.
fn status_of(places: &[(usize, u16)], at: usize, sentence: Range<usize>) -> Option<u16> {
    let inside = || places.iter().filter(|(place, _)| sentence.contains(place));
    let before = inside().rfind(|(place, _)| *place < at);
    let earlier = || places.iter().rfind(|(place, _)| *place < sentence.start);
    before.or_else(|| inside().next()).or_else(earlier).map(|(_, status)| *status)
}

/// Returns the contract's sections: `Response` at level 2, else all of that name. If there are none, or it comes first: an example's
/// Response.
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
        // Below the contract's level, both are responses of examples. The first one belongs to the page's own request.
        (Some((first, _)), Some((at, section))) if at < *first => vec![section],
        (None, Some((_, section))) => vec![section],
        _ => all.into_iter().map(|(_, s)| s).collect(),
    }
}

/// Returns the statuses that a text names and does not deny, with their positions. Includes those of failures.
fn all_statuses(text: &str) -> Vec<(usize, u16)> {
    let number = |found: regex::Captures<'_>| {
        let number = found.iter().skip(1).flatten().next()?;
        Some((number.start(), number.as_str().parse::<u16>().ok()?))
    };
    let mut found: Vec<(usize, u16)> = STATUS.captures_iter(text).filter_map(number).collect();
    if let Some((first, _)) = found.first().copied() {
        let end = text[first..].find(". ").map_or(text.len(), |end| first + end);
        found.extend(FURTHER.captures_iter(&text[..end]).filter_map(number).filter(|(at, _)| *at > first));
        found.sort_unstable();
        found.dedup();
    }
    found.retain(|(at, _)| !is_denied(&text[..*at]));
    found
}

/// Returns whether a text denies the status that follows it.
pub(super) fn is_denied(before: &str) -> bool {
    DENIED.is_match(tail(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Span};
    use crate::extract::type_expr::WrittenType;

    fn statuses(text: &str) -> Vec<(usize, u16)> {
        all_statuses(text).into_iter().filter(|(_, status)| (200..400).contains(status)).collect()
    }

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn show(ty: &TypeExpr) -> String {
        match ty {
            TypeExpr::Named(WrittenType { name, .. }) => name.clone(),
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
        (codes, returned(&text, &flat).first().map(|found| show(&found.ty)).unwrap_or_default())
    }

    fn types(sources: &[&str]) -> String {
        let mut reading = Reading::default();
        sources.iter().for_each(|source| reading.text(&text(source), false));
        reading.finish(&[]).body.as_ref().map(show).unwrap_or_default()
    }

    /// Returns whether the body may be empty, and whether there is none.
    fn emptiness(source: &str) -> (bool, bool) {
        let mut reading = Reading::default();
        reading.text(&text(source), false);
        let facts = reading.finish(&[]);
        (facts.may_be_empty, facts.explicitly_empty)
    }

    #[test]
    fn bodies_can_be_optional() {
        for source in [
            "Returns `200 OK` and a <boat> in the response body. The response body is empty if nothing changed.",
            "Returns `200 OK` and a <boat>. No body is returned when nothing changed.",
            "Returns `200 OK` and a <boat>. The body may be empty.",
            "Returns `200 OK` and a <boat> in the response body, or an empty body.",
            "Returns `200 OK` with a <boat> or no body.",
            "Returns `200 OK` and a <boat>. If there is no boat, it doesn't return a response body.",
            "Returns `200 OK` and a <boat>. Nothing is returned when the boat is gone.",
            "Returns `200 OK` and a <boat>. When nothing changed, the response has no body.",
            "Returns `200 OK` and a <boat>. Sometimes the response comes without a body.",
            "Returns `200 OK` and a <boat>. The payload can be omitted.",
            "Returns `200 OK`. The response body is empty unless something changed.",
            "Returns a <boat>. The response body might be empty.",
            "Returns `200 OK` and a <boat> in the response body if something changed; otherwise, the body is empty.",
            "Returns `200 OK` and a <boat>. The response body will be empty when nothing changed.",
            "Returns `200 OK` and, unless nothing changed, a <boat>. Otherwise the response doesn't contain a body.",
            "Returns `200 OK` and a <boat>. There is no response body if nothing changed.",
            "Returns `200 OK` and a <boat>. In that case, the response body isn't returned.",
            "Returns `200 OK` and a <boat>. If nothing changed, an empty response is returned.",
            "Returns `200 OK` and a <boat>. An empty body means that nothing changed.",
            "Returns `200 OK` and a <boat>. The body is left empty for unchanged boats.",
            "Returns `200 OK` and a <boat>. The response has an empty body for boats that did not change.",
            "Returns `200 OK` and optionally a <boat> in the response body.",
            "Returns `200 OK`, with or without a <boat> in the body.",
            "Returns `200 OK` and a <boat>. A body is only returned if something changed.",
            "Returns `200 OK` and a <boat>. The response body is present only if something changed.",
            "Returns `200 OK` and a <boat>, if any.",
        ] {
            assert_eq!(emptiness(source), (true, false), "{source}");
        }
        for source in [
            "Returns `200 OK` and a <boat>. The response body is never empty.",
            "Returns `200 OK` and a <boat>. It doesn't return an empty body.",
            "Returns `200 OK` and a <boat> in the response body.",
            "Returns `200 OK` and a <boat>. If you send an empty body, all properties are reset.",
            "Returns `200 OK` and a <boat>, or `204 No Content` with no body.",
            "Returns `200 OK` and a <boat>. If there are none, the collection is empty.",
        ] {
            assert_eq!(emptiness(source), (false, false), "{source}");
        }
        for source in [
            "If successful, this method returns a `200 OK` response code. It does not return anything in the response body.",
            "If successful, this method returns `200 OK` and no response body.",
            "If the request succeeds, it returns `200 OK` without a body.",
        ] {
            assert_eq!(emptiness(source), (false, true), "{source}");
        }
    }

    #[test]
    fn alternatives_are_read() {
        for (sources, want) in [
            (&["Returns `200 OK` and a <boat>, or else a <wreck>."][..], "(boat|wreck)"),
            (&["Either a <boat> with `200`, or a <wreck> with `201`."], "(boat|wreck)"),
            (&["Returns `200 OK` and a <boat>, or `201 Created` and a <wreck> object."], "(boat|wreck)"),
            (&["Returns a <boat>, a <raft>, or a <wreck>."], "(boat|raft|wreck)"),
            (&["Returns `200 OK` with a <boat> or `201 Created` with a <wreck> in the response body."], "(boat|wreck)"),
            (&["Returns `200 OK` and a <boat> object in the response body; or a <wreck>."], "(boat|wreck)"),
            (&["Returns a <boat> object if it floats, or a <wreck> object if it doesn't."], "(boat|wreck)"),
            (
                &["Returns `200 OK` and a <boat> object. If it sank, returns `201 Created` and a <wreck> object."],
                "(boat|wreck)",
            ),
            (&["Returns a <boat> if it floats and a <wreck> otherwise."], "(boat|wreck)"),
            (&["Returns a <boat>. If it sank, a <wreck> is returned instead."], "(boat|wreck)"),
            (&["Returns a <boat>. Otherwise, it returns a <wreck>."], "(boat|wreck)"),
            (&["`200 OK`: a <boat>", "`201 Created`: a <wreck>"], "(boat|wreck)"),
            (&["`200 OK`: a <boat>", "`201 Created`: a <boat>"], "boat"),
            (&["Returns a collection of <boat> or <wreck> objects."], "(boat|wreck)[]"),
            (&["Returns <boat> or <wreck> objects."], "(boat|wreck)[]"),
            (&["Returns a <boat> or a collection of <wreck> objects."], "(boat|wreck[])"),
            (&["Returns `200 OK` and a <boat>. See the <voyage> for its course."], "boat"),
            (&["Returns `200 OK`. For more information, see <voyage>."], ""),
            (&["Returns `200 OK`. It doesn't return the <boat>."], ""),
            (&["Returns `200 OK` and a <boat> with the name or the place of the <voyage>."], "boat"),
        ] {
            assert_eq!(types(sources), want, "{sources:?}");
        }
    }

    fn without_body(source: &str) -> Vec<u16> {
        let text = text(source);
        let flat = Flat::marked(&text);
        let places = statuses(&flat.text);
        let mut bodies = Bodies::default();
        bodies.paragraph(&flat, &places, false);
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
    fn sentences_like_those_of_the_corpus_are_read() {
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
            ("Returns a `200` and a collection of <user> or <group> objects.", &[200], "(user|group)[]"),
            ("Works with Office 365 and returns `200 OK`.", &[200], ""),
            ("Returns `200 OK`, or `404 Not Found`.", &[200], ""),
            ("Returns `200 OK` response code and a **x** thing.", &[200], ""),
            ("Returns code 204 if nothing changed, else 200 and a <boat> object.", &[204, 200], "boat"),
            ("Returns 200 and a <boat>, or 202 with no body.", &[200, 202], "boat"),
            ("Returns HTTP 200 and a <boat>, else 202.", &[200, 202], "boat"),
            ("Returns `204 No Content`, not `200 OK`.", &[204], ""),
            ("The response is `202 Accepted`, never `200 OK`.", &[202], ""),
            ("Returns 200 and up to 300 <boat> objects, or 250 in tests.", &[200], "boat[]"),
            ("Returns a <boat> or 200 others.", &[], "boat"),
        ] {
            let (found, body) = said(source);
            assert_eq!(found, codes, "{source}");
            assert_eq!(body, want, "{source}");
        }
    }
}
