//! Pages with directives of the docs platform.

use crate::support::case::Case;

#[test]
fn properties_to_filter_by_are_no_query_options() {
    let case = Case::new("pivot");
    assert_eq!(case.query_options("api/parcels-list.md"), ["$filter"]);
    let operations = case.outcome.api.operations.iter().filter(|operation| operation.path.ends_with("/parcels"));
    for operation in operations {
        assert!(operation.parameters.is_empty(), "{operation:?}");
    }
}
