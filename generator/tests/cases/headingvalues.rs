//! A heading `x values` types the properties of its own page only.

use crate::support::case::Case;

#[test]
fn a_heading_on_another_page_types_nothing() {
    let case = Case::new("headingvalues");
    assert_eq!(case.type_of("address", "state"), r#"{"primitive":"String"}"#);
}
