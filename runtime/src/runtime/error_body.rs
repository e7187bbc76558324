//! Response bodies that report an error (OData JSON 4.01 §21.1).
//!
//! In: the members of a JSON object. Out: the error object, if the members contain nothing else.

use super::object::Schema;
use serde_json::{Map, Value};

/// The name of the only member of such a response body.
pub(super) const ERROR: &str = "error";

/// The control information of an entity (OData JSON 4.01 §4.6). A response body with one of these is an entity, and
/// `error` is one of its properties.
const ENTITY_ANNOTATIONS: [&str; 6] = ["@odata.type", "@odata.id", "@odata.etag", "@type", "@id", "@etag"];

/// Returns the error object that is the only content of a response body with these members, in the plain form.
///
/// A response body may also contain annotations, of itself and of the error.
pub(super) fn only_error<'v>(
    members: impl IntoIterator<Item = (&'v str, &'v Value)>,
) -> Option<&'v Map<String, Value>> {
    let mut error = None;
    for (name, value) in members {
        match name.split_once('@') {
            None if name == ERROR => error = Some(value.as_object()?),
            Some(("" | ERROR, _)) if !ENTITY_ANNOTATIONS.contains(&name) => {}
            _ => return None,
        }
    }
    error
}

/// Returns the error object if the members are not those of an object of this type, but only an error.
pub(super) fn find<'v>(schema: &Schema, members: &'v Map<String, Value>) -> Option<&'v Map<String, Value>> {
    // `$select=error` is a normal request for the types that document such a property.
    let is_property = schema.names.contains(&ERROR);
    only_error(members.iter().map(|(name, value)| (name.as_str(), value))).filter(|_| !is_property)
}
