//! Types under construction: the statements of all pages about each type.
//!
//! In: the facts of all pages, the declared [`Names`], and the types that only tables of requests describe. Out: a [`TypeDraft`] for each
//! type, its statements in the order of their weight.

use std::collections::BTreeMap;

use crate::diagnostics::Span;
use crate::extract::{BaseFact, PageFacts, PropertyFacts, ResourceFacts};
use crate::model::TypeName;
use crate::resolve::leading::Leading;
use crate::resolve::names::Names;
use crate::resolve::types::from_bodies::UndescribedType;

/// The drafts of all types, by name.
pub type Drafts<'a> = BTreeMap<TypeName, TypeDraft<'a>>;

/// A statement about a type, with its page.
pub struct Declaration<'a> {
    /// The page.
    pub page: &'a str,
    /// The statement.
    pub resource: &'a ResourceFacts,
}

/// A type under construction.
pub struct TypeDraft<'a> {
    /// Its name.
    pub name: TypeName,
    /// The span of its first statement.
    pub span: Span,
    /// The statements of the pages.
    pub stated: Vec<Declaration<'a>>,
    /// Rows of request tables, for a type that no page describes.
    pub body_rows: Vec<(&'a str, &'a PropertyFacts)>,
    /// Its base, once chosen.
    pub base: Option<TypeName>,
}

/// Creates a draft for each declared type.
#[must_use]
pub fn collect<'a>(
    facts: &'a [PageFacts],
    tables: &[UndescribedType<'a>],
    names: &Names,
    leading: &Leading,
) -> Drafts<'a> {
    let mut drafts = Drafts::new();
    for page in facts {
        for resource in &page.resources {
            let Some(name) = names.type_of(resource) else { continue };
            let draft = drafts.entry(name.clone()).or_insert_with(|| TypeDraft::new(name.clone(), resource.span));
            draft.stated.push(Declaration { page: &page.path, resource });
        }
    }
    for UndescribedType { ty, page, span, rows } in tables {
        let draft = drafts.entry(ty.clone()).or_insert_with(|| TypeDraft::new(ty.clone(), *span));
        draft.body_rows.extend(rows.iter().map(|row| (*page, row)));
    }
    drafts.values_mut().for_each(|draft| draft.put_in_order(leading));
    drafts
}

impl<'a> TypeDraft<'a> {
    fn new(name: TypeName, span: Span) -> Self {
        TypeDraft { name, span, stated: Vec::new(), body_rows: Vec::new(), base: None }
    }

    /// Puts the leading page first.
    fn put_in_order(&mut self, leading: &Leading) {
        if self.stated.len() < 2 {
            return;
        }
        let rows = |resource: &ResourceFacts| resource.properties.len() + resource.navigation.len();
        self.stated.sort_by_cached_key(|stated| leading.of_type(&self.name, stated.page, rows(stated.resource)));
        if let Some(first) = self.stated.first() {
            self.span = first.resource.span;
        }
    }

    /// Returns every statement about the base.
    pub fn bases(&self) -> impl Iterator<Item = &'a BaseFact> {
        self.stated.iter().flat_map(|stated| &stated.resource.bases)
    }

    /// Returns whether a table on any page describes the members of the type.
    pub fn is_described(&self) -> bool {
        !self.body_rows.is_empty() || self.stated.iter().any(|stated| !stated.resource.properties.is_empty())
    }

    /// Returns the first statement whose JSON shows properties.
    pub fn shown(&self) -> Option<&Declaration<'a>> {
        self.stated.iter().find(|stated| !stated.resource.shown.is_empty())
    }

    /// Returns the rows of structural properties, each with its page. JSON counts only if no table describes the type.
    pub fn structural_rows(&self) -> impl Iterator<Item = (&'a str, &'a PropertyFacts)> {
        let shown = self.shown().filter(|_| !self.is_described());
        let shown = shown.into_iter().flat_map(|stated| stated.resource.shown.iter().map(|row| (stated.page, row)));
        let stated =
            self.stated.iter().flat_map(|stated| stated.resource.properties.iter().map(|row| (stated.page, row)));
        shown.chain(stated).chain(self.body_rows.iter().copied())
    }

    /// Returns the rows of relationships, each with its page.
    pub fn navigation_rows(&self) -> impl Iterator<Item = (&'a str, &'a PropertyFacts)> {
        self.stated.iter().flat_map(|stated| stated.resource.navigation.iter().map(|row| (stated.page, row)))
    }
}
