//! Members of JSON examples that the tables do not document, or document with a different type.
//!
//! In: an example or a JSON representation, and the types of the [`Api`]. Out: [`Deviation`]s in the order of the members. The generated
//! replay test compares the members without a typed field with this list: there must be no others.

use serde_json::{Map, Value};

use crate::model::{
    Api, Body, Deviation, DeviationKind, Example, Property, ResponseBody, Type, TypeName, TypeRef, shown_response,
};

use super::json_types::fits;

/// Returns the deviations in an example's request body.
pub fn request(api: &Api, example: &Example) -> Vec<Deviation> {
    let mut walk = Walk { api, out: Vec::new() };
    let Some(block) = example.request_json() else { return walk.out };
    if let Some(name) = &example.sent {
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

/// Returns the deviations in an example's response body. If it has its object `inner` inside an envelope, pointers begin there.
pub fn response(api: &Api, example: &Example, inner: Option<&Value>) -> Vec<Deviation> {
    let mut walk = Walk { api, out: Vec::new() };
    let (Some(block), Some(response)) = (example.response_json(), shown_response(api, example)) else {
        return walk.out;
    };
    if example.facts.response.as_ref().is_some_and(|response| !response.is_success()) {
        return walk.out;
    }
    match &*response {
        ResponseBody::Value(TypeRef::Type(name)) => {
            walk.object(name, inner.unwrap_or(&block.value), "");
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
pub fn representation(api: &Api, name: &TypeName, value: &Value) -> Vec<Deviation> {
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

/// Escapes a member's name for a JSON pointer (RFC 6901 §3).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
