//! The facts of a page of requests.
//!
//! In: nothing (types only). Out: [`OperationFacts`].

use serde::Serialize;

use crate::diagnostics::{Span, Spanned};
use crate::extract::path::{RequestTemplate, Segment};
use crate::extract::type_expr::TypeExpr;
use crate::odata::Method;
use crate::parse::Text;

use super::{ExampleFacts, HeaderFacts, PermissionFacts, PropertyFacts, ResponseHeaderFacts};

/// A page of requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationFacts {
    /// The first paragraph that describes the operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Whether the H1 or the prose calls the operation an action or a function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<InvocationKind>,
    /// The action's or function's own name in the H1: `assignLicense` of `user: assignLicense`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invocation: Option<String>,
    /// The page's deprecation notice for the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The namespace of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Permissions, one entry for each row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<PermissionFacts>,
    /// The request lines, in order, duplicates removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<RequestFacts>,
    /// Rows of Path parameters tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path_parameters: Vec<PropertyFacts>,
    /// Rows of Query parameters tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query_parameters: Vec<PropertyFacts>,
    /// Rows of Function parameters tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub function_parameters: Vec<PropertyFacts>,
    /// Documented request headers, without Authorization.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderFacts>,
    /// The OData query options that the page declares as supported, with `$`, ordered as in [`QUERY_OPTIONS`]. All of them if the page
    /// declares only that it "supports the OData query parameters".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query_options: Vec<String>,
    /// The properties that a table without types lists for an OData query option, such as those to filter by.
    #[serde(skip)]
    pub option_properties: Vec<Spanned<String>>,
    /// The request body.
    pub body: BodyFacts,
    /// The response.
    pub response: ResponseFacts,
    /// The examples, request and response paired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleFacts>,
}

impl OperationFacts {
    /// Returns the rows of its parameter tables: body, function, query.
    pub fn rows(&self) -> impl Iterator<Item = &PropertyFacts> {
        self.body.rows.iter().chain(&self.function_parameters).chain(&self.query_parameters)
    }
}

/// The OData system query options that pages mention (OData URL conventions, §5).
pub const QUERY_OPTIONS: [&str; 8] =
    ["$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top"];

/// An action (POST, may have side effects) or a function (GET).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvocationKind {
    /// An OData action.
    Action,
    /// An OData function.
    Function,
}

/// A request line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequestFacts {
    /// Upper case: `GET`, `POST`, `PATCH`, `PUT`, `DELETE`, `HEAD`, `OPTIONS`.
    pub method: Method,
    /// Path and query.
    pub template: RequestTemplate,
    /// The heading above the block if it is more specific than `HTTP request` (`to upload a new file`), or the label paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The span of the request line.
    #[serde(skip)]
    pub span: Span,
}

/// The request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BodyFacts {
    /// The kind of body.
    pub kind: BodyKind,
    /// Rows of the section's tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<PropertyFacts>,
    /// The media types that the section names, in lower case.
    #[serde(skip)]
    pub formats: Vec<String>,
    /// The span of the section or sentence; `None` without such a section.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// The kind of request body that a Request body section describes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyKind {
    /// `Do not supply a request body for this method.`
    None,
    /// A JSON representation of this type.
    Resource(TypeExpr),
    /// Some properties of the resource that the path leads to ("supply the values for relevant fields").
    Partial(Option<TypeExpr>),
    /// An object with the parameters in the table.
    Parameters,
    /// Bytes.
    Stream,
    /// Not described, or not understood.
    Unstated,
}

/// The response.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ResponseFacts {
    /// Success statuses (200 to 399), in the page's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// The statuses without a body: 204, and others that a sentence calls empty or whose body no sentence mentions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_body: Vec<u16>,
    /// The response headers that the page names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<ResponseHeaderFacts>,
    /// The type of the body, a `Collection` if the text calls it one. `None` if the text rules out a body or does not mention its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<TypeExpr>,
    /// If the text names no type: a word in bold or code that may be the type of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked: Option<TypeExpr>,
    /// The members of the body, if a table lists them instead of a sentence that names a type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The span of that table's header.
    #[serde(skip)]
    pub members_span: Option<Span>,
    /// The text mentions a body that may be left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_be_empty: bool,
    /// The text mentions a body, whether or not it names the type.
    #[serde(skip)]
    pub names_body: bool,
    /// The text rules out a body.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub explicitly_empty: bool,
    /// The statuses of failures, from the text of the whole page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorFacts>,
    /// The span of the section.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// A status with which requests of a page fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorFacts {
    /// The code: 400 to 599.
    pub status: u16,
    /// The method of the requests that the text is about, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The system segment (`$value`) at the end of the paths that the text is about, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
}

impl ErrorFacts {
    /// Creates a status of all requests of a page.
    pub(in crate::extract) fn of_all(status: u16) -> Self {
        Self { status, method: None, segment: None }
    }

    /// Returns whether the text is about this request.
    #[must_use]
    pub fn applies_to(&self, method: Method, template: &RequestTemplate) -> bool {
        let last = match template.segments.last() {
            Some(Segment::Literal(name)) => Some(name.as_str()),
            _ => None,
        };
        self.method.is_none_or(|own| own == method) && self.segment.as_deref().is_none_or(|own| last == Some(own))
    }
}
