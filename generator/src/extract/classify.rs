//! The kind of a page: by content first, then the H1, front matter, and folder (docs/format.md#page-kinds).
//!
//! In: a page's sections and their roles. Out: [`Kind`], and the [`SkipReason`] of a page without facts.

use crate::diagnostics::lint;
use crate::parse::{Block, Folder, Page};

use super::context::{Context, codes};
use super::facts::SkipReason;
use super::naming::{PageName, resource_blocks};
use super::operation::has_requests;
use super::sections::Role;
use super::tables::Columns;

/// The facts that a page may contain. A page of requests may also describe a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// It has request lines.
    pub operation: bool,
    /// It describes types or enums in sections, not only in annotated blocks.
    pub types: bool,
}

/// Returns the kind of a page.
pub(super) fn classify(cx: &Context<'_>) -> Kind {
    let has = |role: &Role| cx.roles.contains(role);
    let http_section = has(&Role::HttpRequest);
    let types = has(&Role::Properties)
        || has(&Role::Json)
        || cx.roles.iter().any(|r| matches!(r, Role::Members(_)))
        || !resource_blocks(cx).is_empty();
    // Examples in overviews are not requests: without the heading, only pages in `api` describe requests.
    let operation = (http_section || (cx.page.folder != Folder::Resources && !types)) && has_requests(cx);
    // A page of requests describes types only in annotated blocks, unless it is in the `resources` folder and has their sections.
    let own_sections = cx.page.folder == Folder::Resources
        && (has(&Role::Properties) || cx.roles.iter().any(|r| matches!(r, Role::Members(_))));
    Kind { operation, types: own_sections || (!operation && (cx.page.folder != Folder::Api || !http_section)) }
}

/// Returns whether the front matter declares this type of page.
fn declares(page: &Page, doc_type: &str) -> bool {
    let kind = page.front_matter.iter().find(|(key, _)| key.eq_ignore_ascii_case("doc_type"));
    kind.is_some_and(|(_, kind)| kind.value.to_ascii_lowercase().starts_with(doc_type))
}

/// Returns whether a page without facts is about a type: its H1 says so, and so does its front matter or a table of names and types.
pub(super) fn is_about_type(page: &Page, name: &PageName) -> bool {
    let mut blocks = page.sections.iter().flat_map(|section| &section.blocks);
    let mut has_table =
        || blocks.any(|block| matches!(block, Block::Table(table) if Columns::of(table).is_property_table()));
    let named = name.is_type && !name.is_enum && name.heading.is_some();
    page.folder == Folder::Resources && named && (declares(page, "resourcepagetype") || has_table())
}

/// Returns why a page has no facts.
pub(super) fn skip_reason(cx: &Context<'_>, kind: Kind, name: &PageName) -> SkipReason {
    let page = cx.page;
    let blocks = page.sections.iter().map(|s| s.blocks.len()).sum::<usize>();
    if blocks == 0 && page.sections.len() <= 1 {
        return SkipReason::Empty;
    }
    // A page in `api` with a response, or that calls itself a page of requests, is an operation, even without the heading. Its request line is missing, or none of its lines is a
    // path.
    let contract = page.folder == Folder::Api && (cx.roles.contains(&Role::Response) || declares(page, "apipagetype"));
    if contract || kind.operation || cx.roles.contains(&Role::HttpRequest) {
        return SkipReason::NoRequest;
    }
    let reported = cx.diagnostics.list().iter().any(|found| found.lint.id == lint::UNNAMED_RESOURCE.id);
    let states_type = cx.roles.contains(&Role::Properties) && name.is_type && name.heading.is_none();
    if reported || states_type || !resource_blocks(cx).is_empty() {
        return SkipReason::Unnamed;
    }
    let file = page.path.rsplit('/').next().unwrap_or(&page.path).to_ascii_lowercase();
    let only_lists = page.sections.iter().all(|s| {
        s.blocks.iter().all(|b| matches!(b, Block::List(_) | Block::Annotation(_))) && codes(&s.blocks).is_empty()
    });
    if file == "toc.md" || file == "readme.md" || only_lists {
        return SkipReason::NotReference;
    }
    SkipReason::Conceptual
}
