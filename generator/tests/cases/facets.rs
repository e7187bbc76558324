//! Facets that a description negates are not set.

use crate::support::case::Case;

#[test]
fn denials_are_read_as_denials() {
    let case = Case::new("facets");
    let row = |name: &str| case.property("permClass", name);
    assert!(row("classification").filter.is_empty());
    assert_eq!(row("status").filter, ["eq", "ne", "not", "in"]);
    assert!(!row("count").read_only && row("count").filter.is_empty());
    assert!(!row("note").required);
    assert_eq!(row("note").nullable, Some(true));
    assert!(row("gone").deprecated);
    assert!(!row("kept").deprecated && !row("kept").read_only);
    assert!(row("id").read_only);
    assert_eq!(row("id").nullable, Some(false));
}
