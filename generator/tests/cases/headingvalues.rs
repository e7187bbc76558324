//! A heading `x values` determines the types of properties of its own page only.

use crate::support::case::Case;

#[test]
fn headings_on_other_pages_have_no_effect() {
    let case = Case::new("headingvalues");
    assert_eq!(case.type_of("address", "state"), r#"{"primitive":"String"}"#);
}

#[test]
fn a_heading_types_the_property_of_its_page() {
    let case = Case::new("headingvalues");
    assert_eq!(case.type_of("kiln", "state"), r#"{"enum":"microsoft.graph.kilnState"}"#);
    assert_eq!(case.members("kilnState"), ["cold", "hot"]);
    assert_eq!(case.enumeration("kilnState").members[1].description.plain(), "Hot.");
}

#[test]
fn lists_in_cells_precede_headings_elsewhere() {
    let case = Case::new("headingvalues");
    assert_eq!(case.type_of("microsoft.graph.ships.ferry", "state"), r#"{"enum":"microsoft.graph.ships.ferryState"}"#);
    assert_eq!(case.members("microsoft.graph.ships.ferryState"), ["docked", "atSea"]);
}

/// `networks.status` has the same members as `permClass.status`, in a different namespace.
#[test]
fn an_equal_list_does_not_borrow_an_enum_of_another_namespace() {
    let case = Case::new("facets");
    assert_eq!(case.type_of("permClass", "status"), r#"{"enum":"microsoft.graph.permClassStatus"}"#);
    assert_eq!(
        case.type_of("microsoft.graph.networks.profile", "state"),
        r#"{"enum":"microsoft.graph.networks.status"}"#
    );
}

/// Values after one of two types on a page belong to properties of that type only.
#[test]
fn a_heading_types_the_type_above_it() {
    let case = Case::new("headingvalues2");
    assert_eq!(case.type_of("mast", "grade"), r#"{"enum":"microsoft.graph.mastGrade"}"#);
    assert_eq!(case.type_of("boom", "grade"), r#"{"primitive":"String"}"#);
    assert_eq!(case.members("mastGrade"), ["a1", "a2"]);
    assert_eq!(case.messages(), [""; 0]);
}
