//! Records changes of one item.
//!
//! In: the item, its spans in both editions, and its use. Out: [`Change`]s, not classified yet.

use crate::export::json::form::Location;

use super::change::{Change, Class, Evidence, Item, Subject};
use super::kinds::{ChangeKind, any};
use super::text::is_other_text;
use super::usage::Use;

/// An item with changes.
#[derive(Debug, Clone)]
pub(super) struct At<'a> {
    /// The item.
    pub(super) subject: Subject,
    /// Its span in the old edition, else that of what it belongs to.
    pub(super) old: Option<&'a Location>,
    /// Its span in the new edition, else that of what it belonged to.
    pub(super) new: Option<&'a Location>,
    /// Where the API uses it.
    pub(super) used: Use,
}

impl At<'_> {
    /// Returns a change of this item.
    pub(super) fn change(&self, kind: &'static ChangeKind, before: Option<String>, after: Option<String>) -> Change {
        Change {
            kind,
            subject: self.subject.clone(),
            before,
            after,
            old_span: self.old.cloned(),
            new_span: self.new.cloned(),
            wire: kind.wire.level(self.used),
            rust: kind.rust,
            class: Class::Unclear,
            evidence: Vec::new(),
        }
    }

    /// Returns a change of this item that evidence shows to be the same in both editions.
    pub(super) fn renamed(&self, kind: &'static ChangeKind, [before, after]: [&str; 2], evidence: &[String]) -> Change {
        let evidence = evidence.iter().map(|text| Evidence { text: text.clone(), supports: None, span: None });
        Change { evidence: evidence.collect(), ..self.change(kind, Some(before.to_owned()), Some(after.to_owned())) }
    }

    /// Compares deprecation notes.
    pub(super) fn deprecation(&self, old: Option<&str>, new: Option<&str>) -> Option<Change> {
        let kind = match (old, new) {
            (None, Some(_)) => any::DEPRECATED,
            (Some(_), None) => any::UNDEPRECATED,
            _ => return None,
        };
        Some(self.change(kind, old.map(str::to_owned), new.map(str::to_owned)))
    }

    /// Compares descriptions.
    pub(super) fn description(&self, old: &str, new: &str) -> Option<Change> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        is_other_text(old, new).then(|| self.change(any::DESCRIPTION_CHANGED, text(old), text(new)))
    }
}

impl Subject {
    /// Returns an item that belongs to nothing.
    pub(super) fn new(item: Item, name: &str) -> Subject {
        Subject { item, owner: None, name: name.to_owned() }
    }

    /// Returns an item that belongs to `owner`.
    pub(super) fn of(item: Item, owner: &str, name: &str) -> Subject {
        Subject { item, owner: Some(owner.to_owned()), name: name.to_owned() }
    }
}
