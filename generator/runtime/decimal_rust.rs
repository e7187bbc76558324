//! Conversions to and from the type of `rust_decimal`, behind the feature of that name.
//!
//! In: a decimal, or a value of `rust_decimal`. Out: the other.

use super::decimal::Decimal;
use super::error::ConversionError;

const EXPECTED: &str = "a decimal of 28 digits at most";

impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = ConversionError;

    /// Fails for a number with more digits than `rust_decimal` keeps.
    fn try_from(decimal: &Decimal) -> Result<Self, ConversionError> {
        let text = decimal.as_str();
        let read = if text.contains(['e', 'E']) { Self::from_scientific(text) } else { Self::from_str_exact(text) };
        read.map_err(|error| ConversionError::because(text, EXPECTED, error))
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
        // Its text is a JSON number: digits, a point, a sign.
        value.to_string().parse().unwrap_or_default()
    }
}
