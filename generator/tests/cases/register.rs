//! Two body tables, two success statuses, and a query option that prose introduces.

use crate::support::case::Case;

#[test]
fn an_option_of_the_page_switches_on_none_of_odata() {
    let case = Case::new("register");
    assert_eq!(case.query_options("api/chronicle-getall.md"), ["$filter"]);
}
