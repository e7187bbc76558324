//! Leaves out the text of pages.
//!
//! In: the [`Api`]. Out: the same without descriptions, titles and other sentences. Names, types, paths, permissions and statuses are facts of
//! the API and stay. So do examples, for the test that replays them; plan leaves them out of the library.

use crate::model::{Api, Doc, Property};

/// The condition of permissions whose own condition is left out. Without one, they would apply always.
const CONDITION: &str = "see the page";

/// Removes the text of pages.
pub fn remove_descriptions(api: &mut Api) {
    for ty in api.types.values_mut() {
        ty.description = Doc::default();
        ty.deprecated.iter_mut().for_each(String::clear);
        remove(ty.properties.iter_mut().chain(&mut ty.navigation));
    }
    for stated in api.enums.values_mut() {
        stated.description = Doc::default();
        stated.deprecated.iter_mut().for_each(String::clear);
        stated.members.iter_mut().for_each(|member| member.description = Doc::default());
    }
    for parameter in api.operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        parameter.description = Doc::default();
    }
    for page in api.pages.values_mut() {
        page.title.clear();
        page.description = Doc::default();
        page.deprecated.iter_mut().for_each(String::clear);
        page.headers.iter_mut().for_each(|header| header.value.clear());
        page.response_headers.iter_mut().for_each(|header| header.text.clear());
        page.permissions.iter_mut().flat_map(|row| &mut row.condition).for_each(|text| CONDITION.clone_into(text));
        remove(page.parameters.iter_mut().flat_map(|object| &mut object.properties));
    }
}

fn remove<'a>(properties: impl Iterator<Item = &'a mut Property>) {
    properties.for_each(|property| property.description = Doc::default());
}

/// Returns whether there is a description of a type, an enum, a property or a request.
#[must_use]
pub fn has_descriptions(api: &Api) -> bool {
    let some = |doc: &Doc| !doc.plain().trim().is_empty();
    let of_properties = |properties: &[Property]| properties.iter().any(|property| some(&property.description));
    api.types.values().any(|ty| some(&ty.description) || of_properties(&ty.properties))
        || api.enums.values().any(|stated| some(&stated.description))
        || api.pages.values().any(|page| some(&page.description))
}
