//! Keys of annotations that are nearly a known one.
//!
//! In: a page. Out: the keys, with the one that was probably meant. The keys that tools know are data: [`KEYS`]. Nested objects have keys of
//! their own, and are not compared.

use crate::diagnostics::Spanned;
use crate::parse::{Annotation, Block, Page};

use super::context::items;
use super::facts::Misspelt;

/// The keys of annotations that docbindgen, or another tool that reads them, knows.
const KEYS: &[&str] = &[
    "@odata.annotations",
    "@odata.type",
    "@property.aka",
    "@type",
    "@type.aka",
    "abstract",
    "baseType",
    "blockType",
    "capabilities",
    "changeTracking",
    "countable",
    "deletable",
    "description",
    "expandable",
    "expectError",
    "filterable",
    "id",
    "idempotent",
    "insertable",
    "isAbstract",
    "isCollection",
    "isComposable",
    "isEmpty",
    "isMediaEntity",
    "keyProperty",
    "keywords",
    "name",
    "namespace",
    "navigability",
    "nullableProperties",
    "opaqueUrl",
    "openType",
    "optionalProperties",
    "property",
    "referenceable",
    "sampleKeys",
    "scope",
    "scopes",
    "searchable",
    "section",
    "selectable",
    "skippable",
    "sortable",
    "suppressions",
    "tags",
    "target",
    "title",
    "tocBookmarks",
    "tocIndex",
    "tocPath",
    "toppable",
    "truncated",
    "type",
    "updatable",
];

/// Shorter keys differ in one letter by chance.
const MIN_LENGTH: usize = 4;

/// Returns the misspelt keys of all annotations of a page.
pub(super) fn misspelt_keys(page: &Page) -> Vec<Misspelt> {
    let of_blocks = page.sections.iter().flat_map(|section| items(&section.blocks));
    let of_blocks = of_blocks.filter_map(|item| match item.block {
        Block::Code(code) => code.annotation.as_ref(),
        Block::Annotation(annotation) => Some(annotation),
        _ => None,
    });
    of_blocks.chain(&page.annotations).flat_map(misspelt).collect()
}

fn misspelt(annotation: &Annotation) -> impl Iterator<Item = Misspelt> + '_ {
    annotation.value.keys().filter_map(|key| {
        let intended = intended(key)?;
        Some(Misspelt { written: Spanned::new(key.clone(), annotation.span), intended })
    })
}

/// Returns the known key that an unknown one probably means.
fn intended(key: &str) -> Option<&'static str> {
    if KEYS.contains(&key) {
        return None;
    }
    let lower = key.to_ascii_lowercase();
    let is_near = |known: &&str| {
        let known = known.to_ascii_lowercase();
        let is_long = key.len().max(known.len()) > MIN_LENGTH || lower == known;
        is_long && key.len().abs_diff(known.len()) <= 1 && strsim::damerau_levenshtein(&lower, &known) <= 1
    };
    KEYS.iter().copied().find(is_near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_one_letter_away_are_misspelt() {
        for (key, meant) in [
            ("blockTyp", "blockType"),
            ("blocktype", "blockType"),
            ("bolckType", "blockType"),
            ("@odata.typ", "@odata.type"),
            ("odata.type", "@odata.type"),
            ("optinalProperties", "optionalProperties"),
            ("isCollecton", "isCollection"),
            ("truncate", "truncated"),
            ("Name", "name"),
        ] {
            assert_eq!(intended(key), Some(meant), "{key}");
        }
        for key in KEYS.iter().copied().chain(["", "nane", "x-name", "blockKind", "odata", "Lists"]) {
            assert_eq!(intended(key), None, "{key}");
        }
    }
}
