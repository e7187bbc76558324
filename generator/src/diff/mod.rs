//! Compares two editions of a reference: what changed, what it means for programs, and whether the service changed or only its pages.
//!
//! In: two [`Edition`]s. Out: [`Comparison`], the list of [`Change`]s.
//!
//! Models are compared, not texts. Each kind of change is a row of a table ([`ChangeKind`]), with its levels for both audiences.

mod change;
mod classify;
mod edition;
mod filter;
pub mod input;
mod items;
mod kinds;
mod pairs;
pub mod print;
mod record;
mod renames;
mod select;
#[cfg(test)]
mod tests;
mod text;
mod usage;

pub use change::{Bump, Change, Class, Comparison, Evidence, Item, RustLevel, Side, Subject, WireLevel};
pub use edition::{Edition, ReadError};
pub use filter::{Filter, Threshold};
pub use kinds::{ChangeKind, WireRule};
pub use select::select;

/// Returns the changes from `old` to `new`.
#[must_use]
pub fn compare(old: &Edition, new: &Edition) -> Comparison {
    let context = items::Context::new(&old.model, &new.model);
    let mut changes = items::changes(&context);
    if let (Some(old), Some(new)) = (old.surface(), new.surface()) {
        items::surface::compare(&context, [old, new], &mut changes);
    }
    changes.sort_by(|a, b| {
        (&a.subject, a.kind.id, &a.before, &a.after).cmp(&(&b.subject, b.kind.id, &b.before, &b.after))
    });
    classify::classify(&mut changes, old, new);
    Comparison { changes, unselected: 0 }
}
