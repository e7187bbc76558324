//! JSON representations of types, and the rows that their members show.
//!
//! In: the facts of all pages and the declared names. Out: [`Shown`] for each representation whose page describes a type.

use serde_json::Value;

use super::names::{Names, ShownRow};
use crate::extract::{PageFacts, PropertyFacts, representation};
use crate::model::{Representation, TypeName};
use crate::odata::JsonBlock;

/// The JSON representation of a type.
pub struct Shown<'f> {
    /// The page.
    pub page: &'f str,
    /// The type.
    pub ty: TypeName,
    /// The JSON.
    pub json: &'f JsonBlock,
    /// A row for each member, in order.
    rows: Vec<PropertyFacts>,
}

/// Returns the JSON representations of all pages, each with its type.
#[must_use]
pub fn find<'f>(facts: &'f [PageFacts], names: &Names) -> Vec<Shown<'f>> {
    let resources = facts.iter().flat_map(|page| page.resources.iter().map(|resource| (page.path.as_str(), resource)));
    let shown = resources.filter_map(|(page, resource)| {
        let (json, ty) = (resource.json.as_ref()?, names.type_of(resource)?.clone());
        let row = |(name, value): (&String, &Value)| {
            representation::property(name, value, json.member_span(name), Some(ty.namespace()))
        };
        let rows = json.value.as_object().into_iter().flatten().map(row).collect();
        Some(Shown { page, ty, json, rows })
    });
    shown.collect()
}

impl<'f> Shown<'f> {
    /// Returns the rows, for linking.
    pub fn rows(&self) -> impl Iterator<Item = ShownRow<'_>> {
        self.rows.iter().map(|row| ShownRow { page: self.page, owner: &self.ty, row })
    }

    /// Returns the members: their value, and the row that it shows.
    pub fn members(&self) -> impl Iterator<Item = (&'f Value, &PropertyFacts)> {
        self.json.value.as_object().into_iter().flat_map(|members| members.values()).zip(&self.rows)
    }

    /// Returns the representation as a part of the model.
    #[must_use]
    pub fn to_model(&self) -> Representation {
        Representation {
            page: self.page.to_owned(),
            ty: self.ty.clone(),
            json: self.json.clone(),
            deviations: Vec::new(),
        }
    }
}
