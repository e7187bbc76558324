//! Type expressions, as pages write them.
//!
//! In: nothing (types only). Out: [`TypeExpr`].

use serde::Serialize;

use crate::source::Span;

use super::Primitive;

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

impl TypeExpr {
    /// The element type of a collection, the type itself otherwise.
    #[must_use]
    pub fn element(&self) -> &TypeExpr {
        match self {
            TypeExpr::Collection(inner) => inner.element(),
            other => other,
        }
    }

    /// The named type, or that of a collection's elements.
    #[must_use]
    pub fn named(&self) -> Option<&TypeRef> {
        match self.element() {
            TypeExpr::Named(named) => Some(named),
            _ => None,
        }
    }

    /// Whether it is a primitive, or a collection of one.
    #[must_use]
    pub fn is_primitive(&self) -> bool {
        matches!(self.element(), TypeExpr::Primitive(_))
    }

    /// Whether it is, or holds, something no rule understands.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        match self {
            TypeExpr::Unknown(_) => true,
            TypeExpr::Collection(inner) => inner.has_unknown(),
            TypeExpr::OneOf(all) => all.iter().any(TypeExpr::has_unknown),
            TypeExpr::Primitive(_) | TypeExpr::Named(_) => false,
        }
    }

    /// This, or a collection of it.
    #[must_use]
    pub fn collected(self, collection: bool) -> TypeExpr {
        match self {
            TypeExpr::Collection(_) => self,
            _ if collection => TypeExpr::Collection(Box::new(self)),
            _ => self,
        }
    }
}
