//! Statements about properties in tables, JSON representations and request body tables.
//!
//! In: the facts of all pages and the [`Api`]. Out: [`Statement`]s, each with its span.

use serde_json::Value;

use crate::diagnostics::Span;
use crate::extract::type_expr::TypeExpr;
use crate::extract::{PageFacts, PropertyFacts};
use crate::model::{Api, TypeName};
use crate::resolve::names::{Meaning, Names, qualify};

use super::rows::body_tables;

/// The part of the reference that contains a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A table of the type.
    Table,
    /// A JSON representation.
    Representation,
    /// A request body table.
    Body,
}

/// A statement about a property in one part of the reference.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The type.
    pub ty: TypeName,
    /// The page.
    pub page: String,
    /// The name, as written.
    pub name: String,
    /// Whether it is a collection, if this part of the reference tells.
    pub collection: Option<bool>,
    /// The value in a JSON representation.
    pub value: Option<Value>,
    /// The part of the reference.
    pub source: Source,
    /// The span of the name.
    pub span: Span,
}

/// Returns all statements, tables first.
#[must_use]
pub fn statements(api: &Api, facts: &[PageFacts], names: &Names) -> Vec<Statement> {
    let mut out = Vec::new();
    for page in facts {
        for resource in &page.resources {
            let found = names.qualified(&qualify(&resource.name, None).0);
            let Some((ty, Meaning::Type)) = found else { continue };
            // The merge of rows already compares whether it is a collection.
            let rows = resource.properties.iter().chain(&resource.navigation);
            out.extend(rows.map(|row| of_row(ty, &page.path, row, None, Source::Table)));
        }
    }
    for shown in &api.representations {
        for (name, value) in shown.json.value.as_object().into_iter().flatten() {
            out.push(Statement {
                ty: shown.ty.clone(),
                page: shown.page.clone(),
                name: name.clone(),
                collection: is_collection(value),
                value: Some(value.clone()),
                source: Source::Representation,
                span: shown.json.member_span(name),
            });
        }
    }
    for table in body_tables(facts, &api.operations, names, &api.types) {
        let rows = table.rows();
        let is_collection = |row: &PropertyFacts| Some(matches!(row.ty, TypeExpr::Collection(_)));
        out.extend(rows.map(|row| of_row(&table.ty, &table.page.path, row, is_collection(row), Source::Body)));
    }
    out.retain(|statement| !statement.name.contains('@'));
    out
}

fn of_row(ty: &TypeName, page: &str, row: &PropertyFacts, collection: Option<bool>, source: Source) -> Statement {
    let collection = collection.filter(|_| !row.ty.has_unknown() && !matches!(row.ty, TypeExpr::OneOf(_)));
    let (ty, page, name) = (ty.clone(), page.to_owned(), row.name.clone());
    Statement { ty, page, name, collection, value: None, source, span: row.span }
}

/// Returns whether the value in a representation is a collection: an array, or the name of a collection.
fn is_collection(value: &Value) -> Option<bool> {
    let named = |text: &str| text.to_ascii_lowercase().contains("collection");
    match value {
        Value::Null => None,
        Value::Array(_) => Some(true),
        Value::String(text) => Some(named(text)),
        Value::Object(members) => Some(members.get("@odata.type").and_then(Value::as_str).is_some_and(named)),
        Value::Bool(_) | Value::Number(_) => Some(false),
    }
}
