//! Equal changes of the requests of one page, as one entry.
//!
//! In: changes. Out: [`Group`]s. A row or a sentence of a page applies to all its requests, so that one edit is a change of each of them.

use std::collections::BTreeMap;

use crate::diff::change::{Change, Class, Item};
use crate::pipeline::count;

/// A change, and equal changes of other requests of its page.
#[derive(Debug)]
pub struct Group<'a> {
    /// The first of the changes.
    pub change: &'a Change,
    /// The other changes.
    pub others: Vec<&'a Change>,
}

impl Group<'_> {
    /// Returns the number of changes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.others.len() + 1
    }

    /// Returns `and 3 more requests of this page`, or `None` for a single change.
    pub(super) fn more(&self) -> Option<String> {
        (!self.others.is_empty()).then(|| format!("and {} of this page", count(self.others.len(), "more request")))
    }

    /// Returns the requests of the other changes: `GET /users/{id}`.
    pub(super) fn requests(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(|change| change.subject.owner.as_deref().unwrap_or(&change.subject.name))
    }
}

/// What equal changes have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    kind: &'a str,
    parameter: Option<&'a str>,
    values: [Option<&'a str>; 2],
    pages: [Option<&'a str>; 2],
    class: Class,
    evidence: Vec<&'a str>,
}

/// Groups changes, in the order of the first change of each group.
pub(super) fn groups<'a>(changes: &[&'a Change]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: BTreeMap<Key<'a>, usize> = BTreeMap::new();
    for change in changes {
        let found = key(change).map(|key| *known.entry(key).or_insert(groups.len()));
        match found.and_then(|index| groups.get_mut(index)) {
            Some(group) => group.others.push(change),
            None => groups.push(Group { change, others: Vec::new() }),
        }
    }
    groups
}

/// Returns the key of a change of a request; `None` for other changes.
fn key(change: &Change) -> Option<Key<'_>> {
    let parameter = match change.subject.item {
        Item::Operation => None,
        Item::Parameter => Some(&*change.subject.name),
        _ => return None,
    };
    Some(Key {
        kind: change.kind.id,
        parameter,
        values: [change.before.as_deref(), change.after.as_deref()],
        pages: [change.old_span.as_ref().map(|span| &*span.file), change.new_span.as_ref().map(|span| &*span.file)],
        class: change.class,
        evidence: change.evidence.iter().map(|evidence| &*evidence.text).collect(),
    })
}
