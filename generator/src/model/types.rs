//! Types, their properties, enums.
//!
//! In: nothing (types only). Out: [`Type`], [`Enum`].

impl Type {
    /// Returns whether the type itself declares a property with this name.
    #[must_use]
    pub fn has_property(&self, name: &str) -> bool {
        self.properties.iter().chain(&self.navigation).any(|property| property.name == name)
    }
}

use serde::{Deserialize, Serialize};

use crate::diagnostics::Span;
use crate::odata::{Primitive, TypeName};

use super::Doc;

/// Entity or complex type (OData CSDL §6 and §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It has a key, declared by itself or by its base.
    Entity,
    /// It has no key.
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
    /// The value type of a dictionary: a type whose members are pairs of names and values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<TypeRef>,
    /// The key property.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The deprecation note of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Its description.
    pub description: Doc,
    /// Structural properties that it declares, in the order of the pages.
    pub properties: Vec<Property>,
    /// Navigation properties that it declares, in the order of the pages.
    pub navigation: Vec<Property>,
    /// The pages that describe it.
    pub pages: Vec<String>,
    /// Its name on the page.
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
    /// Whether it can be null, if the page specifies that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// `Read-only.`
    pub read_only: bool,
    /// `Required.`
    pub required: bool,
    /// `Required on create.`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required_on_create: bool,
    /// Returned only if `$select` names it.
    pub select_only: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// Operators that `$filter` accepts for it; `*` if the page lists none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<String>,
    /// Its description.
    pub description: Doc,
    /// Its row.
    pub span: Span,
}

/// A resolved type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeRef {
    /// A primitive.
    Primitive(Primitive),
    /// An entity or complex type of [`Api::types`](super::Api::types).
    Type(TypeName),
    /// An enum of [`Api::enums`](super::Api::enums).
    Enum(TypeName),
    /// A collection.
    Collection(Box<TypeRef>),
}

impl TypeRef {
    /// A type that could not be resolved: any JSON value.
    pub const UNTYPED: TypeRef = TypeRef::Primitive(Primitive::Untyped);

    /// Returns the element type of a collection, otherwise the type itself.
    #[must_use]
    pub fn element(&self) -> &TypeRef {
        match self {
            TypeRef::Collection(inner) => inner.element(),
            other => other,
        }
    }

    /// Returns whether it is a collection.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        matches!(self, TypeRef::Collection(_))
    }

    /// Returns a collection of this type.
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
    /// Whether members can be combined (comma-separated on the wire).
    pub flags: bool,
    /// Generated from the value list of a property documented as a string, or from a list that nothing names as its type. It is not in the
    /// service's metadata.
    pub synthetic: bool,
    /// Its description.
    pub description: Doc,
    /// The deprecation note of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Members in the order of the page.
    pub members: Vec<Member>,
    /// The pages that describe it.
    pub pages: Vec<String>,
    /// Its name on the page.
    pub span: Span,
}

/// A member of an enum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// Name on the wire.
    pub name: String,
    /// The number on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// Its description.
    pub description: Doc,
    /// Its row or line.
    pub span: Span,
}
