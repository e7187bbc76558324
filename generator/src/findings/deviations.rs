//! Members of JSON examples that the tables do not document, or document with a different type, and values that their enums do not contain.
//!
//! In: an example or a JSON representation, and the types of the [`Api`]. Out: [`Deviation`]s and [`OtherValue`]s in the order of the members. The generated
//! replay test compares the members without a typed field with this list: there must be no others.

use serde_json::{Map, Value};

use crate::model::{
    Api, Body, Deviation, DeviationKind, Example, Match, OtherValue, Property, ResponseBody, Type, TypeName, TypeRef,
    shown_response,
};
use crate::odata::Primitive;

use super::derived::{DerivedTypes, is_compared};
use super::json_types::fits;

/// The status of a response whose parts have results of their own (RFC 4918 §13).
const MULTI_STATUS: u16 = 207;

/// The owner of the members of a response that has its values inside `value`, which is not a documented type.
const ENVELOPE: &str = "";

/// The deviations in a body, and its values that are not members of their enums.
pub type Found = (Vec<Deviation>, Vec<OtherValue>);

/// Returns what is found in an example's request body.
pub fn request(api: &Api, derived: &DerivedTypes<'_>, example: &Example) -> Found {
    let mut walk = Walk::new(api, derived);
    let Some(block) = example.request_json() else { return walk.found() };
    if let Some(name) = &example.sent {
        walk.object(name, &block.value, "");
    }
    let Some(matched) = &example.matched else { return walk.found() };
    let operation = &api.operations[matched.operation];
    walk.whole = matched.cast.as_ref().and_then(|cast| derived.named(&cast.0));
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
    walk.found()
}

/// Returns what is found in an example's response body. If it has its object `inner` inside an envelope, pointers begin there.
pub fn response(api: &Api, derived: &DerivedTypes<'_>, example: &Example, inner: Option<&Value>) -> Found {
    let mut walk = Walk::new(api, derived);
    let (Some(block), Some(response)) = (example.response_json(), shown_response(api, example)) else {
        return walk.found();
    };
    if example.facts.response.as_ref().is_some_and(|response| !response.is_success()) {
        return walk.found();
    }
    walk.partial = example.facts.response.as_ref().is_some_and(|response| response.status == MULTI_STATUS);
    let annotated = example.facts.response.as_ref().and_then(|response| response.ty.as_ref()?.named());
    walk.whole = annotated.and_then(|written| derived.named(&written.name));
    match &*response {
        ResponseBody::Value(TypeRef::Type(name)) => {
            walk.object(name, inner.unwrap_or(&block.value), "");
        }
        ResponseBody::Collection(element) => {
            if let Some(value) = block.value.get("value") {
                walk.value(&element.clone().collection(), value, "/value", "value", ENVELOPE);
            }
            walk.others(&block.value);
        }
        ResponseBody::Scalar(ty) => {
            if let Some(value) = block.value.get("value") {
                walk.value(ty, value, "/value", "value", ENVELOPE);
            }
            walk.others(&block.value);
        }
        _ => {}
    }
    let requested = example.matched.as_ref().map(Match::requested).unwrap_or_default();
    let undocumented = walk.out.iter_mut().filter(|deviation| deviation.kind == DeviationKind::Undocumented);
    for deviation in undocumented.filter(|deviation| requested.contains(deviation.name.as_str())) {
        deviation.kind = DeviationKind::Requested;
    }
    walk.found()
}

/// Returns the deviations in a JSON representation of a type.
pub fn representation(api: &Api, derived: &DerivedTypes<'_>, name: &TypeName, value: &Value) -> Vec<Deviation> {
    let mut walk = Walk::new(api, derived);
    walk.object(name, value, "");
    walk.out
}

struct Walk<'a> {
    api: &'a Api,
    derived: &'a DerivedTypes<'a>,
    /// The type of the whole body, if the path or an annotation names one.
    whole: Option<&'a Type>,
    /// Whether some objects of the body may have an error in place of their properties.
    partial: bool,
    out: Vec<Deviation>,
    values: Vec<OtherValue>,
}

impl<'a> Walk<'a> {
    fn new(api: &'a Api, derived: &'a DerivedTypes<'a>) -> Self {
        Walk { api, derived, whole: None, partial: false, out: Vec::new(), values: Vec::new() }
    }

    fn found(self) -> Found {
        (self.out, self.values)
    }

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
        let from = self.out.len();
        self.members(&find, open, ty.name.short(), members, pointer);
        self.settle_derived(from, &ty.name, members, pointer);
    }

    /// Marks the undocumented members of an object that a derived type documents, if the object is of that type: it names the type, the
    /// path or the annotation does, or the derived type has all of its members.
    fn settle_derived(&mut self, from: usize, name: &TypeName, members: &Map<String, Value>, pointer: &str) {
        let is_own = |deviation: &Deviation| {
            let parent = deviation.pointer.rsplit_once('/').map(|(parent, _)| parent);
            deviation.kind == DeviationKind::Undocumented && parent == Some(pointer)
        };
        let derived = self.derived;
        let all = self.out.get_mut(from..).unwrap_or_default();
        if !all.iter().any(is_own) {
            return;
        }
        let is_whole = pointer.is_empty() || pointer.strip_prefix("/value/").is_some_and(|index| !index.contains('/'));
        let own = derived.stated(members);
        let stated = own.or(self.whole.filter(|ty| is_whole && is_a(self.api, ty, name)));
        // An object that names its type is of no other one.
        let has_all = own.is_none() && derived.one_has_all(name, members);
        for deviation in all.iter_mut().filter(|deviation| is_own(deviation)) {
            if has_all || stated.is_some_and(|ty| derived.property(ty, &deviation.name).is_some()) {
                deviation.kind = DeviationKind::Derived;
            }
        }
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
            if !is_compared(name, value) {
                continue;
            }
            let pointer = format!("{pointer}/{}", escape(name));
            match find(name) {
                Some(property) => self.value(&property.ty, value, &pointer, name, owner),
                None if self.partial && is_failure(name, value) => {
                    self.push(DeviationKind::Failure, pointer, name, owner);
                }
                None => {
                    let kind = if open { DeviationKind::Dynamic } else { DeviationKind::Undocumented };
                    self.push(kind, pointer, name, owner);
                }
            }
        }
    }

    /// Reports members next to `value` in a response that is a collection or a single value.
    fn others(&mut self, value: &Value) {
        let Value::Object(members) = value else { return };
        for (name, _) in members.iter().filter(|(name, value)| *name != "value" && is_compared(name, value)) {
            self.push(DeviationKind::Undocumented, format!("/{}", escape(name)), name, ENVELOPE);
        }
    }

    fn value(&mut self, ty: &TypeRef, value: &Value, pointer: &str, name: &str, owner: &str) {
        if value.is_null() || fits(self.api, ty, value) {
            match (ty, value) {
                (TypeRef::Type(ty), Value::Object(_)) => self.object(ty, value, pointer),
                (TypeRef::Enum(ty), _) => self.of_enum(ty, value, name),
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

    /// Collects the values that an enum does not contain. A bit set is a list of members, or a text with commas between them.
    fn of_enum(&mut self, ty: &TypeName, value: &Value, name: &str) {
        let Some(known) = self.api.enums.get(ty) else { return };
        let texts = value.as_str().into_iter().chain(value.as_array().into_iter().flatten().filter_map(Value::as_str));
        let parts = texts.flat_map(|text| text.split(if known.flags { "," } else { "\0" })).map(str::trim);
        let is_member = |part: &str| known.members.iter().any(|member| member.name == part);
        let others = parts.filter(|part| !is_member(part) && !is_placeholder(part));
        let other = |part: &str| OtherValue { name: name.to_owned(), ty: ty.clone(), value: part.to_owned() };
        self.values.extend(others.map(other));
    }

    fn push(&mut self, kind: DeviationKind, pointer: String, name: &str, owner: &str) {
        self.out.push(Deviation { pointer, name: name.to_owned(), owner: owner.to_owned(), kind });
    }

    /// Returns the type that an object declares, if that is `name` or derived from it.
    fn actual(&self, name: &TypeName, members: &Map<String, Value>) -> TypeName {
        match self.derived.stated(members) {
            Some(ty) if is_a(self.api, ty, name) => ty.name.clone(),
            _ => name.clone(),
        }
    }
}

/// Returns whether a value stands for another one: `String`, `state-value`, `{state}`, `a | b`.
fn is_placeholder(value: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    !value.chars().all(is_word)
        || value.chars().all(char::is_whitespace)
        || Primitive::from_spelling(value).is_some()
        || value.to_ascii_lowercase().ends_with("-value")
}

/// Returns whether a member is an error: `error`, with an object that has a `code` or a `message`.
fn is_failure(name: &str, value: &Value) -> bool {
    name == "error" && ["code", "message"].iter().any(|member| value.get(member).is_some())
}

/// Returns whether a type is `name`, or derived from it.
fn is_a(api: &Api, ty: &Type, name: &TypeName) -> bool {
    api.ancestors(&ty.name).any(|ancestor| ancestor.name == *name)
}

/// Escapes a member's name for a JSON pointer (RFC 6901 §3).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
