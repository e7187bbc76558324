//! What the pages of a reference have in common.
//!
//! In: all pages. Out: the sections, callers and front matter keys that nearly all pages of a kind have. A page without one of them is a
//! finding; a reference that does not use them at all is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{Caller, SectionKind};
use crate::parse::Folder;

use super::{PageKind, Subject};

/// Fewer pages do not make a convention.
const MIN_PAGES: usize = 20;
/// The share of pages that follow a convention, in percent.
const MIN_SHARE: usize = 95;

/// How many pages have something, and how many could.
struct Count<T> {
    with: BTreeMap<T, usize>,
    pages: usize,
}

// Derived, it would demand a default item.
impl<T> Default for Count<T> {
    fn default() -> Self {
        Count { with: BTreeMap::new(), pages: 0 }
    }
}

impl<T: Ord + Clone> Count<T> {
    /// Adds a page, or a table.
    fn add(&mut self, found: impl IntoIterator<Item = T>) {
        self.pages += 1;
        let distinct: BTreeSet<T> = found.into_iter().collect();
        for item in distinct {
            *self.with.entry(item).or_default() += 1;
        }
    }

    /// Returns what nearly all have.
    fn usual(&self) -> Vec<T> {
        let is_usual = |count: &usize| self.pages >= MIN_PAGES && *count * 100 >= self.pages * MIN_SHARE;
        self.with.iter().filter(|(_, count)| is_usual(count)).map(|(item, _)| item.clone()).collect()
    }
}

/// Returns the value that more than half of the pages have.
fn most(counts: &BTreeMap<String, usize>) -> Option<String> {
    let pages: usize = counts.values().sum();
    let is_most = |(value, count): &(&String, &usize)| *count * 2 > pages && !value.is_empty();
    counts.iter().find(is_most).map(|(value, _)| value.clone())
}

/// What nearly all pages of a reference have.
pub(super) struct Conventions {
    sections: BTreeMap<PageKind, Vec<SectionKind>>,
    keys: BTreeMap<PageKind, Vec<String>>,
    /// The value that most pages of a kind give to a key.
    values: BTreeMap<(PageKind, String), String>,
    /// The callers of tables with a row for each.
    pub callers: Vec<Caller>,
}

impl Conventions {
    pub fn of(subjects: &[Subject<'_>]) -> Self {
        let mut sections: BTreeMap<PageKind, Count<SectionKind>> = BTreeMap::new();
        let mut keys: BTreeMap<PageKind, Count<String>> = BTreeMap::new();
        let mut values: BTreeMap<(PageKind, String), BTreeMap<String, usize>> = BTreeMap::new();
        let mut callers = Count::default();
        for subject in subjects {
            let outline = subject.outline;
            let Some(kind) = subject.kind else { continue };
            // Overviews with requests have a structure of their own.
            if kind != PageKind::Requests || outline.folder == Folder::Api {
                sections.entry(kind).or_default().add(outline.sections.iter().map(|section| section.kind));
            }
            if outline.front_matter.is_some() {
                keys.entry(kind).or_default().add(outline.keys.keys().cloned());
                for (key, value) in &outline.keys {
                    *values.entry((kind, key.clone())).or_default().entry(value.trim().to_owned()).or_default() += 1;
                }
            }
            let tables = outline.permissions.iter().flat_map(|section| &section.tables);
            for table in tables.filter(|table| table.by_caller && !table.rows.is_empty()) {
                callers.add(table.rows.iter().filter_map(|row| row.caller));
            }
        }
        Conventions {
            sections: sections.into_iter().map(|(kind, count)| (kind, count.usual())).collect(),
            keys: keys.into_iter().map(|(kind, count)| (kind, count.usual())).collect(),
            values: values.into_iter().filter_map(|(key, counts)| Some((key, most(&counts)?))).collect(),
            callers: callers.usual(),
        }
    }

    /// Returns the value that most pages of this kind give to a front matter key.
    pub fn value(&self, kind: PageKind, key: &str) -> Option<&str> {
        self.values.get(&(kind, key.to_owned())).map(String::as_str)
    }

    /// Returns the sections that pages of this kind have.
    pub fn sections(&self, kind: PageKind) -> &[SectionKind] {
        self.sections.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Returns the front matter keys that pages of this kind have.
    pub fn keys(&self, kind: PageKind) -> &[String] {
        self.keys.get(&kind).map_or(&[], Vec::as_slice)
    }
}
