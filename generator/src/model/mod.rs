//! The intermediate API model: what all pages together state, names resolved.
//!
//! In: nothing (types only). Out: [`Api`], made by resolve, read by lint, plan and export. Everything is ordered, so the
//! same pages give the same bytes; every fact carries the place that states it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::diagnostics::Span;
use crate::extract::path::RequestTemplate;
use crate::extract::type_expr::Primitive;
use crate::extract::{HeaderFacts, PermissionFacts};

mod doc;

pub use doc::{Doc, DocRun, LinkTarget};

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
}

/// [`Api::line`] while there is no [`Api`] yet. Resolve has broken all circles.
pub fn line<'a>(types: &'a BTreeMap<TypeName, Type>, name: &TypeName) -> impl Iterator<Item = &'a Type> + use<'a> {
    std::iter::successors(types.get(name), |ty| types.get(ty.base.as_ref()?))
}

impl Type {
    /// Whether it declares a property of this name itself.
    #[must_use]
    pub fn has_property(&self, name: &str) -> bool {
        self.properties.iter().chain(&self.navigation).any(|property| property.name == name)
    }
}

/// The JSON representation of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Representation {
    /// The page.
    pub page: String,
    /// The type.
    pub ty: TypeName,
    /// The JSON.
    pub json: crate::extract::JsonBlock,
}

/// A qualified name: `microsoft.graph.user`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TypeName(pub String);

impl TypeName {
    /// The part behind the last dot.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or(&self.0)
    }

    /// The part before the last dot; empty without one.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Entity or complex type (OData CSDL §6 and §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It has a key, its own or its base's.
    Entity,
    /// It has none.
    Complex,
}

/// An entity or complex type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Type {
    /// Qualified name.
    pub name: TypeName,
    /// Entity or complex.
    pub kind: Kind,
    /// The base type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<TypeName>,
    /// No value has exactly this type.
    #[serde(rename = "abstract")]
    pub is_abstract: bool,
    /// Values may have properties that are not declared.
    #[serde(rename = "open")]
    pub is_open: bool,
    /// The key property.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What the page says about its deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// What it is.
    pub description: Doc,
    /// Structural properties of its own, in the order of the pages.
    pub properties: Vec<Property>,
    /// Navigation properties of its own, in the order of the pages.
    pub navigation: Vec<Property>,
    /// The pages that describe it.
    pub pages: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// A structural or navigation property, or a parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Property {
    /// Name on the wire.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The type as the page writes it.
    pub type_text: String,
    /// What the page says about null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// `Read-only.`
    pub read_only: bool,
    /// `Required.`
    pub required: bool,
    /// Returned only when `$select` names it.
    pub select_only: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// Operators `$filter` takes on it; `*` where the page lists none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// What it is.
    pub description: Doc,
    /// Where its row stands.
    pub span: Span,
}

/// A resolved type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeRef {
    /// A primitive.
    Primitive(Primitive),
    /// An entity or complex type of [`Api::types`].
    Type(TypeName),
    /// An enum of [`Api::enums`].
    Enum(TypeName),
    /// A collection.
    Collection(Box<TypeRef>),
}

impl TypeRef {
    /// What could not be resolved: any JSON value.
    pub const UNTYPED: TypeRef = TypeRef::Primitive(Primitive::Untyped);

    /// The element type of a collection, the type itself otherwise.
    #[must_use]
    pub fn element(&self) -> &TypeRef {
        match self {
            TypeRef::Collection(inner) => inner.element(),
            other => other,
        }
    }

    /// Whether it is a collection.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        matches!(self, TypeRef::Collection(_))
    }

    /// A collection of it.
    #[must_use]
    pub fn collection(self) -> TypeRef {
        TypeRef::Collection(Box::new(self))
    }
}

/// An enum type (OData CSDL §10). All are treated as open: the service may add members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Enum {
    /// Qualified name.
    pub name: TypeName,
    /// Members combine (comma-separated on the wire).
    pub flags: bool,
    /// Made from the value list of a property documented as a string: not a type of the service's metadata.
    pub synthetic: bool,
    /// What it is.
    pub description: Doc,
    /// What the page says about its deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Members in the order of the page.
    pub members: Vec<Member>,
    /// The pages that describe it.
    pub pages: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// A member of an enum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// Name on the wire.
    pub name: String,
    /// The number the page gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// What it means.
    pub description: Doc,
    /// Where it stands.
    pub span: Span,
}

/// What a request does: decides its name (design §5).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OperationKind {
    /// GET on a collection.
    List,
    /// GET on one thing.
    Get,
    /// POST on a collection.
    Create,
    /// PATCH.
    Update,
    /// PUT on something that is there.
    Replace,
    /// DELETE.
    Delete,
    /// GET of `…/$ref`.
    GetRef,
    /// POST of `…/$ref`.
    AddRef,
    /// PUT of `…/$ref`.
    SetRef,
    /// DELETE of `…/$ref`.
    RemoveRef,
    /// GET of a stream (`…/content`, `…/$value`).
    GetContent,
    /// PUT or PATCH of a stream.
    SetContent,
    /// DELETE of a stream.
    DeleteContent,
    /// GET of `…/$count`.
    Count,
    /// An action, by its name.
    Action(String),
    /// A function, by its name (`delta` among them).
    Function(String),
}

/// One documented method and path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    /// Upper case.
    pub method: String,
    /// The path as text, placeholders as `{name}` with the names of [`Operation::parameters`].
    pub path: String,
    /// The path's segments, placeholders as on the first page that documents it; function parameters added where only a table gives them.
    pub template: RequestTemplate,
    /// What it does.
    pub kind: OperationKind,
    /// Path and query arguments in the order of the path, names unique.
    pub parameters: Vec<Parameter>,
    /// The request body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The answer.
    pub answer: Answer,
    /// The pages that document it, keys of [`Api::pages`], best first.
    pub pages: Vec<String>,
    /// Where its request line stands.
    pub span: Span,
}

/// An argument of a path or query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Unique in its operation, as a wire-style name (`userId`).
    pub name: String,
    /// What the page writes in the placeholder.
    pub placeholder: String,
    /// Where it goes.
    pub place: Place,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// What it is.
    pub description: Doc,
    /// Where its row stands; the request line where no row describes it.
    pub span: Span,
}

impl Parameter {
    /// The type of an argument outside quotes that is a number or a truth value; everything else is passed as text.
    #[must_use]
    pub fn plain(&self) -> Option<Primitive> {
        let TypeRef::Primitive(primitive) = self.ty else { return None };
        let is_plain = matches!(
            primitive,
            Primitive::Boolean
                | Primitive::Byte
                | Primitive::SByte
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::Single
                | Primitive::Double
                | Primitive::Decimal
        );
        (self.place == Place::Bare && is_plain).then_some(primitive)
    }
}

/// Where an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// One segment of the path.
    Segment,
    /// A path in a path (`root:/{item-path}:`).
    ItemPath,
    /// An argument in quotes.
    Quoted,
    /// An argument without quotes.
    Bare,
    /// The value of a query option in the template.
    Query,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// A value of this type.
    Value(TypeRef),
    /// Some properties of this type.
    Partial(TypeName),
    /// The parameters of an action: a type of its own, in [`OperationPage::parameters`] of the first page.
    Parameters,
    /// A reference to an entity: `{"@odata.id": …}`.
    Reference,
    /// Bytes.
    Stream,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// No body.
    Nothing,
    /// An object of this type, or any JSON value.
    Value(TypeRef),
    /// `{"value": [ … ]}` of this element type.
    Collection(TypeRef),
    /// `{"value": x}` with a value that is not an object of a documented type.
    Scalar(TypeRef),
    /// A number as plain text (`$count`).
    Count,
    /// Bytes.
    Stream,
}

/// What a page says about all of its requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationPage {
    /// `api/user-list.md`
    pub path: String,
    /// The H1.
    pub title: String,
    /// What the requests do.
    pub description: Doc,
    /// What the page says about deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Permissions.
    pub permissions: Vec<PermissionFacts>,
    /// Documented headers.
    pub headers: Vec<HeaderFacts>,
    /// OData query options that are supported.
    pub query_options: Vec<String>,
    /// Success statuses.
    pub statuses: Vec<u16>,
    /// The parameters of an action, and the name its type gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<ParameterObject>,
    /// Where its title stands.
    pub span: Span,
}

/// The object an action takes as its body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterObject {
    /// `userAssignLicense`: words of the page, in the style of a type's short name; unique.
    pub name: String,
    /// The parameters.
    pub properties: Vec<Property>,
}

/// An example, matched with an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The page.
    pub page: String,
    /// The example's number on its page, from 1.
    pub number: usize,
    /// Request and response as the page has them.
    pub facts: crate::extract::ExampleFacts,
    /// Which operation its request is: index in [`Api::operations`]; the arguments in the order of its parameters, decoded; the rest of the query.
    pub matched: Option<Match>,
    /// Whose answer its response is: that of the operation of its request, else of its page if all operations of that answer the
    /// same. Index in [`Api::operations`].
    pub shows: Option<usize>,
    /// Whether its request goes to another host than the service's.
    pub elsewhere: bool,
}

/// Stands for the id of the user who is signed in: no text of a page can be it.
pub const ME: &str = "\0me";

/// How an example's request is an operation's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index in [`Api::operations`].
    pub operation: usize,
    /// Arguments, percent-decoded, in the order of the operation's parameters.
    pub arguments: Vec<String>,
    /// The first argument that has quotes where the documented one has none, or the other way round.
    pub misquoted: Option<usize>,
    /// Query options that the template does not have, percent-decoded, in order; `None` where no `=` follows the name.
    pub query: Vec<(String, Option<String>)>,
    /// The derived type that the answer is cast to.
    pub cast: Option<TypeName>,
    /// Whether `/$count` follows.
    pub count: bool,
    /// Path and query as the example has them, without host and version.
    pub target: String,
}
