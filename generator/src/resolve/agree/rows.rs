//! Rows of request body tables that the type of the body lacks.
//!
//! In: the resolved operations and the facts of their pages. Out: properties added to the types, with a note at each row.
//!
//! A row is added to the type that its page names, else to the type of the operation's body. It is left alone where a derived type
//! has the property: the page then describes values of that type. Names that are paths, annotations or texts are not properties.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::{BodyKind, OperationFacts, PageFacts, PropertyFacts};
use crate::model::{Body, Operation, Type, TypeName, TypeRef};
use crate::resolve::names::Names;
use crate::resolve::properties::resolve_property;
use crate::resolve::relations::{has_property, is_or_inherits};
use crate::resolve::synthetic::Synthetic;

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
    /// The rows that name properties.
    pub fn rows(&self) -> impl Iterator<Item = &'a PropertyFacts> {
        self.facts.body.rows.iter().filter(|row| is_identifier(&row.name))
    }

    /// The namespace in which names of the page are looked up.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.facts.namespace.as_deref().unwrap_or_else(|| self.ty.namespace())
    }
}

/// The tables of all pages whose operations send a type, by type and page.
#[must_use]
pub fn body_tables<'a>(
    facts: &'a [PageFacts],
    operations: &[Operation],
    names: &Names,
    types: &BTreeMap<TypeName, Type>,
) -> Vec<BodyTable<'a>> {
    let pages: BTreeMap<&str, &PageFacts> = facts.iter().map(|page| (page.path.as_str(), page)).collect();
    let mut found = BTreeMap::new();
    for operation in operations {
        let (Some(Body::Value(TypeRef::Type(sent))) | Some(Body::Partial(sent))) = &operation.body else { continue };
        for page in operation.pages.iter().filter_map(|path| pages.get(path.as_str())) {
            let Some(facts) = page.operation.as_ref().filter(|facts| !facts.body.rows.is_empty()) else { continue };
            if let Some(ty) = described(page, facts, sent, names, types) {
                found.entry((ty.clone(), &page.path)).or_insert(BodyTable { ty, page, facts });
            }
        }
    }
    found.into_values().collect()
}

/// The type that a page's table describes: the one that its sentence names, where the operation can send that.
fn described(
    page: &PageFacts,
    facts: &OperationFacts,
    sent: &TypeName,
    names: &Names,
    types: &BTreeMap<TypeName, Type>,
) -> Option<TypeName> {
    let (BodyKind::Resource(written) | BodyKind::Partial(Some(written))) = &facts.body.kind else {
        return (facts.body.kind != BodyKind::None).then(|| sent.clone());
    };
    match names.type_ref(written, &page.path, facts.namespace.as_deref(), &mut Diagnostics::default()) {
        TypeRef::Type(named) => {
            let fits = is_or_inherits(&TypeRef::Type(named.clone()), &TypeRef::Type(sent.clone()), types);
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
    names: &Names,
    synthetic: &mut Synthetic,
    diagnostics: &mut Diagnostics,
) {
    for table in tables {
        let missing = missing_rows(table, types);
        let Some(ty) = types.get_mut(&table.ty) else { continue };
        for row in missing {
            let namespace = table.namespace();
            // The types in the rows are reported where the page is checked.
            let quiet = &mut Diagnostics::default();
            let mut property = resolve_property(row, &table.page.path, Some(namespace), names, quiet);
            synthetic.apply(&mut property, row, &table.page.path, namespace, table.ty.short(), names);
            // What one request requires, others do not.
            property.required = false;
            let message = format!("`{}` has no property `{}`", table.ty.short(), row.name);
            diagnostics.push(
                Diagnostic::new(lint::BODY_ROW, row.span, message)
                    .related(ty.span, "the type is documented here")
                    .hint("the row is used as a property of the type: add it to the type's table"),
            );
            ty.properties.push(property);
        }
    }
}

/// The rows whose name neither the type nor a type related to it has.
fn missing_rows<'a>(table: &BodyTable<'a>, types: &BTreeMap<TypeName, Type>) -> Vec<&'a PropertyFacts> {
    let mut missing: Vec<_> = table.rows().filter(|row| !has_property(&table.ty, &row.name, types)).collect();
    if !missing.is_empty() {
        let below = derived(&table.ty, types);
        missing.retain(|row| !below.iter().any(|name| has_property(name, &row.name, types)));
    }
    let mut seen = BTreeSet::new();
    missing.retain(|row| seen.insert(row.name.to_lowercase()));
    missing
}

/// The types that inherit from a type.
#[must_use]
pub fn derived<'a>(name: &TypeName, types: &'a BTreeMap<TypeName, Type>) -> Vec<&'a TypeName> {
    let mut found: Vec<&TypeName> = Vec::new();
    let mut seen: BTreeSet<&TypeName> = BTreeSet::new();
    loop {
        let is_new = |ty: &&Type| {
            !seen.contains(&ty.name) && ty.base.as_ref().is_some_and(|base| base == name || seen.contains(base))
        };
        let next: Vec<&TypeName> = types.values().filter(is_new).map(|ty| &ty.name).collect();
        if next.is_empty() {
            return found;
        }
        seen.extend(&next);
        found.extend(next);
    }
}

/// Whether a text can be the name of a property (OData CSDL §17.3).
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
