//! Members of JSON representations whose JSON type contradicts the table.
//!
//! In: the representations of the [`Api`] with their deviations. Out: a diagnostic for each member that shows an object, an array or a
//! literal where the table documents another kind of value.
//!
//! Representations name types in place of values: `"Int32"`, `"a | b"`, `{"@odata.type": "microsoft.graph.identity"}`. A text that names a
//! type, or may stand for a value, contradicts nothing here; resolve compares the types that texts of the outermost object name. Resolve also
//! reports whether a member of the outermost object is a collection.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};
use crate::model::{Api, DeviationKind, Property, Representation, Type, TypeName, TypeRef};
use crate::odata::Primitive;

use super::options::narrowed;

/// Reports the members of all representations, nested ones included.
pub fn check(api: &Api, sources: &Sources, diagnostics: &mut Diagnostics) {
    for shown in &api.representations {
        let mistyped = shown.deviations.iter().filter(|deviation| deviation.kind == DeviationKind::Mistyped);
        let found = mistyped.filter_map(|deviation| of_member(api, sources, shown, &deviation.pointer));
        found.for_each(|found| diagnostics.push(found));
    }
}

fn of_member(api: &Api, sources: &Sources, shown: &Representation, pointer: &str) -> Option<Diagnostic> {
    let (owner, property) = documented(api, shown, pointer)?;
    let value = shown.json.value.pointer(pointer)?;
    let is_outermost = pointer.rfind('/') == Some(0);
    // A property that only the representation shows has the type of its value there.
    let is_own = property.span.file == shown.json.span.file
        && (shown.json.span.start..shown.json.span.end).contains(&property.span.start);
    if is_own
        || (is_outermost && value.is_array() != property.ty.is_collection())
        || !contradicts(api, &property.ty, value)
    {
        return None;
    }
    let (name, owner, written) = (&property.name, owner.name.short(), &property.type_text);
    let shown_kind = match (&property.ty, value) {
        (TypeRef::Collection(element), Value::Array(items)) => {
            let item = items.iter().find(|item| contradicts(api, element, item))?;
            format!("has {} in it", kind(item))
        }
        _ => format!("is {}", kind(value)),
    };
    let message = format!("`{name}` of `{owner}` {shown_kind} here, and is `{written}` in the table");
    let span = match is_outermost {
        true => shown.json.member_span(name),
        false => member_span(sources, shown.json.span, pointer),
    };
    let diagnostic = Diagnostic::new(lint::MISTYPED_MEMBER, span, message);
    Some(
        diagnostic
            .related(property.span, "the type is documented here")
            .hint("show a value of the documented type, or correct the table"),
    )
}

/// Returns the property that a member shows, and the type that documents it.
fn documented<'a>(api: &'a Api, shown: &Representation, pointer: &str) -> Option<(&'a Type, &'a Property)> {
    let (mut ty, mut value) = (shown.ty.clone(), &shown.json.value);
    let mut found = None;
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        if let Value::Array(items) = value {
            value = items.get(part.parse::<usize>().ok()?)?;
            continue;
        }
        let actual = stated(api, value, &ty).unwrap_or(ty);
        let find = |owner: &'a Type| {
            let mut all = owner.properties.iter().chain(&owner.navigation);
            all.find(|property| property.name == name).map(|property| (owner, property))
        };
        let (owner, property) = api.ancestors(&actual).find_map(find)?;
        found = Some((owner, property));
        ty = match property.ty.element() {
            TypeRef::Type(name) => name.clone(),
            _ => owner.name.clone(),
        };
        value = value.get(&name)?;
    }
    found
}

/// Returns the type that an object names, if it is derived from `ty`.
fn stated(api: &Api, value: &Value, ty: &TypeName) -> Option<TypeName> {
    let name = TypeName(value.get("@odata.type")?.as_str()?.trim_start_matches('#').to_owned());
    let is_derived = api.ancestors(&name).any(|ancestor| ancestor.name == *ty);
    is_derived.then_some(name)
}

/// Returns whether a value contradicts a type: it does not fit, and is neither a name of the type nor text in place of a value.
fn contradicts(api: &Api, ty: &TypeRef, value: &Value) -> bool {
    match (ty, value) {
        (_, Value::Null) | (TypeRef::Primitive(Primitive::Untyped | Primitive::Stream), _) => false,
        (TypeRef::Collection(element), Value::Array(items)) => items.iter().any(|item| contradicts(api, element, item)),
        (TypeRef::Collection(_), Value::String(text)) => !is_word_in("collection", text),
        (TypeRef::Type(_), Value::String(text)) => !may_name_type(api, text),
        (TypeRef::Type(_), Value::Object(_)) | (TypeRef::Enum(_), Value::String(_)) => false,
        (_, Value::Object(members)) => {
            let named = members.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
            !names(named, ty)
        }
        (TypeRef::Primitive(primitive), Value::String(text)) => primitive.is_plain() && is_literal(text),
        (TypeRef::Primitive(primitive), Value::Bool(_)) => *primitive != Primitive::Boolean,
        // A number shows that a number is sent, not its range.
        (TypeRef::Primitive(primitive), Value::Number(_)) => !is_number(*primitive),
        _ => true,
    }
}

/// Returns whether an `@odata.type` names a type that is not an object.
fn names(named: &str, ty: &TypeRef) -> bool {
    let short = named.rsplit(['.', '#']).next().unwrap_or(named);
    match ty {
        TypeRef::Enum(name) => name.short().eq_ignore_ascii_case(short),
        TypeRef::Type(_) => true,
        TypeRef::Primitive(primitive) => Primitive::from_spelling(named.trim_start_matches('#')) == Some(*primitive),
        TypeRef::Collection(_) => is_word_in("collection", named),
    }
}

/// Returns whether a text in place of an object may be the name of its type, or a placeholder such as `<address>`.
fn may_name_type(api: &Api, text: &str) -> bool {
    let name = text.rsplit(['.', '#']).next().unwrap_or(text).trim();
    let is_known = |known: &TypeName| known.short().eq_ignore_ascii_case(name);
    text.contains(['<', '{', '(', '|']) && !starts_with_primitive(text)
        || api.types.keys().any(is_known)
        || api.enums.keys().any(is_known)
}

/// Returns whether a text begins with the name of a primitive: `String (identifier)`.
fn starts_with_primitive(text: &str) -> bool {
    text.split(['(', ' ']).next().is_some_and(|word| Primitive::from_spelling(word).is_some())
}

/// Returns whether a text contains a word, ignoring case.
fn is_word_in(word: &str, text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
}

/// Returns whether the values of a primitive are JSON numbers.
fn is_number(primitive: Primitive) -> bool {
    primitive.is_plain() && primitive != Primitive::Boolean
}

/// Returns whether a text is a number or Boolean, written as a string.
fn is_literal(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "true" | "false") || text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Returns the kind of a JSON value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a Boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Returns the span of a member's name: each name of the pointer is searched after the one before it.
fn member_span(sources: &Sources, block: Span, pointer: &str) -> Span {
    let mut from = block.start;
    let mut span = block;
    for part in pointer.split('/').skip(1).filter(|part| part.parse::<usize>().is_err()) {
        let name = format!("\"{}\"", part.replace("~1", "/").replace("~0", "~"));
        let rest = Span::new(block.file, from, block.end);
        span = narrowed(sources, rest, &name);
        if span == rest {
            return block;
        }
        from = span.end;
    }
    span
}
