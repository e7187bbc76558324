//! Response types in tables of methods.
//!
//! In: the facts of all pages. Out: the response type by the path of the request page that the row links to
//! (docs/format.md#responses-in-tables-of-methods).

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::extract::PageFacts;
use crate::model::TypeRef;
use crate::resolve::names::{Names, destination};

/// Returns, by page, the type that rows with a link to the page declare for it, if they agree. A name that no page describes is ignored.
#[must_use]
pub fn returns(facts: &[PageFacts], names: &Names) -> BTreeMap<String, TypeRef> {
    let mut out: BTreeMap<String, Option<TypeRef>> = BTreeMap::new();
    for page in facts {
        for resource in &page.resources {
            let namespace = resource.name.rsplit_once('.').map(|(namespace, _)| namespace);
            for method in &resource.methods {
                let Some(dest) = method.page.as_deref().and_then(|dest| destination(&page.path, dest)) else {
                    continue;
                };
                let (Some(target), Some(written)) = (names.page(&dest.path), &method.returns) else { continue };
                // A broken link in this column has no effect elsewhere.
                let ty = names.type_ref(written, &page.path, namespace, &mut Diagnostics::default());
                let known = out.entry(target.to_owned()).or_insert_with(|| Some(ty.clone()));
                if known.as_ref() != Some(&ty) {
                    *known = None;
                }
            }
        }
    }
    let stated = out.into_iter().filter_map(|(page, ty)| Some((page, ty?)));
    stated.filter(|(_, ty)| *ty.element() != TypeRef::UNTYPED).collect()
}
