//! Members of JSON representations that no table documents.
//!
//! In: the members, and the types. Out: properties of the types, with a warning at each member; or only the warning.
//!
//! - A type that is not open has only its own members: the table is incomplete, and the member becomes a property.
//! - The representation of an open type may also show members that callers add. A member becomes a property if its value names a type; a
//!   literal is example data. An open type without properties of its own is a dictionary, and nothing is reported.
//! - If the Properties section of a type says that there are none, members are reported but not added: a sentence about the type outweighs
//!   a sample.
//! - A member that a derived type has is not added to the base, because the derived type would have it twice.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::representation;
use crate::model::{Api, TypeName};
use crate::resolve::context::Pages;
use crate::resolve::hierarchy::Types;
use crate::resolve::types::properties::resolve_property;
use crate::similar::did_you_mean;

use super::rows::is_identifier;
use super::statements::Statement;

/// Adds or reports the members. `empty` contains the types whose pages say that they have no properties.
pub fn add(
    api: &mut Api,
    missing: &[Statement<'_>],
    empty: &BTreeSet<TypeName>,
    pages: &Pages<'_>,
    diagnostics: &mut Diagnostics,
) {
    for member in missing {
        let Some((value, row)) = member.member else { continue };
        let types = Types::new(&api.types);
        if types.get(&member.ty).is_none() || types.has_property(&member.ty, member.name) {
            continue;
        }
        let is_open = api.ancestors(&member.ty).any(|ty| ty.is_open);
        let is_dictionary = is_open && api.types.get(&member.ty).is_some_and(|ty| ty.properties.is_empty());
        if is_dictionary || is_open && !is_identifier(member.name) {
            continue;
        }
        let names = api.ancestors(&member.ty).flat_map(|ty| ty.properties.iter().chain(&ty.navigation));
        let meant = did_you_mean(member.name, names.map(|own| own.name.as_str()));
        let namespace = Some(member.ty.namespace());
        let of_derived = types.derived(&member.ty).into_iter().find(|name| types.has_property(name, member.name));
        let hint = match of_derived {
            Some(name) => format!("`{}` has it: show it there", name.short()),
            None if !is_identifier(member.name) => "it is not the name of a property".to_owned(),
            None if empty.contains(&member.ty) => {
                "it is left out, as the page says that there are no properties: add a table, or remove the member"
                    .to_owned()
            }
            None if is_open && representation::is_sample(value, member.span, namespace) => {
                "it is treated as a member that callers add: add it to the table, or correct its name".to_owned()
            }
            None => {
                let property = resolve_property(row, member.page, pages);
                if let Some(ty) = api.types.get_mut(&member.ty) {
                    ty.properties.push(property);
                }
                "it is used as a property, with the type that the JSON shows: add it to the table".to_owned()
            }
        };
        let hint = meant.map_or_else(|| hint.clone(), |meant| format!("{meant} {hint}"));
        let message = format!("no table of `{}` has the member `{}`", member.ty.short(), member.name);
        let mut diagnostic = Diagnostic::new(lint::REPRESENTATION_MEMBER, member.span, message).hint(hint);
        if let Some(ty) = api.types.get(&member.ty) {
            diagnostic = diagnostic.related(ty.span, "the type is documented here");
        }
        diagnostics.push(diagnostic);
    }
}
