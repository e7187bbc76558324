//! The published form of the model: the output of `docbindgen export --format json`, and one kind of input of `docbindgen diff`.
//!
//! In: nothing (types only). Out: [`Model`]. The form is a stable interface and the model is not, so it has separate types.
//! `schema/model.schema.json` is generated from them, and the comments here are its descriptions.

use std::collections::BTreeMap;

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::extract::Caller;
use crate::model::{Kind, OperationKind, ParameterLocation};

/// The facts of all pages of one API. Texts are markdown; links to types lead to `#` and the type's qualified name, links to pages to the
/// page's path in the docs folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// Version of the API: `v1.0`.
    pub version: String,
    /// Entity and complex types by qualified name.
    pub types: BTreeMap<String, Type>,
    /// Enum types by qualified name.
    pub enums: BTreeMap<String, Enum>,
    /// Every documented method and path, ordered by path, then method.
    pub operations: Vec<Operation>,
    /// The pages that describe requests, by path.
    pub pages: BTreeMap<String, Page>,
    /// The examples of the pages, in their order.
    pub examples: Vec<Example>,
}

/// The range of a page that declares a fact. Lines and columns count from 1, columns in characters; the end is after the last character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Path relative to the docs folder.
    pub file: String,
    /// First line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// Column of the first character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// Last line.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub end_line: usize,
    /// Column after the last character.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub end_column: usize,
}

/// An entity or complex type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Type {
    /// Entity or complex.
    pub kind: Kind,
    /// Qualified name of the base type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// No value has exactly this type.
    #[serde(rename = "abstract")]
    pub is_abstract: bool,
    /// Values may have properties that are not declared.
    #[serde(rename = "open")]
    pub is_open: bool,
    /// The value type of a dictionary: a type whose members are pairs of names and values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<TypeRef>,
    /// The key property, if a page names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The deprecation note of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Its description.
    pub description: String,
    /// Structural properties that it declares, in the order of the pages.
    pub properties: Vec<Property>,
    /// Navigation properties that it declares, in the order of the pages.
    pub navigation: Vec<Property>,
    /// Paths of the pages that describe it.
    pub pages: Vec<String>,
    /// The product in the front matter of these pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Its name on the page.
    pub span: Location,
}

/// A structural or navigation property, or a parameter of an action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// Name on the wire.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The type as the page writes it.
    pub type_text: String,
    /// Whether it can be null; absent if the page does not specify that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// The page calls it read-only.
    pub read_only: bool,
    /// The page calls it required.
    pub required: bool,
    /// Returned only if `$select` names it.
    pub select_only: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// Operators that `$filter` accepts for it; `*` if the page lists none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// Its description.
    pub description: String,
    /// Its row.
    pub span: Location,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TypeRef {
    /// A primitive type of OData; `Edm.Untyped` is any JSON value.
    Primitive(#[cfg_attr(test, schemars(regex(pattern = r"^Edm\.[A-Z]\w*$")))] String),
    /// Qualified name of an entity or complex type.
    Type(String),
    /// Qualified name of an enum.
    Enum(String),
    /// A collection.
    Collection(Box<TypeRef>),
}

/// An enum type. The service may add members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Enum {
    /// Members can be combined (comma-separated on the wire).
    pub flags: bool,
    /// Generated from the value list of a property that is documented as a string.
    pub synthetic: bool,
    /// The deprecation note of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Its description.
    pub description: String,
    /// Members in the order of the page.
    pub members: Vec<Member>,
    /// Paths of the pages that describe it.
    pub pages: Vec<String>,
    /// The product in the front matter of these pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Its name on the page.
    pub span: Location,
}

/// A member of an enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Name on the wire.
    pub name: String,
    /// The number on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// Its description.
    pub description: String,
    /// Its position on the page.
    pub span: Location,
}

/// One documented method and path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// Upper case.
    #[cfg_attr(test, schemars(regex(pattern = "^[A-Z]+$")))]
    pub method: String,
    /// The path, with the names of `parameters` in braces.
    #[cfg_attr(test, schemars(regex(pattern = "^/")))]
    pub path: String,
    /// The kind of operation.
    pub kind: OperationKind,
    /// The arguments of path and query, in the order of the path.
    pub parameters: Vec<Parameter>,
    /// The request body, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The properties that the request body must have, as the pages say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// The response body.
    pub response: ResponseBody,
    /// A successful response can also have no body: a page documents 204, or 202 without a body.
    pub may_be_empty: bool,
    /// The success statuses, from the prose and the examples of all its pages.
    pub statuses: Vec<Status>,
    /// The statuses with which it fails, from the prose and the examples of all its pages.
    #[cfg_attr(test, schemars(inner(range(min = 400, max = 599))))]
    pub errors: Vec<u16>,
    /// The pages that document it, keys of the model's `pages`, the leading page first.
    pub pages: Vec<String>,
    /// Its request line.
    pub span: Location,
}

/// A success status.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The code.
    #[cfg_attr(test, schemars(range(min = 100, max = 599)))]
    pub code: u16,
    /// It comes with the response body.
    pub body: bool,
}

/// A parameter in a path or query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// Name, unique in its operation.
    pub name: String,
    /// The placeholder as the page writes it.
    pub placeholder: String,
    /// The location.
    pub location: ParameterLocation,
    /// Whether a request can omit it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// Its description.
    pub description: String,
    /// Its row, or the request line if no row describes it.
    pub span: Location,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// A value of this type.
    Value(TypeRef),
    /// Some properties of the type of this qualified name.
    Partial(String),
    /// The `parameters` of the first of the operation's pages that has some.
    Parameters,
    /// A reference to an entity: an object with `@odata.id`.
    Reference,
    /// Bytes.
    Stream,
}

/// A response body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ResponseBody {
    /// No body.
    Nothing,
    /// A value of this type.
    Value(TypeRef),
    /// An object whose `value` is an array of this element type.
    Collection(TypeRef),
    /// An object whose `value` has this type.
    Scalar(TypeRef),
    /// A number as plain text.
    Count,
    /// Bytes.
    Stream,
}

/// The facts of a page that apply to all of its requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// The product in its front matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The description of its requests.
    pub description: String,
    /// The deprecation note of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Permissions by kind of caller.
    pub permissions: Vec<Permission>,
    /// Documented request headers.
    pub headers: Vec<Header>,
    /// Supported OData query options.
    pub query_options: Vec<String>,
    /// Success statuses.
    #[cfg_attr(test, schemars(inner(range(min = 100, max = 599))))]
    pub statuses: Vec<u16>,
    /// The statuses with which requests of the page fail.
    #[cfg_attr(test, schemars(inner(range(min = 400, max = 599))))]
    pub errors: Vec<u16>,
    /// Response headers that the page names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<ResponseHeader>,
    /// The parameters of an action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<ParameterObject>,
    /// Its first request line.
    pub span: Location,
}

/// The object that an action takes as its body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParameterObject {
    /// Its name, derived from the words of the page.
    pub name: String,
    /// The parameters.
    pub properties: Vec<Property>,
}

/// The permissions that one kind of caller needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// The kind of caller.
    pub caller: Caller,
    /// The condition under which they apply, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Alternatives, least privileged first, each a list of permissions that are all needed. Empty: not supported, or not documented.
    pub permissions: Vec<Vec<String>>,
    /// Its position on the page.
    pub span: Location,
}

/// A documented request header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// Its name.
    pub name: String,
    /// The page's description of its value.
    pub value: String,
    /// The value to send, if the page documents only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// The page calls it required.
    pub required: bool,
    /// Its position on the page.
    pub span: Location,
}

/// A response header that a page names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ResponseHeader {
    /// Its name.
    pub name: String,
    /// The page's description; empty if only an example shows it.
    pub text: String,
    /// The statuses it is sent with, if the page relates it to any.
    #[cfg_attr(test, schemars(inner(range(min = 100, max = 599))))]
    pub statuses: Vec<u16>,
    /// Its position on the page.
    pub span: Location,
}

/// An example on a page: its position, and the operation that it shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Example {
    /// Path of the page.
    pub page: String,
    /// Its number on the page, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub number: usize,
    /// Its heading, if it has a separate one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Index of its operation in the model's `operations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<usize>,
    /// Its request, or its response if it has no request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Location>,
}
