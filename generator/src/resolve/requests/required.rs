//! Properties that a request body must have.
//!
//! In: the model and the facts of the pages. Out: [`Operation::required`].
//!
//! The rows of an action's parameters, and the rows of a body's table, say `Required.` A request that creates an object also needs the
//! properties whose own description says `Required.` or `Required on create.`, unless its table calls them optional. An update needs
//! nothing, because absent properties keep their values (OData Protocol 4.01 §11.4.3). If several pages have a table for a request, only
//! the rows that all of them require count, because each may describe another derived type.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{Facets, OperationFacts, PageFacts, PropertyFacts};
use crate::model::{Api, Body, Operation, OperationKind, Property, TypeName, TypeRef};
use crate::odata::Method;
use crate::resolve::hierarchy::Types;

/// Sets [`Operation::required`] of all operations.
pub fn mark(api: &mut Api, facts: &[PageFacts]) {
    let pages = facts.iter().filter_map(|page| Some((page.path.as_str(), page.operation.as_ref()?))).collect();
    let required: Vec<_> = api.operations.iter().map(|operation| of_operation(api, operation, &pages)).collect();
    for (operation, required) in api.operations.iter_mut().zip(required) {
        operation.required = required;
    }
}

fn of_operation(api: &Api, operation: &Operation, pages: &BTreeMap<&str, &OperationFacts>) -> Vec<String> {
    match &operation.body {
        _ if operation.method == Method::Patch => Vec::new(),
        Some(Body::Parameters) => {
            let object = api.parameter_page(operation).and_then(|page| page.parameters.as_ref());
            let rows = object.into_iter().flat_map(|object| &object.properties);
            rows.filter(|row| row.required).map(|row| row.name.clone()).collect()
        }
        Some(Body::Value(TypeRef::Type(sent))) => {
            let rows = Rows::of(operation.pages.iter().filter_map(|page| pages.get(page.as_str()).copied()));
            let creates = operation.kind == OperationKind::Create;
            let own = properties(Types::new(&api.types), sent);
            let needed = |(property, inherited): &(&Property, bool)| {
                rows.required.contains(&property.name.to_lowercase())
                    || creates && *inherited && rows.may_require(property)
            };
            own.into_iter().filter(needed).map(|(property, _)| property.name.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the properties of a type, those of its ancestors first, and of the types derived from it; the flag tells whether every value
/// of the type has the property.
fn properties<'a>(types: Types<'a>, name: &TypeName) -> Vec<(&'a Property, bool)> {
    let mut own: Vec<_> = types.ancestors(name).collect();
    own.reverse();
    let derived = types.derived(name).into_iter().filter_map(|name| types.get(name));
    let all = own.into_iter().map(|ty| (ty, true)).chain(derived.map(|ty| (ty, false)));
    let mut seen = BTreeSet::new();
    all.flat_map(|(ty, inherited)| ty.properties.iter().chain(&ty.navigation).map(move |own| (own, inherited)))
        .filter(|(property, _)| seen.insert(property.name.to_lowercase()))
        .collect()
}

/// The rows in the tables of a request, by their names in lower case.
#[derive(Default)]
struct Rows {
    /// Rows that all tables require.
    required: BTreeSet<String>,
    /// Rows that a table calls optional.
    optional: BTreeSet<String>,
}

impl Rows {
    fn of<'a>(pages: impl Iterator<Item = &'a OperationFacts>) -> Self {
        let tables = pages.map(|facts| &facts.body.rows).filter(|rows| !rows.is_empty());
        let both = |one: Self, other: Self| Self {
            required: one.required.intersection(&other.required).cloned().collect(),
            optional: one.optional.union(&other.optional).cloned().collect(),
        };
        tables.map(|rows| Self::of_table(rows)).reduce(both).unwrap_or_default()
    }

    fn of_table(rows: &[PropertyFacts]) -> Self {
        let names = |of: fn(&Facets) -> bool| {
            rows.iter().filter(|row| of(&row.facets)).map(|row| row.name.to_lowercase()).collect()
        };
        Self {
            required: names(|facets| facets.required || facets.required_on_create),
            optional: names(|facets| facets.optional),
        }
    }

    /// Returns whether the description of a property requires it when an object is created.
    fn may_require(&self, property: &Property) -> bool {
        (property.required || property.required_on_create)
            && !property.read_only
            && !self.optional.contains(&property.name.to_lowercase())
    }
}
