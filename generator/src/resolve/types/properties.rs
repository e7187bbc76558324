//! Properties and parameters: rows with resolved types and links.
//!
//! In: rows of tables. Out: [`Property`]s, each name once.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::{Facets, PropertyFacts};
use crate::model::{Doc, Property, TypeRef};
use crate::resolve::context::Pages;

/// Properties by name. The first row of each name wins.
#[derive(Default)]
pub struct PropertyList {
    pub list: Vec<Property>,
    index: BTreeMap<String, usize>,
}

impl PropertyList {
    /// Returns whether the list has a property of this name, ignoring case.
    pub fn has(&self, name: &str) -> bool {
        self.index.contains_key(&name.to_lowercase())
    }

    /// Adds a property, unless its name exists already. A conflicting type is reported.
    pub fn add(&mut self, property: Property, diagnostics: &mut Diagnostics) {
        match self.index.get(&property.name.to_lowercase()) {
            Some(at) => {
                let first = &self.list[*at];
                if first.ty != property.ty && property.ty != TypeRef::UNTYPED {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::CONFLICTING_PROPERTY,
                            property.span,
                            format!("`{}` is `{}` here", property.name, property.type_text),
                        )
                        .related(first.span, format!("and `{}` here, which is used", first.type_text))
                        .hint("write the same type in both places"),
                    );
                }
            }
            None => {
                self.index.insert(property.name.to_lowercase(), self.list.len());
                self.list.push(property);
            }
        }
    }
}

/// Returns the property of a row on `page`, with the type and the links that the row means. Faults of its type are reported.
pub fn resolve_property(row: &PropertyFacts, page: &str, pages: &Pages<'_>) -> Property {
    let Facets { nullable, read_only, required, required_on_create, deprecated, select_only, ref filter, .. } =
        row.facets;
    Property {
        name: row.name.clone(),
        ty: pages.links.use_type(&row.ty),
        type_text: row.type_text.clone(),
        nullable,
        read_only,
        required,
        required_on_create,
        select_only,
        deprecated,
        filter: filter.clone(),
        description: Doc::new(&row.description, |text, dest| pages.names.link(page, text, dest)),
        span: row.span,
    }
}
