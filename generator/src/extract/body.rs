//! The Request body section (docs/format.md#request-bodies).
//!
//! In: the section's paragraphs and tables. Out: [`BodyFacts`], and the rows of function parameters that the section lists although
//! they belong to the URL.

use serde_json::Value;

use crate::diagnostics::Span;
use crate::odata::media_types;
use crate::parse::Text;

use super::body_prose;
use super::context::{Context, codes, paragraphs, tables};
use super::facets::is_type_word;
use super::facts::{BodyFacts, BodyKind, PropertyFacts};
use super::flat::Flat;
use super::json::parse;
use super::pattern::pattern;
use super::representation::property;
use super::sections::Role;
use super::tables::{Columns, add_new, first_header, property_rows};
use super::type_expr::{Primitive, TypeExpr, WrittenType};

pattern! {
    IN_URL = r"(?i)\bin the (?:request )?url\b" if "in the ";
    NOTHING = r"(?i)\b(?:(?:do|does|need|must|should|may|will)(?: not|n[’']t)|can(?:not|[’']t)|no need to)(?: need to| have to)? (?:supply|provide|specify|include|require|need|have|send|accept|take|contain|use|expect)s? (?:a |an |any |the |this )?(?:request )?(?:body|content)\b|\bno (?:request )?(?:body|content)\b|^(?:empty|none|n/a)\b\.?$|\b(?:body|content) is(?: not|n[’']t) (?:required|necessary|needed|supported)\b|\bempty (?:request )?(?:json|body|object)\b" if "body" | "content" | "empty" | "none" | "n/a";
    DENIED = r"(?i)\b(?:(?:do|does|must|should|may|will)(?: not|n[’']t)|can(?:not|[’']t)) (?:supply|provide|specify|include|send|accept|take|contain|use|expect)s? (?:a |an |any |the |this )?(?:request )?(?:body|content)\b|\bno (?:request )?body\.?$|^(?:empty|none|n/a)\b\.?$" if "body" | "content" | "empty" | "none" | "n/a";
    JSON_OF = r"(?i)\b(?:json )?(?:representations?|body) (?:of|for) (?P<words>(?:(?:the|an?|one|or|more|each|all|only|any|updated|new|modified|following|valid|specified|desired|collection|list|array|set|properties|values|contained|within|of|required|relevant|single)\s+)*)[^\w*`\x{E000}-\x{EFFF}]{0,3}(?P<base>[\x{E000}-\x{EFFF}]|\*\*[\w.]+\*\*|`[\w.]+`|[A-Za-z][\w.]*)(?P<after>.{0,24})" if "representation" | "body";
    VERB_LINK = r"(?i)(?:^|\b(?:supply|provide|include|specify|send|add|use|pass|contains?|be|with|of type))[^\w*`\x{E000}-\x{EFFF}]*(?P<words>(?:(?:an?|the|one|or|more|optional|new|modified|updated|instance|valid|complete|collection|list|array|of|json|body)\s+)*)(?P<base>[\x{E000}-\x{EFFF}])(?P<after> ?(?:object|resource|entity|entities|collection|type|instance)?s?\b|\.?$)";
    PARTIAL = r"(?i)\b(?:values?|properties|fields)\b.{0,60}\b(?:(?:for|of) (?:the |only |any |those )*(?:relevant |following )?.{0,30}?(?:fields|properties)|(?:fields|properties)?\s*(?:that )?(?:should be|to be|to|you want to|need)? ?(?:updated|updating|update|change))\b|\bnew values? for\b|\bonly the (?:properties|fields|values)\b|\bproperties that can be updated\b";
    PARTIAL_LINK = r"(?i)(?:relevant|the|of|for|an?) ([\x{E000}-\x{EFFF}])(?: object[’']?s?)? (?:fields|properties|object|resource)" if "properties" | "fields" | "object" | "resource";
    STREAM = r"(?i)\b(?:binary|byte stream|bytes|multipart|zip|html content|mime content|contents? of the (?:file|request body|photo))\b";
    PARAMETERS = r"(?i)\b(?:parameters?|following (?:\w+ )?(?:properties|values|name-value pairs|fields)|json object|(?:identifier|id|name|reference|odata\.id|odata id)`? (?:of|for|to)|@?odata\.id|(?:contain|include|supply|provide|specify)\b.{0,80}\bids?)\b";
    OF_PARAMETERS = r"(?i)\brepresentation of (?:the |these )?(?:following |required )?parameters\b|\bobject with the (?:following )?parameters\b" if "parameters";
    PARAMETERS_OF = r"(?i)\brepresentation of the parameters (?:of|for) (?:an?|the) (?P<base>[\x{E000}-\x{EFFF}])" if "parameters";
    MULTIPLE = r"(?i)\b(?:collection|list|array|set)\s+of\b" if "of";
    // The text of a link to what a caller does next: "[get the status](job.md)".
    TASK = r"(?i)^(?:add|call|check|compare|create|delete|download|find|follow|get|learn|list|monitor|poll|query|read|retrieve|see|track|update|upload|use|view)\s+(?:about|all|an?|how|if|its|more|that|the|their|these|this|whether|your)\b";
}

/// First headers of tables that list values, not parameters.
const VALUE_TABLES: &[&str] = &["enum value", "member", "string value", "type value", "value", "values"];

/// The facts of the section.
pub(super) struct Read {
    pub body: BodyFacts,
    /// The rows that describe parameters of the URL.
    pub in_url: Vec<PropertyFacts>,
    /// The span of a sentence that rules out a body.
    pub denied: Option<Span>,
}

/// Reads the Request body sections of a page.
pub(super) fn body(cx: &mut Context<'_>) -> Read {
    let sections = cx.sections(&Role::RequestBody);
    let mut out = BodyFacts { kind: BodyKind::Unstated, rows: Vec::new(), formats: Vec::new(), span: None };
    let mut in_url = false;
    let mut nothing = false;
    let mut denied = None;
    for (_, section) in sections {
        out.span.get_or_insert(section.heading.span);
        for table in tables(&section.blocks) {
            let columns = Columns::of(table);
            let first = first_header(table);
            let states = columns.is_property_table()
                || (columns.name.is_some() && (columns.value.is_some() || columns.description.is_some()));
            if states && !VALUE_TABLES.contains(&first.as_str()) {
                let rows = property_rows(cx, table, true);
                add_new(&mut out.rows, rows);
            }
        }
        for text in paragraphs(&section.blocks) {
            let flat = Flat::marked(text);
            if flat.text.len() > 20_000 {
                continue;
            }
            out.formats.extend(media_types(&text.plain()));
            in_url |= IN_URL.is_match(&flat.text);
            let Some(kind) = kind(text, &flat) else { continue };
            if kind == BodyKind::None && DENIED.is_match(&flat.text) {
                denied = denied.or(text.span);
            }
            match (&out.kind, kind) {
                (BodyKind::Unstated, BodyKind::None) => nothing = true,
                (BodyKind::Unstated, kind) => out.kind = kind,
                // "The values of relevant fields" may be followed by a sentence that names their type.
                (BodyKind::Partial(None) | BodyKind::Parameters, BodyKind::Resource(ty))
                    if out.kind != BodyKind::Parameters =>
                {
                    out.kind = BodyKind::Partial(Some(ty));
                }
                _ => {}
            }
        }
    }
    if in_url {
        out.kind = BodyKind::None;
        return Read { body: BodyFacts { rows: Vec::new(), ..out.clone() }, in_url: out.rows, denied: None };
    }
    if out.rows.is_empty() && !nothing {
        out.rows = body_prose::rows(cx, &out.kind);
    }
    if out.kind == BodyKind::Unstated && !out.rows.is_empty() {
        out.kind = BodyKind::Parameters;
    } else if out.kind == BodyKind::Unstated && nothing {
        out.kind = BodyKind::None;
    }
    Read { body: out, in_url: Vec::new(), denied }
}

/// Returns the members of the JSON that the section shows instead of a table.
pub(super) fn shown_members(cx: &Context<'_>) -> Vec<PropertyFacts> {
    let sections = cx.sections(&Role::RequestBody);
    let blocks = sections.iter().flat_map(|(_, section)| codes(&section.blocks)).filter(|code| code.info == "json");
    let shown =
        blocks.filter(|code| code.annotation.as_ref().is_none_or(|a| a.block_type().as_deref() == Some("ignored")));
    let objects = shown.filter_map(|code| match parse(&code.text()).complete() {
        Ok((Value::Object(members), _)) => Some((members, code.span)),
        _ => None,
    });
    let namespace = cx.namespace();
    let mut out = Vec::new();
    for (members, span) in objects.take(1) {
        let own = members.iter().filter(|(name, _)| !name.contains('@'));
        out.extend(own.map(|(name, value)| {
            let row = property(name, value, span, namespace.as_deref());
            // Other values may have a fraction, and a parameter of the wrong type cannot be sent.
            let ty = if value.is_number() { TypeExpr::Primitive(Primitive::Untyped) } else { row.ty };
            PropertyFacts { ty, ..row }
        }));
    }
    out
}

/// Returns the kind of body that a paragraph describes.
fn kind(text: &Text, flat: &Flat<'_>) -> Option<BodyKind> {
    let said = flat.text.as_str();
    if NOTHING.is_match(said) {
        return Some(BodyKind::None);
    }
    // The "parameters" of a resource are its properties. Those of an action belong to no type.
    let of_thing = PARAMETERS_OF.captures(said).and_then(|c| c.name("base"));
    if let Some(ty) = of_thing.and_then(|base| type_of(text, flat, base.as_str(), "object")) {
        return Some(BodyKind::Resource(ty));
    }
    if OF_PARAMETERS.is_match(said) {
        return Some(BodyKind::Parameters);
    }
    if let Some(found) = JSON_OF.captures(said) {
        let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
        if let Some(ty) = type_of(text, flat, part("base"), part("after")) {
            let many = MULTIPLE.is_match(part("words")) || part("after").trim_start().starts_with("collection");
            return Some(BodyKind::Resource(ty.collected(many)));
        }
    }
    if !flat.links.is_empty()
        && let Some(found) = VERB_LINK.captures(said)
    {
        let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
        if let Some(ty) = type_of(text, flat, part("base"), "object") {
            let many = MULTIPLE.is_match(part("words")) || part("after").trim() == "collection";
            return Some(BodyKind::Resource(ty.collected(many)));
        }
    }
    if PARTIAL.is_match(said) {
        let link =
            PARTIAL_LINK.captures(said).and_then(|c| c.get(1)).and_then(|m| type_of(text, flat, m.as_str(), "object"));
        return Some(BodyKind::Partial(link));
    }
    if STREAM.is_match(said) {
        return Some(BodyKind::Stream);
    }
    PARAMETERS.is_match(said).then_some(BodyKind::Parameters)
}

/// Returns the type that a link, a bold word, a code span or a bare word names. A bare word must look like a type or precede a noun.
pub(super) fn type_of(text: &Text, flat: &Flat<'_>, base: &str, after: &str) -> Option<TypeExpr> {
    if let Some((name, dest, span)) = flat.link_in(base) {
        if is_article(dest) || is_task(name) {
            return None;
        }
        let name = name.trim().trim_start_matches('#');
        // `[drive resource](drive.md)`: the noun is not part of the name.
        let name = [" resource", " object", " entity", " resource type"]
            .iter()
            .find_map(|noun| name.strip_suffix(noun))
            .unwrap_or(name)
            .to_owned();
        return Some(TypeExpr::Named(WrittenType { name, target: Some(dest.to_owned()), span }));
    }
    let word = base.trim_matches(['*', '`']);
    let noun = after.trim_start().to_ascii_lowercase();
    // In lower case, "a string collection" and "a string object" are primitives, but "a date" may be anything.
    let is_plain = |p: &Primitive| p.edm().ends_with(word) || *p != Primitive::Untyped && is_container(&noun);
    if let Some(primitive) = Primitive::from_spelling(word).filter(is_plain) {
        return Some(TypeExpr::Primitive(primitive));
    }
    let noun = ["object", "resource", "entity", "collection"].iter().any(|n| noun.starts_with(n));
    let marked = word.len() != base.len();
    let named = is_type_word(word) || (noun && (marked || !WORDS.contains(&word.to_ascii_lowercase().as_str())));
    let span = text.span.filter(|_| named && !word.is_empty() && (noun || marked || is_type_word(word)))?;
    Some(TypeExpr::Named(WrittenType { name: word.to_owned(), target: None, span }))
}

/// Returns whether the words after a primitive's name mark it as the type of values.
fn is_container(after: &str) -> bool {
    ["collection", "object", "value"].iter().any(|noun| after.starts_with(noun))
}

/// Words before `object` that do not name a type.
const WORDS: &[&str] = &[
    "a",
    "an",
    "any",
    "contained",
    "created",
    "data",
    "empty",
    "existing",
    "following",
    "json",
    "new",
    "of",
    "parameters",
    "request",
    "requested",
    "response",
    "same",
    "single",
    "the",
    "this",
    "updated",
];

/// Returns whether the text of a link is about a task rather than a type.
pub(super) fn is_task(text: &str) -> bool {
    TASK.is_match(text.trim_start())
}

/// Returns whether a link leads to an operation or an article rather than to a type.
pub(super) fn is_article(dest: &str) -> bool {
    let lower = dest.to_ascii_lowercase();
    let path = lower.split('#').next().unwrap_or("");
    lower.starts_with('#')
        || path.contains("/api/") && !path.contains("/graph/api/resources/")
        || path.contains("/concepts/")
        || (path.starts_with("http") && !path.contains("/resources/"))
        || (path.starts_with('/') && !path.contains("resources/"))
        || ["-overview.md", "errors.md", "error-codes.md", "batching.md", "paging.md"]
            .iter()
            .any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::parse::Run;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn said(source: &str) -> String {
        let mut runs = Vec::new();
        for (i, part) in source.split(['<', '>']).enumerate() {
            if i % 2 == 1 {
                runs.push(Run::Link { text: part.into(), dest: format!("../resources/{part}.md"), span: AT });
            } else {
                for (j, part) in part.split("**").enumerate() {
                    runs.push(if j % 2 == 1 { Run::Strong(part.into()) } else { Run::Plain(part.into()) });
                }
            }
        }
        let text = Text { runs, span: Some(AT) };
        let flat = Flat::marked(&text);
        let name = |t: &TypeExpr| match t {
            TypeExpr::Named(r) => r.name.clone(),
            TypeExpr::Collection(inner) => match &**inner {
                TypeExpr::Named(r) => format!("{}[]", r.name),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        };
        match kind(&text, &flat) {
            Some(BodyKind::Resource(t)) => format!("is {}", name(&t)),
            Some(BodyKind::Partial(t)) => format!("some of {}", t.as_ref().map(name).unwrap_or_default()),
            Some(other) => format!("{other:?}"),
            None => "?".to_owned(),
        }
    }

    #[test]
    fn sentences_describe_the_body() {
        for (source, want) in [
            ("Do not supply a request body for this method.", "None"),
            ("Don’t supply a request body.", "None"),
            ("You needn't provide a request body.", "None"),
            ("The request mustn’t contain a body.", "None"),
            ("A request body isn’t required.", "None"),
            ("No request body is required.", "None"),
            ("This method does not require a request body.", "None"),
            ("Supply a JSON representation of the <job> object.", "is job"),
            ("Supply a JSON representation of <job>.", "is job"),
            ("Supply a JSON representation for the appThing object.", "is appThing"),
            ("Supply a JSON representation of a **thing** object.", "is thing"),
            ("Supply JSON representation of the parameters.", "Parameters"),
            ("Supply a JSON representation of the parameters of a <job> object.", "is job"),
            ("Provide a JSON object with the following parameters.", "Parameters"),
            ("Supply a JSON representation of a collection of <job> objects.", "is job[]"),
            ("Supply an array of <job> objects that change the page.", "is job[]"),
            ("Provide the new <job> object in the request body.", "is job"),
            ("A <job>.", "is job"),
            ("Supply the values for relevant fields that should be updated.", "some of "),
            ("Supply the values for the relevant <job> fields that should be updated.", "some of job"),
            (
                "Supply the values for relevant fields that should be updated. Those that are not in the request body keep their values.",
                "some of ",
            ),
            ("Supply only the values of the fields you want to update.", "some of "),
            ("Supply the identifier of the <user> object to be assigned.", "Parameters"),
            ("The binary stream of the file.", "Stream"),
            ("Hello.", "?"),
        ] {
            assert_eq!(said(source), want, "{source}");
        }
    }

    #[test]
    fn articles_are_ignored() {
        assert!(is_article("../api/user-list.md"));
        assert!(is_article("/graph/errors"));
        assert!(is_article("#anchor"));
        assert!(!is_article("../resources/user.md"));
        assert!(!is_article("/graph/api/resources/user"));
        assert!(!is_article("user.md"));
    }
}
