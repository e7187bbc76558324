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
    /// A primitive type of OData.
    Primitive(Primitive),
    /// A named type: entity, complex or enum type.
    Named(WrittenType),
    /// A collection.
    Collection(Box<TypeExpr>),
    /// `A or B`.
    OneOf(Vec<TypeExpr>),
    /// Text that no rule understands, as written.
    Unknown(String),
}

/// A named type, by its text and its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenType {
    /// As written: `user`, `microsoft.graph.user`; leading `#` removed.
    pub name: String,
    /// The link's destination as written; `None` without a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Its position on the page.
    #[serde(skip)]
    pub span: Span,
}

impl WrittenType {
    /// Returns whether it is a link whose text is a phrase rather than a name.
    #[must_use]
    pub fn is_phrase(&self) -> bool {
        self.target.is_some() && self.name.trim().contains(char::is_whitespace)
    }
}

impl TypeExpr {
    /// Returns the element type of a collection, otherwise the type itself.
    #[must_use]
    pub fn element(&self) -> &TypeExpr {
        match self {
            TypeExpr::Collection(inner) => inner.element(),
            other => other,
        }
    }

    /// Returns the named type of this expression or of its elements.
    #[must_use]
    pub fn named(&self) -> Option<&WrittenType> {
        match self.element() {
            TypeExpr::Named(named) => Some(named),
            _ => None,
        }
    }

    /// Returns whether it contains a link whose text is a phrase rather than a name.
    #[must_use]
    pub fn has_phrase(&self) -> bool {
        match self.element() {
            TypeExpr::Named(written) => written.is_phrase(),
            TypeExpr::OneOf(all) => all.iter().any(TypeExpr::has_phrase),
            _ => false,
        }
    }

    /// Returns whether it is a primitive or a collection of primitives.
    #[must_use]
    pub fn is_primitive(&self) -> bool {
        matches!(self.element(), TypeExpr::Primitive(_))
    }

    /// Returns whether it is or contains a text that no rule understands.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        match self {
            TypeExpr::Unknown(_) => true,
            TypeExpr::Collection(inner) => inner.has_unknown(),
            TypeExpr::OneOf(all) => all.iter().any(TypeExpr::has_unknown),
            TypeExpr::Primitive(_) | TypeExpr::Named(_) => false,
        }
    }

    /// Returns this type, or a collection of it.
    #[must_use]
    pub fn collected(self, collection: bool) -> TypeExpr {
        match self {
            TypeExpr::Collection(_) => self,
            _ if collection => TypeExpr::Collection(Box::new(self)),
            _ => self,
        }
    }
}
