//! Evidence from examples about properties on which two parts of the reference disagree.
//!
//! In: the [`Api`] with matched examples, and the names in question. Out: [`Evidence`]: how often each spelling of a name occurs, in
//! objects of the type and anywhere, and how often its value is an array.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::model::{Api, Body, Example, ResponseBody, TypeName, TypeRef, shown_response, unwrapped};

/// A property: the type that declares it, and its name in lower case.
pub type Key = (TypeName, String);

/// The frequencies of spellings and shapes in examples.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Spellings in objects of the type.
    spelled: BTreeMap<Key, BTreeMap<String, usize>>,
    /// Spellings anywhere, by name in lower case.
    anywhere: BTreeMap<String, BTreeMap<String, usize>>,
    /// Arrays and other values, in objects of the type.
    arrays: BTreeMap<Key, (usize, usize)>,
}

impl Evidence {
    /// Counts the evidence of the examples about `names`, which are in lower case.
    #[must_use]
    pub fn of(api: &Api, names: &BTreeSet<String>) -> Evidence {
        let mut walk = Walk { api, names, found: Evidence::default() };
        if names.is_empty() {
            return walk.found;
        }
        for example in &api.examples {
            walk.request(example);
            walk.response(example);
        }
        walk.found
    }

    /// Returns how often objects of the type have a member of this spelling.
    #[must_use]
    pub fn spelled(&self, key: &Key, name: &str) -> usize {
        self.spelled.get(key).and_then(|spellings| spellings.get(name)).copied().unwrap_or(0)
    }

    /// Returns how often examples of the whole reference have a member of this spelling.
    #[must_use]
    pub fn anywhere(&self, name: &str) -> usize {
        self.anywhere.get(&name.to_lowercase()).and_then(|spellings| spellings.get(name)).copied().unwrap_or(0)
    }

    /// Returns how many values are arrays, and how many are not.
    #[must_use]
    pub fn arrays(&self, key: &Key) -> (usize, usize) {
        self.arrays.get(key).copied().unwrap_or_default()
    }
}

struct Walk<'a> {
    api: &'a Api,
    names: &'a BTreeSet<String>,
    found: Evidence,
}

impl Walk<'_> {
    fn request(&mut self, example: &Example) {
        let Some(block) = example.request_json() else { return };
        self.anywhere(&block.value);
        if let Some(name) = &example.sent {
            self.object(name, &block.value);
        }
        let operation = example.matched.as_ref().and_then(|matched| self.api.operations.get(matched.operation));
        match operation.and_then(|operation| operation.body.as_ref()) {
            Some(Body::Value(ty)) => self.value(ty, &block.value),
            Some(Body::Partial(name)) => self.object(name, &block.value),
            _ => {}
        }
    }

    fn response(&mut self, example: &Example) {
        let Some(block) = example.response_json() else { return };
        if example.facts.response.as_ref().is_some_and(|response| !response.is_success()) {
            return;
        }
        self.anywhere(&block.value);
        let Some(response) = shown_response(self.api, example) else { return };
        match &*response {
            ResponseBody::Value(ty) => self.value(ty, unwrapped(self.api, &response, block).unwrap_or(&block.value)),
            ResponseBody::Collection(element) => {
                for item in block.value.get("value").and_then(Value::as_array).into_iter().flatten() {
                    self.value(element, item);
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, ty: &TypeRef, value: &Value) {
        match (ty, value) {
            (TypeRef::Type(name), Value::Object(_)) => self.object(name, value),
            // The table may be wrong about the collection, but it knows the type of the elements.
            (ty, Value::Array(items)) => items.iter().for_each(|item| self.value(ty.element(), item)),
            (TypeRef::Collection(element), value) => self.value(element, value),
            _ => {}
        }
    }

    fn object(&mut self, name: &TypeName, value: &Value) {
        let Value::Object(members) = value else { return };
        let api = self.api;
        let actual = actual(api, name, members);
        for (member, value) in members.iter().filter(|(member, _)| !member.contains('@')) {
            let lower = member.to_lowercase();
            let mut declared = api
                .ancestors(&actual)
                .flat_map(|ty| ty.properties.iter().chain(&ty.navigation).map(move |property| (&ty.name, property)));
            let found = declared.find(|(_, property)| property.name.eq_ignore_ascii_case(member));
            let Some((owner, property)) = found else { continue };
            if self.names.contains(&lower) {
                let key = (owner.clone(), lower);
                *self.found.spelled.entry(key.clone()).or_default().entry(member.clone()).or_default() += 1;
                let (arrays, others) = self.found.arrays.entry(key).or_default();
                match value {
                    Value::Array(_) => *arrays += 1,
                    Value::Null => {}
                    _ => *others += 1,
                }
            }
            self.value(&property.ty, value);
        }
    }

    fn anywhere(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let lower = name.to_lowercase();
                    if self.names.contains(&lower) {
                        *self.found.anywhere.entry(lower).or_default().entry(name.clone()).or_default() += 1;
                    }
                    self.anywhere(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.anywhere(item)),
            _ => {}
        }
    }
}

/// Returns the type that an object names, if it is `name` or derived from it, else `name`.
fn actual(api: &Api, name: &TypeName, members: &Map<String, Value>) -> TypeName {
    let stated = members.get("@odata.type").and_then(Value::as_str).map(|text| text.trim_start_matches('#'));
    let Some(stated) = stated else { return name.clone() };
    let stated = TypeName(stated.to_owned());
    let inherits = api.ancestors(&stated).any(|ancestor| ancestor.name == *name);
    if inherits { stated } else { name.clone() }
}
