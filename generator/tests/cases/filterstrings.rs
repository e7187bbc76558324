//! Pages of the folder `filterstrings`.

use crate::support::case::Case;

#[test]
fn two_comparisons_joined_by_or() {
    let case = Case::new("filterstrings");
    let replayed = case.file("tests/examples/tide.rs");
    assert!(replayed.contains("Tide::LABEL.eq(\"spring\").or(models::Tide::LABEL.eq(\"neap\"))"), "{replayed}");
    assert_eq!(case.messages(), Vec::<String>::new());
}
