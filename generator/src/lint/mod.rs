//! Faults of the pages as a whole, beyond those that a stage reports while reading them.
//!
//! In: the [`Api`] and the facts of all pages. Out: diagnostics. Lints change nothing.

mod examples;
mod header_names;
mod json_text;
mod keys;
mod links;
mod options;
mod pages;
mod path_words;
mod representation_types;
mod representations;
pub(crate) mod requests;
mod similar_names;

use crate::diagnostics::{Diagnostics, Sources};
use crate::extract::PageFacts;
use crate::model::Api;

/// Checks all pages. `earlier` contains the diagnostics so far.
#[must_use]
pub fn check(facts: &[PageFacts], api: &Api, sources: &Sources, earlier: &Diagnostics) -> Diagnostics {
    let mut found = examples::check(api, sources);
    found.extend(pages::check(facts, sources, earlier));
    found.extend(links::check(facts, sources, earlier));
    options::check(facts, sources, &mut found);
    requests::check(facts, api, sources, &mut found);
    similar_names::check(api, &mut found);
    representations::check(api, &mut found);
    representation_types::check(api, sources, &mut found);
    json_text::check(api, sources, &mut found);
    keys::check(api, &mut found);
    path_words::check(facts, sources, &mut found);
    found
}
