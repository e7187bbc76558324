//! The properties that a JSON representation shows, for types that no table describes.
//!
//! In: the fenced block and its JSON. Out: [`PropertyFacts`], their types from placeholders (`"String (timestamp)"`), from the `@odata.type`
//! of objects, and from literals. A resolver uses them only where nothing else describes the type.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::Span;
use crate::parse::{CodeBlock, Text};

use super::facts::{Facets, PropertyFacts, ValueList};
use super::pattern::pattern;
use super::type_expr::{Primitive, TypeExpr, TypeRef, parse_str};

/// Longer strings are samples, whatever they begin with.
const MAX_PLACEHOLDER: usize = 200;

pattern! {
    NAME = r"^[A-Za-z_][\w\-]*$";
    QUALIFIED = r"^#?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$";
    MOMENT = r"(?i)^\d{4}-\d\d-\d\dT\d\d:\d\d";
    MOMENT_NOTE = r"(?i)\((?:[^()]*\b)?(?:timestamp|date-?time(?:offset)?)\b[^()]*\)";
    DATE_NOTE = r"(?i)^string ?\(date\)$";
    PLACEHOLDER = r"(?i)^<?(?:edm\.)?[a-z0-9]+>?(?: ?\([^()]*\)| collections?)?$|^collection ?\([^()]*\)$";
}

/// The properties that the members of `json` show. `namespace` tells names of types from other text with dots in it.
pub(super) fn properties(code: &CodeBlock, json: &Value, namespace: Option<&str>) -> Vec<PropertyFacts> {
    let Some(members) = json.as_object() else { return Vec::new() };
    let places = places(code);
    let shown = members.iter().filter(|(name, _)| NAME.is_match(name));
    shown
        .map(|(name, value)| property(name, value, places.get(name).copied().unwrap_or(code.span), namespace))
        .collect()
}

fn property(name: &str, value: &Value, span: Span, namespace: Option<&str>) -> PropertyFacts {
    let sample = match value {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        other => other,
    };
    let values = sample.as_str().and_then(values);
    let ty = type_of(sample, span, namespace).collected(value.is_array());
    let mut type_text = sample.as_str().map_or_else(|| sample.to_string(), str::to_owned);
    if let Some(name) = odata_type(sample) {
        type_text = name.to_owned();
    }
    PropertyFacts {
        name: name.to_owned(),
        span,
        ty,
        type_text: type_text.chars().take(MAX_PLACEHOLDER).collect(),
        type_span: span,
        description: Text::default(),
        facets: Facets { values, ..Facets::default() },
    }
}

/// The name at `@odata.type` of an object.
fn odata_type(value: &Value) -> Option<&str> {
    let name = value.get("@odata.type").or_else(|| value.get("@type"))?.as_str()?;
    Some(name.trim().trim_start_matches('#'))
}

fn type_of(sample: &Value, span: Span, namespace: Option<&str>) -> TypeExpr {
    match sample {
        Value::Bool(_) => TypeExpr::Primitive(Primitive::Boolean),
        // A sample says nothing of the size of others.
        Value::Number(number) if number.is_f64() => TypeExpr::Primitive(Primitive::Double),
        Value::Number(_) => TypeExpr::Primitive(Primitive::Int64),
        Value::String(text) => type_of_text(text.trim(), span, namespace),
        Value::Object(_) => match odata_type(sample).filter(|name| QUALIFIED.is_match(name) || NAME.is_match(name)) {
            Some(name) => TypeExpr::Named(TypeRef { name: name.to_owned(), target: None, span }),
            None => match odata_type(sample).map(|name| parse_str(name, span)) {
                Some(ty) if !ty.has_unknown() => ty,
                _ => TypeExpr::Primitive(Primitive::Untyped),
            },
        },
        Value::Null | Value::Array(_) => TypeExpr::Primitive(Primitive::Untyped),
    }
}

/// The type that a string holds the place of; text of any other kind is a sample of a string.
fn type_of_text(text: &str, span: Span, namespace: Option<&str>) -> TypeExpr {
    let string = TypeExpr::Primitive(Primitive::String);
    if text.len() > MAX_PLACEHOLDER {
        return string;
    }
    if MOMENT_NOTE.is_match(text) || MOMENT.is_match(text) {
        return TypeExpr::Primitive(Primitive::DateTimeOffset);
    }
    if DATE_NOTE.is_match(text) {
        return TypeExpr::Primitive(Primitive::Date);
    }
    let root = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if QUALIFIED.is_match(text) && namespace.is_some_and(|own| root(own) == root(text.trim_start_matches('#'))) {
        let name = text.trim_start_matches('#').to_owned();
        return TypeExpr::Named(TypeRef { name, target: None, span });
    }
    if !PLACEHOLDER.is_match(text) {
        return string;
    }
    match parse_str(text.trim_matches(['<', '>']), span) {
        ty if ty.is_primitive() => ty,
        _ => string,
    }
}

/// The values that `"a | b | c"` lists.
pub(super) fn values(sample: &str) -> Option<ValueList> {
    if sample.len() >= 2_000 || !sample.contains('|') {
        return None;
    }
    let values: Vec<String> = sample.split('|').map(|value| value.trim().to_owned()).collect();
    let is_word = |v: &String| !v.is_empty() && v.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    values.iter().all(is_word).then_some(ValueList { values, introduced: true, ..ValueList::default() })
}

/// Where the names of the outermost object's members are.
fn places(code: &CodeBlock) -> BTreeMap<String, Span> {
    let mut places = BTreeMap::new();
    let mut depth = 0usize;
    let mut in_comment = false;
    for (index, (_, line)) in code.lines.iter().enumerate() {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            if in_comment {
                in_comment = !rest.starts_with(b"*/");
                at += if in_comment { 1 } else { 2 };
            } else if rest.starts_with(b"/*") {
                in_comment = true;
                at += 2;
            } else if rest.starts_with(b"//") {
                break;
            } else if bytes[at] == b'"' {
                let end = string_end(bytes, at + 1);
                let is_name = bytes.get(end + 1..).is_some_and(|after| after.trim_ascii_start().starts_with(b":"));
                if let Some(name) = line.get(at + 1..end).filter(|_| depth == 1 && is_name) {
                    places.entry(name.to_owned()).or_insert_with(|| code.line_span(index, at, end + 1 - at));
                }
                at = end + 1;
            } else {
                match bytes[at] {
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                at += 1;
            }
        }
    }
    places
}

/// Where the string that begins at `from` ends: its closing quote, or the end of the line.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;

    fn block(text: &str) -> CodeBlock {
        let lines = text.split('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some((start, line.to_owned()))
        });
        let span = Span::new(FileId(0), 0, text.len());
        CodeBlock { info: "json".into(), lines: lines.collect(), span, annotation: None }
    }

    fn types(json: &str) -> String {
        let code = block(json);
        let value = serde_json::from_str(json).expect("JSON");
        let rows = properties(&code, &value, Some("sample.shop"));
        let show = |row: &PropertyFacts| {
            let (open, close) = if matches!(row.ty, TypeExpr::Collection(_)) { ("[", "]") } else { ("", "") };
            match row.ty.element() {
                TypeExpr::Primitive(primitive) => {
                    format!("{open}{}{close}", primitive.edm().trim_start_matches("Edm."))
                }
                TypeExpr::Named(named) => format!("{open}{}{close}", named.name),
                other => format!("{other:?}"),
            }
        };
        rows.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn placeholders() {
        assert_eq!(
            types(r#"{"a": "string (identifier)", "b": "String (timestamp)", "c": "datetime"}"#),
            "String DateTimeOffset DateTimeOffset"
        );
        assert_eq!(
            types(r#"{"a": "Int32", "b": "number", "c": "Edm.Guid", "d": "<boolean>"}"#),
            "Int32 Double Guid Boolean"
        );
        assert_eq!(types(r#"{"a": "String collection", "b": ["Guid"], "c": []}"#), "[String] [Guid] [Untyped]");
        assert_eq!(
            types(r##"{"a": "sample.shop.lid", "b": {"@odata.type": "#sample.shop.lid"}}"##),
            "sample.shop.lid sample.shop.lid"
        );
    }

    #[test]
    fn samples() {
        assert_eq!(
            types(r#"{"a": 1024, "b": 1.5, "c": true, "d": null, "e": {"x": 1}}"#),
            "Int64 Double Boolean Untyped Untyped"
        );
        assert_eq!(
            types(r#"{"a": "Contoso", "b": "www.example.com", "c": "The date", "d": "2020-01-02T03:04:05Z"}"#),
            "String String String DateTimeOffset"
        );
        assert_eq!(
            types(r#"{"a": [{"@odata.type": "sample.shop.lid"}], "@odata.type": "x", "b@c": 1}"#),
            "[sample.shop.lid]"
        );
    }

    #[test]
    fn lists_of_values() {
        let code = block("{\n  \"kind\": \"round | square\"\n}");
        let value = serde_json::from_str(&code.text()).expect("JSON");
        let rows = properties(&code, &value, None);
        assert_eq!(rows[0].facets.values.as_ref().map(|list| list.values.join(" ")).as_deref(), Some("round square"));
        assert_eq!((rows[0].span.start, rows[0].span.end), (4, 10));
    }

    #[test]
    fn names_of_the_outermost_object_only() {
        let code = block("{ /* \"b\": 1 */ \"a\": {\n\"b\": \"c: \\\"}\" },\n\"b\": 2 }");
        let places: Vec<_> = places(&code).into_iter().map(|(name, span)| (name, span.start)).collect();
        assert_eq!(places, [("a".to_owned(), 15), ("b".to_owned(), 39)]);
    }
}
