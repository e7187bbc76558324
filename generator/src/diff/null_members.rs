//! Members that examples show as `null`, and that no table lists.
//!
//! In: the [`Api`] of an edition. Out: the members by the short name of their type and their own name. For bindings, a null is the absence
//! of a value, so it deviates from nothing. For the service, it is a property that existed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diagnostics::Span;
use crate::model::{Api, Body, ResponseBody, Type, TypeName, TypeRef, shown_response};

/// Deeper objects are not searched.
const MAX_DEPTH: usize = 32;

/// Returns the members, each with the span of the first example that has it.
pub(super) fn find(api: &Api) -> BTreeMap<(String, String), Span> {
    let mut search = Search { api, found: BTreeMap::new() };
    for example in &api.examples {
        if let (Some(block), Some(matched)) = (example.request_json(), &example.matched)
            && let Some(Body::Value(TypeRef::Type(name)) | Body::Partial(name)) =
                api.operations.get(matched.operation).and_then(|operation| operation.body.as_ref())
        {
            search.object(name, &block.value, block.span, 0);
        }
        let is_success = example.facts.response.as_ref().is_some_and(|response| response.is_success());
        if let (Some(block), Some(value), true) = (example.response_json(), example.response_value(), is_success) {
            match shown_response(api, example).as_deref() {
                Some(ResponseBody::Value(ty)) => search.value(ty, value, block.span, 0),
                Some(ResponseBody::Collection(ty) | ResponseBody::Scalar(ty)) => {
                    if let Some(list) = value.get("value") {
                        search.value(ty, list, block.span, 0);
                    }
                }
                _ => {}
            }
        }
    }
    search.found
}

struct Search<'a> {
    api: &'a Api,
    found: BTreeMap<(String, String), Span>,
}

impl Search<'_> {
    /// Searches a value of a type, or the elements of a collection.
    fn value(&mut self, ty: &TypeRef, value: &Value, span: Span, depth: usize) {
        match (ty.element(), value) {
            (TypeRef::Type(name), Value::Object(_)) => self.object(name, value, span, depth),
            (TypeRef::Type(_), Value::Array(list)) => list.iter().for_each(|item| self.value(ty, item, span, depth)),
            _ => {}
        }
    }

    fn object(&mut self, name: &TypeName, value: &Value, span: Span, depth: usize) {
        let (Value::Object(members), true) = (value, depth < MAX_DEPTH) else { return };
        let api = self.api;
        let Some(ty) = api.types.get(name).filter(|ty| is_of(ty, members)) else { return };
        let line: Vec<&Type> = api.ancestors(&ty.name).collect();
        for (member, value) in members.iter().filter(|(member, _)| !member.contains('@')) {
            let mut properties = line.iter().flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
            match properties.find(|property| property.name == *member) {
                Some(property) => self.value(&property.ty, value, span, depth + 1),
                None if value.is_null() => {
                    let key = (ty.name.short().to_owned(), member.clone());
                    self.found.entry(key).or_insert(span);
                }
                None => {}
            }
        }
    }
}

/// Returns whether an object is of a type: it names no other one.
fn is_of(ty: &Type, members: &Map<String, Value>) -> bool {
    let Some(named) = members.get("@odata.type").and_then(Value::as_str) else { return true };
    let named = named.trim_start_matches('#');
    ty.name.0.eq_ignore_ascii_case(named)
}
