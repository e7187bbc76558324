//! Rows of request body tables whose type contradicts the page of the type.
//!
//! In: the [`Api`] and the facts of the pages. Out: a diagnostic with both spans for each difference; the page of the type wins.
//! A list of values for a property whose own page lists none is also reported: the values that one request accepts are not an enum.
//!
//! A string does not contradict an enum, because body tables often omit the enum. A type does not contradict its base.

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::type_expr::Primitive;
use crate::model::{Api, TypeRef};
use crate::resolve::context::Pages;
use crate::resolve::hierarchy::Types;

use super::declared;
use super::rows::BodyTable;

/// Reports the differences.
pub fn check(api: &Api, tables: &[BodyTable<'_>], pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    for table in tables {
        let links = table.links(pages);
        for row in table.rows() {
            let Some((owner, property)) = declared(api, &table.ty, &row.name) else { continue };
            let ty = links.type_ref(&row.ty);
            // The only description of a type does not contradict itself.
            if property.span == row.span || agree(ty.element(), property.ty.element(), Types::new(&api.types)) {
                continue;
            }
            let message = format!("`{}` of `{}` is `{}` here", row.name, owner.short(), row.type_text);
            diagnostics.push(
                Diagnostic::new(lint::CONFLICTING_PROPERTY, row.span, message)
                    .related(property.span, format!("and `{}` here, which is used", property.type_text))
                    .hint("write the same type in both tables"),
            );
        }
    }
}

/// Returns whether two types of one property are compatible.
pub fn agree(row: &TypeRef, property: &TypeRef, types: Types<'_>) -> bool {
    let is_text = |ty: &TypeRef| matches!(ty, TypeRef::Enum(_) | TypeRef::Primitive(Primitive::String));
    *row == TypeRef::UNTYPED
        || *property == TypeRef::UNTYPED
        || is_text(row) && is_text(property)
        || types.related(row, property)
}
