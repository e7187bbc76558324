//! Rows of request body tables that the type of the body lacks.
//!
//! In: the resolved operations and the facts of their pages. Out: properties added to the types, with a note at each row.
//!
//! A row is added to the type that its page names, else to the type of the operation's body if that has one of the other rows. A row is
//! ignored if a derived type has the property: the page then describes values of that type. Paths, annotations and prose are not names of
//! properties.
//!
//! A row is reported and not added if it cannot be a property: its values have the type itself, so it wraps the body, or the page's
//! examples have the member only inside another one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::{BodyKind, ExampleBody, OperationFacts, PageFacts, PropertyFacts};
use crate::model::{Body, Operation, Property, Type, TypeName, TypeRef};
use crate::resolve::context::{Context, Pages};
use crate::resolve::enums::descriptions::RowContext;
use crate::resolve::enums::synthetic::Synthetic;
use crate::resolve::hierarchy::Types;
use crate::resolve::names::Links;

/// A page whose request body table describes a type.
pub struct BodyTable<'a> {
    /// The type.
    pub ty: TypeName,
    /// The page.
    pub page: &'a PageFacts,
    /// The page's request.
    pub facts: &'a OperationFacts,
}

impl<'a> BodyTable<'a> {
    /// Returns the rows that name properties.
    pub fn rows(&self) -> impl Iterator<Item = &'a PropertyFacts> {
        self.facts.body.rows.iter().filter(|row| is_identifier(&row.name))
    }

    /// Returns the namespace of the page or, if it has none, of the type.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.facts.namespace.as_deref().unwrap_or_else(|| self.ty.namespace())
    }

    /// Returns links that look up the types of the rows in this namespace. Their faults are reported on the page, not here.
    #[must_use]
    pub fn links<'s>(&'s self, pages: &Pages<'s>) -> Links<'s> {
        let rows = self.facts.body.rows.iter().map(|row| (self.page.path.as_str(), row));
        pages.links.in_namespace(self.namespace(), rows, pages.names)
    }
}

/// Returns the tables of all pages whose operations send a type, by type and page.
#[must_use]
pub fn body_tables<'a>(facts: &'a [PageFacts], operations: &[Operation], cx: &Context<'_>) -> Vec<BodyTable<'a>> {
    let pages: BTreeMap<&str, &'a PageFacts> = facts.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut found = BTreeMap::new();
    for operation in operations {
        let (Some(Body::Value(TypeRef::Type(sent))) | Some(Body::Partial(sent))) = &operation.body else { continue };
        for page in operation.pages.iter().filter_map(|path| pages.get(path.as_str())) {
            let Some(facts) = page.operation.as_ref().filter(|facts| !facts.body.rows.is_empty()) else { continue };
            if let Some(ty) = described(facts, sent, cx) {
                found.entry((ty.clone(), &page.path)).or_insert(BodyTable { ty, page, facts });
            }
        }
    }
    found.into_values().collect()
}

/// Returns the type that a page's table describes: the one that its sentence names, if the operation can send it.
fn described(facts: &OperationFacts, sent: &TypeName, cx: &Context<'_>) -> Option<TypeName> {
    let (BodyKind::Resource(written) | BodyKind::Partial(Some(written))) = &facts.body.kind else {
        let describes = facts.body.rows.iter().any(|row| cx.types.has_property(sent, &row.name));
        return (facts.body.kind != BodyKind::None && describes).then(|| sent.clone());
    };
    match cx.pages.links.type_ref(written) {
        TypeRef::Type(named) => {
            let fits = cx.types.is_or_inherits(&TypeRef::Type(named.clone()), &TypeRef::Type(sent.clone()));
            fits.then_some(named)
        }
        TypeRef::Collection(_) => None,
        _ => Some(sent.clone()),
    }
}

/// Adds the rows that their types lack.
pub fn add(
    types: &mut BTreeMap<TypeName, Type>,
    tables: &[BodyTable<'_>],
    pages: &Pages<'_>,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) {
    for table in tables {
        let missing = missing_rows(table, Types::new(types));
        let links = table.links(pages);
        let pages = Pages { links: &links, ..*pages };
        let Some(ty) = types.get_mut(&table.ty) else { continue };
        let at = RowContext { page: &table.page.path, namespace: table.namespace(), owner: table.ty.short() };
        for row in missing {
            let mut property = synthetic.property(row, at, &pages);
            // A property that one request requires may be optional in others.
            property.required = false;
            property.required_on_create = false;
            let message = format!("`{}` has no property `{}`", table.ty.short(), row.name);
            let report = |lint, hint: &str| {
                Diagnostic::new(lint, row.span, message).related(ty.span, "the type is documented here").hint(hint)
            };
            if wraps(&property, &table.ty) || is_nested(&row.name, table.facts) {
                let hint = "the row is left out: write it as the path to the property, or on the page of its type";
                diagnostics.push(report(lint::BODY_ROW_UNUSED, hint));
            } else {
                let hint = "the row is used as a property of the type: add it to the type's table";
                diagnostics.push(report(lint::BODY_ROW, hint));
                ty.properties.push(property);
            }
        }
    }
}

/// Returns the rows that name a property of neither the type nor a type related to it.
fn missing_rows<'a>(table: &BodyTable<'a>, types: Types<'_>) -> Vec<&'a PropertyFacts> {
    let mut missing: Vec<_> = table.rows().filter(|row| !types.has_property(&table.ty, &row.name)).collect();
    if !missing.is_empty() {
        let below = types.derived(&table.ty);
        missing.retain(|row| !below.iter().any(|name| types.has_property(name, &row.name)));
    }
    let mut seen = BTreeSet::new();
    missing.retain(|row| seen.insert(row.name.to_lowercase()));
    missing
}

/// Returns whether a row has the type that the table describes: it is the body, and the other rows are its members.
fn wraps(property: &Property, ty: &TypeName) -> bool {
    *property.ty.element() == TypeRef::Type(ty.clone())
}

/// Returns whether the page's request examples have a member only inside other members.
fn is_nested(name: &str, facts: &OperationFacts) -> bool {
    let requests = facts.examples.iter().filter_map(|example| example.request.as_ref());
    let bodies: Vec<&Value> = requests
        .filter_map(|request| match &request.body {
            ExampleBody::Json(block) => Some(&block.value),
            _ => None,
        })
        .collect();
    bodies.iter().all(|body| body.get(name).is_none()) && bodies.iter().any(|body| contains(body, name))
}

/// Returns whether an object in a value has a member of this name.
fn contains(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.contains_key(name) || members.values().any(|value| contains(value, name)),
        Value::Array(items) => items.iter().any(|item| contains(item, name)),
        _ => false,
    }
}

/// Returns whether a text can be the name of a property (OData CSDL §17.3).
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
