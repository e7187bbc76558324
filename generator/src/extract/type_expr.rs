//! The type expressions of type cells, sentences and annotations (format §4).
//!
//! In: the runs of a cell, or a string. Out: [`TypeExpr`]. Parsing never fails: what no rule understands is
//! [`TypeExpr::Unknown`].

use serde::Serialize;

use crate::diagnostics::Span;

/// A type as written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeExpr {
    /// A primitive of OData's.
    Primitive(Primitive),
    /// A type with a name: entity, complex or enum type.
    Named(TypeRef),
    /// A collection.
    Collection(Box<TypeExpr>),
    /// `A or B`.
    OneOf(Vec<TypeExpr>),
    /// What no rule understands, as written.
    Unknown(String),
}

/// A named type, by its text and where it links to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeRef {
    /// As written: `user`, `microsoft.graph.user`; leading `#` removed.
    pub name: String,
    /// The link's destination as written; `None` without a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// OData's primitive types as far as pages use them (OData CSDL §3.3), and untyped JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Primitive {
    /// `Edm.Binary`: base64url or base64 text.
    Binary,
    /// `Edm.Boolean`
    Boolean,
    /// `Edm.Byte`
    Byte,
    /// `Edm.Date`
    Date,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.Decimal`
    Decimal,
    /// `Edm.Double`
    Double,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Guid`
    Guid,
    /// `Edm.Int16`
    Int16,
    /// `Edm.Int32`
    Int32,
    /// `Edm.Int64`
    Int64,
    /// `Edm.SByte`
    SByte,
    /// `Edm.Single`
    Single,
    /// `Edm.Stream`
    Stream,
    /// `Edm.String`
    String,
    /// `Edm.TimeOfDay`
    TimeOfDay,
    /// `Json`, `Object`: any JSON value (`Edm.Untyped`).
    Untyped,
}

impl Primitive {
    /// `Edm.…`
    #[must_use]
    pub fn edm(self) -> &'static str {
        match self {
            Primitive::Binary => "Edm.Binary",
            Primitive::Boolean => "Edm.Boolean",
            Primitive::Byte => "Edm.Byte",
            Primitive::Date => "Edm.Date",
            Primitive::DateTimeOffset => "Edm.DateTimeOffset",
            Primitive::Decimal => "Edm.Decimal",
            Primitive::Double => "Edm.Double",
            Primitive::Duration => "Edm.Duration",
            Primitive::Guid => "Edm.Guid",
            Primitive::Int16 => "Edm.Int16",
            Primitive::Int32 => "Edm.Int32",
            Primitive::Int64 => "Edm.Int64",
            Primitive::SByte => "Edm.SByte",
            Primitive::Single => "Edm.Single",
            Primitive::Stream => "Edm.Stream",
            Primitive::String => "Edm.String",
            Primitive::TimeOfDay => "Edm.TimeOfDay",
            Primitive::Untyped => "Edm.Untyped",
        }
    }
}
