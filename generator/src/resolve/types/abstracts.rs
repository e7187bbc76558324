//! Finds abstract types that their pages do not call abstract.
//!
//! In: all types, the facts of their pages, the operations, the examples. Out: the same types, marked. A type is abstract if no value has
//! exactly this type (OData CSDL §6.2): others derive from it, and its page calls it a base; or nothing uses it; or requests create values
//! of several derived types but never of it. If something uses a type, a lack of examples proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use rayon::prelude::*;

use crate::extract::type_expr::TypeExpr;
use crate::extract::{BodyKind, ExampleBody, PageFacts};
use crate::model::{Body, Example, Operation, ResponseBody, Type, TypeName, TypeRef};
use crate::odata::Method;
use crate::resolve::context::{Context, Pages};
use crate::resolve::hierarchy::Types;

/// The depth to which values are searched, far deeper than any on a page.
const MAX_DEPTH: usize = 40;

/// Marks the abstract types.
pub fn mark(types: &mut BTreeMap<TypeName, Type>, pages: &Pages<'_>, operations: &[Operation], examples: &[Example]) {
    for name in abstracts(&pages.with(types), operations, examples) {
        if let Some(ty) = types.get_mut(&name) {
            ty.is_abstract = true;
        }
    }
}

/// Returns the abstract types.
fn abstracts(cx: &Context<'_>, operations: &[Operation], examples: &[Example]) -> Vec<TypeName> {
    let derived = derived(cx.types);
    let bases = called_bases(cx);
    let values = Values::of(cx, operations, examples);
    let used = used(cx.types, operations);
    let made = made(cx, operations);
    let is_abstract = |name: &TypeName| {
        let derived = derived.get(name).copied().unwrap_or_default();
        if derived == 0 || values.declared.contains(name) {
            return false;
        }
        let called = bases.contains(name) || derived > 1 && name.short().ends_with("Base");
        let never_made = !made.contains(name) && made.iter().filter(|made| inherits(made, name, cx.types)).count() > 1;
        called || never_made || derived > 1 && !used.contains(name) && !values.named.contains(name)
    };
    cx.types.iter().map(|ty| &ty.name).filter(|name| is_abstract(name)).cloned().collect()
}

/// Returns the number of types that derive directly from each type.
fn derived(types: Types<'_>) -> BTreeMap<TypeName, usize> {
    let mut derived = BTreeMap::new();
    for base in types.iter().filter_map(|ty| ty.base.as_ref()) {
        *derived.entry(base.clone()).or_default() += 1;
    }
    derived
}

/// Returns the types that requests create values of: those that their pages name, else those that they send.
fn made(cx: &Context<'_>, operations: &[Operation]) -> BTreeSet<TypeName> {
    let pages: BTreeMap<&str, &PageFacts> = cx.pages.facts.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut made = BTreeSet::new();
    for operation in operations.iter().filter(|operation| operation.method == Method::Post) {
        for page in operation.pages.iter().filter_map(|page| pages.get(page.as_str())) {
            let Some(facts) = &page.operation else { continue };
            let stated = match &facts.body.kind {
                BodyKind::Resource(ty) => cx.pages.links.type_ref(ty),
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
fn inherits(name: &TypeName, from: &TypeName, types: Types<'_>) -> bool {
    name != from && types.ancestors(name).any(|ty| ty.name == *from)
}

/// Returns the types of properties, request bodies and responses.
fn used(types: Types<'_>, operations: &[Operation]) -> BTreeSet<TypeName> {
    let properties = types.iter().flat_map(|ty| ty.properties.iter().chain(&ty.navigation)).map(|p| &p.ty);
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
fn called_bases(cx: &Context<'_>) -> BTreeSet<TypeName> {
    let resources = cx.pages.facts.iter().flat_map(|page| &page.resources).filter(|resource| resource.is_base);
    resources.filter_map(|resource| cx.pages.names.type_of(resource)).cloned().collect()
}

/// The types of the values in examples.
struct Values<'a> {
    cx: &'a Context<'a>,
    /// Types of values without a type annotation: these have exactly the declared type (OData JSON §4.6.3).
    declared: BTreeSet<TypeName>,
    /// Types that values name. Generated examples name the declared type even if it is abstract.
    named: BTreeSet<TypeName>,
}

impl<'a> Values<'a> {
    fn of(cx: &'a Context<'a>, operations: &[Operation], examples: &[Example]) -> Self {
        let none = || Values { cx, declared: BTreeSet::new(), named: BTreeSet::new() };
        let pages: BTreeMap<&str, &PageFacts> = cx.pages.facts.iter().map(|page| (page.path.as_str(), page)).collect();
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
            Some(BodyKind::Resource(ty)) => self.resolve(ty),
            _ => None,
        };
        let ty = stated.or_else(|| match operation?.body.as_ref()? {
            Body::Value(ty) => Some(ty.clone()),
            _ => None,
        });
        self.value(&json.value, ty.as_ref(), MAX_DEPTH);
    }

    fn response(&mut self, example: &Example, page: &PageFacts, operation: Option<&Operation>) {
        // The example has a copy of the facts, and references are linked on the page.
        let mut shown = page.operation.iter().flat_map(|facts| &facts.examples);
        let on_page = example.number.checked_sub(1).and_then(|index| shown.nth(index));
        let Some(response) = on_page.and_then(|facts| facts.response.as_ref()) else { return };
        let ExampleBody::Json(json) = &response.body else { return };
        let annotated = response.ty.as_ref().and_then(|ty| self.resolve(ty));
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

    fn resolve(&self, ty: &TypeExpr) -> Option<TypeRef> {
        Some(self.cx.pages.links.type_ref(ty)).filter(|ty| matches!(ty.element(), TypeRef::Type(_)))
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
            (Some(written), _) => self.cx.pages.names.by_name(written, None).map(|(name, _)| name.clone()),
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
        let mut all = self.cx.types.ancestors(name).flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
        all.find(|own| own.name.eq_ignore_ascii_case(property)).map(|own| &own.ty)
    }
}
