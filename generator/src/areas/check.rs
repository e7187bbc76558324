//! Checks the table `[areas]` against the pages.
//!
//! In: the whole [`Api`] and the table. Out: a diagnostic for each entry that matches nothing, and for each default that is not an area.
//! Entries of a preset are left out: it covers several versions of a reference.
//! The whole API is checked, because a selection leaves out requests and with them areas.

use std::collections::BTreeSet;

use crate::config::{AreaEntry, AreaKey, AreaTable};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, lint};
use crate::model::Api;

use super::requests::{areas_of_requests, first_segment, keys};

/// Returns a diagnostic for each entry of the table that does not match the pages.
#[must_use]
pub fn check(api: &Api, table: &AreaTable, file: FileId) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let span = |range: &std::ops::Range<usize>| Span::new(file, range.start, range.end);
    let stated = api.operations.iter().flat_map(|operation| keys(api, operation, first_segment(operation)));
    let products = api.products.values().map(|product| AreaKey::Product(product.to_lowercase()));
    let stated: BTreeSet<AreaKey> = stated.chain(products).collect();
    for entry in table.entries.iter().filter(|entry| !stated.contains(&entry.key)) {
        let Some(range) = &entry.range else { continue };
        let (message, hint) = unused(entry);
        diagnostics.push(Diagnostic::new(lint::AREA_UNUSED, span(range), message).hint(hint));
    }
    let (areas, _) = areas_of_requests(api, table);
    let areas: BTreeSet<String> = areas.into_iter().collect();
    for (name, range) in table.default.iter().flatten().filter(|(name, _)| !areas.contains(name)) {
        let Some(range) = range else { continue };
        let known: Vec<&str> = areas.iter().map(String::as_str).collect();
        let message = format!("`{name}` is not an area");
        let hint = format!("the pages have these: {}", known.join(", "));
        diagnostics.push(Diagnostic::new(lint::DEFAULT_AREA_UNKNOWN, span(range), message).hint(hint));
    }
    diagnostics
}

fn unused(entry: &AreaEntry) -> (String, &'static str) {
    let product_hint = "a product is what pages have in their front matter as `ms.prod` or `ms.subservice`";
    match &entry.key {
        AreaKey::Product(product) => (format!("no page has the product `{product}`"), product_hint),
        AreaKey::Part(product, segment) => {
            (format!("no request of the product `{product}` begins with `/{segment}`"), product_hint)
        }
        AreaKey::Segment(segment) => {
            (format!("no request begins with `/{segment}`"), "remove the entry, or correct it")
        }
    }
}
