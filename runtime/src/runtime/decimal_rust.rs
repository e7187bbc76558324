//! Conversions to and from `rust_decimal::Decimal`, available with the feature `rust_decimal`.
//!
//! In: a decimal of the runtime or of `rust_decimal`. Out: the other.

use super::decimal::Decimal;
use super::error::ConversionError;

const EXPECTED: &str = "a decimal number of at most 28 digits";

impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = ConversionError;

    /// Converts without loss.
    ///
    /// # Errors
    ///
    /// Returns an error if the number has more digits than `rust_decimal` can represent.
    fn try_from(decimal: &Decimal) -> Result<Self, ConversionError> {
        let text = decimal.as_str();
        // This keeps trailing zeros, which express the precision of an amount.
        if let (false, Ok(read)) = (text.contains(['e', 'E']), Self::from_str_exact(text)) {
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
        Self::try_from_i128_with_scale(whole, scale)
            .map_err(|error| ConversionError::with_detail(text, EXPECTED, error))
    }
}

impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = ConversionError;

    fn try_from(decimal: Decimal) -> Result<Self, ConversionError> {
        Self::try_from(&decimal)
    }
}

impl From<rust_decimal::Decimal> for Decimal {
    fn from(value: rust_decimal::Decimal) -> Self {
        // The text consists of a sign, digits and a point, which is a JSON number.
        value.to_string().parse().unwrap_or_default()
    }
}
