//! Where the API uses its types: in responses, in request bodies, or in both.
//!
//! In: the models of both editions. Out: [`Usage`], which gives the [`Use`] of each type. It decides the level on the wire.

use std::collections::{BTreeMap, BTreeSet};

use crate::export::json::form::{Body, Model, Operation, Property, ResponseBody, Type, TypeRef};

/// Where an item is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Use {
    /// Responses contain it.
    pub received: bool,
    /// Request bodies contain it.
    pub sent: bool,
}

impl Use {
    /// Only request bodies contain it.
    pub(super) const SENT: Use = Use { received: false, sent: true };
}

/// The use of each type and enum in either edition, by qualified name.
#[derive(Debug, Default)]
pub(super) struct Usage {
    received: BTreeSet<String>,
    sent: BTreeSet<String>,
}

impl Usage {
    pub(super) fn new(models: [&Model; 2]) -> Usage {
        let mut usage = Usage::default();
        for model in models {
            let graph = Graph::new(model);
            graph.reach(model.operations.iter().filter_map(received), &mut usage.received);
            graph.reach(model.operations.iter().flat_map(|operation| sent(model, operation)), &mut usage.sent);
        }
        usage
    }

    /// Returns the use of a type or an enum.
    pub(super) fn of(&self, name: &str) -> Use {
        Use { received: self.received.contains(name), sent: self.sent.contains(name) }
    }
}

/// Returns the type of an operation's response.
pub(super) fn received(operation: &Operation) -> Option<&str> {
    match &operation.response {
        ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) => name_of(ty),
        ResponseBody::Nothing | ResponseBody::Count | ResponseBody::Stream => None,
    }
}

/// Returns the types that an operation's request body contains.
fn sent<'a>(model: &'a Model, operation: &'a Operation) -> Vec<&'a str> {
    match &operation.body {
        Some(Body::Value(ty)) => name_of(ty).into_iter().collect(),
        Some(Body::Partial(name)) => vec![name.as_str()],
        Some(Body::Parameters) => {
            let objects = operation.pages.iter().filter_map(|page| model.pages.get(page)?.parameters.as_ref());
            objects.flat_map(|object| &object.properties).filter_map(|property| name_of(&property.ty)).collect()
        }
        Some(Body::Reference | Body::Stream) | None => Vec::new(),
    }
}

/// Returns the name of a type or of the elements of a collection; `None` for a primitive.
pub(super) fn name_of(ty: &TypeRef) -> Option<&str> {
    match element(ty) {
        TypeRef::Type(name) | TypeRef::Enum(name) => Some(name),
        TypeRef::Primitive(_) | TypeRef::Collection(_) => None,
    }
}

/// Returns the element type of a collection, otherwise the type itself.
pub(super) fn element(mut ty: &TypeRef) -> &TypeRef {
    while let TypeRef::Collection(inner) = ty {
        ty = inner;
    }
    ty
}

/// The types, and which types are derived from each.
struct Graph<'a> {
    types: &'a BTreeMap<String, Type>,
    derived: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Graph<'a> {
    fn new(model: &'a Model) -> Graph<'a> {
        let mut derived: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, ty) in &model.types {
            if let Some(base) = &ty.base {
                derived.entry(base).or_default().push(name);
            }
        }
        Graph { types: &model.types, derived }
    }

    /// Adds every type that a value of one of these types can contain.
    fn reach<'n>(&self, names: impl Iterator<Item = &'n str>, reached: &mut BTreeSet<String>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut pending: Vec<&str> = Vec::new();
        for name in names {
            match self.types.get_key_value(name) {
                Some((name, _)) => pending.push(name),
                None => drop(reached.insert(name.to_owned())),
            }
        }
        while let Some(name) = pending.pop() {
            if !seen.insert(name) {
                continue;
            }
            let Some(ty) = self.types.get(name) else { continue };
            pending.extend(ty.base.as_deref());
            pending.extend(self.derived.get(name).into_iter().flatten());
            pending.extend(members(ty).filter_map(|property| name_of(&property.ty)));
            pending.extend(ty.values.as_ref().and_then(name_of));
        }
        reached.extend(seen.into_iter().map(str::to_owned));
    }
}

/// Returns the structural and the navigation properties that a type declares.
pub(super) fn members(ty: &Type) -> impl Iterator<Item = &Property> {
    ty.properties.iter().chain(&ty.navigation)
}
