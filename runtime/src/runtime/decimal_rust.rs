//! Conversions to and from `rust_decimal::Decimal`, available with the feature `rust_decimal`.
//!
//! In: a decimal of the runtime or of `rust_decimal`. Out: the other.

use super::conversions::conversions;
use super::decimal::Decimal;
use super::error::ConversionError;

const EXPECTED: &str = "a decimal number of at most 28 digits";

// The text of a `rust_decimal::Decimal` consists of a sign, digits and a point, which is a JSON number.
conversions! {
    Decimal => rust_decimal::Decimal, exact, |value| value.to_string().parse().unwrap_or_default();
}

/// Converts a number, if it has no more digits than `rust_decimal` can represent.
fn exact(decimal: &Decimal) -> Result<rust_decimal::Decimal, ConversionError> {
    let text = decimal.as_str();
    // This keeps trailing zeros, which express the precision of an amount.
    if let (false, Ok(read)) = (text.contains(['e', 'E']), rust_decimal::Decimal::from_str_exact(text)) {
        return Ok(read);
    }
    let too_long = || ConversionError::new(text, EXPECTED);
    let (digits, exponent) = decimal.digits_and_exponent();
    let zeros = usize::try_from(exponent).unwrap_or(0);
    if zeros > 28 {
        return Err(too_long());
    }
    let whole: i128 = format!("{digits}{}", "0".repeat(zeros)).parse().map_err(|_| too_long())?;
    let scale = u32::try_from(exponent.min(0).unsigned_abs()).map_err(|_| too_long())?;
    rust_decimal::Decimal::try_from_i128_with_scale(whole, scale)
        .map_err(|error| ConversionError::with_detail(text, EXPECTED, error))
}
