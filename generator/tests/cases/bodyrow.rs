//! Pages of the folder `bodyrow`: a property that is documented only in a request body table.

use crate::support::case::Case;

#[test]
fn a_row_of_a_create_page_is_a_property_of_the_type() {
    let case = Case::new("bodyrow");
    assert_eq!(case.type_of("signup", "source"), "{\"primitive\":\"String\"}");
    let notes = case.messages();
    let at_row = "api/fair-post-signups.md:26:2: body-row: `signup` has no property `source`";
    assert!(notes.iter().any(|note| note == at_row), "{notes:#?}");
}
