//! Parameter objects of operations that several pages document.
//!
//! In: the operations, whose pages are in order, and the pages with their own parameter objects. Out: the same pages; the first object of
//! an operation also has the rows of the later ones.
//!
//! The rows of the leading page come first and keep their types. A row of a later page is added if its name is new, and reported if its
//! type differs. Pages whose requests have several targets neither provide nor receive rows, because their tables describe other requests
//! too.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Diagnostics, lint};
use crate::model::{Body, Operation, OperationPage, ParameterObject, Property, TypeRef};

/// Adds the rows of later pages to the object of the first page. `several` contains the pages whose requests have several targets.
pub fn unite(
    operations: &[Operation],
    pages: &mut BTreeMap<String, OperationPage>,
    several: &BTreeSet<&str>,
    diagnostics: &mut Diagnostics,
) {
    let mut later: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for operation in operations.iter().filter(|operation| operation.body == Some(Body::Parameters)) {
        let has_object = |page: &&str| pages.get(*page).is_some_and(|page| page.parameters.is_some());
        let mut with_object = operation.pages.iter().map(String::as_str).filter(has_object);
        let Some(first) = with_object.next().filter(|page| !several.contains(page)) else { continue };
        later.entry(first).or_default().extend(with_object.filter(|page| !several.contains(page)));
    }
    let united: Vec<_> = later
        .into_iter()
        .filter_map(|(first, others)| {
            let own = pages.get(first)?.parameters.as_ref()?;
            let others = others.into_iter().filter_map(|page| pages.get(page)?.parameters.as_ref());
            Some((first, with_rows(own, others, diagnostics)))
        })
        .collect();
    for (first, properties) in united {
        if let Some(object) = pages.get_mut(first).and_then(|page| page.parameters.as_mut()) {
            object.properties = properties;
        }
    }
}

/// Returns the rows of an object, followed by those that only other objects have.
fn with_rows<'a>(
    own: &ParameterObject,
    others: impl Iterator<Item = &'a ParameterObject>,
    diagnostics: &mut Diagnostics,
) -> Vec<Property> {
    let mut properties = own.properties.clone();
    let mut known: BTreeMap<String, usize> =
        properties.iter().enumerate().map(|(at, property)| (property.name.to_lowercase(), at)).collect();
    for row in others.flat_map(|object| &object.properties) {
        match known.get(&row.name.to_lowercase()).and_then(|at| properties.get(*at)) {
            Some(first) => diagnostics.extend(conflict(first, row)),
            None => {
                known.insert(row.name.to_lowercase(), properties.len());
                // The leading page does not have this row, so it is not required.
                properties.push(Property { required: false, ..row.clone() });
            }
        }
    }
    properties
}

/// Reports a row whose type differs from the leading page's.
fn conflict(first: &Property, row: &Property) -> Diagnostics {
    let mut found = Diagnostics::default();
    if first.ty != row.ty && first.ty != TypeRef::UNTYPED && row.ty != TypeRef::UNTYPED {
        let message = format!("`{}` is `{}` here", row.name, row.type_text);
        found.push(
            Diagnostic::new(lint::CONFLICTING_PROPERTY, row.span, message)
                .related(first.span, format!("and `{}` on the leading page, which is used", first.type_text))
                .hint("make the pages of the request agree"),
        );
    }
    found
}
