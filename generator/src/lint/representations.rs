//! Properties of a table that the JSON representation on the same page lacks.
//!
//! In: the types and JSON representations of the [`Api`]. Out: a diagnostic for each representation with all its missing properties, at the
//! row of the first one. A representation that shows less than half of the properties is an excerpt by intent.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::{Api, Property, Representation, Type};

/// The maximum number of properties that a message names.
const NAMED: usize = 6;

/// Reports the representations of all types.
pub fn check(api: &Api, diagnostics: &mut Diagnostics) {
    for shown in &api.representations {
        let Some(ty) = api.types.get(&shown.ty) else { continue };
        if let Some(diagnostic) = of_representation(ty, shown) {
            diagnostics.push(diagnostic);
        }
    }
}

fn of_representation(ty: &Type, shown: &Representation) -> Option<Diagnostic> {
    let members = shown.json.value.as_object().filter(|_| !shown.json.repaired)?;
    let names: BTreeSet<String> = members.keys().map(|name| name.to_lowercase()).collect();
    // Rows of other pages, such as those of request bodies, are reported there.
    let own: Vec<&Property> =
        ty.properties.iter().filter(|property| property.span.file == shown.json.span.file).collect();
    let missing: Vec<&Property> =
        own.iter().filter(|property| !names.contains(&property.name.to_lowercase())).copied().collect();
    let first = missing.first().filter(|_| missing.len() * 2 <= own.len())?;
    let listed: Vec<String> = missing.iter().take(NAMED).map(|property| format!("`{}`", property.name)).collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("the representation of `{}` lacks {}{more}", ty.name.short(), listed.join(", "));
    let diagnostic = Diagnostic::new(lint::UNREPRESENTED_PROPERTY, first.span, message);
    Some(
        diagnostic
            .related(shown.json.span, "the representation is here")
            .hint("show all properties of the table, or correct the names"),
    )
}
