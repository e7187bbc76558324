//! Statements about properties in tables, JSON representations and request body tables.
//!
//! In: the facts of all pages, their JSON representations and body tables. Out: [`Statement`]s, each with its span.

use serde_json::Value;

use crate::diagnostics::Span;
use crate::extract::PropertyFacts;
use crate::extract::type_expr::TypeExpr;
use crate::model::TypeName;
use crate::resolve::context::Pages;
use crate::resolve::representations::Shown;

use super::rows::BodyTable;

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
pub struct Statement<'a> {
    /// The type.
    pub ty: TypeName,
    /// The page.
    pub page: &'a str,
    /// The name, as written.
    pub name: &'a str,
    /// Whether it is a collection, if this part of the reference tells.
    pub collection: Option<bool>,
    /// The value in a JSON representation, and the row that it shows.
    pub member: Option<(&'a Value, &'a PropertyFacts)>,
    /// The part of the reference.
    pub source: Source,
    /// The span of the name.
    pub span: Span,
}

/// Returns all statements, tables first.
#[must_use]
pub fn statements<'a>(pages: &Pages<'a>, shown: &'a [Shown<'a>], tables: &[BodyTable<'a>]) -> Vec<Statement<'a>> {
    let mut out = Vec::new();
    for page in pages.facts {
        for resource in &page.resources {
            let Some(ty) = pages.names.type_of(resource) else { continue };
            // The merge of rows already compares whether it is a collection.
            let rows = resource.properties.iter().chain(&resource.navigation);
            out.extend(rows.map(|row| of_row(ty, &page.path, row, None, Source::Table)));
        }
    }
    for shown in shown {
        out.extend(shown.members().map(|(value, row)| Statement {
            ty: shown.ty.clone(),
            page: shown.page,
            name: &row.name,
            collection: is_collection(value),
            member: Some((value, row)),
            source: Source::Representation,
            span: row.span,
        }));
    }
    for table in tables {
        let rows = table.rows();
        let is_collection = |row: &PropertyFacts| Some(matches!(row.ty, TypeExpr::Collection(_)));
        out.extend(rows.map(|row| of_row(&table.ty, &table.page.path, row, is_collection(row), Source::Body)));
    }
    out.retain(|statement| !statement.name.contains('@'));
    out
}

fn of_row<'a>(
    ty: &TypeName,
    page: &'a str,
    row: &'a PropertyFacts,
    collection: Option<bool>,
    source: Source,
) -> Statement<'a> {
    let collection = collection.filter(|_| !row.ty.has_unknown() && !matches!(row.ty, TypeExpr::OneOf(_)));
    Statement { ty: ty.clone(), page, name: &row.name, collection, member: None, source, span: row.span }
}

/// Returns whether the value in a representation is a collection: an array, or the name of a collection.
fn is_collection(value: &Value) -> Option<bool> {
    match value {
        Value::Null => None,
        Value::Array(_) => Some(true),
        Value::String(text) => Some(names_collection(text)),
        Value::Object(members) => {
            Some(members.get("@odata.type").and_then(Value::as_str).is_some_and(names_collection))
        }
        Value::Bool(_) | Value::Number(_) => Some(false),
    }
}

/// Returns whether a text says `Collection(…)` or has the word `collection`. The names of some single values contain that word.
fn names_collection(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    words.any(|word| word.eq_ignore_ascii_case("collection"))
}

#[cfg(test)]
mod tests {
    use super::names_collection;

    #[test]
    fn only_the_word_names_a_collection() {
        for text in ["Collection(Edm.String)", "#Collection(boat)", "String collection", "a collection of boats"] {
            assert!(names_collection(text), "{text}");
        }
        for text in ["microsoft.graph.boatCollection", "#fleet.collectionTarget", "String", "harbour.collection"] {
            assert!(!names_collection(text), "{text}");
        }
    }
}
