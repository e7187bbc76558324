//! Response types in tables of methods.
//!
//! In: the facts of all pages. Out: the response type by the path of the request page that the row links to
//! (docs/format.md#responses-in-tables-of-methods).

use std::collections::BTreeMap;

use crate::extract::PageFacts;
use crate::model::TypeRef;
use crate::resolve::names::{Links, Names, destination};

/// Response types in tables of methods, by page of the request.
pub type Returns = BTreeMap<String, TypeRef>;

/// Returns, by page, the type that rows with a link to the page declare for it, if they agree. A name that no page describes is ignored.
#[must_use]
pub fn returns(facts: &[PageFacts], names: &Names, links: &Links<'_>) -> Returns {
    let mut out: BTreeMap<&str, Option<TypeRef>> = BTreeMap::new();
    for page in facts {
        for method in page.resources.iter().flat_map(|resource| &resource.methods) {
            let Some(dest) = method.page.as_deref().and_then(|dest| destination(&page.path, dest)) else { continue };
            let (Some(target), Some(written)) = (names.page(&dest.path), &method.returns) else { continue };
            let ty = links.type_ref(written);
            let known = out.entry(target).or_insert_with(|| Some(ty.clone()));
            if known.as_ref() != Some(&ty) {
                *known = None;
            }
        }
    }
    let stated = out.into_iter().filter_map(|(page, ty)| Some((page.to_owned(), ty?)));
    stated.filter(|(_, ty)| *ty.element() != TypeRef::UNTYPED).collect()
}
