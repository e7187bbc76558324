//! What a page of requests states.
//!
//! In: nothing (types only). Out: [`OperationFacts`].

use serde::Serialize;

use crate::diagnostics::{Span, Spanned};
use crate::extract::path::RequestTemplate;
use crate::extract::type_expr::TypeExpr;
use crate::parse::Text;

use super::{ExampleFacts, HeaderFacts, PermissionFacts, PropertyFacts, ResponseHeaderFacts};

/// A page of requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationFacts {
    /// First paragraph that describes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Whether the page calls itself an action or a function, in its H1 or its prose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<InvocationKind>,
    /// The action's or function's own name where the H1 gives it: `assignLicense` of `user: assignLicense`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invocation: Option<String>,
    /// The page says that the request is deprecated: what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The namespace of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Permissions, a row each.
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
    /// OData query options the page says are supported, with `$`, ordered as in [`QUERY_OPTIONS`]; all of them where it only says
    /// "supports the OData query parameters".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query_options: Vec<String>,
    /// The properties that a table without types lists for an option of OData, such as those to filter by.
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
    /// The rows of its tables of parameters: body, function, query.
    pub fn rows(&self) -> impl Iterator<Item = &PropertyFacts> {
        self.body.rows.iter().chain(&self.function_parameters).chain(&self.query_parameters)
    }
}

/// The OData system query options that pages speak of (OData URL conventions, §5).
pub const QUERY_OPTIONS: [&str; 8] =
    ["$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top"];

/// Action (may change something, POST) or function (GET).
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
    pub method: String,
    /// Path and query.
    pub template: RequestTemplate,
    /// The heading above its block where it is not plain `HTTP request` (`to upload a new file`), or the label paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// The request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BodyFacts {
    /// What it is.
    pub kind: BodyKind,
    /// Rows of the section's tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<PropertyFacts>,
    /// Where the section or the sentence stands; `None` without such a section.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// What a Request body section says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyKind {
    /// `Do not supply a request body for this method.`
    None,
    /// A JSON representation of this type.
    Resource(TypeExpr),
    /// Some of the properties of the resource that the path leads to ("supply the values for relevant fields").
    Partial(Option<TypeExpr>),
    /// An object of the parameters in the table.
    Parameters,
    /// Bytes.
    Stream,
    /// Nothing stated, or nothing understood.
    Unstated,
}

/// The response.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ResponseFacts {
    /// Success statuses (200 to 399) in the order stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// Those of the statuses that come without a body: 204, and others of whose body no sentence speaks or which a sentence calls empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_body: Vec<u16>,
    /// The response headers that the page names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<ResponseHeaderFacts>,
    /// The body's type: `Collection` where the text says so; `None` where it says there is none or says nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<TypeExpr>,
    /// Where the text names no type: a word in bold or code that may be the type of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked: Option<TypeExpr>,
    /// The members of the body, where a table lists them instead of a sentence that names a type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The header of that table.
    #[serde(skip)]
    pub members_span: Option<Span>,
    /// A body that the text speaks of may be left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_be_empty: bool,
    /// The text speaks of a body, whether or not it names its type.
    #[serde(skip)]
    pub names_body: bool,
    /// The text says that there is no body.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub explicitly_empty: bool,
    /// Where the section stands.
    #[serde(skip)]
    pub span: Option<Span>,
}
