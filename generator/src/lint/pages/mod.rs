//! The structure of pages: sections, tables of permissions, statuses, titles and front matter.
//!
//! In: the facts of all pages, their texts, and what earlier stages reported. Out: diagnostics. What a page of a kind should have is learnt
//! from the reference itself: see [`conventions`].

mod annotations;
mod broken_links;
mod conventions;
mod front_matter;
mod known;
mod permission_names;
mod permissions;
mod sections;
mod status;
mod titles;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostics, Sources, Span};
use crate::extract::{Outline, PageFacts, SkipReason};
use crate::parse::Folder;

use conventions::Conventions;
use known::Reported;
use permission_names::Names;

/// What a page describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum PageKind {
    /// Requests.
    Requests,
    /// A type, or several.
    Type,
    /// An enum, or several.
    Enum,
}

/// A page, and what it describes.
struct Subject<'a> {
    page: &'a PageFacts,
    outline: &'a Outline,
    /// `None` if the page has no facts.
    kind: Option<PageKind>,
}

impl<'a> Subject<'a> {
    /// Returns the subject of a page that was read.
    fn of(page: &'a PageFacts) -> Option<Subject<'a>> {
        let outline = page.outline.as_ref()?;
        if matches!(page.skipped, Some(SkipReason::Configured | SkipReason::OtherVersion | SkipReason::Unreadable)) {
            return None;
        }
        let kind = if page.operation.is_some() && (outline.folder != Folder::Resources || page.resources.is_empty()) {
            Some(PageKind::Requests)
        } else if !page.resources.is_empty() {
            Some(PageKind::Type)
        } else {
            (!page.enums.is_empty()).then_some(PageKind::Enum)
        };
        Some(Subject { page, outline, kind })
    }

    /// Returns the span for a fault of the page as a whole: the H1, else the front matter, else the beginning.
    fn span(&self) -> Span {
        let title = self.outline.title.as_ref().map(|title| title.span);
        title.or(self.outline.front_matter).unwrap_or_else(|| Span::new(self.page.file, 0, 0))
    }
}

/// Reports the faults of structure of all pages. `reported` are the diagnostics of earlier stages.
#[must_use]
pub fn check(facts: &[PageFacts], sources: &Sources, reported: &Diagnostics) -> Diagnostics {
    let subjects: Vec<Subject<'_>> = facts.iter().filter_map(Subject::of).collect();
    let conventions = Conventions::of(&subjects);
    let names = Names::of(&subjects);
    let reported = Reported::new(reported);
    let found: Vec<Diagnostics> = subjects
        .par_iter()
        .map(|subject| {
            let mut out = Diagnostics::default();
            sections::check(subject, &conventions, &reported, &mut out);
            permissions::check(subject, &conventions, &reported, &mut out);
            names.check(subject, sources, &mut out);
            status::check(subject, sources, &mut out);
            annotations::check(subject, sources, &mut out);
            broken_links::check(subject, sources, &mut out);
            titles::check(subject, sources, &mut out);
            front_matter::check(subject, &conventions, &reported, &mut out);
            out
        })
        .collect();
    let mut out = Diagnostics::default();
    found.into_iter().for_each(|found| out.extend(found));
    out
}
