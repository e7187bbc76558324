//! Renames and moves, where the evidence is strong.
//!
//! In: the items that only one edition has. Out: pairs of them that are the same item, each with its evidence. Everything else stays
//! removed and added. Keys that two items share prove nothing, so the order of the items does not matter.

mod examples;
mod items;
mod operations;
mod types;

pub(super) use examples::Shown;
pub(super) use items::{are_similar, renamed_members, renamed_pages, renamed_properties};
pub(super) use operations::renamed_operations;
pub(super) use types::{Rename, Renames};

use super::text::words;

/// The fewest words of a description that can identify an item: shorter ones are used for many items.
const FEWEST_WORDS: usize = 4;

/// Returns a description as a key, if it is long enough to identify an item.
fn description_key(description: &str) -> Option<String> {
    let words: Vec<&str> = words(description).collect();
    (words.len() >= FEWEST_WORDS).then(|| words.join(" "))
}

/// Returns the evidence for names that differ only in capitalisation.
fn capitalisation(old: &str, new: &str) -> Vec<String> {
    vec![format!("`{old}` and `{new}` differ only in capitalisation")]
}
