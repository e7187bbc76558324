//! Types of body parameters whose row does not declare one.
//!
//! In: a row without a type, and the types that its page is about. Out: the type of the property with the same name, or a diagnostic. A
//! parameter of unknown type accepts any JSON value.

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::type_expr::TypeExpr;
use crate::extract::{BodyKind, PropertyFacts};
use crate::model::{Property, TypeName, TypeRef};
use crate::resolve::context::Context;
use crate::resolve::requests::operations::RequestLine;

/// Gives a parameter the type of the property with its name, or reports that it has no type.
pub fn complete(
    property: &mut Property,
    row: &PropertyFacts,
    line: &RequestLine<'_>,
    cx: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let found = candidates(line, cx).into_iter().find_map(|name| {
        let mut own = cx.types.ancestors(&name).flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
        own.find(|own| own.name == row.name).map(|own| (own.ty.clone(), own.type_text.clone()))
    });
    if let Some((ty, type_text)) = found {
        property.ty = ty;
        property.type_text = type_text;
        return;
    }
    // An empty cell in a type column is reported where the table is read.
    let is_reported = diagnostics.list().iter().any(|known| known.span == Some(row.type_span));
    if !is_reported {
        let message = format!("`{}` has no type", row.name);
        let hint = "add a `Type` column, or write the type after the name";
        diagnostics.push(Diagnostic::new(lint::UNKNOWN_TYPE, row.type_span, message).hint(hint));
    }
}

/// Returns the types that the page is about: those of its body, its title and its response.
fn candidates(line: &RequestLine<'_>, cx: &Context<'_>) -> Vec<TypeName> {
    let body = match &line.facts.body.kind {
        BodyKind::Resource(written) | BodyKind::Partial(Some(written)) => Some(written),
        _ => None,
    };
    let resolved = |written: &TypeExpr| match cx.pages.links.type_ref(written) {
        TypeRef::Type(name) => Some(name),
        TypeRef::Collection(inner) => match *inner {
            TypeRef::Type(name) => Some(name),
            _ => None,
        },
        _ => None,
    };
    let owner = line.page.title.split_once(':').and_then(|(owner, _)| {
        cx.pages.names.by_name(owner.trim(), line.facts.namespace.as_deref()).map(|(name, _)| name.clone())
    });
    let response = line.facts.response.body.as_ref();
    body.and_then(resolved).into_iter().chain(owner).chain(response.and_then(resolved)).collect()
}
