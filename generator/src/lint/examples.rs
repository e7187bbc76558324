//! Members of JSON examples that the tables do not document, or document with a different type.
//!
//! In: the examples and types of the [`Api`]. Out: [`Deviation`]s, each with the span of the member. The generated replay test compares the
//! members without a typed field with this list: there must be no others.

use serde_json::{Map, Value};

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics, Sources, Span, lint};
use crate::extract::type_expr::Primitive;
use crate::model::{
    Api, Body, Example, Property, Representation, ResponseBody, Type, TypeName, TypeRef, sent_type, shown_response,
    unwrapped,
};

use super::obstacles::{Obstacle, request_obstacle, response_obstacle};

/// How a member deviates from the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviationKind {
    /// No table lists it.
    Undocumented,
    /// Its JSON type does not match its documented type.
    Mistyped,
    /// No table lists it, and the type is open.
    Dynamic,
}

/// A member that deviates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deviation {
    /// JSON pointer (RFC 6901).
    pub pointer: String,
    /// The member's name.
    pub name: String,
    /// The type that should declare it.
    pub owner: String,
    /// How it deviates.
    pub kind: DeviationKind,
}

/// Reports the deviations of all examples.
#[must_use]
pub fn check(api: &Api, sources: &Sources) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for shown in api.representations.iter().filter(|shown| !shown.json.value.is_object()) {
        let message = format!("the representation of `{}` is not a JSON object", shown.ty.short());
        diagnostics.push(
            Diagnostic::new(lint::EXAMPLE_RESPONSE, shown.json.span, message)
                .hint("show an object with the properties"),
        );
    }
    for shown in &api.representations {
        check_representation(api, sources, shown, &mut diagnostics);
    }
    let of_examples: Vec<_> = api
        .examples
        .par_iter()
        .map(|example| {
            let mut found = Diagnostics::default();
            check_example(api, sources, example, &mut found);
            found
        })
        .collect();
    of_examples.into_iter().for_each(|found| diagnostics.extend(found));
    diagnostics
}

/// Reports members of nested objects in a JSON representation. Those of the outermost object are settled in resolve.
fn check_representation(api: &Api, sources: &Sources, shown: &Representation, diagnostics: &mut Diagnostics) {
    let mut places = Places::new(sources, shown.json.span);
    for deviation in representation_deviations(api, &shown.ty, &shown.json.value) {
        let nested = deviation.pointer.rfind('/').is_some_and(|at| at > 0);
        if nested && deviation.kind == DeviationKind::Undocumented {
            let Deviation { name, owner, .. } = &deviation;
            let message = format!("no table of `{owner}` has the member `{name}`");
            diagnostics.push(
                Diagnostic::new(lint::REPRESENTATION_MEMBER, places.next(name), message)
                    .hint("add it to the table of the type, or take it out of the representation"),
            );
        }
    }
}

/// Reports the deviations of one example.
fn check_example(api: &Api, sources: &Sources, example: &Example, diagnostics: &mut Diagnostics) {
    let obstacles = [request_obstacle(api, example), response_obstacle(api, example)];
    for diagnostic in obstacles.into_iter().flatten().filter_map(Obstacle::diagnostic) {
        diagnostics.push(diagnostic);
    }
    if let (Some(block), Some(response)) = (example.response_json(), shown_response(api, example))
        && unwrapped(api, &response, block).is_some()
    {
        diagnostics.push(
            Diagnostic::new(
                lint::WRAPPED_RESPONSE,
                block.span,
                "one object is documented, and shown inside `value`".to_owned(),
            )
            .hint("show the object itself"),
        );
    }
    for (block, deviations) in [
        (example.request_json(), request_deviations(api, example)),
        (example.response_json(), response_deviations(api, example)),
    ] {
        let Some(block) = block else { continue };
        let mut places = Places::new(sources, block.span);
        for deviation in deviations {
            report(&deviation, places.next(&deviation.name), diagnostics);
        }
    }
}

fn report(deviation: &Deviation, span: Span, diagnostics: &mut Diagnostics) {
    let Deviation { name, owner, .. } = deviation;
    diagnostics.push(match deviation.kind {
        DeviationKind::Dynamic => return,
        DeviationKind::Undocumented => {
            Diagnostic::new(lint::UNDOCUMENTED_MEMBER, span, format!("`{owner}` has no property `{name}`"))
                .hint("add it to the table of the type, or take it out of the example")
        }
        DeviationKind::Mistyped => Diagnostic::new(
            lint::MISTYPED_MEMBER,
            span,
            format!("`{name}` of `{owner}` does not match the type in the table"),
        )
        .hint("correct the example or the table"),
    });
}

/// Returns the deviations in an example's request body.
#[must_use]
pub fn request_deviations(api: &Api, example: &Example) -> Vec<Deviation> {
    let mut walk = Walk { api, out: Vec::new() };
    let Some(block) = example.request_json() else { return walk.out };
    if let Some(name) = sent_type(api, example) {
        walk.object(name, &block.value, "");
    }
    let Some(matched) = &example.matched else { return walk.out };
    let operation = &api.operations[matched.operation];
    match &operation.body {
        Some(Body::Value(TypeRef::Type(name)) | Body::Partial(name)) => walk.object(name, &block.value, ""),
        Some(Body::Parameters) => {
            let object = api.parameter_page(operation).and_then(|page| page.parameters.as_ref());
            if let (Some(object), Value::Object(members)) = (object, &block.value) {
                walk.members(
                    &|name| object.properties.iter().find(|p| p.name == name),
                    false,
                    &object.name,
                    members,
                    "",
                );
            }
        }
        _ => {}
    }
    walk.out
}

/// Returns the deviations in an example's response body. Pointers into an object that is [`unwrapped`] begin there.
#[must_use]
pub fn response_deviations(api: &Api, example: &Example) -> Vec<Deviation> {
    let mut walk = Walk { api, out: Vec::new() };
    let (Some(block), Some(response)) = (example.response_json(), shown_response(api, example)) else {
        return walk.out;
    };
    if example.facts.response.as_ref().is_some_and(|response| !response.is_success()) {
        return walk.out;
    }
    match &*response {
        ResponseBody::Value(TypeRef::Type(name)) => {
            walk.object(name, unwrapped(api, &response, block).unwrap_or(&block.value), "");
        }
        ResponseBody::Collection(element) => {
            if let Some(value) = block.value.get("value") {
                walk.value(&element.clone().collection(), value, "/value", "value", "collection");
            }
            walk.others(&block.value, "collection");
        }
        ResponseBody::Scalar(ty) => {
            if let Some(value) = block.value.get("value") {
                walk.value(ty, value, "/value", "value", "response");
            }
            walk.others(&block.value, "response");
        }
        _ => {}
    }
    walk.out
}

/// Returns the deviations in a JSON representation of a type.
#[must_use]
pub fn representation_deviations(api: &Api, name: &TypeName, value: &Value) -> Vec<Deviation> {
    let mut walk = Walk { api, out: Vec::new() };
    walk.object(name, value, "");
    walk.out
}

struct Walk<'a> {
    api: &'a Api,
    out: Vec<Deviation>,
}

impl<'a> Walk<'a> {
    /// Checks an object that should be of a type, or of the derived type that it names.
    fn object(&mut self, name: &TypeName, value: &Value, pointer: &str) {
        let Value::Object(members) = value else { return };
        let ty = self.actual(name, members);
        let Some(ty) = self.api.types.get(&ty) else { return };
        let line: Vec<&Type> = self.api.ancestors(&ty.name).collect();
        let find = |wanted: &str| {
            line.iter().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).find(|p| p.name == wanted)
        };
        let open = line.iter().any(|ty| ty.is_open);
        self.members(&find, open, ty.name.short(), members, pointer);
    }

    fn members(
        &mut self,
        find: &dyn Fn(&str) -> Option<&'a Property>,
        open: bool,
        owner: &str,
        members: &Map<String, Value>,
        pointer: &str,
    ) {
        for (name, value) in members {
            // Annotations are not properties, and null is the absence of a value.
            if name.contains('@') || value.is_null() {
                continue;
            }
            let pointer = format!("{pointer}/{}", escape(name));
            match find(name) {
                Some(property) => self.value(&property.ty, value, &pointer, name, owner),
                None => {
                    let kind = if open { DeviationKind::Dynamic } else { DeviationKind::Undocumented };
                    self.push(kind, pointer, name, owner);
                }
            }
        }
    }

    /// Reports members next to `value` in a response that is a collection or a single value.
    fn others(&mut self, value: &Value, owner: &str) {
        let Value::Object(members) = value else { return };
        for (name, _) in
            members.iter().filter(|(name, value)| *name != "value" && !name.contains('@') && !value.is_null())
        {
            self.push(DeviationKind::Undocumented, format!("/{}", escape(name)), name, owner);
        }
    }

    fn value(&mut self, ty: &TypeRef, value: &Value, pointer: &str, name: &str, owner: &str) {
        if value.is_null() || fits(self.api, ty, value) {
            match (ty, value) {
                (TypeRef::Type(ty), Value::Object(_)) => self.object(ty, value, pointer),
                (TypeRef::Collection(element), Value::Array(list)) => {
                    for (index, item) in list.iter().enumerate() {
                        self.value(element, item, &format!("{pointer}/{index}"), name, owner);
                    }
                }
                _ => {}
            }
            return;
        }
        self.push(DeviationKind::Mistyped, pointer.to_owned(), name, owner);
    }

    fn push(&mut self, kind: DeviationKind, pointer: String, name: &str, owner: &str) {
        self.out.push(Deviation { pointer, name: name.to_owned(), owner: owner.to_owned(), kind });
    }

    /// Returns the type that an object declares, if that is `name` or derived from it.
    fn actual(&self, name: &TypeName, members: &Map<String, Value>) -> TypeName {
        let stated = members.get("@odata.type").and_then(Value::as_str).map(|text| text.trim_start_matches('#'));
        let Some(stated) = stated else { return name.clone() };
        let found = self.api.types.values().find(|ty| ty.name.0.eq_ignore_ascii_case(stated));
        match found {
            Some(ty) if self.api.ancestors(&ty.name).any(|ancestor| ancestor.name == *name) => ty.name.clone(),
            _ => name.clone(),
        }
    }
}

/// Returns whether a value has the JSON type of a type.
///
/// The whole array of a collection must fit: one wrong element leaves all of it untyped.
fn fits(api: &Api, ty: &TypeRef, value: &Value) -> bool {
    match ty {
        TypeRef::Type(_) => value.is_object(),
        TypeRef::Enum(name) if api.enums.get(name).is_some_and(|e| e.flags) => {
            value.is_string() || value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
        }
        TypeRef::Enum(_) => value.is_string(),
        TypeRef::Collection(element) => {
            value.as_array().is_some_and(|list| list.iter().all(|item| fits(api, element, item)))
        }
        TypeRef::Primitive(primitive) => primitive_fits(*primitive, value),
    }
}

/// Returns whether `text` is a JSON number in the range of doubles.
fn is_json_number(text: &str) -> bool {
    // JSON allows white space around a value, but it is not part of the number.
    text.trim() == text && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// Returns whether a value has the JSON type of a primitive (OData JSON §7.1). Numbers may be strings where the format allows it.
fn primitive_fits(primitive: Primitive, value: &Value) -> bool {
    let whole = |low: i64, high: i64| {
        value.as_i64().is_some_and(|number| (low..=high).contains(&number))
            || value
                .as_f64()
                .is_some_and(|n| !value.is_i64() && n.fract() == 0.0 && n >= low as f64 && n <= high as f64)
    };
    match primitive {
        Primitive::Untyped | Primitive::Stream => true,
        Primitive::Boolean => value.is_boolean(),
        Primitive::Byte => whole(0, 255),
        Primitive::SByte => whole(-128, 127),
        Primitive::Int16 => whole(i64::from(i16::MIN), i64::from(i16::MAX)),
        Primitive::Int32 => whole(i64::from(i32::MIN), i64::from(i32::MAX)),
        Primitive::Int64 => whole(i64::MIN, i64::MAX) || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()),
        // As the runtime reads them: with `IEEE754Compatible=true`, decimals are strings (OData JSON §3.2).
        Primitive::Decimal => value.is_number() || value.as_str().is_some_and(is_json_number),
        Primitive::Single | Primitive::Double => {
            value.is_number() || matches!(value.as_str(), Some("INF" | "-INF" | "NaN"))
        }
        _ => value.is_string(),
    }
}

/// Escapes a member's name for a JSON pointer (RFC 6901 §3).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Finds members in an example's text, in order.
struct Places<'a> {
    text: &'a str,
    block: Span,
    at: usize,
}

impl<'a> Places<'a> {
    fn new(sources: &'a Sources, block: Span) -> Self {
        let text = sources.file(block.file).text.get(block.start..block.end).unwrap_or("");
        Places { text, block, at: 0 }
    }

    /// Returns the next span of this member after the last one found, else its first one, else the block.
    fn next(&mut self, name: &str) -> Span {
        let quoted = format!("\"{name}\"");
        let behind = self.text.get(self.at..).and_then(|rest| rest.find(&quoted)).map(|found| self.at + found);
        match behind.or_else(|| self.text.find(&quoted)) {
            Some(found) => {
                self.at = found + quoted.len();
                Span::new(self.block.file, self.block.start + found, self.block.start + found + quoted.len())
            }
            None => self.block,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn decimals_fit_as_the_runtime_reads_them() {
        for value in
            [json!(1), json!(-1.5), json!("12.50"), json!("-0"), json!("1e2"), json!("12345678901234567890.12")]
        {
            assert!(primitive_fits(Primitive::Decimal, &value), "{value}");
        }
        for value in ["", "+1", "01", "1.", ".5", "1e", "NaN", "INF", "0x1", " 1", "1 ", "1e400", "--1", "1,5"] {
            assert!(!primitive_fits(Primitive::Decimal, &json!(value)), "{value}");
        }
        assert!(!primitive_fits(Primitive::Decimal, &json!(true)));
    }
}
