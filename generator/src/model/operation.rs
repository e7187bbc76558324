//! Requests.
//!
//! In: nothing (types only). Out: [`Operation`], [`OperationPage`].

use serde::{Deserialize, Serialize};

use crate::odata::{
    HeaderFacts, Method, PermissionFacts, Primitive, RequestTemplate, ResponseHeaderFacts, reason_phrase,
};
use crate::source::Span;

use super::{Doc, Property, TypeName, TypeRef};

/// The kind of an operation, which decides its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OperationKind {
    /// GET on a collection.
    List,
    /// GET on a single entity or value.
    Get,
    /// POST on a collection.
    Create,
    /// PATCH.
    Update,
    /// PUT on an existing entity or value.
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
    /// HEAD: the headers of a GET, without its body.
    Head,
    /// OPTIONS.
    Options,
    /// An action, by its name.
    Action(String),
    /// A function, by its name (including `delta`).
    Function(String),
}

impl OperationKind {
    /// Returns whether the method and the path alone tell that a request has no body.
    #[must_use]
    pub fn sends_nothing(&self) -> bool {
        matches!(
            self,
            OperationKind::List
                | OperationKind::Get
                | OperationKind::GetRef
                | OperationKind::RemoveRef
                | OperationKind::GetContent
                | OperationKind::DeleteContent
                | OperationKind::Count
                | OperationKind::Head
                | OperationKind::Options
                | OperationKind::Function(_)
        )
    }

    /// Returns the words of its name; of an action or a function, its own name.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            OperationKind::List => "list",
            OperationKind::Get => "get",
            OperationKind::Create => "create",
            OperationKind::Update => "update",
            OperationKind::Replace => "replace",
            OperationKind::Delete => "delete",
            OperationKind::GetRef => "get ref",
            OperationKind::AddRef => "add ref",
            OperationKind::SetRef => "set ref",
            OperationKind::RemoveRef => "remove ref",
            OperationKind::GetContent => "get content",
            OperationKind::SetContent => "set content",
            OperationKind::DeleteContent => "delete content",
            OperationKind::Count => "count",
            OperationKind::Head => "head",
            OperationKind::Options => "options",
            OperationKind::Action(name) | OperationKind::Function(name) => name,
        }
    }
}

/// One documented method and path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    /// Upper case.
    pub method: Method,
    /// The path as text, with placeholders `{name}` named after [`Operation::parameters`].
    pub path: String,
    /// The path's segments, with placeholders as on the first page that documents it. Function parameters found only in a table are added.
    pub template: RequestTemplate,
    /// The kind of operation.
    pub kind: OperationKind,
    /// Path and query arguments in the order of the path, then optional query options. Names are unique.
    pub parameters: Vec<Parameter>,
    /// The request body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The properties that the request body must have, as the pages say; empty for PATCH.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// The response body.
    pub response: ResponseBody,
    /// Whether a successful response can also have no body: a page documents 204, or 202 without a body.
    pub may_be_empty: bool,
    /// The success statuses, from the prose and the examples of all its pages, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// The statuses of failures, 400 to 599, from the text and the examples of all its pages, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<u16>,
    /// The pages that document it, keys of [`Api::pages`](super::Api::pages), the leading page first.
    pub pages: Vec<String>,
    /// Its request line.
    pub span: Span,
}

/// A success status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Status {
    /// The code: 200 to 399.
    pub code: u16,
    /// Whether it comes with the response body.
    pub body: bool,
}

impl Status {
    /// Returns whether the status completes the request: a redirection does not.
    #[must_use]
    pub fn is_final(self) -> bool {
        (200..300).contains(&self.code)
    }

    /// Returns the reason phrase (RFC 9110 §15).
    #[must_use]
    pub fn phrase(self) -> &'static str {
        reason_phrase(self.code)
    }
}

/// A parameter in a path or query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Name in wire style (`userId`), unique in its operation.
    pub name: String,
    /// The placeholder as the page writes it.
    pub placeholder: String,
    /// The location.
    pub location: ParameterLocation,
    /// Whether a request can omit it.
    pub optional: bool,
    /// Whether it is a function parameter that can be null.
    pub nullable: bool,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// The type whose texts it takes, if it is a text that its page describes as a date, a time or a duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_form: Option<Primitive>,
    /// Its description.
    pub description: Doc,
    /// Its row, or the request line if no row describes it.
    pub span: Span,
}

impl Parameter {
    /// Returns whether it is a query option that is set by name rather than an argument.
    #[must_use]
    pub fn is_option(&self) -> bool {
        self.optional && self.location == ParameterLocation::Query
    }

    /// Returns the type of an unquoted number or boolean; every other argument is passed as text.
    #[must_use]
    pub fn plain(&self) -> Option<Primitive> {
        match self.ty {
            TypeRef::Primitive(primitive) if self.location == ParameterLocation::Bare && primitive.is_plain() => {
                Some(primitive)
            }
            _ => None,
        }
    }
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ParameterLocation {
    /// One segment of the path.
    Segment,
    /// A path inside the path (`root:/{item-path}:`).
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
    /// The parameters of an action, from [`OperationPage::parameters`] of the first page that has some.
    Parameters,
    /// A reference to an entity: `{"@odata.id": …}`.
    Reference,
    /// Bytes.
    Stream,
}

/// A response body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseBody {
    /// No body.
    Nothing,
    /// An object of this type, or any JSON value.
    Value(TypeRef),
    /// `{"value": [ … ]}` of this element type.
    Collection(TypeRef),
    /// `{"value": x}`, where the value is not an object of a documented type.
    Scalar(TypeRef),
    /// A number as plain text (`$count`).
    Count,
    /// Bytes.
    Stream,
}

/// The facts of a page that apply to all of its requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationPage {
    /// `api/user-list.md`
    pub path: String,
    /// The H1.
    pub title: String,
    /// The description of its requests.
    pub description: Doc,
    /// The deprecation note of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Permissions.
    pub permissions: Vec<PermissionFacts>,
    /// Documented headers.
    pub headers: Vec<HeaderFacts>,
    /// The media types that the page names where it describes the request body, in lower case.
    #[serde(skip)]
    pub body_formats: Vec<String>,
    /// Supported OData query options.
    pub query_options: Vec<String>,
    /// Success statuses.
    pub statuses: Vec<u16>,
    /// The statuses of failures that it documents for any of its requests, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<u16>,
    /// Response headers that the page names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<ResponseHeaderFacts>,
    /// The parameters of an action, and the name of their type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<ParameterObject>,
    /// Its title.
    pub span: Span,
}

/// The object that an action takes as its body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterObject {
    /// A name from the words of the page, in the style of a type's short name (`userAssignLicense`); unique.
    pub name: String,
    /// The parameters.
    pub properties: Vec<Property>,
}
