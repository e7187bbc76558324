//! Changes of the permission table of a page.
//!
//! In: a page of both editions. Out: changes of the callers, of their permissions, and of the conditions under which these apply.
//!
//! A row without permissions says that the caller is not supported, as the lack of a row does.

use std::collections::BTreeSet;

use crate::diff::ChangeKind;
use crate::diff::change::Change;
use crate::diff::kinds::pages as kinds;
use crate::diff::pairs::pairs;
use crate::diff::record::At;
use crate::diff::renames::are_similar;
use crate::diff::text::{caller_text, permissions_text, words};
use crate::export::json::form::{Page, Permission};
use crate::odata::Caller;

/// Compares the permission tables of a page, which is `at`.
pub(super) fn compare(at: &At<'_>, old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let rows = old.permissions.iter().chain(&new.permissions);
    let callers: BTreeSet<Caller> = rows.map(|row| row.caller).collect();
    for caller in callers {
        let [all_old, all_new] = [old, new].map(|page| supported(page, caller));
        let pairs = pairs(all_old.iter().copied(), all_new.iter().copied(), condition_key);
        let are_alone = all_old.len() == 1 && all_new.len() == 1;
        let mut rows = Rows { at, old, new, removed: pairs.removed, added: pairs.added, changes: &mut *changes };
        for (old, new) in pairs.both {
            rows.compare(old, new);
        }
        rows.other_conditions(are_alone);
        rows.joined(all_new.iter().copied().find(|row| row.condition.is_none()));
        rows.split();
        rows.rest();
    }
}

/// Returns the rows with permissions for a caller.
fn supported(page: &Page, caller: Caller) -> Vec<&Permission> {
    page.permissions.iter().filter(|row| row.caller == caller && !row.permissions.is_empty()).collect()
}

/// Returns what identifies the condition of a row: its words.
fn condition_key(row: &Permission) -> Option<Vec<String>> {
    row.condition.as_ref().map(|text| words(text).map(str::to_lowercase).collect())
}

/// The rows of one caller for conditions that only one edition has.
struct Rows<'a, 'c> {
    at: &'a At<'a>,
    old: &'a Page,
    new: &'a Page,
    removed: Vec<&'a Permission>,
    added: Vec<&'a Permission>,
    changes: &'c mut Vec<Change>,
}

impl<'a> Rows<'a, '_> {
    /// Records a change of rows. Where an edition has no row, the change points to its page.
    fn push(&mut self, kind: &'static ChangeKind, old: Option<&Permission>, new: Option<&Permission>) {
        let at = At {
            subject: self.at.subject.clone(),
            old: Some(old.map_or(&self.old.span, |row| &row.span)),
            new: Some(new.map_or(&self.new.span, |row| &row.span)),
            used: self.at.used,
        };
        let change = at.change(kind, old.map(text), new.map(text));
        self.changes.push(change);
    }

    /// Compares the permissions of two rows.
    fn compare(&mut self, old: &Permission, new: &Permission) {
        if let Some(kind) = kind(&old.permissions, &new.permissions) {
            self.push(kind, Some(old), Some(new));
        }
    }

    /// Finds rows with another condition. `are_alone` tells whether each edition has only one row for the caller.
    fn other_conditions(&mut self, are_alone: bool) {
        for old in self.removed.clone() {
            let is_same = |row: &&&Permission| {
                matches!(kind(&old.permissions, &row.permissions), None | Some(kinds::PERMISSION_ORDER_CHANGED))
            };
            let mut same = self.added.iter().filter(is_same);
            let is_unique = self.removed.iter().filter(is_same).count() == 1;
            let new = match (same.next(), same.next()) {
                (Some(new), None) if is_unique && (are_alone || is_similar_condition(old, new)) => *new,
                (None, _) if are_alone && old.condition.is_some() => match self.added.first() {
                    Some(new) if new.condition.is_none() => *new,
                    _ => continue,
                },
                _ => continue,
            };
            let kind = match (&old.condition, &new.condition) {
                (_, None) => kinds::PERMISSION_CONDITION_REMOVED,
                (None, _) => kinds::PERMISSION_CONDITION_ADDED,
                _ => kinds::PERMISSION_CONDITION_CHANGED,
            };
            self.push(kind, Some(old), Some(new));
            self.compare(old, new);
            self.removed.retain(|row| !std::ptr::eq(*row, old));
            self.added.retain(|row| !std::ptr::eq(*row, new));
        }
    }

    /// Finds rows whose permissions are sufficient in any case now: the row without a condition has them.
    fn joined(&mut self, general: Option<&'a Permission>) {
        let Some(general) = general else { return };
        let (joined, rest): (Vec<_>, Vec<_>) = self.removed.iter().copied().partition(|row| includes(general, row));
        self.removed = rest;
        for row in &joined {
            self.push(kinds::PERMISSION_CONDITION_REMOVED, Some(row), Some(general));
        }
        let is_new = self.added.iter().any(|row| std::ptr::eq(*row, general));
        if let (Some(first), true) = (joined.first(), is_new) {
            self.added.retain(|row| !std::ptr::eq(*row, general));
            let before: Vec<Vec<String>> = joined.iter().flat_map(|row| row.permissions.clone()).collect();
            if kind(&before, &general.permissions) == Some(kinds::PERMISSION_LOWERED) {
                self.push(kinds::PERMISSION_LOWERED, Some(first), Some(general));
            }
        }
    }

    /// Finds the row without a condition whose permissions are sufficient only in some cases now.
    fn split(&mut self) {
        let Some(general) = self.removed.iter().copied().find(|row| row.condition.is_none()) else { return };
        let (split, rest): (Vec<_>, Vec<_>) = self.added.iter().copied().partition(|row| includes(general, row));
        self.added = rest;
        for row in &split {
            self.push(kinds::PERMISSION_CONDITION_ADDED, Some(general), Some(row));
        }
        if !split.is_empty() {
            self.removed.retain(|row| !std::ptr::eq(*row, general));
        }
    }

    /// Records the rows that nothing else explains. The other edition may say that the caller is not supported.
    fn rest(&mut self) {
        let (old, new) = (self.old, self.new);
        for row in std::mem::take(&mut self.removed) {
            self.push(kinds::CALLER_REMOVED, Some(row), same_row(new, row));
        }
        for row in std::mem::take(&mut self.added) {
            self.push(kinds::CALLER_ADDED, same_row(old, row), Some(row));
        }
    }
}

/// Returns the row of a page for the same caller and condition.
fn same_row<'a>(page: &'a Page, row: &Permission) -> Option<&'a Permission> {
    page.permissions.iter().find(|own| own.caller == row.caller && condition_key(own) == condition_key(row))
}

/// Returns whether one of the rows has no condition, or the names of both are similar. Pages also have a row for each kind of resource; a new kind
/// that needs the permissions of a former one is not the same case.
fn is_similar_condition(old: &Permission, new: &Permission) -> bool {
    match (&old.condition, &new.condition) {
        (Some(old), Some(new)) => are_similar(&old.to_lowercase(), &new.to_lowercase()),
        _ => true,
    }
}

/// Returns whether a row with a condition has no permission that the row without one lacks.
fn includes(general: &Permission, row: &Permission) -> bool {
    row.condition.is_some() && row.permissions.iter().all(|all| covers(&general.permissions, all))
}

/// Returns a row as text.
fn text(row: &Permission) -> String {
    let caller = caller_text(row.caller);
    let permissions = permissions_text(&row.permissions);
    match &row.condition {
        Some(condition) => format!("{caller}, {condition}: {permissions}"),
        None => format!("{caller}: {permissions}"),
    }
}

/// Returns whether one of the alternatives is enough for a program that has all of these permissions.
fn covers(alternatives: &[Vec<String>], all: &[String]) -> bool {
    alternatives.iter().any(|own| own.iter().all(|name| all.contains(name)))
}

/// Returns the kind of a change of alternatives. The order inside an alternative does not matter.
fn kind(old: &[Vec<String>], new: &[Vec<String>]) -> Option<&'static ChangeKind> {
    let sorted = |alternatives: &[Vec<String>]| -> Vec<Vec<String>> {
        let sort = |all: &Vec<String>| {
            let mut all = all.clone();
            all.sort();
            all
        };
        alternatives.iter().map(sort).collect()
    };
    let (old, new) = (sorted(old), sorted(new));
    if old == new {
        return None;
    }
    let lost = old.iter().any(|all| !covers(&new, all));
    let gained = new.iter().any(|all| !covers(&old, all));
    Some(match (lost, gained) {
        (true, true) => kinds::PERMISSION_CHANGED,
        (true, false) => kinds::PERMISSION_RAISED,
        (false, true) => kinds::PERMISSION_LOWERED,
        (false, false) => kinds::PERMISSION_ORDER_CHANGED,
    })
}
