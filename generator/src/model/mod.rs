//! The intermediate API model: the facts of all pages, with names resolved.
//!
//! In: nothing (types only). Out: [`Api`], built by resolve, and read by lint, plan and export. Everything is ordered, so the same pages
//! give the same bytes. Every fact carries the span that declares it.

mod doc;
mod example;
mod findings;
mod operation;
mod types;

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::odata::{TypeName, reason_phrase};
pub use doc::{Doc, DocRun, LinkTarget};
pub use example::{Example, Given, Match, shown_response, shows_reference, unwrapped};
pub use findings::{Deviation, DeviationKind, Findings, MessageFindings, Obstacle, OtherValue, Reason};
pub use operation::{
    Body, Operation, OperationKind, OperationPage, Parameter, ParameterLocation, ParameterObject, ResponseBody, Status,
};
pub use types::{Enum, Kind, Member, Property, Type, TypeRef};

/// The facts of all pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Api {
    /// `v1.0`.
    pub version: String,
    /// Entity and complex types.
    pub types: BTreeMap<TypeName, Type>,
    /// Enum types.
    pub enums: BTreeMap<TypeName, Enum>,
    /// Requests, ordered by path, then method.
    pub operations: Vec<Operation>,
    /// Pages that describe requests, by path.
    pub pages: BTreeMap<String, OperationPage>,
    /// The product in the front matter of each page that names one, by the page's path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub products: BTreeMap<String, String>,
    /// Examples, in the order of their pages.
    #[serde(skip)]
    pub examples: Vec<Example>,
    /// JSON representations of types, in the order of their pages.
    #[serde(skip)]
    pub representations: Vec<Representation>,
}

impl Api {
    /// Returns a type and its ancestors, nearest first; nothing if the type does not exist.
    pub fn ancestors(&self, name: &TypeName) -> impl Iterator<Item = &Type> {
        ancestors(&self.types, name)
    }

    /// Returns the page whose parameters an operation takes, if its body is [`Body::Parameters`].
    #[must_use]
    pub fn parameter_page(&self, operation: &Operation) -> Option<&OperationPage> {
        let has_some = |page: &&OperationPage| operation.body == Some(Body::Parameters) && page.parameters.is_some();
        operation.pages.iter().filter_map(|page| self.pages.get(page)).find(has_some)
    }

    /// Returns the product of the first of these pages that names one.
    #[must_use]
    pub fn product(&self, pages: &[String]) -> Option<&str> {
        pages.iter().find_map(|page| self.products.get(page)).map(String::as_str)
    }
}

/// Like [`Api::ancestors`], before there is an [`Api`]. Resolve has removed all cycles.
pub fn ancestors<'a>(types: &'a BTreeMap<TypeName, Type>, name: &TypeName) -> impl Iterator<Item = &'a Type> + use<'a> {
    std::iter::successors(types.get(name), |ty| types.get(ty.base.as_ref()?))
}

/// The JSON representation of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Representation {
    /// The page.
    pub page: String,
    /// The type.
    pub ty: TypeName,
    /// The JSON.
    pub json: crate::odata::JsonBlock,
    /// Its members, nested ones included, that deviate from the tables.
    pub deviations: Vec<Deviation>,
}
