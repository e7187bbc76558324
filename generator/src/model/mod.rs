//! The intermediate API model: what all pages together state, names resolved.
//!
//! In: nothing (types only). Out: [`Api`], made by resolve, read by lint, plan and export. Everything is ordered, so the
//! same pages give the same bytes; every fact carries the place that states it.

mod doc;
mod operation;
mod shown;
mod types;

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::odata::TypeName;
pub use doc::{Doc, DocRun, LinkTarget};
pub use operation::{Answer, Body, Operation, OperationKind, OperationPage, Parameter, ParameterObject, Place, Status};
pub use shown::{sent_type, shown_answer, unwrapped};
pub use types::{Enum, Kind, Member, Property, Type, TypeRef};

/// Everything the pages state.
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
    /// The product that the front matter of a page names, by the page's path; pages that name none are left out.
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
    /// A type and its ancestors, the nearest first; nothing if there is no such type.
    pub fn line(&self, name: &TypeName) -> impl Iterator<Item = &Type> {
        line(&self.types, name)
    }

    /// The page whose parameters an operation takes, where its body is [`Body::Parameters`].
    #[must_use]
    pub fn parameter_page(&self, operation: &Operation) -> Option<&OperationPage> {
        let has_some = |page: &&OperationPage| operation.body == Some(Body::Parameters) && page.parameters.is_some();
        operation.pages.iter().filter_map(|page| self.pages.get(page)).find(has_some)
    }

    /// The product that the first of these pages names that names one.
    #[must_use]
    pub fn product(&self, pages: &[String]) -> Option<&str> {
        pages.iter().find_map(|page| self.products.get(page)).map(String::as_str)
    }
}

/// [`Api::line`] while there is no [`Api`] yet. Resolve has broken all circles.
pub fn line<'a>(types: &'a BTreeMap<TypeName, Type>, name: &TypeName) -> impl Iterator<Item = &'a Type> + use<'a> {
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
}

/// An example, matched with an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The page.
    pub page: String,
    /// The example's number on its page, from 1.
    pub number: usize,
    /// Request and response as the page has them.
    pub facts: crate::odata::ExampleFacts,
    /// Which operation its request is: index in [`Api::operations`]; the arguments in the order of its parameters, decoded; the rest of the query.
    pub matched: Option<Match>,
    /// Whose answer its response is: that of the operation of its request, else of its page if all operations of that answer the
    /// same. Index in [`Api::operations`].
    pub shows: Option<usize>,
    /// Whether its request goes to another host than the service's.
    pub elsewhere: bool,
}

/// An argument of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A value, percent-decoded, without quotes.
    Text(String),
    /// The literal `null`.
    Null,
    /// Left out.
    Omitted,
}

/// How an example's request is an operation's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index in [`Api::operations`].
    pub operation: usize,
    /// Arguments, in the order of the operation's parameters. The first one is `me` where [`Match::me`] says so.
    pub arguments: Vec<Given>,
    /// The first argument that has quotes where the documented one has none, or the other way round.
    pub misquoted: Option<usize>,
    /// Query options that the template does not have, percent-decoded, in order; `None` where no `=` follows the name.
    pub query: Vec<(String, Option<String>)>,
    /// The derived type that the answer is cast to.
    pub cast: Option<TypeName>,
    /// Whether `/$count` follows.
    pub count: bool,
    /// Whether the first argument is the user who is signed in: the example has `/me` for `/users/{id}`.
    pub me: bool,
    /// Path and query, without host and version: arguments and query as the example has them, everything else as documented.
    pub target: String,
    /// Whether the example spells the path otherwise: letter case, namespaces, the order of arguments.
    pub respelled: bool,
}
