//! What requests reach.
//!
//! In: the [`Api`] and the chosen operations. Out: [`Reach`]: the types and enums that these need.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Body, ResponseBody, TypeName, TypeRef};

/// Types and enums.
#[derive(Default)]
pub struct Reach {
    /// Names of entity and complex types.
    pub types: BTreeSet<TypeName>,
    /// Names of enums.
    pub enums: BTreeSet<TypeName>,
}

impl Reach {
    /// Everything the operations with these indices need.
    pub fn of(api: &Api, chosen: &BTreeSet<usize>) -> Reach {
        let mut walk =
            Walk { api, derived: derived(api), reach: Reach::default(), values: BTreeSet::new(), open: Vec::new() };
        for operation in chosen.iter().map(|index| &api.operations[*index]) {
            for parameter in &operation.parameters {
                walk.value(&parameter.ty);
            }
            match &operation.body {
                Some(Body::Value(ty)) => walk.value(ty),
                Some(Body::Partial(name)) => walk.value(&TypeRef::Type(name.clone())),
                Some(Body::Parameters) => {
                    let object = api.parameter_page(operation).and_then(|page| page.parameters.as_ref());
                    for property in object.into_iter().flat_map(|object| &object.properties) {
                        walk.value(&property.ty);
                    }
                }
                Some(Body::Reference | Body::Stream) | None => {}
            }
            if let ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) =
                &operation.response
            {
                walk.value(ty);
            }
        }
        walk.finish()
    }

    /// Whether the type is reached, or is not a type of the model.
    pub fn holds(&self, ty: &TypeRef) -> bool {
        match ty.element() {
            TypeRef::Type(name) => self.types.contains(name),
            TypeRef::Enum(name) => self.enums.contains(name),
            _ => true,
        }
    }
}

fn derived(api: &Api) -> BTreeMap<&TypeName, Vec<&TypeName>> {
    let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for ty in api.types.values() {
        if let Some(base) = &ty.base {
            derived.entry(base).or_default().push(&ty.name);
        }
    }
    derived
}

struct Walk<'a> {
    api: &'a Api,
    derived: BTreeMap<&'a TypeName, Vec<&'a TypeName>>,
    reach: Reach,
    /// Types that values may have: their derived types are reached too. A type reached only as a base is not among them.
    values: BTreeSet<TypeName>,
    open: Vec<TypeName>,
}

impl Walk<'_> {
    fn value(&mut self, ty: &TypeRef) {
        match ty.element() {
            TypeRef::Type(name) if self.values.insert(name.clone()) => self.open.push(name.clone()),
            TypeRef::Enum(name) => {
                self.reach.enums.insert(name.clone());
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Reach {
        while let Some(name) = self.open.pop() {
            for derived in self.derived.get(&name).into_iter().flatten().copied().cloned().collect::<Vec<_>>() {
                self.value(&TypeRef::Type(derived));
            }
            self.with_bases(name);
        }
        self.reach
    }

    /// The type and its bases, and what their structural properties hold.
    fn with_bases(&mut self, name: TypeName) {
        let mut at = Some(name);
        while let Some(ty) = at.and_then(|name| self.api.types.get(&name)) {
            if self.reach.types.insert(ty.name.clone()) {
                for property in &ty.properties {
                    self.value(&property.ty);
                }
                if let Some(values) = &ty.values {
                    self.value(values);
                }
            }
            at = ty.base.clone();
        }
    }
}
