//! Parses type expressions in type cells, sentences and annotations (docs/format.md#type-expressions).
//!
//! In: the runs of a cell, or a string. Out: [`TypeExpr`]. Parsing never fails: text that no rule understands becomes
//! [`TypeExpr::Unknown`].

use crate::diagnostics::Span;
use crate::parse::{Run, Text};
use regex::Regex;

use super::flat::Flat;
use super::pattern::pattern;

pub use crate::odata::{Primitive, TypeExpr, WrittenType};

/// Longer type cells are prose.
const MAX_TYPE_CELL: usize = 2_000;

pattern! {
    COLLECTION_CALL = r"(?i)^collection ?\((.*?)\)?\.?$";
    COLLECTION_OF = r"(?i)^(?:an? |the )?(?:collections?|arrays?|lists?) of (?:the )?(.+)$";
    COLLECTION_SUFFIX = r"(?i)^(.+?)[ )]\(?collections?\)?\.?$";
    NOTE_SUFFIX = r"(?i)^(.*\S) ?\([^()]*\)?$";
    NOTE_PREFIX = r"^\([^()]*\) ?(.+)$";
    NOTE_COMMA = r"^([^,;]+?) ?[,;].*$";
    NOTE_SENTENCE = r"^(.+?)\. .*$";
    NOTE_DASH = r"^(.+?) [-–] .*$";
    NOTE_WORD = r"(?i)^(.+?) (?:enum|enumeration|resource|resource type|object|objects|type|complex type|entity)$";
    ARTICLE = r"(?i)^(?:an?|the|unknown type) (.+)$";
    ALTERNATIVES = r"(?i) or | ?/ ?";
    DICTIONARY = r"(?i)^(?:an? )?(?:dictionary|map|hash ?(?:map|table)|property bag)\b";
    IDENTIFIER = r"^#?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$";
    RAW_LINK = r"^\[([^\[\]]+)\](?:\(([^()\s]+)\)?|\[[^\[\]]*\])?$";
}

/// Parses the type in a cell.
#[must_use]
pub fn parse_cell(cell: &Text, fallback: Span) -> TypeExpr {
    let flat = Flat::new(cell);
    let span = cell.span.unwrap_or(fallback);
    parse_flat(&flat, &flat.text, span)
}

/// Parses the type in a string, such as an annotation's `@odata.type`.
#[must_use]
pub fn parse_str(text: &str, span: Span) -> TypeExpr {
    let run = Text { runs: vec![Run::Plain(text.to_owned())], span: Some(span) };
    parse_cell(&run, span)
}

/// Returns the content of `Collection(…)`.
pub(super) fn strip_collection(text: &str) -> Option<&str> {
    COLLECTION_CALL.captures(text)?.get(1).map(|m| m.as_str().trim())
}

/// Parses the type in `text`, a part of `flat`'s text.
pub(super) fn parse_flat(flat: &Flat<'_>, text: &str, span: Span) -> TypeExpr {
    let unknown = || TypeExpr::Unknown(flat.expand(text).chars().take(200).collect());
    if text.len() > MAX_TYPE_CELL {
        return unknown();
    }
    parse_at(flat, text, span, 0).unwrap_or_else(unknown)
}

/// Parses a type. Each rule removes one decoration and parses the rest, which is shorter.
fn parse_at(flat: &Flat<'_>, text: &str, span: Span, depth: usize) -> Option<TypeExpr> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '.' | ',' | ';' | ':'));
    if text.is_empty() || depth > 12 {
        return None;
    }
    let inside = |pattern: &Regex| {
        let found = pattern.captures(text)?;
        parse_at(flat, found.get(1)?.as_str(), span, depth + 1)
    };
    if let Some(base) = parse_base(flat, text, span) {
        return Some(base);
    }
    for pattern in [&COLLECTION_CALL, &COLLECTION_OF, &COLLECTION_SUFFIX] {
        if let Some(inner) = inside(pattern) {
            return Some(inner.collected(true));
        }
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && let Some(inner) = parse_at(flat, inner, span, depth + 1)
    {
        return Some(inner);
    }
    if let Some(all) = parse_alternatives(flat, text, span, depth) {
        return Some(all);
    }
    for pattern in [&NOTE_SUFFIX, &NOTE_PREFIX, &NOTE_SENTENCE, &NOTE_COMMA, &NOTE_DASH, &NOTE_WORD, &ARTICLE] {
        if let Some(inner) = inside(pattern) {
            return Some(inner);
        }
    }
    // "Dictionary of String" is not a string.
    if DICTIONARY.is_match(text) {
        return None;
    }
    // Prose that ends in the exact name of a primitive: "Moment of the change DateTimeOffset".
    let last = text.rsplit(' ').next()?;
    let primitive = Primitive::from_spelling(last)?;
    (primitive.edm().strip_prefix("Edm.") == Some(last)).then_some(TypeExpr::Primitive(primitive))
}

fn parse_alternatives(flat: &Flat<'_>, text: &str, span: Span, depth: usize) -> Option<TypeExpr> {
    let parts: Vec<&str> = ALTERNATIVES.split(text).collect();
    if parts.len() < 2 || parts.len() > 8 {
        return None;
    }
    let mut all: Vec<TypeExpr> = Vec::new();
    for part in parts {
        let part = parse_at(flat, part, span, depth + 1)?;
        if !all.contains(&part) {
            all.push(part);
        }
    }
    if all.len() == 1 { all.pop() } else { Some(TypeExpr::OneOf(all)) }
}

fn parse_base(flat: &Flat<'_>, text: &str, span: Span) -> Option<TypeExpr> {
    let mut chars = text.chars();
    if let Some((name, target, span)) = chars.next().and_then(|c| flat.link(c)) {
        if !chars.as_str().is_empty() {
            return None;
        }
        let name = name.trim().trim_matches('`');
        // `[DateTimeOffset](timestamp.md)` explains the primitive; `[json](json.md)` is a type of that name.
        if let Some(primitive) = Primitive::from_spelling(name)
            && primitive != Primitive::Untyped
        {
            return Some(TypeExpr::Primitive(primitive));
        }
        let stripped = [&COLLECTION_CALL, &COLLECTION_SUFFIX]
            .iter()
            .find_map(|p| p.captures(name)?.get(1).map(|m| m.as_str().trim()));
        let name_only = stripped.unwrap_or(name).trim_start_matches('#').to_owned();
        let named = TypeExpr::Named(WrittenType { name: name_only, target: Some(target.to_owned()), span });
        return Some(named.collected(stripped.is_some()));
    }
    if let Some(primitive) = Primitive::from_spelling(text) {
        return Some(TypeExpr::Primitive(primitive));
    }
    if IDENTIFIER.is_match(text) {
        let name = text.trim_start_matches('#').to_owned();
        return Some(TypeExpr::Named(WrittenType { name, target: None, span }));
    }
    let raw = RAW_LINK.captures(text)?;
    let name = raw.get(1)?.as_str().trim();
    if let Some(primitive) = Primitive::from_spelling(name) {
        return Some(TypeExpr::Primitive(primitive));
    }
    IDENTIFIER.is_match(name).then(|| {
        TypeExpr::Named(WrittenType {
            name: name.trim_start_matches('#').to_owned(),
            target: raw.get(2).map(|t| t.as_str().to_owned()),
            span,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    /// Short form for tests: `[user]` for a link, `user` for a bare name, `Edm.String`.
    fn show(ty: &TypeExpr) -> String {
        match ty {
            TypeExpr::Primitive(p) => p.edm().to_owned(),
            TypeExpr::Named(WrittenType { name, target: Some(t), .. }) => format!("[{name}]({t})"),
            TypeExpr::Named(WrittenType { name, .. }) => name.clone(),
            TypeExpr::Collection(inner) => format!("C<{}>", show(inner)),
            TypeExpr::OneOf(all) => all.iter().map(show).collect::<Vec<_>>().join("|"),
            TypeExpr::Unknown(t) => format!("?{t}"),
        }
    }

    /// `<x>` in `text` becomes a link to `x.md`.
    fn cell(text: &str) -> Text {
        let mut runs = Vec::new();
        for (i, part) in text.split(['<', '>']).enumerate() {
            if i % 2 == 1 {
                runs.push(Run::Link { text: part.into(), dest: format!("{part}.md"), span: AT });
            } else if !part.is_empty() {
                runs.push(Run::Plain(part.into()));
            }
        }
        Text { runs, span: Some(AT) }
    }

    #[test]
    fn type_cells_are_parsed() {
        for (text, want) in [
            ("String", "Edm.String"),
            ("Edm.boolean", "Edm.Boolean"),
            ("Edm.dateTimeOffset", "Edm.DateTimeOffset"),
            ("string (url)", "Edm.String"),
            ("(Optional) String", "Edm.String"),
            ("string, maximum size 20", "Edm.String"),
            ("String - optional", "Edm.String"),
            ("String collection", "C<Edm.String>"),
            ("String Collection.", "C<Edm.String>"),
            ("Collection(Edm.String)", "C<Edm.String>"),
            ("collection(Int32", "C<Edm.Int32>"),
            ("Collection of String", "C<Edm.String>"),
            ("<user>", "[user](user.md)"),
            ("<user> collection", "C<[user](user.md)>"),
            ("Collection(<user>)", "C<[user](user.md)>"),
            ("`<user>`", "[user](user.md)"),
            ("<user> collection. Holds grades, and more", "C<[user](user.md)>"),
            ("<user> or <group>", "[user](user.md)|[group](group.md)"),
            ("(boolean or string or number) collection", "C<Edm.Boolean|Edm.String|Edm.Double>"),
            ("string/number", "Edm.String|Edm.Double"),
            ("siteCollection", "siteCollection"),
            ("wipResourceCollection collection", "C<wipResourceCollection>"),
            ("<wipResourceCollection>", "[wipResourceCollection](wipResourceCollection.md)"),
            ("<DateTimeOffset>", "Edm.DateTimeOffset"),
            ("<json>", "[json](json.md)"),
            ("#microsoft.graph.user", "microsoft.graph.user"),
            ("microsoft.graph.callRecords.session collection", "C<microsoft.graph.callRecords.session>"),
            ("x collection collection", "C<x>"),
            ("alertFeedback enum", "alertFeedback"),
            ("String (enum)", "Edm.String"),
            ("Untyped JSON object", "Edm.Untyped"),
            ("error object", "error"),
            ("[itemAnalytics][] resource", "itemAnalytics"),
            ("[a](a.md", "[a](a.md)"),
            ("Moment in time of DateTimeOffset", "Edm.DateTimeOffset"),
            ("\u{a0}Int64\u{a0}", "Edm.Int64"),
            ("<x> collection (deprecated)", "C<[x](x.md)>"),
            ("%unique_string%", "?%unique_string%"),
            ("some prose here", "?some prose here"),
            ("", "?"),
        ] {
            assert_eq!(show(&parse_cell(&cell(text), AT)), want, "{text}");
        }
    }

    #[test]
    fn huge_cells_are_unknown_without_delay() {
        let text = "a or ".repeat(200_000);
        assert!(parse_str(&text, AT).has_unknown());
    }
}
