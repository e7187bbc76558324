//! Properties and parameters: rows with resolved types and links.
//!
//! In: rows of tables. Out: [`Property`]s, each name once.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::extract::{Facets, PropertyFacts};
use crate::model::{Doc, Property, TypeRef};
use crate::resolve::enums::synthetic::Synthetic;
use crate::resolve::names::Names;
use crate::resolve::types::TypeDraft;

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

    /// Adds a row, unless its name exists already. A conflicting type is reported.
    pub fn add(
        &mut self,
        row: &PropertyFacts,
        page: &str,
        draft: &TypeDraft<'_>,
        names: &Names,
        synthetic: &mut Synthetic,
        diagnostics: &mut Diagnostics,
    ) {
        // Instance annotations are not properties (OData JSON §4.6); they are reachable by name on every value.
        // A name with a dot is not a property name (OData CSDL §17.3): `odata.type` has lost its `@`.
        if row.name.contains('@') || row.name.is_empty() || row.name.starts_with("odata.") {
            return;
        }
        let mut property = resolve_property(row, page, Some(draft.name.namespace()), names, diagnostics);
        synthetic.apply(&mut property, row, page, draft.name.namespace(), draft.name.short(), names);
        match self.index.get(&row.name.to_lowercase()) {
            Some(at) => {
                let first = &self.list[*at];
                if first.ty != property.ty && property.ty != TypeRef::UNTYPED {
                    diagnostics.push(
                        Diagnostic::new(
                            lint::CONFLICTING_PROPERTY,
                            property.span,
                            format!("`{}` is `{}` here", property.name, property.type_text),
                        )
                        .related(first.span, format!("and `{}` here, which is used", first.type_text)),
                    );
                }
            }
            None => {
                self.index.insert(row.name.to_lowercase(), self.list.len());
                self.list.push(property);
            }
        }
    }
}

/// Resolves the type and the links of a row.
pub fn resolve_property(
    row: &PropertyFacts,
    page: &str,
    namespace: Option<&str>,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Property {
    let Facets { nullable, read_only, required, deprecated, select_only, ref filter, .. } = row.facets;
    Property {
        name: row.name.clone(),
        ty: names.type_ref(&row.ty, page, namespace, diagnostics),
        type_text: row.type_text.clone(),
        nullable,
        read_only,
        required,
        select_only,
        deprecated,
        filter: filter.clone(),
        description: Doc::new(&row.description, |text, dest| names.link(page, text, dest)),
        span: row.span,
    }
}
