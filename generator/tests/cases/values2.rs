//! Value lists with a remark after each value, and members that the service sends only on request of a header.

use crate::support::case::Case;

#[test]
fn members_of_evolvable_enums_are_members() {
    let case = Case::new("values2");
    assert_eq!(case.members("veeOne"), ["k1", "k2"]);
    assert_eq!(case.members("veeTwo"), ["a", "b", "unknownFutureValue", "c", "d"]);
    assert_eq!(case.members("veeThree"), ["a", "b", "unknownFutureValue", "c", "d"]);
    assert_eq!(case.members("veeFour"), ["a", "b", "unknownFutureValue", "c"]);
}
