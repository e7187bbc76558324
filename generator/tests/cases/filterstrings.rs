//! Pages of the folder `filterstrings`: filters in examples.

use crate::support::case::Case;

#[test]
fn comparisons_joined_by_or_are_typed() {
    let case = Case::new("filterstrings");
    let replayed = case.file("tests/examples/tide.rs");
    assert!(replayed.contains("Tide::LABEL.eq(\"spring\").or(models::Tide::LABEL.eq(\"neap\"))"), "{replayed}");
    assert_eq!(case.messages(), Vec::<String>::new());
}

#[test]
fn untyped_filters_stay_text() {
    let case = Case::new("filterstrings2");
    let replayed = case.file("tests/examples/tide.rs");
    let count = |text: &str| replayed.matches(text).count();
    assert_eq!((count(".filter("), count(".query(")), (6, 4), "{replayed}");
    assert!(replayed.contains(r#".query("$filter", "label eq 'spring' or")"#), "{replayed}");
    assert!(replayed.contains(r#".query("$filter", "(label eq 'spring') or (label eq 'neap')")"#), "{replayed}");
}
