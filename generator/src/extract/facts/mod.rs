//! The facts of one page, before any other page is considered.
//!
//! In: nothing (types only). Out: [`PageFacts`], read by resolve. Every fact carries the span that declares it. Names are as written
//! (decorations removed); links are destinations as written. Nothing here is checked against other pages.

mod operation;
mod outline;

use serde::Serialize;

use crate::diagnostics::{FileId, Span, Spanned};
use crate::parse::Text;

use super::type_expr::{TypeExpr, WrittenType};

pub use crate::odata::{
    Caller, ExampleBody, ExampleFacts, HeaderFacts, JsonBlock, PermissionFacts, RequestExample, ResponseExample,
    ResponseHeaderFacts,
};
pub use operation::*;
pub use outline::*;

/// The facts of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageFacts {
    /// The page.
    #[serde(skip)]
    pub file: FileId,
    /// Path relative to the version's folder: `api/user-list.md`.
    pub path: String,
    /// The H1, else the front matter's title.
    pub title: String,
    /// The product that the front matter names (`ms.prod`, else `ms.subservice`): the part of the service that the page belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Types with properties. A page may describe several types, or only a part of one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceFacts>,
    /// Enums: from enum pages, from lists of enums, from `x values` sections of resource pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumFacts>,
    /// The requests, if the page describes any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationFacts>,
    /// The number of zones and monikers left out because they are for other versions.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out_zones: usize,
    /// Requests in fences that are neither request lines nor examples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentioned: Vec<MentionedRequest>,
    /// Fences of JSON that nothing else is read from, with the types in their annotations.
    #[serde(skip)]
    pub typed_fences: Vec<Spanned<String>>,
    /// The values in each table of values that no fact was read from.
    #[serde(skip)]
    pub value_tables: Vec<Spanned<Vec<String>>>,
    /// The hosts of the addresses in its fences of JSON.
    #[serde(skip)]
    pub shown_hosts: Vec<String>,
    /// The structure of the page; `None` if the page was not read.
    #[serde(skip)]
    pub outline: Option<Outline>,
    /// The first link to each destination that is relative to the page.
    #[serde(skip)]
    pub links: Vec<LinkFacts>,
    /// The anchors of its headings, in order.
    #[serde(skip)]
    pub anchors: Vec<String>,
    /// The names after `$` that the text and the requests use as query options, and that OData does not define.
    #[serde(skip)]
    pub unknown_options: Vec<Spanned<String>>,
    /// Why the page has no facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<SkipReason>,
}

impl PageFacts {
    /// A page without facts.
    #[must_use]
    pub fn skipped(file: FileId, path: &str, reason: SkipReason) -> PageFacts {
        PageFacts {
            file,
            path: path.to_owned(),
            title: String::new(),
            product: None,
            resources: Vec::new(),
            enums: Vec::new(),
            operation: None,
            left_out_zones: 0,
            mentioned: Vec::new(),
            typed_fences: Vec::new(),
            value_tables: Vec::new(),
            shown_hosts: Vec::new(),
            outline: None,
            links: Vec::new(),
            anchors: Vec::new(),
            unknown_options: Vec::new(),
            skipped: Some(reason),
        }
    }

    /// Returns whether the page has any facts.
    #[must_use]
    pub fn states_something(&self) -> bool {
        let requests = self.operation.as_ref().is_some_and(|operation| !operation.requests.is_empty());
        requests || !self.resources.is_empty() || !self.enums.is_empty()
    }
}

/// A request in a fence that is neither a request line nor an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MentionedRequest {
    /// The request.
    #[serde(flatten)]
    pub request: RequestExample,
    /// The response in the next fence.
    #[serde(skip)]
    pub response: Option<Span>,
}

/// A link to a page or heading of the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkFacts {
    /// The destination as written, relative to the page.
    pub target: String,
    /// The link.
    pub span: Span,
}

/// Why a page has no facts: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// It explains a concept, and has no properties, members or requests.
    Conceptual,
    /// It describes a type but does not name it.
    Unnamed,
    /// It describes a request, but has no readable request line.
    NoRequest,
    /// It is empty or contains front matter only.
    Empty,
    /// It is a table of contents or another page that is not reference.
    NotReference,
    /// The file could not be read, or is too large.
    Unreadable,
    /// Its front matter limits it to other versions.
    OtherVersion,
    /// The configuration skips it.
    Configured,
}

/// A type's page, or one of several types on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResourceFacts {
    /// Qualified name if the page has a namespace (annotation first, then the `Namespace:` line), e.g. `microsoft.graph.user`;
    /// otherwise a short name. Leading `#` removed.
    pub name: String,
    /// The span of the name.
    #[serde(skip)]
    pub span: Span,
    /// The name in the H1, which may differ (`Range` for `microsoft.graph.workbookRange`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading_name: Option<String>,
    /// First paragraph that describes the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Every declaration of the base type, annotation first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<BaseFact>,
    /// Types that the page names as derived from this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<WrittenType>,
    /// `abstract: true`, or the same in prose.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_abstract: bool,
    /// The introduction calls it a base type or class.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_base: bool,
    /// `openType: true`, or the same in prose or the H1.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
    /// The type of the values of a dictionary, which has name-value pairs instead of properties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<TypeExpr>,
    /// The Properties section declares that there are no properties.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub says_none: bool,
    /// `keyProperty`, else the property marked `Key.`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The page's deprecation notice for the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Structural properties (the Properties tables of the type, in order).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyFacts>,
    /// Navigation properties (the Relationships tables).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub navigation: Vec<PropertyFacts>,
    /// Rows of the Methods table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<MethodFacts>,
    /// The JSON representation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<JsonBlock>,
    /// The properties that the JSON representation shows, if no table has any. Used if no other page has a table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<PropertyFacts>,
    /// Whether a `blockType: resource` annotation names the type.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub annotated: bool,
}

/// A declaration that a type has a base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BaseFact {
    /// The base; `None` if an annotation declares `null`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<WrittenType>,
    /// The kind of declaration.
    pub source: BaseSource,
}

/// The kind of declaration that names a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseSource {
    /// `baseType` of the annotation.
    Annotation,
    /// `Inherits from [x](x.md)` and the like, in the introduction.
    Prose,
    /// `Inherited from [x](x.md)` in rows. Names the declaring type, which may be any ancestor.
    Row,
}

/// A row of a property, relationship or parameter table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PropertyFacts {
    /// The name, decorations (`**`, backquotes, `(deprecated)`) removed.
    pub name: String,
    /// The span of the name.
    #[serde(skip)]
    pub span: Span,
    /// The type.
    pub ty: TypeExpr,
    /// The type cell as written, as plain text.
    pub type_text: String,
    /// The span of the type.
    #[serde(skip)]
    pub type_span: Span,
    /// The link destination in the type cell of a primitive type.
    #[serde(skip)]
    pub type_target: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// The facets that the fixed phrases of the description declare.
    pub facets: Facets,
}

/// Fixed phrases of a description (docs/format.md#facets-in-prose).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facets {
    /// `Nullable.` true, `Not nullable.` false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// `Read-only.`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// Starts with `Required.`, or is marked in a Required column.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// `Required on create.`, `Must be specified when a user is created.`, without another word.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required_on_create: bool,
    /// Marked optional in the name, the type, the description, or a Required column.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// `Key.`, `Key of the entity.`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// Marked deprecated in the name or the description.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// The types in `Inherited from [x](x.md)`, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherited_from: Vec<WrittenType>,
    /// The description declares that it is inherited, with or without a type.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inherited: bool,
    /// `Returned only on $select`, `Requires $select`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub select_only: bool,
    /// The operators of `Supports $filter (eq, ne, …)`; the single element `*` if none are listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// The list of possible values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<ValueList>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}

/// The values that a description lists (docs/format.md#value-lists-in-descriptions). Examples ("for example `a`, `b`") and numeric
/// ranges are not value lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ValueList {
    /// The distinct values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Whether a phrase such as `Possible values are:` introduces them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub introduced: bool,
    /// The values that are sent only to clients that send `Prefer: include-unknown-enum-members`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requested: Vec<String>,
    /// Whether the description declares that several values can be combined.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub flags: bool,
}

/// A row of a Methods table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodFacts {
    /// The link's text.
    pub name: String,
    /// The page it leads to, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The return type; `None` if the cell is empty or contains `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<TypeExpr>,
    /// The span of the row.
    #[serde(skip)]
    pub span: Span,
}

/// The subject of a list of members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnumScope {
    /// The enum that the page is about.
    #[default]
    Page,
    /// A heading such as `x values`: the enum `x`, or the values of the property `x`.
    Heading,
    /// A heading such as `x property values` or `x options`: the values of the property `x`.
    Property,
}

impl EnumScope {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
    fn is_page(&self) -> bool {
        *self == EnumScope::Page
    }
}

/// An enum, or the values of a property listed under a heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumFacts {
    /// Qualified name if known, otherwise short.
    pub name: String,
    /// The type that has the property, if the heading names both (`hold.level values`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The subject of the list.
    #[serde(skip_serializing_if = "EnumScope::is_page")]
    pub scope: EnumScope,
    /// The fragment of links to its heading.
    #[serde(skip)]
    pub anchor: String,
    /// The span of the name.
    #[serde(skip)]
    pub span: Span,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Members in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberFacts>,
    /// Whether the heading or the text declares that members can be combined.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub flags: bool,
    /// The page's deprecation notice for the enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
}

/// An enum's member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberFacts {
    /// The name as sent.
    pub name: String,
    /// The number, if a column contains it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// The description.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// The span of the member.
    #[serde(skip)]
    pub span: Span,
}
