//! The shared input of the resolver passes.
//!
//! In: the facts of all pages, the complete names, the links. Out: [`Pages`] for the passes that create types, [`Context`] for the passes
//! that read them. Passes that change types, or report, take these separately.

use std::collections::BTreeMap;

use crate::extract::PageFacts;
use crate::model::{Type, TypeName};

use super::hierarchy::Types;
use super::leading::Leading;
use super::names::{Links, Names};
use super::requests::methods::Returns;

/// The pages, and the meaning of their names and references.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    /// The facts of all pages, ordered by path.
    pub facts: &'a [PageFacts],
    /// The declared names.
    pub names: &'a Names,
    /// The meaning of references.
    pub links: &'a Links<'a>,
    /// The ranks of pages.
    pub leading: &'a Leading,
    /// Response types in tables of methods.
    pub returns: &'a Returns,
}

/// The pages and the types.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The pages.
    pub pages: Pages<'a>,
    /// The types as they are now.
    pub types: Types<'a>,
}

impl<'a> Pages<'a> {
    /// Returns the context with these types.
    #[must_use]
    pub fn with(&self, types: &'a BTreeMap<TypeName, Type>) -> Context<'a> {
        Context { pages: *self, types: Types::new(types) }
    }
}
