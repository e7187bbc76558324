//! Parses markdown into a [`Page`].
//!
//! In: a [`DocSet`] and one of its pages. Out: the page's sections, tables, fenced code blocks and annotations with
//! their spans, and diagnostics for what was repaired. Pure: load has already read the includes.

mod annotation;
mod build;
mod conflicts;
mod directives;
mod events;
mod fences;
mod front_matter;
mod html;
mod inline;
mod layout;
mod moniker_range;
mod page;
mod prepare;
mod rows;
mod suppressions;
mod table;
mod table_fixes;
mod tabs;
mod zones;

pub use layout::{Layout, TabGroup, TabMarker, layout};
pub use page::*;

use crate::diagnostics::{Diagnostics, Span, Spanned};
use crate::load::{DocSet, PageSource};

/// Parses a page. This never fails: problems are reported as diagnostics.
#[must_use]
pub fn parse(set: &DocSet, page: &PageSource) -> (Page, Diagnostics) {
    let mut builder = build::Builder::new(set, page.file);
    let front = builder.read(page.file);
    let (other_version, found) = moniker_range::excludes(set, page.file, &front);
    if other_version {
        builder.leave_out();
    }
    builder.diagnostics.extend(found);
    let mut front_matter = std::collections::BTreeMap::new();
    for (key, value, at) in front.entries {
        let span = Span::new(page.file, at.start, at.end);
        front_matter.entry(key).or_insert_with(|| Spanned::new(value, span));
    }
    let page = Page {
        file: page.file,
        path: page.path.clone(),
        folder: page.folder,
        front_matter,
        title: builder.title,
        sections: builder.sections,
        annotations: builder.annotations,
        other_version,
        left_out_zones: builder.left_out_zones,
    };
    (page, builder.diagnostics)
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
