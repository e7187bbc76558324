//! Finds abstract types that their pages do not call abstract.
//!
//! In: all types, the facts of their pages, the operations, the examples. Out: the same types, marked. A type is abstract if no value has
//! exactly this type (OData CSDL §6.2): others derive from it, and its page calls it a base; or nothing uses it; or requests create values
//! of several derived types but never of it. If something uses a type, a lack of examples proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use rayon::prelude::*;

use crate::diagnostics::Diagnostics;
use crate::extract::type_expr::TypeExpr;
use crate::extract::{BodyKind, ExampleBody, PageFacts};
use crate::model::{Body, Example, Operation, ResponseBody, Type, TypeName, TypeRef};
use crate::odata::Method;
use crate::resolve::names::{Meaning, Names, qualify};
use crate::resolve::relations::is_or_inherits;

/// The depth to which values are searched, far deeper than any on a page.
const MAX_DEPTH: usize = 40;

/// Marks the abstract types.
pub fn mark(
    types: &mut BTreeMap<TypeName, Type>,
    facts: &[PageFacts],
    operations: &[Operation],
    examples: &[Example],
    names: &Names,
) {
    let derived = derived(types);
    let bases = called_bases(facts, names);
    let values = Values::of(types, facts, operations, examples, names);
    let used = used(types, operations);
    let made = made(facts, operations, names);
    let types_now = &*types;
    let is_abstract = |name: &TypeName| {
        let derived = derived.get(name).copied().unwrap_or_default();
        if derived == 0 || values.declared.contains(name) {
            return false;
        }
        let called = bases.contains(name) || derived > 1 && name.short().ends_with("Base");
        let never_made = !made.contains(name) && made.iter().filter(|made| inherits(made, name, types_now)).count() > 1;
        called || never_made || derived > 1 && !used.contains(name) && !values.named.contains(name)
    };
    let found: Vec<TypeName> = types.keys().filter(|name| is_abstract(name)).cloned().collect();
    for name in found {
        if let Some(ty) = types.get_mut(&name) {
            ty.is_abstract = true;
        }
    }
}

/// Returns the number of types that derive directly from each type.
fn derived(types: &BTreeMap<TypeName, Type>) -> BTreeMap<TypeName, usize> {
    let mut derived = BTreeMap::new();
    for base in types.values().filter_map(|ty| ty.base.as_ref()) {
        *derived.entry(base.clone()).or_default() += 1;
    }
    derived
}

/// Returns the types that requests create values of: those that their pages name, else those that they send.
fn made(facts: &[PageFacts], operations: &[Operation], names: &Names) -> BTreeSet<TypeName> {
    let pages: BTreeMap<&str, &PageFacts> = facts.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut made = BTreeSet::new();
    for operation in operations.iter().filter(|operation| operation.method == Method::Post) {
        for page in operation.pages.iter().filter_map(|page| pages.get(page.as_str())) {
            let Some(facts) = &page.operation else { continue };
            let stated = match &facts.body.kind {
                BodyKind::Resource(ty) => {
                    names.type_ref(ty, &page.path, facts.namespace.as_deref(), &mut Diagnostics::default())
                }
                _ => match &operation.body {
                    Some(Body::Value(ty)) => ty.clone(),
                    _ => continue,
                },
            };
            if let TypeRef::Type(name) = stated.element() {
                made.insert(name.clone());
            }
        }
    }
    made
}

/// Returns whether `name` inherits from `from`.
fn inherits(name: &TypeName, from: &TypeName, types: &BTreeMap<TypeName, Type>) -> bool {
    name != from && is_or_inherits(&TypeRef::Type(name.clone()), &TypeRef::Type(from.clone()), types)
}

/// Returns the types of properties, request bodies and responses.
fn used(types: &BTreeMap<TypeName, Type>, operations: &[Operation]) -> BTreeSet<TypeName> {
    let properties = types.values().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).map(|p| &p.ty);
    let responses = operations.iter().filter_map(|operation| match &operation.response {
        ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) => Some(ty),
        _ => None,
    });
    let bodies = operations.iter().filter_map(|operation| match &operation.body {
        Some(Body::Value(ty)) => Some(ty),
        _ => None,
    });
    let names = properties.chain(responses).chain(bodies).filter_map(|ty| match ty.element() {
        TypeRef::Type(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

/// Returns the types that their pages call bases.
fn called_bases(facts: &[PageFacts], names: &Names) -> BTreeSet<TypeName> {
    let resources = facts.iter().flat_map(|page| &page.resources).filter(|resource| resource.is_base);
    let found = resources.filter_map(|resource| names.qualified(&qualify(&resource.name, None).0));
    found.filter(|(_, meaning)| *meaning == Meaning::Type).map(|(name, _)| name.clone()).collect()
}

/// The types of the values in examples.
struct Values<'a> {
    types: &'a BTreeMap<TypeName, Type>,
    names: &'a Names,
    /// Types of values without a type annotation: these have exactly the declared type (OData JSON §4.6.3).
    declared: BTreeSet<TypeName>,
    /// Types that values name. Generated examples name the declared type even if it is abstract.
    named: BTreeSet<TypeName>,
}

impl<'a> Values<'a> {
    fn of(
        types: &'a BTreeMap<TypeName, Type>,
        facts: &[PageFacts],
        operations: &[Operation],
        examples: &[Example],
        names: &'a Names,
    ) -> Self {
        let none = || Values { types, names, declared: BTreeSet::new(), named: BTreeSet::new() };
        let pages: BTreeMap<&str, &PageFacts> = facts.iter().map(|page| (page.path.as_str(), page)).collect();
        let shown: Vec<_> = examples
            .par_iter()
            .map(|example| {
                let mut values = none();
                if let Some(page) = pages.get(example.page.as_str()) {
                    let operation = example.matched.as_ref().and_then(|matched| operations.get(matched.operation));
                    values.request(example, page, operation);
                    values.response(example, page, operation);
                }
                values
            })
            .collect();
        shown.into_iter().fold(none(), |mut all, values| {
            all.declared.extend(values.declared);
            all.named.extend(values.named);
            all
        })
    }

    fn request(&mut self, example: &Example, page: &PageFacts, operation: Option<&Operation>) {
        let Some(ExampleBody::Json(json)) = example.facts.request.as_ref().map(|request| &request.body) else { return };
        let stated = match page.operation.as_ref().map(|facts| &facts.body.kind) {
            Some(BodyKind::Resource(ty)) => self.resolve(ty, page),
            _ => None,
        };
        let ty = stated.or_else(|| match operation?.body.as_ref()? {
            Body::Value(ty) => Some(ty.clone()),
            _ => None,
        });
        self.value(&json.value, ty.as_ref(), MAX_DEPTH);
    }

    fn response(&mut self, example: &Example, page: &PageFacts, operation: Option<&Operation>) {
        let Some(response) = &example.facts.response else { return };
        let ExampleBody::Json(json) = &response.body else { return };
        let annotated = response.ty.as_ref().and_then(|ty| self.resolve(ty, page));
        let ty = annotated.or_else(|| match &operation?.response {
            ResponseBody::Value(ty) | ResponseBody::Collection(ty) | ResponseBody::Scalar(ty) => Some(ty.clone()),
            _ => None,
        });
        // `{"value": …}` wraps collections, and on many pages single objects.
        let wrapped = match (&json.value, ty.as_ref().map(TypeRef::element)) {
            (Value::Object(members), Some(TypeRef::Type(name))) if self.property(name, "value").is_none() => {
                members.get("value")
            }
            _ => None,
        };
        self.value(wrapped.unwrap_or(&json.value), ty.as_ref(), MAX_DEPTH);
    }

    fn resolve(&self, ty: &TypeExpr, page: &PageFacts) -> Option<TypeRef> {
        let namespace = page.operation.as_ref().and_then(|operation| operation.namespace.as_deref());
        let ty = self.names.type_ref(ty, &page.path, namespace, &mut Diagnostics::default());
        matches!(ty.element(), TypeRef::Type(_)).then_some(ty)
    }

    fn value(&mut self, value: &Value, ty: Option<&TypeRef>, depth: usize) {
        if depth == 0 {
            return;
        }
        match value {
            Value::Array(elements) => {
                for element in elements {
                    self.value(element, ty, depth - 1);
                }
            }
            Value::Object(members) => self.object(members, ty, depth),
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, ty: Option<&TypeRef>, depth: usize) {
        let written = members.get("@odata.type").and_then(Value::as_str);
        let name = match (written, ty.map(TypeRef::element)) {
            (Some(written), _) => self.names.by_name(written, None).map(|(name, _)| name.clone()),
            (None, Some(TypeRef::Type(name))) => Some(name.clone()),
            _ => None,
        };
        let shows = members.keys().any(|key| !key.contains('@'));
        if let Some(name) = &name {
            if written.is_some() {
                self.named.insert(name.clone());
            } else if shows {
                self.declared.insert(name.clone());
            }
        }
        for (key, member) in members {
            let ty = name.as_ref().and_then(|name| self.property(name, key));
            self.value(member, ty, depth - 1);
        }
    }

    /// Returns the type of a property, which may be inherited.
    fn property(&self, name: &TypeName, property: &str) -> Option<&'a TypeRef> {
        let mut at = self.types.get(name);
        while let Some(ty) = at {
            let all = ty.properties.iter().chain(&ty.navigation);
            if let Some(found) = all.into_iter().find(|p| p.name.eq_ignore_ascii_case(property)) {
                return Some(&found.ty);
            }
            at = ty.base.as_ref().and_then(|base| self.types.get(base));
        }
        None
    }
}
