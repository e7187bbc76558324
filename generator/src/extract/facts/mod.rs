//! What one page states, before any other page is looked at.
//!
//! In: nothing (types only). Out: [`PageFacts`], read by resolve. Every fact carries the place that states it. Names are
//! as written (decorations removed); links are destinations as written. Nothing here is checked against other pages.

mod operation;

use serde::Serialize;

use crate::diagnostics::{FileId, Span};
use crate::parse::Text;

use super::type_expr::{TypeExpr, TypeRef};

pub use crate::odata::{
    Caller, ExampleBody, ExampleFacts, HeaderFacts, JsonBlock, PermissionFacts, RequestExample, ResponseExample,
    ResponseHeaderFacts,
};
pub use operation::*;

/// What a page states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageFacts {
    /// The page.
    #[serde(skip)]
    pub file: FileId,
    /// Path relative to the version's folder: `api/user-list.md`.
    pub path: String,
    /// The H1, else the front matter's title.
    pub title: String,
    /// The product that the front matter names (`ms.prod`, else `ms.subservice`): which part of the service the page belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Types with properties. Several on pages that describe several; partial where a type is spread over pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceFacts>,
    /// Enums: from enum pages, from lists of enums, from `x values` sections of resource pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumFacts>,
    /// Requests, on a page that describes some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationFacts>,
    /// How many zones and monikers of the page were left out because they are for other versions.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out_zones: usize,
    /// Requests in fences that are neither request lines nor examples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentioned: Vec<RequestExample>,
    /// Why the page states nothing, where it does not.
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
            skipped: Some(reason),
        }
    }

    /// Whether it states anything.
    #[must_use]
    pub fn states_something(&self) -> bool {
        let requests = self.operation.as_ref().is_some_and(|operation| !operation.requests.is_empty());
        requests || !self.resources.is_empty() || !self.enums.is_empty()
    }
}

/// Why a page ends without facts: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// It explains something and has neither properties, members nor requests.
    Conceptual,
    /// It describes a type, but states no name for it.
    Unnamed,
    /// It describes a request, without one readable request line.
    NoRequest,
    /// It is empty or holds front matter only.
    Empty,
    /// A table of contents or another page that is not reference.
    NotReference,
    /// The file could not be read, or is too large.
    Unreadable,
    /// Its front matter says that it is for other versions.
    OtherVersion,
    /// Configuration says to skip it.
    Configured,
}

/// A type's page, or one of the types on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResourceFacts {
    /// Qualified name where the page has a namespace (annotation first, then the `Namespace:` line), e.g. `microsoft.graph.user`;
    /// a short name otherwise. Leading `#` removed.
    pub name: String,
    /// Where the name stands.
    #[serde(skip)]
    pub span: Span,
    /// The name in the H1, which may differ (`Range` for `microsoft.graph.workbookRange`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading_name: Option<String>,
    /// First paragraph that describes the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Every statement about the base type, annotation first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<BaseFact>,
    /// Types the page names as derived from this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<TypeRef>,
    /// `abstract: true`, or prose that says so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_abstract: bool,
    /// The introduction calls it a base type or class.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_base: bool,
    /// `openType: true`, or prose or H1 that says so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
    /// The type of the values of a dictionary: pairs of names and values in the place of properties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<TypeExpr>,
    /// The Properties section says that there are no properties.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub says_none: bool,
    /// `keyProperty`, else the property marked `Key.`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The page says that the type is deprecated: what it says.
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
    /// What the JSON representation shows, where no table has properties: used if no other page has a table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<PropertyFacts>,
    /// Whether a `blockType: resource` annotation names the type.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub annotated: bool,
}

/// One statement that a type has a base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BaseFact {
    /// The base; `None` where an annotation says `null`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<TypeRef>,
    /// Where the statement stands.
    pub source: BaseSource,
}

/// Where a base is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseSource {
    /// `baseType` of the annotation.
    Annotation,
    /// `Inherits from [x](x.md)` and the like, in the introduction.
    Prose,
    /// `Inherited from [x](x.md)` in rows: names the declaring type, which may be an ancestor.
    Row,
}

/// A row of a property, relationship or parameter table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PropertyFacts {
    /// The name, decorations (`**`, backquotes, `(deprecated)`) removed.
    pub name: String,
    /// Where the name stands.
    #[serde(skip)]
    pub span: Span,
    /// The type.
    pub ty: TypeExpr,
    /// The type cell as written, plain.
    pub type_text: String,
    /// Where the type stands.
    #[serde(skip)]
    pub type_span: Span,
    /// Where the type cell links to, for a primitive type.
    #[serde(skip)]
    pub type_target: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// What the description says in the format's fixed phrases.
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
    /// Starts with `Required.`, or a Required column that says so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Marked optional in the name, the type, the description, or a Required column.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// `Key.`, `Key of the entity.`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// Marked deprecated in the name or the description.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// `Inherited from [x](x.md)`, every one named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherited_from: Vec<TypeRef>,
    /// Says it is inherited without (or with) naming from where.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inherited: bool,
    /// `Returned only on $select`, `Requires $select`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub select_only: bool,
    /// The operators of `Supports $filter (eq, ne, …)`; the one element `*` where none are listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// A list of the possible values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<ValueList>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}

/// Values a description lists (docs/format.md#value-lists-in-descriptions). Examples ("for example `a`, `b`") and numeric ranges are not value
/// lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ValueList {
    /// The values in order, once each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Whether a phrase such as `Possible values are:` introduces them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub introduced: bool,
    /// Those of `values` that only clients receive which send `Prefer: include-unknown-enum-members`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requested: Vec<String>,
    /// Whether the description says that several can be combined.
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
    /// The return type; `None` where it says `None` or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<TypeExpr>,
    /// The row.
    #[serde(skip)]
    pub span: Span,
}

/// What a list of members describes.
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

/// An enum, or the values of a property, under a heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumFacts {
    /// Qualified name where known, short otherwise.
    pub name: String,
    /// The type that has the property, where the heading names both (`hold.level values`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What the list describes.
    #[serde(skip_serializing_if = "EnumScope::is_page")]
    pub scope: EnumScope,
    /// The fragment that links to its heading.
    #[serde(skip)]
    pub anchor: String,
    /// Where the name stands.
    #[serde(skip)]
    pub span: Span,
    /// What the page says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Members in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberFacts>,
    /// The heading or the text says that members can be combined.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub flags: bool,
    /// The page says that the enum is deprecated: what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
}

/// An enum's member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberFacts {
    /// The name as sent.
    pub name: String,
    /// The number, where a column gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// The description.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}
