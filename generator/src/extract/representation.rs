//! The properties that a JSON representation shows.
//!
//! In: the JSON. Out: [`PropertyFacts`]. Their types come from placeholders (`"String (timestamp)"`), from the `@odata.type` of
//! objects, and from literals. No other module reads types from JSON. Resolve uses this one for types that no table describes, and for
//! members that a table leaves out.

use serde_json::Value;

use crate::diagnostics::Span;
use crate::parse::Text;

use super::facts::{Facets, JsonBlock, PropertyFacts, ValueList};
use super::pattern::pattern;
use super::type_expr::{Primitive, TypeExpr, WrittenType, parse_str};

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

/// Returns the properties for the members of an object. `namespace` distinguishes type names from other text with dots.
pub(super) fn properties(json: &JsonBlock, namespace: Option<&str>) -> Vec<PropertyFacts> {
    let Some(members) = json.value.as_object() else { return Vec::new() };
    let shown = members.iter().filter(|(name, _)| NAME.is_match(name));
    shown.map(|(name, value)| property(name, value, json.member_span(name), namespace)).collect()
}

/// Returns the property for a member.
#[must_use]
pub fn property(name: &str, value: &Value, span: Span, namespace: Option<&str>) -> PropertyFacts {
    let sample = sample(value);
    let values = sample.as_str().and_then(values);
    let ty = type_of(sample, span, namespace).ty.collected(value.is_array());
    let mut type_text = sample.as_str().map_or_else(|| sample.to_string(), str::to_owned);
    if let Some(name) = odata_type(sample) {
        type_text = name.to_owned();
    }
    PropertyFacts {
        type_target: None,
        name: name.to_owned(),
        span,
        ty,
        type_text: type_text.chars().take(MAX_PLACEHOLDER).collect(),
        type_span: span,
        description: Text::default(),
        facets: Facets { values, ..Facets::default() },
    }
}

/// Returns whether a member's value is sample data rather than the name of a type.
#[must_use]
pub fn is_sample(value: &Value, span: Span, namespace: Option<&str>) -> bool {
    type_of(sample(value), span, namespace).is_sample
}

/// Returns the value that shows the type: for an array, its first element.
fn sample(value: &Value) -> &Value {
    match value {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        other => other,
    }
}

/// Returns the type name in an object's `@odata.type`.
fn odata_type(value: &Value) -> Option<&str> {
    let name = value.get("@odata.type").or_else(|| value.get("@type"))?.as_str()?;
    Some(name.trim().trim_start_matches('#'))
}

/// The type that a value shows.
struct Shown {
    ty: TypeExpr,
    /// Whether the value is data rather than the name of its type.
    is_sample: bool,
}

impl Shown {
    fn named(ty: TypeExpr) -> Shown {
        Shown { ty, is_sample: false }
    }

    fn sample(primitive: Primitive) -> Shown {
        Shown { ty: TypeExpr::Primitive(primitive), is_sample: true }
    }
}

fn type_of(sample: &Value, span: Span, namespace: Option<&str>) -> Shown {
    match sample {
        Value::Bool(_) => Shown::sample(Primitive::Boolean),
        // The widest type of its kind: one number does not show the range.
        Value::Number(number) if number.is_f64() => Shown::sample(Primitive::Double),
        Value::Number(_) => Shown::sample(Primitive::Int64),
        Value::String(text) => type_of_text(text.trim(), span, namespace),
        Value::Object(_) => match odata_type(sample) {
            Some(name) if QUALIFIED.is_match(name) || NAME.is_match(name) => {
                Shown::named(TypeExpr::Named(WrittenType { name: name.to_owned(), target: None, span }))
            }
            named => match named.map(|name| parse_str(name, span)) {
                Some(ty) if !ty.has_unknown() => Shown::named(ty),
                _ => Shown::sample(Primitive::Untyped),
            },
        },
        Value::Null | Value::Array(_) => Shown::sample(Primitive::Untyped),
    }
}

/// Returns the type that a text names or is a value of.
fn type_of_text(text: &str, span: Span, namespace: Option<&str>) -> Shown {
    if text.len() > MAX_PLACEHOLDER {
        return Shown::sample(Primitive::String);
    }
    if MOMENT_NOTE.is_match(text) {
        return Shown::named(TypeExpr::Primitive(Primitive::DateTimeOffset));
    }
    if MOMENT.is_match(text) {
        return Shown::sample(Primitive::DateTimeOffset);
    }
    if DATE_NOTE.is_match(text) {
        return Shown::named(TypeExpr::Primitive(Primitive::Date));
    }
    if names_type(text, namespace) {
        let name = text.trim_start_matches('#').to_owned();
        return Shown::named(TypeExpr::Named(WrittenType { name, target: None, span }));
    }
    if !PLACEHOLDER.is_match(text) {
        return Shown::sample(Primitive::String);
    }
    let ty = parse_str(text.trim_matches(['<', '>']), span);
    let is_type = ty.is_primitive() || ty.named().is_some_and(|named| names_type(&named.name, namespace));
    if is_type { Shown::named(ty) } else { Shown::sample(Primitive::String) }
}

/// Returns whether a text is a qualified name with the same first part as `namespace`.
fn names_type(text: &str, namespace: Option<&str>) -> bool {
    let root = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    QUALIFIED.is_match(text) && namespace.is_some_and(|own| root(own) == root(text.trim_start_matches('#')))
}

/// Returns the values that `"a | b | c"` lists.
pub(super) fn values(sample: &str) -> Option<ValueList> {
    if sample.len() >= 2_000 || !sample.contains('|') {
        return None;
    }
    let values: Vec<String> = sample.split('|').map(|value| value.trim().to_owned()).collect();
    let is_word = |v: &String| !v.is_empty() && v.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    values.iter().all(is_word).then_some(ValueList { values, introduced: true, ..ValueList::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Spanned};

    fn block(text: &str) -> JsonBlock {
        let value = serde_json::from_str(text).expect("JSON");
        JsonBlock { value, repaired: false, span: Span::new(FileId(0), 0, text.len()), members: Vec::new() }
    }

    fn types(json: &str) -> String {
        let rows = properties(&block(json), Some("sample.shop"));
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
    fn placeholders_have_types() {
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
            types(r#"{"a": "Collection(sample.shop.lid)", "b": "Collection(lid)"}"#),
            "[sample.shop.lid] String"
        );
        assert_eq!(
            types(r##"{"a": "sample.shop.lid", "b": {"@odata.type": "#sample.shop.lid"}}"##),
            "sample.shop.lid sample.shop.lid"
        );
    }

    #[test]
    fn samples_have_types() {
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
    fn lists_of_values_are_read() {
        let mut json = block(r#"{"kind": "round | square"}"#);
        json.members.push(Spanned::new("kind".to_owned(), Span::new(FileId(0), 2, 6)));
        let rows = properties(&json, None);
        assert_eq!(rows[0].facets.values.as_ref().map(|list| list.values.join(" ")).as_deref(), Some("round square"));
        assert_eq!((rows[0].span.start, rows[0].span.end), (2, 6));
    }

    #[test]
    fn samples_do_not_name_types() {
        let is_sample = |json: &str| {
            let value = serde_json::from_str(json).expect("JSON");
            is_sample(&value, Span::new(FileId(0), 0, 0), Some("sample.shop"))
        };
        for json in [r#""Contoso""#, "1", "null", "[]", "[true]", "{}", r#""2020-01-02T03:04:05Z""#, r#""www.a.com""#] {
            assert!(is_sample(json), "{json}");
        }
        for json in [
            r#""String""#,
            r#"["Guid"]"#,
            r#""String (timestamp)""#,
            r#"{"@odata.type": "x"}"#,
            r#""collection(sample.shop.lid)""#,
        ] {
            assert!(!is_sample(json), "{json}");
        }
    }
}
