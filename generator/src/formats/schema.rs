//! Tests that the published schema matches the types of [`super::json`].

use super::json::Report;
use crate::export::json::schema::compare_with_types;

#[test]
fn the_published_schema_is_current() {
    compare_with_types::<Report>("check.schema.json", "Findings of `docbindgen check`");
}
