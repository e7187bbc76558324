//! The published form of the model: the output of `docbindgen export --format json`.
//!
//! In: nothing (types only). Out: [`Model`]. The form is a stable interface and the model is not, so it has separate types.
//! `schema/model.schema.json` is generated from them, and the comments here are its descriptions.

use std::collections::BTreeMap;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use crate::extract::Caller;
use crate::model::{Kind, OperationKind, Place};

/// Everything that the pages of one API state. Texts are markdown; links to types lead to `#` and the type's qualified name, links
/// to pages to the page's path in the docs folder.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Model<'a> {
    /// Version of the API: `v1.0`.
    pub version: &'a str,
    /// Entity and complex types by qualified name.
    pub types: BTreeMap<&'a str, Type<'a>>,
    /// Enum types by qualified name.
    pub enums: BTreeMap<&'a str, Enum<'a>>,
    /// Every documented method and path, ordered by path, then method.
    pub operations: Vec<Operation<'a>>,
    /// The pages that describe requests, by path.
    pub pages: BTreeMap<&'a str, Page<'a>>,
    /// The examples of the pages, in their order.
    pub examples: Vec<Example<'a>>,
}

/// The place in a page that states something. Lines and columns count from 1, columns in characters; the end is the place behind the
/// last character.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Location<'a> {
    /// Path relative to the docs folder.
    pub file: &'a str,
    /// First line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// Column of the first character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// Last line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub end_line: usize,
    /// Column behind the last character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub end_column: usize,
}

/// An entity or complex type.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Type<'a> {
    /// Entity or complex.
    pub kind: Kind,
    /// Qualified name of the base type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<&'a str>,
    /// No value has exactly this type.
    #[serde(rename = "abstract")]
    pub is_abstract: bool,
    /// Values may have properties that are not declared.
    #[serde(rename = "open")]
    pub is_open: bool,
    /// The type of the values of a dictionary: a type whose members are pairs of names and values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<TypeRef<'a>>,
    /// The key property, where a page names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<&'a str>,
    /// What the page says about its deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<&'a str>,
    /// What it is.
    pub description: String,
    /// Structural properties of its own, in the order of the pages.
    pub properties: Vec<Property<'a>>,
    /// Navigation properties of its own, in the order of the pages.
    pub navigation: Vec<Property<'a>>,
    /// Paths of the pages that describe it.
    pub pages: Vec<&'a str>,
    /// The product that the front matter of these pages names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<&'a str>,
    /// Where its name stands.
    pub span: Location<'a>,
}

/// A structural or navigation property, or a parameter of an action.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Property<'a> {
    /// Name on the wire.
    pub name: &'a str,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef<'a>,
    /// The type as the page writes it.
    pub type_text: &'a str,
    /// Whether it can be null; absent where the page does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// The page calls it read-only.
    pub read_only: bool,
    /// The page calls it required.
    pub required: bool,
    /// Returned only when `$select` names it.
    pub select_only: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// Operators that `$filter` takes on it; `*` where the page lists none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub filter: &'a [String],
    /// What it is.
    pub description: String,
    /// Where its row stands.
    pub span: Location<'a>,
}

/// A type.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TypeRef<'a> {
    /// A primitive of OData's; `Edm.Untyped` is any JSON value.
    Primitive(#[cfg_attr(test, schemars(regex(pattern = r"^Edm\.[A-Z]\w*$")))] &'a str),
    /// Qualified name of an entity or complex type.
    Type(&'a str),
    /// Qualified name of an enum.
    Enum(&'a str),
    /// A collection.
    Collection(Box<TypeRef<'a>>),
}

/// An enum type. The service may add members.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Enum<'a> {
    /// Members combine (comma-separated on the wire).
    pub flags: bool,
    /// Made from the value list of a property that is documented as a string.
    pub synthetic: bool,
    /// What the page says about its deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<&'a str>,
    /// What it is.
    pub description: String,
    /// Members in the order of the page.
    pub members: Vec<Member<'a>>,
    /// Paths of the pages that describe it.
    pub pages: Vec<&'a str>,
    /// The product that the front matter of these pages names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<&'a str>,
    /// Where its name stands.
    pub span: Location<'a>,
}

/// A member of an enum.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Member<'a> {
    /// Name on the wire.
    pub name: &'a str,
    /// The number that the page gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// What it means.
    pub description: String,
    /// Where it stands.
    pub span: Location<'a>,
}

/// One documented method and path.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Operation<'a> {
    /// Upper case.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]+$")))]
    pub method: &'a str,
    /// The path, with the names of `parameters` in braces.
    #[cfg_attr(test, schemars(regex(pattern = "^/")))]
    pub path: &'a str,
    /// What it does.
    pub kind: &'a OperationKind,
    /// The arguments of path and query, in the order of the path.
    pub parameters: Vec<Parameter<'a>>,
    /// The request body; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body<'a>>,
    /// The answer.
    pub answer: Answer<'a>,
    /// A successful response may also have no body: a page documents 204, or 202 without a body.
    pub may_be_empty: bool,
    /// The statuses of success, from the prose and the examples of all its pages.
    pub statuses: Vec<Status>,
    /// The pages that document it, keys of the model's `pages`, the leading page first.
    pub pages: Vec<&'a str>,
    /// Where its request line stands.
    pub span: Location<'a>,
}

/// A status of success.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The code.
    #[cfg_attr(test, schemars(range(min = 100, max = 599)))]
    pub code: u16,
    /// It comes with the response body.
    pub body: bool,
}

/// An argument of a path or query.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Parameter<'a> {
    /// Unique in its operation.
    pub name: &'a str,
    /// What the page writes in the placeholder.
    pub placeholder: &'a str,
    /// Where it goes.
    pub place: Place,
    /// Whether the request can be made without it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef<'a>,
    /// What it is.
    pub description: String,
    /// Where its row stands; the request line where no row describes it.
    pub span: Location<'a>,
}

/// A request body.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Body<'a> {
    /// A value of this type.
    Value(TypeRef<'a>),
    /// Some properties of the type of this qualified name.
    Partial(&'a str),
    /// The `parameters` of the first of the operation's pages that has some.
    Parameters,
    /// A reference to an entity: an object with `@odata.id`.
    Reference,
    /// Bytes.
    Stream,
}

/// An answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Answer<'a> {
    /// No body.
    Nothing,
    /// A value of this type.
    Value(TypeRef<'a>),
    /// An object whose `value` is an array of this element type.
    Collection(TypeRef<'a>),
    /// An object whose `value` has this type.
    Scalar(TypeRef<'a>),
    /// A number as plain text.
    Count,
    /// Bytes.
    Stream,
}

/// What a page says about all of its requests.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<'a> {
    /// Its heading.
    pub title: &'a str,
    /// The product that its front matter names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<&'a str>,
    /// What the requests do.
    pub description: String,
    /// What the page says about deprecation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<&'a str>,
    /// Permissions by kind of caller.
    pub permissions: Vec<Permission<'a>>,
    /// Documented request headers.
    pub headers: Vec<Header<'a>>,
    /// OData query options that are supported.
    pub query_options: &'a [String],
    /// Success statuses.
    #[cfg_attr(test, schemars(inner(range(min = 100, max = 599))))]
    pub statuses: &'a [u16],
    /// Response headers that the page names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<ResponseHeader<'a>>,
    /// The parameters of an action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<ParameterObject<'a>>,
    /// Where its first request line stands.
    pub span: Location<'a>,
}

/// The object that an action takes as its body.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParameterObject<'a> {
    /// A name for it, made of the page's words.
    pub name: &'a str,
    /// The parameters.
    pub properties: Vec<Property<'a>>,
}

/// The permissions one kind of caller needs.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Permission<'a> {
    /// Who calls.
    pub caller: Caller,
    /// What this is limited to, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'a str>,
    /// Alternatives, least privileged first, each a list of permissions that are all needed. Empty: not supported, or not stated.
    pub permissions: &'a [Vec<String>],
    /// Where it stands.
    pub span: Location<'a>,
}

/// A documented request header.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Header<'a> {
    /// Its name.
    pub name: &'a str,
    /// What the page says of its value.
    pub value: &'a str,
    /// The page calls it required.
    pub required: bool,
    /// Where it stands.
    pub span: Location<'a>,
}

/// A response header that a page names.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ResponseHeader<'a> {
    /// Its name.
    pub name: &'a str,
    /// What the page says of it; empty where only an example shows it.
    pub text: &'a str,
    /// The statuses that it comes with, where the page relates it to some.
    #[cfg_attr(test, schemars(inner(range(min = 100, max = 599))))]
    pub statuses: &'a [u16],
    /// Where it is named.
    pub span: Location<'a>,
}

/// An example of a page: that it is there, and what it shows.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Example<'a> {
    /// Path of the page.
    pub page: &'a str,
    /// Its number on the page, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub number: usize,
    /// Its heading, where it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// Index in the model's `operations` of the one that it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<usize>,
    /// Where its request stands; its response where it has no request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Location<'a>>,
}
