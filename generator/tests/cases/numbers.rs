//! Decimals keep their digits, so their fields are not doubles.

use crate::support::case::Case;

#[test]
fn decimals_have_their_own_type() {
    let case = Case::new("numbers");
    let model = case.file("src/models/invoice.rs");
    assert!(model.contains("pub total: Option<runtime::Decimal>"), "{model}");
    assert!(model.contains("pub rates: Option<Vec<runtime::Decimal>>"), "{model}");
    assert!(model.contains("pub weight: Option<f64>"), "{model}");
    assert!(case.messages().is_empty(), "{:#?}", case.messages());
}
