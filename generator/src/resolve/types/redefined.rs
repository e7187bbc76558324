//! Properties whose documented type contradicts a base type.
//!
//! In: the rows that repeat a property of an ancestor, and all types. Out: a diagnostic with both spans for each row that contradicts the
//! ancestor, whose property is used. A derived type may narrow the type of a property, but not replace it (OData CSDL §6.2).

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::{Property, Type, TypeName, TypeRef};
use crate::resolve::agree::row_types::agree;
use crate::resolve::hierarchy::Types;

/// Reports the contradicting rows.
pub fn report(rows: &[(TypeName, Property)], types: Types<'_>, diagnostics: &mut Diagnostics) {
    for (name, row) in rows {
        let find =
            |ty: &'_ &Type| ty.properties.iter().chain(&ty.navigation).any(|p| p.name.eq_ignore_ascii_case(&row.name));
        let Some(ancestor) = types.ancestors(name).skip(1).find(find) else { continue };
        let mut all = ancestor.properties.iter().chain(&ancestor.navigation);
        let Some(first) = all.find(|property| property.name.eq_ignore_ascii_case(&row.name)) else { continue };
        let untyped = row.ty == TypeRef::UNTYPED || first.ty == TypeRef::UNTYPED;
        let same_shape = row.ty.is_collection() == first.ty.is_collection() || untyped;
        if same_shape && agree(row.ty.element(), first.ty.element(), types) {
            continue;
        }
        let message = format!("`{}` of `{}` is `{}` here", row.name, name.short(), row.type_text);
        let related = format!("and `{}` in its base `{}`, which is used", first.type_text, ancestor.name.short());
        diagnostics.push(
            Diagnostic::new(lint::CONFLICTING_PROPERTY, row.span, message)
                .related(first.span, related)
                .hint("document the same type in both places, or rename the property"),
        );
    }
}
