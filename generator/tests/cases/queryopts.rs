//! A query option that a page declares unsupported, in any wording, is not among its query options.

use crate::support::case::Case;

#[test]
fn rejected_options_are_not_supported() {
    let case = Case::new("queryopts");
    for (page, want) in [
        ("q1", "$select $top"),
        ("q2", "$filter"),
        ("q3", "$expand $select"),
        ("q4", "$count $expand $filter $orderby $select $skip $top"),
        ("q5", ""),
        ("q6", "$top"),
        ("q7", ""),
        ("q8", "$count $filter $orderby"),
    ] {
        assert_eq!(case.query_options(&format!("api/{page}.md")).join(" "), want, "{page}");
    }
}
