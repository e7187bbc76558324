//! The targets of links in comments.
//!
//! In: the Rust paths of types, the areas in which items are available, and the addresses of pages. Out: [`Links`]. A comment links only to
//! items that are available whenever its own item is: with some features off, any other link would be dead.

use std::collections::BTreeMap;

use crate::areas::{AreaSet, Areas};
use crate::model::TypeName;

use super::items::Path;
use super::names::RustName;

/// The targets of links, for the comment of one item.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    /// The Rust path of every type.
    types: &'a BTreeMap<TypeName, Path>,
    /// The leading page of every type.
    pub type_pages: &'a BTreeMap<TypeName, &'a str>,
    areas: &'a Areas,
    /// The item is available if an area of each of these sets is on.
    available: [AreaSet; 2],
    /// Returns the published address of a page (`api/user-list.md#fragment`).
    pub page: &'a (dyn Fn(&str) -> String + Sync),
    /// The address of the documentation site, for addresses that start with `/`.
    pub site: &'a str,
}

impl<'a> Links<'a> {
    /// Returns the targets for an item that is always available.
    #[must_use]
    pub fn new(
        types: &'a BTreeMap<TypeName, Path>,
        type_pages: &'a BTreeMap<TypeName, &'a str>,
        areas: &'a Areas,
        page: &'a (dyn Fn(&str) -> String + Sync),
        site: &'a str,
    ) -> Self {
        Links { types, type_pages, areas, available: [areas.all(); 2], page, site }
    }

    /// Returns the targets for an item that is available if an area of `own` is on.
    #[must_use]
    pub fn of(self, own: AreaSet) -> Self {
        Links { available: [own; 2], ..self }
    }

    /// Returns the targets for a part of an item: available if, in addition, an area of `part` is on.
    #[must_use]
    pub fn of_part(self, part: AreaSet) -> Self {
        Links { available: [self.available[0], part], ..self }
    }

    /// Returns the Rust path of a type that is available whenever the item is.
    #[must_use]
    pub fn path(&self, name: &TypeName) -> Option<&'a Path> {
        let target = self.areas.of_type(name);
        let path = self.types.get(name)?;
        self.available.iter().any(|areas| areas.is_within(target)).then_some(path)
    }
}

/// Returns a path as links contain it: `crate::models::User`.
#[must_use]
pub fn rust_path(path: &Path) -> String {
    let parts: Vec<&str> = path.0.iter().map(RustName::as_str).collect();
    format!("crate::{}", parts.join("::"))
}
